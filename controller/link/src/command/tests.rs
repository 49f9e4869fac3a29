//! The list against every number there is, and every function against the list.

use super::*;

fn here() -> Wgs84 {
    Wgs84 { lat: 47.1, lon: 9.5 }
}

/// One of each function of the file.
fn every_command() -> Vec<Command> {
    vec![
        set_mode(4, 3),
        arm(),
        take_off(AboveHome(Metres(30.0))),
        reposition(here(), Amsl(Metres(520.0)), -1.0, f32::NAN),
        stay_here(),
        orbit(here(), Amsl(Metres(520.0)), Metres(40.0), MetresPerSecond(5.0)),
        message_interval(33, Seconds(0.2)),
        request_message(148),
        request_camera_information(),
        request_video_streams(),
        gimbal_take(1),
        gimbal_give_back(1),
        gimbal_point(-0.5, 1.0, 12, 1),
        look_at(here(), Amsl(Metres(460.0)), 1),
        look_nowhere(1),
        video(true),
        video(false),
        operator_control(ControlAsk::Request, 255),
    ]
}

#[test]
fn of_all_65536_command_numbers_only_those_of_the_list_may_leave() {
    let made: Vec<u16> = every_command().iter().map(Command::id).collect();
    for command in 0..=u16::MAX {
        let long = CommandLong { command, param1: 1.0, ..CommandLong::default() };
        let int = CommandInt { command, param1: 1.0, ..CommandInt::default() };
        assert_eq!(may_leave(&long.into()), made.contains(&command), "COMMAND_LONG {command}");
        let placed = made.contains(&command) && command != id::COMPONENT_ARM_DISARM;
        assert_eq!(may_leave(&int.into()), placed, "COMMAND_INT {command}");
    }
}

#[test]
fn what_the_functions_make_may_leave() {
    for command in every_command() {
        assert!(may_leave(&command.to(7, 0)), "{command:?}");
    }
}

#[test]
fn disarming_and_forcing_never_leave() {
    let Message::CommandLong(arm) = arm().to(7, 0) else { panic!("arming is a COMMAND_LONG") };
    for param1 in [0.0, -0.0, 2.0, f32::NAN] {
        assert!(!may_leave(&CommandLong { param1, ..arm }.into()), "param1 {param1}");
    }
    for param2 in [21196.0, 2989.0, -1.0, f32::NAN] {
        assert!(!may_leave(&CommandLong { param2, ..arm }.into()), "param2 {param2}");
    }
}

#[test]
fn a_repeat_counts_its_confirmation_up() {
    let confirmation = |tries| match arm().to(7, tries) {
        Message::CommandLong(long) => (long.confirmation, long.target_system, long.target_component),
        _ => panic!("arming is a COMMAND_LONG"),
    };
    assert_eq!([confirmation(0), confirmation(1), confirmation(2)], [(0, 7, 1), (1, 7, 1), (2, 7, 1)]);
}
