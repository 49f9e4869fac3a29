//! Samples of recorded flights, as comma-separated text.

use geodata::{Finding, MetresPerSecond};

/// Most samples of one fit.
pub const MOST_SAMPLES: usize = 200_000;
/// The columns, in any order; the payload may be left out, and of power and battery one.
const COLUMNS: [&str; 6] = ["time_s", "airspeed_mps", "climb_mps", "power_w", "battery_percent", "payload_kg"];
/// A battery's percent is read off over at least this long, seconds: it is told in whole percents.
const SPAN: f64 = 20.0;
/// Most findings told; the rest is counted.
const MOST_FAULTS: usize = 20;

/// A moment of steady flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Through the air, level.
    pub airspeed: MetresPerSecond,
    /// Upward positive.
    pub climb: MetresPerSecond,
    /// Drawn from the battery, W.
    pub watts: f64,
    /// Carried beyond its own equipment, kg.
    pub payload: f64,
}

/// One line as it is written.
#[derive(Clone, Copy, Debug)]
struct Row {
    line: usize,
    time: Option<f64>,
    airspeed: f64,
    climb: f64,
    watts: Option<f64>,
    battery: Option<f64>,
    payload: f64,
}

/// Reads samples of flight in the air: a heading line with `time_s, airspeed_mps, climb_mps, power_w, battery_percent,
/// payload_kg` in any order, then numbers. Where `power_w` is left out or empty, the draw is taken from the fall of
/// `battery_percent` over time, of a battery that gives `usable_wh` from full to empty. Blank lines and lines that begin
/// with `#` are passed over.
///
/// # Errors
/// Every line that cannot be used, with its number: `samples_heading`, `samples_number`, `samples_draw`, `samples_many`.
pub fn samples(text: &str, usable_wh: Option<f64>) -> Result<Vec<Sample>, Vec<Finding>> {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let columns = match lines.next() {
        Some((number, heading)) => columns(number, heading).map_err(|fault| vec![fault])?,
        None => {
            return Err(vec![fault("samples_heading", 1, "there is no heading line", "Begin with the columns' names")]);
        }
    };
    let (mut rows, mut faults, mut more) = (Vec::new(), Vec::new(), 0usize);
    for (number, line) in lines {
        if rows.len() >= MOST_SAMPLES {
            faults.push(fault("samples_many", number, format!("more than {MOST_SAMPLES} samples"), "Thin them out"));
            break;
        }
        match row(number, line, &columns) {
            Ok(row) => rows.push(row),
            Err(fault) if faults.len() < MOST_FAULTS => faults.push(fault),
            Err(_) => more += 1,
        }
    }
    let draws = draws(&rows, usable_wh);
    if let Err(fault) = &draws {
        faults.push(fault.clone());
    }
    if more > 0 {
        faults.push(fault(
            "samples_number",
            0,
            format!("{more} more lines cannot be used"),
            "See the lines told before",
        ));
    }
    if faults.is_empty() { Ok(draws.unwrap_or_default()) } else { Err(faults) }
}

fn fault(code: &'static str, line: usize, say: impl Into<String>, remedy: &str) -> Finding {
    Finding::new(code, format!("samples, line {line}"), say, remedy)
}

/// Where each of [`COLUMNS`] stands.
fn columns(number: usize, heading: &str) -> Result<[Option<usize>; 6], Finding> {
    let names: Vec<&str> = heading.split(',').map(str::trim).collect();
    if let Some(odd) = names.iter().find(|name| !COLUMNS.contains(name)) {
        let odd: String = odd.chars().filter(|c| !c.is_control()).take(40).collect();
        let say = format!("'{odd}' is no column of samples");
        return Err(fault("samples_heading", number, say, &format!("Use {}", COLUMNS.join(", "))));
    }
    let found = COLUMNS.map(|column| names.iter().position(|name| *name == column));
    let twice = names.iter().enumerate().any(|(i, name)| names[..i].contains(name));
    let draw = found[3].is_some() || (found[4].is_some() && found[0].is_some());
    if twice || found[1].is_none() || found[2].is_none() || !draw {
        let say = "airspeed_mps, climb_mps, and power_w or both time_s and battery_percent are needed, each once";
        return Err(fault("samples_heading", number, say, "Add the columns"));
    }
    Ok(found)
}

