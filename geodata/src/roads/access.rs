//! Who may move along an edge, and which way: one bit for each profile and direction.

use super::profile::Profile;

/// Which profiles may use an edge with (`forward`) and against its drawn direction.
///
/// Bit `2 * profile` is "with the drawn direction", the next one "against it"; profiles count as in [`Profile::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Access(u8);

impl Access {
    /// Closed to everybody.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// Open to everybody, both ways.
    #[must_use]
    pub const fn all() -> Self {
        Self(u8::MAX)
    }

    /// From the byte of a file; every byte is one.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The byte for a file.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The same, and open to a profile in one direction.
    #[must_use]
    pub fn with(self, profile: Profile, forward: bool) -> Self {
        Self(self.0 | bit(profile, forward))
    }

    /// The same, but closed to a profile in one direction.
    #[must_use]
    pub fn without(self, profile: Profile, forward: bool) -> Self {
        Self(self.0 & !bit(profile, forward))
    }

    /// Whether a profile may move with (`forward`) or against the drawn direction.
    #[must_use]
    pub fn allows(self, profile: Profile, forward: bool) -> bool {
        self.0 & bit(profile, forward) != 0
    }

    /// Whether a profile may move in at least one direction.
    #[must_use]
    pub fn allows_any(self, profile: Profile) -> bool {
        self.allows(profile, true) || self.allows(profile, false)
    }

    /// Closed to everybody.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

fn bit(profile: Profile, forward: bool) -> u8 {
    1 << (2 * profile.index() + usize::from(!forward))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_profile_and_direction_has_a_bit_of_its_own() {
        let mut seen = Access::none();
        for profile in Profile::ALL {
            for forward in [true, false] {
                assert!(!seen.allows(profile, forward));
                seen = seen.with(profile, forward);
                assert!(seen.allows(profile, forward) && seen.allows_any(profile));
                assert!(!seen.without(profile, forward).allows(profile, forward));
            }
        }
        assert_eq!(seen, Access::all());
        assert!(Access::none().is_empty() && !seen.is_empty());
        assert_eq!(Access::none().with(Profile::Motorbike, false).bits(), 0b1000);
    }
}
