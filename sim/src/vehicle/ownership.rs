//! Who controls the aircraft, for one that knows it: MAVLink's operator control protocol (development.xml). It says once a
//! second which ground station it listens to, gives control to the first who asks, hands a later one's question on to the
//! owner, and refuses what anybody else orders.

use controller_link::codec::{self, CommandLong, Header, Message};
use geodata::{Seconds, Timestamp};

/// The number of CONTROL_STATUS, and MAV_CMD_REQUEST_OPERATOR_CONTROL.
const STATUS: u32 = 512;
pub(super) const REQUEST: u16 = 32_100;
/// GCS_CONTROL_STATUS_FLAGS.
const MANAGER: u8 = 1;
const TAKEOVER: u8 = 2;
/// MAV_RESULT values.
const ACCEPTED: u8 = 0;
const FAILED: u8 = 4;
pub(super) const NOT_IN_CONTROL: u8 = 10;
const EVERY: Seconds = Seconds(1.0);
/// Commands that only ask are anybody's: message rates and requests.
const QUESTIONS: [u16; 4] = [510, 511, 512, 520];

/// Whom it listens to.
#[derive(Debug, Default)]
pub(super) struct Ownership {
    /// The owner's system id, 0 for nobody.
    owner: u8,
    takeover: bool,
    due: Timestamp,
}

/// What came of a request: the result, and whom to tell that somebody asks.
pub(super) struct Asked {
    pub(super) result: u8,
    pub(super) tell: Option<u8>,
}

impl Ownership {
    /// Whether this station's command is listened to.
    pub(super) fn obeys(&self, system: u8, command: u16) -> bool {
        command == REQUEST || QUESTIONS.contains(&command) || (self.owner != 0 && self.owner == system)
    }

    /// A station asks for control (action 1), or gives it back (0).
    pub(super) fn request(&mut self, system: u8, action: f64, takeover: f64) -> Asked {
        let granted = self.owner == 0 || self.owner == system || self.takeover;
        if !granted {
            return Asked { result: FAILED, tell: Some(self.owner) };
        }
        (self.owner, self.takeover) = if action > 0.5 { (system, takeover > 0.5) } else { (0, false) };
        self.due = Timestamp::default();
        Asked { result: ACCEPTED, tell: None }
    }

    /// CONTROL_STATUS when it is due, as a frame's payload; wire order: flags, owner, others.
    pub(super) fn status(&mut self, at: Timestamp) -> Option<[u8; 2]> {
        if at < self.due {
            return None;
        }
        self.due = at.plus(EVERY);
        Some([MANAGER | if self.takeover { TAKEOVER } else { 0 }, self.owner])
    }

    /// The question of one station, for the owner.
    pub(super) fn question(owner: u8, asks: u8) -> Message {
        let words =
            CommandLong { command: REQUEST, target_system: owner, param1: 1.0, param3: 10.0, ..CommandLong::default() };
        CommandLong { param4: f32::from(asks), ..words }.into()
    }
}

/// CONTROL_STATUS as a frame.
pub(super) fn frame(header: Header, payload: [u8; 2]) -> Vec<u8> {
    codec::frame(header, STATUS, &payload).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_who_asks_owns_it_and_a_later_one_is_told_of_to_the_owner() {
        let mut ownership = Ownership::default();
        assert!(!ownership.obeys(255, 400) && ownership.obeys(255, 512));
        assert_eq!(ownership.request(255, 1.0, 0.0).result, ACCEPTED);
        assert!(ownership.obeys(255, 400) && !ownership.obeys(250, 400));
        let asked = ownership.request(250, 1.0, 0.0);
        assert_eq!((asked.result, asked.tell), (FAILED, Some(255)));
        ownership.request(255, 1.0, 1.0);
        assert_eq!(ownership.request(250, 1.0, 0.0).result, ACCEPTED);
        assert_eq!(ownership.status(Timestamp(1)), Some([MANAGER, 250]));
        assert_eq!(ownership.status(Timestamp(2)), None);
    }
}
