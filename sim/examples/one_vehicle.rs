//! One or more simulated aircraft over real sockets, on the real clock: something for any ground station to fly.
//!
//! `cargo run --release -p sim --example one_vehicle -- --to 127.0.0.1:14540 [--count 3] [--speed 1] [--first-id 1]`

use geodata::{Amsl, Metres, Timestamp, Wgs84};
use sim::vehicle::{Airframe, Start, Vehicle, VehicleConfig};
use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

struct Options {
    to: SocketAddr,
    count: u8,
    speed: f64,
    first_id: u8,
    wind: (f64, f64),
}

fn options() -> Result<Options, String> {
    let to = SocketAddr::from(([127, 0, 0, 1], 14540));
    let mut options = Options { to, count: 1, speed: 1.0, first_id: 1, wind: (2.0, 1.0) };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word} needs a value"))?;
        let bad = |what| format!("{word} {value}: {what}");
        match word.as_str() {
            "--to" => options.to = value.parse().map_err(|_| bad("not an address like 127.0.0.1:14540"))?,
            "--count" => options.count = value.parse().map_err(|_| bad("not a number up to 255"))?,
            "--speed" => options.speed = value.parse().map_err(|_| bad("not a number"))?,
            "--first-id" => options.first_id = value.parse().map_err(|_| bad("not a number from 1 to 255"))?,
            _ => return Err(format!("{word} is not known; see the head of this example")),
        }
    }
    Ok(options)
}

fn aircraft(options: &Options, at: Timestamp) -> Result<Vec<(UdpSocket, Vehicle)>, String> {
    (0..options.count)
        .map(|number| {
            let socket = UdpSocket::bind("127.0.0.1:0").map_err(|error| format!("no socket: {error}"))?;
            socket.set_nonblocking(true).map_err(|error| format!("no socket: {error}"))?;
            let config = VehicleConfig {
                system_id: options.first_id.saturating_add(number),
                home: Wgs84 { lat: 47.1410 + 0.0005 * f64::from(number), lon: 9.5215 },
                ground: Amsl(Metres(455.0)),
                airframe: Airframe::default(),
                battery_percent: 95.0,
                start: Start::Docked,
                seed: u64::from(number) + 1,
                ..VehicleConfig::default()
            };
            Ok((socket, Vehicle::new(config, at)))
        })
        .collect()
}

fn fly(options: &Options) -> Result<(), String> {
    let began = Instant::now();
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| "the clock is before 1970".to_owned())?;
    let now = || {
        let micros = wall.as_micros() as f64 + began.elapsed().as_micros() as f64 * options.speed;
        Timestamp(micros as i64)
    };
    let mut fleet = aircraft(options, now())?;
    let mut buffer = [0; 2048];
    loop {
        for (socket, vehicle) in &mut fleet {
            vehicle.step(now(), options.wind);
            loop {
                match socket.recv_from(&mut buffer) {
                    Ok((length, from)) => vehicle.receive(now(), from, &buffer[..length]),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    // A peer that is gone answers with a refusal; it is not our fault.
                    Err(_) => {}
                }
            }
            for (to, bytes) in vehicle.drain() {
                let _ = socket.send_to(&bytes, to.unwrap_or(options.to));
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn main() {
    if let Err(error) = options().and_then(|options| fly(&options)) {
        eprintln!("one_vehicle: {error}");
        std::process::exit(2);
    }
}
