//! Round trips over invented layers, and what each reader says of files that are wrong.

mod faulty;
mod invent;
mod round;
mod sound;
