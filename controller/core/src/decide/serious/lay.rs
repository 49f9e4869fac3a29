//! A serious case is laid out when it is declared: what the policy says, on the roads of the district.

use super::recordable;
use crate::controller::Controller;
use crate::decide::Step;
use crate::decide::desk::Said;
use crate::event::Fact;
use crate::facts::serious::{CircleLaid, PostLaid, RingLaid, SeatLaid, SeriousDeclared};
use crate::ids::IncidentId;
use crate::input::Actor;
use crate::policy::serious::{CirclePolicy, RingPolicy};
use crate::reason::Reason;
use crate::serious::crossings;
use geodata::{Local, Metres, Seconds};

/// An incident is a serious case: its rings and circles are laid out. Who mans the rings is worked out by what follows.
pub(super) fn declare(controller: &Controller, id: IncidentId, actor: &Actor) -> Said {
    let incident = controller.ledger.incidents.get(&id).ok_or(Reason::NoSuch { what: id.to_string() })?;
    if !incident.is_open() {
        return Err(Reason::WrongState { state: "over".to_owned() });
    }
    if controller.ledger.serious_of(id).is_some() {
        return Err(Reason::WrongState { state: "serious".to_owned() });
    }
    recordable(controller)?;
    let policy = &controller.setup.policy.serious;
    let middle = controller.setup.atlas.frame.to_local(incident.place);
    let mut slot = 0;
    let rings = policy.rings.iter().zip(1..).map(|(ring, number)| laid(controller, middle, ring, number, &mut slot));
    let declared = SeriousDeclared {
        incident: id,
        rings: rings.collect(),
        circles: policy.circles.iter().map(circle).collect(),
        by: actor.clone(),
    };
    let mut step = Step::of(controller);
    step.say(Fact::SeriousDeclared(declared), Reason::DeclaredBy { post: actor.post.clone() });
    Ok((step, id))
}

fn laid(controller: &Controller, middle: Local, ring: &RingPolicy, number: u8, slot: &mut u8) -> RingLaid {
    let atlas = &controller.setup.atlas;
    let apart = Metres(controller.setup.policy.serious.apart_m);
    let radius = Metres(ring.radius_m);
    let (found, left_out) = crossings::posts(&atlas.roads, middle, radius, usize::from(ring.posts), apart);
    let post = |(crossing, place): (&crossings::Crossing, u32)| {
        *slot = slot.saturating_add(1);
        let name = format!("{number}-{place} {}", crossing.name).trim_end().to_owned();
        PostLaid { slot: *slot, name, at: atlas.frame.to_wgs84(crossing.at) }
    };
    RingLaid { radius, posts: found.iter().zip(1..).map(post).collect(), left_out }
}

fn circle(circle: &CirclePolicy) -> CircleLaid {
    let each = circle.seats.iter().flat_map(|kind| {
        let seat = SeatLaid { role: kind.role.clone(), needs: kind.needs.clone() };
        std::iter::repeat_n(seat, usize::from(kind.count))
    });
    CircleLaid {
        name: circle.name.clone(),
        radius: Metres(circle.radius_m),
        fill: Seconds(circle.fill_s),
        seats: each.collect(),
    }
}
