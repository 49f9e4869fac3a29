//! The folder of recordings: `DATA/flights/flight-MICROSECONDS.seg`, named by when they were begun. A new file is begun at
//! every start and whenever one is full; the oldest make room, by size, by age, and when the disk runs out.

use super::Keep;
use crate::journal::fault;
use crate::limits::{DISK_SPARED_BYTES, FLIGHT_FILE_BYTES};
use geodata::{Finding, Timestamp};
use nix::sys::statvfs::statvfs;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder's name in a data folder.
pub const FOLDER: &str = "flights";
const NAME: &str = "flight-";
const ENDING: &str = ".seg";
const DAY: f64 = 86_400.0;

/// One file of recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    /// Where it is.
    pub path: PathBuf,
    /// When it was begun.
    pub begun: Timestamp,
    /// Its size.
    pub bytes: u64,
}

/// The files of a data folder, the oldest first; none when nothing was ever recorded.
///
/// # Errors
/// A folder that cannot be read.
pub fn flights(data: &Path) -> Result<Vec<Flight>, Finding> {
    let folder = data.join(FOLDER);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    list(&folder).map_err(|why| fault(&folder, "cannot read the recordings", &why))
}

fn list(folder: &Path) -> io::Result<Vec<Flight>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(NAME)?.strip_suffix(ENDING)?.parse().ok());
        if let Some(begun) = number {
            found.push(Flight { path: entry.path(), begun: Timestamp(begun), bytes: entry.metadata()?.len() });
        }
    }
    found.sort_by_key(|flight| flight.begun);
    Ok(found)
}

/// The folder while it is being written to.
#[derive(Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    keep: Keep,
    /// All but the one that is written.
    closed: Vec<Flight>,
    open: Option<(Flight, File)>,
}

impl Shelf {
    pub(super) fn open(data: &Path, keep: Keep) -> Result<Self, Finding> {
        let folder = data.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|why| fault(&folder, "cannot make the folder of recordings", &why))?;
        Ok(Self { closed: flights(data)?, folder, keep, open: None })
    }

    /// The most that is kept.
    pub(super) fn limit(&self) -> u64 {
        self.keep.megabytes.saturating_mul(1_000_000)
    }

    /// How many files there are, how many bytes, and when the oldest was begun.
    pub(super) fn holds(&self) -> (u64, u64, Option<Timestamp>) {
        let all = || self.closed.iter().chain(self.open.iter().map(|(flight, _)| flight));
        (all().count() as u64, all().map(|flight| flight.bytes).sum(), all().map(|flight| flight.begun).min())
    }

    /// Appends bytes and makes them durable. What fails leaves the file to a new one, so that no segment stands behind a
    /// torn one.
    pub(super) fn append(&mut self, now: Timestamp, bytes: &[u8]) -> io::Result<()> {
        self.make_room(now, bytes.len() as u64)?;
        let written = self.file(now).and_then(|(flight, file)| {
            io::Write::write_all(file, bytes)?;
            flight.bytes += bytes.len() as u64;
            file.sync_data()
        });
        // A day is a file's end, too: what is older than may be goes by files.
        let is_over = |flight: &Flight| flight.bytes >= self.file_limit() || now.since(flight.begun).0 >= DAY;
        if written.is_err() || self.open.as_ref().is_some_and(|(flight, _)| is_over(flight)) {
            self.close();
        }
        written
    }

    fn file_limit(&self) -> u64 {
        FLIGHT_FILE_BYTES.min(self.limit() / 16)
    }

    fn close(&mut self) {
        if let Some((flight, _)) = self.open.take() {
            self.closed.push(flight);
        }
    }

    fn file(&mut self, now: Timestamp) -> io::Result<&mut (Flight, File)> {
        match &mut self.open {
            Some(open) => Ok(open),
            none => {
                let after = self.closed.last().map_or(i64::MIN, |flight| flight.begun.0.saturating_add(1));
                let begun = Timestamp(now.0.max(after));
                let path = self.folder.join(format!("{NAME}{:016}{ENDING}", begun.0));
                let file = File::options().append(true).create_new(true).open(&path)?;
                Ok(none.insert((Flight { path, begun, bytes: 0 }, file)))
            }
        }
    }

    /// The oldest files go until `more` bytes fit in what may be kept and the disk keeps what is spared.
    fn make_room(&mut self, now: Timestamp, more: u64) -> io::Result<()> {
        let is_old = |flight: &Flight, days: u32| now.since(flight.begun).0 > f64::from(days) * DAY;
        let (_, mut bytes, _) = self.holds();
        loop {
            let oldest = self.closed.first();
            let is_too_old = self.keep.days > 0 && oldest.is_some_and(|flight| is_old(flight, self.keep.days));
            let is_too_much = bytes + more > self.limit();
            let is_scarce = free(&self.folder)? < DISK_SPARED_BYTES + more;
            if !(is_too_old || is_too_much || is_scarce) {
                return Ok(());
            }
            let Some(oldest) = oldest else {
                let say = "the disk is nearly full and what is left is the journal's";
                return if is_scarce { Err(io::Error::new(io::ErrorKind::StorageFull, say)) } else { Ok(()) };
            };
            fs::remove_file(&oldest.path).or_else(|why| match why.kind() {
                io::ErrorKind::NotFound => Ok(()),
                _ => Err(why),
            })?;
            bytes = bytes.saturating_sub(oldest.bytes);
            self.closed.remove(0);
        }
    }
}

