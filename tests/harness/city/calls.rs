//! Who calls, when, from where and for what.

use super::luck::{factor, share};
use controller_core::AlarmKind;
use geodata::{Atlas, Local, Seconds};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The crews of the city: cars.
pub const CREWS: u32 = 30;
/// Places where more happens than elsewhere.
const CENTRES: usize = 12;
/// Half the side of a centre's square, in metres.
const CENTRE: f64 = 700.0;
/// Seven calls in ten come from one of the centres.
const CENTRAL: f64 = 0.7;
/// A crew is at a call so long at the median; lognormal with this sigma.
const SERVICE: Seconds = Seconds(20.0 * 60.0);
const SERVICE_SIGMA: f64 = 0.5;
/// What a call takes besides, until a crew is there, where loads are reckoned.
const DRIVE: Seconds = Seconds(5.0 * 60.0);
/// The evening has so much more than the mean, the early morning so much less.
const SWING: f64 = 0.45;
/// The hour of the most calls.
const PEAK: f64 = 20.0;
/// Calls of one kind are at least so far apart for so long: none is merged with another, whatever is still open.
const APART: f64 = 600.0;
const FOR: f64 = 4.0 * 3600.0;

/// How much of the crews' time the calls take, in the mean of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load(pub f64);

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its number from 0, which its luck goes by.
    pub number: u64,
    /// Seconds after midnight.
    pub at: f64,
    /// From where.
    pub place: Local,
    /// For what.
    pub what: AlarmKind,
    /// 1 to 4.
    pub priority: u8,
    /// How long the crew will be there.
    pub service: Seconds,
}

/// Where things happen: the centres of a seed, the first the busiest.
pub(super) fn centres(atlas: &Atlas, seed: u64) -> Vec<Local> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    (0..CENTRES).map(|_| atlas.roads.random_snap(&mut dice).point).collect()
}

/// A place of a seed as calls, and the beats of crews, are spread.
pub(super) fn place(atlas: &Atlas, centres: &[Local], seed: u64, about: [u64; 2]) -> Local {
    let luck = |what: u64| share(seed, [what, about[0], about[1]]);
    let mut dice = ChaCha8Rng::seed_from_u64(seed ^ about[0].wrapping_mul(31) ^ (about[1] << 40));
    let anywhere = atlas.roads.random_snap(&mut dice).point;
    if luck(1) >= CENTRAL {
        return anywhere;
    }
    // The centre of rank r draws 1 / (r + 1) of what the first draws.
    let weight = |rank: usize| 1.0 / (rank as f64 + 1.0);
    let all: f64 = (0..centres.len()).map(weight).sum();
    let mut left = luck(2) * all;
    let rank = (0..centres.len()).find(|rank| {
        left -= weight(*rank);
        left < 0.0
    });
    let Some(centre) = rank.and_then(|rank| centres.get(rank)) else { return anywhere };
    let near = Local { x: centre.x + (luck(3) * 2.0 - 1.0) * CENTRE, y: centre.y + (luck(4) * 2.0 - 1.0) * CENTRE };
    atlas.roads.snap(near).map_or(anywhere, |snap| snap.point)
}

/// All calls of `hours` from midnight, in order: a Poisson process whose rate swings with the hour (thinned, Lewis and Shedler 1979).
#[must_use]
pub fn calls(atlas: &Atlas, seed: u64, load: Load, hours: f64) -> Vec<Call> {
    let centres = centres(atlas, seed);
    let mean_service = SERVICE.0 * (SERVICE_SIGMA * SERVICE_SIGMA / 2.0).exp();
    let rate = load.0 * f64::from(CREWS) / (mean_service + DRIVE.0);
    let most = rate * (1.0 + SWING);
    let (mut calls, mut at, mut drawn): (Vec<Call>, f64, u64) = (Vec::new(), 0.0, 0);
    loop {
        at -= (1.0 - share(seed, [10, drawn, 0])).ln() / most;
        drawn += 1;
        if at >= hours * 3600.0 {
            return calls;
        }
        let hour = at / 3600.0;
        let here = 1.0 + SWING * (2.0 * std::f64::consts::PI * (hour - PEAK) / 24.0).cos();
        if share(seed, [11, drawn, 0]) * most > rate * here {
            continue;
        }
        let number = calls.len() as u64;
        let (what, priority) = kind(seed, number);
        let is_apart = |place: &Local| {
            let lately = calls.iter().rev().take_while(|other| other.at > at - FOR);
            lately.filter(|other| other.what == what).all(|other| other.place.distance(*place).0 > APART)
        };
        let tries = (0..50).map(|attempt| place(atlas, &centres, seed, [number + 1_000, attempt]));
        let Some(place) = tries.into_iter().find(is_apart) else { continue };
        let service = Seconds(SERVICE.0 * factor(seed, [12, number, 0], SERVICE_SIGMA));
        calls.push(Call { number, at, place, what, priority, service });
    }
}

/// For what, and how urgent: one in ten of the first priority, then a quarter, 45 % and a fifth.
fn kind(seed: u64, number: u64) -> (AlarmKind, u8) {
    const KINDS: [AlarmKind; 6] = [
        AlarmKind::Assault,
        AlarmKind::Theft,
        AlarmKind::TrafficAccident,
        AlarmKind::Crowd,
        AlarmKind::Disturbance,
        AlarmKind::Fire,
    ];
    let luck = share(seed, [13, number, 0]);
    let priority = [0.1, 0.35, 0.8].iter().filter(|bound| luck >= **bound).count() as u8 + 1;
    // At most 5.
    let kind = (share(seed, [14, number, 0]) * 6.0) as usize;
    (KINDS[kind.min(5)], priority)
}
