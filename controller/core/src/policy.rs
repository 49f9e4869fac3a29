//! Every limit and budget of the controller in one file; its hash is cited by the journal's first record.

use crate::input::Role;
use crate::merge::Limits;
use crate::protocol::Protocols;
use crate::readiness::Failsafe;
use geodata::{Finding, Metres, Seconds};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The shipped policy.
pub const DEFAULT: &str = include_str!("../policy.toml");

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),+ }
    };
}

section!(
    /// Launch approvals.
    ApprovalPolicy {
        /// Seconds a question stays open and a grant usable.
        valid_s: f64,
        /// How often a lapsed question is asked again.
        renewals: u32,
        /// Seconds between a lapsed question and the next.
        renew_after_s: f64,
        /// Seconds a duty commander's watch lasts at most.
        duty_s: f64,
    }
);
section!(
    /// Weather.
    WeatherPolicy {
        /// Nothing is launched without a report.
        required: bool,
        /// Seconds after which a report says nothing any more.
        stale_s: f64,
        /// The strongest gust for any aircraft.
        max_gust_mps: f64,
        /// The heaviest rain for any aircraft.
        max_rain_mm_h: f64,
        /// The least visibility.
        min_visibility_m: f64,
        /// The lowest ceiling above ground.
        min_ceiling_m: f64,
    }
);
section!(
    /// Tasks to ground units.
    TaskingPolicy {
        /// Seconds a dispatcher has to say whether the proposed unit goes, by priority 1 to 4; zero: it is sent at once.
        confirm_s: [f64; 4],
        /// Seconds until an unacknowledged task is sent again.
        remind_s: f64,
        /// Seconds until the next unit is asked.
        timeout_s: f64,
        /// Seconds between repeats of what a device has not confirmed.
        resend_s: f64,
        /// Seconds until people are told that a crew does not confirm a recall.
        recall_unseen_s: f64,
        /// Seconds until a recall is repeated no more.
        recall_for_s: f64,
        /// Metres a track must lie from a task's destination to move it.
        move_m: f64,
        /// Units shown.
        options: usize,
        /// Seconds by road beyond which nobody is proposed.
        search_s: f64,
        /// Seconds after which screens show a unit's position as old.
        position_stale_s: f64,
        /// Seconds after which a unit is no longer sent by itself.
        never_auto_s: f64,
        /// Metres from the road beyond which a place has no ground answer.
        snap_limit_m: f64,
    }
);
/// What follows from what a unit says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitRule {
    /// It is sent by itself and by hand.
    Assign,
    /// It is sent by a person who says so twice.
    Warn,
    /// It is sent by nobody.
    Block,
}

section!(
    /// What follows from what units say of themselves.
    UnitsPolicy {
        /// Of one that is busy.
        busy: UnitRule,
        /// Of one that is out of service.
        out_of_service: UnitRule,
        /// Of one with a crew of fewer than `crew`.
        short: UnitRule,
        /// How many a crew should be.
        crew: u8,
        /// What crews can do besides, as the plan and the protocol name it; at most 32.
        can: Vec<String>,
        /// Seconds a position can be old at most, whatever the device says.
        age_cap_s: f64,
    }
);
section!(
    /// When people above are told.
    EscalatePolicy {
        /// Offers of one incident in a row that nobody took.
        offers: usize,
        /// Seconds for which nobody could be sent.
        nobody_s: f64,
        /// The role that is told.
        to: Role,
    }
);
section!(
    /// Aircraft.
    AircraftPolicy {
        /// Seconds after which an aircraft's position is too old.
        position_stale_s: f64,
        /// Metres to the end of its path at which it has arrived.
        arrival_radius_m: f64,
        /// Percent below which it is sent home, however near.
        return_battery_percent: u8,
        /// Seconds of silence after which it no longer serves its incident.
        lost_after_s: f64,
        /// Seconds over the place without a track before a unit goes anyway.
        nothing_seen_s: f64,
        /// Seconds within which an order must leave.
        order_valid_s: f64,
    }
);
section!(
    /// Tracks.
    TrackPolicy {
        /// Detections that make a track.
        confirm_hits: u32,
        /// Metres around the prediction.
        gate_m: f64,
        /// Seconds until it coasts.
        coast_after_s: f64,
        /// Seconds until it is dropped.
        drop_after_s: f64,
        /// Metres from the incident.
        range_m: f64,
    }
);
section!(
    /// Cameras.
    CameraPolicy {
        /// Metres around an incident within which its aircraft may record.
        scene_radius_m: f64,
        /// Recording ends so many seconds of flight before it must.
        stop_ahead_s: f64,
        /// Seconds until a camera that still records is told again to stop; twice as long each time.
        again_after_s: f64,
        /// Degrees below the horizon that still count as level on the way.
        level_deg: f64,
    }
);
section!(
    /// Patrols.
    PatrolPolicy {
        /// Percent a docked aircraft needs.
        battery_percent: u8,
        /// Seconds between landing and the next proposal.
        pause_s: f64,
        /// Seconds after a refused patrol.
        after_refusal_s: f64,
        /// Seconds after a patrol question nobody answered.
        after_lapse_s: f64,
    }
);
section!(
    /// Assessments.
    AssessPolicy {
        /// Seconds after a start before anything is proposed.
        warm_up_s: f64,
        /// Seconds until a fruitless look is repeated.
        again_after_s: f64,
    }
);
section!(
    /// Wind until an aircraft reports its own.
    WindPolicy {
        /// Where it blows from, degrees from north.
        from_deg: f64,
        /// Metres per second.
        speed_mps: f64,
    }
);

