//! Repairs: what is covered before and after, and that nothing vanishes from a list.

use super::*;

fn bow_tie() -> Vec<Local> {
    ring(&[(0.0, 0.0), (1000.0, 500.0), (1000.0, 0.0), (0.0, 500.0)])
}

/// How often a ring turns about a place; by angles, which is slow and obviously right.
fn winding(ring: &[Local], at: Local) -> i32 {
    let angle = |q: Local| (q.y - at.y).atan2(q.x - at.x);
    let turn = |a: f64, b: f64| (b - a + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI;
    let sum: f64 = (0..ring.len()).map(|i| turn(angle(ring[i]), angle(ring[(i + 1) % ring.len()]))).sum();
    #[allow(clippy::cast_possible_truncation)]
    let turns = (sum / std::f64::consts::TAU).round() as i32;
    turns
}

#[test]
fn a_bow_tie_is_split_into_its_two_lobes_and_both_are_shown() {
    let intake = Intake::of([keep_out(bow_tie())]);
    assert_eq!((intake.tally.repaired, intake.zones.len()), (1, 2));
    let area: f64 = intake.zones.iter().map(Zone::area_m2).sum();
    assert!((area - 250_000.0).abs() < 1.0, "{area}");
    let note = &intake.notes[0];
    assert_eq!((note.code, note.at.as_str()), ("zone-repaired-lobes", "zone Z1"));
    assert!(note.say.contains("reads as 0 m2") && note.say.contains("2 pieces of 250000 m2"), "{}", note.say);
    assert_eq!(intake.zones.iter().map(|z| z.id.as_str()).collect::<Vec<_>>(), ["Z1/1", "Z1/2"]);
}

#[test]
fn repeated_corners_spikes_and_bad_holes_are_mended_on_the_safe_side() {
    let spiked =
        ring(&[(0.0, 0.0), (9.0, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 20.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]);
    let intake = Intake::of([keep_out(spiked)]);
    assert_eq!((intake.zones.len(), intake.notes[0].code), (1, "zone-repaired-corners"));
    assert!((intake.zones[0].area_m2() - 81.0).abs() < 1e-9);
    let aside: Vec<Local> = square(30.0).into_iter().map(|c| p(c.x + 90.0, c.y)).collect();
    let holes = vec![square(30.0), aside];
    let out = Intake::of([with_holes(ZoneKind::KeepOut, square(100.0), holes.clone())]);
    assert_eq!(out.notes[0].code, "zone-repaired-holes");
    assert!((out.zones[0].area_m2() - (40_000.0 - 3_600.0)).abs() < 1e-6, "the good hole stays");
    let stay = Intake::of([with_holes(ZoneKind::KeepIn, square(100.0), holes)]);
    assert_eq!((stay.zones.len(), stay.refused[0].code), (0, "zone-hole-crosses"), "filling it would let aircraft out");
}

#[test]
fn a_star_drawn_in_one_stroke_keeps_its_middle_for_keep_out_and_loses_it_for_keep_in() {
    let corner = |i: u32| Local::default().moved(crate::units::Heading::degrees(f64::from(i) * 144.0), Metres(1000.0));
    let star: Vec<Local> = (0..5).map(corner).collect();
    let middle =
        |kind| Intake::of([Draft::prism("S", kind, star.clone())]).zones.iter().any(|z| z.contains(p(0.0, 0.0)));
    assert!(middle(ZoneKind::KeepOut) && middle(ZoneKind::NoRecord) && !middle(ZoneKind::KeepIn));
}

#[test]
fn a_repeated_id_is_given_another_and_told() {
    let intake = Intake::of([keep_out(square(9.0)), keep_out(square(8.0)), keep_out(square(7.0))]);
    assert_eq!(intake.zones.iter().map(|z| z.id.as_str()).collect::<Vec<_>>(), ["Z1", "Z1#2", "Z1#3"]);
    assert!(intake.notes.iter().all(|n| n.code == "zone-repaired-id") && intake.tally.repaired == 2);
}

#[test]
fn a_wider_zone_holds_the_narrower_or_there_is_none() {
    let narrow = Zone::checked(with_holes(ZoneKind::KeepOut, square(500.0), vec![square(300.0)])).unwrap();
    let wide = narrow.grown(Metres(50.0)).unwrap();
    assert!(wide.contains(p(549.0, 0.0)) && wide.contains(p(251.0, 0.0)) && !wide.contains(p(0.0, 0.0)));
    assert!(!narrow.grown(Metres(400.0)).unwrap().rings().is_empty());
    let round = Zone::checked(Draft::cylinder("C", ZoneKind::KeepOut, p(0.0, 0.0), Metres(100.0))).unwrap();
    assert!((round.grown(Metres(10.0)).unwrap().area_m2() - std::f64::consts::PI * 110.0 * 110.0).abs() < 1e-6);
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(narrow.grown(Metres(bad)).unwrap_err().code, "zone-not-grown");
    }
}

fn tangle() -> impl Strategy<Value = Vec<Local>> {
    prop::collection::vec((-500.0..500.0f64, -500.0..500.0f64), 0..9)
        .prop_map(|corners| corners.into_iter().map(|(x, y)| p(x, y)).collect())
}

fn messy() -> impl Strategy<Value = Draft> {
    let odd = prop_oneof![9 => tangle(), 1 => Just(vec![p(f64::NAN, 0.0), p(1.0, 0.0), p(0.0, 1.0)])];
    (odd, prop::collection::vec(tangle(), 0..2), 0..3usize, 0..3u8).prop_map(|(outer, holes, kind, id)| Draft {
        id: format!("Z{id}"),
        ..with_holes([ZoneKind::KeepIn, ZoneKind::KeepOut, ZoneKind::NoRecord][kind], outer, holes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_zone_of_a_list_vanishes(drafts in prop::collection::vec(messy(), 0..8)) {
        let count = drafts.len();
        let intake = Intake::of(drafts);
        prop_assert!(intake.tally.adds_up() && intake.tally.given == count);
        prop_assert_eq!(intake.refused.len(), intake.tally.refused);
        prop_assert!(intake.notes.len() >= intake.tally.repaired);
        prop_assert!(intake.zones.len() >= intake.tally.taken + intake.tally.repaired);
        prop_assert!(Zones::new(intake.zones).is_ok(), "ids are their own");
    }

    /// A zone to keep out of covers all its outline winds about; a keep-in zone nothing more than even-odd.
    #[test]
    fn a_repair_errs_to_the_safe_side(outer in tangle(), spots in prop::collection::vec((-500.0..500.0f64, -500.0..500.0f64), 200)) {
        let turned = |at: Local| winding(&outer, at);
        let slivers = |intake: &Intake| intake.notes.iter().any(|n| n.say.contains("slivers"));
        let clear = |at: Local| {
            (0..outer.len()).all(|i| super::super::ring::apart(at, outer[i], outer[(i + 1) % outer.len()]) > 0.02)
        };
        let out = Intake::of([keep_out(outer.clone())]);
        let stay = Intake::of([Draft::prism("Z", ZoneKind::KeepIn, outer.clone())]);
        for at in spots.iter().map(|&(x, y)| p(x, y)).filter(|at| clear(*at)) {
            let turns = turned(at);
            if !out.zones.is_empty() && turns != 0 && !slivers(&out) {
                prop_assert!(out.zones.iter().any(|z| z.contains(at)), "{:?} was lost", at);
            }
            if stay.zones.iter().any(|z| z.contains(at)) {
                prop_assert!(turns % 2 != 0, "{:?} was added", at);
            }
        }
    }

    #[test]
    fn a_grown_zone_keeps_its_distance(corners in prop::collection::vec(50.0..500.0f64, 3..12), by in 1.0..200.0f64) {
        prop_assert_eq!(lost_when_grown(&corners, by), None);
    }
}

/// The corner of a narrow star, far out: the flats of its arc once lay inside of the margin.
#[test]
fn the_arc_round_a_sharp_corner_keeps_its_distance_too() {
    let corners = [
        50.0,
        50.0,
        403.449_916_693_284_37,
        145.225_843_547_035_42,
        88.886_362_904_624_14,
        50.0,
        50.0,
        50.0,
        50.0,
        50.0,
    ];
    assert_eq!(lost_when_grown(&corners, 140.360_786_235_832_36), None);
}

/// A place within the margin that a star of these corners, grown by it, does not hold.
fn lost_when_grown(corners: &[f64], by: f64) -> Option<Local> {
    let step = 360.0 / corners.len() as f64;
    let out = |degrees: f64, far: f64| Local::default().moved(crate::units::Heading::degrees(degrees), Metres(far));
    let star: Vec<Local> = corners.iter().enumerate().map(|(i, r)| out(i as f64 * step, *r)).collect();
    let zone = Zone::checked(keep_out(star)).ok()?;
    let wide = zone.grown(Metres(by)).unwrap();
    let spots = (0..720).map(|i| out(f64::from(i) / 2.0, f64::from(i)));
    spots.filter(|at| zone.distance(*at) <= Metres(by)).find(|at| !wide.contains(*at))
}
