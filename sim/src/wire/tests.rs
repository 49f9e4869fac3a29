//! The parts of the door that need no socket.

use super::*;
use controller_api::ask::{ReplyToTasking, UnitPosition};
use controller_api::view::Point;

#[test]
fn an_address_is_a_plain_http_base_and_anything_else_is_refused() {
    assert_eq!(api::Address::parse("http://127.0.0.1:8080/").unwrap().host, "127.0.0.1:8080");
    for wrong in
        ["https://127.0.0.1:8080", "127.0.0.1:8080", "http://host", "http://:80", "http://h:80/x", "http://a@b:80", ""]
    {
        let said = api::Address::parse(wrong).unwrap_err().to_string();
        assert!(said.contains(&format!("`{wrong}`")) && said.contains("http://127.0.0.1:8080"), "{said}");
    }
}

#[test]
fn a_reply_goes_to_its_tasking_and_a_late_position_says_how_old_it_is() {
    let reply = ReplyToTasking { unit: 3, reply: "received".to_owned(), outcome: None };
    let (path, body) = door::of(&Ask::Reply(9, reply.clone()), 0);
    assert_eq!(path, "/api/v1/taskings/9/replies");
    assert_eq!(serde_json::from_slice::<ReplyToTasking>(&body).unwrap(), reply);
    let at = Point { lat: 47.1, lon: 9.5 };
    let position = UnitPosition { unit: 3, at, speed_mps: 0.0, heading_deg: 0.0, age_ms: 20, available: true };
    let (path, body) = door::of(&Ask::Positions(vec![position]), 400);
    assert_eq!(path, "/api/v1/units/positions");
    assert_eq!(serde_json::from_slice::<Vec<UnitPosition>>(&body).unwrap()[0].age_ms, 420);
}

/// A snapshot with one incident and two tasks, as a screen would get it.
fn snapshot() -> Snapshot {
    let tasking = |id: u32, state: &str| {
        format!(
            r#"{{"id":{id},"incident":1,"unit":{id},"state":"{state}","to":{{"lat":47.1,"lon":9.5}},"sent_ms":0,
            "eta_ms":null,"path":[],"why":{{"code":"x","values":{{}}}}}}"#
        )
    };
    let text = format!(
        r#"{{"seq":5,"server_time_ms":0,"training":true,
        "district":{{"name":"","name_zh":"","sw":{{"lat":47,"lon":9}},"ne":{{"lat":48,"lon":10}},"attribution":"",
        "fictional":true,"terrain_note":null,"posts":[],"hotspots":[],"guarded":[],"zones":[],"lines":[]}},
        "vehicles":[],"units":[],"approvals":[],
        "health":{{"journal_writable":true,"records":0,"frames":0,"frames_lost":0,"frames_bad":0,"wind_from_deg":0,"wind_mps":0}},
        "incidents":[{{"id":1,"kind":"assault","priority":1,"status":"assigned","at":{{"lat":47.1,"lon":9.5}},"place":"",
        "source":"110","reported_ms":0,"closed_ms":null,"recommendation":null,"approval":null,"sortie":null,"track":null,
        "taskings":[{},{},{}],"outcome":null,"timeline":[]}}]}}"#,
        tasking(11, "recalled"),
        tasking(12, "sent"),
        tasking(13, "done"),
    );
    serde_json::from_str(&text).unwrap()
}

#[test]
fn after_a_reconnection_devices_get_the_tasks_they_miss_and_lose_those_called_back() {
    let kinds = |known: &[u32]| {
        let messages = missed(&snapshot(), |tasking| known.contains(&tasking));
        messages.into_iter().map(|message| (message.tasking, message.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&[]), [(12, "task".to_owned())]);
    assert_eq!(kinds(&[11, 12, 13]), [(11, "recall".to_owned())]);
}
