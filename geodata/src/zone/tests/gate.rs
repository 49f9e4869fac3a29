//! What the gate refuses, and what the district's file keeps.

use super::*;

fn refused(draft: Draft) -> &'static str {
    Zone::checked(draft).map(|_| "taken").unwrap_or_else(|f| f.code)
}

#[test]
fn a_zone_that_polygon_arithmetic_would_lose_is_refused() {
    let code = |corners: &[(f64, f64)]| refused(keep_out(ring(corners)));
    assert_eq!(code(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)]), "zone-crosses-itself");
    assert_eq!(code(&[(0.0, 0.0), (f64::NAN, 1.0), (1.0, 0.0)]), "zone-not-finite");
    assert_eq!(code(&[(0.0, 0.0), (f64::INFINITY, 1.0), (1.0, 0.0)]), "zone-not-finite");
    assert_eq!(code(&[(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]), "zone-too-few-corners");
    assert_eq!(code(&[]), "zone-too-few-corners");
    assert_eq!(code(&[(0.0, 0.0), (9.0, 0.0), (9.0, 0.0), (9.0, 9.0)]), "zone-repeated-corner");
    assert_eq!(code(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 20.0), (9.0, 9.0), (0.0, 9.0)]), "zone-spike");
    assert_eq!(code(&[(0.0, 0.0), (0.5, 0.0), (0.5, 0.5)]), "zone-no-area");
    assert_eq!(code(&[(0.0, 0.0), (4e5, 0.0), (0.0, 10.0)]), "zone-too-large");
    assert_eq!(code(&[(3.1e5, 0.0), (3.1e5 + 10.0, 0.0), (3.1e5, 10.0)]), "zone-too-far");
    assert_eq!(refused(keep_out((0..20_000).map(|i| p(f64::from(i), 0.0)).collect())), "zone-too-many-corners");
    assert_eq!(refused(keep_out(square(5.0))), "taken");
}

#[test]
fn holes_heights_circles_and_words_are_looked_at() {
    let hole = |half: f64, aside: f64| square(half).into_iter().map(|c| p(c.x + aside, c.y)).collect::<Vec<_>>();
    let holed = |holes: Vec<Vec<Local>>| refused(with_holes(ZoneKind::KeepIn, square(10.0), holes));
    assert_eq!(holed(vec![hole(3.0, 0.0)]), "taken");
    assert_eq!(holed(vec![hole(3.0, 9.0)]), "zone-hole-crosses");
    assert_eq!(holed(vec![hole(3.0, 50.0)]), "zone-hole-outside");
    assert_eq!(holed(vec![hole(30.0, 0.0)]), "zone-inside-out");
    assert_eq!(holed(vec![hole(5.0, 0.0), hole(2.0, 0.0)]), "zone-hole-outside");
    let high = |floor, ceiling| refused(keep_out(square(5.0)).between(floor, ceiling));
    assert_eq!(high(Limit::amsl(600.0), Limit::amsl(500.0)), "zone-heights");
    assert_eq!(high(Limit::agl(120.0), Limit::agl(120.0)), "zone-heights");
    assert_eq!(high(Limit::Open, Limit::agl(0.0)), "zone-heights");
    assert_eq!(high(Limit::amsl(f64::NAN), Limit::Open), "zone-heights");
    assert_eq!(high(Limit::amsl(600.0), Limit::agl(100.0)), "taken");
    let round = |radius| refused(Draft::cylinder("C", ZoneKind::KeepOut, p(0.0, 0.0), Metres(radius)));
    assert_eq!((round(50.0), round(0.0), round(-5.0)), ("taken", "zone-radius", "zone-radius"));
    assert_eq!((round(f64::NAN), round(2e5)), ("zone-not-finite", "zone-too-large"));
    assert_eq!(refused(Draft { id: " ".into(), ..keep_out(square(5.0)) }), "zone-id");
    assert_eq!(refused(Draft { name: "x".repeat(3000), ..keep_out(square(5.0)) }), "zone-text");
}

#[test]
fn a_closed_ring_either_way_round_is_the_same_zone() {
    let mut closed = square(5.0);
    closed.push(closed[0]);
    let mut clockwise = square(5.0);
    clockwise.reverse();
    let there = |outer: Vec<Local>| {
        let zone = Zone::checked(keep_out(outer)).unwrap();
        [p(0.0, 0.0), p(5.0, 0.0), p(5.001, 0.0)].map(|at| zone.contains(at))
    };
    assert_eq!(there(closed), [true, true, false]);
    assert_eq!(there(clockwise), [true, true, false]);
}

