//! The payload of one aircraft in a screen's words.

use super::vehicle::order_view;
use crate::view::{CameraView, GimbalView, PayloadView, StreamView};
use controller_core::ledger::payload::PayloadBook;
use controller_core::picture::fleet::VehicleFace;
use controller_core::{CameraState, GimbalControl, GimbalState, VideoStream};

/// What it has told of, and what it was last told; nothing for an aircraft without.
pub(super) fn view(face: &VehicleFace, book: Option<&PayloadBook>) -> Option<PayloadView> {
    if face.gimbal.is_none() && face.camera.is_none() {
        return None;
    }
    let order = book.and_then(PayloadBook::last_order);
    Some(PayloadView {
        gimbal: face.gimbal.as_ref().map(gimbal),
        camera: face.camera.as_deref().map(|camera| self::camera(camera, book)),
        order: order
            .map(|state| order_view(state.order.id, state.order.kind.word(), state.given, state.progress.as_ref())),
    })
}

fn gimbal(state: &GimbalState) -> GimbalView {
    let (control, by) = match state.control {
        GimbalControl::Unknown => ("unknown", None),
        GimbalControl::Free => ("free", None),
        GimbalControl::Ours => ("ours", None),
        GimbalControl::Other(system) => ("other", Some(system)),
    };
    let (pitch_deg, yaw_deg) = (state.pitch_deg, state.yaw_deg);
    GimbalView { control: control.to_owned(), by, pitch_deg, yaw_deg, locked: state.is_locked }
}

fn camera(state: &CameraState, book: Option<&PayloadBook>) -> CameraView {
    let recording = book.and_then(|book| book.recording);
    CameraView {
        name: state.name.clone(),
        records: state.records,
        recording: state.recording,
        since_ms: recording.map(|recording| recording.since.as_millis()),
        breached: recording.is_some_and(|recording| recording.breached),
        room_mib: state.room_mib,
        streams: state.streams.iter().map(stream).collect(),
    }
}

fn stream(stream: &VideoStream) -> StreamView {
    StreamView {
        number: stream.number,
        name: stream.name.clone(),
        uri: stream.uri.clone(),
        running: stream.is_running,
        thermal: stream.is_thermal,
        size: stream.size.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default(),
    }
}
