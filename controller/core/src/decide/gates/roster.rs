//! Whether a pilot's post can mind one more flight. Without a roster in the plan this is the approver's business.

use crate::controller::Controller;
use crate::ids::VehicleId;
use crate::reason::{PilotFault, PilotUnfit, Reason};
use flight_plans::Airframe;
use flight_plans::plan::roster::{MOST_AIRCRAFT, Pilot, Roster};
use geodata::{Seconds, Timestamp};

/// Nobody left to mind it: that, and then what is amiss with each post.
pub(super) fn faults(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Vec<Reason> {
    let Some(roster) = &controller.setup.plan.roster else { return Vec::new() };
    let unfit: Vec<(&Pilot, PilotFault)> = roster
        .pilots
        .iter()
        .filter_map(|pilot| Some((pilot, unfit(controller, at, vehicle, roster, pilot)?)))
        .collect();
    // Who has enough aircraft already is still on duty.
    let fit = roster.pilots.len() - unfit.iter().filter(|(_, fault)| *fault != PilotFault::Full).count();
    let mut all = Vec::new();
    if fit < roster.crew_minimum.max(1) as usize {
        let has = u32::try_from(fit).unwrap_or(u32::MAX);
        all.push(Reason::PilotsShort { has, least: roster.crew_minimum.max(1) });
    } else if unfit.len() == roster.pilots.len() {
        all.push(Reason::PilotsFull { most: most(roster) });
    } else {
        return all;
    }
    all.extend(
        unfit.iter().map(|(pilot, fault)| Reason::PilotUnfit(PilotUnfit { post: pilot.post.clone(), fault: *fault })),
    );
    all
}

/// The post that minds the next flight of this aircraft: the fit one with the fewest, the first of equals.
#[must_use]
pub fn minder(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Option<String> {
    let roster = controller.setup.plan.roster.as_ref()?;
    let fit = roster.pilots.iter().filter(|pilot| unfit(controller, at, vehicle, roster, pilot).is_none());
    fit.min_by_key(|pilot| (minds(controller, vehicle, &pilot.post), &pilot.post)).map(|pilot| pilot.post.clone())
}

fn unfit(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    roster: &Roster,
    pilot: &Pilot,
) -> Option<PilotFault> {
    let airframe = controller.setup.plan.airframe_of(vehicle.0);
    // On duty for as long as the aircraft can stay up.
    let lasts = airframe.map_or(Seconds::ZERO, Airframe::longest);
    let rated = pilot.airframes.is_empty() || airframe.is_some_and(|type_| pilot.airframes.contains(&type_.name));
    if pilot.licence < roster.licence {
        Some(PilotFault::Licence)
    } else if !rated {
        Some(PilotFault::Rating)
    } else if pilot.current_until < at.plus(lasts) {
        Some(PilotFault::Currency)
    } else if at < pilot.duty_from || pilot.duty_until < at.plus(lasts) {
        Some(PilotFault::Hours)
    } else {
        (minds(controller, vehicle, &pilot.post) >= most(roster)).then_some(PilotFault::Full)
    }
}

/// How many other aircraft a post minds now.
fn minds(controller: &Controller, vehicle: VehicleId, post: &str) -> u32 {
    let others = controller.ledger.open_sorties().filter(|(_, sortie)| sortie.vehicle != vehicle);
    let count = others.filter(|(_, sortie)| sortie.minder.as_deref() == Some(post)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn most(roster: &Roster) -> u32 {
    roster.most_aircraft.min(MOST_AIRCRAFT)
}
