//! A patrol area becomes tracks: the sweep of its ground at what is seen, cut into pieces that a sortie can fly, each a
//! place of its own with the area's intervals. What of the ground no piece sees is told in square metres with the reason.

use super::hours::Hours;
use super::track::Track;
use super::{Flyer, Wish};
use crate::patrol::PatrolArea;
use crate::planner::pace::Rounds;
use crate::planner::sweep::{Footprint, Ground, Motion, Searcher, SweepModel, search_area};
use crate::wind::Wind;
use geodata::{Finding, Local, Metres, Seconds, Shape, ZoneKind};

/// Rounds that go into the sweep of one area.
const ROUNDS: u64 = 48;
/// Legs keep this far off the borders of the area, and this much farther off zones than the metric asks, metres.
const KEEP: f64 = 1.0;
const ROUNDING: f64 = 0.5;
/// A piece takes no longer than this, nor than this part of the shortest interval; shorter ones are not cut again.
const LONGEST: f64 = 300.0;
const PART: f64 = 10.0;
const SHORTEST: f64 = 20.0;
/// Most pieces of one area.
const MOST: usize = 400;
/// Ground less than this is the rounding of numbers, square metres and as a part of the area.
const NOTHING: (f64, f64) = (1.0, 1e-3);
/// Corners that speeding up and slowing down for are counted at, m/s²; only ways to fly are compared by it.
const ACCELERATION: f64 = 3.0;

/// What an area becomes.
pub(super) struct Laid {
    pub(super) pieces: Vec<Track>,
    /// Why some of it is not seen.
    pub(super) unseen: Vec<Finding>,
}

/// A leg of the sweep, and whether the camera is on.
#[derive(Clone, Copy)]
struct Leg {
    ends: [Local; 2],
    looking: bool,
}

