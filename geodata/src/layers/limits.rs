//! What a file may cost before it is refused. One place, so that a reader, its test and its documentation agree.
//!
//! The values bound memory and time of the worst file: it is refused in well under a second and 256 MB.

/// The limits of every layer file.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Bytes of a file as it comes.
    pub const FILE: usize = 20_000_000;
    /// Bytes of the document inside a packed file.
    pub const INFLATED: usize = 100_000_000;
    /// How many times larger than its packed form a document may be.
    pub const RATIO: usize = 100;
    /// Bytes below which the ratio is not asked: a short text of one letter packs better than any ratio.
    pub const RATIO_FREE: usize = 1_000_000;
    /// Entries of a packed file.
    pub const ENTRIES: usize = 1_000;
    /// Vertices of all features together.
    pub const VERTICES: usize = 200_000;
    /// Features, rows, placemarks.
    pub const FEATURES: usize = 100_000;
    /// How deep elements, lists and objects may lie in each other.
    pub const DEPTH: usize = 64;
    /// Values of a JSON document: numbers, texts, lists, objects.
    pub const VALUES: usize = 1_200_000;
    /// Characters of one text: a name, a description, a key.
    pub const TEXT: usize = 65_536;
    /// Properties of one feature, columns of one table, attributes of one element.
    pub const PROPERTIES: usize = 512;
    /// Properties of all features together: each takes far more memory than its bytes.
    pub const ALL_PROPERTIES: usize = 1_000_000;
    /// Findings of one file that are told singly; the others are counted.
    pub const FINDINGS: usize = 100;
}
