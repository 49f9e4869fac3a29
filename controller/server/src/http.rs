//! The door for screens and devices: every route, what guards it, and the headers every answer carries.

mod body;
mod commands;
mod desk;
mod ground;
mod guard;
mod links;
mod live;
mod problem;
mod recorder;
mod rights;
mod session;
mod standing;
mod statics;
mod station;
mod views;

pub use ground::Ground;
pub use guard::Hosts;
pub(crate) use problem::{problem, refuse};
pub use session::Sessions;
pub(crate) use standing::Standing;

use crate::clock::Clock;
use crate::recorder::Recorder;
use crate::request::Request;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post};
use bytes::Bytes;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use tokio::sync::{mpsc, watch};
use tower_http::services::ServeFile;

/// What every request handler can reach. The engine is not among it: only the loop touches the engine.
#[derive(Clone, Debug)]
pub struct Door {
    /// To the loop.
    pub requests: mpsc::Sender<Request>,
    /// Who sits at which post.
    pub sessions: Arc<Mutex<Sessions>>,
    /// The only clock.
    pub clock: Clock,
    /// The hosts it answers for.
    pub hosts: Hosts,
    /// Whether this is a training world.
    pub training: bool,
    /// The last frame of moving things, encoded once for all screens.
    pub telemetry: watch::Receiver<Bytes>,
    /// The loop's heartbeat: its time in milliseconds of UTC.
    pub beat: watch::Receiver<i64>,
    /// Screens open now.
    pub screens: Arc<AtomicUsize>,
    /// The base map's file.
    pub basemap: PathBuf,
    /// The district, which does not change while the controller runs.
    pub ground: Ground,
    /// Who records what is on the air, if anybody.
    pub recorder: Option<Arc<Recorder>>,
    /// The journal, for stations to copy.
    pub journal: PathBuf,
    /// On which district, plan and policy it is decided.
    pub cite: String,
}

/// All routes.
pub fn routes(door: Door) -> Router {
    let api = Router::new()
        .route("/session", get(session::show).post(session::login).delete(session::logout))
        .route("/seats", get(ground::seats))
        .route("/health", get(views::health))
        .route("/snapshot", get(views::snapshot))
        .route("/drones", get(views::drones))
        .route("/loops", get(views::loops))
        .route("/areas", get(ground::areas))
        .route("/owners", get(ground::owners))
        .route("/alarms", post(commands::alarm))
        .route("/approvals/{id}", post(commands::decide))
        .route("/duty", post(commands::duty))
        .route("/zones", post(commands::set_zone))
        .route("/zones/{number}/lift", post(commands::lift_zone))
        .route("/weather", post(commands::weather))
        .route("/incidents/{id}/taskings", post(commands::task))
        .route("/incidents/{id}/close", post(commands::close))
        .route("/incidents/{id}/reassess", post(commands::reassess))
        .merge(desk::routes())
        .route("/taskings/{id}/recall", post(commands::recall))
        .route("/roads/closures", post(commands::close_road))
        .route("/roads/closures/{id}/open", post(commands::open_road))
        .route("/taskings/{id}/replies", post(commands::reply))
        .route("/vehicles/{id}/orders", post(commands::order))
        .route("/vehicles/{id}/station", post(commands::lend))
        .route("/taskings/{id}/informed", post(commands::informed))
        .route("/links", get(links::list).post(links::add))
        .route("/links/{id}", delete(links::remove))
        .route("/recorder", get(recorder::show))
        .route("/squadron/return", post(commands::all_return))
        .route("/units/positions", post(commands::positions))
        .route("/detections", post(commands::detections))
        .route("/station/records", get(station::records))
        .route("/station/word", post(station::word))
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::no_such_method);
    let hosts = door.hosts.clone();
    let routes = Router::new()
        .nest("/api/v1", api)
        .route("/ws", get(live::open))
        .route_service("/basemap.pmtiles", ServeFile::new(&door.basemap))
        .fallback(statics::serve)
        .with_state(door);
    guarded(routes, hosts)
}

/// What guards every door.
pub(crate) fn guarded(routes: Router, hosts: Hosts) -> Router {
    routes
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(guard::same_origin))
        .layer(from_fn_with_state(hosts, guard::own_host))
        .layer(from_fn(guard::headers))
}
