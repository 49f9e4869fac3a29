//! `skyground geo datum`: which datum a trace is in - the one under which it lies on the roads.

use super::Table;
use super::desk::{Answer, Desk};
use super::words;
use crate::Done;
use crate::args::geo::Trace as Args;
use controller_server::folder;
use geodata::datum::{Verdict, fit};
use geodata::layers::{self, Geometry};
use geodata::{Datum, Finding, Metres};
use serde::Serialize;

#[derive(Serialize)]
struct Fitted {
    /// `wgs84` and so on when it is sure; else `no_difference`, `too_short`, `none_fits` or `ambiguous`.
    verdict: String,
    say: String,
    points_given: usize,
    points_used: usize,
    each: Vec<Each>,
}

#[derive(Serialize)]
struct Each {
    datum: &'static str,
    median_off_road_m: f64,
    p90_off_road_m: f64,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::open(&args.common)?;
    let trace = trace(args)?;
    let fit = fit(&trace, &desk.atlas.roads, &desk.atlas.frame);
    let (verdict, say) = told(fit.verdict);
    let each = |one: &geodata::datum::Fitted| Each {
        datum: one.datum.name(),
        median_off_road_m: words::round(one.median.0, 1),
        p90_off_road_m: words::round(one.p90.0, 1),
    };
    let answer = Fitted {
        verdict,
        say,
        points_given: trace.len(),
        points_used: fit.points,
        each: fit.each.iter().map(each).collect(),
    };
    desk.say("datum", &answer)
}

/// The bare numbers of a trace, as the file has them: read as WGS-84, nothing is shifted.
fn trace(args: &Args) -> Result<Vec<(f64, f64)>, Finding> {
    let bytes = folder::read(&args.file)?;
    let name = args.file.display().to_string();
    let layer = layers::read(&name, &bytes, Datum::Wgs84).map_err(|faults| super::first(&args.file, faults))?;
    let vertices = layer.features.iter().flat_map(|feature| feature.geometry.parts()).flat_map(|part| match part {
        Geometry::Point(vertex) => vec![*vertex],
        Geometry::Line(line) => line.clone(),
        Geometry::Area(_) | Geometry::Many(_) => vec![],
    });
    Ok(vertices.map(|vertex| (vertex.at.lat, vertex.at.lon)).collect())
}

fn told(verdict: Verdict) -> (String, String) {
    let (word, say) = match verdict {
        Verdict::Is(Datum::Wgs84) => ("wgs84", "the trace is in WGS-84 (or CGCS2000, which is the same here)"),
        Verdict::Is(Datum::Cgcs2000) => ("cgcs2000", "the trace is in CGCS2000"),
        Verdict::Is(Datum::Gcj02) => ("gcj02", "the trace is in GCJ-02"),
        Verdict::Is(Datum::Bd09) => ("bd09", "the trace is in BD-09"),
        Verdict::NoDifference => ("no_difference", "here the datums do not differ; read it as WGS-84"),
        Verdict::TooShort => ("too_short", "cannot tell: too few points, or all near one place"),
        Verdict::NoneFits => ("none_fits", "cannot tell: it lies on the roads under no datum"),
        Verdict::Ambiguous => ("ambiguous", "cannot tell: more than one datum fits"),
    };
    (word.to_owned(), say.to_owned())
}

impl Answer for Fitted {
    fn tell(&self) -> String {
        let mut table = Table::new(&["datum", ">median off road", ">nine of ten within"]);
        for each in &self.each {
            let length = |m| words::length(Metres(m));
            table.row([each.datum.to_owned(), length(each.median_off_road_m), length(each.p90_off_road_m)]);
        }
        let table = if self.each.is_empty() { String::new() } else { format!("\n{table}") };
        format!("{}\n{} of {} points used\n{table}", self.say, self.points_used, self.points_given)
    }
}
