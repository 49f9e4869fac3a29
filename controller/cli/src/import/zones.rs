//! Zones out of the files somebody brings: the aviation's JSON in both editions, or features of any other format.

use super::made::File;
use geodata::zone::{self, Door, Form, Intake, ZoneKind, ed269, ed318};
use geodata::{Atlas, Finding, Zone, layers};

/// The zones of one file with what was repaired or left out; or everything that was refused.
pub fn read(atlas: &Atlas, file: &File, kind: Option<ZoneKind>) -> Result<(Vec<Zone>, Vec<Finding>), Vec<Finding>> {
    let origin = format!("{}, {}", super::osm::file_name(file.name.as_ref()), file.told_datum);
    let door = Door { frame: &atlas.frame, bounds: atlas.bounds, file: &origin, kind };
    let intake = match file.form {
        Form::Ed269 => ed269::read(&file.name, &file.bytes, &door)?,
        Form::Ed318 => ed318::read(&file.name, &file.bytes, &door)?,
        Form::Features => zone::from_layer(&layers::read(&file.name, &file.bytes, file.datum)?, &door),
    };
    settled(intake)
}

/// One zone refused refuses the file: a zone that is silently missing is worse than none.
fn settled(intake: Intake) -> Result<(Vec<Zone>, Vec<Finding>), Vec<Finding>> {
    if !intake.refused.is_empty() {
        return Err(intake.refused);
    }
    let mut notes = intake.notes;
    if intake.zones.is_empty() {
        let say = "no zone comes of it";
        notes.push(Finding::new("zones-none", "the file", say, "Bring a file with zones of this district"));
        return Err(notes);
    }
    let tally = intake.tally;
    if tally.repaired + tally.left_out > 0 {
        let say = format!(
            "of {} zones {} were taken as they were, {} repaired, {} left out",
            tally.given, tally.taken, tally.repaired, tally.left_out
        );
        notes.push(Finding::new("zones-tally", "the file", say, "Look at each repaired zone before it is relied on"));
    }
    Ok((intake.zones, notes))
}
