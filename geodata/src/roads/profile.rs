//! Who moves on a road, and how fast: classes of roads, profiles of movers, the speed of one on the other.
//!
//! Car speeds are the class default or 0.9 of a posted limit, whichever is known; they are driving speeds without
//! blue lights. No turn costs, no traffic: a route time is a floor that live speeds raise in a later deepening.

use crate::units::MetresPerSecond;
use serde::{Deserialize, Serialize};

/// Walking speed of an officer in a hurry who still has to act on arrival.
pub const FOOT: MetresPerSecond = MetresPerSecond(1.4);

/// The share of the walking speed that is left on steps, along their line on the map.
const ON_STEPS: f64 = 0.6;

/// How a ground unit moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// A patrol car: obeys one-ways.
    Car,
    /// A motorbike: obeys one-ways, a tenth faster than a car in town.
    Motorbike,
    /// On foot: 1.4 m/s, one-ways do not matter, motorways are closed.
    Foot,
    /// A patrol car with blue light and siren: what it may ignore beyond a car is in the importer's table.
    Emergency,
}

impl Profile {
    /// Every profile, in order.
    pub const ALL: [Profile; 4] = [Profile::Car, Profile::Motorbike, Profile::Foot, Profile::Emergency];

    /// Its name in files and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Car => "car",
            Self::Motorbike => "motorbike",
            Self::Foot => "foot",
            Self::Emergency => "emergency",
        }
    }

    /// Its place in [`Profile::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Car => 0,
            Self::Motorbike => 1,
            Self::Foot => 2,
            Self::Emergency => 3,
        }
    }

    /// The speed along an edge of this class whose car speed is `kph`; who may use it is another matter ([`Access`]).
    ///
    /// [`Access`]: super::data::RoadEdge::access
    #[must_use]
    pub fn speed(self, class: RoadClass, kph: u8) -> MetresPerSecond {
        let car = f64::from(kph.max(1)) / 3.6;
        match self {
            Self::Motorbike if kph <= 60 => MetresPerSecond(car * 1.1),
            Self::Car | Self::Motorbike | Self::Emergency => MetresPerSecond(car),
            Self::Foot if class == RoadClass::Steps => MetresPerSecond(FOOT.0 * ON_STEPS),
            Self::Foot => FOOT,
        }
    }
}

/// The class of a road, from OpenStreetMap's `highway`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoadClass {
    /// `motorway` and its links.
    Motorway,
    /// `trunk` and its links.
    Trunk,
    /// `primary` and its links.
    Primary,
    /// `secondary` and its links.
    Secondary,
    /// `tertiary` and its links.
    Tertiary,
    /// `unclassified` and `road`.
    Unclassified,
    /// `residential`.
    Residential,
    /// `living_street`.
    LivingStreet,
    /// `service`.
    Service,
    /// `track`.
    Track,
    /// `busway`: for buses alone.
    Busway,
    /// `pedestrian`: a street or square for walking.
    Pedestrian,
    /// `footway`.
    Footway,
    /// `path`.
    Path,
    /// `cycleway`.
    Cycleway,
    /// `bridleway`.
    Bridleway,
    /// `steps`.
    Steps,
}

/// Class, the name in tags and tiles, the default car speed in km/h, the speed on its links.
/// What is not made for cars has the speed of one that must go there all the same, among people.
const TABLE: [(RoadClass, &str, u8, u8); 17] = [
    (RoadClass::Motorway, "motorway", 110, 60),
    (RoadClass::Trunk, "trunk", 90, 50),
    (RoadClass::Primary, "primary", 65, 45),
    (RoadClass::Secondary, "secondary", 60, 45),
    (RoadClass::Tertiary, "tertiary", 50, 40),
    (RoadClass::Unclassified, "unclassified", 45, 45),
    (RoadClass::Residential, "residential", 30, 30),
    (RoadClass::LivingStreet, "living_street", 15, 15),
    (RoadClass::Service, "service", 20, 20),
    (RoadClass::Track, "track", 20, 20),
    (RoadClass::Busway, "busway", 40, 40),
    (RoadClass::Pedestrian, "pedestrian", 10, 10),
    (RoadClass::Footway, "footway", 6, 6),
    (RoadClass::Path, "path", 6, 6),
    (RoadClass::Cycleway, "cycleway", 10, 10),
    (RoadClass::Bridleway, "bridleway", 6, 6),
    (RoadClass::Steps, "steps", 3, 3),
];

