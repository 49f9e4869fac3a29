//! From the district and the plan to a model: hotspots by their hours, patrol lines, patrol areas in pieces, docks and
//! aircraft, on the metric of each airframe in its wind round the zones. What cannot be asked for at all is refused here with its reason.

mod area;
mod hours;
mod track;

pub use track::Track;

use hours::Hours;

use super::model::{Band, Craft, Dock, Duty, Hop, Kind, LONGEST, Target, Watcher, Way, Ways};
use crate::airframe::Airframe;
use crate::patrol::revisit::{Revisit, Stretch, stretches};
use crate::patrol::{PatrolArea, PatrolLine};
use crate::plan::Plan;
use crate::planner::metric::{Metric, Setting};
use crate::schedule::{Operator, Rules};
use crate::wind::Wind;
use geodata::{Agl, Atlas, Finding, Hotspot, Local, Metres, Seconds, Timestamp, Zone, ZoneKind};
use std::collections::BTreeMap;

/// An hour: the grain of a hotspot's rhythm.
const HOUR: f64 = 3_600.0;

/// Kept of a battery beside the reserve, percent, and between movements beside the rule, for what missions differ from the
/// model: turns, changes of height, whole centimetres a second.
const SPARE_PERCENT: f64 = 1.5;
const SPARE: Seconds = Seconds(10.0);
/// How much later than planned a place of an area may be seen, for what missions differ from the model.
const LATE: f64 = 20.0;

/// How often is asked for what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dosage {
    /// A hotspot of weight 1 at its best hour wants a visit this often; one of half the weight half as often.
    pub hotspot_every: Seconds,
    /// How long a hotspot is looked at.
    pub dwell: Seconds,
    /// Hours in which a hotspot weighs less than this are not flown.
    pub quiet: f64,
    /// A line or an area without time bands of its own wants to be seen this often.
    pub line_every: Seconds,
}

impl Default for Dosage {
    /// The weightiest hotspot every hour for a minute, from a tenth of the weight on; lines every two hours.
    fn default() -> Self {
        Self { hotspot_every: Seconds(HOUR), dwell: Seconds(60.0), quiet: 0.1, line_every: Seconds(2.0 * HOUR) }
    }
}

/// A shift to be planned.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The district.
    pub atlas: &'a Atlas,
    /// Who flies from where, the lines and the areas.
    pub plan: &'a Plan,
    /// Hotspots to visit.
    pub hotspots: Vec<&'a Hotspot>,
    /// The wind in the layers, steady.
    pub wind: Wind,
    /// When the shift begins.
    pub from: Timestamp,
    /// How long it is.
    pub length: Seconds,
    /// How often is asked for what.
    pub dosage: Dosage,
    /// Who watches over flights.
    pub operators: &'a [Operator],
    /// What holds for all flights.
    pub rules: Rules,
}

/// The model of a wish.
#[derive(Clone, Debug)]
pub struct Demand {
    /// The model.
    pub duty: Duty,
    /// Where its ports are.
    pub ports: Vec<Local>,
    /// What is flown while a target is served, by its index; a hotspot has none.
    pub tracks: BTreeMap<usize, Track>,
    /// A sortie meets no zone that begins to hold within this after its launch.
    pub ahead: Seconds,
    /// What rests while a zone holds, by id.
    pub rests: Vec<(String, Finding)>,
    /// What was not even modelled, by id, and why; of an area perhaps only a part.
    pub refused: Vec<(String, Finding)>,
}

