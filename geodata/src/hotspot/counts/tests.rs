//! Tables people really bring, everything wrong told at once, and the guard against what patrol finds.

// Exact numbers are meant exactly.
#![allow(clippy::float_cmp)]

use super::*;
use crate::frame::Wgs84;
use crate::units::Metres;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn frame() -> Frame {
    Frame::at(Wgs84 { lat: 35.58, lon: 104.62 })
}

fn read_as(text: impl AsRef<[u8]>, datum: Datum, source: Option<Source>) -> Result<Vec<Count>, Vec<Finding>> {
    read(text.as_ref(), &Reading { frame: &frame(), datum, utc_offset_min: 480, source })
}

fn good(text: impl AsRef<[u8]>) -> Vec<Count> {
    read_as(text, Datum::Wgs84, None).unwrap()
}

fn faults(text: impl AsRef<[u8]>) -> Vec<(String, &'static str)> {
    let faults = read_as(text, Datum::Wgs84, None).unwrap_err();
    faults.into_iter().map(|fault| (fault.at, fault.code)).collect()
}

#[test]
fn tables_of_any_separator_line_end_mark_and_tongue_read_the_same() {
    let plain = good("lat,lon,time,type,source\n35.6,104.6,2026-05-01 08:30,theft,call\n");
    assert_eq!(plain.len(), 1);
    assert_eq!(plain[0].moment.to_string(), "2026-05-01T00:30:00.000Z");
    for same in [
        "\u{feff}lat,lon,time,type,source\r\n35.6,104.6,2026/5/1 8:30,theft,call\r\n",
        "纬度;经度;发生时间;类型;来源\n35,6;104,6;2026-05-01T08:30:00+08:00;theft;报警",
        "source\ttype\ttime\tlon\tlat\ncall\ttheft\t2026-05-01T00:30:00Z\t104.6\t35.6\n\n",
        "Lat , Lon , Time , Type , Source\n\"35.6\",\" 104.6\",\"2026-05-01 08:30:00\",\"theft\",\"call\"\n",
        "lat,lon,time,type,source,count\n35.6,104.6,2026-05-01T08:30:00,theft,CALL,1\n",
    ] {
        assert_eq!(good(same), plain, "{same}");
    }
    let without = "lat,lon,time,type\n35.6,104.6,2026-05-01 08:30,theft\n";
    assert_eq!(read_as(without, Datum::Wgs84, Some(Source::Call)).unwrap(), plain);
    let quoted = good("lat,lon,time,type,source\n35.6,104.6,2026-05-01 08:30,\"noise, night (夜间)\",call\n");
    assert_eq!(quoted[0].kind, "noise, night (夜间)");
}

#[test]
fn the_datum_of_the_table_moves_its_places() {
    let text = "lat,lon,time,type,source\n35.58,104.62,2026-05-01 08:30,theft,call\n";
    let shifted = read_as(text, Datum::Gcj02, None).unwrap();
    let off = shifted[0].at.distance(Local::default()).0;
    assert!((200.0..300.0).contains(&off), "{off} m");
    assert!(good(text)[0].at.distance(Local::default()).0 < 0.01);
}

