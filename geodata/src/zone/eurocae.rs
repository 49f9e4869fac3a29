//! What ED-269 and ED-318 have in common: one feature of a file, its words, limits, times and places, with all faults
//! collected before any is told.
//!
//! Names and values are those of EUROCAE ED-269 (UAS geographical zones, 2020) and ED-318 (2023). The mapping of
//! restrictions: `PROHIBITED`, `REQ_AUTHORISATION` (or `..IZATION`) and `CONDITIONAL` become keep-out, the last two with
//! the condition in the zone's reason; `NO_RESTRICTION` and `USPACE` hold no rule of place and are left out with a note.

mod place;
mod times;

pub(super) use times::parse_offset;

use super::door::Door;
use super::draft::Limit;
use super::intake::Intake;
use crate::finding::Finding;
use crate::layers::faults::short;
use crate::layers::json::Json;
use crate::layers::{Limits, encoding, json};

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

/// The zones of every feature of a document, by what `take` makes of one.
pub(super) fn each_feature<'a>(
    name: &str,
    bytes: &[u8],
    door: &'a Door<'a>,
    take: impl Fn(&mut Intake, &Json, Sheet<'a>),
) -> Result<Intake, Vec<Finding>> {
    let mut intake = Intake::default();
    for (index, feature) in features(name, bytes)?.iter().enumerate() {
        take(&mut intake, feature, Sheet::new(door, index));
    }
    Ok(intake)
}

/// The features of a document, with the key of their list.
fn features(name: &str, bytes: &[u8]) -> Result<Vec<Json>, Vec<Finding>> {
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
    fn new(door: &'a Door<'a>, index: usize) -> Self {
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
}
