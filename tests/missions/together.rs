//! What the radios bring in a batch leads to the same as the same datagrams one by one.

use controller_engine::{Engine, Output, Stimulus};
use controller_link::codec::{
    ExtendedSysState, GlobalPositionInt, Header, Heartbeat, Message, Statustext, SysStatus, encode,
};
use controller_link::{Batch, Peer};
use geodata::{Seconds, Timestamp};
use harness::county::setup;
use std::collections::BTreeSet;
use std::net::SocketAddr;

const START: Timestamp = Timestamp::from_millis(1_778_000_000_000);

/// A small generator (the constants of Knuth's MMIX).
fn roll(seed: &mut u64, sides: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % sides
}

fn message(seed: &mut u64) -> Message {
    let flies = roll(seed, 4) > 0;
    match roll(seed, 6) {
        0 => {
            let base_mode = if flies { 0x9D } else { 0x1D };
            Heartbeat { kind: 2, autopilot: 12, base_mode, custom_mode: 0x0304_0000, ..Heartbeat::default() }.into()
        }
        1 => {
            let battery_remaining = 20 + i8::try_from(roll(seed, 70)).unwrap();
            SysStatus { onboard_control_sensors_health: 0x1000_002F, battery_remaining, ..SysStatus::default() }.into()
        }
        2 => ExtendedSysState { landed_state: if flies { 2 } else { 1 }, ..ExtendedSysState::default() }.into(),
        3 => Statustext { severity: 3, text: "compass".into(), ..Statustext::default() }.into(),
        _ => {
            let moved = i32::try_from(roll(seed, 10_000)).unwrap();
            let lat = 471_410_000 + moved;
            GlobalPositionInt { lat, lon: 95_215_000, alt: 520_000, relative_alt: 60_000, ..Default::default() }.into()
        }
    }
}

/// What left an engine, without an order where there is none.
fn told(outputs: &[Output]) -> (Vec<String>, BTreeSet<Vec<u8>>, BTreeSet<u32>) {
    let records = outputs.iter().flat_map(|output| &output.records);
    let mut records: Vec<String> = records.map(|record| format!("{} {}", record.kind, record.body)).collect();
    records.sort();
    let frames = outputs.iter().flat_map(|output| &output.datagrams).map(|datagram| datagram.bytes.clone()).collect();
    let touched = outputs.iter().flat_map(|output| &output.touched.vehicles).map(|vehicle| vehicle.0).collect();
    (records, frames, touched)
}

#[test]
fn a_batch_of_telemetry_leads_to_the_same_as_its_datagrams_one_by_one() {
    let squadron: Vec<u32> = setup().plan.squadron.iter().map(|aircraft| aircraft.system_id).collect();
    for seed in 1..=8_u64 {
        let mut random = seed;
        let (mut together, _) = Engine::start(setup(), START);
        let (mut single, _) = Engine::start(setup(), START);
        let mut sequences = vec![0_u8; squadron.len()];
        let mut at = START;
        for turn in 0..150 {
            at = at.plus(Seconds(0.1));
            let mut batch = Batch::default();
            for _ in 0..=roll(&mut random, 12) {
                let index = usize::try_from(roll(&mut random, squadron.len() as u64)).unwrap();
                let header = Header { system: squadron[index], component: 1, sequence: sequences[index] };
                sequences[index] = sequences[index].wrapping_add(1);
                let port = 14_000 + u16::try_from(index).unwrap();
                let peer = Peer::from(SocketAddr::from(([127, 0, 0, 1], port)));
                batch.push(at, peer, &encode(header, &message(&mut random)));
            }
            let mut one_by_one: Vec<Output> = batch
                .iter()
                .map(|(_, from, bytes)| single.receive(at, Stimulus::Datagram { from, bytes: bytes.to_vec() }))
                .collect();
            let mut all = vec![together.hear(at, &batch)];
            one_by_one.push(single.receive(at, Stimulus::Clock));
            all.push(together.receive(at, Stimulus::Clock));
            let ((records, frames, touched), slow) = (told(&all), told(&one_by_one));
            assert_eq!((&records, &frames), (&slow.0, &slow.1), "seed {seed}, turn {turn}");
            // What changed and changed back within a batch need not be shown.
            assert!(touched.is_subset(&slow.2), "seed {seed}, turn {turn}");
            assert_eq!(together.controller().picture.fleet, single.controller().picture.fleet);
            assert_eq!(together.counters(), single.counters());
        }
    }
}
