//! A UDP socket and the thread that empties it: many datagrams to one system call, a receive buffer that survives a stall,
//! and the kernel's own count of what it threw away.
//!
//! While little comes, the thread wakes for every datagram. Above [`PACED_ABOVE`](crate::limits::PACED_ABOVE) a second it
//! takes what has gathered every [`PACE`]: waking is what costs, not reading. While an answer is awaited it goes back to
//! waking for every datagram, so that a command's way back does not wait for the next turn; and where the loop can look at
//! the socket itself, it does, so that the answer does not have to be handed from one thread to the other. Whoever takes holds
//! the [`Reader`], and puts all it took into the inbox before it lets go: so the order of datagrams stays.

use super::bell::Ear;
use super::counts::Counts;
use super::inbox::Hand;
use crate::limits::{
    DATAGRAM_BYTES, DROPS_TOLD_EVERY, GREET_EVERY, PACE, RADIO_BUFFER_BYTES, RECEIVED_AT_ONCE, TURNS_AT_ONCE,
};
use nix::sys::socket::{
    ControlMessageOwned, MsgFlags, MultiHeaders, SockaddrIn, SockaddrIn6, SockaddrLike, getsockopt, recvmmsg,
    setsockopt, sockopt,
};
use std::io::{self, IoSliceMut};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// A socket bound to `at`, never blocking, with the largest receive buffer it may have.
pub(super) fn bind(at: SocketAddr, counts: &Counts) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind(at)?;
    socket.set_nonblocking(true)?;
    setsockopt(&socket, sockopt::RxqOvfl, &1)?;
    // With the right to do so, past the system's own limit; else up to it.
    if setsockopt(&socket, sockopt::RcvBufForce, &RADIO_BUFFER_BYTES).is_err() {
        setsockopt(&socket, sockopt::RcvBuf, &RADIO_BUFFER_BYTES)?;
    }
    // The kernel tells double what it was asked for: the other half is its own book-keeping.
    let has = getsockopt(&socket, sockopt::RcvBuf)? / 2;
    if has < RADIO_BUFFER_BYTES {
        counts.note(format!(
            "the receive buffer has {has} of {RADIO_BUFFER_BYTES} bytes: give CAP_NET_ADMIN or raise net.core.rmem_max"
        ));
    }
    Ok(socket)
}

/// A free port of ours from which `to` can be reached.
pub(super) fn any_port(to: SocketAddr) -> SocketAddr {
    match to {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    }
}

/// What takes from one socket: the link's thread in its turns, or the loop.
#[derive(Debug)]
pub(super) struct Reader {
    socket: Arc<UdpSocket>,
    is_v6: bool,
    bytes: Vec<u8>,
    hand: Hand,
    drops: Drops,
}

impl Reader {
    pub(super) fn new(socket: Arc<UdpSocket>, hand: Hand) -> Self {
        let is_v6 = socket.local_addr().is_ok_and(|at| at.is_ipv6());
        let bytes = vec![0; ROOM_BYTES * RECEIVED_AT_ONCE];
        Self { socket, is_v6, bytes, hand, drops: Drops { told: true, due: None } }
    }

    /// Between two turns; see [`Drops`].
    pub(super) fn ask_for_drops(&mut self, now: Instant, is_paced: bool) {
        if let Some(tells) = self.drops.turn(now, is_paced) {
            let _ = setsockopt(&self.socket, sockopt::RxqOvfl, &i32::from(tells));
        }
    }

    /// Takes what there is.
    fn take(&mut self) -> Instant {
        if self.is_v6 { self.take_from::<SockaddrIn6>() } else { self.take_from::<SockaddrIn>() }
    }

    fn take_from<S: SockaddrLike + Copy + Into<SocketAddr>>(&mut self) -> Instant {
        let mut now = self.hand.clock.instant();
        // The kernel writes into the headers how much of them it used. Of an address that is the same every time, of what it
        // tells beside it is not.
        let mut silent = Heads::<S>::new(false);
        for _ in 0..TURNS_AT_ONCE {
            let mut telling = self.drops.told.then(|| Heads::<S>::new(true));
            let heads = telling.as_mut().unwrap_or(&mut silent);
            if heads.take(&self.socket, &mut self.bytes, now, &mut self.hand) < RECEIVED_AT_ONCE {
                break;
            }
            now = self.hand.clock.instant();
        }
        now
    }

    /// Takes what there is, for the loop.
    pub(super) fn take_now(&mut self) {
        let now = self.take();
        self.hand.hurry(now);
    }
}

