//! The verbs of a scene: who appears, who says what, who decides.

use super::Stage;
use super::cast::{Actor, degrees, place};
use super::{desk, levels, payload};
use controller_core::{
    Actor as Post, AlarmKind, ApprovalId, CloseReason, ClosureId, Command, Cov2, Detection, DetectionClass, Failsafe,
    FlightMode, ForeignAct, HeightAbove, IdentityDoubt, IncidentId, Input, Means, OperatorControl, OrderProgress,
    Outcome, PixelDetection, PositionDoubt, ReplyKind, Role, Setting, Settings, SkyReport, Store, TaskingId,
    TaskingReply, Traffic, TrafficId, TrafficKind, UnitId, VehicleId, VehicleStatus,
};
use geodata::{Heading, Metres, MetresPerSecond, Seconds};
use std::collections::BTreeMap;

pub(super) type Keys<'a> = BTreeMap<&'a str, &'a str>;

/// Carries out one line.
pub fn act(stage: &mut Stage, verb: &str, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    match verb {
        "vehicle" => vehicle(stage, rest, &keys),
        "unit" => desk::unit(stage, rest, &keys),
        "need" => desk::need(stage, rest, &keys),
        "order" => order(stage, rest),
        "doubt" => doubt(stage, rest),
        "foreign" => foreign(stage, rest, &keys),
        "traffic" => traffic(stage, rest, &keys),
        "controlled" => controlled(stage, rest, &keys),
        "identified" => identified(stage, rest, &keys),
        "unsigned" => unsigned(stage, rest),
        "settings" => settings(stage, rest, &keys),
        "place" => position(stage, rest),
        "reached" => reached(stage, rest, &keys),
        "alarm" => desk::alarm(stage, &keys),
        "detection" => detection(stage, &keys),
        "reply" => reply(stage, rest, &keys),
        "gimbal" | "camera" | "payload" | "sighted" | "looks" => payload::says(stage, verb, rest, &keys),
        "journal" => {
            stage.feed(&Input::Journal { writable: rest.first() == Some(&"writable") });
            Ok(())
        }
        _ => match desk::say(verb, rest, &keys)? {
            Some(command) => post(stage, &keys, command),
            None => decide(stage, verb, rest, &keys),
        },
    }
}

pub(super) fn id(word: Option<&&str>) -> Result<u32, String> {
    word.ok_or("a number is missing")?.parse().map_err(|error| format!("{error}"))
}

/// `vehicle N docked|flying|landed|silent|heard|at [at=PLACE] [speed=MPS] [battery=P] [mode=M]`
fn vehicle(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let vehicle = VehicleId(id(rest.first())?);
    let home = place(&format!("dock:{}+0,0", vehicle.0))?;
    let actor = stage.cast.vehicles.entry(vehicle).or_insert_with(|| Actor {
        at: home,
        height: 0.0,
        speed: 0.0,
        status: VehicleStatus { ready: true, position_ok: true, battery_percent: Some(95), ..VehicleStatus::default() },
        silent: false,
        settings: Some(Settings { ours: 255, ..Settings::default() }),
        misplaced: false,
        last_order: None,
    });
    match rest.get(1) {
        Some(&"docked" | &"landed") => stand(actor, FlightMode::Hold, 0.0),
        Some(&"flying") => stand(actor, FlightMode::Mission, 60.0),
        Some(&"silent") => actor.silent = true,
        Some(&"heard") => actor.silent = false,
        Some(&"moves") => {}
        other => return Err(format!("a vehicle does not {other:?}")),
    }
    if let Some(word) = keys.get("at") {
        actor.at = place(word)?;
    }
    if let Some(speed) = keys.get("speed") {
        actor.speed = speed.parse().map_err(|error| format!("{error}"))?;
    }
    if let Some(percent) = keys.get("battery") {
        actor.status.battery_percent = Some(percent.parse().map_err(|error| format!("{error}"))?);
    }
    if keys.get("mode") == Some(&"return") {
        actor.status.mode = FlightMode::Return;
    }
    let (actor, now) = (actor.clone(), stage.now);
    if actor.silent {
        stage.feed(&Input::Sky(vehicle, SkyReport::LinkLost { last: now }));
        return Ok(());
    }
    for input in actor.reports(vehicle, now) {
        stage.feed(&input);
    }
    Ok(())
}

