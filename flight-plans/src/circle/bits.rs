//! A row of bits, 64 to a word.

/// Bits by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(pub Vec<u64>);

impl Bits {
    pub fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub fn set(&mut self, at: usize, on: bool) {
        if let Some(word) = self.0.get_mut(at / 64) {
            let bit = 1_u64 << (at % 64);
            *word = if on { *word | bit } else { *word & !bit };
        }
    }

    pub fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// The numbers of the bits set in a row of words, ascending.
pub(super) fn numbers(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(at, mut word)| {
        std::iter::from_fn(move || {
            let low = (word != 0).then_some(word.trailing_zeros() as usize)?;
            word &= word - 1;
            Some(64 * at + low)
        })
    })
}
