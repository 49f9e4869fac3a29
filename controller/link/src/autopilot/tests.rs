//! Every difference between the two autopilots, by its own name. What is claimed was seen on ArduCopter 4.7 and PX4 1.18.
#![allow(clippy::float_cmp)] // numbers that a float field carries unchanged

use super::*;
use crate::codec::{CommandInt, CommandLong};
use controller_core::{Failsafe, Means};
use flight_plans::MissionItem;
use geodata::MetresPerSecond;

const BOTH: [Personality; 2] = [Personality::Px4, Personality::ArduCopter];

fn here() -> Wgs84 {
    Wgs84 { lat: 47.1, lon: 9.5 }
}

fn home() -> Home {
    Some((Wgs84 { lat: 47.0, lon: 9.4 }, Amsl(Metres(488.0))))
}

fn mission() -> Mission {
    let (at, altitude) = (here(), Amsl(Metres(520.25)));
    Mission {
        items: vec![
            MissionItem::Takeoff { at, altitude },
            MissionItem::Speed { speed: MetresPerSecond(12.5) },
            MissionItem::Waypoint { at, altitude, hold: Seconds(4.0) },
            MissionItem::LoiterUnlimited { at, altitude },
            MissionItem::Return,
        ],
    }
}

fn heartbeat(autopilot: u8, kind: u8) -> Heartbeat {
    Heartbeat { autopilot, kind, ..Heartbeat::default() }
}

fn long(command: Option<Command>) -> CommandLong {
    match command {
        Some(Command::Long(long)) => long,
        other => panic!("a COMMAND_LONG was expected, not {other:?}"),
    }
}

fn int(command: Option<Command>) -> CommandInt {
    match command {
        Some(Command::Int(int)) => int,
        other => panic!("a COMMAND_INT was expected, not {other:?}"),
    }
}

#[test]
fn an_autopilot_is_known_by_its_heartbeat_and_what_is_none_is_none() {
    assert_eq!(Personality::of(&heartbeat(12, 2)), Some(Personality::Px4));
    assert_eq!(Personality::of(&heartbeat(3, 2)), Some(Personality::ArduCopter));
    assert_eq!(Personality::of(&heartbeat(3, 4)), Some(Personality::ArduCopter), "a helicopter");
    assert_eq!(Personality::of(&heartbeat(8, 30)), None, "a camera");
    assert_eq!(Personality::of(&heartbeat(3, 6)), None, "a ground station, whatever it claims");
}

#[test]
fn planes_rovers_and_unknown_autopilots_are_read_and_never_commanded_and_the_reason_is_told() {
    for (autopilot, kind, word) in
        [(3, 1, "ArduPilot"), (3, 10, "type 10"), (12, 12, "PX4"), (4, 2, "4"), (99, 200, "99")]
    {
        let personality = Personality::of(&heartbeat(autopilot, kind)).expect("an autopilot stays visible");
        let why = personality.only_read().expect("a reason");
        assert!(why.contains(word) && why.contains("only read"), "{why}");
        for mode in [Mode::Hold, Mode::Guided, Mode::Mission, Mode::Return, Mode::Land] {
            assert_eq!(personality.set_mode(mode), None);
            assert!(!(0..=40).any(|custom| personality.shows(mode, custom)));
        }
        assert_eq!(personality.arm(), None);
        assert_eq!(personality.take_off(AboveHome(Metres(20.0))), None);
        assert_eq!(personality.go_to(here(), Amsl(Metres(520.0))), None);
        assert_eq!(personality.orbit(here(), Amsl(Metres(520.0)), Metres(30.0)), None);
        assert_eq!(personality.orbit_items(here(), Amsl(Metres(520.0)), Metres(30.0), home()), None);
    }
}

#[test]
fn modes_have_the_numbers_seen_on_arducopter() {
    let shown = |number| Personality::ArduCopter.mode(number);
    assert_eq!(shown(3), FlightMode::Mission);
    for hold in [4, 5, 16, 17] {
        assert_eq!(shown(hold), FlightMode::Hold);
    }
    for home in [6, 21, 27] {
        assert_eq!(shown(home), FlightMode::Return);
    }
    assert_eq!(shown(9), FlightMode::Land);
    for sticks in [0, 1, 2] {
        assert_eq!(shown(sticks), FlightMode::Manual);
    }
    assert_eq!(shown(0x0304_0000), FlightMode::Other, "a number of PX4's says nothing here");
}

