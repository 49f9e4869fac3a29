//! What gimbals and cameras say in a scene, and what people ask of them.

use super::Stage;
use super::cast::degrees;
use super::verbs::{Keys, id};
use controller_core::sight::view::upright;
use controller_core::{
    CameraState, GimbalControl, GimbalState, Input, Look, OrderProgress, PayloadAsk, PayloadKind, Sighted, Sighting,
    SkyReport, VehicleId,
};
use geodata::Metres;

impl Stage {
    /// `turns VERB vehicle=vN`: the next order to a payload that left.
    pub(super) fn turned(&mut self, words: &[&str]) -> Result<(), String> {
        let Some(order) = self.turns.pop_front() else {
            return if words == ["nothing"] { Ok(()) } else { Err("nothing left".to_owned()) };
        };
        let line = format!("{} vehicle={} order={}", order.kind.word(), order.vehicle, order.id);
        if words.iter().all(|word| line.split(' ').any(|part| part == *word)) {
            return Ok(());
        }
        Err(format!("instead: {line}"))
    }
}

/// `camera N idle|recording`, `gimbal N free|ours|other by=SYSTEM`, `payload N accepted|done|refused` (its last order),
/// `sighted N at=PLACE`, `looks N pitch=DEGREES yaw=DEGREES`.
pub(super) fn says(stage: &mut Stage, verb: &str, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let vehicle = VehicleId(id(rest.first())?);
    let word = rest.get(1).copied().unwrap_or_default();
    let report = match (verb, word) {
        ("camera", "idle" | "recording") => SkyReport::Camera(CameraState {
            records: true,
            recording: Some(word == "recording"),
            ..CameraState::default()
        }),
        ("gimbal", "free") => gimbal(GimbalControl::Free),
        ("gimbal", "ours") => gimbal(GimbalControl::Ours),
        ("gimbal", "other") => {
            let by = u8::try_from(id(keys.get("by"))?).map_err(|error| error.to_string())?;
            gimbal(GimbalControl::Other(by))
        }
        ("looks", _) => {
            let number = |key: &str| -> Result<f64, String> {
                keys.get(key).ok_or(format!("{key}= is missing"))?.parse().map_err(|error| format!("{error}"))
            };
            let attitude = upright(number("pitch")?.to_radians(), number("yaw")?.to_radians());
            SkyReport::Look(Look { at: stage.now, attitude, fov: Some([1.0, 0.7]) })
        }
        ("payload", _) => {
            let book = stage.controller.ledger.payload_of(vehicle).and_then(|book| book.last_order());
            let order = book.ok_or("its payload has no order")?.order.id;
            let progress = match word {
                "accepted" => OrderProgress::Accepted,
                "done" => OrderProgress::Done,
                "refused" => OrderProgress::Refused { why: "no".to_owned() },
                other => return Err(format!("an order does not get {other}")),
            };
            SkyReport::Payload(order, progress)
        }
        ("sighted", _) => {
            let at = degrees(keys.get("at").ok_or("at= is missing")?)?;
            SkyReport::Sighted(Sighting { at: stage.now, what: Sighted::Place { at, accuracy: Metres(8.0) } })
        }
        _ => return Err(format!("a {verb} does not say {word}")),
    };
    stage.feed(&Input::Sky(vehicle, report));
    Ok(())
}

fn gimbal(control: GimbalControl) -> SkyReport {
    SkyReport::Gimbal(GimbalState { control, ..GimbalState::default() })
}

/// `look_at N at=PLACE`, `level N`, `record N`, ...
pub(super) fn ask(verb: &str, keys: &Keys<'_>) -> Result<Option<PayloadAsk>, String> {
    Ok(Some(PayloadAsk::Plain(match verb {
        "look_at" => return Ok(Some(PayloadAsk::LookAt(degrees(keys.get("at").ok_or("at= is missing")?)?))),
        "level" => PayloadKind::Level,
        "take_gimbal" => PayloadKind::Take,
        "release" => PayloadKind::Release,
        "record" => PayloadKind::Record { on: true },
        "stop_recording" => PayloadKind::Record { on: false },
        _ => return Ok(None),
    })))
}
