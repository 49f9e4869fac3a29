//! A zone as a person draws it, held to what a zone can be.

use super::{known, place, problem};
use crate::ask::{Problem, SetZone};
use controller_core::LiveZone;
use geodata::{Amsl, Metres, Seconds, Timestamp, ZoneKind};

/// The words as a zone; whether it can be one the core says.
pub(super) fn drawn(at: Timestamp, set: &SetZone) -> Result<LiveZone, Problem> {
    let zone: ZoneKind = known(&set.kind, "kind")?;
    if set.minutes.is_some_and(|minutes| !(1..=43_200).contains(&minutes)) {
        let remedy = "Leave it out to keep the zone until somebody lifts it.";
        return Err(problem("out_of_range", "minutes", "must be 1 to 43200", remedy));
    }
    if !(3..=500).contains(&set.ring.len()) {
        return Err(problem("out_of_range", "ring", "must have 3 to 500 corners", "Send its corners once round."));
    }
    let corner = |(index, corner)| place(corner, &format!("ring[{index}]"));
    let ring = set.ring.iter().copied().enumerate().map(corner).collect::<Result<Vec<_>, _>>()?;
    let height = |field: &str, metres: Option<f64>| match metres {
        Some(metres) if !(-1_000.0..=20_000.0).contains(&metres) => {
            Err(problem("out_of_range", field, "must be -1000 to 20000", "Send metres above sea level."))
        }
        metres => Ok(metres.map(|metres| Amsl(Metres(metres)))),
    };
    let floor = height("floor_amsl_m", set.floor_amsl_m)?;
    let ceiling = height("ceiling_amsl_m", set.ceiling_amsl_m)?;
    let until = set.minutes.map(|minutes| at.plus(Seconds(f64::from(minutes) * 60.0)));
    Ok(LiveZone { name: set.name.clone(), zone, ring, floor, ceiling, until })
}
