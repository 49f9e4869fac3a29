//! Who of our posts holds which vehicle, and who comes too near it: what the journal says of both.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::facts::control::{ControlAsked, ControlHeld, ControlKept, ControlReleased};
use crate::ids::VehicleId;
use crate::lease::Lease;

impl Ledger {
    pub(super) fn change_leases(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::ControlHeld(ControlHeld { vehicle, epoch, by }) => {
                let holder = Some((by.clone(), entry.at));
                self.leases.insert(*vehicle, Lease { epoch: *epoch, holder, asked: None });
            }
            Fact::ControlReleased(ControlReleased { vehicle, epoch, .. }) => {
                self.leases.insert(*vehicle, Lease { epoch: *epoch, holder: None, asked: None });
            }
            Fact::ControlAsked(ControlAsked { vehicle, by, until }) => {
                self.lease(*vehicle).asked = Some((by.clone(), *until))
            }
            Fact::ControlKept(ControlKept { vehicle, .. }) => self.lease(*vehicle).asked = None,
            Fact::TrafficNear { vehicle, traffic } => {
                self.near.insert((*vehicle, *traffic), (entry.at, entry.event.why.clone()));
            }
            Fact::TrafficPassed { vehicle, traffic } => {
                self.near.remove(&(*vehicle, *traffic));
            }
            _ => {}
        }
    }

    fn lease(&mut self, vehicle: VehicleId) -> &mut Lease {
        self.leases.entry(vehicle).or_default()
    }
}
