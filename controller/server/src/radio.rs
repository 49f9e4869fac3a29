//! The radios: links of several kinds that come and go while the controller runs. Each has a thread of its own that does
//! nothing but take what comes and hand it over, so that neither a stalled loop loses a datagram nor a stuck port stalls
//! the loop. What is sent leaves at once, from the loop, or not at all: the squadron repeats what matters.

mod bell;
mod counts;
mod dial;
mod inbox;
pub mod mirror;
mod serial;
mod stream;
pub mod table;
pub mod tap;
mod udp;

pub use counts::LinkState;
pub use mirror::{Mirror, MirrorState};
pub use serial::open as open_serial;
pub use table::LinkSpec;
pub use tap::Tap;

use crate::clock::Clock;
use crate::limits::{ANSWER_AWAITED, LINKS};
use bell::{Bell, bell};
use controller_link::{Batch, Datagram, LinkId, Peer, Traffic};
use counts::Counts;
use dial::Number;
use geodata::Finding;
use inbox::{Hand, Inbox};
use std::collections::BTreeMap;
use std::future::{Future as _, poll_fn};
use std::io;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::pin::pin;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use stream::Outlets;
use tokio::io::Interest;
use tokio::net::UdpSocket as Eye;
use udp::Reader;

/// All links.
#[derive(Debug)]
pub struct Radio {
    links: BTreeMap<LinkId, Link>,
    next: u16,
    clock: Clock,
    inbox: Arc<Inbox>,
    taps: Vec<Arc<dyn Tap>>,
    /// The sockets the loop looks at itself while it waits for an answer.
    eyes: Vec<Eye>,
    /// Sent to a link that is gone.
    unsent: u32,
}

#[derive(Debug)]
struct Link {
    spec: LinkSpec,
    way: Way,
    listens: Option<SocketAddr>,
    counts: Arc<Counts>,
    bell: Bell,
}

/// How bytes leave.
#[derive(Debug)]
enum Way {
    Datagrams(Arc<UdpSocket>, Arc<Mutex<Reader>>),
    Streams(Arc<Outlets>),
}

/// A link's port, taken before anything else is done; nothing is read from it yet.
#[derive(Debug)]
pub struct Taken {
    spec: LinkSpec,
    counts: Arc<Counts>,
    port: Port,
}

#[derive(Debug)]
enum Port {
    Udp(UdpSocket, Option<SocketAddr>),
    Listen(TcpListener),
    Dial(Number),
}

impl Taken {
    /// Takes the port of `spec`; `place` names where it was asked for.
    pub fn open(place: &str, spec: &LinkSpec) -> Result<Self, Finding> {
        let counts = Arc::new(Counts::default());
        let port = Port::open(spec, &counts).map_err(|why| unusable(place, spec, &why))?;
        Ok(Self { spec: spec.clone(), counts, port })
    }

    /// What was asked for.
    #[must_use]
    pub fn spec(&self) -> &LinkSpec {
        &self.spec
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        match &self.port {
            Port::Udp(socket, None) => socket.local_addr().ok(),
            Port::Listen(listener) => listener.local_addr().ok(),
            Port::Udp(..) | Port::Dial(_) => None,
        }
    }
}

impl Port {
    fn open(spec: &LinkSpec, counts: &Counts) -> io::Result<Self> {
        Ok(match spec {
            LinkSpec::UdpListen(at) => Self::Udp(udp::bind(*at, counts)?, None),
            LinkSpec::Udp(to) => {
                let to = mirror::resolve(to)?;
                Self::Udp(udp::bind(udp::any_port(to), counts)?, Some(to))
            }
            LinkSpec::TcpListen(at) => {
                let listener = TcpListener::bind(at)?;
                listener.set_nonblocking(true)?;
                Self::Listen(listener)
            }
            LinkSpec::Tcp(to) => Self::Dial(Number::Tcp(to.clone())),
            LinkSpec::Serial { device, baud } => Self::Dial(Number::Serial(device.clone(), *baud)),
        })
    }
}

