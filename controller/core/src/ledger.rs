//! The durable state: the fold of all events. [`Ledger::apply`] is the only way it changes; it cannot fail.

pub mod approval;
mod circles;
pub mod closure;
mod counters;
pub mod desk;
pub mod duty;
pub mod follow;
pub mod guard;
pub mod hop;
pub mod incident;
mod lease;
pub mod levels;
mod look;
pub mod partition;
pub mod payload;
pub mod seen;
pub mod serious;
pub mod sortie;
pub mod stamps;
pub mod tasking;
mod thin;
mod zones;

use crate::event::{Event, Fact};
use crate::facts::circles::Tier;
use crate::facts::weather::WeatherReport;
use crate::facts::zones::LiveZone;
use crate::ids::{ApprovalId, ClosureId, IncidentId, SortieId, TaskingId, UnitId, VehicleId};
use crate::lease::Lease;
use crate::order::{Order, OrderProgress};
use crate::reason::Reason;
use crate::traffic::TrafficId;
use approval::Approval;
pub use counters::Counters;
use desk::UnitBook;
use geodata::Timestamp;
use hop::Hop;
use incident::Incident;
use partition::Partition;
use serde::{Deserialize, Serialize};
use sortie::Sortie;
use std::collections::{BTreeMap, BTreeSet};
use tasking::Tasking;

/// An event at its place in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// What and why.
    pub event: Event,
}

/// The last order of a vehicle and how it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderState {
    /// The order.
    pub order: Order,
    /// When it was given.
    pub given: Timestamp,
    /// How far; `None` until the link says something.
    pub progress: Option<OrderProgress>,
    /// When it last moved on.
    pub moved: Timestamp,
}

impl OrderState {
    /// Whether nothing final was heard yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.progress, None | Some(OrderProgress::Verified | OrderProgress::Accepted))
    }
}

/// When a patrol line was last ordered, and how patrol questions about a vehicle ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PatrolBook {
    /// By line id.
    pub last_flown: BTreeMap<String, Timestamp>,
    /// By vehicle: when a human last said no.
    pub last_refused: BTreeMap<VehicleId, Timestamp>,
    /// By vehicle: when a question last stayed unanswered.
    pub last_lapsed: BTreeMap<VehicleId, Timestamp>,
}

/// What is not over yet, so that no rule ever walks through the past.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Open {
    incidents: BTreeSet<IncidentId>,
    approvals: BTreeSet<ApprovalId>,
    sorties: BTreeMap<VehicleId, SortieId>,
    taskings: BTreeMap<UnitId, TaskingId>,
    /// Withdrawn tasks whose crews have not confirmed it, by crew: they are asked about for every crew of every pairing.
    unseen: BTreeSet<(UnitId, TaskingId)>,
    /// Those of them people were not told of: they are looked at after every input.
    uncalled: BTreeSet<TaskingId>,
    /// Withdrawn tasks, confirmed or not, by when they last changed: the oldest are forgotten first.
    withdrawn: BTreeSet<(Timestamp, TaskingId)>,
    /// Incidents a crew of ours called for, that are not closed.
    calling: BTreeSet<IncidentId>,
    /// What is still to be done and was not told to be due: by when, for which incident, its number.
    due: BTreeSet<(Timestamp, IncidentId, u32)>,
    /// What is still to be done, told or not.
    undone: BTreeSet<(IncidentId, u32)>,
    /// Serious cases that are not over.
    serious: BTreeSet<IncidentId>,
    /// The last sortie of each vehicle, open or not.
    latest: BTreeMap<VehicleId, SortieId>,
}

/// Everything that must not be forgotten.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Numbers given so far.
    pub counters: Counters,
    /// All incidents.
    pub incidents: BTreeMap<IncidentId, Incident>,
    /// Sender's key to incident.
    pub keys: BTreeMap<String, IncidentId>,
    /// All approvals.
    pub approvals: BTreeMap<ApprovalId, Approval>,
    /// All sorties.
    pub sorties: BTreeMap<SortieId, Sortie>,
    /// All taskings.
    pub taskings: BTreeMap<TaskingId, Tasking>,
    /// The last order of each vehicle.
    pub orders: BTreeMap<VehicleId, OrderState>,
    /// Vehicles whose link is lost, since when.
    pub lost: BTreeMap<VehicleId, Timestamp>,
    /// Who is duty commander.
    pub duty: Option<duty::Duty>,
    /// The weather as last written down.
    pub weather: Option<WeatherReport>,
    /// Zones set while the controller runs, by number.
    pub zones: BTreeMap<u32, LiveZone>,
    /// Patrol.
    pub patrol: PatrolBook,
    /// Roads that are closed.
    pub closures: BTreeMap<ClosureId, closure::Closure>,
    /// Identities, doubts about them, and other hands on the vehicles.
    pub guard: guard::Guard,
    /// Who of our posts holds a vehicle.
    pub leases: BTreeMap<VehicleId, Lease>,
    /// Aircraft that follow units.
    pub follows: BTreeMap<VehicleId, follow::Follow>,
    /// Aircraft at stations.
    pub levels: levels::Levels,
    /// Who comes too near one of ours, since when, and why it is thought so.
    pub near: BTreeMap<(VehicleId, TrafficId), (Timestamp, Reason)>,
    /// What payloads were told and recorded.
    pub payloads: BTreeMap<VehicleId, payload::PayloadBook>,
    /// Tiers of guarded places that fail.
    pub failed_tiers: BTreeSet<Tier>,
    /// What crews last said of themselves.
    pub units: BTreeMap<UnitId, UnitBook>,
    /// What is seen from the air, as far as it was told.
    pub seen: seen::SeenBook,
    /// Serious cases, by their incidents: those that are over, too.
    pub serious: BTreeMap<IncidentId, serious::Serious>,
    /// Stations that are on their own.
    pub partition: Partition,
    /// The number of the last event.
    pub seq: u32,
    open: Open,
}

