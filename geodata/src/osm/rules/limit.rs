//! Posted limits as people write them: km/h, mph, knots, walking pace, "as everywhere in town in Germany"; and widths.

/// What a walking pace is for a car, km/h.
const WALK: f64 = 7.0;

/// What is allowed in km/h where a land's own law is not in the table below.
const ANYWHERE: [(&str, f64); 8] = [
    ("urban", 50.0),
    ("rural", 90.0),
    ("trunk", 100.0),
    ("motorway", 120.0),
    ("living_street", 20.0),
    ("bicycle_road", 30.0),
    ("walk", WALK),
    ("school", 30.0),
];

/// Where it is another: wiki.openstreetmap.org/wiki/Speed_limits. km/h.
const LANDS: [(&str, f64); 26] = [
    ("AT:rural", 100.0),
    ("AT:motorway", 130.0),
    ("BE-VLG:rural", 70.0),
    ("CH:rural", 80.0),
    ("CN:motorway", 120.0),
    ("CN:rural", 70.0),
    ("CZ:motorway", 130.0),
    ("DE:living_street", WALK),
    ("DE:rural", 100.0),
    ("DE:motorway", 130.0),
    ("DK:rural", 80.0),
    ("FI:rural", 80.0),
    ("FR:rural", 80.0),
    ("FR:motorway", 130.0),
    ("GB:nsl_restricted", 48.3),
    ("GB:nsl_single", 96.6),
    ("GB:nsl_dual", 112.7),
    ("GB:motorway", 112.7),
    ("IT:motorway", 130.0),
    ("JP:express", 100.0),
    ("JP:nsl", 60.0),
    ("NL:rural", 80.0),
    ("NO:rural", 80.0),
    ("RU:urban", 60.0),
    ("SE:rural", 70.0),
    ("UA:living_street", 20.0),
];

/// A posted limit in km/h; of several the lowest; nothing where the text says none or what is not understood.
pub(super) fn kph(text: &str) -> Option<f64> {
    text.split([';', '|', ',']).filter_map(|part| one(part.trim())).min_by(f64::total_cmp)
}

fn one(text: &str) -> Option<f64> {
    if text == "walk" {
        return Some(WALK);
    }
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    if number.is_empty() {
        return implied(text);
    }
    let factor = match unit.trim() {
        "" | "km/h" | "kmh" | "kph" => 1.0,
        "mph" => 1.609_344,
        "knots" => 1.852,
        _ => return None,
    };
    number.parse::<f64>().ok().filter(|limit| *limit > 0.0).map(|limit| limit * factor)
}

/// `DE:urban`, `RO:rural`, `DE:zone:30`, `AT:zone30`, `FR:30`.
fn implied(text: &str) -> Option<f64> {
    let (_, kind) = text.split_once(':')?;
    if let Some(row) = LANDS.iter().find(|row| row.0 == text) {
        return Some(row.1);
    }
    let zone = kind.trim_start_matches("zone").trim_start_matches(':');
    let zone = zone.parse::<f64>().ok().filter(|limit| (3.0..=150.0).contains(limit));
    zone.or_else(|| ANYWHERE.iter().find(|row| row.0 == kind).map(|row| row.1))
}

/// A length in metres: a number, a number with `m`, or feet and inches as `7'` and `6'6"`.
pub(super) fn metres(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Some((feet, inches)) = text.split_once('\'') {
        let inches = inches.trim().trim_end_matches('"');
        let inches = if inches.is_empty() { 0.0 } else { inches.parse::<f64>().ok()? };
        return Some(feet.trim().parse::<f64>().ok()? * 0.3048 + inches * 0.0254);
    }
    let number = text.strip_suffix('m').unwrap_or(text).trim();
    number.parse::<f64>().ok().filter(|width| width.is_finite() && *width > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_are_read_as_they_are_written() {
        for (text, expected) in [
            ("50", Some(50.0)),
            (" 30 ", Some(30.0)),
            ("30 mph", Some(48.280_32)),
            ("30mph", Some(48.280_32)),
            ("10 knots", Some(18.52)),
            ("80 km/h", Some(80.0)),
            ("walk", Some(7.0)),
            ("DE:urban", Some(50.0)),
            ("XX:urban", Some(50.0)),
            ("RU:urban", Some(60.0)),
            ("DE:rural", Some(100.0)),
            ("RO:rural", Some(90.0)),
            ("DE:zone:30", Some(30.0)),
            ("AT:zone30", Some(30.0)),
            ("FR:30", Some(30.0)),
            ("50;30", Some(30.0)),
            ("80|60", Some(60.0)),
            ("none", None),
            ("signals", None),
            ("variable", None),
            ("-5", None),
            ("0", None),
            ("50 @ (22:00-06:00)", None),
            ("", None),
        ] {
            assert_eq!(kph(text), expected, "{text:?}");
        }
    }

    #[test]
    fn widths_come_in_metres_and_feet() {
        assert_eq!(metres("1.8"), Some(1.8));
        assert_eq!(metres("2 m"), Some(2.0));
        assert!((metres("6'6\"").unwrap() - 1.981_2).abs() < 1e-9);
        assert!((metres("7'").unwrap() - 2.133_6).abs() < 1e-9);
        assert_eq!((metres("narrow"), metres("-1"), metres("'")), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_text_never_panics_and_a_limit_is_a_number(text in ".{0,20}") {
            prop_assert!(kph(&text).is_none_or(|limit| limit > 0.0));
            let _ = metres(&text);
        }
    }
}
