//! Who sits at which post. Demo login: a role by its word; the session is a random token in a cookie, of which only the
//! SHA-256 is kept, also across a restart.

use super::problem::{problem, refuse};
use super::{Door, body, rights};
use crate::limits::{SEAT_SPARED, SESSION_IDLE, SESSION_LIFE, SESSIONS_KEPT_EVERY, seats};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use controller_api::ask::{Login, Problem, Session};
use controller_core::{Actor, Role};
use geodata::{Seconds, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

const COOKIE_NAME: &str = "skyground";

/// The open sessions, by the SHA-256 of their token.
#[derive(Debug, Default)]
pub struct Sessions {
    open: BTreeMap<String, Seat>,
    keeper: Option<Arc<Keeper>>,
    /// When they were last kept, and how often: an older picture never replaces a newer one on disk.
    kept_at: Timestamp,
    edition: u64,
}

/// The file the sessions are kept in, with the edition that is in it.
#[derive(Debug)]
struct Keeper {
    file: PathBuf,
    edition: Mutex<u64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seat {
    actor: Actor,
    opened: Timestamp,
    used: Timestamp,
}

impl Sessions {
    /// The sessions kept in `file`; a file that is missing or unreadable means that everybody logs in again.
    #[must_use]
    pub fn kept_in(file: PathBuf) -> Self {
        let open = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let keeper = Arc::new(Keeper { file, edition: Mutex::new(0) });
        Self { open, keeper: Some(keeper), ..Self::default() }
    }

    /// A new session; the token goes to the browser and is not kept.
    fn open(&mut self, role: Role, station: Option<&str>, at: Timestamp) -> Result<(String, Actor), Problem> {
        self.open.retain(|_, seat| seat.is_good(at));
        self.make_room(role, at)?;
        let token = random_token().map_err(|why| {
            problem(
                "busy",
                "session",
                format!("no random bytes for a session: {why}"),
                "Check the machine's /dev/urandom",
            )
        })?;
        let actor = Actor { role, post: self.free_post(role, station) };
        self.open.insert(digest(&token), Seat { actor: actor.clone(), opened: at, used: at });
        self.keep(at);
        Ok((token, actor))
    }

    /// A role has so many seats, so that a crowd of viewers keeps no commander out. When they are all taken, the one
    /// idle for longest is given to the newcomer; one that is in use is not.
    fn make_room(&mut self, role: Role, at: Timestamp) -> Result<(), Problem> {
        let taken = || self.open.iter().filter(|(_, seat)| seat.actor.role == role);
        if taken().count() < seats(role) {
            return Ok(());
        }
        let idle = taken().min_by_key(|(_, seat)| seat.used);
        match idle.filter(|(_, seat)| at.since(seat.used).0 > SEAT_SPARED.as_secs_f64()).map(|(key, _)| key.clone()) {
            Some(key) => {
                self.open.remove(&key);
                Ok(())
            }
            None => {
                Err(problem("busy", "session", "all seats of this role are in use", "Log out at one and try again"))
            }
        }
    }

    /// The lowest number free at this role's desks, of the bureau or of a station.
    fn free_post(&self, role: Role, station: Option<&str>) -> String {
        let at = station.map(|station| format!("@{station}")).unwrap_or_default();
        let name = |number: usize| format!("{}-{number}{at}", rights::word(role));
        let taken = |post: &String| self.open.values().any(|seat| seat.actor.post == *post);
        (1..=self.open.len() + 1).map(name).find(|post| !taken(post)).unwrap_or_else(|| name(1))
    }

    /// Who holds the token, and that the session was used now.
    pub(super) fn who(&mut self, token: &str, at: Timestamp) -> Option<Actor> {
        let seat = self.open.get_mut(&digest(token)).filter(|seat| seat.is_good(at))?;
        seat.used = at;
        let actor = seat.actor.clone();
        if at.since(self.kept_at).0 > SESSIONS_KEPT_EVERY.as_secs_f64() {
            self.keep_behind(at);
        }
        Some(actor)
    }

    fn close(&mut self, token: &str, at: Timestamp) {
        self.open.remove(&digest(token));
        self.keep(at);
    }

    /// Keeps them before the answer leaves.
    fn keep(&mut self, at: Timestamp) {
        if let Some((keeper, bytes)) = self.picture(at) {
            keeper.write(self.edition, &bytes);
        }
    }

    /// Keeps them in the background: that somebody is still there must not wait for a disk.
    fn keep_behind(&mut self, at: Timestamp) {
        let Some((keeper, bytes)) = self.picture(at) else { return };
        let edition = self.edition;
        let behind = std::thread::Builder::new().name("sessions".into());
        if let Err(why) = behind.spawn(move || keeper.write(edition, &bytes)) {
            tracing::warn!("cannot keep the sessions: {why}");
        }
    }

    fn picture(&mut self, at: Timestamp) -> Option<(Arc<Keeper>, Vec<u8>)> {
        let keeper = self.keeper.clone()?;
        self.kept_at = at;
        self.edition += 1;
        Some((keeper, serde_json::to_vec(&self.open).ok()?))
    }
}

impl Keeper {
    /// Losing the file costs a login, no more, so a failure is only told.
    fn write(&self, edition: u64, bytes: &[u8]) {
        let mut last = self.edition.lock().unwrap_or_else(PoisonError::into_inner);
        if edition <= *last {
            return;
        }
        let fresh = self.file.with_extension("new");
        match std::fs::write(&fresh, bytes).and_then(|()| std::fs::rename(&fresh, &self.file)) {
            Ok(()) => *last = edition,
            Err(why) => tracing::warn!("cannot keep the sessions in {}: {why}", self.file.display()),
        }
    }
}

impl Seat {
    fn is_good(&self, at: Timestamp) -> bool {
        let within = |span: Seconds, limit: std::time::Duration| span.0 < limit.as_secs_f64();
        within(at.since(self.opened), SESSION_LIFE) && within(at.since(self.used), SESSION_IDLE)
    }
}

fn random_token() -> std::io::Result<String> {
    let mut bytes = [0u8; 32];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(hex(&bytes))
}

fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The token in a request's cookies.
pub(super) fn token_in(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, token)| token)
}

