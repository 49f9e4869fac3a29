//! Folders and files the pure crates know only as bytes: read with one clear line when they cannot be, written whole or
//! not at all.

use flight_plans::Plan;
use geodata::{Atlas, Files, Finding};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The manifest by which a folder is known to be a district.
pub const MANIFEST: &str = "manifest.json";

/// One file as bytes.
pub fn read(path: &Path) -> Result<Vec<u8>, Finding> {
    fs::read(path).map_err(|why| unreadable(path, &why))
}

/// A district folder as bytes. Only plain files count.
pub fn read_district(folder: &Path) -> Result<Files, Finding> {
    if !folder.join(MANIFEST).is_file() {
        return Err(Finding::new(
            "no_district",
            folder.display().to_string(),
            "this is not a district folder",
            "Make one with `skyground import osm FILE.osm.pbf --out DIR`",
        ));
    }
    let list =
        || -> io::Result<Vec<PathBuf>> { fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect() };
    let mut files = Files::new();
    for path in list().map_err(|why| unreadable(folder, &why))? {
        if let (true, Some(name)) = (path.is_file(), path.file_name().and_then(|name| name.to_str())) {
            files.insert(name.to_owned(), read(&path)?);
        }
    }
    Ok(files)
}

/// A district, opened and verified; the first of its faults when it has some, with their number.
pub fn open_district(folder: &Path) -> Result<Atlas, Finding> {
    Atlas::open(&read_district(folder)?).map_err(|faults| first(folder, faults, "`skyground geo district`"))
}

/// A plan, read and parsed; the first of its faults when it has some, with their number.
pub fn open_plan(path: &Path) -> Result<Plan, Finding> {
    Plan::parse(&read(path)?).map_err(|faults| first(path, faults, "`skyground check`"))
}

/// The first of several faults, with their number and the command that lists all.
fn first(path: &Path, faults: Vec<Finding>, lists: &str) -> Finding {
    let count = faults.len();
    let first = faults.into_iter().next().map(|finding| placed(path, finding));
    let mut finding = first.unwrap_or_else(|| unreadable(path, &"it has a fault without a name"));
    if count > 1 {
        finding.say = format!("{} (and {} more; {lists} lists all)", finding.say, count - 1);
    }
    finding
}

/// Writes a file whole or not at all: beside it first, flushed to disk, then renamed.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Finding> {
    let beside = beside(path);
    put(&beside, bytes).and_then(|()| fs::rename(&beside, path)).map_err(|why| {
        let _ = fs::remove_file(&beside);
        unwritable(path, &why)
    })
}

/// Writes a district folder whole or not at all. An older district there is replaced; any other folder is left alone.
pub fn write_district(folder: &Path, files: &Files) -> Result<(), Finding> {
    refuse_foreign(folder)?;
    let fresh = beside(folder);
    let old = fresh.with_extension("old");
    let lay = || -> io::Result<()> {
        remove(&fresh)?;
        fs::create_dir_all(&fresh)?;
        for (name, bytes) in files {
            put(&fresh.join(name), bytes)?;
        }
        remove(&old)?;
        if folder.exists() {
            fs::rename(folder, &old)?;
        }
        fs::rename(&fresh, folder)?;
        remove(&old)
    };
    lay().map_err(|why| {
        let _ = remove(&fresh);
        unwritable(folder, &why)
    })
}

fn refuse_foreign(folder: &Path) -> Result<(), Finding> {
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if !folder.exists() || folder.join(MANIFEST).is_file() || (folder.is_dir() && is_empty()) {
        return Ok(());
    }
    Err(Finding::new(
        "not_a_district",
        folder.display().to_string(),
        "this exists and is not a district folder, so it is not overwritten",
        "Choose another --out",
    ))
}

/// A name beside `path` on the same disk, so that a rename is one step.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map_or_else(|| "out".into(), |name| name.to_string_lossy().into_owned());
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
        _ => Ok(()),
    }
}

/// The finding with the file or folder before the place inside it.
pub fn placed(path: &Path, finding: Finding) -> Finding {
    Finding { at: format!("{}: {}", path.display(), finding.at), ..finding }
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Finding {
    Finding::new("unreadable", path.display().to_string(), format!("cannot read it: {why}"), "Check the path")
}

fn unwritable(path: &Path, why: &io::Error) -> Finding {
    crate::journal::fault(path, "cannot write it", why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn files(word: &str) -> Files {
        Files::from([(MANIFEST.to_owned(), word.as_bytes().to_vec()), ("roads.bin".to_owned(), vec![1, 2])])
    }

    #[test]
    fn a_district_is_written_whole_replaces_an_older_one_and_reads_back() {
        let scratch = Scratch::new("district");
        let folder = scratch.path().join("d");
        write_district(&folder, &files("one")).unwrap();
        write_district(&folder, &files("two")).unwrap();
        assert_eq!(read_district(&folder).unwrap(), files("two"));
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_folder_that_is_no_district_is_neither_read_nor_overwritten() {
        let scratch = Scratch::new("foreign");
        fs::write(scratch.path().join("letter.txt"), "dear").unwrap();
        assert_eq!(read_district(scratch.path()).unwrap_err().code, "no_district");
        assert_eq!(write_district(scratch.path(), &files("x")).unwrap_err().code, "not_a_district");
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_plan_that_is_not_there_is_told_with_its_path() {
        let finding = open_plan(Path::new("/nowhere/plan.json")).unwrap_err();
        assert!(finding.to_string().starts_with("/nowhere/plan.json: cannot read it"), "{finding}");
    }
}
