//! The camera's rule: an aircraft records only for an incident, within its scene circle, and never in a no-record zone.
//!
//! It is asked before a recording is ordered, and looked at with every report while a camera records: the recording is
//! ended some seconds of flight before it must, so that the camera has stopped when it matters. What it recorded all the
//! same where it must not is a fact of its own, and every flight ends with what was recorded in it.

use crate::controller::Controller;
use crate::decide::{Scope, Step, guard, payload};
use crate::event::Fact;
use crate::facts::RecordingProven;
use crate::ids::VehicleId;
use crate::input::Fix;
use crate::ledger::payload::{PayloadBook, Recording};
use crate::ledger::sortie::SortieState;
use crate::payload::PayloadKind;
use crate::picture::fleet::{Link, VehicleFace};
use crate::reason::Reason;
use crate::safety::MayRecord;
use geodata::{Atlas, Local, Metres, Seconds, Timestamp, Zone, ZoneKind};

/// A camera that will not stop is told again after twice as long each time, up to so many doublings.
const DOUBLINGS: u32 = 5;
/// The way ahead is looked at in so many places.
const PARTS: u32 = 5;

/// The no-record zone that holds at a place now, at any height: what is on the ground is in the picture from all.
#[must_use]
pub fn no_record(atlas: &Atlas, at: Timestamp, place: Local) -> Option<&Zone> {
    atlas.zones.over(place).into_iter().find(|zone| zone.kind == ZoneKind::NoRecord && zone.active(at))
}

