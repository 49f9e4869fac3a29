//! A line that is opened by us and opened again when it breaks: after a short while first, then ever longer, up to a
//! limit. One that cannot be opened at the start is no fault: the aircraft's modem may be switched on later.

use super::bell::Ear;
use super::inbox::Hand;
use super::mirror::resolve;
use super::serial;
use super::stream::{Lines, Outlets, Wire, ready};
use super::table::HostPort;
use crate::clock::Clock;
use crate::limits::{CONNECT_WAIT, REDIAL_FIRST, REDIAL_LONGEST};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

/// What is dialled.
#[derive(Clone, Debug)]
pub(super) enum Number {
    Tcp(HostPort),
    Serial(PathBuf, u32),
}

impl Number {
    fn dial(&self) -> io::Result<(SocketAddr, Wire)> {
        match self {
            Self::Tcp(to) => {
                let to = resolve(to)?;
                let stream = TcpStream::connect_timeout(&to, CONNECT_WAIT)?;
                ready(&stream)?;
                Ok((to, Wire::Tcp(stream)))
            }
            Self::Serial(device, baud) => {
                let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
                Ok((nowhere, Wire::Device(serial::open(device, *baud)?)))
            }
        }
    }
}

/// The thread's work until the bell says that it is over.
pub(super) fn run(number: &Number, outlets: &Outlets, mut hand: Hand, mut ear: Ear) {
    let mut patience = REDIAL_FIRST;
    while !ear.is_over() {
        match number.dial() {
            Ok((address, wire)) => {
                hand.counts.note("");
                let since = hand.clock.instant();
                let mut lines = Lines::new(None, outlets);
                lines.add(since, address, wire, &hand.counts);
                lines.serve(&mut hand, &mut ear);
                hand.counts.note("the line broke; trying again");
                // A line that held was good: the next try is soon again.
                patience = if hand.clock.instant() - since > REDIAL_LONGEST { REDIAL_FIRST } else { patience };
            }
            Err(why) => hand.counts.note(format!("cannot be opened: {why}")),
        }
        patience = pause(&hand.clock, &mut ear, patience);
    }
}

/// Waits, and tells how long the next wait is.
fn pause(clock: &Clock, ear: &mut Ear, patience: Duration) -> Duration {
    let until = clock.instant() + patience;
    // A bell that rings for something else does not shorten the wait.
    while !ear.is_over() && clock.instant() < until {
        ear.wait(&[], until.saturating_duration_since(clock.instant()));
    }
    (patience * 2).min(REDIAL_LONGEST)
}
