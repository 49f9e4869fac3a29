//! The market alarm, from the call to the aircraft's return: the mission every change is measured on.

use controller_engine::{Record, hex, line};
use harness::{book, county};
use sim::lockstep;

fn run(seed: u64) -> (lockstep::Run, Vec<Record>) {
    let mut records = Vec::new();
    let scenario = county::scenario("market-alarm.toml");
    let run = lockstep::run(county::setup(), &scenario, seed, &mut |record| records.push(record.clone())).unwrap();
    (run, records)
}

#[test]
fn every_hop_from_the_call_to_the_landing_is_recorded_in_its_order() {
    let (run, records) = run(7);
    assert!(run.closed, "the incident is closed");
    let start = records[0].at;
    let lines: Vec<String> = records.iter().map(|record| line::of(record, start)).collect();
    // An urgent call: the unit is sent with the question about the aircraft, and each goes its own way.
    for story in [
        &[
            "incident_reported",
            "incident_assessed",
            "tasking_sent",
            "reply=received",
            "reply=acknowledged",
            "reply=en_route",
            "reply=on_scene",
            "reply=done",
            "incident_resolved",
            "order_given",
            "sortie_returning",
            "incident_closed",
            "sortie_ended",
        ][..],
        &[
            "incident_assessed",
            "approval_requested",
            "approval_granted",
            "sortie_ordered",
            "progress=verified",
            "progress=done",
            "sortie_airborne",
            "track_confirmed",
            "incident_resolved",
        ],
    ] {
        let mut rest = lines.iter();
        for hop in story {
            assert!(rest.any(|line| line.contains(hop)), "no {hop} in its place:\n{}", lines.join("\n"));
        }
    }
    assert!(lines.iter().any(|line| line.contains("sortie_on_scene")));
    assert_eq!(book::faults(&records), Vec::<String>::new());
    assert_eq!(run.refused, Vec::<String>::new(), "nobody said anything the controller had to refuse");
}

#[test]
fn every_line_keeps_the_one_grammar() {
    let (_, records) = run(7);
    for record in &records {
        let text = line::of(record, records[0].at);
        let mut parts = text.split(' ');
        let time = parts.next().unwrap();
        assert!(time.len() == 14 && time.starts_with("T+") && time.as_bytes()[10] == b'.', "{text}");
        assert_eq!(parts.next(), Some(record.kind.as_str()), "{text}");
        let pairs: Vec<(&str, &str)> =
            parts.map(|part| part.split_once('=').unwrap_or_else(|| panic!("{text}"))).collect();
        assert!(pairs.iter().all(|(key, value)| !key.is_empty() && !value.is_empty()), "{text}");
        assert_eq!(pairs.iter().filter(|(key, _)| *key == "why").count(), 1, "every event has one reason: {text}");
    }
}

#[test]
fn the_same_seed_is_the_same_run_to_the_byte_and_another_seed_is_another() {
    let (first, records) = run(7);
    let (again, repeat) = run(7);
    assert_eq!(hex(&first.hash), hex(&again.hash));
    assert_eq!(records, repeat);
    let (other, _) = run(8);
    assert_ne!(hex(&first.hash), hex(&other.hash));
}
