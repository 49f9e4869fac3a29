//! A thousand scenarios: flights by the planners, put apart by the planner, and the judge finds nothing wrong, before and
//! after something has changed.

use super::schedules::{LAYERS, blocking, crowd, flight, waiting};
use super::{NOON, atlas};
use crate::planner::deconflict::{Wish, deconflict, ways};
use crate::planner::pace::Rounds;
use crate::schedule::{Airborne, DockRule, LostLink, Operator, Recording, Schedule, ScheduledFlight, Weather};
use crate::{Situation, Wind, home, patrol, to_scene};
use geodata::{
    Agl, Amsl, Atlas, Draft, Heading, Hours, Limit, Local, Metres, MetresPerSecond, Seconds, Timestamp, Zone, ZoneKind,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeMap;

/// What happens in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Weather,
    Zone,
    DockLost,
}

#[test]
fn in_a_thousand_scenarios_the_judge_finds_nothing_in_what_the_planners_made() {
    let mut rng = ChaCha8Rng::seed_from_u64(2026);
    let mut tally: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = |what: &str, by: usize| *tally.entry(what.to_owned()).or_default() += u32::try_from(by).unwrap();
    let mut wrong: Vec<(&str, String)> = Vec::new();
    let mut district = district(&mut rng);
    for number in 0..1000 {
        if number % 5 == 0 {
            district = self::district(&mut rng);
        }
        let mut scene =
            Scene { atlas: district.clone(), schedule: resources(&mut rng), rng: &mut rng, wrong: Vec::new() };
        let start = NOON.plus(Seconds(scene.rng.random_range(-18_000.0..18_000.0)));
        let gale = scene.wind();
        scene.schedule.weather = vec![Weather { from: start, wind: gale }];
        let crew = scene.crew();
        scene.ask(&crew, start);
        let (first, moved) = scene.untangle(number, "at first");
        let event = [Event::Weather, Event::Zone, Event::DockLost][number % 3];
        let strikes = start.plus(Seconds(scene.rng.random_range(100.0..1200.0)));
        let (flew, waited) = scene.strike(event, strikes, &first, &crew);
        let (second, moved_again) = scene.untangle(number, "after the event");
        count("flights", first.flights.len() + second.flights.len());
        count("moved", moved + moved_again);
        count("brought home in flight", flew);
        count("planned again", waited);
        count(&format!("{event:?}"), 1);
        wrong.append(&mut scene.wrong);
    }
    println!("{tally:?}");
    let codes: BTreeMap<&str, usize> =
        wrong.iter().map(|(code, _)| (*code, wrong.iter().filter(|w| w.0 == *code).count())).collect();
    let shown: Vec<&String> =
        codes.keys().flat_map(|code| wrong.iter().filter(move |w| w.0 == *code).take(3)).map(|w| &w.1).collect();
    assert!(wrong.is_empty(), "{codes:?}: {shown:#?}");
    assert!(tally["flights"] > 4000 && tally["moved"] > 500, "{tally:?}");
    assert!(tally["brought home in flight"] > 300 && tally["planned again"] > 300, "{tally:?}");
}

/// The district with some zones more, some of them for some hours.
fn district(rng: &mut ChaCha8Rng) -> Atlas {
    let mut with = atlas().clone();
    for number in 0..rng.random_range(0..8) {
        let zone = zone(rng, format!("extra {number}"));
        with.zones.insert(Zone::checked(zone).unwrap()).unwrap();
    }
    with
}