section!(
    /// Who an aircraft is.
    IdentityPolicy {
        /// Whether the first unique number heard of an aircraft without one in the plan is believed and kept. Without it
        /// such an aircraft is read and never commanded.
        learn: bool,
    }
);

section!(
    /// Control of a vehicle among our posts.
    ControlPolicy {
        /// Seconds the holder has to answer another post that asks; then the vehicle is the other's.
        answer_s: f64,
    }
);
section!(
    /// What an aircraft must say of itself before it is launched.
    ReadinessPolicy {
        /// Seconds after which its parameters are too old and read again.
        settings_age_s: f64,
        /// What it may do when it hears us no more.
        link_loss: Vec<Failsafe>,
        /// Seconds of silence after which it must have begun.
        link_loss_s: f64,
        /// What it may do on a low battery, and on a nearly empty one.
        battery: Vec<Failsafe>,
        /// Percent at which it must act at the latest.
        battery_percent: f64,
        /// Metres above home it must return at, at least.
        return_min_m: f64,
        /// And at most, else the card warns.
        return_max_m: f64,
        /// What it may do at its fence; else the card warns.
        fence: Vec<Failsafe>,
        /// Satellites.
        satellites: u8,
        /// Metres of horizontal accuracy.
        accuracy_m: f64,
        /// Horizontal dilution of precision.
        dilution: f64,
        /// Seconds its clock may differ from ours before the card warns.
        skew_s: f64,
    }
);

section!(
    /// What is seen from the air.
    SeenPolicy {
        /// Metres an event can be from where it is expected.
        reach_m: f64,
        /// Seconds after which one nobody sees is over.
        over_s: f64,
        /// Detections a second of one source that are reckoned with.
        per_second: f64,
        /// And so many at once.
        burst: f64,
        /// Detections that make an event worth telling,
        hits: u64,
        /// their mean confidence,
        confidence: f64,
        /// and the seconds it has gone on.
        seconds: f64,
        /// Seconds between two words about an incident's event, doubled each time.
        told_s: f64,
        /// Priority of the incident smoke begins; 0: none.
        smoke_priority: u8,
        /// Of the one a crowd begins.
        crowd_priority: u8,
    }
);
section!(
    /// The circles of guarded places.
    CirclesPolicy {
        /// Metres a unit moves before its times are looked up again.
        moved_m: f64,
        /// Units whose times are looked up a second.
        units_per_second: u32,
        /// Seconds a tier fails, or no longer fails, before it is written down.
        settle_s: f64,
    }
);
section!(
    /// Roads and the clock their rules of certain hours go by.
    RoadsPolicy {
        /// How far local time is ahead of UTC. Without it what a road forbids at certain hours is forbidden always.
        utc_offset: Option<UtcOffset>,
    }
);

/// How far a place's clocks are ahead of UTC, written as `+08:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct UtcOffset {
    /// Minutes ahead of UTC, at most 14 hours either way.
    pub minutes: i32,
}

impl TryFrom<String> for UtcOffset {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || format!("\"{text}\" is no offset from UTC; write it as \"+08:00\"");
        let (sign, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (1, rest),
            Some(("-", rest)) => (-1, rest),
            _ => return Err(fault()),
        };
        let two = |digits: &str| (digits.len() == 2).then(|| digits.parse::<u8>().ok()).flatten().map(i32::from);
        let (hours, minutes) = rest.split_once(':').ok_or_else(fault)?;
        match (two(hours), two(minutes)) {
            (Some(hours), Some(minutes)) if hours * 60 + minutes <= 14 * 60 && minutes < 60 => {
                Ok(Self { minutes: sign * (hours * 60 + minutes) })
            }
            _ => Err(fault()),
        }
    }
}

pub mod follow;
pub mod levels;
pub mod pairing;
pub mod relief;
pub mod serious;
pub mod traffic;

