//! The squadron's keys: which vehicles must sign, and how far their signing times have come.

use super::Squadron;
use crate::signing::{Horizons, Key, Signed};
use controller_core::VehicleId;
use geodata::Timestamp;
use std::collections::BTreeMap;

impl Squadron {
    /// Gives vehicles their keys. From now on what such a vehicle sends must be signed, and what it is sent is. Of what
    /// lies up to the horizons `kept` from before nothing is accepted.
    pub fn secure(&mut self, keys: BTreeMap<VehicleId, Key>, kept: &Horizons) {
        for (vehicle, key) in keys {
            let session = self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get_mut(*system));
            if let Some(session) = session {
                session.signed = Some(Box::new(Signed::new(key, kept.get(&vehicle).copied().unwrap_or_default())));
            }
        }
    }

    /// The horizons of signing to make durable now; nothing while those `kept` last. To be asked at least once a second.
    pub fn horizons(&mut self, at: Timestamp, kept: &Horizons) -> Option<Horizons> {
        let mut wanted = kept.clone();
        let mut news = false;
        for session in self.sessions.values_mut() {
            let Some(signed) = &mut session.signed else { continue };
            let held = kept.get(&session.enrolled.vehicle).copied().unwrap_or_default();
            if let Some(horizon) = signed.wants(at, held) {
                wanted.insert(session.enrolled.vehicle, horizon);
                news = true;
            }
        }
        news.then_some(wanted)
    }

    /// These horizons are durable; nothing means that none can be, and everything newer is accepted meanwhile.
    pub fn keep(&mut self, horizons: Option<&Horizons>) {
        for session in self.sessions.values_mut() {
            let kept = horizons.map(|all| all.get(&session.enrolled.vehicle).copied().unwrap_or_default());
            if let Some(signed) = &mut session.signed {
                signed.kept(kept);
            }
        }
    }
}
