//! The telemetry log ground stations read (QGroundControl, Mission Planner, MAVProxy): before each frame the microseconds
//! since 1970 as eight bytes, highest first.

use geodata::Timestamp;
use std::io::{self, Write};

/// A log that is being written.
#[derive(Debug)]
pub struct Tlog<W> {
    out: W,
}

impl<W: Write> Tlog<W> {
    /// Begins: there is no head.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    /// Adds one frame, as it was on the air.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn put(&mut self, at: Timestamp, frame: &[u8]) -> io::Result<()> {
        self.out.write_all(&at.0.to_be_bytes())?;
        self.out.write_all(frame)
    }

    /// What it was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}
