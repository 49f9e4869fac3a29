//! What can be wrong with an `.osm` text, in words.

use super::super::source::{Guard, MAX_RATIO, Overrun};
use super::values::shortened;
use crate::finding::Finding;
use quick_xml::Reader;
use std::io::BufRead;

/// What is wrong, before it is known where.
pub(super) struct Fault {
    pub code: &'static str,
    pub say: String,
    pub remedy: &'static str,
}

pub(super) const AGAIN: &str = "Download the extract again; if it comes from an editor, save it again";

impl Fault {
    pub fn broken(say: impl Into<String>) -> Self {
        Self { code: "osm-xml", say: say.into(), remedy: AGAIN }
    }

    pub fn at<R: BufRead>(self, reader: &Reader<Guard<R>>) -> Finding {
        Finding::new(
            self.code,
            format!("the extract, byte {} of its text", reader.buffer_position()),
            self.say,
            self.remedy,
        )
    }
}

pub(super) fn fault_of(error: &quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(error) => match Overrun::of(error) {
            Some(Overrun::Element) => {
                Fault { code: "osm-limit", say: "an element is longer than a mebibyte".into(), remedy: AGAIN }
            }
            Some(Overrun::Ratio) => {
                let say = format!("the file unpacks to more than {MAX_RATIO} times its size");
                Fault {
                    code: "osm-limit",
                    say,
                    remedy: "Unpack it yourself if you trust it, or use an extract in PBF format",
                }
            }
            None if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated(),
            None => Fault { code: "osm-corrupt", say: format!("the file does not unpack: {error}"), remedy: AGAIN },
        },
        quick_xml::Error::Syntax(_) => truncated(),
        other => Fault::broken(other.to_string()),
    }
}

pub(super) fn truncated() -> Fault {
    let say = "the file ends in the middle of an element".into();
    Fault { code: "osm-truncated", say, remedy: "Download the extract again; the download was cut off" }
}

pub(super) fn not_osm(say: &str) -> Fault {
    let remedy = "Use an extract of OpenStreetMap: .osm.pbf, .osm or .osm.gz";
    Fault { code: "osm-not-osm", say: format!("this is no extract: {say}"), remedy }
}

pub(super) fn within(count: usize, limit: usize, what: &str, id: i64) -> Result<(), Fault> {
    if count <= limit {
        return Ok(());
    }
    let say = format!("element {id} has more than {limit} {what}");
    Err(Fault { code: "osm-limit", say, remedy: "Take it out of the extract; no real element is like that" })
}

/// Overpass says in words, and with success, that it ran out of time or memory half way.
pub(super) fn remark(text: &[u8]) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(text);
    if !text.contains("error") {
        return Ok(());
    }
    let say = format!("the server that made it says: {}", shortened(text.trim()));
    Err(Fault {
        code: "osm-incomplete",
        say,
        remedy: "Ask for a smaller region or a longer time; the answer is incomplete",
    })
}
