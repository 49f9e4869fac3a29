//! Whose autopilot speaks with a vehicle's system id, and whether anything may be sent to it.
//!
//! A system id is a setting that two aircraft can share; the unique number of the autopilot's board is not
//! (AUTOPILOT_VERSION). It is asked for at first contact on every address and again slowly, and at once when something
//! looks like two. A number that is not the enrolled one is not our aircraft. Two numbers, or two senders that cannot be one
//! autopilot ([`evidence`]), put the vehicle in quarantine: nothing at all is sent to it, and nothing it says is handed
//! on. Two addresses that take turns and have told no number are in quarantine too, but are asked on: they may be two ways
//! to one aircraft, and the answer is the only way out.
//!
//! Over an open radio anybody can say anything: without signing, a false heartbeat can put an aircraft in quarantine, and
//! never command it.

mod evidence;
mod sender;
mod state;
mod strangers;
mod turns;

use crate::codec::{AutopilotVersion, CommandLong, Frame, Message};
use crate::config::Traffic;
use crate::mostly::Mostly;
use crate::session::Held;
use crate::{Peer, limits};
use controller_core::{IdentityDoubt, SkyReport, VehicleId};
use evidence::Body;
use flight_plans::Uid;
use geodata::Timestamp;
use sender::Sender;
use state::{Doubted, State, in_words};
use std::collections::BTreeMap;
pub(crate) use strangers::Strangers;
use turns::Turns;

/// `MAV_CMD_REQUEST_MESSAGE`, and the message asked for.
const REQUEST_MESSAGE: u16 = 512;
const AUTOPILOT_VERSION: f32 = 148.0;

/// A vehicle's one sender, who goes on as before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Going {
    pub(crate) heard_at: Timestamp,
    /// When it booted, in milliseconds of our clock, and when it said so.
    pub(crate) booted: Option<(i64, Timestamp)>,
    /// How many of the numbers that come next no frame had a moment ago.
    pub(crate) room: u8,
}

/// The identity of one enrolled vehicle.
#[derive(Debug)]
pub(crate) struct Identity {
    vehicle: VehicleId,
    enrolled: Option<Uid>,
    learn: bool,
    state: State,
    senders: Mostly<Sender>,
    body: Body,
    /// By the numbers of the senders.
    peers: Turns<u8>,
    /// Of the sender that comes next.
    next: u8,
    /// When the same frame last came from two addresses: a router copies them.
    echoed_at: Timestamp,
}

impl Identity {
    /// `enrolled` is the number of its board, if known; with `learn` the first one told becomes it. A vehicle `in_doubt`
    /// from before has to prove itself.
    pub(crate) fn new(vehicle: VehicleId, enrolled: Option<Uid>, learn: bool, in_doubt: bool) -> Self {
        let (doubt, seen) = (IdentityDoubt::Doubled {}, None);
        let before = State::Doubted(Box::new(Doubted { doubt, seen, explainable: false, acquitted: None }));
        Self {
            vehicle,
            enrolled,
            learn,
            state: if in_doubt { before } else { State::Open },
            senders: Mostly::default(),
            body: Body::default(),
            peers: Turns::default(),
            next: 0,
            echoed_at: Timestamp::default(),
        }
    }

    /// The number that is this vehicle's, once known.
    pub(crate) fn uid(&self) -> Option<Uid> {
        self.enrolled
    }

    /// Whether it is in quarantine.
    pub(crate) fn is_doubted(&self) -> bool {
        matches!(self.state, State::Doubted(_))
    }

    /// Whether an order may be sent now, on some way.
    pub(crate) fn may_command(&self) -> bool {
        match self.state {
            State::Proven => true,
            State::Open => self.enrolled.is_none() && self.learn,
            State::Doubted(_) => false,
        }
    }

    /// Whether a message may be sent to `peer`. The question for the number passes by itself.
    pub(crate) fn may_send(&self, peer: Peer, traffic: Traffic) -> bool {
        if self.is_doubted() || traffic == Traffic::Keepalive {
            return !self.is_doubted();
        }
        let told = self.senders.iter().find(|sender| sender.peer == peer).and_then(|sender| sender.told);
        let alone = self.senders.len() < 2;
        self.may_command() && (self.enrolled.is_none() || alone || told.map(|(uid, _)| uid) == self.enrolled)
    }

