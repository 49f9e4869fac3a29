//! Which aircraft can go to a place, how soon, and why the others not.

use crate::controller::Controller;
use crate::decide::{guard, levels, readiness, relief};
use crate::event::{FlightAction, FlightOffer, PassedOver};
use crate::ids::{IncidentId, VehicleId};
use crate::input::{AlarmKind, FlightMode};
use crate::ledger::approval::ApprovalState;
use crate::ledger::sortie::SortieState;
use crate::picture::fleet::{Link, VehicleFace};
use crate::reason::Reason;
use flight_plans::Situation;
use flight_plans::check::check;
use flight_plans::planner::missions::{Proposal, soonest, to_scene};
use flight_plans::{Mission, Plan, Wind};
use geodata::{Finding, Heading, MetresPerSecond, Seconds, Timestamp, Wgs84};

/// So many aircraft that do not go are named beside the one that does: with two hundred in the squadron the others would be most
/// of what is ever recorded, and most of what there is to plan.
const NAMED: usize = 12;

/// Which aircraft goes to an incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best, if any can.
    pub offer: Option<FlightOffer>,
    /// Who was passed over: the slower ones by their time, then those that cannot go, the nearest first.
    pub passed_over: Vec<PassedOver>,
    /// So many more are not named. Whoever of them could go would be there later.
    pub beyond: u32,
}

/// An aircraft that could be planned for, and before when it cannot be there.
struct Candidate<'a> {
    vehicle: VehicleId,
    situation: Situation<'a>,
    soonest: Seconds,
}

/// The best aircraft for an incident, and who was passed over. Flights are planned in the order of how soon they could be there
/// at the very best, until nobody can be sooner than the first and enough others are known.
pub fn best(controller: &Controller, at: Timestamp, incident: IncidentId) -> Found {
    let Some(place) = controller.ledger.incidents.get(&incident).map(|incident| incident.place) else {
        return Found::default();
    };
    let (candidates, mut unable) = candidates(controller, at, incident, place);
    let all = candidates.len() + unable.len();
    let mut able: Vec<FlightOffer> = Vec::new();
    for candidate in candidates {
        let first = able.iter().map(|offer| offer.eta.0).min_by(f64::total_cmp);
        let is_settled = first.is_some_and(|first| tenth(candidate.soonest.0) > first);
        if is_settled && able.len() + unable.len() > NAMED {
            break;
        }
        match flight(controller, &candidate, place) {
            Ok(offer) => able.push(offer),
            Err(why) => unable.push((candidate.vehicle, why)),
        }
    }
    let is_all = able.len() + unable.len() == all;
    able.sort_by(|a, b| a.eta.total_cmp(&b.eta).then(a.vehicle.cmp(&b.vehicle)));
    let mut able = able.into_iter();
    let mut offer = able.next();
    let mut passed_over: Vec<PassedOver> = Vec::new();
    if let Some(first) = &mut offer {
        passed_over.extend(able.map(|other| PassedOver {
            who: callsign(&controller.setup.plan, other.vehicle),
            why: Reason::SlowerBy { seconds: (other.eta - first.eta).0.round() },
        }));
        if passed_over.is_empty() && is_all {
            first.why = Reason::OnlyAircraftAble {};
        }
    }
    // Whoever is asked about first is the one that looks nearest.
    unable.sort_by(|(a, _), (b, _)| away(controller, *a, place).total_cmp(&away(controller, *b, place)));
    let plan = &controller.setup.plan;
    passed_over.extend(unable.into_iter().map(|(vehicle, why)| PassedOver { who: callsign(plan, vehicle), why }));
    passed_over.truncate(NAMED);
    let told = passed_over.len() + usize::from(offer.is_some());
    Found { offer, beyond: u32::try_from(all - told).unwrap_or(u32::MAX), passed_over }
}

/// Whether any aircraft could go.
#[must_use]
pub fn any(controller: &Controller, at: Timestamp, incident: IncidentId) -> bool {
    let place = controller.ledger.incidents.get(&incident).map(|incident| incident.place);
    place.is_some_and(|place| {
        let (candidates, _) = candidates(controller, at, incident, place);
        candidates.iter().any(|candidate| flight(controller, candidate, place).is_ok())
    })
}

