//! Conditional tags, minute by minute: what was compiled for the week is what the rules say with the tags of that minute.

use super::super::super::hours;
use super::*;
use proptest::prelude::*;

fn tags(text: &str) -> Tags {
    let pairs: Vec<_> = text.split('|').map(|pair| pair.split_once('=').unwrap()).collect();
    Tags::of(&pairs)
}

/// Who may go at a minute, and how fast, by what was compiled.
fn compiled((rule, at_hours, _): &(Rule, AtHours, Told), minute: u16) -> (Access, [u8; 2]) {
    let (mut access, mut kph) = (rule.access, rule.kph);
    for (forward, what, _) in at_hours.iter().filter(|rule| rule.2.holds(minute)) {
        match what {
            Timed::Kph(now) => kph[usize::from(!*forward)] = *now,
            Timed::Closed(who) => {
                for profile in Profile::ALL.into_iter().filter(|profile| who >> profile.index() & 1 == 1) {
                    access = access.without(profile, *forward);
                }
            }
        }
    }
    (access, kph)
}

/// The same by giving the tags the values of that minute, clause after clause.
fn literal(tags: &Tags, minute: u16) -> Option<(Access, [u8; 2])> {
    let mut now = tags.clone();
    for (key, text) in tags.iter().filter(|(key, _)| key.ends_with(":conditional")) {
        for clause in text.split(";;") {
            let (value, when) = clause.split_once('@').unwrap();
            let when = hours::read(when.trim().trim_matches(['(', ')'])).unwrap();
            if when.week.holds(minute) {
                now.set(key.trim_end_matches(":conditional"), &Rc::from(value.trim()));
            }
        }
    }
    rule(&now).ok().map(|rule| (rule.access, rule.kph))
}

fn agrees(written: &Tags) {
    let single =
        Tags(written.0.iter().map(|(key, value)| (Rc::clone(key), Rc::from(value.replace(";;", ";")))).collect());
    let read = by_hours(&single);
    for minute in (0..WEEK).step_by(29) {
        let expected = literal(written, minute);
        let (access, kph) = match &read {
            Ok(read) => compiled(read, minute),
            Err(_) => (Access::none(), [0; 2]),
        };
        assert_eq!(access, expected.map_or(Access::none(), |expected| expected.0), "{written:?} at {minute}");
        for (side, forward) in [(0, true), (1, false)] {
            if Profile::ALL.into_iter().any(|profile| access.allows(profile, forward)) {
                assert_eq!(Some(kph[side]), expected.map(|expected| expected.1[side]), "{written:?} at {minute}");
            }
        }
    }
}

const KEYS: [&str; 8] =
    ["access", "motor_vehicle", "vehicle", "motorcar:forward", "foot", "oneway", "maxspeed", "maxspeed:backward"];
const VALUES: [&str; 9] = ["no", "yes", "private", "destination", "-1", "30", "80", "none", "designated"];
const HOURS: [&str; 6] =
    ["Mo-Fr 07:00-09:00,16:00-18:00", "22:00-06:00", "Sa,Su", "Mo-Sa 05:00-10:00", "24/7", "We 00:00-24:00"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_minute_is_as_its_tags_say(
        class in prop::sample::select(vec!["residential", "primary", "pedestrian", "footway", "motorway", "service"]),
        plain in prop::collection::vec((0..KEYS.len(), 0..VALUES.len()), 0..3),
        timed in prop::collection::btree_map(0..KEYS.len(), prop::collection::vec((0..VALUES.len(), 0..6usize), 1..4), 1..4),
    ) {
        let mut text = format!("highway={class}");
        for (key, value) in plain {
            text += &format!("|{}={}", KEYS[key], VALUES[value]);
        }
        for (key, clauses) in timed {
            let clause = |(value, hours): (usize, usize)| format!("{} @ ({})", VALUES[value], HOURS[hours]);
            text += &format!("|{}:conditional={}", KEYS[key], clauses.into_iter().map(clause).collect::<Vec<_>>().join(";;"));
        }
        agrees(&tags(&text));
    }
}

