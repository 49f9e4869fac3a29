//! The line of a search: a heap with four children a node, which has half the levels of one with two and reads each
//! level from one cache line.
//!
//! Keys are time and state in one number, so that equal times come out by the lower state.

/// A min-heap of milliseconds and states.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    keys: Vec<u64>,
}

impl Queue {
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// The first in line: time and state.
    #[inline]
    pub fn first(&self) -> Option<(u32, u32)> {
        // The two halves of the key.
        self.keys.first().map(|key| ((key >> 32) as u32, *key as u32))
    }

    #[inline]
    pub fn push(&mut self, time: u32, state: u32) {
        let key = u64::from(time) << 32 | u64::from(state);
        let mut hole = self.keys.len();
        self.keys.push(key);
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[hole] = self.keys[parent];
            hole = parent;
        }
        self.keys[hole] = key;
    }

    /// Takes the first away.
    #[inline]
    pub fn pop(&mut self) {
        let Some(key) = self.keys.pop() else { return };
        let length = self.keys.len();
        if length == 0 {
            return;
        }
        let mut hole = 0;
        loop {
            let child = hole * 4 + 1;
            if child >= length {
                break;
            }
            let mut least = child;
            for other in child + 1..(child + 4).min(length) {
                if self.keys[other] < self.keys[least] {
                    least = other;
                }
            }
            if self.keys[least] >= key {
                break;
            }
            self.keys[hole] = self.keys[least];
            hole = least;
        }
        self.keys[hole] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn everything_comes_out_in_order(pairs in prop::collection::vec((0..1000u32, any::<u32>()), 0..200)) {
            let mut queue = Queue::default();
            pairs.iter().for_each(|(time, state)| queue.push(*time, *state));
            let mut out = Vec::new();
            while let Some(first) = queue.first() {
                out.push(first);
                queue.pop();
            }
            let mut sorted = pairs;
            sorted.sort_unstable();
            prop_assert_eq!(out, sorted);
        }
    }
}
