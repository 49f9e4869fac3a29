//! The mirror port: another ground station may watch. Every received datagram is copied out; whatever comes back is thrown
//! away and counted, so that nobody steers through it.

use super::table::HostPort;
use super::tap::Tap;
use crate::limits::DATAGRAM_BYTES;
use controller_link::Peer;
use geodata::{Finding, Timestamp};
use serde::Serialize;
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A socket that only speaks.
#[derive(Debug)]
pub struct Mirror {
    socket: UdpSocket,
    to: SocketAddr,
    copied: AtomicU64,
    lost: AtomicU64,
    refused: AtomicU64,
}

/// The mirror as `GET /api/v1/links` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MirrorState {
    /// Where it copies to.
    pub to: String,
    /// Datagrams copied.
    pub copied: u64,
    /// Datagrams that could not be copied.
    pub lost: u64,
    /// Datagrams that came back and were thrown away.
    pub refused: u64,
}

/// Reads `udp:HOST:PORT`.
pub fn target(place: &str, text: &str) -> Result<HostPort, Finding> {
    text.strip_prefix("udp:").and_then(|rest| rest.parse().ok()).ok_or_else(|| {
        Finding::new("bad_mirror", place, format!("{text:?} is no place to copy to"), "Write udp:HOST:PORT")
    })
}

impl Mirror {
    /// Opens a mirror to `to`; `place` names where it was asked for.
    pub fn open(place: &str, to: &HostPort) -> Result<Self, Finding> {
        let fault = |why: std::io::Error| {
            Finding::new("bad_mirror", place, format!("cannot copy to {to}: {why}"), "Check name and port")
        };
        let to = resolve(to).map_err(fault)?;
        let socket = UdpSocket::bind(super::udp::any_port(to)).map_err(fault)?;
        socket.set_nonblocking(true).map_err(fault)?;
        Ok(Self { socket, to, copied: 0.into(), lost: 0.into(), refused: 0.into() })
    }

    /// Throws away what came back, and tells how things stand.
    #[must_use]
    pub fn state(&self) -> MirrorState {
        self.refuse();
        MirrorState {
            to: self.to.to_string(),
            copied: self.copied.load(Relaxed),
            lost: self.lost.load(Relaxed),
            refused: self.refused.load(Relaxed),
        }
    }

    /// Throws away what came back, a handful at a time.
    fn refuse(&self) {
        let mut buffer = [0_u8; DATAGRAM_BYTES];
        for _ in 0..1_024 {
            match self.socket.recv_from(&mut buffer) {
                Ok(_) => self.refused.fetch_add(1, Relaxed),
                Err(_) => return,
            };
        }
    }

    /// Where it speaks from.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

impl Tap for Mirror {
    fn heard(&self, _: Timestamp, _: Peer, bytes: &[u8]) {
        let counter = if self.socket.send_to(bytes, self.to).is_ok() { &self.copied } else { &self.lost };
        if counter.fetch_add(1, Relaxed) % 4_096 == 0 {
            self.refuse();
        }
    }

    fn sent(&self, _: Timestamp, _: Peer, _: &[u8]) {}
}

/// The first address of a name.
pub(super) fn resolve(to: &HostPort) -> std::io::Result<SocketAddr> {
    let mut all = (to.host.as_str(), to.port).to_socket_addrs()?;
    all.next().ok_or_else(|| std::io::Error::new(std::io::ErrorKind::NotFound, "this name has no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_is_copied_and_what_comes_back_is_thrown_away_and_counted() {
        let watcher = UdpSocket::bind("127.0.0.1:0").unwrap();
        let to = watcher.local_addr().unwrap().to_string();
        let mirror = Mirror::open("--mirror", &target("--mirror", &format!("udp:{to}")).unwrap()).unwrap();
        mirror.heard(Timestamp(0), SocketAddr::from(([10, 0, 0, 1], 1)).into(), b"frame");
        let mut buffer = [0; 16];
        let (size, from) = watcher.recv_from(&mut buffer).unwrap();
        assert_eq!(&buffer[..size], b"frame");
        watcher.send_to(b"return!", from).unwrap();
        let state = mirror.state();
        assert_eq!((state.copied, state.refused), (1, 1));
    }

    #[test]
    fn a_wrong_place_is_told_with_the_right_form() {
        for text in ["127.0.0.1:1", "tcp:a:1", "udp:a", "udp::1"] {
            let finding = target("--mirror", text).unwrap_err();
            assert!(finding.to_string().contains("udp:HOST:PORT"), "{finding}");
        }
    }
}
