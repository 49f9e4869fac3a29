//! One vehicle over two links: one vehicle, up as long as either lives, spoken to on the better way, and called home on
//! both.

use super::rig::{START, Stub};
use crate::codec::{self, Message, Statustext};
use crate::{Drained, Enrolled, LinkConfig, LinkId, Peer, Squadron, Traffic, limits};
use controller_core::{Order, OrderId, OrderKind, SkyReport, VehicleId};
use geodata::{Seconds, Timestamp};
use std::net::SocketAddr;

const RADIO: u16 = 0;
const MODEM: u16 = 1;

struct Two {
    squadron: Squadron,
    stub: Stub,
    at: Timestamp,
}

impl Two {
    fn new() -> Self {
        let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
        let squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
        Self { squadron, stub: Stub::flying(3), at: START }
    }

    /// A second passes, with a beat over each of `links`; a router on board gives the same frames to both.
    fn second(&mut self, links: &[u16]) -> Drained {
        self.at = self.at.plus(Seconds(1.0));
        let beat = self.stub.beat();
        for message in beat {
            self.says(links, &message);
        }
        self.squadron.tick(self.at);
        self.squadron.drain()
    }

    fn says(&mut self, links: &[u16], message: &Message) {
        let bytes = self.stub.seal(message);
        for link in links {
            self.squadron.receive(self.at, peer(*link), &bytes);
        }
    }

    fn order(&mut self, kind: OrderKind) -> Drained {
        let expires = self.at.plus(Seconds(10.0));
        self.squadron.begin(self.at, Order { id: OrderId(1), vehicle: VehicleId(3), kind, expires });
        self.squadron.drain()
    }
}

fn peer(link: u16) -> Peer {
    Peer { link: LinkId(link), address: SocketAddr::from(([10, 0, 0, 3], 14_550)) }
}

fn links_of(drained: &Drained, is: impl Fn(&Message, Traffic) -> bool) -> Vec<u16> {
    let message = |bytes: &[u8]| codec::decode(bytes).next().unwrap().unwrap().message.unwrap();
    let those = drained.datagrams.iter().filter(|one| is(&message(&one.bytes), one.traffic));
    those.map(|one| one.to.link.0).collect()
}

fn count(drained: &Drained, report: impl Fn(&SkyReport) -> bool) -> usize {
    drained.reports.iter().filter(|(_, one)| report(one)).count()
}

#[test]
fn it_comes_up_once_and_is_lost_only_when_both_ways_are_silent() {
    let mut two = Two::new();
    let is_up = |report: &SkyReport| *report == SkyReport::LinkUp;
    let is_lost = |report: &SkyReport| matches!(report, SkyReport::LinkLost { .. });
    assert_eq!(count(&two.second(&[RADIO, MODEM]), is_up), 1);
    for _ in 0..10 {
        let drained = two.second(&[MODEM]);
        assert_eq!((count(&drained, is_up), count(&drained, is_lost)), (0, 0));
    }
    let silent: usize = (0..5).map(|_| count(&two.second(&[]), is_lost)).sum();
    assert_eq!(silent, 1);
}

#[test]
fn frames_that_come_over_both_ways_count_once_and_are_no_gaps() {
    let mut two = Two::new();
    two.second(&[RADIO, MODEM]);
    let before = two.squadron.counters();
    let drained = two.second(&[RADIO, MODEM]);
    let after = two.squadron.counters();
    assert_eq!((after.handled - before.handled, after.copies - before.copies, after.sequence_gaps), (7, 7, 0));
    assert_eq!(count(&drained, |report| matches!(report, SkyReport::Fix(_))), 1);
    let text = Statustext { severity: 4, text: "low battery".into(), ..Statustext::default() };
    two.says(&[RADIO, MODEM], &text.into());
    assert_eq!(count(&two.squadron.drain(), |report| matches!(report, SkyReport::Text { .. })), 1);
}

#[test]
fn our_heartbeat_goes_over_both_ways_and_questions_over_one() {
    let mut two = Two::new();
    let drained = two.second(&[RADIO, MODEM]);
    let mut beats = links_of(&drained, |message, _| matches!(message, Message::Heartbeat(_)));
    beats.sort_unstable();
    assert_eq!(beats, [RADIO, MODEM]);
    let asked = links_of(&drained, |message, _| matches!(message, Message::CommandLong(long) if long.command != 512));
    assert!(!asked.is_empty() && asked.iter().all(|link| *link == asked[0]), "{asked:?}");
}

#[test]
fn return_leaves_at_once_on_every_way_that_lives_and_not_on_a_dead_one() {
    let mut two = Two::new();
    two.second(&[RADIO, MODEM]);
    let mut links = links_of(&two.order(OrderKind::Return), |_, traffic| traffic == Traffic::Safety);
    links.sort_unstable();
    assert_eq!(links, [RADIO, MODEM]);

    let mut two = Two::new();
    two.second(&[RADIO, MODEM]);
    for _ in 0..5 {
        two.second(&[MODEM]);
    }
    assert_eq!(links_of(&two.order(OrderKind::Return), |_, traffic| traffic == Traffic::Safety), [MODEM]);
}

#[test]
fn when_the_way_changes_the_message_rates_are_asked_for_on_the_new_one() {
    let mut two = Two::new();
    let first = two.second(&[RADIO]);
    assert!(links_of(&first, |message, _| matches!(message, Message::CommandLong(_))).iter().all(|l| *l == RADIO));
    let mut asked = Vec::new();
    for _ in 0..4 {
        asked.extend(links_of(&two.second(&[MODEM]), |message, _| matches!(message, Message::CommandLong(_))));
    }
    assert!(asked.contains(&MODEM), "{asked:?}");
}

#[test]
fn a_position_overtaken_by_a_newer_one_is_no_news() {
    use crate::codec::GlobalPositionInt;
    let mut two = Two::new();
    two.second(&[RADIO, MODEM]);
    let mut at = |millis, link| {
        let place = GlobalPositionInt { time_boot_ms: millis, lat: 471_000_000, lon: 95_000_000, ..Default::default() };
        two.at = two.at.plus(limits::FIX_APART);
        two.says(&[link], &place.into());
        count(&two.squadron.drain(), |report| matches!(report, SkyReport::Fix(_)))
    };
    assert_eq!([at(10_000, RADIO), at(9_600, MODEM), at(10_200, RADIO), at(10_200, MODEM)], [1, 0, 1, 1]);
    assert_eq!(at(300, MODEM), 1, "it restarted");
}
