//! Bureau and station, that lose each other and meet again.

pub mod side;
pub mod world;
