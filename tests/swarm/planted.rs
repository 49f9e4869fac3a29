//! Each checker can fail: a fault of its kind is planted in a sound world, and the checker names it.

use crate::checks;
use crate::trace::{Seen, Trace};
use crate::world::World;
use controller_core::facts::zones::ZoneSet;
use controller_core::{
    Actor, ApprovalId, Entry, Event, Fact, LiveZone, OrderId, OrderKind, ReplyKind, Role, TaskingId, UnitOrderKind,
};
use controller_engine::Head;
use geodata::{Local, Seconds, Timestamp, ZoneKind};
use std::sync::OnceLock;

/// A world in which an aircraft was launched, a crew called off and an incident closed.
fn sound() -> Trace {
    static SOUND: OnceLock<Trace> = OnceLock::new();
    let is_rich = |trace: &Trace| {
        let launches =
            |seen: &Seen| matches!(seen, Seen::Flown(order) if matches!(order.kind, OrderKind::Launch { .. }));
        let recalls = |seen: &Seen| matches!(seen, Seen::Told(order) if order.kind == UnitOrderKind::Recall);
        trace.seen.iter().any(|(_, seen)| launches(seen)) && trace.seen.iter().any(|(_, seen)| recalls(seen))
    };
    let found = || (1..400).map(|seed| World::new(seed).run()).find(is_rich).expect("a world of four hundred");
    let trace = SOUND.get_or_init(found).clone();
    assert_eq!(checks::faults(&trace), Vec::<String>::new());
    trace
}

/// The checker names what was planted.
fn names(checker: &str, say: &str, plant: impl FnOnce(&mut Trace)) {
    let mut trace = sound();
    plant(&mut trace);
    let faults = checks::faults(&trace);
    let is_named = faults.iter().any(|fault| fault.starts_with(&format!("{checker}: ")) && fault.contains(say));
    assert!(is_named, "{checker} does not say \"{say}\": {faults:?}");
}

/// Where a record of this kind stands among the entries.
fn entry(trace: &Trace, is: impl Fn(&Fact) -> bool) -> usize {
    trace.entries.iter().position(|entry| is(&entry.event.fact)).expect("such a record")
}

fn seen(trace: &Trace, is: impl Fn(&Seen) -> bool) -> usize {
    trace.seen.iter().position(|(_, seen)| is(seen)).expect("such a thing was seen")
}

fn launch(trace: &Trace) -> usize {
    seen(trace, |seen| matches!(seen, Seen::Flown(order) if matches!(order.kind, OrderKind::Launch { .. })))
}

fn is_sent(fact: &Fact) -> bool {
    matches!(fact, Fact::TaskingSent { .. })
}

/// One more record, durable right after that of `index`.
fn plant_after(trace: &mut Trace, index: usize, fact: Fact) {
    let Entry { seq, at, event } = trace.entries[index].clone();
    for later in &mut trace.entries[index + 1..] {
        later.seq += 1;
    }
    trace.entries.insert(index + 1, Entry { seq: seq + 1, at, event: Event { fact, ..event } });
    for (_, seen) in &mut trace.seen {
        if let Seen::Recorded(later) = seen
            && *later > index
        {
            *later += 1;
        }
    }
    let place = seen(trace, |seen| matches!(seen, Seen::Recorded(one) if *one == index));
    let at = trace.seen[place].0;
    trace.seen.insert(place + 1, (at, Seen::Recorded(index + 1)));
}

/// One record less.
fn forget(trace: &mut Trace, index: usize) {
    trace.entries.remove(index);
    trace.seen.retain(|(_, seen)| !matches!(seen, Seen::Recorded(one) if *one == index));
    for (_, seen) in &mut trace.seen {
        if let Seen::Recorded(later) = seen
            && *later > index
        {
            *later -= 1;
        }
    }
}

#[test]
fn a_call_that_was_taken_in_and_stands_nowhere_is_named() {
    names("forgotten", "is in no record", |trace| {
        let at = trace.seen.last().expect("something").0;
        trace.seen.push((at, Seen::Taken("nobody-wrote-it-down".to_owned())));
    });
}

#[test]
fn a_call_that_became_two_incidents_is_named() {
    names("forgotten", "became two incidents", |trace| {
        let first = entry(trace, |fact| matches!(fact, Fact::IncidentReported { .. }));
        let again = trace.entries[first].event.fact.clone();
        plant_after(trace, first, again);
    });
}

#[test]
fn an_incident_that_lies_with_nobody_told_is_named() {
    names("forgotten", "nothing carries", |trace| {
        let first = entry(trace, |fact| matches!(fact, Fact::IncidentReported { .. }));
        let place = seen(trace, |seen| matches!(seen, Seen::Recorded(one) if *one == first));
        trace.entries.truncate(first + 1);
        trace.seen.truncate(place + 1);
        let later = trace.seen[place].0.plus(Seconds(60.0));
        trace.seen.push((later, Seen::Back));
        trace.seen.push((later.plus(Seconds(60.0)), Seen::Back));
    });
}