/// A round zone or a slanted one somewhere about a dock, but not at one.
fn zone(rng: &mut ChaCha8Rng, id: String) -> Draft {
    let dock = atlas().posts.iter().filter(|post| post.kind == geodata::PostKind::Dock);
    let docks: Vec<Local> = dock.map(|post| post.at).collect();
    let wide = rng.random_range(20.0..250.0);
    let at = loop {
        let from = docks[rng.random_range(0..docks.len())];
        let at = from.moved(Heading::degrees(rng.random_range(0.0..360.0)), Metres(rng.random_range(400.0..3000.0)));
        if docks.iter().all(|dock| dock.distance(at).0 > wide + 100.0) {
            break at;
        }
    };
    let kind = if rng.random_range(0..5) == 0 { ZoneKind::NoRecord } else { ZoneKind::KeepOut };
    let mut draft = if rng.random_range(0..2) == 0 {
        Draft::cylinder(id, kind, at, Metres(wide))
    } else {
        let corners = rng.random_range(3..8);
        let turn = 360.0 / f64::from(corners);
        let corner = |i| at.moved(Heading::degrees(turn * f64::from(i) + 13.0), Metres(wide));
        Draft::prism(id, kind, (0..corners).map(corner).collect())
    };
    if rng.random_range(0..3) == 0 {
        let from_minute = rng.random_range(0..1440);
        draft.schedule = geodata::Schedule::daily(Hours {
            from_minute,
            to_minute: (from_minute + rng.random_range(30..600)) % 1440,
        });
    }
    if rng.random_range(0..4) == 0 {
        draft.floor = Limit::agl(rng.random_range(0.0..200.0));
    }
    draft
}

fn resources(rng: &mut ChaCha8Rng) -> Schedule {
    let operator = |n: u32| Operator { id: format!("O{n}"), most: 4, shift: None };
    let mut schedule = Schedule { operators: (0..3).map(operator).collect(), ..Schedule::default() };
    schedule.rules.dock_slot = Seconds(rng.random_range(60.0..90.0));
    schedule
}

struct Scene<'a> {
    atlas: Atlas,
    schedule: Schedule,
    rng: &'a mut ChaCha8Rng,
    wrong: Vec<(&'static str, String)>,
}

