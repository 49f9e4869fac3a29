//! The other end: aircraft that talk, from 250 sockets, each frame with its own number and checksum, one a datagram.

use controller_link::codec::{
    Attitude, BatteryStatus, CommandAck, ExtendedSysState, GlobalPositionInt, GpsRawInt, Header, Heartbeat,
    HomePosition, LocalPositionNed, Message, MissionCurrent, SysStatus, VfrHud, WindCov, decode, encode,
};
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Aircraft that talk.
pub const AIRCRAFT: u32 = 1_000;
/// Messages of each a second.
pub const RATE: u32 = 50;
const SOCKETS: u32 = 250;

/// A squadron in the air.
pub struct Air {
    pub sockets: Vec<UdpSocket>,
    sequences: Arc<[AtomicU8]>,
    to: SocketAddr,
    pub sent: u64,
}

impl Air {
    pub fn new(to: SocketAddr) -> Self {
        let sockets = (0..SOCKETS).map(|_| UdpSocket::bind("127.0.0.1:0").unwrap()).collect();
        Self { sockets, sequences: (0..AIRCRAFT).map(|_| AtomicU8::new(0)).collect(), to, sent: 0 }
    }

    /// The first word of everybody: who it is and how it is.
    pub fn hello(&mut self) {
        for aircraft in 0..AIRCRAFT {
            for slot in 0..6 {
                self.say(aircraft, slot);
            }
            if aircraft % 50 == 49 {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Everybody talks for so long, evenly spread.
    pub fn talk(&mut self, lasts: Duration, stop: &AtomicBool) {
        let start = Instant::now();
        let all = u64::from(AIRCRAFT * RATE);
        let mut said = 0_u64;
        while start.elapsed() < lasts && !stop.load(Relaxed) {
            let due = (start.elapsed().as_secs_f64() * all as f64) as u64;
            while said < due {
                #[allow(clippy::cast_possible_truncation)]
                let (aircraft, slot) = ((said % u64::from(AIRCRAFT)) as u32, (said / u64::from(AIRCRAFT)) as u32);
                self.say(aircraft, (slot + aircraft * 7) % RATE);
                said += 1;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    fn say(&mut self, aircraft: u32, slot: u32) {
        let sequence = self.sequences[aircraft as usize].fetch_add(1, Relaxed);
        let header = Header { system: aircraft + 1, component: 1, sequence };
        let frame = encode(header, &message(aircraft, slot, self.sent));
        self.sockets[(aircraft % SOCKETS) as usize].send_to(&frame, self.to).unwrap();
        self.sent += 1;
    }
}

/// What an aircraft says in each fiftieth of its second: what the controller asks for at the rates it asks for, and for
/// the rest what autopilots stream.
fn message(aircraft: u32, slot: u32, count: u64) -> Message {
    #[allow(clippy::cast_possible_wrap)]
    let moved = (count / u64::from(AIRCRAFT * RATE)) as i32 * 90;
    #[allow(clippy::cast_possible_wrap)]
    let (lat, lon) = (471_410_000 + aircraft as i32 * 40, 95_215_000 + moved);
    match slot {
        0 => Heartbeat {
            kind: 2,
            autopilot: 12,
            base_mode: 0x9D,
            custom_mode: 0x0304_0000,
            system_status: 4,
            ..Default::default()
        }
        .into(),
        1 => SysStatus {
            onboard_control_sensors_health: 0x1000_002F,
            voltage_battery: 15_900,
            battery_remaining: 80,
            ..Default::default()
        }
        .into(),
        2 => ExtendedSysState { landed_state: 2, ..Default::default() }.into(),
        3 => GpsRawInt { fix_type: 3, lat, lon, satellites_visible: 14, ..Default::default() }.into(),
        4 => HomePosition { latitude: 471_410_000, longitude: 95_215_000, altitude: 460_000, ..Default::default() }
            .into(),
        5 | 15 | 25 | 35 | 45 => GlobalPositionInt {
            lat,
            lon,
            alt: 520_000,
            relative_alt: 60_000,
            vx: 0,
            vy: 900,
            hdg: 9_000,
            ..Default::default()
        }
        .into(),
        6 => BatteryStatus { battery_remaining: 80, ..Default::default() }.into(),
        7 => MissionCurrent::default().into(),
        8 => WindCov { wind_x: 1.0, wind_y: 2.0, ..Default::default() }.into(),
        _ if slot % 5 < 2 => Attitude { roll: 0.1, yaw: 1.0, ..Default::default() }.into(),
        _ if slot % 5 < 4 => LocalPositionNed { x: 10.0, y: 20.0, ..Default::default() }.into(),
        _ => VfrHud { groundspeed: 9.0, alt: 520.0, ..Default::default() }.into(),
    }
}

/// Answers every command that comes to the first aircraft at once. Its answers are numbered with all else it says: two
/// counters under one id are two aircraft, and rightly no order goes to either.
pub fn answer(air: &Air, answered: Arc<AtomicU64>, stop: Arc<AtomicBool>) -> JoinHandle<()> {
    let socket = air.sockets[0].try_clone().unwrap();
    let sequences = Arc::clone(&air.sequences);
    socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 300];
        while !stop.load(Relaxed) {
            let Ok((size, from)) = socket.recv_from(&mut buffer) else { continue };
            for frame in decode(&buffer[..size]).flatten() {
                let command = match frame.message {
                    Some(Message::CommandLong(long)) => long.command,
                    Some(Message::CommandInt(int)) => int.command,
                    _ => continue,
                };
                let ack = CommandAck { command, target_system: 255, target_component: 190, ..Default::default() };
                let header = Header { system: 1, component: 1, sequence: sequences[0].fetch_add(1, Relaxed) };
                let _ = socket.send_to(&encode(header, &ack.into()), from);
                answered.fetch_add(1, Relaxed);
            }
        }
    })
}