fn row(number: usize, line: &str, columns: &[Option<usize>; 6]) -> Result<Row, Finding> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let cell = |column: usize| columns[column].and_then(|at| cells.get(at)).copied().unwrap_or("");
    let read = |column: usize, low: f64, high: f64| match cell(column) {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(value) if (low..=high).contains(&value) => Ok(Some(value)),
            _ => {
                let shown: String = text.chars().filter(|c| !c.is_control()).take(20).collect();
                let say = format!("{} is '{shown}', not a number from {low} to {high}", COLUMNS[column]);
                Err(fault("samples_number", number, say, "Correct the number or leave out the line"))
            }
        },
    };
    let needed = |column: usize, low: f64, high: f64| {
        let missing = || fault("samples_number", number, format!("{} is missing", COLUMNS[column]), "Fill it in");
        read(column, low, high)?.ok_or_else(missing)
    };
    Ok(Row {
        line: number,
        time: read(0, 0.0, 1e12)?,
        airspeed: needed(1, 0.0, 100.0)?,
        climb: needed(2, -50.0, 50.0)?,
        watts: read(3, 0.0, 1e6)?,
        battery: read(4, 0.0, 100.0)?,
        payload: read(5, 0.0, 100.0)?.unwrap_or(0.0),
    })
}

/// The draw of each row, as told or from the battery.
fn draws(rows: &[Row], usable_wh: Option<f64>) -> Result<Vec<Sample>, Finding> {
    let sample = |row: &Row, watts: f64| Sample {
        airspeed: MetresPerSecond(row.airspeed),
        climb: MetresPerSecond(row.climb),
        watts,
        payload: row.payload,
    };
    let mut samples: Vec<Sample> = rows.iter().filter_map(|row| Some(sample(row, row.watts?))).collect();
    let rest: Vec<&Row> = rows.iter().filter(|row| row.watts.is_none()).collect();
    let Some(first) = rest.first() else { return Ok(samples) };
    let Some(wh) = usable_wh.filter(|wh| *wh > 0.0 && wh.is_finite()) else {
        let remedy = "Say how many Wh the battery gives";
        return Err(fault("samples_draw", first.line, "the draw is told in percent of an unknown battery", remedy));
    };
    // Percents are told whole: only from one fall to another is it known how much fell.
    let fell =
        (1..rest.len()).filter(|&i| span(rest[i - 1], rest[i]).is_none() || rest[i].battery < rest[i - 1].battery);
    let mut begin: Option<usize> = None;
    for end in fell {
        let Some(start) = begin.filter(|&start| span(rest[start], rest[end]).is_some()) else {
            begin = Some(end);
            continue;
        };
        if let Some(watts) = slope(rest[start], rest[end]).map(|percent| percent / 100.0 * wh * 3600.0) {
            samples.extend(rest[start..end].iter().map(|row| sample(row, watts)));
            begin = Some(end);
        }
    }
    if samples.is_empty() {
        let say = "the battery's percent does not fall with time";
        return Err(fault("samples_draw", first.line, say, "Use flights of an aircraft that measures its battery"));
    }
    Ok(samples)
}

/// Seconds from one row to another of the same flight; nothing where time runs back or jumps.
fn span(a: &Row, b: &Row) -> Option<f64> {
    let span = b.time? - a.time?;
    (0.0..=10.0 * SPAN).contains(&span).then_some(span)
}

/// Percent a second that the battery falls from one row to another; nothing when they are too near for that.
fn slope(first: &Row, last: &Row) -> Option<f64> {
    let span = span(first, last).filter(|span| *span >= SPAN)?;
    let fallen = first.battery? - last.battery?;
    (fallen > 0.0).then(|| fallen / span)
}
