//! What our link learns of simulated aircraft before a launch, and how they share a radio.

use super::*;
use crate::vehicle::Firmware;
use controller_core::{Failsafe, Means, Settings};

/// Some aircraft on one link of ours.
struct Flock {
    squadron: Squadron,
    vehicles: Vec<Vehicle>,
    ids: Vec<u32>,
    now: Timestamp,
    settings: Vec<Option<Settings>>,
    /// Bytes all of them sent in the last run.
    bytes: usize,
}

impl Flock {
    fn of(configs: Vec<VehicleConfig>) -> Self {
        let ids = || configs.iter().map(|config| config.system_id);
        let roster = ids().map(|id| Enrolled { vehicle: VehicleId(u32::from(id)), system_id: u32::from(id) }).collect();
        Self {
            squadron: Squadron::new(LinkConfig { roster, ..LinkConfig::default() }),
            ids: ids().map(u32::from).collect(),
            settings: configs.iter().map(|_| None).collect(),
            vehicles: configs.into_iter().map(|config| Vehicle::new(config, START)).collect(),
            now: START,
            bytes: 0,
        }
    }

    fn run(&mut self, seconds: f64) {
        self.bytes = 0;
        let until = self.now.plus(Seconds(seconds));
        while self.now < until {
            self.now = self.now.plus(Seconds(0.05));
            for (index, vehicle) in self.vehicles.iter_mut().enumerate() {
                vehicle.step(self.now, (0.0, 3.0));
                for (_, bytes) in vehicle.drain() {
                    self.bytes += bytes.len();
                    let port = 14_000 + u16::try_from(index).unwrap();
                    self.squadron.receive(self.now, SocketAddr::from(([127, 0, 0, 1], port)), &bytes);
                }
            }
            self.squadron.tick(self.now);
            let drained = self.squadron.drain();
            for datagram in drained.datagrams {
                let index = usize::from(datagram.to.address.port() - 14_000);
                self.vehicles[index].receive(self.now, station(), &datagram.bytes);
            }
            for (vehicle, report) in drained.reports {
                let index = self.ids.iter().position(|id| *id == vehicle.0).unwrap();
                if let SkyReport::Settings(settings) = report {
                    self.settings[index] = Some(settings);
                }
            }
        }
    }

    fn means(&self, index: usize, name: &str) -> Means {
        let settings = self.settings[index].as_ref().unwrap_or_else(|| panic!("{index} unread"));
        assert!(settings.missing.is_empty(), "{settings:?}");
        settings.known.iter().find(|setting| setting.name == name).unwrap_or_else(|| panic!("{name} unread")).means
    }
}

fn one(system_id: u8, firmware: Firmware, params: &[(&str, f64)]) -> VehicleConfig {
    let params = params.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    VehicleConfig { system_id, firmware, params, ..config(Start::Docked) }
}

#[test]
fn both_autopilots_settings_are_read_through_their_own_encoding_within_three_seconds() {
    let mut flock = Flock::of(vec![
        one(3, Firmware::Px4, &[]),
        one(4, Firmware::ArduPilot, &[("MAV_GCS_SYSID", 245.0), ("FS_GCS_ENABLE", 0.0), ("FS_OPTIONS", 2.0)]),
        one(5, Firmware::Px4, &[("NAV_DLL_ACT", 0.0), ("RTL_RETURN_ALT", 7.5)]),
    ]);
    flock.run(3.0);
    assert_eq!(flock.means(0, "NAV_DLL_ACT"), Means::LinkLoss(Failsafe::Return));
    assert_eq!(flock.means(0, "COM_DL_LOSS_T"), Means::LinkLossAfter(Seconds(10.0)));
    assert_eq!(flock.means(0, "RTL_RETURN_ALT"), Means::ReturnHeight(Metres(40.0)));
    assert_eq!(flock.means(1, "MAV_GCS_SYSID"), Means::StationFrom(245));
    assert_eq!(flock.means(1, "FS_GCS_ENABLE"), Means::LinkLoss(Failsafe::Nothing));
    assert_eq!(flock.means(1, "FS_OPTIONS"), Means::LinkLossIgnored(true));
    assert_eq!(flock.means(1, "RTL_ALT"), Means::ReturnHeight(Metres(40.0)));
    assert_eq!(flock.means(2, "NAV_DLL_ACT"), Means::LinkLoss(Failsafe::Nothing));
    assert_eq!(flock.means(2, "RTL_RETURN_ALT"), Means::ReturnHeight(Metres(7.5)));
}

#[test]
fn twenty_aircraft_on_one_57600_baud_radio_stay_under_half_of_it_and_one_alone_is_not_held_back() {
    for firmware in [Firmware::Px4, Firmware::ArduPilot] {
        let mut flock = Flock::of((1..=20).map(|id| one(id, firmware, &[])).collect());
        flock.squadron.limit(LinkId(0), 5_760.0);
        flock.run(90.0);
        flock.run(60.0);
        let rate = flock.bytes as f64 / 60.0;
        // What both say unasked besides (pings, times, gimbals) and our questions' answers come on top of the half.
        assert!(rate < 0.62 * 5_760.0, "{firmware:?}: {rate} B/s of 20");
        let mut alone = Flock::of(vec![one(1, firmware, &[])]);
        alone.squadron.limit(LinkId(0), 5_760.0);
        alone.run(60.0);
        alone.run(60.0);
        let rate = alone.bytes as f64 / 60.0;
        assert!((350.0..1_000.0).contains(&rate), "{firmware:?}: {rate} B/s alone");
    }
}
