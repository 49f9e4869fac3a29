//! What a session wants sent gets its way, its number and its signature; what is no command of ours has no way out.

use crate::codec::{self, Header, Message};
use crate::command::may_leave;
use crate::config::{Datagram, Drained, LinkConfig, Traffic};
use crate::session::{Outbox, Outgoing, Session};
use crate::{Peer, identity, payload};
use controller_core::SkyReport;
use geodata::Timestamp;

/// Gives the outbox its ways and frames. What keeps an aircraft safe, and our heartbeat, leaves on every way that lives;
/// everything else on the best one. Hold, return and land may be heard twice: they say what to be, not what to do next.
/// Leaves it empty.
pub(super) fn post(at: Timestamp, session: &mut Session, out: &mut Outbox, config: &LinkConfig, drained: &mut Drained) {
    let vehicle = session.enrolled.vehicle;
    let believed = !session.identity.is_doubted();
    let reports = out.reports.drain(..).filter(|report| believed || speaks_of_doubt(report));
    drained.reports.extend(reports.map(|report| (vehicle, report)));
    ask(at, session, &out.questions, config, drained);
    if believed && !out.messages.is_empty() {
        send(at, session, out, config, drained);
    }
    out.questions.clear();
    out.messages.clear();
    (out.unsigned, out.valid_until) = (None, None);
}

fn send(at: Timestamp, session: &mut Session, out: &mut Outbox, config: &LinkConfig, drained: &mut Drained) {
    let Some(best) = session.paths.best().map(|way| way.peer) else { return };
    if let Some(question) = out.unsigned.take() {
        let sequence = session.paths.number(best);
        let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
        let bytes = codec::encode(header, &question.into());
        drained.datagrams.push(Datagram { to: best, bytes, traffic: Traffic::Keepalive, expires: None });
    }
    // The last door: a command that is not on the list has no way out, whoever made it.
    for Outgoing { message, traffic, expires } in out.messages.drain(..).filter(|out| may_leave(&out.message)) {
        // A camera that is turned changes nothing of the flight: what changes there meanwhile is not our doing.
        if traffic != Traffic::Keepalive && !payload::turns(&message) {
            session.hands.ours(at);
        }
        let is_heartbeat = matches!(message, Message::Heartbeat(_));
        let everywhere = traffic == Traffic::Safety || is_heartbeat;
        let others = session.paths.all().iter().filter(|way| everywhere && (is_heartbeat || way.is_alive(at, config)));
        let others: Vec<Peer> = others.map(|way| way.peer).filter(|peer| *peer != best).collect();
        for to in std::iter::once(best).chain(others) {
            if !session.identity.may_send(to, traffic) {
                continue;
            }
            let sequence = session.paths.number(to);
            let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
            let bytes = sealed(at, session, codec::encode(header, &message));
            drained.datagrams.push(Datagram { to, bytes, traffic, expires });
        }
    }
}

/// What a vehicle with a key is sent is signed.
fn sealed(at: Timestamp, session: &mut Session, bytes: Vec<u8>) -> Vec<u8> {
    match &mut session.signed {
        Some(signed) => signed.seal(at, bytes),
        None => bytes,
    }
}

/// What is told of a vehicle in quarantine: that it is, that it is heard, and what became of its orders.
fn speaks_of_doubt(report: &SkyReport) -> bool {
    matches!(
        report,
        SkyReport::Quarantined(_)
            | SkyReport::Cleared
            | SkyReport::LinkUp
            | SkyReport::LinkLost { .. }
            | SkyReport::Order(..)
            | SkyReport::Payload(..)
    )
}

/// Asks addresses for the number of the autopilot's board.
fn ask(at: Timestamp, session: &mut Session, peers: &[Peer], config: &LinkConfig, drained: &mut Drained) {
    let Ok(target) = u8::try_from(session.enrolled.system_id) else { return };
    for to in peers {
        let sequence = session.paths.number(*to);
        let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
        let bytes = sealed(at, session, codec::encode(header, &identity::question(target).into()));
        drained.datagrams.push(Datagram { to: *to, bytes, traffic: Traffic::Keepalive, expires: None });
    }
}
