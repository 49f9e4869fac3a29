//! Coordinates that are no places: in every door that takes text, every number a parser may trip over.

use crate::corpus::Case;
use crate::doors::Door;
use crate::seeds::{TEXTS, at};

const NUMBERS: [&str; 16] = [
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "-1e999",
    "1e308",
    "90.0001",
    "-91",
    "1e5",
    "",
    "0x23",
    "3_5",
    "３５",
    "35,5",
    "null",
];

pub fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for door in TEXTS {
        for number in NUMBERS {
            // In these two a decimal comma is the end of a number: an ordinary place with a height.
            if number.contains(',') && [Door::GeoJson, Door::Kml, Door::Ed269, Door::Ed318].contains(&door) {
                continue;
            }
            // A comma is one more column, a blank one less: an ordinary table with another number of fields.
            let what = format!("latitude {number:?}");
            all.push(Case::refused(door, &what, move || at(door, number, "104.62")));
        }
        all.push(Case::refused(door, "latitude and longitude swapped", move || at(door, "104.62", "35.58")));
        all.push(Case::refused(door, "a latitude of 100,000 digits", move || at(door, &"9".repeat(100_000), "104.62")));
        all.push(Case::refused(door, "longitude 180.1", move || at(door, "35.58", "180.1")));
    }
    all
}
