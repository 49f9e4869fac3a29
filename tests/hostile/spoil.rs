//! One change to an input, as a broken line, a broken disk or an ill will makes it.

use rand::{Rng, RngExt};

/// Numbers and words that parsers trip over.
const WORDS: [&str; 24] = [
    "0",
    "-1",
    "1e999",
    "-1e308",
    "1e-320",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "null",
    "true",
    "\"\"",
    "[]",
    "{}",
    "255",
    "256",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "\u{0}",
    "\u{202e}",
    "\\ud800",
];

/// Bytes at the ends of what they hold.
const EDGES: [u8; 7] = [0, 1, 0x7F, 0x80, 0xFD, 0xFE, 0xFF];

/// What a number may become where only its shape is checked.
const NUMBERS: [&str; 7] = ["-1", "0", "255", "4294967295", "9223372036854775807", "1e300", "-1e-300"];

/// The input with each of its numbers in turn at each end of what numbers are; at most `limit` inputs, evenly spread.
pub fn numbers(seed: &[u8], limit: usize) -> Vec<Vec<u8>> {
    let part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.' || *byte == b'-';
    let starts: Vec<usize> =
        (0..seed.len()).filter(|at| part(&seed[*at]) && (*at == 0 || !part(&seed[*at - 1]))).collect();
    let step = (starts.len() * NUMBERS.len()).div_ceil(limit).max(1);
    let all = starts.iter().flat_map(|at| NUMBERS.map(|number| (*at, number)));
    let replaced = |(at, number): (usize, &str)| {
        let length = seed[at..].iter().take_while(|byte| part(byte)).count();
        [&seed[..at], number.as_bytes(), &seed[at + length..]].concat()
    };
    all.step_by(step).map(replaced).collect()
}

/// Changes `bytes` in one place.
pub fn once(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut impl Rng) {
    let length = bytes.len();
    if length == 0 {
        bytes.push(rng.random());
        return;
    }
    let at = rng.random_range(0..length);
    let span = rng.random_range(1..=(length - at).min(64));
    match rng.random_range(0..9) {
        0 => bytes[at] ^= 1 << rng.random_range(0..8),
        1 => bytes[at] = EDGES[rng.random_range(0..EDGES.len())],
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..at + span)),
        4 => bytes.insert(at, rng.random()),
        5 => {
            let again = bytes[at..at + span].to_vec();
            bytes.splice(at..at, again);
        }
        6 => splice(bytes, at, &seeds[rng.random_range(0..seeds.len())], rng),
        7 => word(bytes, at, rng),
        _ => bytes[at..at + span].iter_mut().for_each(|byte| *byte = rng.random()),
    }
}

/// The tail of another input behind the head of this one.
fn splice(bytes: &mut Vec<u8>, at: usize, other: &[u8], rng: &mut impl Rng) {
    bytes.truncate(at);
    bytes.extend_from_slice(&other[rng.random_range(0..other.len())..]);
}

/// A nasty word where a number or word stands: from `at` to the next byte that ends one.
fn word(bytes: &mut Vec<u8>, at: usize, rng: &mut impl Rng) {
    let is_end = |byte: &u8| b",}] \n\t:=\"".contains(byte);
    let start = bytes[..at].iter().rposition(is_end).map_or(0, |place| place + 1);
    let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |place| at + place);
    let word = WORDS[rng.random_range(0..WORDS.len())];
    bytes.splice(start..end.max(start), word.bytes());
}
