//! Without an approval no arm and no take-off leaves the process. This test is the aircraft: it reads the wire.

use controller_link::codec::{self, Message};
use flight_plans::Aircraft;
use geodata::{Local, Seconds, Timestamp, Wgs84};
use harness::controller::{Controller, Start};
use harness::{Client, Scratch, county};
use sim::vehicle::{Airframe, Vehicle, VehicleConfig};
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// An aircraft in its dock whose radio the test holds: everything the controller says to it is kept.
struct Ear {
    socket: UdpSocket,
    station: SocketAddr,
    vehicle: Vehicle,
    clock: Clock,
    heard: Vec<Message>,
}

/// The test's clock as the aircraft wants it.
struct Clock(Instant, Timestamp);

impl Clock {
    fn start() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self(Instant::now(), Timestamp(i64::try_from(since.as_micros()).unwrap()))
    }

    fn now(&self) -> Timestamp {
        self.1.plus(Seconds(self.0.elapsed().as_secs_f64()))
    }
}

impl Ear {
    fn new(station: SocketAddr, aircraft: &Aircraft) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let clock = Clock::start();
        let config = VehicleConfig {
            system_id: u8::try_from(aircraft.system_id).unwrap(),
            home: home(aircraft),
            ground: county::GROUND,
            airframe: Airframe::default(),
            battery_percent: 75.0,
            start: sim::vehicle::Start::Docked,
            seed: 1,
            ..VehicleConfig::default()
        };
        let vehicle = Vehicle::new(config, clock.now());
        Self { socket, station, vehicle, clock, heard: Vec::new() }
    }

    /// Lets the aircraft live up to now and speak, and keeps what it was told.
    fn turn(&mut self) {
        let now = self.clock.now();
        let mut buffer = [0u8; 2048];
        while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
            let datagram = &buffer[..length];
            self.heard.extend(codec::decode(datagram).flatten().filter_map(|frame| frame.message));
            self.vehicle.receive(now, from, datagram);
        }
        self.vehicle.step(now, (0.0, 0.0));
        for (to, bytes) in self.vehicle.drain() {
            self.socket.send_to(&bytes, to.unwrap_or(self.station)).unwrap();
        }
    }

    /// Arm, take off, start a mission, fly somewhere: anything that makes an aircraft move.
    fn flights(&self) -> Vec<&Message> {
        self.heard.iter().filter(|message| moves(message)).collect()
    }
}

const ARM: u16 = 400;
const TAKE_OFF: u16 = 22;
const MISSION_START: u16 = 300;
const REPOSITION: u16 = 192;
const SET_MODE: u16 = 176;
/// PX4's main mode AUTO with these sub modes flies by itself: take-off and mission.
const FLYING_MODES: [f32; 2] = [2.0, 4.0];

fn moves(message: &Message) -> bool {
    match message {
        Message::CommandLong(command) => match command.command {
            ARM => command.param1 != 0.0,
            SET_MODE => FLYING_MODES.contains(&command.param3),
            other => [TAKE_OFF, MISSION_START, REPOSITION].contains(&other),
        },
        Message::CommandInt(command) => [TAKE_OFF, MISSION_START, REPOSITION].contains(&command.command),
        Message::SetMode(_) => true,
        _ => false,
    }
}

