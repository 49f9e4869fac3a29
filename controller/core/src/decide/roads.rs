//! Roads that people close and open, and that open by themselves when their time is over.

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::event::Fact;
use crate::ids::ClosureId;
use crate::input::Actor;
use crate::reason::Reason;
use geodata::roads::{self, Conditions, Direction, Span};
use geodata::{Profile, Seconds, Timestamp, Wgs84};

/// So many roads may be closed at once; beyond, somebody is closing a town and not a road.
pub const CLOSURES: usize = 500;
/// A closure that opens by itself lasts at most so long.
const LONGEST: Seconds = Seconds(30.0 * 86_400.0);

/// The road nearest to `place` is closed, from junction to junction, both ways.
pub fn close(
    controller: &Controller,
    at: Timestamp,
    place: Wgs84,
    lasts: Option<Seconds>,
    actor: &Actor,
) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let atlas = &controller.setup.atlas;
    let limit = controller.setup.policy.tasking.snap_limit_m;
    let snap = atlas.roads.snap(atlas.frame.to_local(place));
    let Some(snap) = snap.filter(|snap| snap.off_road.0 <= limit) else {
        let metres = snap.map_or(f64::NAN, |snap| snap.off_road.0.round());
        return (step, Answer::Denied(Reason::NoRoadNear { metres }));
    };
    if controller.ledger.closures.len() >= CLOSURES {
        return (step, Answer::Denied(Reason::TooManyClosures { most: 500 }));
    }
    let fact = Fact::RoadClosed {
        closure: step.next.next_closure(),
        place: atlas.frame.to_wgs84(snap.point),
        road: atlas.roads.name(&snap).unwrap_or_default().to_owned(),
        until: lasts.map(|lasts| at.plus(lasts.max(Seconds::ZERO).min(LONGEST))),
        by: actor.clone(),
    };
    step.say(fact, Reason::RoadClosedBy { post: actor.post.clone() });
    (step, Answer::Accepted { incident: None })
}

/// The road is open again.
pub fn open(controller: &Controller, closure: ClosureId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    if !controller.ledger.closures.contains_key(&closure) {
        return (step, Answer::Denied(Reason::NoSuch { what: closure.to_string() }));
    }
    step.say(Fact::RoadOpened { closure }, Reason::RoadOpenedBy { post: actor.post.clone() });
    (step, Answer::Accepted { incident: None })
}

/// Closures whose time is over.
#[must_use]
pub fn lapse(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (id, closure) in &controller.ledger.closures {
        if closure.until.is_some_and(|until| until <= at) {
            step.say(Fact::RoadOpened { closure: *id }, Reason::ClosureOver {});
        }
    }
    step
}

/// Brings the road net to the ledger's closures and to the rules of this hour. Whoever walks passes; whoever stands on a closed road may leave it.
pub fn follow_closures(controller: &mut Controller, at: Timestamp) {
    let atlas = &controller.setup.atlas;
    let closed = controller.ledger.closures.values().filter_map(|closure| {
        Some(roads::Closure {
            edge: atlas.roads.snap(atlas.frame.to_local(closure.place))?.edge(),
            direction: Direction::Both,
            span: Span::default(),
            profiles: vec![Profile::Car, Profile::Motorbike, Profile::Emergency],
        })
    });
    let utc_offset_min = controller.setup.policy.roads.utc_offset.map(|offset| offset.minutes);
    let conditions = Conditions { utc_offset_min, closures: closed.collect(), ..Conditions::default() };
    // Every edge comes from this very net, so there is no fault to tell.
    let _ = atlas.roads.set(&mut controller.roads, &conditions, at);
    controller.roads_change = atlas.roads.next_change(&conditions, at);
    controller.circles_stale = true;
}
