//! A bell for a thread that waits on a socket: rung when there is something to send, when an answer is awaited, and when
//! the link is to end.

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::io::{Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

/// The button.
#[derive(Clone, Debug)]
pub(crate) struct Bell {
    wire: Arc<UnixStream>,
    ended: Arc<AtomicBool>,
}

/// The thread's end.
#[derive(Debug)]
pub(crate) struct Ear {
    wire: UnixStream,
    ended: Arc<AtomicBool>,
}

/// A bell and its ear.
pub(crate) fn bell() -> std::io::Result<(Bell, Ear)> {
    let (button, wire) = UnixStream::pair()?;
    button.set_nonblocking(true)?;
    wire.set_nonblocking(true)?;
    let ended = Arc::new(AtomicBool::new(false));
    Ok((Bell { wire: Arc::new(button), ended: Arc::clone(&ended) }, Ear { wire, ended }))
}

impl Bell {
    /// Wakes the thread. A bell already ringing may refuse another ring: it rings.
    pub(crate) fn ring(&self) {
        let _ = (&*self.wire).write(&[1]);
    }

    /// Tells the thread to end, and wakes it.
    pub(crate) fn end(&self) {
        self.ended.store(true, Relaxed);
        self.ring();
    }
}

impl Ear {
    /// Whether the link is to end.
    pub(crate) fn is_over(&self) -> bool {
        self.ended.load(Relaxed)
    }

    /// Waits until the bell rings, something happens on `on`, or `wait` is over; tells which of `on` are ready to read
    /// (or broken) and which to write.
    pub(crate) fn wait(&mut self, on: &[(BorrowedFd<'_>, bool)], wait: Duration) -> Vec<(bool, bool)> {
        let mut fds = Vec::with_capacity(on.len() + 1);
        fds.push(PollFd::new(self.wire.as_fd(), PollFlags::POLLIN));
        fds.extend(on.iter().map(|(fd, writes)| {
            let writes = if *writes { PollFlags::POLLOUT } else { PollFlags::empty() };
            PollFd::new(*fd, PollFlags::POLLIN | writes)
        }));
        // Rounded up, so that a wait of less than a millisecond is not a spin.
        let millis = i32::try_from(wait.as_micros().div_ceil(1_000)).unwrap_or(i32::MAX);
        let ready = poll(&mut fds, PollTimeout::try_from(millis).unwrap_or(PollTimeout::MAX)).is_ok_and(|n| n > 0);
        let happened = |fd: &PollFd<'_>| fd.revents().filter(|_| ready).unwrap_or(PollFlags::empty());
        let rang = fds.first().is_some_and(|fd| !happened(fd).is_empty());
        let told = fds.iter().skip(1).map(|fd| {
            let is = happened(fd);
            (is.intersects(!PollFlags::POLLOUT), is.contains(PollFlags::POLLOUT))
        });
        let told = told.collect();
        if rang {
            let mut away = [0_u8; 64];
            while matches!((&self.wire).read(&mut away), Ok(n) if n == away.len()) {}
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_before_the_wait_is_heard_and_spent() {
        let (bell, mut ear) = bell().unwrap();
        for _ in 0..10_000 {
            bell.ring();
        }
        ear.wait(&[], Duration::from_secs(3_600));
        ear.wait(&[], Duration::ZERO);
        assert!(!ear.is_over());
        bell.end();
        ear.wait(&[], Duration::from_secs(3_600));
        assert!(ear.is_over());
    }
}
