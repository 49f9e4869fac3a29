//! How soon somebody should look at a datagram. Only headers are read: a wrong guess costs time, never a frame.

/// How soon a datagram should reach the squadron.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Telemetry nobody waits for: it is counted, and nothing wakes for it.
    Whenever,
    /// State of a vehicle: within the time a screen needs to show it.
    Soon,
    /// Part of a conversation: somebody waits.
    Now,
}

/// Answers, requests, parameters, other ground stations' commands: MAVLink's common.xml numbers.
const NOW: [u32; 24] =
    [4, 11, 22, 23, 37, 38, 39, 40, 41, 43, 44, 45, 46, 47, 51, 73, 75, 76, 77, 80, 111, 133, 148, 253];

/// Streams of a talkative autopilot that nothing here is decided by: inertial sensors, attitude, servos, sticks,
/// pressures, controller outputs, local positions.
const WHENEVER: [u32; 44] = [
    2, 26, 27, 28, 29, 30, 31, 32, 34, 35, 36, 62, 63, 64, 65, 74, 83, 85, 87, 100, 105, 106, 116, 125, 127, 128, 129,
    132, 137, 140, 141, 143, 146, 152, 163, 164, 165, 173, 178, 182, 230, 241, 331, 375,
];

/// How urgent the most urgent frame of a datagram is. Bytes that look like no frame are counted whenever.
#[must_use]
#[inline]
pub fn urgency(datagram: &[u8]) -> Urgency {
    let mut rest = datagram;
    let mut most = Urgency::Whenever;
    while let Some((id, length)) = head(rest) {
        most = most.max(of(id));
        let Some(after) = rest.get(length..) else { break };
        rest = after;
    }
    if rest.is_empty() || most == Urgency::Now { most } else { most.max(Urgency::Soon) }
}

#[inline]
fn of(id: u32) -> Urgency {
    TABLE.get(id as usize).copied().unwrap_or(Urgency::Soon)
}

/// By number; what is above is soon.
static TABLE: [Urgency; 512] = table();

const fn table() -> [Urgency; 512] {
    let mut table = [Urgency::Soon; 512];
    let mut at = 0;
    while at < NOW.len() {
        table[NOW[at] as usize] = Urgency::Now;
        at += 1;
    }
    let mut at = 0;
    while at < WHENEVER.len() {
        table[WHENEVER[at] as usize] = Urgency::Whenever;
        at += 1;
    }
    table
}

/// Message number and length of the frame at the first byte, by its header alone.
#[inline]
fn head(bytes: &[u8]) -> Option<(u32, usize)> {
    match *bytes {
        [0xFD, payload, flags, _, _, _, _, a, b, c, ..] => {
            let signature = if flags & 1 == 0 { 0 } else { 13 };
            let wide = flags & 2 != 0;
            let id = if wide { [*bytes.get(10)?, *bytes.get(11)?, *bytes.get(12)?, 0] } else { [a, b, c, 0] };
            Some((u32::from_le_bytes(id), usize::from(payload) + 12 + signature + if wide { 3 } else { 0 }))
        }
        [0xFE, payload, _, _, _, id, ..] => Some((u32::from(id), usize::from(payload) + 8)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Attitude, CommandAck, Header, Heartbeat, Message, VfrHud, encode};

    const WHO: Header = Header { system: 3, component: 1, sequence: 0 };

    fn frames(messages: &[Message]) -> Vec<u8> {
        messages.iter().flat_map(|message| encode(WHO, message)).collect()
    }

    #[test]
    fn the_tables_are_in_order_and_have_nothing_in_common() {
        assert!(NOW.is_sorted() && WHENEVER.is_sorted());
        assert!(NOW.iter().all(|id| !WHENEVER.contains(id)));
        assert!((0..600).all(|id| (of(id) == Urgency::Now) == NOW.contains(&id)));
        assert!((0..600).all(|id| (of(id) == Urgency::Whenever) == WHENEVER.contains(&id)));
    }

    #[test]
    fn an_answer_is_now_state_is_soon_and_attitude_wakes_nobody() {
        let attitude: Message = Attitude::default().into();
        let beat: Message = Heartbeat::default().into();
        let ack: Message = CommandAck::default().into();
        assert_eq!(urgency(&frames(&[attitude, VfrHud::default().into()])), Urgency::Whenever);
        assert_eq!(urgency(&frames(&[attitude, beat])), Urgency::Soon);
        assert_eq!(urgency(&frames(&[attitude, attitude, ack])), Urgency::Now);
        assert_eq!(urgency(&encode(Header { system: 70_000, ..WHO }, &ack)), Urgency::Now);
    }

    #[test]
    fn what_is_no_frame_is_looked_at_soon_and_an_empty_datagram_whenever() {
        assert_eq!(urgency(b"GET / HTTP/1.1"), Urgency::Soon);
        assert_eq!(urgency(b""), Urgency::Whenever);
        let ack = frames(&[CommandAck::default().into()]);
        for cut in 1..ack.len() {
            assert!(urgency(&ack[..cut]) >= Urgency::Soon || cut >= 10, "{cut}");
        }
    }

    #[test]
    fn what_decides_about_flight_is_never_left_for_later() {
        // Position, battery, state of the flight, satellites, home, mission, health.
        for id in [0, 1, 24, 33, 42, 46, 77, 147, 193, 242, 245, 253] {
            assert!(of(id) >= Urgency::Soon, "{id}");
        }
    }
}
