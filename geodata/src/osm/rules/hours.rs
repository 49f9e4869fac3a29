//! What the tags of a way say at each hour of the week: the rules are read once for every stretch of hours in which other
//! conditional values hold, and what differs between them becomes rules of certain hours.
//!
//! Where a condition may hold or not (wet roads, sunrise), a way is open only if it is open either way; its speed is the
//! one without the condition.

#[cfg(test)]
mod tests;

use super::super::conditional::{self, Clause};
use super::super::extract::Tags;
use super::{Rule, Skip, rule};
use crate::roads::data::Timed;
use crate::roads::week::WEEK;
use crate::roads::{Access, Profile, Week};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// More conditional values than this on one way are a mistake.
const MOST: usize = 64;

/// What holds on a way at certain hours, for those who move with the drawn direction (`true`) or against it.
pub(in crate::osm) type AtHours = Vec<(bool, Timed, Week)>;

/// What was met that is not held to as it was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::osm) struct Told {
    /// The first tag that was not understood.
    pub unread: Option<String>,
    /// Whether public holidays are named.
    pub holidays: bool,
}

/// Reads the tags of a way: what holds at all, what at certain hours, and what was not understood.
pub(in crate::osm) fn by_hours(tags: &Tags) -> Result<(Rule, AtHours, Told), Skip> {
    let (clauses, told) = clauses(tags);
    if clauses.is_empty() {
        return rule(tags).map(|rule| (rule, AtHours::new(), told));
    }
    if clauses.len() > MOST {
        return Err(Some("too many conditions"));
    }
    let slices = slices(tags, &clauses);
    let open = slices.iter().fold(Access::none(), |open, slice| Access::from_bits(open.bits() | slice.access.bits()));
    let plain = rule(tags);
    let read = slices.iter().find_map(|slice| slice.rule);
    let base = match (plain, read) {
        (Ok(plain), _) => plain,
        (Err(_), Some(read)) => read,
        (Err(why), None) => return Err(why),
    };
    if open.is_empty() {
        return Err(Some("closed to all"));
    }
    let mut at_hours = AtHours::new();
    for forward in [true, false] {
        at_hours.extend(
            closed(&slices, open, forward).into_iter().map(|(hours, who)| (forward, Timed::Closed(who), hours)),
        );
        let other = speeds(&slices, base.kph, forward);
        at_hours.extend(other.into_iter().map(|(kph, hours)| (forward, Timed::Kph(kph), hours)));
    }
    Ok((Rule { access: open, ..base }, at_hours, told))
}

/// A conditional value with the key it stands for.
type Keyed<'a> = (&'a str, Clause<'a>);

/// The conditional values of the keys that the rules read.
fn clauses(tags: &Tags) -> (Vec<Keyed<'_>>, Told) {
    let (mut list, mut told) = (Vec::new(), Told::default());
    for (key, text) in tags.iter() {
        let Some(plain) = key.strip_suffix(":conditional").filter(|key| is_read(key)) else { continue };
        let clauses = conditional::read(text);
        told.holidays |= clauses.holidays;
        if clauses.unread && told.unread.is_none() {
            told.unread = Some(format!("{key}={text}"));
        }
        list.extend(clauses.list.into_iter().map(|clause| (plain, clause)));
    }
    (list, told)
}

fn is_read(key: &str) -> bool {
    let plain = key.strip_suffix(":forward").or_else(|| key.strip_suffix(":backward")).unwrap_or(key);
    let flow =
        ["oneway", "oneway:motorcar", "oneway:motorcycle", "oneway:motor_vehicle", "oneway:vehicle", "oneway:foot"];
    ["access", "vehicle", "motor_vehicle", "motorcar", "motorcycle", "foot", "maxspeed"].contains(&plain)
        || flow.contains(&key)
}

/// A stretch of the week in which the same conditional values hold.
struct Slice {
    from: u16,
    until: u16,
    rule: Option<Rule>,
    /// Who may go, whatever is not known.
    access: Access,
}

fn slices(tags: &Tags, clauses: &[Keyed]) -> Vec<Slice> {
    let ends = clauses.iter().flat_map(|(_, clause)| clause.week.spans()).flat_map(|(from, until)| [*from, *until]);
    let cuts: BTreeSet<u16> = ends.chain([0, WEEK]).collect();
    let mut known: BTreeMap<u64, (Option<Rule>, Access)> = BTreeMap::new();
    let cuts: Vec<u16> = cuts.into_iter().collect();
    let slice = |pair: &[u16]| {
        let holding = (0..).zip(clauses).filter(|(_, (_, clause))| clause.week.holds(pair[0]));
        let holding = holding.fold(0u64, |holding, (place, _)| holding | 1 << place);
        let (rule, access) = *known.entry(holding).or_insert_with(|| read(tags, clauses, holding));
        Slice { from: pair[0], until: pair[1], rule, access }
    };
    cuts.windows(2).map(slice).collect()
}

/// The rule without those of the holding values that may not hold, and who may go with them and without.
fn read(tags: &Tags, clauses: &[Keyed], holding: u64) -> (Option<Rule>, Access) {
    let at = |sure: bool| {
        let held =
            (0..).zip(clauses).filter(|(place, (_, clause))| holding >> place & 1 == 1 && (clause.sure || !sure));
        let mut now = tags.clone();
        held.for_each(|(_, (key, clause))| now.set(key, &Rc::from(clause.value)));
        rule(&now).ok()
    };
    let (sure, all) = (at(true), at(false));
    let access = |rule: Option<Rule>| rule.map_or(0, |rule| rule.access.bits());
    (sure, Access::from_bits(access(sure) & access(all)))
}

/// Of those who may go in a direction at some hour, who may not when: hours with the bits of profiles.
fn closed(slices: &[Slice], open: Access, forward: bool) -> BTreeMap<Week, u8> {
    let mut closed = BTreeMap::new();
    for profile in Profile::ALL.into_iter().filter(|profile| open.allows(*profile, forward)) {
        let shut = slices.iter().filter(|slice| !slice.access.allows(profile, forward));
        let hours = Week::of(shut.map(|slice| (u32::from(slice.from), u32::from(slice.until))));
        if !hours.is_never() {
            *closed.entry(hours).or_insert(0) |= 1 << profile.index();
        }
    }
    closed
}

/// Other speeds than the usual one in a direction, with their hours.
fn speeds(slices: &[Slice], usual: [u8; 2], forward: bool) -> BTreeMap<u8, Week> {
    let side = usize::from(!forward);
    let mut other: BTreeMap<u8, Vec<(u32, u32)>> = BTreeMap::new();
    for slice in slices {
        let Some(rule) = slice.rule.filter(|rule| rule.kph[side] != usual[side]) else { continue };
        if Profile::ALL.into_iter().any(|profile| slice.access.allows(profile, forward)) {
            other.entry(rule.kph[side]).or_default().push((u32::from(slice.from), u32::from(slice.until)));
        }
    }
    other.into_iter().map(|(kph, spans)| (kph, Week::of(spans))).collect()
}
