//! One crew: where it is on the road, what it was told, and what it says.

use super::luck::{factor, share};
use controller_core::{TaskingId, UnitDuty, UnitId, UnitReport};
use geodata::{Atlas, Heading, Local, MetresPerSecond, Profile, Seconds, Timestamp};

/// Of a hundred offers this many are taken; the rest is declined, or nobody looks at the device.
const TAKES: f64 = 0.94;
const DECLINES: f64 = 0.03;
/// Until a crew says something: between these.
const SAYS_AFTER: [f64; 2] = [3.0, 12.0];
/// Drives take more or less than the roads say; lognormal with this sigma.
const DRIVE_SIGMA: f64 = 0.15;

/// What a crew does with an offer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Manner {
    /// Says yes after so long.
    Takes(Seconds),
    /// Says no after so long.
    Declines(Seconds),
    /// Says nothing.
    Misses,
}

/// What a crew does with a call offered to it, whatever rule offers it.
pub fn manner(seed: u64, call: u64, unit: UnitId) -> Manner {
    let luck = |what: u64| share(seed, [what, call, u64::from(unit.0)]);
    let after = Seconds(SAYS_AFTER[0] + luck(20) * (SAYS_AFTER[1] - SAYS_AFTER[0]));
    match luck(21) {
        luck if luck < TAKES => Manner::Takes(after),
        luck if luck < TAKES + DECLINES => Manner::Declines(after),
        _ => Manner::Misses,
    }
}

/// A way being driven.
struct Drive {
    from: Timestamp,
    /// How much longer it takes than the roads say.
    slower: f64,
    points: Vec<Local>,
    times: Vec<Seconds>,
}

/// One crew.
pub struct Crew {
    pub id: UnitId,
    /// Where it drives when nobody needs it.
    beat: Local,
    at: Local,
    drive: Option<Drive>,
    /// The task it said yes to.
    pub task: Option<TaskingId>,
}

impl Crew {
    pub fn new(id: UnitId, beat: Local) -> Self {
        Self { id, beat, at: beat, drive: None, task: None }
    }

    /// Where it is: on its way, between the points it passes.
    pub fn place(&self, now: Timestamp) -> Local {
        let Some(drive) = &self.drive else { return self.at };
        let gone = now.since(drive.from).0 / drive.slower;
        let next = drive.times.partition_point(|time| time.0 <= gone);
        match (next.checked_sub(1).and_then(|last| Some((drive.points.get(last)?, drive.times.get(last)?))), next) {
            (Some((a, start)), next) => match (drive.points.get(next), drive.times.get(next)) {
                (Some(b), Some(end)) => {
                    let share = (gone - start.0) / (end.0 - start.0).max(1e-9);
                    Local { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
                }
                _ => *a,
            },
            (None, _) => self.at,
        }
    }

    /// Sets off; tells how long it will take.
    pub fn set_off(&mut self, now: Timestamp, atlas: &Atlas, to: Local, slower: f64) -> Seconds {
        self.at = self.place(now);
        self.drive = None;
        let way = atlas.roads.snap(self.at).zip(atlas.roads.snap(to));
        let route = way.and_then(|(from, to)| atlas.roads.route(&from, &to, Profile::Car));
        let Some(route) = route else { return Seconds(3_600.0) };
        let takes = Seconds(route.time.0 * slower);
        self.drive = Some(Drive { from: now, slower, points: route.points, times: route.times });
        takes
    }

    /// To a call, by the call's luck.
    pub fn drive_to(&mut self, now: Timestamp, atlas: &Atlas, to: Local, (seed, call): (u64, u64)) -> Seconds {
        let slower = factor(seed, [22, call, u64::from(self.id.0)], DRIVE_SIGMA);
        self.set_off(now, atlas, to, slower)
    }

    /// Nobody needs it any more.
    pub fn back_to_its_beat(&mut self, now: Timestamp, atlas: &Atlas) {
        self.task = None;
        self.set_off(now, atlas, self.beat, 1.0);
    }

    /// What its device says every so often.
    pub fn report(&self, now: Timestamp, atlas: &Atlas) -> UnitReport {
        UnitReport {
            unit: self.id,
            at: now,
            place: atlas.frame.to_wgs84(self.place(now)),
            speed: MetresPerSecond::ZERO,
            heading: Heading::default(),
            available: true,
            duty: Some(UnitDuty::Available),
            crew: None,
            seq: None,
        }
    }
}
