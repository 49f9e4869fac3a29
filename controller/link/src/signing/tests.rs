//! Signatures, replays, restarts and clocks.

use super::*;
use crate::codec::{Header, Heartbeat, Timesync, decode, encode, scan};
use crate::{Enrolled, LinkConfig, Peer, Squadron};
use controller_core::SkyReport;
use geodata::Seconds;
use std::net::SocketAddr;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
const VEHICLE: VehicleId = VehicleId(3);

fn key() -> Key {
    Key::new([7; 32])
}

fn frame(sequence: u8, time: u64, link: u8) -> Vec<u8> {
    let beat = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() };
    let header = Header { system: 3, component: 1, sequence };
    sign(&key(), encode(header, &beat.into()), link, time)
}

fn peer() -> Peer {
    SocketAddr::from(([10, 0, 0, 3], 14_550)).into()
}

/// A link with one keyed vehicle, everything accepted being durable up to `kept`.
fn secured(kept: &Horizons) -> Squadron {
    let roster = vec![Enrolled { vehicle: VEHICLE, system_id: 3 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    squadron.secure([(VEHICLE, key())].into(), kept);
    squadron
}

/// What the shell does each second.
fn persist(squadron: &mut Squadron, at: Timestamp, kept: &mut Horizons) {
    if let Some(more) = squadron.horizons(at, kept) {
        *kept = more;
        squadron.keep(Some(kept));
    }
}

fn taken(squadron: &mut Squadron, at: Timestamp, bytes: &[u8]) -> bool {
    let before = squadron.counters().handled;
    squadron.receive(at, peer(), bytes);
    squadron.counters().handled > before
}

/// Makes what follows acceptable: the first frame asks for a horizon, the shell keeps it.
fn started(at: Timestamp, kept: &mut Horizons) -> Squadron {
    let mut squadron = secured(kept);
    assert!(!taken(&mut squadron, at, &frame(0, stamp(at), 0)), "nothing is durable yet");
    persist(&mut squadron, at, kept);
    squadron
}

#[test]
fn a_signature_is_that_of_the_standards_own_implementation() {
    // Key 32 times 0x2A, link 3, time 123456789: HEARTBEAT of system 1 component 1 sequence 5, signed by pymavlink 2.4.50.
    let beat = Heartbeat { custom_mode: 3, kind: 2, autopilot: 3, base_mode: 81, system_status: 4, mavlink_version: 3 };
    let bytes = encode(Header { system: 1, component: 1, sequence: 5 }, &beat.into());
    let signed = sign(&Key::new([0x2A; 32]), bytes, 3, 123_456_789);
    let hex: String = signed.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, GOLDEN);
}

const GOLDEN: &str = "fd0901000501010000000300000002035104031b340315cd5b070000469ef7c68112";

#[test]
fn what_is_signed_reads_as_before_and_what_is_no_frame_stays_as_it_is() {
    let bytes = frame(9, 1, 0);
    let whole: Vec<_> = scan(&bytes).collect();
    assert!(matches!(whole.as_slice(), [Ok(raw)] if raw.signature.is_some() && raw.header.sequence == 9));
    assert_eq!(sign(&key(), bytes.clone(), 0, 2), bytes, "signed once");
    assert_eq!(sign(&key(), vec![1, 2, 3], 0, 2), [1, 2, 3]);
}

#[test]
fn an_unsigned_frame_a_wrong_key_and_a_changed_byte_are_refused_and_counted() {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    let header = Header { system: 3, component: 1, sequence: 1 };
    let plain = encode(header, &Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() }.into());
    assert!(!taken(&mut squadron, NOW, &plain));
    assert!(!taken(&mut squadron, NOW, &sign(&Key::new([8; 32]), plain, 0, stamp(NOW) + 5)));
    let good = frame(2, stamp(NOW) + 9, 0);
    for place in good.len() - SIGNATURE..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1;
        assert!(!taken(&mut squadron, NOW, &bad), "byte {place}");
    }
    assert!(taken(&mut squadron, NOW, &good));
    let counters = squadron.counters();
    assert_eq!((counters.unsigned, counters.handled), (1, 1));
    // Of the thirteen bytes some are the time: what they make old or future is refused before it is hashed.
    assert_eq!(counters.bad_signatures + counters.replayed + counters.ahead, 1 + 13, "{counters:?}");
}

#[test]
fn what_was_accepted_is_never_accepted_again_not_even_after_a_crash_at_any_moment() {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    let mut captured = Vec::new();
    // Ten minutes at 20 frames a second over two links, persisted once a second.
    for step in 1..12_000u64 {
        let at = NOW.plus(Seconds(step as f64 * 0.05));
        let bytes = frame(step as u8, stamp(at), (step % 2) as u8);
        assert!(taken(&mut squadron, at, &bytes), "step {step}");
        captured.push(bytes);
        if step % 20 == 0 {
            persist(&mut squadron, at, &mut kept);
        }
        if step % 997 == 0 {
            // A crash here: only what is kept is left.
            let mut after = secured(&kept);
            let heard = captured.iter().rev().take(3_000).filter(|bytes| taken(&mut after, at, bytes)).count();
            assert_eq!(heard, 0, "replayed after a crash at step {step}");
            // And the live vehicle is heard again within the reserve.
            let later = at.plus(Seconds(3.1));
            assert!(!taken(&mut after, later, &frame(0, stamp(later), 0)));
            let mut kept = kept.clone();
            persist(&mut after, later, &mut kept);
            assert!(taken(&mut after, later.plus(Seconds(0.1)), &frame(1, stamp(later) + 10_000, 0)));
        }
    }
    let again = captured.iter().filter(|bytes| taken(&mut squadron, NOW.plus(Seconds(601.0)), bytes)).count();
    assert_eq!(again, 0);
}