/// Whether a vehicle may record now and for the next seconds of its flight.
///
/// # Errors
/// Why not.
pub fn may_record(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Result<MayRecord, Reason> {
    within(controller, at, vehicle).map(|()| MayRecord::says(vehicle, at))
}

/// Whether a vehicle and the next seconds of its flight are where it may record, and what it looks at is too.
fn within(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Result<(), Reason> {
    let (atlas, policy) = (&controller.setup.atlas, &controller.setup.policy);
    let face = controller.picture.fleet.get(vehicle).ok_or(Reason::NoPosition {})?;
    let fix = face.fresh_fix(at, Seconds(policy.aircraft.position_stale_s));
    let fix = fix.ok_or_else(|| stale(face, at))?;
    let (_, sortie) = controller.ledger.sortie_of(vehicle).ok_or(Reason::NoScene {})?;
    let incident = sortie.purpose.incident().filter(|_| serves(sortie.state)).ok_or(Reason::NoScene {})?;
    let scene = controller.ledger.incidents.get(&incident).ok_or(Reason::NoScene {})?.place;
    let scene = atlas.frame.to_local(scene);
    let circle = Metres(policy.camera.scene_radius_m);
    for place in way(atlas.frame.to_local(fix.place), &fix, Seconds(policy.camera.stop_ahead_s)) {
        let distance = place.distance(scene);
        if distance > circle {
            return Err(Reason::OutsideScene { metres: distance.0.round() });
        }
        allowed(atlas, at, place)?;
    }
    match aim(controller.ledger.payload_of(vehicle)) {
        Some(aim) => allowed(atlas, at, atlas.frame.to_local(aim)),
        None => Ok(()),
    }
}

/// Whether a flight in this state is at work for its incident.
fn serves(state: SortieState) -> bool {
    matches!(state, SortieState::EnRoute | SortieState::OnScene)
}

/// Whether nothing forbids to record a place.
///
/// # Errors
/// The zone that does.
pub fn allowed(atlas: &Atlas, at: Timestamp, place: Local) -> Result<(), Reason> {
    no_record(atlas, at, place).map_or(Ok(()), |zone| Err(Reason::NoRecordZone { zone: zone.id.clone() }))
}

/// Where it is, and where it will be if it flies on as it does.
fn way(from: Local, fix: &Fix, ahead: Seconds) -> impl Iterator<Item = Local> {
    let (heading, length) = (fix.heading, fix.speed.0 * ahead.0);
    let parts = if length > 0.0 { PARTS } else { 0 };
    (0..=parts).map(move |part| from.moved(heading, Metres(length * f64::from(part) / f64::from(PARTS))))
}

/// The place a gimbal was last told to look at.
fn aim(book: Option<&PayloadBook>) -> Option<geodata::Wgs84> {
    match book?.gimbal.as_ref()?.order.kind {
        PayloadKind::LookAt { at, .. } => Some(at),
        _ => None,
    }
}

fn stale(face: &VehicleFace, at: Timestamp) -> Reason {
    face.fix.map_or(Reason::NoPosition {}, |fix| Reason::PositionStale { seconds: at.since(fix.at).0.round() })
}

/// The first camera about which something must be written down or done.
pub fn watch(controller: &Controller, at: Timestamp, scope: Scope) -> Step {
    let mut step = Step::of(controller);
    for (vehicle, face) in scope.faces(controller) {
        if face.camera.is_some() {
            look(controller, at, vehicle, face, &mut step);
        }
        if !step.is_empty() {
            return step;
        }
    }
    step
}

fn look(controller: &Controller, at: Timestamp, vehicle: VehicleId, face: &VehicleFace, step: &mut Step) {
    let book = controller.ledger.payload_of(vehicle);
    let recording = book.and_then(|book| book.recording);
    let says = face.camera.as_ref().and_then(|camera| camera.recording);
    match (says, recording) {
        (Some(true), None) => step.say(Fact::RecordingStarted { vehicle }, Reason::CameraSays {}),
        (Some(false), Some(recording)) => {
            let lasted = Seconds(at.since(recording.since).0.max(0.0).round());
            step.say(Fact::RecordingStopped { vehicle, lasted }, Reason::CameraSays {});
        }
        (Some(true), Some(recording)) => hold_to_rule(controller, at, vehicle, face, recording, step),
        (_, None) => prove(controller, vehicle, book, step),
        (None, Some(_)) => {}
    }
}

/// A camera that records is told to stop before it comes where it must not, and a breach is written down.
fn hold_to_rule(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    face: &VehicleFace,
    recording: Recording,
    step: &mut Step,
) {
    if !recording.breached
        && let Err(why) = rightful(controller, at, vehicle, face)
    {
        return step.say(Fact::RecordingBreached { vehicle }, why);
    }
    let Err(why) = may_record(controller, at, vehicle) else { return };
    let told = controller.ledger.payload_of(vehicle).and_then(|book| book.camera.as_ref());
    let told = told.filter(|_| recording.stops > 0);
    let pause = controller.setup.policy.camera.again_after_s.max(1.0)
        * f64::from(1_u32 << recording.stops.saturating_sub(1).min(DOUBLINGS));
    let waits = told.is_some_and(|state| at.since(state.given).0 < pause);
    if waits || face.link != Link::Up || guard::certain(controller, vehicle).is_err() {
        return;
    }
    // What keeps it from leaving now is looked at again with the next report.
    let _ = payload::give(controller, at, vehicle, PayloadKind::Record { on: false }, None, why, step);
}

/// Whether a camera that records is where it may have begun to: its flight may be on its way to its end meanwhile, and
/// where nobody knows where it is, nobody can say that it is wrong.
fn rightful(controller: &Controller, at: Timestamp, vehicle: VehicleId, face: &VehicleFace) -> Result<(), Reason> {
    let (atlas, policy) = (&controller.setup.atlas, &controller.setup.policy);
    let Some(fix) = face.fresh_fix(at, Seconds(policy.aircraft.position_stale_s)) else { return Ok(()) };
    let place = atlas.frame.to_local(fix.place);
    allowed(atlas, at, place)?;
    let sortie = controller.ledger.latest_sortie_of(vehicle).ok_or(Reason::NoScene {})?;
    let incident = sortie.purpose.incident().and_then(|incident| controller.ledger.incidents.get(&incident));
    let distance = atlas.frame.to_local(incident.ok_or(Reason::NoScene {})?.place).distance(place);
    if distance > Metres(policy.camera.scene_radius_m) {
        return Err(Reason::OutsideScene { metres: distance.0.round() });
    }
    Ok(())
}

/// Whether an aircraft's place matters to its camera at once: while it records.
pub fn stirs(controller: &Controller, vehicle: VehicleId) -> bool {
    controller.ledger.payload_of(vehicle).is_some_and(|book| book.recording.is_some())
}

/// A flight is over and its camera has stopped: what it recorded.
fn prove(controller: &Controller, vehicle: VehicleId, book: Option<&PayloadBook>, step: &mut Step) {
    let Some((book, sortie)) = book.and_then(|book| Some((book, book.unproven?))) else { return };
    let records = controller.picture.fleet.get(vehicle).and_then(|face| face.camera.as_ref());
    if !records.is_some_and(|camera| camera.records) {
        return;
    }
    let (recorded, breaches) = (book.recorded, book.breaches);
    let tally = controller.levels.get(&sortie).map(|(_, tally)| *tally);
    let (level, lower) = (tally.map(|tally| tally.level), tally.map(|tally| tally.lower));
    let proof = RecordingProven { sortie, vehicle, recorded, breaches, level, lower };
    step.say(Fact::RecordingProven(proof), Reason::MissionEnded {});
}
