//! Tables of counts as people bring them, and the hotspots and the public view made of what is accepted.

use geodata::datum::Datum;
use geodata::hotspot::counts::{Binning, Reading, Source, into_hotspots, read};
use geodata::hotspot::{file, public};
use geodata::{Frame, Hotspots, Wgs84};

/// The first byte chooses datum, clock and source; the rest is the table.
///
/// # Panics
/// When what was accepted does not become hotspots that survive their file.
#[allow(clippy::expect_used)]
pub fn counts(bytes: &[u8]) -> bool {
    let Some((how, table)) = bytes.split_first() else { return false };
    let frame = Frame::at(Wgs84 { lat: 35.58, lon: 104.62 });
    let datum = Datum::ALL[usize::from(how & 3)];
    let source = (how & 4 > 0).then_some(Source::Report);
    let utc_offset_min = i16::from(how >> 3) * 25;
    match read(table, &Reading { frame: &frame, datum, utc_offset_min, source }) {
        Ok(counts) => {
            let binning = Binning { least: 2, utc_offset_min, ..Binning::default() };
            let made =
                into_hotspots(&counts, &binning, &frame, |_| (String::from("here"), None)).expect("sound counts");
            let all: u64 = counts.iter().map(|count| u64::from(count.number)).sum();
            assert_eq!(made.used + made.scattered + made.patrol, all, "every event is accounted for");
            let bytes = file::write(&made.hotspots, &frame).expect("hotspots can be written");
            let back = file::read(&bytes, &frame).expect("what was written can be read");
            assert_eq!(back.len(), made.hotspots.len());
            let seen = public::public_view(&Hotspots::new(back), &frame, public::FLOOR);
            assert!(seen.hotspots.iter().flat_map(|spot| spot.by_type.values()).all(|number| *number >= public::FLOOR));
            true
        }
        Err(faults) => {
            super::told(&faults);
            false
        }
    }
}
