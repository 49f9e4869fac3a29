//! The one file that turns a screen's words into domain inputs, or says which field is wrong.

mod desk;
mod duty;
mod levels;
mod serious;
pub mod station;
mod weather;
mod zones;

use crate::ask::{
    AllReturned, Ask, CloseRoad, OrderVehicle, Problem, RaiseAlarm, ReportDetection, Returned, UnitPosition,
};
use crate::outward::why;
use crate::view::Point;
use controller_core::{
    Actor, Alarm, ClosureId, Command, Cov2, Detection, IncidentId, Input, LevelCommand, Need, ORBIT_RADIUS, OrderId,
    Outcome, PayloadAsk, PayloadKind, PixelDetection, Reason, ReplyKind, Role, Store, TaskingId, TaskingReply, UnitId,
    UnitReport, VehicleId,
};
use flight_plans::Plan;
use geodata::{Heading, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use serde::de::DeserializeOwned;

/// At most so many positions or detections in one request.
pub const BATCH: usize = 5_000;
const KEY: usize = 128;

/// The role a word names.
#[must_use]
pub fn role(word: &str) -> Option<Role> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// Turns a request into inputs. The actor's right to commands is judged by the core; a field device's here.
///
/// # Errors
/// The field that is wrong and what it should be.
pub fn translate(at: Timestamp, actor: &Actor, key: &str, ask: &Ask, plan: &Plan) -> Result<Vec<Input>, Problem> {
    if key.is_empty() || key.len() > KEY {
        return Err(problem(
            "idempotency_key",
            "Idempotency-Key",
            "missing or longer than 128 bytes",
            "Send one key a request.",
        ));
    }
    let command = |command: Command| Ok(vec![Input::Command(actor.clone(), command)]);
    match ask {
        Ask::Alarm(alarm) => alarm_input(actor, key, alarm),
        Ask::Decide(id, decide) => {
            let id = controller_core::ApprovalId(*id);
            let (mission, card) = (decide.mission_hash.clone(), decide.card_hash.clone());
            command(if decide.grant { Command::Approve { id, mission, card } } else { Command::Refuse(id) })
        }
        Ask::Duty(duty) => command(Command::Duty(duty::say(duty)?)),
        Ask::SetZone(set) => command(Command::SetZone(zones::drawn(at, set)?)),
        Ask::LiftZone(number) => command(Command::LiftZone(*number)),
        Ask::Weather(said) => weather::report(at, actor, said),
        Ask::Station(said) => station::word(actor, said),
        Ask::Reassess(id) => command(Command::Reassess(IncidentId(*id))),
        Ask::Task(id, task) => command(Command::Task(IncidentId(*id), UnitId(task.unit), task.over)),
        Ask::Recall(id) => command(Command::Recall(TaskingId(*id))),
        Ask::Close(id, close) => {
            let reason = close.reason.as_deref().map(|word| known(word, "reason")).transpose()?;
            command(Command::Close(IncidentId(*id), outcome(&close.outcome)?, reason))
        }
        Ask::Desk(id, say) => command(Command::Desk(IncidentId(*id), desk::say(say)?)),
        Ask::Serious(id, say) => command(Command::Serious(IncidentId(*id), serious::say(say)?)),
        Ask::CloseRoad(close) => command(close_road(close)?),
        Ask::OpenRoad(id) => command(Command::OpenRoad(ClosureId(*id))),
        Ask::Order(id, order) => command(order_command(*id, order, plan)?),
        Ask::Lend(id, lend) => command(Command::Level(levels::say(*id, lend)?)),
        Ask::Informed(id) => command(Command::Level(LevelCommand::Saw(TaskingId(*id)))),
        Ask::AllReturn => command(Command::AllReturn),
        Ask::Positions(batch) => field(actor, batch.len())?.then_each(batch, |position| unit_report(at, position)),
        Ask::Detections(batch) => field(actor, batch.len())?.then_each(batch, |seen| detection(at, seen)),
        Ask::Need(id, call) => {
            if matches!(actor.role, Role::Viewer | Role::Operator) {
                return Err(problem(
                    "not_allowed",
                    "role",
                    "this post takes no calls",
                    "Log in as field or dispatcher.",
                ));
            }
            let place = call.at.map(|at| place(at, "at")).transpose()?;
            Ok(vec![Input::Need(Need { unit: UnitId(*id), key: key.to_owned(), place })])
        }
        Ask::Reply(id, reply) => {
            field(actor, 1)?;
            let reply_kind = reply_kind(&reply.reply, reply.outcome.as_deref())?;
            Ok(vec![Input::Reply(TaskingReply {
                unit: UnitId(reply.unit),
                tasking: TaskingId(*id),
                reply: reply_kind,
                epoch: reply.epoch,
            })])
        }
    }
}

/// A refusal of the core, as the one who asked is told.
#[must_use]
pub fn denied(reason: &Reason) -> Problem {
    let why = why(reason);
    let values: Vec<String> = why.values.iter().map(|(key, value)| format!("{key} {value}")).collect();
    let say = if values.is_empty() {
        why.code.replace('_', " ")
    } else {
        format!("{}: {}", why.code.replace('_', " "), values.join(", "))
    };
    Problem {
        code: why.code,
        at: "request".to_owned(),
        say,
        remedy: "Look at the present state and ask again.".to_owned(),
    }
}

/// What every aircraft was told, as the one who asked for all is told.
#[must_use]
pub fn all_returned(each: &[(VehicleId, Result<OrderId, Reason>)], record: u32) -> AllReturned {
    let line = |(vehicle, outcome): &(VehicleId, Result<OrderId, Reason>)| Returned {
        vehicle: vehicle.0,
        order: outcome.as_ref().ok().map(|order| order.0),
        why: outcome.as_ref().err().map(why),
    };
    AllReturned { record, vehicles: each.iter().map(line).collect() }
}

/// A problem with one field.
#[must_use]
pub fn problem(code: &str, at: &str, say: &str, remedy: &str) -> Problem {
    Problem { code: code.to_owned(), at: at.to_owned(), say: say.to_owned(), remedy: remedy.to_owned() }
}

struct Field;

impl Field {
    fn then_each<T>(&self, batch: &[T], each: impl Fn(&T) -> Result<Input, Problem>) -> Result<Vec<Input>, Problem> {
        let input = |(index, item)| {
            each(item).map_err(|problem| Problem { at: format!("[{index}].{}", problem.at), ..problem })
        };
        batch.iter().enumerate().map(input).collect()
    }
}

fn field(actor: &Actor, count: usize) -> Result<Field, Problem> {
    if actor.role != Role::Field {
        return Err(problem("not_allowed", "role", "only the field gateway may send this", "Log in as field."));
    }
    if count > BATCH {
        return Err(problem("too_many", "body", "more than 5000 items", "Send smaller batches."));
    }
    Ok(Field)
}

fn alarm_input(actor: &Actor, key: &str, alarm: &RaiseAlarm) -> Result<Vec<Input>, Problem> {
    if matches!(actor.role, Role::Viewer | Role::Operator) {
        return Err(problem("not_allowed", "role", "this post takes no alarms", "Log in as dispatcher or commander."));
    }
    if !(1..=4).contains(&alarm.priority) {
        return Err(problem("out_of_range", "priority", "must be 1 to 4", "1 is the highest."));
    }
    if !["console", "110", "unit"].contains(&alarm.source.as_str()) {
        return Err(problem("unknown_word", "source", "unknown source", "One of console, 110, unit."));
    }
    Ok(vec![Input::Alarm(Alarm {
        key: key.to_owned(),
        kind: known(&alarm.kind, "kind")?,
        priority: alarm.priority,
        place: place(alarm.at, "at")?,
        source: alarm.source.clone(),
    })])
}

fn order_command(id: u32, order: &OrderVehicle, plan: &Plan) -> Result<Command, Problem> {
    let vehicle = VehicleId(id);
    let aircraft =
        plan.aircraft(id).ok_or_else(|| problem("no_such", "vehicle", "no such vehicle", "See the snapshot."))?;
    if order.callsign != aircraft.callsign && order.callsign != aircraft.callsign_zh {
        let say = format!("vehicle {id} is {}, not {}", aircraft.callsign, order.callsign);
        return Err(problem("other_vehicle", "callsign", &say, "Name the vehicle you mean."));
    }
    if order.kind != "orbit" && order.radius_m.is_some() {
        return Err(problem("unexpected", "radius_m", "this order has no circle", "Leave it out."));
    }
    if order.kind != "follow_unit" && order.unit.is_some() {
        return Err(problem("unexpected", "unit", "this order follows nobody", "Leave it out."));
    }
    let command = ordered(vehicle, order)?;
    Ok(match order.epoch {
        Some(epoch) => Command::Under(epoch, Box::new(command)),
        None => command,
    })
}

fn ordered(vehicle: VehicleId, order: &OrderVehicle) -> Result<Command, Problem> {
    if let Some(ask) = payload_ask(order)? {
        return Ok(Command::Payload(vehicle, ask));
    }
    match (order.kind.as_str(), order.to) {
        ("hold", None) => Ok(Command::Hold(vehicle)),
        ("return", None) => Ok(Command::Return(vehicle)),
        ("land", None) => Ok(Command::Land(vehicle)),
        ("take_control", None) => Ok(Command::TakeControl(vehicle)),
        ("hand_over", None) => Ok(Command::HandOver(vehicle)),
        ("keep_control", None) => Ok(Command::KeepControl(vehicle)),
        ("release_control", None) => Ok(Command::ReleaseControl(vehicle)),
        ("resume", None) => Ok(Command::Resume(vehicle)),
        ("fence", None) => Ok(Command::Equip(vehicle, Store::Fence)),
        ("rally", None) => Ok(Command::Equip(vehicle, Store::Rally)),
        ("follow_unit", None) => match order.unit {
            Some(unit) => Ok(Command::Follow(vehicle, UnitId(unit))),
            None => Err(problem("missing", "unit", "follow_unit needs a unit", "Add its number.")),
        },
        ("go_to", Some(to)) => Ok(Command::GoTo(vehicle, place(to, "to")?)),
        ("go_to", None) => Err(problem("missing", "to", "go_to needs a place", "Add to.lat and to.lon.")),
        ("orbit", Some(to)) => Ok(Command::Orbit(vehicle, place(to, "to")?, radius(order.radius_m)?)),
        ("orbit", None) => Err(problem("missing", "to", "orbit needs a place", "Add to.lat and to.lon.")),
        (
            "hold" | "return" | "land" | "take_control" | "hand_over" | "keep_control" | "release_control" | "resume"
            | "fence" | "rally" | "follow_unit",
            Some(_),
        ) => Err(problem("unexpected", "to", "this order has no place", "Leave it out.")),
        _ => Err(problem(
            "unknown_word",
            "kind",
            "unknown order",
            "One of hold, return, land, go_to, orbit, follow_unit, take_control, hand_over, keep_control, release_control, resume, fence, \
             rally, look_at, level, lock, follow, take_gimbal, release, record, stop_recording.",
        )),
    }
}

/// What is asked of the payload; nothing for an order to the aircraft.
fn payload_ask(order: &OrderVehicle) -> Result<Option<PayloadAsk>, Problem> {
    let kind = match (order.kind.as_str(), order.to) {
        ("look_at", Some(to)) => return Ok(Some(PayloadAsk::LookAt(place(to, "to")?))),
        ("look_at", None) => {
            return Err(problem("missing", "to", "look_at needs a place", "Add to.lat and to.lon."));
        }
        ("level", _) => PayloadKind::Level,
        ("lock", _) => PayloadKind::Lock,
        ("follow", _) => PayloadKind::Follow,
        ("take_gimbal", _) => PayloadKind::Take,
        ("release", _) => PayloadKind::Release,
        ("record", _) => PayloadKind::Record { on: true },
        ("stop_recording", _) => PayloadKind::Record { on: false },
        _ => return Ok(None),
    };
    match order.to {
        Some(_) => Err(problem("unexpected", "to", "this order has no place", "Leave it out.")),
        None => Ok(Some(PayloadAsk::Plain(kind))),
    }
}

fn radius(metres: Option<f64>) -> Result<Metres, Problem> {
    let (least, most) = (*ORBIT_RADIUS.start(), *ORBIT_RADIUS.end());
    let remedy = format!("Send radius_m, {least} to {most}.");
    let metres = metres.ok_or_else(|| problem("missing", "radius_m", "orbit needs a radius", &remedy))?;
    if ORBIT_RADIUS.contains(&metres) {
        return Ok(Metres(metres));
    }
    Err(problem("out_of_range", "radius_m", "no circle an aircraft can fly", &remedy))
}

fn close_road(close: &CloseRoad) -> Result<Command, Problem> {
    if close.minutes.is_some_and(|minutes| !(1..=43_200).contains(&minutes)) {
        let remedy = "Leave it out to keep the road closed until somebody opens it.";
        return Err(problem("out_of_range", "minutes", "must be 1 to 43200", remedy));
    }
    let lasts = close.minutes.map(|minutes| Seconds(f64::from(minutes) * 60.0));
    Ok(Command::CloseRoad(place(close.at, "at")?, lasts))
}

fn unit_report(at: Timestamp, position: &UnitPosition) -> Result<Input, Problem> {
    Ok(Input::Ground(UnitReport {
        unit: UnitId(position.unit),
        at: at.plus(Seconds(-f64::from(position.age_ms) / 1e3)),
        place: place(position.at, "at")?,
        speed: MetresPerSecond(finite(position.speed_mps, "speed_mps")?),
        heading: Heading::degrees(finite(position.heading_deg, "heading_deg")?),
        available: position.available,
        duty: position.status.as_deref().map(|word| known(word, "status")).transpose()?,
        crew: position.crew,
        seq: position.seq,
    }))
}

fn detection(at: Timestamp, seen: &ReportDetection) -> Result<Input, Problem> {
    if seen.key.is_empty() || seen.key.len() > KEY {
        return Err(problem("out_of_range", "key", "missing or longer than 128 bytes", "Send one key a detection."));
    }
    if !(0.0..=1.0).contains(&seen.confidence) {
        return Err(problem("out_of_range", "confidence", "must be 0 to 1", "Send a share."));
    }
    let (key, vehicle, class) = (seen.key.clone(), VehicleId(seen.vehicle), known(&seen.class, "class")?);
    let (at, confidence) = (at.plus(Seconds(-f64::from(seen.age_ms) / 1e3)), seen.confidence);
    match (seen.at, seen.accuracy_m, seen.pixel) {
        (Some(ground), Some(accuracy), None) => {
            if !(0.0..=1000.0).contains(&accuracy) {
                let remedy = "Send the 68 % radius in metres.";
                return Err(problem("out_of_range", "accuracy_m", "must be 0 to 1000", remedy));
            }
            let (place, error) = (place(ground, "at")?, Cov2::of_radius(Metres(accuracy)));
            Ok(Input::Detection(Detection { key, vehicle, at, class, place, error, confidence }))
        }
        (None, None, Some(pixel)) => {
            if !pixel.iter().all(|part| (0.0..=1.0).contains(part)) {
                let remedy = "Send shares of the picture's width and height.";
                return Err(problem("out_of_range", "pixel", "must be 0 to 1", remedy));
            }
            Ok(Input::Pixel(PixelDetection { key, vehicle, at, class, pixel, confidence }))
        }
        _ => Err(problem(
            "missing",
            "at",
            "a place with its accuracy, or a pixel, and not both",
            "Send at and accuracy_m, or pixel.",
        )),
    }
}

fn reply_kind(reply: &str, result: Option<&str>) -> Result<ReplyKind, Problem> {
    match reply {
        "received" => Ok(ReplyKind::Received),
        "acknowledged" => Ok(ReplyKind::Acknowledged),
        "declined" => Ok(ReplyKind::Declined),
        "en_route" => Ok(ReplyKind::EnRoute),
        "on_scene" => Ok(ReplyKind::OnScene),
        "recall_seen" => Ok(ReplyKind::RecallSeen),
        "done" => Ok(ReplyKind::Done { outcome: outcome(result.unwrap_or_default())? }),
        _ => Err(problem(
            "unknown_word",
            "reply",
            "unknown reply",
            "One of received, acknowledged, declined, en_route, on_scene, done, recall_seen.",
        )),
    }
}

fn outcome(word: &str) -> Result<Outcome, Problem> {
    known(word, "outcome")
}

fn known<T: DeserializeOwned>(word: &str, at: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| problem("unknown_word", at, &error.to_string(), "Use one of the words named."))
}

fn place(point: Point, at: &str) -> Result<Wgs84, Problem> {
    Wgs84::new(point.lat, point.lon)
        .filter(|place| !place.is_null_island())
        .ok_or_else(|| problem("out_of_range", at, "not a place on earth", "lat -90..90, lon -180..180, not 0,0."))
}

fn finite(value: f64, at: &str) -> Result<f64, Problem> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(problem("out_of_range", at, "not a finite number", "Send a number."))
    }
}