fn stand(actor: &mut Actor, mode: FlightMode, height: f64) {
    actor.silent = false;
    actor.height = height;
    actor.status.mode = mode;
    actor.status.armed = height > 0.0;
    actor.status.in_air = Some(height > 0.0);
}

/// `order N verified|accepted|done|refused|unknown`: the vehicle's last order moves on.
fn order(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let vehicle = VehicleId(id(rest.first())?);
    let actor = stage.cast.vehicles.get(&vehicle).ok_or("no such vehicle on stage")?;
    let order = actor.last_order.ok_or("it has no order")?;
    let progress = match rest.get(1) {
        Some(&"verified") => OrderProgress::Verified,
        Some(&"accepted") => OrderProgress::Accepted,
        Some(&"done") => OrderProgress::Done,
        Some(&"refused") => OrderProgress::Refused { why: "no".to_owned() },
        Some(&"unknown") => OrderProgress::Unknown { step: "arm".to_owned() },
        other => return Err(format!("an order does not get {other:?}")),
    };
    stage.feed(&Input::Sky(vehicle, SkyReport::Order(order, progress)));
    Ok(())
}

/// The height of the ground at `at=`.
fn ground_height(keys: &Keys<'_>) -> Result<f64, String> {
    let at = place(keys.get("at").ok_or("at= is missing")?)?;
    Ok(crate::county::setup().atlas.terrain.ground(at).0.0)
}

/// `traffic ICAO at=PLACE above=METRES heading=DEGREES speed=M/S`: aircraft 1 hears a helicopter.
fn traffic(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let address = rest.first().ok_or("an address is missing")?;
    let number = |key: &str| -> Result<f64, String> {
        keys.get(key).ok_or(format!("{key}= is missing"))?.parse().map_err(|error| format!("{error}"))
    };
    let heard = Traffic {
        id: TrafficId::Icao(u32::from_str_radix(address, 16).map_err(|error| format!("{error}"))?),
        kind: TrafficKind::Helicopter,
        at: stage.now,
        place: degrees(keys.get("at").ok_or("at= is missing")?)?,
        height: Some((Metres(ground_height(keys)? + number("above")?), HeightAbove::Sea)),
        speed: Some(MetresPerSecond(number("speed")?)),
        heading: Some(Heading::degrees(number("heading")?)),
        climb: None,
        on_ground: false,
    };
    stage.feed(&Input::Sky(VehicleId(1), SkyReport::Around(heard)));
    Ok(())
}

/// `controlled N by=SYSTEM [asked=SYSTEM]`: the aircraft says whom it listens to; we are 255.
fn controlled(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let by = id(keys.get("by"))?;
    let asked_by = keys.get("asked").map(|word| id(Some(word))).transpose()?;
    let control = OperatorControl { by: Some(by), ours: by == 255, takeover: false, asked_by, refused: false };
    stage.feed(&Input::Sky(VehicleId(id(rest.first())?), SkyReport::Operator(control)));
    Ok(())
}

/// `doubt N doubled|stranger|cleared`: the link doubts who a vehicle is.
fn doubt(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let report = match rest.get(1) {
        Some(&"doubled") => SkyReport::Quarantined(IdentityDoubt::Doubled {}),
        Some(&"stranger") => SkyReport::Quarantined(IdentityDoubt::Stranger { uid: "00000000000000ff".to_owned() }),
        Some(&"cleared") => SkyReport::Cleared,
        other => return Err(format!("no doubt {other:?}")),
    };
    stage.feed(&Input::Sky(VehicleId(id(rest.first())?), report));
    Ok(())
}

