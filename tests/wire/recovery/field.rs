//! The crews of a lane and their devices behind a bad radio: what is told to them and what they say is lost, late, doubled and
//! out of order, acknowledgements too. A device repeats what nobody confirmed; a crew takes a task, declines it, or stays
//! silent. What they saw is kept for the reckoning.

use super::pool::Posting;
use controller_api::ask::ReplyToTasking;
use controller_api::view::UnitMessage;
use geodata::{Seconds, Timestamp};
use serde::{Deserialize, Serialize};
use sim::lossy::{Lossy, LossyConfig, LossyCounters};
use sim::seed::Dice;
use std::collections::{BTreeMap, BTreeSet};

/// A device says again what nobody confirmed, each time after twice as long, up to eight times: three hundred that repeat
/// themselves all the time would leave no room for what is new.
const REPEAT: Seconds = Seconds(0.4);
const DOUBLED: u32 = 3;
/// So many tries go with the same key; then, as after a new start of the device, with another.
const SAME_KEY: u32 = 3;
/// Steps of a task, and how long a crew takes to each.
const STEPS: [(&str, [f64; 2]); 4] =
    [("acknowledged", [0.1, 0.8]), ("en_route", [0.1, 0.4]), ("on_scene", [0.5, 2.0]), ("done", [0.3, 1.5])];

/// The radio, each way.
fn radio() -> LossyConfig {
    LossyConfig {
        loss: 0.2,
        burst: 2.0,
        rtt_ms: 80.0,
        jitter_ms: 120.0,
        duplicate: 0.1,
        reorder: 0.1,
        ..LossyConfig::default()
    }
}

/// What goes through the air.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Word {
    /// To a device.
    Order(UnitMessage),
    /// To a device: its report was answered.
    Taken(u64),
    /// From a device.
    Says(Say),
    /// From all devices: where they are.
    Places(String),
}

/// One report of a crew.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Say {
    report: u64,
    tries: u32,
    unit: u32,
    tasking: u32,
    word: String,
    epoch: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    Takes,
    Declines,
    /// The device says that it has the task; nobody looks.
    Sleeps,
    /// Not even that.
    Deaf,
}

#[derive(Clone, Debug)]
struct Job {
    tasking: u32,
    epoch: u32,
    manner: Manner,
    /// What comes next, and when.
    step: usize,
    due: Timestamp,
}

#[derive(Debug, Default)]
struct Device {
    job: Option<Job>,
    /// Tasks it will not take any more.
    over: BTreeSet<u32>,
}

/// A crew was sent a task while it held another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pressed {
    pub unit: u32,
    pub held: u32,
    pub sent: u32,
}

/// What the crews saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Orders that arrived, repeats and all.
    pub orders: u64,
    /// Tasks, by number: whose and for which incident.
    pub tasks: BTreeMap<u32, (u32, u32)>,
    /// Orders against each other.
    pub pressed: Vec<Pressed>,
    /// Reports the controller answered with a yes: tasking and word.
    pub taken: BTreeSet<(u32, String)>,
    /// What the air did, both ways.
    pub radio: LossyCounters,
}

/// All crews.
pub struct Field {
    seed: u64,
    down: Lossy,
    up: Lossy,
    devices: BTreeMap<u32, Device>,
    /// What was said and is not confirmed, with when it is said again.
    unheard: BTreeMap<u64, (Timestamp, Say)>,
    /// What each report said.
    said: BTreeMap<u64, (u32, String)>,
    seen: Seen,
}

