//! Facts that stand in files of their own: what each holds, as the journal writes it.

pub mod circles;
pub mod control;
pub mod desk;
pub mod duty;
pub mod follow;
pub mod levels;
pub mod relief;
pub mod serious;
pub mod sight;
pub mod station;
pub mod tasking;
pub mod weather;
pub mod zones;

pub use circles::CirclesChanged;
pub use sight::{DetectionsMerged, RecordingProven, SourceCalm, SourceFlooding, TrackConfirmed};
