//! What an autopilot itself keeps to when nobody hears it: a fence made of the district's zones, and places to come down.
//!
//! A fence aboard is flat and always on: it knows no heights and no hours. So it holds the keep-out zones that may hold
//! within the hour ahead and reach into the heights that are flown, and the keep-in zone when there is exactly one
//! (autopilots disagree on whether several mean "in all" or "in any", and the judge means "in any").

use crate::hex;
use crate::plan::Plan;
use crate::situation::Situation;
use geodata::{Agl, Amsl, Finding, Local, Metres, Seconds, Wgs84, Zone, ZoneKind, zone::Shape};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A zone counts when it holds at any moment of this time ahead, as the judge has it.
const HOUR: Seconds = Seconds(3600.0);
/// Zones whose floor is higher than this above the ground are flown under.
const TOP: Agl = Agl(Metres(120.0));
/// Corners and circles in one fence; ArduPilot counts them in a byte.
pub const CORNERS: usize = 250;
/// Rally points in one list.
pub const POINTS: usize = 50;

/// One shape of a fence, on the ground, at all heights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "area", rename_all = "snake_case")]
pub enum FenceArea {
    /// Stay inside of this outline; at least three corners, the first not repeated.
    StayIn {
        /// In order.
        corners: Vec<Wgs84>,
    },
    /// Stay inside of this circle.
    StayInCircle {
        /// The middle.
        centre: Wgs84,
        /// More than zero.
        radius: Metres,
    },
    /// Stay outside of this outline; at least three corners, the first not repeated.
    KeepOut {
        /// In order.
        corners: Vec<Wgs84>,
    },
    /// Stay outside of this circle.
    KeepOutCircle {
        /// The middle.
        centre: Wgs84,
        /// More than zero.
        radius: Metres,
    },
}

/// What a vehicle keeps to by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fence {
    /// The shapes; none clears the fence.
    pub areas: Vec<FenceArea>,
}

/// A place to come down other than home.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RallyPoint {
    /// The place.
    pub at: Wgs84,
    /// The height to arrive there at, above mean sea level.
    pub altitude: Amsl,
}

/// Places to come down other than home.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rally {
    /// The places; none clears the list.
    pub points: Vec<RallyPoint>,
}

impl FenceArea {
    /// Its corners; a circle is one.
    #[must_use]
    pub fn corners(&self) -> usize {
        match self {
            Self::StayIn { corners } | Self::KeepOut { corners } => corners.len(),
            Self::StayInCircle { .. } | Self::KeepOutCircle { .. } => 1,
        }
    }

    fn canonical(&self) -> String {
        let place = |at: &Wgs84| format!(" {:.0} {:.0}", at.lat * 1e7, at.lon * 1e7);
        let outline = |corners: &[Wgs84]| corners.iter().map(place).collect::<String>();
        match self {
            Self::StayIn { corners } => format!("in{}\n", outline(corners)),
            Self::KeepOut { corners } => format!("out{}\n", outline(corners)),
            Self::StayInCircle { centre, radius } => format!("in o{} {:.0}\n", place(centre), radius.0 * 1e3),
            Self::KeepOutCircle { centre, radius } => format!("out o{} {:.0}\n", place(centre), radius.0 * 1e3),
        }
    }
}

impl Fence {
    /// Corners and circles in all.
    #[must_use]
    pub fn corners(&self) -> usize {
        self.areas.iter().map(FenceArea::corners).sum()
    }

    /// SHA-256 in hex over the areas as they go on the wire: 1e-7 degree, millimetre.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.areas.iter().map(FenceArea::canonical).collect::<String>()))
    }

    /// The fence of an aircraft as it stands now.
    ///
    /// # Errors
    /// `fence-over-dock` when it stands in a zone it should keep out of or outside of its keep-in zone: the autopilot
    /// would not arm. `fence-too-many-corners` when the zones have more than [`CORNERS`] corners.
    pub fn of(s: &Situation<'_>) -> Result<Self, Finding> {
        let place =
            |say: String, code, remedy: &str| Err(Finding::new(code, format!("vehicle {}", s.vehicle), say, remedy));
        let zones: Vec<&Zone> = relevant(s);
        for zone in &zones {
            let inside = zone.contains(s.from);
            if inside != (zone.kind == ZoneKind::KeepIn) {
                let say = format!("it stands {} {}", if inside { "in" } else { "outside of" }, zone.name);
                return place(say, "fence-over-dock", "Move the aircraft, or change the zone");
            }
        }
        let fence = Self { areas: zones.iter().flat_map(|zone| areas(zone, s)).collect() };
        if fence.corners() > CORNERS {
            let say = format!("the zones have {} corners, {CORNERS} fit aboard", fence.corners());
            return place(say, "fence-too-many-corners", "Draw the zones with fewer corners");
        }
        Ok(fence)
    }
}

