//! A million detections of a thousand events, and floods.

use super::*;
use crate::dice::Dice;
use crate::input::DetectionClass;
use crate::sight::Cov2;
use geodata::Wgs84;
use std::collections::VecDeque;

const LIMITS: Limits = Limits { reach: Metres(100.0), over: Seconds(120.0), per_second: 2000.0, burst: 4000.0 };
const CLASSES: [DetectionClass; 4] =
    [DetectionClass::Person, DetectionClass::Vehicle, DetectionClass::Smoke, DetectionClass::Crowd];
/// Two events of one class are never nearer than this at one time, in metres; those of different classes may be anywhere.
const APART: f64 = 300.0;

fn at(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1e6).round() as i64)
}

fn detection(key: String, vehicle: u32, seconds: f64, class: DetectionClass, deviation: f64) -> Detection {
    Detection {
        key,
        vehicle: VehicleId(vehicle),
        at: at(seconds),
        class,
        place: Wgs84 { lat: 0.0, lon: 0.0 },
        error: Cov2::circle(Metres(deviation)),
        confidence: 0.8,
    }
}

/// Something that happens: where and when, how it moves, who sees it.
struct Truth {
    class: DetectionClass,
    begin: f64,
    end: f64,
    middle: Local,
    /// Of the circle it moves on, and how fast, in metres and m/s.
    radius: f64,
    speed: f64,
    /// First of the three aircraft that see it, and its noise.
    first: u32,
    noise: f64,
}

impl Truth {
    fn place(&self, seconds: f64) -> Local {
        if self.radius <= 0.0 {
            return self.middle;
        }
        let turn = self.speed * (seconds - self.begin) / self.radius;
        Local { x: self.middle.x + self.radius * turn.cos(), y: self.middle.y + self.radius * turn.sin() }
    }
}

/// Places in rows so that no two ever come nearer than [`APART`], the four classes mixed over one another; each second one
/// stands, each other walks or drives in circles of up to 100 m.
fn events(dice: &mut Dice, count: usize) -> Vec<Truth> {
    let step = APART + 200.0;
    (0..count)
        .map(|number| {
            let (class, cell) = (CLASSES[number % 4], number / 4);
            let begin = dice.between(0.0, 3000.0);
            let moves = number % 8 >= 4;
            Truth {
                class,
                begin,
                end: begin + dice.between(300.0, 600.0),
                middle: Local { x: (cell % 16) as f64 * step + dice.between(0.0, 40.0), y: (cell / 16) as f64 * step },
                radius: if moves { dice.between(30.0, 80.0) } else { 0.0 },
                speed: if class == DetectionClass::Vehicle { dice.between(2.0, 8.0) } else { dice.between(0.5, 2.0) },
                first: dice.below(20) as u32,
                noise: dice.between(3.0, 30.0),
            }
        })
        .collect()
}

/// What is told of all events, second by second: each by three aircraft, with gaps of up to a minute, late by up to 5 s
/// and so out of order, and every twentieth twice.
struct Stream {
    dice: Dice,
    truth: Vec<Truth>,
    second: usize,
    told: u64,
    /// By the second they arrive in.
    late: VecDeque<Vec<(usize, Detection, Local)>>,
}

impl Stream {
    fn next(&mut self) -> Option<Vec<(usize, Detection, Local)>> {
        if self.second > 3700 {
            return None;
        }
        let time = self.second as f64;
        for (number, event) in self.truth.iter().enumerate() {
            let unseen = ((time / 60.0 + number as f64) as usize).is_multiple_of(5) && event.radius <= 0.0;
            if unseen || !(event.begin..event.end).contains(&time) {
                continue;
            }
            for aircraft in 0..3 {
                if self.dice.share() > 0.9 {
                    continue;
                }
                let seconds = time + self.dice.share();
                let place = event.place(seconds);
                let off = |dice: &mut Dice| event.noise * dice.normal();
                let seen = Local { x: place.x + off(&mut self.dice), y: place.y + off(&mut self.dice) };
                self.told += 1;
                let key = format!("k{}", self.told);
                let said = detection(key, event.first + aircraft, seconds, event.class, event.noise);
                let times = if self.dice.share() < 0.05 { 2 } else { 1 };
                for _ in 0..times {
                    let late = 1 + self.dice.below(5);
                    self.late[late].push((number, said.clone(), seen));
                }
            }
        }
        self.second += 1;
        self.late.push_back(Vec::new());
        self.late.pop_front()
    }
}

/// Pairs of so many.
fn pairs(count: u64) -> f64 {
    count as f64 * (count as f64 - 1.0) / 2.0
}

