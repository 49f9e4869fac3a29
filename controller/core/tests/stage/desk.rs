//! Calls and what the desk says about incidents.

use super::Stage;
use super::cast::{degrees, ground, place};
use super::verbs::{Keys, id, kind};
use controller_core::{Alarm, Command, DeskCommand, IncidentId, Input, Need, Setup, UnitId};
use geodata::{Seconds, Timestamp};
use std::sync::Arc;

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
        "check" => DeskCommand::Check,
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
            "beyond" => incident.beyond.count.to_string(),
            "notes" => incident.notes.len().to_string(),
            "missing" => format!("{:?}", incident.stamps.missing()).to_lowercase(),
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

/// `offers I rank=1 unit=N from=I crew=N can=WORD breaks=N latest=SECONDS`: what the card of an incident says of a ground unit.
pub fn offers(stage: &mut Stage, words: &[&str]) -> Result<(), String> {
    let incident = stage.controller.ledger.incidents.get(&IncidentId(id(words.first())?)).ok_or("no such incident")?;
    let (_, card) = incident.recommendation.as_ref().ok_or("no card")?;
    let keys: Keys<'_> = words.iter().filter_map(|word| word.split_once('=')).collect();
    if let Some(left) = keys.get("after_return") {
        let air = card.air.as_ref().ok_or("no aircraft")?;
        let is_less = air.battery_after_return.is_some_and(|after| after < air.battery_on_arrival);
        return if is_less == (*left == "less") { Ok(()) } else { Err(format!("{air:?}")) };
    }
    let rank = id(keys.get("rank"))? as usize;
    let one = card.ground.get(rank - 1).ok_or_else(|| format!("{} units", card.ground.len()))?;
    for (key, wanted) in &keys {
        let held = match *key {
            "rank" => continue,
            "unit" => one.unit.0.to_string(),
            "from" => one.from.map_or("nothing".to_owned(), |from| from.0.to_string()),
            "crew" => one.crew.map_or("unknown".to_owned(), |crew| crew.to_string()),
            "can" => one.can.join(","),
            "breaks" => one.breaks.len().to_string(),
            other => return Err(format!("nobody offers {other}")),
        };
        if held != *wanted {
            return Err(format!("{key} is {held}"));
        }
    }
    Ok(())
}

/// `plans unit=N can=A,B crew=COUNT`: the plan says so of a unit; `plans needs=A`: the protocol needs it for a fire;
/// `plans confirm=S,S,S,S`: so long a dispatcher may say who goes, by priority. The scene starts over.
pub fn planned(setup: &Setup, words: &[&str]) -> Result<Setup, String> {
    let keys: Keys<'_> = words.iter().filter_map(|word| word.split_once('=')).collect();
    let split = |key: &str| keys.get(key).map_or_else(Vec::new, |list| list.split(',').map(str::to_owned).collect());
    let (mut plan, mut policy) = (setup.plan.as_ref().clone(), setup.policy.as_ref().clone());
    if let Some(number) = keys.get("unit") {
        let number = id(Some(number))?;
        let unit = plan.ground.iter_mut().find(|unit| unit.unit == number).ok_or("no such unit")?;
        unit.can = split("can");
        unit.crew = keys.get("crew").map(|crew| id(Some(crew))).transpose()?.and_then(|crew| u8::try_from(crew).ok());
        let faults = plan.faults();
        if !faults.is_empty() {
            return Err(format!("{faults:?}"));
        }
    }
    if keys.contains_key("confirm") {
        let seconds: Vec<f64> = split("confirm").iter().filter_map(|word| word.parse().ok()).collect();
        policy.tasking.confirm_s = seconds.try_into().map_err(|_| "confirm= takes four numbers")?;
    }
    if keys.contains_key("needs") {
        policy.protocol.fire.needs = split("needs");
    }
    Ok(Setup { plan: Arc::new(plan), policy: Arc::new(policy), ..setup.clone() })
}

/// `unit N at=PLACE [status=WORD] [crew=COUNT]`, repeated every second; `unit N at=PLACE age=SECONDS [seq=N]`, said once with
/// an age; `unit N silent`.
pub fn unit(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let unit = UnitId(id(rest.first())?);
    if rest.get(1) == Some(&"silent") {
        if let Some((_, silent)) = stage.cast.units.get_mut(&unit) {
            *silent = true;
        }
        return Ok(());
    }
    let at = place(keys.get("at").ok_or("at= is missing")?)?;
    let mut said = ground(unit, at, stage.now);
    if let Input::Ground(report) = &mut said {
        let word = |word: &&str| serde_json::from_value(serde_json::Value::String((*word).to_owned()));
        report.duty = keys.get("status").map(word).transpose().map_err(|error| error.to_string())?;
        report.crew = keys.get("crew").map(|word| id(Some(word))).transpose()?.and_then(|crew| u8::try_from(crew).ok());
        report.seq = keys.get("seq").map(|word| id(Some(word))).transpose()?;
        let age = keys.get("age").map_or(Ok(0), |word| word.parse::<i64>()).map_err(|error| error.to_string())?;
        report.at = Timestamp(stage.now.0 - age * 1_000_000);
    }
    stage.cast.units.insert(unit, (at, keys.contains_key("age") || keys.contains_key("seq")));
    stage.feed(&said);
    Ok(())
}

/// `need N key=K [at=PLACE]`: a crew calls for help.
pub fn need(stage: &mut Stage, rest: &[&str], keys: &Keys<'_>) -> Result<(), String> {
    let key = (*keys.get("key").ok_or("key= is missing")?).to_owned();
    let place = keys.get("at").map(|at| degrees(at)).transpose()?;
    stage.feed(&Input::Need(Need { unit: UnitId(id(rest.first())?), key, place }));
    Ok(())
}
