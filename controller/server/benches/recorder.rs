//! What the recorder costs: `recorder/enqueue`, one datagram laid into its queue as the radios do it, in percentiles while
//! its thread writes; and the processor time of that thread at 50,000 messages a second, with what they take on the disk.
//! `recorder/burst` is the same with a full queue: dropping must not cost more than taking.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

#[path = "ingest/threads.rs"]
mod threads;

use controller_link::codec::{Attitude, GlobalPositionInt, Header, Heartbeat, Message, SysStatus, VfrHud, encode};
use controller_link::{LinkId, Peer};
use controller_server::clock::Clock;
use controller_server::radio::Tap as _;
use controller_server::recorder::{Keep, Recorder};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use threads::{cpu, percentile};

const AIRCRAFT: u32 = 1_000;
const A_SECOND: u32 = 50_000;
const LASTS: u32 = 5;

fn main() {
    let folder = std::env::temp_dir().join(format!("skyground-recorder-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    steady(&folder);
    burst(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// What aircraft say, a second's worth, each a little different from the one before.
fn traffic(second: u32) -> Vec<(Peer, Vec<u8>)> {
    let rounds = A_SECOND / AIRCRAFT;
    let each = (0..rounds).flat_map(|round| (1..=AIRCRAFT).map(move |system| (round, system)));
    each.map(|(round, system)| said(second * rounds + round, system)).collect()
}

fn said(step: u32, system: u32) -> (Peer, Vec<u8>) {
    let wave = ((step + system) as f32 * 0.37).sin();
    let turn = (1_000.0 * wave) as i32;
    let boot = 20 * step + system;
    let message: Message = match step % 5 {
        0 => Attitude {
            time_boot_ms: boot,
            roll: wave,
            pitch: -0.3 * wave,
            yaw: 2.0 * wave,
            rollspeed: 0.01 * wave,
            ..Attitude::default()
        }
        .into(),
        1 => GlobalPositionInt {
            time_boot_ms: boot,
            lat: 471_410_000 + 97 * turn,
            lon: 95_215_000 - 31 * turn,
            alt: 520_000 + turn,
            relative_alt: 60_000 + turn,
            vx: turn as i16,
            vy: -turn as i16,
            hdg: (18_000 + turn) as u16,
            ..GlobalPositionInt::default()
        }
        .into(),
        2 => VfrHud {
            airspeed: 8.0 + wave,
            groundspeed: 8.0 - wave,
            alt: 520.0 + wave,
            climb: wave,
            heading: turn as i16,
            throttle: 51,
        }
        .into(),
        3 => SysStatus {
            voltage_battery: 22_000 + turn as u16 % 100,
            current_battery: 1_500 + turn as i16,
            battery_remaining: 71,
            load: 410,
            ..SysStatus::default()
        }
        .into(),
        _ => Heartbeat {
            custom_mode: 0x0404_0000,
            kind: 2,
            autopilot: 12,
            base_mode: 157,
            system_status: 4,
            mavlink_version: 3,
        }
        .into(),
    };
    let address = SocketAddr::from(([10, 0, (system >> 8) as u8, system as u8], 14_550));
    let header = Header { system, component: 1, sequence: step as u8 };
    (Peer { link: LinkId(0), address }, encode(header, &message))
}

/// In turns of two milliseconds, as the radios' threads take it.
fn steady(folder: &std::path::Path) {
    let clock = Clock::start(None);
    let recorder = Recorder::start(folder, Keep::default(), clock).unwrap().unwrap();
    let (before, mut waits) = (cpu("recorder"), Vec::new());
    let start = Instant::now();
    let mut put = 0_u32;
    for second in 0..LASTS {
        for piece in traffic(second).chunks(A_SECOND as usize / 500) {
            let due = Duration::from_secs_f64(f64::from(put) / f64::from(A_SECOND));
            std::thread::sleep(due.saturating_sub(start.elapsed()));
            let at = clock.now();
            for (peer, bytes) in piece {
                let began = Instant::now();
                recorder.heard(at, *peer, bytes);
                waits.push(began.elapsed());
                put += 1;
            }
        }
    }
    let took = start.elapsed().as_secs_f64();
    std::thread::sleep(Duration::from_millis(300));
    let spent = cpu("recorder") - before;
    let state = recorder.state();
    waits.sort_unstable();
    println!(
        "recorder/enqueue: {:.0}/s, {} datagrams: p50 {} ns, p99 {} ns, p99.9 {} ns, max {} us; dropped {}",
        f64::from(put) / took,
        put,
        percentile(&waits, 0.5).as_nanos(),
        percentile(&waits, 0.99).as_nanos(),
        percentile(&waits, 0.999).as_nanos(),
        percentile(&waits, 1.0).as_micros(),
        state.dropped,
    );
    println!(
        "recorder/thread: {:.2} % of a core ({:.0} ns a datagram), {} segments, {:.1} MB -> {:.1} MB on the disk ({:.2}x the frames)",
        100.0 * spent.as_secs_f64() / took,
        spent.as_nanos() as f64 / f64::from(put),
        state.segments,
        state.bytes as f64 / 1e6,
        state.bytes_on_disk as f64 / 1e6,
        state.bytes_on_disk as f64 / state.bytes as f64,
    );
}

/// All at once: what does not fit is dropped.
fn burst(folder: &std::path::Path) {
    let clock = Clock::start(None);
    let recorder = Recorder::start(folder, Keep::default(), clock).unwrap().unwrap();
    let (said, at) = (traffic(0), clock.now());
    let mut waits = Vec::with_capacity(20 * said.len());
    for _ in 0..20 {
        for (peer, bytes) in &said {
            let began = Instant::now();
            recorder.heard(at, *peer, bytes);
            waits.push(began.elapsed());
        }
    }
    waits.sort_unstable();
    println!(
        "recorder/burst: {} datagrams: p50 {} ns, p99 {} ns, max {} us; dropped {}",
        waits.len(),
        percentile(&waits, 0.5).as_nanos(),
        percentile(&waits, 0.99).as_nanos(),
        percentile(&waits, 1.0).as_micros(),
        recorder.state().dropped,
    );
}