/// Room for one datagram. A little more than the datagram: rooms that lie a power of two apart crowd into a few lines of
/// the processor's cache.
const ROOM_BYTES: usize = DATAGRAM_BYTES + 64;

/// When the kernel says beside each datagram how many it has thrown away so far. It counts always; saying so costs a
/// twentieth of taking a datagram. While much comes it is asked in one turn of many, and its number is as exact then.
#[derive(Debug)]
struct Drops {
    /// Whether it says so now; as the socket was bound, it does.
    told: bool,
    /// When it is asked again.
    due: Option<Instant>,
}

impl Drops {
    /// Whether it is to say so until the next turn, where that is news.
    fn turn(&mut self, now: Instant, is_paced: bool) -> Option<bool> {
        let is_due = self.due.is_none_or(|due| due <= now);
        if is_due {
            self.due = Some(now + DROPS_TOLD_EVERY);
        }
        let tells = is_due || !is_paced;
        (std::mem::replace(&mut self.told, tells) != tells).then_some(tells)
    }
}

/// What one system call is told of where datagrams and their senders go.
#[derive(Debug)]
struct Heads<S>(MultiHeaders<S>);

impl<S: SockaddrLike + Copy + Into<SocketAddr>> Heads<S> {
    /// `tells`: with room for how many datagrams were thrown away so far.
    fn new(tells: bool) -> Self {
        Self(MultiHeaders::preallocate(RECEIVED_AT_ONCE, tells.then(|| nix::cmsg_space!(u32))))
    }

    /// Takes what is there, at most [`RECEIVED_AT_ONCE`], and tells how many there were.
    fn take(&mut self, socket: &UdpSocket, bytes: &mut [u8], now: Instant, hand: &mut Hand) -> usize {
        let mut slices: Vec<[IoSliceMut<'_>; 1]> =
            bytes.chunks_mut(ROOM_BYTES).map(|room| [IoSliceMut::new(&mut room[..DATAGRAM_BYTES])]).collect();
        let came = recvmmsg(socket.as_raw_fd(), &mut self.0, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None);
        let Ok(came) = came else { return 0 };
        let at = hand.clock.now();
        let mut count = 0;
        for one in came {
            count += 1;
            if one.flags.contains(MsgFlags::MSG_TRUNC) {
                hand.counts.cut_short.fetch_add(1, Relaxed);
            }
            for word in one.cmsgs().into_iter().flatten() {
                if let ControlMessageOwned::RxqOvfl(dropped) = word {
                    hand.counts.kernel_drops.store(dropped, Relaxed);
                }
            }
            if let Some(from) = one.address {
                hand.take(now, at, from.into(), one.iovs().next().unwrap_or_default());
            }
        }
        count
    }
}

/// The thread's work until the bell says that it is over. `greet` is who to speak to first, while nobody is heard.
pub(super) fn run(reader: &Mutex<Reader>, greet: Option<SocketAddr>, mut ear: Ear) {
    let Ok((socket, clock)) = reader.lock().map(|reader| (Arc::clone(&reader.socket), reader.hand.clock)) else {
        return;
    };
    let mut greeting = Greeting { to: greet, due: clock.instant(), heard: 0, number: 0 };
    let (mut paced, mut patience) = (false, GREET_EVERY);
    while !ear.is_over() {
        if paced {
            ear.wait(&[], PACE);
        } else {
            ear.wait(&[(socket.as_fd(), false)], patience.min(GREET_EVERY));
        }
        let Ok(mut reader) = reader.lock() else { return };
        let now = reader.take();
        reader.hand.settle(now);
        greeting.speak(now, &socket, &reader.hand);
        (paced, patience) = (reader.hand.is_paced(), reader.hand.patience(now));
        reader.ask_for_drops(now, paced);
    }
}

/// Our heartbeat to somebody who cannot know yet where we are.
struct Greeting {
    to: Option<SocketAddr>,
    due: Instant,
    heard: u64,
    number: u8,
}

impl Greeting {
    fn speak(&mut self, now: Instant, socket: &UdpSocket, hand: &Hand) {
        let Some(to) = self.to.filter(|_| now >= self.due) else { return };
        let heard = hand.counts.datagrams.load(Relaxed);
        // As soon as it speaks, the squadron's own heartbeats go there.
        if heard == self.heard {
            let greeting = controller_link::greeting(self.number);
            if socket.send_to(&greeting, to).is_ok() {
                hand.sent(to, &greeting);
            }
            self.number = self.number.wrapping_add(1);
        }
        self.heard = heard;
        self.due = now + GREET_EVERY;
    }
}
