//! Schedules for trials: as many aircraft as wanted on the docks of the demonstration district, with missions by the
//! planners of missions.

use super::{NOON, atlas, plan};
use crate::check::{Judge, World, blocks, schedule as judge};
use crate::planner::deconflict::{Wish, deconflict};
use crate::planner::pace::Rounds;
use crate::schedule::{Airborne, LostLink, Operator, Relay, Rules, Schedule, ScheduledFlight, Weather};
use crate::{Aircraft, Mission, MissionItem, Plan, Proposal, RallyPoint, Situation, Wind};
use geodata::{Agl, Amsl, Atlas, Finding, Local, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use proptest::prelude::*;
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

/// Numbers of every kind, sane and not.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(-1.0),
        Just(0.0),
        Just(1e-12),
        Just(1e300),
        0.0..200.0f64,
        0.0..8000.0f64
    ]
}

fn any_flight() -> impl Strategy<Value = ScheduledFlight> {
    let place = || {
        (46.9..47.3f64, 9.4..9.7f64, number(), 0..4u8)
            .prop_map(|(lat, lon, odd, which)| if which == 0 { Wgs84 { lat: odd, lon } } else { Wgs84 { lat, lon } })
    };
    let item = (place(), number(), number(), 0..5u8).prop_map(|(at, height, other, kind)| {
        let altitude = Amsl(Metres(460.0 + height));
        match kind {
            0 => MissionItem::Takeoff { at, altitude },
            1 => MissionItem::Waypoint { at, altitude, hold: Seconds(other) },
            2 => MissionItem::LoiterUnlimited { at, altitude },
            3 => MissionItem::Speed { speed: MetresPerSecond(other) },
            _ => MissionItem::Return,
        }
    });
    let extra = (number(), number(), number(), number(), any::<i64>(), 0..9u8, place());
    (prop::collection::vec(item, 0..6), 0..45u32, extra).prop_map(|(items, vehicle, extra)| {
        let (layer, battery, stay, up, odd, which, place) = extra;
        let dock = crowd().aircraft(vehicle).map_or("nowhere".to_owned(), |aircraft| aircraft.dock.clone());
        let at = if which == 0 { Timestamp(odd) } else { NOON.plus(Seconds(f64::from(vehicle))) };
        let mut flight = ScheduledFlight::new(format!("F{vehicle}"), vehicle, dock, at, Mission { items });
        (flight.layer, flight.battery_percent, flight.stay) = (Agl(Metres(layer)), battery, Seconds(stay));
        flight.contingency.return_height = (which > 2).then_some(Metres(up));
        if which > 4 {
            let altitude = Amsl(Metres(460.0 + up));
            flight.airborne = Some(Airborne { at: place, altitude });
            flight.contingency.rally.points.push(RallyPoint { at: place, altitude });
        }
        flight
    })
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let numbers = (number(), number(), number(), number());
    (prop::collection::vec(any_flight(), 0..5), numbers, 0..6u8).prop_map(|(flights, (a, b, c, d), which)| {
        let mut schedule = Schedule { flights, ..Schedule::default() };
        match which {
            0 => schedule.rules = Rules { horizontal: Metres(a), vertical: Metres(b), ..schedule.rules },
            1 => schedule.weather.push(Weather { from: NOON, wind: Wind { east: a / 10.0, north: b / 10.0 } }),
            2 => schedule.relays.push(Relay {
                id: "R".into(),
                at: Wgs84 { lat: 47.1, lon: 9.5 },
                altitude: Amsl(Metres(c)),
                range: Metres(d),
            }),
            _ => {}
        }
        schedule
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn whatever_schedule_is_brought_judge_and_planner_answer_and_nothing_is_dropped(schedule in any_schedule()) {
        let findings = judge(&schedule, &World { atlas: atlas(), plan: crowd() });
        let (layers, most_delay) = (LAYERS.map(|metres| Agl(Metres(metres))).to_vec(), Seconds(f64::NAN));
        let wish = Wish { atlas: atlas(), plan: crowd(), layers, most_delay, step: Seconds(0.0) };
        let out = deconflict(&schedule, &wish, &mut Rounds(100));
        prop_assert_eq!(out.best.schedule.flights.len() + out.left_out.len(), schedule.flights.len());
        prop_assert!(findings.iter().all(|finding| !finding.code.is_empty() && !finding.remedy.is_empty()));
    }

    #[test]
    fn a_judge_that_is_kept_says_what_a_new_one_says(edits in prop::collection::vec((0..4u8, 0..2usize, -300.0..300.0f64), 1..8)) {
        let world = World { atlas: atlas(), plan: crowd() };
        let (mut schedule, mut kept) = (pair(), Judge::new(world));
        for (kind, index, by) in edits {
            let count = schedule.flights.len();
            let flight = &mut schedule.flights[index % count];
            match kind {
                0 => flight.takeoff_at = flight.takeoff_at.plus(Seconds(by)),
                1 => flight.battery_percent = by.abs() / 3.0,
                2 => schedule.weather = vec![Weather { from: NOON, wind: Wind { east: by / 20.0, north: 0.0 } }],
                _ if count > 1 => drop(schedule.flights.remove(index % count)),
                _ => schedule = pair(),
            }
            prop_assert_eq!(kept.judge(&schedule), judge(&schedule, &world));
        }
    }
}

#[test]
fn who_cannot_be_put_apart_is_left_out_and_told_who_stands_in_the_way() {
    let mut both = pair();
    let first = both.flights[0].clone();
    // Two in the air at one place: neither can wait, neither can change its layer.
    let (at, altitude) = first.mission.items.iter().find_map(MissionItem::place).unwrap();
    let airborne = |id: &str, vehicle: u32| {
        let items = first.mission.items[1..].to_vec();
        let mut flight = ScheduledFlight::new(id, vehicle, &first.dock, NOON, Mission { items });
        (flight.airborne, flight.layer) = (Some(Airborne { at, altitude }), first.layer);
        flight
    };
    both.flights = vec![airborne("A", 1), airborne("B", 6)];
    let (layers, step) = (LAYERS.map(|metres| Agl(Metres(metres))).to_vec(), Seconds(15.0));
    let wish = Wish { atlas: atlas(), plan: crowd(), layers, most_delay: Seconds(900.0), step };
    let out = deconflict(&both, &wish, &mut Rounds(10));
    assert_eq!((out.best.schedule.flights.len(), out.left_out.len()), (1, 1));
    let (id, why) = &out.left_out[0];
    assert!(id == "B" && why.to_string().contains("flight A"), "{why}");
    let stopped = deconflict(&pair(), &wish, &mut Rounds(0));
    assert_eq!((stopped.best.schedule.flights.len(), stopped.left_out.len()), (0, 2), "no time, and nothing dropped");
}

#[test]
fn a_late_start_gives_way_to_a_layer_and_a_layer_to_a_delay() {
    let pair = pair();
    let first = pair.flights[0].clone();
    let vehicle = 6;
    assert_eq!(crowd().aircraft(vehicle).unwrap().dock, first.dock);
    let twin = ScheduledFlight { id: "twin".into(), vehicle, operator: None, ..first.clone() };
    let both = Schedule { flights: vec![first.clone(), twin], ..Schedule::default() };
    let wish = |layers: &[f64], most: f64| {
        let layers = layers.iter().map(|metres| Agl(Metres(*metres))).collect();
        Wish { atlas: atlas(), plan: crowd(), layers, most_delay: Seconds(most), step: Seconds(5.0) }
    };
    let out = deconflict(&both, &wish(&LAYERS, 600.0), &mut Rounds(10));
    let moved = &out.best.moved[0];
    assert!(
        moved.flight == "twin" && moved.delay.0 >= 60.0 && moved.delay.0 <= 65.0,
        "the slot of the dock: {moved:?}"
    );
    assert_eq!(blocking(&out.best.schedule, atlas()), []);
    let none = deconflict(&both, &wish(&[], 30.0), &mut Rounds(10));
    assert!(none.left_out[0].1.to_string().contains("dock"), "{:?}", none.left_out);
}
