//! Who stands on a ring: worked out so that its last post is manned soonest, inner rings first, and proposed. Once a person
//! lets a ring be manned, whoever declines, does not answer, leaves or is taken away is followed by the next.

use super::{recordable, standing};
use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::decide::desk::Said;
use crate::decide::tasking::{self, Errand, Goal, send};
use crate::decide::{Step, assess};
use crate::event::Fact;
use crate::facts::serious::{PostOffer, PostOpen, RingLowered, RingProposed, RingRaised};
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::Actor;
use crate::ledger::incident::Incident;
use crate::ledger::serious::{Place, PlaceKind, Serious};
use crate::ledger::tasking::Tasking;
use crate::pairing::{self, board, stale};
use crate::reason::{MansPost, Reason, RingWorkedOut, TooFewUnits};
use crate::serious::rings::{self, NO_WAY};
use geodata::{Seconds, Timestamp, UnitAt};
use std::collections::BTreeSet;

/// A unit that could man a post.
#[derive(Clone, Copy)]
struct Hand {
    unit: UnitId,
    at: UnitAt,
    age: Seconds,
    /// What it must be taken from, and what that is charged.
    from: Option<(TaskingId, IncidentId)>,
    charge_ms: u32,
}

/// A post and the units that are not asked for it.
struct Wanted<'a> {
    slot: u8,
    place: &'a Place,
    tried: BTreeSet<UnitId>,
}

/// Who goes to a post, by number among the hands, and when it is there at the latest; or why nobody does.
type Going = Result<(usize, Seconds), Reason>;

/// Rings that were never worked out, or were lowered, are: the inner first, each unit once.
pub(super) fn worked_out(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !assess::warm(controller, at) {
        return step;
    }
    for (id, case) in controller.ledger.standing() {
        let mut spared = BTreeSet::new();
        for (ring, number) in case.rings.iter().zip(1_u8..) {
            match &ring.proposal {
                None => offer(controller, at, id, case, number, &mut spared, &mut step),
                Some(_) if ring.raised.is_some() => {}
                Some(proposal) => spared.extend(proposal.posts.iter().filter_map(|post| post.unit)),
            }
        }
    }
    step
}

/// A ring is worked out anew: units that are proposed for rings further in are left to those.
pub(super) fn propose(controller: &Controller, at: Timestamp, id: IncidentId, number: u8) -> Said {
    let (_, case) = standing(controller, id)?;
    case.ring(number).ok_or_else(|| no_ring(number))?;
    let inner = case.rings.iter().take(usize::from(number) - 1).filter(|ring| ring.raised.is_none());
    let offers = inner.filter_map(|ring| ring.proposal.as_ref()).flat_map(|proposal| &proposal.posts);
    let mut spared = offers.filter_map(|post| post.unit).collect();
    let mut step = Step::of(controller);
    offer(controller, at, id, case, number, &mut spared, &mut step);
    Ok((step, id))
}

fn no_ring(number: u8) -> Reason {
    Reason::NoSuch { what: format!("ring {number}") }
}

fn offer(
    controller: &Controller,
    at: Timestamp,
    id: IncidentId,
    case: &Serious,
    number: u8,
    spared: &mut BTreeSet<UnitId>,
    step: &mut Step,
) {
    let empty = case.posts(number).filter(|(slot, _)| controller.ledger.tasking_in(id, *slot).is_none());
    let wanted: Vec<Wanted<'_>> = empty.map(|(slot, place)| Wanted { slot, place, tried: BTreeSet::new() }).collect();
    let hands = hands(controller, at, id, number, spared);
    let goes = best(controller, &hands, &wanted);
    let posts: Vec<PostOffer> = wanted.iter().zip(&goes).map(|(post, goes)| offered(post, goes, &hands)).collect();
    spared.extend(posts.iter().filter_map(|post| post.unit));
    let count = |posts: usize| u32::try_from(posts).unwrap_or(u32::MAX);
    let worst = posts.iter().filter_map(|post| post.eta).max_by(|a, b| a.0.total_cmp(&b.0));
    let why = Reason::RingWorkedOut(RingWorkedOut {
        ring: number,
        manned: count(posts.iter().filter(|post| post.unit.is_some()).count()),
        posts: count(posts.len()),
        worst_s: worst.map(|worst| worst.0),
    });
    let before = case.ring(number).and_then(|ring| ring.proposal.as_ref()).map_or(0, |proposal| proposal.number);
    let proposed = RingProposed { incident: id, ring: number, number: before.saturating_add(1), posts };
    step.say(Fact::RingProposed(proposed), why);
}

