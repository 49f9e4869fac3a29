//! Datums at the doors: WGS-84 inside, and every source that brings coordinates must say in which datum they are.
//!
//! In mainland China most public maps and phone services give shifted coordinates: GCJ-02 is 20 to 700 m off WGS-84,
//! BD-09 another kilometre. A wrong tag is the next street or the next village, and looks right on the shifted map, so an
//! unknown datum is refused and never guessed; [`fit`] helps a person to find out which one it is.
//!
//! The arithmetic is the crate `coordtransform`'s (the published GCJ-02 polynomial with a refined inverse, and a mask of
//! the region where the shift is applied: Hong Kong, Macau, Taiwan and the neighbours are outside). The mask is drawn
//! coarsely: along the land border and the Hong Kong and Macau lines, providers differ about who is inside.

mod fit;
#[cfg(test)]
mod tests;
mod vertical;

pub use fit::{Fit, Fitted, Verdict, fit, fit_by};
pub use vertical::VerticalDatum;

use crate::finding::Finding;
use crate::frame::Wgs84;
use coordtransform as shift;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// In which horizontal datum degrees are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Datum {
    /// What satellites and autopilots speak.
    #[serde(rename = "wgs84")]
    Wgs84,
    /// The national datum of China (GB 22021), which police and survey maps use. Fixed to the year 2000: centimetres
    /// from WGS-84 then, and decimetres today, by some 3 cm of plate motion a year. Taken as equal to WGS-84.
    #[serde(rename = "cgcs2000")]
    Cgcs2000,
    /// The shifted datum of public maps in mainland China (AMap, Tencent, most phone services).
    #[serde(rename = "gcj02")]
    Gcj02,
    /// Baidu's further shift of GCJ-02.
    #[serde(rename = "bd09")]
    Bd09,
}

impl Datum {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Wgs84, Self::Cgcs2000, Self::Gcj02, Self::Bd09];

    /// The name on screens and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS-84",
            Self::Cgcs2000 => "CGCS2000",
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
        }
    }
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Datum {
    type Err = Finding;

    /// The datum by any usual spelling: `wgs84`, `WGS-84`, `EPSG:4326`, `cgcs2000`, `EPSG:4490`, `gcj02`, `bd09` ...
    fn from_str(text: &str) -> Result<Self, Finding> {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match plain.as_str() {
            "wgs84" | "epsg4326" | "gps" => Ok(Self::Wgs84),
            "cgcs2000" | "cgcs" | "epsg4490" => Ok(Self::Cgcs2000),
            "gcj02" | "gcj" => Ok(Self::Gcj02),
            "bd09" | "bd09ll" => Ok(Self::Bd09),
            _ => Err(unknown(text)),
        }
    }
}

fn unknown(text: &str) -> Finding {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    Finding::new(
        "datum-unknown",
        "datum",
        format!("{shown:?} is no datum, and a guessed one may be hundreds of metres off"),
        "Say wgs84 (receivers, autopilots, OpenStreetMap), cgcs2000 (police and survey maps), gcj02 (AMap, Tencent, \
         most phone services in China) or bd09 (Baidu); compare a trace with the roads when nobody knows",
    )
}

/// A place given in `datum`, in WGS-84; nothing when it is not finite or off the globe, so latitude and longitude in the
/// wrong order are refused wherever the longitude is beyond 90 (see also [`looks_swapped`]).
///
/// There and back errs by less than a millimetre inside the shifted region and not at all outside of it. A place up to
/// 700 m outside of the region's edge cannot be told from one inside ([`at_the_edge`]) and is taken as inside.
#[must_use]
pub fn to_wgs84(datum: Datum, lat: f64, lon: f64) -> Option<Wgs84> {
    let given = Wgs84::new(lat, lon)?;
    let gcj = match datum {
        Datum::Wgs84 | Datum::Cgcs2000 => return Some(given),
        Datum::Gcj02 => (lon, lat),
        Datum::Bd09 => shift::bd09_to_gcj02(lon, lat),
    };
    // Which side of the region's edge it is on is asked of the exact inverse, so that every place inside comes back.
    let (inside_lon, inside_lat) = shift::gcj02_to_wgs84_in_mainland(gcj.0, gcj.1);
    if in_region(inside_lon, inside_lat) { Wgs84::new(inside_lat, inside_lon) } else { Some(given) }
}

/// Whether a place computed back is in the region, or on its edge but for rounding (1e-8 degrees are a millimetre).
fn in_region(lon: f64, lat: f64) -> bool {
    let hair = 1e-8;
    let nudged = [(0.0, 0.0), (hair, hair), (hair, -hair), (-hair, hair), (-hair, -hair)];
    nudged.iter().any(|(east, north)| shift::is_in_gcj02_region(lon + east, lat + north))
}

/// A place of WGS-84 in `datum`, as a provider inside the datum's region would draw it.
///
/// Only for talking to such a provider: distances in GCJ-02 or BD-09 are wrong by up to 0.5 %. A place that is not finite
/// or off the globe stays what it is.
#[must_use]
pub fn from_wgs84(datum: Datum, place: Wgs84) -> Wgs84 {
    let whole = Wgs84::new(place.lat, place.lon).is_some();
    let (lon, lat) = match datum {
        Datum::Gcj02 if whole => shift::wgs84_to_gcj02(place.lon, place.lat),
        Datum::Bd09 if whole => shift::wgs84_to_bd09(place.lon, place.lat),
        _ => (place.lon, place.lat),
    };
    Wgs84 { lat, lon }
}

/// Whether coordinates in a shifted datum fit two places: one inside of the region, shifted, and one outside, not. So it
/// is within a kilometre outside of the region's edge; [`to_wgs84`] takes the inside.
#[must_use]
pub fn at_the_edge(datum: Datum, lat: f64, lon: f64) -> bool {
    let shifts = matches!(datum, Datum::Gcj02 | Datum::Bd09);
    let back = to_wgs84(datum, lat, lon);
    let as_given = Wgs84 { lat, lon };
    shifts && back.is_some_and(|inside| inside != as_given) && !shift::is_in_gcj02_region(lon, lat)
}

/// Whether a pair lies outside of the box as given, but inside with latitude and longitude exchanged: then the columns of
/// the source are most likely in the other order.
#[must_use]
pub fn looks_swapped(bounds: &[Wgs84; 2], lat: f64, lon: f64) -> bool {
    let within = |lat: f64, lon: f64| {
        (bounds[0].lat..=bounds[1].lat).contains(&lat) && (bounds[0].lon..=bounds[1].lon).contains(&lon)
    };
    !within(lat, lon) && within(lon, lat)
}
