//! The station's door while it follows: whoever comes is shown to the bureau, which decides.

use super::line::Bureau;
use crate::http::{Hosts, guarded, problem, refuse};
use axum::extract::State;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::http::{Method, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the door tells.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Where everybody is sent.
    pub bureau: Bureau,
    /// Records in the copy.
    pub copied: Arc<AtomicU32>,
}

/// `GET /api/v1/health` of a station that follows.
#[derive(Debug, Serialize)]
struct Following {
    ok: bool,
    follows: String,
    records: u32,
}

/// Its routes.
pub fn routes(desk: Desk, hosts: Hosts) -> Router {
    let routes = Router::new().route("/api/v1/health", get(health)).fallback(elsewhere).with_state(desk);
    guarded(routes, hosts).layer(map_response(parting))
}

/// Nobody keeps a line to a door that may be another one in a moment.
async fn parting(mut answer: Response) -> Response {
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

async fn health(State(desk): State<Desk>) -> Response {
    let (follows, records) = (desk.bureau.base().to_owned(), desk.copied.load(Ordering::Relaxed));
    Json(Following { ok: true, follows, records }).into_response()
}

async fn elsewhere(State(desk): State<Desk>, method: Method, uri: Uri) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    if method == Method::GET && !path.starts_with("/api/") && path != "/ws" {
        return Redirect::temporary(&format!("{}{path}", desk.bureau.base())).into_response();
    }
    let say = "this station follows the bureau and decides nothing by itself now";
    refuse(problem("follows_bureau", path, say, format!("Ask at {}", desk.bureau.base())))
}
