//! What is wrong with a model, all at once, each with its place; the search runs only where this finds nothing.

use super::model::{BANDS, Craft, Duty, Kind, LONGEST, MOST, PORTS, Target};
use geodata::Finding;

impl Duty {
    /// Every fault of the model.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        if !(self.length.0 > 0.0 && self.length.0 <= LONGEST.0) {
            all.push(fault(
                "shift",
                format!("it lasts {} s, not more than 0 and at most {}", self.length.0, LONGEST.0),
            ));
        }
        let counts = [
            ("targets", self.targets.len()),
            ("fleet", self.fleet.len()),
            ("docks", self.docks.len()),
            ("watchers", self.watchers.len()),
            ("kinds", self.kinds.len()),
        ];
        all.extend(
            counts.iter().filter(|c| c.1 > MOST).map(|c| fault(c.0, format!("{} of them, at most {MOST}", c.1))),
        );
        let ports = self.kinds.first().map_or(usize::MAX, |k| k.ways.ports());
        for kind in &self.kinds {
            if kind.ways.ports() != ports || ports > PORTS || !figures(kind) {
                all.push(fault(format!("kind {}", kind.name), "its figures or ways do not fly"));
            }
        }
        for dock in &self.docks {
            if dock.port as usize >= ports || !(dock.slot.0 >= 0.0 && dock.slot.0.is_finite()) {
                all.push(fault(format!("dock {}", dock.id), "it has no port, or no time between movements"));
            }
        }
        for craft in &self.fleet {
            if !self.stands(craft) {
                all.push(fault(format!("aircraft {}", craft.vehicle), "it has no dock, no kind or no hour"));
            }
        }
        let mut numbers: Vec<u32> = self.fleet.iter().map(|c| c.vehicle).collect();
        numbers.sort_unstable();
        let twice = numbers.windows(2).filter(|w| w[0] == w[1]);
        all.extend(twice.map(|w| fault(format!("aircraft {}", w[0]), "it is listed twice")));
        for watcher in &self.watchers {
            if !(watcher.from.0.is_finite() && watcher.to.0.is_finite()) {
                all.push(fault(format!("operator {}", watcher.id), "the hours are no hours"));
            }
        }
        for target in &self.targets {
            if let Some(say) = wrong(target, ports) {
                all.push(fault(format!("place {}", target.id), say));
            }
        }
        all
    }

    fn stands(&self, craft: &Craft) -> bool {
        craft.kind < self.kinds.len()
            && craft.dock < self.docks.len()
            && craft.ready.0.is_finite()
            && !craft.until.0.is_nan()
    }
}

fn fault(at: impl Into<String>, say: impl Into<String>) -> Finding {
    Finding::new("duty_model", at, say, "Correct this part of the wish")
}

fn figures(kind: &Kind) -> bool {
    let all = [kind.serving, kind.budget, kind.longest.0, kind.turn.0, kind.turn_per_percent.0];
    all.iter().all(|f| f.is_finite() && *f >= 0.0) && kind.launch.is_way() && kind.land.is_way()
}

fn wrong(target: &Target, ports: usize) -> Option<&'static str> {
    if target.ways.is_empty() || target.ways.len() > 2 {
        return Some("it has neither one way to be served nor two");
    }
    if target.ways.iter().any(|w| w.enter as usize >= ports || w.leave as usize >= ports) {
        return Some("it begins or ends nowhere");
    }
    if target.ways.iter().any(|w| !(w.time >= 0.0 && w.time.is_finite())) {
        return Some("serving it takes no finite time");
    }
    if !(target.weight > 0.0 && target.weight <= 1e3 && target.idle.0 >= 0.0 && target.idle.0 <= LONGEST.0) {
        return Some("its weight or its idle time is no amount");
    }
    if target.bands.len() > BANDS {
        return Some("it has too many bands");
    }
    let bad = target.bands.iter().any(|b| !(b.from.0 < b.to.0 && b.every.0 >= 1.0 && b.every.0.is_finite()));
    let apart = target.bands.windows(2).all(|w| w[0].to.0 <= w[1].from.0);
    let finite = target.bands.iter().all(|b| b.from.0.is_finite() && b.to.0.is_finite());
    (bad || !apart || !finite)
        .then_some("its bands overlap, are out of order or ask for a visit more often than each second")
}
