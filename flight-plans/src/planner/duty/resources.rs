//! The roster: when which aircraft may be in the air, so that batteries, chargers, take-off and landing slots and operators
//! all suffice whatever is flown within. What lands earlier than its slot allows only leaves more room.

use super::model::{Craft, Duty};

/// Shortest time over places that makes a launch worth while, seconds.
const WORTH: f64 = 60.0;
/// Aircraft of one dock begin apart when they are there for so many flights and turn-rounds.
const LONG: f64 = 5.0;

/// A span in which one aircraft may be out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Index into the fleet.
    pub craft: usize,
    /// When it leaves, seconds of the shift.
    pub launch: f64,
    /// When it must have landed.
    pub by: f64,
    /// Index of the operator.
    pub watcher: usize,
    /// Which charger of its dock, and from when until when at the latest; none where nothing is charged.
    pub charge: Option<Charge>,
}

impl Slot {
    /// Whether an operator has this aircraft in the air at a moment: from its launch until it must have landed.
    pub(super) fn watched_at(&self, watcher: usize, at: f64) -> bool {
        self.watcher == watcher && self.launch <= at && at < self.by
    }
}

/// A charger kept for an aircraft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    /// Which of the dock's.
    pub lane: usize,
    /// From.
    pub from: f64,
    /// Ready at.
    pub to: f64,
}

/// The busy spans of what can be used by one at a time.
#[derive(Clone, Debug, Default)]
struct Busy(Vec<(f64, f64)>);

impl Busy {
    fn first_free(&self, from: f64, length: f64) -> f64 {
        let mut at = from;
        for (a, b) in &self.0 {
            if *a < at + length && at < *b {
                at = *b;
            }
        }
        at
    }

    fn take(&mut self, from: f64, to: f64) {
        let at = self.0.partition_point(|s| s.0 < from);
        self.0.insert(at, (from, to));
    }
}

/// The roster as it grows.
struct Roster<'a> {
    duty: &'a Duty,
    /// Take-offs and latest landings of each dock.
    moves: Vec<Vec<f64>>,
    lanes: Vec<Vec<Busy>>,
    /// Flights under each operator.
    watched: Vec<Vec<(f64, f64)>>,
    /// When each aircraft may next be asked, and the slots it keeps.
    ready: Vec<f64>,
    kept: Vec<Vec<(f64, f64)>>,
    slots: Vec<Slot>,
}

/// Slots for the whole shift: those kept, and all that fit beside them from `now` on. In order of launch.
#[must_use]
pub fn roster(duty: &Duty, kept: &[Slot], now: f64) -> Vec<Slot> {
    beside(duty, kept, &[], now)
}

/// The same, new slots also keeping off landings that are planned earlier than their slot asks: dock and moment of each.
pub(super) fn beside(duty: &Duty, kept: &[Slot], landings: &[(usize, f64)], now: f64) -> Vec<Slot> {
    let mut roster = Roster {
        duty,
        moves: vec![Vec::new(); duty.docks.len()],
        lanes: duty.docks.iter().map(|d| vec![Busy::default(); d.chargers.min(1_000) as usize]).collect(),
        watched: vec![Vec::new(); duty.watchers.len()],
        ready: duty.fleet.iter().map(|c| c.ready.0.max(now).max(0.0).ceil()).collect(),
        kept: vec![Vec::new(); duty.fleet.len()],
        slots: Vec::new(),
    };
    for slot in kept {
        roster.book(*slot);
    }
    if kept.is_empty() && now <= 0.0 {
        roster.spread();
    }
    for (dock, at) in landings {
        if let Some(moves) = roster.moves.get_mut(*dock) {
            moves.push(*at);
        }
    }
    roster.fill();
    let mut slots = roster.slots;
    slots.sort_by(|a, b| a.launch.total_cmp(&b.launch).then(a.craft.cmp(&b.craft)));
    slots
}

/// Why an aircraft does not leave now.
enum Wait {
    /// Ask again at this time.
    Until(f64),
    Never,
}

