//! A simple simulator of a schedule, sharing no code with the planner: it walks through every sortie, every charger, every
//! operator and every place minute by minute of its own and says what does not work.

use super::super::{Craft, Duty, Outcome, Patrol, Sortie, Target};

/// Rounding of ways up to 1/64 s and 1/4096 %, over the legs of a sortie.
const CLOSE: f64 = 1e-3;

/// Everything that cannot be flown as planned.
pub fn faults(duty: &Duty, patrol: &Patrol) -> Vec<String> {
    let mut all = Vec::new();
    for sortie in &patrol.sorties {
        flight(duty, sortie, &mut all);
    }
    all.extend(clashes(duty, patrol));
    all
}

/// Everything that cannot be flown beside the rest, whatever each sortie is for.
pub fn clashes(duty: &Duty, patrol: &Patrol) -> Vec<String> {
    let mut all = Vec::new();
    for craft in &duty.fleet {
        let mut own: Vec<&Sortie> = patrol.sorties.iter().filter(|s| s.vehicle == craft.vehicle).collect();
        own.sort_by(|a, b| a.slot.launch.total_cmp(&b.slot.launch));
        let mut ready = craft.ready.0;
        for sortie in own {
            if sortie.slot.launch < ready - CLOSE {
                all.push(format!("{} leaves at {} and is ready at {ready}", sortie.vehicle, sortie.slot.launch));
            }
            ready = sortie.charge.map_or(f64::INFINITY, |c| c.to);
        }
    }
    chargers(duty, patrol, &mut all);
    movements(duty, patrol, &mut all);
    operators(duty, patrol, &mut all);
    all
}

fn flight(duty: &Duty, sortie: &Sortie, all: &mut Vec<String>) {
    let mut bad = |what: String| all.push(format!("{} at {}: {what}", sortie.vehicle, sortie.slot.launch));
    let Some(craft) = duty.fleet.iter().find(|c| c.vehicle == sortie.vehicle) else {
        return bad("no such aircraft".into());
    };
    let (kind, dock) = (&duty.kinds[craft.kind], duty.docks[craft.dock].port);
    let ways = kind.ways.during(sortie.slot.launch);
    let mut at = sortie.slot.launch + f64::from(kind.launch.time);
    let mut energy = f64::from(kind.launch.energy);
    let mut port = dock;
    for visit in &sortie.visits {
        let target = &duty.targets[visit.target];
        let way = target.ways[visit.way as usize];
        let hop = ways.between(port, way.enter);
        at += f64::from(hop.time);
        if (visit.at.0 - at).abs() > CLOSE {
            bad(format!("is at {} at {at}, not at {}", target.id, visit.at.0));
        }
        at += f64::from(way.time);
        if (visit.until.0 - at).abs() > CLOSE {
            bad(format!("leaves {} at {at}, not at {}", target.id, visit.until.0));
        }
        if !open(target, visit.at.0, visit.until.0) {
            bad(format!("is at {} outside of its hours", target.id));
        }
        energy += f64::from(hop.energy) + f64::from(way.time) * kind.serving;
        port = way.leave;
    }
    let home = ways.between(port, dock);
    at += f64::from(home.time) + f64::from(kind.land.time);
    energy += f64::from(home.energy) + f64::from(kind.land.energy) + (sortie.land.0 - at).max(0.0) * kind.serving;
    if sortie.land.0 < at - CLOSE {
        bad(format!("lands at {at}, not at {}", sortie.land.0));
    }
    if energy > kind.budget + CLOSE || (energy - sortie.energy).abs() > CLOSE {
        bad(format!("uses {energy} %, told {}, allowed {}", sortie.energy, kind.budget));
    }
    if sortie.land.0 > duty.length.0 + CLOSE || sortie.slot.launch < 0.0 || sortie.land.0 > craft.until.0 + CLOSE {
        bad("is out when it is not in service".into());
    }
    if let Some(charge) = sortie.charge {
        let least = kind.turn.0 + kind.turn_per_percent.0 * energy;
        if charge.from < sortie.land.0 - CLOSE || charge.to - charge.from < least - 0.1 {
            bad("is charged before it has landed, or not to the end".into());
        }
        if charge.lane >= duty.docks[craft.dock].chargers as usize {
            bad("is charged where there is no charger".into());
        }
    }
}

/// Whether hours hold from a moment to another, looked at half second by half second.
fn open(target: &Target, from: f64, until: f64) -> bool {
    let holds = |at: f64| target.bands.iter().any(|b| b.from.0 - CLOSE <= at && at <= b.to.0 + CLOSE);
    let mut at = from;
    while at < until {
        if !holds(at) {
            return false;
        }
        at += 0.5;
    }
    holds(until)
}

fn chargers(duty: &Duty, patrol: &Patrol, all: &mut Vec<String>) {
    let dock = |s: &Sortie| duty.fleet.iter().find(|c| c.vehicle == s.vehicle).map(|c| c.dock);
    for (i, a) in patrol.sorties.iter().enumerate() {
        for b in &patrol.sorties[..i] {
            if let (Some(x), Some(y)) = (a.charge, b.charge)
                && dock(a) == dock(b)
                && x.lane == y.lane
                && x.from < y.to - CLOSE
                && y.from < x.to - CLOSE
            {
                all.push(format!("{} and {} on one charger at {}", a.vehicle, b.vehicle, x.from.max(y.from)));
            }
        }
    }
}

