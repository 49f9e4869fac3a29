//! A thousand faults planted one at a time into schedules that had none: the judge finds each, of its kind and at its
//! flight.

use super::hills::over;
use super::schedules::{LAYERS, blocking, crowd, waiting};
use super::{NOON, atlas};
use crate::planner::deconflict::ways;
use crate::schedule::{
    Airborne, Authorisation, DockRule, LostLink, Operator, Recording, Relay, Schedule, ScheduledFlight, Weather,
};
use crate::{Mission, MissionItem, RallyPoint, Wind};
use geodata::{
    Agl, Amsl, Atlas, Draft, Heading, Hours, Local, Metres, MetresPerSecond, Seconds, Timestamp, Zone, ZoneKind,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A good schedule and what its flights were made of.
struct Good {
    schedule: Schedule,
    /// Home, and the two far corners of each flight's triangle.
    corners: Vec<[Local; 3]>,
    /// The district with a hill under the far side of the first flight.
    hilly: OnceLock<Atlas>,
}

/// A spoilt schedule, the district it is flown in, and what must be found at which flight.
struct Spoilt {
    schedule: Schedule,
    atlas: Cow<'static, Atlas>,
    code: &'static str,
    flight: String,
}

/// Spoils one flight of a good schedule.
type Plant = fn(&Good, usize, &mut ChaCha8Rng) -> Spoilt;

const KINDS: [(&str, Plant); 22] = [
    ("zone on a leg", zone_on_leg),
    ("zone on a return", zone_on_return),
    ("zone in its hours", zone_in_hours),
    ("hill", hill),
    ("too high", too_high),
    ("too low", too_low),
    ("reserve percent", reserve_percent),
    ("reserve minutes", reserve_minutes),
    ("layer", layer),
    ("separation", separation),
    ("dock slot", dock_slot),
    ("dock unreachable", dock_unreachable),
    ("dock closed", dock_closed),
    ("camera", camera),
    ("link", link),
    ("turn-round", turn_round),
    ("operators", operators),
    ("off duty", off_duty),
    ("authorisation", authorisation),
    ("wind", wind),
    ("lands elsewhere", lands_elsewhere),
    ("in use", in_use),
];

#[test]
fn of_a_thousand_planted_faults_each_is_found_and_of_its_kind() {
    let mut rng = ChaCha8Rng::seed_from_u64(1000);
    let goods: Vec<Good> =
        (0..12).map(|_| std::iter::repeat_with(|| good(&mut rng)).flatten().next().unwrap()).collect();
    let mut tally: BTreeMap<&str, u32> = BTreeMap::new();
    let mut missed: Vec<String> = Vec::new();
    for number in 0..1000 {
        let (kind, plant) = KINDS[number % KINDS.len()];
        let good = &goods[rng.random_range(0..goods.len())];
        let index = rng.random_range(0..good.schedule.flights.len());
        let spoilt = plant(good, index, &mut rng);
        let findings = blocking(&spoilt.schedule, &spoilt.atlas);
        let named = format!("flight {}", spoilt.flight);
        let found = findings.iter().any(|f| f.code == spoilt.code && f.at.contains(&named));
        if !found {
            missed.push(format!("fault {number}, {kind}: {} at {named} is not in {findings:#?}", spoilt.code));
        }
        assert!(findings.iter().all(|f| !f.say.is_empty() && !f.remedy.is_empty() && f.at.contains("flight")));
        *tally.entry(kind).or_default() += 1;
    }
    println!("{tally:?}");
    assert!(missed.is_empty(), "{} of 1,000 missed: {:#?}", missed.len(), missed.iter().take(12).collect::<Vec<_>>());
    assert!(tally.len() == KINDS.len() && tally.values().all(|&n| n >= 45));
}

/// Three flights from three docks, each out, across and straight back, with nothing wrong even when all is recorded;
/// nothing when two of them come too near to each other.
fn good(rng: &mut ChaCha8Rng) -> Option<Good> {
    let mut schedule = Schedule::default();
    let mut corners = Vec::new();
    for number in 0..3u32 {
        let vehicle = number + 1 + 5 * rng.random_range(0..4);
        let (flight, triangle) = std::iter::repeat_with(|| triangle(vehicle, number, rng))
            .take(400)
            .find(|(flight, _)| {
                let records = ScheduledFlight { recording: Recording::On, ..flight.clone() };
                let alone = Schedule { flights: vec![records], ..Schedule::default() };
                blocking(&alone, atlas()).is_empty()
            })
            .unwrap();
        schedule.flights.push(flight);
        corners.push(triangle);
    }
    schedule.operators = (0..3).map(|n| Operator { id: format!("O{n}"), most: 1, shift: None }).collect();
    blocking(&schedule, atlas()).is_empty().then(|| Good { schedule, corners, hilly: OnceLock::new() })
}

fn triangle(vehicle: u32, number: u32, rng: &mut ChaCha8Rng) -> (ScheduledFlight, [Local; 3]) {
    let start = NOON.plus(Seconds(rng.random_range(0.0..600.0)));
    let s = waiting(atlas(), vehicle, Wind::CALM, start);
    let heading = rng.random_range(0.0..360.0);
    let corner = |turn: f64| s.from.moved(Heading::degrees(heading + turn), Metres(1500.0));
    let triangle = [s.from, corner(0.0), corner(60.0)];
    let layer = crowd().aircraft(vehicle).unwrap().layer;
    let place = |at: Local| (atlas().frame.to_wgs84(at), atlas().terrain.ground(at).raised(layer));
    let [(home, up), (a, a_up), (b, b_up)] = triangle.map(place);
    let items = vec![
        MissionItem::Takeoff { at: home, altitude: up },
        MissionItem::Speed { speed: MetresPerSecond(12.0) },
        MissionItem::Waypoint { at: a, altitude: a_up, hold: Seconds(0.0) },
        MissionItem::Waypoint { at: b, altitude: b_up, hold: Seconds(20.0) },
        MissionItem::Return,
    ];
    let dock = &crowd().aircraft(vehicle).unwrap().dock;
    let mut flight = ScheduledFlight::new(format!("F{number}"), vehicle, dock, start, Mission { items });
    (flight.layer, flight.operator) = (layer, Some(format!("O{number}")));
    (flight, triangle)
}

impl Good {
    fn spoilt(&self, index: usize, code: &'static str, change: impl FnOnce(&mut Schedule, usize)) -> Spoilt {
        let mut schedule = self.schedule.clone();
        change(&mut schedule, index);
        let flight = self.schedule.flights[index].id.clone();
        Spoilt { schedule, atlas: Cow::Borrowed(atlas()), code, flight }
    }

    /// With a zone more; the heights it reaches through are all.
    fn with_zone(&self, index: usize, code: &'static str, draft: Draft) -> Spoilt {
        let mut with = atlas().clone();
        with.zones.insert(Zone::checked(draft).unwrap()).unwrap();
        Spoilt { atlas: Cow::Owned(with), ..self.spoilt(index, code, |_, _| {}) }
    }
}

fn cylinder(kind: ZoneKind, at: Local, wide: f64) -> Draft {
    Draft::cylinder("planted", kind, at, Metres(wide))
}

fn zone_on_leg(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let [_, a, b] = good.corners[index];
    let at = a.toward(b, rng.random_range(0.2..0.8));
    good.with_zone(index, "zone_blocks", cylinder(ZoneKind::KeepOut, at, rng.random_range(1.0..80.0)))
}

/// Within the triangle and far from its sides: only a return from the middle of the far side meets it.
fn zone_on_return(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let [home, a, b] = good.corners[index];
    let at = home.toward(a.toward(b, rng.random_range(0.4..0.6)), rng.random_range(0.6..0.7));
    let spoilt =
        good.with_zone(index, "return_crosses_zone", cylinder(ZoneKind::KeepOut, at, rng.random_range(1.0..80.0)));
    let findings = blocking(&spoilt.schedule, &spoilt.atlas);
    assert!(findings.iter().all(|f| f.code == "return_crosses_zone"), "no leg meets it: {findings:?}");
    let mut by_itself = spoilt.schedule.clone();
    by_itself.flights[index].contingency.lost_link = LostLink::Continue;
    assert!(blocking(&by_itself, &spoilt.atlas).is_empty(), "who flies its mission home only takes note of it");
    spoilt
}

fn zone_in_hours(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let [_, a, b] = good.corners[index];
    let at = a.toward(b, rng.random_range(0.3..0.7));
    let minute = |t: Timestamp| u16::try_from(t.0.div_euclid(60_000_000).rem_euclid(1440)).unwrap();
    let start = minute(good.schedule.flights[index].takeoff_at);
    let hours = |from: u16, to: u16| {
        let schedule = geodata::Schedule::daily(Hours { from_minute: from % 1440, to_minute: to % 1440 });
        Draft { schedule, ..cylinder(ZoneKind::KeepOut, at, 40.0) }
    };
    // Long over before it starts, and not begun when it has landed.
    for quiet in [hours(start - 90, start - 1), hours(start + 40, start + 90)] {
        let none = good.with_zone(index, "zone_blocks", quiet);
        assert_eq!(blocking(&none.schedule, &none.atlas), [], "outside of its hours");
    }
    good.with_zone(index, "zone_blocks", hours(start - 1, start + 20))
}

/// A hill between two corners that are flown at good heights.
fn hill(good: &Good, _: usize, _: &mut ChaCha8Rng) -> Spoilt {
    let [_, a, b] = good.corners[0];
    let top = a.toward(b, 0.5);
    let height = |at: Local| Some(460.0 + 150.0 * (-(at.distance(top).0 / 200.0).powi(2)).exp());
    let hilly = good.hilly.get_or_init(|| over(height));
    Spoilt { atlas: Cow::Owned(hilly.clone()), ..good.spoilt(0, "hill_in_the_way", |_, _| {}) }
}

/// Moves the height of the first far corner.
fn corner_at(schedule: &mut Schedule, index: usize, above: f64) {
    if let MissionItem::Waypoint { at, altitude, .. } = &mut schedule.flights[index].mission.items[2] {
        *altitude = atlas().terrain.ground(atlas().frame.to_local(*at)).raised(Agl(Metres(above)));
    }
}

fn too_high(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let above = rng.random_range(122.0..400.0);
    good.spoilt(index, "too_high", |schedule, index| corner_at(schedule, index, above))
}

fn too_low(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let above = rng.random_range(-20.0..28.0);
    good.spoilt(index, "too_low", |schedule, index| corner_at(schedule, index, above))
}

fn layer(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let own = good.schedule.flights[index].layer.0.0;
    let above = LAYERS.into_iter().map(|l| l + rng.random_range(-5.0..5.0)).find(|l| (l - own).abs() > 2.0).unwrap();
    good.spoilt(index, "off_layer", |schedule, index| corner_at(schedule, index, above))
}

fn reserve_percent(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    // The triangle takes more than a tenth of the battery.
    let battery = rng.random_range(26.0..35.0);
    good.spoilt(index, "reserve_short", |schedule, index| schedule.flights[index].battery_percent = battery)
}

fn reserve_minutes(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let kept = Seconds(rng.random_range(1700.0..3000.0));
    let spoilt = good.spoilt(index, "reserve_minutes", |schedule, _| schedule.rules.reserve = kept);
    assert!(blocking(&spoilt.schedule, &spoilt.atlas).iter().all(|f| f.code == "reserve_minutes"));
    spoilt
}

/// One that is already in the air crosses the far side at the moment the flight is there.
fn separation(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let flight = &good.schedule.flights[index];
    let way = ways(&good.schedule, atlas(), crowd(), flight.takeoff_at).swap_remove(index).unwrap();
    let (from, to) = (way.knots()[2], way.knots()[3]);
    let share = rng.random_range(0.3..0.7);
    let part: [f64; 4] = std::array::from_fn(|axis| from[axis] + (to[axis] - from[axis]) * share);
    let [time, x, y, up] = part;
    let meets = Local { x, y };
    let run = rng.random_range(5.0..20.0);
    let along = Heading::degrees(rng.random_range(0.0..360.0));
    let begins = meets.moved(along, Metres(15.0 * run));
    let height = Amsl(Metres(up + rng.random_range(-10.0..10.0)));
    let place = |at: Local| atlas().frame.to_wgs84(at);
    let far = place(meets.moved(along, Metres(-400.0)));
    let items = vec![
        MissionItem::Waypoint { at: place(meets), altitude: height, hold: Seconds(0.0) },
        MissionItem::Waypoint { at: far, altitude: height, hold: Seconds(0.0) },
        MissionItem::Return,
    ];
    let vehicle = flight.vehicle % 40 + 15;
    let dock = &crowd().aircraft(vehicle.min(40)).unwrap().dock;
    let start = flight.takeoff_at.plus(Seconds(time - run));
    let mut other = ScheduledFlight::new("X", vehicle.min(40), dock, start, Mission { items });
    other.airborne = Some(Airborne { at: place(begins), altitude: height });
    other.layer = flight.layer;
    good.spoilt(index, "separation", |schedule, _| schedule.flights.push(other))
}

/// Another aircraft of the same dock.
fn neighbour(vehicle: u32) -> u32 {
    (vehicle + 4) % 40 + 1
}

/// The same flight by a neighbour, so many seconds later.
fn again(good: &Good, index: usize, later: f64) -> ScheduledFlight {
    let flight = &good.schedule.flights[index];
    let vehicle = neighbour(flight.vehicle);
    assert_eq!(crowd().aircraft(vehicle).unwrap().dock, flight.dock);
    let (id, takeoff_at) = ("X".to_owned(), flight.takeoff_at.plus(Seconds(later)));
    ScheduledFlight { id, vehicle, takeoff_at, ..flight.clone() }
}

fn dock_slot(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let other = again(good, index, rng.random_range(1.0..58.0));
    let spoilt = good.spoilt(index, "dock_slot", |schedule, _| schedule.flights.push(other));
    Spoilt { flight: "X".into(), ..spoilt }
}

/// Its dock shuts while it is away.
fn dock_unreachable(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let flight = &good.schedule.flights[index];
    let from = flight.takeoff_at.plus(Seconds(rng.random_range(30.0..200.0)));
    let rule = DockRule { dock: flight.dock.clone(), slot: None, closed: vec![[from, from.plus(Seconds(9000.0))]] };
    good.spoilt(index, "dock_unreachable", |schedule, _| schedule.docks.push(rule))
}

fn dock_closed(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let flight = &good.schedule.flights[index];
    let from = flight.takeoff_at.plus(Seconds(rng.random_range(-100.0..0.0)));
    let rule = DockRule { dock: flight.dock.clone(), slot: None, closed: vec![[from, from.plus(Seconds(101.0))]] };
    good.spoilt(index, "dock_closed", |schedule, _| schedule.docks.push(rule))
}

fn camera(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let [_, a, b] = good.corners[index];
    let zone = cylinder(ZoneKind::NoRecord, a.toward(b, rng.random_range(0.2..0.8)), rng.random_range(1.0..80.0));
    let mut spoilt = good.with_zone(index, "records_in_no_record_zone", zone);
    assert_eq!(blocking(&spoilt.schedule, &spoilt.atlas), [], "it does not record");
    spoilt.schedule.flights[index].recording = Recording::Legs(vec![2]);
    assert_eq!(blocking(&spoilt.schedule, &spoilt.atlas), [], "it records on another leg");
    let all = rng.random_range(0..2) == 0;
    spoilt.schedule.flights[index].recording = if all { Recording::On } else { Recording::Legs(vec![3]) };
    spoilt
}

fn link(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let antenna = |corner: Local, range: f64| Relay {
        id: "mast".into(),
        at: atlas().frame.to_wgs84(corner),
        altitude: Amsl(Metres(500.0)),
        range: Metres(range),
    };
    let homes = |range: f64| good.corners.iter().map(|c| antenna(c[0], range)).collect::<Vec<_>>();
    let heard = good.spoilt(index, "link_lost", |schedule, _| schedule.relays = homes(1700.0));
    assert_eq!(blocking(&heard.schedule, &heard.atlas), [], "in range");
    let range = rng.random_range(300.0..1400.0);
    good.spoilt(index, "link_lost", |schedule, _| schedule.relays = homes(range))
}

/// The landing of a flight, in seconds after its start.
fn lasts(good: &Good, index: usize) -> f64 {
    let start = good.schedule.flights[index].takeoff_at;
    ways(&good.schedule, atlas(), crowd(), start).swap_remove(index).unwrap().knots().last().unwrap()[0]
}

fn turn_round(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let late = lasts(good, index) + rng.random_range(1.0..298.0);
    let other = ScheduledFlight { vehicle: good.schedule.flights[index].vehicle, ..again(good, index, late) };
    let spoilt = good.spoilt(index, "turn_round", |schedule, _| schedule.flights.push(other));
    Spoilt { flight: "X".into(), ..spoilt }
}

fn in_use(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let late = lasts(good, index) * rng.random_range(0.3..0.9);
    let other = ScheduledFlight { vehicle: good.schedule.flights[index].vehicle, ..again(good, index, late) };
    let spoilt = good.spoilt(index, "vehicle_in_use", |schedule, _| schedule.flights.push(other));
    Spoilt { flight: "X".into(), ..spoilt }
}

fn operators(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let other = again(good, index, rng.random_range(70.0..200.0));
    let spoilt = good.spoilt(index, "operator_over", |schedule, _| schedule.flights.push(other));
    Spoilt { flight: "X".into(), ..spoilt }
}

fn off_duty(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let start = good.schedule.flights[index].takeoff_at;
    let ends = start.plus(Seconds(rng.random_range(10.0..200.0)));
    good.spoilt(index, "operator_off_duty", |schedule, index| {
        schedule.operators[index].shift = Some([start.plus(Seconds(-3600.0)), ends]);
    })
}

fn authorisation(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let mut schedule = good.schedule.clone();
    schedule.rules.authorised = true;
    for flight in &mut schedule.flights {
        let (from, until) = (flight.takeoff_at, flight.takeoff_at.plus(Seconds(3600.0)));
        let mission = flight.mission.hash();
        flight.authorisation = Some(Authorisation { by: "duty chief".into(), mission, from, until });
    }
    assert_eq!(blocking(&schedule, atlas()), [], "all are allowed");
    let how = rng.random_range(0..4);
    let flight = &mut schedule.flights[index];
    let leave = flight.authorisation.as_mut().unwrap();
    match how {
        0 => leave.mission = "another".into(),
        1 => leave.until = leave.from.plus(Seconds(100.0)),
        2 => leave.from = leave.from.plus(Seconds(1.0)),
        _ => flight.authorisation = None,
    }
    Spoilt { schedule, ..good.spoilt(index, "not_authorised", |_, _| {}) }
}

fn wind(good: &Good, index: usize, rng: &mut ChaCha8Rng) -> Spoilt {
    let calm = Weather { from: NOON.plus(Seconds(-9000.0)), wind: Wind::CALM };
    let start = good.schedule.flights[index].takeoff_at;
    let gale =
        Wind::from(Heading::degrees(rng.random_range(0.0..360.0)), MetresPerSecond(rng.random_range(12.1..30.0)));
    let rises = Weather { from: start.plus(Seconds(rng.random_range(0.0..250.0))), wind: gale };
    good.spoilt(index, "wind", |schedule, _| schedule.weather = vec![calm, rises])
}

fn lands_elsewhere(good: &Good, index: usize, _: &mut ChaCha8Rng) -> Spoilt {
    let [home, _, b] = good.corners[index];
    let at = |share: f64| {
        let at = home.toward(b, share);
        RallyPoint { at: atlas().frame.to_wgs84(at), altitude: atlas().terrain.ground(at).raised(Agl(Metres(60.0))) }
    };
    good.spoilt(index, "return_lands_elsewhere", |schedule, index| {
        schedule.flights[index].contingency.rally.points.push(at(0.7));
    })
}
