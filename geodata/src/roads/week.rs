//! The hours of a week at which a rule of the road holds: spans of minutes of local time, from Monday midnight.

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// Minutes of a week.
pub const WEEK: u16 = 7 * DAY;

/// A set of the [`WEEK`] minutes of a week, as spans: ascending, apart from each other, none empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    spans: Vec<(u16, u16)>,
}

impl Week {
    /// At all hours.
    #[must_use]
    pub fn always() -> Self {
        Self { spans: vec![(0, WEEK)] }
    }

    /// At none.
    #[must_use]
    pub fn never() -> Self {
        Self::default()
    }

    /// All minutes that lie in one of these spans, each from its first minute to the first one after it; one that goes
    /// past the end of the week goes on at its beginning. A span that ends where it begins, or before, is empty.
    #[must_use]
    pub fn of(spans: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut list: Vec<(u16, u16)> = Vec::new();
        for (from, until) in spans {
            let length = until.saturating_sub(from).min(u32::from(WEEK));
            // Both are at most a week, so the casts are exact.
            let from = (from % u32::from(WEEK)) as u16;
            let end = u32::from(from) + length;
            list.push((from, end.min(u32::from(WEEK)) as u16));
            list.push((0, end.saturating_sub(u32::from(WEEK)) as u16));
        }
        list.retain(|(from, until)| from < until);
        list.sort_unstable();
        let mut week = Self::never();
        for (from, until) in list {
            match week.spans.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => week.spans.push((from, until)),
            }
        }
        week
    }

    /// The set of exactly these spans; nothing where they are not ascending, apart, and within the week.
    #[must_use]
    pub fn exactly(spans: Vec<(u16, u16)>) -> Option<Self> {
        let apart = spans.windows(2).all(|pair| pair[0].1 < pair[1].0);
        (apart && spans.iter().all(|(from, until)| from < until && *until <= WEEK)).then_some(Self { spans })
    }

    /// Its spans: first minute, and first minute after.
    #[must_use]
    pub fn spans(&self) -> &[(u16, u16)] {
        &self.spans
    }

    /// Whether it holds a minute.
    #[must_use]
    pub fn holds(&self, minute: u16) -> bool {
        let after = self.spans.partition_point(|span| span.0 <= minute);
        after.checked_sub(1).and_then(|last| self.spans.get(last)).is_some_and(|span| minute < span.1)
    }

    /// Whether it holds every minute.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.spans == [(0, WEEK)]
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_never(&self) -> bool {
        self.spans.is_empty()
    }

    /// What lies in this or in the other, or in both.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::of(self.spans.iter().chain(&other.spans).map(|(from, until)| (u32::from(*from), u32::from(*until))))
    }

    /// Every other minute.
    #[must_use]
    pub fn others(&self) -> Self {
        let (mut spans, mut from) = (Vec::new(), 0);
        for span in self.spans.iter().copied().chain([(WEEK, WEEK)]) {
            if from < span.0 {
                spans.push((from, span.0));
            }
            from = span.1;
        }
        Self { spans }
    }

    /// How many minutes after this one the set begins or ends next; nothing where it never does.
    #[must_use]
    pub fn next_change(&self, minute: u16) -> Option<u16> {
        let ends = self.spans.iter().flat_map(|(from, until)| [*from, *until % WEEK]);
        // An end at midnight on Sunday is none where Monday begins with a span.
        let ends = ends.filter(|end| self.holds(*end) != self.holds((end + WEEK - 1) % WEEK));
        let after = ends.map(|end| (end + WEEK - minute % WEEK - 1) % WEEK + 1);
        after.min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The plain list of minutes.
    fn slow(spans: &[(u32, u32)]) -> Vec<bool> {
        let mut minutes = vec![false; usize::from(WEEK)];
        for (from, until) in spans {
            for minute in *from..*until {
                minutes[minute as usize % usize::from(WEEK)] = true;
            }
        }
        minutes
    }

    proptest! {
        #[test]
        fn a_set_is_the_list_of_its_minutes(
            spans in prop::collection::vec((0u32..10_080, 0u32..4_000), 0..8),
            others in prop::collection::vec((0u32..10_080, 0u32..2_000), 0..4),
        ) {
            let real = |spans: &[(u32, u32)]| spans.iter().map(|(from, long)| (*from, from + long)).collect::<Vec<_>>();
            let (spans, others) = (real(&spans), real(&others));
            let (week, other) = (Week::of(spans.clone()), Week::of(others.clone()));
            let (plain, plain_other) = (slow(&spans), slow(&others));
            prop_assert_eq!(Week::exactly(week.spans().to_vec()), Some(week.clone()));
            for minute in 0..WEEK {
                let here = plain[usize::from(minute)];
                prop_assert_eq!(week.holds(minute), here);
                prop_assert_eq!(week.others().holds(minute), !here);
                prop_assert_eq!(week.or(&other).holds(minute), here || plain_other[usize::from(minute)]);
            }
            for minute in (0..WEEK).step_by(97) {
                let change = |after: &u16| {
                    let at = usize::from((minute + after) % WEEK);
                    plain[at] != plain[(at + usize::from(WEEK) - 1) % usize::from(WEEK)]
                };
                prop_assert_eq!(week.next_change(minute), (1..=WEEK).find(change));
            }
            prop_assert_eq!(week.is_always(), plain.iter().all(|minute| *minute));
            prop_assert_eq!(week.is_never(), !plain.contains(&true));
        }
    }

    #[test]
    fn spans_that_touch_or_overlap_or_leave_the_week_are_no_set() {
        for spans in [vec![(0, 5), (5, 9)], vec![(3, 3)], vec![(9, 5)], vec![(0, WEEK + 1)], vec![(7, 9), (1, 2)]] {
            assert_eq!(Week::exactly(spans), None);
        }
        assert!(Week::always().is_always() && Week::always().next_change(7).is_none() && Week::never().is_never());
    }
}