fn movements(duty: &Duty, patrol: &Patrol, all: &mut Vec<String>) {
    for (index, dock) in duty.docks.iter().enumerate() {
        let here = |s: &&Sortie| duty.fleet.iter().any(|c| c.vehicle == s.vehicle && c.dock == index);
        let mut times: Vec<f64> = patrol.sorties.iter().filter(here).flat_map(|s| [s.slot.launch, s.land.0]).collect();
        times.sort_by(f64::total_cmp);
        for pair in times.windows(2).filter(|w| w[1] - w[0] < dock.slot.0 - CLOSE) {
            all.push(format!("dock {}: movements at {} and {}", dock.id, pair[0], pair[1]));
        }
    }
}

fn operators(duty: &Duty, patrol: &Patrol, all: &mut Vec<String>) {
    for (index, watcher) in duty.watchers.iter().enumerate() {
        let own: Vec<&Sortie> = patrol.sorties.iter().filter(|s| s.slot.watcher == index).collect();
        for sortie in &own {
            let over = own.iter().filter(|o| o.slot.launch <= sortie.slot.launch && sortie.slot.launch < o.land.0);
            if over.count() > watcher.most as usize {
                all.push(format!("operator {} has too many in the air at {}", watcher.id, sortie.slot.launch));
            }
            if sortie.slot.launch < watcher.from.0 - CLOSE || sortie.land.0 > watcher.to.0 + CLOSE {
                all.push(format!("operator {} is not on duty for {}", watcher.id, sortie.vehicle));
            }
        }
    }
    let nobody = patrol.sorties.iter().filter(|s| s.slot.watcher >= duty.watchers.len());
    all.extend(nobody.map(|s| format!("nobody watches {}", s.vehicle)));
}

/// Whether an aircraft can fly to a place, serve it and come back on one battery.
fn reached(duty: &Duty, target: &Target, craft: &Craft) -> bool {
    let (kind, home) = (&duty.kinds[craft.kind], duty.docks[craft.dock].port);
    target.ways.iter().any(|way| {
        let hops = [kind.launch, kind.ways.between(home, way.enter), kind.ways.between(way.leave, home), kind.land];
        let seconds: f64 = hops.iter().map(|h| f64::from(h.time)).sum::<f64>() + f64::from(way.time);
        let percent: f64 = hops.iter().map(|h| f64::from(h.energy)).sum::<f64>() + f64::from(way.time) * kind.serving;
        seconds <= kind.longest.0 && percent <= kind.budget
    })
}

/// The longest weighted idleness of all places but those nobody can reach and nobody visits, by summing up over bands from
/// visit to visit. Where nobody can reach any, all count.
pub fn promise(duty: &Duty, patrol: &Patrol) -> f64 {
    let reached: Vec<bool> = duty.targets.iter().map(|t| duty.fleet.iter().any(|c| reached(duty, t, c))).collect();
    let nobody = !reached.contains(&true);
    let mut worst = 0.0_f64;
    for (index, target) in duty.targets.iter().enumerate() {
        if !nobody && !reached[index] && patrol.arrivals(index).is_empty() {
            continue;
        }
        let spent = |from: f64, to: f64| -> f64 {
            let parts = target.bands.iter().map(|b| {
                let (from, to) = (from.max(b.from.0).max(0.0), to.min(b.to.0).min(duty.length.0));
                (to - from).max(0.0) / b.every.0
            });
            parts.sum()
        };
        let in_shift = |b: &&super::super::Band| b.to.0 > 0.0 && b.from.0 < duty.length.0;
        let first = target.bands.iter().find(in_shift).map_or(0.0, |b| target.idle.0 / b.every.0);
        let mut last = 0.0;
        let mut carried = first;
        for at in patrol.arrivals(index).iter().map(|s| s.0).chain([duty.length.0]) {
            worst = worst.max(target.weight * (carried + spent(last, at)));
            carried = 0.0;
            last = at;
        }
    }
    worst
}

/// Holds an outcome against the simulator.
pub fn holds(duty: &Duty, outcome: &Outcome) -> Result<(), String> {
    let faults = faults(duty, &outcome.best);
    if let Some(first) = faults.first() {
        return Err(format!("{} faults, the first: {first}", faults.len()));
    }
    let told = promise(duty, &outcome.best);
    if (told - outcome.value).abs() > 1e-6 * told.max(1.0) {
        return Err(format!("promises {}, keeps {told}", outcome.value));
    }
    if outcome.bound.is_some_and(|b| b > told + 1e-9) {
        return Err(format!("bound {:?} above the value {told}", outcome.bound));
    }
    for (index, target) in duty.targets.iter().enumerate() {
        let seen = !outcome.best.arrivals(index).is_empty();
        let told = outcome.left_out.iter().filter(|l| l.0 == target.id).count();
        if seen != (told == 0) || told > 1 {
            return Err(format!("{} is visited: {seen}, left out {told} times", target.id));
        }
    }
    Ok(())
}
