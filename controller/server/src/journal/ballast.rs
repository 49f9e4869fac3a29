//! A file of zeros beside the journal, deleted when the disk is full: SQLite cannot even delete rows on a full disk, so
//! the room to go on must come from outside.

use crate::limits::BALLAST_BYTES;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The reserve, full or given up.
#[derive(Debug)]
pub(super) struct Ballast {
    path: PathBuf,
}

impl Ballast {
    /// Lays the reserve beside the journal. A disk too small for it goes without, with a warning.
    pub(super) fn lay(folder: &Path) -> Self {
        let ballast = Self { path: folder.join("ballast") };
        if let Err(why) = ballast.fill() {
            tracing::warn!("no room for the journal's reserve in {}: {why}", folder.display());
            ballast.give_up();
        }
        ballast
    }

    fn fill(&self) -> io::Result<()> {
        if fs::metadata(&self.path).is_ok_and(|file| file.len() == BALLAST_BYTES) {
            return Ok(());
        }
        let mut file = File::create(&self.path)?;
        let block = vec![0u8; 64 * 1024];
        let mut left = BALLAST_BYTES;
        while left > 0 {
            let part = usize::try_from(left).unwrap_or(usize::MAX).min(block.len());
            file.write_all(block.get(..part).unwrap_or(&block))?;
            left -= part as u64;
        }
        file.sync_all()
    }

    /// Gives the room back to the disk; true when there was some.
    pub(super) fn give_up(&self) -> bool {
        fs::remove_file(&self.path).is_ok()
    }
}
