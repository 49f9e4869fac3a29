//! Restrictions of each kind on a grid of streets, told by the nodes their forbidden runs pass.

use super::super::testing::World;
use super::*;

/// A cross at node 7: ways 1 from the west (6), 2 to the east (8), 3 to the south (2), 4 to the north (12).
fn cross(tags: &str) -> World {
    let mut world = World::grid();
    for (id, nodes) in [(1, [6, 7]), (2, [7, 8]), (3, [7, 2]), (4, [7, 12])] {
        world.way(id, &nodes, tags);
    }
    world
}

fn turns(members: &str, tags: &str) -> Vec<String> {
    let mut world = cross("highway=residential");
    world.restriction(members, tags);
    let (turns, report) = world.turns();
    assert_eq!(report.restrictions_used, 1, "{members} {tags}: {:?}", report.restrictions_skipped);
    turns
}

fn skipped(members: &str, tags: &str) -> Why {
    let mut world = cross("highway=residential");
    world.way(9, &[11, 12], "building=yes");
    world.restriction(members, tags);
    let (turns, report) = world.turns();
    assert!(turns.is_empty() && report.restrictions_used == 0);
    report.restrictions_skipped.keys().next().unwrap()
}

#[test]
fn a_forbidden_turn_binds_who_drives_but_neither_feet_nor_blue_lights() {
    assert_eq!(turns("from:1 via:n7 to:3", "restriction=no_right_turn"), ["6>7>2 cm"]);
    assert_eq!(turns("from:3 via:n7 to:1", "restriction=no_left_turn"), ["2>7>6 cm"]);
    assert_eq!(turns("from:1 via:n7 to:2", "restriction=no_straight_on"), ["6>7>8 cm"]);
    assert_eq!(turns("from:1 via:n7 to:1", "restriction=no_u_turn"), ["6>7>6 cm"]);
}

#[test]
fn where_one_turn_only_is_allowed_all_others_are_forbidden() {
    assert_eq!(turns("from:1 via:n7 to:2", "restriction=only_straight_on"), ["6>7>6 cm", "6>7>2 cm", "6>7>12 cm"]);
}

#[test]
fn keys_and_exceptions_say_whom_it_binds() {
    for (tags, bound) in [
        ("restriction:motorcar=no_left_turn", "c"),
        ("restriction:motorcycle=no_left_turn", "m"),
        ("restriction:motor_vehicle=no_left_turn", "cm"),
        ("restriction:foot=no_left_turn", "f"),
        ("restriction:motorcar=no_left_turn restriction:foot=no_left_turn", "cf"),
        ("restriction=no_left_turn except=motorcar", "m"),
        ("restriction=no_left_turn except=psv;motorcycle", "c"),
        ("restriction=no_left_turn except=bus", "cm"),
        ("restriction=no_left_turn except=emergency", "cm"),
    ] {
        assert_eq!(turns("from:1 via:n7 to:4", tags), [format!("6>7>12 {bound}")], "{tags}");
    }
    for tags in [
        "restriction=no_left_turn except=motor_vehicle",
        "restriction:hgv=no_left_turn",
        "restriction:bus=only_straight_on",
        "restriction:conditional=no_left_turn~@~(weight>3.5)",
        "restriction:conditional=none~@~(22:00-06:00)",
    ] {
        assert_eq!(skipped("from:1 via:n7 to:4", tags), "for other vehicles", "{tags}");
    }
    assert_eq!(skipped("from:1 via:n7 to:4", "restriction=no_parking"), "unknown kind");
}

#[test]
fn what_holds_at_certain_hours_holds_in_them() {
    for (tags, hours) in [
        ("restriction:conditional=no_left_turn~@~(Mo~07:00-09:00)", "[(420, 540)]"),
        ("restriction:conditional=no_left_turn~@~(Mo~07:00-09:00;~PH~off)", "[(420, 540)]"),
        ("restriction:conditional=no_left_turn~@~(Mo~07:00-09:00);no_left_turn~@~(Tu)", "[(420, 540), (1440, 2880)]"),
        ("restriction=no_left_turn day_on=Monday day_off=Monday hour_on=07:00 hour_off=09:00", "[(420, 540)]"),
        ("restriction=no_left_turn restriction:conditional=none~@~(Tu-Su;~Mo~09:00-24:00)", "[(0, 540)]"),
    ] {
        let mut world = cross("highway=residential");
        world.restriction("from:1 via:n7 to:4", tags);
        let (turns, report) = world.turns();
        assert_eq!((turns, report.restrictions_timed), (vec![format!("6>7>12 cm {hours}")], 1), "{tags}");
        assert_eq!((report.hours_unread, report.hours_holidays), (0, u64::from(tags.contains("PH"))), "{tags}");
    }
}

