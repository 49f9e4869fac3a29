//! The few parameters clients ask for, with PX4's names, types and wire encoding (integers lie bytewise in the float).

use controller_link::codec::{Message, ParamRequestRead, ParamSet, ParamValue, Text};

const INT32: u8 = 6;
const REAL32: u8 = 9;

/// A parameter's value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Int(i32),
    Real(f32),
}

impl Value {
    fn wire(self) -> (f32, u8) {
        match self {
            Self::Int(value) => (f32::from_bits(value.cast_unsigned()), INT32),
            Self::Real(value) => (value, REAL32),
        }
    }

    fn from_wire(value: f32, kind: u8) -> Option<Self> {
        match kind {
            INT32 => Some(Self::Int(value.to_bits().cast_signed())),
            REAL32 if value.is_finite() => Some(Self::Real(value)),
            _ => None,
        }
    }
}

/// The parameters, in order of name.
#[derive(Debug)]
pub(super) struct Params(Vec<(&'static str, Value)>);

impl Params {
    pub(super) fn new(system_id: u8) -> Self {
        Self(vec![
            ("BAT_LOW_THR", Value::Real(0.2)),
            ("BAT_CRIT_THR", Value::Real(0.07)),
            ("COM_DISARM_LAND", Value::Real(2.0)),
            ("COM_DISARM_PRFLT", Value::Real(10.0)),
            ("COM_DL_LOSS_T", Value::Int(10)),
            ("COM_LOW_BAT_ACT", Value::Int(3)),
            ("COM_RC_IN_MODE", Value::Int(4)),
            ("MAV_SYS_ID", Value::Int(i32::from(system_id))),
            ("MIS_TAKEOFF_ALT", Value::Real(10.0)),
            ("MPC_XY_CRUISE", Value::Real(15.0)),
            ("NAV_ACC_RAD", Value::Real(4.0)),
            ("NAV_DLL_ACT", Value::Int(2)),
            ("RTL_DESCEND_ALT", Value::Real(10.0)),
            ("RTL_RETURN_ALT", Value::Real(40.0)),
            ("SYS_AUTOSTART", Value::Int(4001)),
        ])
    }

    /// A parameter as a plain number; zero when there is none of the name.
    pub(super) fn number(&self, name: &str) -> f64 {
        match self.0.iter().find(|(known, _)| *known == name) {
            Some((_, Value::Int(value))) => f64::from(*value),
            Some((_, Value::Real(value))) => f64::from(*value),
            None => 0.0,
        }
    }

    fn message(&self, index: usize) -> Option<Message> {
        let (name, value) = self.0.get(index)?;
        let (param_value, param_type) = value.wire();
        let count = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        Some(
            ParamValue {
                param_value,
                param_count: count(self.0.len()),
                param_index: count(index),
                param_id: Text::from(*name),
                param_type,
            }
            .into(),
        )
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|(known, _)| *known == name)
    }

    /// All of them.
    pub(super) fn list(&self) -> Vec<Message> {
        (0..self.0.len()).filter_map(|index| self.message(index)).collect()
    }

    /// One, by index or by name.
    pub(super) fn read(&self, ask: &ParamRequestRead) -> Option<Message> {
        let index = usize::try_from(ask.param_index).ok().or_else(|| self.index(&ask.param_id.to_text()))?;
        self.message(index)
    }

    /// Changes one; the answer is what it now is.
    pub(super) fn set(&mut self, ask: &ParamSet) -> Option<Message> {
        let index = self.index(&ask.param_id.to_text())?;
        if let (Some(value), Some(entry)) = (Value::from_wire(ask.param_value, ask.param_type), self.0.get_mut(index))
            && std::mem::discriminant(&value) == std::mem::discriminant(&entry.1)
        {
            entry.1 = value;
        }
        self.message(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_set_is_the_parameter_read_and_a_wrong_type_changes_nothing() {
        let mut params = Params::new(3);
        let set = |value, kind| ParamSet {
            param_value: value,
            param_id: Text::from("MIS_TAKEOFF_ALT"),
            param_type: kind,
            ..ParamSet::default()
        };
        params.set(&set(25.0, REAL32));
        assert!((params.number("MIS_TAKEOFF_ALT") - 25.0).abs() < 1e-6);
        params.set(&set(7.0, INT32));
        params.set(&set(f32::NAN, REAL32));
        assert!((params.number("MIS_TAKEOFF_ALT") - 25.0).abs() < 1e-6);
        assert!((params.number("MAV_SYS_ID") - 3.0).abs() < 1e-6);
        let ask = ParamRequestRead { param_index: -1, param_id: Text::from("NO_SUCH"), ..ParamRequestRead::default() };
        assert_eq!(params.read(&ask), None);
    }
}
