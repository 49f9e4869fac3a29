//! The protocol-buffer wire format, read without trust: numbers, length-delimited fields, packed lists.
//!
//! Facts from protobuf.dev, "Encoding". Every reader answers `None` at the first byte that makes no sense; sums of
//! differences wrap instead of overflowing, so that no input can panic.

/// One field of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A varint, and fixed-width numbers (which no message here uses).
    Number(u64),
    /// A string, bytes, a message or a packed list.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Bytes(_) => None,
        }
    }

    pub fn signed(self) -> Option<i64> {
        self.number().map(u64::cast_signed)
    }

    pub fn zigzag(self) -> Option<i64> {
        self.number().map(zigzag)
    }

    pub fn bytes(self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Number(_) => None,
        }
    }
}

/// The unsigned form of protobuf's `sint64`, made signed again.
fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// Calls `each` with the number and value of every field; stops with `None` at the first that cannot be read or that
/// `each` refuses.
pub(super) fn fields<'a>(mut bytes: &'a [u8], mut each: impl FnMut(u64, Value<'a>) -> Option<()>) -> Option<()> {
    while !bytes.is_empty() {
        let key = varint(&mut bytes)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes)?),
            1 => Value::Number(fixed(&mut bytes, 8)?),
            2 => {
                let length = usize::try_from(varint(&mut bytes)?).ok()?;
                let (head, tail) = bytes.split_at_checked(length)?;
                bytes = tail;
                Value::Bytes(head)
            }
            5 => Value::Number(fixed(&mut bytes, 4)?),
            _ => return None,
        };
        each(key >> 3, value)?;
    }
    Some(())
}

fn fixed(bytes: &mut &[u8], width: usize) -> Option<u64> {
    let (head, tail) = bytes.split_at_checked(width)?;
    *bytes = tail;
    Some(head.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for (i, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * i);
        if *byte < 0x80 {
            *bytes = bytes.get(i + 1..)?;
            return Some(value);
        }
    }
    None
}

/// Every number of a packed list.
pub(super) fn packed(mut bytes: &[u8]) -> Option<Vec<u64>> {
    let mut list = Vec::new();
    while !bytes.is_empty() {
        list.push(varint(&mut bytes)?);
    }
    Some(list)
}

/// Every number of a packed list of zigzag differences, summed up.
pub(super) fn packed_deltas(mut bytes: &[u8]) -> Option<Vec<i64>> {
    let mut list = Vec::new();
    let mut sum = 0i64;
    while !bytes.is_empty() {
        sum = sum.wrapping_add(zigzag(varint(&mut bytes)?));
        list.push(sum);
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_specification_are_read() {
        let mut seen = Vec::new();
        let read = fields(&[0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i'], |number, value| {
            seen.push((number, value));
            Some(())
        });
        assert_eq!(read, Some(()));
        assert_eq!(seen, [(1, Value::Number(150)), (2, Value::Bytes(b"hi"))]);
        assert_eq!(packed(&[0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05]), Some(vec![3, 270, 86_942]));
        assert_eq!(packed_deltas(&[0x02, 0x04, 0x01]), Some(vec![1, 3, 2]));
    }

    #[test]
    fn a_number_that_never_ends_and_a_length_beyond_the_end_are_refused() {
        assert_eq!(fields(&[0xff; 11], |_, _| Some(())), None);
        assert_eq!(fields(&[0x12, 0x7f, 0x00], |_, _| Some(())), None);
        assert_eq!(packed(&[0x80]), None);
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = fields(&bytes, |_, value| { let _ = (value.signed(), value.zigzag()); Some(()) });
            let _ = (packed(&bytes), packed_deltas(&bytes));
        }
    }
}
