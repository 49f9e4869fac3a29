//! The checksum of a frame, sixteen bytes at a time.
//!
//! MAVLink uses CRC-16/MCRF4XX (polynomial 0x1021 reflected, start 0xFFFF, no final complement) over everything between
//! the start byte and the checksum, and then over the message's seed. Byte by byte each step waits for the one before; with
//! a table for each distance from the end, sixteen bytes are sixteen look-ups that wait for nothing. The odd bytes are
//! taken first, behind zeros: zeros before the first byte change nothing but where the start value lies.

const POLYNOMIAL: u16 = 0x8408;
const START: u16 = 0xFFFF;
const BLOCK: usize = 16;

/// `TABLES[n][b]`: what byte `b` adds when `n` bytes follow it in its block.
static TABLES: [[u16; 256]; BLOCK] = tables();

/// The checksum over `bytes` and then the message's `seed`.
#[must_use]
#[inline]
pub fn checksum(bytes: &[u8], seed: u8) -> u16 {
    let (odd, blocks) = bytes.split_at(bytes.len() % BLOCK);
    let begun = begin(bytes, odd);
    let (blocks, _) = blocks.as_chunks::<BLOCK>();
    let crc = blocks.iter().fold(begun, |crc, block| step(crc, u128::from_le_bytes(*block)));
    push(crc, seed)
}

/// The state after the bytes before the first whole block.
#[inline]
fn begin(bytes: &[u8], odd: &[u8]) -> u16 {
    let zeros = 8 * (BLOCK - odd.len());
    let head = match bytes.first_chunk::<BLOCK>() {
        Some(_) if odd.is_empty() => return START,
        Some(first) => u128::from_le_bytes(*first) << zeros,
        None => return odd.iter().fold(START, |crc, byte| push(crc, *byte)),
    };
    // Half of the start value lies beyond a head of one byte.
    let beyond = if odd.len() == 1 { START >> 8 } else { 0 };
    step(0, head ^ u128::from(START) << zeros) ^ beyond
}

/// One byte the plain way.
#[inline]
fn push(crc: u16, byte: u8) -> u16 {
    let [low, high] = crc.to_le_bytes();
    u16::from(high) ^ TABLES[0][usize::from(low ^ byte)]
}

#[inline]
fn step(crc: u16, block: u128) -> u16 {
    let b = (block ^ u128::from(crc)).to_le_bytes();
    let at = |place: usize| TABLES[BLOCK - 1 - place][usize::from(b[place])];
    let quarter = |place: usize| at(place) ^ at(place + 1) ^ at(place + 2) ^ at(place + 3);
    quarter(0) ^ quarter(4) ^ quarter(8) ^ quarter(12)
}

const fn tables() -> [[u16; 256]; BLOCK] {
    let mut out = [[0; 256]; BLOCK];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
            bit += 1;
        }
        out[0][byte] = crc;
        byte += 1;
    }
    let mut distance = 1;
    while distance < BLOCK {
        let mut byte = 0;
        while byte < 256 {
            let before = out[distance - 1][byte];
            out[distance][byte] = before >> 8 ^ out[0][(before & 0xFF) as usize];
            byte += 1;
        }
        distance += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_check_value_of_the_algorithm_is_right() {
        // CRC-16/MCRF4XX of "123456789" is 0x6F91; the last digit stands for the seed.
        assert_eq!(checksum(b"12345678", b'9'), 0x6F91);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn every_length_gives_what_the_crate_gives(bytes in proptest::collection::vec(any::<u8>(), 0..300), seed: u8) {
            prop_assert_eq!(checksum(&bytes, seed), mavlink::calculate_crc(&bytes, seed));
        }
    }
}
