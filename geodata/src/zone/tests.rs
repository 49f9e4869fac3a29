//! Zones end to end: the gate, repairs, schedules, the district's file, and legs against fine sampling.

mod files;
mod gate;
mod hills;
mod legs;
mod repairs;
mod schedules;

use super::*;
use crate::frame::{Frame, Local, Wgs84};
use crate::units::{Amsl, Metres, Timestamp};
use proptest::prelude::*;

fn p(x: f64, y: f64) -> Local {
    Local { x, y }
}

fn ring(corners: &[(f64, f64)]) -> Vec<Local> {
    corners.iter().map(|&(x, y)| p(x, y)).collect()
}

fn square(half: f64) -> Vec<Local> {
    ring(&[(-half, -half), (half, -half), (half, half), (-half, half)])
}

fn keep_out(outer: Vec<Local>) -> Draft {
    Draft::prism("Z1", ZoneKind::KeepOut, outer)
}

fn with_holes(kind: ZoneKind, outer: Vec<Local>, holes: Vec<Vec<Local>>) -> Draft {
    Draft::new("Z1", kind, Shape::Prism { outer, holes })
}

/// 2026-05-11, a Monday, at midnight of UTC.
const MONDAY: i64 = 1_778_457_600_000_000;

/// Days, hours and minutes after that Monday.
fn at(day: i64, hour: i64, minute: i64) -> Timestamp {
    Timestamp(MONDAY + ((day * 24 + hour) * 60 + minute) * 60_000_000)
}

fn dingxi() -> Frame {
    Frame::at(Wgs84 { lat: 35.58, lon: 104.62 })
}
