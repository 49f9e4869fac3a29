//! The invented layers of a district - posts, guarded places, hotspots, zones - from a seed.
//!
//! They are written like brought layers; the manifest says that they are invented. How they are laid is told in
//! [`generate`].

mod generate;
mod guarded;
mod hotspots;
mod names;
mod posts;
mod siting;
#[cfg(test)]
mod tests;
mod zones;

pub(crate) use generate::{World, lay};

use crate::hotspot::Hotspot;
use crate::place::{GuardedPlace, Post};
use crate::zone::Zone;

/// The layers as the atlas holds them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fiction {
    pub posts: Vec<Post>,
    pub guarded: Vec<GuardedPlace>,
    pub hotspots: Vec<Hotspot>,
    pub zones: Vec<Zone>,
}