/// The model of a wish; what cannot be flown at all is refused with the reason.
#[must_use]
pub fn demand(wish: &Wish<'_>) -> Demand {
    let mut refused = Vec::new();
    let mut ports = Vec::new();
    let docks = docks(wish, &mut ports, &mut refused);
    let (frames, fleet) = fleet(wish, &docks, &mut refused);
    let mut kinds: Vec<Kind> = frames.iter().map(|(frame, layer)| kind(wish, frame, *layer)).collect();
    let ahead = kinds.iter().map(|k| k.longest.0).fold(0.0, f64::max) + hours::LATE;
    let (flyers, hours) = flyers(wish, &frames, ahead);
    let mut rests = Vec::new();
    let mut targets = Vec::new();
    let mut tracks = BTreeMap::new();
    for hotspot in &wish.hotspots {
        let at = hotspot.at();
        match flyers.first().and_then(|f| f.metric.blocked_by(at)) {
            Some(zone) => refused.push((hotspot.id.clone(), blocked("hotspot", &hotspot.id, zone))),
            None => {
                let target = spot(wish, hotspot, port(&mut ports, at));
                targets.extend(rested(wish, &hours, target, hours.met(at, at), (&mut rests, &mut refused)));
            }
        }
    }
    for line in &wish.plan.lines {
        match lap(wish, line, &flyers, &ports[..docks.len()]) {
            Ok((lap, time)) => {
                let port = port(&mut ports, lap.path[0]);
                let bands = asked(wish, &line.revisit).into_iter().map(|s| band(s, 1.0)).collect();
                let ways = vec![Way { enter: port, leave: port, time }];
                let target = Target { id: line.id.clone(), ways, weight: 1.0, bands, idle: Seconds::ZERO };
                let met = hours.met_by(&lap.path);
                if let Some(target) = rested(wish, &hours, target, met, (&mut rests, &mut refused)) {
                    tracks.insert(targets.len(), lap);
                    targets.push(target);
                }
            }
            Err(why) => refused.push((line.id.clone(), why)),
        }
    }
    for area in &wish.plan.areas {
        let laid = cut(wish, area, (&flyers, &kinds, &fleet), (&docks, &ports), &hours);
        let pieces = laid.unwrap_or_else(|why| {
            refused.push((area.id.clone(), why));
            area::Laid { pieces: Vec::new(), unseen: Vec::new() }
        });
        refused.extend(pieces.unseen.into_iter().map(|why| (area.id.clone(), why)));
        for (number, track) in pieces.pieces.into_iter().enumerate() {
            match piece(wish, area, number, &track, &flyers, &mut ports) {
                Ok(target) => {
                    let met = hours.met_by(&track.path);
                    if let Some(target) = rested(wish, &hours, target, met, (&mut rests, &mut refused)) {
                        tracks.insert(targets.len(), track);
                        targets.push(target);
                    }
                }
                Err(why) => refused.push((area.id.clone(), why)),
            }
        }
    }
    for (kind, flyer) in kinds.iter_mut().zip(&flyers) {
        let sets = flyer.sets.iter().map(|metric| {
            let matrix = metric.as_ref().unwrap_or(&flyer.metric).matrix(&ports);
            Ways::new(ports.len(), |a, b| Some((matrix.time(a, b)?, matrix.battery_percent(a, b)?)))
        });
        kind.ways = Ways::by_launch(sets.collect(), &hours.from);
        kind.serving += tracks.values().map(|track| track.climbing(wish, flyer)).fold(0.0, f64::max);
    }
    let watchers = wish.operators.iter().map(|o| watcher(wish, o)).collect();
    Demand {
        duty: Duty { length: wish.length, targets, docks, fleet, kinds, watchers },
        ports,
        tracks,
        ahead: Seconds(ahead),
        rests,
        refused,
    }
}

/// An airframe in its highest layer.
struct Flyer<'a> {
    frame: &'a Airframe,
    /// Round the zones that hold all the time.
    metric: Metric,
    /// Those zones.
    zones: Vec<&'a Zone>,
    /// Round these and each of the sets of zones with hours; nothing where that is the same.
    sets: Vec<Option<Metric>>,
}

fn flyers<'a>(wish: &Wish<'a>, frames: &[(&'a Airframe, Agl)], ahead: f64) -> (Vec<Flyer<'a>>, Hours<'a>) {
    let settings: Vec<Setting<'a>> = frames.iter().map(|(frame, layer)| setting(wish, frame, *layer)).collect();
    let mut zones: Vec<&Zone> = Vec::new();
    for zone in settings.iter().flat_map(Setting::in_the_way) {
        if !zones.iter().any(|known| std::ptr::eq(*known, zone)) {
            zones.push(zone);
        }
    }
    let (hours, always) = Hours::of(wish, &zones, ahead);
    let flyer = |(setting, (frame, _)): (&Setting<'a>, &(&'a Airframe, Agl))| {
        let with = |set: u64| {
            let stay_in = wish.atlas.zones.iter().filter(|z| z.kind != ZoneKind::KeepOut);
            let zones = always.iter().copied().chain(hours.zones(set)).chain(stay_in).collect();
            Setting { zones, ..setting.clone() }
        };
        let open = with(0);
        let sets = hours.sets.iter().map(|set| (*set != 0).then(|| Metric::of(&with(*set)))).collect();
        Flyer { frame, metric: Metric::of(&open), zones: open.in_the_way(), sets }
    };
    (settings.iter().zip(frames).map(flyer).collect(), hours)
}

