//! Links that come and go, over real sockets of this machine.

use super::*;
use crate::limits::PACE;
use controller_link::codec::{Header, Heartbeat, encode};
use geodata::Timestamp;

fn radio() -> Radio {
    Radio::new(Clock::start(None), Vec::new())
}

fn listen(radio: &mut Radio) -> (LinkId, SocketAddr) {
    let spec = LinkSpec::read("--link", "udp-listen:127.0.0.1:0").unwrap();
    let id = radio.add("--link", &spec).unwrap();
    (id, radio.address(id).unwrap())
}

fn heartbeat(sequence: u8) -> Vec<u8> {
    let beat = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() };
    encode(Header { system: 3, component: 1, sequence }, &beat.into())
}

/// Waits for the next `count` datagrams.
async fn next(radio: &mut Radio, count: usize) -> Vec<(Timestamp, Peer, Vec<u8>)> {
    let (mut all, mut batch) = (Vec::new(), Batch::default());
    while all.len() < count {
        radio.brought().await;
        radio.take(&mut batch);
        all.extend(batch.iter().map(|(at, from, bytes)| (at, from, bytes.to_vec())));
    }
    all
}

fn to(peer: Peer, traffic: Traffic) -> Datagram {
    Datagram { to: peer, bytes: b"hello".to_vec(), traffic, expires: None }
}

#[tokio::test]
async fn a_taken_port_is_one_clear_line() {
    let mut radio = radio();
    let (_, at) = listen(&mut radio);
    let finding = radio.add("--link", &LinkSpec::UdpListen(at)).unwrap_err();
    assert_eq!(finding.code, "port_taken");
    assert!(finding.to_string().contains("--link"), "{finding}");
}

#[tokio::test]
async fn every_aircraft_on_one_port_is_answered_at_its_own_address() {
    let mut radio = radio();
    let (id, at) = listen(&mut radio);
    let aircraft = [0, 1, 2].map(|_| UdpSocket::bind("127.0.0.1:0").unwrap());
    for (one, sequence) in aircraft.iter().zip(0..) {
        one.send_to(&heartbeat(sequence), at).unwrap();
    }
    let came = next(&mut radio, 3).await;
    for (one, sequence) in aircraft.iter().zip(0..) {
        let from = came.iter().find(|(_, _, bytes)| *bytes == heartbeat(sequence)).unwrap().1;
        assert_eq!((from.link, from.address), (id, one.local_addr().unwrap()));
        radio.send(&to(from, Traffic::Safety));
        let mut buffer = [0; 16];
        assert_eq!(one.recv_from(&mut buffer).unwrap(), (5, at));
    }
    let state = &radio.links()[0];
    assert_eq!((state.datagrams, state.sent, state.unsent, state.kernel_drops), (3, 3, 0, 0));
}

#[tokio::test]
async fn links_come_and_go_and_a_number_is_used_once() {
    let mut radio = radio();
    let (first, at) = listen(&mut radio);
    assert!(radio.remove(first).is_some() && radio.remove(first).is_none());
    assert!(radio.links().is_empty());
    radio.send(&to(Peer { link: first, address: at }, Traffic::Keepalive));
    assert_eq!(radio.unsent(), 1, "a link that is gone");
    let (second, at) = listen(&mut radio);
    assert_ne!(first, second);
    UdpSocket::bind("127.0.0.1:0").unwrap().send_to(&heartbeat(9), at).unwrap();
    assert_eq!(next(&mut radio, 1).await[0].1.link, second);
}

#[tokio::test]
async fn links_are_limited() {
    let mut radio = radio();
    // Each by its own spec: one spec is one link.
    for n in 0..LINKS {
        let spec = LinkSpec::Udp(format!("127.0.0.1:{}", 40_000 + n).parse().unwrap());
        radio.add("POST /links", &spec).unwrap();
    }
    let one_more = LinkSpec::Udp("127.0.0.1:39999".parse().unwrap());
    assert_eq!(radio.add("POST /links", &one_more).unwrap_err().code, "too_many_links");
    radio.remove(LinkId(0));
    radio.add("POST /links", &one_more).unwrap();
    assert_eq!(radio.add("POST /links", &one_more).unwrap_err().code, "too_many_links");
    radio.remove(LinkId(1));
    assert_eq!(radio.add("POST /links", &one_more).unwrap_err().code, "link_exists");
}

#[tokio::test]
async fn a_far_end_that_waits_for_us_is_greeted_with_our_heartbeat() {
    use controller_link::codec::{Message, decode};
    let far = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut radio = radio();
    let spec = LinkSpec::Udp(far.local_addr().unwrap().to_string().parse().unwrap());
    let id = radio.add("--link", &spec).unwrap();
    let mut buffer = [0; 300];
    let (size, us) = far.recv_from(&mut buffer).unwrap();
    let frame = decode(&buffer[..size]).next().unwrap().unwrap();
    assert!(matches!(frame.message, Some(Message::Heartbeat(beat)) if beat.kind == 6));
    far.send_to(&heartbeat(0), us).unwrap();
    assert_eq!(next(&mut radio, 1).await[0].1, Peer { link: id, address: far.local_addr().unwrap() });
}

