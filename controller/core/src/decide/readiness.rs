//! Whether an aircraft may be launched as it is set up and as it stands: every shortfall, with what blocks first. What is
//! not known blocks as well. An aircraft that would fly on when it hears us no more, or that listens to another ground
//! station, is lost with the first broken radio.

mod settings;

use crate::controller::Controller;
use crate::decide::gates;
use crate::ids::VehicleId;
use crate::picture::fleet::VehicleFace;
use crate::policy::ReadinessPolicy;
use crate::readiness::{Navigation, PositionDoubt};
use crate::reason::Reason;
use geodata::Timestamp;

/// Something about an aircraft that is not as the policy wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// What, with the values found and wanted.
    pub why: Reason,
    /// It is not launched; otherwise the card says so and a person decides.
    pub blocks: bool,
}

impl Shortfall {
    fn blocks(why: Reason) -> Self {
        Self { why, blocks: true }
    }

    fn warns(why: Reason) -> Self {
        Self { why, blocks: false }
    }
}

/// Everything about an aircraft that is not as the policy wants it; what blocks comes first.
#[must_use]
pub fn shortfalls(controller: &Controller, at: Timestamp, vehicle: VehicleId, face: &VehicleFace) -> Vec<Shortfall> {
    let policy = &controller.setup.policy.readiness;
    let mut all: Vec<Shortfall> = placed(controller, vehicle).err().map(Shortfall::blocks).into_iter().collect();
    match &face.settings {
        None => all.push(Shortfall::blocks(Reason::SettingsUnread {})),
        Some((told, settings)) => {
            let age = at.since(*told);
            if age.0 > policy.settings_age_s {
                all.push(Shortfall::blocks(Reason::SettingsOld { seconds: age.0.round() }));
            }
            settings::compare(settings, policy, &mut all);
        }
    }
    if let Some(status) = &face.status {
        navigation(&status.navigation, policy, &mut all);
    }
    if let Some(skew) = face.skew.filter(|skew| skew.0.abs() > policy.skew_s) {
        all.push(Shortfall::warns(Reason::ClockSkew { seconds: skew.0 }));
    }
    all.extend(gates::all(controller, at, vehicle).into_iter().map(Shortfall::blocks));
    all.sort_by_key(|shortfall| !shortfall.blocks);
    all
}

/// Whether nothing forbids a launch.
///
/// # Errors
/// The first thing that does.
pub fn ready(controller: &Controller, at: Timestamp, vehicle: VehicleId, face: &VehicleFace) -> Result<(), Reason> {
    match shortfalls(controller, at, vehicle, face).into_iter().find(|shortfall| shortfall.blocks) {
        Some(shortfall) => Err(shortfall.why),
        None => Ok(()),
    }
}

/// Whether an aircraft's position is believed.
///
/// # Errors
/// Why not.
pub fn placed(controller: &Controller, vehicle: VehicleId) -> Result<(), Reason> {
    match controller.ledger.guard.misplaced.get(&vehicle) {
        Some((_, doubt)) => Err(doubt.why()),
        None => Ok(()),
    }
}

/// What an aircraft does not say is not held against it: not every autopilot says everything.
fn navigation(navigation: &Navigation, policy: &ReadinessPolicy, all: &mut Vec<Shortfall>) {
    if let Some(satellites) = navigation.satellites.filter(|satellites| *satellites < policy.satellites) {
        all.push(Shortfall::blocks(Reason::FewSatellites { satellites, least: policy.satellites }));
    }
    if let Some(accuracy) = navigation.accuracy.filter(|accuracy| accuracy.0 > policy.accuracy_m) {
        all.push(Shortfall::blocks(Reason::FixCoarse { accuracy_m: accuracy.0, most_m: policy.accuracy_m }));
    }
    if let Some(dilution) = navigation.dilution.filter(|dilution| *dilution > policy.dilution) {
        all.push(Shortfall::blocks(Reason::FixDiluted { dilution, most: policy.dilution }));
    }
    let Some(estimator) = navigation.estimator else { return };
    if !estimator.knows_place {
        all.push(Shortfall::blocks(Reason::EstimatorLost {}));
    } else if estimator.disagrees {
        all.push(Shortfall::blocks(Reason::EstimatorDisagrees {}));
    }
}

impl PositionDoubt {
    /// The doubt as a reason.
    #[must_use]
    pub fn why(&self) -> Reason {
        match self {
            Self::Jumped { distance } => Reason::PositionJumped { distance_m: distance.0.round() },
            Self::Glitching {} => Reason::PositionGlitching {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{DEFAULT, Policy};
    use crate::readiness::Estimator;
    use geodata::Metres;

    fn found(told: Navigation) -> Vec<String> {
        let policy = Policy::parse(DEFAULT).unwrap();
        let mut all = Vec::new();
        navigation(&told, &policy.readiness, &mut all);
        assert!(all.iter().all(|shortfall| shortfall.blocks));
        all.iter().map(|shortfall| shortfall.why.code()).collect()
    }

    #[test]
    fn what_an_aircraft_says_of_its_satellites_and_its_estimator_decides_and_what_it_does_not_say_does_not() {
        let sure = Estimator { knows_place: true, glitching: false, disagrees: false };
        let good = Navigation {
            satellites: Some(14),
            dilution: Some(1.0),
            accuracy: Some(Metres(1.0)),
            estimator: Some(sure),
        };
        assert_eq!(found(good), Vec::<String>::new());
        assert_eq!(found(Navigation::default()), Vec::<String>::new());
        assert_eq!(found(Navigation { satellites: Some(4), ..good }), ["few_satellites"]);
        assert_eq!(found(Navigation { dilution: Some(4.0), ..good }), ["fix_diluted"]);
        assert_eq!(found(Navigation { accuracy: Some(Metres(25.0)), ..good }), ["fix_coarse"]);
        let lost = Estimator { knows_place: false, ..sure };
        assert_eq!(found(Navigation { estimator: Some(lost), ..good }), ["estimator_lost"]);
        let torn = Estimator { disagrees: true, ..sure };
        assert_eq!(found(Navigation { estimator: Some(torn), ..good }), ["estimator_disagrees"]);
    }
}
