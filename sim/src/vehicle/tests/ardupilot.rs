//! What is ArduCopter's own. Answers and texts are those observed on V4.7 where it was observed.

use super::super::Firmware;
use super::*;
use controller_link::codec::{MissionClearAll, MissionSetCurrent};

const STABILIZE: f32 = 0.0;
const AUTO: f32 = 3.0;
const GUIDED: f32 = 4.0;
const LOITER: f32 = 5.0;
const RTL: f32 = 6.0;
const BRAKE: f32 = 17.0;

fn ardupilot_config(start: Start) -> VehicleConfig {
    VehicleConfig { firmware: Firmware::ArduPilot, ..config(start) }
}

/// In the air on a mission, as its PX4-like sister.
pub(super) fn airborne() -> Vehicle {
    Vehicle::new(VehicleConfig { firmware: Firmware::ArduPilot, ..airborne_config() }, START)
}

fn with(params: &[(&str, f64)], start: Start) -> Station {
    let params = params.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    Station::new(Vehicle::new(VehicleConfig { params, ..ardupilot_config(start) }, START))
}

fn docked() -> Station {
    let mut station = with(&[], Start::Docked);
    station.run(8.0);
    station
}

impl Station {
    fn change_mode(&mut self, number: f32) -> u8 {
        self.command(176, [1.0, number, 0.0, 0.0, 0.0, 0.0, 0.0])
    }

    fn take_off(&mut self, metres: f32) -> u8 {
        self.command(22, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, metres])
    }

    fn shown(&mut self) -> u32 {
        self.heard.clear();
        self.run(1.2);
        let shown = self.heard.iter().rev().find_map(|message| match message {
            Message::Heartbeat(heartbeat) => Some(heartbeat.custom_mode),
            _ => None,
        });
        shown.unwrap()
    }

    /// The triangle as ArduPilot takes it: home first.
    fn upload_after_home(&mut self, mission: &Mission) {
        let mut items = controller_link::mission_items(mission);
        items.insert(0, items[0]);
        self.upload_items(items);
    }

    fn go_to(&mut self, frame: u8, place: geodata::Wgs84, z: f32, flags: f32) -> u8 {
        let (x, y) = controller_link::scale::to_deg_e7(place);
        self.heard.clear();
        self.send(CommandInt {
            command: 192,
            frame,
            x,
            y,
            z,
            param1: -1.0,
            param2: flags,
            target_system: 3,
            target_component: 1,
            ..CommandInt::default()
        });
        self.answered(192)
    }
}

