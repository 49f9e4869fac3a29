//! What can be judged without a map: numbers, the order of the items, the beginning and the end.

use crate::mission::{Mission, MissionItem};
use crate::situation::Situation;
use geodata::{Finding, Wgs84};

/// The longest mission judged; autopilots take at least this many items.
const MOST_ITEMS: usize = 500;
/// A take-off is over where the aircraft stands, in metres.
const NEAR: f64 = 30.0;

pub(super) fn check(mission: &Mission, s: &Situation<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = numbers(mission, s);
    if findings.is_empty() {
        findings.extend(order(mission, s));
    }
    findings
}

fn numbers(mission: &Mission, s: &Situation<'_>) -> Vec<Finding> {
    let say = |at: String| Finding::new("not_a_number", at, "a number is missing or out of range", "Plan it again");
    let ours = [s.from.x, s.from.y, s.from_altitude.0.0, s.wind.east, s.wind.north];
    let situation = ours.iter().all(|n| n.is_finite()) && (0.0..=100.0).contains(&s.battery_percent);
    let mut findings: Vec<Finding> = (!situation).then(|| say("the aircraft's situation".into())).into_iter().collect();
    let wrong = mission.items.iter().enumerate().filter(|(_, item)| !item_finite(item));
    findings.extend(wrong.map(|(index, _)| say(format!("item {index}"))));
    findings
}

fn item_finite(item: &MissionItem) -> bool {
    let place = |at: Wgs84| Wgs84::new(at.lat, at.lon).is_some() && !at.is_null_island();
    match *item {
        MissionItem::Takeoff { at, altitude } | MissionItem::LoiterUnlimited { at, altitude } => {
            place(at) && altitude.0.0.is_finite()
        }
        MissionItem::Waypoint { at, altitude, hold } => {
            place(at) && altitude.0.0.is_finite() && (0.0..=7200.0).contains(&hold.0)
        }
        MissionItem::Speed { speed } => speed.0 > 0.0 && speed.0 <= 60.0,
        MissionItem::Return => true,
    }
}

fn order(mission: &Mission, s: &Situation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code, index: usize, what: &str| {
        findings.push(Finding::new(code, format!("item {index}"), what, "Plan the mission again"));
    };
    let items = &mission.items;
    if !items.iter().any(|i| i.place().is_some()) {
        say("mission_empty", 0, "the mission goes nowhere");
    }
    if items.len() > MOST_ITEMS {
        say("mission_too_long", MOST_ITEMS, "more items than an autopilot takes");
    }
    for (index, item) in items.iter().enumerate() {
        match item {
            MissionItem::Takeoff { .. } if index > 0 => say("takeoff_late", index, "a take-off is only the first item"),
            MissionItem::Takeoff { .. } if !s.on_ground => say("takeoff_in_air", index, "the aircraft already flies"),
            MissionItem::Takeoff { at, .. } if s.atlas.frame.to_local(*at).distance(s.from).0 > NEAR => {
                say("takeoff_elsewhere", index, "the take-off is not where the aircraft stands");
            }
            MissionItem::Return if index + 1 < items.len() => say("after_return", index, "items after the return"),
            _ => {}
        }
    }
    if s.on_ground && !matches!(items.first(), Some(MissionItem::Takeoff { .. })) {
        say("takeoff_missing", 0, "the aircraft stands on the ground and the first item is no take-off");
    }
    if !matches!(items.last(), Some(MissionItem::LoiterUnlimited { .. } | MissionItem::Return)) {
        say("mission_open_end", items.len().saturating_sub(1), "it ends neither hovering nor returning");
    }
    findings
}
