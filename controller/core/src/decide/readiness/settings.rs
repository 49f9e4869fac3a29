//! What an aircraft's parameters say, compared with the policy.

use super::Shortfall;
use crate::decide::air::tenth;
use crate::policy::ReadinessPolicy;
use crate::readiness::{Means, Setting, Settings};
use crate::reason::{
    BatteryLate, HeedsOtherStation, LinkLossLate, Reason, ReturnHigh, ReturnLow, SettingAction, SettingValue,
};

/// Adds what is not as the policy wants it. What decides where an aircraft goes that nobody hears any more blocks; what
/// only makes it less handy warns.
pub(super) fn compare(settings: &Settings, policy: &ReadinessPolicy, all: &mut Vec<Shortfall>) {
    if !settings.missing.is_empty() {
        all.push(Shortfall::blocks(Reason::SettingsUntold { settings: settings.missing.join(", ") }));
    }
    stations(settings, all);
    all.extend(settings.known.iter().filter_map(|setting| one(setting, policy)));
    watched(settings, all);
    fence(settings, policy, all);
}

/// What one parameter says by itself.
fn one(setting: &Setting, policy: &ReadinessPolicy) -> Option<Shortfall> {
    let name = || setting.name.to_owned();
    let blocks = |why: Reason| Some(Shortfall::blocks(why));
    let warns = |why: Reason| Some(Shortfall::warns(why));
    match setting.means {
        Means::LinkLoss(action) if !policy.link_loss.contains(&action) => {
            blocks(Reason::LinkLossAction(SettingAction { setting: name(), action }))
        }
        Means::LinkLossIgnored(true) => {
            blocks(Reason::LinkLossIgnored(SettingValue { setting: name(), value: setting.value }))
        }
        Means::LinkLossAfter(wait) if wait.0 > policy.link_loss_s => blocks(Reason::LinkLossLate(LinkLossLate {
            setting: name(),
            seconds: tenth(wait.0),
            most_s: policy.link_loss_s,
        })),
        Means::BatteryLow(action) | Means::BatteryCritical(action) if !policy.battery.contains(&action) => {
            blocks(Reason::BatteryAction(SettingAction { setting: name(), action }))
        }
        Means::BatteryPercent(percent) if percent < policy.battery_percent => {
            blocks(Reason::BatteryLate(BatteryLate {
                setting: name(),
                percent: tenth(percent),
                least: policy.battery_percent,
            }))
        }
        Means::ReturnHeight(height) if height.0 < policy.return_min_m => blocks(Reason::ReturnLow(ReturnLow {
            setting: name(),
            metres: tenth(height.0),
            least_m: policy.return_min_m,
        })),
        Means::ReturnHeight(height) if height.0 > policy.return_max_m => warns(Reason::ReturnHigh(ReturnHigh {
            setting: name(),
            metres: tenth(height.0),
            most_m: policy.return_max_m,
        })),
        Means::DisarmAfter(wait) if wait.0 <= 0.0 => warns(Reason::StaysArmed { setting: name() }),
        _ => None,
    }
}

/// Only the heartbeats of the ground stations it is set to listen to keep its link-loss failsafe at rest: ours must be
/// one of them, or it returns seconds after we take over from another.
fn stations(settings: &Settings, all: &mut Vec<Shortfall>) {
    let first = settings.known.iter().find_map(|setting| match setting.means {
        Means::StationFrom(id) => Some((setting.name, id)),
        _ => None,
    });
    let Some((name, first)) = first else { return };
    let last = settings.known.iter().find_map(|setting| match setting.means {
        Means::StationTo(id) => Some(id),
        _ => None,
    });
    let last = last.filter(|last| *last > first).unwrap_or(first);
    if !(first..=last).contains(&settings.ours) {
        let heeds = if last > first { format!("{first}-{last}") } else { first.to_string() };
        let setting = name.to_owned();
        all.push(Shortfall::blocks(Reason::HeedsOtherStation(HeedsOtherStation {
            setting,
            heeds,
            ours: settings.ours,
        })));
    }
}

/// A battery whose every threshold is 0 is never low.
fn watched(settings: &Settings, all: &mut Vec<Shortfall>) {
    let thresholds: Vec<&Setting> = settings
        .known
        .iter()
        .filter(|setting| matches!(setting.means, Means::BatteryVolts(_) | Means::BatteryMilliampereHours(_)))
        .collect();
    if !thresholds.is_empty() && thresholds.iter().all(|setting| setting.value <= 0.0) {
        let names: Vec<&str> = thresholds.iter().map(|setting| setting.name).collect();
        all.push(Shortfall::blocks(Reason::BatteryUnwatched { settings: names.join(", ") }));
    }
}

