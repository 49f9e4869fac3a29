//! What ED-269 and ED-318 have in common: one feature of a file, its words, limits, times and places, with all faults
//! collected before any is told.
//!
//! Names and values are those of EUROCAE ED-269 (UAS geographical zones, 2020) and ED-318 (2023). The mapping of
//! restrictions: `PROHIBITED`, `REQ_AUTHORISATION` (or `..IZATION`) and `CONDITIONAL` become keep-out, the last two with
//! the condition in the zone's reason; `NO_RESTRICTION` and `USPACE` hold no rule of place and are left out with a note.

use super::door::Door;
use super::draft::{Limit, Shape};
use super::hours::Hours;
use super::intake::Intake;
use super::schedule::{Days, Period, Schedule, Span};
use super::words::parse_moment;
use crate::finding::Finding;
use crate::frame::{Local, Wgs84};
use crate::layers::faults::short;
use crate::layers::json::Json;
use crate::layers::{Limits, encoding, json};
use crate::units::{Metres, Timestamp};

/// One foot in metres, by the international definition of 1959.
const FOOT: f64 = 0.3048;
/// How far the geoid (EGM96) lies below and above the ellipsoid of WGS-84 anywhere, in metres, rounded outward.
const GEOID: [f64; 2] = [-107.0, 86.0];

/// One feature of a file.
pub(super) struct Sheet<'a> {
    pub(super) door: &'a Door<'a>,
    pub(super) at: String,
    pub(super) faults: Vec<Finding>,
    pub(super) notes: Vec<Finding>,
}

/// The features of a document, with the key of their list.
pub(super) fn features(name: &str, bytes: &[u8]) -> Result<Vec<Json>, Vec<Finding>> {
    let text = encoding::text(name, bytes, Limits::FILE).map_err(|f| vec![f])?;
    let root = json::read(text).map_err(|f| vec![Finding { at: format!("{name} {}", f.at), ..f }])?;
    let list = match &root {
        Json::List(list) => Some(list),
        _ => match root.get("features").or_else(|| root.get("UASZoneList")) {
            Some(Json::List(list)) => Some(list),
            _ => None,
        },
    };
    let missing =
        || Finding::new("zone-no-features", name, "it has no list of features", "Choose an ED-269 or ED-318 file");
    list.map(|list| list.to_vec()).ok_or_else(|| vec![missing()])
}

