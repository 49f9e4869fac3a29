//! What a shift asks for and what there is to serve it with: places, docks, aircraft, operators, and the ways between.
//!
//! All times are seconds from the beginning of the shift, all energies percent of a full battery.

use geodata::Seconds;

/// Seconds and percent of one way; the unit of [`Ways`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// Seconds; infinite where there is no way.
    pub time: f32,
    /// Percent of a full battery.
    pub energy: f32,
}

impl Hop {
    /// No way.
    pub const NONE: Self = Self { time: f32::INFINITY, energy: f32::INFINITY };

    /// A way, rounded up to 1/64 s and 1/4096 %, so that sums are exact and never below the truth.
    #[must_use]
    pub fn new(time: Seconds, energy: f64) -> Self {
        Self { time: up(time.0, 64.0), energy: up(energy, 4096.0) }
    }

    /// Whether there is a way.
    #[must_use]
    pub fn is_way(&self) -> bool {
        self.time.is_finite() && self.energy.is_finite()
    }
}

#[allow(clippy::cast_possible_truncation)] // Exact below 2^24 steps, three days of seconds.
fn up(value: f64, steps: f64) -> f32 {
    if value.is_finite() && value >= 0.0 { ((value * steps).ceil() / steps) as f32 } else { f32::INFINITY }
}

/// Ways from port to port for one kind of aircraft, in its wind, round the zones; may be asymmetric. Where zones have
/// hours, they depend on when a sortie is launched.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    ports: usize,
    /// The quickest at any time of the shift.
    hops: Vec<Hop>,
    /// Those of each set of zones; none where they are the same all the time.
    sets: Vec<Vec<Hop>>,
    /// From which launch on which of them holds, in order.
    from: Vec<(f64, usize)>,
}

/// The ways of sorties launched at one time.
#[derive(Clone, Copy, Debug)]
pub struct Hops<'a> {
    ports: usize,
    hops: &'a [Hop],
}

impl Hops<'_> {
    /// The way between two ports.
    #[must_use]
    pub fn between(&self, from: u32, to: u32) -> Hop {
        self.hops[from as usize * self.ports + to as usize]
    }
}

impl Ways {
    /// Asks for every pair of ports; `None` is no way.
    pub fn new(ports: usize, mut way: impl FnMut(usize, usize) -> Option<(Seconds, f64)>) -> Self {
        let ports = ports.min(PORTS);
        let mut hops = Vec::with_capacity(ports * ports);
        for from in 0..ports {
            for to in 0..ports {
                let hop = if from == to { Some((Seconds::ZERO, 0.0)) } else { way(from, to) };
                hops.push(hop.map_or(Hop::NONE, |(time, energy)| Hop::new(time, energy)));
            }
        }
        Self { ports, hops, sets: Vec::new(), from: Vec::new() }
    }

    /// Ways that change: the ways of each set of zones, and from which launch on which set holds. The first set holds
    /// before the first of these; sets with fewer ports than the first, or that there are not, are left out.
    #[must_use]
    pub fn by_launch(sets: Vec<Ways>, from: &[(Seconds, usize)]) -> Self {
        let Some(first) = sets.first() else { return Self::new(0, |_, _| None) };
        let (ports, count) = (first.ports, sets.len());
        let sets: Vec<Vec<Hop>> = sets.into_iter().filter(|set| set.ports == ports).map(|set| set.hops).collect();
        if count == 1 || sets.len() < count {
            return Self { ports, hops: sets[0].clone(), sets: Vec::new(), from: Vec::new() };
        }
        let quickest = |i: usize| {
            let least = |of: fn(&Hop) -> f32| sets.iter().map(|set| of(&set[i])).fold(f32::INFINITY, f32::min);
            Hop { time: least(|hop| hop.time), energy: least(|hop| hop.energy) }
        };
        let hops = (0..ports * ports).map(quickest).collect();
        let from = from.iter().filter(|f| f.1 < count).map(|f| (f.0.0, f.1)).collect();
        Self { ports, hops, sets, from }
    }

