//! A schedule made anew in the middle of the shift, after an aircraft is lost, an operator leaves or a place is added: what
//! is in the air stays as it is, of the rest as much as may be, and what was lost is caught up where it costs least.

use super::first::fill;
use super::keep::Keep;
use super::model::Duty;
use super::nearby::nearby;
use super::patrol::{Outcome, Patrol, Sortie};
use super::resources::{Slot, beside};
use super::roll::{faulty, landings, lay, slots_of, tell};
use super::search::{Search, Style};
use super::state::{Field, SHARP, State};
use crate::planner::pace::Pace;
use geodata::Seconds;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// When, and how much of the old schedule must stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Now, seconds of the shift.
    pub now: Seconds,
    /// Until the changed schedule reaches the crews: what leaves before `now` and this stays.
    pub notice: Seconds,
    /// The part of the legs still to be flown that is to stay, lost ones counted as not kept; 0 to 1.
    pub keep: f64,
}

impl Change {
    /// At a moment, with two minutes of notice and 82 % of the legs kept.
    #[must_use]
    pub fn at(now: Seconds) -> Self {
        Self { now, notice: Seconds(120.0), keep: 0.82 }
    }
}

/// The schedule for the wish as it is now (an aircraft lost has [`super::Craft::until`] at the moment it was lost), starting
/// from the one before. Never worse than what is left of it.
#[must_use]
pub fn replan(duty: &Duty, before: &Patrol, change: Change, seed: u64, pace: &mut dyn Pace) -> Outcome {
    if let Some(outcome) = refused(duty, change, seed) {
        return outcome;
    }
    let duty = &nearby(duty);
    let (field, mut state) = left(duty, before, change);
    let warm = state.clone();
    fill(&field, &mut state);
    let mut keep = Keep::of(&field, before, &state, change);
    if keep.spare < 0 || (state.promise(), state.cost) > (warm.promise(), warm.cost) {
        state = warm;
        keep = Keep::of(&field, before, &state, change);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let style = Style { warm: 1e-4, cold: 1e-6, sharp: [SHARP; 2] };
    let (state, rounds) = Search::new(&field).keeping(keep).run(state, &mut rng, pace, style);
    tell(&field, &state, seed, rounds)
}

/// What is wrong with a wish or the moment.
fn refused(duty: &Duty, change: Change, seed: u64) -> Option<Outcome> {
    let mut findings = duty.faults();
    if !change.now.0.is_finite() || !change.notice.0.is_finite() {
        findings.push(geodata::Finding::new("duty_now", "change", "the moment is no moment", "Say when"));
    }
    (!findings.is_empty()).then(|| faulty(duty, seed, findings))
}

/// A schedule as the search holds it, and what it promises as it is.
pub(super) fn held<'a>(
    duty: &'a Duty,
    patrol: &Patrol,
    change: Change,
) -> Result<(Field<'a>, State, Outcome), Box<Outcome>> {
    match refused(duty, change, 0) {
        Some(outcome) => Err(Box::new(outcome)),
        None => {
            let (field, state) = left(duty, patrol, change);
            let outcome = tell(&field, &state, 0, 0);
            Ok((field, state, outcome))
        }
    }
}

/// What is left of a schedule after a change: slots that stay with new ones beside them, sorties in the air frozen, broken
/// ones cut.
fn left<'a>(duty: &'a Duty, before: &Patrol, change: Change) -> (Field<'a>, State) {
    let fixed = change.now.0 + change.notice.0.max(0.0);
    let before = &before.settled(change.now);
    let known = slots_of(duty, before);
    let kept: Vec<Slot> = known.iter().filter(|s| stays(duty, before, s)).copied().collect();
    let mut field = Field::new(duty, beside(duty, &kept, &landings(duty, before), fixed.max(0.0)));
    field.frozen = field.slots.iter().map(|s| s.launch < fixed).collect();
    field.cut.clone_from(&before.cut);
    let own = |sortie: &Sortie, slot: &Slot| {
        duty.fleet[slot.craft].vehicle == sortie.vehicle && slot.launch.to_bits() == sortie.slot.launch.to_bits()
    };
    for sortie in &before.sorties {
        let gone = !field.slots.iter().any(|s| own(sortie, s));
        if gone && sortie.slot.launch < change.now.0 {
            field.cut.push(broken(sortie, change.now));
        }
    }
    let mut state = State::empty(&field);
    lay(&field, &mut state, before);
    (field, state)
}

/// Whether a slot can be flown as it was: its operator still watches, and not more than allowed.
fn stays(duty: &Duty, before: &Patrol, slot: &Slot) -> bool {
    let watcher = &duty.watchers[slot.watcher];
    let over = before.sorties.iter().filter(|s| s.slot.watched_at(slot.watcher, slot.launch)).count();
    watcher.from.0 <= slot.launch && slot.by <= watcher.to.0 && over <= watcher.most as usize
}

/// A sortie as far as it came.
pub(super) fn broken(sortie: &Sortie, now: Seconds) -> Sortie {
    let mut cut = sortie.clone();
    cut.visits.retain(|v| v.at.0 < now.0);
    if let Some(last) = cut.visits.last_mut() {
        last.until = last.until.min(now);
    }
    cut.land = now;
    cut.charge = None;
    cut
}
