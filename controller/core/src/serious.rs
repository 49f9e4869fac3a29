//! The serious case: rings of checkpoints round a place. Pure: times come in, who stands where comes out.

pub mod rings;
