//! What a vehicle costs in memory without its track: squadrons of aircraft of both makes say who they are and answer what
//! they are asked, until all are enrolled, known and ready; then they fly on for a while, and the process tells how much
//! larger it became. Usage: memory [VEHICLES]

use controller_core::{SkyReport, VehicleId};
use controller_link::codec::{
    Attitude, AutopilotVersion, BatteryStatus, CommandAck, EkfStatusReport, EstimatorStatus, ExtendedSysState,
    GlobalPositionInt, GpsRawInt, Header, Heartbeat, HomePosition, Message, MissionCurrent, ParamValue, SysStatus,
    SystemTime, Timesync, WindCov, encode, scan,
};
use controller_link::{Enrolled, LinkConfig, LinkId, Peer, Squadron};
use geodata::Timestamp;

/// The goal, in bytes a vehicle.
const GOAL: u64 = 2_000;
/// Vehicles of one squadron: so many can be named by a message to them.
const SQUADRON: u32 = 250;
/// How long they fly, in fifths of a second.
const FIFTHS: u32 = 5 * 30;
/// Between two of one squadron, microseconds: they speak one after the other.
const APART: i64 = 200_000 / SQUADRON as i64;
const START: i64 = 1_800_000_000_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vehicles: u32 = std::env::args().nth(1).map_or(Ok(10_000), |word| word.parse())?;
    let squadrons = vehicles.div_ceil(SQUADRON);
    let vehicles = squadrons * SQUADRON;
    // What the first one makes grow once for all is no vehicle's; it stays, so that nobody moves in where it was.
    let (first, mut ready) = fly();
    let before = resident()?;
    let mut all = vec![first];
    for _ in 0..squadrons {
        let (squadron, these) = fly();
        ready = ready.min(these);
        all.push(squadron);
    }
    let each = resident()?.saturating_sub(before) / u64::from(vehicles);
    let heard: usize = all.iter().skip(1).map(|squadron| squadron.air().len()).sum();
    println!("{vehicles} vehicles, {heard} heard: {each} bytes each, goal {GOAL}");
    if ready < SQUADRON as usize {
        return Err(format!("memory: only {ready} of {SQUADRON} became ready: this measures too little").into());
    }
    if each > GOAL { Err(format!("memory: {each} bytes a vehicle are more than {GOAL}").into()) } else { Ok(()) }
}

/// A squadron in flight, and how many of it are identified, have told all their parameters and are ready.
fn fly() -> (Squadron, usize) {
    let roster = (1..=SQUADRON).map(|id| Enrolled { vehicle: VehicleId(id), system_id: id }).collect();
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let mut fleet: Vec<Aircraft> = (1..=SQUADRON).map(Aircraft::new).collect();
    for fifth in 0..FIFTHS {
        for place in 0..fleet.len() {
            let at = Timestamp(START + i64::from(fifth) * 200_000 + APART * i64::from(fleet[place].system));
            fleet[place].says(fifth).iter().for_each(|message| fleet[place].send(&mut squadron, at, message));
            squadron.tick(at);
            converse(&mut squadron, &mut fleet, at);
        }
    }
    (squadron, fleet.iter().filter(|aircraft| aircraft.known == [true; 3]).count())
}

/// Hands on what the squadron wants sent until nobody has anything to say.
fn converse(squadron: &mut Squadron, fleet: &mut [Aircraft], at: Timestamp) {
    loop {
        let drained = squadron.drain();
        for (vehicle, report) in &drained.reports {
            let known = &mut fleet[vehicle.0 as usize - 1].known;
            match report {
                SkyReport::Identified { .. } => known[0] = true,
                SkyReport::Settings(settings) => known[1] = settings.missing.is_empty() && !settings.known.is_empty(),
                SkyReport::Status(status) => known[2] = status.ready,
                _ => {}
            }
        }
        if drained.datagrams.is_empty() {
            return;
        }
        for datagram in &drained.datagrams {
            let aircraft = &mut fleet[usize::from(datagram.to.address.port()) - 1];
            let asked: Vec<Message> = scan(&datagram.bytes).flatten().filter_map(|frame| frame.message()).collect();
            let answers: Vec<Message> = asked.iter().flat_map(|message| aircraft.answers(at, message)).collect();
            answers.iter().for_each(|message| aircraft.send(squadron, at, message));
        }
    }
}

/// One aircraft; every other one flies by ArduPilot.
struct Aircraft {
    system: u32,
    sequence: u8,
    /// Identified, parameters told, ready.
    known: [bool; 3],
}

