//! One live line in the field gateway's role, through which the desk and the crews of a lane hear what changes; opened anew
//! after every kill, with a snapshot for what was missed.

use super::door::Door;
use controller_api::view::{AirOptionView, ApprovalView, UnitMessage};
use serde::Deserialize;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket, client};

const PAUSE: Duration = Duration::from_millis(10);
/// A controller says something every second.
const SILENCE: Duration = Duration::from_secs(3);

/// Of an incident, what the desk works by.
#[derive(Clone, Debug, Deserialize)]
pub struct Seen {
    pub id: u32,
    pub status: String,
    pub open_hops: Vec<String>,
    pub recommendation: Option<Advice>,
}

/// Of a recommendation, what the commander looks at.
#[derive(Clone, Debug, Deserialize)]
pub struct Advice {
    pub air: Option<AirOptionView>,
}

/// A change, as far as somebody of the lane works by it. The rest is passed over unread: the machine is small, and this is not
/// what is tested.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    pub incident: Option<Seen>,
    pub approval: Option<ApprovalView>,
    pub message: Option<UnitMessage>,
}

/// Everything anew, in the same words.
#[derive(Debug, Deserialize)]
pub struct Anew {
    pub incidents: Vec<Seen>,
    pub approvals: Vec<ApprovalView>,
}

#[derive(Deserialize)]
struct Line {
    change: Told,
}

/// What is heard.
pub enum Heard {
    Change(Box<Told>),
    Snapshot(Anew),
}

/// Listens until all is over.
pub fn listen(door: &Door, http: SocketAddr, mut tell: impl FnMut(Heard)) {
    while !door.is_over() {
        if let Some(mut line) = open(door, http) {
            // The line holds the changes from here on, so a snapshot taken now leaves no gap.
            if let Some(snapshot) = door.get("field", "/api/v1/snapshot") {
                if let Ok(snapshot) = serde_json::from_slice(&snapshot.body) {
                    tell(Heard::Snapshot(snapshot));
                }
                hear(door, &mut line, &mut tell);
            }
        }
        std::thread::sleep(PAUSE);
    }
}

fn open(door: &Door, http: SocketAddr) -> Option<WebSocket<TcpStream>> {
    let cookie = door.client("field")?.cookie()?.to_owned();
    let stream = TcpStream::connect(http).ok()?;
    stream.set_read_timeout(Some(SILENCE)).ok()?;
    let mut request = format!("ws://{http}/ws").into_client_request().ok()?;
    request.headers_mut().insert("cookie", cookie.parse().ok()?);
    client(request, stream).ok().map(|(socket, _)| socket)
}

fn hear(door: &Door, line: &mut WebSocket<TcpStream>, tell: &mut impl FnMut(Heard)) {
    while !door.is_over() {
        match line.read() {
            Ok(Message::Text(text)) => {
                // Greetings and beats are no changes.
                if let Ok(line) = serde_json::from_str::<Line>(&text) {
                    tell(Heard::Change(Box::new(line.change)));
                }
            }
            Ok(Message::Close(_)) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
