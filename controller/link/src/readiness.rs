//! What must be known of a vehicle before it is launched, asked of it and translated: its parameters, its clock.

mod clock;
mod parameters;
pub(crate) mod place;
mod values;

use crate::codec::Message;
use crate::config::LinkConfig;
use crate::limits;
use crate::session::{Known, Outbox};
use clock::Clock;
use geodata::{Seconds, Timestamp};
use parameters::Parameters;

/// The questions to one vehicle.
#[derive(Debug, Default)]
pub(crate) struct Readiness {
    parameters: Parameters,
    clock: Clock,
}

impl Readiness {
    /// A new contact: everything is asked anew.
    pub(crate) fn restart(&mut self, at: Timestamp) {
        self.parameters.restart(at);
        self.clock.restart(at);
    }

    /// It may be another that spoke: what was read counts no more.
    pub(crate) fn doubt(&mut self) {
        self.parameters.doubt();
    }

    pub(crate) fn receive(
        &mut self,
        at: Timestamp,
        message: &Message,
        known: &Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) {
        match message {
            Message::ParamValue(value) => self.parameters.told(at, value, known, config, out),
            Message::AutopilotVersion(version) => self.parameters.encoded(at, version.capabilities),
            Message::Timesync(sync) => self.clock.answered(at, sync, out),
            Message::SystemTime(time) => self.clock.stated(time, out),
            _ => {}
        }
    }

    /// Asks what is due; with a `budget` in bytes a second, no faster than a quarter of it.
    pub(crate) fn tick(
        &mut self,
        at: Timestamp,
        known: &Known,
        config: &LinkConfig,
        budget: Option<f64>,
        out: &mut Outbox,
    ) {
        let pace = budget.map_or(0.0, |budget| limits::PARAMETER_BYTES / (0.25 * budget.max(1.0)));
        let pace = Seconds(limits::PARAMETER_PACE.0.max(pace));
        self.parameters.tick(at, pace, known, config, out);
        self.clock.tick(at, out);
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        [self.parameters.wake_at(), self.clock.wake_at()].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests;
