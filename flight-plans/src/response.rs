//! Response circles (1-3-5): tiers of responders with time budgets round a guarded place, and what an aircraft reaches.
//!
//! A tier is not a radius. The radius appears only for the air: in a steady wind the set reached after `t` seconds of
//! cruise is exactly a disc of radius airspeed x `t` whose centre the wind has carried off by wind x `t`.

use crate::airframe::Airframe;
use crate::wind::Wind;
use geodata::{GuardedPlace, Local, Metres, ResponderClass, Seconds};
use serde::{Deserialize, Serialize};

/// The tiers round one guarded place, budgets in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseCircle {
    /// The guarded place.
    pub place: String,
    /// Where it is.
    pub at: Local,
    /// The tiers, shortest budget first.
    pub tiers: Vec<ResponseTier>,
}

/// Who has to be there, and by when.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseTier {
    /// From the alarm.
    pub budget: Seconds,
    /// Who counts.
    pub responders: Vec<ResponderClass>,
}

/// One responder and when it would be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Who, by callsign.
    pub who: String,
    /// What kind.
    pub class: ResponderClass,
    /// From the alarm.
    pub time: Seconds,
}

/// How a tier stands right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierState {
    /// Two or more would be there in time.
    Met,
    /// One alone would: if it leaves, the tier fails.
    AtRisk,
    /// Nobody would.
    Failed,
}

/// One tier as it stands, with who carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct TierAudit {
    /// From the alarm.
    pub budget: Seconds,
    /// How it stands.
    pub state: TierState,
    /// The first of its responders, in time or not.
    pub first: Option<Response>,
}

impl ResponseCircle {
    /// The circle of a guarded place.
    #[must_use]
    pub fn of(place: &GuardedPlace) -> ResponseCircle {
        let tier = |t: &geodata::Tier| ResponseTier {
            budget: Seconds(60.0 * f64::from(t.minutes)),
            responders: t.responders.clone(),
        };
        ResponseCircle { place: place.id.clone(), at: place.at, tiers: place.tiers.iter().map(tier).collect() }
    }

    /// Each tier against who would arrive when.
    #[must_use]
    pub fn audit(&self, arrivals: &[Response]) -> Vec<TierAudit> {
        self.tiers.iter().map(|tier| tier.audit(arrivals)).collect()
    }
}

impl ResponseTier {
    fn audit(&self, arrivals: &[Response]) -> TierAudit {
        let ours = || arrivals.iter().filter(|a| self.responders.contains(&a.class));
        let state = match ours().filter(|a| a.time <= self.budget).count() {
            0 => TierState::Failed,
            1 => TierState::AtRisk,
            _ => TierState::Met,
        };
        let first = ours().min_by(|a, b| a.time.total_cmp(&b.time).then_with(|| a.who.cmp(&b.who))).cloned();
        TierAudit { budget: self.budget, state, first }
    }
}

/// Each tier of a guarded place against who would arrive when.
#[must_use]
pub fn audit(place: &GuardedPlace, arrivals: &[Response]) -> Vec<TierAudit> {
    ResponseCircle::of(place).audit(arrivals)
}

/// What an aircraft reaches in a time: a disc, zones not yet cut out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The middle, carried downwind from where it started.
    pub centre: Local,
    /// Round the middle.
    pub radius: Metres,
}

impl Reach {
    /// Whether a place is reached.
    #[must_use]
    pub fn contains(&self, at: Local) -> bool {
        self.centre.distance(at) <= self.radius
    }
}

/// The disc an aircraft at `from` reaches within `budget`, after gaining `climb`; nothing when the time is gone before.
#[must_use]
pub fn reach(
    airframe: &Airframe,
    wind: Wind,
    from: Local,
    climb: Metres,
    from_ground: bool,
    budget: Seconds,
) -> Option<Reach> {
    let left = cruising(airframe, climb, from_ground, budget)?.0;
    Some(Reach {
        centre: Local { x: from.x + wind.east * left, y: from.y + wind.north * left },
        radius: Metres(airframe.cruise.0 * left),
    })
}

/// What is left of a budget for cruising after gaining `climb`; nothing when the time is gone before.
pub(crate) fn cruising(airframe: &Airframe, climb: Metres, from_ground: bool, budget: Seconds) -> Option<Seconds> {
    let before = airframe.change_height(climb).0 + if from_ground { airframe.spin_up } else { Seconds::ZERO };
    Some(budget - before).filter(|left| left.0 > 0.0)
}

/// How far a docked aircraft that climbs to `climb` gets within `budget` in its worst direction, dead upwind; zero when
/// the time is gone before it cruises or the wind is stronger than it is fast.
#[must_use]
pub fn reach_radius(airframe: &Airframe, wind: Wind, climb: Metres, budget: Seconds) -> Metres {
    let disc = reach(airframe, wind, Local::default(), climb, true, budget);
    disc.map_or(Metres::ZERO, |d| (d.radius - d.centre.distance(Local::default())).max(Metres::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::fly;
    use geodata::{Heading, MetresPerSecond};
    use proptest::prelude::*;

    fn quad() -> Airframe {
        Airframe::shipped().remove(0)
    }

    #[test]
    fn in_the_wind_the_worst_direction_of_one_three_and_five_minutes_is_175_1015_and_1855_metres() {
        let wind = Wind::from(Heading::degrees(30.0), MetresPerSecond(8.0));
        let worst = |s| reach_radius(&quad(), wind, Metres(60.0), Seconds(s)).0.round();
        assert_eq!((worst(60.0), worst(180.0), worst(300.0), worst(30.0)), (175.0, 1015.0, 1855.0, 0.0));
    }

    proptest! {
        #[test]
        fn the_rim_of_the_reach_is_flown_in_exactly_the_budget(
            from in 0.0..360.0f64, speed in 0.0..12.0f64, to in 0.0..360.0f64, budget in 60.0..600.0f64,
        ) {
            let wind = Wind::from(Heading::degrees(from), MetresPerSecond(speed));
            let disc = reach(&quad(), wind, Local::default(), Metres(60.0), true, Seconds(budget)).unwrap();
            let rim = disc.centre.moved(Heading::degrees(to), disc.radius);
            let flight = fly(&quad(), wind, &[Local::default(), rim], Metres(60.0), true).unwrap();
            prop_assert!((flight.time.0 - budget).abs() < 1e-6);
        }
    }

    #[test]
    fn a_tier_held_by_one_alone_is_at_risk_and_other_classes_do_not_count() {
        let tier = ResponseTier { budget: Seconds(180.0), responders: vec![ResponderClass::Car, ResponderClass::Air] };
        let response = |who: &str, class, time| Response { who: who.into(), class, time: Seconds(time) };
        let state = |arrivals: &[Response]| tier.audit(arrivals).state;
        let (car, late) = (response("c", ResponderClass::Car, 180.0), response("d", ResponderClass::Car, 180.1));
        let foot = response("f", ResponderClass::Foot, 10.0);
        assert_eq!(state(&[late.clone(), foot.clone()]), TierState::Failed);
        assert_eq!(state(&[late.clone(), car.clone()]), TierState::AtRisk);
        assert_eq!(state(&[car.clone(), response("e", ResponderClass::Air, 9.0)]), TierState::Met);
        assert_eq!(tier.audit(&[late, car, foot]).first.unwrap().who, "c");
    }
}
