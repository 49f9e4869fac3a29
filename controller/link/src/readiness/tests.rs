//! Parameters and clocks of vehicles that answer, answer late, lose half of it, or do not have what is asked for.

use crate::autopilot::Personality;
use crate::codec::{
    self, AutopilotVersion, GlobalPositionInt, Header, Heartbeat, Message, ParamValue, SystemTime, Text, Timesync,
};
use crate::{Enrolled, LinkConfig, Peer, Squadron, limits};
use controller_core::{Failsafe, Means, PositionDoubt, Settings, SkyReport, VehicleId};
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;
use std::net::SocketAddr;

const START: Timestamp = Timestamp(1_800_000_000_000_000);
const STEP: Seconds = Seconds(0.05);

/// An autopilot with parameters, and the air between it and us.
struct World {
    squadron: Squadron,
    now: Timestamp,
    autopilot: u8,
    parameters: BTreeMap<&'static str, (f32, u8)>,
    /// One in so many frames is lost, either way, by a seed; 0 loses none.
    loses: u64,
    dice: u64,
    /// How far its calendar is ahead of ours.
    ahead: Seconds,
    asked: Vec<String>,
    heard: Vec<(Timestamp, SkyReport)>,
    sequence: u8,
    boot: Timestamp,
    late: Seconds,
    coming: Vec<(Timestamp, Message)>,
}

fn px4() -> BTreeMap<&'static str, (f32, u8)> {
    let int = |value: i32| (f32::from_bits(value.cast_unsigned()), 6);
    BTreeMap::from([
        ("NAV_DLL_ACT", int(2)),
        ("COM_DL_LOSS_T", int(10)),
        ("COM_LOW_BAT_ACT", int(3)),
        ("BAT_CRIT_THR", (0.25, 9)),
        ("RTL_RETURN_ALT", (40.0, 9)),
        ("GF_ACTION", int(3)),
        ("COM_DISARM_PRFLT", (10.0, 9)),
    ])
}

fn copter() -> BTreeMap<&'static str, (f32, u8)> {
    BTreeMap::from([
        ("SYSID_MYGCS", (255.0, 4)),
        ("FS_GCS_ENABLE", (1.0, 2)),
        ("FS_OPTIONS", (16.0, 6)),
        ("BATT_FS_LOW_ACT", (2.0, 2)),
        ("BATT_FS_CRT_ACT", (1.0, 2)),
        ("BATT_LOW_VOLT", (42.5, 9)),
        ("BATT_LOW_MAH", (0.0, 9)),
        ("RTL_ALT", (4000.0, 6)),
    ])
}

impl World {
    fn new(autopilot: u8, parameters: BTreeMap<&'static str, (f32, u8)>) -> Self {
        let roster = vec![Enrolled { vehicle: VehicleId(7), system_id: 3 }];
        Self {
            squadron: Squadron::new(LinkConfig { roster, ..LinkConfig::default() }),
            now: START,
            autopilot,
            parameters,
            loses: 0,
            dice: 1,
            ahead: Seconds(0.0),
            asked: Vec::new(),
            heard: Vec::new(),
            sequence: 0,
            boot: Timestamp(START.0 - 60_000_000),
            late: Seconds(0.0),
            coming: Vec::new(),
        }
    }

    fn peer() -> Peer {
        SocketAddr::from(([127, 0, 0, 1], 14_003)).into()
    }

    fn lost(&mut self) -> bool {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.loses > 0 && (self.dice >> 33).is_multiple_of(self.loses)
    }

