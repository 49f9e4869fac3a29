//! Ways found, counted, chosen and forgotten.

use super::*;
use crate::codec::Header;
use crate::{LinkConfig, LinkId};
use geodata::Seconds;
use std::net::SocketAddr;

fn peer(link: u16, port: u16) -> Peer {
    Peer { link: LinkId(link), address: SocketAddr::from(([10, 0, 0, 1], port)) }
}

fn at(seconds: f64) -> Timestamp {
    Timestamp::from_millis(1_000_000).plus(Seconds(seconds))
}

fn frame(sequence: u8, checksum: u16) -> Frame {
    Frame { header: Header { system: 3, component: 1, sequence }, id: 33, checksum, message: None }
}

#[test]
fn a_second_link_is_a_second_way_and_a_second_address_on_a_link_waits_for_the_first_to_fall_silent() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    assert!(paths.learn(at(0.0), peer(0, 1), &config) && paths.learn(at(0.0), peer(1, 1), &config));
    assert!(!paths.learn(at(2.9), peer(0, 2), &config));
    assert!(paths.learn(at(3.0), peer(0, 2), &config));
    assert!(paths.knows(peer(0, 2)) && !paths.knows(peer(0, 1)) && paths.knows(peer(1, 1)));
}

#[test]
fn ways_are_limited() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    let learnt = (0..100).filter(|link| paths.learn(at(0.0), peer(*link, 1), &config)).count();
    assert_eq!(learnt, limits::PATHS);
}

#[test]
fn each_way_counts_its_own_gaps() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    paths.learn(at(0.0), peer(0, 1), &config);
    paths.learn(at(0.0), peer(1, 1), &config);
    let gaps: Vec<i64> = [(0, 10), (1, 200), (0, 11), (1, 201), (0, 14), (1, 203), (0, 12), (0, 15)]
        .into_iter()
        .map(|(link, sequence)| paths.count(at(0.1), peer(link, 1), sequence))
        .collect();
    assert_eq!(gaps, [0, 0, 0, 0, 2, 1, -1, 0], "the last but one was late");
}

#[test]
fn a_copy_is_the_same_frame_over_another_way_within_a_second() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    let (radio, modem) = (peer(0, 1), peer(1, 1));
    paths.learn(at(0.0), radio, &config);
    assert!(!paths.is_copy(at(0.0), radio, &frame(1, 7)) && !paths.is_copy(at(0.0), radio, &frame(1, 7)));
    paths.learn(at(0.0), modem, &config);
    assert!(!paths.is_copy(at(0.0), radio, &frame(2, 7)));
    assert!(paths.is_copy(at(0.9), modem, &frame(2, 7)), "the slower way brings it again");
    assert!(!paths.is_copy(at(0.9), modem, &frame(2, 8)), "another frame that has the same number");
    assert!(!paths.is_copy(at(0.9), radio, &frame(2, 7)), "the same way again: no copy of another way's");
    assert!(!paths.is_copy(at(2.5), modem, &frame(2, 7)), "too long ago");
}

#[test]
fn what_is_remembered_of_copies_is_limited() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    paths.learn(at(0.0), peer(0, 1), &config);
    paths.learn(at(0.0), peer(1, 1), &config);
    for n in 0..10_000_u16 {
        paths.is_copy(at(0.0), peer(0, 1), &frame(n as u8, n));
    }
    assert_eq!(paths.lately.as_ref().unwrap().len(), limits::COPIES_REMEMBERED);
}

#[test]
fn the_way_with_less_loss_is_taken_and_a_small_difference_changes_nothing() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    let (radio, modem) = (peer(0, 1), peer(1, 1));
    paths.learn(at(0.0), radio, &config);
    paths.learn(at(0.0), modem, &config);
    let choose = |paths: &mut Paths| {
        paths.choose(at(0.1), &config);
        paths.best().unwrap().peer
    };
    // Every 20th of the radio's is lost, then every other.
    for n in 0..250_u8 {
        if !n.is_multiple_of(20) {
            paths.count(at(0.1), radio, n);
        }
        paths.count(at(0.1), modem, n);
    }
    assert_eq!(choose(&mut paths), radio, "1 in 20 is not worth a change");
    for n in 0..200_u8 {
        if n.is_multiple_of(2) {
            paths.count(at(0.1), radio, n.wrapping_add(250));
        }
    }
    let loss = paths.all()[0].loss;
    assert!((0.4..0.6).contains(&loss), "half of it is lost: {loss}");
    assert_eq!(choose(&mut paths), modem);
    assert!(!paths.choose(at(0.1), &config), "and it stays");
}

#[test]
fn a_silent_way_is_left_for_one_that_speaks_and_forgotten_after_a_while() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    let (radio, modem) = (peer(0, 1), peer(1, 1));
    paths.learn(at(0.0), radio, &config);
    paths.learn(at(1.0), modem, &config);
    assert!(!paths.choose(at(1.0), &config));
    paths.learn(at(1.9), modem, &config);
    assert!(paths.choose(at(2.0), &config), "one heartbeat late, and the other way speaks");
    assert_eq!(paths.best().unwrap().peer, modem);
    for second in 3..100 {
        paths.learn(at(f64::from(second)), modem, &config);
        paths.choose(at(f64::from(second)), &config);
    }
    assert!(!paths.knows(radio));
    // The last way is never forgotten: an aircraft may hear us that we do not hear.
    paths.choose(at(1_000.0), &config);
    assert!(paths.knows(modem));
}

#[test]
fn our_frames_are_numbered_on_each_way_by_itself() {
    let (config, mut paths) = (LinkConfig::default(), Paths::default());
    paths.learn(at(0.0), peer(0, 1), &config);
    paths.learn(at(0.0), peer(1, 1), &config);
    let numbers = [0, 0, 1, 0].map(|link| paths.number(peer(link, 1)));
    assert_eq!(numbers, [0, 1, 0, 2]);
}
