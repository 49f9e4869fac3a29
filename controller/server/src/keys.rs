//! The squadron's signing keys and what is kept so that no recording is ever believed after a restart.
//!
//! `keys.toml` in the data folder holds one secret for each vehicle, readable by its owner only; keys never leave it but by
//! hand, to the aircraft over a cable. `signing.json` beside it holds the horizons (`controller_link::signing`). A thread
//! of its own writes them, so that a slow disk holds up nobody.

mod send;

use crate::folder;
use crate::limits::SIGNING_WORDS;
use controller_core::VehicleId;
use controller_engine::unhex;
use controller_link::signing::{Horizon, Horizons, Key};
use geodata::Finding;
pub use send::send;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use tokio::sync::mpsc::{Receiver, channel};

const KEYS: &str = "keys.toml";
const KEPT: &str = "signing.json";
/// Only the owner may read and write.
const PRIVATE: u32 = 0o600;
const OTHERS: u32 = 0o077;
const REMEDY: &str = "Make keys with `skyground keys make`, or correct the file";

/// The keys of a data folder; none when it has no such file.
///
/// # Errors
/// A file others may read, or one that is no list of keys.
pub fn read(data: &Path) -> Result<BTreeMap<VehicleId, Key>, Finding> {
    let path = data.join(KEYS);
    let Ok(meta) = fs::metadata(&path) else { return Ok(BTreeMap::new()) };
    if meta.permissions().mode() & OTHERS != 0 {
        let say = "others than its owner may read or write the signing keys";
        return Err(Finding::new(
            "keys_open",
            path.display().to_string(),
            say,
            "Make new keys, and chmod 600 the file",
        ));
    }
    let text = String::from_utf8_lossy(&folder::read(&path)?).into_owned();
    parse(&text).map_err(|(at, say)| Finding::new("keys_shape", format!("{}: {at}", path.display()), say, REMEDY))
}

/// `[vehicle]`, then a line `3 = "64 hex digits"` for each. What is wrong is told without telling the key.
fn parse(text: &str) -> Result<BTreeMap<VehicleId, Key>, (String, &'static str)> {
    let table: toml::Table = text.parse().map_err(|_| ("file".to_owned(), "not a TOML file"))?;
    let list = match table.get("vehicle") {
        Some(toml::Value::Table(list)) if table.len() == 1 => list,
        _ => return Err(("file".to_owned(), "must hold one table [vehicle] and nothing else")),
    };
    let mut keys = BTreeMap::new();
    for (name, value) in list {
        let bad = |say| (format!("vehicle.{name}"), say);
        let vehicle: u32 = name.parse().map_err(|_| bad("not the number of a vehicle"))?;
        let key = value.as_str().and_then(unhex).map(Key::new).ok_or_else(|| bad("a key has 64 hex digits"))?;
        if keys.values().any(|other| *other == key) {
            return Err(bad("another vehicle has this key already"));
        }
        keys.insert(VehicleId(vehicle), key);
    }
    Ok(keys)
}

/// Makes a key for each of these vehicles that has none. Gives all keys and which are new.
///
/// # Errors
/// Keys that cannot be read, no random bytes, or a file that cannot be written.
pub fn make(data: &Path, vehicles: &[u32]) -> Result<Vec<(VehicleId, Key, bool)>, Finding> {
    let held = read(data)?;
    let path = data.join(KEYS);
    let fault = |why: &io::Error| {
        Finding::new("keys_unwritable", path.display().to_string(), why.to_string(), "Check the folder and its disk")
    };
    let mut text = if held.is_empty() { "[vehicle]\n".to_owned() } else { old_text(&path)? };
    let mut all: Vec<_> = held.into_iter().map(|(vehicle, key)| (vehicle, key, false)).collect();
    for number in vehicles {
        if all.iter().any(|(vehicle, ..)| vehicle.0 == *number) {
            continue;
        }
        let bytes = random().map_err(|why| fault(&why))?;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        text.extend([&number.to_string(), " = \"", &hex, "\"\n"]);
        all.push((VehicleId(*number), Key::new(bytes), true));
    }
    fs::create_dir_all(data).and_then(|()| put(&path, text.as_bytes())).map_err(|why| fault(&why))?;
    all.sort_by_key(|(vehicle, ..)| *vehicle);
    Ok(all)
}

