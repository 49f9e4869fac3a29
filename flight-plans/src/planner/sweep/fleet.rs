//! The parts of several aircraft bettered together: runs of lanes move from whoever is home last to whoever has time, tails
//! of routes change hands, every route is put in order again. Home sooner is all that counts; nobody's battery is overdrawn.

use super::lanes::{Mode, Piece};
use super::polish::{GAIN, Polisher, RUN, both, turned};
use super::split::{Flown, Line, Part, Searcher, SweepSortie};
use super::tour::{Stop, Tour};
use super::ways::Ways;
use crate::planner::pace::{Pace, Progress, over};
use geodata::Seconds;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// One sortie: whose, and the lanes in order.
#[derive(Clone)]
struct Route {
    who: usize,
    stops: Vec<Stop>,
    seconds: f64,
}

/// The aircraft, and each one's eyes on the lanes.
struct Fleet<'a> {
    who: &'a [Searcher],
    polishers: Vec<Polisher<'a>>,
}

/// The parts, better or as they were, and the rounds done.
pub(super) fn share_out(
    parts: &[Part],
    who: &[Searcher],
    (within, outside): (&[Ways], &[Ways]),
    pace: &mut dyn Pace,
    rng: &mut ChaCha8Rng,
) -> Option<(Vec<Part>, u64)> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut routes: Vec<Route> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        for sortie in &part.sorties {
            let from = pieces.len();
            pieces.extend(looked(sortie));
            let stops = (from..pieces.len()).map(|piece| (piece, 0)).collect();
            routes.push(Route { who: index, stops, seconds: 0.0 });
        }
    }
    // Whoever stayed at home may have a part, too.
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.sorties.is_empty()) {
        routes.extend((part.searcher == who[index].id).then(|| Route { who: index, stops: Vec::new(), seconds: 0.0 }));
    }
    let lanes: Vec<Vec<Vec<Mode>>> = within
        .iter()
        .map(|ways| pieces.iter().map(|piece| both(piece, ways)).collect::<Option<_>>())
        .collect::<Option<_>>()?;
    let tours = (0..who.len()).map(|i| {
        let ends = [Some(who[i].start), Some(who[i].end)];
        Polisher { tour: Tour::new(&lanes[i], &within[i], &outside[i], ends) }
    });
    let mut fleet = Fleet { who, polishers: tours.collect() };
    for route in &mut routes {
        fleet.order(route, pace);
    }
    let rounds = fleet.better(&mut routes, pace, rng);
    let flown = |index: usize| {
        let (mut now, mut home, mut sorties) = (who[index].ready.0, Seconds::ZERO, Vec::new());
        for route in routes.iter().filter(|route| route.who == index && !route.stops.is_empty()) {
            let flown: Vec<Piece> = route.stops.iter().map(|s| lanes[index][s.0][s.1].pieces[0].clone()).collect();
            let line = Line::of(&flown, &within[index])?;
            if line.looking.is_empty() {
                return None;
            }
            let sortie = Flown::new(&line, &who[index], &outside[index])?.whole(now);
            home = sortie.leaves + sortie.time;
            if !sortie.time.0.is_finite() || sortie.time.0 > who[index].endurance.0 + 1e-6 {
                return None;
            }
            now = home.0 + who[index].turn_round.0;
            sorties.push(sortie);
        }
        Some(Part { searcher: who[index].id, sorties, home })
    };
    let parts = (0..who.len()).map(flown).collect::<Option<Vec<Part>>>()?;
    Some((parts, rounds))
}

/// The lanes of a sortie: what is flown with the camera on without a break.
fn looked(sortie: &SweepSortie) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut going = false;
    for (leg, &look) in sortie.path.windows(2).zip(&sortie.looking) {
        match pieces.last_mut() {
            Some(piece) if look && going => piece.push(leg[1]),
            _ if look => pieces.push(leg.to_vec()),
            _ => {}
        }
        going = look;
    }
    pieces
}

