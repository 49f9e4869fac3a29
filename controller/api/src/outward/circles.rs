//! The circles of guarded places in a screen's words.

use crate::view::{CircleTierView, CircleView, InTimeView};
use controller_core::circles::{Watch, Who};
use controller_core::{Controller, VehicleId};
use controller_engine::Engine;
use flight_plans::circle::{InTime, TierNow};
use flight_plans::response::TierState;
use geodata::ResponderClass;

/// Of those in time so many are named.
const NAMED: usize = 10;

/// All of them, in the district's order; none before the first second.
pub fn all(engine: &Engine) -> Vec<CircleView> {
    let watch = engine.controller().circles.as_ref();
    watch.map_or_else(Vec::new, |watch| (0..watch.places()).filter_map(|place| view(engine, place)).collect())
}

/// One of them.
pub fn view(engine: &Engine, place: usize) -> Option<CircleView> {
    let controller = engine.controller();
    let watch = controller.circles.as_ref()?;
    let now = watch.now(place)?;
    let tiers = now.tiers.iter().map(|tier| tier_view(controller, watch, tier)).collect();
    Some(CircleView { place: now.place, state: state(now.state).to_owned(), tiers })
}

fn tier_view(controller: &Controller, watch: &Watch, tier: &TierNow) -> CircleTierView {
    let told = |who: &InTime| InTimeView {
        who: name(controller, watch, who.unit),
        class: class(who.class).to_owned(),
        seconds: who.time.0.round(),
    };
    let mut in_time: Vec<&InTime> = tier.needs.iter().flat_map(|need| &need.in_time).collect();
    in_time.sort_by(|a, b| a.time.total_cmp(&b.time).then(a.unit.cmp(&b.unit)));
    in_time.dedup_by_key(|who| who.unit);
    let next = tier.needs.iter().filter_map(|need| need.next.as_ref()).min_by(|a, b| a.time.total_cmp(&b.time));
    CircleTierView {
        minutes: tier.budget.0 / 60.0,
        state: state(tier.state).to_owned(),
        in_time: in_time.into_iter().take(NAMED).map(told).collect(),
        next: next.map(told),
        carried_by: tier.carried_by.iter().map(|unit| name(controller, watch, *unit)).collect(),
    }
}

fn name(controller: &Controller, watch: &Watch, unit: usize) -> String {
    let setup = &controller.setup;
    let name = match watch.who(unit) {
        Some(Who::Air(VehicleId(vehicle))) => setup.plan.aircraft(vehicle).map(|aircraft| &aircraft.callsign),
        Some(Who::Ground(unit, _)) => setup.plan.unit(unit.0).map(|unit| &unit.callsign),
        Some(Who::Station(post)) => setup.atlas.posts.get(post).map(|post| &post.name),
        None => None,
    };
    name.cloned().unwrap_or_default()
}

fn state(state: TierState) -> &'static str {
    match state {
        TierState::Met => "met",
        TierState::AtRisk => "at_risk",
        TierState::Failed => "failed",
    }
}

fn class(class: ResponderClass) -> &'static str {
    match class {
        ResponderClass::Air => "air",
        ResponderClass::Car => "car",
        ResponderClass::Motorbike => "motorbike",
        ResponderClass::Foot => "foot",
        ResponderClass::Station => "station",
    }
}
