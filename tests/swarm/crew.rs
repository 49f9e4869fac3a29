//! A crew and its device. The device confirms whatever arrives and takes a recall for the last word on a task; the crew says
//! yes, no, nothing, or something too late, drives there and reports.

use crate::dice::Dice;
use crate::faults::Faults;
use controller_core::{
    Outcome, ReplyKind, TaskingId, TaskingReply, UnitDuty, UnitId, UnitOrder, UnitOrderKind, UnitReport,
};
use geodata::{Frame, Heading, Local, MetresPerSecond, Seconds, Timestamp};
use std::collections::BTreeMap;

/// Metres a second, as the crow flies.
const SPEED: f64 = 15.0;

/// A task as a device holds it.
#[derive(Clone, Debug)]
pub struct Task {
    pub epoch: u32,
    to: Local,
    pub said_yes: bool,
    over: bool,
    pub recalled: bool,
    /// What the crew says next was put down.
    stirred: bool,
}

/// One crew.
pub struct Crew {
    pub id: UnitId,
    pub at: Local,
    moved: Timestamp,
    pub tasks: BTreeMap<TaskingId, Task>,
    pub duty: UnitDuty,
    pub mute: Timestamp,
    skew: f64,
    seq: Option<u32>,
}

/// What a message leads to: what the device answers at once, and what the crew will say, and when.
pub struct Stirred {
    pub at_once: ReplyKind,
    pub later: Option<(f64, ReplyKind)>,
}

impl Crew {
    pub fn new(id: UnitId, at: Local, now: Timestamp, faults: &Faults, dice: &mut Dice) -> Self {
        let skew = dice.between(-faults.skew, faults.skew);
        let seq = dice.chance(0.7).then_some(0);
        let tasks = BTreeMap::new();
        Self { id, at, moved: now, tasks, duty: UnitDuty::Available, mute: now, skew, seq }
    }

    /// Where it is and how.
    pub fn report(&mut self, now: Timestamp, frame: &Frame) -> UnitReport {
        self.drive(now);
        if let Some(seq) = &mut self.seq {
            *seq += 1;
        }
        UnitReport {
            unit: self.id,
            at: now.plus(Seconds(self.skew)),
            place: frame.to_wgs84(self.at),
            speed: MetresPerSecond(0.0),
            heading: Heading::default(),
            available: self.duty == UnitDuty::Available,
            duty: Some(self.duty),
            crew: None,
            seq: self.seq,
        }
    }

    fn drive(&mut self, now: Timestamp) {
        let far = now.since(self.moved).0 * SPEED;
        self.moved = now;
        let Some(to) = self.tasks.values().find(|task| task.is_held()).map(|task| task.to) else { return };
        let apart = self.at.distance(to).0;
        let share = if apart <= far { 1.0 } else { far / apart };
        self.at = Local { x: self.at.x + (to.x - self.at.x) * share, y: self.at.y + (to.y - self.at.y) * share };
    }

    /// A message arrives.
    pub fn told(&mut self, order: &UnitOrder, to: Local, faults: &Faults, dice: &mut Dice) -> Stirred {
        let fresh = Task { epoch: 0, to, said_yes: false, over: false, recalled: false, stirred: false };
        let task = self.tasks.entry(order.tasking).or_insert(fresh);
        if order.epoch > task.epoch {
            (task.epoch, task.to) = (order.epoch, to);
        }
        task.recalled |= order.kind == UnitOrderKind::Recall;
        if task.recalled {
            return Stirred { at_once: ReplyKind::RecallSeen, later: None };
        }
        // Who said nothing so far may wake up at a reminder.
        let wakes = order.kind == UnitOrderKind::Remind && !task.said_yes && !task.over;
        let later = match task.stirred {
            false => said_first(faults, dice),
            true if wakes && dice.chance(0.7) => Some((dice.between(0.5, 6.0), ReplyKind::Acknowledged)),
            true => None,
        };
        task.stirred = true;
        Stirred { at_once: ReplyKind::Received, later }
    }

    /// The crew is about to say something of a task: what exactly, and what it will say next. Nothing when it has thought better.
    pub fn says(
        &mut self,
        now: Timestamp,
        id: TaskingId,
        reply: &ReplyKind,
        dice: &mut Dice,
    ) -> Option<(TaskingReply, Option<(f64, ReplyKind)>)> {
        self.drive(now);
        let at = self.at;
        let task = self.tasks.get_mut(&id)?;
        let again = *reply == ReplyKind::Acknowledged && task.said_yes;
        if task.recalled || task.over || again {
            return None;
        }
        let drive = (at.distance(task.to).0 / SPEED).min(60.0);
        let next = match reply {
            ReplyKind::Acknowledged => Some((dice.between(0.5, 4.0), ReplyKind::EnRoute)),
            ReplyKind::EnRoute => Some((drive + 0.1, ReplyKind::OnScene)),
            ReplyKind::OnScene => Some((dice.between(3.0, 30.0), ReplyKind::Done { outcome: Outcome::GroundHandled })),
            _ => None,
        };
        task.said_yes |= *reply == ReplyKind::Acknowledged;
        task.over |= matches!(reply, ReplyKind::Done { .. } | ReplyKind::Declined);
        Some((self.reply(id, reply.clone(), dice), next))
    }

    /// An answer; old devices name no offer, and some name one of before.
    pub fn reply(&self, tasking: TaskingId, reply: ReplyKind, dice: &mut Dice) -> TaskingReply {
        let epoch = self.tasks.get(&tasking).map_or(0, |task| task.epoch);
        let epoch = match dice.roll(12) {
            0 => None,
            1 => Some(epoch.saturating_sub(1)),
            _ => Some(epoch),
        };
        TaskingReply { unit: self.id, tasking, reply, epoch }
    }
}

impl Task {
    /// The crew believes that this is its task.
    pub fn is_held(&self) -> bool {
        self.said_yes && !self.over && !self.recalled
    }
}

fn said_first(faults: &Faults, dice: &mut Dice) -> Option<(f64, ReplyKind)> {
    if dice.chance(faults.silent) {
        return None;
    }
    if dice.chance(faults.late) {
        return Some((dice.between(20.0, 50.0), ReplyKind::Acknowledged));
    }
    let says = if dice.chance(faults.unwilling) { ReplyKind::Declined } else { ReplyKind::Acknowledged };
    Some((dice.between(0.5, 9.0), says))
}
