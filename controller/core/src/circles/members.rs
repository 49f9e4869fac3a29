//! Who can be called to a guarded place: aircraft, patrols, and the people of the stations.

use crate::event::Purpose;
use crate::ids::{UnitId, VehicleId};
use crate::ledger::Ledger;
use crate::ledger::sortie::SortieState;
use crate::picture::Picture;
use crate::picture::fleet::Link;
use crate::setup::Setup;
use flight_plans::Wind;
use flight_plans::circle::Readiness;
use flight_plans::circle::times::{AirUnit, Moves};
use geodata::{Heading, Local, Metres, MetresPerSecond, PostKind, Profile, ResponderClass, Seconds, Timestamp};

/// A unit of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// An aircraft.
    Air(VehicleId),
    /// A ground unit.
    Ground(UnitId, Profile),
    /// The people of a station, by the post's place in the atlas.
    Station(usize),
}

/// One who can be called now: where, how high over the ground, and whether still on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stand {
    at: Local,
    height: Metres,
    on_ground: bool,
}

/// One unit, and where it was when its times were looked up.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) who: Who,
    pub(super) class: ResponderClass,
    /// When its times were last looked up.
    pub(super) looked: Option<Timestamp>,
    from: Option<Stand>,
}

/// All units of a plan, and one for each station.
pub(super) fn of(setup: &Setup) -> Vec<Member> {
    let member = |who, class| Member { who, class, looked: None, from: None };
    let plan = &setup.plan;
    let air = plan.squadron.iter().map(|one| member(Who::Air(VehicleId(one.vehicle)), ResponderClass::Air));
    let ground = plan.ground.iter().map(|unit| {
        let class = match unit.profile {
            Profile::Motorbike => ResponderClass::Motorbike,
            Profile::Foot => ResponderClass::Foot,
            Profile::Car | Profile::Emergency => ResponderClass::Car,
        };
        member(Who::Ground(UnitId(unit.unit), unit.profile), class)
    });
    let posts = setup.atlas.posts.iter().enumerate().filter(|(_, post)| post.kind == PostKind::Station);
    let stations = posts.map(|(number, _)| member(Who::Station(number), ResponderClass::Station));
    air.chain(ground).chain(stations).collect()
}

/// The wind everybody flies in: the policy's, until the layers of the weather are told.
pub(super) fn wind(setup: &Setup) -> Wind {
    let policy = &setup.policy.wind;
    Wind::from(Heading::degrees(policy.from_deg), MetresPerSecond(policy.speed_mps))
}

impl Member {
    /// Where it is if it can be called now: heard lately, able, and on no task.
    pub(super) fn stands(&self, at: Timestamp, picture: &Picture, ledger: &Ledger, setup: &Setup) -> Option<Stand> {
        let (atlas, policy) = (&setup.atlas, &setup.policy);
        match self.who {
            Who::Station(number) => {
                let at = atlas.posts.get(number)?.at;
                Some(Stand { at, height: Metres(0.0), on_ground: true })
            }
            Who::Ground(unit, _) => {
                let report = &picture.units.get(unit)?.report;
                let fresh = at.since(report.at) <= Seconds(policy.tasking.position_stale_s);
                let free = fresh && report.available && ledger.tasking_of(unit).is_none();
                let at = atlas.frame.to_local(report.place);
                free.then_some(Stand { at, height: Metres(0.0), on_ground: true })
            }
            Who::Air(vehicle) => {
                let face = picture.fleet.get(vehicle).filter(|face| face.link == Link::Up && face.doubted.is_none())?;
                let fix = face.fresh_fix(at, Seconds(policy.aircraft.position_stale_s))?;
                let charge = face.status.as_ref()?.battery_percent?;
                let busy = ledger.sortie_of(vehicle).is_some_and(|(_, sortie)| {
                    !matches!(sortie.purpose, Purpose::Patrol { .. }) || sortie.state == SortieState::Returning
                });
                let least =
                    if face.in_air() { policy.aircraft.return_battery_percent } else { policy.patrol.battery_percent };
                if busy || charge < least || !(face.in_air() || face.landed()) {
                    return None;
                }
                let place = atlas.frame.to_local(fix.place);
                let height = atlas.terrain.agl(place, fix.altitude).map_or(fix.above_home, |above| above.0);
                Some(Stand { at: place, height, on_ground: face.landed() })
            }
        }
    }

    /// Whether its times must be looked up again.
    pub(super) fn has_moved(&self, stand: &Stand, metres: f64) -> bool {
        self.from.is_none_or(|from| from.on_ground != stand.on_ground || from.at.distance(stand.at).0 > metres)
    }

    pub(super) fn note(&mut self, at: Timestamp, stand: Stand) {
        (self.looked, self.from) = (Some(at), Some(stand));
    }

    pub(super) fn forget(&mut self) {
        self.from = None;
    }

    pub(super) fn is_known(&self) -> bool {
        self.looked.is_some()
    }

    pub(super) fn place(&self) -> Option<Local> {
        self.from.map(|from| from.at)
    }

    /// How it comes.
    pub(super) fn moves<'a>(&self, stand: &Stand, setup: &'a Setup) -> Option<Moves<'a>> {
        let ready = Readiness::default();
        Some(match self.who {
            Who::Air(vehicle) => {
                let layer = setup.plan.aircraft(vehicle.0)?.layer.0;
                let climb = Metres(layer.0 - stand.height.0.max(0.0));
                let airframe = setup.plan.airframe_of(vehicle.0)?;
                let held = ready.approval;
                Moves::Air(AirUnit { airframe, at: stand.at, climb, on_ground: stand.on_ground, held })
            }
            Who::Ground(_, profile) => Moves::Road { at: stand.at, profile, turnout: ready.patrol },
            Who::Station(_) => Moves::Road { at: stand.at, profile: Profile::Car, turnout: ready.station },
        })
    }
}
