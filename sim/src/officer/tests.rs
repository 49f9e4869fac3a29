//! Devices that are told once, twice, late, or not at all.

use super::*;
use crate::testing::district;
use controller_api::view::Point;
use flight_plans::Plan;
use std::sync::Arc;

struct Street {
    atlas: Arc<Atlas>,
    plan: Arc<Plan>,
    ground: Ground,
    officers: Officers,
    now: Timestamp,
    said: Vec<(String, Ask)>,
}

impl Street {
    fn new(settings: OfficerSettings) -> Self {
        let (atlas, plan) = district();
        let ground = Ground::new(&atlas, &plan, 7, Timestamp(0));
        Self { atlas, plan, ground, officers: Officers::new(settings, 7), now: Timestamp(0), said: Vec::new() }
    }

    fn tell(&mut self, kind: &str, tasking: u32, unit: u32) {
        let to = self.atlas.frame.to_wgs84(self.atlas.guarded[0].at);
        let message = UnitMessage {
            unit,
            tasking,
            incident: 1,
            kind: kind.to_owned(),
            incident_kind: "assault".to_owned(),
            priority: 1,
            to: Point { lat: to.lat, lon: to.lon },
            epoch: 1,
            post: String::new(),
        };
        self.officers.hear(self.now, &message, &mut self.ground, &self.atlas);
    }

    fn run(&mut self, seconds: i64) {
        for _ in 0..seconds {
            self.now = self.now.plus(Seconds(1.0));
            self.ground.step(self.now, &self.atlas.roads);
            self.said.extend(self.officers.step(self.now, &mut self.ground, &self.atlas));
        }
    }

    fn words(&self) -> Vec<&str> {
        self.said
            .iter()
            .filter_map(|(_, ask)| if let Ask::Reply(_, reply) = ask { Some(reply.reply.as_str()) } else { None })
            .collect()
    }

    fn unit(&self, index: usize) -> u32 {
        self.plan.ground[index].unit
    }
}

const WHOLE: [&str; 5] = ["received", "acknowledged", "en_route", "on_scene", "done"];

#[test]
fn a_task_is_received_acknowledged_driven_to_and_done_with_its_outcome() {
    let mut street = Street::new(OfficerSettings::default());
    let unit = street.unit(0);
    street.tell("task", 5, unit);
    street.run(3000);
    assert_eq!(street.words(), WHOLE);
    let Some((key, Ask::Reply(5, last))) = street.said.last() else { panic!("no reply") };
    assert_eq!((key.as_str(), last.outcome.as_deref()), ("t5-done", Some("ground_handled")));
    assert!(!street.ground.crew(unit).unwrap().has_errand());
}

#[test]
fn a_task_told_again_is_answered_again_with_the_same_key_and_done_once() {
    let mut street = Street::new(OfficerSettings::default());
    let unit = street.unit(0);
    street.tell("task", 5, unit);
    street.tell("task", 5, unit);
    street.run(2);
    street.tell("remind", 5, unit);
    street.run(3000);
    street.tell("task", 5, unit);
    street.run(100);
    assert_eq!(street.officers.jobs()[&5].heard, 4);
    let keys: std::collections::BTreeSet<&String> = street.said.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 5);
    assert_eq!(street.words().iter().filter(|word| **word == "en_route").count(), 1);
    assert_eq!(street.words().last(), Some(&"done"));
}

#[test]
fn a_unit_that_is_called_back_says_no_more_and_is_free() {
    let mut street = Street::new(OfficerSettings::default());
    let unit = street.unit(0);
    street.tell("task", 5, unit);
    street.run(40);
    assert!(street.ground.crew(unit).unwrap().has_errand());
    let before = street.said.len();
    street.tell("recall", 5, unit);
    street.run(2000);
    let after: Vec<&str> = street.said[before..].iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(after, ["t5-recall_seen"], "but that it has seen it");
    assert!(!street.ground.crew(unit).unwrap().has_errand());
}

#[test]
fn a_unit_on_one_task_declines_another() {
    let mut street = Street::new(OfficerSettings::default());
    let unit = street.unit(0);
    street.tell("task", 5, unit);
    street.run(30);
    street.tell("task", 6, unit);
    street.run(30);
    let declined = |(key, _): &&(String, Ask)| key == "t6-declined";
    assert_eq!(street.said.iter().filter(declined).count(), 1);
    assert_eq!(street.officers.jobs()[&5].stage, Stage::EnRoute);
}

#[test]
fn shares_of_declined_and_unseen_tasks_are_those_of_the_scenario() {
    let mut street =
        Street::new(OfficerSettings { decline_share: 0.25, silent_share: 0.5, ..OfficerSettings::default() });
    for index in 0..300 {
        let unit = street.unit(index);
        street.tell("task", index as u32 + 1, unit);
    }
    street.run(30);
    let count = |stage| street.officers.jobs().values().filter(|job| job.stage == stage).count();
    assert!((50..=100).contains(&count(Stage::Declined)), "{}", count(Stage::Declined));
    // Half of those that do not decline stay silent.
    assert!((80..=145).contains(&count(Stage::Received)), "{}", count(Stage::Received));
}

#[test]
fn a_unit_nobody_has_enrolled_declines() {
    let mut street = Street::new(OfficerSettings::default());
    street.tell("task", 5, 9_999);
    street.run(30);
    assert_eq!(street.words(), ["received", "declined"]);
}