/// What became of a restriction's word.
pub(super) enum Rule {
    /// Keep out, with what to say of it.
    KeepOut(&'static str),
    /// No rule of place.
    None,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(door: &'a Door<'a>, index: usize) -> Self {
        Self { door, at: format!("features[{index}]"), faults: Vec::new(), notes: Vec::new() }
    }

    pub(super) fn fault(&mut self, code: &'static str, key: &str, say: String, remedy: &str) {
        self.faults.push(Finding::new(code, format!("{}.{key}", self.at), say, remedy));
    }

    pub(super) fn note(&mut self, code: &'static str, key: &str, say: String) {
        self.notes.push(Finding::new(code, format!("{}.{key}", self.at), say, "Look whether this is meant"));
    }

    /// Hands over a feature whose faults are known.
    pub(super) fn refuse(self, intake: &mut Intake) {
        intake.refuse_all(self.faults);
    }

    /// What a restriction asks.
    pub(super) fn rule(&mut self, key: &str, word: Option<&Json>) -> Option<Rule> {
        let word = word.and_then(Json::as_text).unwrap_or_default();
        match word.trim().to_uppercase().as_str() {
            "PROHIBITED" => Some(Rule::KeepOut("prohibited")),
            "REQ_AUTHORISATION" | "REQ_AUTHORIZATION" => Some(Rule::KeepOut("entry needs an authorisation")),
            "CONDITIONAL" => Some(Rule::KeepOut("entry only on conditions")),
            "NO_RESTRICTION" | "USPACE" => Some(Rule::None),
            _ => {
                let say = format!("the restriction {:?} is not known", short(word));
                self.fault(
                    "zone-restriction",
                    key,
                    say,
                    "Use PROHIBITED, REQ_AUTHORISATION, CONDITIONAL or NO_RESTRICTION",
                );
                None
            }
        }
    }

    /// A limit in metres; nothing after a fault.
    pub(super) fn limit(
        &mut self,
        keys: [&str; 2],
        value: Option<&Json>,
        reference: Option<&Json>,
        feet: bool,
    ) -> Option<Limit> {
        let number = match value {
            None | Some(Json::Null) => return Some(Limit::Open),
            Some(value) => value.as_number().filter(|n| n.is_finite()),
        };
        let Some(number) = number else {
            self.fault("zone-limit", keys[0], "the limit is not a number".into(), "Give a number");
            return None;
        };
        let metres = if feet { number * FOOT } else { number };
        let word = reference.and_then(Json::as_text).unwrap_or_default();
        match word.trim().to_uppercase().as_str() {
            "AGL" | "SFC" | "GND" => Some(Limit::agl(metres)),
            "AMSL" | "MSL" => Some(Limit::amsl(metres)),
            "WGS84" => Some(self.ellipsoid(keys, metres)),
            _ => {
                let say = format!("the reference {:?} of the limit is not known", short(word));
                self.fault("zone-limit-reference", keys[1], say, "Use AGL or AMSL");
                None
            }
        }
    }

    /// A height over the ellipsoid: the geoid is somewhere within its bounds, and the zone is widened by them.
    fn ellipsoid(&mut self, keys: [&str; 2], metres: f64) -> Limit {
        let lower = keys[0].to_lowercase().contains("low");
        let amsl = if lower { metres - GEOID[1] } else { metres - GEOID[0] };
        let say =
            format!("{metres:.0} m above the ellipsoid is taken as {amsl:.0} m AMSL, the safe bound of the geoid");
        self.note("zone-repaired-ellipsoid", keys[1], say);
        Limit::amsl(amsl)
    }

    /// Whether a unit is feet; metres when it is not given, with a note.
    pub(super) fn feet(&mut self, key: &str, unit: Option<&Json>) -> Option<bool> {
        match unit.and_then(Json::as_text).map(|u| u.trim().to_uppercase()).as_deref() {
            Some("M") => Some(false),
            Some("FT") => Some(true),
            None => {
                self.note("zone-repaired-unit", key, "no unit of heights is given; metres are taken".into());
                Some(false)
            }
            Some(other) => {
                self.fault("zone-unit", key, format!("the unit {:?} is not known", short(other)), "Use M or FT");
                None
            }
        }
    }

    /// The floor and the ceiling as a zone: from zero above ground means from the ground.
    pub(super) fn floor(limit: Limit) -> Limit {
        if limit.metres().is_some_and(|m| m <= 0.0) && matches!(limit, Limit::Agl(_)) { Limit::Open } else { limit }
    }

    /// A polygon's list of rings; one ring without a list around it is taken too.
    pub(super) fn polygon(&mut self, key: &str, coordinates: Option<&Json>) -> Option<Shape> {
        let Some(Json::List(list)) = coordinates else {
            self.fault("zone-geometry", key, "it has no coordinates".into(), "Give the corners of the polygon");
            return None;
        };
        let bare =
            matches!(list.first(), Some(Json::List(first)) if first.first().is_some_and(|n| n.as_number().is_some()));
        let rings = if bare {
            vec![self.ring(key, list)]
        } else {
            list.iter().enumerate().map(|(i, ring)| self.listed(key, i, ring)).collect()
        };
        let mut rings: Vec<Vec<Local>> = rings.into_iter().collect::<Option<_>>()?;
        if rings.is_empty() {
            self.fault("zone-geometry", key, "it has no outline".into(), "Give the corners of the polygon");
            return None;
        }
        let outer = rings.remove(0);
        Some(Shape::Prism { outer, holes: rings })
    }

    fn listed(&mut self, key: &str, index: usize, ring: &Json) -> Option<Vec<Local>> {
        match ring {
            Json::List(list) => self.ring(&format!("{key}[{index}]"), list),
            _ => {
                self.fault("zone-geometry", key, format!("ring {index} is no list of corners"), "Give its corners");
                None
            }
        }
    }

    fn ring(&mut self, key: &str, corners: &[Json]) -> Option<Vec<Local>> {
        let places: Option<Vec<Wgs84>> = corners.iter().map(degrees).collect();
        let Some(places) = places else {
            let index = corners.iter().position(|corner| degrees(corner).is_none()).unwrap_or_default();
            let say = "it is no place of longitude and latitude in degrees".to_owned();
            self.fault("zone-geometry", &format!("{key}[{index}]"), say, "Give longitude, then latitude");
            return None;
        };
        if places.len() > 1 && places.first() != places.last() {
            let say = "the ring does not end where it begins; it was closed with a straight line".to_owned();
            self.note("zone-repaired-closed", key, say);
        }
        self.local(key, &places)
    }

    fn local(&mut self, key: &str, places: &[Wgs84]) -> Option<Vec<Local>> {
        if self.door.swapped(places) {
            let say = "it lies in the district only with longitude and latitude exchanged".to_owned();
            self.fault("zone-swapped", key, say, "Give longitude first, then latitude");
            return None;
        }
        Some(places.iter().map(|p| self.door.frame.to_local(*p)).collect())
    }

    /// A circle.
    pub(super) fn circle(&mut self, keys: [&str; 2], centre: Option<&Json>, radius: Option<f64>) -> Option<Shape> {
        let place = centre.and_then(degrees);
        if place.is_none() {
            self.fault(
                "zone-geometry",
                keys[0],
                "the middle is no place in degrees".into(),
                "Give longitude, then latitude",
            );
        }
        let radius = radius.filter(|r| r.is_finite() && *r > 0.0);
        if radius.is_none() {
            self.fault("zone-radius", keys[1], "the radius is no positive number".into(), "Give the radius");
        }
        let (place, radius) = (place?, radius?);
        let centre = self.local(keys[0], &[place])?.into_iter().next()?;
        Some(Shape::Cylinder { centre, radius: Metres(radius) })
    }

    /// A list of time periods; none means always.
    pub(super) fn schedule(&mut self, key: &str, periods: Option<&Json>) -> Option<Schedule> {
        let list: &[Json] = match periods {
            None | Some(Json::Null) => &[],
            Some(Json::List(list)) => list,
            Some(one @ Json::Object(_)) => std::slice::from_ref(one),
            Some(_) => {
                self.fault("zone-times", key, "it is no list of periods".into(), "Give a list of periods");
                return None;
            }
        };
        let mut clock = None;
        let periods: Vec<Option<Period>> =
            list.iter().enumerate().map(|(i, p)| self.period(&format!("{key}[{i}]"), p, &mut clock)).collect();
        let periods: Vec<Period> = periods.into_iter().collect::<Option<_>>()?;
        Some(Schedule { utc_offset_min: clock.unwrap_or(0), periods, exceptions: Vec::new() })
    }

    fn period(&mut self, key: &str, period: &Json, clock: &mut Option<i16>) -> Option<Period> {
        let permanent =
            period.get("permanent").and_then(Json::as_text).is_some_and(|word| word.eq_ignore_ascii_case("yes"));
        let from = self.moment(&format!("{key}.startDateTime"), either(period, "startDateTime", "startDatetime"));
        let until = self.moment(&format!("{key}.endDateTime"), either(period, "endDateTime", "endDatetime"));
        let spans = match period.get("schedule") {
            None | Some(Json::Null) => Some(Vec::new()),
            Some(Json::List(list)) => {
                let spans: Vec<_> = list
                    .iter()
                    .enumerate()
                    .map(|(i, day)| self.span(&format!("{key}.schedule[{i}]"), day, clock))
                    .collect();
                spans.into_iter().collect()
            }
            Some(one) => self.span(&format!("{key}.schedule"), one, clock).map(|span| vec![span]),
        };
        let (mut from, mut until) = (from?, until?);
        if permanent && (from.is_some() || until.is_some()) {
            self.note("zone-repaired-permanent", key, "it is permanent and has dates; the dates were left out".into());
            (from, until) = (None, None);
        }
        Some(Period { from, until, spans: spans? })
    }

    #[allow(clippy::option_option)] // nothing after a fault; else a moment, or none given
    fn moment(&mut self, key: &str, value: Option<&Json>) -> Option<Option<Timestamp>> {
        let text = match value {
            None | Some(Json::Null) => return Some(None),
            Some(value) => value.as_text().unwrap_or_default(),
        };
        let at = parse_moment(text);
        if at.is_none() {
            let say = format!("{:?} is no moment with its offset from UTC", short(text));
            self.fault("zone-times", key, say, "Write it like 2026-05-01T08:00:00Z");
        }
        at.map(Some)
    }

    fn span(&mut self, key: &str, day: &Json, clock: &mut Option<i16>) -> Option<Span> {
        let days = self.days(key, day.get("day"));
        let event = ["startEvent", "endEvent"].iter().find_map(|k| day.get(k).and_then(Json::as_text));
        if let Some(event) = event {
            // Dawn and dusk move; the whole day covers them.
            self.note(
                "zone-repaired-daylight",
                key,
                format!("its hours hang on {}; the whole day is taken", short(event)),
            );
            return Some(Span { days: days?, hours: Hours::ALL_DAY });
        }
        let from = self.clock(&format!("{key}.startTime"), day.get("startTime"), false, clock);
        let to = self.clock(&format!("{key}.endTime"), day.get("endTime"), true, clock);
        let (from_minute, to_minute) = (from?, to?);
        Some(Span { days: days?, hours: Hours { from_minute: from_minute % 1440, to_minute } })
    }

    fn days(&mut self, key: &str, value: Option<&Json>) -> Option<Days> {
        let words: Vec<&str> = match value {
            Some(Json::List(list)) => list.iter().map(|w| w.as_text().unwrap_or_default()).collect(),
            Some(Json::Text(word)) => vec![word],
            _ => vec!["ANY"],
        };
        let one = |word: &&str| if word.eq_ignore_ascii_case("any") { Some(Days::ALL) } else { Days::parse(word) };
        let days = words.iter().map(one).try_fold(0u8, |all, day| Some(all | day?.0));
        if days.is_none() {
            self.fault(
                "zone-times",
                &format!("{key}.day"),
                format!("{:?} are no days", short(&words.join(","))),
                "Use MON to SUN or ANY",
            );
        }
        days.map(Days)
    }

    /// A time of day with its offset as a minute; an end is rounded up. Without an offset it is UTC.
    fn clock(&mut self, key: &str, value: Option<&Json>, up: bool, clock: &mut Option<i16>) -> Option<u16> {
        let text = value.and_then(Json::as_text).unwrap_or_default();
        let Some((minute, offset)) = time_of_day(text, up) else {
            self.fault("zone-times", key, format!("{:?} is no time of day", short(text)), "Write it like 08:00:00Z");
            return None;
        };
        if offset.is_none() {
            self.note("zone-repaired-clock", key, format!("{text} has no offset from UTC; UTC is taken"));
        }
        let offset = offset.unwrap_or(0);
        if *clock.get_or_insert(offset) != offset {
            self.fault(
                "zone-times",
                key,
                "the times of one zone are on different clocks".into(),
                "Use one offset from UTC",
            );
            return None;
        }
        Some(minute)
    }
}

fn either<'j>(object: &'j Json, key: &str, other: &str) -> Option<&'j Json> {
    object.get(key).or_else(|| object.get(other))
}

