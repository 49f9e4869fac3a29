//! Zones that people set and lift while aircraft fly. Planner, judge, cameras and ways home see a change at once, because
//! it is a change of the ground they all stand on; and in the same input every live flight is judged against a new zone:
//! whose way leads through it holds, or, on its way home, is led round.

mod flights;

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::zones::{LiveZone, SortieCleared, ZoneLifted, ZoneSet};
use crate::ids::SortieId;
use crate::input::Actor;
use crate::ledger::sortie::Sortie;
use crate::reason::Reason;
use geodata::{Atlas, Draft, Finding, Limit, Seconds, Timestamp, Zone, ZoneKind, Zones};
use std::sync::Arc;

/// So many may hold at once.
const MOST: usize = 200;
/// Corners of one at most.
const MOST_CORNERS: usize = 500;
/// Letters of a name at most.
const LONGEST_NAME: usize = 64;
/// One that is lifted by itself lasts at most so long.
const LONGEST: Seconds = Seconds(30.0 * 86_400.0);

/// A zone holds from now on; whoever flies is judged against it before anything else happens.
pub fn set(controller: &Controller, at: Timestamp, drawn: &LiveZone, actor: &Actor) -> (Step, Answer) {
    let number = controller.ledger.counters.zone.saturating_add(1);
    let drawn = LiveZone { until: drawn.until.map(|until| until.min(at.plus(LONGEST))), ..drawn.clone() };
    let checked = fits(controller, &drawn).and_then(|()| over_all(controller, number, &drawn));
    let (zone, atlas) = match checked {
        Ok(both) => both,
        Err(why) => return (Step::of(controller), Answer::Denied(why)),
    };
    let mut step = Step::of(controller);
    step.next.zone = number;
    let why = Reason::ZoneSetBy { post: actor.post.clone() };
    step.say(Fact::ZoneSet(ZoneSet { number, drawn, by: actor.clone() }), why);
    if zone.kind == ZoneKind::KeepOut {
        flights::stop(controller, at, (number, &zone), &atlas, &mut step);
    }
    (step, Answer::Accepted { incident: None })
}

/// A zone no longer holds; flights it alone was in the way of may go on when a person says so.
pub fn lift(controller: &Controller, at: Timestamp, number: u32, actor: &Actor) -> (Step, Answer) {
    if !controller.ledger.zones.contains_key(&number) {
        return (Step::of(controller), Answer::Denied(Reason::NoSuch { what: format!("zone {number}") }));
    }
    let mut step = Step::of(controller);
    lifted(controller, at, number, Reason::ZoneLiftedBy { post: actor.post.clone() }, &mut step);
    (step, Answer::Accepted { incident: None })
}

/// Zones whose time is over.
pub fn lapse(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let over = controller.ledger.zones.iter().find(|(_, zone)| zone.until.is_some_and(|until| until <= at));
    if let Some((number, _)) = over {
        lifted(controller, at, *number, Reason::ZoneOver {}, &mut step);
    }
    step
}

fn lifted(controller: &Controller, at: Timestamp, number: u32, why: Reason, step: &mut Step) {
    step.say(Fact::ZoneLifted(ZoneLifted { number }), why);
    let stopped = controller.ledger.open_sorties().filter(|(_, sortie)| sortie.blocked == Some(number));
    for (id, sortie) in stopped {
        // Another zone may be in its way, too; the next one is named then.
        let other = controller.ledger.zones.iter().filter(|(other, _)| **other != number).find_map(|(other, drawn)| {
            let zone = zone_of(controller, *other, drawn).ok()?;
            flights::in_the_way(controller, at, sortie, &zone).map(|leg| (*other, leg))
        });
        match other {
            Some((number, leg)) => flights::say_blocked(*id, number, leg, Vec::new(), step),
            None => step.say(
                Fact::SortieCleared(SortieCleared { sortie: *id }),
                Reason::ZoneGone { zone: format!("live-{number}") },
            ),
        }
    }
}

/// The ground of the district with the zones that were set meanwhile, for a controller whose ledger has changed.
pub fn follow_zones(controller: &mut Controller) {
    let mut atlas = Atlas::clone(&controller.ground);
    for (number, drawn) in &controller.ledger.zones {
        // Each was checked against this very ground; of a journal from another ground what does not fit is left out.
        if let Ok(zone) = zone_of(controller, *number, drawn) {
            let _ = atlas.zones.insert(zone);
        }
    }
    controller.setup.atlas = Arc::new(atlas);
}

fn fits(controller: &Controller, drawn: &LiveZone) -> Result<(), Reason> {
    let blocked = |text: &str| Err(Reason::Blocked { text: text.to_owned() });
    let plain = drawn.name.chars().all(|letter| !letter.is_control());
    if drawn.name.trim().is_empty() || drawn.name.chars().count() > LONGEST_NAME || !plain {
        return Err(Reason::TextLength { most: 64 });
    }
    if controller.ledger.zones.len() >= MOST {
        return Err(Reason::TooMany { most: 200 });
    }
    if drawn.zone == ZoneKind::KeepIn {
        return blocked("only keep_out and no_record are set in flight");
    }
    if drawn.ring.len() > MOST_CORNERS {
        return blocked("more than 500 corners");
    }
    Ok(())
}

/// The zone, and the ground with it.
fn over_all(controller: &Controller, number: u32, drawn: &LiveZone) -> Result<(Zone, Atlas), Reason> {
    let fault = |finding: &Finding| Reason::Blocked { text: finding.say.clone() };
    let zone = zone_of(controller, number, drawn).map_err(|finding| fault(&finding))?;
    let mut atlas = Atlas::clone(&controller.setup.atlas);
    atlas.zones.insert(zone.clone()).map_err(|finding| fault(&finding))?;
    Ok((zone, atlas))
}

fn zone_of(controller: &Controller, number: u32, drawn: &LiveZone) -> Result<Zone, Finding> {
    let frame = &controller.setup.atlas.frame;
    let ring = drawn.ring.iter().map(|at| frame.to_local(*at)).collect();
    let limit = |height: Option<geodata::Amsl>| height.map_or(Limit::Open, Limit::Amsl);
    let mut draft =
        Draft::prism(format!("live-{number}"), drawn.zone, ring).between(limit(drawn.floor), limit(drawn.ceiling));
    draft.name = drawn.name.clone();
    Zone::checked(draft)
}

/// The ground with one zone and no other: what a flight is judged against anew.
fn alone(atlas: &Atlas, zone: &Zone) -> Option<Atlas> {
    let mut atlas = Atlas::clone(atlas);
    atlas.zones = Zones::new(vec![zone.clone()]).ok()?;
    Some(atlas)
}

/// A flight and its number.
type Flight<'a> = (&'a SortieId, &'a Sortie);