    /// The ways of a sortie launched then, seconds of the shift.
    #[must_use]
    pub fn during(&self, launch: f64) -> Hops<'_> {
        let hops = if self.sets.is_empty() {
            &self.hops
        } else {
            let at = self.from.partition_point(|f| f.0 <= launch);
            &self.sets[at.checked_sub(1).map_or(0, |at| self.from[at].1)]
        };
        Hops { ports: self.ports, hops }
    }

    /// The same ways with the ports in another order: those of `order`, by their old numbers.
    pub(super) fn renumbered(&self, order: &[u32]) -> Self {
        let turn = |hops: &[Hop]| -> Vec<Hop> {
            let pairs = order.iter().flat_map(|from| order.iter().map(move |to| (*from as usize, *to as usize)));
            pairs.map(|(from, to)| hops[from * self.ports + to]).collect()
        };
        let sets = self.sets.iter().map(|set| turn(set)).collect();
        Self { ports: order.len(), hops: turn(&self.hops), sets, from: self.from.clone() }
    }

    /// The way between two ports, the quickest at any time of the shift.
    #[must_use]
    pub fn between(&self, from: u32, to: u32) -> Hop {
        self.hops[from as usize * self.ports + to as usize]
    }

    /// How many ports there are.
    #[must_use]
    pub fn ports(&self) -> usize {
        self.ports
    }
}

/// How the aircraft of one type fly and are made ready again.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// What it is called.
    pub name: String,
    /// Ways between ports, at cruise.
    pub ways: Ways,
    /// From the order until in its layer over the dock.
    pub launch: Hop,
    /// From over the dock until landed.
    pub land: Hop,
    /// Percent a second while serving a place (hovering, or slower than cruise).
    pub serving: f64,
    /// Percent a sortie may use: full less the reserve, whichever of percent and minutes binds.
    pub budget: f64,
    /// The longest a sortie can last on that.
    pub longest: Seconds,
    /// From landing to ready, whatever was used: a swap, or the fixed part of a charge.
    pub turn: Seconds,
    /// And for each percent used.
    pub turn_per_percent: Seconds,
}

/// One way to serve a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// Port where it begins.
    pub enter: u32,
    /// Port where it ends.
    pub leave: u32,
    /// How long serving takes.
    pub time: f32,
}

/// From when until when a place wants a visit how often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// From.
    pub from: Seconds,
    /// Until; a visit must have ended.
    pub to: Seconds,
    /// At least one visit in this time.
    pub every: Seconds,
}

/// A hotspot, a line or an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The id other records cite.
    pub id: String,
    /// One way to serve it, or two (a line from either end).
    pub ways: Vec<Way>,
    /// How much its idleness counts against that of others, 1 for most.
    pub weight: f64,
    /// Its hours, in order, apart from each other or touching.
    pub bands: Vec<Band>,
    /// How long nobody had been there when the shift began, as far as it counts.
    pub idle: Seconds,
}

/// Where aircraft stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Dock {
    /// The id other records cite.
    pub id: String,
    /// Its port.
    pub port: u32,
    /// How many aircraft it can make ready at once.
    pub chargers: u32,
    /// The least time between two take-offs or landings.
    pub slot: Seconds,
}

/// One aircraft.
#[derive(Clone, Debug, PartialEq)]
pub struct Craft {
    /// Its number in every record.
    pub vehicle: u32,
    /// Which kind.
    pub kind: usize,
    /// Which dock.
    pub dock: usize,
    /// When it is ready with a full battery.
    pub ready: Seconds,
    /// When it is out of service again; infinite for never.
    pub until: Seconds,
}

/// One who watches over flights, by duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Watcher {
    /// The id flights cite.
    pub id: String,
    /// The most aircraft in the air at once.
    pub most: u32,
    /// From.
    pub from: Seconds,
    /// Until.
    pub to: Seconds,
}

/// A whole shift.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// How long the shift is.
    pub length: Seconds,
    /// What wants to be visited.
    pub targets: Vec<Target>,
    /// Where aircraft stand.
    pub docks: Vec<Dock>,
    /// With what.
    pub fleet: Vec<Craft>,
    /// Types of aircraft.
    pub kinds: Vec<Kind>,
    /// Under whose eyes.
    pub watchers: Vec<Watcher>,
}

/// Most ports of a model.
pub const PORTS: usize = 4_000;
/// Most targets, aircraft, docks or watchers.
pub const MOST: usize = 5_000;
/// Most bands of a target.
pub const BANDS: usize = 200;
/// Longest shift.
pub const LONGEST: Seconds = Seconds(172_800.0);