impl Field {
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            down: Lossy::new(Dice::of(seed, "down", 0).seed(), radio()),
            up: Lossy::new(Dice::of(seed, "up", 0).seed(), radio()),
            devices: BTreeMap::new(),
            unheard: BTreeMap::new(),
            said: BTreeMap::new(),
            seen: Seen::default(),
        }
    }

    /// The gateway was told something for a device.
    pub fn order(&mut self, at: Timestamp, message: UnitMessage) {
        self.down.send(at, bytes(&Word::Order(message)));
    }

    /// The devices tell where they are.
    pub fn places(&mut self, at: Timestamp, places: String) {
        self.up.send(at, bytes(&Word::Places(places)));
    }

    /// The controller answered a report.
    pub fn answered(&mut self, at: Timestamp, report: u64, status: u16) {
        if let Some(said) = self.said.get(&report).filter(|_| status < 300) {
            self.seen.taken.insert(said.clone());
        }
        self.down.send(at, bytes(&Word::Taken(report)));
    }

    /// Everything up to `now`: what the gateway is to post.
    pub fn step(&mut self, now: Timestamp) -> Vec<Posting> {
        for word in self.down.due(now).iter().filter_map(|bytes| serde_json::from_slice(bytes).ok()) {
            match word {
                Word::Order(message) => self.hear(now, &message),
                Word::Taken(report) => drop(self.unheard.remove(&report)),
                Word::Says(_) | Word::Places(_) => {}
            }
        }
        self.work(now);
        for (due, say) in self.unheard.values_mut().filter(|(due, _)| *due <= now) {
            *due = now.plus(Seconds(REPEAT.0 * f64::from(1 << say.tries.min(DOUBLED))));
            say.tries += 1;
            self.up.send(now, bytes(&Word::Says(say.clone())));
        }
        let arrived = self.up.due(now);
        arrived.iter().filter_map(|bytes| self.posting(serde_json::from_slice(bytes).ok()?)).collect()
    }

    /// Whether no crew has anything to do or to say.
    pub fn is_quiet(&self) -> bool {
        self.unheard.is_empty() && self.devices.values().all(|device| device.job.is_none())
    }

    /// What the crews saw.
    pub fn seen(mut self) -> Seen {
        self.seen.radio = self.down.counters().plus(self.up.counters());
        self.seen
    }

    fn hear(&mut self, now: Timestamp, message: &UnitMessage) {
        self.seen.orders += 1;
        self.seen.tasks.insert(message.tasking, (message.unit, message.incident));
        if message.kind == "recall" {
            return self.recall(now, message);
        }
        let device = self.devices.entry(message.unit).or_default();
        match &mut device.job {
            Some(job) if job.tasking == message.tasking => {
                job.epoch = job.epoch.max(message.epoch);
                let (word, awake) = (last_word(job), job.manner != Manner::Deaf);
                if awake {
                    self.say(now, message, word);
                }
            }
            // Late copies of what is over.
            _ if device.over.contains(&message.tasking) => {}
            Some(job) => {
                self.seen.pressed.push(Pressed { unit: message.unit, held: job.tasking, sent: message.tasking });
                device.over.insert(message.tasking);
                self.say(now, message, "declined");
            }
            None => self.take(now, message),
        }
    }

    fn take(&mut self, now: Timestamp, message: &UnitMessage) {
        let mut dice = Dice::of(self.seed, "crew", u64::from(message.tasking));
        let manner = match dice.pick(&[0.79, 0.08, 0.10, 0.03]) {
            Some(1) => Manner::Declines,
            Some(2) => Manner::Sleeps,
            Some(3) => Manner::Deaf,
            _ => Manner::Takes,
        };
        let due = now.plus(Seconds(dice.between(STEPS[0].1)));
        let device = self.devices.entry(message.unit).or_default();
        device.job = Some(Job { tasking: message.tasking, epoch: message.epoch, manner, step: 0, due });
        if manner != Manner::Deaf {
            self.say(now, message, "received");
        }
    }

    /// Whatever the device knew of the task, it is off, and every recall is answered.
    fn recall(&mut self, now: Timestamp, message: &UnitMessage) {
        let device = self.devices.entry(message.unit).or_default();
        device.over.insert(message.tasking);
        device.job.take_if(|job| job.tasking == message.tasking);
        self.unheard.retain(|_, (_, say)| say.tasking != message.tasking);
        self.say(now, message, "recall_seen");
    }

    /// Crews go on with their tasks.
    fn work(&mut self, now: Timestamp) {
        let mut words = Vec::new();
        for (unit, device) in &mut self.devices {
            let Some(job) = device.job.as_mut().filter(|job| job.due <= now) else { continue };
            let word = match job.manner {
                Manner::Takes => STEPS[job.step].0,
                Manner::Declines => "declined",
                // Until the task is called back.
                Manner::Sleeps | Manner::Deaf => continue,
            };
            words.push((*unit, job.tasking, word, job.epoch));
            job.step += 1;
            if matches!(word, "declined" | "done") {
                device.over.insert(job.tasking);
                device.job = None;
            } else {
                let mut dice = Dice::of(self.seed, word, u64::from(job.tasking));
                job.due = now.plus(Seconds(dice.between(STEPS[job.step].1)));
            }
        }
        for (unit, tasking, word, epoch) in words {
            self.speak(now, Say { report: 0, tries: 0, unit, tasking, word: word.to_owned(), epoch });
        }
    }

    fn say(&mut self, now: Timestamp, message: &UnitMessage, word: &str) {
        let UnitMessage { unit, tasking, epoch, .. } = *message;
        self.speak(now, Say { report: 0, tries: 0, unit, tasking, word: word.to_owned(), epoch });
    }

    /// Said until somebody confirms it; what is being said already is not said beside itself.
    fn speak(&mut self, now: Timestamp, mut say: Say) {
        let is_same = |other: &Say| other.tasking == say.tasking && other.word == say.word && other.epoch == say.epoch;
        if self.unheard.values().any(|(_, other)| is_same(other)) {
            return;
        }
        say.report = self.said.len() as u64;
        self.said.insert(say.report, (say.tasking, say.word.clone()));
        self.unheard.insert(say.report, (now, say));
    }

    fn posting(&self, word: Word) -> Option<Posting> {
        let posting = |path: String, key: String, body, report| Posting { role: "field", path, key, body, report };
        match word {
            Word::Says(say) => {
                let again = if say.tries <= SAME_KEY { 0 } else { say.tries };
                let outcome = (say.word == "done").then(|| "ground_handled".to_owned());
                let reply = ReplyToTasking { unit: say.unit, reply: say.word, outcome, epoch: Some(say.epoch) };
                let path = format!("/api/v1/taskings/{}/replies", say.tasking);
                let key = format!("crew-{}-{}-{again}", self.seed, say.report);
                Some(posting(path, key, serde_json::to_string(&reply).unwrap(), Some(say.report)))
            }
            Word::Places(places) => {
                let number = self.up.counters().delivered;
                Some(posting(
                    "/api/v1/units/positions".to_owned(),
                    format!("places-{}-{number}", self.seed),
                    places,
                    None,
                ))
            }
            Word::Order(_) | Word::Taken(_) => None,
        }
    }
}

fn last_word(job: &Job) -> &'static str {
    job.step.checked_sub(1).map_or("received", |last| STEPS[last].0)
}

fn bytes(word: &Word) -> Vec<u8> {
    serde_json::to_vec(word).unwrap()
}
