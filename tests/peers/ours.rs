//! Our side of `make peers`: does what it is told on standard input, one line a task, and answers with one line of JSON.
//!
//! Tables of times go over an order of the net, as those of large districts do; all else is plain search.
//!
//! It measures nothing: the driver reads the processor time of this process while it waits for the next line. Every
//! task takes raw places and snaps them anew each time, as the other side does.

use geodata::roads::data::RoadData;
use geodata::{Frame, Local, Profile, RoadNet, Route, Seconds, Snap, UnitAt, Wgs84, import_roads};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

type Outcome = Result<Value, Box<dyn std::error::Error>>;

/// The limits of the three isochrones, in seconds.
const REACH: [Seconds; 3] = [Seconds(60.0), Seconds(180.0), Seconds(300.0)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut side = None;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let answer = match (words.as_slice(), &mut side) {
            (["open", path], _) => Side::open(path).map(|opened| {
                let told = json!({"nodes": opened.net.nodes(), "edges": opened.net.edges(), "arcs": opened.net.arcs()});
                side = Some(opened);
                told
            }),
            ([task, numbers @ ..], Some(side)) => {
                let numbers: Vec<usize> = numbers.iter().filter_map(|word| word.parse().ok()).collect();
                side.task(task, &numbers)
            }
            _ => Err("open an extract first".into()),
        };
        let answer = answer.unwrap_or_else(|fault| json!({"error": fault.to_string()}));
        writeln!(std::io::stdout(), "{answer}")?;
    }
    Ok(())
}

/// An extract, its net, and the places the tasks are about.
struct Side {
    extract: Vec<u8>,
    frame: Frame,
    net: RoadNet,
    ordered: RoadNet,
    places: Vec<Local>,
}

impl Side {
    fn open(path: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let extract = std::fs::read(path)?;
        let (frame, net) = graph(&extract)?;
        let ordered = net.clone().with_order(&net.order())?;
        Ok(Self { extract, frame, net, ordered, places: Vec::new() })
    }

    fn task(&mut self, task: &str, numbers: &[usize]) -> Outcome {
        match (task, numbers) {
            ("places", &[count, seed]) => Ok(self.draw(count, seed as u64)),
            ("keep", kept) => {
                self.places = kept.iter().filter_map(|place| self.places.get(*place).copied()).collect();
                Ok(json!(self.places.len()))
            }
            ("import", &[times]) => {
                let nodes = (0..times).map(|_| graph(&self.extract).map(|(_, net)| net.nodes()));
                Ok(json!(nodes.sum::<Result<usize, _>>()?))
            }
            ("many_to_one", &[times, many]) => {
                Ok(json!((0..times).map(|turn| self.many_to_one(turn, many)).sum::<usize>()))
            }
            ("nearest", &[times, k, many]) => {
                Ok(json!((0..times).map(|turn| self.nearest(turn, k, many)).sum::<usize>()))
            }
            ("matrix", &[times, rows, columns]) => {
                Ok(json!((0..times).map(|_| self.matrix(rows, columns)).sum::<usize>()))
            }
            ("reach", &[times]) => Ok(json!((0..times).map(|turn| self.reach(turn)).sum::<usize>())),
            ("route", &[times]) => Ok(json!((0..times).filter(|turn| self.pair(*turn).is_some()).count())),
            ("ways", &[pairs]) => Ok(json!((0..pairs).map(|pair| self.way(pair)).collect::<Vec<_>>())),
            _ => Err(format!("{task} with {} numbers is not a task", numbers.len()).into()),
        }
    }

    /// Draws places up to 30 m beside roads, evenly over their length.
    fn draw(&mut self, count: usize, seed: u64) -> Value {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut place = || {
            let on_road = self.net.random_snap(&mut rng).point;
            let (x, y) = (rng.random_range(-20.0..20.0), rng.random_range(-20.0..20.0));
            Local { x: on_road.x + x, y: on_road.y + y }
        };
        self.places = (0..count).map(|_| place()).collect();
        json!(self.places.iter().map(|place| degrees(&self.frame, *place)).collect::<Vec<_>>())
    }

    fn snap(&self, place: usize) -> Option<Snap> {
        self.net.snap(self.places[place % self.places.len()])
    }

    fn snaps(&self, from: usize, many: usize) -> Vec<Snap> {
        (from..from + many).filter_map(|place| self.snap(place)).collect()
    }

    /// From the last places of the list to one of the first: how many got there.
    fn many_to_one(&self, turn: usize, many: usize) -> usize {
        let Some(to) = self.snap(turn) else { return 0 };
        let from = self.snaps(self.places.len() - many, many);
        self.net.undisturbed().many_to_one(&from, &to, Profile::Car).iter().flatten().count()
    }

    fn nearest(&self, turn: usize, k: usize, many: usize) -> usize {
        let Some(to) = self.snap(turn) else { return 0 };
        let units = self.snaps(self.places.len() - many, many).into_iter().enumerate();
        let units: Vec<UnitAt> = units.map(|(index, snap)| UnitAt { index, snap, profile: Profile::Car }).collect();
        self.net.nearest_units(&to, &units, k, Seconds(7_200.0)).len()
    }

    fn matrix(&self, rows: usize, columns: usize) -> usize {
        let (from, to) = (self.snaps(0, rows), self.snaps(self.places.len() - columns, columns));
        let matrix = self.ordered.undisturbed().matrix(&from, &to, Profile::Car);
        (0..rows).flat_map(|row| matrix.row(row)).flatten().count()
    }

    fn reach(&self, turn: usize) -> usize {
        let Some(from) = self.snap(turn) else { return 0 };
        let reaches = self.net.undisturbed().reach(&from, Profile::Car, &REACH);
        reaches.iter().flat_map(|reach| &reach.areas).map(|area| area.outer.len()).sum()
    }

    fn pair(&self, pair: usize) -> Option<Route> {
        self.net.route(&self.snap(2 * pair)?, &self.snap(2 * pair + 1)?, Profile::Car)
    }

    /// The way of one pair: seconds, metres, how far off the road its ends are, its points, and its roads by class.
    fn way(&self, pair: usize) -> Value {
        let Some(route) = self.pair(pair) else { return Value::Null };
        let off = [self.snap(2 * pair), self.snap(2 * pair + 1)].map(|snap| snap.map(|snap| snap.off_road.0));
        let points: Vec<_> = route.points.iter().map(|point| degrees(&self.frame, *point)).collect();
        let roads =
            route.roads.iter().map(|road| (format!("{:?}", road.class).to_lowercase(), road.length.0, road.time.0));
        let roads: Vec<_> = roads.collect();
        json!({"time": route.time.0, "length": route.length.0, "off": off, "points": points, "roads": roads})
    }
}

fn graph(extract: &[u8]) -> Result<(Frame, RoadNet), geodata::Finding> {
    let (frame, data): (Frame, RoadData) = import_roads(extract)?;
    Ok((frame, RoadNet::new(&data)))
}

/// Latitude and longitude.
fn degrees(frame: &Frame, at: Local) -> (f64, f64) {
    let Wgs84 { lat, lon } = frame.to_wgs84(at);
    (lat, lon)
}
