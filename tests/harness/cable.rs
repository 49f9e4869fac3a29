//! A cable between two programs on this machine, that can be pulled and plugged in again.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One end listens; what comes is carried to the other, while the cable is in.
#[derive(Debug)]
pub struct Cable {
    /// Where it listens.
    pub near: SocketAddr,
    is_in: Arc<AtomicBool>,
    lines: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    /// Listens on a free port; the other end is told later, when there is one.
    ///
    /// # Errors
    /// There is no free port.
    pub fn listen() -> io::Result<(Self, TcpListener)> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let near = listener.local_addr()?;
        Ok((Self { near, is_in: Arc::new(AtomicBool::new(true)), lines: Arc::default() }, listener))
    }

    /// Carries whatever comes to `far`, for as long as the test lasts.
    pub fn lead_to(&self, listener: TcpListener, far: SocketAddr) {
        let (is_in, lines) = (Arc::clone(&self.is_in), Arc::clone(&self.lines));
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if is_in.load(Ordering::SeqCst) {
                    let _ = carry(near, far, &lines);
                }
            }
        });
    }

    /// Pulls it: what is on it is lost, and nothing goes over it.
    pub fn pull(&self) {
        self.is_in.store(false, Ordering::SeqCst);
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.drain(..).for_each(|line| drop(line.shutdown(Shutdown::Both)));
    }

    /// Plugs it in again.
    pub fn plug_in(&self) {
        self.is_in.store(true, Ordering::SeqCst);
    }
}

fn carry(near: TcpStream, far: SocketAddr, lines: &Mutex<Vec<TcpStream>>) -> io::Result<()> {
    let far = TcpStream::connect_timeout(&far, Duration::from_secs(2))?;
    let ways = [(near.try_clone()?, far.try_clone()?), (far.try_clone()?, near.try_clone()?)];
    lines.lock().unwrap_or_else(PoisonError::into_inner).extend([near, far]);
    for (mut from, mut to) in ways {
        std::thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    Ok(())
}
