//! Whom a frame is for, whatever message it is.

use super::RawFrame;
use mavlink::{MavlinkVersion, Message as _, dialects::common::MavMessage};

/// The system id a frame names as its target; nothing for a message without one, or one that cannot be read. 0 is everybody.
#[must_use]
pub fn addressee(frame: &RawFrame<'_>) -> Option<u8> {
    MavMessage::parse(MavlinkVersion::V2, frame.id, frame.payload).ok()?.target_system_id()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{CommandLong, Header, Heartbeat, Message, MissionCount, encode, scan};

    #[test]
    fn a_command_names_its_target_and_a_heartbeat_names_nobody() {
        let of = |message: Message| {
            let bytes = encode(Header { system: 255, component: 190, sequence: 0 }, &message);
            addressee(&scan(&bytes).next().unwrap().unwrap())
        };
        assert_eq!(of(CommandLong { command: 400, target_system: 7, ..CommandLong::default() }.into()), Some(7));
        assert_eq!(of(MissionCount { target_system: 9, ..MissionCount::default() }.into()), Some(9));
        assert_eq!(of(MissionCount::default().into()), Some(0));
        assert_eq!(of(Heartbeat { kind: 6, autopilot: 8, ..Heartbeat::default() }.into()), None);
    }
}
