//! Bureau and stations through the doors: where one may sit, what is refused at which level, and what a kill does to an
//! aircraft that is lent.

use harness::controller::{Controller, Start};
use harness::{Client, Scratch};
use serde_json::{Value, json};

fn lend(client: &Client, body: &Value) -> (u16, String) {
    let reply = client.post("/api/v1/vehicles/1/station", &body.to_string()).unwrap();
    (reply.status, reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

fn vehicle(client: &Client) -> Value {
    let world = client.get("/api/v1/snapshot").unwrap().json();
    world["vehicles"].as_array().unwrap().iter().find(|one| one["id"] == 1).unwrap().clone()
}

#[test]
fn seats_are_told_before_anybody_sits_and_a_station_nobody_knows_has_none() {
    let folder = Scratch::new("seats");
    let controller = Controller::start(Start::on(folder.path()));
    let nobody = Client::new(controller.http);
    let seats = nobody.get("/api/v1/seats").unwrap();
    assert_eq!(seats.status, 200);
    let seats = seats.json();
    assert_eq!((seats["levels_zh"][0].as_str(), seats["levels_en"][2].as_str()), (Some("分局"), Some("street")));
    let station = seats["stations"][0]["id"].as_str().unwrap().to_owned();
    let reply = nobody.post("/api/v1/session", r#"{"role":"dispatcher","station":"nowhere"}"#).unwrap();
    assert_eq!((reply.status, reply.json()["code"].as_str()), (400, Some("unknown_station")));
    let at_station = controller.client_at("commander", &station);
    let session = at_station.get("/api/v1/session").unwrap().json();
    assert_eq!(session["post"], json!(format!("commander-1@{station}")));
    assert_eq!(session["station"], json!(station));
    // The radios, the duty and the squadron as a whole are the bureau's, also before a station's commander.
    let link = at_station.post("/api/v1/links", r#"{"spec":"udp-listen:127.0.0.1:0"}"#).unwrap();
    assert_eq!((link.status, link.json()["code"].as_str()), (403, Some("not_allowed")));
    for (path, body) in [("/api/v1/duty", r#"{"act":"take"}"#), ("/api/v1/squadron/return", "")] {
        let reply = at_station.post(path, body).unwrap();
        assert_eq!(reply.json()["code"].as_str(), Some("bureau_decides"), "{path}");
    }
}

#[test]
fn an_aircraft_is_asked_for_lent_and_taken_back_and_a_kill_changes_nothing_of_it() {
    let folder = Scratch::new("lent");
    let mut controller = Controller::start(Start::on(folder.path()));
    let above = controller.client("operator");
    let stations = above.get("/api/v1/seats").unwrap().json()["stations"].clone();
    let [own, other] = [0, 1].map(|index| stations[index]["id"].as_str().unwrap().to_owned());
    let (below, beside) = (controller.client_at("operator", &own), controller.client_at("operator", &other));
    assert_eq!(lend(&below, &json!({"act": "ask"})).0, 200);
    assert_eq!(vehicle(&above)["stations_ask"][0]["station"], json!(own));
    assert_eq!(lend(&above, &json!({"act": "deny", "station": own})), (400, "missing".to_owned()));
    assert_eq!(lend(&below, &json!({"act": "lend", "station": own})).1, "bureau_decides");
    assert_eq!(lend(&above, &json!({"act": "lend", "station": own})).0, 200);
    controller = controller.again();
    assert_eq!(vehicle(&beside)["lent_to"], json!(own));
    assert_eq!(lend(&beside, &json!({"act": "back"})).1, "lent_to");
    assert_eq!(lend(&above, &json!({"act": "lend", "station": other})).1, "lent_to");
    assert_eq!(lend(&above, &json!({"act": "back"})).0, 200);
    assert_eq!(vehicle(&beside)["lent_to"], Value::Null);
    assert_eq!(lend(&above, &json!({"act": "give"})), (400, "unknown_word".to_owned()));
    drop(controller);
}
