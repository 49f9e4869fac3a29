//! An overwatch that never looks away: aircraft relieve each other over a scene so that the next is there before the one
//! before must leave, through batteries, turn-rounds and chargers. Where the fleet cannot, it says from when.

use super::model::{Hop, Kind};
use geodata::{Finding, Seconds};

/// An aircraft that may take part.
#[derive(Clone, Debug)]
pub struct Stand<'a> {
    /// Its number.
    pub vehicle: u32,
    /// Its kind.
    pub kind: &'a Kind,
    /// The dock it stands at, by any number; aircraft of one number share its chargers.
    pub dock: usize,
    /// From over the dock to the scene.
    pub there: Hop,
    /// From the scene to over the dock.
    pub back: Hop,
    /// When it can leave.
    pub ready: Seconds,
    /// Percent it may use then: its battery less the reserve; a full one has the kind's budget.
    pub budget: f64,
}

/// What is to be watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scene {
    /// Now; nobody leaves before.
    pub from: Seconds,
    /// Until when.
    pub until: Seconds,
    /// How long two are there at a relief.
    pub handover: Seconds,
}

/// One aircraft's turn over the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// Which aircraft.
    pub vehicle: u32,
    /// Leaves its dock.
    pub launch: Seconds,
    /// Begins to watch.
    pub arrive: Seconds,
    /// Leaves the scene.
    pub leave: Seconds,
    /// On the ground.
    pub land: Seconds,
    /// Ready again; infinite where nothing charges it.
    pub ready: Seconds,
}

/// The turns, and how far the view holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Relay {
    /// In order.
    pub turns: Vec<Turn>,
    /// From when the scene is seen.
    pub seen_from: Seconds,
    /// Until when, without a gap.
    pub seen_until: Seconds,
    /// Why not to the end.
    pub short: Option<Finding>,
}

/// Schedules kept while looking for the longest view.
const BEAM: usize = 64;
/// Most turns of a relay.
const TURNS: usize = 500;

/// A relay as it grows.
#[derive(Clone)]
struct Chain {
    turns: Vec<Turn>,
    until: f64,
    ready: Vec<f64>,
    /// When each charger of each dock is free.
    lanes: Vec<Vec<f64>>,
}

