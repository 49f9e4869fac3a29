//! What a vehicle costs in memory without its track: ten thousand of them say who they are, where they are and how they are,
//! and the process tells how much larger it became. Usage: memory [VEHICLES]

use controller_core::VehicleId;
use controller_link::codec::{
    BatteryStatus, GlobalPositionInt, GpsRawInt, Header, Heartbeat, Message, SysStatus, encode,
};
use controller_link::{Enrolled, LinkConfig, LinkId, Peer, Squadron};
use geodata::{Seconds, Timestamp};

/// The goal, in bytes a vehicle.
const GOAL: u64 = 2_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vehicles: u32 = std::env::args().nth(1).map_or(Ok(10_000), |word| word.parse())?;
    let roster = (1..=vehicles).map(|id| Enrolled { vehicle: VehicleId(id), system_id: 1_000 + id }).collect();
    let config = LinkConfig { roster, ..LinkConfig::default() };
    let before = resident()?;
    let mut squadron = Squadron::new(config);
    let mut at = Timestamp(1_800_000_000_000_000);
    for second in 0..5 {
        for id in 1..=vehicles {
            speak(&mut squadron, at, 1_000 + id, second);
            drop(squadron.drain());
        }
        at = at.plus(Seconds(1.0));
        squadron.tick(at);
        drop(squadron.drain());
    }
    let each = resident()?.saturating_sub(before) / u64::from(vehicles);
    println!("{vehicles} vehicles, {} heard: {each} bytes each, goal {GOAL}", squadron.air().len());
    if each > GOAL { Err(format!("memory: {each} bytes a vehicle are more than {GOAL}").into()) } else { Ok(()) }
}

/// One second of one vehicle.
fn speak(squadron: &mut Squadron, at: Timestamp, system: u32, second: u8) {
    let messages: [Message; 5] = [
        Heartbeat { kind: 2, autopilot: 12, custom_mode: 0x0304_0000, ..Heartbeat::default() }.into(),
        GlobalPositionInt { lat: 471_000_000, lon: 95_000_000, alt: 480_000, ..GlobalPositionInt::default() }.into(),
        SysStatus { onboard_control_sensors_health: 0x1000_0020, battery_remaining: 80, ..SysStatus::default() }.into(),
        GpsRawInt { fix_type: 3, satellites_visible: 14, ..GpsRawInt::default() }.into(),
        BatteryStatus { battery_remaining: 80, ..BatteryStatus::default() }.into(),
    ];
    let [high, low, ..] = u32::to_be_bytes(system << 16);
    let from = Peer { link: LinkId(0), address: ([10, 0, high, low], 14_550).into() };
    for (message, number) in messages.iter().zip(0..) {
        let header = Header { system, component: 1, sequence: 5 * second + number };
        squadron.receive(at, from, &encode(header, message));
    }
}

/// Bytes of this process that are in memory (Linux).
fn resident() -> Result<u64, Box<dyn std::error::Error>> {
    let told = std::fs::read_to_string("/proc/self/statm")?;
    let pages: u64 = told.split_whitespace().nth(1).ok_or("no second number in /proc/self/statm")?.parse()?;
    Ok(pages * 4_096)
}