    /// Why an order cannot be carried out whatever happens next.
    pub(crate) fn refusal(&self) -> Option<String> {
        match &self.state {
            State::Doubted(doubted) => Some(in_words(&doubted.doubt)),
            State::Open | State::Proven if self.enrolled.is_none() && !self.learn => {
                let told = self.senders.iter().find_map(|sender| sender.told);
                let uid = told.map_or_else(|| "its autopilot's uid".to_owned(), |(uid, _)| format!("uid {uid}"));
                Some(format!("not enrolled: put {uid} into the plan, or let the policy learn it"))
            }
            _ => None,
        }
    }

    /// Whether an address speaks as this vehicle already.
    pub(crate) fn knows(&self, peer: Peer) -> bool {
        self.senders.iter().any(|sender| sender.peer == peer)
    }

    /// Takes one good frame with this vehicle's system id in, from whatever address. `owners` says whose number is whose.
    pub(crate) fn heard(
        &mut self,
        at: Timestamp,
        from: Peer,
        frame: &Frame,
        owners: &BTreeMap<Uid, VehicleId>,
        reports: &mut Vec<SkyReport>,
    ) {
        self.forget_silent(at);
        let Some(index) = self.sender(at, from) else { return };
        if let State::Doubted(doubted) = &mut self.state {
            doubted.seen.get_or_insert(at);
        }
        if self.senders.iter().any(|other| other.peer != from && other.stream.has(frame)) {
            self.echoed_at = at;
        }
        let (mut two, mut number) = (false, 0);
        if let Some(sender) = self.senders.get_mut(index) {
            number = sender.number;
            let heard_at = std::mem::replace(&mut sender.heard_at, at);
            two = sender.stream.two(at, heard_at, frame);
            if matches!(frame.message, Some(Message::Heartbeat(_))) {
                sender.beat(at);
            }
        }
        if let Some(message) = &frame.message {
            two |= self.body.two(at, message);
            if let Message::AutopilotVersion(version) = message {
                self.told(at, index, version, owners, reports);
            }
        }
        if two {
            return self.doubt(at, IdentityDoubt::Doubled {}, false, reports);
        }
        if self.peers.take(at, number, limits::TURNS, |a, b, _| a == b) && !self.explained(at) {
            self.doubt(at, IdentityDoubt::Doubled {}, true, reports);
        }
    }

    /// Takes a frame that says nothing of who speaks but its number and, maybe, its clock, from the one address there is,
    /// and all is as it was; the same as [`Self::heard`] then. False when it may be otherwise: then nothing was taken that
    /// `heard` would not take again.
    #[inline]
    pub(crate) fn goes_on(&mut self, at: Timestamp, from: Peer, number: (u8, u16), boot_millis: Option<u32>) -> bool {
        if self.is_doubted() {
            return false;
        }
        let [sender] = &mut *self.senders else { return false };
        let (sequence, checksum) = number;
        let usual = sender.peer == from
            && sender.stream.expects(at, sender.heard_at, sequence)
            && self.body.goes_on(at, boot_millis)
            && self.peers.goes_on(at, sender.number, |a, b, _| a == b);
        if usual {
            sender.heard_at = at;
            sender.stream.go_on(sequence, checksum);
        }
        usual
    }

    /// What frames from the one address there is are held against while all is as it was, the next of them number `next`;
    /// nothing when it may be otherwise.
    #[inline]
    pub(crate) fn going(&self, from: Peer, next: u8) -> Option<Going> {
        let [sender] = &*self.senders else { return None };
        let (number, heard_at) = self.peers.last()?;
        if self.is_doubted() || sender.peer != from || number != sender.number || heard_at != sender.heard_at {
            return None;
        }
        Some(Going { heard_at, booted: self.body.booted(), room: sender.stream.room(next) })
    }

    /// Takes frames that were held against [`Self::going`] and fitted; the same as [`Self::goes_on`] for each of them.
    pub(crate) fn went_on(&mut self, held: &Held<'_>) {
        let [sender] = &mut *self.senders else { return };
        sender.heard_at = held.at;
        for (number, checksum) in held.marks() {
            sender.stream.go_on(number, checksum);
        }
        self.peers.renew(sender.number, held.at);
        if let Some((booted, at)) = held.booted {
            self.body.renew(booted, at);
        }
    }