fn offered(post: &Wanted<'_>, goes: &Going, hands: &[Hand]) -> PostOffer {
    match goes {
        Ok((hand, eta)) => PostOffer {
            slot: post.slot,
            unit: hands.get(*hand).map(|hand| hand.unit),
            eta: Some(*eta),
            from: hands.get(*hand).and_then(|hand| hand.from).map(|(_, incident)| incident),
            why: mans(post.place, *eta),
        },
        Err(why) => PostOffer { slot: post.slot, unit: None, eta: None, from: None, why: why.clone() },
    }
}

fn mans(place: &Place, eta: Seconds) -> Reason {
    Reason::MansPost(MansPost { post: place.name.clone(), eta_s: eta.0 })
}

/// A person lets a ring be manned as it was shown. Whoever cannot go any more is followed by the next at once.
pub(super) fn raise(
    controller: &Controller,
    at: Timestamp,
    id: IncidentId,
    (number, shown): (u8, u32),
    slots: &[u8],
    actor: &Actor,
) -> Said {
    recordable(controller)?;
    let (incident, case) = standing(controller, id)?;
    let ring = case.ring(number).ok_or_else(|| no_ring(number))?;
    let proposal = ring.proposal.as_ref().filter(|proposal| proposal.number == shown).ok_or(Reason::OtherCard {})?;
    let all: Vec<u8> = case.posts(number).map(|(slot, _)| slot).collect();
    if let Some(slot) = slots.iter().find(|slot| !all.contains(slot)) {
        return Err(Reason::NoSuch { what: format!("post {slot} of ring {number}") });
    }
    let meant = if slots.is_empty() { all } else { slots.to_vec() };
    let hands = hands(controller, at, id, number, &BTreeSet::new());
    let is_empty = |slot: u8| controller.ledger.tasking_in(id, slot).is_none();
    let offers = proposal.posts.iter().filter(|post| meant.contains(&post.slot) && is_empty(post.slot));
    let goes: Vec<(u8, &Place, Hand)> = offers
        .filter_map(|post| {
            let hand = hands.iter().find(|hand| Some(hand.unit) == post.unit)?;
            // From whom it is taken is what was shown.
            let is_as_shown = hand.from.map(|(_, from)| from) == post.from;
            Some((post.slot, case.places.get(&post.slot)?, *hand)).filter(|_| is_as_shown)
        })
        .collect();
    let mut step = Step::of(controller);
    let raised = RingRaised { incident: id, ring: number, slots: meant, by: actor.clone() };
    step.say(Fact::RingRaised(raised), Reason::RingRaisedBy { post: actor.post.clone() });
    sent(controller, (id, incident), &goes, &mut step);
    Ok((step, id))
}

/// First everybody is called off, then everybody is sent.
fn sent(
    controller: &Controller,
    (id, incident): (IncidentId, &Incident),
    goes: &[(u8, &Place, Hand)],
    step: &mut Step,
) {
    for (task, _) in goes.iter().filter_map(|(_, _, hand)| hand.from) {
        tasking::take_away(controller, task, id, step);
    }
    for (slot, place, hand) in goes {
        let errand = errand(controller, *slot, place, hand.unit);
        send(controller, id, incident, errand, step);
    }
}

/// The task that mans a post.
pub(crate) fn errand(controller: &Controller, slot: u8, place: &Place, unit: UnitId) -> Errand {
    let eta = tasking::road_time(controller, unit, controller.setup.atlas.frame.to_local(place.at));
    let known = Seconds(tenth(eta.unwrap_or_else(|| tasking::unknown(controller)).0));
    Errand { unit, slot, to: place.at, eta, why: mans(place, known), post: place.name.clone() }
}

