//! Taking recordings away: which frames are wanted, in the order of their moments, to a `.tlog` ([`tlog`]) or an MCAP file
//! ([`mcap`]).

pub mod mcap;
pub mod schemas;
pub mod tlog;

use super::reader::{Note, Segments};
use super::segment::{Head, Record, Way};
use super::shelf::{Flight, flights};
use crate::journal::fault;
use controller_link::Peer;
use controller_link::codec::{RawFrame, scan};
use geodata::{Finding, Timestamp};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Which frames are wanted; what is left out is not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Only what this MAVLink system said and was told.
    pub system: Option<u32>,
}

/// One recorded frame.
#[derive(Clone, Copy, Debug)]
pub struct Framed<'a> {
    /// When; never before the one before.
    pub at: Timestamp,
    /// From whom, or to whom.
    pub peer: Peer,
    /// Which way.
    pub way: Way,
    /// Of what was sent: for which systems.
    pub systems: &'a [u32],
    /// The frame.
    pub frame: RawFrame<'a>,
}

/// What was taken away, or is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Frames taken.
    pub frames: u64,
    /// Damaged stretches that were passed over: which file, and what.
    pub notes: Vec<(String, Note)>,
}

impl Wanted {
    fn wants(&self, head: &Head) -> bool {
        self.from.is_none_or(|from| head.last >= from)
            && self.until.is_none_or(|until| head.first < until)
            && self.system.is_none_or(|system| head.systems.binary_search(&system).is_ok())
    }

    fn is_in_time(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until)
    }

    fn is_of(&self, record: &Record<'_>, frame: &RawFrame<'_>) -> bool {
        self.system.is_none_or(|system| match record.way {
            Way::Heard => frame.header.system == system,
            Way::Sent => record.systems.contains(&system),
        })
    }
}

/// Takes every wanted frame of a data folder.
///
/// # Errors
/// A folder or a file that cannot be read, or what `take` says.
pub fn each(
    data: &Path,
    wanted: Wanted,
    mut take: impl FnMut(&Framed<'_>) -> Result<(), Finding>,
) -> Result<Told, Finding> {
    let (mut told, mut last) = (Told::default(), Timestamp(i64::MIN));
    for flight in flights(data)? {
        let unreadable = |why: io::Error| fault(&flight.path, "cannot read the recording", &why);
        let mut segments = Segments::open(&flight.path)?;
        while let Some(found) = segments.find().map_err(unreadable)? {
            if !wanted.wants(&found.head) {
                continue;
            }
            let Some(unpacked) = segments.unpack(&found).map_err(unreadable)? else { continue };
            for record in unpacked.records().map_while(Result::ok).filter(|record| wanted.is_in_time(record.at)) {
                // Between two segments the radios' threads may differ by some microseconds.
                last = last.max(record.at);
                for frame in scan(record.bytes).flatten().filter(|frame| wanted.is_of(&record, frame)) {
                    told.frames += 1;
                    let Record { peer, way, ref systems, .. } = record;
                    take(&Framed { at: last, peer, way, systems, frame })?;
                }
            }
        }
        let name = flight.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        told.notes.extend(segments.notes().iter().map(|note| (name.clone(), *note)));
    }
    Ok(told)
}

/// Writes the wanted frames of a data folder to a new file, whole or not at all, with `format`.
///
/// # Errors
/// What cannot be read or written.
pub fn to_file<F: Format>(data: &Path, wanted: Wanted, path: &Path) -> Result<Told, Finding> {
    let beside = path.with_extension("part");
    let unwritable = |why: io::Error| fault(path, "cannot write it", &why);
    let file = File::create(&beside).map_err(unwritable)?;
    let mut format = F::begin(BufWriter::new(file)).map_err(unwritable)?;
    let told = each(data, wanted, |framed| format.put(framed).map_err(unwritable));
    let ended = told.and_then(|told| {
        let file = format.end().and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error));
        file.and_then(|file| file.sync_all()).and_then(|()| std::fs::rename(&beside, path)).map_err(unwritable)?;
        Ok(told)
    });
    if ended.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    ended
}

/// A form that frames are taken away in.
pub trait Format: Sized {
    /// Begins a file.
    ///
    /// # Errors
    /// What cannot be written.
    fn begin(out: BufWriter<File>) -> io::Result<Self>;

    /// Adds a frame.
    ///
    /// # Errors
    /// What cannot be written.
    fn put(&mut self, framed: &Framed<'_>) -> io::Result<()>;

    /// Ends the file.
    ///
    /// # Errors
    /// What cannot be written.
    fn end(self) -> io::Result<BufWriter<File>>;
}

impl Format for tlog::Tlog<BufWriter<File>> {
    fn begin(out: BufWriter<File>) -> io::Result<Self> {
        Ok(Self::new(out))
    }

    fn put(&mut self, framed: &Framed<'_>) -> io::Result<()> {
        Self::put(self, framed.at, framed.frame.bytes)
    }

    fn end(self) -> io::Result<BufWriter<File>> {
        let mut out = self.into_inner();
        out.flush()?;
        Ok(out)
    }
}

impl Format for mcap::Mcap<BufWriter<File>> {
    fn begin(out: BufWriter<File>) -> io::Result<Self> {
        Self::new(out)
    }

    fn put(&mut self, framed: &Framed<'_>) -> io::Result<()> {
        schemas::put(self, framed)
    }

    fn end(self) -> io::Result<BufWriter<File>> {
        let mut out = self.finish()?;
        out.flush()?;
        Ok(out)
    }
}

/// What one file of recordings holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Segments.
    pub segments: u64,
    /// Datagrams.
    pub datagrams: u64,
    /// Good frames in them.
    pub frames: u64,
    /// The first moment and the last; nothing when it holds no segment.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Who was heard or was sent something.
    pub systems: BTreeSet<u32>,
    /// What was damaged.
    pub notes: Vec<Note>,
}

/// What every file of a data folder holds, the oldest first.
///
/// # Errors
/// A folder or a file that cannot be read.
pub fn contents(data: &Path) -> Result<Vec<(Flight, Contents)>, Finding> {
    flights(data)?.into_iter().map(|flight| contents_of(&flight).map(|contents| (flight, contents))).collect()
}

fn contents_of(flight: &Flight) -> Result<Contents, Finding> {
    let mut contents = Contents::default();
    let mut segments = Segments::open(&flight.path)?;
    while let Some(found) = segments.find().map_err(|why| fault(&flight.path, "cannot read the recording", &why))? {
        let head = found.head;
        contents.segments += 1;
        contents.datagrams += u64::from(head.datagrams);
        contents.frames += u64::from(head.frames);
        let (first, last) = contents.span.unwrap_or((head.first, head.last));
        contents.span = Some((first.min(head.first), last.max(head.last)));
        contents.systems.extend(head.systems);
    }
    contents.notes = segments.notes().to_vec();
    Ok(contents)
}
