//! One way driven: where on it after so much time.

use geodata::{Heading, Local, Metres, MetresPerSecond, Route, Seconds, Timestamp};

/// Nobody drives the last steps from the kerb; further off the road than this, the crew walks up to the place.
const DOORSTEP: Metres = Metres(30.0);
const WALK: MetresPerSecond = MetresPerSecond(1.4);

/// A crew on its way along a route.
#[derive(Clone, Debug)]
pub struct Drive {
    points: Vec<Local>,
    times: Vec<f64>,
    since: Timestamp,
    /// How much faster than the road net's own speeds.
    factor: f64,
    /// The first point not passed yet.
    ahead: usize,
}

/// Where somebody on a [`Drive`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The place.
    pub place: Local,
    /// The direction of travel.
    pub heading: Heading,
    /// Over ground; zero at the end.
    pub speed: MetresPerSecond,
    /// Whether the end is reached.
    pub ended: bool,
}

impl Drive {
    /// Along `route`, `factor` times as fast as it says, from `since` on.
    #[must_use]
    pub fn new(route: Route, factor: f64, since: Timestamp) -> Self {
        let times = route.times.iter().map(|time| time.0 / factor.max(0.05)).collect();
        Self { points: route.points, times, since, factor, ahead: 0 }
    }

    /// And from the end of the road on foot to `place`, where it is not at the kerb.
    #[must_use]
    pub fn then_on_foot(mut self, place: Local) -> Self {
        let (Some(last), Some(time)) = (self.points.last().copied(), self.times.last().copied()) else { return self };
        let walk = last.distance(place);
        if walk.0 > DOORSTEP.0 {
            self.points.push(place);
            self.times.push(time + walk.at(WALK).0);
        }
        self
    }

    /// How long the whole way takes.
    #[must_use]
    pub fn lasts(&self) -> Seconds {
        Seconds(self.times.last().copied().unwrap_or(0.0))
    }

    /// How much faster than the road net's own speeds.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// Where one is at `at`; time only goes forward.
    pub fn at(&mut self, at: Timestamp) -> Spot {
        let elapsed = at.since(self.since).0;
        while self.times.get(self.ahead).is_some_and(|time| *time <= elapsed) {
            self.ahead += 1;
        }
        let behind = self.ahead.saturating_sub(1);
        let Some(from) = self.points.get(behind).copied() else {
            return Spot::standing(Local::default(), Heading::default());
        };
        let (Some(to), Some(end)) = (self.points.get(self.ahead).copied(), self.times.get(self.ahead)) else {
            let before = self.points.get(behind.saturating_sub(1)).copied().unwrap_or(from);
            return Spot::standing(from, before.bearing(from));
        };
        let begin = self.times.get(behind).copied().unwrap_or(0.0);
        let span = (end - begin).max(1e-3);
        Spot {
            place: from.toward(to, ((elapsed - begin) / span).clamp(0.0, 1.0)),
            heading: from.bearing(to),
            speed: MetresPerSecond(from.distance(to).0 / span),
            ended: false,
        }
    }
}

impl Spot {
    fn standing(place: Local, heading: Heading) -> Self {
        Self { place, heading, speed: MetresPerSecond::ZERO, ended: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way() -> Route {
        let at = |x, y| Local { x, y };
        Route {
            time: Seconds(30.0),
            length: Metres(300.0),
            points: vec![at(0.0, 0.0), at(100.0, 0.0), at(100.0, 200.0)],
            times: vec![Seconds(0.0), Seconds(10.0), Seconds(30.0)],
            roads: vec![],
        }
    }

    #[test]
    fn a_drive_passes_each_point_when_its_route_says() {
        let mut drive = Drive::new(way(), 2.0, Timestamp(0));
        let spot = drive.at(Timestamp::from_millis(2500));
        assert_eq!((spot.place, spot.speed), (Local { x: 50.0, y: 0.0 }, MetresPerSecond(20.0)));
        let spot = drive.at(Timestamp::from_millis(10_000));
        assert!((spot.place.y - 100.0).abs() < 1e-9 && spot.heading.as_degrees().abs() < 1e-9);
        let end = drive.at(Timestamp::from_millis(15_000));
        assert!(end.ended && end.place == Local { x: 100.0, y: 200.0 } && end.speed == MetresPerSecond::ZERO);
    }

    #[test]
    fn the_last_metres_off_the_road_are_walked_only_when_it_is_not_at_the_kerb() {
        assert_eq!(
            Drive::new(way(), 1.0, Timestamp(0)).then_on_foot(Local { x: 120.0, y: 200.0 }).lasts(),
            Seconds(30.0)
        );
        let far = Drive::new(way(), 1.0, Timestamp(0)).then_on_foot(Local { x: 170.0, y: 200.0 });
        assert!((far.lasts().0 - 80.0).abs() < 1e-9);
    }

    #[test]
    fn a_way_without_points_stands_still() {
        let nowhere = Route { time: Seconds(0.0), length: Metres(0.0), points: vec![], times: vec![], roads: vec![] };
        assert!(Drive::new(nowhere, 1.0, Timestamp(0)).at(Timestamp(5)).ended);
    }
}
