//! Flights of other programs, the book of plans, the package of an event: what is read is sound, is written, and is read
//! again as the same.

use super::told;
use super::world::{opened_village, setup};
use flight_plans::formats::{FlightFile, FlightFormat, read_flight, write_flight};
use flight_plans::plan::book::{Book, Duty, Function};
use flight_plans::plan::package::{EventArea, EventPackage, Phase};
use geodata::{Heading, Metres, Seconds, Timestamp};

/// A flight in any format, told by its content.
///
/// # Panics
/// When what was accepted has faults, or is another flight after being written and read.
pub fn flight(bytes: &[u8]) -> bool {
    let (file, _) = match read_flight("x", bytes, None) {
        Ok(read) => read,
        Err(faults) => {
            told(&faults);
            return false;
        }
    };
    assert!(file.faults().is_empty(), "{:?}", file.faults());
    for format in FlightFormat::ALL {
        match write_flight(format, &file) {
            Ok((bytes, _)) => {
                let again = read_flight("x", &bytes, None);
                assert_eq!(again.map(|read| read.0.steps.len()), Ok(file.steps.len()), "{format:?}");
            }
            Err(faults) => told(&faults),
        }
    }
    true
}

/// A book of plans.
///
/// # Panics
/// When a book that was accepted is another one after being written and read.
pub fn planbook(bytes: &[u8]) -> bool {
    match Book::parse(bytes) {
        Ok(book) => {
            assert_eq!(Book::parse(&book.to_json()).as_ref(), Ok(&book));
            !book.records().is_empty()
        }
        Err(faults) => {
            told(&faults);
            false
        }
    }
}

/// The package of an event.
///
/// # Panics
/// When a package that was accepted is another one after being written and read.
pub fn package(bytes: &[u8]) -> bool {
    let frame = &opened_village().frame;
    match EventPackage::parse(bytes, frame) {
        Ok(package) => {
            assert_eq!(EventPackage::parse(&package.to_json(), frame).as_ref(), Ok(&package));
            true
        }
        Err(faults) => {
            told(&faults);
            false
        }
    }
}

/// One flight in every format that holds it.
#[allow(clippy::expect_used)]
pub fn flight_seeds() -> Vec<Vec<u8>> {
    let (file, _) = read_flight("x.plan", QGC.as_bytes(), None).expect("the first seed is sound");
    let bare = FlightFile { fence: vec![], rally: vec![], ..file.clone() };
    let written = |format| write_flight(format, &file).or_else(|_| write_flight(format, &bare)).ok();
    std::iter::once(QGC.as_bytes().to_vec())
        .chain(FlightFormat::ALL.into_iter().filter_map(written).map(|(bytes, _)| bytes))
        .collect()
}

/// Two editions, one approved.
#[allow(clippy::expect_used)]
pub fn planbook_seeds() -> Vec<Vec<u8>> {
    let at = |minutes: f64| Timestamp::from_millis(1_778_580_000_000).plus(Seconds(60.0 * minutes));
    let duty = |function| Duty { function, seat: 1 };
    let mut book = Book::default();
    let plan = setup().plan;
    book.propose((*plan).clone(), duty(Function::Planner), at(0.0)).expect("a sound plan");
    book.approve(1, duty(Function::Commander), at(1.0), at(5.0)).expect("by another seat");
    book.roll_back(1, duty(Function::Planner), at(2.0)).expect("to one that is");
    vec![book.to_json()]
}

/// The village's fair.
#[allow(clippy::expect_used)]
pub fn package_seeds() -> Vec<Vec<u8>> {
    let atlas = opened_village();
    let corner = |i: u32| {
        let middle = geodata::Local::default();
        atlas.frame.to_wgs84(middle.moved(Heading::degrees(90.0 * f64::from(i)), Metres(3000.0)))
    };
    let area = EventArea { outer: (0..4).map(corner).collect(), holes: vec![] };
    let from = Timestamp::from_millis(1_778_580_000_000);
    let until = from.plus(Seconds(7200.0));
    let times = vec![Phase { name: "fair".into(), name_zh: "集市".into(), from, until }];
    let package = EventPackage::of(atlas, &setup().plan, ["Fair", "集市"], area, times).expect("a sound event");
    vec![package.to_json()]
}

const QGC: &str = r#"{"fileType":"Plan","groundStation":"QGroundControl","version":1,
"geoFence":{"circles":[{"circle":{"center":[47.3977,8.5456],"radius":120.5},"inclusion":false,"version":1}],
"polygons":[{"inclusion":true,"polygon":[[47.39,8.54],[47.40,8.54],[47.40,8.55]],"version":1}],"version":2},
"mission":{"plannedHomePosition":[47.397742,8.545594,488.145],"version":2,"items":[
{"autoContinue":true,"command":22,"frame":3,"params":[15,0,0,null,47.39775,8.5456,50],"type":"SimpleItem"},
{"autoContinue":true,"command":16,"frame":3,"params":[5,0,0,null,47.398,8.546,60],"type":"SimpleItem"},
{"autoContinue":true,"command":178,"frame":2,"params":[1,7.5,-1,0,0,0,0],"type":"SimpleItem"},
{"autoContinue":true,"command":16,"frame":3,"params":[0,0,0,null,47.3985,8.5465,60],"type":"SimpleItem"},
{"autoContinue":true,"command":20,"frame":2,"params":[0,0,0,0,0,0,0],"type":"SimpleItem"}]},
"rallyPoints":{"points":[[47.3971,8.5451,30]],"version":2}}
"#;
