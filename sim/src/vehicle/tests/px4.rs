//! What is PX4's own.

use super::*;

fn count(station: &Station, wanted: impl Fn(&Message) -> bool) -> usize {
    station.heard.iter().filter(|message| wanted(message)).count()
}

#[test]
fn a_change_of_mode_is_acknowledged_twice() {
    let mut station = docked();
    assert_eq!(station.mode(3.0), 0);
    assert_eq!(count(&station, |message| matches!(message, Message::CommandAck(ack) if ack.command == 176)), 2);
}

#[test]
fn what_is_asked_for_comes_before_the_acknowledgement() {
    let mut station = docked();
    assert_eq!(station.command(512, [148.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0);
    let place = |wanted: fn(&Message) -> bool| station.heard.iter().position(wanted).unwrap();
    let version = place(|message| matches!(message, Message::AutopilotVersion(_)));
    assert!(version < place(|message| matches!(message, Message::CommandAck(_))));
    assert_eq!(station.command(512, [280.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 2);
}

#[test]
fn without_the_flag_a_reposition_does_nothing_and_pause_and_fence_are_unknown() {
    let mut station = Station::new(airborne());
    station.run(1.0);
    assert_eq!(station.command(192, [-1.0, 0.0, 0.0, 0.0, 47.14, 9.52, 530.0]), 3);
    assert_eq!(station.command(193, [0.0; 7]), 3);
    assert_eq!(station.command(207, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 3);
    assert_eq!(station.command(262, [3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 4);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Mission);
}

#[test]
fn an_orbit_goes_round_its_centre_at_its_radius() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    let centre = super::at(250.0, 120.0);
    let (lat, lon) = (centre.lat as f32, centre.lon as f32);
    assert_eq!(station.command(34, [60.0, 6.0, 0.0, 0.0, lat, lon, (GROUND + 80.0) as f32]), 0);
    station.run(60.0);
    let mut quadrants = std::collections::BTreeSet::new();
    for _ in 0..100 {
        station.run(1.0);
        let truth = station.vehicle.truth();
        let off = Frame::at(centre).to_local(truth.place);
        let away = off.x.hypot(off.y);
        assert!((away - 60.0).abs() < 6.0, "{away} m from the centre");
        quadrants.insert((off.x > 0.0, off.y > 0.0));
    }
    assert_eq!(quadrants.len(), 4);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Other);
}

#[test]
fn parameters_decide_what_a_silent_link_does() {
    for (action, mode) in [(0.0, FlightMode::Mission), (1.0, FlightMode::Hold), (3.0, FlightMode::Land)] {
        let params = vec![("NAV_DLL_ACT".to_owned(), action), ("COM_DL_LOSS_T".to_owned(), 3.0)];
        let config = VehicleConfig { params, ..airborne_config() };
        let mut station = Station::new(Vehicle::new(config, START));
        station.run(5.0);
        station.silent = true;
        station.run(5.0);
        assert_eq!(station.vehicle.truth().mode, mode);
    }
}

#[test]
fn a_mission_start_arms_and_flies_and_needs_a_mission() {
    let mut station = docked();
    assert_eq!(station.command(300, [0.0; 7]), 2);
    station.upload(&triangle());
    assert_eq!(station.command(300, [0.0; 7]), 0);
    station.until(20.0, "off the ground", |truth| truth.in_air);
}

#[test]
fn a_gimbal_is_taken_pointed_at_a_place_and_told_of() {
    let mut station = Station::new(Vehicle::new(VehicleConfig { gimbal: true, ..airborne_config() }, START));
    station.run(1.0);
    assert_eq!(station.command(512, [280.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0);
    assert_eq!(station.command(1000, [-45.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]), 2, "not in control");
    assert_eq!(station.command(1001, [-2.0, -2.0, -1.0, -1.0, 0.0, 0.0, 1.0]), 0);
    station.run(2.5);
    let controlled = |message: &Message| matches!(message, Message::GimbalManagerStatus(status) if status.primary_control_sysid == 255);
    assert_eq!(count(&station, controlled), 1);
    assert_eq!(station.command(176, [1.0, 4.0, 3.0, 0.0, 0.0, 0.0, 0.0]), 0);
    station.run(15.0);
    let (there, here) = (super::at(400.0, 300.0), station.vehicle.truth());
    let (lat, lon) = (there.lat as f32, there.lon as f32);
    assert_eq!(station.command(195, [0.0, 0.0, 0.0, 0.0, lat, lon, GROUND as f32]), 0);
    station.run(5.0);
    assert_eq!(station.command(512, [285.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0);
    let q = station.heard.iter().find_map(|message| match message {
        Message::GimbalDeviceAttitudeStatus(attitude) => Some(attitude.q.map(f64::from)),
        _ => None,
    });
    let [w, x, y, z] = q.unwrap();
    // Forward as the camera looks: north, east, down.
    let forward = [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y)];
    let off = Frame::at(here.place).to_local(there);
    let (flat, down) = (off.x.hypot(off.y), here.above_ground.0);
    let length = flat.hypot(down);
    let wanted = [off.y / length, off.x / length, down / length];
    assert!(forward.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.02), "{forward:?} {wanted:?}");
}
