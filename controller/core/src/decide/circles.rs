//! A tier that fails for a while, or no longer fails, is written down; what passes within seconds is not.

use crate::controller::Controller;
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::circles::{CirclesChanged, Tier};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeSet;

/// All that have settled since the last word, in one.
#[must_use]
pub fn settled(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let Some(watch) = controller.circles.as_ref().filter(|_| controller.picture.beat) else { return step };
    let (known, settle) = (&controller.ledger.failed_tiers, controller.setup.policy.circles.settle_s);
    let mut changed = CirclesChanged::default();
    let mut there: BTreeSet<Tier> = BTreeSet::new();
    for stand in watch.stands() {
        let Some((place, minutes)) = watch.name(stand.at) else { continue };
        let tier = Tier { place: place.to_owned(), minutes };
        let settled = at.since(stand.since) >= Seconds(settle);
        match (stand.failed, known.contains(&tier)) {
            (true, false) if settled => changed.failed.push(tier.clone()),
            (false, true) if settled => changed.restored.push(tier.clone()),
            _ => {}
        }
        there.insert(tier);
    }
    // A place the district no longer has guards nothing.
    changed.restored.extend(known.iter().filter(|tier| !there.contains(*tier)).cloned());
    if changed != CirclesChanged::default() {
        step.say(Fact::CirclesChanged(changed), Reason::CirclesSettled { seconds: settle });
    }
    step
}
