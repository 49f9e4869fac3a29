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

    /// A report older than the one held is ignored: radios reorder. The unit is put on the nearest road it may use.
    pub(super) fn observe(&mut self, report: &UnitReport, profile: Profile, atlas: &Atlas) {
        if self.faces.get(&report.unit).is_some_and(|face| face.report.at > report.at) {
            return;
        }
        let snapped = atlas.roads.snap_for(atlas.frame.to_local(report.place), profile);
        let snap = snapped.map(|snapped| snapped.snap);
        self.faces.insert(report.unit, UnitFace { report: report.clone(), snap });
    }
}