/// Lays the tracks of an area. `least` is its shortest interval in seconds; `fits` says whether a track can be flown out,
/// along and home on one battery.
pub(super) fn lay(
    wish: &Wish<'_>,
    area: &PatrolArea,
    flyers: &[Flyer<'_>],
    hours: &Hours<'_>,
    (least, near): (f64, Local),
    fits: &dyn Fn(&Track) -> bool,
) -> Result<Laid, Finding> {
    let at = format!("area {}", area.id);
    let refuse = |code, say: String, remedy: &str| Finding::new(code, at.clone(), say, remedy);
    if let Some(fault) = area.faults().into_iter().next() {
        return Err(fault);
    }
    if let Some(low) = wish.plan.squadron.iter().find(|a| a.layer < area.altitude) {
        let say = format!("aircraft {} flies at {}, under the area's {}", low.vehicle, low.layer.0, area.altitude.0);
        return Err(refuse("layer_below_area", say, "Lower the area or raise the layer"));
    }
    let (ground, zones) = ground(wish, area, flyers)?;
    let whole = Ground { keep_outs: Vec::new(), ..ground.clone() }.area_m2();
    let mut unseen = Vec::new();
    let blocked = whole - if ground.keep_outs.is_empty() { whole } else { ground.area_m2() };
    let told = |square: f64| square > NOTHING.0.max(NOTHING.1 * whole);
    if told(blocked) {
        let say = format!("{blocked:.0} m² of it lie in {} or too near to it", zones.join(", "));
        let why = refuse("zone_blocks", say, "Draw the area without it, or open the zone first");
        if !told(whole - blocked) {
            return Err(why);
        }
        unseen.push(why);
    }
    let Some(start) = clear_place(&ground, flyers, near) else {
        let say = "no place of it is clear of zones and borders".to_owned();
        return Err(refuse("zone_blocks", say, "Move it, or open the zone first"));
    };
    let motion = Motion { airspeed: area.speed, acceleration: ACCELERATION, wind: Wind::CALM };
    let long = Seconds(1e9);
    let searcher = Searcher {
        id: 1,
        motion,
        start,
        end: start,
        ready: Seconds::ZERO,
        endurance: long,
        turn_round: Seconds::ZERO,
        sorties: 1,
    };
    let seen = Footprint { radius: area.seen, spacing: Metres(2.0 * area.seen.0) };
    let model = SweepModel { ground, seen, searchers: vec![searcher], within: long };
    let swept = search_area(&model, None, 1, &mut Rounds(ROUNDS)).map_err(|faults| {
        faults.into_iter().next().map_or_else(
            || refuse("area_shape", "it is no area".into(), "Draw it again"),
            |f| Finding { at: at.clone(), ..f },
        )
    })?;
    let legs: Vec<Leg> = swept
        .best
        .parts
        .iter()
        .flat_map(|part| &part.sorties)
        .flat_map(|s| s.path.windows(2).zip(&s.looking).map(|(leg, &looking)| Leg { ends: [leg[0], leg[1]], looking }))
        .collect();
    let pieces = pieces(&by_hours(&legs, hours), area, flyers, least);
    if pieces.len() > MOST {
        let say =
            format!("once over it takes {} pieces of up to {LONGEST:.0} s, at most {MOST} are planned", pieces.len());
        return Err(refuse("area_too_large", say, "Make several areas of it, or fly higher"));
    }
    let (flown, far) = within_reach(pieces, area, fits);
    let missed = missed(&model.ground, area, &flown);
    if told(missed) {
        let (code, say, remedy) = if far {
            ("endurance_short", "there and back takes more than a battery less its reserve lasts", "Put a dock nearer")
        } else {
            (
                "area_unseen",
                "they are too near to a border, a hole or a zone for any track to see them",
                "Make it simpler, or fly higher",
            )
        };
        unseen.push(refuse(code, format!("{missed:.0} m² of it are not seen: {say}"), remedy));
    }
    if flown.is_empty() {
        return Err(unseen
            .pop()
            .unwrap_or_else(|| refuse("area_unseen", "no track sees any of it".into(), "Draw it larger")));
    }
    let pieces = flown.into_iter().map(|legs| track(&legs, area)).collect();
    Ok(Laid { pieces, unseen })
}

/// The ground of an area with the zones about it, and the names of those that take some of it away.
fn ground(wish: &Wish<'_>, area: &PatrolArea, flyers: &[Flyer<'_>]) -> Result<(Ground, Vec<String>), Finding> {
    let (outer, holes) = area.local(&wish.atlas.frame);
    let mut ground = Ground { outer, holes, keep_outs: Vec::new(), keep: Metres(KEEP) };
    let margin = wish.plan.zone_margin + crate::planner::desk::SLACK;
    let whole = ground.area_m2();
    let mut names = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for zone in flyers.iter().flat_map(|f| &f.zones).filter(|z| z.kind == ZoneKind::KeepOut) {
        // Over hills a zone may be in the way of one airframe only; then it is kept off by all.
        if !known.insert(&zone.id) {
            continue;
        }
        let grown = zone.grown(Metres(margin.0 - KEEP + ROUNDING))?;
        for ring in grown.rings().into_iter().take(1) {
            let with = Ground { keep_outs: vec![ring], ..ground.clone() };
            if with.area_m2() < whole - 1e-6 {
                names.push(zone.name.clone());
                let rings: Vec<Vec<Local>> = ground.keep_outs.drain(..).chain(with.keep_outs).collect();
                ground.keep_outs = rings;
            }
        }
    }
    Ok((ground, names))
}

