//! The officers behind the devices: each task that comes in is answered as a crew would, by the scenario's manners.
//!
//! A task is known by its number: a repeat is answered with what was last said and never worked on twice, so that a
//! controller that was killed and asks again does no harm.

#[cfg(test)]
mod tests;

use crate::agenda::Agenda;
use crate::ground::Ground;
use crate::limits;
use crate::scenario::OfficerSettings;
use crate::seed::Dice;
use controller_api::ask::{Ask, ReplyToTasking};
use controller_api::view::UnitMessage;
use geodata::{Atlas, Seconds, Timestamp, Wgs84};
use std::collections::BTreeMap;

/// How long the network takes to the device and back.
const RECEIPT: [f64; 2] = [0.2, 1.0];
/// From acknowledging to moving.
const SET_OFF: [f64; 2] = [2.0, 6.0];
/// How often a crew on its way looks whether it has arrived.
const LOOK: Seconds = Seconds(1.0);
/// A crew that finds no way by road says so after trying this long.
const NO_WAY: Seconds = Seconds(2.0);

/// How far a task has come on the device, in the order a task goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Just in.
    New,
    /// The device has it; nobody has looked yet.
    Received,
    /// Taken.
    Acknowledged,
    /// On the way.
    EnRoute,
    /// There.
    OnScene,
    /// Finished.
    Done,
    /// Not taken.
    Declined,
    /// Called back.
    Recalled,
}

impl Stage {
    /// The reply that tells this stage.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::New => None,
            Self::Recalled => Some("recall_seen"),
            Self::Received => Some("received"),
            Self::Acknowledged => Some("acknowledged"),
            Self::EnRoute => Some("en_route"),
            Self::OnScene => Some("on_scene"),
            Self::Done => Some("done"),
            Self::Declined => Some("declined"),
        }
    }

    fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Declined | Self::Recalled)
    }
}

/// One task on one device.
#[derive(Clone, Debug)]
pub struct Job {
    /// Whose.
    pub unit: u32,
    /// For which incident.
    pub incident: u32,
    /// How far it has come.
    pub stage: Stage,
    /// How often the controller has sent it.
    pub heard: u32,
    to: Wgs84,
    /// The offer it was taken under, and the latest.
    first: u32,
    epoch: u32,
    manner: Manner,
}

impl Job {
    fn of(message: &UnitMessage, stage: Stage, manner: Manner) -> Self {
        Self {
            unit: message.unit,
            incident: message.incident,
            stage,
            heard: 1,
            to: Wgs84 { lat: message.to.lat, lon: message.to.lon },
            first: message.epoch,
            epoch: message.epoch,
            manner,
        }
    }

    /// The same task, another place: a crew that drives turns there.
    fn led_elsewhere(&mut self, at: Timestamp, message: &UnitMessage, ground: &mut Ground, atlas: &Atlas) {
        self.epoch = message.epoch;
        self.to = Wgs84 { lat: message.to.lat, lon: message.to.lon };
        if self.stage == Stage::EnRoute {
            ground.send(self.unit, atlas.frame.to_local(self.to), at, &atlas.roads);
        }
    }
}

/// What this crew will do with this task, decided by its dice when the task comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Takes,
    Declines,
    Sleeps,
}

/// All devices.
#[derive(Clone, Debug)]
pub struct Officers {
    settings: OfficerSettings,
    seed: u64,
    jobs: BTreeMap<u32, Job>,
    due: Agenda<(u32, Stage)>,
}

impl Officers {
    /// Nobody has a task yet.
    #[must_use]
    pub fn new(settings: OfficerSettings, seed: u64) -> Self {
        Self { settings, seed, jobs: BTreeMap::new(), due: Agenda::default() }
    }

    /// A message to a unit's device.
    pub fn hear(&mut self, at: Timestamp, message: &UnitMessage, ground: &mut Ground, atlas: &Atlas) {
        if message.kind == "recall" {
            self.recall(at, message, ground);
        } else if let Some(job) = self.jobs.get_mut(&message.tasking) {
            job.heard += 1;
            if message.epoch > job.epoch && !job.stage.is_over() {
                job.led_elsewhere(at, message, ground, atlas);
            }
            // Told again: the same stage is due again, and says the same.
            if job.stage != Stage::New {
                self.due.add(at, (message.tasking, job.stage));
            }
        } else {
            self.take(at, message, ground);
        }
    }

    fn take(&mut self, at: Timestamp, message: &UnitMessage, ground: &Ground) {
        let mut dice = self.dice(message.tasking);
        let busy = self.jobs.values().any(|job| job.unit == message.unit && !job.stage.is_over());
        let manner = if busy || ground.crew(message.unit).is_none() || dice.chance(self.settings.decline_share) {
            Manner::Declines
        } else if dice.chance(self.settings.silent_share) {
            Manner::Sleeps
        } else {
            Manner::Takes
        };
        self.jobs.insert(message.tasking, Job::of(message, Stage::New, manner));
        self.due.add(at.plus(Seconds(dice.between(RECEIPT))), (message.tasking, Stage::Received));
        self.forget();
    }

