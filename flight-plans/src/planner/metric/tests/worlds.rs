//! Random worlds: stars, boxes, discs and a frame with a hole, in any wind.

use super::super::{Metric, Setting};
use crate::airframe::Airframe;
use crate::wind::Wind;
use geodata::zone::Shape;
use geodata::{Agl, Amsl, Draft, Heading, Local, Metres, Seconds, Terrain, Timestamp, Zone, ZoneKind};
use proptest::prelude::*;

pub(super) const MARGIN: Metres = Metres(20.0);

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) zones: Vec<Zone>,
    pub(crate) wind: Wind,
    pub(crate) quad: Airframe,
    pub(crate) terrain: Terrain,
}

impl World {
    pub(crate) fn new(zones: Vec<Zone>, wind: Wind) -> Self {
        Self { zones, wind, quad: Airframe::shipped().remove(0), terrain: Terrain::Flat(Amsl(Metres(460.0))) }
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting {
            zones: self.zones.iter().collect(),
            terrain: &self.terrain,
            margin: MARGIN,
            airframe: &self.quad,
            wind: self.wind,
            layer: Agl(Metres(60.0)),
            band: (Agl(Metres(0.0)), Agl(Metres(120.0))),
            from: Timestamp(0),
            lasts: Seconds(3600.0),
        }
    }

    pub(crate) fn metric(&self) -> Metric {
        Metric::of(&self.setting())
    }
}

pub(crate) fn local(x: f64, y: f64) -> Local {
    Local { x, y }
}

pub(crate) fn prism(corners: &[(f64, f64)]) -> Zone {
    let ring = corners.iter().map(|&(x, y)| local(x, y)).collect();
    Zone::checked(Draft::prism("Z", ZoneKind::KeepOut, ring)).unwrap()
}

pub(crate) fn block(x: f64, y: f64, wide: f64, high: f64) -> Zone {
    prism(&[(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)])
}

pub(crate) fn disc(x: f64, y: f64, radius: f64) -> Zone {
    Zone::checked(Draft::cylinder("D", ZoneKind::KeepOut, local(x, y), Metres(radius))).unwrap()
}

/// A frame about a yard.
pub(crate) fn frame(x: f64, y: f64, half: f64, thick: f64) -> Zone {
    let ring = |h: f64| [(-h, -h), (h, -h), (h, h), (-h, h)].map(|(dx, dy)| local(x + dx, y + dy)).to_vec();
    let shape = Shape::Prism { outer: ring(half), holes: vec![ring(half - thick)] };
    Zone::checked(Draft::new("F", ZoneKind::KeepOut, shape)).unwrap()
}

fn star(x: f64, y: f64, radii: &[f64]) -> Zone {
    let step = 360.0 / radii.len() as f64;
    let corner = |(i, r): (usize, &f64)| local(x, y).moved(Heading::degrees(step * i as f64), Metres(*r));
    let ring = radii.iter().enumerate().map(corner).collect();
    Zone::checked(Draft::prism("S", ZoneKind::KeepOut, ring)).unwrap()
}

fn any_zone() -> impl Strategy<Value = Zone> {
    let spot = || (0.0..1500.0f64, 0.0..1500.0f64);
    prop_oneof![
        4 => (spot(), prop::collection::vec(20.0..200.0f64, 3..9)).prop_map(|((x, y), radii)| star(x, y, &radii)),
        2 => (spot(), 10.0..300.0f64, 10.0..300.0f64).prop_map(|((x, y), w, h)| block(x, y, w, h)),
        2 => (spot(), 10.0..150.0f64).prop_map(|((x, y), r)| disc(x, y, r)),
        1 => (spot(), 80.0..300.0f64).prop_map(|((x, y), half)| frame(x, y, half, 10.0)),
    ]
}

pub(crate) fn any_wind() -> impl Strategy<Value = Wind> {
    prop_oneof![
        1 => Just(Wind::CALM),
        4 => (-9.0..9.0f64, -9.0..9.0f64).prop_map(|(east, north)| Wind { east, north }),
    ]
}

/// A wind from a little less to a little more than the airspeed of the worlds' aircraft.
pub(crate) fn storm() -> impl Strategy<Value = Wind> {
    let cruise = Airframe::shipped().remove(0).cruise.0;
    let wind =
        move |(more, (sin, cos)): (f64, (f64, f64))| Wind { east: (cruise + more) * cos, north: (cruise + more) * sin };
    (-1.0..1.0f64, (0.0..std::f64::consts::TAU).prop_map(f64::sin_cos)).prop_map(wind)
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    (prop::collection::vec(any_zone(), 0..14), any_wind()).prop_map(|(zones, wind)| World::new(zones, wind))
}

pub(crate) fn places(count: usize) -> impl Strategy<Value = Vec<Local>> {
    prop::collection::vec((-100.0..1600.0f64, -100.0..1600.0f64).prop_map(|(x, y)| local(x, y)), count)
}
