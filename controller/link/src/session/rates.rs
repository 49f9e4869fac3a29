//! Which messages we want how often: asked one after the other until the vehicle answers, and believed when they arrive. A
//! vehicle that says yes and sends nothing, or far more than asked, is asked again; on a radio, what is of no use is
//! stopped.

mod budget;

use super::{Known, Outbox};
use crate::codec::Message;
use crate::command;
use crate::config::Traffic;
use crate::limits;
use crate::rare::Few;
use crate::sometime::Sometime;
use budget::{ROWS, index, intervals, is_useless, rows};
use geodata::{Seconds, Timestamp};

/// `MAV_RESULT_UNSUPPORTED` and `_DENIED`: it has no such message.
const NOT_TO_BE_HAD: [u8; 2] = [2, 3];

/// One wanted message.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    every: f32,
    /// So many came since the look before.
    came: u16,
    /// So often it had to be asked again.
    again: u8,
    state: State,
}

/// What a wanted message waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing: it was asked for, or never was.
    #[default]
    Asked,
    /// To be asked, or asked again.
    Open,
    /// Nothing: it cannot be had.
    Refused,
    /// To be asked again, though it could not be had.
    Reopened,
}

const _: () = assert!(size_of::<Asked>() == 8, "each vehicle has ten");

impl Asked {
    fn is_open(self) -> bool {
        matches!(self.state, State::Open | State::Reopened)
    }

    fn is_refused(self) -> bool {
        matches!(self.state, State::Refused | State::Reopened)
    }

    fn open(&mut self) {
        self.state = if self.is_refused() { State::Reopened } else { State::Open };
    }

    fn close(&mut self) {
        self.state = if self.is_refused() { State::Refused } else { State::Asked };
    }
}

/// Whether this message is asked for and counted.
#[cfg(test)]
pub(super) fn is_wanted(id: u32, personality: Option<crate::autopilot::Personality>) -> bool {
    index(id, personality).is_some()
}

/// The requests still to make, and what came of those made.
#[derive(Debug)]
pub(crate) struct Rates {
    asked: [Asked; ROWS],
    /// Streams to be stopped, and those that were.
    useless: Few<Vec<(u16, bool)>>,
    in_flight: Option<u16>,
    tries: u8,
    due: Sometime,
    /// When what arrived is looked at, and since when it is counted.
    look: Sometime,
    counted_since: Timestamp,
    /// Bytes a second it may send; more than any number is no limit.
    budget: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            asked: Default::default(),
            useless: None,
            in_flight: None,
            tries: 0,
            due: Sometime::NEVER,
            look: Sometime::NEVER,
            counted_since: Timestamp::default(),
            budget: f64::INFINITY,
        }
    }
}

impl Rates {
    /// From the first request again: the vehicle is new, or was gone.
    pub(crate) fn restart(&mut self, at: Timestamp) {
        *self = Self { due: at.into(), budget: self.budget, ..Self::default() };
        self.asked.iter_mut().for_each(Asked::open);
    }

    /// Bytes a second it may send; nothing is no limit. What changes by it is asked anew.
    pub(crate) fn allow(&mut self, at: Timestamp, budget: Option<f64>, known: &Known) {
        if self.budget() == budget {
            return;
        }
        self.budget = budget.unwrap_or(f64::INFINITY);
        let every = intervals(&rows(known.personality), budget);
        for (row, every) in self.asked.iter_mut().zip(every) {
            if row.every.to_bits() != seconds(every).to_bits() {
                row.open();
            }
        }
        if !self.look.is_none() || !self.due.is_none() {
            self.due = at.into();
        }
    }

    /// Bytes a second it may send; nothing is no limit.
    pub(crate) fn budget(&self) -> Option<f64> {
        self.budget.is_finite().then_some(self.budget)
    }

    /// A frame of the vehicle, of whatever kind.
    pub(crate) fn heard(&mut self, at: Timestamp, id: u32, known: &Known) {
        if let Some(index) = index(id, known.personality) {
            self.asked[index].came = self.asked[index].came.saturating_add(1);
        } else if self.budget().is_some() {
            self.heard_besides(at, id);
        }
    }

