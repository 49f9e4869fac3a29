//! From bytes to text: UTF-8 only, with or without a byte order mark. Anything else is refused with the way to convert
//! it, because a guessed encoding turns the names of places into other names.

use crate::finding::Finding;

/// The text of a file.
///
/// # Errors
/// `layer-too-large`, `layer-empty`, `layer-not-utf8` with the place of the first wrong byte, `layer-nul`.
pub(crate) fn text<'a>(name: &str, bytes: &'a [u8], limit: usize) -> Result<&'a str, Finding> {
    sized(name, bytes, limit)?;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(encoded(name, "it is UTF-16, not UTF-8", "UTF-16"));
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(body) {
        Ok(text) => plain(name, text),
        Err(error) => Err(wrong_byte(body, error.valid_up_to())),
    }
}

/// Refuses what is empty or larger than the limit.
pub(super) fn sized(name: &str, bytes: &[u8], limit: usize) -> Result<(), Finding> {
    if bytes.is_empty() {
        return Err(Finding::new("layer-empty", name, "the file is empty", "Choose a file with something in it"));
    }
    if bytes.len() <= limit {
        return Ok(());
    }
    let say = format!("it has {} bytes, more than the {limit} a layer may have", bytes.len());
    Err(Finding::new("layer-too-large", name, say, "Split it, or leave out what the district does not need"))
}

fn plain<'a>(name: &str, text: &'a str) -> Result<&'a str, Finding> {
    if text.trim().is_empty() {
        return Err(Finding::new(
            "layer-empty",
            name,
            "the file holds only blanks",
            "Choose a file with something in it",
        ));
    }
    match text.find('\0') {
        None => Ok(text),
        Some(at) => {
            let say = "there is a zero byte in the text";
            Err(Finding::new("layer-nul", place(text.as_bytes(), at), say, "Export the file again"))
        }
    }
}

fn wrong_byte(bytes: &[u8], at: usize) -> Finding {
    let at_line = place(bytes, at);
    if looks_like_gb18030(bytes) {
        return encoded(&at_line, "it is not UTF-8; it looks like GBK or GB18030", "GB18030");
    }
    let remedy = "Save it as UTF-8; `iconv -f ENCODING -t UTF-8` converts it when you know its encoding";
    Finding::new("layer-not-utf8", at_line, "a byte here is not UTF-8", remedy)
}

fn encoded(at: &str, say: &str, from: &str) -> Finding {
    let remedy = format!("Convert it: `iconv -f {from} -t UTF-8 FILE > NEW`, or save it as UTF-8 where it was made");
    Finding::new("layer-not-utf8", at, say, remedy)
}

/// Whether the bytes keep the grammar of GB18030 (GB 18030-2022, chapter 6): each byte above 0x80 leads a pair
/// (81-FE, 40-7E or 80-FE) or a group of four (81-FE, 30-39, 81-FE, 30-39).
fn looks_like_gb18030(bytes: &[u8]) -> bool {
    let lead = |byte: u8| (0x81..=0xFE).contains(&byte);
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (0..=0x7F, _) => tail,
            (f, [0x40..=0x7E | 0x80..=0xFE, tail @ ..]) if lead(*f) => tail,
            (f, [0x30..=0x39, third, 0x30..=0x39, tail @ ..]) if lead(*f) && lead(*third) => tail,
            _ => return false,
        };
    }
    true
}

/// `line 3 column 7` of a byte of a text, both counted from 1, the column in bytes.
pub(super) fn place(bytes: &[u8], at: usize) -> String {
    let before = &bytes[..at.min(bytes.len())];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    format!("line {line} column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> (&'static str, String) {
        let finding = text("x.csv", bytes, 1000).unwrap_err();
        (finding.code, finding.to_string())
    }

    #[test]
    fn a_byte_order_mark_is_taken_off_and_other_encodings_are_told() {
        assert_eq!(text("x", b"\xEF\xBB\xBFlat", 9), Ok("lat"));
        assert!(code(&[0xFF, 0xFE, b'l', 0]).1.contains("UTF-16"));
        // 派出所 in GBK.
        assert!(code(&[b'a', b'\n', 0xC5, 0xC9, 0xB3, 0xF6, 0xCB, 0xF9]).1.contains("line 2 column 1"));
        assert!(code(&[0xC5, 0xC9, 0xB3, 0xF6, 0xCB, 0xF9]).1.contains("iconv -f GB18030"));
        assert!(!code(&[b'a', 0xFF]).1.contains("GB18030"));
    }

    #[test]
    fn nothing_too_much_and_zero_bytes_are_refused() {
        assert_eq!(code(b"").0, "layer-empty");
        assert_eq!(code(b" \n").0, "layer-empty");
        assert_eq!(code(&[b'x'; 1001]).0, "layer-too-large");
        assert_eq!(code(b"a\0b").0, "layer-nul");
    }
}
