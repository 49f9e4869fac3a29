//! What a frame tells a reader who is no controller: where somebody is, and what it says in words, in quantities.

use crate::codec::{GlobalPositionInt, Message, Payload, RawFrame, Statustext};
use crate::scale::{from_deg_e7, from_mm};
use geodata::{Amsl, Wgs84};

/// One such thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A position (GLOBAL_POSITION_INT).
    Place {
        /// WGS-84.
        place: Wgs84,
        /// Above mean sea level.
        altitude: Amsl,
    },
    /// Words (STATUSTEXT), one piece of them.
    Words {
        /// MAV_SEVERITY: 0 is the worst, 7 is for developers.
        severity: u8,
        /// The text.
        text: String,
    },
}

/// What a frame tells; nothing for any other message, and for a place that is none.
#[must_use]
pub fn told(frame: &RawFrame<'_>) -> Option<Told> {
    if ![GlobalPositionInt::ID, Statustext::ID].contains(&frame.id) {
        return None;
    }
    match frame.message()? {
        Message::GlobalPositionInt(m) if (m.lat, m.lon) != (0, 0) => {
            Some(Told::Place { place: from_deg_e7(m.lat, m.lon)?, altitude: Amsl(from_mm(m.alt)) })
        }
        Message::Statustext(m) => Some(Told::Words { severity: m.severity, text: m.text.to_text() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Header, encode, scan};
    use geodata::Metres;

    fn of(message: Message) -> Option<Told> {
        let bytes = encode(Header { system: 3, component: 1, sequence: 0 }, &message);
        told(&scan(&bytes).next().unwrap().unwrap())
    }

    #[test]
    fn a_position_is_told_in_degrees_and_metres_and_no_position_is_none() {
        let at = GlobalPositionInt { lat: 471_410_000, lon: 95_215_000, alt: 460_250, ..GlobalPositionInt::default() };
        let Some(Told::Place { place, altitude }) = of(at.into()) else { panic!("a place") };
        assert!((place.lat - 47.141).abs() < 1e-9 && (place.lon - 9.5215).abs() < 1e-9);
        assert_eq!(altitude, Amsl(Metres(460.25)));
        assert_eq!(of(GlobalPositionInt::default().into()), None);
        assert_eq!(of(GlobalPositionInt { lat: i32::MAX, ..at }.into()), None);
    }
}
