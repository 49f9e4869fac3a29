//! Whose clock is due: one entry a vehicle, so that a thousand vehicles cost no more than those that have something to do.

use crate::config::LinkConfig;
use crate::session::Session;
use crate::sometime::Sometime;
use geodata::Timestamp;
use std::collections::BTreeSet;

/// When each vehicle next wants the clock.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    due: BTreeSet<(Timestamp, u32)>,
}

impl Agenda {
    /// Looks at when a vehicle wants the clock. Most frames change nothing about it.
    pub(super) fn see(&mut self, session: &mut Session, config: &LinkConfig) {
        let due = session.wake_at(config);
        let before = std::mem::replace(&mut session.due, due.into());
        self.set(session.enrolled.system_id, before, due);
    }

    /// The same where nothing can have come nearer but `due`. What has moved away meanwhile is seen when its old moment comes:
    /// a vehicle that has nothing to do then does nothing.
    pub(super) fn nearer(&mut self, session: &mut Session, due: Option<Timestamp>) {
        if due.is_some_and(|due| session.due.is_none_or(|before| due < before)) {
            let before = std::mem::replace(&mut session.due, due.into());
            self.set(session.enrolled.system_id, before, due);
        }
    }

    /// Says when `system` wants the clock, or that it does not, and what was said of it before.
    fn set(&mut self, system: u32, before: Sometime, at: Option<Timestamp>) {
        if before.get() == at {
            return;
        }
        if let Some(before) = before.get() {
            self.due.remove(&(before, system));
        }
        if let Some(at) = at {
            self.due.insert((at, system));
        }
    }

    /// The earliest moment anybody wants.
    pub(super) fn first(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Everybody who is due at `at`, in the order of their moments. They stay until they are set anew.
    pub(super) fn due(&self, at: Timestamp) -> Vec<u32> {
        self.due.iter().take_while(|(due, _)| *due <= at).map(|(_, system)| *system).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_says_what_a_look_at_everybody_would_say(
            moves in prop::collection::vec((0_u32..8, prop::option::of(0_i64..50)), 0..200),
            at in 0_i64..50,
        ) {
            let (mut agenda, mut plain) = (Agenda::default(), BTreeMap::new());
            for (system, when) in moves {
                let before: Option<Timestamp> = plain.get(&system).copied();
                agenda.set(system, before.into(), when.map(Timestamp));
                match when {
                    Some(when) => drop(plain.insert(system, Timestamp(when))),
                    None => drop(plain.remove(&system)),
                }
            }
            prop_assert_eq!(agenda.first(), plain.values().min().copied());
            let mut due = agenda.due(Timestamp(at));
            due.sort_unstable();
            let slow: Vec<u32> = plain.iter().filter(|(_, when)| when.0 <= at).map(|(system, _)| *system).collect();
            prop_assert_eq!(due, slow);
        }
    }
}
