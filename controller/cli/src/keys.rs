//! `skyground keys make|list|send`: the secrets the squadron signs with. Only fingerprints are ever printed.

use crate::Done;
use crate::args::Keys;
use controller_core::VehicleId;
use controller_server::{folder, keys};
use geodata::Finding;
use std::process::ExitCode;

/// Makes or lists keys.
pub fn run(task: &Keys) -> Done {
    match task {
        Keys::Make { data, plan } => {
            let plan = folder::open_plan(&plan.clone().unwrap_or_else(|| data.join("plan.json")))?;
            let vehicles: Vec<u32> = plan.squadron.iter().map(|aircraft| aircraft.vehicle).collect();
            for (vehicle, key, new) in keys::make(data, &vehicles)? {
                println!("key vehicle={} fingerprint={} new={new}", vehicle.0, key.fingerprint());
            }
        }
        Keys::List { data } => {
            for (vehicle, key) in keys::read(data)? {
                println!("key vehicle={} fingerprint={}", vehicle.0, key.fingerprint());
            }
        }
        Keys::Send { data, plan, to, vehicle, not_a_wire } => {
            let plan = folder::open_plan(&plan.clone().unwrap_or_else(|| data.join("plan.json")))?;
            let at = || format!("vehicle {vehicle}");
            let aircraft = plan.aircraft(*vehicle).ok_or_else(|| {
                Finding::new("no_such", at(), "the plan has no such aircraft", "Name one of the plan by its number")
            })?;
            let key = keys::read(data)?
                .remove(&VehicleId(*vehicle))
                .ok_or_else(|| Finding::new("no_key", at(), "it has no key", "Make one with `skyground keys make`"))?;
            let system = u8::try_from(aircraft.system_id).map_err(|_| {
                Finding::new("wide_id", at(), "SETUP_SIGNING cannot name a system id above 255", "Give it a lower one")
            })?;
            let fingerprint = key.fingerprint();
            let obeys_unsigned = keys::send(to, *not_a_wire, *vehicle, system, key)?;
            println!("sent vehicle={vehicle} fingerprint={fingerprint} signs=true obeys_unsigned={obeys_unsigned}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