    /// The autopilot's own number was heard under a system id that is nobody's.
    pub(crate) fn moved(&mut self, at: Timestamp, system_id: u32, reports: &mut Vec<SkyReport>) {
        self.doubt(at, IdentityDoubt::Moved { system_id }, false, reports);
    }

    /// Whether more than one address is no wonder: they told the vehicle's number, or copy each other, or had no time to.
    fn explained(&self, at: Timestamp) -> bool {
        let newest = self.senders.iter().map(|sender| sender.since).max();
        if newest.is_some_and(|since| at.since(since).0 < limits::UNEXPLAINED_FOR.0)
            || at.since(self.echoed_at).0 <= limits::TURNS_WITHIN.0
        {
            return true;
        }
        let told = |sender: &Sender| sender.told.is_some_and(|(uid, _)| Some(uid) == self.enrolled);
        // One proven way is enough: what the others say is not believed until they tell the number too.
        let proven = self.state == State::Proven && self.senders.iter().any(told);
        proven || self.senders.iter().all(told)
    }

    fn sender(&mut self, at: Timestamp, peer: Peer) -> Option<usize> {
        if let Some(index) = self.senders.iter().position(|sender| sender.peer == peer) {
            return Some(index);
        }
        if self.senders.len() >= limits::SENDERS {
            return None;
        }
        // A new address is a reason to ask everybody at once.
        self.senders.iter_mut().for_each(|sender| sender.ask_at = sender.ask_at.min(at));
        self.senders.push(Sender::new(at, peer, self.next));
        self.next = self.next.wrapping_add(1);
        Some(self.senders.len() - 1)
    }

    /// Silent addresses are forgotten; after a long silence of all, the next contact proves itself anew.
    fn forget_silent(&mut self, at: Timestamp) {
        let all = self.senders.len();
        self.senders.retain(|sender| at.since(sender.heard_at).0 <= limits::PROOF_LASTS.0);
        if all > 0 && self.senders.is_empty() && self.state == State::Proven {
            self.state = State::Open;
        }
    }

    fn told(
        &mut self,
        at: Timestamp,
        index: usize,
        version: &AutopilotVersion,
        owners: &BTreeMap<Uid, VehicleId>,
        reports: &mut Vec<SkyReport>,
    ) {
        let numbers = [Uid::long(version.uid2), Uid::short(version.uid)];
        let mut numbers = numbers.into_iter().flatten();
        // The enrolled one may be either of the two a board has.
        let Some(uid) = numbers.clone().find(|uid| Some(*uid) == self.enrolled).or_else(|| numbers.next()) else {
            return;
        };
        let others = self.tells_ours(at);
        if let Some(sender) = self.senders.get_mut(index) {
            sender.told = Some((uid, at));
            sender.asked = 0;
            let doubted = matches!(self.state, State::Doubted(_));
            sender.ask_at = at.plus(if doubted { limits::IDENTITY_RETRY } else { limits::IDENTITY_AGAIN });
        }
        if self.enrolled.is_none() && self.learn && !self.is_doubted() {
            self.enrolled = Some(uid);
        }
        match self.enrolled {
            Some(ours) if ours == uid => self.proven(at, uid, reports),
            Some(_) if others => self.doubt(at, IdentityDoubt::Doubled {}, false, reports),
            Some(_) => {
                let doubt = match owners.get(&uid).filter(|owner| **owner != self.vehicle) {
                    Some(with) => IdentityDoubt::Swapped { with: *with },
                    None => IdentityDoubt::Stranger { uid: uid.to_string() },
                };
                self.doubt(at, doubt, false, reports);
            }
            None => {}
        }
    }

    /// Whether the enrolled number was told a moment ago: then another number is a second aircraft.
    fn tells_ours(&self, at: Timestamp) -> bool {
        let lately = |sender: &Sender| {
            sender.told.is_some_and(|(uid, then)| {
                Some(uid) == self.enrolled && at.since(then).0 <= limits::IDENTITY_AGAIN.0 * 2.0
            })
        };
        self.senders.iter().any(lately)
    }

