//! A step as MAVLink numbers it: command, frame, seven parameters. The same rows stand in `.plan` and `.waypoints`.
//!
//! Numbers of common.xml: NAV_WAYPOINT 16, NAV_LOITER_UNLIM 17, NAV_RETURN_TO_LAUNCH 20, NAV_LAND 21, NAV_TAKEOFF 22,
//! DO_CHANGE_SPEED 178; frames GLOBAL 0 and 5 (mean sea level), MISSION 2 (no place), GLOBAL_RELATIVE_ALT 3 and 6 (above
//! home), GLOBAL_TERRAIN_ALT 10 and 11 (above ground).

use super::{Altitude, Step};
use geodata::{AboveHome, Agl, Amsl, Finding, Metres, MetresPerSecond, Seconds, Wgs84};

/// One row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) command: u16,
    pub(super) frame: u8,
    /// The seventh is the altitude; what a file leaves open is nothing.
    pub(super) params: [Option<f64>; 7],
    pub(super) auto_continue: bool,
}

fn altitude(frame: u8, metres: f64) -> Option<Altitude> {
    let metres = Metres(metres);
    match frame {
        0 | 5 => Some(Altitude::Amsl(Amsl(metres))),
        3 | 6 => Some(Altitude::AboveHome(AboveHome(metres))),
        10 | 11 => Some(Altitude::Agl(Agl(metres))),
        _ => None,
    }
}

fn frame(altitude: Altitude) -> u8 {
    match altitude {
        Altitude::Amsl(_) => 0,
        Altitude::AboveHome(_) => 3,
        Altitude::Agl(_) => 10,
    }
}

impl Row {
    /// The row of a step.
    pub(super) fn of(step: &Step) -> Row {
        let placed = |command, hold: f64, at: Option<Wgs84>, height: Altitude| {
            let (lat, lon) = at.map_or((0.0, 0.0), |at| (at.lat, at.lon));
            let zero = Some(0.0);
            let params = [Some(hold), zero, zero, None, Some(lat), Some(lon), Some(height.metres().0)];
            Row { command, frame: frame(height), params, auto_continue: true }
        };
        let bare = |command, params| Row { command, frame: 2, params, auto_continue: true };
        match *step {
            Step::Takeoff { at, altitude } => placed(22, 0.0, at, altitude),
            Step::Waypoint { at, altitude, hold } => placed(16, hold.0, Some(at), altitude),
            Step::Loiter { at, altitude } => placed(17, 0.0, Some(at), altitude),
            Step::Land { at, altitude } => placed(21, 0.0, at, altitude),
            Step::Speed { speed } => bare(178, [1.0, speed.0, -1.0, 0.0, 0.0, 0.0, 0.0].map(Some)),
            Step::Return => bare(20, [Some(0.0); 7]),
        }
    }

    /// The step of a row. What we would not fly as it is meant is a fault; what changes nothing for a copter that flies
    /// ours is told as a note.
    pub(super) fn step(&self, at: &str, notes: &mut Vec<Finding>) -> Result<Step, Finding> {
        let fault = |code, say: String, remedy: &str| Err(Finding::new(code, at, say, remedy));
        if !self.auto_continue {
            let say = "it stops the mission until somebody goes on".to_owned();
            return fault("flight_item", say, "Turn on its auto-continue, or end the flight with a loiter");
        }
        if self.params.iter().flatten().any(|value| !value.is_finite()) {
            return fault("flight_item", "a parameter is not a number".to_owned(), "Correct the parameter");
        }
        let param = |i: usize| self.params[i].unwrap_or(0.0);
        match self.command {
            178 => {
                if param(0) > 1.0 {
                    let say = format!("a speed of kind {}, neither air nor ground speed", param(0));
                    return fault("flight_item", say, "Set a ground speed");
                }
                return Ok(Step::Speed { speed: MetresPerSecond(param(1)) });
            }
            20 => return Ok(Step::Return),
            16 | 17 | 21 | 22 => {}
            other => {
                let say = format!("MAVLink command {other} is none of take-off, waypoint, loiter, speed, land, return");
                return fault("flight_item", say, "Remove the item, or fly this mission from the program it is of");
            }
        }
        let Some(height) = altitude(self.frame, param(6)).filter(|_| self.params[6].is_some()) else {
            let say = format!("its altitude is missing, or in frame {}, which is no altitude frame known", self.frame);
            return fault("flight_frame", say, "Give it an altitude above sea level, home or terrain");
        };
        let (lat, lon) = (param(4), param(5));
        let place = (lat != 0.0 || lon != 0.0).then_some(Wgs84 { lat, lon });
        let there = || {
            let remedy = "Give it a latitude and longitude";
            place.ok_or_else(|| Finding::new("flight_place", at, "it has no place", remedy))
        };
        let mut spare = |what: &str, value: f64| {
            if value != 0.0 {
                let say = format!("its {what} of {value} is left to the autopilot");
                notes.push(Finding::new("note_flight_left_out", at, say, "Nothing, unless the figure matters"));
            }
        };
        match self.command {
            22 => spare("yaw", param(3)),
            16 => {
                spare("acceptance radius", param(1));
                spare("passing distance", param(2));
                spare("yaw", param(3));
            }
            17 => {
                spare("radius", param(2));
                spare("yaw", param(3));
            }
            _ => {
                spare("abort height", param(0));
                spare("precision mode", param(1));
                spare("yaw", param(3));
            }
        }
        Ok(match self.command {
            22 => Step::Takeoff { at: place, altitude: height },
            16 => Step::Waypoint { at: there()?, altitude: height, hold: Seconds(param(0)) },
            17 => Step::Loiter { at: there()?, altitude: height },
            _ => Step::Land { at: place, altitude: height },
        })
    }
}
