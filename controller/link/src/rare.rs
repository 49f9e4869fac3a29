//! What few vehicles have: it takes no room before it is there, and reads as if nothing had been said until then.

use std::ops::Deref;

/// A collection that few vehicles have anything in: a third of the room while there is none.
pub(crate) type Few<T> = Option<Box<T>>;

/// Something that reads as nothing until it is made.
pub(crate) trait Blank: Default + 'static {
    /// As [`Default`] makes it.
    const BLANK: &'static Self;
}

/// One such thing.
#[derive(Debug)]
pub(crate) struct Rare<T>(Option<Box<T>>);

impl<T: Blank> Rare<T> {
    /// To write into, if it is there.
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }

    /// To write into; made now if it was not there.
    pub(crate) fn make(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Blank> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::BLANK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct Words(Vec<String>);

    impl Blank for Words {
        const BLANK: &'static Self = &Self(Vec::new());
    }

    #[test]
    fn it_reads_as_nothing_until_it_is_made() {
        let mut words = Rare::<Words>::default();
        assert_eq!(*words, Words::default());
        assert_eq!(words.get_mut(), None);
        words.make().0.push("here".to_owned());
        assert_eq!(words.0.as_deref(), Some(&Words(vec!["here".to_owned()])));
        assert_eq!(words.get_mut().map(|words| words.0.len()), Some(1));
    }
}
