//! Another world: aircraft, ground units, calls and people, behind two doors.
//!
//! [`world::World`] is the whole of it as a pure state machine. `lockstep` joins it to an engine in one thread on a
//! virtual clock; `wire` lets it speak to a running controller over UDP and HTTP on the real clock.

pub mod agenda;
pub mod air;
pub mod calls;
pub mod camera;
mod fleet;
pub mod ground;
pub mod limits;
pub mod lockstep;
pub mod lossy;
pub mod officer;
pub mod people;
mod resume;
pub mod scenario;
pub mod seed;
pub mod sky;
pub mod story;
pub mod target;
#[cfg(test)]
mod testing;
pub mod vehicle;
pub mod wire;
pub mod world;

pub use scenario::Scenario;
pub use world::{Said, World, WorldOutput};

/// The scenarios that come with the product: file name and text.
pub const SHIPPED: [(&str, &str); 3] = [
    ("market-alarm.toml", include_str!("../scenarios/market-alarm.toml")),
    ("quick-alarm.toml", include_str!("../scenarios/quick-alarm.toml")),
    ("demo.toml", include_str!("../scenarios/demo.toml")),
];
