//! One live line a screen: first a hello, then events in order, the latest moving things, and the loop's beat. A slow
//! screen misses telemetry, never an event; one that falls too far behind is closed and starts from a snapshot.

use super::problem::{problem, refuse};
use super::rights::{Act, may};
use super::views::ask_loop;
use super::{Door, session};
use crate::limits::{REQUEST_WAIT, SCREEN_MESSAGE_BYTES, SCREEN_STALL, SCREENS};
use crate::request::Request;
use crate::screens::Listening;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use controller_api::ask::Problem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `GET /ws`.
pub(super) async fn open(
    State(door): State<Door>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match listen(&door, &headers, upgrade).await {
        Ok((token, upgrade, listening, place)) => upgrade
            .max_message_size(SCREEN_MESSAGE_BYTES)
            .read_buffer_size(SCREEN_MESSAGE_BYTES)
            .on_upgrade(move |socket| async move {
                Line { socket, door, token }.run(listening).await;
                drop(place);
            }),
        Err(problem) => refuse(problem),
    }
}

async fn listen(
    door: &Door,
    headers: &HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<(String, WebSocketUpgrade, Listening, Place), Problem> {
    let actor = session::sender(door, headers)?;
    if !may(actor.role, Act::See) {
        return Err(problem("not_allowed", "session", "this post may not listen here", "Log in at another post"));
    }
    let upgrade = upgrade.map_err(|why| problem("no_websocket", "ws", why.to_string(), "Open it as a WebSocket"))?;
    let place = Place::take(&door.screens)
        .ok_or_else(|| problem("busy", "ws", "too many screens are open", "Close one and try again"))?;
    let token = session::token_in(headers).unwrap_or_default().to_owned();
    let listening = ask_loop(door, REQUEST_WAIT, |answer| Request::Listen { role: actor.role, answer }).await?;
    Ok((token, upgrade, listening, place))
}

/// One of the places for screens; given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(screens: &Arc<AtomicUsize>) -> Option<Self> {
        let more = |open: usize| (open < SCREENS).then_some(open + 1);
        screens.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok()?;
        Some(Self(screens.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

struct Line {
    socket: WebSocket,
    door: Door,
    token: String,
}

impl Line {
    async fn run(mut self, mut listening: Listening) {
        let hello = format!(
            r#"{{"hello":{{"seq":{},"server_time_ms":{}}}}}"#,
            listening.seq,
            self.door.clock.now().as_millis()
        );
        if !self.send(Message::Text(hello.into())).await {
            return;
        }
        let mut telemetry = self.door.telemetry.clone();
        let mut beat = self.door.beat.clone();
        loop {
            let next = tokio::select! {
                biased;
                event = listening.events.recv() => event.map(Message::Text),
                said = self.socket.recv() => match said {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => None,
                    Some(Ok(_)) => continue,
                },
                changed = beat.changed() => match changed {
                    Ok(()) if self.still_sits() => {
                        Some(Message::Text(format!(r#"{{"beat":{}}}"#, *beat.borrow_and_update()).into()))
                    }
                    _ => None,
                },
                changed = telemetry.changed() => match changed {
                    Ok(()) => Some(Message::Binary(telemetry.borrow_and_update().clone())),
                    Err(_) => None,
                },
            };
            let Some(message) = next else { return };
            if !self.send(message).await {
                return;
            }
        }
    }

    /// Whether the session is still open: a logout closes the line within a beat.
    fn still_sits(&self) -> bool {
        session::lock(&self.door).who(&self.token, self.door.clock.now()).is_some()
    }

    async fn send(&mut self, message: Message) -> bool {
        matches!(tokio::time::timeout(SCREEN_STALL, self.socket.send(message)).await, Ok(Ok(())))
    }
}
