//! Which parameters say what an autopilot does by itself, and what their numbers mean. Where a name was replaced, the newest
//! comes first. Facts: PX4 "Parameter Reference" and "Safety Configuration", ArduPilot "Complete Parameter List" (Copter)
//! and "Failsafes"; `RTL_ALT_M` in metres replaces `RTL_ALT` in centimetres, `MAV_GCS_SYSID` replaces `SYSID_MYGCS`.

use controller_core::{Failsafe, Means};
use geodata::{Metres, Seconds};

/// One thing to know, and the parameter that says it.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// Its name, newest first.
    pub(crate) names: &'static [&'static str],
    /// An aircraft that does not tell it is not launched; otherwise its version may not have it.
    pub(crate) needed: bool,
    /// What a number means, by the name it was told under.
    pub(crate) means: fn(&str, f64) -> Means,
}

const fn needed(names: &'static [&'static str], means: fn(&str, f64) -> Means) -> Wanted {
    Wanted { names, needed: true, means }
}

const fn welcome(names: &'static [&'static str], means: fn(&str, f64) -> Means) -> Wanted {
    Wanted { names, needed: false, means }
}

/// PX4's. Any ground station's heartbeat counts. It acts at BAT_CRIT_THR; BAT_LOW_THR only warns.
pub(crate) const PX4: [Wanted; 7] = [
    needed(&["NAV_DLL_ACT"], |_, value| Means::LinkLoss(px4_link_loss(value))),
    needed(&["COM_DL_LOSS_T"], |_, value| Means::LinkLossAfter(Seconds(value))),
    needed(&["COM_LOW_BAT_ACT"], |_, value| Means::BatteryLow(px4_battery(value))),
    needed(&["BAT_CRIT_THR"], |_, value| Means::BatteryPercent(value * 100.0)),
    needed(&["RTL_RETURN_ALT"], |_, value| Means::ReturnHeight(Metres(value))),
    welcome(&["GF_ACTION"], |_, value| Means::Fence(px4_fence(value))),
    welcome(&["COM_DISARM_PRFLT"], |_, value| Means::DisarmAfter(Seconds(value))),
];

/// ArduCopter's.
pub(crate) const ARDUPILOT: [Wanted; 13] = [
    needed(&["MAV_GCS_SYSID", "SYSID_MYGCS"], |_, value| Means::StationFrom(whole(value))),
    welcome(&["MAV_GCS_SYSID_HI"], |_, value| Means::StationTo(whole(value))),
    needed(&["FS_GCS_ENABLE"], |_, value| Means::LinkLoss(ardupilot_link_loss(value))),
    welcome(&["FS_GCS_TIMEOUT"], |_, value| Means::LinkLossAfter(Seconds(value))),
    // Bit 1: continue in AUTO on a ground-station failsafe.
    needed(&["FS_OPTIONS"], |_, value| Means::LinkLossIgnored(whole(value) & 2 != 0)),
    needed(&["BATT_FS_LOW_ACT"], |_, value| Means::BatteryLow(ardupilot_battery(value))),
    needed(&["BATT_FS_CRT_ACT"], |_, value| Means::BatteryCritical(ardupilot_battery(value))),
    needed(&["BATT_LOW_VOLT"], |_, value| Means::BatteryVolts(value)),
    needed(&["BATT_LOW_MAH"], |_, value| Means::BatteryMilliampereHours(value)),
    needed(&["RTL_ALT_M", "RTL_ALT"], |name, value| {
        Means::ReturnHeight(Metres(if name == "RTL_ALT" { value / 100.0 } else { value }))
    }),
    welcome(&["FENCE_ENABLE"], |_, value| Means::FenceOn(value > 0.5)),
    welcome(&["FENCE_ACTION"], |_, value| Means::Fence(ardupilot_fence(value))),
    welcome(&["DISARM_DELAY"], |_, value| Means::DisarmAfter(Seconds(value))),
];

/// A whole number of a parameter; below 0 it is 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
fn whole(value: f64) -> u32 {
    value.round() as u32
}

/// An enumeration's number; one that is none is none of those we know.
#[allow(clippy::cast_possible_truncation)] // saturates
fn choice(value: f64) -> i32 {
    if (value - value.round()).abs() < 1e-6 { value.round() as i32 } else { i32::MAX }
}

fn px4_link_loss(value: f64) -> Failsafe {
    match choice(value) {
        0 => Failsafe::Nothing,
        1 => Failsafe::Hold,
        2 => Failsafe::Return,
        3 => Failsafe::Land,
        5 | 6 => Failsafe::Terminate,
        _ => Failsafe::Other,
    }
}

fn px4_battery(value: f64) -> Failsafe {
    match choice(value) {
        0 => Failsafe::Warn,
        1 | 3 => Failsafe::Return,
        2 => Failsafe::Land,
        _ => Failsafe::Other,
    }
}

fn px4_fence(value: f64) -> Failsafe {
    match choice(value) {
        0 => Failsafe::Nothing,
        1 => Failsafe::Warn,
        2 => Failsafe::Hold,
        3 => Failsafe::Return,
        4 => Failsafe::Terminate,
        5 => Failsafe::Land,
        _ => Failsafe::Other,
    }
}

fn ardupilot_link_loss(value: f64) -> Failsafe {
    match choice(value) {
        0 => Failsafe::Nothing,
        // 6 is by way of a landing sequence of the mission.
        1 | 6 => Failsafe::Return,
        // Of versions before 4.0: return, but go on with a mission.
        2 => Failsafe::Continue,
        3 | 4 => Failsafe::SmartReturn,
        5 => Failsafe::Land,
        7 => Failsafe::Hold,
        _ => Failsafe::Other,
    }
}

fn ardupilot_battery(value: f64) -> Failsafe {
    match choice(value) {
        0 => Failsafe::Warn,
        1 => Failsafe::Land,
        2 | 6 => Failsafe::Return,
        3 | 4 => Failsafe::SmartReturn,
        5 => Failsafe::Terminate,
        7 => Failsafe::Hold,
        _ => Failsafe::Other,
    }
}

fn ardupilot_fence(value: f64) -> Failsafe {
    match choice(value) {
        0 => Failsafe::Warn,
        1 => Failsafe::Return,
        2 => Failsafe::Land,
        3 | 5 => Failsafe::SmartReturn,
        4 => Failsafe::Hold,
        _ => Failsafe::Other,
    }
}
