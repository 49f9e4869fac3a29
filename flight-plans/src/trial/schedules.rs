//! Schedules for trials: as many aircraft as wanted on the docks of the demonstration district, with missions by the
//! planners of missions.

use super::{NOON, atlas, plan};
use crate::check::{World, blocks, schedule as judge};
use crate::schedule::{LostLink, Operator, Schedule, ScheduledFlight};
use crate::{Aircraft, MissionItem, Plan, Proposal, Situation, Wind};
use geodata::{Agl, Atlas, Finding, Local, Metres, Seconds, Timestamp};
use std::sync::OnceLock;

/// The layers of the trial's fleets.
pub(super) const LAYERS: [f64; 4] = [60.0, 75.0, 90.0, 105.0];

/// The plan of the district with forty aircraft on its five docks.
pub(super) fn crowd() -> &'static Plan {
    static CROWD: OnceLock<Plan> = OnceLock::new();
    CROWD.get_or_init(|| {
        let own = &plan().squadron;
        let aircraft = |number: u32| {
            let model = &own[number as usize % own.len()];
            let callsign = format!("Eagle {number}");
            let layer = Agl(Metres(LAYERS[number as usize / own.len() % LAYERS.len()]));
            let (vehicle, system_id) = (number + 1, number + 1);
            Aircraft { vehicle, callsign: callsign.clone(), callsign_zh: callsign, system_id, layer, ..model.clone() }
        };
        Plan { squadron: (0..40).map(aircraft).collect(), ..plan().clone() }
    })
}

/// An aircraft of [`crowd`] at its dock on a full battery.
pub(super) fn waiting<'a>(atlas: &'a Atlas, vehicle: u32, wind: Wind, at: Timestamp) -> Situation<'a> {
    let plan = crowd();
    let dock = &plan.aircraft(vehicle).unwrap().dock;
    let from = atlas.posts.iter().find(|post| &post.id == dock).unwrap().at;
    let from_altitude = atlas.terrain.ground(from);
    Situation { atlas, plan, vehicle, wind, battery_percent: 100.0, from, from_altitude, on_ground: true, at }
}

/// A proposal as a flight of a schedule.
pub(super) fn flight(s: &Situation<'_>, id: String, proposal: &Proposal) -> ScheduledFlight {
    let aircraft = s.plan.aircraft(s.vehicle).unwrap();
    let mut flight = ScheduledFlight::new(id, s.vehicle, &aircraft.dock, s.at, proposal.mission.clone());
    flight.layer = aircraft.layer;
    flight.battery_percent = s.battery_percent;
    // A mission that brings itself home does so because the straight way is not clear.
    if proposal.mission.items.last() == Some(&MissionItem::Return) {
        flight.contingency.lost_link = LostLink::Continue;
    }
    flight
}

pub(super) fn blocking(schedule: &Schedule, atlas: &Atlas) -> Vec<Finding> {
    judge(schedule, &World { atlas, plan: crowd() }).into_iter().filter(blocks).collect()
}

/// Two aircraft from different docks, one to a place near by and one round a line, with an operator each.
pub(super) fn pair() -> Schedule {
    let flights = [1, 2].map(|vehicle| {
        let s = waiting(atlas(), vehicle, Wind::CALM, NOON);
        let to = |h: f64| s.from.moved(geodata::Heading::degrees(h), Metres(1500.0));
        let clear = (0..36).map(|i| to(10.0 * f64::from(i))).find_map(|place: Local| {
            let proposal = crate::to_scene(&s, atlas().frame.to_wgs84(place)).ok()?;
            let only = proposal.path.len() == 2 && proposal.mission.items.last() != Some(&MissionItem::Return);
            let mut flight = flight(&s, format!("F{vehicle}"), &proposal);
            flight.operator = Some(format!("O{vehicle}"));
            let alone = Schedule { flights: vec![flight.clone()], ..Schedule::default() };
            (only && blocking(&alone, atlas()).is_empty()).then_some(flight)
        });
        clear.unwrap()
    });
    let operators = [1, 2].map(|n| Operator { id: format!("O{n}"), most: 1, shift: None }).to_vec();
    Schedule { flights: flights.to_vec(), operators, ..Schedule::default() }
}

#[test]
fn a_good_pair_of_flights_is_let_pass() {
    let pair = pair();
    assert_eq!(judge(&pair, &World { atlas: atlas(), plan: crowd() }), []);
}

#[test]
fn a_schedule_is_read_back_as_it_was_written_and_short_where_nothing_is_said() {
    let pair = pair();
    let text = serde_json::to_string(&pair).unwrap();
    assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), pair);
    let empty: Schedule = serde_json::from_str("{}").unwrap();
    assert_eq!((empty.flights.len(), empty.rules.dock_slot), (0, Seconds(60.0)));
}
