//! Whole missions in lockstep: world and engine in one thread on a virtual clock.

mod market;
