//! How bad the world of one seed is. Some seeds are kind in most respects, so that one kind of fault is also met alone.

use crate::dice::Dice;

/// The faults of one world, until it heals.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    /// Share of the messages between controller and ground units that are lost.
    pub lost: f64,
    /// Share that comes twice.
    pub doubled: f64,
    /// Seconds a message takes at most.
    pub delay: f64,
    /// Share of crews that never answer by themselves.
    pub silent: f64,
    /// Share that says no.
    pub unwilling: f64,
    /// Share that answers after they were given up.
    pub late: f64,
    /// Share of the orders to aircraft that are refused, or lost on the way, or done without a word.
    pub refused: f64,
    pub unheard: f64,
    /// Likelihood that a device or an aircraft falls silent, each time it speaks.
    pub mute: f64,
    /// Likelihood that the controller dies right after a decision, before or after it is durable.
    pub crash: f64,
    /// Seconds a record takes to be durable, at most.
    pub writing: f64,
    /// Seconds the clocks of devices are wrong by, at most.
    pub skew: f64,
    /// Seconds between two people's words, on average.
    pub hands: f64,
    /// Calls.
    pub calls: u32,
}

impl Faults {
    pub fn of(dice: &mut Dice) -> Self {
        let mut share = |none: f64, most: f64| if dice.chance(none) { 0.0 } else { dice.between(0.0, most) };
        Self {
            lost: share(0.3, 0.5),
            doubled: share(0.4, 0.3),
            delay: share(0.2, 8.0),
            silent: share(0.4, 0.5),
            unwilling: share(0.4, 0.5),
            late: share(0.5, 0.4),
            refused: share(0.5, 0.3),
            unheard: share(0.5, 0.4),
            mute: share(0.5, 0.03),
            crash: share(0.35, 0.06),
            writing: share(0.4, 2.0),
            skew: share(0.6, 90_000.0),
            hands: 3.0 + share(0.0, 20.0),
            calls: 1 + share(0.0, 5.0) as u32,
        }
    }

    /// A world in which everything works again.
    pub fn healed(self) -> Self {
        let (lost, doubled, delay) = (0.0, 0.0, 0.2);
        let (silent, unwilling, late, refused, unheard) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (mute, crash, writing) = (0.0, 0.0, 0.0);
        Self { lost, doubled, delay, silent, unwilling, late, refused, unheard, mute, crash, writing, ..self }
    }
}
