//! See `patrols` in tests/harness/hostile.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| { skyground_fuzz::hostile::patrols(bytes); });
