//! Whose state a round of rules has to look at. What comes from one aircraft, or is ordered of one, can move the flight, the
//! camera and the orders of that one alone; a rule that goes over the whole squadron looks at it alone then. Everybody is
//! looked at once a second, whenever time itself brings something about, and as soon as anything was decided that is not
//! about one aircraft.

use crate::controller::Controller;
use crate::ids::VehicleId;
use crate::input::{Input, SkyReport};
use crate::ledger::payload::PayloadBook;
use crate::ledger::sortie::Sortie;
use crate::ledger::{Entry, Ledger};
use crate::picture::fleet::VehicleFace;
use geodata::Timestamp;

/// Whose state has to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole squadron's.
    Everybody,
    /// One aircraft's.
    One(VehicleId),
}

/// What is costly is worked out for each aircraft at one of so many seconds, for all by turns.
#[must_use]
pub fn is_turn(at: Timestamp, vehicle: VehicleId, of: i64) -> bool {
    at.as_millis().div_euclid(1000).wrapping_add(i64::from(vehicle.0)).rem_euclid(of) == 0
}

impl Scope {
    /// After this input was observed and led directly to these entries, which are applied.
    #[must_use]
    pub fn of(controller: &Controller, input: &Input, entries: &[Entry]) -> Self {
        if controller.thorough || controller.picture.beat || !controller.unsure.is_empty() {
            return Self::Everybody;
        }
        match input {
            Input::Sky(vehicle, report) if !matches!(report, SkyReport::Around(_)) => {
                Self::One(*vehicle).and(&controller.ledger, entries)
            }
            Input::Command(..) => {
                match entries.first().and_then(|entry| entry.event.fact.about().one(&controller.ledger)) {
                    Some(vehicle) => Self::One(vehicle).and(&controller.ledger, entries),
                    None => Self::Everybody,
                }
            }
            _ => Self::Everybody,
        }
    }

    /// After these entries, which are applied.
    #[must_use]
    pub fn and(self, ledger: &Ledger, entries: &[Entry]) -> Self {
        let is_same =
            |entry: &Entry| entry.event.fact.about().one(ledger).is_some_and(|vehicle| self == Self::One(vehicle));
        if entries.iter().all(is_same) { self } else { Self::Everybody }
    }

    /// The aircraft to look at, in the order of their numbers.
    pub fn faces(self, controller: &Controller) -> impl Iterator<Item = (VehicleId, &VehicleFace)> {
        let fleet = &controller.picture.fleet;
        let flies = |vehicle: &VehicleId| controller.ledger.flies(*vehicle);
        let one = match self {
            Self::One(vehicle) => fleet.get(vehicle).filter(|_| flies(&vehicle)).map(|face| (vehicle, face)),
            Self::Everybody => None,
        };
        let all = (self == Self::Everybody).then(|| fleet.iter().filter(move |(vehicle, _)| flies(vehicle)));
        let all = all.map(|all| all.map(|(vehicle, face)| (*vehicle, face)));
        one.into_iter().chain(all.into_iter().flatten())
    }

    /// Their open flights, in the order of the vehicles' numbers.
    pub fn sorties(self, ledger: &Ledger) -> impl Iterator<Item = &Sortie> {
        let one = match self {
            Self::One(vehicle) => ledger.sortie_of(vehicle).filter(|_| ledger.flies(vehicle)).map(|(_, sortie)| sortie),
            Self::Everybody => None,
        };
        let all = (self == Self::Everybody).then(|| ledger.open_sorties().map(|(_, sortie)| sortie));
        one.into_iter().chain(all.into_iter().flatten())
    }

    /// What their payloads were told, in the order of their numbers.
    pub fn books(self, ledger: &Ledger) -> impl Iterator<Item = (VehicleId, &PayloadBook)> {
        fn all(ledger: &Ledger) -> impl Iterator<Item = (VehicleId, &PayloadBook)> {
            let ours = ledger.payloads.iter().filter(|(vehicle, _)| ledger.flies(**vehicle));
            ours.map(|(vehicle, book)| (*vehicle, book))
        }
        let one = match self {
            Self::One(vehicle) => {
                ledger.payload_of(vehicle).filter(|_| ledger.flies(vehicle)).map(|book| (vehicle, book))
            }
            Self::Everybody => None,
        };
        one.into_iter().chain((self == Self::Everybody).then(|| all(ledger)).into_iter().flatten())
    }
}