impl Radio {
    /// No links yet. `taps` hear everything received and sent.
    #[must_use]
    pub fn new(clock: Clock, taps: Vec<Arc<dyn Tap>>) -> Self {
        Self { links: BTreeMap::new(), next: 0, clock, inbox: Arc::default(), taps, eyes: Vec::new(), unsent: 0 }
    }

    /// Opens a link and starts its thread; `place` names where it was asked for.
    pub fn add(&mut self, place: &str, spec: &LinkSpec) -> Result<LinkId, Finding> {
        self.start(place, Taken::open(place, spec)?)
    }

    /// Starts the thread of a port that was taken before.
    pub fn start(&mut self, place: &str, taken: Taken) -> Result<LinkId, Finding> {
        let Taken { spec, counts, port } = taken;
        if self.links.len() >= LINKS {
            let say = format!("there are {LINKS} links already");
            return Err(Finding::new("too_many_links", place, say, "Remove a link first"));
        }
        if !spec.takes_any_port() && self.links.values().any(|link| link.spec == spec) {
            return Err(Finding::new("link_exists", place, format!("{spec} is open already"), "Use it, or remove it"));
        }
        let fault = |why: io::Error| unusable(place, &spec, &why);
        let Some(next) = self.next.checked_add(1) else {
            return Err(fault(io::Error::other("all link numbers are used up: start the controller anew")));
        };
        let id = LinkId(self.next);
        let (bell, ear) = bell().map_err(fault)?;
        let tap = Arc::new(self.taps.clone());
        let hand = Hand::new(id, Arc::clone(&counts), self.clock, Arc::clone(&self.inbox), tap);
        let name = std::thread::Builder::new().name(format!("radio-{}", id.0));
        let (way, listens) = match port {
            Port::Udp(socket, greet) => {
                let socket = Arc::new(socket);
                let listens = socket.local_addr().ok().filter(|_| greet.is_none());
                let reader = Arc::new(Mutex::new(Reader::new(Arc::clone(&socket), hand)));
                let reads = Arc::clone(&reader);
                name.spawn(move || udp::run(&reads, greet, ear)).map_err(fault)?;
                (Way::Datagrams(socket, reader), listens)
            }
            Port::Listen(listener) => {
                let (outlets, listens) = (Arc::new(Outlets::new(bell.clone())), listener.local_addr().ok());
                let lines = Arc::clone(&outlets);
                name.spawn(move || stream::run(&listener, &lines, hand, ear)).map_err(fault)?;
                (Way::Streams(outlets), listens)
            }
            Port::Dial(number) => {
                let outlets = Arc::new(Outlets::new(bell.clone()));
                let lines = Arc::clone(&outlets);
                name.spawn(move || dial::run(&number, &lines, hand, ear)).map_err(fault)?;
                (Way::Streams(outlets), None)
            }
        };
        self.next = next;
        self.links.insert(id, Link { spec, way, listens, counts, bell });
        Ok(id)
    }

    /// Closes a link and tells what it was; nothing when there is none with this number.
    pub fn remove(&mut self, id: LinkId) -> Option<LinkSpec> {
        let link = self.links.remove(&id)?;
        self.look_away();
        link.bell.end();
        self.unsent = self.unsent.saturating_add(link.counts.unsent.load(Relaxed));
        Some(link.spec.clone())
    }

    /// All links with their counters, in the order of their numbers.
    #[must_use]
    pub fn links(&self) -> Vec<LinkState> {
        let state = |(id, link): (&LinkId, &Link)| {
            let listens = link.listens.map(|at| at.to_string()).unwrap_or_default();
            link.counts.state(id.0, link.spec.to_string(), listens, !matches!(link.way, Way::Datagrams(..)))
        };
        self.links.iter().map(state).collect()
    }

    /// Links that carry only so many bytes a second, and how many.
    pub fn limits(&self) -> impl Iterator<Item = (LinkId, f64)> {
        self.links.iter().filter_map(|(id, link)| Some((*id, link.spec.bytes_per_second()?)))
    }

