//! From every place of one file to every place of another: a table of times.

use super::super::Table;
use super::super::desk::{self, Answer, Desk};
use super::super::now::Roads;
use super::super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Eta as Args;
use crate::geo::file::{Named, places};
use geodata::{Finding, Seconds, Snap};
use serde::Serialize;
use std::path::Path;

/// More pairs are no answer for a terminal.
const PAIRS: usize = 1_000_000;

#[derive(Serialize)]
struct Matrix {
    profile: &'static str,
    from: Vec<Place>,
    to: Vec<Place>,
    /// Row by row: from each to each; null where there is no way. The way off the road is walked, and counted.
    time_s: Vec<Vec<Option<f64>>>,
}

#[derive(Serialize)]
struct Place {
    name: String,
    at: LatLon,
}

pub fn run(desk: &Desk, roads: &Roads, args: &Args, files: [&Path; 2]) -> Done {
    let profile = desk::profile(args.profile.as_deref().unwrap_or("car"))?;
    let [from, to] = files.map(|file| places(desk, file));
    let (from, to) = (from?, to?);
    if from.len().saturating_mul(to.len()) > PAIRS {
        let say = format!("{} times {} pairs are more than {PAIRS}", from.len(), to.len());
        return Err(Finding::new("too-many-pairs", "the files", say, "Ask for a part of them"));
    }
    let snap = |named: &Named| desk.atlas.roads.snap_for(named.spot.at, profile).map(|snapped| snapped.snap);
    let snaps = |list: &[Named]| list.iter().map(snap).collect::<Option<Vec<Snap>>>();
    let (Some(starts), Some(goals)) = (snaps(&from), snaps(&to)) else {
        let say = format!("no road of this district is open to {}", profile.word());
        return Err(Finding::new("no-roads", "the district", say, "Ask for another profile"));
    };
    let matrix = roads.travel().matrix(&starts, &goals, profile);
    let time = |start: usize, goal: usize| {
        let off_road = desk::on_foot(&starts[start]) + desk::on_foot(&goals[goal]);
        matrix.time(start, goal).map(|time| words::round((time + off_road).0, 1))
    };
    let time_s = (0..starts.len()).map(|start| (0..goals.len()).map(|goal| time(start, goal)).collect()).collect();
    let told = |list: Vec<Named>| {
        list.into_iter().map(|named| Place { name: named.name, at: named.spot.degrees.into() }).collect()
    };
    desk.say("eta_table", &Matrix { profile: profile.word(), from: told(from), to: told(to), time_s })
}

impl Answer for Matrix {
    fn tell(&self) -> String {
        let mut table = Table::new(&["from", "to", ">time"]);
        for (start, row) in self.from.iter().zip(&self.time_s) {
            for (goal, time) in self.to.iter().zip(row) {
                let time = time.map_or("no way".to_owned(), |s| words::span(Seconds(s)));
                table.row([start.name.clone(), goal.name.clone(), time]);
            }
        }
        format!("by {}\n{table}", self.profile)
    }
}
