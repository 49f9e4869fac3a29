//! How a vehicle is, as it is kept of each: the words of [`VehicleStatus`] in the wire's own units, which they came in, in
//! less than half the room.

use crate::rare::Few;
use crate::scale::{self, DegE7};
use crate::{limits, readiness::place};
use controller_core::{Estimator, FlightMode, Navigation, VehicleStatus};
use geodata::{Amsl, Metres, Wgs84};

/// See [`VehicleStatus`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    /// Of a vehicle that ever gave one; never an empty list.
    reasons: Few<Vec<String>>,
    /// Its place, and millimetres above mean sea level.
    home: Option<(DegE7, i32)>,
    /// Towards the east and the north, m/s.
    wind: Option<(f32, f32)>,
    /// Whole metres; 0 is unknown.
    accuracy: u32,
    /// Halves; 0 is unknown.
    dilution: u16,
    satellites: Option<u8>,
    pub(super) estimator: Option<Estimator>,
    pub(crate) battery_percent: Option<u8>,
    pub(crate) in_air: Option<bool>,
    pub(crate) mode: FlightMode,
    pub(crate) armed: bool,
    pub(crate) ready: bool,
    pub(crate) position_ok: bool,
}

impl Shown {
    /// Home position, once known.
    pub(crate) fn home(&self) -> Option<(Wgs84, Amsl)> {
        self.home.map(|(place, millimetres)| (place.place(), Amsl(scale::from_mm(millimetres))))
    }

    /// Home as the wire has it; nothing when it is none.
    pub(super) fn set_home(&mut self, lat: i32, lon: i32, millimetres: i32) {
        let place = scale::from_deg_e7(lat, lon).filter(|place| !place.is_null_island());
        self.home = place.map(|place| (place.into(), millimetres));
    }

    /// Wind towards the east and the north, m/s; what is no number is unknown.
    pub(super) fn set_wind(&mut self, east: f32, north: f32) {
        self.wind = (east.is_finite() && north.is_finite()).then_some((east, north));
    }

    /// The receiver's error, as it states it.
    pub(super) fn accuracy(&self) -> Option<Metres> {
        (self.accuracy > 0).then(|| Metres(f64::from(self.accuracy)))
    }

    /// What the receiver tells.
    pub(super) fn set_satellites(&mut self, told: place::Satellites) {
        (self.satellites, self.dilution, self.accuracy) = (told.seen, told.halves, told.metres);
    }

    /// The last reason the autopilot gave for not being ready.
    pub(super) fn last_reason(&self) -> Option<&str> {
        self.reasons.as_ref()?.last().map(String::as_str)
    }

    /// One more; of equal ones the last, and of many the newest.
    pub(super) fn add_reason(&mut self, words: &str) {
        let reasons = self.reasons.get_or_insert_default();
        reasons.retain(|known| known != words);
        reasons.push(words.to_owned());
        if reasons.len() > limits::REASONS {
            reasons.remove(0);
        }
    }

    pub(super) fn forget_reasons(&mut self) {
        self.reasons = None;
    }
}

impl From<&Shown> for VehicleStatus {
    fn from(shown: &Shown) -> Self {
        Self {
            battery_percent: shown.battery_percent,
            armed: shown.armed,
            in_air: shown.in_air,
            mode: shown.mode,
            ready: shown.ready,
            not_ready_because: shown.reasons.as_deref().cloned().unwrap_or_default(),
            position_ok: shown.position_ok,
            home: shown.home(),
            wind: shown.wind.map(|(east, north)| (f64::from(east), f64::from(north))),
            navigation: Navigation {
                satellites: shown.satellites,
                dilution: (shown.dilution > 0).then(|| f64::from(shown.dilution) / 2.0),
                accuracy: shown.accuracy(),
                estimator: shown.estimator,
            },
        }
    }
}