impl Fleet<'_> {
    /// Puts a route in order.
    fn order(&mut self, route: &mut Route, pace: &mut dyn Pace) {
        let polisher = &mut self.polishers[route.who];
        polisher.descend(&mut route.stops, pace, &mut 0, f64::INFINITY);
        route.seconds = if route.stops.is_empty() { 0.0 } else { polisher.value(&route.stops) };
    }

    /// When an aircraft is home; infinite when a battery does not last.
    fn home(&self, routes: &[Route], who: usize) -> f64 {
        let one = &self.who[who];
        let (mut sum, mut sorties) = (one.ready.0, 0.0);
        for route in routes.iter().filter(|route| route.who == who && !route.stops.is_empty()) {
            if route.seconds > one.endurance.0 {
                return f64::INFINITY;
            }
            sum += route.seconds;
            sorties += 1.0;
        }
        if sorties > 0.0 { sum + one.turn_round.0 * (sorties - 1.0) } else { 0.0 }
    }

    /// The aircraft home last, and when.
    fn last(&self, routes: &[Route]) -> (usize, f64) {
        let homes = (0..self.who.len()).map(|who| (who, self.home(routes, who)));
        homes.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
    }

    /// Until the pace is over; never worse.
    fn better(&mut self, routes: &mut Vec<Route>, pace: &mut dyn Pace, rng: &mut ChaCha8Rng) -> u64 {
        let mut best = routes.clone();
        let mut value = self.last(routes).1;
        let mut rounds = 0;
        loop {
            rounds += 1;
            if over(pace.spent(&Progress { rounds, value, bound: None })) {
                break;
            }
            if self.relieve(routes, pace) {
                continue;
            }
            let tried = self.last(routes).1;
            if tried < value - GAIN {
                (best, value) = (routes.clone(), tried);
            } else if tried > 1.01 * value {
                *routes = best.clone();
            }
            if !self.kick(routes, rng, pace) {
                break;
            }
        }
        if self.last(routes).1 >= value - GAIN {
            *routes = best;
        }
        rounds
    }

    /// A run of one route goes anywhere into another.
    fn kick(&mut self, routes: &mut [Route], rng: &mut ChaCha8Rng, pace: &mut dyn Pace) -> bool {
        let full: Vec<usize> = (0..routes.len()).filter(|&i| routes[i].stops.len() > 1).collect();
        if full.is_empty() || routes.len() < 2 {
            return false;
        }
        let from = full[rng.random_range(0..full.len())];
        let to = (from + rng.random_range(1..routes.len())) % routes.len();
        let length = routes[from].stops.len();
        let at = rng.random_range(0..length);
        let end = (at + rng.random_range(1..=3)).min(length);
        let run: Vec<Stop> = routes[from].stops.drain(at..end).collect();
        let at = self.nearest(&routes[to], run[0]);
        routes[to].stops.splice(at..at, run);
        for index in [from, to] {
            let mut route = routes[index].clone();
            self.order(&mut route, pace);
            routes[index] = route;
        }
        true
    }

    /// Where in a route a stop costs about least.
    fn nearest(&self, route: &Route, stop: Stop) -> usize {
        let polisher = &self.polishers[route.who];
        let cost = |at: usize| {
            let (a, b) = (at.checked_sub(1).map(|i| route.stops[i]), route.stops.get(at).copied());
            polisher.least(a, Some(stop)) + polisher.least(Some(stop), b) - polisher.least(a, b)
        };
        (0..=route.stops.len()).min_by(|&a, &b| cost(a).total_cmp(&cost(b))).unwrap_or(0)
    }

    /// One change that brings the last aircraft home sooner and nobody else later than it was.
    fn relieve(&mut self, routes: &mut [Route], pace: &mut dyn Pace) -> bool {
        let (last, value) = self.last(routes);
        for from in (0..routes.len()).filter(|&i| routes[i].who == last).collect::<Vec<_>>() {
            let mut others: Vec<usize> = (0..routes.len()).filter(|&i| i != from).collect();
            others.sort_by(|&a, &b| self.home(routes, routes[a].who).total_cmp(&self.home(routes, routes[b].who)));
            for to in others {
                let found = self.give(&routes[from], &routes[to], &self.slack(routes, from, to, value));
                let found =
                    found.or_else(|| self.tails(&routes[from], &routes[to], &self.slack(routes, from, to, value)));
                let Some((one, two)) = found else { continue };
                let mut tried = routes.to_vec();
                (tried[from].stops, tried[to].stops) = (one, two);
                for index in [from, to] {
                    let mut route = tried[index].clone();
                    self.order(&mut route, pace);
                    tried[index] = route;
                }
                let homes = [self.home(&tried, last), self.home(&tried, tried[to].who)];
                if homes.iter().all(|home| *home < value - GAIN) {
                    routes.clone_from_slice(&tried);
                    return true;
                }
            }
        }
        false
    }

    /// How many seconds the one route must fall below what it takes, and the other may take at most.
    fn slack(&self, routes: &[Route], from: usize, to: usize, value: f64) -> [f64; 2] {
        let who = routes[to].who;
        if who == routes[from].who {
            // Within one aircraft only the sum counts; half of what is left is fair to both.
            return [routes[from].seconds, self.who[who].endurance.0];
        }
        let first = if routes[to].stops.is_empty() { self.who[who].ready.0 } else { self.home(routes, who) };
        [routes[from].seconds, (routes[to].seconds + value - first).min(self.who[who].endurance.0)]
    }

    /// The run that makes both of two routes shortest when it moves from the one to the other.
    fn give(&mut self, from: &Route, to: &Route, limits: &[f64; 2]) -> Option<(Vec<Stop>, Vec<Stop>)> {
        let (there, back) = self.polishers[from.who].sums(&from.stops);
        let mut best: Option<(f64, usize, usize, usize, bool)> = None;
        for i in 0..from.stops.len() {
            for j in i..from.stops.len().min(i + RUN) {
                let giver = &mut self.polishers[from.who];
                let (before, after) = (i.checked_sub(1).map(|i| from.stops[i]), from.stops.get(j + 1).copied());
                let (first, last) = (from.stops[i], from.stops[j]);
                let own = giver.chain(&from.stops, i, j, false, &there);
                let freed =
                    giver.gap(before, Some(first)) + giver.gap(Some(last), after) - giver.gap(before, after) + own;
                let left = from.seconds - freed;
                if freed < GAIN {
                    continue;
                }
                let around = giver.chain(&from.stops, i, j, true, &back);
                let taker = &mut self.polishers[to.who];
                for at in 0..=to.stops.len() {
                    let (a, b) = (at.checked_sub(1).map(|i| to.stops[i]), to.stops.get(at).copied());
                    let gap = taker.gap(a, b);
                    for (entry, exit, own, round) in
                        [(first, last, own, false), (turned(last), turned(first), around, true)]
                    {
                        let worst = |more: f64| (to.seconds + more).max(left);
                        let least = taker.least(a, Some(entry)) + taker.least(Some(exit), b) - gap + own;
                        let bar = best.map_or(f64::INFINITY, |b| b.0);
                        if to.seconds + least >= limits[1] - GAIN || worst(least) >= bar {
                            continue;
                        }
                        let more = taker.gap(a, Some(entry)) + taker.gap(Some(exit), b) - gap + own;
                        if to.seconds + more < limits[1] - GAIN && worst(more) < bar {
                            best = Some((worst(more), i, j, at, round));
                        }
                    }
                }
            }
        }
        let (_, i, j, at, round) = best?;
        let (mut one, mut two) = (from.stops.clone(), to.stops.clone());
        let mut run: Vec<Stop> = one.drain(i..=j).collect();
        if round {
            run = run.into_iter().rev().map(turned).collect();
        }
        two.splice(at..at, run);
        Some((one, two))
    }

    /// The tails of two routes change hands.
    fn tails(&mut self, from: &Route, to: &Route, limits: &[f64; 2]) -> Option<(Vec<Stop>, Vec<Stop>)> {
        let (mine, _) = self.polishers[from.who].sums(&from.stops);
        let (its, _) = self.polishers[to.who].sums(&to.stops);
        let mut best: Option<(f64, usize, usize)> = None;
        for i in 0..=from.stops.len() {
            let (a, b) = (i.checked_sub(1).map(|i| from.stops[i]), from.stops.get(i).copied());
            for j in 0..=to.stops.len() {
                let (c, d) = (j.checked_sub(1).map(|j| to.stops[j]), to.stops.get(j).copied());
                // Seconds of the lanes on from a stop, without the way to it.
                let tail = |sums: &[f64], stops: &[Stop], k: usize, polisher: &Polisher<'_>| match stops.get(k) {
                    Some(&stop) => sums[stops.len()] - sums[k + 1] + polisher.tour.own(stop),
                    None => 0.0,
                };
                let start = |polisher: &mut Polisher<'_>, stop: Option<Stop>| polisher.gap(None, stop);
                let giver = &mut self.polishers[from.who];
                let head = if i > 0 { start(giver, Some(from.stops[0])) + mine[i] } else { 0.0 };
                let one_tail = tail(&its, &to.stops, j, giver);
                if head + one_tail >= limits[0] {
                    continue;
                }
                let one = head
                    + one_tail
                    + giver.gap(a, d)
                    + to.stops.last().filter(|_| d.is_some()).map_or(0.0, |&s| giver.gap(Some(s), None));
                let taker = &mut self.polishers[to.who];
                let head = if j > 0 { start(taker, Some(to.stops[0])) + its[j] } else { 0.0 };
                let two_tail = tail(&mine, &from.stops, i, taker);
                let two = head
                    + two_tail
                    + taker.gap(c, b)
                    + from.stops.last().filter(|_| b.is_some()).map_or(0.0, |&s| taker.gap(Some(s), None));
                let worst = one.max(two);
                if one < limits[0] - GAIN && two < limits[1] - GAIN && best.is_none_or(|best| worst < best.0) {
                    best = Some((worst, i, j));
                }
            }
        }
        let (_, i, j) = best?;
        let one = from.stops[..i].iter().chain(&to.stops[j..]).copied().collect();
        let two = to.stops[..j].iter().chain(&from.stops[i..]).copied().collect();
        Some((one, two))
    }
}
