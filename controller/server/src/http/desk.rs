//! The routes of what the desk says about an incident.

use super::Door;
use super::commands::{Here, Id, answer as told, bare, with_id};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use controller_api::ask::{Ask, DeskAsk};
use serde::de::DeserializeOwned;

/// All of them.
pub(super) fn routes() -> Router<Door> {
    Router::new()
        .route("/incidents/{id}/split", said(|id, body| Ask::Desk(id, DeskAsk::Split(body))))
        .route("/incidents/{id}/notes", said(|id, body| Ask::Desk(id, DeskAsk::Note(body))))
        .route("/incidents/{id}/links", said(|id, body| Ask::Desk(id, DeskAsk::Link(body))))
        .route("/incidents/{id}/priority", said(|id, body| Ask::Desk(id, DeskAsk::Priority(body))))
        .route("/incidents/{id}/followups", said(|id, body| Ask::Desk(id, DeskAsk::FollowUp(body))))
        .route("/incidents/{id}/check", post(check))
        .route("/incidents/{id}/serious", said(Ask::Serious))
        .route("/units/{id}/need", said(Ask::Need))
        .route("/incidents/{id}/followups/done", said(|id, body| Ask::Desk(id, DeskAsk::FollowedUp(body))))
}

fn said<T: DeserializeOwned + Send + 'static>(ask: fn(u32, T) -> Ask) -> MethodRouter<Door> {
    post(move |door: Here, id: Id, headers: HeaderMap, body: Body| answer(door, id, headers, body, ask))
}

async fn answer<T: DeserializeOwned>(
    State(door): Here,
    id: Id,
    headers: HeaderMap,
    body: Body,
    ask: fn(u32, T) -> Ask,
) -> Response {
    with_id(door, id, headers, body, ask).await
}

async fn check(State(door): Here, id: Id, headers: HeaderMap) -> Response {
    told(bare(&door, &id, &headers, |id| Ask::Desk(id, DeskAsk::Check)).await)
}
