//! A source of text that ends in an error before a wild file fills the memory: one element, or all of them together.

use std::fmt;
use std::io::{BufRead, Error, Read};

/// The most one element may take: its start tag with all attributes, or the text up to the next.
const MAX_ELEMENT: usize = 1 << 20;
/// Real texts unpack to some ten times their packed size.
pub(super) const MAX_RATIO: u64 = 30;
/// Small files may do better than that.
const ROOM: u64 = 8 << 20;

/// Which limit was overrun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overrun {
    Element,
    Ratio,
}

impl Overrun {
    /// The overrun inside of an error, if it is one.
    pub fn of(error: &Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl fmt::Display for Overrun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Element => "an element is too long",
            Self::Ratio => "the file unpacks to too much",
        })
    }
}

impl std::error::Error for Overrun {}

/// Counts what is read.
pub(super) struct Guard<R> {
    inner: R,
    element: usize,
    left: u64,
}

impl<R> Guard<R> {
    /// Guards what comes out of a file of `size` bytes.
    pub fn new(inner: R, size: usize) -> Self {
        Self { inner, element: 0, left: ROOM.saturating_add(MAX_RATIO.saturating_mul(size as u64)) }
    }

    /// The next byte belongs to another element.
    pub fn element_ends(&mut self) {
        self.element = 0;
    }

    /// What is guarded.
    pub fn inner(&self) -> &R {
        &self.inner
    }
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let bytes = self.inner.fill_buf()?;
        if bytes.is_empty() {
            return Ok(bytes);
        }
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let room = (MAX_ELEMENT - self.element.min(MAX_ELEMENT)).min(left).min(bytes.len());
        match room {
            0 if left == 0 => Err(Error::other(Overrun::Ratio)),
            0 => Err(Error::other(Overrun::Element)),
            _ => Ok(bytes.get(..room).unwrap_or_default()),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.element = self.element.saturating_add(amount);
        self.left = self.left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_element_ends_in_an_error_and_short_ones_do_not() {
        let text = vec![b'x'; 3 * MAX_ELEMENT];
        let mut guard = Guard::new(&text[..], text.len());
        let error = std::io::copy(&mut guard, &mut std::io::sink()).unwrap_err();
        assert_eq!(Overrun::of(&error), Some(Overrun::Element));
        let mut guard = Guard::new(&text[..], text.len());
        let mut total = 0;
        while !guard.fill_buf().unwrap().is_empty() {
            let count = guard.fill_buf().unwrap().len().min(1000);
            guard.consume(count);
            total += 1;
            guard.element_ends();
        }
        assert!(total >= 3 * MAX_ELEMENT / 1000);
    }

    #[test]
    fn what_unpacks_to_too_much_ends_in_an_error() {
        let endless = std::io::BufReader::new(std::io::repeat(b'<'));
        let mut guard = Guard::new(endless, 1000);
        let mut total = 0;
        let error = loop {
            match guard.fill_buf() {
                Ok(bytes) => {
                    let count = bytes.len();
                    guard.consume(count);
                    guard.element_ends();
                    total += count as u64;
                }
                Err(error) => break error,
            }
        };
        assert_eq!(Overrun::of(&error), Some(Overrun::Ratio));
        assert_eq!(total, ROOM + MAX_RATIO * 1000);
    }
}
