//! A serious case as it stands: which posts are to be manned, who has which seat, and how far the reserve is.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::facts::serious::{
    CircleLaid, PostOffer, ReserveCalled, RingProposed, SeatTaken, SeriousDeclared, UnitMustered,
};
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::UnitDuty;
use crate::ledger::tasking::{Tasking, TaskingState};
use geodata::{Metres, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The slot of an incident's first unit, which every incident has; all others are of a serious case.
pub const FIRST: u8 = 0;

/// One serious case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Serious {
    /// When it was declared.
    pub declared: Timestamp,
    /// The post that did.
    pub by: String,
    /// When it was over.
    pub over: Option<Timestamp>,
    /// Inner first.
    pub rings: Vec<RingBook>,
    /// Everywhere a unit is sent to but the incident's first, by slot.
    pub places: BTreeMap<u8, Place>,
    /// Inner first.
    pub circles: Vec<CircleBook>,
    /// Units that arrived and have no seat, which was told.
    pub wanting: BTreeSet<TaskingId>,
    /// Blocks of the reserve that were asked for or called, by name.
    pub reserve: BTreeMap<String, BlockBook>,
}

/// One ring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingBook {
    /// From the scene, straight.
    pub radius: Metres,
    /// Smaller crossings without a post.
    pub left_out: u32,
    /// Who should stand where, as it was last worked out.
    pub proposal: Option<Proposal>,
    /// Since when a person lets it be manned.
    pub raised: Option<Timestamp>,
}

/// Who should stand where on a ring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// How often it was worked out.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Every post of the ring.
    pub posts: Vec<PostOffer>,
}

/// What a unit is sent to a place for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceKind {
    /// To man a post of this ring, 1 the innermost.
    Ring(u8),
    /// To the scene.
    Scene,
    /// To muster with this block.
    Muster(String),
}

/// A place a unit is sent to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What for.
    pub kind: PlaceKind,
    /// Its name, which the unit is told.
    pub name: String,
    /// Where.
    pub at: Wgs84,
    /// Since when somebody is to stand here: whoever leaves it is followed by another.
    pub wanted: Option<Timestamp>,
    /// That nobody can be sent was told.
    pub is_told: bool,
}

/// One circle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CircleBook {
    /// As it was laid out.
    pub laid: CircleLaid,
    /// Who has each seat, and by which task.
    pub held: Vec<Option<(UnitId, TaskingId)>>,
    /// That it is not full in time was told.
    pub is_told: bool,
}

/// A block of the reserve.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BlockBook {
    /// The post that asked for it.
    pub asked: Option<String>,
    /// When it was last called.
    pub called: Option<Timestamp>,
    /// When it was sent home.
    pub home: Option<Timestamp>,
    /// Where it musters.
    pub place: String,
    /// Everybody, and since when each is at the muster place.
    pub members: BTreeMap<UnitId, Option<Timestamp>>,
}

/// How far a unit of the reserve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Muster {
    /// It was not called, did not answer, or cannot come.
    Missing,
    /// Told, not acknowledged.
    Called,
    /// The crew said yes, or is on its way.
    Acknowledged,
    /// At the muster place, or already at a post.
    Arrived,
}

impl Serious {
    fn of(declared: &SeriousDeclared, at: Timestamp) -> Self {
        let place = |ring: usize, post: &crate::facts::serious::PostLaid| {
            let kind = PlaceKind::Ring(u8::try_from(ring + 1).unwrap_or(u8::MAX));
            (post.slot, Place { kind, name: post.name.clone(), at: post.at, wanted: None, is_told: false })
        };
        let rings = declared.rings.iter();
        let circle =
            |laid: &CircleLaid| CircleBook { laid: laid.clone(), held: vec![None; laid.seats.len()], is_told: false };
        Self {
            declared: at,
            by: declared.by.post.clone(),
            over: None,
            places: rings.enumerate().flat_map(|(n, ring)| ring.posts.iter().map(move |post| place(n, post))).collect(),
            rings: declared
                .rings
                .iter()
                .map(|ring| RingBook { radius: ring.radius, left_out: ring.left_out, proposal: None, raised: None })
                .collect(),
            circles: declared.circles.iter().map(circle).collect(),
            wanting: BTreeSet::new(),
            reserve: BTreeMap::new(),
        }
    }

    /// A ring by its number, 1 the innermost.
    #[must_use]
    pub fn ring(&self, number: u8) -> Option<&RingBook> {
        self.rings.get(usize::from(number).checked_sub(1)?)
    }

    fn ring_mut(&mut self, number: u8) -> Option<&mut RingBook> {
        self.rings.get_mut(usize::from(number).checked_sub(1)?)
    }

    /// The posts of a ring, clockwise from north.
    pub fn posts(&self, ring: u8) -> impl Iterator<Item = (u8, &Place)> {
        self.places
            .iter()
            .filter(move |(_, place)| place.kind == PlaceKind::Ring(ring))
            .map(|(slot, place)| (*slot, place))
    }

