//! The seat of the duty commander in scenes. Every scene begins with the commander's first post in it.

use super::Stage;
use super::verbs::{Keys, post};
use controller_core::{Command, DutyCommand};

/// The first post takes the seat.
pub fn begin(stage: &mut Stage) {
    let take = Command::Duty(DutyCommand::Take { relieve: false, deputies: false });
    let _ = post(stage, &Keys::new(), take);
    stage.unread.pop_back();
}

/// `duty take [relieve] [deputies]`, `duty hand to=POST`, `duty leave`, each `by=ROLE post=NUMBER`.
pub fn say(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    let has = |word: &str| rest.contains(&word);
    let command = match rest.first() {
        Some(&"take") => DutyCommand::Take { relieve: has("relieve"), deputies: has("deputies") },
        Some(&"hand") => DutyCommand::Hand((*keys.get("to").ok_or("to= is missing")?).to_owned()),
        Some(&"leave") => DutyCommand::Leave,
        other => return Err(format!("the seat is not told {other:?}")),
    };
    post(stage, &keys, Command::Duty(command))
}