fn old_text(path: &Path) -> Result<String, Finding> {
    let mut text = String::from_utf8_lossy(&folder::read(path)?).into_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn random() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A private file, whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let _ = fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// The horizons kept in a data folder.
///
/// # Errors
/// A file that is none of ours: without it recordings could be believed, so nothing is guessed.
pub fn kept(data: &Path) -> Result<Horizons, Finding> {
    let path = data.join(KEPT);
    if !path.exists() {
        return Ok(Horizons::new());
    }
    let read: Option<BTreeMap<u32, (u64, u64)>> = serde_json::from_slice(&folder::read(&path)?).ok();
    let remedy = "Restore it; or, when it is lost, make new keys: with the old ones recordings could be believed";
    let list =
        read.ok_or_else(|| Finding::new("signing_kept", path.display().to_string(), "not a list of times", remedy))?;
    Ok(list.into_iter().map(|(vehicle, (theirs, ours))| (VehicleId(vehicle), Horizon { theirs, ours })).collect())
}

/// Keeps horizons: hands them to its thread, and hears when they are durable.
#[derive(Debug)]
pub(crate) struct Keeper {
    jobs: SyncSender<Horizons>,
    done: Receiver<Option<Horizons>>,
    kept: Horizons,
}

impl Keeper {
    /// Starts the thread for a data folder.
    pub(crate) fn start(data: &Path, kept: Horizons) -> io::Result<Self> {
        let (jobs, work) = sync_channel::<Horizons>(1);
        let (told, done) = channel(SIGNING_WORDS);
        let path: PathBuf = data.join(KEPT);
        std::thread::Builder::new().name("signing".into()).spawn(move || {
            while let Ok(horizons) = work.recv() {
                let list: BTreeMap<u32, (u64, u64)> =
                    horizons.iter().map(|(vehicle, horizon)| (vehicle.0, (horizon.theirs, horizon.ours))).collect();
                let written = serde_json::to_vec(&list).map_err(io::Error::other).and_then(|bytes| put(&path, &bytes));
                if let Err(why) = &written {
                    tracing::error!("signing times cannot be kept, recordings could be believed after a crash: {why}");
                }
                if told.blocking_send(written.ok().map(|()| horizons)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { jobs, done, kept })
    }

    /// What is durable.
    pub(crate) fn kept(&self) -> &Horizons {
        &self.kept
    }

    /// Hands more over, unless the last is still being written.
    pub(crate) fn keep(&self, horizons: Horizons) {
        if let Err(TrySendError::Disconnected(_)) = self.jobs.try_send(horizons) {
            tracing::error!("the thread that keeps signing times is gone");
        }
    }

    /// Waits for the next word of the thread: durable, or nothing when it could not be.
    pub(crate) async fn word(&mut self) -> Option<Option<Horizons>> {
        let word = self.done.recv().await?;
        if let Some(horizons) = &word {
            self.kept = horizons.clone();
        }
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn keys_are_made_once_kept_private_and_read_back() {
        let scratch = Scratch::new("keys");
        let made = make(scratch.path(), &[3, 1]).unwrap();
        assert!(made.iter().all(|(.., new)| *new));
        let again = make(scratch.path(), &[1, 2, 3]).unwrap();
        assert_eq!(
            again.iter().map(|(vehicle, _, new)| (vehicle.0, *new)).collect::<Vec<_>>(),
            [(1, false), (2, true), (3, false)]
        );
        assert_eq!(again[2].1, made[1].1);
        let mode = fs::metadata(scratch.path().join(KEYS)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, PRIVATE);
        assert_eq!(read(scratch.path()).unwrap().len(), 3);
    }

    #[test]
    fn a_file_others_may_read_or_that_holds_no_keys_is_refused_without_telling_a_key() {
        let scratch = Scratch::new("keys");
        make(scratch.path(), &[1]).unwrap();
        let path = scratch.path().join(KEYS);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(read(scratch.path()).unwrap_err().code, "keys_open");
        let key = "ab".repeat(32);
        for bad in [
            "",
            "[vehicle",
            "[vehicle]\n1 = 5",
            "[vehicle]\n1 = \"ab\"",
            "[other]\n",
            &format!("[vehicle]\nx = \"{key}\""),
            &format!("[vehicle]\n1 = \"{key}\"\n2 = \"{key}\""),
        ] {
            put(&path, bad.as_bytes()).unwrap();
            let finding = read(scratch.path()).unwrap_err();
            assert!(finding.code == "keys_shape" && !finding.to_string().contains(&key), "{bad}: {finding}");
        }
    }

    #[tokio::test]
    async fn horizons_are_durable_before_they_are_told() {
        let scratch = Scratch::new("keys");
        let mut keeper = Keeper::start(scratch.path(), Horizons::new()).unwrap();
        let horizons: Horizons = [(VehicleId(3), Horizon { theirs: 7, ours: 9 })].into();
        keeper.keep(horizons.clone());
        assert_eq!(keeper.word().await, Some(Some(horizons.clone())));
        assert_eq!(kept(scratch.path()).unwrap(), horizons);
        assert_eq!(keeper.kept(), &horizons);
        fs::write(scratch.path().join(KEPT), b"{").unwrap();
        assert_eq!(kept(scratch.path()).unwrap_err().code, "signing_kept");
    }
}
