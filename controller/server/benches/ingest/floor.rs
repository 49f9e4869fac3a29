//! What nobody can be faster than: the same traffic taken from a bare socket in the same turns, and thrown away. Nothing of
//! ours is in it but the pace; what `ingest/udp_1000x50` costs more is ours.

use crate::air::Air;
use crate::threads::cpu;
use controller_server::limits::{DATAGRAM_BYTES, PACE, RADIO_BUFFER_BYTES, RECEIVED_AT_ONCE};
use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg, setsockopt, sockopt};
use std::io::IoSliceMut;
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

const LASTS: Duration = Duration::from_secs(3);

pub fn floor() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let _ = setsockopt(&socket, sockopt::RcvBufForce, &RADIO_BUFFER_BYTES);
    let mut air = Air::new(socket.local_addr().unwrap());
    let (stop, never) = (Arc::new(AtomicBool::new(false)), AtomicBool::new(false));
    let ended = Arc::clone(&stop);
    let taker = std::thread::Builder::new().name("the-floor".into()).spawn(move || take(&socket, &ended)).unwrap();
    air.talk(Duration::from_millis(500), &never);
    let (before, said, start) = (cpu("the-floor"), air.sent, Instant::now());
    air.talk(LASTS, &never);
    let (spent, took) = (cpu("the-floor") - before, start.elapsed().as_secs_f64());
    stop.store(true, Relaxed);
    let taken = taker.join().unwrap();
    println!(
        "ingest/floor: {:.2} % of a core ({:.0} ns a datagram) to take {taken} of {} and do nothing",
        100.0 * spent.as_secs_f64() / took,
        spent.as_nanos() as f64 / (air.sent - said) as f64,
        air.sent,
    );
}

fn take(socket: &UdpSocket, stop: &AtomicBool) -> u64 {
    let (mut bytes, mut taken) = (vec![0_u8; DATAGRAM_BYTES * RECEIVED_AT_ONCE], 0);
    while !stop.load(Relaxed) {
        std::thread::sleep(PACE);
        loop {
            let mut heads = MultiHeaders::<SockaddrStorage>::preallocate(RECEIVED_AT_ONCE, None);
            let mut slices: Vec<_> = bytes.chunks_mut(DATAGRAM_BYTES).map(|room| [IoSliceMut::new(room)]).collect();
            let came = recvmmsg(socket.as_raw_fd(), &mut heads, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None);
            let came = came.map_or(0, Iterator::count);
            taken += came as u64;
            if came < RECEIVED_AT_ONCE {
                break;
            }
        }
    }
    taken
}
