//! What a metric is made for: which zones hold in one layer at one time, over which ground, for which aircraft and wind.

use crate::airframe::Airframe;
use crate::wind::Wind;
use geodata::{Agl, Amsl, Atlas, Limit, Local, Metres, Seconds, Terrain, Timestamp, Zone, ZoneKind};

/// Ways are planned this much farther from zones than the plan asks, for drift and overshoot.
const SLACK: Metres = Metres(10.0);
/// The judge counts zones from the ground to the highest height flown.
const JUDGED: (Agl, Agl) = (Agl(Metres(0.0)), Agl(Metres(120.0)));
/// A zone counts when it holds at any moment of the hour ahead: no battery lasts longer.
const AHEAD: Seconds = Seconds(3600.0);
/// The ground under a zone is looked at this often, so many times at most along a side.
const LOOK: f64 = 30.0;
const MOST_LOOKS: f64 = 100.0;
/// Ground between two looks may be this much lower than both.
const UNSEEN: f64 = 10.0;

/// One layer at one time.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// All zones known. Which of them count is found out here.
    pub zones: Vec<&'a Zone>,
    /// The ground.
    pub terrain: &'a Terrain,
    /// How far legs keep off the zones that count, at least 0.1 m.
    pub margin: Metres,
    /// Who flies, at its cruise airspeed and with its payload.
    pub airframe: &'a Airframe,
    /// The wind in the layer, steady.
    pub wind: Wind,
    /// The height above ground that is flown; legs follow the ground.
    pub layer: Agl,
    /// The heights above ground at which a zone counts, lowest and highest.
    pub band: (Agl, Agl),
    /// From when ...
    pub from: Timestamp,
    /// ... and for how long a zone counts that holds at any moment of it.
    pub lasts: Seconds,
}

impl<'a> Setting<'a> {
    /// The setting in which the planners of single missions plan and the judge judges: 10 m more than the plan's
    /// margin, zones from the ground to 120 m, an hour ahead.
    #[must_use]
    pub fn of(atlas: &'a Atlas, margin: Metres, airframe: &'a Airframe, wind: Wind, layer: Agl, at: Timestamp) -> Self {
        Self {
            zones: atlas.zones.iter().collect(),
            terrain: &atlas.terrain,
            margin: margin + SLACK,
            airframe,
            wind,
            layer,
            band: JUDGED,
            from: at,
            lasts: AHEAD,
        }
    }

    /// The same, but only zones that reach within `room` of the layer count: what airspace rules ask, not what the judge
    /// of single missions asks, who wants the air free down to the ground.
    #[must_use]
    pub fn in_layer_only(self, room: Metres) -> Self {
        let band = (Agl(self.layer.0 - room), Agl(self.layer.0 + room));
        Self { band, ..self }
    }

    /// The keep-out zones that count.
    #[must_use]
    pub fn in_the_way(&self) -> Vec<&'a Zone> {
        let until = self.from.plus(self.lasts);
        let holds = |z: &&&Zone| z.kind == ZoneKind::KeepOut && z.schedule.active_within(self.from, until);
        self.zones.iter().filter(holds).filter(|z| self.reaches(z)).copied().collect()
    }

    /// The keep-in zones that hold all the time; where there are any, ways stay inside.
    #[must_use]
    pub fn to_stay_in(&self) -> Vec<&'a Zone> {
        let until = self.from.plus(self.lasts);
        let whole = |zone: &Zone| {
            let windows = zone.schedule.windows(self.from, until);
            windows.len() == 1 && windows[0][0] <= self.from && windows[0][1] >= until
        };
        let holds = |z: &&&Zone| z.kind == ZoneKind::KeepIn && whole(z);
        self.zones.iter().filter(holds).copied().collect()
    }

    /// Whether a zone reaches into the band anywhere over its outline. Over hills a limit above sea level is held against
    /// the lowest and the highest ground under the zone, so it may count where it need not, never the other way.
    fn reaches(&self, zone: &Zone) -> bool {
        let hangs = |limit: Limit| matches!(limit, Limit::Amsl(_));
        let [low, high] = if hangs(zone.floor) || hangs(zone.ceiling) {
            self.ground(zone)
        } else {
            [self.terrain.ground(zone.bounds()[0]); 2]
        };
        let floor = zone.floor.over(high).is_none_or(|floor| floor <= high.raised(self.band.1));
        let ceiling = zone.ceiling.over(low).is_none_or(|ceiling| ceiling >= low.raised(self.band.0));
        floor && ceiling
    }

    /// The lowest and the highest ground about a zone.
    fn ground(&self, zone: &Zone) -> [Amsl; 2] {
        let [a, b] = zone.bounds();
        let (a, b) = (shifted(a, -self.margin.0), shifted(b, self.margin.0));
        if self.terrain.is_flat() {
            return [self.terrain.ground(a); 2];
        }
        let middle = a.toward(b, 0.5);
        let top = self.terrain.highest_within(middle, middle.distance(b)).value;
        let looks = |length: f64| (length / LOOK).ceil().clamp(1.0, MOST_LOOKS);
        let (columns, rows) = (looks(b.x - a.x), looks(b.y - a.y));
        let mut low = f64::INFINITY;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 100
        for (column, row) in (0..=columns as u32).flat_map(|c| (0..=rows as u32).map(move |r| (c, r))) {
            let (x, y) = (f64::from(column) / columns, f64::from(row) / rows);
            let at = Local { x: a.x + (b.x - a.x) * x, y: a.y + (b.y - a.y) * y };
            low = low.min(self.terrain.ground(at).0.0);
        }
        let low = Amsl(Metres(low - UNSEEN));
        [low, top.unwrap_or_else(|| self.terrain.ground(middle))]
    }
}

fn shifted(at: Local, by: f64) -> Local {
    Local { x: at.x + by, y: at.y + by }
}
