//! What every mission builder looks up first: the aircraft, its dock, the zones that matter now, and what a way costs.

use super::avoid::around;
use super::follow::{follow, level};
use super::missions::STANDOFF;
use super::obstacle::{Obstacle, all_clear, nearest_clear};
use crate::airframe::Airframe;
use crate::plan::Aircraft;
use crate::route::{Flight, fly};
use crate::situation::Situation;
use crate::wind::Wind;
use geodata::{Amsl, Finding, Local, Metres, Seconds, Timestamp, Wgs84, Zone, ZoneKind};

/// Ways are planned this much farther from zones than the plan asks, for drift and overshoot.
pub(super) const SLACK: Metres = Metres(10.0);
/// Energy kept over the reserve, percentage points.
const SPARE: f64 = 0.5;
/// A zone counts when it holds at any moment of the hour ahead: no battery lasts longer.
const AHEAD: Seconds = Seconds(3600.0);
/// No flight is higher above ground than this, so a zone with a higher floor is not in the way.
const HIGHEST: Metres = Metres(120.0);
/// No flight leaves a circle of this radius.
const FARTHEST: Metres = Metres(20_000.0);
/// An airborne aircraft this far off its layer changes height before it goes anywhere.
const OFF_LAYER: f64 = 5.0;

/// The situation with its names looked up.
pub(super) struct Desk<'a> {
    pub(super) s: Situation<'a>,
    pub(super) aircraft: &'a Aircraft,
    pub(super) airframe: &'a Airframe,
    pub(super) dock: Local,
    obstacles: Vec<Obstacle<'a>>,
    /// Zones over all the heights flown: only a level return from a hill over a valley may come into them.
    above: Vec<Obstacle<'a>>,
}

impl<'a> Desk<'a> {
    pub(super) fn open(s: &Situation<'a>) -> Result<Self, Finding> {
        Self::open_for(s, AHEAD)
    }