#[tokio::test]
async fn a_stall_of_the_loop_costs_no_datagram_and_the_kernel_says_when_one_was_lost() {
    let mut radio = radio();
    let (_, at) = listen(&mut radio);
    let aircraft = UdpSocket::bind("127.0.0.1:0").unwrap();
    // 200 ms of 1,000 vehicles at 50 a second, while nobody takes anything from the radio.
    for n in 0..10_000_u32 {
        aircraft.send_to(&heartbeat(n as u8), at).unwrap();
    }
    assert_eq!(next(&mut radio, 10_000).await.len(), 10_000);
    let state = &radio.links()[0];
    assert_eq!((state.datagrams, state.kernel_drops, state.overrun), (10_000, 0, 0));
}

#[tokio::test]
async fn while_an_answer_is_awaited_nothing_is_lost_and_nothing_overtakes() {
    let mut radio = radio();
    let (id, at) = listen(&mut radio);
    let aircraft = UdpSocket::bind("127.0.0.1:0").unwrap();
    let peer = Peer { link: id, address: aircraft.local_addr().unwrap() };
    let mut came = Vec::new();
    for round in 0..40_u32 {
        if round % 4 == 1 {
            // Now the loop looks at the socket itself, beside the thread's turns.
            radio.send(&to(peer, Traffic::Safety));
            assert_eq!(radio.eyes.len(), 1);
        }
        for number in 0..50 {
            aircraft.send_to(&(round * 50 + number).to_le_bytes(), at).unwrap();
        }
        came.extend(next(&mut radio, 50).await.into_iter().map(|(_, _, bytes)| bytes));
    }
    let sent: Vec<_> = (0..2_000_u32).map(|number| number.to_le_bytes().to_vec()).collect();
    assert_eq!(came, sent);
    radio.remove(id);
    assert!(radio.eyes.is_empty());
}

#[test]
fn what_the_kernel_throws_away_is_counted() {
    let counts = Arc::new(Counts::default());
    let socket = Arc::new(udp::bind("127.0.0.1:0".parse().unwrap(), &counts).unwrap());
    // A buffer so small that a burst does not fit.
    nix::sys::socket::setsockopt(&socket, nix::sys::socket::sockopt::RcvBuf, &4_096).unwrap();
    let to = socket.local_addr().unwrap();
    let aircraft = UdpSocket::bind("127.0.0.1:0").unwrap();
    let burst = |count| {
        for n in 0..count {
            aircraft.send_to(&heartbeat(n), to).unwrap();
        }
    };
    burst(200);
    let clock = Clock::start(None);
    let hand = Hand::new(LinkId(0), Arc::clone(&counts), clock, Arc::default(), Arc::new(Vec::<Arc<dyn Tap>>::new()));
    let mut reader = udp::Reader::new(socket, hand);
    reader.take_now();
    // The kernel's number comes with the next datagram that it could keep.
    burst(1);
    reader.take_now();
    let (came, lost) = (counts.datagrams.load(Relaxed), counts.kernel_drops.load(Relaxed));
    assert!(lost > 0 && came + u64::from(lost) == 201, "{came} came, {lost} lost");
}

#[test]
fn what_the_kernel_throws_away_is_counted_to_the_last_one_where_it_is_asked_seldom() {
    let counts = Arc::new(Counts::default());
    let socket = Arc::new(udp::bind("127.0.0.1:0".parse().unwrap(), &counts).unwrap());
    nix::sys::socket::setsockopt(&socket, nix::sys::socket::sockopt::RcvBuf, &4_096).unwrap();
    let (to, aircraft) = (socket.local_addr().unwrap(), UdpSocket::bind("127.0.0.1:0").unwrap());
    let clock = Clock::start(None);
    let hand = Hand::new(LinkId(0), Arc::clone(&counts), clock, Arc::default(), Arc::new(Vec::<Arc<dyn Tap>>::new()));
    let mut reader = udp::Reader::new(socket, hand);
    let (start, mut sent, mut told_late) = (clock.instant(), 0, 0);
    for turn in 0..60 {
        reader.ask_for_drops(start + PACE * turn, true);
        let burst = if turn < 40 { 200 } else { 1 };
        for n in 0..burst {
            aircraft.send_to(&heartbeat(n), to).unwrap();
        }
        sent += u64::from(burst);
        reader.take_now();
        let known = counts.datagrams.load(Relaxed) + u64::from(counts.kernel_drops.load(Relaxed));
        told_late += u32::from(known < sent);
    }
    let (came, lost) = (counts.datagrams.load(Relaxed), counts.kernel_drops.load(Relaxed));
    assert!(lost > 0 && came + u64::from(lost) == sent, "{came} came, {lost} lost of {sent}");
    assert!(told_late > 30, "it was asked with every turn");
}

