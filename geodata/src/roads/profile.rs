//! Who moves on a road, and how fast: classes of roads, profiles of movers, the speed of one on the other.
//!
//! Car speeds are the class default or 0.9 of a posted limit, whichever is known; they are driving speeds without
//! blue lights. No turn costs, no traffic: a route time is a floor that live speeds raise in a later deepening.

use crate::units::MetresPerSecond;
use serde::{Deserialize, Serialize};

/// Walking speed of an officer in a hurry who still has to act on arrival.
pub const FOOT: MetresPerSecond = MetresPerSecond(1.4);

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
}

impl Profile {
    /// Every profile, in order.
    pub const ALL: [Profile; 3] = [Profile::Car, Profile::Motorbike, Profile::Foot];

    pub(crate) fn index(self) -> usize {
        match self {
            Self::Car => 0,
            Self::Motorbike => 1,
            Self::Foot => 2,
        }
    }

    /// The speed on a road of this class whose car speed is `kph`; nothing when the road is closed to the profile.
    #[must_use]
    pub fn speed(self, class: RoadClass, kph: u8) -> Option<MetresPerSecond> {
        let car = f64::from(kph.max(1)) / 3.6;
        match self {
            Self::Car => Some(MetresPerSecond(car)),
            Self::Motorbike if kph <= 60 => Some(MetresPerSecond(car * 1.1)),
            Self::Motorbike => Some(MetresPerSecond(car)),
            Self::Foot if class == RoadClass::Motorway => None,
            Self::Foot => Some(FOOT),
        }
    }
}

/// The class of a road, from OpenStreetMap's `highway`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// Class, the name in tags and tiles, the default car speed in km/h, the speed on its links.
const TABLE: [(RoadClass, &str, u8, u8); 10] = [
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
];

impl RoadClass {
    /// The class and default car speed in km/h of a `highway` tag; nothing when cars do not drive there.
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

    /// The name used in tags and map tiles.
    #[must_use]
    pub fn word(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("unclassified", |row| row.1)
    }

    pub(crate) fn code(self) -> u8 {
        // The table lists ten classes in order of declaration.
        self as u8
    }

    pub(crate) fn of_code(code: u8) -> Option<Self> {
        TABLE.get(usize::from(code)).map(|row| row.0)
    }
}

/// The car speed in km/h on a road: 0.9 of a posted limit, but never more than the class allows on minor roads.
#[must_use]
pub fn car_speed(class: RoadClass, default: u8, maxspeed: Option<&str>) -> u8 {
    let Some(limit) = maxspeed.and_then(parse_limit) else { return default };
    let posted = (limit * 0.9).round().clamp(5.0, 130.0);
    // Clamped to 5..=130 just above.
    let posted = posted as u8;
    if class >= RoadClass::LivingStreet { posted.min(default) } else { posted }
}

fn parse_limit(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, factor) = match text.strip_suffix("mph") {
        Some(miles) => (miles.trim(), 1.609_344),
        None => (text.strip_suffix("km/h").unwrap_or(text).trim(), 1.0),
    };
    number.parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0).map(|v| v * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posted_limit_beats_the_class_except_where_the_road_itself_is_slow() {
        assert_eq!(car_speed(RoadClass::Primary, 65, Some("80")), 72);
        assert_eq!(car_speed(RoadClass::Primary, 65, Some("30 mph")), 43);
        assert_eq!(car_speed(RoadClass::Primary, 65, Some("signals")), 65);
        assert_eq!(car_speed(RoadClass::Track, 20, Some("80")), 20);
        assert_eq!(car_speed(RoadClass::Residential, 30, Some("-5")), 30);
    }

    #[test]
    fn every_class_has_a_code_that_leads_back() {
        for row in TABLE {
            assert_eq!(RoadClass::of_code(row.0.code()), Some(row.0));
            assert_eq!(RoadClass::of_tag(row.1), Some((row.0, row.2)));
            assert_eq!(row.0.word(), row.1);
        }
        assert_eq!(RoadClass::of_tag("motorway_link"), Some((RoadClass::Motorway, 60)));
        assert_eq!(RoadClass::of_tag("footway"), None);
    }

    #[test]
    fn nobody_walks_on_the_motorway() {
        assert_eq!(Profile::Foot.speed(RoadClass::Motorway, 110), None);
        assert_eq!(Profile::Foot.speed(RoadClass::Track, 20), Some(FOOT));
    }
}