#[test]
fn every_fault_of_a_table_is_told_with_its_line() {
    let text = "lat,lon,time,type,source,count\n\
                95,104.6,2026-05-01 08:30,theft,call,1\n\
                35.6,104.6,2026-05-01,theft,call,1\n\
                104.6,35.6,2026-05-01 08:30,theft,guess,0\n\
                35.6,104.6,2026-05-01 08:30,138 0012 3456 7 13800123456,call,1\n\
                35.6,104.6,2026-05-01 08:30,theft,call\n\
                0,0,2026-05-01 08:30,,call,1\n\
                35.6,114.6,2026-02-30 08:30,theft;DROP,call,x\n";
    let told = faults(text);
    let expected = [
        ("line 2", "counts-place"),
        ("line 3, time", "counts-time"),
        ("line 4", "counts-place"),
        ("line 4, source", "counts-source"),
        ("line 4, count", "counts-number"),
        ("line 5, type", "counts-type"),
        ("line 6", "counts-row"),
        ("line 7", "counts-place"),
        ("line 7, type", "counts-type"),
        ("line 8", "counts-far"),
        ("line 8, time", "counts-time"),
        ("line 8, type", "counts-type"),
        ("line 8, count", "counts-number"),
    ];
    for (at, code) in expected {
        assert!(told.contains(&(at.to_owned(), code)), "{at} {code}: {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    let many = format!("lat,lon,time,type,source\n{}", "x,y,z,,\n".repeat(5_000));
    assert_eq!(faults(many).len(), crate::layers::Limits::FINDINGS + 1, "the first hundred, and how many more");
}

#[test]
fn a_column_about_people_is_refused_by_its_name_and_any_other_as_unknown() {
    let told = faults("lat,lon,time,type,source,caller_phone,姓名,remark,lat\n");
    let codes: Vec<&str> = told.iter().map(|fault| fault.1).collect();
    let person = "counts-person-column";
    assert_eq!(codes, [person, person, "counts-unknown-column", "counts-column-twice"]);
    let finding = read_as("lat,lon,time,type,source,身份证号\n", Datum::Wgs84, None).unwrap_err().remove(0);
    assert!(finding.say.contains("身份证号") && finding.remedy.contains("Delete the column"), "{finding}");
    let codes: Vec<_> = faults("a,b\n").into_iter().map(|fault| fault.1).collect();
    assert_eq!(codes.iter().filter(|code| **code == "counts-column-missing").count(), 5);
}

#[test]
fn other_encodings_are_told_and_not_guessed() {
    let gbk = b"lat,lon,time,type,source\n35.6,104.6,2026-05-01 08:30,\xb5\xc1\xc7\xd4,call\n";
    let finding = read_as(gbk, Datum::Wgs84, None).unwrap_err().remove(0);
    assert_eq!((finding.code, finding.at.as_str()), ("counts-not-utf8", "line 2"));
    assert!(finding.say.contains("GBK") && finding.remedy.contains("iconv"), "{finding}");
    assert_eq!(faults(b"\xff\xfel\0a\0t\0")[0].1, "counts-not-utf8");
    assert_eq!(faults(b"lat,lon\0")[0].1, "counts-not-text");
    assert_eq!(faults("")[0].1, "counts-empty");
}

#[test]
fn a_quote_that_is_not_closed_is_told_and_does_not_swallow_the_rest() {
    let text =
        "lat,lon,time,type,source\n35.6,104.6,2026-05-01 08:30,\"theft,call\n35.6,104.6,2026-05-01 08:30,theft,call\n";
    assert_eq!(faults(text), [("line 2".to_owned(), "counts-row")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn garbage_never_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[latonimeypsurc,;\"\t\r\n0-9. -]{0,300}",
    ) {
        let _ = read_as(bytes, Datum::Gcj02, None);
        let _ = read_as(&text, Datum::Bd09, Some(Source::Report));
        let _ = read_as(format!("lat,lon,time,type,source\n{text}"), Datum::Wgs84, None);
    }
}

/// Events scattered about some places, with noise over the whole field.
fn planted(seed: u64, places: &[(f64, f64, u32)], noise: u32) -> Vec<Count> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut counts = Vec::new();
    let mut add = |x: f64, y: f64, rng: &mut ChaCha8Rng| {
        let moment = Timestamp(1_770_000_000_000_000 + rng.random_range(0..90 * 24) * 3_600_000_000);
        let kind = ["theft", "noise"][rng.random_range(0..2)].to_owned();
        let source = [Source::Call, Source::Report][rng.random_range(0..2)];
        counts.push(Count { at: Local { x, y }, moment, kind, source, number: 1 });
    };
    for &(x, y, number) in places {
        for _ in 0..number {
            let (east, north) = (rng.random_range(-60.0..60.0), rng.random_range(-60.0..60.0));
            add(x + east, y + north, &mut rng);
        }
    }
    for _ in 0..noise {
        let (x, y) = (rng.random_range(-9e3..9e3), rng.random_range(-9e3..9e3));
        add(x, y, &mut rng);
    }
    counts
}

const PLACES: [(f64, f64, u32); 4] = [(0.0, 0.0, 80), (2_000.0, 500.0, 50), (-3_000.0, 4_000.0, 30), (700.0, 0.0, 20)];

fn binned(counts: &[Count]) -> Outcome {
    let binning = Binning { utc_offset_min: 480, ..Binning::default() };
    into_hotspots(counts, &binning, &frame(), |_| ("here".into(), Some(PlaceKind::Market))).unwrap()
}

use crate::place::PlaceKind;

#[test]
fn planted_places_are_found_where_they_were_planted_and_every_event_is_accounted_for() {
    for seed in 0..20 {
        let counts = planted(seed, &PLACES, 60);
        let outcome = binned(&counts);
        assert_eq!(outcome.hotspots.len(), 4, "seed {seed}");
        for ((x, y, number), spot) in PLACES.iter().zip(&outcome.hotspots) {
            let off = spot.at().distance(Local { x: *x, y: *y }).0;
            assert!(off < 25.0, "seed {seed}: {off} m off");
            let total = spot.evidence.as_ref().unwrap().total();
            assert!((u64::from(*number)..u64::from(*number) + 4).contains(&total), "seed {seed}: {total} of {number}");
        }
        assert!(outcome.hotspots.is_sorted_by(|a, b| a.weight >= b.weight) && outcome.hotspots[0].weight == 1.0);
        assert_eq!(outcome.used + outcome.scattered, counts.len() as u64);
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let mut counts = planted(5, &PLACES, 200);
    let before = binned(&counts);
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    for _ in 0..5 {
        for i in (1..counts.len()).rev() {
            counts.swap(i, rng.random_range(0..=i));
        }
        assert_eq!(binned(&counts), before);
    }
}

#[test]
fn what_patrol_itself_detected_never_moves_a_weight_a_place_or_an_hour() {
    let calls = planted(1, &PLACES, 40);
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let mut both = calls.clone();
    for place in PLACES {
        for _ in 0..500 {
            let at = Local { x: place.0 + rng.random_range(-90.0..90.0), y: place.1 };
            let moment = Timestamp(1_790_000_000_000_000 + rng.random_range(0..1_000) * 60_000_000);
            both.push(Count { at, moment, kind: "theft".into(), source: Source::PatrolDetection, number: 1 });
        }
    }
    // And where nobody ever called.
    let lonely = Count { at: Local { x: 7e3, y: 7e3 }, ..both[both.len() - 1].clone() };
    both.extend(vec![lonely; 50]);
    let (before, mut after) = (binned(&calls), binned(&both));
    assert_eq!((before.patrol, after.patrol), (0, 2_050), "they are counted and told");
    let beside: u32 = after.hotspots.iter().map(|spot| spot.evidence.as_ref().unwrap().patrol).sum();
    assert_eq!(beside, 2_000, "beside the hotspots they were seen at");
    for spot in &mut after.hotspots {
        spot.evidence.as_mut().unwrap().patrol = 0;
    }
    assert_eq!(before.hotspots, after.hotspots);
}

#[test]
fn calls_at_night_make_a_hotspot_of_the_night_but_not_an_empty_day() {
    let at_hour = |hour: i64, day: i64| {
        Timestamp(
            1_770_000_000_000_000 - 1_770_000_000_000_000 % 86_400_000_000 + (day * 24 + hour - 8) * 3_600_000_000,
        )
    };
    let count = |x: f64, hour, day| Count {
        at: Local { x, y: 0.0 },
        moment: at_hour(hour, day),
        kind: "k".into(),
        source: Source::Call,
        number: 1,
    };
    let mut counts: Vec<Count> = (0..60).map(|day| count(0.0, 23, day)).collect();
    counts.extend((0..60).map(|day| count(5_000.0, 12, day)));
    let outcome = binned(&counts);
    let night = outcome.hotspots.iter().find(|spot| spot.at().x < 1.0).unwrap();
    let (late, noon) = (night.rhythm.share(at_hour(23, 100)), night.rhythm.share(at_hour(12, 100)));
    assert!(late > 0.9 && noon > 0.0 && noon < 0.2, "{late} {noon}");
}

#[test]
fn what_cannot_be_binned_is_refused_and_little_makes_no_hotspot() {
    let counts = planted(3, &[(0.0, 0.0, 4)], 0);
    assert_eq!((binned(&counts).hotspots.len(), binned(&counts).scattered), (0, 4));
    assert_eq!(binned(&[]).hotspots, []);
    for wrong in [
        Binning { radius: Metres(f64::NAN), ..Binning::default() },
        Binning { radius: Metres(5.0), ..Binning::default() },
        Binning { least: 0, ..Binning::default() },
        Binning { half_life_days: Some(0.0), ..Binning::default() },
        Binning { utc_offset_min: 5_000, ..Binning::default() },
    ] {
        let refused = into_hotspots(&counts, &wrong, &frame(), |_| (String::new(), None));
        assert_eq!(refused.unwrap_err().code, "counts-binning");
    }
}

#[test]
fn hotspots_made_of_counts_survive_their_file() {
    let spots = binned(&planted(4, &PLACES, 100)).hotspots;
    let bytes = crate::hotspot::file::write(&spots, &frame()).unwrap();
    let back = crate::hotspot::file::read(&bytes, &frame()).unwrap();
    assert_eq!(crate::hotspot::file::write(&back, &frame()).unwrap(), bytes);
    assert!(spots.iter().zip(&back).all(|(a, b)| a.rhythm == b.rhythm && a.evidence == b.evidence && a.id == b.id));
}