#[test]
fn it_says_little_until_it_is_asked_and_tells_home_once() {
    let mut station = with(&[], Start::Docked);
    station.run(12.0);
    let mut heard: Vec<u32> = station.heard.iter().map(Message::id).collect();
    heard.sort_unstable();
    let homes = heard.iter().filter(|id| matches!(id, 49 | 242)).count();
    heard.dedup();
    assert_eq!((heard, homes), (vec![0, 49, 111, 133, 242], 2));
    assert_eq!(station.command(511, [33.0, 200_000.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0);
    station.run(2.0);
    assert!(station.heard.iter().filter(|message| message.id() == 33).count() >= 9);
}

#[test]
fn guided_takes_off_to_a_height_above_home_and_only_armed() {
    let mut station = docked();
    assert_eq!(station.change_mode(GUIDED), 0);
    assert_eq!(station.take_off(20.0), 4, "not armed");
    assert_eq!(station.arm(), 0);
    assert_eq!(station.take_off(20.0), 0);
    station.until(30.0, "up", |truth| truth.above_ground.0 > 19.0);
    station.run(10.0);
    let truth = station.vehicle.truth();
    assert!((truth.above_ground.0 - 20.0).abs() < 1.0, "{truth:?}");
    assert_eq!(station.take_off(30.0), 4, "it flies already");
    assert_eq!(station.shown(), 4);
}

#[test]
fn it_arms_in_stabilize_before_it_knows_where_it_is_and_then_cannot_take_off() {
    let mut station = with(&[], Start::Docked);
    station.run(3.0);
    assert_eq!(station.change_mode(GUIDED), 0, "with the motors off every mode is taken");
    assert_eq!(station.arm(), 4);
    station.run(0.1);
    assert!(station.said("Arm: Need Position Estimate"));
    assert_eq!(station.change_mode(STABILIZE), 0);
    assert_eq!(station.arm(), 0);
    assert_eq!(station.change_mode(GUIDED), 4);
    assert_eq!(station.take_off(20.0), 4);
    station.run(4.0);
    assert_eq!((station.change_mode(GUIDED), station.take_off(20.0)), (0, 0));
}

#[test]
fn what_the_clients_look_at_becomes_healthy() {
    let mut station = docked();
    station.command(511, [1.0, 200_000.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    station.run(1.0);
    let status = station.heard.iter().find_map(|message| match message {
        Message::SysStatus(status) => Some(*status),
        _ => None,
    });
    let status = status.unwrap();
    // Gyro, accelerometer, compass, satellites and the pre-arm check: present, enabled and healthy.
    let wanted = 0x1000_0027;
    for bits in [
        status.onboard_control_sensors_present,
        status.onboard_control_sensors_enabled,
        status.onboard_control_sensors_health,
    ] {
        assert_eq!(bits & wanted, wanted, "{bits:#x}");
    }
}

#[test]
fn auto_without_a_mission_is_acknowledged_and_then_not_armed() {
    let mut station = docked();
    assert_eq!(station.change_mode(AUTO), 0);
    assert_eq!(station.shown(), 3);
    assert_eq!(station.arm(), 4);
    station.run(0.1);
    assert!(station.said("Arm: Mode requires mission"));
}

#[test]
fn armed_and_left_alone_it_disarms_itself_and_keeps_its_mode() {
    let mut station = docked();
    station.change_mode(GUIDED);
    assert_eq!(station.arm(), 0);
    let waited = station.until(15.0, "disarmed", |truth| !truth.armed);
    assert!(waited > 9.0);
    assert_eq!(station.shown(), 4);
}

#[test]
fn a_mission_is_flown_in_auto_to_the_end_of_its_return_and_home_is_no_item() {
    let mut station = docked();
    station.upload_after_home(&triangle());
    station.command(511, [42.0, 500_000.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    station.change_mode(GUIDED);
    assert_eq!(station.arm(), 0);
    assert_eq!(station.change_mode(AUTO), 0);
    station.run(3.0);
    assert!(!station.vehicle.truth().in_air, "it waits for the start");
    assert_eq!(station.command(300, [0.0; 7]), 0);
    station.heard.clear();
    station.until(20.0, "off the ground", |truth| truth.in_air);
    station.until(150.0, "at its last item", |truth| truth.item == 5);
    assert_eq!(station.shown(), 3, "AUTO also while it returns");
    station.until(150.0, "home", |truth| !truth.armed);
    assert_eq!(station.shown(), 3);
    assert!(Frame::at(HOME).to_local(station.vehicle.truth().place).distance(Local::default()).0 < 2.0);
}

#[test]
fn items_reached_are_those_that_fly_and_are_said_in_words() {
    let mut station = docked();
    station.upload_after_home(&triangle());
    station.change_mode(GUIDED);
    station.arm();
    station.change_mode(AUTO);
    station.command(300, [0.0; 7]);
    station.until(150.0, "at its last item", |truth| truth.item == 5);
    station.run(1.0);
    let reached: Vec<u16> = station
        .heard
        .iter()
        .filter_map(|message| match message {
            Message::MissionItemReached(item) => Some(item.seq),
            _ => None,
        })
        .collect();
    assert_eq!(reached, [1, 3, 4], "the speed item is none");
    assert!(station.said("Mission: 1 Takeoff") && station.said("Reached command #4") && station.said("Mission: 5 RTL"));
}

#[test]
fn a_mission_without_a_take_off_is_not_begun_on_the_ground() {
    let mut station = docked();
    station.upload_after_home(&Mission { items: vec![waypoint(100.0, 0.0, 30.0), waypoint(200.0, 0.0, 30.0)] });
    station.change_mode(GUIDED);
    station.arm();
    assert_eq!(station.change_mode(AUTO), 4);
    station.run(0.1);
    assert!(station.said("Auto: Missing Takeoff Cmd"));
}

#[test]
fn the_frame_of_a_go_to_is_honoured_and_a_long_one_is_not_understood() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    let there = at(100.0, 100.0);
    assert_eq!(station.command(192, [-1.0, 1.0, 0.0, 0.0, 47.14, 9.52, 30.0]), 3);
    assert_eq!(station.go_to(3, there, 30.0, 0.0), 2, "not in GUIDED, and not told to change");
    for (frame, z) in [(6, 30.0), (5, GROUND as f32 + 30.0), (0, GROUND as f32 + 30.0), (10, 30.0)] {
        assert_eq!(station.go_to(frame, there, z, 1.0), 0);
        station.run(60.0);
        let truth = station.vehicle.truth();
        assert!((truth.above_ground.0 - 30.0).abs() < 1.0, "frame {frame}: {truth:?}");
    }
    assert_eq!(station.go_to(1, there, 30.0, 1.0), 2);
    assert_eq!(station.shown(), 4);
}

#[test]
fn brake_loiter_and_pause_stop_it_and_auto_goes_on_where_it_was() {
    let mut station = Station::new(airborne());
    station.run(5.0);
    let item = station.vehicle.truth().item;
    for hold in [BRAKE, LOITER] {
        assert_eq!(station.change_mode(hold), 0);
        station.run(15.0);
        let (east, north, _) = station.vehicle.truth().velocity;
        assert!(east.hypot(north) < 1.0);
        assert_eq!(station.change_mode(AUTO), 0);
        assert_eq!(station.vehicle.truth().item, item);
    }
    assert_eq!(station.command(193, [0.0; 7]), 0);
    station.run(15.0);
    let (east, north, _) = station.vehicle.truth().velocity;
    assert!(east.hypot(north) < 1.0);
    assert_eq!(station.command(193, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0);
    station.run(8.0);
    assert!(station.vehicle.truth().velocity.0.abs() > 5.0);
    station.change_mode(LOITER);
    assert_eq!(station.command(193, [0.0; 7]), 4);
}

#[test]
fn only_its_own_ground_station_feeds_its_failsafe() {
    let mut station = Station::new(airborne());
    station.run(5.0);
    station.system = 245;
    station.run(3.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Mission);
    station.run(3.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Return);
    assert!(station.said("GCS Failsafe - RTL"));

    let mut never = Station::new(airborne());
    never.system = 245;
    never.run(20.0);
    assert_eq!(never.vehicle.truth().mode, FlightMode::Mission, "silence counts after the first heartbeat only");
}

#[test]
fn parameters_decide_what_a_silent_station_does() {
    for (action, shown) in [(0.0, 3), (2.0, 3), (3.0, 21), (5.0, 9), (7.0, 17)] {
        let start = airborne_config().start;
        let mut station = with(&[("FS_GCS_ENABLE", action), ("FS_GCS_TIMEOUT", 3.0)], start);
        station.run(5.0);
        station.silent = true;
        station.run(4.0);
        assert_eq!(station.shown(), shown, "FS_GCS_ENABLE {action}");
    }
}

#[test]
fn a_low_voltage_brings_it_home() {
    let mission =
        Mission { items: vec![MissionItem::LoiterUnlimited { at: at(600.0, 0.0), altitude: Amsl(Metres(540.0)) }] };
    let start = Start::Airborne { mission, at_item: 0 };
    let config = VehicleConfig { battery_percent: 24.0, ..ardupilot_config(start) };
    let mut station = Station::new(Vehicle::new(config, START));
    station.until(300.0, "low", |truth| truth.mode == FlightMode::Return);
    assert!(station.said("Battery 1 is low") && station.said("Battery Failsafe - RTL"));
    station.until(200.0, "home", |truth| !truth.armed);
}

#[test]
fn after_a_return_it_stays_in_rtl_and_arms_again_only_in_another_mode() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    assert_eq!(station.change_mode(RTL), 0);
    station.until(200.0, "home", |truth| !truth.armed);
    assert_eq!(station.shown(), 6);
    assert_eq!(station.arm(), 4);
    assert_eq!((station.change_mode(GUIDED), station.arm()), (0, 0));
}

#[test]
fn what_px4_knows_and_it_does_not() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    assert_eq!(station.command(262, [5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 3);
    assert_eq!(station.command(207, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0);
    assert_eq!(station.command(512, [280.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0, "yes, and nothing comes");
    assert_eq!(station.command(512, [395.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 4);
    assert_eq!(station.command(34, [50.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 3);
    let cleared = station.heard.len();
    station.send(MissionClearAll { target_system: 3, target_component: 1, ..MissionClearAll::default() });
    let answer = station.heard[cleared..].iter().find_map(|message| match message {
        Message::MissionAck(ack) => Some(ack.kind),
        _ => None,
    });
    assert_eq!(answer, Some(1), "not while it flies it");
}

#[test]
fn circles_are_flown_in_a_mission_and_in_circle_mode() {
    let mut station = docked();
    let mut items = controller_link::mission_items(&triangle());
    items.insert(0, items[0]);
    items[3].command = 18;
    items[3].param1 = 2.0;
    items[3].param3 = 40.0;
    items[3].param4 = 0.0;
    station.upload_items(items);
    station.change_mode(GUIDED);
    station.arm();
    station.change_mode(AUTO);
    station.command(300, [0.0; 7]);
    station.until(100.0, "at the circle", |truth| truth.item == 3);
    let turning = station.until(200.0, "past the circle", |truth| truth.item == 4);
    // Two rounds of 251 m at 14 m/s or less, and the way there.
    assert!(turning > 36.0, "{turning} s");
    assert_eq!(station.change_mode(7.0), 0);
    station.run(10.0);
    assert!(station.vehicle.truth().velocity.0.hypot(station.vehicle.truth().velocity.1) > 1.0);
}

#[test]
fn the_item_to_fly_next_is_set_and_answered() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    station.heard.clear();
    station.send(MissionSetCurrent { seq: 3, target_system: 3, target_component: 1 });
    assert!(
        station.heard.iter().any(|message| matches!(message, Message::MissionCurrent(current) if current.seq == 3))
    );
    assert_eq!(station.vehicle.truth().item, 3);
    assert_eq!(station.command(224, [9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 4);
}

#[test]
fn its_estimator_says_when_it_uses_the_satellites() {
    let mut station = with(&[], Start::Docked);
    let flags = |station: &mut Station| {
        station.command(512, [193.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let report = station.heard.iter().find_map(|message| match message {
            Message::EkfStatusReport(report) => Some(report.flags),
            _ => None,
        });
        report.unwrap()
    };
    station.run(3.0);
    assert_eq!(flags(&mut station) & 0x90, 0x80, "constant position");
    station.run(5.0);
    assert_eq!(flags(&mut station) & 0x90, 0x10, "absolute position");
}

#[test]
fn it_asks_for_the_ground_below_and_takes_what_it_is_given() {
    let mut station = docked();
    let ask = station.heard.iter().find_map(|message| match message {
        Message::TerrainRequest(ask) => Some(*ask),
        _ => None,
    });
    let ask = ask.unwrap();
    for gridbit in (0..56).filter(|bit| ask.mask >> bit & 1 == 1) {
        let data = [GROUND as i16; 16];
        let (lat, lon, grid_spacing) = (ask.lat, ask.lon, ask.grid_spacing);
        station.send(controller_link::codec::TerrainData { lat, lon, grid_spacing, gridbit, data });
    }
    station.heard.clear();
    station.run(5.0);
    assert!(!station.heard.iter().any(|message| matches!(message, Message::TerrainRequest(_))));
}
