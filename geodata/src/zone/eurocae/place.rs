//! The places of a feature: corners of polygons and circles, degrees with longitude first, in local metres after.

use super::Sheet;
use crate::frame::{Local, Wgs84};
use crate::layers::json::Json;
use crate::units::Metres;
use crate::zone::draft::Shape;

impl Sheet<'_> {
    /// A polygon's list of rings; one ring without a list around it is taken too.
    pub(in crate::zone) fn polygon(&mut self, key: &str, coordinates: Option<&Json>) -> Option<Shape> {
        let Some(Json::List(list)) = coordinates else {
            self.fault("zone-geometry", key, "it has no coordinates".into(), "Give the corners of the polygon");
            return None;
        };
        let bare =
            matches!(list.first(), Some(Json::List(first)) if first.first().is_some_and(|n| n.as_number().is_some()));
        let rings = if bare {
            vec![self.ring(key, list)]
        } else {
            list.iter().enumerate().map(|(i, ring)| self.listed(key, i, ring)).collect()
        };
        let mut rings: Vec<Vec<Local>> = rings.into_iter().collect::<Option<_>>()?;
        if rings.is_empty() {
            self.fault("zone-geometry", key, "it has no outline".into(), "Give the corners of the polygon");
            return None;
        }
        let outer = rings.remove(0);
        Some(Shape::Prism { outer, holes: rings })
    }

    fn listed(&mut self, key: &str, index: usize, ring: &Json) -> Option<Vec<Local>> {
        match ring {
            Json::List(list) => self.ring(&format!("{key}[{index}]"), list),
            _ => {
                self.fault("zone-geometry", key, format!("ring {index} is no list of corners"), "Give its corners");
                None
            }
        }
    }

    fn ring(&mut self, key: &str, corners: &[Json]) -> Option<Vec<Local>> {
        let places: Option<Vec<Wgs84>> = corners.iter().map(degrees).collect();
        let Some(places) = places else {
            let index = corners.iter().position(|corner| degrees(corner).is_none()).unwrap_or_default();
            let say = "it is no place of longitude and latitude in degrees".to_owned();
            self.fault("zone-geometry", &format!("{key}[{index}]"), say, "Give longitude, then latitude");
            return None;
        };
        if places.len() > 1 && places.first() != places.last() {
            let say = "the ring does not end where it begins; it was closed with a straight line".to_owned();
            self.note("zone-repaired-closed", key, say);
        }
        self.local(key, &places)
    }

    fn local(&mut self, key: &str, places: &[Wgs84]) -> Option<Vec<Local>> {
        if self.door.swapped(places) {
            let say = "it lies in the district only with longitude and latitude exchanged".to_owned();
            self.fault("zone-swapped", key, say, "Give longitude first, then latitude");
            return None;
        }
        Some(places.iter().map(|p| self.door.frame.to_local(*p)).collect())
    }

    /// A circle.
    pub(in crate::zone) fn circle(
        &mut self,
        keys: [&str; 2],
        centre: Option<&Json>,
        radius: Option<f64>,
    ) -> Option<Shape> {
        let place = centre.and_then(degrees);
        if place.is_none() {
            self.fault(
                "zone-geometry",
                keys[0],
                "the middle is no place in degrees".into(),
                "Give longitude, then latitude",
            );
        }
        let radius = radius.filter(|r| r.is_finite() && *r > 0.0);
        if radius.is_none() {
            self.fault("zone-radius", keys[1], "the radius is no positive number".into(), "Give the radius");
        }
        let (place, radius) = (place?, radius?);
        let centre = self.local(keys[0], &[place])?.into_iter().next()?;
        Some(Shape::Cylinder { centre, radius: Metres(radius) })
    }
}

/// Longitude and latitude.
fn degrees(corner: &Json) -> Option<Wgs84> {
    let Json::List(list) = corner else { return None };
    let [lon, lat, ..] = &**list else { return None };
    Wgs84::new(lat.as_number()?, lon.as_number()?)
}
