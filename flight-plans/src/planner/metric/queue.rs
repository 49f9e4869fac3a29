//! Which turn comes next: those of the next second in order, and buckets of those that come later.
//!
//! One heap of all that is open would cost most of a search. The buckets' width is set so that each holds a few.

/// The last one holds all that is later.
const BUCKETS: usize = 1024;

/// A time, rounded down, and a turn in one number: the bits of times rise as they do. Rounding may bring a turn up a
/// little too early; it is then brought up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Open(u64);

/// Takes more off than rounding to 24 bits adds.
const DOWN: f64 = 1.0 - 1e-7;

impl Open {
    #[allow(clippy::cast_possible_truncation)] // rounding is meant
    fn new(time: f64, node: u32) -> Self {
        Self(u64::from(((time * DOWN) as f32).to_bits()) << 32 | u64::from(node))
    }

    #[allow(clippy::cast_possible_truncation)] // the parts it was made of
    fn parts(self) -> (f64, u32) {
        (f64::from(f32::from_bits((self.0 >> 32) as u32)), self.0 as u32)
    }
}

/// No entry.
const NONE: u32 = u32::MAX;

/// Turns by the times at which they come. Times never go back before the one brought up last.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Of the buckets up to `bucket`, the next one last.
    now: Vec<Open>,
    /// What was put into buckets, each with the one before it in its bucket.
    later: Vec<(Open, u32)>,
    /// The last one put into each bucket.
    heads: Vec<u32>,
    bucket: usize,
    /// Buckets in a second.
    rate: f64,
}

impl Queue {
    /// Empties it. Most times are less than `most` seconds.
    pub(super) fn clear(&mut self, most: f64) {
        self.now.clear();
        self.later.clear();
        self.heads.clear();
        self.heads.resize(BUCKETS, NONE);
        self.bucket = 0;
        self.rate = BUCKETS as f64 / most.max(1e-3);
    }

    // What is too late for a number becomes the greatest; there are far fewer entries than 2^32.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn push(&mut self, time: f64, node: u32) {
        let bucket = ((time * self.rate) as usize).min(BUCKETS - 1);
        let open = Open::new(time, node);
        if bucket > self.bucket {
            let entry = self.later.len() as u32;
            self.later.push((open, std::mem::replace(&mut self.heads[bucket], entry)));
            return;
        }
        self.now.push(open);
        let mut place = self.now.len() - 1;
        while place > 0 && self.now[place - 1] < open {
            self.now.swap(place - 1, place);
            place -= 1;
        }
    }

    /// The next turn and its time, rounded down.
    pub(super) fn pop(&mut self) -> Option<(f64, u32)> {
        if self.now.is_empty() {
            self.bucket += 1 + self.heads[self.bucket + 1..].iter().position(|head| *head != NONE)?;
            let mut entry = std::mem::replace(&mut self.heads[self.bucket], NONE);
            while entry != NONE {
                let (open, before) = self.later[entry as usize];
                self.now.push(open);
                entry = before;
            }
            self.now.sort_unstable_by(|a, b| b.cmp(a));
        }
        self.now.pop().map(Open::parts)
    }
}