fn hours_of(text: &str, profile: Profile, forward: bool) -> String {
    let (rule, at_hours, told) = by_hours(&tags(text)).unwrap();
    let open = if rule.access.allows(profile, forward) { "open" } else { "never" };
    let who = |what: &Timed| matches!(what, Timed::Closed(who) if who >> profile.index() & 1 == 1);
    let shut = at_hours.iter().find(|rule| rule.0 == forward && who(&rule.1)).map(|rule| rule.2.spans().to_vec());
    let unread = if told.unread.is_some() { ", not all read" } else { "" };
    format!("{open}{}{unread}", shut.map_or(String::new(), |shut| format!(", shut {shut:?}")))
}

#[test]
fn a_school_street_a_delivery_street_and_a_street_that_changes_its_direction() {
    let school = "highway=residential|motor_vehicle:conditional=no @ (Mo 07:00-09:00)";
    assert_eq!(hours_of(school, Profile::Car, true), "open, shut [(420, 540)]");
    assert_eq!(hours_of(school, Profile::Emergency, true), "open", "a right of way, not a wall");
    assert_eq!(hours_of(school, Profile::Foot, false), "open");
    let delivery = "highway=pedestrian|motor_vehicle=no|motor_vehicle:conditional=yes @ (Mo 05:00-10:00)";
    assert_eq!(hours_of(delivery, Profile::Car, true), "open, shut [(0, 300), (600, 10080)]");
    let tide = "highway=primary|oneway=yes|oneway:conditional=-1 @ (Mo 16:00-19:00)";
    assert_eq!(hours_of(tide, Profile::Car, true), "open, shut [(960, 1140)]");
    assert_eq!(hours_of(tide, Profile::Car, false), "open, shut [(0, 960), (1140, 10080)]");
    let (rule, at_hours, _) =
        by_hours(&tags("highway=primary|maxspeed=80|maxspeed:conditional=30 @ (22:00-06:00)")).unwrap();
    let night = Week::of((0..7).map(|day| (day * 1440 + 1320, day * 1440 + 1800)));
    let slow = |forward| (forward, Timed::Kph(27), night.clone());
    assert_eq!((rule.kph, at_hours), ([72, 72], vec![slow(true), slow(false)]));
}

#[test]
fn what_cannot_be_read_forbids_always_and_allows_never() {
    let wet = "highway=residential|motor_vehicle:conditional=no @ (wet)";
    assert_eq!(hours_of(wet, Profile::Car, true), "never, not all read");
    let day = "highway=residential|motor_vehicle=no|motor_vehicle:conditional=yes @ (sunrise-sunset)";
    assert_eq!(hours_of(day, Profile::Car, true), "never, not all read");
    let both = "highway=residential|motor_vehicle:conditional=no @ (Mo 07:00-09:00 AND snow)";
    assert_eq!(hours_of(both, Profile::Car, true), "open, shut [(420, 540)], not all read");
    let slippery = by_hours(&tags("highway=primary|maxspeed=100|maxspeed:conditional=80 @ (wet)")).unwrap();
    assert_eq!((slippery.0.kph, slippery.1.len()), ([90, 90], 0), "the plain limit stands");
    assert_eq!(slippery.2.unread.as_deref(), Some("maxspeed:conditional=80 @ (wet)"));
    for foreign in ["motor_vehicle:conditional=no @ (weight>3.5)", "maxspeed:hgv:conditional=60 @ (22:00-06:00)"] {
        assert_eq!(hours_of(&format!("highway=residential|{foreign}"), Profile::Car, true), "open");
    }
    let many = ["no @ (Mo)"; 30].join(";");
    let text =
        format!("highway=residential|access:conditional={many}|vehicle:conditional={many}|foot:conditional={many}");
    assert_eq!(by_hours(&tags(&text)).unwrap_err(), Some("too many conditions"));
}
