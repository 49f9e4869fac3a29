//! Which lists a vehicle holds that we read back equal, and what takes that knowledge away again.

use super::Outbox;
use crate::codec::MissionCurrent;
use crate::limits;
use controller_core::{Aboard, Doubt, SkyReport, Store};
use geodata::Timestamp;

/// A list that was read back equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verified {
    /// Of what was sent.
    pub(crate) hash: String,
    /// The vehicle's own number of it; 0 when it gives none.
    pub(crate) id: u32,
    at: Timestamp,
    /// The number it showed before: a late word of that is no change.
    before: u32,
}

const STORES: [Store; 3] = [Store::Mission, Store::Fence, Store::Rally];

/// Where what is known of a list stands.
fn place(store: Store) -> usize {
    match store {
        Store::Mission => 0,
        Store::Fence => 1,
        Store::Rally => 2,
    }
}

/// What is known of the lists of one vehicle.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    /// Of a vehicle that was ever sent one, or was asked.
    lists: Option<Box<[List; 3]>>,
    /// The number of each that it showed last; 0 when it showed none.
    shown: [u32; 3],
}

/// What is known of one list.
#[derive(Debug, Default)]
struct List {
    now: Option<Verified>,
    /// What was last read back, also when it is in doubt since.
    last: Option<Verified>,
    told: Option<Aboard>,
}

impl Stored {
    /// The hash of the list that is surely aboard.
    pub(crate) fn hash(&self, store: Store) -> Option<&str> {
        self.now(store).map(|verified| verified.hash.as_str())
    }

    fn now(&self, store: Store) -> Option<&Verified> {
        self.lists.as_ref()?[place(store)].now.as_ref()
    }

    fn list(&mut self, store: Store) -> &mut List {
        &mut self.lists.get_or_insert_default()[place(store)]
    }

    /// The vehicle's own number of the list with this hash, if it was ever read back equal; 0 when there is none.
    pub(crate) fn id_of(&self, store: Store, hash: &str) -> u32 {
        let last = self.lists.as_ref().and_then(|lists| lists[place(store)].last.as_ref());
        last.filter(|verified| verified.hash == hash).map_or(0, |verified| verified.id)
    }

    /// It was read back equal.
    pub(crate) fn verify(
        &mut self,
        at: Timestamp,
        store: Store,
        hash: String,
        items: usize,
        id: u32,
        out: &mut Outbox,
    ) {
        let before = self.shown[place(store)];
        let items = u16::try_from(items).unwrap_or(u16::MAX);
        self.tell(store, Aboard::Verified { hash: hash.clone(), items }, out);
        let verified = Verified { hash, id, at, before };
        let list = self.list(store);
        (list.last, list.now) = (Some(verified.clone()), Some(verified));
    }

    /// It is not known any more what is aboard.
    pub(crate) fn doubt(&mut self, store: Store, why: Doubt, out: &mut Outbox) {
        self.list(store).now = None;
        self.tell(store, Aboard::Unknown { why }, out);
    }

    /// It restarted: numbers it gives from now on are not the ones of before, and what it holds is to be read anew.
    pub(crate) fn restarted(&mut self, out: &mut Outbox) {
        self.lists.iter_mut().flat_map(|lists| lists.iter_mut()).for_each(|list| list.last = None);
        self.shown = [0; 3];
        for store in STORES {
            if self.now(store).is_some() {
                self.doubt(store, Doubt::Restarted, out);
            }
        }
    }

    fn tell(&mut self, store: Store, aboard: Aboard, out: &mut Outbox) {
        let told = &mut self.list(store).told;
        if told.as_ref() != Some(&aboard) {
            *told = Some(aboard.clone());
            out.report(SkyReport::Stored(store, aboard));
        }
    }

    /// The vehicle says which lists it holds. Another number than the one read back: somebody else changed it.
    pub(crate) fn observe(&mut self, at: Timestamp, current: &MissionCurrent, out: &mut Outbox) {
        let ids = [current.mission_id, current.fence_id, current.rally_points_id];
        for (store, id) in STORES.into_iter().zip(ids) {
            let changed = self.now(store).is_some_and(|known| {
                let late = id == known.before && at.since(known.at) < limits::LATE_WORD;
                known.id != 0 && id != known.id && !late
            });
            if changed {
                self.doubt(store, Doubt::Changed, out);
            }
            self.shown[place(store)] = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::Seconds;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn says(mission_id: u32) -> MissionCurrent {
        MissionCurrent { mission_id, ..MissionCurrent::default() }
    }

    fn told(out: &mut Outbox) -> Vec<Aboard> {
        let reports = std::mem::take(&mut out.reports).into_iter();
        reports
            .filter_map(|report| if let SkyReport::Stored(_, aboard) = report { Some(aboard) } else { None })
            .collect()
    }

    #[test]
    fn another_number_is_another_mission_and_a_late_word_of_the_one_before_is_not() {
        let (mut stored, mut out) = (Stored::default(), Outbox::default());
        stored.observe(NOW, &says(7), &mut out);
        stored.verify(NOW, Store::Mission, "h".into(), 3, 9, &mut out);
        stored.observe(NOW.plus(Seconds(0.5)), &says(7), &mut out);
        stored.observe(NOW.plus(Seconds(1.0)), &says(9), &mut out);
        assert_eq!(stored.hash(Store::Mission), Some("h"));
        stored.observe(NOW.plus(Seconds(1.5)), &says(8), &mut out);
        assert_eq!((stored.hash(Store::Mission), stored.id_of(Store::Mission, "h")), (None, 9));
        let reports = told(&mut out);
        assert_eq!(reports, [Aboard::Verified { hash: "h".into(), items: 3 }, Aboard::Unknown { why: Doubt::Changed }]);
    }

    #[test]
    fn the_old_number_a_while_later_is_a_change_and_no_number_is_none() {
        let (mut stored, mut out) = (Stored::default(), Outbox::default());
        stored.observe(NOW, &says(7), &mut out);
        stored.verify(NOW, Store::Mission, "h".into(), 3, 9, &mut out);
        stored.observe(NOW.plus(Seconds(10.0)), &says(7), &mut out);
        assert_eq!(stored.hash(Store::Mission), None);
        stored.verify(NOW, Store::Mission, "h".into(), 3, 0, &mut out);
        stored.observe(NOW.plus(Seconds(20.0)), &says(0), &mut out);
        assert_eq!(stored.hash(Store::Mission), Some("h"), "a vehicle without numbers never shows a change");
    }

    #[test]
    fn after_a_restart_nothing_is_known_and_no_number_is_trusted() {
        let (mut stored, mut out) = (Stored::default(), Outbox::default());
        stored.verify(NOW, Store::Fence, "f".into(), 3, 9, &mut out);
        stored.restarted(&mut out);
        assert_eq!((stored.hash(Store::Fence), stored.id_of(Store::Fence, "f")), (None, 0));
        assert_eq!(told(&mut out).last(), Some(&Aboard::Unknown { why: Doubt::Restarted }));
        assert!(told(&mut out).is_empty());
    }
}
