//! The parameters aboard, with each autopilot's names, types and wire encoding: PX4's integers lie bytewise in the float,
//! ArduPilot's are cast to it.

mod tables;

use super::firmware::Firmware;
use controller_link::codec::{Message, ParamRequestRead, ParamSet, ParamValue, Text};
use std::collections::VecDeque;

/// `MAV_PARAM_TYPE` values.
const INT8: u8 = 2;
const INT16: u8 = 4;
const INT32: u8 = 6;
const REAL32: u8 = 9;

/// Values of a list that are sent with one step of the flight; a radio takes no more.
const AT_ONCE: usize = 10;
/// ArduPilot's index of a value that was not asked for by its index.
const NO_INDEX: u16 = u16::MAX;

/// A parameter's value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Int8(i8),
    Int16(i16),
    Int32(i32),
    Real(f32),
}

impl Value {
    fn kind(self) -> u8 {
        match self {
            Self::Int8(_) => INT8,
            Self::Int16(_) => INT16,
            Self::Int32(_) => INT32,
            Self::Real(_) => REAL32,
        }
    }

    fn number(self) -> f64 {
        match self {
            Self::Int8(value) => f64::from(value),
            Self::Int16(value) => f64::from(value),
            Self::Int32(value) => f64::from(value),
            Self::Real(value) => f64::from(value),
        }
    }

    /// Another value of the same type; it saturates.
    #[allow(clippy::cast_possible_truncation)] // saturates
    fn with(self, number: f64) -> Self {
        match self {
            Self::Int8(_) => Self::Int8(number.round() as i8),
            Self::Int16(_) => Self::Int16(number.round() as i16),
            Self::Int32(_) => Self::Int32(number.round() as i32),
            Self::Real(_) => Self::Real(number as f32),
        }
    }
}

/// The parameters, in order of name.
#[derive(Debug)]
pub(super) struct Params {
    firmware: Firmware,
    table: Vec<(&'static str, Value)>,
    /// Indices of a list still to be sent.
    listing: VecDeque<usize>,
}

/// Whether the autopilot has a parameter of this name.
pub(super) fn is_known(firmware: Firmware, name: &str) -> bool {
    tables::of(firmware).iter().any(|(known, _)| *known == name)
}

impl Params {
    /// As delivered to this squadron, with some set otherwise.
    pub(super) fn new(firmware: Firmware, system_id: u8, set: &[(String, f64)]) -> Self {
        let mut table = tables::of(firmware).to_vec();
        table.sort_by_key(|(name, _)| *name);
        let mut params = Self { firmware, table, listing: VecDeque::new() };
        for name in ["MAV_SYS_ID", "MAV_SYSID", "SYSID_THISMAV"] {
            params.put(name, f64::from(system_id));
        }
        for (name, number) in set {
            params.put(name, *number);
        }
        params
    }

    /// Sets one from within; a name it does not have is passed over.
    pub(super) fn put(&mut self, name: &str, number: f64) {
        if let Some((_, value)) = self.table.iter_mut().find(|(known, _)| *known == name) {
            *value = value.with(number);
        }
    }

