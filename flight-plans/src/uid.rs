//! The unique number of an autopilot's board: what tells two aircraft apart when a system id does not.
//!
//! MAVLink's AUTOPILOT_VERSION (common.xml, message 148) has two: `uid2`, 18 bytes, which supersedes `uid`, 64 bits. A
//! zero means that the board does not know it. In files it is hex: 36 digits for the long one in the order of the wire,
//! 16 for the short one, most significant first.

use crate::hex;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The unique number of one autopilot. Never zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Uid {
    /// The 64-bit `uid`.
    Short(u64),
    /// The 18 bytes of `uid2`.
    Long([u8; 18]),
}

/// Why a text is no [`Uid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoUid;

impl fmt::Display for NoUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an autopilot's uid: 16 or 36 hex digits, not all zero")
    }
}

impl Uid {
    /// The short number, when the board has one.
    #[must_use]
    pub fn short(uid: u64) -> Option<Self> {
        (uid != 0).then_some(Self::Short(uid))
    }

    /// The long number, when the board has one.
    #[must_use]
    pub fn long(uid2: [u8; 18]) -> Option<Self> {
        (uid2 != [0; 18]).then_some(Self::Long(uid2))
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short(uid) => write!(f, "{uid:016x}"),
            Self::Long(bytes) => f.write_str(&hex(bytes)),
        }
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uid({self})")
    }
}

impl FromStr for Uid {
    type Err = NoUid;

    fn from_str(text: &str) -> Result<Self, NoUid> {
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NoUid);
        }
        match text.len() {
            16 => u64::from_str_radix(text, 16).ok().and_then(Self::short),
            36 => {
                let mut bytes = [0; 18];
                for (place, byte) in bytes.iter_mut().enumerate() {
                    *byte =
                        u8::from_str_radix(text.get(2 * place..2 * place + 2).ok_or(NoUid)?, 16).map_err(|_| NoUid)?;
                }
                Self::long(bytes)
            }
            _ => None,
        }
        .ok_or(NoUid)
    }
}

impl Serialize for Uid {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Uid {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_uid_written_and_read_is_the_same(short in 1u64.., long in any::<[u8; 18]>()) {
            let short = Uid::Short(short);
            prop_assert_eq!(short.to_string().parse(), Ok(short));
            if let Some(long) = Uid::long(long) {
                prop_assert_eq!(long.to_string().parse(), Ok(long));
            }
        }

        #[test]
        fn no_text_panics_and_what_reads_is_hex(text in ".{0,40}") {
            if let Ok(uid) = text.parse::<Uid>() {
                prop_assert_eq!(uid.to_string(), text.to_lowercase());
            }
        }
    }

    #[test]
    fn zero_and_other_lengths_are_no_uid() {
        for bad in ["", "0", &"0".repeat(16), &"0".repeat(36), &"a".repeat(17), "+00000000000000a", "00000000000000ag"]
        {
            assert_eq!(bad.parse::<Uid>(), Err(NoUid), "{bad}");
        }
        assert_eq!(Uid::short(0), None);
        assert_eq!(Uid::long([0; 18]), None);
    }
}