impl Ledger {
    /// What it comes to with the entries that follow.
    #[must_use]
    pub fn and<'a>(mut self, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        entries.into_iter().for_each(|entry| self.apply(entry));
        self
    }

    /// Takes one event in.
    pub fn apply(&mut self, entry: &Entry) {
        self.seq = entry.seq;
        match &entry.event.from {
            Some(origin) => self.take_branch(origin, entry),
            None => self.take(entry),
        }
    }

    fn take(&mut self, entry: &Entry) {
        self.count(&entry.event.fact);
        let about = entry.event.fact.about();
        let touched = about.story(self);
        self.change(entry);
        let touched = touched.or_else(|| about.story(self));
        let tasking = about.tasking.and_then(|id| self.taskings.get(&id));
        let is_apart = tasking.is_some_and(|tasking| !tasking.is_first());
        let told = touched.filter(|id| self.incidents.contains_key(id)).map(|_| Hop::of(self, entry));
        if let Some((incident, told)) = touched.and_then(|id| self.incidents.get_mut(&id)).zip(told) {
            // Who stands at a post far out has not looked what there is.
            if !is_apart {
                incident.stamps.set(&entry.event.fact, entry.at);
            }
            // Calls that are counted only are in the journal, and in no story.
            if !matches!(entry.event.fact, Fact::ReportMerged(_)) || incident.beyond.last != Some(entry.at) {
                // What a station did alone stands where it was in time.
                let later = incident.timeline.iter().rev().take_while(|hop| hop.at > told.at).count();
                incident.timeline.insert(incident.timeline.len() - later, told);
            }
        }
        self.thin(entry);
    }

    fn count(&mut self, fact: &Fact) {
        match fact {
            Fact::IncidentReported { incident, .. } => self.given(incident.0, |counters| &mut counters.incident),
            Fact::ReportSplit(split) => self.given(split.incident.0, |counters| &mut counters.incident),
            Fact::ApprovalRequested { approval, .. } => self.given(approval.0, |counters| &mut counters.approval),
            Fact::SortieOrdered { sortie, order, .. } => {
                self.given(sortie.0, |counters| &mut counters.sortie);
                self.given(order.id.0, |counters| &mut counters.order);
            }
            Fact::SortieAdopted { sortie, .. } => self.given(sortie.0, |counters| &mut counters.sortie),
            Fact::OrderGiven { order } => self.given(order.id.0, |counters| &mut counters.order),
            Fact::PayloadOrdered { order } => self.given(order.id.0, |counters| &mut counters.order),
            Fact::TaskingSent { tasking, .. } => self.given(tasking.0, |counters| &mut counters.tasking),
            Fact::TaskingProposed(offer) => self.given(offer.tasking.0, |counters| &mut counters.tasking),
            Fact::TrackConfirmed(seen) => self.given(seen.track.0, |counters| &mut counters.track),
            Fact::ZoneSet(set) => self.given(set.number, |counters| &mut counters.zone),
            Fact::RoadClosed { closure, .. } => self.given(closure.0, |counters| &mut counters.closure),
            _ => {}
        }
    }

    fn given(&mut self, number: u32, of: fn(&mut Counters) -> &mut u32) {
        let last = of(self.numbers(number));
        *last = number.max(*last);
    }

    fn change(&mut self, entry: &Entry) {
        self.change_incident(entry);
        self.change_desk(entry);
        self.change_approval(entry);
        self.change_duty(entry);
        self.change_zones(entry);
        self.change_sortie(entry);
        self.change_tasking(entry);
        self.change_order(entry);
        self.change_closures(entry);
        self.change_guard(entry);
        self.change_leases(entry);
        self.change_levels(entry);
        self.change_follow(entry);
        self.change_payload(entry);
        self.change_seen(entry);
        self.change_circles(entry);
        self.change_serious(entry);
        self.change_partition(entry);
    }

    fn change_order(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::SortieOrdered { order, .. } | Fact::OrderGiven { order } => {
                self.orders.insert(
                    order.vehicle,
                    OrderState { order: order.clone(), given: entry.at, progress: None, moved: entry.at },
                );
            }
            Fact::OrderProgressed { vehicle, order, progress } => {
                if let Some(state) = self.orders.get_mut(vehicle).filter(|state| state.order.id == *order) {
                    state.progress = Some(progress.clone());
                    state.moved = entry.at;
                }
            }
            Fact::LinkLost { vehicle } => {
                self.lost.insert(*vehicle, entry.at);
            }
            Fact::LinkBack { vehicle } => {
                self.lost.remove(vehicle);
            }
            _ => {}
        }
    }
}
