//! Every event says why. The compiler holds it; this test only names the rule, and fails to compile when it is broken.

use controller_core::{Event, Reason};

/// Not an `Option`: an event without a reason cannot be built.
fn why(event: &Event) -> &Reason {
    &event.why
}

#[test]
fn every_event_has_a_reason() {
    let reason_of: fn(&Event) -> &Reason = why;
    let _ = reason_of;
}
