//! Shares that hold, sums that close, and the same chance twice.

use super::*;
use proptest::prelude::*;

const MANY: u32 = 20_000;
const EVERY: i64 = 2_000;

/// Sends numbered datagrams 2 ms apart and takes them out as they arrive: the numbers with their delays in ms.
fn through(lossy: &mut Lossy, count: u32) -> Vec<(u32, f64)> {
    let mut arrived = Vec::new();
    let mut sent = 0;
    while sent < count || lossy.next().is_some() {
        let next_send = (sent < count).then_some(Timestamp(i64::from(sent) * EVERY));
        let at = [next_send, lossy.next()].into_iter().flatten().min().unwrap();
        for bytes in lossy.due(at) {
            let number = u32::from_le_bytes(bytes[..4].try_into().unwrap());
            arrived.push((number, at.since(Timestamp(i64::from(number) * EVERY)).0 * 1e3));
        }
        if next_send == Some(at) {
            lossy.send(at, [sent.to_le_bytes(), [0; 4]].concat());
            sent += 1;
        }
    }
    arrived
}

fn share(lossy: &LossyConfig, count: impl Fn(&LossyCounters) -> u64) -> f64 {
    let mut link = Lossy::new(5, lossy.clone());
    through(&mut link, MANY);
    count(&link.counters()) as f64 / f64::from(MANY)
}

#[test]
fn a_perfect_wire_gives_everything_at_once_in_order() {
    let arrived = through(&mut Lossy::new(1, LossyConfig::default()), 1000);
    assert_eq!(arrived, (0..1000).map(|number| (number, 0.0)).collect::<Vec<_>>());
}

#[test]
fn loss_is_the_share_asked_for_also_when_it_comes_in_runs() {
    for (loss, burst) in [(0.1, 1.0), (0.3, 1.0), (0.3, 6.0), (0.05, 20.0)] {
        let config = LossyConfig { loss, burst, ..LossyConfig::default() };
        let lost = share(&config, |counters| counters.lost);
        assert!((lost - loss).abs() < 0.02, "{loss} {burst}: {lost}");
    }
    let all = LossyConfig { loss: 1.0, ..LossyConfig::default() };
    assert!((share(&all, |counters| counters.lost) - 1.0).abs() < 1e-9);
}

#[test]
fn runs_of_losses_have_the_length_asked_for() {
    let config = LossyConfig { loss: 0.2, burst: 5.0, ..LossyConfig::default() };
    let arrived = through(&mut Lossy::new(9, config), MANY);
    let gaps = arrived.windows(2).map(|pair| pair[1].0 - pair[0].0 - 1).filter(|gap| *gap > 0);
    let (runs, lost) = gaps.fold((0, 0), |(runs, lost), gap| (runs + 1, lost + gap));
    let mean = f64::from(lost) / f64::from(runs);
    assert!((mean - 5.0).abs() < 0.5, "{mean}");
}

