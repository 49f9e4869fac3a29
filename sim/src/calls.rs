//! The calls for help: those the scenario has by name and second, and those that come by chance at hotspots.

#[cfg(test)]
mod tests;

use crate::agenda::Agenda;
use crate::ground::rounded;
use crate::scenario::{Kind, Scenario, ScriptedCall, StreamSettings, TargetSettings};
use crate::seed::Dice;
use controller_api::ask::RaiseAlarm;
use controller_api::view::Point;
use geodata::{Atlas, Finding, Heading, Local, Metres, Seconds, Timestamp, Wgs84};

/// How far from a hotspot a call by chance is at most.
const AROUND_HOTSPOT: f64 = 120.0;

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The reported place.
    pub place: Local,
    /// What there really is to see, where the scenario says so.
    pub target: Option<TargetSettings>,
    /// What the call taker writes down.
    pub alarm: RaiseAlarm,
}

/// All calls of a run.
#[derive(Clone, Debug)]
pub struct Calls {
    scripted: usize,
    due: Agenda<Option<Call>>,
    stream: StreamSettings,
    dice: Dice,
}

impl Calls {
    /// The calls of a scenario, each at its place in the district.
    pub fn new(scenario: &Scenario, atlas: &Atlas, seed: u64) -> Result<Self, Finding> {
        let mut due = Agenda::default();
        for (index, call) in scenario.call.iter().enumerate() {
            let mut dice = Dice::of(seed, "call", index as u64);
            let middle = resolve(index, call, atlas)?;
            let place = around(&mut dice, middle, call.spread);
            let alarm = alarm(&call.kind, call.priority, place, &call.source, atlas);
            due.add(scenario.start.plus(Seconds(call.at)), Some(Call { place, target: call.target.clone(), alarm }));
        }
        let mut calls = Self {
            scripted: scenario.call.len(),
            due,
            stream: scenario.stream.clone(),
            dice: Dice::of(seed, "stream", 0),
        };
        calls.expect_next(scenario.start.plus(Seconds(scenario.stream.first_after)));
        Ok(calls)
    }

    /// How many calls come for sure.
    #[must_use]
    pub fn scripted(&self) -> usize {
        self.scripted
    }

    /// The calls that come up to `now`.
    pub fn step(&mut self, now: Timestamp, atlas: &Atlas) -> Vec<Call> {
        let mut calls = Vec::new();
        while let Some((at, call)) = self.due.take_due(now) {
            if let Some(call) = call {
                calls.push(call);
            } else {
                calls.extend(self.by_chance(at, atlas));
                self.expect_next(at);
            }
        }
        calls
    }

    /// When the next call comes.
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.due.first()
    }

    fn expect_next(&mut self, after: Timestamp) {
        if self.stream.mean_interval > 0.0 {
            self.due.add(after.plus(Seconds(self.dice.waiting(self.stream.mean_interval))), None);
        }
    }

    fn by_chance(&mut self, at: Timestamp, atlas: &Atlas) -> Option<Call> {
        let (kinds, shares): (Vec<&Kind>, Vec<f64>) =
            self.stream.kinds.iter().map(|(kind, share)| (kind, *share)).unzip();
        let kind = kinds.get(self.dice.pick(&shares)?)?;
        let (hotspots, weights): (Vec<_>, Vec<f64>) =
            atlas.hotspots.iter().map(|hotspot| (hotspot, hotspot.weight_at(at))).filter(|one| one.1 > 0.0).unzip();
        let middle = hotspots.get(self.dice.pick(&weights)?)?.at();
        let place = around(&mut self.dice, middle, AROUND_HOTSPOT);
        let place = atlas.roads.snap(place).map_or(place, |snap| snap.point);
        let [high, low] = self.stream.priority;
        let steps = f64::from(low.abs_diff(high)) + 1.0;
        // A whole number of at most three steps above a priority of 1 to 4.
        let priority = high.min(low) + (self.dice.unit() * steps) as u8;
        Some(Call { place, target: None, alarm: alarm(kind, priority, place, "110", atlas) })
    }
}

fn around(dice: &mut Dice, middle: Local, radius: f64) -> Local {
    let distance = Metres(radius * dice.unit().sqrt());
    middle.moved(Heading::degrees(dice.between([0.0, 360.0])), distance)
}

fn alarm(kind: &Kind, priority: u8, place: Local, source: &str, atlas: &Atlas) -> RaiseAlarm {
    let at = atlas.frame.to_wgs84(place);
    let at = Point { lat: rounded(at.lat, 1e7), lon: rounded(at.lon, 1e7) };
    RaiseAlarm { kind: kind.word().to_owned(), priority, at, source: source.to_owned() }
}

/// Where a scripted call is: its coordinates, or the place of that name.
fn resolve(index: usize, call: &ScriptedCall, atlas: &Atlas) -> Result<Local, Finding> {
    let at = format!("call {}, place", index + 1);
    let place = match (&call.place, call.lat.zip(call.lon)) {
        (Some(name), _) => named(name, atlas),
        (None, Some((lat, lon))) => Wgs84::new(lat, lon).map(|place| atlas.frame.to_local(place)),
        (None, None) => None,
    };
    place.ok_or_else(|| {
        let name = call.place.as_deref().unwrap_or("");
        let say = format!("the district {} has no place, guarded place or hotspot called `{name}`", atlas.name);
        Finding::new("scenario-no-such-place", at, say, "Correct the name or give `lat` and `lon`")
    })
}

fn named(name: &str, atlas: &Atlas) -> Option<Local> {
    let place = atlas.places.iter().find(|place| {
        [Some(&place.name), place.name_zh.as_ref(), place.name_en.as_ref()]
            .into_iter()
            .flatten()
            .any(|known| known == name)
    });
    let guarded = atlas
        .guarded
        .iter()
        .find(|place| [&place.id, &place.name, &place.name_zh].into_iter().any(|known| known == name));
    let hotspot = atlas.hotspots.iter().find(|hotspot| hotspot.id == name || hotspot.name == name);
    place.map(|place| place.at).or(guarded.map(|place| place.at)).or(hotspot.map(geodata::Hotspot::at))
}
