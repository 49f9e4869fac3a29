//! The dispatcher's desk: what people and rules do with an incident as a whole.

pub mod close;