/// The relay that keeps the view longest: each next aircraft comes as late as the hand-over allows, and which one comes is
/// searched over (a beam of the schedules that reach farthest). `chargers` by dock number.
#[must_use]
pub fn relay(scene: Scene, fleet: &[Stand<'_>], chargers: &[u32]) -> Relay {
    let nothing = |say: &str| {
        let why = Finding::new("overwatch_nobody", "scene", say, "Name aircraft that can get there");
        Relay { turns: Vec::new(), seen_from: scene.until, seen_until: scene.from, short: Some(why) }
    };
    let sane = scene.from.0.is_finite() && scene.until.0.is_finite() && scene.handover.0 >= 0.0;
    if !sane || scene.until.0 <= scene.from.0 {
        return nothing("it is to be watched for no time");
    }
    let lanes = chargers.iter().map(|c| vec![f64::NEG_INFINITY; (*c).min(100) as usize]).collect();
    let empty = Chain {
        turns: Vec::new(),
        until: scene.from.0,
        ready: fleet.iter().map(|s| s.ready.0.max(scene.from.0)).collect(),
        lanes,
    };
    let mut beam = vec![empty];
    let mut best: Option<Chain> = None;
    for _ in 0..TURNS {
        let mut next: Vec<Chain> =
            beam.iter().flat_map(|chain| (0..fleet.len()).filter_map(|who| grown(chain, who, scene, fleet))).collect();
        // First those that see the scene earliest, then those that see it longest, then those with most aircraft soon ready.
        next.sort_by(|a, b| {
            let rest = |c: &Chain| c.ready.iter().filter(|r| r.is_finite()).sum::<f64>();
            a.turns[0]
                .arrive
                .total_cmp(&b.turns[0].arrive)
                .then(b.until.total_cmp(&a.until))
                .then(rest(a).total_cmp(&rest(b)))
        });
        next.truncate(BEAM);
        if let Some(first) = next.first()
            && best.as_ref().is_none_or(|b| first.until > b.until)
        {
            best = Some(first.clone());
        }
        if next.is_empty() || best.as_ref().is_some_and(|b| b.until >= scene.until.0) {
            break;
        }
        beam = next;
    }
    let Some(chain) = best else { return nothing("no aircraft can get there, watch and come back on its battery") };
    told(chain, scene, fleet)
}

/// The chain with one more turn, where that aircraft can come in time.
fn grown(chain: &Chain, who: usize, scene: Scene, fleet: &[Stand<'_>]) -> Option<Chain> {
    let stand = &fleet[who];
    let kind = stand.kind;
    let out = f64::from(kind.launch.time + stand.there.time);
    let home = f64::from(stand.back.time + kind.land.time);
    let fresh = chain.turns.iter().all(|t| t.vehicle != stand.vehicle);
    let budget = if fresh { stand.budget.min(kind.budget) } else { kind.budget };
    let ways = f64::from(kind.launch.energy + stand.there.energy + stand.back.energy + kind.land.energy);
    let watch = (budget - ways) / kind.serving;
    let first = chain.turns.is_empty();
    if !(out.is_finite() && home.is_finite() && watch > scene.handover.0) {
        return None;
    }
    let wanted = if first { f64::NEG_INFINITY } else { chain.until - scene.handover.0 };
    let launch = chain.ready[who].max(wanted - out);
    let arrive = launch + out;
    if !first && arrive > wanted + 1e-9 {
        return None;
    }
    let leave = (arrive + watch).min(scene.until.0.max(arrive));
    if !first && leave <= chain.until {
        return None;
    }
    let land = leave + home;
    let used = ways + (leave - arrive) * kind.serving;
    let mut next = chain.clone();
    next.until = leave;
    next.ready[who] = charged(&mut next.lanes, stand, land, used);
    next.turns.push(Turn {
        vehicle: stand.vehicle,
        launch: Seconds(launch),
        arrive: Seconds(arrive),
        leave: Seconds(leave),
        land: Seconds(land),
        ready: Seconds(next.ready[who]),
    });
    Some(next)
}

/// When it is ready after landing: the charger of its dock that is free first.
fn charged(lanes: &mut [Vec<f64>], stand: &Stand<'_>, land: f64, used: f64) -> f64 {
    let Some(lane) = lanes.get_mut(stand.dock).and_then(|l| l.iter_mut().min_by(|a, b| a.total_cmp(b))) else {
        return f64::INFINITY;
    };
    let to = land.max(*lane) + stand.kind.turn.0 + stand.kind.turn_per_percent.0 * used;
    *lane = to;
    to
}

fn told(chain: Chain, scene: Scene, fleet: &[Stand<'_>]) -> Relay {
    let seen_from = chain.turns.first().map_or(scene.until, |t| t.arrive);
    let short = (chain.until < scene.until.0).then(|| {
        let soonest = chain.ready.iter().copied().fold(f64::INFINITY, f64::min);
        let say = if soonest.is_finite() {
            let leave = chain.until - scene.from.0;
            format!(
                "the view ends after {leave:.0} s with {} aircraft; the next is ready {:.0} s too late",
                fleet.len(),
                late(&chain, scene, fleet)
            )
        } else {
            format!("the view ends after {:.0} s: nothing makes the aircraft ready again", chain.until - scene.from.0)
        };
        Finding::new("overwatch_too_few", "scene", say, "Add an aircraft, swap batteries, or watch from a nearer dock")
    });
    Relay { turns: chain.turns, seen_from, seen_until: Seconds(chain.until), short }
}

/// By how much the earliest relief misses the hand-over.
fn late(chain: &Chain, scene: Scene, fleet: &[Stand<'_>]) -> f64 {
    let arrivals = fleet.iter().zip(&chain.ready).map(|(s, r)| r + f64::from(s.kind.launch.time + s.there.time));
    (arrivals.fold(f64::INFINITY, f64::min) - (chain.until - scene.handover.0)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::enough::overwatch;
    use super::*;
    use proptest::prelude::*;

    fn kind(turn: f64) -> Kind {
        super::super::round::kind(Seconds(turn))
    }

    fn stands(kind: &Kind, count: u32, way: f64) -> Vec<Stand<'_>> {
        let hop = Hop::new(Seconds(way), way * kind.serving);
        let one = |vehicle| Stand {
            vehicle,
            kind,
            dock: 0,
            there: hop,
            back: hop,
            ready: Seconds::ZERO,
            budget: kind.budget,
        };
        (1..=count).map(one).collect()
    }

    /// Seconds of the view that nobody has, and energy overdrawn, counted second by second.
    fn audit(relay: &Relay, fleet: &[Stand<'_>], chargers: u32) -> Result<(), String> {
        let mut at = relay.seen_from.0;
        while at < relay.seen_until.0 {
            if !relay.turns.iter().any(|t| t.arrive.0 <= at && at < t.leave.0) {
                return Err(format!("nobody sees the scene at {at}"));
            }
            at += 1.0;
        }
        for stand in fleet {
            let mut ready = stand.ready.0;
            let mut budget = stand.budget;
            for turn in relay.turns.iter().filter(|t| t.vehicle == stand.vehicle) {
                let kind = stand.kind;
                let flown = turn.land.0 - turn.launch.0;
                // All of its ways are drawn at the hovering rate here.
                if turn.launch.0 < ready - 1e-6 || flown * kind.serving > budget + 0.01 {
                    return Err(format!("{} leaves at {} for {flown} s", turn.vehicle, turn.launch.0));
                }
                (ready, budget) = (turn.ready.0, kind.budget);
            }
        }
        for turn in &relay.turns {
            let turn_round = fleet[0].kind.turn.0;
            let charging = relay.turns.iter().filter(|o| {
                o.ready.0 - turn_round <= turn.ready.0 - turn_round && turn.ready.0 - turn_round < o.ready.0
            });
            if turn.ready.0.is_finite() && charging.count() > chargers as usize {
                return Err(format!("too many on the chargers at {}", turn.ready.0 - turn_round));
            }
        }
        Ok(())
    }

    #[test]
    fn three_docked_aircraft_keep_the_view_for_a_day_and_two_do_not() {
        let day = Scene { from: Seconds::ZERO, until: Seconds(86_400.0), handover: Seconds(30.0) };
        let charged = kind(1_620.0);
        let three = stands(&charged, 3, 60.0);
        let watched = relay(day, &three, &[3]);
        assert_eq!(watched.short, None);
        assert_eq!(audit(&watched, &three, 3), Ok(()));
        let two = relay(day, &stands(&charged, 2, 60.0), &[2]);
        assert_eq!(two.short.as_ref().map(|f| f.code), Some("overwatch_too_few"));
        assert!(two.seen_until < Seconds(3_600.0));
        let swapped = kind(180.0);
        let two = stands(&swapped, 2, 60.0);
        let watched = relay(day, &two, &[2]);
        assert_eq!(watched.short, None);
        assert_eq!(audit(&watched, &two, 2), Ok(()));
        let one_charger = relay(day, &three, &[1]);
        assert!(one_charger.short.is_some(), "three aircraft on one charger do not keep it");
    }

    #[test]
    fn a_scene_nobody_reaches_is_told_of() {
        let kind = kind(180.0);
        let scene = Scene { from: Seconds::ZERO, until: Seconds(600.0), handover: Seconds(30.0) };
        for far in [stands(&kind, 2, 900.0), stands(&kind, 0, 60.0)] {
            assert_eq!(relay(scene, &far, &[2]).short.map(|f| f.code), Some("overwatch_nobody"));
        }
        let never = Scene { until: Seconds(f64::NAN), ..scene };
        assert_eq!(relay(never, &stands(&kind, 2, 60.0), &[2]).short.map(|f| f.code), Some("overwatch_nobody"));
    }

    proptest! {
        #[test]
        fn the_view_has_no_gap_and_lasts_where_the_arithmetic_says_so(
            turn in 60.0_f64..2_400.0, count in 1_u32..6, way in 10.0_f64..200.0, handover in 10.0_f64..90.0,
        ) {
            let kind = kind(turn);
            let fleet = stands(&kind, count, way);
            let scene = Scene { from: Seconds::ZERO, until: Seconds(30_000.0), handover: Seconds(handover) };
            let watched = relay(scene, &fleet, &[count]);
            prop_assert_eq!(audit(&watched, &fleet, count), Ok(()));
            let needs = overwatch(&kind, fleet[0].there, fleet[0].back, scene.handover).unwrap().aircraft;
            prop_assert_eq!(watched.short.is_none(), count as usize >= needs, "{} of {}", count, needs);
        }
    }
}
