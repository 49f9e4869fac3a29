//! Keep-in zones: where any hold, a leg lies wholly in one of them, as the judge asks.
//!
//! A fastest way turns at the corners that stand into a keep-in zone, and passes from one zone into another where their
//! borders cross.

use crate::planner::obstacle::{Obstacle, Turn};
use geodata::{Heading, Local, Metres, Zone};

/// Ways keep this far inside; the judge asks no more than to be inside.
const INSIDE: Metres = Metres(0.5);

/// All keep-in zones that hold; no bounds when there are none.
#[derive(Clone, Debug, Default)]
pub(super) struct Yards {
    all: Vec<Yard>,
}

#[derive(Clone, Debug)]
struct Yard {
    zone: Zone,
    /// The outline and the holes of a prism, of a round zone the polygon about it: edges to be crossed by nobody.
    edges: Vec<[Local; 2]>,
}

impl Yards {
    pub(super) fn of(zones: &[&Zone]) -> Self {
        let yard = |zone: &&Zone| {
            let ring = |ring: Vec<Local>| {
                let next = ring.iter().copied().cycle().skip(1);
                ring.iter().copied().zip(next).map(|(p, q)| [p, q]).collect::<Vec<_>>()
            };
            let edges = zone.rings().into_iter().flat_map(ring).collect();
            Yard { zone: (*zone).clone(), edges }
        };
        Self { all: zones.iter().map(yard).collect() }
    }

    /// Whether a place is in one of them, or there are none.
    pub(super) fn hold(&self, at: Local) -> bool {
        self.all.is_empty() || self.all.iter().any(|yard| yard.zone.contains(at))
    }

    /// Whether a leg lies wholly in one of them, or there are none.
    pub(super) fn allow(&self, a: Local, b: Local) -> bool {
        self.all.is_empty() || self.all.iter().any(|yard| yard.holds(a, b))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Where ways may turn for their sake.
    pub(super) fn turns(&self) -> Vec<Turn> {
        let corners = self.all.iter().flat_map(|yard| Obstacle::new(&yard.zone, INSIDE).turns_inside());
        let gates =
            self.all.iter().enumerate().flat_map(|(i, one)| {
                self.all[i + 1..].iter().flat_map(move |other| one.gates(other)).map(Turn::anywhere)
            });
        corners.chain(gates).filter(|turn| self.hold(turn.at)).collect()
    }
}

impl Yard {
    fn holds(&self, a: Local, b: Local) -> bool {
        if !(self.zone.contains(a) && self.zone.contains(b)) {
            return false;
        }
        let round = matches!(self.zone.shape, geodata::zone::Shape::Cylinder { .. });
        // Discs are convex.
        round || !self.edges.iter().any(|[p, q]| cross(a, b, *p, *q))
    }

    /// Places in both zones beside the crossings of their borders.
    fn gates(&self, other: &Yard) -> Vec<Local> {
        let mut gates = Vec::new();
        for (one, two) in self.edges.iter().flat_map(|one| other.edges.iter().map(move |two| (one, two))) {
            let Some(at) = meeting(one, two) else { continue };
            let beside = (0..16).map(|i| at.moved(Heading::degrees(22.5 * f64::from(i)), INSIDE));
            gates.extend(beside.filter(|p| self.zone.contains(*p) && other.zone.contains(*p)));
        }
        gates
    }
}

fn side(a: Local, b: Local, p: Local) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// Whether two segments cross, ends on the other not counted.
fn cross(a: Local, b: Local, p: Local, q: Local) -> bool {
    side(a, b, p) * side(a, b, q) < 0.0 && side(p, q, a) * side(p, q, b) < 0.0
}

fn meeting([a, b]: &[Local; 2], [p, q]: &[Local; 2]) -> Option<Local> {
    let (from, to) = (side(*p, *q, *a), side(*p, *q, *b));
    cross(*a, *b, *p, *q).then(|| a.toward(*b, from / (from - to)))
}