    fn says(&mut self, message: impl Into<Message>) {
        let header = Header { system: 3, component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        let bytes = codec::encode(header, &message.into());
        if !self.lost() {
            self.squadron.receive(self.now, Self::peer(), &bytes);
        }
    }

    fn boot_micros(&self) -> i64 {
        self.now.0 - self.boot.0
    }

    fn heed(&mut self, message: &Message) {
        let answer: Message = match message {
            Message::ParamRequestRead(ask) => {
                let name = ask.param_id.to_text();
                assert_eq!((ask.param_index, ask.target_system, ask.target_component), (-1, 3, 1), "asked by name");
                self.asked.push(name.clone());
                let Some((value, kind)) = self.parameters.get(name.as_str()) else { return };
                let param_id = Text::from(name.as_str());
                ParamValue { param_value: *value, param_type: *kind, param_id, ..ParamValue::default() }.into()
            }
            Message::Timesync(ask) if ask.tc1 == 0 => {
                Timesync { tc1: self.boot_micros() * 1000, ts1: ask.ts1, ..Timesync::default() }.into()
            }
            Message::CommandLong(ask) if ask.command == 512 => {
                let capabilities = if self.autopilot == 12 { 16 } else { 1 << 17 };
                AutopilotVersion { capabilities, uid: 77, ..AutopilotVersion::default() }.into()
            }
            _ => return,
        };
        self.coming.push((self.now.plus(self.late), answer));
    }

    fn run(&mut self, seconds: f64) {
        let until = self.now.plus(Seconds(seconds));
        let mut step = 0_u32;
        while self.now < until {
            if step.is_multiple_of(20) {
                self.says(Heartbeat { kind: 2, autopilot: self.autopilot, ..Heartbeat::default() });
                let time_unix_usec = (self.now.0 + (self.ahead.0 * 1e6) as i64).unsigned_abs();
                let time_boot_ms = u32::try_from(self.boot_micros() / 1000).unwrap();
                self.says(SystemTime { time_unix_usec, time_boot_ms });
            }
            let due: Vec<Message> =
                self.coming.iter().filter(|(at, _)| *at <= self.now).map(|(_, message)| *message).collect();
            self.coming.retain(|(at, _)| *at > self.now);
            for message in due {
                self.says(message);
            }
            self.squadron.tick(self.now);
            self.drain();
            self.now = self.now.plus(STEP);
            step += 1;
        }
    }

    fn drain(&mut self) {
        let drained = self.squadron.drain();
        self.heard.extend(drained.reports.into_iter().map(|(_, report)| (self.now, report)));
        for datagram in drained.datagrams {
            if !self.lost() {
                let message = codec::scan(&datagram.bytes).next().unwrap().unwrap().message();
                message.iter().for_each(|message| self.heed(message));
            }
        }
    }

    fn settings(&self) -> Option<&Settings> {
        self.heard.iter().rev().find_map(|(_, report)| match report {
            SkyReport::Settings(settings) => Some(settings),
            _ => None,
        })
    }

    fn readings(&self) -> usize {
        self.heard.iter().filter(|(_, report)| matches!(report, SkyReport::Settings(_))).count()
    }

    fn skews(&self) -> Vec<f64> {
        let skew = |report: &SkyReport| match report {
            SkyReport::Skew(skew) => Some(skew.0),
            _ => None,
        };
        self.heard.iter().filter_map(|(_, report)| skew(report)).collect()
    }
}

fn means(settings: &Settings, name: &str) -> Means {
    settings.known.iter().find(|setting| setting.name == name).unwrap_or_else(|| panic!("{name} unread")).means
}

#[test]
fn the_parameters_are_read_by_name_at_first_contact_within_two_seconds() {
    let mut world = World::new(12, px4());
    world.run(2.0);
    let settings = world.settings().unwrap();
    assert!(settings.missing.is_empty() && settings.known.len() == 7, "{settings:?}");
    assert_eq!(means(settings, "NAV_DLL_ACT"), Means::LinkLoss(Failsafe::Return));
    assert_eq!(means(settings, "COM_DL_LOSS_T"), Means::LinkLossAfter(Seconds(10.0)));
    assert_eq!(means(settings, "BAT_CRIT_THR"), Means::BatteryPercent(25.0));
    assert_eq!(world.asked.len(), 7, "each once: {:?}", world.asked);
}

#[test]
fn of_two_names_the_one_aboard_is_read_and_what_a_version_does_not_have_is_left() {
    let mut world = World::new(3, copter());
    world.run(60.0);
    let settings = world.settings().unwrap();
    assert!(settings.missing.is_empty(), "{settings:?}");
    assert_eq!(means(settings, "SYSID_MYGCS"), Means::StationFrom(255));
    assert_eq!(means(settings, "RTL_ALT"), Means::ReturnHeight(geodata::Metres(40.0)));
    assert!(settings.known.iter().all(|setting| setting.name != "MAV_GCS_SYSID_HI"));
    let asked = world.asked.iter().filter(|name| *name == "MAV_GCS_SYSID_HI").count();
    assert_eq!(asked, usize::from(limits::PARAMETER_TRIES));
}

#[test]
fn over_a_radio_that_loses_a_third_everything_is_read_all_the_same() {
    for seed in 1..=50 {
        let mut world = World::new(12, px4());
        (world.loses, world.dice, world.late) = (3, seed, Seconds(0.5));
        world.run(20.0);
        let settings = world.settings().unwrap_or_else(|| panic!("seed {seed}: nothing read"));
        assert!(settings.missing.is_empty(), "seed {seed}: {settings:?}");
        assert!(world.asked.len() < 60, "seed {seed}: {} questions", world.asked.len());
    }
}

#[test]
fn what_must_be_known_and_is_not_told_is_named_and_asked_for_again_until_it_is() {
    let mut world = World::new(12, px4());
    let act = world.parameters.remove("NAV_DLL_ACT").unwrap();
    world.run(30.0);
    assert_eq!(world.settings().unwrap().missing, ["NAV_DLL_ACT"]);
    assert_eq!(world.readings(), 1, "said once");
    let asked = world.asked.len();
    world.run(60.0);
    assert!((5..20).contains(&(world.asked.len() - asked)), "slowly: {}", world.asked.len() - asked);
    world.parameters.insert("NAV_DLL_ACT", act);
    world.run(10.0);
    assert!(world.settings().unwrap().missing.is_empty());
}

#[test]
fn a_vehicle_that_answers_nothing_is_asked_once_a_second_and_read_at_once_when_it_hears_us() {
    let mut world = World::new(12, px4());
    let parameters = std::mem::take(&mut world.parameters);
    world.run(20.0);
    assert_eq!(world.settings().unwrap().missing.len(), 5, "it is told what is not known");
    let asked = world.asked.len();
    world.run(20.0);
    assert!((15..=21).contains(&(world.asked.len() - asked)), "slowly: {}", world.asked.len() - asked);
    world.parameters = parameters;
    world.run(3.0);
    assert!(world.settings().unwrap().missing.is_empty(), "{:?}", world.settings());
}

#[test]
fn they_are_read_again_before_they_are_too_old_and_a_change_is_told_at_once() {
    let mut world = World::new(12, px4());
    world.run(5.0);
    assert_eq!(world.readings(), 1);
    let off = f32::from_bits(0);
    world.says(ParamValue {
        param_value: off,
        param_type: 6,
        param_id: Text::from("NAV_DLL_ACT"),
        ..ParamValue::default()
    });
    world.drain();
    assert_eq!(means(world.settings().unwrap(), "NAV_DLL_ACT"), Means::LinkLoss(Failsafe::Nothing));
    // Somebody sets it back and nobody hears of it.
    world.run(limits::SETTINGS_AGE.0);
    assert!(world.readings() >= 3);
    assert_eq!(means(world.settings().unwrap(), "NAV_DLL_ACT"), Means::LinkLoss(Failsafe::Return));
}

#[test]
fn one_switched_on_anew_is_read_anew_and_until_then_nothing_is_known() {
    let mut world = World::new(12, px4());
    let position = |ms| GlobalPositionInt { time_boot_ms: ms, lat: 471_000_000, lon: 95_000_000, ..Default::default() };
    world.says(Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() });
    world.says(position(60_000));
    world.run(3.0);
    assert!(world.settings().unwrap().missing.is_empty());
    world.says(position(1_000));
    world.run(0.06);
    assert_eq!(world.settings().unwrap().missing.len(), 5, "all that must be known is unknown");
    world.run(3.0);
    assert!(world.settings().unwrap().missing.is_empty());
}

