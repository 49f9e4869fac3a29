//! A channel that loses, copies, delays and spoils frames and knows what it did: the account must say the same.

use super::table::{Key, Table};
use super::*;
use crate::codec::{Fault, Heartbeat, Message, SystemTime, encode, scan};
use crate::limits;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const START: Timestamp = Timestamp(1_800_000_000_000_000);

/// What the channel does to each frame, in hundredths; how many places late one may be.
#[derive(Clone, Copy, Debug)]
struct Weather {
    lost: u64,
    copied: u64,
    spoilt: u64,
    unknown: u64,
    late: u64,
}

/// A small generator (the constants of Knuth's MMIX) is enough.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }
}

/// A sender, and the truth about his frames.
#[derive(Default)]
struct Truth {
    sent: u64,
    /// Numbers, counted from the first without end, of the good frames in the order they came.
    came: Vec<u64>,
    spoilt: u64,
    unknown: u64,
    /// Numbers nothing came of, good or bad.
    gone: BTreeSet<u64>,
}

impl Truth {
    /// From the first number that came to the last, as the account defines itself: handled, missing, duplicates, late.
    fn account(&self) -> [u64; 4] {
        let distinct: BTreeSet<u64> = self.came.iter().copied().collect();
        let span = distinct.last().map_or(0, |last| last + 1) - distinct.first().copied().unwrap_or(0);
        let handled = distinct.len() as u64;
        let (mut highest, mut seen, mut late) = (None, BTreeSet::new(), 0);
        for number in &self.came {
            late += u64::from(seen.insert(*number) && highest.is_some_and(|highest| *number < highest));
            highest = highest.max(Some(*number));
        }
        [handled, span - handled, self.came.len() as u64 - handled, late]
    }
}

/// Frames of a sender over the channel, in the order they come: number, what it is, bytes.
fn travel(
    who: (u32, u8),
    frames: u64,
    first: u8,
    weather: Weather,
    dice: &mut Dice,
    truth: &mut Truth,
) -> Vec<Vec<u8>> {
    let mut flying: Vec<(u64, u64, u64, Vec<u8>)> = Vec::new();
    let mut order = 0;
    for number in 0..frames {
        truth.sent += 1;
        let header = Header { system: who.0, component: who.1, sequence: first.wrapping_add(number as u8) };
        let good = encode(header, &Message::from(Heartbeat { custom_mode: number as u32 + 1, ..Heartbeat::default() }));
        // A lost one is lost with all its copies.
        if dice.roll(100) < weather.lost {
            truth.gone.insert(number);
            continue;
        }
        for _ in 0..1 + u64::from(dice.roll(100) < weather.copied) {
            let (mut bytes, mut kind) = (good.clone(), 0);
            if dice.roll(100) < weather.spoilt {
                *bytes.last_mut().unwrap() ^= 0x40;
                kind = 1;
            } else if dice.roll(100) < weather.unknown {
                // The highest byte of the message number.
                bytes[if who.0 > 255 { 12 } else { 9 }] ^= 0x40;
                kind = 2;
            }
            order += 1;
            flying.push((number + dice.roll(weather.late + 1), order, kind << 32 | number, bytes));
        }
    }
    flying.sort_by_key(|(due, order, ..)| (*due, *order));
    let land = |(_, _, what, bytes): (u64, u64, u64, Vec<u8>)| {
        match what >> 32 {
            0 => truth.came.push(what & 0xFFFF_FFFF),
            1 => truth.spoilt += 1,
            _ => truth.unknown += 1,
        }
        bytes
    };
    flying.into_iter().map(land).collect()
}

fn hear(air: &mut Air, link: LinkId, datagram: &[u8]) {
    for item in scan(datagram) {
        match item {
            Ok(frame) => {
                air.hear(START, link, &frame);
            }
            Err(fault) => air.fault(link, fault),
        }
    }
}

