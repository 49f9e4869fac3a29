//! The aircraft of the plan, each where the scenario starts it.

use crate::camera::Eye;
use crate::scenario::{AircraftStart, Scenario, Where};
use crate::seed::Dice;
use crate::vehicle::{Airframe, Firmware, Start, Vehicle, VehicleConfig};
use flight_plans::{Aircraft, Mission, MissionItem, Plan, Situation, Wind};
use geodata::{Atlas, Finding, Heading, Local, MetresPerSecond};

/// Every aircraft of the plan, in the plan's order.
pub(crate) fn muster(scenario: &Scenario, atlas: &Atlas, plan: &Plan, seed: u64) -> Result<Vec<Vehicle>, Finding> {
    if let Some(stranger) = scenario.aircraft.iter().find(|start| plan.aircraft(start.vehicle).is_none()) {
        let say = format!("the plan {} has no aircraft {}", plan.name, stranger.vehicle);
        return Err(Finding::new("scenario-no-such-aircraft", "aircraft", say, "Name aircraft of the plan only"));
    }
    let vehicle = |aircraft: &Aircraft| {
        let config = config(scenario, atlas, plan, aircraft, seed)?;
        Ok(Vehicle::new(config, scenario.start))
    };
    plan.squadron.iter().map(vehicle).collect()
}

fn config(
    scenario: &Scenario,
    atlas: &Atlas,
    plan: &Plan,
    aircraft: &Aircraft,
    seed: u64,
) -> Result<VehicleConfig, Finding> {
    let named = scenario.aircraft.iter().find(|start| start.vehicle == aircraft.vehicle);
    let dock = dock(atlas, aircraft)?;
    let battery_percent = named.map_or(100.0, |start| start.battery);
    let start = match named {
        Some(airborne) if airborne.start == Where::Airborne => patrolling(scenario, atlas, plan, airborne, dock)?,
        _ => Start::Docked,
    };
    Ok(VehicleConfig {
        // The plan's reader holds system ids to 1..=250.
        system_id: u8::try_from(aircraft.system_id).unwrap_or(u8::MAX),
        home: atlas.frame.to_wgs84(dock),
        ground: atlas.terrain.ground(dock),
        airframe: airframe(plan, aircraft),
        battery_percent,
        start,
        seed: Dice::of(seed, "vehicle", u64::from(aircraft.vehicle)).seed(),
        firmware: named.map_or(Firmware::default(), |start| start.autopilot),
        gimbal: true,
        follows: scenario.camera.follows,
        params: named.map_or(Vec::new(), |start| start.params.clone().into_iter().collect()),
        operator_control: named.is_some_and(|start| start.operator_control),
    })
}

fn dock(atlas: &Atlas, aircraft: &Aircraft) -> Result<Local, Finding> {
    let post = atlas.posts.iter().find(|post| post.id == aircraft.dock);
    post.map(|post| post.at).ok_or_else(|| {
        let say = format!(
            "{} belongs to the dock `{}`, which the district {} does not have",
            aircraft.callsign, aircraft.dock, atlas.name
        );
        Finding::new("scenario-no-such-dock", "plan", say, "Use a plan laid for this district")
    })
}

/// The simulator's own numbers where the plan has none: those of its usual aircraft.
fn airframe(plan: &Plan, aircraft: &Aircraft) -> Airframe {
    let usual = Airframe::default();
    match plan.airframe_of(aircraft.vehicle) {
        Some(planned) => Airframe {
            cruise: planned.cruise,
            climb: planned.climb,
            descend: planned.descend,
            endurance: planned.hover_endurance,
            turnround: planned.turn_round,
            ..usual
        },
        None => usual,
    }
}

/// In the air on the patrol the scenario names, so far along its first lap.
fn patrolling(
    scenario: &Scenario,
    atlas: &Atlas,
    plan: &Plan,
    start: &AircraftStart,
    dock: Local,
) -> Result<Start, Finding> {
    let number = start.line.unwrap_or(1);
    let fault = |say: String| {
        Finding::new(
            "scenario-no-patrol",
            format!("aircraft {}", start.vehicle),
            say,
            "Start it docked, or on another line",
        )
    };
    let line = number.checked_sub(1).and_then(|index| plan.lines.get(index));
    let line = line.ok_or_else(|| fault(format!("the plan has {} patrol lines, not {number}", plan.lines.len())))?;
    let ground = atlas.terrain.ground(dock);
    let situation = Situation {
        atlas,
        plan,
        vehicle: start.vehicle,
        wind: Wind::from(Heading::degrees(scenario.wind.from_deg), MetresPerSecond(scenario.wind.speed)),
        // It took off charged; what the scenario says is what is left now.
        battery_percent: 100.0,
        from: dock,
        from_altitude: ground,
        on_ground: true,
        at: scenario.start,
    };
    let proposal = flight_plans::patrol(&situation, line).map_err(|finding| fault(finding.to_string()))?;
    let at_item = item_at(&proposal.mission, line.points.len(), start.fraction);
    Ok(Start::Airborne { mission: proposal.mission, at_item })
}

/// The waypoint that lies `fraction` of the first lap of `corners` behind the first.
fn item_at(mission: &Mission, corners: usize, fraction: f64) -> u16 {
    let waypoints = mission.items.iter().enumerate().filter(|(_, item)| matches!(item, MissionItem::Waypoint { .. }));
    let places: Vec<usize> = waypoints.map(|(index, _)| index).collect();
    // Rounded down and not negative, since the fraction is between 0 and 1.
    let chosen = ((corners as f64 * fraction) as usize).min(places.len().saturating_sub(1));
    places.get(chosen).and_then(|index| u16::try_from(*index).ok()).unwrap_or(0)
}

/// What hangs under the aircraft that are in the air.
pub(crate) fn eyes(vehicles: &[Vehicle], atlas: &Atlas, plan: &Plan) -> Vec<Eye> {
    let flying = vehicles.iter().zip(&plan.squadron).map(|(vehicle, aircraft)| (vehicle.truth(), aircraft));
    let eye = |(truth, aircraft): (crate::vehicle::Truth, &Aircraft)| {
        let place = atlas.frame.to_local(truth.place);
        let height = truth.altitude.above(atlas.terrain.ground(place));
        Eye { vehicle: aircraft.vehicle, place, height }
    };
    flying.filter(|(truth, _)| truth.in_air).map(eye).collect()
}