/// Who can be planned for, the soonest first, and who cannot go whatever the way.
fn candidates<'a>(
    controller: &'a Controller,
    at: Timestamp,
    incident: IncidentId,
    place: Wgs84,
) -> (Vec<Candidate<'a>>, Vec<(VehicleId, Reason)>) {
    let (mut candidates, mut unable) = (Vec::new(), Vec::new());
    for aircraft in &controller.setup.plan.squadron {
        let vehicle = VehicleId(aircraft.vehicle);
        match stands(controller, at, incident, vehicle, place) {
            Ok(situation) => candidates.push(Candidate { vehicle, soonest: soonest(&situation, place), situation }),
            Err(why) => unable.push((vehicle, why)),
        }
    }
    candidates.sort_by(|a, b| a.soonest.total_cmp(&b.soonest).then(a.vehicle.cmp(&b.vehicle)));
    (candidates, unable)
}

/// How far an aircraft is from a place, straight; without end when nobody knows where it is.
fn away(controller: &Controller, vehicle: VehicleId, place: Wgs84) -> f64 {
    let frame = &controller.setup.atlas.frame;
    let fix = controller.picture.fleet.get(vehicle).and_then(|face| face.fix);
    fix.map_or(f64::INFINITY, |fix| frame.to_local(fix.place).distance(frame.to_local(place)).0)
}

/// The English callsign of a vehicle.
#[must_use]
pub fn callsign(plan: &Plan, vehicle: VehicleId) -> String {
    plan.aircraft(vehicle.0).map_or_else(|| vehicle.to_string(), |aircraft| aircraft.callsign.clone())
}

/// How an aircraft stands that may go for an incident.
fn stands<'a>(
    controller: &'a Controller,
    at: Timestamp,
    incident: IncidentId,
    vehicle: VehicleId,
    place: Wgs84,
) -> Result<Situation<'a>, Reason> {
    free(controller, incident, vehicle)?;
    relief::stays(controller, at, vehicle)?;
    levels::serves(controller, vehicle, place)?;
    situation(controller, at, vehicle)
}

/// Its flight there.
fn flight(controller: &Controller, candidate: &Candidate<'_>, place: Wgs84) -> Result<FlightOffer, Reason> {
    let Candidate { vehicle, situation, .. } = candidate;
    let proposal = to_scene(situation, place).map_err(|finding| blocked(&finding))?;
    judged(&proposal.mission, &when_answered(controller, *vehicle, *situation))?;
    Ok(into_offer(*vehicle, situation, proposal))
}

/// What an offer keeps above the reserve, in percent of the battery: wind turns and cells sag between question and yes.
const OFFER_MARGIN: f64 = 1.0;

/// The same aircraft at the last moment somebody may still say yes: in the air it draws on its battery meanwhile. An
/// offer that the grant would have to refuse is none.
pub fn when_answered<'a>(controller: &Controller, vehicle: VehicleId, situation: Situation<'a>) -> Situation<'a> {
    let waits = Seconds(controller.setup.policy.approval.valid_s);
    let drawn = controller.setup.plan.airframe_of(vehicle.0).map_or(0.0, |airframe| airframe.hover_draw(waits));
    let drawn = if situation.on_ground { 0.0 } else { drawn };
    Situation { battery_percent: situation.battery_percent - drawn - OFFER_MARGIN, ..situation }
}

fn into_offer(vehicle: VehicleId, situation: &Situation<'_>, proposal: Proposal) -> FlightOffer {
    let eta = Seconds(tenth(proposal.flight.time.0));
    FlightOffer {
        vehicle,
        action: if situation.on_ground { FlightAction::Launch } else { FlightAction::Divert },
        mission: proposal.mission,
        path: proposal.path,
        eta,
        distance: proposal.flight.length,
        battery_on_arrival: proposal.battery_on_arrival,
        battery_after_return: Some(percent(proposal.battery_back_home)),
        why: Reason::NearestByAirTime { eta_s: eta.0, wind_mps: tenth(situation.wind.speed().0) },
    }
}

/// Whole percent, rounded down: what is left must not look like more.
pub(super) fn percent(left: f64) -> u8 {
    // A float-to-integer cast saturates, and takes NaN to zero.
    left.clamp(0.0, 100.0).floor() as u8
}