    /// The seat a task has: circle and seat, each from 0.
    #[must_use]
    pub fn seat_of(&self, tasking: TaskingId) -> Option<(usize, usize)> {
        self.circles.iter().enumerate().find_map(|(circle, book)| {
            let seat = book.held.iter().position(|held| held.is_some_and(|(_, task)| task == tasking))?;
            Some((circle, seat))
        })
    }

    /// A slot nobody has had in this case.
    #[must_use]
    pub fn next_slot(&self) -> Option<u8> {
        self.places.keys().next_back().copied().unwrap_or(FIRST).checked_add(1)
    }
}

impl CircleBook {
    /// What a unit at a seat is told.
    #[must_use]
    pub fn name(&self, seat: usize) -> String {
        let role = self.laid.seats.get(seat).map(|seat| seat.role.as_str()).unwrap_or_default();
        format!("{} {role}", self.laid.name)
    }

    /// Seats nobody has.
    #[must_use]
    pub fn free(&self) -> usize {
        self.held.iter().filter(|held| held.is_none()).count()
    }
}

/// The part of the fold that is about this, and questions to it.
impl Ledger {
    pub(super) fn change_serious(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::SeriousDeclared(declared) => {
                self.serious.insert(declared.incident, Serious::of(declared, entry.at));
                self.open.serious.insert(declared.incident);
            }
            Fact::RingProposed(proposed) => self.propose(proposed, entry.at),
            Fact::RingRaised(raised) => {
                let Some(case) = self.serious.get_mut(&raised.incident) else { return };
                if let Some(ring) = case.ring_mut(raised.ring) {
                    ring.raised.get_or_insert(entry.at);
                }
                for slot in &raised.slots {
                    if let Some(place) = case.places.get_mut(slot) {
                        (place.wanted, place.is_told) = (Some(entry.at), false);
                    }
                }
            }
            Fact::RingLowered(lowered) => {
                let Some(case) = self.serious.get_mut(&lowered.incident) else { return };
                if let Some(ring) = case.ring_mut(lowered.ring) {
                    (ring.raised, ring.proposal) = (None, None);
                }
                let kind = PlaceKind::Ring(lowered.ring);
                case.places.values_mut().filter(|place| place.kind == kind).for_each(|place| place.wanted = None);
            }
            Fact::PostOpen(open) => {
                if let Some(place) = self.place_mut(open.incident, open.slot) {
                    place.is_told = true;
                }
            }
            Fact::TaskingSent { incident, slot, .. } => {
                if let Some(place) = self.place_mut(*incident, *slot) {
                    place.is_told = false;
                }
            }
            Fact::TaskingRecalled { tasking } => self.vacate(*tasking),
            Fact::SceneCalled(called) => {
                let at = self.incidents.get(&called.incident).map(|incident| incident.place).unwrap_or_default();
                self.add_place(called.incident, called.slot, PlaceKind::Scene, (String::new(), at));
            }
            Fact::SeatTaken(taken) => self.seat(taken, entry.at),
            Fact::SeatLeft(left) => {
                let case = self.serious.get_mut(&left.incident);
                let circle = case.and_then(|case| case.circles.get_mut(usize::from(left.circle)));
                if let Some(held) = circle.and_then(|circle| circle.held.get_mut(usize::from(left.seat))) {
                    *held = None;
                }
            }
            Fact::SeatWanting(wanting) => {
                if let Some(case) = self.serious.get_mut(&wanting.incident) {
                    case.wanting.insert(wanting.tasking);
                }
            }
            Fact::CircleShort(short) => {
                let case = self.serious.get_mut(&short.incident);
                if let Some(circle) = case.and_then(|case| case.circles.get_mut(usize::from(short.circle))) {
                    circle.is_told = true;
                }
            }
            Fact::ReserveAsked(asked) => {
                if let Some(case) = self.serious.get_mut(&asked.incident) {
                    case.reserve.entry(asked.block.clone()).or_default().asked = Some(asked.by.post.clone());
                }
            }
            Fact::ReserveCalled(called) => self.call_reserve(called, entry.at),
            Fact::UnitMustered(mustered) => self.muster(mustered, entry.at),
            Fact::ReserveSentHome(home) => {
                let case = self.serious.get_mut(&home.incident);
                let Some(block) = case.and_then(|case| case.reserve.get_mut(&home.block)) else { return };
                block.home = Some(entry.at);
                for (unit, mustered) in &mut block.members {
                    if mustered.take().is_some() {
                        self.units.entry(*unit).or_default().duty = UnitDuty::OutOfService;
                    }
                }
            }
            Fact::SeriousOver(over) => {
                self.open.serious.remove(&over.incident);
                if let Some(case) = self.serious.get_mut(&over.incident) {
                    case.over = Some(entry.at);
                }
            }
            _ => {}
        }
    }

    fn place_mut(&mut self, incident: IncidentId, slot: u8) -> Option<&mut Place> {
        self.serious.get_mut(&incident)?.places.get_mut(&slot)
    }

    fn propose(&mut self, proposed: &RingProposed, at: Timestamp) {
        let case = self.serious.get_mut(&proposed.incident);
        if let Some(ring) = case.and_then(|case| case.ring_mut(proposed.ring)) {
            ring.proposal = Some(Proposal { number: proposed.number, at, posts: proposed.posts.clone() });
        }
    }

    /// A post whose unit a person called back stays empty, until a person mans it again.
    fn vacate(&mut self, tasking: TaskingId) {
        let Some(tasking) = self.taskings.get(&tasking).filter(|tasking| !tasking.preempted) else { return };
        let (incident, slot) = (tasking.incident, tasking.slot);
        if let Some(place) = self.place_mut(incident, slot) {
            place.wanted = None;
        }
    }

    fn add_place(&mut self, incident: IncidentId, slot: u8, kind: PlaceKind, (name, at): (String, Wgs84)) {
        if let Some(case) = self.serious.get_mut(&incident) {
            case.places.insert(slot, Place { kind, name, at, wanted: None, is_told: false });
        }
    }

    fn seat(&mut self, taken: &SeatTaken, at: Timestamp) {
        let Some(case) = self.serious.get_mut(&taken.incident) else { return };
        case.wanting.remove(&taken.tasking);
        let circle = case.circles.get_mut(usize::from(taken.circle));
        if let Some(held) = circle.and_then(|circle| circle.held.get_mut(usize::from(taken.seat))) {
            *held = Some((taken.unit, taken.tasking));
        }
        self.say_anew(taken.tasking, taken.epoch, at);
    }

    fn call_reserve(&mut self, called: &ReserveCalled, at: Timestamp) {
        for (slot, _) in &called.called {
            let kind = PlaceKind::Muster(called.block.clone());
            self.add_place(called.incident, *slot, kind, (called.place.clone(), called.to));
        }
        let Some(case) = self.serious.get_mut(&called.incident) else { return };
        let block = case.reserve.entry(called.block.clone()).or_default();
        (block.called, block.home, block.place) = (Some(at), None, called.place.clone());
        for unit in &called.members {
            block.members.entry(*unit).or_default();
        }
    }

    fn muster(&mut self, mustered: &UnitMustered, at: Timestamp) {
        self.move_tasking(mustered.tasking, TaskingState::Done, at);
        self.units.entry(mustered.unit).or_default().duty = UnitDuty::Available;
        let case = self.serious.get_mut(&mustered.incident);
        let block = case.and_then(|case| case.reserve.get_mut(&mustered.block));
        if let Some(member) = block.and_then(|block| block.members.get_mut(&mustered.unit)) {
            *member = Some(at);
        }
    }

    /// The serious cases that are not over.
    pub fn standing(&self) -> impl Iterator<Item = (IncidentId, &Serious)> {
        let minded = self.open.serious.iter().filter(|id| self.minds(**id));
        minded.filter_map(|id| Some((*id, self.serious.get(id)?)))
    }

    /// The serious case of an incident, while it is not over.
    #[must_use]
    pub fn serious_of(&self, incident: IncidentId) -> Option<&Serious> {
        self.serious.get(&incident).filter(|case| case.over.is_none())
    }

    /// What a task is sent to a place for; nothing for an incident's first unit.
    #[must_use]
    pub fn place_of(&self, tasking: &Tasking) -> Option<&Place> {
        self.serious.get(&tasking.incident)?.places.get(&tasking.slot)
    }

    /// The name of the place a crew is sent to: its seat, its post, or nothing.
    #[must_use]
    pub fn post_name(&self, id: TaskingId, tasking: &Tasking) -> String {
        let Some(case) = self.serious.get(&tasking.incident) else { return String::new() };
        let seat = case.seat_of(id).and_then(|(circle, seat)| Some(case.circles.get(circle)?.name(seat)));
        seat.or_else(|| Some(case.places.get(&tasking.slot)?.name.clone())).unwrap_or_default()
    }

    /// How far a unit of a called block is.
    #[must_use]
    pub fn muster_of(&self, incident: IncidentId, block: &BlockBook, unit: UnitId) -> Muster {
        if block.members.get(&unit).copied().flatten().is_some() {
            return Muster::Arrived;
        }
        let task = self.tasking_of(unit).map(|(_, tasking)| tasking).filter(|tasking| tasking.incident == incident);
        match task.map(|tasking| tasking.state) {
            Some(TaskingState::Sent | TaskingState::Received) => Muster::Called,
            Some(TaskingState::Acknowledged | TaskingState::EnRoute) => Muster::Acknowledged,
            Some(TaskingState::OnScene) => Muster::Arrived,
            _ => Muster::Missing,
        }
    }
}
