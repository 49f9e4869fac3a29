//! Weights by hour, day and age; the file there and back; the tree against brute force.

// Exact numbers are meant exactly.
#![allow(clippy::float_cmp)]

use super::*;
use crate::Frame;
use crate::frame::Wgs84;
use crate::zone::Hours;
use chrono::NaiveDate;
use proptest::prelude::*;

const DAY: i64 = 86_400_000_000;
const HOUR: i64 = 3_600_000_000;

fn frame() -> Frame {
    Frame::at(Wgs84 { lat: 35.58, lon: 104.62 })
}

fn spot(x: f64, y: f64) -> Shape {
    Shape::point(Local { x, y }).unwrap()
}

/// Monday 2026-02-16, 00:00 on a clock of so many minutes ahead of UTC.
fn monday(offset: i16) -> i64 {
    let date = NaiveDate::from_ymd_opt(2026, 2, 16).unwrap().and_hms_opt(0, 0, 0).unwrap();
    date.and_utc().timestamp_micros() - i64::from(offset) * 60_000_000
}

fn numbered_week() -> Box<[f64; rhythm::HOURS_OF_WEEK]> {
    let mut week = Box::new([0.0; rhythm::HOURS_OF_WEEK]);
    week.iter_mut().enumerate().for_each(|(hour, share)| *share = hour as f64 / 200.0);
    week
}

#[test]
fn every_hour_of_the_week_has_its_own_share_on_the_clock_of_the_district() {
    for offset in [0, 480, -210, 345, 840] {
        let rhythm = Rhythm { utc_offset_min: offset, week: Some(numbered_week()), special: vec![] };
        for hour in 0..168 {
            for within in [0, HOUR / 2, HOUR - 1] {
                let at = Timestamp(monday(offset) + hour * HOUR + within);
                assert_eq!(rhythm.hour_of_week(at), Some(hour as usize));
                assert!((rhythm.share(at) - hour as f64 / 200.0).abs() < 1e-15);
            }
        }
    }
}

#[test]
fn a_special_day_has_its_own_hours_and_the_first_that_names_a_day_holds() {
    let date = |day| NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
    let days = |name: &str, dates: &[u32], share| SpecialDays {
        name: name.into(),
        dates: dates.iter().map(|day| date(*day)).collect(),
        hours: [share; 24],
    };
    let special = vec![days("除夕", &[16], 0.25), days("春节", &[16, 17, 18], 0.75)];
    let rhythm = Rhythm { utc_offset_min: 480, week: Some(Box::new([1.0; 168])), special };
    let noon = |day: i64| rhythm.share(Timestamp(monday(480) + day * DAY + 12 * HOUR));
    assert_eq!([noon(-1), noon(0), noon(1), noon(2), noon(3)], [1.0, 0.25, 0.75, 0.75, 1.0]);
    let last = Timestamp(monday(480) - 1);
    assert_eq!((rhythm.share(last), rhythm.share(Timestamp(last.0 + 1))), (1.0, 0.25), "from local midnight on");
}

#[test]
fn a_weight_halves_with_every_half_life_since_the_last_count() {
    let last_count = Timestamp(monday(0));
    let decay = Decay { half_life_days: 30.0, last_count };
    let hotspot = Hotspot { decay: Some(decay), ..Hotspot::new("H", "", spot(0.0, 0.0), 0.8) };
    let after = |days: i64| hotspot.weight_at(Timestamp(last_count.0 + days * DAY));
    assert_eq!([after(-10), after(0), after(30), after(60)], [0.8, 0.8, 0.4, 0.2]);
    assert!(after(45) < after(30) && after(45) > after(60));
}

#[test]
fn spans_of_the_day_become_hours_and_a_half_covered_hour_counts_half() {
    let night = Rhythm::of_spans(&[Hours { from_minute: 22 * 60 + 30, to_minute: 2 * 60 }]);
    let share = |hour: i64| night.share(Timestamp(monday(0) + 3 * DAY + hour * HOUR));
    assert_eq!([share(21), share(22), share(23), share(0), share(1), share(2)], [0.0, 0.5, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(Rhythm::of_spans(&[]), Rhythm::default());
    assert_eq!(Rhythm::default().share(Timestamp(0)), 1.0);
    assert_eq!(Rhythm::default().share(Timestamp(i64::MAX)), 0.0, "beyond the calendar");
}

fn shares() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.0..=1.0f64, 168)
}

prop_compose! {
    fn any_shape()(kind in 0..4, xs in prop::collection::vec((-2e4..2e4f64, -2e4..2e4f64), 3..9)) -> Shape {
        let points: Vec<Local> = xs.iter().map(|&(x, y)| Local { x, y }).collect();
        let (low, high) = (Local { x: -3e4, y: -3e4 }, Local { x: 3e4, y: 3e4 });
        let frame = vec![low, Local { x: high.x, y: low.y }, high, Local { x: low.x, y: high.y }];
        match kind {
            0 => Shape::point(points[0]).unwrap(),
            1 => Shape::line(points).unwrap(),
            2 => Shape::area(points, vec![]).unwrap(),
            _ => Shape::area(frame, vec![points]).unwrap(),
        }
    }
}

