//! How long it takes: fifty items over bad air, on a clock of milliseconds, against both servers.

use super::air::{Air, Weather};
use super::list;
use super::servers::{Policy, Shelf};
use crate::autopilot::Personality;
use crate::session::Outbox;
use crate::transfer::{End, ReadBack, Server, Upload};
use crate::{LinkConfig, codec::Message};
use controller_core::Store;
use geodata::{Seconds, Timestamp};

/// What one run came to: seconds to the end of the upload and of the read-back, and bytes sent up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    sent: Option<f64>,
    verified: Option<f64>,
    bytes: usize,
    complaints: usize,
}

enum Machine {
    Upload(Upload),
    ReadBack(ReadBack),
}

/// Sends fifty items and reads them back, until it is done, refused or a minute is over.
pub(super) fn run(seed: u64, policy: Policy, weather: Weather, known_loss: f64) -> Run {
    let start = Timestamp(1_000_000_000);
    let (mut up, mut down) = (Air::new(seed, weather), Air::new(seed ^ 0x5EED, weather));
    let mut shelf = Shelf::new(policy);
    shelf.lists[0] = list(20, 7);
    let personality = if policy == Policy::Px4 { Personality::Px4 } else { Personality::ArduCopter };
    let server = Server::new(3, Store::Mission, personality, known_loss);
    let (items, config) = (list(50, 0), LinkConfig::default());
    let mut machine = Machine::Upload(Upload::new(start, server, items.clone()));
    let mut told = Run::default();
    for step in 0..60_000 {
        let at = start.plus(Seconds(f64::from(step) / 1e3));
        let mut out = Outbox::default();
        let mut ends = Vec::new();
        for message in down.due(at) {
            ends.extend(match &mut machine {
                Machine::Upload(upload) => upload.receive(at, &message, &mut out),
                Machine::ReadBack(read) => read.receive(at, &message, &mut out),
            });
        }
        ends.extend(match &mut machine {
            Machine::Upload(upload) if at >= upload.wake_at() => upload.tick(at, true, &config, &mut out),
            Machine::ReadBack(read) if at >= read.wake_at() => read.tick(at, &config, &mut out),
            _ => None,
        });
        out.messages.iter().for_each(|sent| up.send(at, &sent.message));
        told.bytes = up.bytes;
        let answers: Vec<Message> = up.due(at).iter().flat_map(|message| shelf.receive(at, message)).collect();
        answers.iter().chain(&shelf.tick(at)).for_each(|answer| down.send(at, answer));
        told.complaints = shelf.complaints;
        match ends.first() {
            None => {}
            Some(End::Complete) => match &machine {
                Machine::Upload(_) => {
                    told.sent = Some(at.since(start).0);
                    machine = Machine::ReadBack(ReadBack::new(at, server, items.clone(), 0));
                }
                Machine::ReadBack(_) => {
                    assert_eq!(shelf.lists[0], items, "verified is what is aboard");
                    told.verified = Some(at.since(start).0);
                    return told;
                }
            },
            // As the conversation does it: from the beginning.
            Some(End::Different(_) | End::GaveUp) => {
                machine = Machine::Upload(Upload::new(at, server, items.clone()));
            }
            Some(End::Refused(_) | End::Stalled) => return told,
        }
    }
    told
}

fn percentile(mut of: Vec<f64>, share: f64) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(((of.len() - 1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

/// A hundred runs of one kind: how many were verified, and the 50th and 99th percentile of sent and verified.
fn hundred(policy: Policy, weather: Weather, known_loss: f64) -> (usize, [f64; 4], f64) {
    let runs: Vec<Run> = (0..100).map(|seed| run(seed, policy, weather, known_loss)).collect();
    let sent: Vec<f64> = runs.iter().filter_map(|run| run.sent).collect();
    let verified: Vec<f64> = runs.iter().filter_map(|run| run.verified).collect();
    let figures = [
        percentile(sent.clone(), 0.5),
        percentile(sent, 0.99),
        percentile(verified.clone(), 0.5),
        percentile(verified.clone(), 0.99),
    ];
    let bytes = runs.iter().map(|run| run.bytes).sum::<usize>() as f64 / 100.0;
    let complaints = runs.iter().map(|run| run.complaints).sum::<usize>();
    println!(
        "{policy:?} loss {:.0} % rtt {:.0} ms, loss {} known: {}/100, sent p50 {:.2} p99 {:.2} s, verified p50 {:.2} p99 {:.2} s, {bytes:.0} bytes up, {complaints} complaints",
        weather.loss * 100.0,
        weather.rtt * 1e3,
        if known_loss > 0.0 { "is" } else { "not" },
        verified.len(),
        figures[0],
        figures[1],
        figures[2],
        figures[3],
    );
    (verified.len(), figures, bytes)
}

#[test]
fn fifty_items_at_thirty_percent_loss_each_way_and_half_a_second_are_aboard_and_verified_in_time() {
    for policy in [Policy::Px4, Policy::ArduPilot] {
        for known_loss in [0.3, 0.0] {
            let weather = Weather { loss: 0.3, rtt: 0.5, jitter: 0.02, ..Weather::default() };
            let (verified, [sent50, sent99, _, verified99], _) = hundred(policy, weather, known_loss);
            assert_eq!(verified, 100);
            assert!(sent50 <= 8.0 && sent99 <= 15.0 && verified99 <= 25.0);
        }
    }
}

#[test]
fn every_cell_of_the_table_is_verified_and_a_clean_link_carries_each_item_once() {
    for policy in [Policy::Px4, Policy::ArduPilot] {
        for loss in [0.0, 0.1, 0.3] {
            for rtt in [0.02, 0.2, 0.5] {
                let weather = Weather { loss, rtt, jitter: rtt / 20.0, ..Weather::default() };
                let (verified, _, bytes) = hundred(policy, weather, loss);
                assert_eq!(verified, 100);
                // 50 items of 50 bytes and 50 questions of 17.
                assert!(loss > 0.0 || bytes < 1.1 * (50.0 * 50.0 + 50.0 * 17.0), "{bytes}");
            }
        }
    }
}

#[test]
fn messages_that_pass_each_other_and_come_twice_delay_a_transfer_and_do_not_spoil_it() {
    for policy in [Policy::Px4, Policy::ArduPilot] {
        let weather = Weather { loss: 0.1, rtt: 0.2, jitter: 0.06, doubled: 0.1, overtakes: true };
        assert_eq!(hundred(policy, weather, 0.1).0, 100);
    }
}
