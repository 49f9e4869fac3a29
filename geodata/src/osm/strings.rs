//! Each text once: keys, values and roles of an extract come again and again.

use std::collections::BTreeSet;
use std::rc::Rc;

/// The texts seen so far.
#[derive(Default)]
pub(super) struct Strings {
    known: BTreeSet<Rc<str>>,
}

impl Strings {
    /// The text, shared with everybody else who has it.
    pub fn get(&mut self, text: &str) -> Rc<str> {
        if let Some(known) = self.known.get(text) {
            return Rc::clone(known);
        }
        let new: Rc<str> = Rc::from(text);
        self.known.insert(Rc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_kept_once() {
        let mut strings = Strings::default();
        let first = strings.get("highway");
        assert!(Rc::ptr_eq(&first, &strings.get("highway")));
        assert!(!Rc::ptr_eq(&first, &strings.get("name")));
    }
}
