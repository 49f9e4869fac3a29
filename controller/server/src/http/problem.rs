//! Refusals as JSON: what, where, what to do, with the status that fits the code.

use axum::Json;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use controller_api::ask::Problem;

/// A refusal from its four parts.
pub(crate) fn problem(code: &str, at: &str, say: impl Into<String>, remedy: impl Into<String>) -> Problem {
    Problem { code: code.to_owned(), at: at.to_owned(), say: say.into(), remedy: remedy.into() }
}

/// The answer for a refusal.
pub(crate) fn refuse(problem: Problem) -> Response {
    (status_of(&problem.code), Json(problem)).into_response()
}

/// The status for a refusal's code. Codes of the domain that are not listed are conflicts with how things stand.
pub(super) fn status_of(code: &str) -> StatusCode {
    match code {
        "not_json" | "bad_value" | "unknown_field" | "missing_field" | "missing_key" | "bad_key" | "bad_id"
        | "idempotency_key" | "unknown_word" | "out_of_range" | "missing" | "unexpected" | "out_of_district"
        | "unknown_role" | "unknown_station" | "too_many" | "no_websocket" | "bad_link" | "link_unusable" => {
            StatusCode::BAD_REQUEST
        }
        "no_session" => StatusCode::UNAUTHORIZED,
        "not_allowed" | "other_origin" => StatusCode::FORBIDDEN,
        "no_such_route" | "no_such" | "not_found" => StatusCode::NOT_FOUND,
        "no_such_method" => StatusCode::METHOD_NOT_ALLOWED,
        "too_slow" => StatusCode::REQUEST_TIMEOUT,
        "other_host" => StatusCode::MISDIRECTED_REQUEST,
        "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "busy" | "journal_unwritable" | "stopping" | "follows_bureau" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::CONFLICT,
    }
}

/// The path as it was asked for: the router has taken the API's prefix off.
fn whole(uri: &Uri) -> String {
    format!("/api/v1{}", uri.path())
}

/// The answer to an unknown path below the API.
pub(super) async fn no_such_route(uri: Uri) -> Response {
    refuse(problem("no_such_route", &whole(&uri), "there is nothing at this path", "Check the path"))
}

/// The answer to a known path with another verb.
pub(super) async fn no_such_method(uri: Uri) -> Response {
    refuse(problem("no_such_method", &whole(&uri), "this path does not take this method", "Check the method"))
}

/// The loop has too much to do, or cannot record.
pub(super) fn busy() -> Problem {
    problem("busy", "controller", "the controller did not answer in time", "Send the same request again, same key")
}

/// The loop has ended.
pub(super) fn stopping() -> Problem {
    problem("stopping", "controller", "the controller is stopping", "Send the same request again in a moment, same key")
}
