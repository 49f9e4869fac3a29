//! Which stations are on their own.

use crate::view::{ApartView, StationsView};
use controller_core::Ledger;
use controller_core::ledger::partition::Apart;

/// As it is now.
pub fn view(ledger: &Ledger) -> StationsView {
    let apart =
        |(station, apart): (&String, &Apart)| ApartView { station: station.clone(), since_ms: apart.since.as_millis() };
    let partition = &ledger.partition;
    StationsView {
        cut: partition.cut.iter().map(apart).collect(),
        alone: partition.alone.as_ref().map(|(station, since)| apart((station, since))),
    }
}
