//! Requests of screens and devices: JSON into the words of the API, words into inputs, inputs into a running engine.

use super::world::Desk;
use controller_api::ask::{
    Ask, CloseIncident, Decide, DeskAsk, Login, OrderVehicle, RaiseAlarm, ReplyToTasking, ReportDetection, TaskUnit,
    UnitPosition,
};
use controller_api::inward;
use controller_core::Role;
use controller_engine::Stimulus;
use geodata::Seconds;
use serde::de::DeserializeOwned;

const ROLES: [Role; 5] = [Role::Commander, Role::Dispatcher, Role::Operator, Role::Viewer, Role::Field];

/// The first byte says which request, the second who asks, the third the number in its path; then JSON.
pub fn request(bytes: &[u8]) -> bool {
    let [kind, role, id, json @ ..] = bytes else { return false };
    if let Some(login) = read::<Login>(json) {
        let _ = inward::role(&login.role);
    }
    let Some(ask) = ask(*kind, u32::from(*id), json) else { return false };
    let mut desk = Desk::new(super::world::setup());
    desk.populate();
    desk.alarm(0.001);
    desk.ask(ROLES[usize::from(*role) % ROLES.len()], &ask);
    desk.wait(Seconds(1.0));
    desk.take(Stimulus::Clock);
    desk.check();
    true
}

fn ask(kind: u8, id: u32, json: &[u8]) -> Option<Ask> {
    Some(match kind % 25 {
        0 => Ask::Alarm(read::<RaiseAlarm>(json)?),
        1 => Ask::Decide(id, read::<Decide>(json)?),
        2 => Ask::Reassess(id),
        3 => Ask::Task(id, read::<TaskUnit>(json)?),
        4 => Ask::Recall(id),
        5 => Ask::Close(id, read::<CloseIncident>(json)?),
        6 => Ask::Order(id, read::<OrderVehicle>(json)?),
        7 => Ask::Positions(read::<Vec<UnitPosition>>(json)?),
        8 => Ask::Reply(id, read::<ReplyToTasking>(json)?),
        9 => Ask::Detections(read::<Vec<ReportDetection>>(json)?),
        10 => Ask::AllReturn,
        11 => Ask::Desk(id, DeskAsk::Split(read(json)?)),
        12 => Ask::Desk(id, DeskAsk::Note(read(json)?)),
        13 => Ask::Desk(id, DeskAsk::Link(read(json)?)),
        14 => Ask::Desk(id, DeskAsk::Priority(read(json)?)),
        15 => Ask::Desk(id, DeskAsk::FollowUp(read(json)?)),
        16 => Ask::Desk(id, DeskAsk::FollowedUp(read(json)?)),
        17 => Ask::Desk(id, DeskAsk::Check),
        18 => Ask::Need(id, read(json)?),
        19 => Ask::Duty(read(json)?),
        20 => Ask::Weather(read(json)?),
        21 => Ask::SetZone(read(json)?),
        22 => Ask::LiftZone(id),
        23 => Ask::Station(read(json)?),
        _ => Ask::Serious(id, read(json)?),
    })
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_slice(json).ok()
}