#[tokio::test]
async fn a_tcp_line_is_cut_into_whole_frames_and_opened_again_when_it_breaks() {
    use std::io::{Read, Write};
    let far = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut radio = radio();
    let spec = LinkSpec::Tcp(far.local_addr().unwrap().to_string().parse().unwrap());
    let id = radio.add("--link", &spec).unwrap();
    for connection in 1..=2_u8 {
        let (mut line, _) = far.accept().unwrap();
        line.set_nodelay(true).unwrap();
        // A frame in three pieces, the third with the beginning of another that never ends.
        let frame = heartbeat(connection);
        line.write_all(&frame[..5]).unwrap();
        line.write_all(&frame[5..12]).unwrap();
        line.write_all(&[&frame[12..], &frame[..8]].concat()).unwrap();
        let came = next(&mut radio, 1).await;
        assert_eq!(came[0].2, frame, "and nothing of what the line before left behind");
        let peer = came[0].1;
        assert_eq!((peer.link, peer.address), (id, far.local_addr().unwrap()));
        radio.send(&to(peer, Traffic::Safety));
        let mut answer = [0; 5];
        line.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"hello");
    }
    assert_eq!(radio.links()[0].connections, 2);
}

#[tokio::test]
async fn two_aircraft_on_one_tcp_port_have_each_their_own_line_and_ones_garbage_is_not_the_others() {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    let mut radio = radio();
    let id = radio.add("--link", &LinkSpec::read("--link", "tcp-listen:127.0.0.1:0").unwrap()).unwrap();
    let at = radio.address(id).unwrap();
    let mut lines = [0, 1].map(|_| TcpStream::connect(at).unwrap());
    // The first begins a frame of 255 bytes and says no more; the second's must not be taken for its rest.
    lines[0].write_all(&[0xFD, 255, 0, 0, 0, 9, 1, 0, 0, 0]).unwrap();
    lines[1].write_all(&heartbeat(7)).unwrap();
    let came = next(&mut radio, 1).await;
    assert_eq!((came.len(), &came[0].2), (1, &heartbeat(7)));
    assert_eq!(came[0].1.address, lines[1].local_addr().unwrap());
    radio.send(&to(came[0].1, Traffic::Keepalive));
    let mut answer = [0; 5];
    lines[1].read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"hello");
}

#[tokio::test]
async fn a_serial_port_is_a_line_raw_both_ways() {
    use nix::fcntl::OFlag;
    use nix::pty::{grantpt, posix_openpt, ptsname_r, unlockpt};
    use std::io::{Read, Write};
    let mut modem = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY).unwrap();
    grantpt(&modem).unwrap();
    unlockpt(&modem).unwrap();
    let device = ptsname_r(&modem).unwrap();
    let mut radio = radio();
    let id = radio.add("--link", &LinkSpec::read("--link", &format!("serial:{device}:57600")).unwrap()).unwrap();
    while radio.links()[0].connected == 0 {
        std::thread::yield_now();
    }
    // Bytes a terminal would swallow or change: interrupt, end of file, return, new line, stop.
    let beat = Heartbeat { kind: 2, autopilot: 12, custom_mode: 0x130D_0A03, base_mode: 4, ..Heartbeat::default() };
    let frame = encode(Header { system: 3, component: 1, sequence: 0x11 }, &beat.into());
    modem.write_all(&frame).unwrap();
    let came = next(&mut radio, 1).await;
    assert_eq!((came[0].1.link, &came[0].2), (id, &frame));
    let said = Datagram { bytes: b"\x03\x04\r\n\x13\x11!".to_vec(), ..to(came[0].1, Traffic::Keepalive) };
    radio.send(&said);
    let mut answer = [0; 7];
    modem.read_exact(&mut answer).unwrap();
    assert_eq!(answer.to_vec(), said.bytes);
}

#[tokio::test]
async fn what_the_mirror_gets_back_reaches_no_aircraft() {
    let watcher = UdpSocket::bind("127.0.0.1:0").unwrap();
    let to = watcher.local_addr().unwrap().to_string();
    let mirror = Arc::new(Mirror::open("--mirror", &to.parse().unwrap()).unwrap());
    let mut radio = Radio::new(Clock::start(None), vec![Arc::clone(&mirror) as Arc<dyn Tap>]);
    let (_, at) = listen(&mut radio);
    let aircraft = UdpSocket::bind("127.0.0.1:0").unwrap();
    aircraft.send_to(&heartbeat(1), at).unwrap();
    assert_eq!(next(&mut radio, 1).await.len(), 1);
    let mut buffer = [0; 300];
    let (size, from) = watcher.recv_from(&mut buffer).unwrap();
    assert_eq!(&buffer[..size], heartbeat(1));
    for sequence in 0..50 {
        watcher.send_to(&heartbeat(sequence), from).unwrap();
    }
    assert_eq!((mirror.state().copied, mirror.state().refused), (1, 50));
    // The next thing the loop hears is the aircraft's next word, and the aircraft hears nothing.
    aircraft.send_to(&heartbeat(2), at).unwrap();
    let came = next(&mut radio, 1).await;
    assert_eq!((came.len(), &came[0].2), (1, &heartbeat(2)));
    aircraft.set_nonblocking(true).unwrap();
    assert!(aircraft.recv_from(&mut buffer).is_err());
}
