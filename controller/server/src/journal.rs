//! The journal on disk: an append-only, hash-chained table in SQLite, written by one thread, many records to one fsync.
//!
//! `file` holds the table, `fold` reads and checks it at a start from where `folded` left off, `bookkeeper` keeps that near the
//! end, `writer` is the thread with its group commit and its retries, `lock` keeps a second controller out, `ballast` keeps a
//! reserve for the day the disk is full.

mod ballast;
mod bookkeeper;
mod file;
mod fold;
pub mod folded;
mod lock;
mod writer;

pub use bookkeeper::{Bookkeeper, Torn};
pub use file::JournalFile;
pub use fold::{Told, fold, kept, told};
pub use folded::Folded;
pub use lock::Lock;
pub use writer::{Report, Writer};

use geodata::Finding;
use std::path::{Path, PathBuf};

/// The journal's file name inside a data folder.
pub const FILE: &str = "journal.db";

/// What a journal needs at the least to be opened.
const PROBE_BYTES: usize = 256 * 1024;

/// The journal's path for a data folder, or the file itself when `place` is a file.
#[must_use]
pub fn path_of(place: &Path) -> PathBuf {
    if place.is_dir() { place.join(FILE) } else { place.to_path_buf() }
}

/// A fault of the data folder with the remedy that fits the cause.
pub(crate) fn fault(place: &Path, doing: &str, why: &dyn std::fmt::Display) -> Finding {
    let why = why.to_string();
    // SQLite calls a disk too full for its shared memory an I/O error.
    let is_full = why.contains("full") || why.contains("No space left") || (why.contains("I/O") && has_no_room(place));
    let (code, remedy) = if is_full {
        ("data_full", "Free space on that disk, or choose another folder with --data")
    } else if why.contains("readonly") || why.contains("Read-only") || why.contains("denied") {
        ("data_read_only", "Make the folder writable, or choose another one with --data")
    } else {
        ("data_unusable", "Check the folder, or choose another one with --data")
    };
    let why = if code == "data_full" && !why.contains("full") { format!("the disk is full ({why})") } else { why };
    Finding::new(code, place.display().to_string(), format!("{doing}: {why}"), remedy)
}

/// Whether not even a small file fits beside `place`.
fn has_no_room(place: &Path) -> bool {
    let probe = place.with_file_name(format!(".room.{}", std::process::id()));
    let tried = std::fs::write(&probe, vec![1u8; PROBE_BYTES]);
    let _ = std::fs::remove_file(&probe);
    tried.is_err_and(|why| why.kind() == std::io::ErrorKind::StorageFull)
}
