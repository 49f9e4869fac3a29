//! Our MAVLink codec against others': frames made by pymavlink, and flights recorded from real autopilots.

mod frames;
mod tlogs;
mod units;
