//! Areas of responsibility of two kinds that do not match: where a police station answers (派出所辖区), and where a civil
//! office does (街道, 镇). Both are kept as they are; a place is told both owners and the rule by which one decides.
//!
//! Areas lie on the ground in local metres. What lies on a border belongs to both sides; the order of [`Areas::owners`]
//! then picks one, always the same.

pub mod brought;
pub mod cells;
mod check;
pub mod file;
mod measure;
mod owners;
#[cfg(test)]
mod tests;

pub use owners::{Areas, Owners, Rule};

use crate::finding::Finding;
use crate::frame::Local;
use crate::shape::{Parts, Shape};
use crate::units::Metres;
use serde::{Deserialize, Serialize};

/// Whose areas they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// Of the police: the area of a station.
    Police,
    /// Of the civil administration: a sub-district, town or village.
    Civil,
}

impl AreaKind {
    /// The name used in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Civil => "civil",
        }
    }
}

/// How close an area is to the street, by the numbers of OpenStreetMap's `admin_level`: 4 province, 6 county, 8 town or
/// sub-district, 10 village. A larger number is the closer one. A police area without a level has 8.
pub const USUAL_LEVEL: u8 = 8;

/// The numbers a level may have.
pub const LEVELS: std::ops::RangeInclusive<u8> = 2..=12;

/// One area with its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The id other records cite; unique among areas of its kind.
    pub id: String,
    /// The name people there use.
    pub name: String,
    /// The Chinese name, where known.
    pub name_zh: Option<String>,
    /// The English name, where known.
    pub name_en: Option<String>,
    /// Who answers for it: the id of a post for a police area, the name of an office for a civil one. Where nobody is
    /// named, the area itself stands for its owner.
    pub owner: Option<String>,
    /// Police or civil.
    pub kind: AreaKind,
    /// How close to the street, one of [`LEVELS`].
    pub level: u8,
    /// Its parts, each an outline with holes.
    pub parts: Vec<Shape>,
}

impl Area {
    /// Whether a place lies in it, borders included.
    #[must_use]
    pub fn covers(&self, at: Local) -> bool {
        self.parts.iter().any(|part| part.distance(at) == Metres::ZERO)
    }

    /// Its size in square metres.
    #[must_use]
    pub fn square_metres(&self) -> f64 {
        measure::square_metres(&measure::polygons(self))
    }

    /// The outline and the holes of every part, first corners not repeated.
    pub fn rings(&self) -> impl Iterator<Item = (&[Local], Vec<&[Local]>)> {
        self.parts.iter().filter_map(|part| match part.parts() {
            Parts::Area { outer, holes } => Some((outer, holes)),
            _ => None,
        })
    }
}

/// A part of an area, if it can be trusted: an outline that crosses itself or has no inside is refused.
pub(crate) fn part(at: &str, outer: Vec<Local>, holes: Vec<Vec<Local>>) -> Result<Shape, Finding> {
    let shape = Shape::area(outer, holes).map_err(|fault| Finding { at: at.to_owned(), ..fault })?;
    if measure::is_sound(&shape) {
        return Ok(shape);
    }
    let say = "an outline crosses itself, touches itself along a line, or has no inside";
    Err(Finding::new("area-crosses-itself", at, say, "Draw the outline so that it does not cross itself"))
}
