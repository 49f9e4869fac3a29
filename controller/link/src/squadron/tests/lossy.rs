//! A hundred thousand commands over a bad radio: none carried out twice, the last word counts, and a return gets through.

use super::rig::{Rig, Stub, Weather, patrol, place, waypoints};
use crate::Traffic;
use crate::codec::Message;
use controller_core::{FlightMode, OrderKind, OrderProgress, SkyReport, VehicleId};
use geodata::{Amsl, Metres, Seconds, Timestamp, Wgs84};
use std::collections::BTreeMap;

/// 30 % lost each way, half a second of round trip, copies and disorder.
const BAD: Weather = Weather { lost: 30, doubled: 10, delay: 5, late: 2 };
const VEHICLES: u8 = 60;

fn high() -> Amsl {
    Amsl(Metres(520.0))
}

/// What a vehicle has done so far: armings, take-offs, mission starts, new places.
fn done(stub: &Stub) -> [usize; 4] {
    [stub.armings as usize, stub.take_offs.len(), stub.starts as usize, stub.moves as usize]
}

fn land(stub: &mut Stub) {
    stub.armed = false;
    stub.in_air = false;
    stub.mode = if stub.autopilot == 3 { 0 } else { 0x0304_0000 };
}

/// A different place for every order, so that a late copy of an older one shows.
fn somewhere(order: u32) -> Wgs84 {
    Wgs84 { lat: 47.0 + f64::from(order) * 1e-6, lon: 9.5 }
}

/// What this vehicle is asked to do next.
fn next_order(order: u32, stub: &Stub) -> OrderKind {
    if !stub.in_air {
        return OrderKind::Launch { mission: patrol(1) };
    }
    match order.wrapping_mul(2_654_435_761) >> 29 {
        0 | 1 => OrderKind::GoTo { at: somewhere(order), altitude: high() },
        2 => OrderKind::Orbit { at: somewhere(order), altitude: high(), radius: Metres(40.0) },
        3 => OrderKind::FlyMission { mission: waypoints(2) },
        4 | 5 => OrderKind::Hold,
        6 => OrderKind::Return,
        _ => OrderKind::Land,
    }
}

/// A command of an order: mission items and requests are none.
fn is_command(traffic: Traffic, message: &Message) -> bool {
    traffic != Traffic::Keepalive
        && matches!(message, Message::CommandLong(_) | Message::CommandInt(_) | Message::MissionSetCurrent(_))
}

/// One vehicle's order under way.
struct Under {
    order: u32,
    before: [usize; 4],
    lands: bool,
    /// When it ended; the next comes a second later.
    ended: Option<Timestamp>,
}

#[test]
fn of_a_hundred_thousand_commands_over_a_bad_radio_none_is_carried_out_twice() {
    let stubs = (1..=VEHICLES).map(|id| if id % 2 == 0 { Stub::copter(id) } else { Stub::new(id) }).collect();
    let mut rig = Rig::seeded(stubs, BAD, 20_261);
    let mut under: BTreeMap<usize, Under> = BTreeMap::new();
    let (mut number, mut commands, mut ends) = (0, 0, BTreeMap::<&str, u32>::new());
    let mut whys = BTreeMap::<String, u32>::new();
    rig.run(3.0);
    while commands < 100_000 {
        for index in 0..usize::from(VEHICLES) {
            let ready = under.get(&index).is_none_or(|one| one.ended.is_some_and(|at| rig.at.since(at).0 >= 1.0));
            if !ready {
                continue;
            }
            if under.get(&index).is_some_and(|one| one.lands) {
                land(&mut rig.stubs[index]);
            }
            number += 1;
            let kind = next_order(number, &rig.stubs[index]);
            let lands = matches!(kind, OrderKind::Return | OrderKind::Land);
            let before = done(&rig.stubs[index]);
            under.insert(index, Under { order: number, before, lands, ended: None });
            rig.order_for(Seconds(60.0), number, u32::from(rig.stubs[index].system), kind);
        }
        rig.step();
        commands += rig.sent.iter().filter(|(_, traffic, message)| is_command(*traffic, message)).count();
        rig.sent.clear();
        rig.validity.clear();
        for (vehicle, report) in std::mem::take(&mut rig.reports) {
            let SkyReport::Order(id, progress) = report else { continue };
            let index = vehicle.0 as usize - 1;
            let one = under.get_mut(&index).unwrap();
            assert_eq!(id.0, one.order, "an order that is over says nothing more");
            let word = match progress {
                OrderProgress::Done => "done",
                OrderProgress::Refused { why } => {
                    *whys.entry(why).or_default() += 1;
                    "refused"
                }
                OrderProgress::Unknown { .. } => "unknown",
                OrderProgress::Accepted | OrderProgress::Verified => continue,
            };
            *ends.entry(word).or_default() += 1;
            one.ended = Some(rig.at);
        }
        for (index, one) in &under {
            let stub = &rig.stubs[*index];
            for (now, before) in done(stub).into_iter().zip(one.before) {
                assert!(now - before <= 1, "order {} of vehicle {} was carried out twice", one.order, stub.system);
            }
        }
    }
    println!("{number} orders, {commands} commands: {ends:?}; refused: {whys:?}");
    assert!(ends["done"] * 10 > number * 8, "most get through: {ends:?}");
}

