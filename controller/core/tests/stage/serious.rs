//! Serious cases in scenes.

use super::Stage;
use super::verbs::{Keys, id, post};
use controller_core::ledger::serious::Muster;
use controller_core::policy::serious::{CirclePolicy, ReservePolicy, RingPolicy, SeatPolicy};
use controller_core::{Command, IncidentId, SeriousCommand, Setup, UnitId};
use std::sync::Arc;

fn small(word: &str) -> Result<u8, String> {
    word.parse().map_err(|error| format!("{word}: {error}"))
}

fn metres(word: &str) -> Result<f64, String> {
    word.parse().map_err(|error| format!("{word}: {error}"))
}

/// `lays [rings=METRES:POSTS,...] [take=RINGS] [circles=NAME:SECONDS:ROLE[/CAN]+...,...] [block=NAME:UNIT+...]`: another policy of
/// serious cases; the reserve musters at the station of the plan's first unit. The scene starts over.
pub fn laid(setup: &Setup, words: &[&str]) -> Result<Setup, String> {
    let keys: Keys<'_> = words.iter().filter_map(|word| word.split_once('=')).collect();
    let mut policy = setup.policy.as_ref().clone();
    let serious = &mut policy.serious;
    let list = |key: &str| keys.get(key).map(|word| word.split(',').collect::<Vec<_>>());
    if let Some(rings) = list("rings") {
        let ring = |word: &str| {
            let (radius, posts) = word.split_once(':').ok_or("no ring")?;
            Ok::<_, String>(RingPolicy { radius_m: metres(radius)?, posts: small(posts)? })
        };
        serious.rings = rings.into_iter().map(ring).collect::<Result<_, _>>()?;
    }
    if let Some(take) = keys.get("take") {
        serious.take_rings = small(take)?;
    }
    if let Some(circles) = list("circles") {
        let seat = |word: &str| {
            let (role, can) = word.split_once('/').map_or((word, None), |(role, can)| (role, Some(can)));
            SeatPolicy { role: role.to_owned(), count: 1, needs: can.into_iter().map(str::to_owned).collect() }
        };
        let circle = |(word, number): (&str, u32)| {
            let parts: Vec<&str> = word.split(':').collect();
            let [name, fill, seats] = parts.as_slice() else { return Err("no circle".to_owned()) };
            Ok(CirclePolicy {
                name: (*name).to_owned(),
                radius_m: 50.0 * f64::from(number),
                fill_s: metres(fill)?,
                seats: seats.split('+').map(seat).collect(),
            })
        };
        serious.circles = circles.into_iter().zip(1..).map(circle).collect::<Result<_, _>>()?;
    }
    if let Some((name, units)) = keys.get("block").and_then(|word| word.split_once(':')) {
        let muster = setup.plan.ground.first().map(|unit| unit.station.clone()).unwrap_or_default();
        let units = units.split('+').map(|unit| id(Some(&unit))).collect::<Result<_, _>>()?;
        serious.reserve.push(ReservePolicy { name: name.to_owned(), muster, units });
    }
    match serious.fault() {
        Some(fault) => Err(format!("{fault:?}")),
        None => Ok(Setup { policy: Arc::new(policy), ..setup.clone() }),
    }
}

/// `serious I declare|propose|raise|man|scene|lower|call|home|over [ring=R] [proposal=N] [slots=S,...] [unit=U] [block=B] [over]`,
/// each `by=ROLE`; by default `raise` names the present proposal.
pub fn say(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    let incident = IncidentId(id(rest.first())?);
    let ring = || keys.get("ring").ok_or("ring= is missing".to_owned()).and_then(|word| small(word));
    let unit = || Ok::<_, String>(UnitId(id(keys.get("unit"))?));
    let block = || keys.get("block").map(|word| (*word).to_owned()).ok_or("block= is missing");
    let slots = || keys.get("slots").map_or(Ok(Vec::new()), |list| list.split(',').map(small).collect());
    let over = rest.contains(&"over");
    let shown = |ring: u8| {
        let case = stage.controller.ledger.serious.get(&incident);
        case.and_then(|case| Some(case.ring(ring)?.proposal.as_ref()?.number)).unwrap_or_default()
    };
    let command = match rest.get(1) {
        Some(&"declare") => SeriousCommand::Declare,
        Some(&"propose") => SeriousCommand::Propose(ring()?),
        Some(&"raise") => SeriousCommand::Raise {
            ring: ring()?,
            proposal: keys.get("proposal").map_or_else(|| Ok(shown(ring()?)), |word| id(Some(word)))?,
            slots: slots()?,
        },
        Some(&"man") => SeriousCommand::Man(*slots()?.first().ok_or("slots= is missing")?, unit()?, over),
        Some(&"scene") => SeriousCommand::Scene(unit()?, over),
        Some(&"lower") => SeriousCommand::Lower(ring()?),
        Some(&"call") => SeriousCommand::CallReserve(block()?),
        Some(&"home") => SeriousCommand::SendHome(block()?),
        Some(&"end") => SeriousCommand::StandDown,
        other => return Err(format!("nobody says {other:?} of a serious case")),
    };
    post(stage, &keys, Command::Serious(incident, command))
}

/// `stands I ring=R [posts=N] [proposed=N] [wanted=N] [manned=N] [left_out=N]`, `stands I circle=C [held=N] [free=N]`,
/// `stands I block=B [missing=N] [called=N] [acknowledged=N] [arrived=N]`: how a serious case stands.
pub fn stands(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    let incident = IncidentId(id(rest.first())?);
    let ledger = &stage.controller.ledger;
    let case = ledger.serious.get(&incident).ok_or("no serious case")?;
    for (key, wanted) in &keys {
        let held = match *key {
            "ring" | "circle" | "block" => continue,
            "posts" | "wanted" | "manned" | "proposed" | "left_out" => {
                let number = small(keys.get("ring").ok_or("ring= is missing")?)?;
                let ring = case.ring(number).ok_or("no such ring")?;
                match *key {
                    "left_out" => ring.left_out as usize,
                    "proposed" => {
                        let offers = ring.proposal.iter().flat_map(|proposal| &proposal.posts);
                        offers.filter(|offer| offer.unit.is_some()).count()
                    }
                    "posts" => case.posts(number).count(),
                    "wanted" => case.posts(number).filter(|(_, place)| place.wanted.is_some()).count(),
                    _ => case.posts(number).filter(|(slot, _)| ledger.tasking_in(incident, *slot).is_some()).count(),
                }
            }
            "held" | "free" => {
                let number = id(keys.get("circle"))? as usize;
                let circle = case.circles.get(number).ok_or("no such circle")?;
                if *key == "free" { circle.free() } else { circle.held.len() - circle.free() }
            }
            "missing" | "called" | "acknowledged" | "arrived" => {
                let block = case.reserve.get(*keys.get("block").ok_or("block= is missing")?).ok_or("no such block")?;
                let far = match *key {
                    "missing" => Muster::Missing,
                    "called" => Muster::Called,
                    "acknowledged" => Muster::Acknowledged,
                    _ => Muster::Arrived,
                };
                block.members.keys().filter(|unit| ledger.muster_of(incident, block, **unit) == far).count()
            }
            other => return Err(format!("nobody holds {other}")),
        };
        if held.to_string() != **wanted {
            return Err(format!("{key} is {held}"));
        }
    }
    Ok(())
}
