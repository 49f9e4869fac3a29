//! A serious case in a screen's words.

use super::incident::tasking_state;
use super::{point, why};
use crate::view::{BlockView, MemberView, RingPostView, RingView, SeatCircleView, SeatView, SeriousView};
use controller_core::ledger::serious::{BlockBook, CircleBook, Muster, Place, RingBook, Serious};
use controller_core::{IncidentId, UnitId};
use controller_engine::Engine;
use geodata::Timestamp;

/// The serious case of an incident, over or not.
pub(super) fn view(engine: &Engine, id: IncidentId) -> Option<SeriousView> {
    let controller = engine.controller();
    let case = controller.ledger.serious.get(&id)?;
    let blocks = controller.setup.policy.serious.reserve.iter();
    Some(SeriousView {
        declared_ms: case.declared.as_millis(),
        by: case.by.clone(),
        over_ms: case.over.map(Timestamp::as_millis),
        rings: case.rings.iter().zip(1..).map(|(book, number)| ring(engine, id, case, book, number)).collect(),
        seats: case.circles.iter().map(circle).collect(),
        reserve: blocks
            .map(|named| block(engine, id, case.reserve.get(&named.name), &named.name, &named.units))
            .collect(),
    })
}

fn ring(engine: &Engine, id: IncidentId, case: &Serious, book: &RingBook, number: u8) -> RingView {
    RingView {
        ring: number,
        radius_m: book.radius.0,
        left_out: book.left_out,
        proposal: book.proposal.as_ref().map(|proposal| proposal.number),
        is_raised: book.raised.is_some(),
        posts: case.posts(number).map(|(slot, place)| post(engine, id, book, slot, place)).collect(),
    }
}

fn post(engine: &Engine, id: IncidentId, ring: &RingBook, slot: u8, place: &Place) -> RingPostView {
    let held = engine.controller().ledger.tasking_in(id, slot);
    let offers = ring.proposal.as_ref().map(|proposal| proposal.posts.as_slice()).unwrap_or_default();
    // Once it is to be manned, what was proposed is past.
    let offer = offers.iter().find(|offer| offer.slot == slot).filter(|_| held.is_none() && place.wanted.is_none());
    let proposed = offer.and_then(|offer| offer.unit);
    let state = match (held, place.wanted, proposed) {
        (Some((_, tasking)), ..) => tasking_state(tasking.state),
        (None, Some(_), _) => "open",
        (None, None, Some(_)) => "proposed",
        (None, None, None) => "idle",
    };
    RingPostView {
        slot,
        name: place.name.clone(),
        at: point(place.at),
        state: state.to_owned(),
        unit: held.map(|(_, tasking)| tasking.unit).or(proposed).map(|unit| unit.0),
        tasking: held.map(|(task, _)| task.0),
        eta_s: offer.and_then(|offer| offer.eta).map(|eta| eta.0),
        from: offer.and_then(|offer| offer.from).map(|incident| incident.0),
        why: held.map(|(_, tasking)| &tasking.why).or(offer.map(|offer| &offer.why)).map(why),
    }
}

fn circle(book: &CircleBook) -> SeatCircleView {
    let seat = |(laid, held): (&controller_core::facts::serious::SeatLaid, &Option<(UnitId, _)>)| SeatView {
        role: laid.role.clone(),
        unit: held.map(|(unit, _)| unit.0),
    };
    SeatCircleView {
        name: book.laid.name.clone(),
        radius_m: book.laid.radius.0,
        is_short: book.is_told && book.free() > 0,
        seats: book.laid.seats.iter().zip(&book.held).map(seat).collect(),
    }
}

fn block(engine: &Engine, id: IncidentId, book: Option<&BlockBook>, name: &str, units: &[u32]) -> BlockView {
    let state = match book {
        Some(book) if book.home.is_some() => "home",
        Some(book) if book.called.is_some() => "called",
        Some(_) => "asked",
        None => "idle",
    };
    let far = |unit: u32| match book {
        Some(book) if state == "called" => engine.controller().ledger.muster_of(id, book, UnitId(unit)),
        _ => Muster::Missing,
    };
    let members: Vec<MemberView> =
        units.iter().map(|unit| MemberView { unit: *unit, state: muster(far(*unit)).to_owned() }).collect();
    BlockView {
        name: name.to_owned(),
        state: state.to_owned(),
        place: book.map(|book| book.place.clone()).unwrap_or_default(),
        missing: u32::try_from(members.iter().filter(|one| one.state == "missing").count()).unwrap_or(u32::MAX),
        members,
    }
}

fn muster(far: Muster) -> &'static str {
    match far {
        Muster::Missing => "missing",
        Muster::Called => "called",
        Muster::Acknowledged => "acknowledged",
        Muster::Arrived => "arrived",
    }
}
