//! Whose ground it is, as a screen draws it: areas of the police and of the civil administration, and both owners of a
//! place. Offices and areas, never persons.

use super::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One area with the office that answers for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AreaView {
    /// Stable id; unique among areas of its kind.
    pub id: String,
    /// The name people there use.
    pub name: String,
    /// The Chinese name; empty when it has none.
    pub name_zh: String,
    /// `police` or `civil`.
    pub kind: String,
    /// How close to the street: 4 province, 6 county, 8 town, 10 village.
    pub level: u8,
    /// The parts, each an outline followed by its holes; first points not repeated.
    pub parts: Vec<Vec<Vec<Point>>>,
}

/// An area and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnerView {
    /// The area's id.
    pub area: String,
    /// The area's name.
    pub name: String,
    /// Its Chinese name; empty when it has none.
    pub name_zh: String,
    /// The office that answers for it: a post's id or an office's name; the area itself where none is named.
    pub owner: String,
    /// The office's Chinese name, where it is a post that has one; else empty.
    pub owner_zh: String,
}

/// Both owners of a place, and by which rule it is decided who acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OwnersView {
    /// The place that was asked for.
    pub at: Point,
    /// The police area.
    pub police: Option<OwnerView>,
    /// The civil area.
    pub civil: Option<OwnerView>,
    /// `agreed`, `police_decides`, `only_police`, `nearest_police`, `only_civil` or `nobody`.
    pub rule: String,
    /// Metres to the border of the nearest police area, when that decides.
    pub away_m: Option<f64>,
}
