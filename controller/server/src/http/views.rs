//! What can be read: the whole picture, the aircraft as JSON for people and scripts, and whether the controller lives.

use super::problem::{busy, problem, refuse, stopping};
use super::rights::{Act, may};
use super::{Door, session};
use crate::limits::{HEALTH_WAIT, REQUEST_WAIT};
use crate::request::Request;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use controller_api::ask::Problem;
use controller_api::view::Snapshot;
use std::time::Duration;
use tokio::sync::oneshot;

/// Hands a request to the loop and waits for its answer.
pub(super) async fn ask_loop<T>(
    door: &Door,
    wait: Duration,
    request: impl FnOnce(oneshot::Sender<T>) -> Request,
) -> Result<T, Problem> {
    let (answer, heard) = oneshot::channel();
    door.requests.try_send(request(answer)).map_err(|_| busy())?;
    match tokio::time::timeout(wait, heard).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err(stopping()),
        Err(_) => Err(busy()),
    }
}

/// `GET /api/v1/health`: needs no login; answers only when the loop does.
pub(super) async fn health(State(door): State<Door>) -> Response {
    match ask_loop(&door, HEALTH_WAIT, Request::Health).await {
        Ok(health) => Json(health).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// `GET /api/v1/snapshot`.
pub(super) async fn snapshot(State(door): State<Door>, headers: HeaderMap) -> Response {
    match see(&door, &headers).await {
        Ok(snapshot) => Json(*snapshot).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// `GET /api/v1/drones`.
pub(super) async fn drones(State(door): State<Door>, headers: HeaderMap) -> Response {
    match see(&door, &headers).await {
        Ok(snapshot) => Json(snapshot.vehicles).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// `GET /api/v1/loops`.
pub(super) async fn loops(State(door): State<Door>, headers: HeaderMap) -> Response {
    match see(&door, &headers).await {
        Ok(snapshot) => Json(snapshot.loops).into_response(),
        Err(problem) => refuse(problem),
    }
}

async fn see(door: &Door, headers: &HeaderMap) -> Result<Box<Snapshot>, Problem> {
    may_see(door, headers)?;
    ask_loop(door, REQUEST_WAIT, Request::Snapshot).await
}

/// Whether whoever asks may read.
pub(super) fn may_see(door: &Door, headers: &HeaderMap) -> Result<(), Problem> {
    let actor = session::sender(door, headers)?;
    if may(actor.role, Act::See) {
        return Ok(());
    }
    Err(problem("not_allowed", "session", "this post may not read here", "Log in at another post"))
}
