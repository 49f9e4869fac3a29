//! Where an aircraft on patrol is at a moment, what it has used, and what of its tour is behind it.

use super::model::Duty;
use super::patrol::Sortie;
use geodata::Seconds;

/// A place of an aircraft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whereabouts {
    /// At a port.
    Port(u32),
    /// On the way from a port to another, this part of its time behind it.
    Between {
        /// From.
        from: u32,
        /// To.
        to: u32,
        /// 0 at the beginning, 1 at the end.
        part: f64,
    },
}

/// Where serving a place was broken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breakpoint {
    /// Index of the target.
    pub target: usize,
    /// Which of its ways.
    pub way: u8,
    /// The part that is served.
    pub part: f64,
    /// Where that is.
    pub at: Whereabouts,
}

/// An aircraft in the air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Aloft {
    /// When it can turn: now, or after its climb.
    pub free: Seconds,
    /// Percent used by then.
    pub energy: f64,
    /// Where it is then.
    pub at: Whereabouts,
    /// What it is serving.
    pub breakpoint: Option<Breakpoint>,
    /// How many of its visits have begun.
    pub done: usize,
}

/// The state of a sortie at a moment; nothing before its launch and once it is landing.
pub(super) fn aloft(duty: &Duty, sortie: &Sortie, now: Seconds) -> Option<Aloft> {
    let craft = duty.fleet.iter().find(|c| c.vehicle == sortie.vehicle)?;
    let (kind, dock) = (&duty.kinds[craft.kind], duty.docks[craft.dock].port);
    if now.0 < sortie.slot.launch {
        return None;
    }
    let mut at = sortie.slot.launch + f64::from(kind.launch.time);
    let mut energy = f64::from(kind.launch.energy);
    let mut port = dock;
    if now.0 <= at {
        return Some(Aloft { free: Seconds(at), energy, at: Whereabouts::Port(dock), breakpoint: None, done: 0 });
    }
    for (done, visit) in sortie.visits.iter().enumerate() {
        let way = duty.targets.get(visit.target)?.ways.get(visit.way as usize)?;
        let hop = kind.ways.during(sortie.slot.launch).between(port, way.enter);
        if now.0 < visit.at.0 {
            let part = part(now.0 - at, visit.at.0 - at);
            let energy = energy + part * f64::from(hop.energy);
            let at = Whereabouts::Between { from: port, to: way.enter, part };
            return Some(Aloft { free: now, energy, at, breakpoint: None, done });
        }
        energy += f64::from(hop.energy);
        if now.0 < visit.until.0 {
            let part = part(now.0 - visit.at.0, visit.until.0 - visit.at.0);
            let at = if way.enter == way.leave {
                Whereabouts::Port(way.enter)
            } else {
                Whereabouts::Between { from: way.enter, to: way.leave, part }
            };
            let breakpoint = Some(Breakpoint { target: visit.target, way: visit.way, part, at });
            let energy = energy + (now.0 - visit.at.0) * kind.serving;
            return Some(Aloft { free: now, energy, at, breakpoint, done: done + 1 });
        }
        energy += (visit.until.0 - visit.at.0) * kind.serving;
        at = visit.until.0;
        port = way.leave;
    }
    let hop = kind.ways.during(sortie.slot.launch).between(port, dock);
    let part = part(now.0 - at, f64::from(hop.time));
    if part >= 1.0 {
        return None;
    }
    energy += part * f64::from(hop.energy);
    let at = Whereabouts::Between { from: port, to: dock, part };
    Some(Aloft { free: now, energy, at, breakpoint: None, done: sortie.visits.len() })
}

fn part(gone: f64, all: f64) -> f64 {
    if all > 0.0 { (gone / all).clamp(0.0, 1.0) } else { 1.0 }
}