    /// On a radio, what nobody wants is noted to be stopped.
    fn heard_besides(&mut self, at: Timestamp, id: u32) {
        let Ok(id) = u16::try_from(id) else { return };
        if is_useless(id) && !self.useless.iter().flat_map(|all| all.iter()).any(|(known, _)| *known == id) {
            self.useless.get_or_insert_default().push((id, false));
            self.due.get_or_insert(at);
        }
    }

    /// An answer to the request in flight, whatever it says, moves on to the next.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, known: &Known) {
        if let Message::CommandAck(ack) = message
            && ack.command == command::id::SET_MESSAGE_INTERVAL
            && self.in_flight.is_some()
        {
            self.settle(known, NOT_TO_BE_HAD.contains(&ack.result));
            self.due = at.into();
        }
    }

    /// The request in flight is answered, or given up.
    fn settle(&mut self, known: &Known, refused: bool) {
        let Some(id) = self.in_flight.take() else { return };
        self.tries = 0;
        if let Some(index) = index(u32::from(id), known.personality) {
            self.asked[index].state = if refused { State::Refused } else { State::Asked };
        }
        if let Some(stream) = self.useless.iter_mut().flat_map(|all| all.iter_mut()).find(|(known, _)| *known == id) {
            stream.1 = true;
        }
    }

    /// Sends the request that is due, and looks at what arrived.
    pub(crate) fn tick(&mut self, at: Timestamp, known: &Known, out: &mut Outbox) {
        if self.look.is_some_and(|look| at >= look) {
            self.look_at_arrivals(at, at.since(self.counted_since), known);
        }
        if self.due.is_none_or(|due| at < due) {
            return;
        }
        if self.tries == limits::RATE_TRIES {
            self.settle(known, false);
        }
        let Some((id, every)) = self.next(known) else {
            self.due = Sometime::NEVER;
            if self.look.is_none() {
                self.look_later(at);
            }
            return;
        };
        let ask = command::message_interval(id, every).to(known.target(), self.tries);
        out.send(ask, Traffic::Keepalive);
        self.in_flight = Some(id);
        self.tries += 1;
        self.due = at.plus(limits::RETRY).into();
    }

    /// The first that is open: what we want, then what we do not.
    fn next(&mut self, known: &Known) -> Option<(u16, Seconds)> {
        let rows = rows(known.personality);
        let every = intervals(&rows, self.budget());
        if let Some(index) = self.asked.iter().position(|row| row.is_open()) {
            self.asked[index].every = seconds(every[index]);
            return Some((rows[index].id, every[index]));
        }
        let mut useless = self.useless.iter().flat_map(|all| all.iter());
        useless.find(|(_, stopped)| !stopped).map(|(id, _)| (*id, command::NEVER))
    }

    /// What came far less, or far more often than asked, is asked for again; what never obeys, more and more seldom.
    fn look_at_arrivals(&mut self, at: Timestamp, span: Seconds, known: &Known) {
        let arrives = 1.0 - known.loss.clamp(0.0, 0.9);
        let limited = self.budget().is_some();
        for row in &mut self.asked {
            let came = f64::from(std::mem::take(&mut row.came));
            let sent = span.0 / f64::from(row.every.max(0.05));
            let too_few = sent >= 3.0 && came < 0.5 * sent * arrives;
            let too_many = limited && came > 2.0 * sent + 2.0;
            if row.is_refused() || row.every <= 0.0 {
                continue;
            }
            if too_few || too_many {
                row.again = row.again.saturating_add(1);
                if row.again <= limits::RATE_TRIES || row.again.is_multiple_of(8) {
                    row.open();
                } else {
                    row.close();
                }
            } else {
                row.again = 0;
            }
        }
        if self.asked.iter().any(|row| row.is_open()) {
            self.due = at.into();
        }
        self.look_later(at);
    }

    /// What arrives is counted from now on, and looked at when enough may have come.
    fn look_later(&mut self, at: Timestamp) {
        (self.look, self.counted_since) = (at.plus(limits::RATE_LOOK).into(), at);
    }

    /// Whether requests are still to be made.
    pub(crate) fn is_asking(&self) -> bool {
        !self.due.is_none()
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        [self.due.get(), self.look.get()].into_iter().flatten().min()
    }
}

/// As it is kept: a vehicle has ten of these.
#[allow(clippy::cast_possible_truncation)] // seconds of a float field
fn seconds(every: Seconds) -> f32 {
    every.0 as f32
}

#[cfg(test)]
mod tests;
