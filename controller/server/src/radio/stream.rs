//! Links that are streams of bytes: TCP either way round, and serial ports. A stream is cut into whole frames before
//! anything is handed on, each far end by itself, so that the garbage of one never eats a frame of another. What is sent
//! leaves at once where the line takes it; a frame that was begun is finished before the next one.

use super::bell::{Bell, Ear};
use super::counts::Counts;
use super::inbox::Hand;
use crate::limits::{DATAGRAM_BYTES, STREAM_PEERS, STREAM_PENDING_BYTES, STREAM_SILENCE};
use controller_link::codec::whole;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// How often in a row one line is read before the others have their turn.
const READS: usize = 16;

/// One open line; neither reading nor writing ever blocks.
#[derive(Debug)]
pub(super) enum Wire {
    Tcp(TcpStream),
    Device(File),
}

impl Wire {
    fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => (&mut &*stream).read(into),
            Self::Device(file) => (&mut &*file).read(into),
        }
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => (&mut &*stream).write(bytes),
            Self::Device(file) => (&mut &*file).write(bytes),
        }
    }

    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(stream) => stream.as_fd(),
            Self::Device(file) => file.as_fd(),
        }
    }
}

/// The sending side of a link's lines, shared by the loop and the thread.
#[derive(Debug)]
pub(super) struct Outlets {
    open: Mutex<BTreeMap<SocketAddr, Outlet>>,
    bell: Bell,
}

#[derive(Debug)]
struct Outlet {
    wire: Arc<Wire>,
    /// The rest of what was begun, and whole frames behind it.
    pending: Vec<u8>,
}

impl Outlets {
    pub(super) fn new(bell: Bell) -> Self {
        Self { open: Mutex::default(), bell }
    }

    /// Sends one frame to the far end at `to`; false when nobody is there, or too much waits already.
    pub(super) fn send(&self, to: SocketAddr, bytes: &[u8]) -> bool {
        let Ok(mut open) = self.open.lock() else { return false };
        let Some(outlet) = open.get_mut(&to) else { return false };
        if outlet.pending.len() + bytes.len() > STREAM_PENDING_BYTES {
            return false;
        }
        outlet.pending.extend_from_slice(bytes);
        if outlet.flush().is_err() {
            // The thread sees the same fault when it reads, and closes the line.
            return false;
        }
        if !outlet.pending.is_empty() {
            self.bell.ring();
        }
        true
    }

    fn has_pending(&self, at: SocketAddr) -> bool {
        self.open.lock().is_ok_and(|open| open.get(&at).is_some_and(|outlet| !outlet.pending.is_empty()))
    }

    fn flush(&self, at: SocketAddr) {
        if let Ok(mut open) = self.open.lock()
            && let Some(outlet) = open.get_mut(&at)
        {
            let _ = outlet.flush();
        }
    }

    fn put(&self, at: SocketAddr, wire: &Arc<Wire>) {
        if let Ok(mut open) = self.open.lock() {
            open.insert(at, Outlet { wire: Arc::clone(wire), pending: Vec::new() });
        }
    }

    fn remove(&self, at: SocketAddr) {
        if let Ok(mut open) = self.open.lock() {
            open.remove(&at);
        }
    }
}

impl Outlet {
    fn flush(&mut self) -> io::Result<()> {
        while !self.pending.is_empty() {
            match self.wire.write(&self.pending) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(taken) => drop(self.pending.drain(..taken)),
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }
}

/// The lines of one link, and whoever may connect to it.
pub(super) struct Lines<'a> {
    pub(super) listener: Option<&'a TcpListener>,
    pub(super) outlets: &'a Outlets,
    open: Vec<Line>,
}

/// The reading side of one line.
struct Line {
    address: SocketAddr,
    wire: Arc<Wire>,
    /// The beginning of a frame whose rest is still to come.
    rest: Vec<u8>,
    /// When it last said anything.
    heard: Instant,
}

impl<'a> Lines<'a> {
    pub(super) fn new(listener: Option<&'a TcpListener>, outlets: &'a Outlets) -> Self {
        Self { listener, outlets, open: Vec::new() }
    }

    /// One more line.
    pub(super) fn add(&mut self, now: Instant, address: SocketAddr, wire: Wire, counts: &Counts) {
        let wire = Arc::new(wire);
        self.outlets.put(address, &wire);
        self.open.push(Line { address, wire, rest: Vec::new(), heard: now });
        counts.connections.fetch_add(1, Relaxed);
        counts.connected.fetch_add(1, Relaxed);
    }

