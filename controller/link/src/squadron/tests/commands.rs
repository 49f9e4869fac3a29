//! Commands: nothing but the list leaves, nothing is carried out twice, and what is not known is called unknown.

use super::rig::{Rig, Stub, address, place};
use crate::codec::{self, CommandInt, CommandLong, Message};
use crate::command::ALLOWED;
use crate::session::Outbox;
use crate::{Drained, LinkConfig, Traffic};
use controller_core::{OrderKind, OrderProgress};
use geodata::{Amsl, Metres, Seconds};

/// What leaves when somebody inside the link hands these messages over to be sent.
fn what_leaves(messages: impl Iterator<Item = Message>) -> Vec<Message> {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(1.0);
    let mut out = Outbox::default();
    for message in messages {
        out.send(message, Traffic::Safety);
    }
    let mut drained = Drained::default();
    let session = rig.squadron.sessions.get_mut(3).unwrap();
    super::super::post(rig.at, session, &mut out, &LinkConfig::default(), &mut drained);
    let read = |bytes: &[u8]| codec::decode(bytes).next().unwrap().unwrap().message.unwrap();
    assert!(drained.datagrams.iter().all(|datagram| datagram.to == address(3)));
    drained.datagrams.iter().map(|datagram| read(&datagram.bytes)).collect()
}

#[test]
fn of_all_65536_commands_handed_to_the_last_door_only_the_list_leaves() {
    let longs = (0..=u16::MAX).map(|command| CommandLong { command, param1: 1.0, ..CommandLong::default() }.into());
    let left: Vec<u16> = what_leaves(longs)
        .iter()
        .map(|message| match message {
            Message::CommandLong(long) => long.command,
            other => panic!("{other:?} was never handed over"),
        })
        .collect();
    let mut list = ALLOWED;
    list.sort_unstable();
    assert_eq!(left, list);
    let ints = (0..=u16::MAX).map(|command| CommandInt { command, ..CommandInt::default() }.into());
    assert_eq!(what_leaves(ints).len(), ALLOWED.len() - 1, "arming has no place");
}

fn go_to() -> OrderKind {
    OrderKind::GoTo { at: place(1), altitude: Amsl(Metres(520.0)) }
}

fn commands_sent(rig: &Rig, id: u16) -> usize {
    rig.stubs[0].commands.iter().filter(|command| **command == id).count()
}

#[test]
fn a_vehicle_at_work_on_a_command_is_given_time_and_not_asked_every_moment() {
    let mut rig = Rig::new(vec![Stub { verdict: Some(5), ..Stub::flying(3) }]);
    rig.run(1.0);
    rig.order_for(Seconds(60.0), 1, 3, go_to());
    rig.run(20.0);
    assert_eq!(rig.end_of(1), None, "in progress is no failure");
    assert!((4..=8).contains(&commands_sent(&rig, 192)), "{}", commands_sent(&rig, 192));
    rig.stubs[0].verdict = None;
    assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
}

#[test]
fn a_vehicle_that_is_at_work_for_ever_ends_unknown() {
    let mut rig = Rig::new(vec![Stub { verdict: Some(5), ..Stub::flying(3) }]);
    rig.run(1.0);
    rig.order_for(Seconds(200.0), 1, 3, go_to());
    assert!(matches!(rig.run_until_over(1, 90.0), Some(OrderProgress::Unknown { .. })));
}

#[test]
fn a_command_rejected_for_the_moment_is_asked_again_and_obeyed_later() {
    let mut rig = Rig::new(vec![Stub { verdict: Some(1), ..Stub::flying(3) }]);
    rig.run(1.0);
    rig.order(1, 3, go_to());
    rig.run(3.0);
    assert_eq!(rig.end_of(1), None);
    rig.stubs[0].verdict = None;
    assert_eq!(rig.run_until_over(1, 5.0), Some(OrderProgress::Done));
}

#[test]
fn an_order_given_again_with_its_number_is_the_same_order_and_is_not_flown_again() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order(1, 3, go_to());
    assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
    let sent = commands_sent(&rig, 192);
    for _ in 0..5 {
        rig.order(1, 3, go_to());
        rig.run(2.0);
    }
    assert_eq!(commands_sent(&rig, 192), sent);
}

#[test]
fn what_stays_unanswered_is_called_unknown_and_never_failed() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.cut = true;
    rig.order(1, 3, go_to());
    let end = rig.run_until_over(1, 20.0);
    assert_eq!(end, Some(OrderProgress::Unknown { step: "go-to".to_owned() }));
}

#[test]
fn every_repeat_of_a_command_counts_its_confirmation_up() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.cut = true;
    rig.order(1, 3, OrderKind::Return);
    rig.run(2.0);
    let counted: Vec<u8> = rig
        .orders_sent()
        .iter()
        .filter_map(|message| match message {
            Message::CommandLong(long) => Some(long.confirmation),
            _ => None,
        })
        .collect();
    assert!(
        counted.len() > 4 && counted.iter().enumerate().all(|(nth, told)| nth == usize::from(*told)),
        "{counted:?}"
    );
}
