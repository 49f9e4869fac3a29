//! Text of any origin as lines and numbers: blank lines, comments, either end of line; errors with place and remedy.

use std::str::FromStr;

/// What is wrong, where, and what to do.
#[derive(Debug)]
pub struct Bad {
    /// Line of the file, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub say: String,
    /// What to do.
    pub remedy: String,
}

impl Bad {
    /// Without a place.
    pub fn new(say: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { line: None, say: say.into(), remedy: remedy.into() }
    }

    /// At a line.
    pub fn at(line: usize, say: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::new(say, remedy) }
    }

    /// A core that does not trust the model.
    pub fn core(fault: &impl std::fmt::Display) -> Self {
        Self::new(format!("the model cannot be solved: {fault}"), "Mend the file")
    }
}

/// Lines that say something, with their numbers; comments begin with `#`, `//` or `%`.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bare = |line: &'_ str| -> usize {
        let bytes = line.as_bytes();
        let ends = |at: &usize| matches!(bytes[*at], b'#' | b'%') || bytes[*at..].starts_with(b"//");
        (0..bytes.len()).find(ends).unwrap_or(bytes.len())
    };
    ended(text).map(move |(number, line)| (number, line[..bare(line)].trim())).filter(|(_, line)| !line.is_empty())
}

/// All lines with their numbers. They end with a line feed, a carriage return or both; a byte order mark is none of it.
pub fn ended(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'));
    (1..).zip(lines)
}

/// All words, with the line each stands in.
pub struct Words<'a> {
    words: Vec<(usize, &'a str)>,
    at: usize,
}

impl<'a> Words<'a> {
    /// Words between white space, and commas or semicolons.
    pub fn new(text: &'a str) -> Self {
        let split = |(line, words): (usize, &'a str)| {
            words.split([' ', '\t', ',', ';']).filter(|w| !w.is_empty()).map(move |word| (line, word))
        };
        Self { words: lines(text).flat_map(split).collect(), at: 0 }
    }

    /// How many are left.
    pub fn left(&self) -> usize {
        self.words.len() - self.at
    }

    /// The next word.
    pub fn word(&mut self, what: &str) -> Result<(usize, &'a str), Bad> {
        let last = self.words.last().map_or(1, |w| w.0);
        let word = self.words.get(self.at).copied();
        self.at += 1;
        word.ok_or_else(|| Bad::at(last, format!("the file ends before {what}"), "Take the whole file"))
    }

    /// The next word, which is a number.
    pub fn number<T: FromStr>(&mut self, what: &str) -> Result<T, Bad> {
        let (line, word) = self.word(what)?;
        number(line, word, what)
    }
}

/// A word that is a number; whole numbers may be written `12.0`.
pub fn number<T: FromStr>(line: usize, word: &str, what: &str) -> Result<T, Bad> {
    let whole = word.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map(|(whole, _)| whole);
    word.parse()
        .ok()
        .or_else(|| whole.and_then(|w| w.parse().ok()))
        .ok_or_else(|| Bad::at(line, format!("`{word}` is no {what}"), "Write a number"))
}

/// Counts in a file: whatever is read is held in memory, and matrices have the square of them.
pub const MOST: usize = 100_000;
/// Places, vertices or nodes of which all ways to each other are held.
pub const MOST_SQUARE: usize = 10_000;

/// A count that can be held.
pub fn limited(line: usize, word: &str, what: &str, most: usize) -> Result<usize, Bad> {
    match number::<f64>(line, word, what)? {
        n if n > count(most) => {
            Err(Bad::at(line, format!("{word} is too great a {what}"), format!("Give at most {most}")))
        }
        _ => number(line, word, what),
    }
}

/// A number that is no infinity and not below zero.
pub fn amount(line: usize, word: &str, what: &str) -> Result<f64, Bad> {
    let value: f64 = number(line, word, what)?;
    if value >= 0.0 && value.is_finite() {
        return Ok(value);
    }
    Err(Bad::at(line, format!("{word} is no {what}"), "Write a number that is not below zero"))
}

/// A place on a plane or the earth.
pub fn coordinate(line: usize, word: &str) -> Result<f64, Bad> {
    let value: f64 = number(line, word, "coordinate")?;
    if value.is_finite() {
        return Ok(value);
    }
    Err(Bad::at(line, format!("{word} is no coordinate"), "Write a finite number"))
}

/// Counts are small; the cores refuse what is not.
pub fn id(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A count as a number.
#[allow(clippy::cast_precision_loss)] // Counts of lines in a file.
pub fn count(n: usize) -> f64 {
    n as f64
}
