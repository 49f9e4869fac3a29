//! `skyground sim vehicle`: simulated aircraft alone, over UDP on the real clock, for any MAVLink ground station.

use crate::args::Vehicle as Args;
use crate::{Done, stop};
use geodata::units::Metres;
use geodata::{Amsl, Finding, Seconds, Timestamp, Wgs84};
use sim::lossy::{Radios, Way};
use sim::vehicle::{Airframe, Firmware, Start, Vehicle, VehicleConfig};
use std::io::{self, ErrorKind};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How often every aircraft is looked after.
const EVERY: Duration = Duration::from_millis(5);
/// Where the first one stands: a meadow at Vaduz. The others stand 50 m apart to the north.
const FIRST: Wgs84 = Wgs84 { lat: 47.1410, lon: 9.5215 };
const APART_DEGREES: f64 = 0.000_45;
const GROUND: Amsl = Amsl(Metres(460.0));
/// A light breeze, blowing toward (east, north), in m/s.
const BREEZE: (f64, f64) = (2.0, 1.0);

/// Flies until asked to end.
pub fn run(args: &Args) -> Done {
    if !args.speed.is_finite() || !(0.1..=20.0).contains(&args.speed) {
        return Err(Finding::new("out_of_range", "--speed", "the speed is outside 0.1 to 20", "Choose another speed"));
    }
    let clock = Clock::start(args.speed);
    let mut fleet = fleet(args, clock.now())
        .map_err(|why| Finding::new("no_socket", "127.0.0.1", format!("no UDP socket: {why}"), "Free some ports"))?;
    println!("flying count={} first_id={} to={}", args.count, args.first_id, args.to);
    // A perfect wire when nothing is said: every datagram arrives with the next turn.
    let radio = crate::sim::radio(&args.radio, None)?.unwrap_or_default();
    let mut radios = Radios::new(args.seed, radio, clock.now());
    let asked_to_stop = stop::flag(false)?;
    while !asked_to_stop.load(Ordering::Relaxed) {
        for (number, (socket, vehicle)) in fleet.iter_mut().enumerate() {
            turn(&clock, number, socket, vehicle, &mut radios);
        }
        for (number, way, bytes) in radios.due(clock.now()) {
            arrive(args, &clock, &mut fleet, (number, way), &bytes);
        }
        std::thread::sleep(EVERY);
    }
    Ok(ExitCode::SUCCESS)
}

fn fleet(args: &Args, at: Timestamp) -> io::Result<Vec<(UdpSocket, Vehicle)>> {
    (0..args.count)
        .map(|number| {
            let socket = UdpSocket::bind("127.0.0.1:0")?;
            socket.set_nonblocking(true)?;
            let config = VehicleConfig {
                system_id: args.first_id.saturating_add(number),
                home: Wgs84 { lat: FIRST.lat + APART_DEGREES * f64::from(number), lon: FIRST.lon },
                ground: GROUND,
                airframe: Airframe::default(),
                battery_percent: 95.0,
                start: Start::Docked,
                seed: u64::from(number) + 1,
                firmware: if args.autopilot == "ardupilot" { Firmware::ArduPilot } else { Firmware::Px4 },
                ..VehicleConfig::default()
            };
            Ok((socket, Vehicle::new(config, at)))
        })
        .collect()
}

/// Lets one aircraft live up to now, and puts what it says and hears into the air.
fn turn(clock: &Clock, number: usize, socket: &UdpSocket, vehicle: &mut Vehicle, radios: &mut Radios) {
    vehicle.step(clock.now(), BREEZE);
    let mut buffer = [0u8; 2_048];
    loop {
        match socket.recv_from(&mut buffer) {
            Ok((length, from)) => {
                let bytes = buffer.get(..length).unwrap_or_default().to_vec();
                radios.send(clock.now(), number, Way::ToVehicle(from), bytes);
            }
            Err(why) if why.kind() == ErrorKind::WouldBlock => break,
            // A ground station that is gone answers with a refusal; the aircraft flies on.
            Err(_) => {}
        }
    }
    for (to, bytes) in vehicle.drain() {
        radios.send(clock.now(), number, Way::ToStation(to), bytes);
    }
}

/// A datagram has come through the air.
fn arrive(args: &Args, clock: &Clock, fleet: &mut [(UdpSocket, Vehicle)], on: (usize, Way), bytes: &[u8]) {
    let Some((socket, vehicle)) = fleet.get_mut(on.0) else { return };
    match on.1 {
        Way::ToStation(to) => {
            let _ = socket.send_to(bytes, to.unwrap_or(args.to));
        }
        Way::ToVehicle(from) => vehicle.receive(clock.now(), from, bytes),
    }
}

/// The world's clock at this door: real time, or a multiple of it.
struct Clock {
    began: Instant,
    wall: Timestamp,
    speed: f64,
}

impl Clock {
    fn start(speed: f64) -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began: Instant::now(), wall: Timestamp(i64::try_from(wall.as_micros()).unwrap_or(0)), speed }
    }

    fn now(&self) -> Timestamp {
        self.wall.plus(Seconds(self.began.elapsed().as_secs_f64() * self.speed))
    }
}