    /// Reads until the link ends, or until no line is left and nobody can connect.
    pub(super) fn serve(&mut self, hand: &mut Hand, ear: &mut Ear) {
        while !ear.is_over() && (self.listener.is_some() || !self.open.is_empty()) {
            let ready = self.wait(hand, ear);
            let (knocks, ready) = match self.listener {
                Some(_) => (ready.first().is_some_and(|(reads, _)| *reads), ready.get(1..).unwrap_or_default()),
                None => (false, ready.as_slice()),
            };
            let now = hand.clock.instant();
            let mut broken = Vec::new();
            for (line, (reads, writes)) in self.open.iter_mut().zip(ready) {
                if *writes {
                    self.outlets.flush(line.address);
                }
                if line.is_silent(now) || (*reads && line.read(now, hand).is_err()) {
                    broken.push(line.address);
                }
            }
            self.close(&broken, &hand.counts);
            if knocks {
                self.accept(now, &hand.counts);
            }
            hand.settle(now);
        }
        let all: Vec<_> = self.open.iter().map(|line| line.address).collect();
        self.close(&all, &hand.counts);
    }

    fn wait(&self, hand: &Hand, ear: &mut Ear) -> Vec<(bool, bool)> {
        let mut on: Vec<(BorrowedFd<'_>, bool)> = self.listener.iter().map(|one| (one.as_fd(), false)).collect();
        on.extend(self.open.iter().map(|line| (line.wire.as_fd(), self.outlets.has_pending(line.address))));
        ear.wait(&on, hand.patience(hand.clock.instant()))
    }

    fn close(&mut self, broken: &[SocketAddr], counts: &Counts) {
        self.open.retain(|line| !broken.contains(&line.address));
        for address in broken {
            self.outlets.remove(*address);
            counts.connected.fetch_sub(1, Relaxed);
        }
    }

    fn accept(&mut self, now: Instant, counts: &Counts) {
        while let Some(Ok((stream, from))) = self.listener.map(TcpListener::accept) {
            if self.open.len() >= STREAM_PEERS {
                counts.note(format!("more than {STREAM_PEERS} far ends; {from} was turned away"));
                continue;
            }
            if ready(&stream).is_ok() {
                self.add(now, from, Wire::Tcp(stream), counts);
            }
        }
    }
}

/// The work of a listening link's thread until the bell says that it is over.
pub(super) fn run(listener: &TcpListener, outlets: &Outlets, mut hand: Hand, mut ear: Ear) {
    Lines::new(Some(listener), outlets).serve(&mut hand, &mut ear);
}

/// A connection that does not block and does not gather small frames.
pub(super) fn ready(stream: &TcpStream) -> io::Result<()> {
    stream.set_nonblocking(true)?;
    stream.set_nodelay(true)
}

impl Line {
    /// A connection whose far end went away without a word. MAVLink speaks every second; a serial port cannot go away so.
    fn is_silent(&self, now: Instant) -> bool {
        matches!(*self.wire, Wire::Tcp(_)) && now.saturating_duration_since(self.heard) > STREAM_SILENCE
    }

    /// Takes what is there and hands on what is whole. An end or a fault is an error.
    fn read(&mut self, now: Instant, hand: &mut Hand) -> io::Result<()> {
        let mut buffer = [0_u8; DATAGRAM_BYTES];
        for _ in 0..READS {
            let size = match self.wire.read(&mut buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(size) => {
                    self.heard = now;
                    size
                }
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
                Err(why) => return Err(why),
            };
            self.rest.extend_from_slice(buffer.get(..size).unwrap_or_default());
            let cut = whole(&self.rest);
            if let Some(frames) = self.rest.get(..cut).filter(|frames| !frames.is_empty()) {
                hand.take(now, hand.clock.now(), self.address, frames);
            }
            self.rest.drain(..cut);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_connection_without_a_word_for_half_a_minute_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let heard = Instant::now();
        let line = Line {
            address: listener.local_addr().unwrap(),
            wire: Arc::new(Wire::Tcp(stream)),
            rest: Vec::new(),
            heard,
        };
        assert!(!line.is_silent(heard + STREAM_SILENCE));
        assert!(line.is_silent(heard + STREAM_SILENCE + Duration::from_millis(1)));
    }
}