    /// Whatever the device knew of the task, it is off, and every recall is answered: an answer can be lost too.
    fn recall(&mut self, at: Timestamp, message: &UnitMessage, ground: &mut Ground) {
        let unknown = || Job::of(message, Stage::Recalled, Manner::Declines);
        let job = self.jobs.entry(message.tasking).or_insert_with(unknown);
        if !job.stage.is_over() {
            ground.release(job.unit, at);
        }
        job.stage = Stage::Recalled;
        let delay = self.dice(message.tasking).between(RECEIPT);
        self.due.add(at.plus(Seconds(delay)), (message.tasking, Stage::Recalled));
        self.forget();
    }

    /// Everything officers say up to `now`, with the reply's word as the end of its key.
    pub fn step(&mut self, now: Timestamp, ground: &mut Ground, atlas: &Atlas) -> Vec<(String, Ask)> {
        let mut said = Vec::new();
        while let Some((at, (tasking, stage))) = self.due.take_due(now) {
            if let Some(stage) = self.advance(at, tasking, stage, ground, atlas) {
                said.extend(self.reply(tasking, stage));
            }
        }
        said
    }

    /// When the next officer does something.
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.due.first()
    }

    /// The tasks on the devices, by number.
    #[must_use]
    pub fn jobs(&self) -> &BTreeMap<u32, Job> {
        &self.jobs
    }

    /// Moves a task on to `stage` and plans what follows. Returns the stage to tell, if any.
    fn advance(
        &mut self,
        at: Timestamp,
        tasking: u32,
        stage: Stage,
        ground: &mut Ground,
        atlas: &Atlas,
    ) -> Option<Stage> {
        let job = self.jobs.get(&tasking)?;
        if job.stage == stage {
            return Some(stage);
        }
        if stage < job.stage || job.stage.is_over() {
            return None;
        }
        if stage == Stage::OnScene && !ground.arrived(job.unit) {
            self.due.add(at.plus(LOOK), (tasking, stage));
            return None;
        }
        let follow = self.follow(at, tasking, stage, ground, atlas);
        self.jobs.get_mut(&tasking)?.stage = stage;
        if let Some((after, next)) = follow {
            self.due.add(at.plus(after), (tasking, next));
        }
        Some(stage)
    }

    /// What comes after `stage`, and how long after.
    fn follow(
        &self,
        at: Timestamp,
        tasking: u32,
        stage: Stage,
        ground: &mut Ground,
        atlas: &Atlas,
    ) -> Option<(Seconds, Stage)> {
        let job = self.jobs.get(&tasking)?;
        let mut dice = Dice::of(self.seed, stage.word()?, u64::from(tasking));
        let mut after = |span| Seconds(dice.between(span));
        match (stage, job.manner) {
            (Stage::Received, Manner::Sleeps) => None,
            (Stage::Received, Manner::Declines) => Some((after(self.settings.ack_delay), Stage::Declined)),
            (Stage::Received, Manner::Takes) => Some((after(self.settings.ack_delay), Stage::Acknowledged)),
            (Stage::Acknowledged, _) => Some((after(SET_OFF), Stage::EnRoute)),
            (Stage::EnRoute, _) => {
                let there = atlas.frame.to_local(job.to);
                let goes = ground.send(job.unit, there, at, &atlas.roads);
                Some(if goes { (LOOK, Stage::OnScene) } else { (NO_WAY, Stage::Declined) })
            }
            (Stage::OnScene, _) => Some((after(self.settings.on_scene), Stage::Done)),
            _ => {
                ground.release(job.unit, at);
                None
            }
        }
    }

    fn reply(&self, tasking: u32, stage: Stage) -> Option<(String, Ask)> {
        let (job, word) = (self.jobs.get(&tasking)?, stage.word()?);
        let outcome = (stage == Stage::Done).then(|| self.settings.outcome.word().to_owned());
        let reply = ReplyToTasking { unit: job.unit, reply: word.to_owned(), outcome, epoch: Some(job.epoch) };
        let key = if job.epoch > job.first {
            format!("t{tasking}-{word}-{}", job.epoch)
        } else {
            format!("t{tasking}-{word}")
        };
        Some((key, Ask::Reply(tasking, reply)))
    }

    fn dice(&self, tasking: u32) -> Dice {
        Dice::of(self.seed, "officer", u64::from(tasking))
    }

    /// Forgets the oldest finished tasks beyond those worth remembering.
    fn forget(&mut self) {
        while self.jobs.len() > limits::TASKS {
            let Some(oldest) = self.jobs.iter().find(|(_, job)| job.stage.is_over()).map(|(id, _)| *id) else { return };
            self.jobs.remove(&oldest);
        }
    }
}