    /// A parameter as a plain number; zero when there is none of the name.
    pub(super) fn number(&self, name: &str) -> f64 {
        self.table.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, value)| value.number())
    }

    fn message(&self, index: usize, told: Option<u16>) -> Option<Message> {
        let (name, value) = self.table.get(index)?;
        let count = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        #[allow(clippy::cast_possible_truncation)] // floats of the wire
        let param_value = match (self.firmware, value) {
            (Firmware::Px4, Value::Int32(value)) => f32::from_bits(value.cast_unsigned()),
            (_, value) => value.number() as f32,
        };
        let told = told.unwrap_or_else(|| count(index));
        Some(
            ParamValue {
                param_value,
                param_count: count(self.table.len()),
                param_index: told,
                param_id: Text::from(*name),
                param_type: value.kind(),
            }
            .into(),
        )
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.table.iter().position(|(known, _)| *known == name)
    }

    /// The index that is told of a value nobody asked for by index.
    fn told(&self) -> Option<u16> {
        (self.firmware == Firmware::ArduPilot).then_some(NO_INDEX)
    }

    /// One by its name, as if somebody had asked; for values that are told when they change.
    pub(super) fn told_by_name(&self, name: &str) -> Option<Message> {
        self.message(self.index(name)?, self.told())
    }

    /// Begins to send all of them.
    pub(super) fn list(&mut self) {
        self.listing = (0..self.table.len()).collect();
    }

    /// The next few of a list.
    pub(super) fn next_of_list(&mut self) -> Vec<Message> {
        let some = self.listing.len().min(AT_ONCE);
        let indices: Vec<usize> = self.listing.drain(..some).collect();
        indices.into_iter().filter_map(|index| self.message(index, None)).collect()
    }

    /// Whether a list is being sent.
    #[cfg(test)]
    fn is_listing(&self) -> bool {
        !self.listing.is_empty()
    }

    /// One, by index or by name.
    pub(super) fn read(&self, ask: &ParamRequestRead) -> Option<Message> {
        match usize::try_from(ask.param_index) {
            Ok(index) => self.message(index, None),
            Err(_) => self.message(self.index(&ask.param_id.to_text())?, self.told()),
        }
    }

    /// Changes one; the answer is what it now is. PX4 refuses another type, ArduPilot casts.
    pub(super) fn set(&mut self, ask: &ParamSet) -> Option<Message> {
        let index = self.index(&ask.param_id.to_text())?;
        let (_, value) = self.table.get_mut(index)?;
        let number = match self.firmware {
            Firmware::Px4 if ask.param_type != value.kind() => None,
            Firmware::Px4 if ask.param_type == INT32 => Some(f64::from(ask.param_value.to_bits().cast_signed())),
            _ => Some(f64::from(ask.param_value)).filter(|number| number.is_finite()),
        };
        if let Some(number) = number {
            *value = value.with(number);
        }
        self.message(index, self.told())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, value: f32, kind: u8) -> ParamSet {
        ParamSet { param_value: value, param_id: Text::from(name), param_type: kind, ..ParamSet::default() }
    }

    fn value(message: Option<Message>) -> ParamValue {
        match message {
            Some(Message::ParamValue(value)) => value,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_parameter_set_is_the_parameter_read_and_a_wrong_type_changes_nothing() {
        let mut params = Params::new(Firmware::Px4, 3, &[]);
        params.set(&set("MIS_TAKEOFF_ALT", 25.0, REAL32));
        assert!((params.number("MIS_TAKEOFF_ALT") - 25.0).abs() < 1e-6);
        params.set(&set("MIS_TAKEOFF_ALT", 7.0, INT32));
        params.set(&set("MIS_TAKEOFF_ALT", f32::NAN, REAL32));
        assert!((params.number("MIS_TAKEOFF_ALT") - 25.0).abs() < 1e-6);
        assert!((params.number("MAV_SYS_ID") - 3.0).abs() < 1e-6);
        let ask = ParamRequestRead { param_index: -1, param_id: Text::from("NO_SUCH"), ..ParamRequestRead::default() };
        assert_eq!(params.read(&ask), None);
    }

    #[test]
    fn px4_lays_integers_bytewise_and_ardupilot_casts_them() {
        let mut px4 = Params::new(Firmware::Px4, 1, &[("COM_DL_LOSS_T".to_owned(), 7.0)]);
        let told = value(px4.set(&set("NAV_DLL_ACT", f32::from_bits(3), INT32)));
        assert_eq!((told.param_value.to_bits(), told.param_type), (3, INT32));
        assert!((px4.number("NAV_DLL_ACT") - 3.0).abs() < 1e-9 && (px4.number("COM_DL_LOSS_T") - 7.0).abs() < 1e-9);
        let mut ardupilot = Params::new(Firmware::ArduPilot, 9, &[]);
        // Any type is taken and cast to the parameter's own.
        let told = value(ardupilot.set(&set("FS_GCS_ENABLE", 5.0, REAL32)));
        assert_eq!((told.param_value.to_bits(), told.param_type, told.param_index), (5f32.to_bits(), INT8, u16::MAX));
        assert!((ardupilot.number("MAV_SYSID") - 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_list_comes_in_pieces_and_is_whole() {
        for firmware in [Firmware::Px4, Firmware::ArduPilot] {
            let mut params = Params::new(firmware, 1, &[]);
            params.list();
            let mut told = Vec::new();
            while params.is_listing() {
                let some = params.next_of_list();
                assert!(!some.is_empty() && some.len() <= AT_ONCE);
                told.extend(some.into_iter().map(|message| value(Some(message))));
            }
            let names: Vec<String> = told.iter().map(|value| value.param_id.to_text()).collect();
            assert!(names.len() > 40 && names.iter().all(|name| is_known(firmware, name) && name.len() <= 16));
            assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "in order of name, each once");
            assert!(told.iter().enumerate().all(|(index, value)| usize::from(value.param_index) == index));
            assert!(told.iter().all(|value| usize::from(value.param_count) == told.len()));
        }
    }
}
