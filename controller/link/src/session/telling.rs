//! What is handed up of what an aircraft repeats: its place no more often than anybody needs it, and how it is when that changed.
//! It goes by the moments the frames came, so it does not depend on how they were batched.

use super::Outbox;
use super::shown::Shown;
use crate::limits;
use crate::sometime::Sometime;
use controller_core::{Fix, SkyReport};
use geodata::Timestamp;

/// What was handed up, and what waits to be.
#[derive(Debug, Default)]
pub(crate) struct Handed {
    fix_at: Sometime,
    /// The newest place, too soon after the last one.
    fix: Option<Box<Fix>>,
    /// How it is was told of, and with this word on its position. That changes between two words of how it is, which else
    /// are told of when they change; so it is all that can differ from what was told.
    position_ok: Option<bool>,
}

impl Handed {
    /// A place: at once, or when the last one is old enough, if none newer comes until then.
    pub(crate) fn fix(&mut self, at: Timestamp, fix: Fix, out: &mut Outbox) {
        if self.fix_at.is_none_or(|last| last.plus(limits::FIX_APART) <= at) {
            (self.fix, self.fix_at) = (None, at.into());
            return out.report(SkyReport::Fix(fix));
        }
        self.fix = Some(Box::new(fix));
    }

    /// How it is: when that changed from how it was `before`, and with every heartbeat, because that is a sign of life.
    pub(crate) fn status(&mut self, beat: bool, mut before: Shown, status: &Shown, out: &mut Outbox) {
        let told = self.position_ok.replace(status.position_ok);
        before.position_ok = told.unwrap_or_default();
        if beat || told.is_none() || before != *status {
            out.report(SkyReport::Status(status.into()));
        }
    }

    /// Hands up the place that waited long enough.
    pub(crate) fn tick(&mut self, at: Timestamp, out: &mut Outbox) {
        if self.due().is_some_and(|due| due <= at)
            && let Some(fix) = self.fix.take()
        {
            self.fix_at = at.into();
            out.report(SkyReport::Fix(*fix));
        }
    }

    /// When [`Self::tick`] has something to do.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        let fix = self.fix.as_ref()?;
        Some(self.fix_at.get().map_or(fix.at, |last| last.plus(limits::FIX_APART)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{
        ExtendedSysState, GlobalPositionInt, GpsRawInt, Heartbeat, HomePosition, Message, MissionCurrent, Statustext,
        SysStatus,
    };
    use crate::session::Known;
    use controller_core::VehicleStatus;
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
        let (mut handed, mut out, mut before) = (Handed::default(), Outbox::default(), Shown::default());
        let (low, high) = (Some(20), Some(80));
        let with = |battery_percent| {
            let mut shown = Shown::default();
            shown.battery_percent = battery_percent;
            shown
        };
        for (beat, percent, told) in
            [(false, high, 1), (false, high, 1), (true, high, 2), (false, low, 3), (false, low, 3), (false, high, 4)]
        {
            let now = with(percent);
            handed.status(beat, std::mem::replace(&mut before, now.clone()), &now, &mut out);
            assert_eq!(out.reports.len(), told);
        }
        assert_eq!(Seconds(0.1), limits::FIX_APART);
    }

    /// Words of a vehicle that change how it is, positions among them.
    fn word() -> impl Strategy<Value = Message> {
        let health = prop::sample::select(vec![0, 0x20, 0x1000_0000, 0x1000_0020]);
        prop_oneof![
            (0_i32..2).prop_map(|lat| GlobalPositionInt { lat: lat * 471_000_000, ..Default::default() }.into()),
            (health, 79_i8..81).prop_map(|(onboard_control_sensors_health, battery_remaining)| {
                SysStatus { onboard_control_sensors_health, battery_remaining, ..Default::default() }.into()
            }),
            (2_u8..4, 7_u8..9).prop_map(|(fix_type, satellites_visible)| {
                GpsRawInt { fix_type, satellites_visible, ..Default::default() }.into()
            }),
            (1_u8..3).prop_map(|landed_state| ExtendedSysState { landed_state, ..Default::default() }.into()),
            (0_i32..2).prop_map(|place| HomePosition { latitude: place, ..Default::default() }.into()),
            Just(Statustext { text: "Arm: no".into(), ..Default::default() }.into()),
            (0_u8..2)
                .prop_map(|armed| Heartbeat { autopilot: 12, base_mode: 128 * armed, ..Default::default() }.into()),
            Just(MissionCurrent::default().into()),
        ]
    }

    proptest! {
        /// Beside it the whole of what was told last, which is what a word is compared with.
        #[test]
        fn it_is_told_when_it_is_not_what_was_told_last(words in prop::collection::vec(word(), 1..60)) {
            let (mut known, mut told) = (Known::new(1), None);
            for (message, second) in words.iter().zip(0..) {
                let mut out = Outbox::default();
                let now = at(1_000 * second);
                if let Message::Heartbeat(heartbeat) = message {
                    known.heartbeat(now, heartbeat);
                }
                known.observe(now, message, &mut out);
                let status = VehicleStatus::from(&known.status);
                let tells = !matches!(message, Message::GlobalPositionInt(_) | Message::MissionCurrent(_));
                let beats = matches!(message, Message::Heartbeat(_));
                let expected = (tells && (beats || told.as_ref() != Some(&status))).then_some(status);
                let said = out.reports.into_iter().find_map(|report| match report {
                    SkyReport::Status(status) => Some(status),
                    _ => None,
                });
                prop_assert_eq!(&said, &expected);
                told = expected.or(told);
            }
        }
    }
}
