//! Where each thing said is posted, and as what.

use controller_api::ask::Ask;
use serde::Serialize;

/// Path and JSON body of an ask; positions and detections are older by `late_ms` than when they were said.
pub(super) fn of(ask: &Ask, late_ms: u32) -> (String, Vec<u8>) {
    let (path, body) = match ask {
        Ask::Alarm(alarm) => ("alarms".to_owned(), json(alarm)),
        Ask::Decide(id, decide) => (format!("approvals/{id}"), json(decide)),
        Ask::Duty(duty) => ("duty".to_owned(), json(duty)),
        Ask::SetZone(set) => ("zones".to_owned(), json(set)),
        Ask::LiftZone(number) => (format!("zones/{number}/lift"), Vec::new()),
        Ask::Weather(report) => ("weather".to_owned(), json(report)),
        Ask::Station(word) => ("station/word".to_owned(), json(word)),
        Ask::Reassess(id) => (format!("incidents/{id}/reassess"), Vec::new()),
        Ask::Task(id, task) => (format!("incidents/{id}/taskings"), json(task)),
        Ask::Recall(id) => (format!("taskings/{id}/recall"), Vec::new()),
        Ask::Close(id, close) => (format!("incidents/{id}/close"), json(close)),
        Ask::Desk(id, say) => {
            let (end, body) = say.posted();
            (format!("incidents/{id}/{end}"), body)
        }
        Ask::Serious(id, say) => (format!("incidents/{id}/serious"), json(say)),
        Ask::Lend(id, lend) => (format!("vehicles/{id}/station"), json(lend)),
        Ask::Informed(id) => (format!("taskings/{id}/informed"), Vec::new()),
        Ask::Order(id, order) => (format!("vehicles/{id}/orders"), json(order)),
        Ask::CloseRoad(close) => ("roads/closures".to_owned(), json(close)),
        Ask::AllReturn => ("squadron/return".to_owned(), Vec::new()),
        Ask::OpenRoad(id) => (format!("roads/closures/{id}/open"), Vec::new()),
        Ask::Need(id, call) => (format!("units/{id}/need"), json(call)),
        Ask::Reply(id, reply) => (format!("taskings/{id}/replies"), json(reply)),
        Ask::Positions(list) => {
            let mut list = list.clone();
            list.iter_mut().for_each(|position| position.age_ms = position.age_ms.saturating_add(late_ms));
            ("units/positions".to_owned(), json(&list))
        }
        Ask::Detections(list) => {
            let mut list = list.clone();
            list.iter_mut().for_each(|detection| detection.age_ms = detection.age_ms.saturating_add(late_ms));
            ("detections".to_owned(), json(&list))
        }
    };
    (format!("/api/v1/{path}"), body)
}

fn json(body: &impl Serialize) -> Vec<u8> {
    // These are plain structs and lists: only maps with odd keys cannot be written.
    serde_json::to_vec(body).unwrap_or_default()
}
