//! The table of Mission Planner, MAVProxy and older ground stations: `QGC WPL 110`, then a row an item, blanks between:
//! number, current, frame, command, four parameters, latitude, longitude, altitude, auto-continue. The first row is home.

use super::items::Row;
use super::{FlightFile, MOST_STEPS};
use geodata::{Amsl, Finding, Metres, Wgs84};
use std::fmt::Write;

const HEAD: &str = "QGC WPL 110";

pub(super) fn read(bytes: &[u8]) -> Result<(FlightFile, Vec<Finding>), Vec<Finding>> {
    let fault = |code, at: String, say: &str, remedy: &str| Finding::new(code, at, say, remedy);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec![fault("flight_syntax", "the file".into(), "it is not UTF-8 text", "Export it again")]);
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    if lines.next().map(|(_, line)| line.trim()) != Some(HEAD) {
        let say = "the first line is not \"QGC WPL 110\"";
        return Err(vec![fault("flight_syntax", "line 1".into(), say, "Export it as version 110")]);
    }
    let (mut file, mut notes, mut faults) = (FlightFile::default(), Vec::new(), Vec::new());
    for (rows, (index, line)) in lines.filter(|(_, line)| !line.trim().is_empty()).enumerate() {
        let at = format!("line {}", index + 1);
        if rows > MOST_STEPS || faults.len() > super::MOST_FINDINGS {
            faults.push(fault("flight_steps", at, "too many rows, or too many faults", "Mend or split the file"));
            break;
        }
        match row(line) {
            Err(say) => faults.push(fault("flight_syntax", at, say, "Correct this row")),
            Ok(row) if rows == 0 => file.home = home(&row),
            Ok(row) => match row.step(&at, &mut notes) {
                Ok(step) => file.steps.push(step),
                Err(finding) => faults.push(finding),
            },
        }
    }
    if faults.is_empty() { Ok((file, notes)) } else { Err(faults) }
}

fn row(line: &str) -> Result<Row, &'static str> {
    let cells: Vec<&str> = line.split_whitespace().collect();
    let [_, _, frame, command, rest @ ..] = cells.as_slice() else { return Err("a row has twelve columns") };
    if rest.len() != 8 {
        return Err("a row has twelve columns");
    }
    let frame = frame.parse().map_err(|_| "the frame is no whole number from 0 to 255")?;
    let command = command.parse().map_err(|_| "the command is no whole number from 0 to 65,535")?;
    let mut params = [None; 7];
    for (param, cell) in params.iter_mut().zip(rest) {
        let value: f64 = cell.parse().map_err(|_| "a parameter is not a number")?;
        *param = (!value.is_nan()).then_some(value);
    }
    let auto_continue = match rest[7] {
        "1" => true,
        "0" => false,
        _ => return Err("the last column is neither 0 nor 1"),
    };
    Ok(Row { command, frame, params, auto_continue })
}

/// The first row; zeros are a home not known.
fn home(row: &Row) -> Option<(Wgs84, Amsl)> {
    let at = Wgs84 { lat: row.params[4]?, lon: row.params[5]? };
    (at.lat != 0.0 || at.lon != 0.0).then_some((at, Amsl(Metres(row.params[6]?))))
}

pub(super) fn write(file: &FlightFile) -> (Vec<u8>, Vec<Finding>) {
    let mut text = format!("{HEAD}\n");
    let (at, ground) = file.home.unwrap_or_default();
    let _ = writeln!(text, "0\t1\t0\t16\t0\t0\t0\t0\t{}\t{}\t{}\t1", at.lat, at.lon, ground.0.0);
    for (index, row) in file.steps.iter().map(Row::of).enumerate() {
        let params: String = row.params.iter().map(|value| format!("{}\t", value.unwrap_or(0.0))).collect();
        let _ = writeln!(text, "{}\t0\t{}\t{}\t{params}1", index + 1, row.frame, row.command);
    }
    let mut notes = Vec::new();
    if !file.fence.is_empty() || !file.rally.is_empty() {
        let say = "this format has no place for fence and rally points; they are left out";
        notes.push(Finding::new("export-no-fence", "the export", say, "Export as .plan to keep them"));
    }
    (text.into_bytes(), notes)
}
