//! Every record says on which district, plan and policy it was decided, also after a restart with other ones.

#![allow(clippy::unwrap_used, clippy::panic)]

mod county;

use controller_core::{Cite, Controller, Input, Policy, Reason, policy};
use geodata::{Seconds, Timestamp};
use std::sync::Arc;

/// The citation of the three hashes that a start or a restart tells.
fn told(why: &Reason) -> Cite {
    match why {
        Reason::Started(told) => Cite::of(&told.district, &told.plan, &told.policy),
        Reason::Restarted(told) => Cite::of(&told.district, &told.plan, &told.policy),
        other => panic!("no start: {other:?}"),
    }
}

#[test]
fn a_restart_under_another_policy_is_told_and_cited_from_then_on() {
    let (setup, at) = (county::setup(), Timestamp(0));
    let (_, first) = Controller::start(setup.clone(), at);
    let begun = first.entries[0].event.setup;
    assert_eq!(begun, told(&first.entries[0].event.why));

    let stricter = policy::DEFAULT.replace("remind_s = 15 ", "remind_s = 14 ");
    assert_ne!(stricter, policy::DEFAULT);
    let other = controller_core::Setup { policy: Arc::new(Policy::parse(&stricter).unwrap()), ..setup.clone() };
    let (mut controller, again) = Controller::resume(other, &first.entries, at);
    let now = again.entries[0].event.setup;
    assert_eq!(now, told(&again.entries[0].event.why));
    assert_ne!(now, begun);

    let decided = controller.handle(at.plus(Seconds(1.0)), &Input::Clock);
    assert!(decided.entries.iter().all(|entry| entry.event.setup == now));
    let (_, same) = Controller::resume(setup, &first.entries, at);
    assert_eq!(same.entries[0].event.setup, begun);
}
