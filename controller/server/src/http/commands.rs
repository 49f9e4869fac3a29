//! Everything that can change something: one handler a route, one way to the loop. Right first, then the key, then the
//! body, then the engine; the answer comes when the record is durable.

use super::problem::{problem, refuse};
use super::rights::{act_of, may, who_may};
use super::views::ask_loop;
use super::{Door, body, session};
use crate::limits::{KEY_BYTES, REQUEST_WAIT};
use crate::remembered::Print;
use crate::request::{Reply, Request};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use controller_api::ask::{Ask, Problem};
use serde::de::DeserializeOwned;

pub(super) type Here = State<Door>;
/// An id from the path; bytes that are no text are told as the other faults are.
pub(super) type Id = Result<Path<String>, PathRejection>;

/// `POST /api/v1/alarms`.
pub(super) async fn alarm(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::Alarm).await
}

/// `POST /api/v1/approvals/{id}`.
pub(super) async fn decide(State(door): Here, id: Id, headers: HeaderMap, body: Body) -> Response {
    with_id(door, id, headers, body, Ask::Decide).await
}

/// `POST /api/v1/duty`.
pub(super) async fn duty(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::Duty).await
}

/// `POST /api/v1/zones`.
pub(super) async fn set_zone(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::SetZone).await
}

/// `POST /api/v1/zones/{number}/lift`.
pub(super) async fn lift_zone(State(door): Here, id: Id, headers: HeaderMap) -> Response {
    answer(bare(&door, &id, &headers, Ask::LiftZone).await)
}

/// `POST /api/v1/weather`.
pub(super) async fn weather(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::Weather).await
}

/// `POST /api/v1/incidents/{id}/taskings`.
pub(super) async fn task(State(door): Here, id: Id, headers: HeaderMap, body: Body) -> Response {
    with_id(door, id, headers, body, Ask::Task).await
}

/// `POST /api/v1/incidents/{id}/close`.
pub(super) async fn close(State(door): Here, id: Id, headers: HeaderMap, body: Body) -> Response {
    with_id(door, id, headers, body, Ask::Close).await
}

/// `POST /api/v1/incidents/{id}/reassess`.
pub(super) async fn reassess(State(door): Here, id: Id, headers: HeaderMap) -> Response {
    answer(bare(&door, &id, &headers, Ask::Reassess).await)
}

/// `POST /api/v1/taskings/{id}/recall`.
pub(super) async fn recall(State(door): Here, id: Id, headers: HeaderMap) -> Response {
    answer(bare(&door, &id, &headers, Ask::Recall).await)
}

/// `POST /api/v1/taskings/{id}/replies`.
pub(super) async fn reply(State(door): Here, id: Id, headers: HeaderMap, body: Body) -> Response {
    with_id(door, id, headers, body, Ask::Reply).await
}

/// `POST /api/v1/vehicles/{id}/orders`.
pub(super) async fn order(State(door): Here, id: Id, headers: HeaderMap, body: Body) -> Response {
    with_id(door, id, headers, body, Ask::Order).await
}

/// `POST /api/v1/vehicles/{id}/station`.
pub(super) async fn lend(State(door): Here, id: Id, headers: HeaderMap, body: Body) -> Response {
    with_id(door, id, headers, body, Ask::Lend).await
}

/// `POST /api/v1/taskings/{id}/informed`.
pub(super) async fn informed(State(door): Here, id: Id, headers: HeaderMap) -> Response {
    answer(bare(&door, &id, &headers, Ask::Informed).await)
}

/// `POST /api/v1/squadron/return`.
pub(super) async fn all_return(State(door): Here, headers: HeaderMap) -> Response {
    answer(submit(&door, &headers, Ask::AllReturn).await)
}

/// `POST /api/v1/roads/closures`.
pub(super) async fn close_road(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::CloseRoad).await
}

/// `POST /api/v1/roads/closures/{id}/open`.
pub(super) async fn open_road(State(door): Here, id: Id, headers: HeaderMap) -> Response {
    answer(bare(&door, &id, &headers, Ask::OpenRoad).await)
}

/// `POST /api/v1/units/positions`.
pub(super) async fn positions(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::Positions).await
}

/// `POST /api/v1/detections`.
pub(super) async fn detections(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    with_body(door, headers, body, Ask::Detections).await
}

pub(super) async fn with_body<T: DeserializeOwned>(
    door: Door,
    headers: HeaderMap,
    body: Body,
    ask: fn(T) -> Ask,
) -> Response {
    let result = async {
        // A stranger's body is not even read.
        session::sender(&door, &headers)?;
        let said = body::read(body).await?;
        submit(&door, &headers, ask(said)).await
    };
    answer(result.await)
}

pub(super) async fn with_id<T: DeserializeOwned>(
    door: Door,
    id: Id,
    headers: HeaderMap,
    body: Body,
    ask: fn(u32, T) -> Ask,
) -> Response {
    let result = async {
        session::sender(&door, &headers)?;
        let id = number(&id)?;
        let said = body::read(body).await?;
        submit(&door, &headers, ask(id, said)).await
    };
    answer(result.await)
}

pub(super) async fn bare(door: &Door, id: &Id, headers: &HeaderMap, ask: fn(u32) -> Ask) -> Result<Reply, Problem> {
    submit(door, headers, ask(number(id)?)).await
}

async fn submit(door: &Door, headers: &HeaderMap, ask: Ask) -> Result<Reply, Problem> {
    let actor = session::sender(door, headers)?;
    let act = act_of(&ask);
    if !may(actor.role, act) {
        let say = format!("this post may not do this; it takes: {}", who_may(act));
        return Err(problem("not_allowed", "session", say, "Ask one of those posts"));
    }
    let key = key_in(headers)?;
    // Here and not in the loop: a large batch takes a while.
    let print = Print::of(&ask);
    ask_loop(door, REQUEST_WAIT, |answer| Request::Do { actor, key, ask, print, answer }).await?
}

/// The `Idempotency-Key`.
fn key_in(headers: &HeaderMap) -> Result<String, Problem> {
    let at = "Idempotency-Key";
    match headers.get("idempotency-key").map(|key| key.to_str()) {
        None => {
            Err(problem("missing_key", at, "a command carries a key of its own", "Send a fresh random Idempotency-Key"))
        }
        Some(Ok(key)) if !key.is_empty() && key.len() <= KEY_BYTES => Ok(key.to_owned()),
        Some(_) => {
            let say = format!("the key is empty, longer than {KEY_BYTES} bytes or not plain text");
            Err(problem("bad_key", at, say, "Send a random key of 16 to 64 letters and digits"))
        }
    }
}

fn number(id: &Id) -> Result<u32, Problem> {
    let parsed = id.as_ref().ok().and_then(|Path(id)| id.parse().ok());
    parsed.ok_or_else(|| problem("bad_id", "path", "the id in the path is no number", "Use the id as it was shown"))
}

pub(super) fn answer(result: Result<Reply, Problem>) -> Response {
    match result {
        Ok(Reply::Alarm(accepted)) => (StatusCode::CREATED, Json(accepted)).into_response(),
        Ok(Reply::Returned(returned)) => Json(returned).into_response(),
        Ok(Reply::Accepted(accepted)) => Json(accepted).into_response(),
        Err(problem) => refuse(problem),
    }
}
