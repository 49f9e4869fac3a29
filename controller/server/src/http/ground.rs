//! Questions about the district that the loop need not answer: whose area it is. The district does not change while the
//! controller runs, so these answers come from the same atlas, without a turn of the loop.

use super::Door;
use super::problem::{problem, refuse};
use super::views::may_see;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use controller_api::outward;
use controller_api::view::SeatsView;
use geodata::{Atlas, Finding, Wgs84};
use serde::Deserialize;
use std::sync::Arc;

/// The district and its areas, written once.
#[derive(Clone, Debug)]
pub struct Ground {
    atlas: Arc<Atlas>,
    areas: Bytes,
    tag: String,
    seats: Arc<SeatsView>,
}

impl Ground {
    /// Writes the areas once for all screens.
    ///
    /// # Errors
    /// When the areas cannot be written as JSON, which a district that was opened does not do.
    pub fn new(atlas: Arc<Atlas>, seats: SeatsView) -> Result<Self, Finding> {
        let areas = serde_json::to_vec(&outward::areas::areas(&atlas)).map_err(|why| {
            Finding::new("areas_unwritable", "district", why.to_string(), "Import the district again")
        })?;
        let tag = format!("\"{}\"", atlas.hash);
        Ok(Self { atlas, areas: Bytes::from(areas), tag, seats: Arc::new(seats) })
    }

    /// Where somebody can sit down.
    #[must_use]
    pub(super) fn seats(&self) -> &SeatsView {
        &self.seats
    }
}

/// `GET /api/v1/seats`: also to those who have not sat down yet.
pub(super) async fn seats(State(door): State<Door>) -> Response {
    Json(door.ground.seats()).into_response()
}

/// A place in degrees of WGS-84.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    lat: f64,
    lon: f64,
}

/// `GET /api/v1/areas`: the police and civil areas. The tag is the district's hash.
pub(super) async fn areas(State(door): State<Door>, headers: HeaderMap) -> Response {
    if let Err(problem) = may_see(&door, &headers) {
        return refuse(problem);
    }
    let tag = door.ground.tag.clone();
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    let head =
        [(CONTENT_TYPE, "application/json".to_owned()), (CACHE_CONTROL, "private, no-cache".to_owned()), (ETAG, tag)];
    (head, door.ground.areas).into_response()
}

/// `GET /api/v1/owners?lat=..&lon=..`: who answers for a place, and by which rule.
pub(super) async fn owners(
    State(door): State<Door>,
    headers: HeaderMap,
    place: Result<Query<Place>, QueryRejection>,
) -> Response {
    if let Err(problem) = may_see(&door, &headers) {
        return refuse(problem);
    }
    let asked = place.ok().and_then(|Query(place)| Wgs84::new(place.lat, place.lon));
    match asked {
        Some(at) => Json(outward::areas::owners(&door.ground.atlas, at)).into_response(),
        None => refuse(problem(
            "bad_value",
            "query",
            "lat and lon are not a place on earth",
            "Give both in degrees: lat from -90 to 90, lon from -180 to 180",
        )),
    }
}
