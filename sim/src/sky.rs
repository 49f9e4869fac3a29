//! Others in the air: what the receivers aboard our aircraft tell of a helicopter that crosses, or of somebody's drone.
//!
//! Each flies straight from one place to another at one height and one speed, once or again and again.

use crate::scenario::{PassingKind, PassingSettings};
use controller_link::codec::{AdsbVehicle, Message, OpenDroneIdLocation};
use controller_link::scale;
use geodata::{Amsl, Atlas, Local, Metres, MetresPerSecond, Timestamp};

/// MAV_COMP_ID_ADSB and MAV_COMP_ID_ODID_TXRX_1: the receivers' component ids.
const TRANSPONDER_RECEIVER: u8 = 156;
const DRONE_RECEIVER: u8 = 236;
/// ADSB_FLAGS: place, altitude, heading, velocity, climb are valid.
const ALL_VALID: u16 = 1 | 2 | 4 | 8 | 128;

/// One of them.
#[derive(Clone, Debug)]
struct Passing {
    settings: PassingSettings,
    from: Local,
    to: Local,
}

/// All of them.
#[derive(Clone, Debug)]
pub struct Sky {
    passing: Vec<Passing>,
    start: Timestamp,
}

impl Sky {
    /// The sky of a scenario.
    #[must_use]
    pub fn new(settings: &[PassingSettings], atlas: &Atlas, start: Timestamp) -> Self {
        let passing = |settings: &PassingSettings| Passing {
            from: atlas.frame.to_local(settings.from.place()),
            to: atlas.frame.to_local(settings.to.place()),
            settings: settings.clone(),
        };
        Self { passing: settings.iter().map(passing).collect(), start }
    }

    /// What the receivers tell at a moment, each with the component that tells it.
    #[must_use]
    pub fn told(&self, at: Timestamp, atlas: &Atlas) -> Vec<(u8, Message)> {
        let since = at.since(self.start).0;
        self.passing.iter().filter_map(|one| Some(one.told(one.along(since)?, atlas))).collect()
    }
}

impl Passing {
    /// How far along its way it is, 0 to 1; nothing while it is not in the air.
    fn along(&self, since: f64) -> Option<f64> {
        let length = self.from.distance(self.to).0.max(1.0);
        let after = since - self.settings.at;
        let after = match self.settings.every {
            Some(every) if after >= 0.0 => after % every,
            _ => after,
        };
        Some(after * self.settings.speed / length).filter(|share| (0.0..=1.0).contains(share))
    }

    fn told(&self, share: f64, atlas: &Atlas) -> (u8, Message) {
        let (lat, lon) = scale::to_deg_e7(atlas.frame.to_wgs84(self.from.toward(self.to, share)));
        let heading = scale::to_centidegrees(self.from.bearing(self.to));
        let speed = scale::to_cm_per_second(MetresPerSecond(self.settings.speed)).unsigned_abs();
        let altitude = Amsl(Metres(self.settings.altitude));
        let address = self.settings.address;
        match self.settings.kind {
            PassingKind::Helicopter | PassingKind::Plane => {
                let told = AdsbVehicle {
                    icao_address: address,
                    lat,
                    lon,
                    altitude: scale::to_mm(altitude.0),
                    heading,
                    hor_velocity: speed,
                    flags: ALL_VALID,
                    emitter_type: if self.settings.kind == PassingKind::Helicopter { 7 } else { 1 },
                    ..AdsbVehicle::default()
                };
                (TRANSPONDER_RECEIVER, told.into())
            }
            PassingKind::Drone => {
                let below = atlas.terrain.ground(self.from.toward(self.to, share));
                let mut id_or_mac = [0; 20];
                id_or_mac[..4].copy_from_slice(&address.to_be_bytes());
                let told = OpenDroneIdLocation {
                    latitude: lat,
                    longitude: lon,
                    altitude_barometric: -1000.0,
                    altitude_geodetic: -1000.0,
                    height: scale::to_float(altitude.above(below).0),
                    height_reference: 1,
                    direction: heading,
                    speed_horizontal: speed,
                    id_or_mac,
                    status: 2,
                    ..OpenDroneIdLocation::default()
                };
                (DRONE_RECEIVER, told.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Spot;
    use crate::testing::district;

    fn helicopter(every: Option<f64>) -> PassingSettings {
        PassingSettings {
            at: 60.0,
            every,
            kind: PassingKind::Helicopter,
            address: 0x4b_1234,
            from: Spot { lat: 47.10, lon: 9.50 },
            to: Spot { lat: 47.18, lon: 9.52 },
            altitude: 640.0,
            speed: 60.0,
        }
    }

    fn told_at(settings: PassingSettings, seconds: i64) -> Option<AdsbVehicle> {
        let (atlas, _) = district();
        let sky = Sky::new(&[settings], &atlas, Timestamp(0));
        match sky.told(Timestamp::from_millis(seconds * 1000), &atlas).as_slice() {
            [(TRANSPONDER_RECEIVER, Message::AdsbVehicle(told))] => Some(*told),
            [] => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_helicopter_crosses_once_from_its_first_place_to_its_last() {
        assert_eq!(told_at(helicopter(None), 59), None);
        let (first, later) = (told_at(helicopter(None), 60).unwrap(), told_at(helicopter(None), 120).unwrap());
        assert_eq!((first.lat, first.lon), (471_000_000, 95_000_000));
        assert!(later.lat > first.lat && later.lon > first.lon && later.altitude == 640_000);
        let (atlas, _) = district();
        let [from, to] = [helicopter(None).from, helicopter(None).to].map(|spot| atlas.frame.to_local(spot.place()));
        assert_eq!(first.heading, scale::to_centidegrees(from.bearing(to)));
        assert_eq!(told_at(helicopter(None), 60 + 200), None, "it has left");
    }

    #[test]
    fn one_that_comes_again_is_where_it_was_a_round_before() {
        let again = helicopter(Some(600.0));
        assert_eq!(told_at(again.clone(), 100), told_at(again.clone(), 700));
        assert_eq!(told_at(again, 400), None);
    }

    #[test]
    fn a_drone_tells_its_height_over_the_ground() {
        let (atlas, _) = district();
        let ground = atlas.terrain.ground(atlas.frame.to_local(helicopter(None).from.place()));
        let drone = PassingSettings { kind: PassingKind::Drone, altitude: ground.0.0 + 80.0, ..helicopter(None) };
        let sky = Sky::new(&[drone], &atlas, Timestamp(0));
        let told = sky.told(Timestamp::from_millis(60_000), &atlas);
        let [(DRONE_RECEIVER, Message::OpenDroneIdLocation(told))] = told.as_slice() else { panic!("{told:?}") };
        assert!((told.height - 80.0).abs() < 0.5 && told.height_reference == 1);
    }
}
