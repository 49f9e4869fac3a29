//! Time and energy of a flown path: spin-up, a straight climb or descent, then the legs at cruise airspeed in the wind.

use crate::airframe::Airframe;
use crate::wind::Wind;
use geodata::{Local, Metres, Seconds};
use serde::{Deserialize, Serialize};

/// What a flight takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flight {
    /// From the order, or from now when already flying.
    pub time: Seconds,
    /// Over ground; a climb has none.
    pub length: Metres,
    /// Percent of a full battery used.
    pub battery_percent: f64,
}

impl Flight {
    /// This flight and then another.
    #[must_use]
    pub fn then(self, next: Flight) -> Flight {
        Flight {
            time: self.time + next.time,
            length: self.length + next.length,
            battery_percent: self.battery_percent + next.battery_percent,
        }
    }

    /// Hovering in place.
    #[must_use]
    pub fn hover(airframe: &Airframe, time: Seconds) -> Flight {
        Flight { time, length: Metres::ZERO, battery_percent: airframe.hover_draw(time) }
    }

    /// A change of height in place: positive up, negative down.
    #[must_use]
    pub fn vertical(airframe: &Airframe, climb: Metres) -> Flight {
        let (time, battery_percent) = airframe.change_height(climb);
        Flight { time, length: Metres::ZERO, battery_percent }
    }
}

/// One straight leg at cruise airspeed; nothing when the wind lets it make no way.
#[must_use]
pub fn leg(airframe: &Airframe, wind: Wind, from: Local, to: Local) -> Option<Flight> {
    let length = from.distance(to);
    if length.0 < 1e-9 {
        return Some(Flight::default());
    }
    let speed = wind.ground_speed(airframe.cruise, from.bearing(to))?;
    let time = length.at(speed);
    time.0.is_finite().then(|| Flight { time, length, battery_percent: airframe.cruise_draw(time) })
}

/// A path of straight legs after gaining `climb` (negative descends); `from_ground` adds the spin-up.
#[must_use]
pub fn fly(airframe: &Airframe, wind: Wind, path: &[Local], climb: Metres, from_ground: bool) -> Option<Flight> {
    let mut whole = Flight::vertical(airframe, climb);
    if from_ground {
        whole.time = whole.time + airframe.spin_up;
        whole.battery_percent += airframe.idle_draw();
    }
    for pair in path.windows(2) {
        whole = whole.then(leg(airframe, wind, pair[0], pair[1])?);
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::{Heading, MetresPerSecond};

    fn quad() -> Airframe {
        Airframe::shipped().remove(0)
    }

    fn east(metres: f64) -> [Local; 2] {
        [Local::default(), Local { x: metres, y: 0.0 }]
    }

    #[test]
    fn one_minute_from_the_dock_is_375_metres_in_calm_air_and_175_against_8_mps() {
        let time = |wind, metres| fly(&quad(), wind, &east(metres), Metres(60.0), true).unwrap().time.0;
        assert!((time(Wind::CALM, 375.0) - 60.0).abs() < 1e-9);
        let against = Wind::from(Heading::degrees(90.0), MetresPerSecond(8.0));
        assert!((time(against, 175.0) - 60.0).abs() < 1e-9);
        assert!((time(Wind::CALM, 2175.0) - 180.0).abs() < 1e-9, "three minutes: 2.2 km");
        assert!((time(Wind::CALM, 3975.0) - 300.0).abs() < 1e-9, "five minutes: 4.0 km");
    }

    #[test]
    fn a_way_in_two_parts_costs_as_much_as_in_one() {
        let path = [Local::default(), Local { x: 500.0, y: 200.0 }, Local { x: 900.0, y: -50.0 }];
        let wind = Wind { east: 3.0, north: -2.0 };
        let whole = fly(&quad(), wind, &path, Metres(60.0), true).unwrap();
        let first = fly(&quad(), wind, &path[..2], Metres(60.0), true).unwrap();
        let parts = first.then(fly(&quad(), wind, &path[1..], Metres::ZERO, false).unwrap());
        assert!((whole.time.0 - parts.time.0).abs() < 1e-9);
        assert!((whole.battery_percent - parts.battery_percent).abs() < 1e-9);
    }

    #[test]
    fn against_a_storm_there_is_no_time_of_arrival() {
        let storm = Wind { east: -15.0, north: 0.0 };
        assert_eq!(fly(&quad(), storm, &east(100.0), Metres::ZERO, false), None);
    }

    #[test]
    fn going_down_takes_the_descent_rate() {
        let down = Flight::vertical(&quad(), Metres(-60.0));
        assert!((down.time.0 - 20.0).abs() < 1e-9 && down.battery_percent > 0.0);
    }
}
