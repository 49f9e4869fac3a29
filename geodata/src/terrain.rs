//! How high the ground is. With no elevation data the district is one flat height, and says so.

use crate::frame::Local;
use crate::units::Amsl;
use serde::{Deserialize, Serialize};

/// The ground of one district.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terrain {
    /// One height everywhere: what a district has until elevation tiles are brought.
    Flat(Amsl),
}

impl Terrain {
    /// The height of the ground at a place.
    #[must_use]
    pub fn ground(&self, _at: Local) -> Amsl {
        match self {
            Self::Flat(height) => *height,
        }
    }

    /// What a screen must say about this terrain, when there is something to say.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Flat(_) => Some("no elevation data: the ground is taken as flat, heights over hills are wrong"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Metres;

    #[test]
    fn flat_ground_is_the_same_everywhere_and_admits_it() {
        let valley = Terrain::Flat(Amsl(Metres(460.0)));
        assert_eq!(valley.ground(Local { x: 9e3, y: -4e3 }), Amsl(Metres(460.0)));
        assert!(valley.note().is_some_and(|note| note.contains("no elevation data")));
    }
}
