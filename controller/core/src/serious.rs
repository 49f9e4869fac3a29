//! The serious case: rings of posts round a place, where they are and who stands there. Pure: a road net and times come in.

pub mod crossings;
pub mod rings;
