//! How often a line or an area is to be seen again, by the hours of the day and the days of the week.

use geodata::zone::Schedule;
use geodata::{Finding, Seconds, Timestamp};
use serde::{Deserialize, Serialize};

/// The shortest and the longest interval, seconds: five minutes and a week.
pub const EVERY: std::ops::RangeInclusive<f64> = 300.0..=604_800.0;
/// Most periods, special days and spans of one band.
const MOST: usize = 100;
/// Most bands of one line or area.
pub const BANDS: usize = 24;

/// A time band and its interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revisit {
    /// Every place is seen again within this.
    #[serde(rename = "every_s")]
    pub every: Seconds,
    /// When it is asked for; left out, all the time.
    #[serde(default, skip_serializing_if = "Schedule::always")]
    pub hours: Schedule,
}

/// A stretch of a shift, seconds from its beginning, and how often is asked for in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From.
    pub from: Seconds,
    /// Until.
    pub to: Seconds,
    /// At least once in this time.
    pub every: Seconds,
}

/// The stretches of a shift: where bands overlap, the shorter interval; where none holds, nothing is asked for.
#[must_use]
pub fn stretches(bands: &[Revisit], from: Timestamp, length: Seconds) -> Vec<Stretch> {
    let until = from.plus(length);
    let mut held: Vec<(f64, f64, f64)> = Vec::new();
    for band in bands {
        for [a, b] in band.hours.windows(from, until) {
            held.push((a.since(from).0.max(0.0), b.since(from).0.min(length.0), band.every.0));
        }
    }
    let mut ends: Vec<f64> = held.iter().flat_map(|h| [h.0, h.1]).collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut stretches: Vec<Stretch> = Vec::new();
    for pair in ends.windows(2) {
        let every = held.iter().filter(|h| h.0 <= pair[0] && pair[1] <= h.1).map(|h| h.2).fold(f64::INFINITY, f64::min);
        if !every.is_finite() || pair[1] - pair[0] < 1.0 {
            continue;
        }
        match stretches.last_mut() {
            Some(last) if last.to.0 >= pair[0] && (last.every.0 - every).abs() < 1e-9 => last.to = Seconds(pair[1]),
            _ => stretches.push(Stretch { from: Seconds(pair[0]), to: Seconds(pair[1]), every: Seconds(every) }),
        }
    }
    stretches
}

/// Everything wrong with the bands of something, `at` in the plan.
pub(crate) fn faults(bands: &[Revisit], at: &str) -> Vec<Finding> {
    let mut faults = Vec::new();
    if bands.len() > BANDS {
        let say = format!("{} time bands, at most {BANDS}", bands.len());
        faults.push(Finding::new("revisit_bands", at, say, "Join bands of the same interval"));
    }
    for (index, band) in bands.iter().enumerate().filter(|(_, b)| !EVERY.contains(&b.every.0)) {
        let say = format!("every_s = {} lies outside of {} to {}", band.every.0, EVERY.start(), EVERY.end());
        faults.push(Finding::new("revisit_every", format!("{at}, revisit[{index}]"), say, "Use 5 minutes to a week"));
    }
    for (index, _) in bands.iter().enumerate().filter(|(_, b)| !sane(&b.hours)) {
        let say = "its hours are none of a day, its clock is none on Earth, or it has too many of them";
        faults.push(Finding::new("revisit_hours", format!("{at}, revisit[{index}]"), say, "Correct the hours"));
    }
    faults
}

/// Whether a schedule's hours lie in the day and its clock on Earth.
fn sane(hours: &Schedule) -> bool {
    let spans = || hours.periods.iter().flat_map(|p| p.spans.iter().map(|s| s.hours));
    let special = || hours.exceptions.iter().flat_map(|e| e.hours.iter().copied());
    hours.utc_offset_min.unsigned_abs() <= 840
        && spans().chain(special()).all(|span| span.fits())
        && hours.periods.len() + hours.exceptions.len() <= MOST
        && spans().count() + special().count() <= MOST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::NOON;
    use geodata::zone::Hours;
    use proptest::prelude::*;

    fn band(from: u16, to: u16, minutes: f64) -> Revisit {
        let hours = Schedule::daily(Hours { from_minute: from, to_minute: to });
        Revisit { every: Seconds(60.0 * minutes), hours }
    }

    #[test]
    fn day_and_night_have_intervals_of_their_own() {
        // The shift begins at 10:00 UTC.
        let bands = [band(6 * 60, 22 * 60, 120.0), band(22 * 60, 6 * 60, 30.0)];
        let told: Vec<_> = stretches(&bands, NOON, Seconds(24.0 * 3600.0))
            .iter()
            .map(|s| (s.from.0 / 3600.0, s.to.0 / 3600.0, s.every.0 / 60.0))
            .collect();
        assert_eq!(told, [(0.0, 12.0, 120.0), (12.0, 20.0, 30.0), (20.0, 24.0, 120.0)]);
        assert_eq!(stretches(&bands[..1], NOON.plus(Seconds(13.0 * 3600.0)), Seconds(3600.0)), []);
    }

    #[test]
    fn an_interval_that_nobody_can_fly_is_refused_by_its_place() {
        let all = faults(&[band(0, 0, 60.0), band(0, 0, f64::NAN), band(0, 0, 1.0)], "area A1");
        assert_eq!(
            all.iter().map(|f| f.at.as_str()).collect::<Vec<_>>(),
            ["area A1, revisit[1]", "area A1, revisit[2]"]
        );
    }

    proptest! {
        #[test]
        fn stretches_say_at_every_minute_what_the_bands_say(
            bands in proptest::collection::vec((0_u16..1440, 0_u16..1440, 5.0_f64..200.0), 0..5),
            hours in 1.0_f64..40.0,
        ) {
            let bands: Vec<Revisit> = bands.into_iter().map(|(a, b, every)| band(a, b, every.round())).collect();
            let told = stretches(&bands, NOON, Seconds(3600.0 * hours));
            prop_assert!(told.windows(2).all(|w| w[0].to.0 <= w[1].from.0));
            let mut minute = 0.0;
            while minute * 60.0 + 30.0 < hours * 3600.0 {
                let at = minute * 60.0 + 30.0;
                let moment = NOON.plus(Seconds(at));
                let plain = bands.iter().filter(|b| b.hours.active(moment)).map(|b| b.every.0).fold(f64::INFINITY, f64::min);
                let found = told.iter().find(|s| s.from.0 <= at && at < s.to.0).map_or(f64::INFINITY, |s| s.every.0);
                // A stretch cut short by the end of the shift may be shorter than a second.
                prop_assert!(plain.to_bits() == found.to_bits() || hours * 3600.0 - at < 60.0, "{at}: {found}, not {plain}");
                minute += 1.0;
            }
        }
    }
}
