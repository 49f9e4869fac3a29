//! Why a place is left out, which places are seen less often than asked, and what is said unasked.

use super::able::{Trip, trips};
use super::bound::{air_time, quickest, useful, wanted};
use super::state::{Field, State};
use geodata::Finding;

/// Every place nobody visits, with the reason that binds.
pub(super) fn left_out(field: &Field<'_>, state: &State) -> Vec<(String, Finding)> {
    let unseen = state.seen.iter().enumerate().filter(|(_, seen)| seen.looks.is_empty());
    unseen.map(|(target, _)| (field.duty.targets[target].id.clone(), reason(field, target))).collect()
}

fn reason(field: &Field<'_>, index: usize) -> Finding {
    let (duty, need) = (field.duty, &field.needs[index]);
    let target = &duty.targets[index];
    let tell = |code, say: &str, remedy: &str| Finding::new(code, format!("place {}", target.id), say, remedy);
    if need.last() <= 0.0 {
        return tell("not_asked", "none of its hours lie in the shift", "Give it hours, or leave it to another shift");
    }
    if let Some(without) = without(field) {
        return Finding { at: format!("place {}", target.id), ..without };
    }
    let trips: Vec<Trip> = trips(duty, target).collect();
    if !trips.iter().any(|t| t.seconds.is_finite()) {
        return tell("no_way", "no aircraft has a way to it and back", "Move it out of the zone, or open the zone");
    }
    if !trips.iter().any(|t| t.fits) {
        let least = trips.iter().map(|t| t.seconds).fold(f32::INFINITY, f32::min);
        let say = format!("there, over it and back takes {least:.0} s, more than a battery less its reserve lasts");
        return tell("endurance_short", &say, "Divide the line, or put a dock nearer");
    }
    let open = field.slots.iter().any(|s| target.bands.iter().any(|b| b.from.0 < s.by && b.to.0 > s.launch));
    if !open {
        return tell(
            "nobody_in_hours",
            "no aircraft is out in its hours",
            "Shift its hours, or add aircraft or operators",
        );
    }
    if (need.last() - need.first()) * target.weight <= 1.0 {
        return tell(
            "not_due",
            "its interval does not end in this shift",
            "Leave it to the next shift, or ask more often",
        );
    }
    tell("no_time", "the time in the air is spent on places longer idle", "Add aircraft, or ask less often")
}

/// What a shift lacks altogether.
fn without(field: &Field<'_>) -> Option<Finding> {
    let duty = field.duty;
    let none = |code, say: &str, remedy: &str| Some(Finding::new(code, "shift", say, remedy));
    if duty.docks.is_empty() {
        return none("no_docks", "there is no dock to leave from", "Add a dock with aircraft");
    }
    if duty.fleet.is_empty() {
        return none("no_aircraft", "there is no aircraft", "Assign aircraft to the docks");
    }
    if !duty.watchers.iter().any(|w| w.most > 0 && w.from.0 < duty.length.0 && w.to.0 > 0.0) {
        return none("no_operators", "nobody is on duty to watch over a flight", "Put operators on the shift");
    }
    if field.slots.is_empty() {
        let say = "no aircraft has a battery, an operator and a free dock for a sortie of any use";
        return none("no_sortie", say, "Look at endurance, reserve, hours of service and of operators");
    }
    None
}

/// Places seen less often than asked, the worst first.
pub(super) fn late(field: &Field<'_>, state: &State) -> Vec<(String, f64)> {
    let all = state.seen.iter().zip(&field.duty.targets).filter(|(seen, _)| !seen.looks.is_empty());
    let mut late: Vec<(String, f64)> =
        all.map(|(s, t)| (t.id.clone(), s.worst / t.weight)).filter(|l| l.1 > 1.0 + 1e-9).collect();
    late.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    late
}

/// What nobody asked for and everybody should know.
pub(super) fn unasked(field: &Field<'_>, state: &State) -> Vec<Finding> {
    let mut all: Vec<Finding> = without(field).into_iter().collect();
    all.extend(too_small(field, state.promise()));
    all
}

/// A fleet that cannot keep the intervals whatever it does, by the bound, and what would.
fn too_small(field: &Field<'_>, promise: f64) -> Option<Finding> {
    let duty = field.duty;
    let (air, wanted) = (air_time(duty), wanted(duty, &field.needs, &quickest(duty), 1.0));
    let kind = duty.fleet.first().map(|c| &duty.kinds[c.kind])?;
    if wanted <= air {
        return None;
    }
    let each = useful(kind, duty.length.0, true);
    let say = format!(
        "the visits asked for take at least {:.1} h in the air, batteries and operators give {:.1} h; the longest \
         idleness planned is {promise:.1} intervals",
        wanted / 3_600.0,
        air / 3_600.0
    );
    let remedy = if each > 0.0 {
        format!(
            "At least {:.0} more aircraft like {}, with operators for them, or longer intervals",
            ((wanted - air) / each).ceil(),
            kind.name
        )
    } else {
        "Aircraft that last longer, or longer intervals".to_owned()
    };
    Some(Finding::new("fleet_too_small", "shift", say, remedy))
}