#[test]
fn a_crew_with_two_tasks_and_a_slot_with_two_crews_are_named() {
    let again = |trace: &mut Trace, other_unit: bool| {
        let first = entry(trace, is_sent);
        let mut fact = trace.entries[first].event.fact.clone();
        if let Fact::TaskingSent { tasking, unit, slot, .. } = &mut fact {
            *tasking = TaskingId(999);
            if other_unit { unit.0 += 90 } else { *slot += 1 }
        }
        plant_after(trace, first, fact);
    };
    names("double", "while it has", |trace| again(trace, false));
    names("double", "gets t999", |trace| again(trace, true));
}

#[test]
fn a_yes_to_a_task_that_is_over_is_named() {
    names("double", "which is over", |trace| {
        let recalled = entry(trace, |fact| matches!(fact, Fact::TaskingRecalled { .. } | Fact::TaskingTimedOut { .. }));
        let (Fact::TaskingRecalled { tasking } | Fact::TaskingTimedOut { tasking }) =
            trace.entries[recalled].event.fact
        else {
            return;
        };
        let (unit, reply) = (controller_core::UnitId(1), ReplyKind::Acknowledged);
        plant_after(trace, recalled, Fact::TaskingReplied { tasking, unit, reply, epoch: None });
    });
}

#[test]
fn a_task_that_waits_too_long_for_its_answer_is_named() {
    names("answered", "too late", |trace| {
        let sent = entry(trace, is_sent);
        let Fact::TaskingSent { tasking: sent_as, .. } = trace.entries[sent].event.fact else { return };
        let answer = entry(trace, |fact| match fact {
            Fact::TaskingReplied { tasking, reply, .. } => *tasking == sent_as && *reply != ReplyKind::Received,
            Fact::TaskingTimedOut { tasking } | Fact::TaskingRecalled { tasking } => *tasking == sent_as,
            _ => false,
        });
        trace.entries[answer].at = trace.entries[answer].at.plus(Seconds(90.0));
    });
    names("answered", "never had an answer", |trace| {
        let sent = entry(trace, is_sent);
        let mut fact = trace.entries[sent].event.fact.clone();
        if let Fact::TaskingSent { tasking, .. } = &mut fact {
            *tasking = TaskingId(999);
        }
        plant_after(trace, sent, fact);
    });
}

#[test]
fn a_launch_without_a_yes_of_the_one_on_duty_is_named() {
    names("launches", "has no approval", |trace| {
        let place = launch(trace);
        if let Seen::Flown(order) = &mut trace.seen[place].1 {
            order.id = OrderId(999);
        }
    });
    names("launches", "nobody said so", |trace| trace.seen.retain(|(_, seen)| !matches!(seen, Seen::Yes(..))));
    names("launches", "is not on duty", |trace| {
        let granted = entry(trace, |fact| matches!(fact, Fact::ApprovalGranted { .. }));
        if let Fact::ApprovalGranted { by, .. } = &mut trace.entries[granted].event.fact {
            *by = Actor { role: Role::Commander, post: "commander-9".to_owned() };
        }
    });
    names("launches", "after it was asked", |trace| {
        let asked = entry(trace, |fact| matches!(fact, Fact::ApprovalGranted { .. }));
        trace.entries[asked].at = trace.entries[asked].at.plus(Seconds(61.0));
    });
}

#[test]
fn a_yes_used_twice_or_for_another_aircraft_is_named() {
    names("launches", "is used twice", |trace| {
        let ordered = entry(trace, |fact| matches!(fact, Fact::SortieOrdered { .. }));
        let again = trace.entries[ordered].event.fact.clone();
        plant_after(trace, ordered, again);
    });
    names("launches", "is not what", |trace| {
        let place = launch(trace);
        if let Seen::Flown(order) = &mut trace.seen[place].1 {
            order.vehicle.0 += 1;
        }
    });
    names("launches", "was not granted", |trace| {
        let granted = entry(trace, |fact| matches!(fact, Fact::ApprovalGranted { .. }));
        trace.entries[granted].event.fact = Fact::ApprovalExpired { approval: ApprovalId(1) };
    });
}