    /// For a flight that has landed `ahead` from now.
    pub(super) fn open_for(s: &Situation<'a>, ahead: Seconds) -> Result<Self, Finding> {
        let missing = |what: String| {
            Finding::new(
                "not_enrolled",
                format!("vehicle {}", s.vehicle),
                what,
                "Enrol it in the plan of this district",
            )
        };
        let numbers = [s.from.x, s.from.y, s.from_altitude.0.0, s.battery_percent, s.wind.east, s.wind.north];
        if !numbers.iter().all(|n| n.is_finite()) {
            let say = "its place, height, battery or wind is not a number";
            return Err(Finding::new("no_position", format!("vehicle {}", s.vehicle), say, "Wait for its telemetry"));
        }
        let aircraft = s.plan.aircraft(s.vehicle).ok_or_else(|| missing("the plan has no such aircraft".into()))?;
        let airframe =
            s.plan.airframe_of(s.vehicle).ok_or_else(|| missing("its airframe is not in the plan".into()))?;
        let dock = s.atlas.posts.iter().find(|p| p.id == aircraft.dock);
        let dock = dock.ok_or_else(|| missing(format!("the district has no dock {}", aircraft.dock)))?.at;
        let margin = s.plan.zone_margin + SLACK;
        let zones = s.atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut && within(z, s.at, ahead));
        let heights = Heights::about(s);
        let (in_the_way, above): (Vec<&Zone>, Vec<&Zone>) = zones.partition(|z| heights.reached_by(z));
        let obstacles = in_the_way.into_iter().map(|z| Obstacle::new(z, margin)).collect();
        let hills = !s.atlas.terrain.is_flat();
        let above = above.into_iter().filter(|_| hills).map(|z| Obstacle::new(z, margin)).collect();
        Ok(Self { s: *s, aircraft, airframe, dock, obstacles, above })
    }

    /// Without the zones, for a way that is known already. Not for numbers that are none.
    pub(super) fn cleared(s: Situation<'a>, aircraft: &'a Aircraft, airframe: &'a Airframe, dock: Local) -> Self {
        Self { s, aircraft, airframe, dock, obstacles: Vec::new(), above: Vec::new() }
    }

    pub(super) fn refusal(&self, code: &'static str, say: impl Into<String>, remedy: &str) -> Finding {
        Finding::new(code, self.aircraft.callsign.clone(), say, remedy)
    }

    /// Refuses a wind over the airframe's limit.
    pub(super) fn wind_allows(&self) -> Result<(), Finding> {
        let (wind, limit) = (self.s.wind.speed(), self.airframe.max_wind);
        if wind <= limit {
            return Ok(());
        }
        Err(self.refusal("wind", format!("wind {wind} is over its limit of {limit}"), "Wait, or send another aircraft"))
    }

    /// Where to hover for something at `scene`: above it, or as near as the zones allow.
    pub(super) fn place_near(&self, scene: Wgs84) -> Result<Local, Finding> {
        let at = self.s.atlas.frame.to_local(scene);
        if !(at.x.is_finite() && at.y.is_finite()) {
            return Err(self.refusal("no_way", "the place is not a number", "Correct the coordinates"));
        }
        let mut working = self.s.atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepIn).peekable();
        if working.peek().is_some() && !working.any(|z| z.contains(at)) {
            return Err(self.refusal(
                "zone_blocks",
                "the place lies outside of every keep-in zone",
                "Send a ground unit",
            ));
        }
        nearest_clear(&self.obstacles, at, STANDOFF).ok_or_else(|| self.blocked(at))
    }

    fn blocked(&self, at: Local) -> Finding {
        let zone = self.obstacles.iter().find(|o| !o.clear_at(at)).map_or("a zone", |o| o.zone.name.as_str());
        let say = format!("the place is in {zone} or too near to it");
        self.refusal("zone_blocks", say, "Send a ground unit, or open the zone first")
    }

    /// The fastest way round the zones; starts with a short way out when the aircraft has drifted near a zone.
    pub(super) fn way(&self, from: Local, to: Local) -> Result<Vec<Local>, Finding> {
        let start = nearest_clear(&self.obstacles, from, STANDOFF).ok_or_else(|| self.blocked(from))?;
        let (airspeed, wind) = (self.airframe.cruise, self.s.wind);
        if let Some(mut way) = around(start, to, &self.obstacles, airspeed, wind) {
            if start != from {
                way.insert(0, from);
            }
            return Ok(way);
        }
        if !all_clear(&self.obstacles, to, to) {
            return Err(self.blocked(to));
        }
        if around(start, to, &[], airspeed, wind).is_none() {
            return Err(self.refusal("wind", "it makes no way against the wind", "Wait for less wind"));
        }
        Err(self.refusal("no_way", "the zones leave no way", "Send another aircraft or a ground unit"))
    }

    /// Cruising along a way with the changes of height that the ground asks for; first climb and landing not counted.
    pub(super) fn flight(&self, way: &[Local]) -> Result<Flight, Finding> {
        Ok(self.level(way)?.then(self.slopes(way)))
    }

    /// Cruising along a way as if it were level.
    pub(super) fn level(&self, way: &[Local]) -> Result<Flight, Finding> {
        fly(self.airframe, self.s.wind, way, Metres::ZERO, false)
            .ok_or_else(|| self.refusal("wind", "it makes no way against the wind", "Wait for less wind"))
    }

    /// The changes of height along a way; none over flat ground.
    pub(super) fn slopes(&self, way: &[Local]) -> Flight {
        if self.s.atlas.terrain.is_flat() {
            return Flight::default();
        }
        let ends = way.windows(2).flat_map(|leg| self.follow(leg[0], leg[1]));
        let heights: Vec<Amsl> = way.first().copied().into_iter().chain(ends).map(|at| self.layer_over(at)).collect();
        let climbs = heights.windows(2).map(|pair| Flight::vertical(self.airframe, pair[1].0 - pair[0].0));
        climbs.fold(Flight::default(), Flight::then)
    }

    /// The ends of the parts in which a leg is flown over the ground.
    pub(super) fn follow(&self, from: Local, to: Local) -> Vec<Local> {
        follow(&self.s.atlas.terrain, self.aircraft.layer, from, to)
    }

    /// From now to ready to cruise in its layer over where it is.
    pub(super) fn departure(&self) -> Flight {
        let climb = self.layer_over(self.s.from).0 - self.s.from_altitude.0;
        let still = [self.s.from];
        // A path of one point has no leg that the wind could stop.
        fly(self.airframe, Wind::CALM, &still, climb, self.s.on_ground).unwrap_or_default()
    }

    /// From over the dock to the ground.
    pub(super) fn landing(&self) -> Flight {
        let down = self.s.atlas.terrain.ground(self.dock).0 - self.layer_over(self.dock).0;
        Flight::vertical(self.airframe, down)
    }

    /// What is left after a whole sortie, or the refusal that it is too little.
    pub(super) fn reserve_left(&self, sortie: &Flight) -> Result<f64, Finding> {
        let (left, needed) = (self.s.battery_percent - sortie.battery_percent, self.airframe.reserve());
        if left >= needed.percent + SPARE {
            return Ok(left);
        }
        let say = format!("it would land with {left:.0} %, the reserve is {needed}");
        Err(self.refusal("reserve_short", say, "Charge it, or send a nearer aircraft"))
    }

    /// The height of its layer over a place.
    pub(super) fn layer_over(&self, at: Local) -> Amsl {
        self.s.atlas.terrain.ground(at).raised(self.aircraft.layer)
    }

    /// Whether it must climb or descend before it goes anywhere.
    pub(super) fn off_layer(&self) -> bool {
        (self.layer_over(self.s.from).0 - self.s.from_altitude.0).0.abs() > OFF_LAYER
    }

    /// Whether the autopilot's own return from a place, straight and level, keeps between the heights flown.
    pub(super) fn returns_level(&self, from: Local) -> bool {
        level(&self.s.atlas.terrain, self.aircraft.layer, from, self.dock)
    }

    /// Whether the straight way to the dock is clear from every place of a way, as it is flown in parts.
    pub(super) fn returns_straight(&self, way: &[Local]) -> bool {
        let ends = way.windows(2).flat_map(|leg| self.follow(leg[0], leg[1]));
        let places: Vec<Local> = way.first().copied().into_iter().chain(ends).collect();
        let clear = |zones: &[Obstacle<'_>], a: Local, b: Local| zones.iter().all(|z| z.clear_fan(a, b, self.dock));
        let fan = |a: Local, b: Local| {
            let passes_under = || clear(&self.above, a, b) || (self.returns_level(a) && self.returns_level(b));
            clear(&self.obstacles, a, b) && passes_under()
        };
        match places.as_slice() {
            [one] => fan(*one, *one),
            places => places.windows(2).all(|pair| fan(pair[0], pair[1])),
        }
    }

    pub(super) fn degrees(&self, way: &[Local]) -> Vec<Wgs84> {
        way.iter().map(|&p| self.s.atlas.frame.to_wgs84(p)).collect()
    }
}