/// Bytes left on the disk of a folder for anybody.
fn free(folder: &Path) -> io::Result<u64> {
    let disk = statvfs(folder)?;
    Ok(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;
    use geodata::Seconds;

    const NOON: Timestamp = Timestamp::from_millis(1_778_578_800_000);

    fn names(folder: &Path) -> Vec<i64> {
        flights(folder).unwrap().iter().map(|flight| flight.begun.0 - NOON.0).collect()
    }

    #[test]
    fn the_oldest_files_make_room_and_never_more_is_kept_than_may_be() {
        let scratch = Scratch::new("shelf");
        let mut shelf = Shelf::open(scratch.path(), Keep { megabytes: 1, days: 0 }).unwrap();
        for turn in 0..100 {
            shelf.append(Timestamp(NOON.0 + turn), &[7; 30_000]).unwrap();
            let (files, bytes, _) = shelf.holds();
            let kept: Vec<_> = flights(scratch.path()).unwrap();
            assert_eq!((kept.len() as u64, kept.iter().map(|flight| flight.bytes).sum()), (files, bytes));
            assert!(bytes <= 1_000_000, "{bytes}");
        }
        let kept = names(scratch.path());
        assert!(kept.len() > 10 && kept.first() > Some(&50) && kept.last() > Some(&96), "{kept:?}");
    }

    #[test]
    fn files_older_than_may_be_are_gone_with_the_next_word() {
        let scratch = Scratch::new("shelf");
        let keep = Keep { megabytes: 1, days: 2 };
        Shelf::open(scratch.path(), keep).unwrap().append(NOON, b"old").unwrap();
        Shelf::open(scratch.path(), keep).unwrap().append(NOON.plus(Seconds(DAY)), b"young").unwrap();
        let mut shelf = Shelf::open(scratch.path(), keep).unwrap();
        shelf.append(NOON.plus(Seconds(2.5 * DAY)), b"new").unwrap();
        assert_eq!(names(scratch.path()).len(), 2);
        assert_eq!(shelf.holds().2, Some(NOON.plus(Seconds(DAY))));
    }

    #[test]
    fn a_recorder_that_hears_little_for_days_forgets_them_one_by_one() {
        let scratch = Scratch::new("shelf");
        let mut shelf = Shelf::open(scratch.path(), Keep { megabytes: 1, days: 2 }).unwrap();
        for hour in 0..24 * 7 {
            shelf.append(NOON.plus(Seconds(f64::from(hour) * 3_600.0)), b"little").unwrap();
            let oldest = shelf.holds().2.unwrap();
            let age = NOON.plus(Seconds(f64::from(hour) * 3_600.0)).since(oldest).0 / DAY;
            assert!(age <= 2.1, "{age} days");
        }
        // A file holds twenty-five of these hours.
        assert_eq!(names(scratch.path()).len(), 2);
    }

    #[test]
    fn a_start_at_the_same_moment_takes_another_name_and_foreign_files_are_left_alone() {
        let scratch = Scratch::new("shelf");
        let keep = Keep::default();
        Shelf::open(scratch.path(), keep).unwrap().append(NOON, b"one").unwrap();
        Shelf::open(scratch.path(), keep).unwrap().append(NOON, b"two").unwrap();
        fs::write(scratch.path().join(FOLDER).join("letter.txt"), "dear").unwrap();
        assert_eq!(names(scratch.path()), [0, 1]);
    }
}
