//! The sessions, by system id: each frame looks its vehicle up here, so the ids are searched by themselves in one small
//! table (open addressing, at most half full). The ids are the roster's own; nobody outside adds one. Before each vehicle
//! stands its gate, which most frames never pass; to look a vehicle up is to close its gate.

use crate::Peer;
use crate::codec::RawFrame;
use crate::session::{Gate, Session};
use geodata::Timestamp;

/// All sessions.
#[derive(Debug)]
pub(super) struct Roster {
    /// In ascending order of system id.
    sessions: Vec<Session>,
    /// Of each of them.
    gates: Vec<Gate>,
    /// System id and place in `sessions`; a place past the end is nobody's.
    index: Vec<(u32, u32)>,
}

const NOBODY: (u32, u32) = (0, u32::MAX);

impl Roster {
    /// Of two with one system id the first counts.
    pub(super) fn of(sessions: impl Iterator<Item = Session>) -> Self {
        let mut sessions: Vec<Session> = sessions.collect();
        sessions.sort_by_key(|session| session.enrolled.system_id);
        sessions.dedup_by_key(|session| session.enrolled.system_id);
        let index = vec![NOBODY; (2 * sessions.len()).next_power_of_two()];
        let mut roster = Self { index, gates: vec![Gate::CLOSED; sessions.len()], sessions };
        for (session, number) in roster.sessions.iter().zip(0..) {
            let system = session.enrolled.system_id;
            let free = places(&roster.index, system).find(|place| roster.index[*place] == NOBODY);
            if let Some(place) = free {
                roster.index[place] = (system, number);
            }
        }
        roster
    }

    #[inline]
    fn find(&self, system: u32) -> Option<usize> {
        let place = places(&self.index, system).map(|place| self.index[place]);
        let mut taken = place.take_while(|entry| *entry != NOBODY);
        taken.find(|(id, _)| *id == system).map(|(_, number)| number as usize)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, system: u32) -> Option<&mut Session> {
        let number = self.find(system)?;
        let (session, gate) = (self.sessions.get_mut(number)?, self.gates.get_mut(number)?);
        gate.close(session);
        Some(session)
    }

    /// Whether a frame is one that the vehicle's gate lets by.
    #[inline]
    pub(super) fn lets_by(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) -> bool {
        let gate = self.find(raw.header.system).and_then(|number| self.gates.get_mut(number));
        gate.is_some_and(|gate| gate.lets_by(at, from, raw))
    }

    /// Opens a vehicle's gate if all is as it was with it.
    #[inline]
    pub(super) fn open(&mut self, system: u32) {
        let Some(number) = self.find(system) else { return };
        let (Some(session), Some(gate)) = (self.sessions.get_mut(number), self.gates.get_mut(number)) else { return };
        gate.close(session);
        gate.open(session);
    }

    /// How many frames of a vehicle its gate let by, of which it does not know yet.
    pub(super) fn held(&self, system: u32) -> u64 {
        self.find(system).and_then(|number| self.gates.get(number)).map_or(0, Gate::held)
    }

    pub(super) fn get(&self, system: u32) -> Option<&Session> {
        self.find(system).and_then(|number| self.sessions.get(number))
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter()
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Session> {
        self.sessions.iter_mut()
    }
}

/// Where an id may lie, in the order it is looked for; the upper bits of the product depend on all bits of the id.
#[inline]
fn places(index: &[(u32, u32)], system: u32) -> impl Iterator<Item = usize> + use<> {
    let mask = index.len() - 1;
    let first = (system.wrapping_mul(0x9E37_79B9) >> 8) as usize;
    (0..=mask).map(move |step| first.wrapping_add(step) & mask)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Enrolled, LinkConfig};
    use controller_core::VehicleId;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_finds_whom_a_plain_map_finds(
            ids in prop::collection::vec(prop_oneof![0_u32..40, any::<u32>()], 0..60),
            asked in prop::collection::vec(prop_oneof![0_u32..40, any::<u32>()], 0..60),
        ) {
            let config = LinkConfig::default();
            let mut plain = BTreeMap::new();
            let all = ids.iter().zip(0..).map(|(id, number)| {
                plain.entry(*id).or_insert(VehicleId(number));
                Session::new(Enrolled { vehicle: VehicleId(number), system_id: *id }, &config)
            });
            let mut roster = Roster::of(all.collect::<Vec<_>>().into_iter());
            for id in ids.iter().chain(&asked) {
                prop_assert_eq!(roster.get(*id).map(|session| session.enrolled.vehicle), plain.get(id).copied());
                prop_assert_eq!(roster.get_mut(*id).map(|session| session.enrolled.vehicle), plain.get(id).copied());
            }
            let order: Vec<u32> = roster.values().map(|session| session.enrolled.system_id).collect();
            prop_assert_eq!(order, plain.keys().copied().collect::<Vec<_>>());
        }
    }
}
