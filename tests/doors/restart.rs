//! `kill -9`: the controller is back within a second, knows every alarm it answered for, and lets people go on without a
//! new login.

use harness::controller::{Controller, Start, run};
use harness::{Client, Scratch};
use std::time::Duration;

/// Each of another event: a kilometre from the one before.
fn alarm(round: usize) -> String {
    format!(r#"{{"kind":"theft","priority":2,"at":{{"lat":47.1{round},"lon":9.52}},"source":"110"}}"#)
}

fn incidents(client: &Client) -> usize {
    client.get("/api/v1/snapshot").unwrap().json()["incidents"].as_array().unwrap().len()
}

#[test]
fn every_alarm_that_was_answered_is_there_after_a_kill_and_a_repeat_is_not_a_second_one() {
    let folder = Scratch::new("restart");
    let mut controller = Controller::start(Start::on(folder.path()));
    let client = controller.client("dispatcher");
    for round in 1..=5 {
        let (key, alarm) = (format!("alarm-{round}"), alarm(round));
        let first = client.post_with_key("/api/v1/alarms", &key, &alarm).unwrap().json();
        controller = controller.again();
        assert!(controller.ready_after < Duration::from_secs(1), "back after {:?}", controller.ready_after);
        let again = client.post_with_key("/api/v1/alarms", &key, &alarm).unwrap();
        assert_eq!((again.status, again.json()), (201, first), "the same alarm after the restart");
        assert_eq!(incidents(&client), round, "and the session of before still holds");
    }
    drop(controller);
    let verdict = run(&["audit", "verify", &folder.path().display().to_string()]);
    assert!(verdict.status.success(), "{verdict:?}");
}
