//! A vehicle that obeys, one that forgets, one that talks too much, and a radio that is shared.

use super::*;
use crate::autopilot::Personality;
use crate::codec::CommandAck;
use std::collections::BTreeMap;

const START: Timestamp = Timestamp(1_000_000_000);
const STEP: Seconds = Seconds(0.05);

struct World {
    rates: Rates,
    known: Known,
    now: Timestamp,
    /// Seconds between two of each message it streams, and what is left until the next.
    streams: BTreeMap<u16, (f64, f64)>,
    /// It says yes to this and does nothing.
    lies_about: Option<u16>,
    asked: Vec<(u16, f64)>,
}

impl World {
    fn new() -> Self {
        let mut known = Known::new(3);
        known.personality = Some(Personality::Px4);
        let mut rates = Rates::default();
        rates.restart(START);
        Self { rates, known, now: START, streams: BTreeMap::new(), lies_about: None, asked: Vec::new() }
    }

    fn run(&mut self, seconds: f64) {
        let until = self.now.plus(Seconds(seconds));
        while self.now < until {
            for (id, (every, left)) in &mut self.streams {
                *left -= STEP.0;
                if *left <= 0.0 {
                    *left += *every;
                    self.rates.heard(self.now, u32::from(*id), &self.known);
                }
            }
            let mut out = Outbox::default();
            self.rates.tick(self.now, &self.known, &mut out);
            for sent in out.messages {
                self.heed(&sent.message);
            }
            self.now = self.now.plus(STEP);
        }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn heed(&mut self, message: &Message) {
        let Message::CommandLong(long) = message else { panic!("{message:?}") };
        let (id, every) = (long.param1 as u16, f64::from(long.param2) / 1e6);
        self.asked.push((id, every));
        if every < 0.0 {
            self.streams.remove(&id);
        } else if self.lies_about != Some(id) {
            self.streams.insert(id, (every, every));
        }
        let ack = CommandAck { command: 511, result: 0, ..CommandAck::default() };
        self.rates.receive(self.now, &ack.into(), &self.known);
    }

    fn times(&self, id: u16) -> usize {
        self.asked.iter().filter(|(asked, _)| *asked == id).count()
    }
}

#[test]
fn each_rate_is_asked_for_once_of_a_vehicle_that_obeys() {
    let mut world = World::new();
    world.run(120.0);
    assert_eq!(world.asked.len(), ROWS, "{:?}", world.asked);
    assert!((world.streams[&33].0 - 0.2).abs() < 1e-6);
}

#[test]
fn a_yes_without_the_message_is_no_yes_and_is_asked_again_and_ever_more_seldom() {
    let mut world = World::new();
    world.lies_about = Some(33);
    world.run(40.0);
    assert!(world.times(33) >= 2);
    world.lies_about = None;
    world.run(20.0);
    let asked = world.times(33);
    world.run(120.0);
    assert_eq!(world.times(33), asked, "it comes now");
    let mut deaf = World::new();
    deaf.lies_about = Some(33);
    deaf.run(3_600.0);
    assert!(deaf.times(33) < 45, "{} in an hour", deaf.times(33));
}

#[test]
fn a_rate_lost_in_a_restart_is_asked_for_again() {
    let mut world = World::new();
    world.run(30.0);
    world.streams.remove(&1);
    world.run(40.0);
    assert!(world.streams.contains_key(&1), "it is streamed again");
}

#[test]
fn a_shared_radio_slows_everything_down_and_stops_what_is_of_no_use() {
    let mut world = World::new();
    world.streams.insert(30, (0.1, 0.1));
    world.run(20.0);
    assert_eq!(world.times(30), 0, "where there is room it may go on");
    world.rates.allow(world.now, Some(150.0), &world.known);
    world.run(20.0);
    assert!(!world.streams.contains_key(&30), "attitude is stopped");
    assert!(world.streams[&33].0 > 0.5, "{:?}", world.streams);
    // And with the others gone, as before.
    world.rates.allow(world.now, Some(2_000.0), &world.known);
    world.run(20.0);
    assert!((world.streams[&33].0 - 0.2).abs() < 1e-6);
}