#[test]
fn a_return_overrules_a_go_to_that_is_still_on_its_way() {
    for seed in 0..200 {
        let stubs = vec![Stub::flying(1), Stub { armed: true, in_air: true, mode: 4, ..Stub::copter(2) }];
        let mut rig = Rig::seeded(stubs, Weather { late: 8, ..BAD }, seed);
        rig.run(2.0);
        for vehicle in [1, 2] {
            rig.order(vehicle, vehicle, OrderKind::GoTo { at: place(3), altitude: high() });
        }
        rig.run(0.1 * (seed % 20) as f64);
        for vehicle in [1, 2] {
            rig.order(10 + vehicle, vehicle, OrderKind::Return);
        }
        rig.run(30.0);
        for (stub, order) in rig.stubs.iter().zip([11, 12]) {
            assert_eq!(stub.mode(), FlightMode::Return, "seed {seed}: {:?}", rig.progress(order));
            assert_eq!(rig.end_of(order), Some(OrderProgress::Done));
        }
    }
}

/// Seconds from the order until it is acknowledged or seen, of so many returns.
fn returns(weather: Weather) -> Vec<f64> {
    let mut waits = Vec::new();
    for round in 0..40 {
        let flying = |id: u8| match id % 2 {
            0 => Stub { armed: true, in_air: true, mode: 4, ..Stub::copter(id) },
            _ => Stub::flying(id),
        };
        let mut rig = Rig::seeded((1..=50).map(flying).collect(), weather, round);
        rig.run(4.0 + round as f64 * 0.05);
        rig.reports.clear();
        let start = rig.at;
        for vehicle in 1..=50 {
            rig.order(vehicle, vehicle, OrderKind::Return);
        }
        let mut known: BTreeMap<VehicleId, f64> = BTreeMap::new();
        for _ in 0..600 {
            rig.step();
            for (vehicle, report) in std::mem::take(&mut rig.reports) {
                let seen = match report {
                    SkyReport::Order(_, OrderProgress::Accepted | OrderProgress::Done) => true,
                    SkyReport::Status(status) => status.mode == FlightMode::Return,
                    _ => false,
                };
                if seen {
                    known.entry(vehicle).or_insert(rig.at.since(start).0);
                }
            }
        }
        waits.extend((1..=50).map(|vehicle| known.get(&VehicleId(vehicle)).copied().unwrap_or(f64::INFINITY)));
    }
    waits.sort_by(f64::total_cmp);
    waits
}

#[test]
fn a_return_at_thirty_percent_loss_and_half_a_second_is_acknowledged_or_seen_within_three_seconds() {
    let waits = returns(BAD);
    let at = |share: f64| waits[(waits.len() as f64 * share) as usize];
    println!("{} returns: p50 {:.2} s, p99 {:.2} s, worst {:.2} s", waits.len(), at(0.5), at(0.99), at(0.9999));
    assert!(at(0.99) < 3.0, "p99 {} s", at(0.99));
    assert!(waits.iter().all(|wait| wait.is_finite()), "every one got through in the end");
}
