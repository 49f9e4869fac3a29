//! Links to aircraft that come and go while the controller runs, and who may do that.

use harness::controller::{Controller, Start};
use harness::{Client, Scratch};
use std::net::UdpSocket;

#[test]
fn a_link_is_opened_and_closed_while_the_controller_runs_by_a_commander_only() {
    let folder = Scratch::new("links");
    let controller = Controller::start(Start::on(folder.path()));
    let (commander, operator) = (controller.client("commander"), controller.client("operator"));
    let spec = r#"{"spec":"udp-listen:127.0.0.1:0"}"#;
    assert_eq!(operator.post("/api/v1/links", spec).unwrap().status, 403);
    assert_eq!(controller.client("viewer").get("/api/v1/links").unwrap().status, 403);
    assert_eq!(Client::new(controller.http).post("/api/v1/links", spec).unwrap().status, 401);

    let opened = commander.post("/api/v1/links", spec).unwrap();
    assert_eq!(opened.status, 201, "{}", opened.json());
    let number = opened.json()["link"].as_u64().unwrap();
    let links = operator.get("/api/v1/links").unwrap().json();
    let [first, second] = links["links"].as_array().unwrap().as_slice() else { panic!("{links}") };
    assert_eq!(first["listens"], controller.mavlink.to_string());
    assert_eq!(second["link"], number);

    // What is said to the new port is counted there.
    let port = second["listens"].as_str().unwrap().to_owned();
    UdpSocket::bind("127.0.0.1:0").unwrap().send_to(b"hello", &port).unwrap();
    let heard = || operator.get("/api/v1/links").unwrap().json()["links"][1]["datagrams"].as_u64();
    while heard() != Some(1) {
        std::thread::yield_now();
    }

    let gone = |path: &str| commander.send("DELETE", path, &[], b"").unwrap().status;
    let path = format!("/api/v1/links/{number}");
    assert_eq!((gone(&path), gone(&path), gone("/api/v1/links/x")), (200, 404, 400));
    assert_eq!(operator.get("/api/v1/links").unwrap().json()["links"].as_array().unwrap().len(), 1);
}

#[test]
fn a_link_that_cannot_be_had_is_refused_with_the_reason() {
    let folder = Scratch::new("links");
    let controller = Controller::start(Start::on(folder.path()));
    let commander = controller.client("commander");
    let taken = format!(r#"{{"spec":"udp-listen:{}"}}"#, controller.mavlink);
    for (body, status, code) in [
        (r#"{"spec":"pigeon:7"}"#, 400, "bad_link"),
        (r#"{"spec":"udp:","x":1}"#, 400, "unknown_field"),
        (taken.as_str(), 409, "port_taken"),
    ] {
        let reply = commander.post("/api/v1/links", body).unwrap();
        assert_eq!((reply.status, reply.json()["code"].as_str().unwrap()), (status, code), "{body}");
    }
}
