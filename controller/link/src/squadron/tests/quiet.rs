//! What the short way of quiet frames leads to is what the long way leads to, whatever is said and however the link is.

use super::rig::{START, address};
use crate::codec::{
    Attitude, CommandAck, Header, Heartbeat, LocalPositionNed, Message, SystemTime, checksum, encode, seed,
};
use crate::{Enrolled, LinkConfig, LinkId, Peer, Squadron, limits};
use controller_core::{Order, OrderId, OrderKind, VehicleId};
use geodata::{Seconds, Timestamp};

/// A small generator (the constants of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn bytes(&mut self, count: u64) -> Vec<u8> {
        (0..count).map(|_| if self.roll(3) == 0 { 0 } else { self.roll(256) as u8 }).collect()
    }
}

/// A frame of any number with any payload.
fn frame(who: Header, id: u32, payload: &[u8]) -> Vec<u8> {
    let [a, b, c, _] = id.to_le_bytes();
    let mut bytes = vec![0xFD, payload.len() as u8, 0, 0, who.sequence, who.system as u8, who.component, a, b, c];
    bytes.extend_from_slice(payload);
    let sum = checksum(&bytes[1..], seed(id).unwrap());
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

struct Aircraft {
    /// It seldom says anything that anybody reads.
    calm: bool,
    sequence: u8,
    booted: i64,
    from: Peer,
}

impl Aircraft {
    /// With one in `wild` frames something happens that no good aircraft on a good link does.
    fn says(&mut self, system: u32, at: Timestamp, wild: u64, dice: &mut Dice) -> Vec<u8> {
        let is_wild = wild > 0 && dice.roll(wild) == 0;
        match dice.roll(40) {
            _ if !is_wild => {}
            0 => self.sequence = dice.roll(256) as u8,
            1 => self.booted = at.as_millis() - 100,
            2 => self.from = address(10 + dice.roll(3) as u8),
            3 => self.from.link = LinkId(dice.roll(2) as u16),
            4..20 => self.sequence = self.sequence.wrapping_add(dice.roll(20) as u8),
            _ => {}
        }
        let time_boot_ms = (at.as_millis() - self.booted) as u32;
        let who = Header { system, component: if dice.roll(30) == 0 { 154 } else { 1 }, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        let beat = Heartbeat { kind: 2, autopilot: 12, base_mode: 29, custom_mode: 0x0304_0000, ..Default::default() };
        let message: Message = match dice.roll(if self.calm { 200 } else { 20 }) {
            0..4 => beat.into(),
            4..8 => Attitude { time_boot_ms, roll: dice.roll(9) as f32, ..Attitude::default() }.into(),
            8..12 => LocalPositionNed { time_boot_ms, x: dice.roll(9) as f32, ..LocalPositionNed::default() }.into(),
            12 => SystemTime { time_boot_ms, ..SystemTime::default() }.into(),
            13 => CommandAck { command: 176, target_system: 255, target_component: 190, ..Default::default() }.into(),
            14..17 => {
                let used = Message::IDS[dice.roll(Message::IDS.len() as u64) as usize];
                let known = [used, 36, 65, 241, 331, 259, 269, used][dice.roll(8) as usize];
                // Who tells another place, clock, kind or board is soon in quarantine, where nothing goes the short way.
                let known = if !is_wild && [0, 2, 30, 32, 33, 148].contains(&known) { 36 } else { known };
                let length = 1 + dice.roll(60);
                return frame(who, known, &dice.bytes(length));
            }
            // The same numbers again, from somebody else.
            17 if is_wild => {
                return encode(
                    Header { sequence: self.sequence.wrapping_sub(dice.roll(9) as u8), ..who },
                    &beat.into(),
                );
            }
            _ => Attitude { time_boot_ms, ..Attitude::default() }.into(),
        };
        encode(who, &message)
    }
}

#[test]
fn the_short_way_of_quiet_frames_leads_where_the_long_one_leads() {
    let (mut short_ways, mut let_by) = (0, 0);
    for seed in 1..=60 {
        let mut dice = Dice(seed);
        let roster: Vec<_> = (3..6).map(|id| Enrolled { vehicle: VehicleId(id), system_id: id }).collect();
        let config = LinkConfig { roster, ..LinkConfig::default() };
        let mut pair = [Squadron::new(config.clone()), Squadron::new(config)];
        pair[1].plain = true;
        let calm = seed % 5 < 2;
        let aircraft = |n: u8| Aircraft { calm, sequence: 0, booted: START.as_millis() - 90_000, from: address(n) };
        let mut all = [aircraft(3), aircraft(4), aircraft(5)];
        let (mut at, mut last) = (START, Vec::new());
        // A good link, and one that repeats and stands still.
        let (bad, wild) = (seed % 3 == 0, [0, 3, 30, 300][seed as usize % 4]);
        for number in 0..2_000 {
            at = at.plus(Seconds(if bad && dice.roll(300) == 0 { 4.0 } else { 0.001 * dice.roll(40) as f64 }));
            let index = dice.roll(3) as usize;
            if !(bad && dice.roll(10) == 0) {
                last = all[index].says(3 + index as u32, at, wild, &mut dice);
            }
            let from = all[index].from;
            for squadron in &mut pair {
                if squadron.wake_at().is_some_and(|due| due <= at) {
                    squadron.tick(at);
                }
                if number % 400 == 399 {
                    let kind = OrderKind::Hold;
                    let order =
                        Order { id: OrderId(number), vehicle: VehicleId(4), kind, expires: at.plus(Seconds(9.0)) };
                    squadron.begin(at, order);
                }
                squadron.receive(at, from, &last);
            }
            let [fast, plain] = &mut pair;
            let_by += u64::from((3..6).any(|system| fast.sessions.held(system) == limits::QUIETLY_HELD as u64));
            assert_eq!(fast.drain(), plain.drain(), "seed {seed}, frame {number}");
            assert_eq!(fast.counters(), plain.counters(), "seed {seed}, frame {number}");
            for vehicle in (3..6).map(VehicleId) {
                let counts = [&*fast, &*plain].map(|squadron| squadron.vehicle_counters(vehicle));
                assert_eq!(counts[0], counts[1], "seed {seed}, frame {number}");
            }
            // It may be asked a little early, and does nothing then; never late.
            let (early, due) = (fast.wake_at(), plain.wake_at());
            assert!(
                early == due || early.zip(due).is_some_and(|(early, due)| early < due),
                "seed {seed}, frame {number}"
            );
        }
        short_ways += pair[0].short_ways;
        assert_eq!(pair[1].short_ways, 0);
    }
    assert!(short_ways > 20_000, "{short_ways}");
    assert!(let_by > 100, "gates hold as much as they can now and then: {let_by}");
}
