//! `skyground recorder list|export`: what was on the air, listed and taken away for other programs.

use crate::Done;
use crate::args::{Recorder, RecorderExport};
use controller_server::recorder::export::mcap::Mcap;
use controller_server::recorder::export::tlog::Tlog;
use controller_server::recorder::export::{Told, Wanted, contents, to_file};
use controller_server::recorder::reader::Note;
use geodata::{Finding, Timestamp};
use std::path::Path;
use std::process::ExitCode;

/// Lists or exports.
pub fn run(task: &Recorder) -> Done {
    match task {
        Recorder::List { data } => list(data)?,
        Recorder::Export(export) => take(export)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(data: &Path) -> Result<(), Finding> {
    for (flight, contents) in contents(data)? {
        let name = flight.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (from, until) = match contents.span {
            Some((first, last)) => (first.to_string(), last.to_string()),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let systems: Vec<String> = contents.systems.iter().map(u32::to_string).collect();
        println!(
            "recording file={name} from={from} until={until} segments={} datagrams={} frames={} bytes={} systems={}",
            contents.segments,
            contents.datagrams,
            contents.frames,
            flight.bytes,
            systems.join(",")
        );
        contents.notes.iter().for_each(|note| say(&name, note));
    }
    Ok(())
}

fn take(export: &RecorderExport) -> Result<(), Finding> {
    let wanted = Wanted {
        from: moment(export.from.as_deref(), "--from")?,
        until: moment(export.until.as_deref(), "--until")?,
        system: export.system,
    };
    let data = &export.data;
    if contents(data)?.is_empty() {
        let say = "there are no recordings in this folder";
        return Err(Finding::new("no_recordings", data.display().to_string(), say, "Name the folder of a controller"));
    }
    if let Some(path) = &export.tlog {
        done("tlog", path, &to_file::<Tlog<_>>(data, wanted, path)?);
    }
    if let Some(path) = &export.mcap {
        done("mcap", path, &to_file::<Mcap<_>>(data, wanted, path)?);
    }
    Ok(())
}

fn done(form: &str, path: &Path, told: &Told) {
    println!("ok {form}={} frames={}", path.display(), told.frames);
    told.notes.iter().for_each(|(name, note)| say(name, note));
}

fn say(name: &str, note: &Note) {
    println!(
        "note: {name}: {} bytes at {} are no whole segment ({:?}) and were passed over",
        note.bytes, note.at, note.damage
    );
}

fn moment(text: Option<&str>, place: &str) -> Result<Option<Timestamp>, Finding> {
    let read = |text: &str| text.parse().map_err(|finding: Finding| Finding { at: place.to_owned(), ..finding });
    text.map(read).transpose()
}
