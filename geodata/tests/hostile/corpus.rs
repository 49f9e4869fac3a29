//! The list of hostile files. A file is made only when it is read: the whole corpus would not fit into memory.

use crate::doors::Door;

/// What must come of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It is refused with a reason.
    Refused,
    /// It is refused, or taken with a note.
    Told,
    /// It looks hostile and is not: refusing it would be wrong.
    Taken,
}

/// One file.
pub struct Case {
    /// What it is called here: door and attack.
    pub name: String,
    /// Who reads it.
    pub door: Door,
    /// Its name as a file.
    pub file: String,
    /// Makes its bytes.
    pub make: Box<dyn Fn() -> Vec<u8>>,
    /// What must come of it.
    pub expect: Expect,
}

impl Case {
    /// A file that must be refused.
    pub fn refused(door: Door, what: &str, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self::of(door, what, Expect::Refused, make)
    }

    /// A file that must be refused or taken with a note.
    pub fn told(door: Door, what: &str, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self::of(door, what, Expect::Told, make)
    }

    /// A file that must not be refused.
    pub fn taken(door: Door, what: &str, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self::of(door, what, Expect::Taken, make)
    }

    fn of(door: Door, what: &str, expect: Expect, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self { name: format!("{door:?}: {what}"), door, file: door.file().to_owned(), make: Box::new(make), expect }
    }
}

/// All of them, always in the same order.
pub fn corpus() -> Vec<Case> {
    let mut all = Vec::new();
    all.extend(crate::texts::cases());
    all.extend(crate::numbers::cases());
    all.extend(crate::xmls::cases());
    all.extend(crate::jsons::cases());
    all.extend(crate::shapes::cases());
    all.extend(crate::packed::cases());
    all.extend(crate::roads::cases());
    all.extend(crate::rasters::cases());
    all
}
