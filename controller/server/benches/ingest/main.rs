//! A thousand vehicles on one UDP port, over real sockets of this machine.
//!
//! `ingest/udp_1000x50`: each says 50 messages a second, one frame a datagram. Told is the processor time of the radio's
//! thread and of the loop's (`/proc/self/task`), what the squadron handled of what was sent, and what the kernel dropped;
//! once in the run the loop stands still for 200 ms. `ingest/engine_1000x50` has the whole engine behind it instead of the
//! squadron alone. `command/round_trip`: an order from the engine to its acknowledgement back in the engine, while all talk,
//! turn about with a bare socket to the same vehicle. `command/all_return`: a thousand vehicles called home, from the first
//! command to the last datagram on the wire, the records on the disk before any of them.
//!
//! `ingest/floor`: the same traffic thrown away. `ingest/verify`: what a signature adds to a frame.
//!
//! Figures of a shared machine scatter: every part says its own in-run anchor or the counts that do not depend on time.

#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss)]

mod air;
mod commands;
mod county;
mod floor;
mod threads;
mod traffic;
mod verify;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wants = |name: &str| asked.is_empty() || asked.iter().any(|part| name.contains(part.as_str()));
    if wants("ingest/floor") || wants("ingest/udp_1000x50") {
        floor::floor();
    }
    if wants("ingest/udp_1000x50") {
        traffic::squadron();
    }
    if wants("ingest/engine_1000x50") {
        traffic::engine();
    }
    if wants("ingest/verify") {
        verify::verify();
    }
    if wants("command/round_trip") {
        commands::round_trip();
    }
    if wants("command/all_return") {
        commands::all_return();
    }
}
