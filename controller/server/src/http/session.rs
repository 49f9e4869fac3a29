//! Who sits at which post. Demo login: a role by its word; the session is a random token in a cookie, of which only the
//! SHA-256 is kept, also across a restart.

use super::problem::{problem, refuse};
use super::{Door, body, rights};
use crate::limits::{SESSION_IDLE, SESSION_LIFE, SESSIONS};
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

const COOKIE_NAME: &str = "skyground";

/// The open sessions, by the SHA-256 of their token.
#[derive(Debug, Default)]
pub struct Sessions {
    open: BTreeMap<String, Seat>,
    kept_in: Option<PathBuf>,
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
        Self { open, kept_in: Some(file) }
    }

    /// A new session; the token goes to the browser and is not kept.
    fn open(&mut self, role: Role, at: Timestamp) -> Result<(String, Actor), Problem> {
        self.open.retain(|_, seat| seat.is_good(at));
        if self.open.len() >= SESSIONS {
            return Err(problem("busy", "session", "too many sessions are open", "Close one and try again"));
        }
        let token = random_token().map_err(|why| {
            problem(
                "busy",
                "session",
                format!("no random bytes for a session: {why}"),
                "Check the machine's /dev/urandom",
            )
        })?;
        let actor = Actor { role, post: self.free_post(role) };
        self.open.insert(digest(&token), Seat { actor: actor.clone(), opened: at, used: at });
        self.keep();
        Ok((token, actor))
    }

    /// The lowest number free at this role's desks.
    fn free_post(&self, role: Role) -> String {
        let name = |number: usize| format!("{}-{number}", rights::word(role));
        let taken = |post: &String| self.open.values().any(|seat| seat.actor.post == *post);
        (1..=self.open.len() + 1).map(name).find(|post| !taken(post)).unwrap_or_else(|| name(1))
    }

    /// Who holds the token, and that the session was used now.
    pub(super) fn who(&mut self, token: &str, at: Timestamp) -> Option<Actor> {
        let seat = self.open.get_mut(&digest(token)).filter(|seat| seat.is_good(at))?;
        seat.used = at;
        Some(seat.actor.clone())
    }

    fn close(&mut self, token: &str) {
        self.open.remove(&digest(token));
        self.keep();
    }

    /// Losing the file costs a login, no more, so a failure is only told.
    fn keep(&self) {
        let Some(file) = &self.kept_in else { return };
        let fresh = file.with_extension("new");
        let kept = serde_json::to_vec(&self.open)
            .map_err(std::io::Error::from)
            .and_then(|bytes| std::fs::write(&fresh, bytes))
            .and_then(|()| std::fs::rename(&fresh, file));
        if let Err(why) = kept {
            tracing::warn!("cannot keep the sessions in {}: {why}", file.display());
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
    lock(door).open(role, door.clock.now())
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
        lock(&door).close(token);
    }
    let gone = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    (StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response()
}

fn shown(door: &Door, actor: Actor) -> Session {
    Session { role: rights::word(actor.role).to_owned(), post: actor.post, training: door.training }
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
        let (token, _) = Sessions::kept_in(file.clone()).open(Role::Commander, NOON).unwrap();
        assert!(!std::fs::read_to_string(&file).unwrap().contains(&token));
        assert_eq!(Sessions::kept_in(file).who(&token, NOON).unwrap().post, "commander-1");
    }

    #[test]
    fn a_session_ends_after_half_an_hour_of_silence_and_after_a_shift() {
        let mut sessions = Sessions::default();
        let (token, _) = sessions.open(Role::Viewer, NOON).unwrap();
        for step in 1..=30 {
            let used = sessions.who(&token, NOON.plus(Seconds(f64::from(step) * 1_500.0)));
            assert_eq!(used.is_some(), f64::from(step) * 1_500.0 < 12.0 * 3_600.0, "step {step}");
        }
        let (token, _) = sessions.open(Role::Viewer, NOON).unwrap();
        assert!(sessions.who(&token, NOON.plus(Seconds(1_801.0))).is_none());
    }

    #[test]
    fn two_of_one_role_sit_at_two_posts_and_a_freed_post_is_taken_again() {
        let mut sessions = Sessions::default();
        let (first, one) = sessions.open(Role::Dispatcher, NOON).unwrap();
        let (_, two) = sessions.open(Role::Dispatcher, NOON).unwrap();
        assert_eq!((one.post.as_str(), two.post.as_str()), ("dispatcher-1", "dispatcher-2"));
        sessions.close(&first);
        assert!(sessions.who(&first, NOON).is_none());
        assert_eq!(sessions.open(Role::Dispatcher, NOON).unwrap().1.post, "dispatcher-1");
    }

    #[test]
    fn the_number_of_sessions_has_a_limit() {
        let mut sessions = Sessions::default();
        for _ in 0..SESSIONS {
            sessions.open(Role::Viewer, NOON).unwrap();
        }
        assert_eq!(sessions.open(Role::Viewer, NOON).unwrap_err().code, "busy");
    }
}
