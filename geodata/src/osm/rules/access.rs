//! Who may use a way, in which direction.
//!
//! The more special key wins: `motorcar` over `motor_vehicle` over `vehicle` over `access`, and `motor_vehicle:backward`
//! over `motor_vehicle`. Where no key speaks, the class decides.
//!
//! # What an emergency vehicle may ignore
//! A patrol car with blue light and siren is a car, but for this table. It is a working rule of this program, not the law
//! of any land: traffic laws free such a crew from most rules under a duty of care, and no crew from walls.
//!
//! | what the tags say | car | emergency |
//! |---|---|---|
//! | turn restrictions | obeys | ignores |
//! | `motorcar`, `motor_vehicle`, `vehicle` = `no` | stays out | ignores |
//! | `access` = `private`, `permit`, `agricultural`, `forestry` ... | stays out | ignores |
//! | `access` = `destination`, `delivery`, `customers` ... | may enter | may enter |
//! | `access=no` alone (works, a closed site), `access=military` | stays out | stays out |
//! | `access=no` with `psv` or `bus` = `yes`: a bus lane | stays out | ignores |
//! | `highway=busway` | stays out | ignores |
//! | `highway=pedestrian` | stays out unless a motor key opens it | walks its car through, 10 km/h |
//! | `highway=footway`, `path`, `cycleway`, `bridleway` | stays out unless a motor key opens it | the same, or `emergency=yes` |
//! | `emergency=yes`, `designated`, `official` (but steps) | - | may enter |
//! | `emergency=no` | - | stays out |
//! | a one-way street from its end: unclassified, residential, living street, service, track, of one lane | obeys | ignores, 20 km/h |
//! | any other one-way; motorways, links, roundabouts, dual carriageways, two lanes or more | obeys | obeys |
//! | steps, bollards, blocks, locked gates, less than 2 m wide | stays out | stays out |
//!
//! An officer on foot enters private ground, and takes one-ways as they are: not for feet.

use super::super::extract::Tags;
use super::limit::metres;
use super::oneway::{self, Flow};
use crate::roads::{Access, Profile, RoadClass};

/// A key alone, with the drawn direction, and against it.
type Key = [&'static str; 3];

const MOTORCAR: Key = ["motorcar", "motorcar:forward", "motorcar:backward"];
const MOTORCYCLE: Key = ["motorcycle", "motorcycle:forward", "motorcycle:backward"];
const MOTOR: Key = ["motor_vehicle", "motor_vehicle:forward", "motor_vehicle:backward"];
const VEHICLE: Key = ["vehicle", "vehicle:forward", "vehicle:backward"];
const FOOT: Key = ["foot", "foot:forward", "foot:backward"];
const ANY: Key = ["access", "access:forward", "access:backward"];

/// The keys that speak to a profile, the most special first; the first `n` name its own kind.
pub(super) fn keys(profile: Profile) -> (&'static [Key], usize) {
    match profile {
        Profile::Car | Profile::Emergency => (&[MOTORCAR, MOTOR, VEHICLE, ANY], 2),
        Profile::Motorbike => (&[MOTORCYCLE, MOTOR, VEHICLE, ANY], 2),
        Profile::Foot => (&[FOOT, ANY], 1),
    }
}

/// The narrowest gap a patrol car goes through.
const CAR_WIDTH: f64 = 2.0;

/// What a value of an access key grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grant {
    /// Nobody.
    Closed,
    /// Those the owner lets in, farmers, foresters.
    Private,
    /// Everybody, or everybody with business there.
    Open,
}

/// The meaning of a value; of several, the most open one.
pub(super) fn grant(value: &str) -> Grant {
    let one = |value: &str| match value.trim() {
        "yes" | "permissive" | "designated" | "official" | "public" | "unknown" | "discouraged" | "destination"
        | "delivery" | "customers" | "customer" | "residents" | "resident" | "local" | "use_sidepath"
        | "optional_sidepath" | "dismount" => Grant::Open,
        "private" | "permit" | "agricultural" | "forestry" | "employees" | "staff" | "members" => Grant::Private,
        _ => Grant::Closed,
    };
    value.split(';').map(one).max().unwrap_or(Grant::Closed)
}

