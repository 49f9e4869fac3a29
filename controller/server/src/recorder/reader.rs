//! Reading recordings: segment by segment, what is damaged passed over with a note.

use super::segment::{Damage, HEAD, Head, INDEX_LONGEST, MAGIC, Unpacked};
use crate::journal::fault;
use crate::limits::SEGMENT_LONGEST;
use geodata::Finding;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// The segments of one file.
#[derive(Debug)]
pub struct Segments<R> {
    from: R,
    at: u64,
    end: u64,
    notes: Vec<Note>,
}

/// Bytes that were passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where they begin in the file.
    pub at: u64,
    /// How many.
    pub bytes: u64,
    /// What was wrong.
    pub damage: Damage,
}

/// A segment that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it tells of itself.
    pub head: Head,
    /// Bytes before its packed part.
    before: u64,
    /// Where its packed part begins.
    body: u64,
}

impl Found {
    /// How many bytes it takes in the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.before + u64::from(self.head.packed)
    }
}

impl Segments<BufReader<File>> {
    /// Opens a file of recordings.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn open(path: &Path) -> Result<Self, Finding> {
        let file = File::open(path).map_err(|why| fault(path, "cannot read the recording", &why))?;
        Self::of(BufReader::new(file)).map_err(|why| fault(path, "cannot read the recording", &why))
    }
}

impl<R: Read + Seek> Segments<R> {
    /// The segments in `from`.
    ///
    /// # Errors
    /// A source without an end.
    pub fn of(mut from: R) -> io::Result<Self> {
        let end = from.seek(SeekFrom::End(0))?;
        Ok(Self { from, at: 0, end, notes: Vec::new() })
    }

    /// What was passed over so far.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The next segment, only looked at.
    ///
    /// # Errors
    /// A source that cannot be read.
    pub fn find(&mut self) -> io::Result<Option<Found>> {
        while self.at < self.end {
            match self.look()? {
                Ok((head, length)) => {
                    let body = self.at + length;
                    let next = body + u64::from(head.packed);
                    if next > self.end {
                        self.pass_over(Damage::Torn)?;
                        continue;
                    }
                    self.at = next;
                    return Ok(Some(Found { head, before: length, body }));
                }
                Err(damage) => self.pass_over(damage)?,
            }
        }
        Ok(None)
    }

    /// The records of a segment; a damaged one is noted, and nothing comes of it.
    ///
    /// # Errors
    /// A source that cannot be read.
    pub fn unpack(&mut self, found: &Found) -> io::Result<Option<Unpacked>> {
        self.from.seek(SeekFrom::Start(found.body))?;
        let packed = self.read(found.head.packed as usize)?;
        match found.head.unpack(&packed) {
            Ok(unpacked) => Ok(Some(unpacked)),
            Err(damage) => {
                self.notes.push(Note { at: found.body, bytes: u64::from(found.head.packed), damage });
                Ok(None)
            }
        }
    }

    fn look(&mut self) -> io::Result<Result<(Head, u64), Damage>> {
        self.from.seek(SeekFrom::Start(self.at))?;
        let mut bytes = self.read(HEAD)?;
        if bytes.len() >= 4 && !bytes.starts_with(MAGIC) {
            return Ok(Err(Damage::Spoilt));
        }
        let index =
            bytes.get(HEAD - 12..HEAD - 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes);
        if index as usize > INDEX_LONGEST {
            return Ok(Err(Damage::Spoilt));
        }
        bytes.extend(self.read(index as usize + 4)?);
        Ok(Head::read(&bytes).map(|(head, length)| (head, length as u64)))
    }

    /// So many bytes from here, or what is left.
    fn read(&mut self, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(count.min(2 * SEGMENT_LONGEST));
        (&mut self.from).take(count as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Goes on where the next segment seems to begin.
    fn pass_over(&mut self, damage: Damage) -> io::Result<()> {
        let start = self.at;
        let mut at = start + 1;
        let next = loop {
            self.from.seek(SeekFrom::Start(at))?;
            let piece = self.read(SEGMENT_LONGEST)?;
            if let Some(place) = piece.windows(MAGIC.len()).position(|four| four == MAGIC) {
                break at + place as u64;
            }
            if piece.len() < MAGIC.len() {
                break self.end;
            }
            at += (piece.len() - MAGIC.len() + 1) as u64;
        };
        self.at = next;
        match self.notes.last_mut() {
            Some(last) if last.at + last.bytes == start => last.bytes += next - start,
            _ => self.notes.push(Note { at: start, bytes: next - start, damage }),
        }
        Ok(())
    }
}
