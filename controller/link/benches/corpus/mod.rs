//! What a squadron says in ten seconds: 255 systems, each an autopilot and a companion computer, about fifty messages a
//! second of 27 types, as MAVLink 2 frames with zeros cut; one in a hundred is lost. The rates are those a talkative autopilot streams at; the
//! fields are random as far as the messages allow (an enumeration keeps a value it has), so that every reader accepts
//! every frame.

use controller_link::codec::{checksum, seed};
use mavlink::{MavlinkVersion, Message as _, dialects::common::MavMessage};

/// Systems that speak.
pub const SYSTEMS: u8 = 255;
const SECONDS: usize = 10;
const TICKS: usize = 100;

/// Message number, messages in ten seconds. Together 516.
const RATES: [(u32, usize); 27] = [
    (0, 10),
    (1, 20),
    (2, 10),
    (24, 20),
    (27, 20),
    (29, 20),
    (30, 100),
    (31, 20),
    (32, 40),
    (33, 50),
    (36, 20),
    (42, 10),
    (62, 20),
    (65, 20),
    (74, 40),
    (83, 10),
    (87, 10),
    (105, 10),
    (116, 20),
    (125, 10),
    (136, 5),
    (141, 5),
    (147, 5),
    (230, 5),
    (231, 1),
    (241, 10),
    (245, 5),
];

/// The frames, one after the other, and how many they are.
pub fn corpus() -> (Vec<u8>, usize) {
    let mut dice = Dice(1);
    let (mut out, mut count) = (Vec::new(), 0);
    let mut sequences = vec![[0_u8; 2]; usize::from(SYSTEMS)];
    for tick in 0..SECONDS * TICKS {
        let boot_ms = 1_000 + 10 * tick as u32;
        for (system, [autopilot, companion]) in sequences.iter_mut().enumerate() {
            for (row, (id, times)) in RATES.iter().enumerate() {
                // Evenly over the time, each message of each system with a phase of its own.
                let phase = (system * 7 + row * 131) % (SECONDS * TICKS);
                let due = |tick: usize| (tick + phase) * times / (SECONDS * TICKS);
                if due(tick + 1) > due(tick) {
                    count += frame(&mut out, autopilot, system, 1, *id, boot_ms, &mut dice);
                }
            }
            if tick % TICKS == system % TICKS {
                count += frame(&mut out, companion, system, 191, 0, boot_ms, &mut dice);
            }
        }
    }
    (out, count)
}

/// How many frames it became: one, or none.
#[allow(clippy::too_many_arguments)]
fn frame(
    out: &mut Vec<u8>,
    sequence: &mut u8,
    system: usize,
    component: u8,
    id: u32,
    boot_ms: u32,
    dice: &mut Dice,
) -> usize {
    let number = *sequence;
    *sequence = number.wrapping_add(1);
    if dice.roll(100) == 0 {
        return 0;
    }
    let payload = payload(id, boot_ms, dice);
    let [a, b, c, _] = id.to_le_bytes();
    let start = out.len();
    let (length, system) = (payload.len() as u8, system as u8 + 1);
    out.extend([0xFD, length, 0, 0, number, system, component, a, b, c]);
    out.extend(payload);
    let crc = checksum(&out[start + 1..], seed(id).unwrap_or(0));
    out.extend(crc.to_le_bytes());
    1
}

/// Every byte random that leaves the message one the `mavlink` crate accepts; a third of the last bytes are zero.
fn payload(id: u32, boot_ms: u32, dice: &mut Dice) -> Vec<u8> {
    let mut space = [0; 255];
    let message = MavMessage::default_message_from_id(id).unwrap_or_else(|| unreachable!("a message of the standard"));
    let length = message.ser(MavlinkVersion::V1, &mut space);
    for place in 0..length - usize::from(dice.roll(3) == 0) {
        let before = space[place];
        space[place] = dice.roll(256) as u8;
        if MavMessage::parse(MavlinkVersion::V2, id, &space[..length]).is_err() {
            space[place] = before;
        }
    }
    // A clock that goes back would be a restart.
    let clock = match id {
        30 | 33 => 0,
        2 => 8,
        _ => space.len() - 4,
    };
    space[clock..clock + 4].copy_from_slice(&boot_ms.to_le_bytes());
    let used = space[..length].iter().rposition(|byte| *byte != 0).map_or(1, |last| last + 1);
    space[..used].to_vec()
}

/// A small generator (the constants of Knuth's MMIX): the same corpus every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}
