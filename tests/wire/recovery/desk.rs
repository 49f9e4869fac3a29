//! The people of a lane: who calls, the commander who says yes or no to aircraft, the dispatcher who closes what is done.

use super::county::County;
use super::door::Door;
use super::ear::{Anew, Seen, Told};
use super::pool::Posting;
use controller_api::ask::{AlarmAccepted, CloseIncident, Decide, RaiseAlarm};
use controller_api::view::{ApprovalView, Point};
use geodata::{Heading, Metres, Seconds, Timestamp};
use sim::seed::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

/// What is called in how often. Most want a unit and no aircraft.
const KINDS: [(&str, [u8; 2], f64); 8] = [
    ("disturbance", [4, 4], 0.70),
    ("theft", [1, 3], 0.10),
    ("assault", [1, 3], 0.06),
    ("traffic_accident", [1, 3], 0.06),
    ("fire", [1, 2], 0.02),
    ("crowd", [2, 3], 0.02),
    ("missing_person", [2, 3], 0.02),
    ("officer_in_need", [1, 1], 0.02),
];
/// How far from a hotspot a call is.
const AROUND_M: f64 = 500.0;
/// People ask again what was not answered.
const AGAIN: Seconds = Seconds(1.0);
/// So many flights are granted in a lane; more would keep the machine busy with flying.
const GRANTS: usize = 60;
/// Longer flights would not be over when everything else is.
const NEAR_S: f64 = 60.0;

/// The calls of a lane.
pub struct Calls {
    seed: u64,
    next: AtomicU32,
    /// So many may be begun by now.
    pub allowed: AtomicU32,
    /// What was answered: key, body, incident.
    pub answered: Mutex<Vec<(String, String, u32)>>,
    /// Answers nobody should get.
    pub wrong: Mutex<Vec<String>>,
}

impl Calls {
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            next: AtomicU32::new(0),
            allowed: AtomicU32::new(0),
            answered: Mutex::default(),
            wrong: Mutex::default(),
        }
    }

    /// One caller's work, until all is over.
    pub fn call(&self, door: &Door, county: &County) {
        while !door.is_over() {
            if self.next.load(Relaxed) >= self.allowed.load(Relaxed) {
                std::thread::sleep(Duration::from_millis(2));
                continue;
            }
            let number = self.next.fetch_add(1, Relaxed);
            let (key, body) = (format!("call-{}-{number}", self.seed), self.words(number, county));
            if let Some(incident) = self.told(door, &key, &body) {
                self.answered.lock().unwrap().push((key, body, incident));
            }
        }
    }

    /// A call that was answered is told again: it must be the same incident.
    pub fn repeat(&self, door: &Door, index: usize) {
        let Some((key, body, incident)) = self.answered.lock().unwrap().get(index).cloned() else { return };
        if let Some(now) = self.told(door, &key, &body).filter(|now| *now != incident) {
            self.wrong.lock().unwrap().push(format!("{key} was incident {incident} and is incident {now}"));
        }
    }

    /// How many incidents the answers named.
    pub fn incidents(&self) -> usize {
        self.answered.lock().unwrap().iter().map(|(_, _, incident)| *incident).collect::<BTreeSet<u32>>().len()
    }

    fn told(&self, door: &Door, key: &str, body: &str) -> Option<u32> {
        let reply = door.insist("dispatcher", "/api/v1/alarms", key, body)?;
        match serde_json::from_slice::<AlarmAccepted>(&reply.body) {
            Ok(accepted) => Some(accepted.incident),
            Err(_) => {
                let said = format!("{key}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
                self.wrong.lock().unwrap().push(said);
                None
            }
        }
    }

    fn words(&self, number: u32, county: &County) -> String {
        let mut dice = Dice::of(self.seed, "call", u64::from(number));
        let (kind, [high, low], _) = KINDS[dice.pick(&KINDS.map(|(_, _, share)| share)).unwrap_or(0)];
        let hotspots: Vec<_> = county.atlas.hotspots.iter().collect();
        let spot = hotspots[(dice.unit() * hotspots.len() as f64) as usize];
        let way = Metres(AROUND_M * dice.unit().sqrt());
        let place = spot.at().moved(Heading::degrees(dice.between([0.0, 360.0])), way);
        let at = county.atlas.frame.to_wgs84(place);
        let priority = high + (dice.unit() * f64::from(low - high + 1)) as u8;
        let at = Point { lat: at.lat, lon: at.lon };
        let alarm = RaiseAlarm { kind: kind.to_owned(), priority, at, source: "110".to_owned() };
        serde_json::to_string(&alarm).unwrap()
    }
}