fn weather() -> impl Strategy<Value = Weather> {
    (0..40u64, 0..30u64, 0..20u64, 0..10u64, 0..50u64).prop_map(|(lost, copied, spoilt, unknown, late)| Weather {
        lost,
        copied,
        spoilt,
        unknown,
        late,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_account_is_what_the_channel_did(weather in weather(), seed: u64, first: u8, frames in 1..3_000u64) {
        let mut dice = Dice(seed | 1);
        let senders = [(LinkId(0), 1, 1), (LinkId(0), 1, 191), (LinkId(0), 70_000, 1), (LinkId(3), 1, 1)];
        let mut air = Air::default();
        let mut truths: BTreeMap<LinkId, Vec<Truth>> = BTreeMap::new();
        let mut queues = Vec::new();
        for (link, system, component) in senders {
            let mut truth = Truth::default();
            let frames = travel((system, component), frames, first, weather, &mut dice, &mut truth);
            queues.push((link, frames.into_iter()));
            truths.entry(link).or_default().push(truth);
        }
        // All talk at once.
        while !queues.is_empty() {
            let speaker = dice.roll(queues.len() as u64) as usize;
            match queues[speaker].1.next() {
                Some(bytes) => hear(&mut air, queues[speaker].0, &bytes),
                None => drop(queues.remove(speaker)),
            }
        }
        for (link, truths) in truths {
            let told = air.totals(link);
            let accounts: Vec<_> = truths.iter().map(Truth::account).collect();
            let sum = |field: usize| accounts.iter().map(|account| account[field]).sum::<u64>();
            prop_assert_eq!([told.handled, told.missing, told.duplicates, told.late], [sum(0), sum(1), sum(2), sum(3)]);
            let faults = |field: fn(&Truth) -> u64| truths.iter().map(field).sum::<u64>();
            prop_assert_eq!(told.bad_crc, faults(|truth| truth.spoilt));
            prop_assert_eq!(told.unknown_ids, faults(|truth| truth.unknown));
            prop_assert_eq!((told.garbage_bytes, told.unknown_flags, told.crowded), (0, 0, 0));
            if weather.copied == 0 {
                // Nothing came twice: what was spoilt is missing, and what is left was lost on the way. The ends, before
                // the first good frame and after the last, are nobody's.
                let inside = |truth: &Truth| {
                    let (first, last) = (truth.came.iter().min(), truth.came.iter().max());
                    let (Some(first), Some(last)) = (first, last) else { return [0, 0] };
                    [truth.gone.range(first..=last).count() as u64, last - first + 1]
                };
                let inside: Vec<_> = truths.iter().map(inside).collect();
                let ends = told.bad_crc + told.unknown_ids
                    - (told.missing - inside.iter().map(|[gone, _]| gone).sum::<u64>());
                prop_assert_eq!(told.sent(), inside.iter().map(|[_, span]| span).sum::<u64>());
                prop_assert!(told.gaps() + ends >= inside.iter().map(|[gone, _]| gone).sum::<u64>());
                if ends == 0 {
                    // Sent = handled + gaps + checksum faults + unknown (+ what the kernel dropped: nothing).
                    prop_assert_eq!(told.sent(), told.handled + told.gaps() + told.bad_crc + told.unknown_ids);
                }
            }
        }
    }

    #[test]
    fn the_table_is_a_map_with_a_limit(keys in proptest::collection::vec((0..3u16, 0..60u32, 0..4u8, 0..5u8), 0..400)) {
        let (mut table, mut map) = (Table::<u32>::default(), BTreeMap::<(u16, u32, u8), u32>::new());
        for (number, (link, system, component, what)) in (1..).zip(keys) {
            let key = Key::new(LinkId(link), system, component);
            if what == 0 && number % 50 == 0 {
                table.retain(|key| key.link() != LinkId(link));
                map.retain(|(of, ..), _| *of != link);
            }
            // So few never crowd each other out.
            let value = table.entry(key).unwrap();
            prop_assert_eq!(*value, map.get(&(link, system, component)).copied().unwrap_or(0));
            *value = number;
            map.insert((link, system, component), number);
            prop_assert_eq!(table.len(), map.len());
            prop_assert_eq!(table.get(key), map.get(&(link, system, component)));
        }
        let mut all: Vec<u32> = table.iter().map(|(_, value)| *value).collect();
        all.sort_unstable();
        let mut expected: Vec<u32> = map.values().copied().collect();
        expected.sort_unstable();
        prop_assert_eq!(all, expected);
    }

    #[test]
    fn the_state_is_what_the_decoded_message_says(payload in proptest::collection::vec(any::<u8>(), 0..60), which in 0..8usize) {
        let id = [0, 1, 2, 24, 30, 33, 42, 245][which];
        let Some(message) = Message::read(id, &payload) else { return Err(TestCaseError::fail("not in the table")) };
        let bytes = encode(Header { system: 9, component: 1, sequence: 0 }, &message);
        let mut air = Air::default();
        hear(&mut air, LinkId(1), &bytes);
        let state = air.voice(LinkId(1), 9, 1).unwrap().state;
        match message {
            Message::Heartbeat(m) => {
                prop_assert_eq!(state.custom_mode, m.custom_mode);
                prop_assert_eq!(state.heartbeat, [m.base_mode, m.system_status, m.kind, m.autopilot]);
            }
            Message::SysStatus(m) => {
                let electric = (state.voltage_mv, state.current_ca, state.load);
                prop_assert_eq!(electric, (m.voltage_battery, m.current_battery, m.load));
                prop_assert_eq!(state.battery_percent, m.battery_remaining);
            }
            Message::SystemTime(m) => prop_assert_eq!(state.boot_ms, m.time_boot_ms),
            Message::GpsRawInt(m) => {
                prop_assert_eq!((state.fix, state.satellites, state.eph), (m.fix_type, m.satellites_visible, m.eph));
            }
            Message::Attitude(m) => {
                let angles = [m.roll, m.pitch, m.yaw].map(|angle| (angle * 1e4) as i16);
                prop_assert_eq!((state.attitude, state.boot_ms), (angles, m.time_boot_ms));
            }
            Message::GlobalPositionInt(m) => {
                prop_assert_eq!((state.place, state.altitude), ([m.lat, m.lon], [m.alt, m.relative_alt]));
                prop_assert_eq!((state.velocity, state.heading), ([m.vx, m.vy, m.vz], m.hdg));
                prop_assert_eq!(state.boot_ms, m.time_boot_ms);
            }
            Message::MissionCurrent(m) => prop_assert_eq!(state.mission_item, m.seq),
            Message::ExtendedSysState(m) => prop_assert_eq!(state.landed, m.landed_state),
            _ => prop_assert!(false),
        }
    }
}

#[test]
fn whoever_floods_with_invented_ids_is_bounded_and_the_known_are_still_counted() {
    let mut air = Air::default();
    let beat = |system| encode(Header { system, component: 1, sequence: 0 }, &Heartbeat::default().into());
    hear(&mut air, LinkId(0), &beat(1));
    for system in 0..2 * limits::VOICES as u32 {
        hear(&mut air, LinkId(0), &beat(1_000 + system));
    }
    assert!(air.len() <= limits::VOICES);
    assert!(air.totals(LinkId(0)).crowded as usize >= limits::VOICES);
    hear(&mut air, LinkId(0), &beat(1));
    assert_eq!(air.voice(LinkId(0), 1, 1).unwrap().stream.duplicates(), 1);
    air.forget(LinkId(0));
    assert!(air.is_empty() && air.totals(LinkId(0)) == Totals::default());
}

#[test]
fn a_restart_is_no_loss_even_when_its_first_frames_are_lost() {
    let mut air = Air::default();
    let mut say = |sequence: u8, boot_ms: u32| {
        let clock = Message::from(SystemTime { time_unix_usec: 0, time_boot_ms: boot_ms });
        hear(&mut air, LinkId(0), &encode(Header { system: 1, component: 1, sequence }, &clock));
        air.voice(LinkId(0), 1, 1).unwrap().stream
    };
    for number in 0..100 {
        say(number, 100_000 + u32::from(number));
    }
    // Power off and on; the first three frames are lost.
    let after = say(3, 40);
    assert_eq!((after.handled(), after.missing(), after.duplicates(), after.restarts()), (101, 0, 0, 1));
    let after = say(5, 60);
    assert_eq!((after.handled(), after.missing()), (102, 1));
    // Again, from a number far ahead.
    say(200, 90_000);
    let before = say(201, 90_010);
    let after = say(120, 10);
    assert_eq!((after.missing(), after.handled(), after.restarts()), (before.missing(), before.handled() + 1, 2));
    // A frame that comes late by less than five seconds is no restart.
    let late = say(119, 0);
    assert_eq!(late.restarts(), 2);
}

#[test]
fn what_nobody_can_read_is_missing_but_no_loss_of_the_radio() {
    let mut stream = Stream::default();
    stream.count(10);
    stream.count(11);
    stream.unread(12);
    stream.unread(200);
    stream.count(13);
    assert_eq!((stream.handled(), stream.missing(), stream.unreadable()), (3, 1, 1));
    // The number was somebody else's: the good frame takes the place back.
    assert_eq!(stream.count(12), Verdict::Late);
    assert_eq!((stream.handled(), stream.missing(), stream.unreadable()), (4, 0, 0));
}

#[test]
fn a_fault_before_anybody_spoke_makes_nobody() {
    let mut air = Air::default();
    air.fault(LinkId(2), Fault::UnknownId { id: 9_999, header: Header { system: 7, component: 1, sequence: 3 } });
    air.dropped(LinkId(2), 12);
    assert_eq!((air.len(), air.totals(LinkId(2)).unknown_ids, air.totals(LinkId(2)).kernel_drops), (0, 1, 12));
}
