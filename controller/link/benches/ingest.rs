//! What a message costs on its way in: found, checked, accounted for and kept, beside `rust-mavlink`'s own reader on the
//! same bytes. `make peers` has the C parser, too, and compares what all three found.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::cast_possible_truncation)]

mod corpus;

use controller_core::VehicleId;
use controller_link::air::Air;
use controller_link::codec::scan;
use controller_link::{Enrolled, LinkConfig, LinkId, Peer, Squadron};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use geodata::Timestamp;
use mavlink::dialects::common::MavMessage;
use std::hint::black_box;

const START: Timestamp = Timestamp(1_800_000_000_000_000);

fn parse(c: &mut Criterion) {
    let (bytes, count) = corpus::corpus();
    let mut group = c.benchmark_group("ingest/parse");
    group.throughput(Throughput::Elements(count as u64)).sample_size(20);
    let mut air = Air::default();
    group.bench_function("ours", |b| {
        b.iter(|| {
            let heard = scan(&bytes).flatten().map(|frame| air.hear(START, LinkId(0), &frame));
            assert_eq!(black_box(heard.count()), count);
        });
    });
    assert_eq!((air.len(), air.totals(LinkId(0)).crowded), (2 * usize::from(corpus::SYSTEMS), 0));
    group.bench_function("scan", |b| b.iter(|| assert_eq!(scan(&bytes).flatten().count(), count)));
    group.bench_function("rust-mavlink", |b| {
        b.iter(|| {
            let mut reader = mavlink::MavlinkReader::new(bytes.as_slice());
            let mut read = 0;
            while let Ok(message) = reader.read_any_message::<MavMessage>() {
                black_box(&message);
                read += 1;
            }
            assert_eq!(read, count);
        });
    });
    group.finish();
}

/// The same bytes through the whole squadron, one frame a datagram, reports made and drained.
fn squadron(c: &mut Criterion) {
    let (bytes, count) = corpus::corpus();
    let frames: Vec<&[u8]> = scan(&bytes).flatten().map(|frame| frame.bytes).collect();
    let roster =
        (1..=u32::from(corpus::SYSTEMS)).map(|id| Enrolled { vehicle: VehicleId(id), system_id: id }).collect();
    let config = LinkConfig { roster, ..LinkConfig::default() };
    let mut group = c.benchmark_group("ingest/squadron");
    group.throughput(Throughput::Elements(count as u64)).sample_size(10);
    group.bench_function("255x51", |b| {
        b.iter(|| {
            let mut squadron = Squadron::new(config.clone());
            let step = 10_000_000 / count as i64;
            for (frame, number) in frames.iter().zip(0..) {
                let at = Timestamp(START.0 + number * step);
                let address = ([127, 0, 0, 1], 20_000 + u16::from(frame[5])).into();
                squadron.receive(at, Peer { link: LinkId(0), address }, frame);
            }
            black_box(squadron.drain());
        });
    });
    group.finish();
}

criterion_group!(benches, parse, squadron);
criterion_main!(benches);
