//! `skyground geo nearest`: what is nearest to a place, straight or by the time on the road.

use super::Table;
use super::desk::{self, Answer, Desk};
use super::file;
use super::now::Roads;
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::{Kind, Nearest as Args};
use geodata::{Finding, Local, Metres, Profile, Seconds, Snap};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Nearest {
    of: &'static str,
    by: &'static str,
    place: LatLon,
    found: Vec<Found>,
    /// How many there are to choose from.
    among: usize,
}

#[derive(Serialize)]
struct Found {
    id: String,
    name: String,
    name_zh: String,
    kind: String,
    at: LatLon,
    straight_m: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    /// On the road, and on foot between road and place.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_s: Option<f64>,
}

/// Something that may be near.
struct Candidate {
    id: String,
    name: String,
    name_zh: String,
    kind: String,
    at: Local,
    profile: Profile,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let spot = desk.spot(&args.place)?;
    let profile = desk::profile(&args.profile)?;
    let within = within(args.within)?;
    let roads = Roads::new(&desk, &args.now)?;
    let mut candidates = match &args.units {
        Some(path) => units(&desk, path, profile)?,
        None => candidates(&desk, args.of, profile),
    };
    candidates.retain(|c| c.at.distance(spot.at) <= within);
    let (k, among) = (usize::from(args.k), candidates.len());
    let found = match args.road {
        false => straight(&desk, spot.at, candidates, k),
        true => by_road(&desk, &roads, spot.at, candidates, k),
    };
    let by = if args.road { "road" } else { "straight" };
    desk.say(
        "nearest",
        &Nearest {
            of: if args.units.is_some() { "units" } else { of(args.of) },
            by,
            place: spot.degrees.into(),
            found,
            among,
        },
    )
}

fn within(said: Option<f64>) -> Result<Metres, Finding> {
    match said {
        None => Ok(Metres(f64::INFINITY)),
        Some(metres) if metres >= 0.0 && metres.is_finite() => Ok(Metres(metres)),
        Some(metres) => {
            let say = format!("{metres} m is no distance");
            Err(Finding::new("out_of_range", "--within", say, "Give metres, as in `--within 500`"))
        }
    }
}

fn of(kind: Kind) -> &'static str {
    match kind {
        Kind::Hotspots => "hotspots",
        Kind::Posts => "posts",
        Kind::Places => "places",
        Kind::Guarded => "guarded",
    }
}

fn candidates(desk: &Desk, kind: Kind, profile: Profile) -> Vec<Candidate> {
    let atlas = &desk.atlas;
    let one = |id: &str, name: &str, zh: &str, kind: &str, at: Local| Candidate {
        id: id.to_owned(),
        name: name.to_owned(),
        name_zh: zh.to_owned(),
        kind: kind.to_owned(),
        at,
        profile,
    };
    match kind {
        Kind::Hotspots => {
            atlas.hotspots.iter().map(|h| one(&h.id, &h.name, "", &format!("weight {:.2}", h.weight), h.at())).collect()
        }
        Kind::Posts => {
            let word = |kind| if kind == geodata::PostKind::Station { "station" } else { "dock" };
            atlas.posts.iter().map(|p| one(&p.id, &p.name, &p.name_zh, word(p.kind), p.at)).collect()
        }
        Kind::Places => {
            let zh = |p: &geodata::Place| p.name_zh.clone().unwrap_or_default();
            atlas.places.iter().map(|p| one("", &p.name, &zh(p), p.kind.word(), p.at)).collect()
        }
        Kind::Guarded => {
            let grade = |g: &geodata::GuardedPlace| format!("grade {}", g.grade);
            atlas.guarded.iter().map(|g| one(&g.id, &g.name, &g.name_zh, &grade(g), g.at)).collect()
        }
    }
}

/// Nearest first; equal distances in the order of the layer.
fn straight(desk: &Desk, to: Local, mut candidates: Vec<Candidate>, k: usize) -> Vec<Found> {
    candidates.sort_by(|a, b| a.at.distance(to).total_cmp(&b.at.distance(to)));
    candidates.into_iter().take(k).map(|c| found(desk, to, c, None)).collect()
}