#[test]
fn delay_is_half_the_round_trip_and_jitter_keeps_the_order() {
    let config = LossyConfig { rtt_ms: 500.0, jitter_ms: 30.0, ..LossyConfig::default() };
    let arrived = through(&mut Lossy::new(2, config), 5000);
    assert!(arrived.iter().all(|(_, delay)| (250.0..=280.0).contains(delay)));
    assert!(arrived.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let spread = arrived.iter().map(|(_, delay)| *delay).fold(0.0, f64::max);
    assert!(spread > 275.0, "{spread}");
}

#[test]
fn some_come_twice_and_some_late() {
    let config = LossyConfig { duplicate: 0.1, reorder: 0.1, rtt_ms: 20.0, ..LossyConfig::default() };
    let arrived = through(&mut Lossy::new(3, config.clone()), MANY);
    let overtaken = arrived.windows(2).filter(|pair| pair[0].0 > pair[1].0).count();
    assert!(overtaken > 1000, "{overtaken}");
    assert!((share(&config, |counters| counters.duplicated) - 0.1).abs() < 0.01);
    assert!((share(&config, |counters| counters.reordered) - 0.1).abs() < 0.01);
}

#[test]
fn a_spoilt_datagram_differs_in_one_bit_and_its_copy_is_clean() {
    let mut link = Lossy::new(4, LossyConfig { corrupt: 1.0, duplicate: 1.0, ..LossyConfig::default() });
    for _ in 0..100 {
        link.send(Timestamp(0), vec![0; 40]);
    }
    let ones: Vec<u32> =
        link.due(Timestamp(1_000_000)).iter().map(|bytes| bytes.iter().map(|byte| byte.count_ones()).sum()).collect();
    assert_eq!((ones.len(), ones.iter().filter(|ones| **ones == 1).count()), (200, 100));
    assert!(ones.iter().all(|ones| *ones <= 1));
}

#[test]
fn nothing_passes_a_partition_and_everything_after_it() {
    let mut link = Lossy::new(1, LossyConfig { cut: vec![[1.0, 2.0]], ..LossyConfig::default() });
    link.begin(Timestamp(0));
    link.cut(Timestamp(4_000_000), Timestamp(5_000_000));
    let arrived: Vec<u32> = through(&mut link, 3000).into_iter().map(|(number, _)| number).collect();
    let expected: Vec<u32> = (0..3000).filter(|n| !(500..1000).contains(n) && !(2000..2500).contains(n)).collect();
    assert_eq!(arrived, expected);
}

#[test]
fn a_flood_is_bounded() {
    let mut link = Lossy::new(1, LossyConfig::of(0.0, 1000.0));
    for _ in 0..=UNDER_WAY {
        link.send(Timestamp(0), vec![1]);
    }
    assert_eq!((link.counters().lost, link.due(Timestamp(1_000_000)).len()), (1, UNDER_WAY));
}

#[test]
fn more_loss_loses_more_of_the_same_datagrams() {
    let kept = |loss| through(&mut Lossy::new(7, LossyConfig::of(loss, 20.0)), 2000);
    let (some, most) = (kept(0.1), kept(0.3));
    assert!(most.len() < some.len() && most.iter().all(|arrival| some.contains(arrival)));
}

#[test]
fn numbers_that_cannot_be_are_named() {
    let wrong = |config: LossyConfig| config.fault().map(|(key, _)| key);
    assert_eq!(wrong(LossyConfig::of(0.3, 500.0)), None);
    assert_eq!(wrong(LossyConfig::of(1.3, 500.0)), Some("loss"));
    assert_eq!(wrong(LossyConfig::of(f64::NAN, 500.0)), Some("loss"));
    assert_eq!(wrong(LossyConfig { burst: 0.5, ..LossyConfig::default() }), Some("burst"));
    assert_eq!(wrong(LossyConfig { cut: vec![[5.0, 2.0]], ..LossyConfig::default() }), Some("cut"));
}

#[test]
fn every_way_of_a_squadron_has_its_own_chance_and_the_same_seed_is_the_same_air() {
    let station = std::net::SocketAddr::from(([10, 0, 0, 1], 14_550));
    let run = || {
        let mut radios = Radios::new(3, LossyConfig::of(0.3, 100.0), Timestamp(0));
        for step in 0..500i64 {
            for vehicle in 0..3 {
                radios.send(Timestamp(step * 1000), vehicle, Way::ToStation(None), vec![step as u8]);
                radios.send(Timestamp(step * 1000), vehicle, Way::ToVehicle(station), vec![step as u8]);
            }
        }
        assert_eq!(radios.next(), Some(Timestamp(50_000)));
        (radios.due(Timestamp(1_000_000)), radios.counters())
    };
    let (arrived, counters) = run();
    assert_eq!(run(), (arrived.clone(), counters));
    assert_eq!(counters.sent, counters.lost + arrived.len() as u64);
    let of = |vehicle, way| -> Vec<u8> {
        arrived.iter().filter(|(v, w, _)| (*v, *w) == (vehicle, way)).map(|(.., bytes)| bytes[0]).collect()
    };
    assert_ne!(of(0, Way::ToStation(None)), of(1, Way::ToStation(None)));
    assert_ne!(of(0, Way::ToStation(None)), of(0, Way::ToVehicle(station)));
}

proptest! {
    #[test]
    fn the_sums_close_and_the_same_seed_is_the_same_link(
        seed: u64, loss in 0.0..1.0f64, burst in 1.0..9.0f64, rtt_ms in 0.0..900.0f64, jitter_ms in 0.0..90.0f64,
        duplicate in 0.0..1.0f64, reorder in 0.0..1.0f64, corrupt in 0.0..1.0f64,
    ) {
        let config = LossyConfig { loss, burst, rtt_ms, jitter_ms, duplicate, reorder, corrupt, cut: Vec::new() };
        let run = || {
            let mut link = Lossy::new(seed, config.clone());
            for number in 0..200u32 {
                link.send(Timestamp(i64::from(number) * 3000), number.to_le_bytes().to_vec());
            }
            let early = link.due(Timestamp(400_000));
            let under_way = link.under_way.len() as u64;
            let LossyCounters { sent, lost, duplicated, delivered, .. } = link.counters();
            prop_assert_eq!(sent + duplicated, lost + delivered + under_way);
            Ok((early, link.due(Timestamp(9_000_000))))
        };
        prop_assert_eq!(run()?, run()?);
    }
}