/// The fence is the second line: the judge keeps every flight inside the district. So it only warns.
fn fence(settings: &Settings, policy: &ReadinessPolicy, all: &mut Vec<Shortfall>) {
    for setting in &settings.known {
        let name = setting.name.to_owned();
        match setting.means {
            Means::FenceOn(false) => return all.push(Shortfall::warns(Reason::FenceOff { setting: name })),
            Means::Fence(action) if !policy.fence.contains(&action) => {
                all.push(Shortfall::warns(Reason::FenceAction(SettingAction { setting: name, action })));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{DEFAULT, Policy};
    use crate::readiness::Failsafe;
    use geodata::{Metres, Seconds};

    fn setting(name: &'static str, value: f64, means: Means) -> Setting {
        Setting { name, value, means }
    }

    fn copter(means: &[Setting]) -> Settings {
        let mut known = vec![
            setting("MAV_GCS_SYSID", 255.0, Means::StationFrom(255)),
            setting("FS_GCS_ENABLE", 1.0, Means::LinkLoss(Failsafe::Return)),
            setting("FS_GCS_TIMEOUT", 5.0, Means::LinkLossAfter(Seconds(5.0))),
            setting("FS_OPTIONS", 16.0, Means::LinkLossIgnored(false)),
            setting("BATT_FS_LOW_ACT", 2.0, Means::BatteryLow(Failsafe::Return)),
            setting("BATT_FS_CRT_ACT", 1.0, Means::BatteryCritical(Failsafe::Land)),
            setting("BATT_LOW_VOLT", 42.9, Means::BatteryVolts(42.9)),
            setting("BATT_LOW_MAH", 0.0, Means::BatteryMilliampereHours(0.0)),
            setting("RTL_ALT", 4000.0, Means::ReturnHeight(Metres(40.0))),
            setting("FENCE_ENABLE", 1.0, Means::FenceOn(true)),
            setting("FENCE_ACTION", 1.0, Means::Fence(Failsafe::Return)),
            setting("DISARM_DELAY", 10.0, Means::DisarmAfter(Seconds(10.0))),
        ];
        for other in means {
            match known.iter_mut().find(|setting| setting.name == other.name) {
                Some(setting) => *setting = *other,
                None => known.push(*other),
            }
        }
        Settings { ours: 255, known, missing: Vec::new() }
    }

    fn found(settings: &Settings) -> Vec<(String, bool)> {
        let policy = Policy::parse(DEFAULT).unwrap();
        let mut all = Vec::new();
        compare(settings, &policy.readiness, &mut all);
        all.into_iter().map(|shortfall| (shortfall.why.code(), shortfall.blocks)).collect()
    }

    fn only(means: Setting) -> (String, bool) {
        let mut found = found(&copter(&[means]));
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn an_aircraft_set_up_as_the_policy_wants_it_has_no_shortfall() {
        assert_eq!(found(&copter(&[])), []);
    }

    #[test]
    fn a_launch_is_blocked_when_the_aircraft_listens_to_another_ground_stations_id() {
        let other = setting("MAV_GCS_SYSID", 245.0, Means::StationFrom(245));
        assert_eq!(only(other), ("heeds_other_station".to_owned(), true));
        // A range that holds ours is as good, and one that is upside down is the first id alone.
        let range = |last: u32| copter(&[other, setting("MAV_GCS_SYSID_HI", f64::from(last), Means::StationTo(last))]);
        assert_eq!(found(&range(255)), []);
        assert_eq!(found(&range(254)), [("heeds_other_station".to_owned(), true)]);
        assert_eq!(found(&range(0)), [("heeds_other_station".to_owned(), true)]);
    }

    #[test]
    fn a_launch_is_blocked_with_the_link_loss_failsafe_disabled_ignored_or_late() {
        let named = |code: &str| (code.to_owned(), true);
        for action in [Failsafe::Nothing, Failsafe::Continue, Failsafe::Warn, Failsafe::Terminate, Failsafe::Other] {
            assert_eq!(only(setting("FS_GCS_ENABLE", 0.0, Means::LinkLoss(action))), named("link_loss_action"));
        }
        let ignored = setting("FS_OPTIONS", 2.0, Means::LinkLossIgnored(true));
        assert_eq!(only(ignored), named("link_loss_ignored"));
        let late = setting("FS_GCS_TIMEOUT", 120.0, Means::LinkLossAfter(Seconds(120.0)));
        assert_eq!(only(late), named("link_loss_late"));
    }

    #[test]
    fn a_battery_nobody_acts_upon_and_a_return_among_the_roofs_block() {
        let named = |code: &str| (code.to_owned(), true);
        let idle = setting("BATT_FS_LOW_ACT", 0.0, Means::BatteryLow(Failsafe::Warn));
        assert_eq!(only(idle), named("battery_action"));
        let never = setting("BATT_LOW_VOLT", 0.0, Means::BatteryVolts(0.0));
        assert_eq!(only(never), named("battery_unwatched"));
        let late = setting("BAT_CRIT_THR", 0.01, Means::BatteryPercent(1.0));
        assert_eq!(only(late), named("battery_late"));
        let low = setting("RTL_ALT", 500.0, Means::ReturnHeight(Metres(5.0)));
        assert_eq!(only(low), named("return_low"));
    }

    #[test]
    fn what_is_only_unhandy_warns() {
        let named = |code: &str| (code.to_owned(), false);
        let high = setting("RTL_ALT", 40_000.0, Means::ReturnHeight(Metres(400.0)));
        assert_eq!(only(high), named("return_high"));
        assert_eq!(only(setting("FENCE_ENABLE", 0.0, Means::FenceOn(false))), named("fence_off"));
        assert_eq!(only(setting("FENCE_ACTION", 0.0, Means::Fence(Failsafe::Warn))), named("fence_action"));
        assert_eq!(only(setting("DISARM_DELAY", 0.0, Means::DisarmAfter(Seconds(0.0)))), named("stays_armed"));
    }

    #[test]
    fn what_stays_untold_blocks_by_name() {
        let mut settings = copter(&[]);
        settings.missing = vec!["FS_GCS_ENABLE"];
        assert_eq!(found(&settings), [("settings_untold".to_owned(), true)]);
    }
}
