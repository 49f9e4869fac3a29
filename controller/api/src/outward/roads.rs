//! Closed roads in a screen's words.

use super::point;
use crate::view::ClosureView;
use controller_engine::Engine;
use geodata::Timestamp;

/// All that are closed now, by number.
pub fn closures(engine: &Engine) -> Vec<ClosureView> {
    let controller = engine.controller();
    let atlas = &controller.setup.atlas;
    let line = |place| {
        let stretch = atlas.roads.snap(atlas.frame.to_local(place)).map(|snap| atlas.roads.line(snap.edge()));
        stretch.unwrap_or_default().into_iter().map(|at| point(atlas.frame.to_wgs84(at))).collect()
    };
    let closed = controller.ledger.closures.iter().map(|(id, closure)| ClosureView {
        id: id.0,
        road: closure.road.clone(),
        at: point(closure.place),
        line: line(closure.place),
        since_ms: closure.since.as_millis(),
        until_ms: closure.until.map(Timestamp::as_millis),
        by: closure.by.clone(),
    });
    closed.collect()
}
