//! What is said about a serious case, as the core is told.

use super::problem;
use crate::ask::{Problem, SeriousAsk};
use controller_core::{SeriousCommand, UnitId};

/// The words as a command. A field that does not belong to the act is refused by its name.
pub(super) fn say(ask: &SeriousAsk) -> Result<SeriousCommand, Problem> {
    let wanted: &[&str] = match ask.act.as_str() {
        "declare" | "stand_down" => &[],
        "propose" | "lower" => &["ring"],
        "raise" => &["ring", "proposal", "slots"],
        "man" => &["slots", "unit", "over"],
        "scene" => &["unit", "over"],
        "call_reserve" | "send_home" => &["block"],
        _ => {
            let remedy = "One of declare, propose, raise, man, scene, lower, call_reserve, send_home, stand_down.";
            return Err(problem("unknown_word", "act", "unknown act", remedy));
        }
    };
    let given = [
        ("ring", ask.ring.is_some()),
        ("proposal", ask.proposal.is_some()),
        ("slots", !ask.slots.is_empty()),
        ("unit", ask.unit.is_some()),
        ("over", ask.over),
        ("block", ask.block.is_some()),
    ];
    if let Some((name, _)) = given.into_iter().find(|(name, is)| *is && !wanted.contains(name)) {
        return Err(problem("unexpected", name, "this act has no such field", "Leave it out."));
    }
    let ring = || ask.ring.ok_or_else(|| missing("ring"));
    let unit = || ask.unit.map(UnitId).ok_or_else(|| missing("unit"));
    let block = || ask.block.clone().ok_or_else(|| missing("block"));
    Ok(match ask.act.as_str() {
        "declare" => SeriousCommand::Declare,
        "propose" => SeriousCommand::Propose(ring()?),
        "lower" => SeriousCommand::Lower(ring()?),
        "raise" => SeriousCommand::Raise {
            ring: ring()?,
            proposal: ask.proposal.ok_or_else(|| missing("proposal"))?,
            slots: ask.slots.clone(),
        },
        "man" => match ask.slots.as_slice() {
            [slot] => SeriousCommand::Man(*slot, unit()?, ask.over),
            _ => return Err(problem("out_of_range", "slots", "exactly one post is manned by name", "Send one slot.")),
        },
        "scene" => SeriousCommand::Scene(unit()?, ask.over),
        "call_reserve" => SeriousCommand::CallReserve(block()?),
        "send_home" => SeriousCommand::SendHome(block()?),
        _ => SeriousCommand::StandDown,
    })
}

fn missing(at: &str) -> Problem {
    problem("missing", at, "this act needs it", "Send it as the incident shows it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(act: &str) -> SeriousAsk {
        SeriousAsk { act: act.to_owned(), ..SeriousAsk::default() }
    }

    #[test]
    fn an_act_with_what_it_needs_is_a_command() {
        assert_eq!(say(&ask("declare")), Ok(SeriousCommand::Declare));
        let raise = SeriousAsk { ring: Some(2), proposal: Some(7), slots: vec![3], ..ask("raise") };
        assert_eq!(say(&raise), Ok(SeriousCommand::Raise { ring: 2, proposal: 7, slots: vec![3] }));
        let man = SeriousAsk { slots: vec![3], unit: Some(5), over: true, ..ask("man") };
        assert_eq!(say(&man), Ok(SeriousCommand::Man(3, UnitId(5), true)));
    }

    #[test]
    fn what_is_missing_or_does_not_belong_is_named() {
        let at = |ask: SeriousAsk| say(&ask).unwrap_err().at;
        assert_eq!(at(ask("burn")), "act");
        assert_eq!(at(ask("raise")), "ring");
        assert_eq!(at(SeriousAsk { ring: Some(1), ..ask("raise") }), "proposal");
        assert_eq!(at(SeriousAsk { ring: Some(1), ..ask("declare") }), "ring");
        assert_eq!(at(SeriousAsk { slots: vec![1, 2], unit: Some(1), ..ask("man") }), "slots");
        assert_eq!(at(ask("call_reserve")), "block");
        assert_eq!(at(SeriousAsk { over: true, ..ask("stand_down") }), "over");
    }
}