/// The heights flown about a place.
pub(super) struct Heights {
    is_flat: bool,
    ground: Amsl,
    /// The highest ground that a flight comes to.
    top: Amsl,
}

impl Heights {
    pub(super) fn about(s: &Situation<'_>) -> Self {
        let terrain = &s.atlas.terrain;
        let ground = terrain.ground(s.from);
        let top = terrain.highest_within(s.from, FARTHEST).value.unwrap_or(ground);
        Self { is_flat: terrain.is_flat(), ground, top }
    }

    /// Whether a zone reaches into them.
    pub(super) fn reached_by(&self, zone: &Zone) -> bool {
        let below = zone.floor.over(self.top).is_none_or(|floor| floor.0 <= self.top.0 + HIGHEST);
        // Over hills and valleys a ceiling above sea level may be under one part of the way and over another.
        let above = !self.is_flat || zone.ceiling.over(self.ground).is_none_or(|ceiling| ceiling >= self.ground);
        below && above
    }
}

/// Whether a zone holds at any moment of the hour ahead.
pub(super) fn soon(zone: &Zone, at: Timestamp) -> bool {
    within(zone, at, AHEAD)
}

fn within(zone: &Zone, at: Timestamp, ahead: Seconds) -> bool {
    zone.schedule.active_within(at, at.plus(ahead.max(Seconds::ZERO)))
}
