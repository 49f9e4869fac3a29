//! The checksum of a frame, eight bytes at a time.
//!
//! MAVLink uses CRC-16/MCRF4XX (polynomial 0x1021 reflected, start 0xFFFF, no final complement) over everything between
//! the start byte and the checksum, and then over the message's seed. Byte by byte each step waits for the one before; with
//! a table for each distance from the end, eight bytes are eight look-ups of which only two wait for the block before. Zeros
//! before the first byte change nothing, so the odd bytes come first, as a block behind zeros, with the start state added
//! where they begin. The tables' words are wide because narrower ones are slower to combine.

const POLYNOMIAL: u32 = 0x8408;
const START: u32 = 0xFFFF;
const BLOCK: usize = 8;

/// `TABLES[n][b]`: what byte `b` adds when `n` bytes follow it in its block. Sixteen bits of each are used.
static TABLES: [[u32; 256]; BLOCK] = tables();

/// The checksum over `bytes` and then the message's `seed`.
#[must_use]
#[inline]
#[allow(clippy::cast_possible_truncation)] // sixteen bits are used
pub fn checksum(bytes: &[u8], seed: u8) -> u16 {
    let Some(first) = bytes.first_chunk::<BLOCK>() else {
        let crc = bytes.iter().fold(START, |crc, byte| push(crc, *byte));
        return push(crc, seed) as u16;
    };
    let odd = (bytes.len() - 1) % BLOCK + 1;
    let mut crc = begin(u64::from_le_bytes(*first), odd);
    let (blocks, _) = bytes[odd..].as_chunks::<BLOCK>();
    for block in blocks {
        crc = step(crc, block);
    }
    push(crc, seed) as u16
}

/// One byte the plain way.
#[inline]
#[allow(clippy::cast_possible_truncation)] // the low byte
fn push(crc: u32, byte: u8) -> u32 {
    crc >> 8 ^ TABLES[0][usize::from(crc as u8 ^ byte)]
}

/// One block. What waits for the state comes last.
#[inline]
#[allow(clippy::cast_possible_truncation)] // the low byte, and the one above it
fn step(crc: u32, block: &[u8; BLOCK]) -> u32 {
    let at = |place: usize, byte: u8| TABLES[BLOCK - 1 - place][usize::from(byte)];
    let [a, b, c, d, e, f, g, h] = *block;
    at(2, c) ^ at(3, d) ^ at(4, e) ^ at(5, f) ^ at(6, g) ^ at(7, h) ^ at(0, a ^ crc as u8) ^ at(1, b ^ (crc >> 8) as u8)
}

/// The first `odd` bytes, 1 to 8, from the start state, as a block behind zeros.
#[inline]
fn begin(first: u64, odd: usize) -> u32 {
    let bytes = (first ^ u64::from(START)) << (8 * (BLOCK - odd));
    let at = |place: usize| TABLES[BLOCK - 1 - place][(bytes >> (8 * place) & 0xFF) as usize];
    // Half of the state lies beyond a single byte.
    let beyond = if odd == 1 { START >> 8 } else { 0 };
    at(0) ^ at(1) ^ at(2) ^ at(3) ^ at(4) ^ at(5) ^ at(6) ^ at(7) ^ beyond
}

const fn tables() -> [[u32; 256]; BLOCK] {
    let mut out = [[0; 256]; BLOCK];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
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
