//! Nothing leaves the ground, and no mission is flown, without a yes of the one on duty to that very mission of that very
//! aircraft, said within a minute of the question, good for a minute, and used for one flight.

use crate::trace::{Seen, Trace};
use controller_core::{ApprovalId, Fact, Order, OrderId, OrderKind, Role, VehicleId};
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

/// What a launch question and its yes are good for.
const MINUTE: Seconds = Seconds(60.0);

#[derive(Default)]
struct Book {
    asked: BTreeMap<ApprovalId, (VehicleId, String, Timestamp)>,
    said: BTreeMap<ApprovalId, (VehicleId, String)>,
    granted: BTreeMap<ApprovalId, Timestamp>,
    used: BTreeMap<ApprovalId, OrderId>,
    by_order: BTreeMap<OrderId, ApprovalId>,
    duty: Option<(String, bool)>,
    flown: Vec<(VehicleId, String)>,
}

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut book = Book::default();
    let mut faults = Vec::new();
    for (at, seen) in &trace.seen {
        let fault = match seen {
            Seen::Recorded(index) => {
                let entry = trace.entry(*index);
                book.read(entry.at, &entry.event.fact)
            }
            Seen::Yes(approval, vehicle, mission) => {
                book.said.insert(*approval, (*vehicle, mission.clone()));
                None
            }
            Seen::Flown(order) => book.leaves(*at, order),
            _ => None,
        };
        faults.extend(fault);
    }
    faults
}

impl Book {
    fn read(&mut self, at: Timestamp, fact: &Fact) -> Option<String> {
        match fact {
            Fact::ApprovalRequested { approval, offer, .. } => {
                self.asked.insert(*approval, (offer.vehicle, offer.mission.hash(), at));
            }
            Fact::DutyTaken(taken) => self.duty = Some((taken.by.post.clone(), taken.deputies)),
            Fact::DutyLeft(_) => self.duty = None,
            Fact::ApprovalGranted { approval, by, .. } => {
                let sits = self.duty.as_ref().is_some_and(|(post, deputies)| *post == by.post || *deputies);
                if by.role != Role::Commander || !sits {
                    return Some(format!("{approval} is granted by {}, who is not on duty", by.post));
                }
                if self.granted.insert(*approval, at).is_some() {
                    return Some(format!("{approval} is granted twice"));
                }
                let (vehicle, mission, asked) = self.asked.get(approval)?;
                if at.since(*asked) > MINUTE {
                    return Some(format!("{approval} is granted {} after it was asked", at.since(*asked)));
                }
                if self.said.get(approval) != Some(&(*vehicle, mission.clone())) {
                    return Some(format!("{approval} is granted, and nobody said so"));
                }
            }
            Fact::SortieOrdered { approval, order, .. } => {
                if self.used.insert(*approval, order.id).is_some() {
                    return Some(format!("{approval} is used twice"));
                }
                self.by_order.insert(order.id, *approval);
            }
            _ => {}
        }
        None
    }

    fn leaves(&mut self, at: Timestamp, order: &Order) -> Option<String> {
        let id = order.id;
        match &order.kind {
            OrderKind::Launch { mission } | OrderKind::FlyMission { mission } => {
                let Some(approval) = self.by_order.get(&id) else {
                    return Some(format!("{} {id} of {} has no approval", order.kind.word(), order.vehicle));
                };
                let hash = mission.hash();
                let (vehicle, asked, _) = self.asked.get(approval)?;
                if (*vehicle, asked) != (order.vehicle, &hash) {
                    return Some(format!("{id} is not what {approval} is about"));
                }
                let Some(granted) = self.granted.get(approval) else {
                    return Some(format!("{id} leaves, and {approval} was not granted"));
                };
                // What waits for the journal is told late by the link, which drops it; what is decided late is a fault.
                if order.expires.since(*granted) > MINUTE {
                    return Some(format!("{id} is good until {} after its grant", order.expires.since(*granted)));
                }
                self.flown.push((order.vehicle, hash));
                None
            }
            OrderKind::Resume { mission, .. } => {
                let was = self.flown.contains(&(order.vehicle, mission.hash()));
                let approved = self.asked.iter().any(|(approval, (vehicle, hash, _))| {
                    *vehicle == order.vehicle && *hash == mission.hash() && self.granted.contains_key(approval)
                });
                (!was && !approved).then(|| format!("{id} at {} goes on with a mission nobody approved", at.0))
            }
            _ => None,
        }
    }
}
