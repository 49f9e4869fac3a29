//! The command line.

use crate::text::{Bad, MOST};

/// How it is called.
pub const USAGE: &str = "usage: solve {top,carp,kwrpp,pmed,mclp,patrol,tsp,lap} FILE [--seconds S] [--seed N] [-k TOURS] \
                         [-p SITES] [-r RADIUS]";

const KINDS: [&str; 8] = ["top", "carp", "kwrpp", "pmed", "mclp", "patrol", "tsp", "lap"];

/// What is to be done.
pub struct Job {
    /// Which format.
    pub kind: String,
    /// Which file.
    pub file: String,
    /// Processor time it may take, reading included.
    pub seconds: f64,
    /// Seed of the search.
    pub seed: u64,
    /// Tours, patrols.
    pub k: Option<usize>,
    /// Sites.
    pub p: Option<usize>,
    /// Radius.
    pub r: Option<f64>,
}

impl Job {
    /// Reads the words after the program's name.
    pub fn read(words: impl Iterator<Item = String>) -> Result<Self, Bad> {
        let mut job =
            Self { kind: String::new(), file: String::new(), seconds: 1.0, seed: 1, k: None, p: None, r: None };
        let mut words = words;
        let mut plain = Vec::new();
        while let Some(word) = words.next() {
            let (name, given) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name.to_string(), Some(value.to_string())),
                _ => (word.clone(), None),
            };
            if !name.starts_with('-') || name.len() < 2 {
                plain.push(name);
                continue;
            }
            let value = given.or_else(|| words.next());
            let value = value.ok_or_else(|| Bad::new(format!("{name} has no value"), "Give one after it"))?;
            match name.as_str() {
                "--seconds" => job.seconds = number(&name, &value)?,
                "--seed" => job.seed = number(&name, &value)?,
                "-k" => job.k = Some(number(&name, &value)?),
                "-p" => job.p = Some(number(&name, &value)?),
                "-r" => job.r = Some(number(&name, &value)?),
                _ => return Err(Bad::new(format!("{name} is no option"), "Leave it out")),
            }
        }
        let [kind, file] = <[String; 2]>::try_from(plain)
            .map_err(|words| Bad::new(format!("{} words instead of a kind and a file", words.len()), "Give both"))?;
        if !KINDS.contains(&kind.as_str()) {
            return Err(Bad::new(format!("{kind} is no kind of problem"), format!("Use one of {}", KINDS.join(" "))));
        }
        if let Some(many) = [job.k, job.p].into_iter().flatten().find(|many| *many > MOST) {
            return Err(Bad::new(format!("{many} tours or sites are too many"), format!("Give at most {MOST}")));
        }
        let not = |name, what| Err(Bad::new(format!("{name} is {what}"), "Give a number above zero"));
        if !(job.seconds >= 0.0 && job.seconds.is_finite()) {
            return not("--seconds", "no time");
        }
        if job.r.is_some_and(|r| !(r >= 0.0 && r.is_finite())) {
            return not("-r", "no radius");
        }
        if job.k == Some(0) || job.p == Some(0) {
            return not("-k or -p", "zero");
        }
        Ok(Self { kind, file, ..job })
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Bad> {
    value.parse().map_err(|_| Bad::new(format!("{name} {value} is no number it can take"), "Give a number"))
}
