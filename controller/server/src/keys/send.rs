//! Carries an aircraft's key to it over a wire, and says whether it signs with it from then on.
//!
//! Whoever hears SETUP_SIGNING has the key. A serial port is a wire; anything else is not known to be one and needs the
//! word `--not-a-wire` of somebody who knows better. The key itself is never printed.

use crate::clock::Clock;
use crate::radio::table::HostPort;
use crate::radio::{LinkSpec, open_serial};
use controller_link::LinkConfig;
use controller_link::codec::{self, Header};
use controller_link::signing::{Ended, Key, Setup};
use geodata::Finding;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::thread::sleep;
use std::time::Duration;

/// How long the line is listened to at a time.
const LOOK: Duration = Duration::from_millis(20);
/// No datagram, and no piece of a stream, is longer.
const PIECE: usize = 2048;
/// Bytes kept of a stream while a frame is not whole.
const KEPT: usize = 4 * PIECE;

/// The way to the aircraft.
enum Line {
    Serial(File),
    Tcp(TcpStream),
    /// A port of ours or one elsewhere; who spoke with the aircraft's id is answered.
    Udp(UdpSocket, Option<SocketAddr>),
}

/// Carries `key` to the aircraft with this system id over the link `to`; true when it answers what nobody signed, too, on
/// this link.
///
/// # Errors
/// A link that is no wire (unless `not_a_wire`) or cannot be opened; an aircraft that is armed, not heard, or does not sign.
pub fn send(to: &str, not_a_wire: bool, vehicle: u32, system: u8, key: Key) -> Result<bool, Finding> {
    let spec = LinkSpec::read("--to", to)?;
    if !matches!(spec, LinkSpec::Serial { .. }) && !not_a_wire {
        let say = format!("{} is not known to be a wire: whoever hears the message has the key", spec.kind());
        let remedy = "Use a serial port; or add --not-a-wire when nobody else can listen, as with a simulator";
        return Err(Finding::new("key_on_the_air", "--to", say, remedy));
    }
    let fault = |error: io::Error| Finding::new("no_link", "--to", format!("{spec}: {error}"), "Check the link");
    let mut line = open(&spec).map_err(fault)?;
    let config = LinkConfig::default();
    let us = Header { system: u32::from(config.system_id), component: config.component_id, sequence: 0 };
    let clock = Clock::start(None);
    let mut setup = Setup::new(clock.now(), system, key, us);
    let mut held = Vec::new();
    let ended = loop {
        line.hear(system, &mut held).map_err(fault)?;
        let whole = codec::whole(&held);
        setup.receive(clock.now(), &held[..whole]);
        held.drain(..whole);
        held.drain(..held.len().saturating_sub(KEPT));
        for bytes in setup.tick(clock.now()) {
            line.say(&bytes).map_err(fault)?;
        }
        if let Some(ended) = setup.ended() {
            break ended;
        }
    };
    told(ended, vehicle)
}

fn told(ended: Ended, vehicle: u32) -> Result<bool, Finding> {
    let refused = |code: &'static str, say: &str, remedy: &str| {
        Err(Finding::new(code, format!("vehicle {vehicle}"), say, remedy))
    };
    match ended {
        Ended::Signs { obeys_unsigned } => Ok(obeys_unsigned),
        Ended::Armed => refused("armed", "it is armed, and takes no key", "Disarm it on the ground and try again"),
        Ended::Unheard => {
            refused("unheard", "nothing with its system id was heard", "Check the cable, the rate and the id")
        }
        Ended::DoesNotSign => refused(
            "does_not_sign",
            "it was sent the key and does not sign with it",
            "It may have another key already, or no signing: reset its key by its own tool",
        ),
    }
}

fn open(spec: &LinkSpec) -> io::Result<Line> {
    let at = |to: &HostPort| (to.host.as_str().to_owned(), to.port);
    match spec {
        LinkSpec::Serial { device, baud } => open_serial(device, *baud).map(Line::Serial),
        LinkSpec::Tcp(to) => {
            let stream = TcpStream::connect(at(to))?;
            stream.set_read_timeout(Some(LOOK))?;
            Ok(Line::Tcp(stream))
        }
        LinkSpec::Udp(to) => {
            let socket = UdpSocket::bind("0.0.0.0:0")?;
            socket.connect(at(to))?;
            let peer = socket.peer_addr()?;
            socket.set_read_timeout(Some(LOOK))?;
            Ok(Line::Udp(socket, Some(peer)))
        }
        LinkSpec::UdpListen(at) => {
            let socket = UdpSocket::bind(at)?;
            socket.set_read_timeout(Some(LOOK))?;
            Ok(Line::Udp(socket, None))
        }
        LinkSpec::TcpListen(_) => Err(io::Error::new(ErrorKind::Unsupported, "keys are not sent to who connects")),
    }
}

impl Line {
    /// Waits a little for bytes and adds them.
    fn hear(&mut self, system: u8, held: &mut Vec<u8>) -> io::Result<()> {
        let mut piece = [0; PIECE];
        let read = match self {
            Self::Serial(file) => file.read(&mut piece),
            Self::Tcp(stream) => stream.read(&mut piece).and_then(|read| match read {
                0 => Err(io::Error::new(ErrorKind::ConnectionAborted, "the other end closed the connection")),
                read => Ok(read),
            }),
            Self::Udp(socket, peer) => socket.recv_from(&mut piece).map(|(read, from)| {
                let speaks = |raw: codec::RawFrame<'_>| raw.header.system == u32::from(system);
                if codec::scan(&piece[..read]).flatten().any(speaks) {
                    *peer = Some(from);
                }
                read
            }),
        };
        match read {
            Ok(read) => held.extend_from_slice(&piece[..read]),
            // A port of UDP elsewhere that nobody listens on yet.
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => sleep(LOOK),
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) =>
            {
                if matches!(self, Self::Serial(_)) {
                    sleep(LOOK);
                }
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Sends bytes; before anybody spoke there is nobody to send to.
    fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Serial(file) => file.write_all(bytes),
            Self::Tcp(stream) => stream.write_all(bytes),
            Self::Udp(socket, Some(peer)) => match socket.send_to(bytes, *peer) {
                Err(error) if error.kind() != ErrorKind::ConnectionRefused => Err(error),
                _ => Ok(()),
            },
            Self::Udp(_, None) => Ok(()),
        }
    }
}
