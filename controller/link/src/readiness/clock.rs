//! How a vehicle's clock stands to ours. TIMESYNC tells when it was switched on by our clock, whatever the radio takes, and
//! SYSTEM_TIME what time it believes it was then: the difference is how wrong one of the two is. Nothing of ours is dated by
//! it, every age is counted from receipt; but a vehicle whose log will be a day off should be known before it flies.

use crate::codec::{SystemTime, Timesync};
use crate::config::Traffic;
use crate::limits;
use crate::session::Outbox;
use crate::sometime::Sometime;
use controller_core::SkyReport;
use geodata::{Seconds, Timestamp};

/// A clock that says less than this since 1970 (2010) was never set.
const SET: u64 = 1_262_304_000_000_000;

/// The comparison with one vehicle.
#[derive(Debug, Default)]
pub(super) struct Clock {
    due: Sometime,
    asked: Sometime,
    /// Its clock since power-on against ours, microseconds, by the quickest answer of late, and how long that took.
    offset: Offset,
    told: Option<Seconds>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Offset {
    micros: i64,
    took: Seconds,
    /// When it was found; none before.
    at: Sometime,
}

impl Clock {
    pub(super) fn restart(&mut self, at: Timestamp) {
        *self = Self { due: at.plus(limits::CLOCK_EVERY * 0.1).into(), ..Self::default() };
    }

    pub(super) fn tick(&mut self, at: Timestamp, out: &mut Outbox) {
        if self.due.is_none_or(|due| at < due) {
            return;
        }
        out.send(Timesync { ts1: nanos(at), ..Timesync::default() }, Traffic::Keepalive);
        self.asked = at.into();
        let wait = if self.offset.at.is_none() { limits::CLOCK_RETRY } else { limits::CLOCK_EVERY };
        self.due = at.plus(wait).into();
    }

    /// Its answer to our question, or a question of its own, which is answered.
    pub(super) fn answered(&mut self, at: Timestamp, sync: &Timesync, out: &mut Outbox) {
        if sync.tc1 == 0 {
            return out.send(Timesync { tc1: nanos(at), ts1: sync.ts1, ..Timesync::default() }, Traffic::Keepalive);
        }
        let Some(asked) = self.asked.get().filter(|asked| nanos(*asked) == sync.ts1) else { return };
        let took = at.since(asked);
        let quicker =
            self.offset.at.is_none_or(|then| took <= self.offset.took || at.since(then) > limits::CLOCK_LASTS);
        if quicker && took.0 >= 0.0 {
            let half_way = asked.0.saturating_add(at.0.saturating_sub(asked.0) / 2);
            self.offset = Offset { micros: (sync.tc1 / 1000).saturating_sub(half_way), took, at: at.into() };
        }
    }

    /// What time it believes it is.
    pub(super) fn stated(&mut self, time: &SystemTime, out: &mut Outbox) {
        if self.offset.at.is_none() || time.time_unix_usec < SET {
            return;
        }
        let Ok(stated) = i64::try_from(time.time_unix_usec) else { return };
        let ours = (i64::from(time.time_boot_ms) * 1000).saturating_sub(self.offset.micros);
        let ahead = Timestamp(stated).since(Timestamp(ours));
        if self.told.is_none_or(|told| (told.0 - ahead.0).abs() > limits::CLOCK_NEWS.0) {
            // Tenths: what the radio takes cannot be told to less.
            let ahead = Seconds((ahead.0 * 10.0).round() / 10.0);
            self.told = Some(ahead);
            out.report(SkyReport::Skew(ahead));
        }
    }

    pub(super) fn wake_at(&self) -> Option<Timestamp> {
        self.due.get()
    }
}

/// Our clock as TIMESYNC wants it.
fn nanos(at: Timestamp) -> i64 {
    at.0.saturating_mul(1000)
}
