//! One incident and its story in a screen's words.

use super::{action, approval_view, point, why, word};
use crate::view::{
    AirOptionView, EllipseView, GroundOptionView, HopView, IncidentView, PassedOverView, RecommendationView,
    SortieView, TaskingView, TrackView,
};
use controller_core::decide::desk::close::open_hops;
use controller_core::decide::tasking::propose::until;
use controller_core::event::{GroundOffer, Recommendation};
use controller_core::ledger::hop::{Hop, Who};
use controller_core::ledger::incident::{Incident, SeenTrack, Status};
use controller_core::ledger::sortie::{Sortie, SortieState};
use controller_core::ledger::tasking::{Tasking, TaskingState};
use controller_core::picture::tracks::TrackState;
use controller_core::sight::ellipse::MOST;
use controller_core::{Controller, Cov2, Ellipse, FlightOffer, IncidentId, SortieId, TaskingId};
use controller_engine::Engine;
use geodata::Timestamp;

/// The whole of it.
pub fn view(engine: &Engine, id: IncidentId, incident: &Incident) -> IncidentView {
    let ledger = &engine.controller().ledger;
    let approval = incident.approval.and_then(|id| Some((id, ledger.approvals.get(&id)?)));
    let sortie = ledger.sorties_for(id).next_back();
    let taskings = ledger.taskings_for(id);
    IncidentView {
        id: id.0,
        kind: word(&incident.what),
        priority: incident.priority,
        status: status(incident.status).to_owned(),
        at: point(incident.place),
        place: incident.place_name.clone(),
        source: incident.source.clone(),
        reported_ms: incident.reported.as_millis(),
        closed_ms: incident.closed.map(Timestamp::as_millis),
        recommendation: incident.recommendation.as_ref().map(|(at, found)| recommendation(engine, *at, found)),
        approval: approval.map(|(id, approval)| approval_view(ledger, id, approval)),
        sortie: sortie.map(|(id, sortie)| sortie_view(*id, sortie)),
        track: incident.track.as_ref().map(|track| track_view(engine, track)),
        taskings: taskings.map(|(id, tasking)| tasking_view(engine.controller(), *id, tasking)).collect(),
        outcome: incident.outcome.as_ref().map(word),
        open_hops: open_hops(engine.controller(), id),
        close_reason: incident.close_reason.as_ref().map(word),
        desk: super::desk::view(incident),
        serious: super::serious::view(engine, id),
        timeline: incident.timeline.iter().map(|hop| hop_view(engine, hop)).collect(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Reported => "reported",
        Status::Assessed => "assessed",
        Status::Assigned => "assigned",
        Status::OnScene => "on_scene",
        Status::Resolved => "resolved",
        Status::Closed => "closed",
    }
}

fn recommendation(engine: &Engine, at: Timestamp, found: &Recommendation) -> RecommendationView {
    let passed = found.passed_over.iter();
    RecommendationView {
        at_ms: at.as_millis(),
        air: found.air.as_ref().map(air),
        ground: found.ground.iter().map(|offer| ground(engine, offer)).collect(),
        passed_over: passed.map(|passed| PassedOverView { who: passed.who.clone(), why: why(&passed.why) }).collect(),
        beyond: found.beyond,
    }
}

fn air(offer: &FlightOffer) -> AirOptionView {
    AirOptionView {
        vehicle: offer.vehicle.0,
        action: action(offer.action),
        eta_s: offer.eta.0,
        battery_on_arrival: offer.battery_on_arrival,
        battery_after_return: offer.battery_after_return,
        distance_m: offer.distance.0.round(),
        path: offer.path.iter().map(|at| point(*at)).collect(),
        why: why(&offer.why),
    }
}

fn ground(engine: &Engine, offer: &GroundOffer) -> GroundOptionView {
    GroundOptionView {
        unit: offer.unit.0,
        eta_s: offer.eta.0,
        latest_s: offer.latest.0.max(offer.eta.0),
        age_s: offer.age.0,
        is_old: offer.age.0 > engine.controller().setup.policy.tasking.position_stale_s,
        crew: offer.crew,
        can: offer.can.clone(),
        from: offer.from.map(|incident| incident.0),
        breaks: offer.breaks.iter().map(|tier| format!("{} {}", tier.place, tier.minutes)).collect(),
        why: why(&offer.why),
    }
}

fn sortie_view(id: SortieId, sortie: &Sortie) -> SortieView {
    SortieView {
        id: id.0,
        vehicle: sortie.vehicle.0,
        state: match sortie.state {
            SortieState::Ordered => "ordered",
            SortieState::EnRoute => "en_route",
            SortieState::OnScene => "on_scene",
            SortieState::Returning => "returning",
            SortieState::Ended => "ended",
        }
        .to_owned(),
        eta_ms: sortie.eta.map(Timestamp::as_millis),
        path: sortie.path.iter().map(|at| point(*at)).collect(),
    }
}

/// The track as it is now while the aircraft still sees it, else as it was confirmed.
fn track_view(engine: &Engine, seen: &SeenTrack) -> TrackView {
    let controller = engine.controller();
    let frame = &controller.setup.atlas.frame;
    let last = frame.to_local(seen.place);
    let live = controller
        .picture
        .tracks
        .of(seen.vehicle)
        .filter(|track| track.class == seen.class && track.state != TrackState::Tentative)
        .min_by(|a, b| a.place().distance(last).total_cmp(&b.place().distance(last)));
    let (state, place, accuracy, confidence) = match live {
        Some(track) if track.state == TrackState::Confirmed => {
            ("confirmed", frame.to_wgs84(track.place()), track.accuracy(), track.confidence)
        }
        Some(track) => ("coasting", frame.to_wgs84(track.place()), track.accuracy(), track.confidence),
        None => ("dropped", seen.place, seen.accuracy, seen.confidence),
    };
    TrackView {
        id: seen.id.0,
        state: state.to_owned(),
        class: word(&seen.class),
        at: point(place),
        accuracy_m: (accuracy.0 * 10.0).round() / 10.0,
        ellipse: live.map(|track| ellipse(track.error())),
        seen_by: live.map_or_else(|| vec![seen.vehicle.0], |track| track.seen_by().map(|vehicle| vehicle.0).collect()),
        confidence: (confidence * 100.0).round() / 100.0,
    }
}

/// The ellipse that holds 90 %.
fn ellipse(error: Cov2) -> EllipseView {
    let tenth = |number: f64| (number * 10.0).round() / 10.0;
    let Ellipse { major, minor, bearing } = error.ellipse(MOST);
    EllipseView { major_m: tenth(major.0), minor_m: tenth(minor.0), bearing_deg: bearing.as_degrees().round() }
}

fn tasking_view(controller: &Controller, id: TaskingId, tasking: &Tasking) -> TaskingView {
    TaskingView {
        id: id.0,
        incident: tasking.incident.0,
        unit: tasking.unit.0,
        state: tasking_state(tasking.state).to_owned(),
        to: point(tasking.to),
        sent_ms: tasking.sent.as_millis(),
        sends_ms: (tasking.state == TaskingState::Proposed).then(|| until(controller, tasking).as_millis()),
        eta_ms: Some(tasking.sent.plus(tasking.eta).as_millis()),
        path: tasking.path.iter().map(|at| point(*at)).collect(),
        why: why(&tasking.why),
        epoch: tasking.epoch,
        post: controller.ledger.post_name(id, tasking),
        recall_seen: tasking.recall_seen,
        escalated: tasking.escalated && !tasking.recall_seen,
        informed: super::levels::told(controller, id, tasking),
    }
}

/// One word for where a task stands.
pub(super) fn tasking_state(state: TaskingState) -> &'static str {
    match state {
        TaskingState::Proposed => "proposed",
        TaskingState::Sent => "sent",
        TaskingState::Received => "received",
        TaskingState::Acknowledged => "acknowledged",
        TaskingState::EnRoute => "en_route",
        TaskingState::OnScene => "on_scene",
        TaskingState::Done => "done",
        TaskingState::Declined => "declined",
        TaskingState::TimedOut => "timed_out",
        TaskingState::Recalled => "recalled",
    }
}

fn hop_view(engine: &Engine, hop: &Hop) -> HopView {
    HopView {
        seq: hop.seq,
        at_ms: hop.at.as_millis(),
        kind: hop.kind.clone(),
        who: who(engine, &hop.who),
        why: why(&hop.why),
    }
}

/// Who a hop is about: a callsign or a post.
fn who(engine: &Engine, who: &Who) -> String {
    let plan = &engine.controller().setup.plan;
    match who {
        Who::Nobody => String::new(),
        Who::Vehicle(id) => plan.aircraft(id.0).map(|aircraft| aircraft.callsign.clone()).unwrap_or_default(),
        Who::Unit(id) => plan.unit(id.0).map(|unit| unit.callsign.clone()).unwrap_or_default(),
        Who::Post(post) => post.clone(),
    }
}