#[test]
fn set_mode_one_three_is_auto_on_arducopter_and_is_never_sent_to_px4() {
    let auto = long(Personality::ArduCopter.set_mode(Mode::Mission));
    assert_eq!((auto.command, auto.param1, auto.param2, auto.param3), (176, 1.0, 3.0, 0.0));
    for mode in [Mode::Hold, Mode::Mission, Mode::Return, Mode::Land] {
        let sent = long(Personality::Px4.set_mode(mode));
        assert_eq!((sent.command, sent.param1, sent.param2), (176, 1.0, 4.0), "main 3 would be POSCTL");
    }
    assert_eq!(Personality::Px4.set_mode(Mode::Guided), None);
}

#[test]
fn hold_is_brake_on_arducopter_and_loiter_on_px4_and_never_pause_continue() {
    assert_eq!(long(Personality::ArduCopter.set_mode(Mode::Hold)).param2, 17.0);
    let px4 = long(Personality::Px4.set_mode(Mode::Hold));
    assert_eq!((px4.param2, px4.param3), (4.0, 3.0));
    assert!(!command::ALLOWED.contains(&193), "DO_PAUSE_CONTINUE lies");
    assert!(!command::ALLOWED.contains(&262), "DO_SET_STANDARD_MODE is unsupported on one and failed on the other");
}

#[test]
fn an_aircraft_on_its_way_in_guided_is_not_seen_holding() {
    assert!(!Personality::ArduCopter.shows(Mode::Hold, 4));
    assert!(Personality::ArduCopter.shows(Mode::Guided, 4));
    assert!(Personality::ArduCopter.shows(Mode::Hold, 5), "a pilot's LOITER holds too");
    assert!(!Personality::ArduCopter.shows(Mode::Mission, 0x0404_0000));
    assert!(!Personality::Px4.shows(Mode::Mission, 3));
}

#[test]
fn a_take_off_command_counts_from_home_and_goes_to_arducopter_only() {
    let height = Amsl(Metres(520.0)).above_home(Amsl(Metres(488.0)));
    let sent = long(Personality::ArduCopter.take_off(height));
    assert_eq!((sent.command, sent.param7), (22, 32.0));
    assert_eq!(Personality::Px4.take_off(height), None, "PX4 would read 32 m above the sea");
    assert!(Personality::ArduCopter.takes_off_first() && !Personality::Px4.takes_off_first());
}

/// The first of the two ways to lose an aircraft: PX4 ignores the frame and takes every altitude as AMSL.
#[test]
fn px4_gets_altitudes_above_sea_level_only_whatever_the_message() {
    let altitude = Amsl(Metres(520.0));
    let go = int(Personality::Px4.go_to(here(), altitude));
    assert_eq!((go.command, go.frame, go.z), (192, 5, 520.0));
    let circle = int(Personality::Px4.orbit(here(), altitude, Metres(40.0)));
    assert_eq!((circle.command, circle.frame, circle.z, circle.param1), (34, 5, 520.0, 40.0));
    for item in Personality::Px4.items(&mission(), home()) {
        assert!(matches!(item.frame, 2 | 5), "{item:?}");
        assert!(item.frame == 2 || item.z == 520.25, "{item:?}");
    }
}

/// The second: only the configured ground station's heartbeats feed ArduPilot's link-loss failsafe.
#[test]
fn arducopter_counts_the_heartbeats_of_one_ground_station_and_px4_those_of_any() {
    let stations = |personality: Personality| {
        let rows = personality.settings().iter();
        let counted = rows.filter(|row| matches!((row.means)(row.names[0], 255.0), Means::StationFrom(255)));
        counted.flat_map(|row| row.names.iter().copied()).collect::<Vec<_>>()
    };
    assert_eq!(stations(Personality::ArduCopter), ["MAV_GCS_SYSID", "SYSID_MYGCS"]);
    assert!(stations(Personality::Px4).is_empty());
    for name in BOTH.iter().flat_map(|personality| personality.settings()).flat_map(|row| row.names) {
        assert!(name.len() <= 16, "{name} does not fit the wire");
    }
}

