//! What a unit says of itself, and what follows: it is sent by itself, by a person who says so twice, or by nobody, as the
//! policy's table says. What devices repeat every second becomes a record when it changes.

use crate::controller::Controller;
use crate::decide::{Step, station};
use crate::event::Fact;
use crate::facts::circles::Tier;
use crate::facts::desk::UnitStatusChanged;
use crate::ids::UnitId;
use crate::input::UnitDuty;
use crate::ledger::desk::UnitBook;
use crate::pairing::problem::Capabilities;
use crate::policy::UnitRule;
use crate::reason::Reason;

/// What a unit can do now: by its last report, else by what it said before a restart.
#[must_use]
pub fn duty(controller: &Controller, unit: UnitId) -> UnitDuty {
    let known = controller.ledger.units.get(&unit).map(|book| book.duty).unwrap_or_default();
    match controller.picture.units.get(unit).map(|face| &face.report) {
        Some(report) => match report.duty {
            Some(duty) => duty,
            None if report.available => known,
            None => known.max_of(UnitDuty::Busy),
        },
        None => known,
    }
}

impl UnitDuty {
    /// The one that can do less.
    fn max_of(self, other: Self) -> Self {
        if self == Self::Available { other } else { self }
    }
}

/// How many are in the crew: as it says, else as the plan does.
#[must_use]
pub fn crew(controller: &Controller, unit: UnitId) -> Option<u8> {
    let said = controller.ledger.units.get(&unit).and_then(|book| book.crew);
    said.or_else(|| controller.setup.plan.unit(unit.0)?.crew)
}

/// The bits of what crews can do, or a place needs, in the order of the policy's words; others are nobody's business.
#[must_use]
pub fn bits(controller: &Controller, words: &[String]) -> Capabilities {
    let known = controller.setup.policy.units.can.iter().take(32);
    let bits = known.enumerate().filter(|(_, word)| words.contains(word));
    Capabilities(bits.fold(0, |bits, (number, _)| bits | 1 << number))
}

/// What a unit's crew can do, by the plan.
#[must_use]
pub fn can(controller: &Controller, unit: UnitId) -> Capabilities {
    let planned = controller.setup.plan.unit(unit.0);
    planned.map_or(Capabilities::default(), |planned| bits(controller, &planned.can))
}

/// How many tiers of guarded places fail when a unit leaves.
#[must_use]
pub fn breaks(controller: &Controller, unit: UnitId) -> Vec<Tier> {
    controller.circles.as_ref().map_or_else(Vec::new, |watch| watch.broken_by(unit))
}

/// Whether the policy lets a unit's state be sent by itself, and it can be told so from here; how many it is, is another question.
#[must_use]
pub fn may_go(controller: &Controller, unit: UnitId) -> bool {
    rule(controller, duty(controller, unit)) == UnitRule::Assign && station::reach(controller, unit).is_ok()
}

fn rule(controller: &Controller, duty: UnitDuty) -> UnitRule {
    let policy = &controller.setup.policy.units;
    match duty {
        UnitDuty::Available => UnitRule::Assign,
        UnitDuty::Busy => policy.busy,
        UnitDuty::OutOfService => policy.out_of_service,
    }
}

/// How few a crew is, when it is too few to be sent by itself.
#[must_use]
pub fn short(controller: &Controller, unit: UnitId) -> Option<Reason> {
    let policy = &controller.setup.policy.units;
    let crew = crew(controller, unit).filter(|crew| *crew < policy.crew && policy.short != UnitRule::Assign)?;
    Some(Reason::CrewShort { crew, least: policy.crew })
}

/// What a person who sends a unit by name must know, in words of the table.
///
/// # Errors
/// It is sent by nobody.
pub fn warnings(controller: &Controller, unit: UnitId) -> Result<Vec<&'static str>, Reason> {
    let duty = duty(controller, unit);
    let state = match duty {
        UnitDuty::Available => "available",
        UnitDuty::Busy => "busy",
        UnitDuty::OutOfService => "out_of_service",
    };
    let policy = &controller.setup.policy.units;
    let crew = if short(controller, unit).is_some() { policy.short } else { UnitRule::Assign };
    let mut warnings = Vec::new();
    for (rule, word) in [(rule(controller, duty), state), (crew, "crew_short")] {
        match rule {
            UnitRule::Block => return Err(Reason::UnitBlocked { state: word.to_owned() }),
            UnitRule::Warn => warnings.push(word),
            UnitRule::Assign => {}
        }
    }
    Ok(warnings)
}

/// A unit's own word about itself is written down when it differs from the last.
pub fn said(controller: &Controller, unit: UnitId) -> Step {
    let mut step = Step::of(controller);
    let Some(report) = controller.picture.units.get(unit).map(|face| &face.report) else { return step };
    if report.duty.is_none() && report.crew.is_none() {
        return step;
    }
    let known = controller.ledger.units.get(&unit).copied().unwrap_or_default();
    let now = UnitBook { duty: report.duty.unwrap_or(known.duty), crew: report.crew.or(known.crew) };
    if now != known {
        let changed = UnitStatusChanged { unit, duty: now.duty, crew: now.crew };
        step.say(Fact::UnitStatusChanged(changed), Reason::UnitSays {});
    }
    step
}
