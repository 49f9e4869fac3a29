//! The ground units as last heard, each already snapped to its road.

use crate::ids::UnitId;
use crate::input::UnitReport;
use geodata::{Atlas, Profile, Snap};
use std::collections::BTreeMap;

/// One ground unit as last heard.
#[derive(Clone, Debug)]
pub struct UnitFace {
    /// Its report.
    pub report: UnitReport,
    /// Its place on the road, when one is near.
    pub snap: Option<Snap>,
}

/// All ground units as last heard.
#[derive(Clone, Debug, Default)]
pub struct Units {
    faces: BTreeMap<UnitId, UnitFace>,
}

impl Units {
    /// One unit.
    #[must_use]
    pub fn get(&self, unit: UnitId) -> Option<&UnitFace> {
        self.faces.get(&unit)
    }

    /// All that were ever heard.
    pub fn iter(&self) -> impl Iterator<Item = (&UnitId, &UnitFace)> {
        self.faces.iter()
    }

    /// A report older than the one held is ignored: radios reorder. Devices that count their reports are believed by that, the
    /// others by the time they state; one that counts from the beginning again was restarted. The unit is put on the nearest road it may use.
    pub(super) fn observe(&mut self, report: &UnitReport, profile: Profile, atlas: &Atlas) {
        if self.faces.get(&report.unit).is_some_and(|face| is_older(report, &face.report)) {
            return;
        }
        let snapped = atlas.roads.snap_for(atlas.frame.to_local(report.place), profile);
        let snap = snapped.map(|snapped| snapped.snap);
        self.faces.insert(report.unit, UnitFace { report: report.clone(), snap });
    }
}

/// A count this far behind is one of a device that began anew.
const RESTARTED: u32 = 1000;

fn is_older(report: &UnitReport, held: &UnitReport) -> bool {
    match (report.seq, held.seq) {
        (Some(new), Some(held)) => new <= held && held - new < RESTARTED && !(new == 0 && held > 0),
        _ => held.at > report.at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UnitId;
    use geodata::{Heading, MetresPerSecond, Timestamp, Wgs84};

    fn report(seconds: i64, seq: Option<u32>) -> UnitReport {
        UnitReport {
            unit: UnitId(1),
            at: Timestamp::from_millis(seconds * 1000),
            place: Wgs84::default(),
            speed: MetresPerSecond(0.0),
            heading: Heading::default(),
            available: true,
            duty: None,
            crew: None,
            seq,
        }
    }

    #[test]
    fn a_count_goes_before_a_clock_and_a_clock_before_nothing() {
        let held = report(100, Some(7));
        assert!(!is_older(&report(-86_400, Some(8)), &held), "a day behind by its clock, and newer");
        assert!(is_older(&report(86_400, Some(6)), &held) && is_older(&report(200, Some(7)), &held));
        assert!(!is_older(&report(101, Some(0)), &held) && !is_older(&report(101, Some(3)), &report(1, Some(5000))));
        assert!(is_older(&report(99, None), &held) && !is_older(&report(101, None), &held));
    }
}
