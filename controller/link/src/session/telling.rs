//! What is handed up of what an aircraft repeats: its place no more often than anybody needs it, and how it is when that changed.
//! It goes by the moments the frames came, so it does not depend on how they were batched.

use super::Outbox;
use crate::limits;
use controller_core::{Fix, SkyReport, VehicleStatus};
use geodata::Timestamp;

/// What was handed up, and what waits to be.
#[derive(Debug, Default)]
pub(crate) struct Handed {
    status: Option<VehicleStatus>,
    fix_at: Option<Timestamp>,
    /// The newest place, too soon after the last one.
    fix: Option<Box<Fix>>,
}

impl Handed {
    /// A place: at once, or when the last one is old enough, if none newer comes until then.
    pub(crate) fn fix(&mut self, at: Timestamp, fix: Fix, out: &mut Outbox) {
        if self.fix_at.is_none_or(|last| last.plus(limits::FIX_APART) <= at) {
            (self.fix, self.fix_at) = (None, Some(at));
            return out.report(SkyReport::Fix(fix));
        }
        self.fix = Some(Box::new(fix));
    }

    /// How it is: when that changed, and with every heartbeat, because that is a sign of life.
    pub(crate) fn status(&mut self, beat: bool, status: &VehicleStatus, out: &mut Outbox) {
        if !beat && self.status.as_ref() == Some(status) {
            return;
        }
        if self.status.as_ref() != Some(status) {
            self.status = Some(status.clone());
        }
        out.report(SkyReport::Status(status.clone()));
    }

    /// Hands up the place that waited long enough.
    pub(crate) fn tick(&mut self, at: Timestamp, out: &mut Outbox) {
        if self.due().is_some_and(|due| due <= at)
            && let Some(fix) = self.fix.take()
        {
            self.fix_at = Some(at);
            out.report(SkyReport::Fix(*fix));
        }
    }

    /// When [`Self::tick`] has something to do.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        let fix = self.fix.as_ref()?;
        Some(self.fix_at.map_or(fix.at, |last| last.plus(limits::FIX_APART)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::{Amsl, Heading, Metres, MetresPerSecond, Seconds, Wgs84};
    use proptest::prelude::*;

    const START: Timestamp = Timestamp(1_000_000_000);

    fn fix(at: Timestamp) -> Fix {
        let (place, altitude) = (Wgs84 { lat: 47.0, lon: 9.5 }, Amsl(Metres(500.0)));
        let still = MetresPerSecond::ZERO;
        let (above_home, heading) = (Metres(30.0), Heading::default());
        Fix { at, place, altitude, above_home, speed: still, climb: still, heading }
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp(START.0 + 1_000 * millis)
    }

    proptest! {
        #[test]
        fn places_are_handed_up_apart_from_each_other_in_order_and_the_last_one_always(
            gaps in prop::collection::vec(0_i64..400, 1..60),
        ) {
            let (mut handed, mut out, mut now, mut told) = (Handed::default(), Outbox::default(), 0, Vec::new());
            let mut last = at(0);
            for gap in gaps {
                for _ in 0..gap {
                    now += 1;
                    handed.tick(at(now), &mut out);
                    told.extend(out.reports.drain(..).map(|report| (at(now), report)));
                }
                last = at(now);
                handed.fix(last, fix(last), &mut out);
                told.extend(out.reports.drain(..).map(|report| (at(now), report)));
            }
            handed.tick(at(now).plus(limits::FIX_APART), &mut out);
            told.extend(out.reports.drain(..).map(|report| (at(now).plus(limits::FIX_APART), report)));
            let fixes: Vec<_> = told.iter().map(|(when, report)| match report {
                SkyReport::Fix(fix) => (*when, fix.at),
                other => panic!("{other:?}"),
            }).collect();
            prop_assert!(fixes.windows(2).all(|two| two[1].0 .0 - two[0].0 .0 >= 100_000 && two[0].1 <= two[1].1));
            prop_assert!(fixes.iter().all(|(when, fix)| when.since(*fix) <= limits::FIX_APART));
            prop_assert_eq!(fixes.last().map(|(_, fix)| *fix), Some(last));
        }
    }

    #[test]
    fn how_it_is_is_said_when_it_changed_and_with_every_heartbeat() {
        let (mut handed, mut out) = (Handed::default(), Outbox::default());
        let (low, high) = (Some(20), Some(80));
        let with = |battery_percent| VehicleStatus { battery_percent, ..VehicleStatus::default() };
        for (beat, percent, told) in
            [(false, high, 1), (false, high, 1), (true, high, 2), (false, low, 3), (false, low, 3), (false, high, 4)]
        {
            handed.status(beat, &with(percent), &mut out);
            assert_eq!(out.reports.len(), told);
        }
        assert_eq!(Seconds(0.1), limits::FIX_APART);
    }
}
