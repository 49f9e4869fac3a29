//! An incident meets the patrols: who could come, flying or docked, when, and what patrol that costs.
//!
//! Every aircraft is asked. One on patrol breaks off where it is, flies to the scene, stays, and resumes at the breakpoint as
//! far as its battery still goes; a docked one leaves once its battery, an operator and the dock let it. Nothing is decided
//! here: the offers are for the one who commands, [`super::accept`] makes the schedule that follows.

use super::aloft::{Aloft, Breakpoint, Whereabouts, aloft};
use super::idleness::idleness;
use super::model::{Duty, Hop};
use super::patrol::{Patrol, Sortie, Visit};
use super::resources::{Charge, Slot};
use geodata::{Finding, Seconds};

/// Where something happened, as ways to it and away from it.
pub trait Approach {
    /// From somewhere to the scene, for a kind of aircraft.
    fn to(&self, kind: usize, from: Whereabouts) -> Option<Hop>;
    /// From the scene to somewhere.
    fn away(&self, kind: usize, to: Whereabouts) -> Option<Hop>;
}

/// When, and for how long an aircraft is wanted there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incident {
    /// Now, seconds of the shift.
    pub now: Seconds,
    /// How long to stay.
    pub stay: Seconds,
}

/// How an aircraft would come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// From its patrol.
    Divert,
    /// From its dock.
    Launch,
}

/// One aircraft that could come.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Which.
    pub vehicle: u32,
    /// How.
    pub means: Means,
    /// Over the scene.
    pub arrive: Seconds,
    /// Leaves it again.
    pub leave: Seconds,
    /// Percent left above the reserve after landing.
    pub spare: f64,
    /// What it would fly, visits before and after the scene.
    pub sortie: Sortie,
    /// Where the patrol was broken off, when a place was being served; and whether it is resumed.
    pub breakpoint: Option<(Breakpoint, bool)>,
    /// Visits called off, by index of the target, and when each was planned.
    pub lost: Vec<(usize, Seconds)>,
    /// Presence lost: minutes over places that were planned, as seconds.
    pub dose_lost: Seconds,
    /// What the promise would be were nothing caught up.
    pub promise: f64,
    /// By how much the mean idleness would grow.
    pub more_idle: f64,
}

/// Everyone who could come, first the one who is there first, and why the others cannot.
#[must_use]
pub fn offers(
    duty: &Duty,
    patrol: &Patrol,
    incident: Incident,
    approach: &dyn Approach,
) -> (Vec<Offer>, Vec<(u32, Finding)>) {
    let (mut able, mut unable) = (Vec::new(), Vec::new());
    let faults = duty.faults();
    let patrol = &patrol.settled(incident.now);
    let sane = incident.now.0.is_finite() && incident.stay.0 >= 0.0 && incident.stay.0.is_finite();
    let before = if faults.is_empty() { idleness(duty, patrol) } else { (0.0, 0.0) };
    for (index, craft) in duty.fleet.iter().enumerate() {
        let refuse =
            |code, say: &str, remedy: &str| Err(Finding::new(code, format!("aircraft {}", craft.vehicle), say, remedy));
        let offer =
            if let Some(fault) = faults.first() {
                Err(fault.clone())
            } else if !sane {
                refuse("no_moment", "the incident has no moment or no length", "Say when and for how long")
            } else if craft.until.0 <= incident.now.0 {
                refuse("out_of_service", "it is out of service", "Ask another")
            } else {
                let asked = Asked { duty, patrol, incident, approach, index };
                match patrol.sorties.iter().find(|s| {
                    s.vehicle == craft.vehicle && s.slot.launch <= incident.now.0 && incident.now.0 < s.land.0
                }) {
                    Some(flying) => asked.divert(flying),
                    None => asked.launch(),
                }
            };
        match offer {
            Ok(mut offer) => {
                let (promise, mean) = idleness(duty, &followed(duty, patrol, incident, &offer));
                offer.promise = promise;
                offer.more_idle = mean - before.1;
                able.push(offer);
            }
            Err(why) => unable.push((craft.vehicle, why)),
        }
    }
    able.sort_by(|a, b| {
        a.arrive.total_cmp(&b.arrive).then(a.more_idle.total_cmp(&b.more_idle)).then(a.vehicle.cmp(&b.vehicle))
    });
    (able, unable)
}