/// Who sends this request.
pub(super) fn sender(door: &Door, headers: &HeaderMap) -> Result<Actor, Problem> {
    let found = token_in(headers).and_then(|token| lock(door).who(token, door.clock.now()));
    found.ok_or_else(|| problem("no_session", "session", "nobody is logged in here", "Log in at /api/v1/session"))
}

/// The sessions, also after a handler died with the lock in its hand.
pub(super) fn lock(door: &Door) -> std::sync::MutexGuard<'_, Sessions> {
    door.sessions.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// `POST /api/v1/session`.
pub(super) async fn login(State(door): State<Door>, body: Body) -> Response {
    let opened = match body::read::<Login>(body).await {
        Ok(login) => open(&door, &login),
        Err(problem) => Err(problem),
    };
    match opened {
        Ok((token, actor)) => {
            let life = SESSION_LIFE.as_secs();
            let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={life}");
            (StatusCode::OK, [(SET_COOKIE, cookie)], Json(shown(&door, actor))).into_response()
        }
        Err(problem) => refuse(problem),
    }
}

fn open(door: &Door, login: &Login) -> Result<(String, Actor), Problem> {
    let role = rights::role(&login.role).ok_or_else(|| {
        let say = "this is not the word of a role";
        problem("unknown_role", "role", say, "Use commander, dispatcher, operator, viewer or field")
    })?;
    let station = login.station.as_deref();
    let is_known = |id: &str| door.ground.seats().stations.iter().any(|station| station.id == id);
    if station.is_some_and(|id| !is_known(id)) {
        let say = "no station with units has this id";
        return Err(problem("unknown_station", "station", say, "Use an id of GET /api/v1/seats, or leave it out"));
    }
    lock(door).open(role, station, door.clock.now())
}

/// `GET /api/v1/session`.
pub(super) async fn show(State(door): State<Door>, headers: HeaderMap) -> Response {
    match sender(&door, &headers) {
        Ok(actor) => Json(shown(&door, actor)).into_response(),
        Err(problem) => refuse(problem),
    }
}

