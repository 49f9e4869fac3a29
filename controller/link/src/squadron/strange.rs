//! Frames of somebody who is not of the squadron: a hand on one that is, or one of ours under another system id.

use super::post::post;
use super::{AUTOPILOT, Squadron};
use crate::autopilot::Personality;
use crate::codec::{self, AutopilotVersion, Header, Heartbeat, Message, Payload as _, RawFrame};
use crate::config::{Datagram, Traffic};
use crate::session::{Outbox, Session};
use crate::{Peer, foreign, identity};
use flight_plans::Uid;
use geodata::Timestamp;

impl Squadron {
    /// A frame of somebody who is not of the squadron: it can be a hand on one that is, or one that is under another id.
    pub(super) fn stranger(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        match raw.id {
            Heartbeat::ID => return self.maybe_ours(at, from, raw),
            AutopilotVersion::ID => return self.elsewhere(at, raw),
            _ => {}
        }
        let Some((target, act)) = foreign::aimed(raw) else { return };
        let Some(session) = self.sessions.get_mut(u32::from(target)) else { return };
        if session.signed.as_mut().is_some_and(|signed| signed.open(at, raw).is_err()) {
            return;
        }
        let (vehicle, mut reports) = (session.enrolled.vehicle, Vec::new());
        session.hands.touched(at, Some(raw.header.system), act, &mut reports);
        self.out.reports.extend(reports.into_iter().map(|report| (vehicle, report)));
    }

    /// An autopilot that is nobody's is asked who it is while one of ours is missing.
    fn maybe_ours(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        let is_autopilot = |message: Message| match message {
            Message::Heartbeat(heartbeat) => Personality::of(&heartbeat).is_some(),
            _ => false,
        };
        let Ok(target) = u8::try_from(raw.header.system) else { return };
        if raw.header.component != AUTOPILOT || !raw.message().is_some_and(is_autopilot) {
            return;
        }
        let missing = |session: &Session| session.identity.uid().is_some() && !session.alive(at, &self.config);
        if !self.sessions.values().any(missing) || !self.strangers.ask(at, raw.header.system) {
            return;
        }
        let (system, component) = (u32::from(self.config.system_id), self.config.component_id);
        let bytes = codec::encode(Header { system, component, sequence: 0 }, &identity::question(target).into());
        self.out.datagrams.push(Datagram { to: from, bytes, traffic: Traffic::Keepalive, expires: None });
    }

    /// The number of an autopilot that is nobody's: maybe that of one of ours.
    fn elsewhere(&mut self, at: Timestamp, raw: &RawFrame<'_>) {
        let Some(Message::AutopilotVersion(version)) = raw.message() else { return };
        let numbers = [Uid::long(version.uid2), Uid::short(version.uid)];
        let owner = numbers.into_iter().flatten().find_map(|uid| self.owners.get(&uid).copied());
        let session = owner.and_then(|owner| self.by_vehicle.get(&owner)).and_then(|id| self.sessions.get_mut(*id));
        let Some(session) = session.filter(|session| session.signed.is_none()) else { return };
        let mut out = Outbox::default();
        session.identity.moved(at, raw.header.system, &mut out.reports);
        session.drop_orders(&mut out);
        post(at, session, &mut out, &self.config, &mut self.out);
    }
}
