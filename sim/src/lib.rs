//! Another world: aircraft, ground units, calls and people, behind two doors.

pub mod vehicle;
