//! `GET /api/v1/recorder`: whether the recorder writes, what it keeps and what it lost.

use super::Door;
use super::links::allowed;
use super::problem::refuse;
use super::rights::Act;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

/// Answers without the loop: the recorder counts for itself.
pub(super) async fn show(State(door): State<Door>, headers: HeaderMap) -> Response {
    match allowed(&door, &headers, Act::SeeLinks) {
        Ok(_) => Json(door.recorder.as_ref().map(|recorder| recorder.state()).unwrap_or_default()).into_response(),
        Err(problem) => refuse(problem),
    }
}
