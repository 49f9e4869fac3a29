//! `skyground audit verify` and `skyground replay`: what a journal says, and whether it was tampered with. Both only
//! read.

use crate::Done;
use controller_engine::{hex, line, verify as verify_chain};
use controller_server::journal::{JournalFile, folded, path_of};
use geodata::Finding;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// What every journal begins with.
const STARTS_WITH: &str = "controller_started";

/// Walks the chain from its first record.
pub fn verify(place: &Path) -> Done {
    let path = path_of(place);
    let journal = JournalFile::read_only(&path)?;
    let records = journal.records()?;
    let odd = |code, say: String| {
        Finding::new(code, path.display().to_string(), say, "Keep this file for the inquiry and compare it with a copy")
    };
    match records.first() {
        None => return Err(odd("journal_empty", "the journal is empty".to_owned())),
        Some(first) if first.kind != STARTS_WITH => {
            return Err(odd("journal_broken", format!("record 1 is {}, not {STARTS_WITH}", first.kind)));
        }
        Some(_) => {}
    }
    let head = verify_chain(&records).map_err(|broken| {
        Finding::new(
            "journal_broken",
            path.display().to_string(),
            format!("the chain breaks at record {}: {}", broken.seq, broken.why),
            "Keep this file for the inquiry and compare it with a copy",
        )
    })?;
    if folded::agrees(&journal, &records)? == Some(false) {
        let place = folded::beside(&path).display().to_string();
        let say = "it is not what the journal comes to, although it says so";
        let remedy =
            "Keep it for the inquiry, away from the data folder: the next start makes it anew from the journal";
        return Err(Finding::new("folded_differs", place, say, remedy));
    }
    println!("ok records={} hash={}", head.seq, hex(&head.hash));
    Ok(ExitCode::SUCCESS)
}

/// Prints every event in the one grammar. A reader that stops reading is no error.
pub fn replay(place: &Path) -> Done {
    let records = JournalFile::read_only(&path_of(place))?.records()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let start = records.first().map(|record| record.at).unwrap_or_default();
    for record in &records {
        if writeln!(out, "{}", line::of(record, start)).is_err() {
            break;
        }
    }
    let _ = out.flush();
    Ok(ExitCode::SUCCESS)
}
