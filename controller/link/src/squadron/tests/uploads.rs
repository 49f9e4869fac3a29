//! Missions over bad links: whatever is lost, doubled or reordered, a started mission is the one meant.

use super::rig::{Rig, Stub, Weather, patrol};
use crate::Traffic;
use controller_core::{FlightMode, OrderKind, OrderProgress};
use geodata::Seconds;
use proptest::prelude::*;

/// The mission aboard, in the words it was sent in.
fn aboard_is_meant(stub: &Stub, count: usize) -> bool {
    let meant = crate::mission_items(&patrol(count));
    stub.items.len() == meant.len()
        && stub.items.iter().zip(&meant).all(|(read, sent)| crate::autopilot::px4::same_item(sent, read))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_vehicle_that_starts_flies_the_mission_meant_and_armed_once(
        seed: u64, lost in 0..45u64, doubled in 0..30u64, late in 0..10u64, count in 1..25usize, old: bool, valid in 0.5..300f64,
    ) {
        let stub = Stub { old_requests: old, ..Stub::new(3) };
        let mut rig = Rig::seeded(vec![stub], Weather { lost, doubled, late, ..Weather::default() }, seed);
        rig.run(3.0);
        rig.order_for(Seconds(valid), 1, 3, OrderKind::Launch { mission: patrol(count) });
        let expires = rig.at.plus(Seconds(valid));
        let end = rig.run_until_over(1, 200.0);
        let stub = &rig.stubs[0];
        prop_assert!(end.is_some(), "every order comes to an end");
        prop_assert!(stub.armings <= 1);
        for ((_, traffic, message), (left, until)) in rig.sent.iter().zip(&rig.validity) {
            if *traffic == Traffic::Order {
                prop_assert!(*left <= expires, "{message:?} left after the order had expired");
                prop_assert_eq!(*until, Some(expires));
            } else {
                prop_assert_eq!(*until, None);
            }
        }
        if stub.armed || stub.mode() == FlightMode::Mission {
            prop_assert!(aboard_is_meant(stub, count), "{end:?}");
        }
        if end == Some(OrderProgress::Done) {
            prop_assert!(stub.in_air);
        }
    }

    #[test]
    fn thirty_percent_loss_each_way_and_half_a_second_do_not_stop_fifty_items(seed: u64) {
        prop_assert_eq!(not_verified(seed), None);
    }
}

/// Fifty items over 30 % loss each way and half a second there and back: nothing when they are read back in time, else what
/// came instead.
fn not_verified(seed: u64) -> Option<String> {
    let weather = Weather { lost: 30, doubled: 5, late: 10, ..Weather::default() };
    let mut rig = Rig::seeded(vec![Stub::new(3)], weather, seed);
    rig.run(3.0);
    rig.order_for(Seconds(120.0), 1, 3, OrderKind::Launch { mission: patrol(46) });
    let began = rig.at;
    // Until it is aboard and read back; arming on such a link has its own deadline.
    while rig.at.since(began).0 < 90.0 {
        if rig.progress(1).contains(&OrderProgress::Verified) {
            return None;
        }
        rig.run(0.5);
    }
    Some(format!("{:?}", rig.end_of(1)))
}

/// The vehicle had all, and its last answers were lost for longer than a transfer may stand still.
#[test]
fn a_vehicle_that_has_all_and_is_not_heard_is_read_back() {
    assert_eq!(not_verified(8_363_879_183_846_056_576), None);
}

#[test]
fn a_link_cut_at_any_item_starts_nothing_that_was_not_read_back() {
    for cut in 1..60 {
        let mut rig =
            Rig::seeded(vec![Stub::new(3)], Weather { lost: 0, doubled: 0, late: 1, ..Weather::default() }, cut);
        rig.run(1.0);
        rig.order(1, 3, OrderKind::Launch { mission: patrol(20) });
        rig.run(cut as f64 * 0.05);
        rig.cut = true;
        let verified = rig.progress(1).contains(&OrderProgress::Verified);
        rig.run(40.0);
        let stub = &rig.stubs[0];
        assert!(verified || (!stub.armed && stub.mode() != FlightMode::Mission), "cut at step {cut}");
        assert!(rig.end_of(1).is_some_and(|end| end != OrderProgress::Done) || stub.in_air);
    }
}
