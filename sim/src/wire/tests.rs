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
    let reply = ReplyToTasking { unit: 3, reply: "received".to_owned(), outcome: None, epoch: Some(2) };
    let (path, body) = door::of(&Ask::Reply(9, reply.clone()), 0);
    assert_eq!(path, "/api/v1/taskings/9/replies");
    assert_eq!(serde_json::from_slice::<ReplyToTasking>(&body).unwrap(), reply);
    let at = Point { lat: 47.1, lon: 9.5 };
    let position = UnitPosition {
        unit: 3,
        at,
        speed_mps: 0.0,
        heading_deg: 0.0,
        age_ms: 20,
        available: true,
        status: None,
        crew: None,
        seq: None,
    };
    let (path, body) = door::of(&Ask::Positions(vec![position]), 400);
    assert_eq!(path, "/api/v1/units/positions");
    assert_eq!(serde_json::from_slice::<Vec<UnitPosition>>(&body).unwrap()[0].age_ms, 420);
}
