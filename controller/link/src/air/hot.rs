//! What one sender last said of itself, in 64 bytes, read straight from the frame: no message is built for it. It is what was
//! said, by whoever said it: nothing is decided by it but the account of frames, which begins anew when a clock goes back.

use super::Verdict;
use crate::codec::RawFrame;
use crate::limits;
use geodata::Timestamp;

/// Nothing known, for numbers that cannot be it.
const UNKNOWN_PERCENT: i8 = -1;

/// The last state of one sender, in the wire's own units (see common.xml). All zero and the battery at -1 when nothing
/// was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HotState {
    /// When it was last heard, of the receiver's clock.
    pub at: Timestamp,
    /// Position: degrees times 10^7, north and east.
    pub place: [i32; 2],
    /// Millimetres above mean sea level, and above home.
    pub altitude: [i32; 2],
    /// Centimetres a second north, east, down.
    pub velocity: [i16; 3],
    /// Hundredths of a degree; 65,535 is unknown.
    pub heading: u16,
    /// Milliseconds since it was switched on.
    pub boot_ms: u32,
    /// What the autopilot calls its mode.
    pub custom_mode: u32,
    /// How busy its computer is, in tenths of a per cent.
    pub load: u16,
    /// The mission item it flies.
    pub mission_item: u16,
    /// Roll, pitch and yaw in ten thousandths of a radian.
    pub attitude: [i16; 3],
    /// Battery: millivolts.
    pub voltage_mv: u16,
    /// Battery: hundredths of an ampere; -1 is unknown.
    pub current_ca: i16,
    /// Hundredths of the horizontal dilution of precision.
    pub eph: u16,
    /// Battery: per cent left; -1 is unknown.
    pub battery_percent: i8,
    /// MAV_MODE_FLAG, MAV_STATE, MAV_TYPE, MAV_AUTOPILOT of the heartbeat.
    pub heartbeat: [u8; 4],
    /// MAV_LANDED_STATE.
    pub landed: u8,
    /// GPS_FIX_TYPE.
    pub fix: u8,
    /// Satellites seen.
    pub satellites: u8,
}

const _: () = assert!(size_of::<HotState>() == 64, "one line of the cache");

impl Default for HotState {
    fn default() -> Self {
        Self {
            at: Timestamp::default(),
            place: [0; 2],
            altitude: [0; 2],
            velocity: [0; 3],
            heading: u16::MAX,
            boot_ms: 0,
            custom_mode: 0,
            load: 0,
            mission_item: 0,
            attitude: [0; 3],
            voltage_mv: 0,
            current_ca: -1,
            eph: u16::MAX,
            battery_percent: UNKNOWN_PERCENT,
            heartbeat: [0; 4],
            landed: 0,
            fix: 0,
            satellites: 0,
        }
    }
}

/// What is to be done with a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// What it is by its number.
    pub verdict: Verdict,
    /// With this frame the sender's clock went back.
    pub restarted: bool,
}

impl HotState {
    /// Takes one frame.
    #[inline]
    pub fn take(&mut self, at: Timestamp, frame: &RawFrame<'_>, verdict: Verdict) -> Heard {
        self.at = at;
        let payload = frame.payload;
        let mut restarted = false;
        match frame.id {
            30 => {
                let fields = Fields::<16>::of(payload);
                restarted = self.clock(fields.u32(0));
                let angle = |from| ten_thousandths(fields.f32(from));
                self.attitude = [angle(4), angle(8), angle(12)];
            }
            33 => {
                let fields = Fields::<28>::of(payload);
                restarted = self.clock(fields.u32(0));
                self.position(&fields);
            }
            0 => {
                let fields = Fields::<8>::of(payload);
                self.custom_mode = fields.u32(0);
                self.heartbeat = [fields.u8(6), fields.u8(7), fields.u8(4), fields.u8(5)];
            }
            1 => {
                let fields = Fields::<31>::of(payload);
                self.load = fields.u16(12);
                self.voltage_mv = fields.u16(14);
                self.current_ca = fields.i16(16);
                self.battery_percent = fields.i8(30);
            }
            24 => {
                let fields = Fields::<30>::of(payload);
                self.eph = fields.u16(20);
                self.fix = fields.u8(28);
                self.satellites = fields.u8(29);
            }
            42 => self.mission_item = Fields::<2>::of(payload).u16(0),
            245 => self.landed = Fields::<2>::of(payload).u8(1),
            2 => {
                restarted = self.clock(Fields::<12>::of(payload).u32(8));
            }
            _ => {}
        }
        Heard { verdict, restarted }
    }

    /// Takes a clock; whether it went back by more than frames overtake each other.
    #[inline]
    fn clock(&mut self, boot_ms: u32) -> bool {
        let back = boot_ms.saturating_add(limits::RESTART_BACK_MS) < self.boot_ms;
        if back || boot_ms > self.boot_ms {
            self.boot_ms = boot_ms;
        }
        back
    }

    #[inline]
    fn position(&mut self, fields: &Fields<28>) {
        self.place = [fields.i32(4), fields.i32(8)];
        self.altitude = [fields.i32(12), fields.i32(16)];
        self.velocity = [fields.i16(20), fields.i16(22), fields.i16(24)];
        self.heading = fields.u16(26);
    }
}

/// The first bytes of a payload, fields at their places; what was cut is zero.
struct Fields<const N: usize>([u8; N]);

impl<const N: usize> Fields<N> {
    #[inline]
    fn of(payload: &[u8]) -> Self {
        payload.first_chunk().map_or_else(|| Self::cut(payload), |whole| Self(*whole))
    }

    #[cold]
    #[inline(never)]
    fn cut(payload: &[u8]) -> Self {
        let mut whole = [0; N];
        whole.iter_mut().zip(payload).for_each(|(to, from)| *to = *from);
        Self(whole)
    }

    #[inline]
    fn bytes<const M: usize>(&self, from: usize) -> [u8; M] {
        std::array::from_fn(|at| self.u8(from + at))
    }

    #[inline]
    fn u8(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn i8(&self, at: usize) -> i8 {
        i8::from_le_bytes([self.u8(at)])
    }

    #[inline]
    fn u16(&self, from: usize) -> u16 {
        u16::from_le_bytes(self.bytes(from))
    }

    #[inline]
    fn i16(&self, from: usize) -> i16 {
        i16::from_le_bytes(self.bytes(from))
    }

    #[inline]
    fn u32(&self, from: usize) -> u32 {
        u32::from_le_bytes(self.bytes(from))
    }

    #[inline]
    fn i32(&self, from: usize) -> i32 {
        i32::from_le_bytes(self.bytes(from))
    }

    #[inline]
    fn f32(&self, from: usize) -> f32 {
        f32::from_le_bytes(self.bytes(from))
    }
}

/// An angle up to pi either way, rounded; what is no number is zero.
#[inline]
#[allow(clippy::cast_possible_truncation)] // it saturates
fn ten_thousandths(radians: f32) -> i16 {
    (radians * 10_000.0) as i16
}
