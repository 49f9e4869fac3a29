//! Calls and what the desk says about incidents.

use super::Stage;
use super::cast::degrees;
use super::verbs::{Keys, id, kind};
use controller_core::{Alarm, Command, DeskCommand, IncidentId, Input};
use geodata::Seconds;

/// `alarm key=K at=PLACE [kind=assault] [priority=3] [source=110] [times=COUNT]`: of priority 3 the aircraft is asked for
/// first. Of many each has a key of its own.
pub fn alarm(stage: &mut Stage, keys: &Keys<'_>) -> Result<(), String> {
    let number = |key: &str, other: u32| keys.get(key).map_or(Ok(other), |word| id(Some(word)));
    let key = *keys.get("key").ok_or("key= is missing")?;
    let times = number("times", 1)?;
    for count in 1..=times {
        let alarm = Alarm {
            key: if times == 1 { key.to_owned() } else { format!("{key}{count}") },
            kind: kind(keys.get("kind"))?,
            priority: u8::try_from(number("priority", 3)?).map_err(|error| format!("{error}"))?,
            place: degrees(keys.get("at").ok_or("at= is missing")?)?,
            source: (*keys.get("source").unwrap_or(&"110")).to_owned(),
        };
        stage.feed(&Input::Alarm(alarm));
    }
    Ok(())
}

/// `split I key=K`, `note I text=WORDS|long=CHARACTERS`, `link I other=J`, `priority I to=P`, `follow_up I text=WORDS owner=POST
/// minutes=M`, `followed_up I number=N`: what the desk says about an incident; nothing for another verb. `_` is a blank.
pub fn say(verb: &str, rest: &[&str], keys: &Keys<'_>) -> Result<Option<Command>, String> {
    let incident = || Ok::<_, String>(IncidentId(id(rest.first())?));
    let word = |key: &str| keys.get(key).map(|word| word.replace('_', " ")).ok_or(format!("{key}= is missing"));
    let say = match verb {
        "split" => DeskCommand::Split(word("key")?),
        "note" => DeskCommand::Note(match keys.get("long") {
            Some(long) => "x".repeat(long.parse().unwrap_or_default()),
            None => word("text")?,
        }),
        "link" => DeskCommand::Link(IncidentId(id(keys.get("other"))?)),
        "priority" => DeskCommand::Priority(u8::try_from(id(keys.get("to"))?).unwrap_or(u8::MAX)),
        "follow_up" => DeskCommand::FollowUp {
            text: word("text")?,
            owner: word("owner")?,
            within: Seconds(f64::from(id(keys.get("minutes"))?) * 60.0),
        },
        "followed_up" => DeskCommand::FollowedUp(id(keys.get("number"))?),
        _ => return Ok(None),
    };
    Ok(Some(Command::Desk(incident()?, say)))
}

/// `holds I reports=N notes=N links=N priority=P`: what the ledger holds of an incident.
pub fn holds(stage: &mut Stage, words: &[&str]) -> Result<(), String> {
    let incident = stage.controller.ledger.incidents.get(&IncidentId(id(words.first())?)).ok_or("no such incident")?;
    for word in words.iter().skip(1) {
        let (key, wanted) = word.split_once('=').ok_or("key=value")?;
        let held = match key {
            "reports" => incident.reports.len().to_string(),
            "notes" => incident.notes.len().to_string(),
            "links" => incident.links.len().to_string(),
            "priority" => incident.priority.to_string(),
            other => return Err(format!("nobody holds {other}")),
        };
        if held != wanted {
            return Err(format!("{key} is {held}"));
        }
    }
    Ok(())
}
