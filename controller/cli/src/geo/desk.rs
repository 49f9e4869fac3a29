//! The desk every question comes to: the district opened, places read in their datum, the answer told.

use super::words::{self, LatLon};
use crate::args::geo::{Common, Places};
use crate::{Done, district};
use controller_server::folder;
use geodata::{Atlas, Datum, Finding, Local, Metres, Profile, Seconds, Snap, Wgs84, datum};
use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

/// A place may lie so far outside of the district's bounds: beyond, every distance is wrong and the answer is no use.
const OUTSIDE: Metres = Metres(20_000.0);

/// An answer: its fields are the JSON, its text is for people.
pub trait Answer: Serialize {
    /// For people: lines, each with its end.
    fn tell(&self) -> String;
}

/// One district, and how it is asked.
pub struct Desk {
    pub atlas: Atlas,
    json: bool,
    datum: Datum,
}

/// A place somebody named.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub at: Local,
    pub degrees: Wgs84,
}

/// The district in an answer.
#[derive(Serialize)]
struct Asked<'a> {
    name: &'a str,
    name_zh: &'a str,
    hash: &'a str,
    fictional: bool,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    question: &'static str,
    district: Asked<'a>,
    #[serde(flatten)]
    answer: &'a T,
}

impl Desk {
    /// Opens the district a question is about.
    pub fn open(common: &Common) -> Result<Self, Finding> {
        let atlas = match &common.district {
            Some(path) => folder::open_district(path)?,
            None => district::open_shipped()?,
        };
        Ok(Self { atlas, json: common.json, datum: Datum::Wgs84 })
    }

    /// The same, with the datum its places are in.
    pub fn with_places(common: &Common, places: &Places) -> Result<Self, Finding> {
        let datum = places.datum.parse().map_err(|f: Finding| Finding { at: "--datum".into(), ..f })?;
        Ok(Self { datum, ..Self::open(common)? })
    }

    /// A place written as `LAT,LON`, in the datum of the command.
    pub fn spot(&self, text: &str) -> Result<Spot, Finding> {
        let shown: String = words::place_text(text);
        let fault = |code, say: String, remedy: &str| Finding::new(code, format!("place {shown:?}"), say, remedy);
        let (lat, lon) = words::pair(text).ok_or_else(|| {
            let remedy = "Write latitude, comma, longitude in degrees, as 47.1410,9.5215";
            fault("place-unclear", "this is not LAT,LON".to_owned(), remedy)
        })?;
        let degrees = datum::to_wgs84(self.datum, lat, lon).ok_or_else(|| {
            let say = "latitude is -90 to 90, longitude -180 to 180".to_owned();
            fault("place-off-globe", say, "Give latitude first, then longitude")
        })?;
        let at = self.atlas.frame.to_local(degrees);
        let outside = self.outside(at);
        if outside > OUTSIDE {
            let swapped = datum::looks_swapped(&self.atlas.bounds, lat, lon);
            let remedy = match swapped {
                true => "Latitude and longitude look exchanged: give latitude first",
                false => "Name another district with --district, or another place",
            };
            let far = words::length(outside);
            return Err(fault("place-outside", format!("this lies {far} outside of {}", self.atlas.name), remedy));
        }
        Ok(Spot { at, degrees })
    }

    /// How far a place lies outside of the district's bounds; zero inside.
    pub fn outside(&self, at: Local) -> Metres {
        self.atlas.extent().outside(at)
    }

    /// The datum of the places in the command.
    pub fn datum(&self) -> Datum {
        self.datum
    }

    /// Degrees of a place inside.
    pub fn degrees(&self, at: Local) -> LatLon {
        self.atlas.frame.to_wgs84(at).into()
    }

    /// Tells the answer, as people or as programs want it. A closed output is no error.
    pub fn say<T: Answer>(&self, question: &'static str, answer: &T) -> Done {
        let text = match self.json {
            false => answer.tell(),
            true => {
                let atlas = &self.atlas;
                let district =
                    Asked { name: &atlas.name, name_zh: &atlas.name_zh, hash: &atlas.hash, fictional: atlas.fictional };
                json(&Envelope { question, district, answer })?
            }
        };
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        Ok(ExitCode::SUCCESS)
    }
}

/// One JSON object, indented, with a line end.
pub fn json(value: &impl Serialize) -> Result<String, Finding> {
    let text = serde_json::to_string_pretty(value);
    let defect =
        |why: serde_json::Error| Finding::new("json", "the answer", why.to_string(), "Report this as a defect");
    text.map(|text| text + "\n").map_err(defect)
}

/// Who moves, by its name in files.
pub fn profile(text: &str) -> Result<Profile, Finding> {
    Profile::ALL.into_iter().find(|profile| profile.word() == text).ok_or_else(|| {
        let all: Vec<&str> = Profile::ALL.into_iter().map(Profile::word).collect();
        let say = format!("{:?} is nobody who moves on roads", words::place_text(text));
        Finding::new("profile-unknown", "--profile", say, format!("Say one of {}", all.join(", ")))
    })
}

/// The way between a place and its road, walked.
pub fn on_foot(snap: &Snap) -> Seconds {
    snap.off_road.at(geodata::roads::FOOT)
}