    fn proven(&mut self, at: Timestamp, uid: Uid, reports: &mut Vec<SkyReport>) {
        match &mut self.state {
            State::Proven => {}
            State::Open => {
                self.state = State::Proven;
                reports.push(SkyReport::Identified { uid });
            }
            State::Doubted(doubted) => {
                let quiet = doubted.explainable || doubted.is_quiet(at, limits::DOUBT_LASTS);
                let all = self.senders.iter().all(|sender| sender.told.is_some_and(|(told, _)| told == uid));
                if all && quiet {
                    doubted.acquitted.get_or_insert(at);
                }
            }
        }
    }

    fn clear(&mut self, reports: &mut Vec<SkyReport>) {
        self.state = State::Open;
        self.body = Body::default();
        self.peers = Turns::default();
        reports.push(SkyReport::Cleared);
    }

    fn doubt(&mut self, at: Timestamp, doubt: IdentityDoubt, explainable: bool, reports: &mut Vec<SkyReport>) {
        if let State::Doubted(doubted) = &mut self.state {
            doubted.seen = Some(at);
            doubted.explainable &= explainable;
            doubted.acquitted = None;
            // The first word stays, unless a number says more than two senders do.
            let says_more = matches!(doubt, IdentityDoubt::Moved { .. } | IdentityDoubt::Swapped { .. });
            if doubted.doubt == doubt || !says_more {
                return;
            }
        }
        // What was told before says nothing about who speaks now.
        self.senders.iter_mut().for_each(|sender| (sender.told, sender.ask_at) = (None, at));
        let doubted = Doubted { doubt: doubt.clone(), seen: Some(at), explainable, acquitted: None };
        self.state = State::Doubted(Box::new(doubted));
        reports.push(SkyReport::Quarantined(doubt));
    }

    /// Asks whoever is due for the number. Gives the addresses to ask.
    pub(crate) fn tick(&mut self, at: Timestamp, reports: &mut Vec<SkyReport>) -> Vec<Peer> {
        self.forget_silent(at);
        self.lift(at, reports);
        if !self.may_ask(at) {
            return Vec::new();
        }
        let slow = if self.enrolled.is_some() { limits::IDENTITY_SLOW } else { limits::IDENTITY_AGAIN };
        let mut ask = Vec::new();
        for sender in self.senders.iter_mut().filter(|sender| sender.ask_at <= at) {
            sender.asked = sender.asked.saturating_add(1);
            sender.asked_at = at;
            sender.ask_at = at.plus(if sender.asked <= limits::IDENTITY_TRIES { limits::IDENTITY_RETRY } else { slow });
            ask.push(sender.peer);
        }
        ask
    }

    /// A vehicle leaves quarantine when it was asked for long enough and only the right number was told; one nobody has a
    /// number of, when for longer still nothing spoke for the doubt.
    fn lift(&mut self, at: Timestamp, reports: &mut Vec<SkyReport>) {
        let State::Doubted(doubted) = &self.state else { return };
        if doubted.acquitted.is_some_and(|since| at.since(since).0 >= limits::ACQUITTED_FOR.0) {
            self.clear(reports);
            if let Some(uid) = self.enrolled {
                self.proven(at, uid, reports);
            }
            return;
        }
        let numbered = self.enrolled.is_some() || self.senders.iter().any(|sender| sender.told.is_some());
        let quiet = doubted.is_quiet(at, limits::DOUBT_LASTS_UNNUMBERED);
        if quiet && !numbered && self.learn && self.senders.len() == 1 {
            self.clear(reports);
        }
    }

    fn may_ask(&self, at: Timestamp) -> bool {
        match &self.state {
            State::Doubted(doubted) => doubted.explainable || doubted.is_quiet(at, limits::DOUBT_LASTS),
            State::Open | State::Proven => true,
        }
    }

    /// When [`Self::tick`] has something to do.
    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        let asks = self.senders.iter().map(|sender| sender.ask_at).min()?;
        match &self.state {
            State::Doubted(doubted) if !doubted.explainable && doubted.acquitted.is_none() => {
                Some(doubted.seen.map_or(asks, |seen| asks.max(seen.plus(limits::DOUBT_LASTS))))
            }
            _ => Some(asks),
        }
    }
}

/// The question for the number.
pub(crate) fn question(target: u8) -> CommandLong {
    CommandLong {
        command: REQUEST_MESSAGE,
        param1: AUTOPILOT_VERSION,
        target_system: target,
        target_component: 1,
        ..CommandLong::default()
    }
}

#[cfg(test)]
mod tests;