/// `settings N unread|untold=NAME|station=ID|link_loss=nothing|return`: what was read of a vehicle's parameters.
fn settings(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let vehicle = VehicleId(id(rest.first())?);
    let mut read = Settings { ours: 255, ..Settings::default() };
    if let Some(station) = keys.get("station") {
        let station: u32 = station.parse().map_err(|error| format!("{error}"))?;
        let means = Means::StationFrom(station);
        read.known.push(Setting { name: "MAV_GCS_SYSID", value: f64::from(station), means });
    }
    if let Some(action) = keys.get("link_loss") {
        let action = if *action == "return" { Failsafe::Return } else { Failsafe::Nothing };
        read.known.push(Setting { name: "NAV_DLL_ACT", value: 0.0, means: Means::LinkLoss(action) });
    }
    if rest.contains(&"untold") {
        read.missing.push("NAV_DLL_ACT");
    }
    let is_unread = rest.contains(&"unread");
    let actor = stage.cast.vehicles.get_mut(&vehicle).ok_or("no such vehicle on stage")?;
    actor.settings = (!is_unread).then(|| read.clone());
    let report = if is_unread { SkyReport::LinkUp } else { SkyReport::Settings(read) };
    stage.feed(&Input::Sky(vehicle, report));
    Ok(())
}

/// `place N jumped|glitching|believed`: the link believes, or does not believe, where a vehicle says it is.
fn position(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let vehicle = VehicleId(id(rest.first())?);
    let report = match rest.get(1) {
        Some(&"jumped") => SkyReport::Doubted(PositionDoubt::Jumped { distance: Metres(500.0) }),
        Some(&"glitching") => SkyReport::Doubted(PositionDoubt::Glitching {}),
        Some(&"believed") => SkyReport::Believed,
        other => return Err(format!("a place is not {other:?}")),
    };
    let actor = stage.cast.vehicles.get_mut(&vehicle).ok_or("no such vehicle on stage")?;
    actor.misplaced = report != SkyReport::Believed;
    stage.feed(&Input::Sky(vehicle, report));
    Ok(())
}

/// `foreign N command|mode|arming|mission by=SYSTEM`: somebody else has a hand on it.
fn foreign(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let act = match rest.get(1) {
        Some(&"command") => ForeignAct::Command,
        Some(&"mode") => ForeignAct::Mode,
        Some(&"arming") => ForeignAct::Arming,
        Some(&"mission") => ForeignAct::Mission,
        other => return Err(format!("nobody does {other:?}")),
    };
    let by = keys.get("by").map(|by| id(Some(by))).transpose()?;
    stage.feed(&Input::Sky(VehicleId(id(rest.first())?), SkyReport::SharedControl { by, act }));
    Ok(())
}

/// `identified N uid=HEX`
fn identified(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let uid = keys.get("uid").ok_or("uid= is missing")?.parse().map_err(|error| format!("{error}"))?;
    stage.feed(&Input::Sky(VehicleId(id(rest.first())?), SkyReport::Identified { uid }));
    Ok(())
}

/// `unsigned N answered|silent`: what it did with a question nobody had signed.
fn unsigned(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let answered = rest.get(1) == Some(&"answered");
    stage.feed(&Input::Sky(VehicleId(id(rest.first())?), SkyReport::AskedUnsigned { answered }));
    Ok(())
}

/// `reached N item=I`: it says which item of its mission it reached.
fn reached(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let seq = u16::try_from(id(keys.get("item"))?).map_err(|error| format!("{error}"))?;
    stage.feed(&Input::Sky(VehicleId(id(rest.first())?), SkyReport::MissionReached { seq }));
    Ok(())
}

pub(super) fn kind(word: Option<&&str>) -> Result<AlarmKind, String> {
    let word = serde_json::Value::String((*word.unwrap_or(&"assault")).to_owned());
    serde_json::from_value(word).map_err(|error| format!("{error}"))
}

