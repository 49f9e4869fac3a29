//! Links to aircraft that come and go while the controller runs, and who may do that.

use controller_link::codec::{Header, Heartbeat, encode};
use harness::controller::{Controller, Start, run};
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

/// A frame of the first aircraft, on the air.
fn frame(sequence: u8) -> Vec<u8> {
    let beat = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() };
    encode(Header { system: 1, component: 1, sequence }, &beat.into())
}

#[test]
fn what_was_sent_is_handled_or_missing_to_the_frame_by_link_and_by_vehicle_and_all_of_it_is_recorded() {
    let folder = Scratch::new("links");
    let controller = Controller::start(Start::on(folder.path()));
    let operator = controller.client("operator");
    let aircraft = UdpSocket::bind("127.0.0.1:0").unwrap();
    let say = |bytes: &[u8]| aircraft.send_to(bytes, controller.mavlink).unwrap();
    // 200 frames: 20 lost, 10 spoilt, 5 with a number nobody knows, 5 said twice, the last one good.
    for sequence in 0..200 {
        let mut bytes = frame(sequence);
        match sequence % 20 {
            3 | 4 => continue,
            7 => *bytes.last_mut().unwrap() ^= 1,
            9 if sequence < 100 => bytes[9] = 0x7F,
            11 if sequence < 100 => drop(say(&bytes)),
            _ => {}
        }
        say(&bytes);
    }
    let links = || operator.get("/api/v1/links").unwrap().json();
    while links()["links"][0]["account"]["handled"] != 165 {
        std::thread::yield_now();
    }
    let told = links();
    let account = &told["links"][0]["account"];
    let of = |name: &str| account[name].as_u64().unwrap();
    assert_eq!((of("sent"), of("gaps"), of("bad_crc"), of("unknown"), of("kernel_drops")), (200, 20, 10, 5, 0));
    assert_eq!((of("duplicates"), of("late"), of("uncounted"), of("garbage_bytes")), (5, 0, 0, 0));
    let vehicle = &told["vehicles"][0];
    let of = |name: &str| vehicle[name].as_u64().unwrap();
    assert_eq!((of("system"), of("link"), of("sent"), of("handled"), of("missing")), (1, 0, 200, 165, 35));
    assert_eq!(told["vehicles"].as_array().unwrap().len(), 1, "nobody else was heard");

    // All of it is on the disk within a moment.
    let recorder = || operator.get("/api/v1/recorder").unwrap().json();
    while recorder()["datagrams"].as_u64() < Some(185) {
        std::thread::yield_now();
    }
    let state = recorder();
    assert!(state["recording"] == true && state["dropped"] == 0 && state["unwritten"] == 0, "{state}");
    assert_eq!(controller.client("viewer").get("/api/v1/recorder").unwrap().status, 403);
    let data = folder.path().display().to_string();
    let log = folder.path().join("one.tlog");
    let exported = || {
        let words = ["recorder", "export", "--data", &data, "--tlog", &log.display().to_string(), "--system", "1"];
        let export = run(&words);
        assert!(export.status.success(), "{export:?}");
        let bytes = std::fs::read(&log).unwrap();
        let is_there = |frame: &[u8]| bytes.windows(frame.len()).any(|window| window == frame);
        (0..200).filter(|sequence| is_there(&frame(*sequence))).count()
    };
    // What is on the disk may be read while the rest is on its way.
    while exported() < 165 {
        std::thread::yield_now();
    }
    assert_eq!(exported(), 165);
    let listed = String::from_utf8(run(&["recorder", "list", "--data", &data]).stdout).unwrap();
    assert!(listed.starts_with("recording file=flight-") && listed.contains("systems=1"), "{listed}");
    let nothing = run(&["recorder", "export", "--data", &data]);
    assert_eq!(nothing.status.code(), Some(2), "neither --tlog nor --mcap");
}

#[test]
fn a_link_opened_at_run_time_is_open_again_after_a_kill_and_a_closed_one_is_not() {
    let folder = Scratch::new("links");
    let mut controller = Controller::start(Start::on(folder.path()));
    let commander = controller.client("commander");
    let open = |spec: &str| {
        let reply = commander.post("/api/v1/links", &format!(r#"{{"spec":"{spec}"}}"#)).unwrap();
        assert_eq!(reply.status, 201, "{}", reply.json());
        reply.json()["link"].as_u64().unwrap()
    };
    open("serial:/dev/skyground-none:57600");
    let goes = open("tcp:127.0.0.1:9");
    assert_eq!(commander.send("DELETE", &format!("/api/v1/links/{goes}"), &[], b"").unwrap().status, 200);
    // The list is written behind the answer: the kill comes when it is there.
    let written = r#"["serial:/dev/skyground-none:57600"]"#;
    while !std::fs::read_to_string(folder.path().join("links.json")).is_ok_and(|text| text == written) {
        std::thread::yield_now();
    }
    for _ in 0..2 {
        controller = controller.again();
        let links = commander.get("/api/v1/links").unwrap().json();
        let specs: Vec<&str> =
            links["links"].as_array().unwrap().iter().map(|one| one["spec"].as_str().unwrap()).collect();
        assert_eq!(specs[1..], ["serial:/dev/skyground-none:57600"]);
    }
}
