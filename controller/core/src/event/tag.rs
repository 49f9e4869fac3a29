//! The kind of a fact without writing the whole of it: the writer refuses everything after the tag, which serde writes first.

use super::Fact;
use serde::Serialize;
use std::io::{ErrorKind, Result, Write};

impl Fact {
    /// Its kind in `snake_case`, as the journal's column holds it.
    #[must_use]
    pub fn kind(&self) -> String {
        of(self)
    }
}

/// The word under `kind` of an enum that serde tags with it.
fn of(tagged: &impl Serialize) -> String {
    let mut tag = Tag::default();
    let _ = serde_json::to_writer(&mut tag, tagged);
    tag.word().unwrap_or_default().to_owned()
}

/// The first bytes in JSON: `{"kind":"order_given"`.
#[derive(Default)]
struct Tag {
    bytes: Vec<u8>,
}

impl Tag {
    fn word(&self) -> Option<&str> {
        let rest = std::str::from_utf8(&self.bytes).ok()?.strip_prefix("{\"kind\":\"")?;
        rest.split_once('"').map(|(word, _)| word)
    }
}

impl Write for Tag {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.word().is_some() {
            return Err(ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
