//! Who is duty commander, in the screens' words.

use crate::view::DutyView;
use controller_core::Ledger;

pub(super) fn view(ledger: &Ledger) -> DutyView {
    let Some(duty) = &ledger.duty else { return DutyView::default() };
    DutyView {
        post: Some(duty.post.clone()),
        offered: duty.offered.clone(),
        deputies: duty.deputies,
        since_ms: Some(duty.since.as_millis()),
        until_ms: Some(duty.until.as_millis()),
    }
}
