//! The links to aircraft: what there is and what it carries, a new one, one less. They come and go without a restart.

use super::problem::{problem, refuse};
use super::rights::{Act, may, who_may};
use super::views::ask_loop;
use super::{Door, body, session};
use crate::limits::REQUEST_WAIT;
use crate::radio::{LinkSpec, Taken};
use crate::request::Request;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use controller_api::ask::Problem;
use controller_core::Actor;
use controller_link::LinkId;
use geodata::Finding;
use serde::{Deserialize, Serialize};

/// The body of `POST /api/v1/links`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewLink {
    /// `KIND:ADDRESS`.
    spec: String,
}

/// The answer: which link it is about.
#[derive(Debug, Serialize)]
struct Named {
    link: u16,
}

/// `GET /api/v1/links`.
pub(super) async fn list(State(door): State<Door>, headers: HeaderMap) -> Response {
    let result = async {
        allowed(&door, &headers, Act::SeeLinks)?;
        ask_loop(&door, REQUEST_WAIT, Request::Links).await
    };
    match result.await {
        Ok(links) => Json(links).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// `POST /api/v1/links`.
pub(super) async fn add(State(door): State<Door>, headers: HeaderMap, body: Body) -> Response {
    let result = async {
        let post = allowed(&door, &headers, Act::Links)?;
        let NewLink { spec } = body::read(body).await?;
        let spec = LinkSpec::read("spec", &spec).map_err(told)?;
        // Names are looked up and ports taken here: the loop waits for nobody.
        let opened = tokio::task::spawn_blocking(move || Taken::open("spec", &spec)).await;
        let taken = opened.map_err(|_| super::problem::stopping())?.map_err(told)?;
        ask_loop(&door, REQUEST_WAIT, |answer| Request::AddLink { post, taken, answer }).await?.map_err(told)
    };
    match result.await {
        Ok(id) => (StatusCode::CREATED, Json(Named { link: id.0 })).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// `DELETE /api/v1/links/{id}`.
pub(super) async fn remove(
    State(door): State<Door>,
    id: Result<Path<u16>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let post = allowed(&door, &headers, Act::Links)?;
        let Ok(Path(id)) = id else {
            return Err(problem("bad_id", "path", "the id in the path is no number", "Use the id as it was shown"));
        };
        let link = LinkId(id);
        if ask_loop(&door, REQUEST_WAIT, |answer| Request::RemoveLink { post, link, answer }).await? {
            return Ok(id);
        }
        Err(problem("no_such", "path", format!("there is no link {id}"), "Look at GET /api/v1/links"))
    };
    match result.await {
        Ok(link) => Json(Named { link }).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// Who asks, if they may.
pub(super) fn allowed(door: &Door, headers: &HeaderMap, act: Act) -> Result<Actor, Problem> {
    let actor = session::sender(door, headers)?;
    // The radios are the bureau's.
    let is_theirs = act != Act::Links || actor.station().is_none();
    if may(actor.role, act) && is_theirs {
        return Ok(actor);
    }
    let level = if is_theirs { "" } else { " of the bureau" };
    let say = format!("this post may not do this; it takes: {}{level}", who_may(act));
    Err(problem("not_allowed", "session", say, "Ask one of those posts"))
}

fn told(finding: Finding) -> Problem {
    problem(finding.code, &finding.at, finding.say, finding.remedy)
}