/// The first key that speaks: its rank, and what it grants.
pub(super) fn first(tags: &Tags, keys: &[Key], forward: Option<bool>) -> Option<(usize, Grant)> {
    keys.iter().enumerate().find_map(|(rank, key)| {
        let directed = forward.and_then(|forward| tags.get(key[if forward { 1 } else { 2 }]));
        directed.or_else(|| tags.get(key[0])).map(|value| (rank, grant(value)))
    })
}

/// Who may use a way of this class.
pub(super) fn of(tags: &Tags, class: RoadClass, link: bool) -> Access {
    let way = Way { tags, class, link };
    let mut access = Access::none();
    for profile in Profile::ALL {
        for forward in [true, false].into_iter().filter(|forward| way.open(profile, *forward)) {
            access = access.with(profile, forward);
        }
    }
    access
}

struct Way<'a> {
    tags: &'a Tags,
    class: RoadClass,
    link: bool,
}

impl Way<'_> {
    fn open(&self, profile: Profile, forward: bool) -> bool {
        match profile {
            Profile::Foot => self.foot(forward) && oneway::on_foot(self.tags).allows(forward),
            Profile::Car => self.fits() && self.drives(profile, forward) && self.flow(profile).allows(forward),
            Profile::Motorbike => self.smooth() && self.drives(profile, forward) && self.flow(profile).allows(forward),
            Profile::Emergency => self.fits() && self.emergency(forward),
        }
    }

    fn flow(&self, profile: Profile) -> Flow {
        oneway::driving(self.tags, self.class, self.link, profile)
    }

    fn drives(&self, profile: Profile, forward: bool) -> bool {
        let (keys, own) = keys(profile);
        match first(self.tags, keys, Some(forward)) {
            Some((rank, grant)) => grant == Grant::Open && (self.class.for_cars() || rank < own && self.driveable()),
            None => self.class.for_cars(),
        }
    }

    fn foot(&self, forward: bool) -> bool {
        let (keys, own) = keys(Profile::Foot);
        let closed =
            self.class == RoadClass::Motorway || self.class == RoadClass::Busway || self.tags.is("motorroad", "yes");
        match first(self.tags, keys, Some(forward)) {
            Some((rank, grant)) => grant != Grant::Closed && (rank < own || !closed),
            None => !closed,
        }
    }

    fn emergency(&self, forward: bool) -> bool {
        let flow = self.flow(Profile::Car);
        let way = flow.allows(forward) || (flow != Flow::Unknown && self.contraflow());
        let invited = self.tags.get("emergency").map(|value| grant(value) != Grant::Closed);
        way && match invited {
            Some(invited) => invited && self.driveable(),
            None if self.class.for_cars() => !self.barred(),
            None if matches!(self.class, RoadClass::Busway | RoadClass::Pedestrian) => !self.barred(),
            None => self.drives(Profile::Emergency, forward),
        }
    }

    /// Whether `access` shuts everybody out and no key lets any motor vehicle or bus in.
    fn barred(&self) -> bool {
        let open = |key: &str| self.tags.get(key).is_some_and(|value| grant(value) != Grant::Closed);
        let shut = self.tags.get("access").is_some_and(|value| grant(value) == Grant::Closed);
        shut && !["motorcar", "motor_vehicle", "vehicle", "psv", "bus"].into_iter().any(open)
    }

    /// Whether an emergency vehicle dares to drive a one-way street from its end.
    fn contraflow(&self) -> bool {
        let minor = (RoadClass::Unclassified..=RoadClass::Track).contains(&self.class);
        let round = self.tags.is("junction", "roundabout") || self.tags.is("junction", "circular");
        let wide = self.tags.get("lanes").and_then(|lanes| lanes.parse::<f64>().ok()).is_some_and(|lanes| lanes >= 2.0);
        minor && !self.link && !round && !wide && !self.tags.is("dual_carriageway", "yes")
    }

    /// Whether wheels roll there at all.
    fn driveable(&self) -> bool {
        self.class != RoadClass::Steps
    }

    fn smooth(&self) -> bool {
        self.driveable() && !["very_horrible", "impassable"].iter().any(|value| self.tags.is("smoothness", value))
    }

    fn fits(&self) -> bool {
        let narrow = |key: &str| self.tags.get(key).and_then(metres).is_some_and(|width| width < CAR_WIDTH);
        self.smooth()
            && !narrow("maxwidth")
            && !narrow("maxwidth:physical")
            && (!narrow("width") || self.class.for_cars())
    }
}