/// By its first name, or by the one given.
fn means(personality: Personality, name: &str, value: f64) -> Means {
    let row = personality.settings().iter().find(|row| row.names.contains(&name)).unwrap();
    (row.means)(name, value)
}

#[test]
fn each_autopilots_numbers_are_told_in_the_words_both_share() {
    let px4 = |name, value| means(Personality::Px4, name, value);
    let copter = |name, value| means(Personality::ArduCopter, name, value);
    assert_eq!(px4("NAV_DLL_ACT", 2.0), Means::LinkLoss(Failsafe::Return));
    assert_eq!(px4("NAV_DLL_ACT", 0.0), Means::LinkLoss(Failsafe::Nothing));
    assert_eq!(px4("NAV_DLL_ACT", 2.5), Means::LinkLoss(Failsafe::Other));
    assert_eq!(px4("COM_LOW_BAT_ACT", 0.0), Means::BatteryLow(Failsafe::Warn));
    assert_eq!(px4("BAT_CRIT_THR", 0.25), Means::BatteryPercent(25.0));
    assert_eq!(px4("GF_ACTION", 4.0), Means::Fence(Failsafe::Terminate));
    assert_eq!(copter("FS_GCS_ENABLE", 0.0), Means::LinkLoss(Failsafe::Nothing));
    assert_eq!(copter("FS_GCS_ENABLE", 2.0), Means::LinkLoss(Failsafe::Continue));
    assert_eq!(copter("FS_OPTIONS", 16.0), Means::LinkLossIgnored(false));
    assert_eq!(copter("FS_OPTIONS", 18.0), Means::LinkLossIgnored(true));
    assert_eq!(copter("BATT_FS_LOW_ACT", 2.0), Means::BatteryLow(Failsafe::Return));
    // Centimetres in the old name, metres in the new one.
    assert_eq!(copter("RTL_ALT", 4000.0), Means::ReturnHeight(Metres(40.0)));
    assert_eq!(copter("RTL_ALT_M", 40.0), Means::ReturnHeight(Metres(40.0)));
    assert_eq!(copter("FENCE_ENABLE", 0.0), Means::FenceOn(false));
}

#[test]
fn a_go_to_is_a_command_int_with_the_flag_that_changes_to_guided() {
    let go = int(Personality::ArduCopter.go_to(here(), Amsl(Metres(520.0))));
    assert_eq!((go.command, go.frame, go.param2, go.z), (192, 5, 1.0, 520.0));
    assert_eq!((go.x, go.y), (471_000_000, 95_000_000));
}

#[test]
fn item_0_is_home_on_arducopter_and_a_real_item_on_px4() {
    let (px4, copter) = (Personality::Px4.items(&mission(), home()), Personality::ArduCopter.items(&mission(), home()));
    assert_eq!((px4.len(), copter.len()), (5, 6));
    assert_eq!((px4[0].command, copter[0].command, copter[1].command), (22, 16, 22));
    assert_eq!((copter[0].x, copter[0].z), (470_000_000, 488.0));
    for items in [&px4, &copter] {
        assert!((0..).zip(items).all(|(seq, item)| item.seq == seq));
    }
    assert_eq!((Personality::Px4.first_item(), Personality::ArduCopter.first_item()), (0, 1));
    assert_eq!((Personality::Px4.item_index(0), Personality::ArduCopter.item_index(0)), (Some(0), None));
    assert_eq!(Personality::ArduCopter.item_index(3), Some(2));
}

#[test]
fn what_arducopter_writes_into_item_0_is_its_own_affair() {
    let sent = Personality::ArduCopter.items(&mission(), None);
    let read = MissionItemInt { x: 473_977_419, z: 488.08, frame: 0, ..sent[0] };
    assert!(Personality::ArduCopter.same_item(&sent[0], &read));
    assert!(!Personality::Px4.same_item(&sent[0], &read), "on PX4 it would be another item");
}