/// `detection key=K vehicle=N at=PLACE|pixel=U,V [age=SECONDS] [class=CLASS] [accuracy=METRES] [confidence=SHARE] [times=COUNT]`
fn detection(stage: &mut Stage, keys: &Keys<'_>) -> Result<(), String> {
    let number = |key: &str, other: f64| {
        keys.get(key).map_or(Ok(other), |word| word.parse::<f64>().map_err(|error| format!("{error}")))
    };
    let word = serde_json::Value::from(*keys.get("class").unwrap_or(&"person"));
    let class: DetectionClass = serde_json::from_value(word).map_err(|error| format!("{error}"))?;
    let (key, vehicle) = ((*keys.get("key").ok_or("key= is missing")?).to_owned(), VehicleId(id(keys.get("vehicle"))?));
    let at = stage.now.plus(geodata::Seconds(-number("age", 0.0)?));
    let confidence = number("confidence", 0.8)?;
    let error = Cov2::of_radius(Metres(number("accuracy", 5.0)?));
    if let Some(pixel) = keys.get("pixel") {
        let (u, v) = pixel.split_once(',').ok_or("no pixel")?;
        let pixel = [u, v].map(|part| part.parse().unwrap_or(f64::NAN));
        stage.feed(&Input::Pixel(PixelDetection { key, vehicle, at, class, pixel, confidence }));
        return Ok(());
    }
    let place = degrees(keys.get("at").ok_or("at= is missing")?)?;
    // All at once, as a flood comes.
    for number in 0..number("times", 1.0)? as u32 {
        let key = if number == 0 { key.clone() } else { format!("{key}-{number}") };
        stage.feed(&Input::Detection(Detection { key, vehicle, at, class, place, error, confidence }));
    }
    Ok(())
}

/// `reply TASKING received|... unit=N`
fn reply(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let reply = match rest.get(1) {
        Some(&"received") => ReplyKind::Received,
        Some(&"acknowledged") => ReplyKind::Acknowledged,
        Some(&"declined") => ReplyKind::Declined,
        Some(&"en_route") => ReplyKind::EnRoute,
        Some(&"on_scene") => ReplyKind::OnScene,
        Some(&"recall_seen") => ReplyKind::RecallSeen,
        Some(&"done") => ReplyKind::Done { outcome: Outcome::GroundHandled },
        other => return Err(format!("a unit does not say {other:?}")),
    };
    let unit = UnitId(id(keys.get("unit"))?);
    let epoch = keys.get("epoch").map(|word| id(Some(word))).transpose()?;
    stage.feed(&Input::Reply(TaskingReply { unit, tasking: TaskingId(id(rest.first())?), reply, epoch }));
    Ok(())
}

/// `approve A`, `refuse A`, `task I unit=N`, `close_road at=PLACE [minutes=M]`, ... each `by=ROLE`, by default the commander.
fn decide(stage: &mut Stage, verb: &str, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let number = if matches!(verb, "close_road" | "all_return") { 0 } else { id(rest.first())? };
    let vehicle = VehicleId(number);
    let command = match verb {
        "approve" => Command::Approve {
            id: ApprovalId(number),
            mission: shown(stage, number, keys),
            card: card(stage, number, keys),
        },
        "refuse" => Command::Refuse(ApprovalId(number)),
        "reassess" => Command::Reassess(IncidentId(number)),
        "task" => Command::Task(IncidentId(number), UnitId(id(keys.get("unit"))?), rest.contains(&"over")),
        "recall" => Command::Recall(TaskingId(number)),
        "close" => Command::Close(IncidentId(number), outcome(keys)?, close_reason(keys)?),
        "hold" => Command::Hold(vehicle),
        "return" => Command::Return(vehicle),
        "land" => Command::Land(vehicle),
        "take" => Command::TakeControl(vehicle),
        "hand_over" => Command::HandOver(vehicle),
        "keep" => Command::KeepControl(vehicle),
        "release" => Command::ReleaseControl(vehicle),
        "resume" => Command::Resume(vehicle),
        "fence" => Command::Equip(vehicle, Store::Fence),
        "rally" => Command::Equip(vehicle, Store::Rally),
        "go_to" => Command::GoTo(vehicle, degrees(keys.get("at").ok_or("at= is missing")?)?),
        "orbit" => {
            let radius = keys.get("radius").and_then(|metres| metres.parse().ok()).ok_or("radius= is missing")?;
            Command::Orbit(vehicle, degrees(keys.get("at").ok_or("at= is missing")?)?, Metres(radius))
        }
        "follow" => Command::Follow(vehicle, UnitId(id(keys.get("unit"))?)),
        "all_return" => Command::AllReturn,
        "close_road" => Command::CloseRoad(degrees(keys.get("at").ok_or("at= is missing")?)?, lasts(keys)?),
        "open_road" => Command::OpenRoad(ClosureId(number)),
        other => payload::ask(other, keys)?
            .map(|ask| Command::Payload(vehicle, ask))
            .ok_or(format!("unknown verb {other}"))?,
    };
    let command = match keys.get("epoch") {
        Some(epoch) => Command::Under(id(Some(epoch))?, Box::new(command)),
        None => command,
    };
    post(stage, keys, command)
}