#[test]
fn a_million_captured_frames_replayed_before_and_after_a_restart_are_all_refused() {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    squadron.keep(None);
    let captured: Vec<_> = (1..=1_000u64).map(|step| frame(step as u8, stamp(NOW) + 10 * step, 0)).collect();
    assert!(captured.iter().all(|bytes| taken(&mut squadron, NOW, bytes)));
    persist(&mut squadron, NOW, &mut kept);
    let before = squadron.counters().handled;
    let mut after = secured(&kept);
    for round in 0..500 {
        let at = NOW.plus(Seconds(f64::from(round) * 0.01));
        for bytes in &captured {
            squadron.receive(at, peer(), bytes);
            after.receive(at, peer(), bytes);
        }
    }
    assert_eq!((squadron.counters().handled - before, after.counters().handled), (0, 0));
    assert_eq!((squadron.counters().replayed, after.counters().replayed), (500_000, 500_000));
}

#[test]
fn a_clock_in_the_future_moves_nobody_elses_time() {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    squadron.keep(None);
    let year = 365 * 86_400 * 100_000;
    assert!(!taken(&mut squadron, NOW, &frame(1, stamp(NOW) + year, 9)));
    assert!(taken(&mut squadron, NOW, &frame(2, stamp(NOW) + 59 * 100_000, 9)), "within a minute, its own stream");
    assert!(taken(&mut squadron, NOW, &frame(3, stamp(NOW) + 1, 0)), "the others go on");
    assert_eq!(squadron.counters().ahead, 1);
}

#[test]
fn a_new_stream_that_lies_a_minute_behind_is_a_recording() {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    assert!(!taken(&mut squadron, NOW, &frame(1, stamp(NOW) - 61 * 100_000, 5)));
    assert!(taken(&mut squadron, NOW, &frame(1, stamp(NOW) - 50 * 100_000, 5)));
}

#[test]
fn all_we_send_a_vehicle_with_a_key_is_signed_with_rising_times() {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    let mut times = Vec::new();
    for second in 0..20 {
        let at = NOW.plus(Seconds(f64::from(second) + 0.5));
        persist(&mut squadron, at, &mut kept);
        assert!(taken(&mut squadron, at, &frame(second as u8, stamp(at), 0)) || second == 0);
        squadron.tick(at);
        for datagram in squadron.drain().datagrams {
            let raw = scan(&datagram.bytes).next().unwrap().unwrap();
            match raw.signature {
                None => assert_eq!(raw.id, 111, "only the probe is unsigned"),
                Some(signature) => {
                    let body = &datagram.bytes[..datagram.bytes.len() - TAG];
                    assert_eq!(tag(&key(), body), signature[7..]);
                    times.push(u64::from_le_bytes([
                        signature[1],
                        signature[2],
                        signature[3],
                        signature[4],
                        signature[5],
                        signature[6],
                        0,
                        0,
                    ]));
                }
            }
        }
    }
    assert!(times.len() > 20 && times.is_sorted_by(|a, b| a < b), "{times:?}");
}

/// Runs the probe against a vehicle that answers what it is sent when `obeys` says so.
fn probed(obeys: impl Fn(bool) -> bool) -> Vec<bool> {
    let mut kept = Horizons::new();
    let mut squadron = started(NOW, &mut kept);
    squadron.keep(None);
    let (mut verdicts, mut sequence) = (Vec::new(), 0u8);
    for step in 0..200 {
        let at = NOW.plus(Seconds(f64::from(step) * 0.1));
        if step % 10 == 0 {
            sequence = sequence.wrapping_add(1);
            squadron.receive(at, peer(), &frame(sequence, stamp(at), 0));
        }
        squadron.tick(at);
        let drained = squadron.drain();
        for datagram in &drained.datagrams {
            let raw = scan(&datagram.bytes).next().unwrap().unwrap();
            let Some(Ok(sent)) = decode(&datagram.bytes).next() else { panic!("no frame") };
            if let Some(crate::codec::Message::Timesync(ask)) = sent.message
                && obeys(raw.signature.is_some())
            {
                sequence = sequence.wrapping_add(1);
                let answer = Timesync { tc1: 5, ts1: ask.ts1, ..Timesync::default() };
                let header = Header { system: 3, component: 1, sequence };
                let time = stamp(at) + 1 + u64::from(sequence);
                squadron.receive(at, peer(), &sign(&key(), encode(header, &answer.into()), 0, time));
            }
        }
        let told = drained.reports.into_iter().chain(squadron.drain().reports);
        verdicts.extend(told.filter_map(|(_, report)| match report {
            SkyReport::AskedUnsigned { answered } => Some(answered),
            _ => None,
        }));
    }
    verdicts
}

#[test]
fn whether_the_aircraft_itself_refuses_the_unsigned_is_found_out() {
    assert_eq!(probed(|signed| signed), [false], "it takes only what is signed");
    assert_eq!(probed(|_| true), [true], "it takes anything");
    assert_eq!(probed(|_| false), [] as [bool; 0], "it answers nothing: nothing is known");
}

#[test]
fn a_key_shows_its_fingerprint_and_never_itself() {
    let shown = format!("{:?} {:?}", key(), Signed::new(key(), Horizon::default()));
    assert!(!shown.contains("7, 7") && !shown.contains("0707"), "{shown}");
    assert_eq!(key().fingerprint().len(), 8);
}
