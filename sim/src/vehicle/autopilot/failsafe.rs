//! What the aircraft does by itself: return when the ground station is silent or the battery low, land when nearly empty.

use super::{Autopilot, CRITICAL, Cockpit, INFO};
use controller_core::FlightMode;
use geodata::Timestamp;

/// What it watches.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Failsafe {
    /// Last heartbeat of any ground station; silence counts only after the first.
    pub(crate) ground_station: Option<Timestamp>,
    silent: bool,
    low: bool,
    empty: bool,
}

impl Failsafe {
    /// As before a flight; who was heard stays known.
    pub(super) fn landed(self) -> Self {
        Self { ground_station: self.ground_station, silent: self.silent, ..Self::default() }
    }
}

impl Autopilot {
    /// A ground station spoke.
    pub(crate) fn hear_ground_station(&mut self, at: Timestamp) {
        self.failsafe.ground_station = Some(at);
        if std::mem::take(&mut self.failsafe.silent) {
            self.say(INFO, "GCS connection regained");
        }
    }

    pub(super) fn check_failsafe(&mut self, cockpit: &Cockpit<'_>) {
        self.watch_link(cockpit);
        self.watch_battery(cockpit);
    }

    fn watch_link(&mut self, cockpit: &Cockpit<'_>) {
        let Some(last) = self.failsafe.ground_station else { return };
        let patience = cockpit.params.number("COM_DL_LOSS_T");
        if self.failsafe.silent || cockpit.at.since(last).0 < patience {
            return;
        }
        self.failsafe.silent = true;
        self.say(CRITICAL, "GCS connection lost");
        if !self.in_air || matches!(self.mode, FlightMode::Return | FlightMode::Land) {
            return;
        }
        // NAV_DLL_ACT: 1 hold, 2 return, 3 land.
        match cockpit.params.number("NAV_DLL_ACT").round() {
            1.0 => self.set_mode(FlightMode::Hold, cockpit),
            2.0 => self.set_mode(FlightMode::Return, cockpit),
            3.0 => self.set_mode(FlightMode::Land, cockpit),
            _ => return,
        }
        self.say(CRITICAL, "Failsafe activated: GCS connection lost");
    }

    fn watch_battery(&mut self, cockpit: &Cockpit<'_>) {
        if !self.in_air {
            return;
        }
        let charge = cockpit.battery.percent() / 100.0;
        if !self.failsafe.low && charge <= cockpit.params.number("BAT_LOW_THR") {
            self.failsafe.low = true;
            if !matches!(self.mode, FlightMode::Return | FlightMode::Land) {
                self.set_mode(FlightMode::Return, cockpit);
            }
            self.say(CRITICAL, "Low battery level, returning");
        }
        if !self.failsafe.empty && charge <= cockpit.params.number("BAT_CRIT_THR") {
            self.failsafe.empty = true;
            self.set_mode(FlightMode::Land, cockpit);
            self.say(CRITICAL, "Critical battery level, landing");
        }
    }
}
