//! No flight leads through a zone: no order leaves whose way crosses a keep-out zone that holds when it is decided, and whoever
//! flies towards a zone that is set is named and stopped in the same moment. The geometry is of this file alone.

use crate::trace::{Seen, Trace};
use controller_core::{Fact, Order, OrderId, OrderKind, SortieId, VehicleId};
use flight_plans::Mission;
use geodata::{Local, Timestamp, ZoneKind};
use std::collections::{BTreeMap, BTreeSet};

/// A zone is crossed by what comes this far into it, as a share of the way to its middle; less is rounding.
const DEEP: f64 = 0.03;

#[derive(Default)]
struct Book {
    zones: BTreeMap<u32, Vec<Local>>,
    /// Where each aircraft was last told to be.
    stands: BTreeMap<VehicleId, Local>,
    /// Of each order: where its aircraft stood, and the zones that held, when it was decided.
    decided: BTreeMap<OrderId, (Local, BTreeSet<u32>)>,
    flights: BTreeMap<SortieId, VehicleId>,
    before: BTreeMap<VehicleId, (Timestamp, Vec<Local>)>,
    /// Those who must be stopped, by which zone, in the records of which moment.
    stops: BTreeMap<VehicleId, (u32, Timestamp)>,
    faults: Vec<String>,
}

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut book = Book::default();
    for (at, seen) in &trace.seen {
        match seen {
            Seen::Recorded(index) => {
                let entry = trace.entry(*index);
                book.overdue(entry.at);
                book.read(trace, entry.at, &entry.event.fact);
            }
            Seen::Stands(vehicle, place) => drop(book.stands.insert(*vehicle, *place)),
            Seen::Before(vehicle, way) => drop(book.before.insert(*vehicle, (*at, way.clone()))),
            Seen::Flown(order) => book.leaves(trace, order),
            Seen::Back => book.decided.clear(),
            _ => {}
        }
    }
    book.overdue(Timestamp(i64::MAX));
    book.faults
}

impl Book {
    fn read(&mut self, trace: &Trace, at: Timestamp, fact: &Fact) {
        match fact {
            Fact::ZoneSet(set) if set.drawn.zone == ZoneKind::KeepOut => {
                let frame = &trace.setup.atlas.frame;
                let ring: Vec<Local> = set.drawn.ring.iter().map(|corner| frame.to_local(*corner)).collect();
                self.must_stop(at, set.number, &ring);
                self.zones.insert(set.number, ring);
            }
            Fact::ZoneLifted(lifted) => drop(self.zones.remove(&lifted.number)),
            Fact::SortieOrdered { sortie, order, .. } => {
                self.flights.insert(*sortie, order.vehicle);
                self.decides(order);
            }
            Fact::SortieAdopted { sortie, vehicle } => drop(self.flights.insert(*sortie, *vehicle)),
            Fact::SortieEnded { sortie } => drop(self.flights.remove(sortie)),
            Fact::OrderGiven { order } => self.decides(order),
            Fact::SortieBlocked(blocked) => {
                if let Some(vehicle) = self.flights.get(&blocked.sortie) {
                    self.stops.remove(vehicle);
                }
            }
            _ => {}
        }
    }

    fn decides(&mut self, order: &Order) {
        if let Some(place) = self.stands.get(&order.vehicle) {
            self.decided.insert(order.id, (*place, self.zones.keys().copied().collect()));
        }
    }

    /// A repeat after a crash is decided anew, where the aircraft stands now and with the zones of now.
    fn leaves(&mut self, trace: &Trace, order: &Order) {
        let now = || self.stands.get(&order.vehicle).map(|at| (*at, self.zones.keys().copied().collect()));
        let Some((from, held)) = self.decided.get(&order.id).cloned().or_else(now) else { return };
        let mut way = vec![from];
        way.extend(way_of(trace, order));
        for (number, ring) in self.zones.iter().filter(|(number, _)| held.contains(number)) {
            if crosses(&way, ring) {
                let (word, vehicle) = (order.kind.word(), order.vehicle);
                self.faults.push(format!("{word} {} of {vehicle} leads through live-{number}", order.id));
            }
        }
    }

