//! The radio's socket: one UDP port for the whole squadron, with a receive buffer large enough for a burst.

use crate::limits::{DATAGRAM_BYTES, RADIO_BUFFER_BYTES};
use geodata::Finding;
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::SocketAddr;
use tokio::net::UdpSocket;

/// A bound socket, with what it could not send counted.
#[derive(Debug)]
pub struct Radio {
    socket: UdpSocket,
    unsent: u32,
}

impl Radio {
    /// Binds `at`. A taken port is told with a remedy. Needs a running tokio.
    pub fn open(at: SocketAddr) -> Result<Self, Finding> {
        let socket = bind(at).and_then(UdpSocket::from_std).map_err(|why| taken(at, "mavlink", &why))?;
        Ok(Self { socket, unsent: 0 })
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Waits until there is something to take.
    pub async fn readable(&self) {
        // An error here (for example a port that answered "unreachable") shows up and is spent in `take`.
        let _ = self.socket.readable().await;
    }

    /// The next datagram, if one is there.
    pub fn take(&self, buffer: &mut [u8; DATAGRAM_BYTES]) -> Option<(SocketAddr, usize)> {
        loop {
            match self.socket.try_recv_from(buffer) {
                Ok((size, from)) => return Some((from, size)),
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return None,
                // An aircraft that went away answers "connection refused" to what we sent: nothing to take, try on.
                Err(why) if why.kind() == io::ErrorKind::ConnectionRefused => {}
                Err(_) => return None,
            }
        }
    }

    /// Sends now or not at all: a radio loses frames too, and the link repeats what matters.
    pub fn send(&mut self, to: SocketAddr, bytes: &[u8]) {
        if self.socket.try_send_to(bytes, to).is_err() {
            self.unsent = self.unsent.saturating_add(1);
        }
    }

    /// How many datagrams the kernel did not take.
    #[must_use]
    pub fn unsent(&self) -> u32 {
        self.unsent
    }
}

fn bind(at: SocketAddr) -> io::Result<std::net::UdpSocket> {
    let socket = Socket::new(Domain::for_address(at), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    socket.set_recv_buffer_size(RADIO_BUFFER_BYTES)?;
    socket.bind(&at.into())?;
    Ok(socket.into())
}

/// One line for a port that cannot be had.
pub(crate) fn taken(at: SocketAddr, option: &str, why: &io::Error) -> Finding {
    let (code, say) = match why.kind() {
        io::ErrorKind::AddrInUse => ("port_taken", "another program has this port".to_owned()),
        _ => ("port_unusable", format!("cannot listen here: {why}")),
    };
    let remedy = format!("Stop the other program, or choose another address with --{option}");
    Finding::new(code, at.to_string(), say, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_one_clear_line() {
        let first = Radio::open("127.0.0.1:0".parse().unwrap()).unwrap();
        let finding = Radio::open(first.address().unwrap()).unwrap_err();
        assert_eq!(finding.code, "port_taken");
        assert!(finding.to_string().contains("--mavlink"), "{finding}");
    }
}