impl Scene<'_> {
    fn wind(&mut self) -> Wind {
        let from = Heading::degrees(self.rng.random_range(0.0..360.0));
        Wind::from(from, MetresPerSecond(self.rng.random_range(0.0..12.0)))
    }

    /// Some aircraft, each once.
    fn crew(&mut self) -> Vec<u32> {
        let first = self.rng.random_range(0..40);
        let step = [1, 3, 7, 11][self.rng.random_range(0..4)];
        (0..self.rng.random_range(2..9)).map(|i| (first + i * step) % 40 + 1).collect()
    }

    /// A flight for every aircraft for which the planners propose one.
    fn ask(&mut self, crew: &[u32], start: Timestamp) {
        for &vehicle in crew {
            let at = start.plus(Seconds(self.rng.random_range(0.0..400.0)));
            let wind = self.schedule.weather.last().map_or(Wind::CALM, |w| w.wind);
            let s = Situation {
                battery_percent: self.rng.random_range(60.0..=100.0),
                ..waiting(&self.atlas, vehicle, wind, at)
            };
            let far = Metres(self.rng.random_range(100.0..3000.0));
            let scene = s.from.moved(Heading::degrees(self.rng.random_range(0.0..360.0)), far);
            let lines = &crowd().lines;
            let line = &lines[self.rng.random_range(0..lines.len())];
            let proposal = if self.rng.random_range(0..4) == 0 {
                patrol(&s, line)
            } else {
                to_scene(&s, self.atlas.frame.to_wgs84(scene))
            };
            let Ok(proposal) = proposal else { continue };
            let mut flight = flight(&s, format!("F{vehicle}"), &proposal);
            flight.operator = Some(format!("O{}", vehicle % 3));
            let quiet = self.atlas.zones.iter().any(|zone| zone.kind == ZoneKind::NoRecord);
            flight.recording = if quiet { Recording::Off } else { Recording::On };
            self.schedule.flights.push(flight);
        }
    }

    /// The flights apart, let pass by the judge; and how many were moved for it.
    fn untangle(&mut self, number: usize, when: &str) -> (Schedule, usize) {
        let layers = LAYERS.map(|metres| Agl(Metres(metres))).to_vec();
        let (most_delay, step) = (Seconds(1800.0), Seconds(15.0));
        let wish = Wish { atlas: &self.atlas, plan: crowd(), layers, most_delay, step };
        let out = deconflict(&self.schedule, &wish, &mut Rounds(1000));
        assert_eq!(out.best.schedule.flights.len() + out.left_out.len(), self.schedule.flights.len());
        for finding in blocking(&out.best.schedule, &self.atlas) {
            let of = |id: &str| finding.at.contains(&format!("flight {id},")) || finding.at.ends_with(id);
            let flight = out.best.schedule.flights.iter().find(|flight| of(&flight.id));
            let moved = out.best.moved.iter().find(|moved| of(&moved.flight));
            let why = format!("scenario {number} {when}: {finding}\n{moved:?}\n{flight:?}");
            self.wrong.push((finding.code, why));
        }
        (out.best.schedule, out.best.moved.len())
    }

    /// Something changes: who flies is brought home, who waits is planned again. How many of each.
    fn strike(&mut self, event: Event, at: Timestamp, first: &Schedule, crew: &[u32]) -> (usize, usize) {
        let ways = ways(first, &self.atlas, crowd(), at);
        match event {
            Event::Weather => {
                let wind = self.wind();
                self.schedule.weather = vec![Weather { from: at, wind }];
            }
            Event::Zone => {
                let sudden = zone(self.rng, "sudden".into());
                self.atlas.zones.insert(Zone::checked(sudden).unwrap()).unwrap();
            }
            Event::DockLost => {
                let number = self.rng.random_range(0..crew.len());
                let dock = crowd().aircraft(crew[number]).unwrap().dock.clone();
                let closed = vec![[at, at.plus(Seconds(7200.0))]];
                self.schedule.docks.push(DockRule { dock, slot: None, closed });
            }
        }
        self.schedule.flights.clear();
        let mut flew = Vec::new();
        for (flight, way) in first.flights.iter().zip(ways) {
            let knots = way.unwrap().knots().to_vec();
            let lost = self.schedule.docks.iter().any(|rule| rule.dock == flight.dock);
            let part = knots.windows(2).find(|part| part[0][0] <= 0.0 && 0.0 < part[1][0]);
            if let Some(part) = part {
                flew.push(flight.vehicle);
                // A way to another dock than its own is not for this planner.
                let back = self.comes_home(flight, [part[0], part[1]], at);
                self.schedule.flights.extend(back.filter(|_| !lost));
            }
        }
        let flying = self.schedule.flights.len();
        let waits: Vec<u32> = crew.iter().copied().filter(|vehicle| !flew.contains(vehicle)).collect();
        self.ask(&waits, at.plus(Seconds(30.0)));
        (flying, self.schedule.flights.len() - flying)
    }

    /// The way home of one that flies, on what battery it may have.
    fn comes_home(&mut self, flight: &ScheduledFlight, part: [[f64; 4]; 2], at: Timestamp) -> Option<ScheduledFlight> {
        let share = -part[0][0] / (part[1][0] - part[0][0]);
        let [_, x, y, up]: [f64; 4] = std::array::from_fn(|n| part[0][n] + (part[1][n] - part[0][n]) * share);
        let wind = self.schedule.weather.last()?.wind;
        let s = Situation {
            from: Local { x, y },
            from_altitude: Amsl(Metres(up)),
            on_ground: false,
            battery_percent: self.rng.random_range(40.0..90.0),
            ..waiting(&self.atlas, flight.vehicle, wind, at)
        };
        let own = flight.layer == crowd().aircraft(flight.vehicle)?.layer;
        let proposal = home(&s).ok().filter(|_| own)?;
        let mut back = self::flight(&s, flight.id.clone(), &proposal);
        back.airborne = Some(Airborne { at: self.atlas.frame.to_wgs84(s.from), altitude: s.from_altitude });
        (back.contingency.lost_link, back.operator) = (LostLink::Continue, flight.operator.clone());
        Some(back)
    }
}