    fn must_stop(&mut self, at: Timestamp, number: u32, ring: &[Local]) {
        let before = self.before.iter().filter(|(_, (seen, way))| *seen == at && crosses(way, ring));
        let open: BTreeSet<VehicleId> = self.flights.values().copied().collect();
        let must: Vec<VehicleId> = before.map(|(vehicle, _)| *vehicle).filter(|one| open.contains(one)).collect();
        self.stops.extend(must.into_iter().map(|vehicle| (vehicle, (number, at))));
    }

    fn overdue(&mut self, at: Timestamp) {
        let late: Vec<(VehicleId, u32)> = self
            .stops
            .iter()
            .filter(|(_, (_, by))| at > *by)
            .map(|(vehicle, (number, _))| (*vehicle, *number))
            .collect();
        for (vehicle, number) in late {
            self.stops.remove(&vehicle);
            self.faults.push(format!("live-{number} is in the way of {vehicle}, and nobody stopped it"));
        }
    }
}

/// The places an order leads to, in order.
fn way_of(trace: &Trace, order: &Order) -> Vec<Local> {
    let frame = &trace.setup.atlas.frame;
    let places = |mission: &Mission, from: u16| -> Vec<Local> {
        let items = mission.items.iter().skip(usize::from(from));
        items.filter_map(|item| Some(frame.to_local(item.place()?.0))).collect()
    };
    match &order.kind {
        OrderKind::Launch { mission } | OrderKind::FlyMission { mission } | OrderKind::FlyHome { mission } => {
            places(mission, 0)
        }
        OrderKind::Resume { mission, from } => places(mission, *from),
        OrderKind::GoTo { at, .. } => vec![frame.to_local(*at)],
        OrderKind::Orbit { at, radius, .. } => {
            let middle = frame.to_local(*at);
            let corner = |(x, y): (f64, f64)| Local { x: middle.x + x * radius.0, y: middle.y + y * radius.0 };
            [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)].map(corner).to_vec()
        }
        _ => Vec::new(),
    }
}

/// Whether a way enters a ring that is convex, drawn in to `DEEP`. Who stands in it already only flies out.
fn crosses(way: &[Local], ring: &[Local]) -> bool {
    let count = ring.len() as f64;
    let middle = ring
        .iter()
        .fold(Local { x: 0.0, y: 0.0 }, |sum, at| Local { x: sum.x + at.x / count, y: sum.y + at.y / count });
    let drawn_in = |at: &Local| Local { x: at.x + (middle.x - at.x) * DEEP, y: at.y + (middle.y - at.y) * DEEP };
    let ring: Vec<Local> = ring.iter().map(drawn_in).collect();
    let legs = way.windows(2).skip(usize::from(way.first().is_some_and(|at| is_within(*at, &ring))));
    legs.into_iter().any(|leg| matches!(leg, [a, b] if enters(*a, *b, &ring)))
}

/// A leg against a convex ring, clipped by each side in turn.
fn enters(a: Local, b: Local, ring: &[Local]) -> bool {
    let turns = area(ring).signum();
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (one, other) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let side = |at: Local| ((other.x - one.x) * (at.y - one.y) - (other.y - one.y) * (at.x - one.x)) * turns;
        let (before, after) = (side(a), side(b));
        if before < 0.0 && after < 0.0 {
            return false;
        }
        let meets = before / (before - after);
        if before < 0.0 {
            from = from.max(meets);
        } else if after < 0.0 {
            to = to.min(meets);
        }
    }
    from < to
}

fn is_within(at: Local, ring: &[Local]) -> bool {
    enters(at, Local { x: at.x + 1e-3, y: at.y }, ring)
}

fn area(ring: &[Local]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}
