//! One controller to one data folder: an exclusive file lock that the kernel frees when the process ends, however.

use super::fault;
use geodata::Finding;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held as long as the controller lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the folder, or says who may have it.
    pub fn take(folder: &Path) -> Result<Self, Finding> {
        let path = folder.join("journal.lock");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|why| fault(&path, "cannot open the lock", &why))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Finding::new(
                "data_in_use",
                folder.display().to_string(),
                "another controller is running on this data folder",
                "Stop the other one, or give this one its own folder with --data",
            )),
            Err(TryLockError::Error(why)) => Err(fault(&path, "cannot lock the folder", &why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_second_controller_on_the_same_folder_is_refused_and_a_later_one_is_not() {
        let folder = Scratch::new("lock");
        let first = Lock::take(folder.path()).unwrap();
        assert_eq!(Lock::take(folder.path()).unwrap_err().code, "data_in_use");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}