/// Posts that are to be manned and have nobody get the best of who is left; where there is nobody it is told, once, and looked
/// again from time to time.
pub(super) fn refilled(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !assess::warm(controller, at) {
        return step;
    }
    for (id, case) in controller.ledger.standing() {
        let Some(incident) = controller.ledger.incidents.get(&id) else { continue };
        for number in (1_u8..).take(case.rings.len()) {
            let open = case.posts(number).filter_map(|(slot, place)| {
                let since = place.wanted.filter(|_| controller.ledger.tasking_in(id, slot).is_none())?;
                Some(Wanted { slot, place, tried: tried(controller, id, slot, since) })
            });
            let open: Vec<Wanted<'_>> = open.collect();
            if open.iter().all(|post| post.place.is_told) && (open.is_empty() || !again(controller, case)) {
                continue;
            }
            refill(controller, at, (id, incident), number, &open, &mut step);
            // The next ring is reckoned with what is left.
            if !step.is_empty() {
                return step;
            }
        }
    }
    step
}

fn refill(
    controller: &Controller,
    at: Timestamp,
    (id, incident): (IncidentId, &Incident),
    number: u8,
    open: &[Wanted<'_>],
    step: &mut Step,
) {
    let hands = hands(controller, at, id, number, &BTreeSet::new());
    let found = best(controller, &hands, open);
    let goes: Vec<(u8, &Place, Hand)> = open
        .iter()
        .zip(&found)
        .filter_map(|(post, goes)| Some((post.slot, post.place, *hands.get(goes.as_ref().ok()?.0)?)))
        .collect();
    sent(controller, (id, incident), &goes, step);
    for (post, goes) in open.iter().zip(found).filter(|(post, _)| !post.place.is_told) {
        if let Err(why) = goes {
            let fact = PostOpen { incident: id, slot: post.slot, post: post.place.name.clone() };
            step.say(Fact::PostOpen(fact), why);
        }
    }
}

/// Whether posts nobody could man are looked at again now: by the clock alone, so that it leaves no trace.
fn again(controller: &Controller, case: &Serious) -> bool {
    let every = controller.setup.policy.serious.again_s;
    let picture = &controller.picture;
    let turns = |at: Timestamp| (at.since(case.declared).0 / every).floor();
    picture.beat && every > 0.0 && turns(picture.now) > turns(picture.beat_before)
}

/// Units that were asked for a post since it is to be manned and do not stand there; not those that were taken away.
fn tried(controller: &Controller, id: IncidentId, slot: u8, since: Timestamp) -> BTreeSet<UnitId> {
    let asked = |tasking: &Tasking| tasking.slot == slot && tasking.sent >= since && !tasking.preempted;
    let mine = controller.ledger.taskings_for(id).filter(|(_, tasking)| asked(tasking));
    mine.map(|(_, tasking)| tasking.unit).collect()
}

/// A person names the unit for a post.
pub(super) fn by_hand(
    controller: &Controller,
    id: IncidentId,
    slot: u8,
    (unit, over): (UnitId, bool),
    actor: &Actor,
) -> Said {
    let (_, case) = standing(controller, id)?;
    let post = case.places.get(&slot).and_then(|place| match place.kind {
        PlaceKind::Ring(ring) => Some((place, ring)),
        _ => None,
    });
    let (place, ring) = post.ok_or_else(|| Reason::NoSuch { what: format!("post {slot}") })?;
    let goal = Goal { slot, to: place.at, post: place.name.clone() };
    let mut step = tasking::by_hand_to(controller, id, (unit, over), goal, actor)?;
    // Nobody is sent who stands there already.
    if !step.is_empty() {
        let raised = RingRaised { incident: id, ring, slots: vec![slot], by: actor.clone() };
        // After the recall of whoever stood there, so that the post is to be manned.
        step.say(Fact::RingRaised(raised), Reason::RingRaisedBy { post: actor.post.clone() });
    }
    Ok((step, id))
}

/// A ring is manned no more: everybody on it is released.
pub(super) fn lower(controller: &Controller, id: IncidentId, number: u8, actor: &Actor) -> Said {
    let (_, case) = standing(controller, id)?;
    let ring = case.ring(number).ok_or_else(|| no_ring(number))?;
    if ring.raised.is_none() {
        return Err(Reason::WrongState { state: "not_raised".to_owned() });
    }
    let mut step = Step::of(controller);
    let why = Reason::RingLoweredBy { post: actor.post.clone() };
    for (slot, _) in case.posts(number) {
        if let Some((task, _)) = controller.ledger.tasking_in(id, slot) {
            tasking::recall(controller, *task, why.clone(), &mut step);
        }
    }
    step.say(Fact::RingLowered(RingLowered { incident: id, ring: number, by: actor.clone() }), why);
    Ok((step, id))
}

/// Who could man a post: who is free, and for the innermost rings who serves something less urgent. Of very many those
/// nearest to the scene.
fn hands(controller: &Controller, at: Timestamp, id: IncidentId, ring: u8, spared: &BTreeSet<UnitId>) -> Vec<Hand> {
    let policy = &controller.setup.policy;
    let mut units = pairing::free_units(controller, at);
    if ring <= policy.serious.take_rings {
        let open = controller.ledger.open_taskings().map(|(_, tasking)| tasking);
        units.extend(open.filter(|tasking| pairing::may_be_taken(controller, id, tasking)).filter_map(|tasking| {
            let face = controller.picture.units.get(tasking.unit)?;
            Some((tasking.unit, pairing::placed(controller, at, tasking.unit, face)?))
        }));
    }
    let caller = controller.ledger.incidents.get(&id).and_then(|incident| incident.caller);
    let fit = pairing::strong(controller, units).into_iter();
    let fit = fit.filter(|(unit, _)| !spared.contains(unit) && caller != Some(*unit));
    let hand = |(unit, place): (UnitId, UnitAt)| {
        let held = controller.ledger.tasking_of(unit);
        let charge = held.map_or(0, |(_, tasking)| policy.pairing.taken_s[board::stage(tasking) as usize]);
        Some(Hand {
            unit,
            at: place,
            age: pairing::age(controller, at, unit)?,
            from: held.map(|(task, tasking)| (*task, tasking.incident)),
            charge_ms: charge.saturating_mul(1000),
        })
    };
    let mut hands: Vec<Hand> = fit.filter_map(hand).collect();
    if hands.len() > rings::MOST {
        let scene = controller.ledger.incidents.get(&id).map(|incident| incident.place).unwrap_or_default();
        let scene = controller.setup.atlas.frame.to_local(scene);
        hands.sort_by(|a, b| a.at.snap.point.distance(scene).total_cmp(&b.at.snap.point.distance(scene)));
        hands.truncate(rings::MOST);
    }
    hands.sort_by_key(|hand| hand.unit);
    hands.iter_mut().enumerate().for_each(|(index, hand)| hand.at.index = index);
    hands
}

/// The last post manned soonest, and of these answers the least time in all.
fn best(controller: &Controller, hands: &[Hand], posts: &[Wanted<'_>]) -> Vec<Going> {
    let search = Seconds(controller.setup.policy.tasking.search_s);
    let units: Vec<UnitAt> = hands.iter().map(|hand| hand.at).collect();
    let latest: Vec<Result<Vec<Option<Seconds>>, Reason>> = posts
        .iter()
        .map(|post| {
            let to = pairing::road_near(controller, controller.setup.atlas.frame.to_local(post.place.at))?;
            let times = controller.travel().units_to(&units, &to);
            let late = |(hand, time): (&Hand, Option<Seconds>)| {
                let time = time.filter(|time| *time <= search && !post.tried.contains(&hand.unit))?;
                Some(stale::latest(time, hand.age))
            };
            Ok(hands.iter().zip(times).map(late).collect())
        })
        .collect();
    let cost = |(hand, time): (&Hand, &Option<Seconds>)| {
        time.map_or(NO_WAY, |time| stale::ms(time).saturating_add(hand.charge_ms).min(NO_WAY - 1))
    };
    let row = |row: &Result<Vec<Option<Seconds>>, Reason>| match row {
        Ok(row) => hands.iter().zip(row).map(cost).collect(),
        Err(_) => vec![NO_WAY; hands.len()],
    };
    let table: Vec<Vec<u32>> = latest.iter().map(row).collect();
    let manned = rings::man(&table);
    let goes = manned.unit_of.iter().zip(latest).map(|(unit, row)| {
        let row = row?;
        let time = unit.and_then(|unit| Some((unit, row.get(unit).copied().flatten()?)));
        time.map(|(unit, time)| (unit, Seconds(tenth(time.0)))).ok_or_else(|| nobody(&row, posts.len(), search))
    });
    goes.collect()
}

/// Why a post has nobody although a road leads there.
fn nobody(row: &[Option<Seconds>], posts: usize, search: Seconds) -> Reason {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let able = row.iter().flatten().count();
    if able == 0 && !row.is_empty() {
        return Reason::NoUnitInReach { seconds: search.0 };
    }
    Reason::TooFewUnits(TooFewUnits { units: count(able), posts: count(posts) })
}
