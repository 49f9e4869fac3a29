//! Schedules against asking minute by minute.

use super::*;

fn span(days: u8, from: u16, to: u16) -> Span {
    Span { days: Days(days), hours: Hours { from_minute: from, to_minute: to } }
}

#[test]
fn working_hours_of_china_with_a_holiday_and_a_working_saturday() {
    let schedule = Schedule {
        utc_offset_min: 480,
        periods: vec![Period { spans: vec![span(Days::WORKING.0, 480, 1080)], ..Period::default() }],
        exceptions: vec![
            Exception { date: Date::parse("2026-05-12").unwrap(), hours: vec![] },
            Exception {
                date: Date::parse("2026-05-16").unwrap(),
                hours: vec![Hours { from_minute: 600, to_minute: 660 }],
            },
        ],
    };
    let holds = |day, hour, minute| schedule.active(at(day, hour, minute));
    // 08:00 in China is midnight of UTC.
    assert!(holds(0, 0, 0) && holds(0, 9, 59) && !holds(0, 10, 0) && !holds(-1, 23, 59));
    assert!(!holds(1, 5, 0), "the holiday");
    assert!(holds(5, 2, 30) && !holds(5, 5, 0), "the working Saturday");
    assert_eq!(schedule.next_change(at(0, 1, 0)), Some(at(0, 10, 0)));
    assert_eq!(schedule.next_change(at(0, 11, 0)), Some(at(2, 0, 0)));
    assert_eq!(
        schedule.to_string(),
        "mon,tue,wed,thu,fri 08:00-18:00; not on 2026-05-12; on 2026-05-16 10:00-11:00 UTC+08:00"
    );
}

#[test]
fn a_night_runs_into_the_next_morning_and_dates_cut_it() {
    let night = |from, until| Schedule {
        periods: vec![Period { from, until, spans: vec![span(1, 1320, 360)] }],
        ..Schedule::default()
    };
    let weekly = night(None, None);
    assert!(weekly.active(at(0, 22, 0)) && weekly.active(at(1, 5, 59)) && !weekly.active(at(1, 6, 0)));
    assert!(!weekly.active(at(1, 22, 0)) && weekly.active(at(7, 23, 0)));
    let cut = night(Some(at(1, 2, 0)), Some(at(1, 3, 0)));
    assert!(!cut.active(at(1, 1, 59)) && cut.active(at(1, 2, 0)) && !cut.active(at(1, 3, 0)));
    assert_eq!(cut.windows(at(0, 0, 0), at(9, 0, 0)), [[at(1, 2, 0), at(1, 3, 0)]]);
}

#[test]
fn always_is_always() {
    let always = Schedule::default();
    assert!(always.always() && always.active(at(0, 0, 0)) && always.next_change(at(0, 0, 0)).is_none());
    let whole = Schedule { periods: vec![Period::default()], utc_offset_min: 60, ..Schedule::default() };
    assert!(whole.always());
    assert_eq!(always.to_string(), "always");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let refused = |schedule| Zone::checked(Draft { schedule, ..keep_out(square(9.0)) }).map(|_| ()).map_err(|f| f.code);
    let of = |p: Period| Schedule { periods: vec![p], ..Schedule::default() };
    let odd = Err("zone-schedule");
    assert_eq!(refused(of(Period { from: Some(at(2, 0, 0)), until: Some(at(1, 0, 0)), spans: vec![] })), odd);
    assert_eq!(refused(of(Period { spans: vec![span(0, 1, 2)], ..Period::default() })), odd);
    assert_eq!(refused(of(Period { spans: vec![span(1, 1440, 2)], ..Period::default() })), odd);
    assert_eq!(refused(Schedule { utc_offset_min: 900, ..Schedule::default() }), odd);
    let twice = Exception { date: Date(20_000), hours: vec![] };
    assert_eq!(refused(Schedule { exceptions: vec![twice.clone(), twice], ..Schedule::default() }), odd);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The stretches say the same as asking at every minute, and just before each.
    #[test]
    fn stretches_agree_with_every_minute(
        spans in prop::collection::vec((1..128u8, 0..1440u16, 0..=1440u16), 0..4), offset in -840..=840i16,
        dates in prop::array::uniform2(prop::option::of(0..20_000i64)),
        special in prop::option::of((20_584..20_592i32, 0..1440u16, 0..=1440u16)),
    ) {
        let minute = |m: i64| Timestamp(MONDAY + m * 60_000_000);
        let spans = spans.into_iter().map(|(d, a, b)| span(d, a, b)).collect();
        let schedule = Schedule {
            utc_offset_min: offset,
            periods: vec![Period { from: dates[0].map(minute), until: dates[1].map(minute), spans }],
            exceptions: special.into_iter().map(|(d, from_minute, to_minute)| Exception {
                date: Date(d), hours: vec![Hours { from_minute, to_minute }],
            }).collect(),
        };
        let windows = schedule.windows(minute(0), minute(20_000));
        let listed = |t: Timestamp| windows.iter().any(|w| w[0] <= t && t < w[1]);
        prop_assert!(windows.windows(2).all(|w| w[0][1] < w[1][0]));
        for m in 0..=20_000 {
            prop_assert_eq!(listed(minute(m)), schedule.active(minute(m)), "minute {}", m);
            let before = Timestamp(minute(m).0 + 59_999_999);
            if m < 20_000 {
                prop_assert_eq!(listed(before), schedule.active(before), "end of minute {}", m);
            }
        }
    }
}
