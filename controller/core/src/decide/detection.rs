//! A track that stays becomes the incident's track, once.

use crate::controller::Controller;
use crate::decide::air::{callsign, tenth};
use crate::decide::{Scope, Step};
use crate::event::Fact;
use crate::facts::TrackConfirmed;
use crate::ledger::sortie::SortieState;
use crate::picture::tracks::{Track, TrackState};
use crate::reason::{self, Reason};
use geodata::{Metres, Timestamp};

/// The first open incident without a track whose aircraft has a confirmed one near the place.
pub fn confirm(controller: &Controller, _at: Timestamp, scope: Scope) -> Step {
    let mut step = Step::of(controller);
    for sortie in scope.sorties(&controller.ledger) {
        if !matches!(sortie.state, SortieState::EnRoute | SortieState::OnScene) {
            continue;
        }
        let Some(incident_id) = sortie.purpose.incident() else { continue };
        let Some(incident) = controller.ledger.incidents.get(&incident_id) else { continue };
        if !incident.is_open() || incident.track.is_some() {
            continue;
        }
        let scene = controller.setup.atlas.frame.to_local(incident.place);
        let seen = seen_near(controller, sortie.vehicle, scene);
        let since = |track: &&Track| track.seen(sortie.vehicle).is_some_and(|seen| seen >= sortie.ordered);
        let Some(track) = seen.filter(since) else { continue };
        let accuracy = Metres(tenth(track.accuracy().0));
        let number = step.next.next_track();
        step.say(
            Fact::TrackConfirmed(TrackConfirmed {
                track: number,
                incident: incident_id,
                vehicle: sortie.vehicle,
                class: track.class,
                place: controller.setup.atlas.frame.to_wgs84(track.place()),
                accuracy,
                confidence: (track.confidence * 100.0).round() / 100.0,
                error: Some(track.error().rounded()),
                seen_by: track.seen_by().collect(),
            }),
            Reason::TrackConfirmed(reason::TrackConfirmed {
                vehicle: callsign(&controller.setup.plan, sortie.vehicle),
                class: track.class,
                hits: track.hits,
                accuracy_m: accuracy.0,
            }),
        );
        return step;
    }
    step
}

/// The surest confirmed track of an aircraft within range of the scene; the nearest of equals.
fn seen_near(controller: &Controller, vehicle: crate::ids::VehicleId, scene: geodata::Local) -> Option<&Track> {
    let range = controller.setup.policy.track.range_m;
    controller
        .picture
        .tracks
        .of(vehicle)
        .filter(|track| track.state == TrackState::Confirmed && track.place().distance(scene).0 <= range)
        .min_by(|a, b| b.hits.cmp(&a.hits).then(a.place().distance(scene).total_cmp(&b.place().distance(scene))))
}
