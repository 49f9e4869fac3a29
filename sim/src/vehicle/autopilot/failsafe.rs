//! What the aircraft does by itself: return when the ground station is silent or the battery low, land when nearly empty.
//!
//! PX4 counts any ground station's heartbeat; ArduPilot only those of MAV_GCS_SYSID, and never before the first of them.

use super::{Autopilot, CRITICAL, Cockpit, INFO};
use crate::vehicle::firmware::Firmware;
use crate::vehicle::mode::Mode;
use geodata::Timestamp;

/// ArduPilot's battery must be low this long, seconds (its BATT_LOW_TIMER as delivered).
const LOW_FOR: f64 = 10.0;

/// What it watches.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Failsafe {
    /// Last heartbeat that counts; silence counts only after the first.
    pub(crate) ground_station: Option<Timestamp>,
    silent: bool,
    low: bool,
    empty: bool,
    /// ArduPilot: since when the voltage is under BATT_LOW_VOLT, and under BATT_CRT_VOLT.
    under: [Option<Timestamp>; 2],
}

impl Failsafe {
    /// As before a flight; who was heard stays known.
    pub(super) fn landed(self) -> Self {
        Self { ground_station: self.ground_station, silent: self.silent, ..Self::default() }
    }

    /// Whether one is at work.
    pub(crate) fn is_active(&self) -> bool {
        self.silent || self.low || self.empty
    }
}

impl Autopilot {
    /// A ground station spoke whose heartbeats count.
    pub(crate) fn hear_ground_station(&mut self, at: Timestamp) {
        self.failsafe.ground_station = Some(at);
        if std::mem::take(&mut self.failsafe.silent) {
            match self.firmware {
                Firmware::Px4 => self.say(INFO, "GCS connection regained"),
                Firmware::ArduPilot => self.say(INFO, "GCS Failsafe Cleared"),
            }
        }
    }

    pub(super) fn check_failsafe(&mut self, cockpit: &Cockpit<'_>) {
        match self.firmware {
            Firmware::Px4 => {
                self.watch_link(cockpit);
                self.watch_battery(cockpit);
            }
            Firmware::ArduPilot => {
                self.watch_station(cockpit);
                self.watch_voltage(cockpit);
            }
        }
    }

    fn watch_link(&mut self, cockpit: &Cockpit<'_>) {
        if !self.falls_silent(cockpit, "COM_DL_LOSS_T") {
            return;
        }
        self.say(CRITICAL, "GCS connection lost");
        if !self.in_air || self.mode.is_coming_down() {
            return;
        }
        // NAV_DLL_ACT: 1 hold, 2 return, 3 land; 5 and 6 stop the motors in the air, which is not flown here.
        match cockpit.params.number("NAV_DLL_ACT").round() {
            1.0 => self.set_mode(Mode::Hold, cockpit),
            2.0 => self.set_mode(Mode::Return, cockpit),
            3.0 => self.set_mode(Mode::Land, cockpit),
            _ => return,
        }
        self.say(CRITICAL, "Failsafe activated: GCS connection lost");
    }

    /// True once, when nobody was heard for the parameter's seconds.
    fn falls_silent(&mut self, cockpit: &Cockpit<'_>, patience: &str) -> bool {
        let Some(last) = self.failsafe.ground_station else { return false };
        if self.failsafe.silent || cockpit.at.since(last).0 < cockpit.params.number(patience) {
            return false;
        }
        self.failsafe.silent = true;
        true
    }

    /// FS_GCS_ENABLE: 0 off, 1 and 6 return, 2 return but for AUTO, 3 and 4 smart return, 5 land, 7 brake.
    fn watch_station(&mut self, cockpit: &Cockpit<'_>) {
        let action = cockpit.params.number("FS_GCS_ENABLE").round();
        if action <= 0.0 || !self.falls_silent(cockpit, "FS_GCS_TIMEOUT") {
            return;
        }
        let mode = match action {
            _ if !self.in_air || self.mode == Mode::Land => None,
            2.0 if self.mode == Mode::Mission => None,
            3.0 | 4.0 => Some(Mode::SmartReturn),
            5.0 => Some(Mode::Land),
            7.0 => Some(Mode::Brake),
            _ => Some(Mode::Return),
        };
        match mode {
            Some(mode) if self.change_mode(mode, cockpit) => {
                self.say(CRITICAL, format!("GCS Failsafe - {}", mode.name()));
            }
            _ => self.say(CRITICAL, "GCS Failsafe"),
        }
    }

    fn watch_battery(&mut self, cockpit: &Cockpit<'_>) {
        if !self.in_air {
            return;
        }
        let charge = cockpit.battery.percent() / 100.0;
        // COM_LOW_BAT_ACT: 0 only warns, 2 lands when critical, 3 returns when low and lands when critical.
        let action = cockpit.params.number("COM_LOW_BAT_ACT").round();
        if !self.failsafe.low && charge <= cockpit.params.number("BAT_LOW_THR") {
            self.failsafe.low = true;
            if action >= 3.0 && !self.mode.is_coming_down() {
                self.set_mode(Mode::Return, cockpit);
            }
            self.say(CRITICAL, if action >= 3.0 { "Low battery level, returning" } else { "Low battery level" });
        }
        if !self.failsafe.empty && charge <= cockpit.params.number("BAT_CRIT_THR") {
            self.failsafe.empty = true;
            if action >= 2.0 {
                self.set_mode(Mode::Land, cockpit);
            }
            self.say(
                CRITICAL,
                if action >= 2.0 { "Critical battery level, landing" } else { "Critical battery level" },
            );
        }
    }

    fn watch_voltage(&mut self, cockpit: &Cockpit<'_>) {
        let volts = cockpit.battery.volts();
        for (which, limit) in ["BATT_LOW_VOLT", "BATT_CRT_VOLT"].into_iter().enumerate() {
            let under = self.in_air && volts < cockpit.params.number(limit);
            let since = if under { self.failsafe.under[which].or(Some(cockpit.at)) } else { None };
            self.failsafe.under[which] = since;
            if since.is_some_and(|since| cockpit.at.since(since).0 >= LOW_FOR) {
                self.react_to_voltage(which == 1, volts, cockpit);
            }
        }
    }

    /// BATT_FS_LOW_ACT and BATT_FS_CRT_ACT: 0 warns, 1 lands, 2 returns, 3 and 4 smart return.
    fn react_to_voltage(&mut self, critical: bool, volts: f64, cockpit: &Cockpit<'_>) {
        let done = if critical { &mut self.failsafe.empty } else { &mut self.failsafe.low };
        if std::mem::replace(done, true) {
            return;
        }
        let (word, name) = if critical { ("critical", "BATT_FS_CRT_ACT") } else { ("low", "BATT_FS_LOW_ACT") };
        self.say(CRITICAL, format!("Battery 1 is {word} {volts:.2}V used 0 mAh"));
        let mode = match cockpit.params.number(name).round() {
            1.0 => Mode::Land,
            2.0 => Mode::Return,
            3.0 | 4.0 => Mode::SmartReturn,
            _ => return,
        };
        if self.mode != Mode::Land && self.change_mode(mode, cockpit) {
            self.say(CRITICAL, format!("Battery Failsafe - {}", mode.name()));
        }
    }
}
