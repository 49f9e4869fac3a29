//! The words a screen may say and hear. Not domain types: one file translates out (`outward`), one in (`inward`).
//!
//! Times are milliseconds of UTC since 1970; places are degrees of WGS-84; heights are metres with their datum in the
//! name; ids are 32-bit numbers. `web/src/api.gen.ts` is generated from these types and a test keeps it current.

pub mod ask;
pub mod inward;
pub mod outward;
pub mod telemetry;
pub mod view;
