//! The one contract of all planners: a model, a warm start, an allowance and a seed go in; the best answer so far comes
//! out, with what is proven about it and a reason for everything that was left out.
//!
//! Every planner behind it is never worse than its warm start, gives the same answer for the same seed and number of
//! rounds, and stops soon after it is told to.

use super::pace::{Pace, Progress};
use std::sync::atomic::{AtomicBool, Ordering};

pub use super::sortie::Fault;

/// Which way values get better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// More is better: prize, demand covered.
    Most,
    /// Less is better: metres, seconds.
    Least,
}

/// Why something was left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// There is nobody to serve anything.
    Nobody,
    /// No way leads there and back.
    NoWay,
    /// Served alone it takes at least `takes` of a crew, and none has more than `most`, in the unit of the model.
    TooLong {
        /// Least it takes, travel included.
        takes: f64,
        /// Most that the best placed crew has.
        most: f64,
    },
    /// It weighs `load`, and no crew that could get there carries more than `most`.
    TooHeavy {
        /// What it takes of a capacity.
        load: f64,
        /// Most that any crew carries.
        most: f64,
    },
    /// Alone it could be served, beside what is served it could not be within the allowance.
    NoRoom,
    /// It could be served, and what is served instead is worth more.
    WorthLess,
    /// It is worth nothing.
    Worthless,
    /// Nobody may take it.
    Forbidden,
    /// Nothing that was chosen reaches it.
    NotReached,
    /// Nothing that could be chosen reaches it.
    BeyondAll,
    /// Something the model's own planner says.
    Other(String),
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => f.write_str("there is nobody to serve it"),
            Self::NoWay => f.write_str("no way leads there and back"),
            Self::TooLong { takes, most } => {
                write!(f, "alone it takes {takes:.1} where no crew has more than {most:.1}")
            }
            Self::TooHeavy { load, most } => write!(f, "it weighs {load:.1} where no crew carries more than {most:.1}"),
            Self::NoRoom => f.write_str("no room was found for it beside all else"),
            Self::WorthLess => f.write_str("what is served instead is worth more"),
            Self::Worthless => f.write_str("it is worth nothing"),
            Self::Forbidden => f.write_str("nobody may take it"),
            Self::NotReached => f.write_str("nothing chosen reaches it"),
            Self::BeyondAll => f.write_str("nothing that could be chosen reaches it"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

/// What a planner gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<B, Id = u32> {
    /// The best answer it came upon.
    pub best: B,
    /// Its value in the model's own measure.
    pub value: f64,
    /// No answer is better than this, where the planner can prove a bound.
    pub bound: Option<f64>,
    /// The seed it was made with.
    pub seed: u64,
    /// Rounds done; the same seed and as many rounds give the same answer.
    pub rounds: u64,
    /// Everything that was asked for and is not in the answer, and why.
    pub left_out: Vec<(Id, Why)>,
}

/// A model that can plan itself.
pub trait Planner {
    /// What an answer is; also what a warm start is.
    type Plan;

    /// Which way its values get better.
    fn sense(&self) -> Sense;

    /// The best answer within the allowance, never worse than `warm` where that is an answer to this model; what of it does
    /// not fit any more is dropped first.
    ///
    /// # Errors
    /// A model that cannot be trusted, and what is wrong with it.
    fn plan(&self, warm: Option<&Self::Plan>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault>;
}

/// An allowance by a clock of the caller's: seconds or rounds, whichever is used up first, a flag that stops, and an ear for
/// progress.
pub struct Allowance<'a> {
    clock: &'a mut dyn FnMut() -> f64,
    seconds: f64,
    rounds: Option<u64>,
    cancel: Option<&'a AtomicBool>,
    hear: Option<&'a mut dyn FnMut(&Progress)>,
    began: Option<f64>,
}

impl<'a> Allowance<'a> {
    /// `seconds` from the first look at `clock`, which counts seconds from anywhere.
    pub fn new(clock: &'a mut dyn FnMut() -> f64, seconds: f64) -> Self {
        Self { clock, seconds, rounds: None, cancel: None, hear: None, began: None }
    }

    /// At most so many rounds, too.
    #[must_use]
    pub fn rounds(mut self, most: u64) -> Self {
        self.rounds = Some(most);
        self
    }

    /// Stops once the flag is up.
    #[must_use]
    pub fn cancel(mut self, flag: &'a AtomicBool) -> Self {
        self.cancel = Some(flag);
        self
    }

    /// Tells of progress at every look.
    #[must_use]
    pub fn hear(mut self, ear: &'a mut dyn FnMut(&Progress)) -> Self {
        self.hear = Some(ear);
        self
    }
}

impl Pace for Allowance<'_> {
    fn spent(&mut self, progress: &Progress) -> f64 {
        if let Some(hear) = &mut self.hear {
            hear(progress);
        }
        if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return 1.0;
        }
        let now = (self.clock)();
        let began = *self.began.get_or_insert(now);
        let time = if self.seconds > 0.0 { (now - began) / self.seconds } else { 1.0 };
        let rounds = self.rounds.map_or(0.0, |most| super::pace::Rounds(most).spent(progress));
        time.max(rounds)
    }
}

#[cfg(test)]
mod tests;
