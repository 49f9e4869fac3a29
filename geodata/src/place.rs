//! Places people name: what the map says is there, our own posts, and the places guarded by response tiers.

use crate::frame::Local;
use serde::{Deserialize, Serialize};

/// What a named place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A city.
    City,
    /// A town.
    Town,
    /// A village.
    Village,
    /// A part of a town or village.
    Suburb,
    /// A hamlet or lone farm.
    Hamlet,
    /// A police station on the map.
    Police,
    /// A fire station.
    FireStation,
    /// A hospital or clinic.
    Hospital,
    /// A school, college or university.
    School,
    /// A kindergarten.
    Kindergarten,
    /// A market, mall or supermarket.
    Market,
    /// A railway station.
    Station,
    /// A bus station.
    BusStation,
    /// A filling station.
    Fuel,
    /// A town hall or seat of government.
    TownHall,
    /// A bank.
    Bank,
    /// A place of worship.
    Worship,
    /// A sports ground or stadium.
    Stadium,
    /// A museum, theatre, castle or other sight.
    Sight,
}

impl PlaceKind {
    /// The name used in files and map tiles.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Town => "town",
            Self::Village => "village",
            Self::Suburb => "suburb",
            Self::Hamlet => "hamlet",
            Self::Police => "police",
            Self::FireStation => "fire_station",
            Self::Hospital => "hospital",
            Self::School => "school",
            Self::Kindergarten => "kindergarten",
            Self::Market => "market",
            Self::Station => "station",
            Self::BusStation => "bus_station",
            Self::Fuel => "fuel",
            Self::TownHall => "town_hall",
            Self::Bank => "bank",
            Self::Worship => "worship",
            Self::Stadium => "stadium",
            Self::Sight => "sight",
        }
    }

    /// Whether people live there: settlements name an area, everything else names a spot.
    #[must_use]
    pub fn is_settlement(self) -> bool {
        self <= Self::Hamlet
    }
}

/// A place with a name on the public map.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The name people there use.
    pub name: String,
    /// The Chinese name, where the map has one.
    pub name_zh: Option<String>,
    /// The English name, where the map has one.
    pub name_en: Option<String>,
    /// What it is.
    pub kind: PlaceKind,
    /// Where it is: the point, or the middle of the outline.
    pub at: Local,
}

/// What a post is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// People and cars start here.
    Station,
    /// A nest from which an aircraft takes off and to which it returns.
    Dock,
}

/// A post of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The id other records cite.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// What it is for.
    pub kind: PostKind,
    /// Where it is.
    pub at: Local,
}

/// Who can be called to a guarded place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponderClass {
    /// A drone.
    Air,
    /// A patrol car.
    Car,
    /// A motorbike.
    Motorbike,
    /// An officer on foot.
    Foot,
    /// People of the nearest station.
    Station,
}

/// One tier of responders round a guarded place: who has to be there within so many minutes. Not a radius.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// Minutes from the alarm: 1, 3 or 5.
    pub minutes: u8,
    /// Who counts for this tier.
    pub responders: Vec<ResponderClass>,
}

/// A place that has a 1-3-5 response circle.
#[derive(Clone, Debug, PartialEq)]
pub struct GuardedPlace {
    /// The id other records cite.
    pub id: String,
    /// English (or local) name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// 1 is guarded most closely, 3 least.
    pub grade: u8,
    /// Where it is.
    pub at: Local,
    /// The tiers of 1, 3 and 5 minutes, in that order.
    pub tiers: [Tier; 3],
}

impl GuardedPlace {
    /// Who counts within 1, 3 and 5 minutes where nobody says otherwise: the higher the grade, the earlier the air and
    /// the cars. Any other grade than 1 and 2 is taken as 3.
    #[must_use]
    pub fn usual_tiers(grade: u8) -> [Tier; 3] {
        use ResponderClass::{Air, Car, Foot, Motorbike, Station};
        let tier = |minutes, responders: &[ResponderClass]| Tier { minutes, responders: responders.to_vec() };
        match grade {
            1 => [tier(1, &[Air, Motorbike, Foot]), tier(3, &[Air, Car, Motorbike]), tier(5, &[Car, Station])],
            2 => [tier(1, &[Motorbike, Foot]), tier(3, &[Air, Car, Motorbike]), tier(5, &[Air, Car, Station])],
            _ => [tier(1, &[Foot]), tier(3, &[Air, Motorbike]), tier(5, &[Air, Car, Station])],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_kind_is_its_name_in_files() {
        for kind in [PlaceKind::City, PlaceKind::FireStation, PlaceKind::TownHall, PlaceKind::Sight] {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.word()));
        }
    }
}