impl RoadClass {
    /// The class and default car speed in km/h of a `highway` tag; nothing when nobody moves there.
    #[must_use]
    pub fn of_tag(highway: &str) -> Option<(RoadClass, u8)> {
        let (plain, link) = match highway.strip_suffix("_link") {
            Some(plain) => (plain, true),
            None => (highway, false),
        };
        let plain = if plain == "road" { "unclassified" } else { plain };
        let row = TABLE.iter().find(|row| row.1 == plain)?;
        Some((row.0, if link { row.3 } else { row.2 }))
    }

    /// Whether it is made for cars: `motorway` to `track`.
    #[must_use]
    pub fn for_cars(self) -> bool {
        self <= Self::Track
    }

    /// The name used in tags and map tiles.
    #[must_use]
    pub fn word(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("unclassified", |row| row.1)
    }

    pub(crate) fn code(self) -> u8 {
        // The table lists all classes in order of declaration.
        self as u8
    }

    pub(crate) fn of_code(code: u8) -> Option<Self> {
        TABLE.get(usize::from(code)).map(|row| row.0)
    }
}

/// The car speed in km/h on a road whose limit in km/h is `posted`: 0.9 of it, but never more than the default of the
/// class on roads that are slow by themselves; between 5 and 130.
#[must_use]
pub fn posted_speed(class: RoadClass, default: u8, posted: Option<f64>) -> u8 {
    let Some(limit) = posted.filter(|limit| limit.is_finite()) else { return default };
    // Clamped to 5..=130, so the cast is exact.
    let speed = (limit * 0.9).round().clamp(5.0, 130.0) as u8;
    if class >= RoadClass::LivingStreet { speed.min(default) } else { speed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posted_limit_beats_the_class_except_where_the_road_itself_is_slow() {
        assert_eq!(posted_speed(RoadClass::Primary, 65, Some(80.0)), 72);
        assert_eq!(posted_speed(RoadClass::Primary, 65, None), 65);
        assert_eq!(posted_speed(RoadClass::Track, 20, Some(80.0)), 20);
        assert_eq!(posted_speed(RoadClass::Residential, 30, Some(f64::NAN)), 30);
        assert_eq!(posted_speed(RoadClass::Motorway, 110, Some(1e9)), 130);
    }

    #[test]
    fn every_class_has_a_code_that_leads_back() {
        for row in TABLE {
            assert_eq!(RoadClass::of_code(row.0.code()), Some(row.0));
            assert_eq!(RoadClass::of_tag(row.1), Some((row.0, row.2)));
            assert_eq!(row.0.word(), row.1);
        }
        assert_eq!(RoadClass::of_tag("motorway_link"), Some((RoadClass::Motorway, 60)));
        assert_eq!(RoadClass::of_tag("proposed"), None);
        assert!(RoadClass::Track.for_cars() && !RoadClass::Busway.for_cars());
    }

    #[test]
    fn steps_are_slow_and_only_for_walking_does_the_class_matter() {
        assert_eq!(Profile::Foot.speed(RoadClass::Track, 20), FOOT);
        assert!(Profile::Foot.speed(RoadClass::Steps, 3).0 < FOOT.0);
        assert!((Profile::Car.speed(RoadClass::Primary, 72).0 - 20.0).abs() < 1e-9);
        assert!((Profile::Motorbike.speed(RoadClass::Tertiary, 36).0 - 11.0).abs() < 1e-9);
        for profile in Profile::ALL {
            assert_eq!(Profile::ALL[profile.index()], profile);
            assert!(profile.speed(RoadClass::Motorway, 0).0 > 0.0);
        }
    }
}