/// The units of a file, each with how it moves where the file says so.
fn units(desk: &Desk, path: &Path, profile: Profile) -> Result<Vec<Candidate>, Finding> {
    let candidate = |named: file::Named| {
        let profile = match named.profile.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            None => profile,
            Some(text) => desk::profile(text)
                .map_err(|fault| Finding { at: format!("{}: {}", path.display(), named.name), ..fault })?,
        };
        let (id, name, name_zh, at) = (named.id, named.name, named.name_zh, named.spot.at);
        Ok(Candidate { id, name, name_zh, kind: "unit".to_owned(), at, profile })
    };
    file::places(desk, path)?.into_iter().map(candidate).collect()
}

/// Those that are at the place first, each from where it is. The way off the road counts, so all are timed first.
fn by_road(desk: &Desk, live: &Roads, to: Local, candidates: Vec<Candidate>, k: usize) -> Vec<Found> {
    let mut timed: Vec<(Seconds, usize)> = Vec::new();
    for profile in Profile::ALL {
        let of_profile = |(_, c): &(usize, &Candidate)| c.profile == profile;
        let ours: Vec<(usize, &Candidate)> = candidates.iter().enumerate().filter(of_profile).collect();
        let roads = &desk.atlas.roads;
        let Some(goal) = roads.snap_for(to, profile).filter(|_| !ours.is_empty()) else { continue };
        let snapped = ours.iter().filter_map(|(i, c)| Some((*i, roads.snap_for(c.at, profile)?.snap)));
        let snapped: Vec<(usize, Snap)> = snapped.collect();
        let starts: Vec<Snap> = snapped.iter().map(|(_, snap)| *snap).collect();
        let times = live.travel().many_to_one(&starts, &goal.snap, profile);
        let total = |((index, snap), time): (&(usize, Snap), Option<Seconds>)| {
            Some((time? + desk::on_foot(snap) + desk::on_foot(&goal.snap), *index))
        };
        timed.extend(snapped.iter().zip(times).filter_map(total));
    }
    timed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut candidates: Vec<Option<Candidate>> = candidates.into_iter().map(Some).collect();
    let mut taken = Vec::with_capacity(k);
    for (time, index) in timed.into_iter().take(k) {
        taken.extend(candidates.get_mut(index).and_then(Option::take).map(|c| found(desk, to, c, Some(time))));
    }
    taken
}

fn found(desk: &Desk, to: Local, c: Candidate, time: Option<Seconds>) -> Found {
    Found {
        at: desk.degrees(c.at),
        straight_m: words::round(c.at.distance(to).0, 1),
        profile: time.map(|_| c.profile.word()),
        time_s: time.map(|time| words::round(time.0, 1)),
        id: c.id,
        name: c.name,
        name_zh: c.name_zh,
        kind: c.kind,
    }
}

impl Answer for Nearest {
    fn tell(&self) -> String {
        if self.found.is_empty() {
            return format!("no {} there\n", self.of);
        }
        let mut table = match self.by {
            "road" => Table::new(&[">#", ">time", "by", ">straight", "id", "kind", "name", "place"]),
            _ => Table::new(&[">#", ">straight", "id", "kind", "name", "place"]),
        };
        for (number, f) in self.found.iter().enumerate() {
            let mut row = vec![(number + 1).to_string()];
            if let (Some(time), Some(profile)) = (f.time_s, f.profile) {
                row.extend([words::span(Seconds(time)), profile.to_owned()]);
            }
            row.extend([words::length(Metres(f.straight_m)), f.id.clone(), f.kind.clone()]);
            row.push(words::names(&f.name, &f.name_zh));
            row.push(words::place(geodata::Wgs84 { lat: f.at.lat, lon: f.at.lon }));
            table.row(row);
        }
        table.to_string()
    }
}
