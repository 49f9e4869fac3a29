//! Others in the air, and who controls an aircraft, in a screen's words.

use super::{point, word};
use crate::view::{AboardControlView, ControlView, TrafficView};
use controller_core::picture::around::Seen;
use controller_core::picture::fleet::VehicleFace;
use controller_core::{OperatorControl, VehicleId};
use controller_engine::Engine;

/// Everybody else in the air.
pub fn traffic(engine: &Engine) -> Vec<TrafficView> {
    engine.controller().picture.around.iter().map(|(_, seen)| one(engine, seen)).collect()
}

fn one(engine: &Engine, seen: &Seen) -> TrafficView {
    let traffic = &seen.traffic;
    let near = engine.controller().ledger.near.keys().filter(|(_, id)| *id == traffic.id);
    TrafficView {
        id: traffic.id.to_string(),
        kind: word(&traffic.kind),
        at: point(traffic.place),
        at_ms: traffic.at.as_millis(),
        height_m: traffic.height.map(|(metres, _)| metres.0.round()),
        height_above: traffic.height.map(|(_, above)| word(&above)),
        speed_mps: traffic.speed.map(|speed| tenths(speed.0)),
        heading_deg: traffic.heading.map(|heading| heading.as_degrees().round()),
        climb_mps: traffic.climb.map(|climb| tenths(climb.0)),
        on_ground: traffic.on_ground,
        heard_by: seen.by.0,
        near: near.map(|(vehicle, _)| vehicle.0).collect(),
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Who controls an aircraft; nothing while nobody ever did and it says nothing of it.
pub fn control(engine: &Engine, id: VehicleId, face: &VehicleFace) -> Option<ControlView> {
    let lease = engine.controller().ledger.leases.get(&id);
    if lease.is_none() && face.operator.is_none() {
        return None;
    }
    let holder = lease.and_then(|lease| lease.holder.as_ref());
    let asked = lease.and_then(|lease| lease.asked.as_ref());
    Some(ControlView {
        epoch: lease.map_or(0, |lease| lease.epoch),
        by: holder.map(|(actor, _)| actor.post.clone()),
        since_ms: holder.map(|(_, since)| since.as_millis()),
        asked_by: asked.map(|(actor, _)| actor.post.clone()),
        asked_until_ms: asked.map(|(_, until)| until.as_millis()),
        aboard: face.operator.map(aboard),
    })
}

fn aboard(control: OperatorControl) -> AboardControlView {
    let OperatorControl { by, ours, takeover, asked_by, refused } = control;
    AboardControlView { by, ours, takeover, asked_by, refused }
}