    /// Where a link listens.
    #[must_use]
    pub fn address(&self, id: LinkId) -> Option<SocketAddr> {
        self.links.get(&id).and_then(|link| link.listens)
    }

    /// Waits until a thread has brought something or, while an answer is awaited, something is there.
    pub async fn brought(&self) {
        let mut brought = pin!(self.inbox.brought());
        poll_fn(|context| {
            let sees = |eye: &Eye| {
                let there = matches!(eye.poll_recv_ready(context), Poll::Ready(Ok(())));
                // It is taken elsewhere: what comes from now on is news.
                let seen = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
                there && eye.try_io(Interest::READABLE, seen).is_err()
            };
            if self.eyes.iter().any(sees) { Poll::Ready(()) } else { brought.as_mut().poll(context) }
        })
        .await;
    }

    /// Takes everything the threads have brought, and what is there while an answer is awaited.
    pub fn take(&mut self, into: &mut Batch) {
        if !self.eyes.is_empty() {
            if self.inbox.is_awaited(self.clock.now()) {
                self.links.values().for_each(Link::take_now);
            } else {
                self.look_away();
            }
        }
        self.inbox.take(into);
    }

    /// Whether somebody waits for an answer.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.inbox.is_awaited(self.clock.now())
    }

    /// An answer is awaited: the sockets are looked at from here, where a runtime can tell that something is there.
    fn look(&mut self) {
        if self.eyes.is_empty() && tokio::runtime::Handle::try_current().is_ok() {
            let eye = |link: &Link| match &link.way {
                Way::Datagrams(socket, _) => socket.try_clone().and_then(Eye::from_std).ok(),
                Way::Streams(_) => None,
            };
            self.eyes = self.links.values().filter_map(eye).collect();
            self.inbox.look(!self.eyes.is_empty());
        }
    }

    fn look_away(&mut self) {
        self.inbox.look(false);
        self.eyes.clear();
    }

    /// Sends now or not at all. An order or a safety command makes the threads wake for its answer.
    pub fn send(&mut self, datagram: &Datagram) {
        let Datagram { to, bytes, traffic, .. } = datagram;
        let now = self.clock.now();
        if !self.links.contains_key(&to.link) {
            self.unsent = self.unsent.saturating_add(1);
            return;
        }
        if *traffic != Traffic::Keepalive && self.inbox.await_until(now, now.plus(ANSWER_AWAITED)) {
            self.look();
            self.links.values().for_each(|link| link.bell.ring());
        }
        let Some(link) = self.links.get(&to.link) else { return };
        if link.send(*to, bytes) {
            link.counts.sent.fetch_add(1, Relaxed);
            self.taps.sent(now, *to, bytes);
        } else {
            link.counts.unsent.fetch_add(1, Relaxed);
        }
    }

    /// How many datagrams could not be sent.
    #[must_use]
    pub fn unsent(&self) -> u32 {
        self.links.values().fold(self.unsent, |sum, link| sum.saturating_add(link.counts.unsent.load(Relaxed)))
    }
}

impl Link {
    /// Takes what is on the socket, if it is one of datagrams.
    fn take_now(&self) {
        if let Way::Datagrams(_, reader) = &self.way
            && let Ok(mut reader) = reader.lock()
        {
            reader.take_now();
        }
    }

    fn send(&self, to: Peer, bytes: &[u8]) -> bool {
        match &self.way {
            Way::Datagrams(socket, _) => socket.send_to(bytes, to.address).is_ok(),
            Way::Streams(outlets) => outlets.send(to.address, bytes),
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.bell.end();
    }
}

/// One line for a link that cannot be had.
fn unusable(place: &str, spec: &LinkSpec, why: &io::Error) -> Finding {
    let (code, say, remedy) = match why.kind() {
        io::ErrorKind::AddrInUse => (
            "port_taken",
            format!("{spec}: another program has this port"),
            format!("Stop the other program, or choose another address with {place}"),
        ),
        _ => ("link_unusable", format!("{spec}: {why}"), format!("Check the address given with {place}")),
    };
    Finding::new(code, place, say, remedy)
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
mod tests;