/// A square round a place, as a zone that is set.
fn zone(trace: &Trace, middle: Local) -> Fact {
    let corner = |x: f64, y: f64| trace.setup.atlas.frame.to_wgs84(Local { x: middle.x + x, y: middle.y + y });
    let ring = vec![corner(-30.0, -30.0), corner(30.0, -30.0), corner(30.0, 30.0), corner(-30.0, 30.0)];
    let (floor, ceiling, until) = (None, None, None);
    let drawn = LiveZone { name: "planted".to_owned(), zone: ZoneKind::KeepOut, ring, floor, ceiling, until };
    Fact::ZoneSet(ZoneSet { number: 77, drawn, by: Actor { role: Role::Operator, post: "operator-1".to_owned() } })
}

#[test]
fn a_launch_through_a_zone_is_named() {
    names("airspace", "leads through live-77", |trace| {
        let place = launch(trace);
        let Seen::Flown(order) = trace.seen[place].1.clone() else { return };
        let OrderKind::Launch { mission } = &order.kind else { return };
        let end = mission.items.iter().filter_map(|item| item.place()).next_back().expect("a place").0;
        let zone = zone(trace, trace.setup.atlas.frame.to_local(end));
        let ordered = entry(trace, |fact| matches!(fact, Fact::SortieOrdered { order: one, .. } if one.id == order.id));
        plant_after(trace, ordered - 1, zone);
    });
}

#[test]
fn a_flight_towards_a_new_zone_that_nobody_stops_is_named() {
    names("airspace", "nobody stopped it", |trace| {
        let airborne = entry(trace, |fact| matches!(fact, Fact::SortieOrdered { .. }));
        let Fact::SortieOrdered { order, .. } = trace.entries[airborne].event.fact.clone() else { return };
        let at = trace.entries[airborne].at;
        let zone = zone(trace, Local { x: 500.0, y: 0.0 });
        plant_after(trace, airborne, zone);
        let place = seen(trace, |seen| matches!(seen, Seen::Recorded(one) if *one == airborne));
        let way = vec![Local { x: 0.0, y: 0.0 }, Local { x: 900.0, y: 0.0 }];
        trace.seen.insert(place, (at, Seen::Before(order.vehicle, way)));
    });
}

#[test]
fn what_leaves_before_its_record_is_named() {
    names("recorded", "left unrecorded", |trace| {
        let place = launch(trace);
        let order = trace.seen.remove(place);
        trace.seen.insert(0, order);
    });
    names("recorded", "unrecorded", |trace| {
        let place = seen(trace, |seen| matches!(seen, Seen::Told(_)));
        if let Seen::Told(order) = &mut trace.seen[place].1 {
            order.tasking = TaskingId(999);
        }
    });
    names("recorded", "is called off unrecorded", |trace| {
        let place = seen(trace, |seen| matches!(seen, Seen::Told(order) if order.kind == UnitOrderKind::Task));
        if let Seen::Told(order) = &mut trace.seen[place].1 {
            order.kind = UnitOrderKind::Recall;
        }
    });
}

#[test]
fn a_gap_and_a_step_back_in_the_chain_are_named() {
    names("chain", "out of order", |trace| {
        let middle = trace.entries.len() / 2;
        forget(trace, middle);
    });
    names("chain", "out of order", |trace| trace.entries[3].at = Timestamp(0));
}

#[test]
fn what_is_said_again_and_again_at_one_instant_is_named() {
    names("chain", "again and again", |trace| {
        let first = entry(trace, is_sent);
        let again = trace.entries[first].event.fact.clone();
        plant_after(trace, first, again.clone());
        plant_after(trace, first, again);
    });
}

#[test]
fn a_record_that_was_changed_after_it_was_written_is_named() {
    let trace = sound();
    let mut head = Head::default();
    let mut records: Vec<_> = trace.entries.iter().map(|entry| head.record(entry).unwrap()).collect();
    assert_eq!(checks::written(&trace, &records), Vec::<String>::new());
    let middle = records.len() / 2;
    records[middle].body = records[middle - 1].body.clone();
    let faults = checks::written(&trace, &records);
    assert!(faults.iter().any(|fault| fault.contains("was changed after it was written")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("reads back otherwise")), "{faults:?}");
}

#[test]
fn what_does_not_come_to_its_end_is_named() {
    names("quiet", "is still open", |trace| {
        let closed = entry(trace, |fact| matches!(fact, Fact::IncidentClosed { .. }));
        forget(trace, closed);
    });
    names("quiet", "still flies", |trace| {
        while let Some(ended) =
            trace.entries.iter().position(|entry| matches!(entry.event.fact, Fact::SortieEnded { .. }))
        {
            forget(trace, ended);
        }
    });
    names("quiet", "believes in", |trace| {
        let told = seen(trace, |seen| matches!(seen, Seen::Told(order) if order.kind == UnitOrderKind::Recall));
        let Seen::Told(order) = trace.seen[told].1.clone() else { return };
        let at = trace.seen[told].0;
        trace.seen.push((at, Seen::Believes(order.unit, order.tasking)));
    });
}
