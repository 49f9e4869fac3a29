//! What a height counts from. Aircraft report and are told "above mean sea level" of EGM96; elevation files differ.

use serde::{Deserialize, Serialize};

/// The zero of a height.
///
/// Published figures for how far these lie apart: EGM96 and EGM2008 by some decimetres over plains and by up to some
/// metres in high mountains; the national height datum of China (1985, Qingdao) by some decimetres from either; the
/// ellipsoid by the geoid's undulation, -107 to +86 m over the globe. So the first three serve each other within what
/// elevation models err anyway, and heights above the ellipsoid never pass as heights above the sea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerticalDatum {
    /// The geoid model of SRTM and of MAVLink's "AMSL".
    Egm96,
    /// The geoid model of the Copernicus elevation model.
    Egm2008,
    /// The height system of China, zero at Qingdao.
    China1985,
    /// Above mean sea level by some national system that the source does not name better.
    SeaLevel,
    /// Above the ellipsoid of WGS-84, as satellites measure.
    Ellipsoid,
}

impl VerticalDatum {
    /// The datum with this EPSG code of a vertical or three-dimensional reference system, where it is one of ours.
    #[must_use]
    pub fn of_epsg(code: u16) -> Option<Self> {
        match code {
            5773 => Some(Self::Egm96),
            3855 => Some(Self::Egm2008),
            5737 => Some(Self::China1985),
            5714 => Some(Self::SeaLevel),
            // Three-dimensional WGS-84 and CGCS2000, and the ellipsoids of the first edition of GeoTIFF.
            4979 | 4480 | 5001..=5033 => Some(Self::Ellipsoid),
            _ => None,
        }
    }

    /// Whether heights of this datum may be used as heights above mean sea level as the aircraft mean it.
    #[must_use]
    pub fn is_sea_level(self) -> bool {
        self != Self::Ellipsoid
    }

    /// The name on screens.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Egm96 => "EGM96",
            Self::Egm2008 => "EGM2008",
            Self::China1985 => "1985 national height datum",
            Self::SeaLevel => "mean sea level",
            Self::Ellipsoid => "WGS-84 ellipsoid",
        }
    }
}
