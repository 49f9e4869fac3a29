//! What the HTTP door answers: who is let in, what a fault names, and that a command sent twice is done once.

use harness::controller::{Controller, Start};
use harness::{Client, Scratch};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const ALARM: &str = r#"{"kind":"theft","priority":2,"at":{"lat":47.14,"lon":9.52},"source":"110"}"#;

/// Every command with a body it would take.
const COMMANDS: [(&str, &str); 23] = [
    ("/api/v1/alarms", ALARM),
    ("/api/v1/approvals/1", r#"{"grant":true,"mission_hash":"x"}"#),
    ("/api/v1/duty", r#"{"act":"take"}"#),
    (
        "/api/v1/zones",
        r#"{"name":"x","kind":"keep_out","ring":[{"lat":47.1,"lon":9.5},{"lat":47.2,"lon":9.5},{"lat":47.2,"lon":9.6}]}"#,
    ),
    ("/api/v1/zones/1/lift", ""),
    ("/api/v1/weather", r#"{"source":"mast-1","age_s":1,"wind_mps":3}"#),
    ("/api/v1/incidents/1/taskings", r#"{"unit":1}"#),
    ("/api/v1/incidents/1/close", r#"{"outcome":"unfounded"}"#),
    ("/api/v1/incidents/1/reassess", ""),
    ("/api/v1/incidents/1/split", r#"{"key":"k"}"#),
    ("/api/v1/incidents/1/notes", r#"{"text":"x"}"#),
    ("/api/v1/incidents/1/links", r#"{"incident":2}"#),
    ("/api/v1/incidents/1/priority", r#"{"priority":2}"#),
    ("/api/v1/incidents/1/followups", r#"{"text":"x","owner":"desk-1","minutes":5}"#),
    ("/api/v1/incidents/1/followups/done", r#"{"number":1}"#),
    ("/api/v1/incidents/1/check", ""),
    ("/api/v1/units/1/need", "{}"),
    ("/api/v1/taskings/1/recall", ""),
    ("/api/v1/taskings/1/replies", r#"{"unit":1,"reply":"received"}"#),
    ("/api/v1/vehicles/1/orders", r#"{"kind":"hold","callsign":"Eagle 01"}"#),
    ("/api/v1/squadron/return", ""),
    ("/api/v1/units/positions", "[]"),
    ("/api/v1/detections", "[]"),
];

fn started() -> (Scratch, Controller) {
    let folder = Scratch::new("http");
    let controller = Controller::start(Start::on(folder.path()));
    (folder, controller)
}

fn told(reply: &harness::Reply) -> (u16, String, String) {
    let problem = reply.json();
    let word = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    for part in ["code", "at", "say", "remedy"] {
        assert!(!word(part).is_empty(), "a problem has all four parts: {problem}");
    }
    (reply.status, word("code"), word("at"))
}

#[test]
fn strangers_and_posts_without_the_right_are_refused_at_every_command() {
    let (_folder, controller) = started();
    let stranger = Client::new(controller.http);
    let viewer = controller.client("viewer");
    for (path, body) in COMMANDS {
        assert_eq!(told(&stranger.post(path, body).unwrap()).0, 401, "{path}");
        assert_eq!(told(&viewer.post(path, body).unwrap()).0, 403, "{path}");
    }
    assert_eq!(told(&stranger.get("/api/v1/snapshot").unwrap()).0, 401);
    assert_eq!(told(&stranger.get("/ws").unwrap()).0, 401);
    assert_eq!(told(&viewer.get("/ws").unwrap()).1, "no_websocket");
    assert_eq!(stranger.get("/api/v1/health").unwrap().status, 200);
    assert_eq!(told(&stranger.post("/api/v1/session", r#"{"role":"admin"}"#).unwrap()).1, "unknown_role");
}

#[test]
fn a_fault_in_a_request_names_the_field() {
    let (_folder, controller) = started();
    let client = controller.client("dispatcher");
    let cases = [
        (r#"{"kind":"theft","priority":2,"at":{"lat":"x","lon":9.52},"source":"110"}"#, "at.lat"),
        (r#"{"kind":"theft","priority":2,"at":{"lat":47.14},"source":"110"}"#, "at.lon"),
        (r#"{"kind":"theft","priority":2,"at":{"lat":47.14,"lon":9.52},"source":"110","name":"x"}"#, "name"),
        (r#"{"kind":"theft","priority":9,"at":{"lat":47.14,"lon":9.52},"source":"110"}"#, "priority"),
        (r#"{"kind":"jaywalk","priority":2,"at":{"lat":47.14,"lon":9.52},"source":"110"}"#, "kind"),
        (r#"{"kind":"theft","#, "body"),
    ];
    for (body, field) in cases {
        let (status, _, at) = told(&client.post("/api/v1/alarms", body).unwrap());
        assert_eq!((status, at.as_str()), (400, field), "{body}");
    }
    let (status, _, at) = told(&client.send("POST", "/api/v1/alarms", &[], ALARM.as_bytes()).unwrap());
    assert_eq!((status, at.as_str()), (400, "Idempotency-Key"));
    assert_eq!(told(&client.post("/api/v1/incidents/seven/close", r#"{"outcome":"unfounded"}"#).unwrap()).0, 400);
    assert_eq!(told(&client.post("/api/v1/incidents/7/close", r#"{"outcome":"unfounded"}"#).unwrap()).0, 404);
}

#[test]
fn a_body_over_the_limit_is_refused_and_the_controller_lives() {
    let (_folder, controller) = started();
    let client = controller.client("dispatcher");
    let large = format!("{{\"kind\":\"{}\"}}", "x".repeat(300 * 1024));
    assert_eq!(told(&client.post("/api/v1/alarms", &large).unwrap()).0, 413);
    let deep = "[".repeat(100_000);
    assert_eq!(told(&client.post("/api/v1/alarms", &deep).unwrap()).0, 400);
    assert_eq!(client.get("/api/v1/health").unwrap().json()["ok"], true);
}

#[test]
fn unknown_paths_and_verbs_are_problems_too() {
    let (_folder, controller) = started();
    let client = controller.client("viewer");
    let (status, code, at) = told(&client.get("/api/v1/persons").unwrap());
    assert_eq!((status, code.as_str(), at.as_str()), (404, "no_such_route", "/api/v1/persons"));
    assert_eq!(told(&client.get("/api/v1/alarms").unwrap()).0, 405);
}

#[test]
fn a_command_sent_twice_is_done_once_and_a_key_belongs_to_its_post() {
    let (_folder, controller) = started();
    let client = controller.client("dispatcher");
    let fight = ALARM.replace("theft", "assault");
    let numbers: Vec<u64> = [("a", ALARM), ("a", ALARM), ("b", &fight), ("a", ALARM)]
        .map(|(key, alarm)| client.post_with_key("/api/v1/alarms", key, alarm).unwrap())
        .map(|reply| {
            assert_eq!(reply.status, 201);
            reply.json()["incident"].as_u64().unwrap()
        })
        .to_vec();
    assert_eq!(numbers, [1, 1, 2, 1]);
    let incidents = client.get("/api/v1/snapshot").unwrap().json()["incidents"].as_array().map(Vec::len);
    assert_eq!(incidents, Some(2));
}

#[test]
fn another_sites_page_can_neither_command_nor_log_in() {
    let (_folder, controller) = started();
    let client = controller.client("commander");
    for path in ["/api/v1/alarms", "/api/v1/session"] {
        let evil = [("Origin", "http://evil.example"), ("Idempotency-Key", "k")];
        let (status, code, _) = told(&client.send("POST", path, &evil, ALARM.as_bytes()).unwrap());
        assert_eq!((status, code.as_str()), (403, "other_origin"), "{path}");
    }
    let own = format!("http://{}", controller.http);
    let reply = client.send("POST", "/api/v1/alarms", &[("Origin", &own), ("Idempotency-Key", "k")], ALARM.as_bytes());
    assert_eq!(reply.unwrap().status, 201);
}

#[test]
fn a_logout_ends_the_session_and_the_cookie_is_kept_from_scripts_and_other_sites() {
    let (_folder, controller) = started();
    let reply = Client::new(controller.http).post("/api/v1/session", r#"{"role":"viewer"}"#).unwrap();
    let cookie = reply.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let client = controller.client("viewer");
    assert_eq!(client.get("/api/v1/session").unwrap().json()["role"], "viewer");
    assert_eq!(client.send("DELETE", "/api/v1/session", &[], b"").unwrap().status, 204);
    assert_eq!(client.get("/api/v1/session").unwrap().status, 401);
}

#[test]
fn the_snapshot_says_that_it_is_a_training_world_and_whose_map_it_shows() {
    let (_folder, controller) = started();
    let snapshot: Value = controller.client("viewer").get("/api/v1/snapshot").unwrap().json();
    assert_eq!(snapshot["training"], true);
    assert_eq!(snapshot["district"]["fictional"], true);
    assert!(snapshot["district"]["attribution"].as_str().unwrap().contains("OpenStreetMap"));
    assert_eq!(snapshot["vehicles"].as_array().map(Vec::len), Some(5));
    assert_eq!(snapshot["units"].as_array().map(Vec::len), Some(310));
}

#[test]
fn a_key_used_for_another_command_is_refused_and_the_command_is_not_done() {
    let (_folder, controller) = started();
    let client = controller.client("commander");
    assert_eq!(client.post_with_key("/api/v1/alarms", "k", ALARM).unwrap().status, 201);
    let other = ALARM.replace("theft", "fight");
    assert_eq!(client.post_with_key("/api/v1/alarms", "k", ALARM).unwrap().status, 201, "a repeat is a repeat");
    let order = r#"{"kind":"return","callsign":"Eagle 01"}"#;
    for (path, body) in [("/api/v1/alarms", other.as_str()), ("/api/v1/vehicles/1/orders", order)] {
        let (status, code, at) = told(&client.post_with_key(path, "k", body).unwrap());
        assert_eq!((status, code.as_str(), at.as_str()), (409, "key_reused", "Idempotency-Key"), "{path}");
    }
}

#[test]
fn a_request_meant_for_another_host_is_refused() {
    let (_folder, controller) = started();
    let ask = |host: &str| {
        let head = format!("GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        raw(controller.http, head.as_bytes())
    };
    let port = controller.http.port();
    for own in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert!(ask(&own).starts_with("HTTP/1.1 200"), "{own}");
    }
    for other in ["evil.example".to_owned(), format!("evil.example:{port}"), format!("127.0.0.1:{}", port ^ 1)] {
        let said = ask(&other);
        assert!(said.starts_with("HTTP/1.1 421") && said.contains("other_host"), "{other}: {said}");
    }
    assert!(raw(controller.http, b"GET / HTTP/1.0\r\n\r\n").contains("421"), "nor one that names none");
}

#[test]
fn a_body_announced_too_large_is_refused_before_it_comes() {
    let (_folder, controller) = started();
    let cookie = controller.client("dispatcher").cookie().unwrap().to_owned();
    let head = format!(
        "POST /api/v1/alarms HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Idempotency-Key: k\r\nContent-Length: 999999999\r\n\r\n",
        controller.http
    );
    assert!(raw(controller.http, head.as_bytes()).starts_with("HTTP/1.1 413"));
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for_forever() {
    let (_folder, controller) = started();
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{{",
        controller.http
    );
    let said = raw(controller.http, head.as_bytes());
    assert!(said.starts_with("HTTP/1.1 408") && said.contains("too_slow"), "{said}");
}

#[test]
fn an_id_that_is_no_text_is_a_problem_like_the_others() {
    let (_folder, controller) = started();
    let client = controller.client("commander");
    for path in ["/api/v1/incidents/%ff/reassess", "/api/v1/vehicles/%C0%80/orders", "/api/v1/approvals/-1"] {
        let (status, code, _) = told(&client.post(path, "{}").unwrap());
        assert_eq!((status, code.as_str()), (400, "bad_id"), "{path}");
    }
}

/// Everything the controller says to these bytes, until it closes.
fn raw(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(bytes).unwrap();
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn whoever_may_read_is_told_whose_ground_it_is_and_a_place_off_the_earth_is_a_bad_value() {
    let (_folder, controller) = started();
    let stranger = Client::new(controller.http);
    let viewer = controller.client("viewer");
    let here = "/api/v1/owners?lat=47.14&lon=9.52";
    for path in [here, "/api/v1/areas"] {
        assert_eq!(told(&stranger.get(path).unwrap()).0, 401, "{path}");
    }
    let areas = viewer.get("/api/v1/areas").unwrap().json();
    let of_kind = |kind: &str| areas.as_array().unwrap().iter().filter(|area| area["kind"] == kind).count();
    assert!(of_kind("police") > 0 && of_kind("civil") > 0);
    let owners = viewer.get(here).unwrap().json();
    assert!(owners["police"]["owner"].as_str().is_some_and(|name| !name.is_empty()), "{owners}");
    assert!(owners["civil"]["area"].is_string(), "{owners}");
    for bad in ["", "?lat=91&lon=0", "?lat=x&lon=1", "?lat=1", "?lat=1&lon=1&name=2"] {
        assert_eq!(told(&viewer.get(&format!("/api/v1/owners{bad}")).unwrap()).1, "bad_value", "{bad}");
    }
}
