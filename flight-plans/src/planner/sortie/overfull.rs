//! One sortie filled beyond its limit and then emptied until it is kept again.
//!
//! Where serving a task takes less than the way between its ends, a good sortie may have no good part: every way to it goes
//! through sorties that are too long. This goes through them.

use super::recreate::Stamps;
use super::route::Flat;
use super::state::{State, count};
use rand::{Rng, RngExt};

/// How far the limit is passed at most, in parts of it.
const BEYOND: f64 = 2.0;
/// How often a gap is passed over.
const BLINK: u32 = (0.2 * u32::MAX as f64) as u32;

/// Tasks left out go into one sortie by chance; what saves most for what it is worth comes out again.
pub(super) fn overfill<const M: usize>(
    state: &mut State<M>,
    flat: &Flat<'_, M>,
    stamps: &mut Stamps,
    rng: &mut impl Rng,
) {
    if state.routes.is_empty() {
        return;
    }
    let crew = rng.random_range(0..state.routes.len());
    let limits = &flat.model.crews[crew];
    if !limits.limit.is_finite() {
        return;
    }
    let mut order = state.absent.clone();
    for at in (1..order.len()).rev() {
        order.swap(at, rng.random_range(0..=at));
    }
    for task in order {
        let load = flat.tasks[task as usize].load;
        let route = &mut state.routes[crew];
        if route.load + load > limits.capacity * (1.0 + 1e-9) {
            continue;
        }
        let fit = route.fit(flat, limits, task, || rng.next_u32() < BLINK);
        if !fit.more.is_finite() || route.cost + fit.more > BEYOND * limits.limit {
            continue;
        }
        route.insert(fit.gap, task);
        route.refresh(flat, limits, stamps.next());
        state.take(task, u32::try_from(crew).unwrap_or(0));
    }
    while state.routes[crew].cost > limits.limit * (1.0 + 1e-9) && !state.routes[crew].stops.is_empty() {
        let route = &state.routes[crew];
        let mean = flat.tasks.iter().map(|t| t.prize).sum::<f64>() / count(flat.tasks.len().max(1));
        let worst = |at: usize| {
            let prize = flat.tasks[route.stops[at].task as usize].prize;
            (route.cost - route.without(flat, limits, at)) / (prize + 0.1 * mean + f64::MIN_POSITIVE)
        };
        let mut out = (f64::NEG_INFINITY, 0);
        for at in 0..route.stops.len() {
            let key = worst(at) * (0.5 + rng.random::<f64>());
            if key > out.0 {
                out = (key, at);
            }
        }
        state.cut(crew, |at, _| at != out.1);
        state.routes[crew].refresh(flat, limits, stamps.next());
    }
}
