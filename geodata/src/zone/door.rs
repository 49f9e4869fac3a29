//! The door zones of files come in by: degrees become metres of one district, what was written latitude and longitude
//! swapped is told, and what lies far from the district is left aside and counted.

use super::draft::{Draft, Shape, ZoneKind};
use super::gate::place;
use super::inside;
use super::intake::Intake;
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};

/// Zones that end farther from the district's box than this are left out, in metres. No patrol flies that far.
const ASIDE: f64 = 30_000.0;

/// Where zones of a file are going, and what is to be said of where they come from.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// The district's plane.
    pub frame: &'a Frame,
    /// South-west and north-east corner of the district.
    pub bounds: [Wgs84; 2],
    /// The file and its datum, such as `zones.kml, GCJ-02`; it is kept with every zone.
    pub file: &'a str,
    /// What zones ask that do not say so themselves; nothing refuses them.
    pub kind: Option<ZoneKind>,
}

impl Door<'_> {
    /// The box of the district and what is near it.
    fn near(&self) -> [Local; 2] {
        let [low, high] = self.bounds.map(|corner| self.frame.to_local(corner));
        [Local { x: low.x - ASIDE, y: low.y - ASIDE }, Local { x: high.x + ASIDE, y: high.y + ASIDE }]
    }

    fn meets(&self, [low, high]: [Local; 2]) -> bool {
        let [south_west, north_east] = self.near();
        low.x <= north_east.x && high.x >= south_west.x && low.y <= north_east.y && high.y >= south_west.y
    }

    /// Whether places far from the district would lie in it with latitude and longitude exchanged.
    pub(super) fn swapped(&self, places: &[Wgs84]) -> bool {
        let local = |places: &mut dyn Iterator<Item = Wgs84>| inside::bounds_of(places.map(|p| self.frame.to_local(p)));
        let turned: Option<Vec<Wgs84>> = places.iter().map(|p| Wgs84::new(p.lon, p.lat)).collect();
        let Some(turned) = turned.filter(|turned| !turned.is_empty()) else { return false };
        !self.meets(local(&mut places.iter().copied())) && self.meets(local(&mut turned.into_iter()))
    }

    /// Puts a draft into the intake, or leaves it aside.
    pub(super) fn take(&self, intake: &mut Intake, at: &str, draft: Draft, notes: Vec<Finding>) {
        let finite = match &draft.shape {
            Shape::Prism { outer, .. } => outer.iter().all(|p| p.x.is_finite() && p.y.is_finite()),
            Shape::Cylinder { centre, radius } => centre.x.is_finite() && centre.y.is_finite() && radius.0.is_finite(),
        };
        if finite && !self.meets(inside::bounds(&draft.shape)) {
            let named = format!("{at}, {}", place(&draft.id));
            let say = format!("it ends over {:.0} km from the district and was left out", ASIDE / 1e3);
            return intake.leave_out(Finding::new("zone-elsewhere", named, say, "Nothing to do, if that is right"));
        }
        intake.take_noted(at, draft, notes);
    }
}
