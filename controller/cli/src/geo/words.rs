//! Numbers as people read them: times, lengths, places, moments.

use geodata::{Finding, Metres, Seconds, Timestamp, Wgs84};
use serde::Serialize;

/// `45 s`, `4 min 05 s`, `1 h 02 min`.
pub fn span(time: Seconds) -> String {
    let whole = time.0.round().max(0.0);
    match whole {
        whole if !whole.is_finite() => "never".to_owned(),
        whole if whole < 60.0 => format!("{whole:.0} s"),
        whole if whole < 3_600.0 => format!("{:.0} min {:02.0} s", (whole / 60.0).floor(), whole % 60.0),
        whole => format!("{:.0} h {:02.0} min", (whole / 3_600.0).floor(), (whole % 3_600.0 / 60.0).floor()),
    }
}

/// `850 m`, `3.24 km`, `27.5 km`.
pub fn length(metres: Metres) -> String {
    match metres.0 {
        m if m < 999.5 => format!("{m:.0} m"),
        m if m < 9_995.0 => format!("{:.2} km", m / 1_000.0),
        m => format!("{:.1} km", m / 1_000.0),
    }
}

/// `47.14100,9.52150`: a metre is the last digit, and it can be given back to a command as it is.
pub fn place(at: Wgs84) -> String {
    format!("{:.5},{:.5}", at.lat, at.lon)
}

/// A name in both languages.
pub fn names(name: &str, zh: &str) -> String {
    if zh.is_empty() || zh == name { name.to_owned() } else { format!("{name} {zh}") }
}

/// One of eight winds.
pub fn wind(heading: geodata::Heading) -> &'static str {
    const WINDS: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
    // Kept in 0..360, so this is 0 to 8.
    let eighth = (heading.as_degrees() / 45.0).round() as usize;
    WINDS[eighth % 8]
}

/// A number rounded for JSON.
pub fn round(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (value * scale).round() / scale
}

/// A place in JSON: degrees of WGS-84, seven digits (a centimetre).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LatLon {
    pub lat: f64,
    pub lon: f64,
}

impl From<Wgs84> for LatLon {
    fn from(at: Wgs84) -> Self {
        Self { lat: round(at.lat, 7), lon: round(at.lon, 7) }
    }
}

/// `LAT,LON` as two numbers; blanks round them do not matter.
pub fn pair(text: &str) -> Option<(f64, f64)> {
    let (lat, lon) = text.split_once(',')?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|v| v.is_finite());
    Some((number(lat)?, number(lon)?))
}

/// Heights are numbers, and one for each place or none.
pub fn heights(option: &str, given: &[f64], places: usize) -> Result<(), Finding> {
    let fault = |say: String| {
        let remedy = "Give metres, one for each place, as in `--agl 120` or `--agl 120,80`";
        Err(Finding::new("heights-unclear", option, say, remedy))
    };
    if let Some(odd) = given.iter().find(|m| !(-1_000.0..=100_000.0).contains(*m)) {
        return fault(format!("{odd} m is no height"));
    }
    if given.is_empty() || given.len() == places {
        Ok(())
    } else {
        fault(format!("{} heights for {places} places", given.len()))
    }
}

/// What somebody typed, fit to be repeated in an error.
pub fn place_text(text: &str) -> String {
    super::plain(text).chars().take(60).collect()
}

/// The moment somebody names, or what the clock on the wall shows: the only place where a question looks at it.
pub fn moment(said: Option<&str>, option: &str) -> Result<Timestamp, Finding> {
    let Some(text) = said else {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        return Ok(Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX)));
    };
    text.parse().map_err(|fault: Finding| Finding { at: option.to_owned(), ..fault })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_two_numbers_south_and_west_too() {
        assert_eq!(pair("-33.9, 18.4"), Some((-33.9, 18.4)));
        assert_eq!(pair("47.1,-9.5"), Some((47.1, -9.5)));
        for wrong in ["47.1", "47.1 9.5", "47.1;9.5", "nan,9", "47,1,9", "a,b", "", "1e999,3"] {
            assert_eq!(pair(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_and_lengths_read_like_a_watch_and_a_road_sign() {
        let told: Vec<String> = [0.4, 59.4, 59.6, 245.0, 3_599.6, 7_325.0].map(|s| span(Seconds(s))).to_vec();
        assert_eq!(told, ["0 s", "59 s", "1 min 00 s", "4 min 05 s", "1 h 00 min", "2 h 02 min"]);
        let told: Vec<String> = [4.2, 999.4, 999.6, 9_994.0, 27_540.0].map(|m| length(Metres(m))).to_vec();
        assert_eq!(told, ["4 m", "999 m", "1.00 km", "9.99 km", "27.5 km"]);
    }
}