#[test]
fn nothing_that_makes_an_aircraft_move_leaves_before_a_commander_granted_it() {
    let folder = Scratch::new("approval");
    let controller = Controller::start(Start::on(folder.path()));
    let plan = county::setup().plan;
    let aircraft = &plan.squadron[0];
    let mut ear = Ear::new(controller.mavlink, aircraft);
    let clients: Vec<Client> =
        ["dispatcher", "operator", "viewer", "field"].map(|role| controller.client(role)).to_vec();
    let commander = controller.client("commander");
    let place = near_dock(aircraft);
    let alarm = format!(r#"{{"kind":"assault","priority":1,"at":{place},"source":"console"}}"#);
    let mut tries = 0;
    let asked = until(&mut ear, Duration::from_secs(20), |_| {
        let shown = commander.get("/api/v1/snapshot").unwrap().json();
        if tries == 0 && shown["vehicles"][0]["state"] == "ready" {
            tries += 1;
            assert_eq!(clients[0].post("/api/v1/alarms", &alarm).unwrap().status, 201);
        }
        let waiting = shown["approvals"].clone();
        waiting.as_array().and_then(|waiting| waiting.first().cloned())
    });
    let asked = asked.expect("an approval is asked for");
    let (id, hash) = (asked["id"].as_u64().unwrap(), asked["mission_hash"].as_str().unwrap().to_owned());
    for client in &clients {
        storm(client, id, &hash, &aircraft.callsign, &place);
    }
    let wrong = commander.post(&format!("/api/v1/approvals/{id}"), r#"{"grant":true,"mission_hash":"00"}"#).unwrap();
    assert_eq!(wrong.status, 409, "{:?}", wrong.json());
    let _ = until(&mut ear, Duration::from_secs(3), |_| None::<()>);
    assert_eq!(ear.flights(), Vec::<&Message>::new(), "an order to move left without an approval");
    // A dispatcher's fresh look has put a new question in place of the old one by now.
    let asked = commander.get("/api/v1/snapshot").unwrap().json()["approvals"][0].clone();
    let (id, hash) = (asked["id"].as_u64().unwrap(), asked["mission_hash"].as_str().unwrap().to_owned());
    // And the same ear hears it as soon as the commander says yes: the test can fail.
    let card = asked["card_hash"].as_str().unwrap().to_owned();
    let decision = |card: &str| format!(r#"{{"grant":true,"mission_hash":"{hash}","card_hash":"{card}"}}"#);
    // But nobody is duty commander yet, and the card has to be the one that is shown.
    let path = format!("/api/v1/approvals/{id}");
    let early = commander.post(&path, &decision(&card)).unwrap();
    assert_eq!((early.status, early.json()["code"].as_str()), (409, Some("no_duty_commander")));
    for client in &clients {
        assert!(client.post("/api/v1/duty", r#"{"act":"take"}"#).unwrap().status >= 400);
    }
    assert_eq!(commander.post("/api/v1/duty", r#"{"act":"take"}"#).unwrap().status, 200);
    let other = commander.post(&path, &decision("00")).unwrap();
    assert_eq!((other.status, other.json()["code"].as_str()), (409, Some("other_card")));
    let _ = until(&mut ear, Duration::from_secs(1), |_| None::<()>);
    assert_eq!(ear.flights(), Vec::<&Message>::new(), "an order to move left without an approval");
    let grant = decision(&card);
    let granted = commander.post(&format!("/api/v1/approvals/{id}"), &grant).unwrap();
    assert_eq!(granted.status, 200, "{:?}", granted.json());
    let flies = until(&mut ear, Duration::from_secs(10), |ear| (!ear.flights().is_empty()).then_some(()));
    assert!(flies.is_some(), "after the grant the aircraft is armed and started");
    let first = ear.heard.iter().position(moves).unwrap();
    let counted = ear.heard.iter().position(|message| matches!(message, Message::MissionCount(_)));
    assert!(counted.is_some_and(|counted| counted < first), "and not before its mission went up");
}

/// Everything a post without the right can try, and malformed things too.
fn storm(client: &Client, approval: u64, hash: &str, callsign: &str, place: &str) {
    let grant = format!(r#"{{"grant":true,"mission_hash":"{hash}"}}"#);
    let go_to = format!(r#"{{"kind":"go_to","callsign":"{callsign}","to":{place}}}"#);
    for round in 0..40 {
        for (path, body) in [
            (format!("/api/v1/approvals/{}", approval + round % 3), grant.as_str()),
            ("/api/v1/vehicles/1/orders".to_owned(), go_to.as_str()),
            ("/api/v1/vehicles/1/orders".to_owned(), r#"{"kind":"launch","callsign":"Eagle 01"}"#),
            ("/api/v1/vehicles/1/orders".to_owned(), r#"{"kind":"arm","callsign":"Eagle 01","to":null}"#),
            (format!("/api/v1/incidents/1/{}", ["reassess", "launch", "approve"][round as usize % 3]), "{}"),
        ] {
            let status = client.post(&path, body).unwrap().status;
            let harmless = path.ends_with("reassess");
            assert!(status >= 400 || harmless, "{path} {body} was taken: {status}");
        }
    }
}

/// Lives as an aircraft for so long, or until `found` has something.
fn until<T>(ear: &mut Ear, limit: Duration, mut found: impl FnMut(&Ear) -> Option<T>) -> Option<T> {
    let began = Instant::now();
    let mut look = Duration::ZERO;
    while began.elapsed() < limit {
        ear.turn();
        if began.elapsed() >= look {
            look += Duration::from_millis(250);
            if let Some(found) = found(ear) {
                return Some(found);
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    None
}

fn dock(aircraft: &Aircraft) -> Local {
    county::setup().atlas.posts.iter().find(|post| post.id == aircraft.dock).unwrap().at
}

fn home(aircraft: &Aircraft) -> Wgs84 {
    county::setup().atlas.frame.to_wgs84(dock(aircraft))
}

/// A place 400 m from an aircraft's dock, as the API wants it.
fn near_dock(aircraft: &Aircraft) -> String {
    let dock = dock(aircraft);
    let near = county::setup().atlas.frame.to_wgs84(Local { x: dock.x + 300.0, y: dock.y + 250.0 });
    format!(r#"{{"lat":{:.6},"lon":{:.6}}}"#, near.lat, near.lon)
}
