//! What it costs to verify a signature: the same frames through a squadron without keys and through one with, turn about;
//! beside it the bare hash of as many bytes, which nobody can be faster than.

use controller_core::VehicleId;
use controller_link::codec::{Attitude, Header, Heartbeat, Message, encode};
use controller_link::signing::{Horizons, Key, sign, stamp};
use controller_link::{Enrolled, LinkConfig, Squadron};
use geodata::Timestamp;
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::net::SocketAddr;
use std::time::Instant;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
const FRAMES: u64 = 20_000;
const ROUNDS: usize = 15;

fn frames(signed: bool, round: usize) -> Vec<Vec<u8>> {
    let key = Key::new([7; 32]);
    (0..FRAMES)
        .map(|number| {
            let first = number == 0;
            let beat = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() };
            let attitude =
                Attitude { time_boot_ms: 1, roll: number as f32, pitch: 0.1, yaw: 0.2, ..Attitude::default() };
            let message: Message = if first { beat.into() } else { attitude.into() };
            let bytes =
                encode(Header { system: 3, component: 1, sequence: (round as u64 * FRAMES + number) as u8 }, &message);
            let time = stamp(NOW) + round as u64 * FRAMES + number;
            if signed { sign(&key, bytes, 0, time) } else { bytes }
        })
        .collect()
}

fn squadron(keyed: bool) -> Squadron {
    let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    if keyed {
        squadron.secure([(VehicleId(3), Key::new([7; 32]))].into(), &Horizons::new());
        squadron.keep(None);
    }
    squadron
}

fn nanos(squadron: &mut Squadron, frames: &[Vec<u8>]) -> f64 {
    let from = SocketAddr::from(([10, 0, 0, 3], 14_550));
    let start = Instant::now();
    for bytes in frames {
        squadron.receive(NOW, from, bytes);
    }
    let each = start.elapsed().as_nanos() as f64 / frames.len() as f64;
    black_box(squadron.drain());
    each
}

pub fn verify() {
    let (mut plain, mut keyed) = (squadron(false), squadron(true));
    let (mut without, mut with, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        without.push(nanos(&mut plain, &frames(false, round)));
        let signed = frames(true, round);
        with.push(nanos(&mut keyed, &signed));
        let start = Instant::now();
        for bytes in &signed {
            black_box(Sha256::new_with_prefix([7; 32]).chain_update(&bytes[..bytes.len() - 6]).finalize());
        }
        bare.push(start.elapsed().as_nanos() as f64 / FRAMES as f64);
    }
    assert_eq!(keyed.counters().handled, ROUNDS as u64 * FRAMES, "{:?}", keyed.counters());
    let median = |all: &mut Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let (without, with, bare) = (median(&mut without), median(&mut with), median(&mut bare));
    println!(
        "ingest/verify plain={without:.0} ns signed={with:.0} ns added={:.0} ns bare_hash={bare:.0} ns",
        with - without
    );
}