/// Commander and dispatcher.
pub struct Desk {
    seed: u64,
    resolved: BTreeMap<u32, Seen>,
    open: BTreeSet<u32>,
    waiting: BTreeMap<u32, ApprovalView>,
    /// Seconds the aircraft proposed for an incident needs.
    eta: BTreeMap<u32, f64>,
    asked: BTreeMap<(&'static str, u32), Timestamp>,
    tries: u64,
    /// Questions the commander said yes to, at least once.
    pub granted: BTreeSet<u32>,
}

impl Desk {
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            resolved: BTreeMap::new(),
            open: BTreeSet::new(),
            waiting: BTreeMap::new(),
            eta: BTreeMap::new(),
            asked: BTreeMap::new(),
            tries: 0,
            granted: BTreeSet::new(),
        }
    }

    /// Everything anew.
    pub fn resume(&mut self, anew: Anew) {
        self.waiting.clear();
        self.resolved.clear();
        self.open.clear();
        anew.approvals.into_iter().for_each(|approval| self.approval(approval));
        anew.incidents.into_iter().for_each(|incident| self.incident(incident));
    }

    pub fn hear(&mut self, told: Told) {
        told.incident.into_iter().for_each(|incident| self.incident(incident));
        told.approval.into_iter().for_each(|approval| self.approval(approval));
    }

    /// How many incidents are not closed.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    fn incident(&mut self, incident: Seen) {
        self.resolved.remove(&incident.id);
        let air = incident.recommendation.as_ref().and_then(|advice| advice.air.as_ref());
        self.eta.extend(air.map(|air| (incident.id, air.eta_s)));
        if incident.status == "closed" {
            self.open.remove(&incident.id);
            return;
        }
        self.open.insert(incident.id);
        if incident.status == "resolved" {
            self.resolved.insert(incident.id, incident);
        }
    }

    fn approval(&mut self, approval: ApprovalView) {
        if approval.state == "requested" {
            self.waiting.insert(approval.id, approval);
        } else {
            self.waiting.remove(&approval.id);
        }
    }

    /// What they ask for at `now`.
    pub fn step(&mut self, now: Timestamp) -> Vec<Posting> {
        let mut postings = Vec::new();
        for id in self.due(now, "close", self.resolved.keys().copied().collect()) {
            let reason = self.resolved.get(&id).filter(|one| !one.open_hops.is_empty()).map(|_| "other".to_owned());
            let close = CloseIncident { outcome: "ground_handled".to_owned(), reason };
            let words = serde_json::to_string(&close).unwrap();
            postings.push(self.posting("dispatcher", format!("/api/v1/incidents/{id}/close"), words));
        }
        for id in self.due(now, "decide", self.waiting.keys().copied().collect()) {
            let Some(approval) = self.waiting.get(&id).cloned() else { continue };
            let Some(grant) = self.judged(&approval) else { continue };
            let ApprovalView { mission_hash, card_hash, .. } = approval;
            let card_hash = if grant { card_hash } else { String::new() };
            let words = serde_json::to_string(&Decide { grant, mission_hash, card_hash }).unwrap();
            postings.push(self.posting("commander", format!("/api/v1/approvals/{id}"), words));
        }
        postings
    }

    /// Yes, no, or nothing at all.
    fn judged(&mut self, approval: &ApprovalView) -> Option<bool> {
        let throw = Dice::of(self.seed, "commander", u64::from(approval.id)).unit();
        if throw < 0.05 {
            return None;
        }
        let eta = approval.incident.and_then(|incident| self.eta.get(&incident));
        let is_yes = eta.is_some_and(|eta| *eta <= NEAR_S) && throw < 0.85;
        let grant = self.granted.contains(&approval.id) || is_yes && self.granted.len() < GRANTS;
        if grant {
            self.granted.insert(approval.id);
        }
        Some(grant)
    }

    /// Which of them nobody asked for a moment ago.
    fn due(&mut self, now: Timestamp, what: &'static str, mut ids: Vec<u32>) -> Vec<u32> {
        ids.retain(|id| self.asked.get(&(what, *id)).is_none_or(|last| now.since(*last) >= AGAIN));
        self.asked.extend(ids.iter().map(|id| ((what, *id), now)));
        ids
    }

    fn posting(&mut self, role: &'static str, path: String, body: String) -> Posting {
        self.tries += 1;
        Posting { role, path, key: format!("desk-{}-{}", self.seed, self.tries), body, report: None }
    }
}