fn a_schedule() -> impl Strategy<Value = Schedule> {
    let span = (1..128u8, 0..1440u16, 0..=1440u16)
        .prop_map(|(d, from_minute, to_minute)| Span { days: Days(d), hours: Hours { from_minute, to_minute } });
    let period = (prop::collection::vec(span, 0..3), 0..5i64, any::<[bool; 2]>()).prop_map(|(spans, day, [a, b])| {
        Period { from: a.then(|| super::at(day, 0, 7)), until: b.then(|| super::at(day + 3, 5, 0)), spans }
    });
    (prop::collection::vec(period, 0..3), -840..840i16, prop::option::of(20_584..20_590i32)).prop_map(
        |(periods, utc_offset_min, date)| Schedule {
            utc_offset_min,
            periods,
            exceptions: date.map(|d| Exception { date: Date(d), hours: vec![] }).into_iter().collect(),
        },
    )
}

fn a_limit() -> impl Strategy<Value = Limit> {
    prop_oneof![Just(Limit::Open), (0.0..500.0f64).prop_map(Limit::amsl), (0.1..400.0f64).prop_map(Limit::agl)]
}

fn a_draft() -> impl Strategy<Value = Draft> {
    let shape = prop_oneof![
        (-4e4..4e4f64, -4e4..4e4f64, 1.0..5e3f64)
            .prop_map(|(x, y, r)| Shape::Cylinder { centre: p(x, y), radius: Metres(r) }),
        (-4e4..4e4f64, -4e4..4e4f64, 20.0..5e3f64).prop_map(|(x, y, half)| Shape::Prism {
            outer: square(half).into_iter().map(|c| p(c.x + x, c.y + y)).collect(),
            holes: vec![square(half / 3.0).into_iter().map(|c| p(c.x + x, c.y + y)).collect()],
        }),
    ];
    (shape, a_limit(), a_limit(), a_schedule(), 0..3usize, "[\\PC]{0,20}").prop_map(
        |(shape, floor, ceiling, schedule, kind, words)| {
            let kind = [ZoneKind::KeepIn, ZoneKind::KeepOut, ZoneKind::NoRecord][kind];
            let source = Source { authority: words.clone(), reason: "试飞 \"x\"".into(), file: String::new() };
            Draft { name_zh: words, floor, ceiling, schedule, source, ..Draft::new("区 1/ü", kind, shape) }
        },
    )
}

proptest! {
    #[test]
    fn the_districts_file_gives_back_what_it_was_given(draft in a_draft()) {
        let Ok(zone) = Zone::checked(draft) else { return Ok(()) };
        let bytes = file::write([&zone], &dingxi()).unwrap();
        let back = file::read(&bytes, &dingxi()).unwrap();
        prop_assert_eq!(&file::write(&back, &dingxi()).unwrap(), &bytes, "the same bytes again");
        let (a, b) = (&zone, &back[0]);
        prop_assert_eq!((&a.id, &a.name_zh, a.kind, a.floor, a.ceiling), (&b.id, &b.name_zh, b.kind, b.floor, b.ceiling));
        prop_assert_eq!((&a.schedule, &a.source), (&b.schedule, &b.source));
        let moved = a.rings().concat().iter().zip(&b.rings().concat()).map(|(p, q)| p.distance(*q).0).fold(0.0, f64::max);
        prop_assert!(moved < 1e-3, "{}", moved);
    }

    #[test]
    fn garbage_in_the_file_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), draft in a_draft()) {
        let Ok(zone) = Zone::checked(draft) else { return Ok(()) };
        let mut bytes = file::write([&zone], &dingxi()).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = file::read(&bytes, &dingxi());
        let _ = file::read(&bytes[..at], &dingxi());
    }
}

#[test]
fn the_file_tells_every_fault_at_once() {
    let zone = |id: &str| Zone::checked(Draft { id: id.into(), ..keep_out(square(50.0)) }).unwrap();
    let bytes = file::write([&zone("A"), &zone("B"), &zone("C")], &dingxi()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let broken = text.replacen("\"id\":\"A\"", "\"id\":\"B\"", 1).replacen("\"id\":\"C\"", "\"id\":\"\"", 1);
    let faults = file::read(broken.as_bytes(), &dingxi()).unwrap_err();
    assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), ["zones-broken", "zone-id"]);
    assert!(file::read(text.replace("\"format\":1", "\"format\":2").as_bytes(), &dingxi()).is_err());
    assert!(file::read(text.replace("WGS-84", "GCJ-02").as_bytes(), &dingxi()).is_err());
    assert!(file::write([&zone("A"), &zone("A")], &dingxi()).is_err(), "what cannot be read back is not written");
}
