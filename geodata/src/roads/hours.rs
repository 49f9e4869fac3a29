//! The rules of certain hours over the times of a net: what they make of each moment, and of none.
//!
//! Without a clock, what is closed at some hours is closed, and a turn forbidden at some hours is forbidden: nobody is sent
//! where he might not be allowed to go. With one, each rule holds in its hours and not beside them.

use super::costs::{Times, time};
use super::data::{RoadData, Timed, TimedRule};
use super::graph::{Graph, NEVER, slot};
use super::profile::Profile;
use super::turns::bit;
use super::week::Week;
use std::collections::BTreeMap;

/// A slot and the index of a profile.
pub(super) type Key = (u32, usize);

/// The rules of certain hours of one net.
#[derive(Clone, Debug, Default)]
pub(super) struct Hours {
    rules: Vec<TimedRule>,
    /// Of every slot and profile that a rule is about: the times when none holds.
    open: BTreeMap<Key, u32>,
}

impl Hours {
    /// Takes the rules of a net, and brings its undisturbed times to what holds without a clock.
    pub fn settle(graph: &Graph, data: &RoadData, times: &mut Times) -> Self {
        let of_net = |rule: &&TimedRule| (rule.edge as usize) < graph.edges.len();
        let rules: Vec<TimedRule> = data.timed.iter().filter(of_net).cloned().collect();
        let mut open = BTreeMap::new();
        for rule in &rules {
            let slot = slot(rule.edge, rule.forward);
            for profile in Profile::ALL.map(Profile::index) {
                let Some(ms) = times.ms[profile].get(slot as usize).filter(|ms| **ms < NEVER) else { continue };
                open.insert((slot, profile), *ms);
            }
        }
        for rule in &rules {
            let Timed::Closed(profiles) = rule.what else { continue };
            for profile in Profile::ALL.into_iter().filter(|profile| profiles & bit(*profile) != 0) {
                if let Some(ms) = times.ms[profile.index()].get_mut(slot(rule.edge, rule.forward) as usize) {
                    *ms = NEVER;
                }
            }
        }
        times.barred = graph.timed_turns.iter().map(|turn| turn.bans.iter().fold(0, |all, ban| all | ban.0)).collect();
        Self { rules, open }
    }

    /// The time of a direction for a profile when no rule of certain hours holds there; [`NEVER`] where none ever does.
    pub fn open_ms(&self, slot: u32, profile: Profile) -> u32 {
        self.open.get(&(slot, profile.index())).copied().unwrap_or(NEVER)
    }

    /// The times of all slots and profiles that a rule is about, at a minute of the week, without traffic.
    pub fn at(&self, graph: &Graph, minute: u16) -> BTreeMap<Key, u32> {
        let mut now = self.open.clone();
        let holding = || self.rules.iter().filter(|rule| rule.hours.holds(minute));
        for rule in holding() {
            let (slot, Timed::Kph(kph)) = (slot(rule.edge, rule.forward), rule.what) else { continue };
            for profile in Profile::ALL {
                if let Some(ms) = now.get_mut(&(slot, profile.index())) {
                    *ms = time(graph, slot, profile, kph);
                }
            }
        }
        for rule in holding() {
            let (slot, Timed::Closed(profiles)) = (slot(rule.edge, rule.forward), rule.what) else { continue };
            for profile in Profile::ALL.into_iter().filter(|profile| profiles & bit(*profile) != 0) {
                if let Some(ms) = now.get_mut(&(slot, profile.index())) {
                    *ms = NEVER;
                }
            }
        }
        now
    }

    /// Whose turns are forbidden at a minute of the week.
    pub fn barred_at(graph: &Graph, minute: u16) -> Vec<u8> {
        let now = |bans: &[(u8, Week)]| {
            bans.iter().filter(|ban| ban.1.holds(minute)).fold(0, |profiles, ban| profiles | ban.0)
        };
        graph.timed_turns.iter().map(|turn| now(&turn.bans)).collect()
    }

    /// How many minutes after this one a rule begins or ends to hold; nothing where none ever does.
    pub fn next_change(&self, graph: &Graph, minute: u16) -> Option<u16> {
        let turns = graph.timed_turns.iter().flat_map(|turn| turn.bans.iter().map(|ban| &ban.1));
        let weeks = self.rules.iter().map(|rule| &rule.hours).chain(turns);
        weeks.filter_map(|week| week.next_change(minute)).min()
    }
}
