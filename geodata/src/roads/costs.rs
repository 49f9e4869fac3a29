//! What moving costs: milliseconds for every direction of every edge, and the ways onto and off a point in mid-edge.
//!
//! A closed road is not passed through. But who stands on it may leave it, and who is sent to it arrives: the first and
//! the last edge of a way keep the times they have without the closure. (The accident that closes a road lies on it.)

use super::graph::{Arc, Graph, NEVER, index_u32, slot};
use super::hours::Hours;
use super::profile::Profile;
use super::snap::Snap;
use super::turns::bit;

/// Milliseconds by slot for each profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Times {
    pub ms: [Vec<u32>; Profile::ALL.len()],
    /// For each turn of certain hours, the profiles that may not take it now, as bits.
    pub barred: Vec<u8>,
}

impl Times {
    /// The times without traffic: length by speed, at least one millisecond, where access allows.
    pub fn undisturbed(graph: &Graph, kph: impl Fn(u32) -> [u8; 2]) -> Self {
        let of = |profile: Profile| {
            let slots = 0..index_u32(graph.edges.len() * 2);
            slots.map(|slot| time(graph, slot, profile, kph(slot / 2)[slot as usize % 2])).collect()
        };
        Self { ms: Profile::ALL.map(of), barred: Vec::new() }
    }
}

pub(super) fn time(graph: &Graph, slot: u32, profile: Profile, kph: u8) -> u32 {
    let Some(edge) = graph.edges.get(slot as usize / 2) else { return NEVER };
    if !edge.access.allows(profile, slot.is_multiple_of(2)) {
        return NEVER;
    }
    let speed = profile.speed(edge.class, kph);
    whole_ms(graph.length(slot / 2) / speed.0 * 1000.0)
}

/// Whole milliseconds, from 1 to just below [`NEVER`].
pub(super) fn whole_ms(ms: f64) -> u32 {
    // Clamped to the range first, so the cast is exact; NaN becomes zero and then one.
    (ms.round().clamp(1.0, f64::from(NEVER - 1)) as u32).max(1)
}

/// What the net costs one profile now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs<'a> {
    pub graph: &'a Graph,
    /// Now, by slot.
    pub ms: &'a [u32],
    /// Without closures and traffic.
    pub free: &'a [u32],
    /// For each turn of certain hours, the profiles that may not take it now.
    pub barred: &'a [u8],
    /// For rules of certain hours.
    pub hours: &'a Hours,
    pub profile: Profile,
}

impl<'a> Costs<'a> {
    /// Milliseconds of an arc.
    #[inline]
    pub fn of(&self, arc: Arc) -> u32 {
        if arc.bans(bit(self.profile)) {
            return NEVER;
        }
        match self.ms.get(arc.number() as usize) {
            Some(ms) => *ms,
            None => self.of_timed(arc),
        }
    }

    #[cold]
    fn of_timed(&self, arc: Arc) -> u32 {
        let slot = self.graph.slot_of(arc);
        if self.is_barred(arc) { NEVER } else { self.ms.get(slot as usize).copied().unwrap_or(NEVER) }
    }

    /// Whether a turn of certain hours is forbidden now.
    fn is_barred(&self, arc: Arc) -> bool {
        let turn = self.graph.timed_turn(arc).and_then(|turn| self.barred.get(turn));
        turn.is_some_and(|barred| barred & bit(self.profile) != 0)
    }

    /// The edge of a point as it counts for those who begin or end there.
    fn end_ms(&self, slot: u32) -> u32 {
        let get = |ms: &[u32]| ms.get(slot as usize).copied().unwrap_or(NEVER);
        let now = get(self.ms);
        if now < NEVER {
            return now;
        }
        let free = get(self.free);
        if free < NEVER { free } else { self.hours.open_ms(slot, self.profile) }
    }

    fn part(&self, edge: u32, forward: bool, share: f64) -> u32 {
        let whole = self.end_ms(slot(edge, forward));
        // The share is within 0..=1, so the product fits.
        if whole == NEVER { NEVER } else { (f64::from(whole) * share.clamp(0.0, 1.0)).round() as u32 }
    }

    /// Milliseconds from a point to the end (`forward`) or the start of its edge.
    pub fn leave(&self, at: &Snap, forward: bool) -> u32 {
        self.part(at.edge, forward, if forward { 1.0 - at.fraction } else { at.fraction })
    }

    /// Milliseconds from the start (`forward`) or the end of its edge to a point.
    pub fn reach(&self, at: &Snap, forward: bool) -> u32 {
        self.part(at.edge, forward, if forward { at.fraction } else { 1.0 - at.fraction })
    }

    /// Milliseconds from one point to another along the edge both are on, and the direction; [`NEVER`] when they are on
    /// different edges or the flow forbids it.
    pub fn direct(&self, from: &Snap, to: &Snap) -> (u32, bool) {
        let forward = from.fraction <= to.fraction;
        if from.edge != to.edge || from.edge as usize >= self.graph.edges.len() {
            return (NEVER, forward);
        }
        let share = (to.fraction - from.fraction).abs();
        // On the same spot nobody needs to move, whatever the flow.
        if share <= 0.0 { (0, true) } else { (self.part(from.edge, forward, share), forward) }
    }

    /// The states someone who leaves a point comes to first, with the milliseconds to there, with and against.
    pub fn exits(&self, at: &Snap) -> [(u32, u32); 2] {
        [true, false].map(|forward| match self.graph.ahead.get(slot(at.edge, forward) as usize) {
            Some(state) => (*state, self.leave(at, forward)),
            None => (0, NEVER),
        })
    }

    /// The states from which a point is driven to last: state, milliseconds from there, direction on the edge.
    pub fn entries(&self, at: &Snap) -> impl Iterator<Item = Entry> + use<'a> {
        let (costs, at) = (*self, *at);
        [true, false].into_iter().flat_map(move |forward| {
            let edge = costs.graph.edges.get(at.edge as usize);
            let ms = if edge.is_some() { costs.reach(&at, forward) } else { NEVER };
            let tail = edge.filter(|_| ms != NEVER).map(|edge| edge.ends(forward).0);
            let states = tail.into_iter().flat_map(move |tail| costs.graph.states_of(tail));
            states.filter(move |state| costs.may_turn(*state, slot(at.edge, forward))).map(move |state| Entry {
                state,
                ms,
                forward,
            })
        })
    }

    fn may_turn(&self, state: u32, slot: u32) -> bool {
        let arc = self.graph.out.of(state).iter().find(|arc| self.graph.slot_of(**arc) == slot);
        arc.is_some_and(|arc| !arc.bans(bit(self.profile)) && !self.is_barred(*arc))
    }
}

/// A way onto the goal's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub state: u32,
    pub ms: u32,
    pub forward: bool,
}