impl Rally {
    /// SHA-256 in hex over the places as they go on the wire: 1e-7 degree, millimetre.
    #[must_use]
    pub fn hash(&self) -> String {
        let line = |RallyPoint { at, altitude }: &RallyPoint| {
            format!("{:.0} {:.0} {:.0}\n", at.lat * 1e7, at.lon * 1e7, altitude.0.0 * 1e3)
        };
        hex(&Sha256::digest(self.points.iter().map(line).collect::<String>()))
    }

    /// The docks of the plan, each to be reached in the layer of the aircraft that asks. The first [`POINTS`] in the
    /// plan's order; a dock the district does not have is left out.
    #[must_use]
    pub fn of(s: &Situation<'_>) -> Self {
        let layer = s.plan.aircraft(s.vehicle).map_or(Agl::default(), |aircraft| aircraft.layer);
        let points = docks(s.plan).into_iter().filter_map(|dock| {
            let at = s.atlas.posts.iter().find(|post| post.id == dock)?.at;
            let altitude = s.atlas.terrain.ground(at).raised(layer);
            Some(RallyPoint { at: s.atlas.frame.to_wgs84(at), altitude })
        });
        Self { points: points.take(POINTS).collect() }
    }
}

/// Every dock once, in the order of the plan.
fn docks(plan: &Plan) -> Vec<&str> {
    let mut docks: Vec<&str> = Vec::new();
    for aircraft in &plan.squadron {
        if !docks.contains(&aircraft.dock.as_str()) {
            docks.push(&aircraft.dock);
        }
    }
    docks
}

/// The zones a fence can hold, in the order of the district.
fn relevant<'a>(s: &Situation<'a>) -> Vec<&'a Zone> {
    let soon = |zone: &&Zone| zone.schedule.active_within(s.at, s.at.plus(HOUR));
    let keep_ins = s.atlas.zones.iter().filter(|zone| zone.kind == ZoneKind::KeepIn).filter(soon).count();
    s.atlas
        .zones
        .iter()
        .filter(soon)
        .filter(|zone| match zone.kind {
            ZoneKind::KeepIn => keep_ins == 1,
            ZoneKind::KeepOut => reaches_down(zone, s),
            ZoneKind::NoRecord => false,
        })
        .collect()
}

/// Whether a zone begins below the highest height flown, over the ground of its outline.
fn reaches_down(zone: &Zone, s: &Situation<'_>) -> bool {
    let over = |at: &Local| {
        let ground = s.atlas.terrain.ground(*at);
        zone.floor.over(ground).is_none_or(|floor| floor.0 <= ground.raised(TOP).0)
    };
    match &zone.shape {
        Shape::Prism { outer, .. } => outer.iter().any(over),
        Shape::Cylinder { centre, .. } => over(centre),
    }
}

/// A zone as shapes of a fence. The holes of a keep-out zone stay shut, those of a keep-in zone become keep-outs.
fn areas(zone: &Zone, s: &Situation<'_>) -> Vec<FenceArea> {
    let outline = |ring: &[Local]| ring.iter().map(|corner| s.atlas.frame.to_wgs84(*corner)).collect::<Vec<_>>();
    let stay = zone.kind == ZoneKind::KeepIn;
    match &zone.shape {
        Shape::Prism { outer, holes } if stay => {
            let holes = holes.iter().map(|hole| FenceArea::KeepOut { corners: outline(hole) });
            std::iter::once(FenceArea::StayIn { corners: outline(outer) }).chain(holes).collect()
        }
        Shape::Prism { outer, .. } => vec![FenceArea::KeepOut { corners: outline(outer) }],
        Shape::Cylinder { centre, radius } => {
            let (centre, radius) = (s.atlas.frame.to_wgs84(*centre), *radius);
            vec![if stay {
                FenceArea::StayInCircle { centre, radius }
            } else {
                FenceArea::KeepOutCircle { centre, radius }
            }]
        }
    }
}