/// The post `by=ROLE post=NUMBER station=unit:N`, by default the commander's first of the bureau, says it.
pub fn post(stage: &mut Stage, keys: &Keys<'_>, command: Command) -> Result<(), String> {
    let role = match keys.get("by") {
        None | Some(&"commander") => Role::Commander,
        Some(&"dispatcher") => Role::Dispatcher,
        Some(&"operator") => Role::Operator,
        Some(&"viewer") => Role::Viewer,
        Some(other) => return Err(format!("no role {other}")),
    };
    let desk = keys.get("post").unwrap_or(&"1");
    let at = keys.get("station").map(|word| levels::station(stage, word)).transpose()?;
    let at = at.map(|station| format!("@{station}")).unwrap_or_default();
    let post = format!("{}-{desk}{at}", format!("{role:?}").to_lowercase());
    stage.feed(&Input::Command(Post { role, post }, command));
    Ok(())
}

/// `outcome=ground_handled|cleared_by_air|unfounded|handed_over`, by default handled on the ground.
fn outcome(keys: &Keys<'_>) -> Result<Outcome, String> {
    let word = keys.get("outcome").unwrap_or(&"ground_handled");
    serde_json::from_value(serde_json::Value::String((*word).to_owned())).map_err(|error| error.to_string())
}

/// `reason=duplicate|no_unit|handed_over|unfounded|other`
fn close_reason(keys: &Keys<'_>) -> Result<Option<CloseReason>, String> {
    let word = |word: &&str| serde_json::from_value(serde_json::Value::String((*word).to_owned()));
    keys.get("reason").map(word).transpose().map_err(|error| error.to_string())
}

fn lasts(keys: &Keys<'_>) -> Result<Option<Seconds>, String> {
    let minutes = keys.get("minutes").map(|minutes| minutes.parse::<f64>().map_err(|error| format!("{error}")));
    Ok(minutes.transpose()?.map(|minutes| Seconds(minutes * 60.0)))
}

/// The mission hash on the approver's card; `hash=...` forges one.
fn shown(stage: &Stage, approval: u32, keys: &Keys<'_>) -> String {
    let held = stage.controller.ledger.approvals.get(&ApprovalId(approval));
    match keys.get("hash") {
        Some(forged) => (*forged).to_owned(),
        None => held.map(|approval| approval.offer.mission.hash()).unwrap_or_default(),
    }
}

/// The hash of the approver's card as it is now; `card=kept` the one that was shown when the question was put.
fn card(stage: &Stage, approval: u32, keys: &Keys<'_>) -> String {
    match keys.get("card") {
        Some(&"kept") => stage.cards.get(&ApprovalId(approval)).cloned().unwrap_or_default(),
        Some(forged) => (*forged).to_owned(),
        None => stage.controller.ledger.card_hash(ApprovalId(approval)).unwrap_or_default(),
    }
}
