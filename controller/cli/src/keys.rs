//! `skyground keys make|list`: the secrets the squadron signs with. Only fingerprints are ever printed.

use crate::Done;
use crate::args::Keys;
use controller_server::{folder, keys};
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
    }
    Ok(ExitCode::SUCCESS)
}