#[test]
fn an_item_read_back_from_arducopter_is_the_one_sent_down_to_the_centimetre_it_cuts_off() {
    let copter = Personality::ArduCopter;
    for sent in &copter.items(&mission(), home())[1..] {
        let kept = MissionItemInt { z: (sent.z * 100.0).trunc() / 100.0, frame: 0, param4: 0.0, ..*sent };
        assert!(copter.same_item(sent, &kept), "{sent:?}");
        assert!(!copter.same_item(sent, &MissionItemInt { command: 21, ..kept }));
        assert!(!copter.same_item(sent, &MissionItemInt { seq: sent.seq + 1, ..kept }));
        assert!(!copter.same_item(sent, &MissionItemInt { autocontinue: 0, ..kept }));
        if matches!(sent.command, 16 | 17 | 22) {
            assert!(!copter.same_item(sent, &MissionItemInt { frame: 3, ..kept }), "above home is another height");
            assert!(!copter.same_item(sent, &MissionItemInt { z: sent.z + 0.02, ..kept }));
            assert!(!copter.same_item(sent, &MissionItemInt { x: sent.x + 1, ..kept }));
        }
    }
}

#[test]
fn arducopter_waits_whole_seconds_and_never_less_than_asked() {
    let wait = |hold| {
        let item = MissionItem::Waypoint { at: here(), altitude: Amsl(Metres(520.0)), hold: Seconds(hold) };
        Personality::ArduCopter.items(&Mission { items: vec![item] }, home())[1].param1
    };
    assert_eq!([wait(0.0), wait(0.2), wait(4.0), wait(4.5)], [0.0, 1.0, 4.0, 5.0]);
}

#[test]
fn what_is_sent_and_read_is_the_same_mission_on_both() {
    for personality in BOTH {
        assert_eq!(personality.read_items(&personality.items(&mission(), home())), Some(mission()));
    }
    assert_eq!(Personality::ArduCopter.read_items(&[]), None);
    assert_eq!(Personality::Unknown { autopilot: 4 }.read_items(&[]), None);
}

#[test]
fn an_orbit_is_a_command_on_px4_and_a_mission_of_one_endless_circle_on_arducopter() {
    let (altitude, radius) = (Amsl(Metres(520.0)), Metres(40.4));
    assert_eq!(Personality::Px4.orbit_items(here(), altitude, radius, home()), None);
    assert_eq!(Personality::ArduCopter.orbit(here(), altitude, radius), None);
    let items = Personality::ArduCopter.orbit_items(here(), altitude, radius, home()).unwrap();
    let [_, circle] = items[..] else { panic!("home and a circle") };
    assert_eq!((circle.command, circle.param1, circle.param3), (18, 255.0, 40.0), "the item keeps whole metres");
    assert_eq!((circle.seq, circle.frame, circle.z), (1, 5, 520.0));
}

#[test]
fn small_circles_are_flown_slowly() {
    let speed = |radius| int(Personality::Px4.orbit(here(), Amsl(Metres(520.0)), Metres(radius))).param2;
    for radius in [10.0, 16.0, 25.0, 100.0] {
        let metres_per_second = f64::from(speed(radius));
        assert!(metres_per_second.powi(2) / radius <= 1.001 && metres_per_second <= 5.0);
    }
}

#[test]
fn uploads_are_atomic_on_px4_and_a_broken_one_leaves_a_mixture_on_arducopter() {
    let (px4, copter) = (Personality::Px4.transfer(), Personality::ArduCopter.transfer());
    assert!(px4.atomic && px4.numbers_plans && px4.clears_in_flight && !px4.home_first);
    assert!(!copter.atomic && !copter.numbers_plans && !copter.clears_in_flight && copter.home_first);
    assert_eq!((px4.asks_again, px4.gives_up), (Seconds(0.25), Seconds(5.0)));
    assert_eq!((copter.asks_again, copter.gives_up), (Seconds(1.0), Seconds(8.0)));
}
