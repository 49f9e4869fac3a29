//! Luck that belongs to things, not to the order in which they happen: the same call is the same call under every rule.

/// A number in [0, 1) of a seed and what it is about.
#[must_use]
pub fn share(seed: u64, about: [u64; 3]) -> f64 {
    let mixed = about.iter().fold(seed ^ 0x9e37_79b9_7f4a_7c15, |state, word| mix(state ^ mix(*word)));
    // 53 bits are a whole mantissa.
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// A lognormal factor with median 1.
#[must_use]
pub fn factor(seed: u64, about: [u64; 3], sigma: f64) -> f64 {
    let [kind, a, b] = about;
    let (u, v) = (share(seed, [kind, a, b]), share(seed, [kind ^ 0xffff, a, b]));
    let normal = (-2.0 * (1.0 - u).ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos();
    (sigma * normal).exp()
}

/// SplitMix64's finaliser (Steele, Lea and Flood, 2014).
fn mix(word: u64) -> u64 {
    let mut word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