prop_compose! {
    fn any_hotspot()(
        shape in any_shape(), weight in 1e-9..=1.0f64, week in prop::option::of(shares()), offset in -840..=840i16,
        special in prop::collection::vec(("[a-z春节 ]{0,9}", prop::collection::vec(-9_000..90_000i32, 1..4)), 0..3),
        decay in prop::option::of((0.01..1e4f64, -1_000_000_000_000_000..9_000_000_000_000_000i64)),
        counts in prop::option::of(prop::collection::btree_map("[a-z盗窃]{1,8}", any::<u32>(), 0..4)),
    ) -> Hotspot {
        let day = |day: i32| NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(day.unsigned_abs().into());
        let hours: [f64; 24] = week.as_ref().map_or([0.5; 24], |w| w[..24].try_into().unwrap());
        let special = special.into_iter().map(|(name, days)| {
            SpecialDays { name, dates: days.into_iter().map(day).collect(), hours }
        });
        Hotspot {
            place: Some(PlaceKind::Market),
            rhythm: Rhythm {
                utc_offset_min: offset,
                special: special.collect(),
                week: week.map(|w| Box::new(w.try_into().unwrap())),
            },
            decay: decay.map(|(half_life_days, last)| Decay { half_life_days, last_count: Timestamp(last) }),
            evidence: counts.map(|by_type| Evidence { by_type, patrol: 3 }),
            ..Hotspot::new("", "名 name", shape, weight)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_file_there_and_back_is_the_same_bytes_and_the_same_hotspots(mut list in prop::collection::vec(any_hotspot(), 0..5)) {
        list.iter_mut().enumerate().for_each(|(i, hotspot)| hotspot.id = format!("H{i}"));
        let bytes = file::write(&list, &frame()).unwrap();
        let mut back = file::read(&bytes, &frame()).unwrap();
        prop_assert_eq!(String::from_utf8(file::write(&back, &frame()).unwrap()), String::from_utf8(bytes));
        for (before, after) in list.iter().zip(&mut back) {
            prop_assert!(before.shape.distance(after.at()).0 < 0.02 || before.at().distance(after.at()).0 < 0.02);
            after.shape = before.shape.clone();
        }
        prop_assert_eq!(list, back);
    }

    #[test]
    fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0..2_000usize, byte in any::<u8>()) {
        let _ = file::read(&bytes, &frame());
        let hotspot = Hotspot { rhythm: Rhythm { week: Some(numbered_week()), ..Rhythm::default() }, ..Hotspot::new("H", "", spot(1.0, 2.0), 0.5) };
        let mut good = file::write(&[hotspot], &frame()).unwrap();
        let cut = cut % good.len();
        good[cut] = byte;
        let _ = file::read(&good, &frame());
        let _ = file::read(&good[..cut], &frame());
    }

    #[test]
    fn the_tree_finds_what_brute_force_finds(
        points in prop::collection::vec((-20..20i32, -20..20i32), 0..80), x in -20..20i32, y in -20..20i32, k in 0..12usize,
    ) {
        let named = |(i, &(x, y)): (usize, &(i32, i32))| Hotspot::new(format!("H{i}"), "", spot(x.into(), y.into()), 1.0);
        let all = Hotspots::new(points.iter().enumerate().map(named).collect());
        let at = Local { x: f64::from(x), y: f64::from(y) };
        let mut slow: Vec<&Hotspot> = all.iter().collect();
        slow.sort_by(|a, b| a.at().distance(at).total_cmp(&b.at().distance(at)));
        prop_assert_eq!(all.nearest(at, k), &slow[..k.min(slow.len())]);
        let count = slow.iter().filter(|h| h.at().distance(at).0 <= 9.5).count();
        prop_assert_eq!(all.within(at, Metres(9.5)), &slow[..count]);
    }
}

#[test]
fn every_fault_of_the_file_is_told_with_its_hotspot() {
    let text = r#"{"format": 1, "hotspots": [
        {"id": "A", "name": "", "at": {"lat": 95, "lon": 104}, "weight": 2},
        {"id": "B", "name": "", "at": {"lat": 35, "lon": 104}, "line": [], "weight": 0.5},
        {"id": "C", "name": "", "line": [{"lat": 35, "lon": 104}], "weight": 0.5, "week": ["1"], "utc_offset_min": 900},
        {"id": "D", "name": "", "at": {"lat": 35, "lon": 104}, "weight": 0.5,
         "special": [{"name": "s", "dates": ["2026-2-30"], "hours": "1"}, {"name": "t", "dates": [], "hours": "1"}],
         "decay": {"half_life_days": 0, "last_count": "yesterday"}},
        {"id": "D", "name": "", "at": {"lat": 35, "lon": 104}, "weight": 0.5, "suspect": "x"}]}"#;
    let faults = file::read(text.as_bytes(), &frame()).unwrap_err();
    let told: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.at, fault.say)).collect();
    let about = |item: &str, part: &str| told.iter().any(|line| line.contains(item) && line.contains(part));
    for (item, part) in [
        ("A", "weight"),
        ("A", "off the globe"),
        ("B", "exactly one"),
        ("C", "1 corners"),
        ("C", "seven texts"),
        ("C", "14 hours"),
        ("D", "2026-2-30"),
        ("D", "24 numbers"),
        ("D", "half-life"),
        ("hotspots[4]", "suspect"),
    ] {
        assert!(about(&format!("hotspots.json, {item}"), part), "{item} {part}: {told:#?}");
    }
}