#[test]
fn an_autopilot_that_is_only_read_is_asked_for_no_parameters() {
    let mut world = World::new(4, px4());
    world.run(10.0);
    assert!(world.asked.is_empty() && world.settings().is_none());
    assert!(Personality::Unknown { autopilot: 4 }.settings().is_empty());
}

#[test]
fn a_calendar_a_day_off_is_told_and_dates_nothing() {
    for ahead in [86_400.0, -86_400.0, 3.0, 0.0] {
        let mut world = World::new(12, px4());
        (world.ahead, world.late) = (Seconds(ahead), Seconds(0.4));
        world.run(8.0);
        let position = GlobalPositionInt {
            time_boot_ms: u32::try_from(world.boot_micros() / 1000).unwrap(),
            lat: 471_000_000,
            lon: 95_000_000,
            ..Default::default()
        };
        world.says(position);
        world.drain();
        let skews = world.skews();
        assert_eq!(skews.len(), 1, "told once: {skews:?}");
        // An answer that takes 0.4 s one way and nothing the other puts the middle 0.2 s off, and no more.
        assert!((skews[0] - ahead).abs() <= 0.3, "{ahead}: {skews:?}");
        let fix = world.heard.iter().find_map(|(now, report)| match report {
            SkyReport::Fix(fix) => Some((*now, fix.at)),
            _ => None,
        });
        let (now, at) = fix.unwrap();
        assert!((now.since(at).0).abs() < 0.1, "an age counts from receipt");
    }
}

#[test]
fn a_vehicles_own_question_for_the_time_is_answered() {
    let mut world = World::new(12, px4());
    world.run(1.0);
    world.says(Timesync { ts1: 4711, ..Timesync::default() });
    let drained = world.squadron.drain();
    let answers = drained.datagrams.iter().filter_map(|out| codec::scan(&out.bytes).next().unwrap().unwrap().message());
    let answered = answers.into_iter().any(|message| match message {
        Message::Timesync(sync) => sync.ts1 == 4711 && sync.tc1 == world.now.0 * 1000,
        _ => false,
    });
    assert!(answered);
}

#[test]
fn a_position_that_jumps_is_not_told_and_the_last_one_stands() {
    let mut world = World::new(12, px4());
    world.says(Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() });
    let position = |ms, lat| GlobalPositionInt { time_boot_ms: ms, lat, lon: 95_000_000, ..Default::default() };
    for second in 0..5 {
        world.says(position(60_000 + second * 1000, 471_000_000));
        world.run(1.0);
    }
    assert_eq!(world.heard.iter().filter(|(_, report)| matches!(report, SkyReport::Fix(_))).count(), 5);
    world.heard.clear();
    // 0.01 degrees: 1.1 km.
    for second in 5..10 {
        world.says(position(60_000 + second * 1000, 471_100_000));
        world.run(1.0);
    }
    let told: Vec<&SkyReport> = world.heard.iter().map(|(_, report)| report).collect();
    let doubts = told.iter().filter(|report| matches!(report, SkyReport::Doubted(PositionDoubt::Jumped { .. })));
    assert_eq!(doubts.count(), 1);
    assert!(told.iter().all(|report| !matches!(report, SkyReport::Fix(_))));
}
