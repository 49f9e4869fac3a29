//! The circles as they stand now: who would be in time at every guarded place, looked at once a second as units move, are
//! called away and come back.
//!
//! The audit itself is [`flight_plans::circle::Live`]; here are the units it is told of. A unit that has moved less than
//! the policy's distance keeps its times; of those that have moved the ones looked at longest ago come first, so many a
//! second. Nothing here is durable: the same picture and ledger give the same circles.

mod members;

use crate::facts::circles::Tier;
use crate::ids::UnitId;
use crate::ledger::Ledger;
use crate::picture::Picture;
use crate::setup::Setup;
use flight_plans::circle::times::{ByAir, ByRoad, Moves, Now, RoadGoals, Times};
use flight_plans::circle::{CircleNow, Circles, Live, TierAt};
use flight_plans::response::TierState;
use geodata::roads::Travel;
use geodata::{Local, ResponderClass, Seconds, Timestamp};
pub use members::Who;
use members::{Member, Stand};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whether a tier fails, and since when it does or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub at: TierAt,
    /// Whether it fails.
    pub failed: bool,
    /// Since when.
    pub since: Timestamp,
}

/// All circles, all units.
#[derive(Clone, Debug)]
pub struct Watch {
    live: Live,
    goals: RoadGoals,
    members: Vec<Member>,
    stands: Vec<Standing>,
    changed: BTreeSet<usize>,
    /// Nobody has seen any of them yet.
    is_new: bool,
}

/// The times of one unit, whatever its number.
struct Of<'a> {
    moves: Moves<'a>,
    air: ByAir,
    road: ByRoad<'a>,
}

impl Times for Of<'_> {
    fn fill(&self, _: usize, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        Now { units: &[self.moves], air: self.air, road: self.road }.fill(0, class, of, row);
    }
}

impl Watch {
    /// All circles of the district, with nobody anywhere yet; nothing where there are none, or none that can be audited.
    #[must_use]
    pub fn new(setup: &Setup, travel: Travel<'_>, at: Timestamp) -> Option<Self> {
        if setup.atlas.guarded.is_empty() {
            return None;
        }
        let circles = Arc::new(Circles::of(&setup.atlas.guarded).ok()?);
        let goals = RoadGoals::new(&setup.atlas.roads, travel, &circles);
        let members = members::of(setup);
        let classes: Vec<ResponderClass> = members.iter().map(|member| member.class).collect();
        let mut live = Live::new(circles, &classes);
        // Nobody counts before they are heard.
        (0..members.len()).for_each(|unit| {
            live.leaves(unit);
        });
        let stands = live.tiers().map(|(tier, _)| Standing { at: tier, failed: true, since: at }).collect();
        Some(Self { live, goals, members, stands, changed: BTreeSet::new(), is_new: true })
    }

    /// Roads were closed or opened: everybody's times are looked up anew, as many a second as always.
    pub fn roads_changed(&mut self, setup: &Setup, travel: Travel<'_>) {
        self.goals = RoadGoals::new(&setup.atlas.roads, travel, self.live.circles());
        self.members.iter_mut().for_each(Member::forget);
    }

    /// Once a second: who has moved, was called away or came back.
    pub fn look(&mut self, at: Timestamp, picture: &Picture, ledger: &Ledger, setup: &Setup, travel: Travel<'_>) {
        let policy = &setup.policy.circles;
        self.changed.clear();
        if std::mem::take(&mut self.is_new) {
            self.changed.extend(0..self.live.circles().all().len());
        }
        let now: Vec<Option<Stand>> =
            self.members.iter().map(|member| member.stands(at, picture, ledger, setup)).collect();
        let mut moved: Vec<usize> = (0..now.len())
            .filter(|unit| now[*unit].is_some_and(|stand| self.members[*unit].has_moved(&stand, policy.moved_m)))
            .collect();
        moved.sort_by_key(|unit| (self.members[*unit].looked, *unit));
        moved.truncate(usize::try_from(policy.units_per_second).unwrap_or(usize::MAX));
        for unit in moved {
            let Some(stand) = now[unit] else { continue };
            let member = &mut self.members[unit];
            member.note(at, stand);
            let road = ByRoad { net: &setup.atlas.roads, travel, goals: &self.goals };
            let Some(moves) = member.moves(&stand, setup) else { continue };
            let times = Of { moves, air: ByAir { wind: members::wind(setup) }, road };
            let changes = self.live.moved(unit, &times);
            self.changed.extend(changes.iter().map(|change| change.at.place as usize));
        }
        for (unit, stand) in now.iter().enumerate() {
            // Who has not been looked up since coming back is not counted where it was.
            let here = stand.is_some() && self.members[unit].is_known();
            if here != self.live.is_here(unit) {
                let changes = if here { self.live.returns(unit) } else { self.live.leaves(unit) };
                self.changed.extend(changes.iter().map(|change| change.at.place as usize));
            }
        }
        for (standing, (_, state)) in self.stands.iter_mut().zip(self.live.tiers()) {
            let failed = state == TierState::Failed;
            if standing.failed != failed {
                (standing.failed, standing.since) = (failed, at);
            }
        }
    }

    /// Every tier, and since when it fails or does not.
    #[must_use]
    pub fn stands(&self) -> &[Standing] {
        &self.stands
    }

    /// The places of which any tier stands otherwise since the last second.
    pub fn changed(&self) -> impl Iterator<Item = usize> {
        self.changed.iter().copied()
    }

    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> usize {
        self.live.circles().all().len()
    }

    /// One place as it stands.
    #[must_use]
    pub fn now(&self, place: usize) -> Option<CircleNow> {
        self.live.now(place)
    }

    /// The id of a tier's place, and its minutes.
    #[must_use]
    pub fn name(&self, at: TierAt) -> Option<(&str, u32)> {
        let circle = self.live.circles().all().get(at.place as usize)?;
        let Seconds(budget) = circle.tiers.get(usize::from(at.tier))?.budget;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a day at most
        Some((&circle.id, (budget / 60.0).round() as u32))
    }

    /// The tiers of guarded places that fail when a ground unit leaves.
    #[must_use]
    pub fn broken_by(&self, unit: UnitId) -> Vec<Tier> {
        let is_it = |member: &Member| matches!(member.who, Who::Ground(who, _) if who == unit);
        let Some(number) = self.members.iter().position(is_it) else { return Vec::new() };
        let tiers = self.live.breaks(number).into_iter();
        tiers.filter_map(|at| self.name(at).map(|(place, minutes)| Tier { place: place.to_owned(), minutes })).collect()
    }

    /// Who a unit of the audit is.
    #[must_use]
    pub fn who(&self, unit: usize) -> Option<Who> {
        self.members.get(unit).map(|member| member.who)
    }

    /// The audit, for questions of its own.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// Where a unit was when its times were looked up.
    #[must_use]
    pub fn place_of(&self, unit: usize) -> Option<Local> {
        self.members.get(unit)?.place()
    }
}