impl Roster<'_> {
    /// Lets the aircraft of a dock begin apart, evenly over one flight and turn-round, so that they relieve each other: left
    /// together they would all be charged together, and nobody would be out.
    fn spread(&mut self) {
        let cycle = |c: usize| {
            let craft = &self.duty.fleet[c];
            self.duty.kinds[craft.kind].longest.0 + turn(self.duty, craft)
        };
        let last = |c: usize| self.duty.fleet[c].until.0.min(self.duty.length.0);
        let mut delayed = self.ready.clone();
        for dock in 0..self.duty.docks.len() {
            let stays = |c: &usize| last(*c) - self.ready[*c] >= LONG * cycle(*c);
            let mut here: Vec<usize> =
                (0..self.ready.len()).filter(|c| self.duty.fleet[*c].dock == dock).filter(stays).collect();
            here.sort_by(|a, b| self.ready[*a].total_cmp(&self.ready[*b]).then(a.cmp(b)));
            let Some(first) = here.first().map(|c| self.ready[*c]) else { continue };
            let mut part = 0.0;
            for craft in &here {
                delayed[*craft] = delayed[*craft].max(first + part * cycle(*craft)).ceil();
                #[allow(clippy::cast_precision_loss)] // Dozens.
                let step = 1.0 / here.len() as f64;
                part += step;
            }
        }
        self.ready = delayed;
    }

    fn fill(&mut self) {
        let mut flown = vec![0_usize; self.duty.docks.len()];
        let mut asked = 0_usize;
        // Every wait ends at some event; this many are more than any shift has.
        let most = 4_000 + 400 * self.duty.fleet.len();
        while asked < most {
            asked += 1;
            let key = |c: usize| (self.ready[c], flown[self.duty.fleet[c].dock], c);
            let next = (0..self.ready.len()).filter(|c| self.ready[*c].is_finite()).min_by(|a, b| {
                let (a, b) = (key(*a), key(*b));
                a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2)))
            });
            let Some(craft) = next else { return };
            match self.offer(craft) {
                Ok(slot) => {
                    flown[self.duty.fleet[craft].dock] += 1;
                    self.book(slot);
                }
                Err(Wait::Until(at)) => self.ready[craft] = at.max(self.ready[craft] + 1.0).ceil(),
                Err(Wait::Never) => self.ready[craft] = f64::INFINITY,
            }
        }
    }

    fn book(&mut self, slot: Slot) {
        let craft = &self.duty.fleet[slot.craft];
        self.moves[craft.dock].extend([slot.launch, slot.by]);
        if let Some(list) = self.watched.get_mut(slot.watcher) {
            list.push((slot.launch, slot.by));
        }
        let mut until = f64::INFINITY;
        if let Some(charge) = slot.charge {
            if let Some(lane) = self.lanes[craft.dock].get_mut(charge.lane) {
                lane.take(charge.from, charge.to);
            }
            until = charge.to;
        }
        self.kept[slot.craft].push((slot.launch, until));
        if self.ready[slot.craft] >= slot.launch - 1e-9 {
            self.ready[slot.craft] = self.ready[slot.craft].max(until).ceil();
        }
        self.slots.push(slot);
    }

    /// The slot of an aircraft that is ready, or what it waits for.
    fn offer(&self, index: usize) -> Result<Slot, Wait> {
        let craft = &self.duty.fleet[index];
        let kind = &self.duty.kinds[craft.kind];
        let launch = self.ready[index];
        if let Some((_, until)) = self.kept[index].iter().find(|k| k.0 <= launch && launch < k.1) {
            return Err(Wait::Until(*until));
        }
        let mut by = (launch + kind.longest.0).min(self.duty.length.0).min(craft.until.0).floor();
        let worth = f64::from(kind.launch.time) + f64::from(kind.land.time) + WORTH;
        // A later slot of its own that is kept: it must be charged by then.
        let own = self.kept[index].iter().filter(|k| k.0 > launch).min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((next, until)) = own {
            by = by.min(next - turn(self.duty, craft));
            if by - launch < worth {
                return Err(Wait::Until(*until));
            }
        }
        if by - launch < worth {
            return Err(Wait::Never);
        }
        self.movement(craft, launch)?;
        // The latest landing gives way to other movements by being earlier.
        while let Err(Wait::Until(_)) = self.movement(craft, by) {
            by -= 5.0;
            if by - launch < worth {
                return Err(Wait::Until(launch + self.duty.docks[craft.dock].slot.0));
            }
        }
        let watcher = self.watcher(launch, by, worth)?;
        by = by.min(watcher.1);
        while let Err(Wait::Until(_)) = self.movement(craft, by) {
            by -= 5.0;
            if by - launch < worth {
                return Err(Wait::Until(launch + self.duty.docks[craft.dock].slot.0));
            }
        }
        let charge = self.charge(craft, by);
        if let Some((next, until)) = own
            && charge.is_none_or(|c| c.to > *next)
        {
            return Err(Wait::Until(*until));
        }
        Ok(Slot { craft: index, launch, by, watcher: watcher.0, charge })
    }

    fn movement(&self, craft: &Craft, at: f64) -> Result<(), Wait> {
        let gap = self.duty.docks[craft.dock].slot.0;
        match self.moves[craft.dock].iter().find(|m| (**m - at).abs() < gap) {
            Some(moved) => Err(Wait::Until(moved + gap)),
            None => Ok(()),
        }
    }

    /// Who watches from a launch, and until when at most.
    fn watcher(&self, launch: f64, by: f64, worth: f64) -> Result<(usize, f64), Wait> {
        let mut best: Option<(f64, usize, usize)> = None;
        let mut later = f64::INFINITY;
        for (index, watcher) in self.duty.watchers.iter().enumerate() {
            if launch < watcher.from.0 {
                later = later.min(watcher.from.0);
                continue;
            }
            let until = by.min(watcher.to.0.floor());
            if until - launch < worth {
                continue;
            }
            let over = |at: f64| self.watched[index].iter().filter(|f| f.0 <= at && at < f.1).count();
            let most = watcher.most as usize;
            let here = over(launch);
            let full =
                here >= most || self.watched[index].iter().any(|f| f.0 > launch && f.0 < until && over(f.0) >= most);
            if full {
                let ends = self.watched[index].iter().map(|f| f.1).filter(|e| *e > launch);
                later = ends.fold(later, f64::min);
            } else if best.is_none_or(|b| until > b.0 || (until >= b.0 && here < b.1)) {
                best = Some((until, here, index));
            }
        }
        match best {
            Some((until, _, index)) => Ok((index, until)),
            None if later.is_finite() => Err(Wait::Until(later)),
            None => Err(Wait::Never),
        }
    }

    fn charge(&self, craft: &Craft, landed: f64) -> Option<Charge> {
        let length = turn(self.duty, craft);
        let lanes = self.lanes[craft.dock].iter().enumerate();
        let free = lanes.map(|(lane, busy)| (busy.first_free(landed, length), lane));
        let (from, lane) = free.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        Some(Charge { lane, from, to: from + length })
    }
}

/// Landed to ready at the latest: after all it may use.
fn turn(duty: &Duty, craft: &Craft) -> f64 {
    let kind = &duty.kinds[craft.kind];
    kind.turn.0 + kind.turn_per_percent.0 * kind.budget
}