/// What is told of a place or line, by its id.
type Told = Vec<(String, Finding)>;

/// A place that rests while zones hold that it lies in; nothing when they leave it no hour.
fn rested(
    wish: &Wish<'_>,
    hours: &Hours<'_>,
    target: Target,
    met: u64,
    (rests, refused): (&mut Told, &mut Told),
) -> Option<Target> {
    let asked = !target.bands.is_empty();
    let (bands, told) = hours.rest(wish, &format!("place {}", target.id), target.bands, met);
    let none = asked && bands.is_empty();
    (if none { refused } else { rests }).extend(told.map(|why| (target.id.clone(), why)));
    (!none).then_some(Target { bands, ..target })
}

/// When something with these time bands is asked for how often.
fn asked(wish: &Wish<'_>, bands: &[Revisit]) -> Vec<Stretch> {
    let length = wish.length.min(LONGEST);
    if bands.is_empty() {
        return vec![Stretch { from: Seconds::ZERO, to: length, every: wish.dosage.line_every }];
    }
    stretches(bands, wish.from, length)
}

fn band(stretch: Stretch, part: f64) -> Band {
    Band { from: stretch.from, to: stretch.to, every: Seconds((stretch.every.0 * part).max(1.0)) }
}

/// The tracks of an area.
fn cut(
    wish: &Wish<'_>,
    area: &PatrolArea,
    (flyers, kinds, fleet): (&[Flyer<'_>], &[Kind], &[Craft]),
    (docks, ports): (&[Dock], &[Local]),
    hours: &Hours<'_>,
) -> Result<area::Laid, Finding> {
    let least = asked(wish, &area.revisit).iter().map(|s| s.every.0).fold(f64::INFINITY, f64::min);
    let mut pairs: Vec<(usize, u32)> = fleet.iter().map(|c| (c.kind, docks[c.dock].port)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let fits = |track: &Track| {
        let [Some(first), Some(last)] = [track.path.first(), track.path.last()] else { return false };
        pairs.iter().any(|&(k, port)| {
            let (kind, metric, dock) = (&kinds[k], &flyers[k].metric, ports[port as usize]);
            let (Ok(out), Ok(home)) = (metric.way(dock, *first), metric.way(*last, dock)) else { return false };
            let (Some(time), rate) = (track.time(wish, flyers, 0), kind.serving + track.climbing(wish, &flyers[k]))
            else {
                return false;
            };
            let ends = f64::from(kind.launch.time + kind.land.time) + out.time.0 + home.time.0;
            let draw = f64::from(kind.launch.energy + kind.land.energy) + out.battery_percent + home.battery_percent;
            ends + time.0 <= kind.longest.0 && draw + rate * time.0 <= kind.budget
        })
    };
    let outline = area.local(&wish.atlas.frame).0;
    let far = |at: Local| outline.iter().map(|p| p.distance(at).0).fold(f64::INFINITY, f64::min);
    let stands: Vec<Local> = docks.iter().map(|d| ports[d.port as usize]).collect();
    let near = stands.iter().copied().min_by(|a, b| far(*a).total_cmp(&far(*b)));
    let near = near.or_else(|| outline.first().copied()).unwrap_or_default();
    area::lay(wish, area, flyers, hours, (least, near), &fits)
}

/// A piece of an area as a place that is served from either end. Flown the other way round, what was seen at its beginning
/// is seen at its end: so much shorter is the interval asked of the piece than that of the area.
fn piece(
    wish: &Wish<'_>,
    area: &PatrolArea,
    number: usize,
    track: &Track,
    flyers: &[Flyer<'_>],
    ports: &mut Vec<Local>,
) -> Result<Target, Finding> {
    let times = [0, 1].map(|way| track.time(wish, flyers, way).map(|time| whole(time.0)));
    let [Some(there), Some(back)] = times else { return Err(track::no_way("area", &area.id)) };
    let ends = [track.path.first(), track.path.last()].map(|end| port(ports, end.copied().unwrap_or_default()));
    let stretches = asked(wish, &area.revisit);
    let least = stretches.iter().map(|s| s.every.0).fold(f64::INFINITY, f64::min);
    let part = (1.0 - (f64::from(there.max(back)) + LATE) / least).max(0.1);
    let ways =
        vec![Way { enter: ends[0], leave: ends[1], time: there }, Way { enter: ends[1], leave: ends[0], time: back }];
    let id = format!("{}/{}", area.id, number + 1);
    let bands = stretches.into_iter().map(|s| band(s, part)).collect();
    Ok(Target { id, ways, weight: 1.0, bands, idle: Seconds::ZERO })
}

fn port(ports: &mut Vec<Local>, at: Local) -> u32 {
    ports.push(at);
    u32::try_from(ports.len() - 1).unwrap_or(u32::MAX)
}

fn blocked(what: &str, id: &str, zone: &str) -> Finding {
    let say = format!("it is in {zone} or too near to it");
    Finding::new("zone_blocks", format!("{what} {id}"), say, "Move it, or open the zone first")
}

/// The docks that aircraft of the plan stand at, in the order of the district's posts.
fn docks(wish: &Wish<'_>, ports: &mut Vec<Local>, refused: &mut Vec<(String, Finding)>) -> Vec<Dock> {
    let mut docks: Vec<Dock> = Vec::new();
    for aircraft in &wish.plan.squadron {
        if let Some(dock) = docks.iter_mut().find(|d| d.id == aircraft.dock) {
            dock.chargers += 1;
            continue;
        }
        match wish.atlas.posts.iter().find(|p| p.id == aircraft.dock) {
            Some(post) => {
                let port = port(ports, post.at);
                // Take-off comes later than launch by the spin-up, a landing does not.
                let spin_up = wish.plan.airframes.iter().map(|f| f.spin_up).fold(Seconds::ZERO, Seconds::max);
                let slot = wish.rules.dock_slot + spin_up + SPARE;
                docks.push(Dock { id: aircraft.dock.clone(), port, chargers: 1, slot });
            }
            None => {
                let at = format!("aircraft {}", aircraft.vehicle);
                let say = format!("its dock {} is no post of the district", aircraft.dock);
                let why = Finding::new("no_dock", at, say, "Correct the plan, or import the district again");
                refused.push((aircraft.callsign.clone(), why));
            }
        }
    }
    docks
}

/// The airframes in use, each with the highest layer it is flown in, and the aircraft.
fn fleet<'a>(
    wish: &Wish<'a>,
    docks: &[Dock],
    refused: &mut Vec<(String, Finding)>,
) -> (Vec<(&'a Airframe, Agl)>, Vec<Craft>) {
    let mut frames: Vec<(&Airframe, Agl)> = Vec::new();
    let mut fleet = Vec::new();
    let wind = wish.wind.east.hypot(wish.wind.north);
    for aircraft in &wish.plan.squadron {
        let refuse = |code, say: String, remedy: &str| {
            (aircraft.callsign.clone(), Finding::new(code, format!("aircraft {}", aircraft.vehicle), say, remedy))
        };
        let Some(dock) = docks.iter().position(|d| d.id == aircraft.dock) else { continue };
        let Some(frame) = wish.plan.airframe_of(aircraft.vehicle) else {
            let say = format!("its airframe {} is not in the plan", aircraft.airframe);
            refused.push(refuse("no_airframe", say, "Add the airframe"));
            continue;
        };
        if wind > frame.max_wind.0 {
            let say = format!("the wind of {wind:.1} m/s is above its {:.1} m/s", frame.max_wind.0);
            refused.push(refuse("wind", say, "Wait for less wind"));
            continue;
        }
        let kind = match frames.iter().position(|f| f.0.name == frame.name) {
            Some(kind) => kind,
            None => {
                frames.push((frame, aircraft.layer));
                frames.len() - 1
            }
        };
        if aircraft.layer > frames[kind].1 {
            frames[kind].1 = aircraft.layer;
        }
        let until = Seconds(f64::INFINITY);
        fleet.push(Craft { vehicle: aircraft.vehicle, kind, dock, ready: Seconds::ZERO, until });
    }
    (frames, fleet)
}

/// The zones that hold at any moment of the shift, round which all of it is flown.
fn setting<'a>(wish: &Wish<'a>, frame: &'a Airframe, layer: Agl) -> Setting<'a> {
    let setting = Setting::of(wish.atlas, wish.plan.zone_margin, frame, wish.wind, layer, wish.from);
    Setting { lasts: wish.length.min(LONGEST), ..setting }
}

/// A hotspot by its hours; hours of equal weight are one band.
fn spot(wish: &Wish<'_>, hotspot: &Hotspot, port: u32) -> Target {
    let mut bands: Vec<Band> = Vec::new();
    let mut from = 0.0;
    while from < wish.length.0.min(LONGEST.0) {
        let to = (from + HOUR).min(wish.length.0);
        let weight = hotspot.weight_at(wish.from.plus(Seconds(f64::midpoint(from, to))));
        if weight >= wish.dosage.quiet.max(1e-3) {
            let every = Seconds(wish.dosage.hotspot_every.0 / weight.min(1.0));
            match bands.last_mut() {
                Some(last) if last.to.0 >= from && (last.every.0 - every.0).abs() < 1e-6 => last.to = Seconds(to),
                _ => bands.push(Band { from: Seconds(from), to: Seconds(to), every }),
            }
        }
        from = to;
    }
    let time = whole(wish.dosage.dwell.0);
    let ways = vec![Way { enter: port, leave: port, time }];
    Target { id: hotspot.id.clone(), ways, weight: 1.0, bands, idle: Seconds::ZERO }
}

/// Once round a closed line from the corner nearest to a dock, and how long it takes; not when a zone blocks it.
fn lap(wish: &Wish<'_>, line: &PatrolLine, flyers: &[Flyer<'_>], docks: &[Local]) -> Result<(Track, f32), Finding> {
    if let Some(fault) = line.faults().into_iter().next() {
        return Err(fault);
    }
    if let Some(low) = wish.plan.squadron.iter().find(|a| a.layer < line.altitude) {
        let say = format!("aircraft {} flies at {}, under the line's {}", low.vehicle, low.layer.0, line.altitude.0);
        return Err(Finding::new(
            "layer_below_line",
            format!("line {}", line.id),
            say,
            "Lower the line or raise the layer",
        ));
    }
    let corners = line.local(&wish.atlas.frame);
    if let Some(metric) = flyers.first().map(|f| &f.metric) {
        for (index, corner) in corners.iter().enumerate() {
            if let Some(zone) = metric.blocked_by(*corner) {
                return Err(blocked("line", &line.id, zone));
            }
            let next = corners[(index + 1) % corners.len()];
            if !metric.clear(*corner, next) {
                let say = format!("its leg {} crosses a zone or comes too near to one", index + 1);
                return Err(Finding::new("zone_blocks", format!("line {}", line.id), say, "Redraw it round the zone"));
            }
        }
    }
    let far = |at: &Local| docks.iter().map(|d| d.distance(*at).0).fold(f64::INFINITY, f64::min);
    let first = (0..corners.len()).min_by(|a, b| far(&corners[*a]).total_cmp(&far(&corners[*b]))).unwrap_or(0);
    let path = (0..=corners.len()).map(|i| corners[(first + i) % corners.len()]).collect();
    let track = Track { path, speed: line.speed };
    let time = track.time(wish, flyers, 0).ok_or_else(|| track::no_way("line", &line.id))?;
    Ok((track, whole(time.0)))
}

#[allow(clippy::cast_possible_truncation)] // Whole seconds, far below 2^24.
fn whole(seconds: f64) -> f32 {
    seconds.ceil() as f32
}

/// The figures of an airframe; its ways come when the ports are known.
fn kind(wish: &Wish<'_>, frame: &Airframe, layer: Agl) -> Kind {
    let (up, climb) = frame.change_height(layer.0);
    let (down, descent) = frame.change_height(Metres(-layer.0.0));
    let second = Seconds(1.0);
    let (hover, cruise) = (frame.hover_draw(second), frame.cruise_draw(second));
    let reserve = frame.reserve().percent.max(frame.hover_draw(wish.rules.reserve));
    let budget = (100.0 - reserve - SPARE_PERCENT).max(0.0);
    Kind {
        name: frame.name.clone(),
        ways: Ways::new(0, |_, _| None),
        launch: Hop::new(frame.spin_up + up, frame.idle_draw() + climb),
        land: Hop::new(down, descent),
        serving: hover.max(cruise),
        budget,
        longest: Seconds((budget / hover.min(cruise)).floor()),
        turn: frame.turn_round,
        turn_per_percent: Seconds::ZERO,
    }
}

fn watcher(wish: &Wish<'_>, operator: &Operator) -> Watcher {
    let [from, to] = match operator.shift {
        Some([from, to]) => [from.since(wish.from), to.since(wish.from)],
        None => [Seconds::ZERO, wish.length],
    };
    Watcher { id: operator.id.clone(), most: operator.most, from: from.max(Seconds::ZERO), to: to.min(wish.length) }
}