/// The policy in force. Immutable; a change is a new policy with a new hash.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// SHA-256 of the text, in hex; it is reckoned, not read.
    #[serde(skip)]
    pub hash: String,
    /// Launch approvals.
    pub approval: ApprovalPolicy,
    /// Weather.
    pub weather: WeatherPolicy,
    /// Tasks to ground units.
    pub tasking: TaskingPolicy,
    /// What follows from what units say of themselves.
    pub units: UnitsPolicy,
    /// When people above are told.
    pub escalate: EscalatePolicy,
    /// Whom the units are given to.
    pub pairing: pairing::PairingPolicy,
    /// Aircraft.
    pub aircraft: AircraftPolicy,
    /// Tracks.
    pub track: TrackPolicy,
    /// Cameras.
    pub camera: CameraPolicy,
    /// Patrols.
    pub patrol: PatrolPolicy,
    /// Assessments.
    pub assess: AssessPolicy,
    /// Default wind.
    pub wind: WindPolicy,
    /// Who an aircraft is.
    pub identity: IdentityPolicy,
    /// Others in the air.
    pub traffic: traffic::TrafficPolicy,
    /// Control among our posts.
    pub control: ControlPolicy,
    /// What an aircraft must say of itself.
    pub readiness: ReadinessPolicy,
    /// Roads and their clock.
    pub roads: RoadsPolicy,
    /// What is seen from the air.
    pub seen: SeenPolicy,
    /// The circles of guarded places.
    pub circles: CirclesPolicy,
    /// Following.
    pub follow: follow::FollowPolicy,
    /// Relief over an incident.
    pub relief: relief::ReliefPolicy,
    /// Bureau and stations.
    pub levels: levels::LevelsPolicy,
    /// A serious case.
    pub serious: serious::SeriousPolicy,
    /// What each kind of call is answered with.
    pub protocol: Protocols,
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// An unknown, missing or mistyped key, with its line.
    pub fn parse(text: &str) -> Result<Self, Finding> {
        let mut policy: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            Finding {
                code: "policy",
                at: format!("line {line}"),
                say: error.message().to_owned(),
                remedy: "Compare with the shipped controller/core/policy.toml.".to_owned(),
            }
        })?;
        if let Some(fault) = not_an_amount(text) {
            return Err(fault);
        }
        if let Some((at, say)) = policy.serious.fault().or_else(|| policy.levels.fault()) {
            let remedy = "Compare with the shipped controller/core/policy.toml.".to_owned();
            return Err(Finding { code: "policy", at: at.to_owned(), say: say.to_owned(), remedy });
        }
        policy.hash = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok(policy)
    }
}

impl SeenPolicy {
    /// What the merger goes by.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            reach: Metres(self.reach_m),
            over: Seconds(self.over_s),
            per_second: self.per_second,
            burst: self.burst,
        }
    }
}

/// The first number that is no amount. A limit that is "nan" would never be reached, and one below zero always.
fn not_an_amount(text: &str) -> Option<Finding> {
    let sections: toml::Table = text.parse().ok()?;
    let (at, number) = sections.iter().find_map(|(key, value)| no_amount_in(key, value))?;
    let (say, remedy) = (format!("{number} is not an amount"), "Write a number from 0 upwards.".to_owned());
    Some(Finding { code: "policy", at, say, remedy })
}

fn no_amount_in(at: &str, value: &toml::Value) -> Option<(String, f64)> {
    if let Some(keys) = value.as_table() {
        return keys.iter().find_map(|(key, value)| no_amount_in(&format!("{at}.{key}"), value));
    }
    if let Some(items) = value.as_array() {
        return items.iter().enumerate().find_map(|(number, item)| no_amount_in(&format!("{at}[{number}]"), item));
    }
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))?;
    (!number.is_finite() || number < 0.0).then(|| (at.to_owned(), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_policy_reads() {
        assert!(Policy::parse(DEFAULT).is_ok());
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_name_and_line() {
        let text = DEFAULT.replace("renewals = 20", "renewal = 20");
        let finding = Policy::parse(&text).unwrap_err();
        assert!(finding.say.contains("renewal"), "{}", finding.say);
        assert_eq!(finding.at, "line 5");
    }

    #[test]
    fn a_limit_that_is_no_amount_is_refused_with_its_key() {
        for bad in ["nan", "inf", "-1.0", "-1", "-inf"] {
            let text = DEFAULT.replace("position_stale_s = 3 ", &format!("position_stale_s = {bad} "));
            assert_ne!(text, DEFAULT);
            let finding = Policy::parse(&text).unwrap_err();
            assert_eq!(finding.at, "aircraft.position_stale_s", "{finding}");
        }
    }
}
