//! Aircraft that are set up wrongly stay where they are, whoever calls.

use controller_engine::Record;
use harness::county;
use sim::lockstep::Lockstep;
use sim::scenario::{AircraftStart, Where};
use sim::vehicle::Firmware;

/// What is recorded in the first five minutes of the market alarm, with every aircraft docked, of this make and set up so.
fn five_minutes(autopilot: Firmware, params: &[(&str, f64)]) -> Vec<Record> {
    let setup = county::setup();
    let mut scenario = county::scenario("market-alarm.toml");
    let docked = |vehicle| AircraftStart {
        vehicle,
        start: Where::Docked,
        line: None,
        fraction: 0.0,
        battery: 100.0,
        autopilot,
        operator_control: false,
        params: params.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
    };
    scenario.aircraft = setup.plan.squadron.iter().map(|aircraft| docked(aircraft.vehicle)).collect();
    let until = scenario.start.plus(geodata::Seconds(300.0));
    let mut records = Vec::new();
    let mut world = Lockstep::new(setup, &scenario, 7, &mut |record| records.push(record.clone())).unwrap();
    while world.now() < until && world.step(&mut |record| records.push(record.clone())) {}
    records
}

fn count(records: &[Record], kind: &str) -> usize {
    records.iter().filter(|record| record.kind == kind).count()
}

fn assessed_with(records: &[Record], why: &str) -> bool {
    records.iter().any(|record| record.kind == "incident_assessed" && record.body.contains(why))
}

#[test]
fn as_the_squadron_is_set_up_it_is_launched() {
    for autopilot in [Firmware::Px4, Firmware::ArduPilot] {
        let records = five_minutes(autopilot, &[]);
        assert!(count(&records, "sortie_ordered") > 0, "{autopilot:?}");
    }
}

#[test]
fn nobody_is_asked_for_a_launch_of_an_aircraft_that_would_fly_on_when_it_hears_us_no_more() {
    let px4 = five_minutes(Firmware::Px4, &[("NAV_DLL_ACT", 0.0)]);
    let copter = five_minutes(Firmware::ArduPilot, &[("FS_GCS_ENABLE", 0.0)]);
    for records in [px4, copter] {
        assert_eq!((count(&records, "approval_requested"), count(&records, "sortie_ordered")), (0, 0));
        assert!(assessed_with(&records, "link_loss_action"), "and the reason is told");
    }
}

#[test]
fn nobody_is_asked_for_a_launch_of_an_aircraft_that_listens_to_another_ground_station() {
    let records = five_minutes(Firmware::ArduPilot, &[("MAV_GCS_SYSID", 245.0)]);
    assert_eq!((count(&records, "approval_requested"), count(&records, "sortie_ordered")), (0, 0));
    assert!(assessed_with(&records, "heeds_other_station"));
}