/// The schedule with an offer in it and what that calls off taken out, nothing caught up yet.
pub(super) fn followed(duty: &Duty, patrol: &Patrol, incident: Incident, offer: &Offer) -> Patrol {
    let mut then = patrol.settled(incident.now);
    let ready = offer.sortie.slot.charge.map_or(f64::INFINITY, |c| c.to);
    then.sorties.retain(|s| s.vehicle != offer.vehicle || s.land.0 <= incident.now.0 || s.slot.launch >= ready);
    then.sorties.push(offer.sortie.clone());
    then.sorties.sort_by(|a, b| a.slot.launch.total_cmp(&b.slot.launch).then(a.vehicle.cmp(&b.vehicle)));
    super::roll::charge(duty, &mut then.sorties);
    then
}

struct Asked<'a> {
    duty: &'a Duty,
    patrol: &'a Patrol,
    incident: Incident,
    approach: &'a dyn Approach,
    index: usize,
}

impl Asked<'_> {
    fn no<T>(&self, code: &'static str, say: impl Into<String>, remedy: &str) -> Result<T, Finding> {
        Err(Finding::new(code, format!("aircraft {}", self.duty.fleet[self.index].vehicle), say, remedy))
    }

    fn divert(&self, flying: &Sortie) -> Result<Offer, Finding> {
        let craft = &self.duty.fleet[self.index];
        let Some(Aloft { free, energy, at, breakpoint, done }) = aloft(self.duty, flying, self.incident.now) else {
            return self.no("landing", "it is landing", "Ask again when it is ready");
        };
        let Some(there) = self.approach.to(craft.kind, at).filter(Hop::is_way) else {
            return self.no("no_way", "it has no way to the scene", "Ask another");
        };
        let arrive = free.0 + f64::from(there.time);
        let leave = arrive + self.incident.stay.0;
        let used = energy + f64::from(there.energy) + self.incident.stay.0 * self.duty.kinds[craft.kind].serving;
        let rest = &flying.visits[done..];
        let begun = breakpoint.is_some();
        let mut short = "";
        let in_time = (flying.slot.by, "it would be back too late for its next sortie");
        let watched = self.duty.watchers.get(flying.slot.watcher).map_or(f64::INFINITY, |w| w.to.0);
        let last = craft.until.0.min(self.duty.length.0).min(watched).max(flying.slot.by);
        let at_all = (last, "the shift, its service or its operator's duty ends before it would be back");
        // Resume with as much of the rest as still goes.
        for keep in (0..=rest.len() + usize::from(begun)).rev() {
            let resumed = begun && keep > 0;
            let point = breakpoint.filter(|_| resumed);
            let visits = &rest[..keep - usize::from(resumed)];
            match self.home(leave, used, point, visits, if keep == 0 { at_all } else { in_time }) {
                Ok((tail, land, energy)) => {
                    let mut sortie = flying.clone();
                    sortie.visits.truncate(done);
                    if let (Some(point), Some(cut)) = (breakpoint, sortie.visits.last_mut())
                        && cut.target == point.target
                    {
                        cut.until = self.incident.now;
                    }
                    sortie.visits.extend(tail);
                    sortie.land = Seconds(land);
                    sortie.energy = energy;
                    self.recharge(&mut sortie);
                    let called_off: Vec<Visit> = rest[keep - usize::from(resumed)..].to_vec();
                    return Ok(self.offer(
                        Means::Divert,
                        arrive,
                        leave,
                        sortie,
                        called_off,
                        breakpoint.map(|b| (b, resumed)),
                    ));
                }
                Err(why) => short = why,
            }
        }
        self.no("endurance_short", short, "Stay for less time, or relieve it there")
    }

    /// From the scene over what is resumed to the dock: visits, landing, percent used. By when it must have landed, and what
    /// is said when it cannot.
    fn home(
        &self,
        leave: f64,
        used: f64,
        point: Option<Breakpoint>,
        visits: &[Visit],
        by: (f64, &'static str),
    ) -> Result<(Vec<Visit>, f64, f64), &'static str> {
        let craft = &self.duty.fleet[self.index];
        let (kind, dock) = (&self.duty.kinds[craft.kind], &self.duty.docks[craft.dock]);
        let no_way = "it has no way on from the scene";
        let (mut at, mut energy, mut tail) = (leave, used, Vec::new());
        let mut port: Option<u32> = None;
        if let Some(point) = point {
            let target = &self.duty.targets[point.target];
            let way = target.ways[point.way as usize];
            let hop = self.approach.away(craft.kind, point.at).filter(Hop::is_way).ok_or(no_way)?;
            let time = f64::from(way.time) * (1.0 - point.part);
            at += f64::from(hop.time);
            energy += f64::from(hop.energy) + time * kind.serving;
            tail.push(Visit { target: point.target, way: point.way, at: Seconds(at), until: Seconds(at + time) });
            at += time;
            port = Some(way.leave);
        }
        for visit in visits {
            let target = &self.duty.targets[visit.target];
            let way = target.ways[visit.way as usize];
            let hop = self.hop(port, way.enter).ok_or(no_way)?;
            at += f64::from(hop.time);
            let time = f64::from(way.time);
            let open = super::need::Need::of(target, self.duty.length).visit(at, time).is_some();
            if !open {
                return Err("what is left of its patrol would come after hours");
            }
            energy += f64::from(hop.energy) + time * kind.serving;
            tail.push(Visit { target: visit.target, way: visit.way, at: Seconds(at), until: Seconds(at + time) });
            at += time;
            port = Some(way.leave);
        }
        let hop = self.hop(port, dock.port).ok_or(no_way)?;
        at += f64::from(hop.time + kind.land.time);
        energy += f64::from(hop.energy + kind.land.energy);
        let land = self.movement(at, craft.vehicle);
        energy += (land - at) * kind.serving;
        if energy > kind.budget {
            return Err("its battery, less the reserve, does not last for the way, the stay and the way home");
        }
        if land > by.0 {
            return Err(by.1);
        }
        Ok((tail, land, energy))
    }

    fn hop(&self, port: Option<u32>, to: u32) -> Option<Hop> {
        let kind = self.duty.fleet[self.index].kind;
        let hop = match port {
            Some(port) => self.duty.kinds[kind].ways.during(self.incident.now.0).between(port, to),
            None => self.approach.away(kind, Whereabouts::Port(to))?,
        };
        hop.is_way().then_some(hop)
    }

    fn launch(&self) -> Result<Offer, Finding> {
        let craft = &self.duty.fleet[self.index];
        let (kind, now) = (&self.duty.kinds[craft.kind], self.incident.now.0);
        let last = self.patrol.sorties.iter().filter(|s| s.vehicle == craft.vehicle && s.land.0 <= now);
        let ready = last.map(|s| s.charge.map_or(f64::INFINITY, |c| c.to)).fold(craft.ready.0, f64::max);
        if ready > now {
            let say = if ready.is_finite() {
                format!("it is ready in {:.0} s", ready - now)
            } else {
                "nothing charges it".into()
            };
            return self.no("not_ready", say, "Ask again when it is ready");
        }
        let Some(there) =
            self.approach.to(craft.kind, Whereabouts::Port(self.duty.docks[craft.dock].port)).filter(Hop::is_way)
        else {
            return self.no("no_way", "it has no way to the scene", "Ask another");
        };
        let mut launch = now.ceil();
        // Rounded up it may have come too near to the next movement.
        while self.movement(launch, craft.vehicle) > launch {
            launch = self.movement(launch, craft.vehicle).ceil();
        }
        let arrive = launch + f64::from(kind.launch.time + there.time);
        let leave = arrive + self.incident.stay.0;
        let used = f64::from(kind.launch.energy + there.energy) + self.incident.stay.0 * kind.serving;
        let (_, land, energy) = match self.home(leave, used, None, &[], (f64::INFINITY, "")) {
            Ok(home) => home,
            Err(why) => return self.no("endurance_short", why, "Stay for less time, or relieve it there"),
        };
        let Some(watcher) = self.watcher(launch, land) else {
            return self.no(
                "no_operator",
                "every operator on duty watches as many as allowed",
                "Divert a patrol instead",
            );
        };
        if land > craft.until.0.min(self.duty.length.0) {
            return self.no("out_of_service", "its service or the shift ends before it would be back", "Ask another");
        }
        let slot = Slot { craft: self.index, launch, by: land, watcher, charge: None };
        let mut sortie =
            Sortie { vehicle: craft.vehicle, slot, visits: Vec::new(), land: Seconds(land), energy, charge: None };
        self.recharge(&mut sortie);
        Ok(self.offer(Means::Launch, arrive, leave, sortie, Vec::new(), None))
    }

    fn offer(
        &self,
        means: Means,
        arrive: f64,
        leave: f64,
        sortie: Sortie,
        off: Vec<Visit>,
        point: Option<(Breakpoint, bool)>,
    ) -> Offer {
        let kind = &self.duty.kinds[self.duty.fleet[self.index].kind];
        let ready = sortie.slot.charge.map_or(f64::INFINITY, |c| c.to);
        let own =
            |s: &&Sortie| s.vehicle == sortie.vehicle && s.slot.launch > self.incident.now.0 && s.slot.launch < ready;
        let later = self.patrol.sorties.iter().filter(own).flat_map(|s| s.visits.iter().copied());
        let lost: Vec<Visit> = off.into_iter().chain(later).collect();
        let rest = match point {
            Some((point, false)) => {
                f64::from(self.duty.targets[point.target].ways[point.way as usize].time) * (1.0 - point.part)
            }
            _ => 0.0,
        };
        Offer {
            vehicle: sortie.vehicle,
            means,
            arrive: Seconds(arrive),
            leave: Seconds(leave),
            spare: kind.budget - sortie.energy,
            breakpoint: point,
            dose_lost: Seconds(rest + lost.iter().map(|v| v.until.0 - v.at.0).sum::<f64>()),
            lost: lost.iter().map(|v| (v.target, v.at)).collect(),
            promise: 0.0,
            more_idle: 0.0,
            sortie,
        }
    }

    /// The first moment from `at` on at which nobody else moves at the dock.
    fn movement(&self, at: f64, vehicle: u32) -> f64 {
        let dock = self.duty.fleet[self.index].dock;
        let gap = self.duty.docks[dock].slot.0;
        let here = |s: &&Sortie| {
            s.vehicle != vehicle && self.duty.fleet.iter().any(|c| c.vehicle == s.vehicle && c.dock == dock)
        };
        let mut moves: Vec<f64> =
            self.patrol.sorties.iter().filter(here).flat_map(|s| [s.slot.launch, s.land.0]).collect();
        moves.sort_by(f64::total_cmp);
        let mut free = at;
        for moved in moves {
            if (moved - free).abs() < gap {
                free = moved + gap;
            }
        }
        free
    }

    fn watcher(&self, launch: f64, land: f64) -> Option<usize> {
        let vehicle = self.duty.fleet[self.index].vehicle;
        (0..self.duty.watchers.len()).find(|index| {
            let watcher = &self.duty.watchers[*index];
            let others = || self.patrol.sorties.iter().filter(|s| s.vehicle != vehicle).map(|s| &s.slot);
            let full = |at: f64| others().filter(|s| s.watched_at(*index, at)).count() >= watcher.most as usize;
            let later = |s: &&Slot| s.watcher == *index && launch < s.launch && s.launch < land;
            watcher.from.0 <= launch
                && land <= watcher.to.0
                && !full(launch)
                && !others().filter(later).any(|s| full(s.launch))
        })
    }

    /// Keeps a charger for it, beside what others have kept.
    fn recharge(&self, sortie: &mut Sortie) {
        let craft = &self.duty.fleet[self.index];
        let kind = &self.duty.kinds[craft.kind];
        sortie.slot.by = sortie.slot.by.max(sortie.land.0);
        if sortie.slot.charge.is_some_and(|c| c.from >= sortie.land.0 - 1e-6) {
            return;
        }
        let length = kind.turn.0 + kind.turn_per_percent.0 * kind.budget;
        let others = |s: &&Sortie| {
            s.vehicle != sortie.vehicle
                && self.duty.fleet.iter().any(|c| c.vehicle == s.vehicle && c.dock == craft.dock)
        };
        let kept: Vec<Charge> = self.patrol.sorties.iter().filter(others).filter_map(|s| s.slot.charge).collect();
        let lanes = (0..self.duty.docks[craft.dock].chargers.min(1_000) as usize).map(|lane| {
            let mut from = sortie.land.0;
            let mut own: Vec<&Charge> = kept.iter().filter(|c| c.lane == lane).collect();
            own.sort_by(|a, b| a.from.total_cmp(&b.from));
            for other in own {
                if other.from < from + length && from < other.to {
                    from = other.to;
                }
            }
            Charge { lane, from, to: from + length }
        });
        sortie.slot.charge = lanes.min_by(|a, b| a.from.total_cmp(&b.from).then(a.lane.cmp(&b.lane)));
    }
}
