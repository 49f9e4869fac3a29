//! The model of a search held against reason: what is wrong with it, what nobody can beat, whether a plan from before still
//! stands.

use super::ground::{away, edges};
use super::lanes::Seen;
use super::seen::{Sight, planned};
use super::ways::Ways;
use super::{Part, Searcher, SweepModel, SweepOutcome, SweepPlan, Unseen};
use geodata::{Finding, Local, Seconds};
use std::f64::consts::PI;

impl SweepModel {
    /// Everything wrong with the model.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let mut faults = self.ground.faults();
        let mut fault = |at: String, say: &str| {
            faults.push(Finding::new("search_figure", at, say, "Correct the figure"));
        };
        let (radius, spacing) = (self.seen.radius.0, self.seen.spacing.0);
        if !(0.5..=5000.0).contains(&radius) || !(0.1..=2.0 * radius + 1e-9).contains(&spacing) {
            fault("the footprint".into(), "lanes must lie at most twice the radius of 0.5 to 5,000 m apart");
        }
        let (low, high) = self.ground.reach();
        if high - low > 4000.0 * radius {
            fault("the footprint".into(), "it is too small for so large an area: more than 2,000 lanes");
        }
        if self.within.0.is_nan() || self.within.0 <= 0.0 {
            fault("the search".into(), "the time it may take is not positive");
        }
        for one in &self.searchers {
            let numbers = [one.start.x, one.start.y, one.end.x, one.end.y, one.ready.0, one.turn_round.0];
            let wind = [one.motion.wind.east, one.motion.wind.north, one.motion.airspeed.0, one.motion.acceleration];
            if !numbers.iter().chain(&wind).all(|n| n.is_finite()) || one.motion.airspeed.0 <= 0.0 {
                fault(format!("searcher {}", one.id), "a place, a speed or a time is not a number");
            }
            if one.ready.0 < 0.0 || one.turn_round.0 < 0.0 || one.endurance.0.is_nan() || one.endurance.0 <= 0.0 {
                fault(format!("searcher {}", one.id), "a time is negative, or its endurance is nothing");
            }
        }
        faults
    }

    /// The footprint as planned with: a little smaller, so that what is seen on rows is seen between them.
    pub(super) fn planned(&self) -> Seen {
        let radius = planned(self.seen.radius.0);
        Seen { radius, spacing: self.seen.spacing.0.min(2.0 * radius) }
    }

    /// Proven: with all aircraft at once at their best ground speed.
    pub(super) fn bound(&self, area_m2: f64) -> Seconds {
        let best = |one: &Searcher| one.motion.airspeed.0 + one.motion.wind.speed().0;
        let speed: f64 = self.searchers.iter().map(best).sum();
        let (r, count) = (self.seen.radius.0, self.searchers.len() as f64);
        let starts: f64 = self.searchers.iter().map(|one| f64::from(one.sorties)).sum::<f64>().max(count) * PI * r * r;
        if speed > 0.0 { Seconds(((area_m2 - starts) / (2.0 * r * speed)).max(0.0)) } else { Seconds::ZERO }
    }

    /// Why a part of the path is not flown.
    pub(super) fn too_little(&self) -> Finding {
        let say = "the aircraft come to the end of their endurance, their sorties or the time allowed";
        Finding::new("search_endurance", "the search", say, "Add aircraft, sorties or time, or fly higher")
    }

    /// Whether a plan from before may still be flown: every leg clear, every time as it was or better.
    pub(super) fn flies(&self, plan: &SweepPlan, outside: &[Ways]) -> bool {
        plan.parts.len() == self.searchers.len()
            && plan.parts.iter().zip(&self.searchers).zip(outside).all(|((part, who), ways)| {
                let sound = |sortie: &super::SweepSortie| {
                    let ends = [(sortie.path.first(), who.start), (sortie.path.last(), who.end)];
                    let legs = || sortie.path.windows(2).zip(&sortie.looking);
                    ends.iter().all(|(at, dock)| at.is_some_and(|at| at.distance(*dock).0 < 0.01))
                        && legs().all(|(leg, look)| {
                            if *look { self.ground.clear(leg[0], leg[1]) } else { ways.clear(leg[0], leg[1]) }
                        })
                        && sortie.time <= who.endurance
                        && who.motion.along(&sortie.path).is_some_and(|t| t <= sortie.time.0 + 1e-6)
                };
                part.searcher == who.id
                    && part.sorties.len() <= who.sorties as usize
                    && part.home <= self.within
                    && part.sorties.iter().all(sound)
            })
    }

    /// Who stays at home, and why: too far away for a battery, or nobody would be home sooner with it.
    #[must_use]
    pub fn spare(&self, plan: &SweepPlan) -> Vec<(u32, Finding)> {
        let idle = |one: &&Searcher| !plan.parts.iter().any(|p| p.searcher == one.id && !p.sorties.is_empty());
        let why = |one: &Searcher| {
            let there_and_back = |(a, b): (Local, Local)| {
                let foot = |dock: Local| away(dock, a, b) / (one.motion.airspeed.0 + one.motion.wind.speed().0);
                foot(one.start) + foot(one.end)
            };
            let inside = self.ground.holds(one.start) || self.ground.holds(one.end);
            let least = edges(&self.ground.outer).map(there_and_back).fold(f64::INFINITY, f64::min);
            let at = format!("vehicle {}", one.id);
            if !inside && least > one.endurance.0 {
                let say =
                    format!("there and back takes {least:.0} s or more, its battery lasts {:.0} s", one.endurance.0);
                return Finding::new("search_too_far", at, say, "Send one whose dock is nearer, or move it there");
            }
            let say = "nobody would be home sooner with it";
            Finding::new("note_spare", at, say, "Keep it for something else")
        };
        self.searchers.iter().filter(idle).map(|one| (one.id, why(one))).collect()
    }

    /// Other parts for the same lanes, where they bring the last aircraft home sooner and see as much.
    pub(super) fn instead(&self, plan: SweepOutcome, parts: Vec<Part>) -> SweepOutcome {
        let home = parts.iter().map(|part| part.home.0).fold(0.0, f64::max);
        if home >= plan.best.home.0 || home > self.within.0 {
            return plan;
        }
        let mut sight = Sight::new(&self.ground, self.seen.radius.0);
        for sortie in parts.iter().flat_map(|part| &part.sorties) {
            let legs = sortie.path.windows(2).zip(&sortie.looking).filter(|(_, look)| **look);
            legs.for_each(|(leg, _)| sight.see(leg[0], leg[1]));
        }
        let told: f64 = plan.left_out.iter().map(|u| u.area_m2).sum();
        if sight.unseen_m2() > told + 1e-4 * plan.best.area_m2 {
            return plan;
        }
        let best = SweepPlan { parts, home: Seconds(home), ..plan.best };
        SweepOutcome { best, ..plan }
    }

    /// A plan from before against this ground: what it leaves unseen is counted anew.
    pub(super) fn again(&self, warm: &SweepOutcome) -> SweepOutcome {
        let mut sight = Sight::new(&self.ground, self.seen.radius.0);
        for sortie in warm.best.parts.iter().flat_map(|part| &part.sorties) {
            let legs = sortie.path.windows(2).zip(&sortie.looking).filter(|(_, look)| **look);
            legs.for_each(|(leg, _)| sight.see(leg[0], leg[1]));
        }
        let (unseen, area_m2) = (sight.unseen_m2(), self.ground.area_m2());
        let why = || Finding::new("search_warm", "the search", "the plan from before leaves it out", "Plan it anew");
        let left_out = if unseen > 0.5 { vec![Unseen { area_m2: unseen, why: why() }] } else { Vec::new() };
        let best = SweepPlan { area_m2, ..warm.best.clone() };
        SweepOutcome { best, left_out, bound: self.bound(area_m2), ..warm.clone() }
    }
}
