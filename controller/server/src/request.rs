//! What the door asks of the loop, and what it gets back.

use crate::account::{LinkView, VehicleAccount};
use crate::radio::{MirrorState, Taken};
use crate::remembered::Print;
use crate::screens::Listening;
use controller_api::ask::{Accepted, AlarmAccepted, AllReturned, Ask, Problem};
use controller_api::view::Snapshot;
use controller_core::{Actor, Role};
use controller_link::LinkId;
use geodata::Finding;
use serde::Serialize;
use tokio::sync::oneshot;

/// One request to the loop. An answer nobody waits for any more is dropped.
#[derive(Debug)]
pub enum Request {
    /// Something that can change something.
    Do {
        /// Who asks.
        actor: Actor,
        /// The request's own key; empty when it needs none.
        key: String,
        /// What.
        ask: Ask,
        /// What it is told from another command by.
        print: Print,
        /// Where the answer goes, once its record is durable.
        answer: oneshot::Sender<Result<Reply, Problem>>,
    },
    /// The whole picture.
    Snapshot(oneshot::Sender<Box<Snapshot>>),
    /// A live line.
    Listen {
        /// For whom.
        role: Role,
        /// Where the line goes.
        answer: oneshot::Sender<Listening>,
    },
    /// The links to aircraft.
    Links(oneshot::Sender<LinksState>),
    /// Starts a link whose port is taken.
    AddLink {
        /// Who asks.
        post: Actor,
        /// The port.
        taken: Taken,
        /// Which link it became.
        answer: oneshot::Sender<Result<LinkId, Finding>>,
    },
    /// Closes a link.
    RemoveLink {
        /// Who asks.
        post: Actor,
        /// Which.
        link: LinkId,
        /// Whether there was one.
        answer: oneshot::Sender<bool>,
    },
    /// Whether the loop lives.
    Health(oneshot::Sender<Health>),
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// To an alarm.
    Alarm(AlarmAccepted),
    /// To a return of all.
    Returned(AllReturned),
    /// To anything else.
    Accepted(Accepted),
}

/// `GET /api/v1/links`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinksState {
    /// Every link.
    pub links: Vec<LinkView>,
    /// Every vehicle of the plan on every link it was heard on.
    pub vehicles: Vec<VehicleAccount>,
    /// Who watches, if anybody.
    pub mirror: Option<MirrorState>,
}

/// `GET /api/v1/health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Whether everything works that orders need.
    pub ok: bool,
    /// Records durable in the journal.
    pub records: u32,
    /// Whether the journal can be written.
    pub journal_writable: bool,
    /// Outputs that wait for the journal.
    pub held: usize,
    /// Live lines.
    pub screens: usize,
    /// Datagrams the kernel did not take.
    pub datagrams_unsent: u32,
    /// Whether this is a training world.
    pub training: bool,
}