/// `DELETE /api/v1/session`.
pub(super) async fn logout(State(door): State<Door>, headers: HeaderMap) -> Response {
    if let Some(token) = token_in(&headers) {
        lock(&door).close(token, door.clock.now());
    }
    let gone = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    (StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response()
}

fn shown(door: &Door, actor: Actor) -> Session {
    let station = actor.station().map(str::to_owned);
    Session { role: rights::word(actor.role).to_owned(), post: actor.post, station, training: door.training }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    const NOON: Timestamp = Timestamp::from_millis(1_778_578_800_000);

    #[test]
    fn a_session_outlives_a_restart_and_its_token_is_nowhere_on_disk() {
        let folder = Scratch::new("sessions");
        let file = folder.path().join("sessions.json");
        let (token, _) = Sessions::kept_in(file.clone()).open(Role::Commander, None, NOON).unwrap();
        assert!(!std::fs::read_to_string(&file).unwrap().contains(&token));
        assert_eq!(Sessions::kept_in(file).who(&token, NOON).unwrap().post, "commander-1");
    }

    #[test]
    fn a_session_ends_after_half_an_hour_of_silence_and_after_a_shift() {
        let mut sessions = Sessions::default();
        let (token, _) = sessions.open(Role::Viewer, None, NOON).unwrap();
        for step in 1..=30 {
            let used = sessions.who(&token, NOON.plus(Seconds(f64::from(step) * 1_500.0)));
            assert_eq!(used.is_some(), f64::from(step) * 1_500.0 < 12.0 * 3_600.0, "step {step}");
        }
        let (token, _) = sessions.open(Role::Viewer, None, NOON).unwrap();
        assert!(sessions.who(&token, NOON.plus(Seconds(1_801.0))).is_none());
    }

    #[test]
    fn two_of_one_role_sit_at_two_posts_and_a_freed_post_is_taken_again() {
        let mut sessions = Sessions::default();
        let (first, one) = sessions.open(Role::Dispatcher, None, NOON).unwrap();
        let (_, two) = sessions.open(Role::Dispatcher, None, NOON).unwrap();
        assert_eq!((one.post.as_str(), two.post.as_str()), ("dispatcher-1", "dispatcher-2"));
        sessions.close(&first, NOON);
        assert!(sessions.who(&first, NOON).is_none());
        assert_eq!(sessions.open(Role::Dispatcher, None, NOON).unwrap().1.post, "dispatcher-1");
    }

    #[test]
    fn the_posts_of_a_station_are_numbered_by_themselves_and_name_it() {
        let mut sessions = Sessions::default();
        let posts = [None, Some("ST-2"), Some("ST-3"), Some("ST-2")]
            .map(|station| sessions.open(Role::Dispatcher, station, NOON).unwrap().1);
        let names = posts.each_ref().map(|actor| actor.post.as_str());
        assert_eq!(names, ["dispatcher-1", "dispatcher-1@ST-2", "dispatcher-1@ST-3", "dispatcher-2@ST-2"]);
        assert_eq!(posts.each_ref().map(|actor| actor.station()), [None, Some("ST-2"), Some("ST-3"), Some("ST-2")]);
    }

    #[test]
    fn a_crowd_of_viewers_is_limited_and_keeps_no_commander_out() {
        let mut sessions = Sessions::default();
        for _ in 0..seats(Role::Viewer) {
            sessions.open(Role::Viewer, None, NOON).unwrap();
        }
        assert_eq!(sessions.open(Role::Viewer, None, NOON).unwrap_err().code, "busy");
        for role in [Role::Commander, Role::Dispatcher, Role::Operator, Role::Field] {
            assert!(sessions.open(role, None, NOON).is_ok());
        }
    }

    #[test]
    fn a_full_role_gives_the_seat_idle_for_longest_to_the_newcomer_and_none_that_is_in_use() {
        let mut sessions = Sessions::default();
        let later = NOON.plus(Seconds(120.0));
        let mut seated = Vec::new();
        for _ in 0..seats(Role::Commander) {
            seated.push(sessions.open(Role::Commander, None, NOON).unwrap().0);
        }
        let idle = seated.pop().unwrap();
        for token in &seated {
            assert!(sessions.who(token, later).is_some());
        }
        assert!(sessions.open(Role::Commander, None, later).is_ok());
        assert!(sessions.who(&idle, later).is_none(), "the idle one is gone");
        assert!(sessions.open(Role::Commander, None, later).is_err(), "all others are in use");
        assert!(seated.iter().all(|token| sessions.who(token, later).is_some()));
    }

    #[test]
    fn a_restart_logs_nobody_out_who_was_at_work() {
        let folder = Scratch::new("at-work");
        let file = folder.path().join("sessions.json");
        let mut sessions = Sessions::kept_in(file.clone());
        let (token, _) = sessions.open(Role::Operator, None, NOON).unwrap();
        let mut now = NOON;
        for _ in 0..40 {
            now = now.plus(Seconds(60.0));
            assert!(sessions.who(&token, now).is_some());
        }
        let keeper = sessions.keeper.clone().unwrap();
        let edition = sessions.edition;
        drop(sessions);
        // What is kept in the background is there when its thread is done: then only this test holds the keeper.
        while Arc::strong_count(&keeper) > 1 {
            std::thread::yield_now();
        }
        assert_eq!(*keeper.edition.lock().unwrap(), edition);
        assert!(edition < 10, "not with every use");
        assert!(Sessions::kept_in(file).who(&token, now.plus(Seconds(60.0))).is_some());
    }

    #[test]
    fn an_older_picture_of_the_sessions_never_replaces_a_newer_one() {
        let folder = Scratch::new("editions");
        let file = folder.path().join("sessions.json");
        let keeper = Keeper { file: file.clone(), edition: Mutex::new(0) };
        keeper.write(2, b"new");
        keeper.write(1, b"old");
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
    }
}
