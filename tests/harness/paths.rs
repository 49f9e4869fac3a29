//! Where things are, from the place of the running test.

use std::path::{Path, PathBuf};

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("..")).to_path_buf()
}

/// The product's binary, beside the test's own. It is built by `cargo build --release -p skyground`.
///
/// # Panics
/// When it is not there.
#[must_use]
#[allow(clippy::panic)]
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap_or_default();
    let found = test.ancestors().skip(1).take(3).map(|folder| folder.join("skyground")).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("the binary is not built: run `cargo build --release -p skyground`"))
}

/// The Python of the independent MAVLink clients, when it was set up (`make setup`).
#[must_use]
pub fn python() -> Option<PathBuf> {
    let python = root().join(".venv/bin/python");
    python.exists().then_some(python)
}