#[test]
fn what_is_not_understood_of_its_hours_is_held_to_always_and_told() {
    for tags in [
        "restriction:conditional=no_left_turn~@~(sunrise-sunset)",
        "restriction=no_left_turn restriction:conditional=none~@~(wet)",
        "restriction=no_left_turn day_on=Monday hour_on=07:00 hour_off=09:00",
    ] {
        let mut world = cross("highway=residential");
        world.restriction("from:1 via:n7 to:4", tags);
        let (turns, report) = world.turns();
        assert_eq!((turns, report.restrictions_timed), (vec!["6>7>12 cm".to_owned()], 0), "{tags}");
        assert_eq!(report.findings()[0].code, "osm-hours-unread");
        assert!(report.hours_unread_at[0].starts_with("turn from way 1: "), "{:?}", report.hours_unread_at);
    }
}

#[test]
fn no_entry_comes_from_many_ways_and_no_exit_goes_to_many() {
    assert_eq!(
        turns("from:1 from:3 from:4 via:n7 to:2", "restriction=no_entry"),
        ["6>7>8 cm", "2>7>8 cm", "12>7>8 cm"]
    );
    assert_eq!(turns("from:1 via:n7 to:2 to:3", "restriction=no_exit"), ["6>7>8 cm", "6>7>2 cm"]);
    assert_eq!(skipped("from:1 from:3 via:n7 to:2", "restriction=no_left_turn"), COUNT);
    assert_eq!(skipped("from:1 via:n7 to:2 to:3", "restriction=no_entry"), COUNT);
}

#[test]
fn what_is_missing_or_does_not_meet_is_counted_and_not_guessed() {
    for (members, why) in [
        ("from:1 via:n7 to:77", MISSING),
        ("from:1 via:77 to:2", MISSING),
        ("from:1 via:n7 to:9", NO_ROAD),
        ("from:1 via:n6 to:2", APART),
        ("from:1 via:n99 to:2", APART),
        ("from:1 via:2 to:3", APART),
        ("from:1 via:n7", COUNT),
        ("from:1 to:2", COUNT),
        ("via:n7 to:2", COUNT),
        ("from:1 via:n7 via:n8 to:2", COUNT),
        ("from:1 via:n7 via:2 to:3", COUNT),
    ] {
        assert_eq!(skipped(members, "restriction=no_left_turn"), why, "{members}");
    }
}

#[test]
fn a_turn_nobody_could_take_anyway_is_used_up_and_forbids_nothing() {
    let mut world = cross("highway=residential");
    world.way(5, &[13, 12], "highway=residential oneway=yes lanes=2");
    world.restriction("from:4 via:n12 to:5", "restriction=no_right_turn");
    let (turns, report) = world.turns();
    assert_eq!((turns.len(), report.restrictions_used), (0, 1));
}

#[test]
fn a_from_way_that_runs_through_the_junction_is_not_guessed_at() {
    let mut world = World::grid();
    world.way(1, &[6, 7, 8], "highway=residential");
    world.way(2, &[7, 12], "highway=residential");
    world.restriction("from:1 via:n7 to:2", "restriction=no_left_turn");
    assert_eq!(world.turns().1.restrictions_skipped.keys().collect::<Vec<_>>(), [&APART]);
}

/// A dual carriageway, south side eastward 1-2-3-4, north side westward 9-8-7-6, with a link 3-8 and a lane 2-7.
fn dual() -> World {
    let mut world = World::grid();
    for (id, nodes) in
        [(1, &[1, 2][..]), (2, &[2, 3]), (3, &[3, 4]), (4, &[9, 8]), (5, &[8, 7]), (6, &[7, 6]), (8, &[2, 7])]
    {
        world.way(id, nodes, if nodes.len() == 2 && id < 7 { "highway=primary oneway=yes" } else { "highway=service" });
    }
    world.way(7, &[3, 8], "highway=service");
    world
}

#[test]
fn a_way_between_is_driven_whole() {
    let mut world = dual();
    world.restriction("from:2 via:7 to:5", "restriction=no_u_turn");
    assert_eq!(world.turns().0, ["2>3>8>7 cm"]);
}

#[test]
fn several_ways_between_may_be_named_in_either_order() {
    for members in ["from:1 via:2 via:7 to:5", "from:1 via:7 via:2 to:5"] {
        let mut world = dual();
        world.restriction(members, "restriction=no_u_turn");
        assert_eq!(world.turns().0, ["1>2>3>8>7 cm"], "{members}");
    }
}

#[test]
fn whoever_enters_the_way_between_must_leave_it_as_told() {
    let mut world = dual();
    world.way(9, &[8, 13], "highway=service");
    world.restriction("from:2 via:7 to:5", "restriction=only_u_turn");
    // Straight on from 2 to 3 to 4 stays free; on the link, turning back and going on to 13 do not.
    assert_eq!(world.turns().0, ["2>3>8>3 cm", "2>3>8>13 cm"]);
}

#[test]
fn two_restrictions_of_the_same_turn_are_one_that_binds_both() {
    let mut world = cross("highway=residential");
    world.restriction("from:1 via:n7 to:4", "restriction:motorcar=no_left_turn");
    world.restriction("from:1 via:n7 to:4", "restriction:foot=no_left_turn");
    assert_eq!(world.turns().0, ["6>7>12 cf"]);
}