/// Longitude and latitude.
fn degrees(corner: &Json) -> Option<Wgs84> {
    let Json::List(list) = corner else { return None };
    let [lon, lat, ..] = &**list else { return None };
    Wgs84::new(lat.as_number()?, lon.as_number()?)
}

/// `08:00`, `08:00:00.00Z`, `T08:00+02:00` as the minute of the day and the offset in minutes.
fn time_of_day(text: &str, up: bool) -> Option<(u16, Option<i16>)> {
    let text = text.trim().trim_start_matches('T');
    let split = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at_checked(split)?;
    let mut parts = time.split(':');
    let (hour, minute) = (parts.next()?.parse::<u16>().ok()?, parts.next()?.parse::<u16>().ok()?);
    let seconds = parts.next().map_or(Some(0.0), |s| s.parse::<f64>().ok())?;
    let fits = hour <= 24 && minute < 60 && (0.0..60.0).contains(&seconds) && parts.next().is_none();
    if !fits {
        return None;
    }
    let total = hour * 60 + minute + u16::from(up && seconds > 0.0);
    (total <= 1440).then_some(())?;
    Some((total, offset_of(offset)?))
}

#[allow(clippy::option_option)] // nothing for no offset at all, an error for a wrong one
fn offset_of(text: &str) -> Option<Option<i16>> {
    match text {
        "" => Some(None),
        "Z" | "z" => Some(Some(0)),
        _ => parse_offset(text).map(Some),
    }
}

/// `+08:00`, `-0330` or `+8` as minutes.
pub(super) fn parse_offset(text: &str) -> Option<i16> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i16>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}
