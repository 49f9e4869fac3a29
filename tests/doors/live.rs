//! The live line: a hello, the loop's beat, events in order without a gap, and an end when the session ends.

use harness::controller::{Controller, Start};
use harness::{Client, Scratch};
use serde_json::Value;
use std::net::TcpStream;
use std::time::Duration;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket, client};

const ALARM: &str = r#"{"kind":"theft","priority":2,"at":{"lat":47.14,"lon":9.52},"source":"110"}"#;

fn line(controller: &Controller, screen: &Client, origin: Option<&str>) -> Option<WebSocket<TcpStream>> {
    let stream = TcpStream::connect(controller.http).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut request = format!("ws://{}/ws", controller.http).into_client_request().unwrap();
    if let Some(cookie) = screen.cookie() {
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
    }
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().unwrap());
    }
    client(request, stream).ok().map(|(socket, _)| socket)
}

/// The next text; binary frames are passed over. `None` when the line has ended.
fn next(socket: &mut WebSocket<TcpStream>) -> Option<Value> {
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

#[test]
fn a_screen_hears_a_hello_the_beat_and_every_change_in_order() {
    let folder = Scratch::new("live");
    let controller = Controller::start(Start::on(folder.path()));
    let screen = controller.client("dispatcher");
    let mut socket = line(&controller, &screen, None).unwrap();
    let hello = next(&mut socket).unwrap();
    let start = hello["hello"]["seq"].as_u64().unwrap();

    assert_eq!(screen.post("/api/v1/alarms", ALARM).unwrap().status, 201);
    let (mut seqs, mut beats, mut statuses) = (Vec::new(), 0, Vec::new());
    while beats < 2 {
        let said = next(&mut socket).unwrap();
        if said.get("beat").is_some() {
            beats += 1;
        } else {
            seqs.push(said["seq"].as_u64().unwrap());
            statuses.extend(said["change"]["incident"]["status"].as_str().map(str::to_owned));
        }
    }
    let expected: Vec<u64> = (1..).map(|step| start + step).take(seqs.len()).collect();
    assert_eq!(seqs, expected, "no gap, no repeat");
    assert!(!statuses.is_empty(), "the incident is among the changes");
    let snapshot = screen.get("/api/v1/snapshot").unwrap().json();
    assert!(snapshot["seq"].as_u64().unwrap() >= *seqs.last().unwrap());
}

#[test]
fn a_line_without_a_session_or_from_another_sites_page_is_refused() {
    let folder = Scratch::new("refused");
    let controller = Controller::start(Start::on(folder.path()));
    assert!(line(&controller, &Client::new(controller.http), None).is_none());
    let screen = controller.client("viewer");
    assert!(line(&controller, &screen, Some("http://evil.example")).is_none());
    assert!(line(&controller, &screen, Some(&format!("http://{}", controller.http))).is_some());
}

#[test]
fn a_logout_ends_the_line_within_a_beat_or_two() {
    let folder = Scratch::new("logout");
    let controller = Controller::start(Start::on(folder.path()));
    let screen = controller.client("viewer");
    let mut socket = line(&controller, &screen, None).unwrap();
    assert!(next(&mut socket).unwrap().get("hello").is_some());
    screen.send("DELETE", "/api/v1/session", &[], b"").unwrap();
    let heard = std::iter::from_fn(|| next(&mut socket)).take(10).count();
    assert!(heard < 10, "the line must end");
}