impl Aircraft {
    fn new(system: u32) -> Self {
        Self { system, sequence: 0, known: [false; 3] }
    }

    fn is_px4(&self) -> bool {
        self.system % 2 == 1
    }

    fn send(&mut self, squadron: &mut Squadron, at: Timestamp, message: &Message) {
        let header = Header { system: self.system, component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        let port = u16::try_from(self.system).unwrap_or(0);
        let from = Peer { link: LinkId(0), address: ([10, 0, 0, 1], port).into() };
        squadron.receive(at, from, &encode(header, message));
    }

    /// What it says unasked.
    fn says(&self, fifth: u32) -> Vec<Message> {
        let time_boot_ms = 60_000 + 200 * fifth;
        let (lat, lon, alt) = (471_000_000 + self.system.cast_signed(), 95_000_000, 480_000);
        let position = GlobalPositionInt {
            time_boot_ms,
            lat,
            lon,
            alt,
            relative_alt: 0,
            hdg: 9_000,
            ..GlobalPositionInt::default()
        };
        let mut all = vec![position.into(), Attitude { time_boot_ms, ..Attitude::default() }.into()];
        if !fifth.is_multiple_of(5) {
            return all;
        }
        let (autopilot, custom_mode) = if self.is_px4() { (12, 0x0304_0000) } else { (3, 5) };
        let health = 0x1000_0020;
        all.extend::<[Message; 9]>([
            Heartbeat { kind: 2, autopilot, custom_mode, ..Heartbeat::default() }.into(),
            SysStatus { onboard_control_sensors_health: health, battery_remaining: 80, ..SysStatus::default() }.into(),
            GpsRawInt { fix_type: 3, satellites_visible: 14, eph: 80, h_acc: 900, ..GpsRawInt::default() }.into(),
            BatteryStatus { battery_remaining: 80, ..BatteryStatus::default() }.into(),
            ExtendedSysState { landed_state: 1, ..ExtendedSysState::default() }.into(),
            MissionCurrent { mission_id: 7, ..MissionCurrent::default() }.into(),
            HomePosition { latitude: lat, longitude: lon, altitude: alt, ..HomePosition::default() }.into(),
            WindCov { wind_x: 1.5, wind_y: -2.5, ..WindCov::default() }.into(),
            if self.is_px4() {
                EstimatorStatus { flags: 0x37, ..EstimatorStatus::default() }.into()
            } else {
                EkfStatusReport { flags: 0x37, ..EkfStatusReport::default() }.into()
            },
        ]);
        if fifth.is_multiple_of(25) {
            let time_unix_usec = START.cast_unsigned() + 200_000 * u64::from(fifth);
            all.push(SystemTime { time_unix_usec, time_boot_ms }.into());
        }
        all
    }

    /// What it answers: its board's number, each parameter, the clock; it has neither gimbal nor camera.
    fn answers(&self, at: Timestamp, asked: &Message) -> Vec<Message> {
        match asked {
            Message::CommandLong(long) => {
                let version = long.command == 512 && long.param1.to_bits() == 148.0_f32.to_bits();
                let result = if version || long.command == 511 { 0 } else { 3 };
                let mut all = vec![CommandAck { command: long.command, result, ..CommandAck::default() }.into()];
                if version {
                    let capabilities = if self.is_px4() { 1 << 4 } else { 1 << 17 };
                    let uid2 = std::array::from_fn(|at| self.system.to_le_bytes()[at % 4]);
                    all.push(AutopilotVersion { capabilities, uid2, ..AutopilotVersion::default() }.into());
                }
                all
            }
            Message::ParamRequestRead(ask) => {
                let value =
                    ParamValue { param_value: 2.0, param_id: ask.param_id, param_type: 9, ..ParamValue::default() };
                vec![value.into()]
            }
            Message::Timesync(sync) if sync.tc1 == 0 => {
                vec![Timesync { tc1: (at.0 - START + 60_000_000) * 1_000, ts1: sync.ts1, ..Timesync::default() }.into()]
            }
            _ => Vec::new(),
        }
    }
}

/// Bytes of this process that are in memory (Linux).
fn resident() -> Result<u64, Box<dyn std::error::Error>> {
    let told = std::fs::read_to_string("/proc/self/statm")?;
    let pages: u64 = told.split_whitespace().nth(1).ok_or("no second number in /proc/self/statm")?.parse()?;
    Ok(pages * 4_096)
}
