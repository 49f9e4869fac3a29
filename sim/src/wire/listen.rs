//! The ear: one WebSocket in the field gateway's role, through which everybody in the world sees what changes.

use super::Event;
use super::api::{Address, Api, Away};
use controller_api::view::{Change, Delta, Snapshot};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread::JoinHandle;
use std::time::Duration;
use tungstenite::{ClientRequestBuilder, Message, WebSocket};

const ROLE: &str = "field";
const PAUSE: Duration = Duration::from_millis(300);
/// The controller says something every second; after this silence it is away.
const SILENCE: Duration = Duration::from_secs(3);

/// Opens the ear.
pub(super) fn open(address: Address, into: SyncSender<Event>, stop: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut ear = Ear { api: Api::new(address.clone()), address, into, stop, heard: None };
        while !ear.stopped() {
            // However a connection ends, what follows is the same: wait a little and connect again.
            let _ = ear.listen();
            std::thread::sleep(PAUSE);
        }
    })
}

struct Ear {
    api: Api,
    address: Address,
    into: SyncSender<Event>,
    stop: Arc<AtomicBool>,
    /// The number of the last change heard.
    heard: Option<u32>,
}

impl Ear {
    /// One connection, from its snapshot to its end.
    fn listen(&mut self) -> Result<(), Away> {
        let mut socket = self.connect()?;
        // The socket holds the changes from here on, so a snapshot taken now leaves no gap.
        self.snapshot()?;
        while !self.stopped() {
            match socket.read() {
                Ok(Message::Text(text)) => self.hear(text.as_str())?,
                Ok(Message::Close(_)) | Err(_) => return Err(Away),
                Ok(_) => {}
            }
        }
        let _ = socket.close(None);
        Ok(())
    }

    fn connect(&mut self) -> Result<WebSocket<TcpStream>, Away> {
        let uri = format!("ws://{}/ws", self.address.host).parse().map_err(|_| Away)?;
        let cookie = self.api.cookie(ROLE)?;
        let request = ClientRequestBuilder::new(uri).with_header("Cookie", cookie);
        let request = request.with_header("Origin", self.address.base.as_str());
        let stream = TcpStream::connect(self.address.host.as_str()).map_err(|_| Away)?;
        let timed = stream.set_read_timeout(Some(SILENCE)).and_then(|()| stream.set_write_timeout(Some(SILENCE)));
        timed.map_err(|_| Away)?;
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(socket),
            Err(_) => {
                // The session may be one of a controller that is no more; asking with it finds out.
                let _ = self.api.get(ROLE, "/api/v1/session");
                Err(Away)
            }
        }
    }

    fn snapshot(&mut self) -> Result<(), Away> {
        let (status, body) = self.api.get(ROLE, "/api/v1/snapshot")?;
        if status != 200 {
            return Err(Away);
        }
        let snapshot: Snapshot = serde_json::from_str(&body).map_err(|_| Away)?;
        self.heard = Some(snapshot.seq);
        self.into.send(Event::Snapshot(Box::new(snapshot))).map_err(|_| Away)
    }

    /// A delta is heard in order; greetings and beats are not for us.
    fn hear(&mut self, text: &str) -> Result<(), Away> {
        let Ok(delta) = serde_json::from_str::<Delta>(text) else { return Ok(()) };
        let last = self.heard.unwrap_or(delta.seq.saturating_sub(1));
        let carried = matches!(delta.change, Change::ToUnit { .. });
        if delta.seq <= last && !carried {
            return Ok(());
        }
        if delta.seq > last.saturating_add(1) {
            self.snapshot()?;
        }
        self.heard = Some(self.heard.unwrap_or(0).max(delta.seq));
        self.into.send(Event::Change(Box::new(delta.change))).map_err(|_| Away)
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