/// A place in the area that may be flown over, the nearest of a grid to a dock.
fn clear_place(ground: &Ground, flyers: &[Flyer<'_>], near: Local) -> Option<Local> {
    let shape = Shape::area(ground.outer.clone(), ground.holes.clone()).ok()?;
    let [low, high] = ends(&ground.outer);
    let room = [(0.0, 0.0), (2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0)];
    let outs: Vec<Shape> =
        ground.keep_outs.iter().filter_map(|ring| Shape::area(ring.clone(), Vec::new()).ok()).collect();
    let clear = |at: &Local| {
        room.iter().all(|(x, y)| {
            let at = Local { x: at.x + x, y: at.y + y };
            shape.covers(at) && !outs.iter().any(|out| out.covers(at)) && flyers.iter().all(|f| f.metric.clear(at, at))
        })
    };
    [16_u32, 120].into_iter().find_map(|cells| {
        let step = |i: u32| (f64::from(i) + 0.5) / f64::from(cells);
        let grid = (0..cells).flat_map(|i| (0..cells).map(move |j| (i, j)));
        grid.map(|(i, j)| Local { x: low.x + (high.x - low.x) * step(i), y: low.y + (high.y - low.y) * step(j) })
            .filter(clear)
            .min_by(|a, b| a.distance(near).0.total_cmp(&b.distance(near).0))
    })
}

fn ends(ring: &[Local]) -> [Local; 2] {
    let far = f64::INFINITY;
    ring.iter().fold([Local { x: far, y: far }, Local { x: -far, y: -far }], |[a, b], p| {
        [Local { x: a.x.min(p.x), y: a.y.min(p.y) }, Local { x: b.x.max(p.x), y: b.y.max(p.y) }]
    })
}

/// The same legs, cut where they come to a zone with hours and where they leave it, each with the zones it meets.
fn by_hours(legs: &[Leg], hours: &Hours<'_>) -> Vec<(Leg, u64)> {
    let mut cut: Vec<(Leg, u64)> = Vec::with_capacity(legs.len());
    for leg in legs {
        let [a, b] = leg.ends;
        let whole = hours.met(a, b);
        if whole == 0 || !leg.looking {
            cut.push((*leg, whole));
            continue;
        }
        let steps = (a.distance(b).0 / 20.0).ceil().max(1.0);
        let mut i = 0.0;
        let mut last: Option<(Leg, u64)> = None;
        while i < steps {
            let ends = [a.toward(b, i / steps), a.toward(b, (i + 1.0) / steps)];
            let met = hours.met(ends[0], ends[1]);
            last = match last {
                Some((run, zones)) if zones == met => Some((Leg { ends: [run.ends[0], ends[1]], ..run }, met)),
                other => {
                    cut.extend(other);
                    Some((Leg { ends, looking: true }, met))
                }
            };
            i += 1.0;
        }
        cut.extend(last);
    }
    cut
}

/// The legs of the sweep in pieces of about the same time, each beginning and ending with the camera on.
fn pieces(legs: &[(Leg, u64)], area: &PatrolArea, flyers: &[Flyer<'_>], least: f64) -> Vec<Vec<Leg>> {
    let clear = |leg: &Leg| flyers.iter().all(|f| f.metric.clear(leg.ends[0], leg.ends[1]));
    let seconds = |leg: &Leg| leg.ends[0].distance(leg.ends[1]).at(area.speed).0;
    let most = (least / PART).clamp(SHORTEST, LONGEST);
    let all: f64 = legs.iter().map(|l| &l.0).filter(|l| l.looking).map(seconds).sum();
    let each = all / (all / most).ceil().max(1.0) + 1e-6;
    let mut pieces: Vec<Vec<Leg>> = vec![Vec::new()];
    let mut spent = 0.0;
    let mut zones = 0;
    for (leg, met) in legs {
        let mut rest = *leg;
        // A piece meets the same zones all along; a way between two that meets one is left to the planner of sorties.
        if *met != zones {
            pieces.push(Vec::new());
            spent = 0.0;
            if !rest.looking {
                continue;
            }
            zones = *met;
        }
        if !clear(&rest) {
            // What of it is clear is flown by itself, in steps.
            let steps = (rest.ends[0].distance(rest.ends[1]).0 / 20.0).ceil().max(1.0);
            let mut i = 0.0;
            while i < steps && rest.looking {
                let part = |t: f64| rest.ends[0].toward(rest.ends[1], t / steps);
                let step = Leg { ends: [part(i), part(i + 1.0)], looking: true };
                if clear(&step) {
                    pieces.push(vec![step]);
                }
                i += 1.0;
            }
            pieces.push(Vec::new());
            spent = 0.0;
            continue;
        }
        loop {
            let time = seconds(&rest);
            if spent + time <= each {
                break;
            }
            let left = each - spent;
            if rest.looking && left > 1.0 {
                let cut = rest.ends[0].toward(rest.ends[1], left / time);
                pieces.last_mut().into_iter().for_each(|p| p.push(Leg { ends: [rest.ends[0], cut], looking: true }));
                rest.ends[0] = cut;
            }
            pieces.push(Vec::new());
            spent = 0.0;
            if !rest.looking {
                break;
            }
        }
        spent += seconds(&rest);
        pieces.last_mut().into_iter().for_each(|p| p.push(rest));
    }
    for piece in &mut pieces {
        while piece.last().is_some_and(|l| !l.looking) {
            piece.pop();
        }
        let first = piece.iter().position(|l| l.looking).unwrap_or(piece.len());
        piece.drain(..first);
    }
    pieces.retain(|p| !p.is_empty());
    pieces
}

/// The pieces that fit on a battery, halved until they do; and whether some do not however short.
fn within_reach(pieces: Vec<Vec<Leg>>, area: &PatrolArea, fits: &dyn Fn(&Track) -> bool) -> (Vec<Vec<Leg>>, bool) {
    let (mut flown, mut far) = (Vec::new(), false);
    let mut left: Vec<Vec<Leg>> = pieces.into_iter().rev().collect();
    while let Some(piece) = left.pop() {
        if fits(&track(&piece, area)) {
            flown.push(piece);
            continue;
        }
        let long: f64 = piece.iter().map(|l| l.ends[0].distance(l.ends[1]).0).sum();
        if Metres(long).at(area.speed).0 < 2.0 * SHORTEST {
            far = true;
            continue;
        }
        let (mut front, mut back, mut gone) = (Vec::new(), Vec::new(), 0.0);
        for leg in piece {
            let length = leg.ends[0].distance(leg.ends[1]).0;
            let cut = long / 2.0 - gone;
            if cut >= length {
                front.push(leg);
            } else if cut <= 0.0 {
                back.push(leg);
            } else {
                let at = leg.ends[0].toward(leg.ends[1], cut / length);
                front.push(Leg { ends: [leg.ends[0], at], ..leg });
                back.push(Leg { ends: [at, leg.ends[1]], ..leg });
            }
            gone += length;
        }
        left.extend([back, front].into_iter().filter(|part| part.iter().any(|l| l.looking)));
    }
    (flown, far)
}

fn track(legs: &[Leg], area: &PatrolArea) -> Track {
    let first = legs.first().map(|l| l.ends[0]);
    let mut path: Vec<Local> = first.into_iter().chain(legs.iter().map(|l| l.ends[1])).collect();
    path.dedup_by(|a, b| a.distance(*b).0 < 1e-6);
    if let [one] = path[..] {
        path.push(one);
    }
    Track { path, speed: area.speed }
}

/// Square metres of the ground that are farther from every piece than is seen, by a grid.
fn missed(ground: &Ground, area: &PatrolArea, flown: &[Vec<Leg>]) -> f64 {
    let Ok(shape) = Shape::area(ground.outer.clone(), ground.holes.clone()) else { return 0.0 };
    let outs: Vec<Shape> =
        ground.keep_outs.iter().filter_map(|ring| Shape::area(ring.clone(), Vec::new()).ok()).collect();
    let [low, high] = ends(&ground.outer);
    let (wide, high_m) = (high.x - low.x, high.y - low.y);
    let step = (area.seen.0 / 5.0).max((wide * high_m / 40_000.0).sqrt()).max(0.5);
    let legs: Vec<[Local; 2]> = flown.iter().flatten().filter(|l| l.looking).map(|l| l.ends).collect();
    let mut count = 0.0;
    let mut y = low.y + step / 2.0;
    while y < high.y {
        // Legs that may see something of this row.
        let row: Vec<&[Local; 2]> =
            legs.iter().filter(|[a, b]| a.y.min(b.y) - area.seen.0 <= y && y <= a.y.max(b.y) + area.seen.0).collect();
        let mut x = low.x + step / 2.0;
        while x < high.x {
            let at = Local { x, y };
            if !row.iter().any(|[a, b]| away(at, *a, *b) <= area.seen.0)
                && shape.covers(at)
                && !outs.iter().any(|out| out.covers(at))
            {
                count += 1.0;
            }
            x += step;
        }
        y += step;
    }
    count * step * step
}

/// Metres from a place to a leg.
fn away(at: Local, a: Local, b: Local) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (((at.x - a.x) * dx + (at.y - a.y) * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    at.distance(a.toward(b, t)).0
}