/// Whether nothing more important holds the aircraft.
fn free(controller: &Controller, incident: IncidentId, vehicle: VehicleId) -> Result<(), Reason> {
    let ledger = &controller.ledger;
    if ledger.incidents.get(&incident).is_some_and(|incident| incident.failed.contains(&vehicle)) {
        return Err(Reason::OrderRefused { text: "it would not fly for this incident before".to_owned() });
    }
    if let Some((_, sortie)) = ledger.sortie_of(vehicle)
        && let Some(other) = sortie.purpose.incident()
        && sortie.state != SortieState::Returning
        && !comes_before(controller, incident, other)
    {
        return Err(Reason::BusyWith { incident: other });
    }
    if let Some((id, waiting)) = ledger.waiting_about(vehicle)
        && waiting.state == ApprovalState::Requested
        && waiting
            .purpose
            .incident()
            .is_some_and(|other| other != incident && !comes_before(controller, incident, other))
    {
        return Err(Reason::AskedFor { approval: *id });
    }
    Ok(())
}

/// Whether an incident may have the aircraft that flies, or is asked for, for another: an officer in need may, but not from
/// another officer.
#[must_use]
pub fn comes_before(controller: &Controller, incident: IncidentId, other: IncidentId) -> bool {
    let is_need = |id| controller.ledger.incidents.get(&id).map(|incident| incident.what == AlarmKind::OfficerInNeed);
    is_need(incident) == Some(true) && is_need(other) == Some(false)
}

/// What is known of an aircraft now, if that is enough to plan on.
///
/// # Errors
/// The reason it cannot fly now.
pub fn situation<'a>(controller: &'a Controller, at: Timestamp, vehicle: VehicleId) -> Result<Situation<'a>, Reason> {
    guard::ours(controller, vehicle)?;
    let face = controller.picture.fleet.get(vehicle).ok_or(Reason::NoPosition {})?;
    if face.link != Link::Up {
        return Err(Reason::LinkLost { seconds: face.last.map_or(0.0, |last| at.since(last).0.round()) });
    }
    let status = face.status.as_ref().ok_or(Reason::NoPosition {})?;
    readiness::placed(controller, vehicle)?;
    let limit = Seconds(controller.setup.policy.aircraft.position_stale_s);
    let fix = face.fresh_fix(at, limit).ok_or_else(|| stale(face, at))?;
    let on_ground = status.in_air != Some(true);
    if on_ground && !status.ready {
        return Err(Reason::NotReady { text: status.not_ready_because.join("; ") });
    }
    if on_ground && face.obeys_unsigned == Some(true) {
        return Err(Reason::ObeysUnsigned {});
    }
    if on_ground {
        readiness::ready(controller, at, vehicle, face)?;
    }
    if status.mode == FlightMode::Manual {
        return Err(Reason::UnderManualControl {});
    }
    let atlas = &controller.setup.atlas;
    Ok(Situation {
        atlas,
        plan: &controller.setup.plan,
        vehicle: vehicle.0,
        wind: wind(controller, face),
        battery_percent: f64::from(
            status
                .battery_percent
                .ok_or_else(|| Reason::NotReady { text: "it does not report its battery".to_owned() })?,
        ),
        from: atlas.frame.to_local(fix.place),
        from_altitude: fix.altitude,
        on_ground,
        at,
    })
}

fn stale(face: &VehicleFace, at: Timestamp) -> Reason {
    match face.fix {
        Some(fix) => Reason::PositionStale { seconds: tenth(at.since(fix.at).0) },
        None => Reason::NoPosition {},
    }
}

/// The wind an aircraft reports, else the policy's.
#[must_use]
pub fn wind(controller: &Controller, face: &VehicleFace) -> Wind {
    let policy = &controller.setup.policy.wind;
    match face.status.as_ref().and_then(|status| status.wind) {
        Some((east, north)) if east.is_finite() && north.is_finite() => Wind { east, north },
        _ => Wind::from(Heading::degrees(policy.from_deg), MetresPerSecond(policy.speed_mps)),
    }
}

/// The judge's word. Notes pass, faults do not.
///
/// # Errors
/// The first fault.
pub fn judged(mission: &Mission, situation: &Situation<'_>) -> Result<(), Reason> {
    match check(mission, situation).iter().find(|finding| !finding.code.starts_with("note_")) {
        Some(finding) => Err(blocked(finding)),
        None => Ok(()),
    }
}

/// A planner's or judge's finding as a reason.
#[must_use]
pub fn blocked(finding: &Finding) -> Reason {
    match finding.code {
        "zone_blocks" => Reason::ZoneBlocks { zone: finding.at.clone() },
        "reserve_short" => Reason::ReserveShort { text: finding.say.clone() },
        _ => Reason::Blocked { text: format!("{}: {}", finding.at, finding.say) },
    }
}

/// Rounded to a tenth, so that records read well.
#[must_use]
pub fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
