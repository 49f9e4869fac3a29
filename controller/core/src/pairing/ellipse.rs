//! A thing seen from the air may be on any road its error ellipse crosses. Arrival is expected over all of them, by how likely
//! each is; and where another unit would be the right one on another road, a steeper look is worth its while.

use crate::controller::Controller;
use geodata::roads::Seen;
use geodata::{Metres, Profile, Seconds, Snap};

/// Roads that are reckoned with: the likeliest.
const MOST: usize = 24;
/// Less likely than this it is not worth a second look.
const LEAST_SHARE: f64 = 0.1;
/// Radius of the circle that holds 68 % of a round normal distribution in the plane, in standard deviations: the root of
/// -2 ln(0.32).
const RADIUS_68: f64 = 1.509_592;

/// A road a thing may be on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Where on it.
    pub snap: Snap,
    /// How likely, 0 to 1; all spots together 1.
    pub share: f64,
}

/// What is known of a place by the radius of its 68 % circle.
#[must_use]
pub fn round(at: geodata::Local, accuracy: Metres) -> Seen {
    let variance = (accuracy.0 / RADIUS_68).powi(2);
    Seen { at, cov: [variance, 0.0, variance] }
}

/// The likeliest roads under an ellipse; none when it crosses no road for cars.
#[must_use]
pub fn spots(controller: &Controller, seen: &Seen) -> Vec<Spot> {
    let mut found = controller.setup.atlas.roads.within_ellipse(seen, Profile::Car);
    found.truncate(MOST);
    let all: f64 = found.iter().map(|one| one.share).sum();
    found.into_iter().map(|one| Spot { snap: one.snap, share: one.share / all }).collect()
}

/// When somebody is there as far as can be expected: roads it does not come to within the search count as long as that. Nothing
/// when it does not come to most of them.
#[must_use]
pub fn expected(times: &[(f64, Option<Seconds>)], search: Seconds) -> Option<Seconds> {
    let near = |time: Option<Seconds>| time.filter(|time| *time <= search);
    let reached: f64 = times.iter().filter(|(_, time)| near(*time).is_some()).map(|(share, _)| share).sum();
    let mean = times.iter().map(|(share, time)| share * near(*time).unwrap_or(search).0).sum();
    (reached >= 0.5).then_some(Seconds(mean))
}

/// Whom the roads call for on which another unit than the one `sent` is sooner by `limit`, when it is likely enough to be one of
/// them: their places among the units, and how much sooner at most. `rows` are the times of all units, one row a road.
#[must_use]
pub fn unclear(rows: &[(f64, Vec<Option<Seconds>>)], sent: usize, limit: Seconds) -> Option<(Vec<usize>, Seconds)> {
    let mut units = vec![sent];
    let (mut likely, mut spread) = (0.0, Seconds(0.0));
    for (share, times) in rows {
        let timed = times.iter().enumerate().filter_map(|(unit, time)| Some((unit, (*time)?)));
        let Some((first, best)) = timed.min_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
        let Some(mine) = times.get(sent).copied().flatten() else { continue };
        if mine > best && mine - best >= limit {
            likely += share;
            spread = Seconds(spread.0.max((mine - best).0));
            if !units.contains(&first) {
                units.push(first);
            }
        }
    }
    (likely >= LEAST_SHARE).then_some((units, spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEARCH: Seconds = Seconds(3600.0);

    fn s(time: f64) -> Option<Seconds> {
        Some(Seconds(time))
    }

    #[test]
    fn arrival_is_expected_by_share_and_a_road_out_of_reach_counts_as_the_whole_search() {
        let mean = expected(&[(0.75, s(100.0)), (0.25, s(300.0))], SEARCH).unwrap();
        assert!((mean.0 - 150.0).abs() < 1e-9);
        let mean = expected(&[(0.75, s(100.0)), (0.25, None)], SEARCH).unwrap();
        assert!((mean.0 - 975.0).abs() < 1e-9);
        assert_eq!(expected(&[(0.25, s(100.0)), (0.75, s(4000.0))], SEARCH), None);
        assert_eq!(expected(&[], SEARCH), None);
    }

    #[test]
    fn roads_that_call_for_different_units_are_unclear_by_the_greatest_regret() {
        // Two carriageways: unit 0 is right on one, unit 1 on the other.
        let limit = Seconds(30.0);
        let rows = [(0.6, vec![s(60.0), s(200.0)]), (0.35, vec![s(220.0), s(80.0)]), (0.05, vec![s(900.0), s(1.0)])];
        let (units, spread) = unclear(&rows, 0, limit).unwrap();
        assert_eq!((units, spread), (vec![0, 1], Seconds(899.0)));
        assert_eq!(unclear(&rows, 0, Seconds(900.0)), None);
        assert_eq!(unclear(&rows[..1], 0, limit), None);
        assert_eq!(unclear(&rows[2..], 0, limit), None, "hardly likely");
        assert_eq!(unclear(&[], 0, limit), None);
    }
}
