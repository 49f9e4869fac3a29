//! One UDP socket an aircraft, as if each had a radio of its own.

use super::Event;
use geodata::Finding;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread::JoinHandle;
use std::time::Duration;

/// No MAVLink frame is longer, and few ground stations put more into a datagram.
const LONGEST_DATAGRAM: usize = 2048;
const LOOK: Duration = Duration::from_millis(200);

/// All radios.
pub(super) struct Radio {
    sockets: Vec<Arc<UdpSocket>>,
    to: SocketAddr,
}

impl Radio {
    /// Sends a datagram of a vehicle. One that cannot be sent is lost, as on any radio.
    pub fn send(&self, vehicle: usize, to: Option<SocketAddr>, bytes: &[u8]) {
        if let Some(socket) = self.sockets.get(vehicle) {
            let _ = socket.send_to(bytes, to.unwrap_or(self.to));
        }
    }
}

/// Opens `count` radios that call `to`, and a thread each that listens.
pub(super) fn open(
    count: usize,
    to: SocketAddr,
    into: &SyncSender<Event>,
    stop: &Arc<AtomicBool>,
) -> Result<(Radio, Vec<JoinHandle<()>>), Finding> {
    let fault = |error: std::io::Error| {
        let remedy = "Check that UDP sockets may be opened and the number of open files is not exhausted";
        Finding::new("wire-no-socket", "radio", format!("no socket for an aircraft: {error}"), remedy)
    };
    let mut radio = Radio { sockets: Vec::new(), to };
    let mut threads = Vec::new();
    for vehicle in 0..count {
        let socket = Arc::new(socket(to).map_err(fault)?);
        let (ear, into, stop) = (Arc::clone(&socket), into.clone(), Arc::clone(stop));
        threads.push(std::thread::spawn(move || listen(vehicle, &ear, &into, &stop)));
        radio.sockets.push(socket);
    }
    Ok((radio, threads))
}

/// A socket on the loopback when the controller is there, else on any address.
fn socket(to: SocketAddr) -> std::io::Result<UdpSocket> {
    let own: SocketAddr = match (to, to.ip().is_loopback()) {
        (SocketAddr::V4(_), true) => (Ipv4Addr::LOCALHOST, 0).into(),
        (SocketAddr::V4(_), false) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        (SocketAddr::V6(_), true) => (Ipv6Addr::LOCALHOST, 0).into(),
        (SocketAddr::V6(_), false) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(own)?;
    socket.set_read_timeout(Some(LOOK))?;
    Ok(socket)
}

fn listen(vehicle: usize, socket: &UdpSocket, into: &SyncSender<Event>, stop: &AtomicBool) {
    let mut buffer = [0; LONGEST_DATAGRAM];
    while !stop.load(Ordering::Relaxed) {
        // An error is a timeout, or the refusal of an earlier datagram by a controller that is away: both pass.
        let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
        let bytes = buffer.get(..length).unwrap_or(&[]).to_vec();
        let _ = into.try_send(Event::Datagram { vehicle, from, bytes });
    }
}