#[test]
fn a_million_detections_of_a_thousand_events_are_a_thousand_events() {
    let mut dice = Dice::of(11);
    let truth = events(&mut dice, 1000);
    let late = (0..8).map(|_| Vec::new()).collect();
    let mut stream = Stream { dice, truth, second: 0, told: 0, late };
    let mut merger = Merger::default();
    let mut table: BTreeMap<(usize, u64), u64> = BTreeMap::new();
    let mut left: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut all, mut repeats, mut lost) = (0_u64, 0_u64, 0_u64);
    while let Some(batch) = stream.next() {
        let now = at(stream.second as f64);
        for (number, said, place) in batch {
            match merger.take(now, &said, place, &LIMITS) {
                Taken::Repeat => repeats += 1,
                Taken::Useless => lost += 1,
                Taken::First(serial) | Taken::Again(serial) | Taken::Counted(serial) => {
                    all += 1;
                    *table.entry((number, serial)).or_default() += 1;
                }
            }
        }
        left.extend(merger.age(now, &LIMITS).into_iter().map(|(older, younger)| (younger, older)));
    }
    // Who was made one with another counts as that one.
    let root = |mut serial: u64| {
        while let Some(older) = left.get(&serial) {
            serial = *older;
        }
        serial
    };
    let (mut cells, mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for ((number, serial), count) in table {
        *cells.entry((number, root(serial))).or_insert(0_u64) += count;
        *rows.entry(number).or_insert(0_u64) += count;
        *columns.entry(root(serial)).or_insert(0_u64) += count;
    }
    let sum = |counts: Vec<u64>| counts.into_iter().map(pairs).sum::<f64>();
    let both = sum(cells.values().copied().collect());
    let precision = both / sum(columns.values().copied().collect());
    let recall = both / sum(rows.values().copied().collect());
    // What would begin an incident: seen often enough.
    let mut begun: BTreeMap<usize, u64> = BTreeMap::new();
    for ((number, _), count) in &cells {
        *begun.entry(*number).or_default() += u64::from(*count >= 20);
    }
    println!(
        "{all} detections ({repeats} repeats) of {} events: precision {precision:.5}, recall {recall:.5}, {} found, \
         most for one {}, none for {}",
        rows.len(),
        columns.len(),
        begun.values().max().unwrap(),
        1000 - rows.len(),
    );
    assert!(all >= 1_000_000 && repeats > 40_000 && lost == 0, "{all} {repeats} {lost}");
    assert!(precision >= 0.99 && recall >= 0.99, "{precision} {recall}");
    assert_eq!(rows.len(), 1000);
    assert!(begun.values().all(|count| *count <= 1), "more than one for an event");
}

#[test]
fn a_flood_is_counted_and_told_and_the_first_of_another_thing_in_it_is_not_lost() {
    let limits = Limits { per_second: 10.0, burst: 20.0, ..LIMITS };
    let mut merger = Merger::default();
    let here = Local::default();
    let say = |merger: &mut Merger, number: u32, vehicle: u32, place: Local| {
        let seconds = f64::from(number) / 1e3;
        let said = detection(format!("{vehicle}-{number}"), vehicle, seconds, DetectionClass::Smoke, 5.0);
        merger.take(at(seconds), &said, place, &limits)
    };
    for number in 0..1000 {
        say(&mut merger, number, 7, here);
    }
    let (serial, event) = merger.iter().next().unwrap();
    assert_eq!((event.seen, event.by[&VehicleId(7)]), (1000, 1000));
    assert!((969..=971).contains(&event.withheld), "{}", event.withheld);
    assert_eq!(merger.floods().map(|(vehicle, _, _)| vehicle).collect::<Vec<_>>(), [VehicleId(7)]);
    // In the flood: another thing, and another source.
    assert_eq!(say(&mut merger, 1000, 7, Local { x: 900.0, y: 0.0 }), Taken::First(serial + 1));
    assert_eq!(say(&mut merger, 1001, 8, here), Taken::Again(serial));
    // Over after ten quiet seconds.
    assert_eq!(say(&mut merger, 15_000, 7, here), Taken::Again(serial));
    assert_eq!(merger.floods().count(), 0);
}

#[test]
fn garbage_and_what_is_long_over_is_no_event() {
    let mut merger = Merger::default();
    let mut said = detection("a".to_owned(), 1, 0.0, DetectionClass::Smoke, 5.0);
    assert_eq!(merger.take(at(121.0), &said, Local::default(), &LIMITS), Taken::Useless);
    said.error = Cov2 { xx: f64::NAN, ..said.error };
    assert_eq!(merger.take(at(1.0), &said, Local::default(), &LIMITS), Taken::Useless);
    let far = Local { x: 1e300, y: -1e300 };
    said.error = Cov2::circle(Metres(1e9));
    assert!(matches!(merger.take(at(1.0), &said, far, &LIMITS), Taken::First(_)));
    assert_eq!(merger.age(at(300.0), &LIMITS), []);
    assert_eq!(merger.iter().count(), 0);
    assert!(merger.grid.about(far, 100.0).next().is_none());
}
