//! What a run over the wire amounted to: who was told what how often, and which aircraft took off.

use super::post::Posted;
use crate::vehicle::Vehicle;
use crate::wire::{Listener, is_fleeting};
use crate::world::{Said, World};
use controller_api::ask::Ask;
use controller_api::view::Change;
use flight_plans::Plan;
use geodata::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longest part of a refusal that is told.
const LONGEST_WORDS: usize = 200;

/// The account of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WireReport {
    /// How often each task was told, by incident and tasking.
    pub told: BTreeMap<(u32, u32), u32>,
    /// Which unit each tasking was for.
    pub units: BTreeMap<u32, u32>,
    /// How often each aircraft left the ground.
    pub takeoffs: BTreeMap<u32, u32>,
    /// How often each reply was taken by the controller, by its word.
    pub replies: BTreeMap<String, u32>,
    /// Alarms the controller took.
    pub alarms: u32,
    /// Approvals granted and taken.
    pub granted: u32,
    /// Things said that the controller refused for good.
    pub refused: u32,
    /// Words lost because the controller was away for too long.
    pub lost: u32,
    /// How often the door connected.
    pub connections: u32,
    /// Incidents seen, and of those the closed ones.
    pub incidents: u32,
    /// Incidents seen closed.
    pub closed: u32,
    /// Whether the whole story came to its end.
    pub over: bool,
}

/// Keeps the account and tells lines.
pub(super) struct Reporter {
    listener: Option<Listener>,
    plan: Arc<Plan>,
    start: Timestamp,
    in_air: Vec<bool>,
    report: WireReport,
}

impl Reporter {
    pub fn new(listener: Option<Listener>, plan: Arc<Plan>, start: Timestamp) -> Self {
        Self { listener, plan, start, in_air: Vec::new(), report: WireReport::default() }
    }

    /// The door connected.
    pub fn connected(&mut self, at: Timestamp) {
        self.report.connections += 1;
        self.tell(at, &format!("connected times={}", self.report.connections));
    }

    /// Something was shown to somebody in the world.
    pub fn heard(&mut self, at: Timestamp, change: &Change) {
        let Change::ToUnit { message } = change else { return };
        if message.kind == "task" {
            *self.report.told.entry((message.incident, message.tasking)).or_default() += 1;
            self.report.units.insert(message.tasking, message.unit);
        }
        let unit = self.callsign(message.unit);
        self.tell(
            at,
            &format!(
                "told unit={unit:?} kind={} tasking={} incident={}",
                message.kind, message.tasking, message.incident
            ),
        );
    }

    /// Somebody in the world said something.
    pub fn said(&mut self, at: Timestamp, said: &Said) {
        if !is_fleeting(said) {
            self.tell(at, &format!("said role={} {}", said.role, self.words(&said.ask)));
        }
    }

    /// The controller took or refused something.
    pub fn posted(&mut self, at: Timestamp, posted: &Posted) {
        if posted.status >= 400 {
            self.report.refused += 1;
            let words: String = posted.body.chars().take(LONGEST_WORDS).collect();
            self.tell(
                at,
                &format!("refused status={} {} answer={words:?}", posted.status, self.words(&posted.said.ask)),
            );
            return;
        }
        match &posted.said.ask {
            Ask::Alarm(_) => self.report.alarms += 1,
            Ask::Decide(_, decide) if decide.grant => self.report.granted += 1,
            Ask::Reply(_, reply) => *self.report.replies.entry(reply.reply.clone()).or_default() += 1,
            _ => {}
        }
    }

    /// Looks which aircraft have left or reached the ground.
    pub fn look(&mut self, at: Timestamp, vehicles: &[Vehicle]) {
        let now: Vec<bool> = vehicles.iter().map(|vehicle| vehicle.truth().in_air).collect();
        if self.in_air.len() == now.len() {
            for index in 0..now.len() {
                if now.get(index) != self.in_air.get(index) {
                    self.left_or_landed(at, index, now.get(index) == Some(&true));
                }
            }
        }
        self.in_air = now;
    }

    /// The account.
    pub fn finish(mut self, world: &World, lost: u32) -> WireReport {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.report.incidents = count(world.story().incidents());
        self.report.closed = count(world.story().closed());
        self.report.over = world.over_since().is_some();
        self.report.lost = lost;
        self.report
    }

    fn left_or_landed(&mut self, at: Timestamp, index: usize, up: bool) {
        let Some(aircraft) = self.plan.squadron.get(index) else { return };
        let line = format!("{} aircraft={:?}", if up { "airborne" } else { "landed" }, aircraft.callsign);
        if up {
            *self.report.takeoffs.entry(aircraft.vehicle).or_default() += 1;
        }
        self.tell(at, &line);
    }

    fn words(&self, ask: &Ask) -> String {
        match ask {
            Ask::Alarm(alarm) => {
                format!("alarm kind={} priority={} source={}", alarm.kind, alarm.priority, alarm.source)
            }
            Ask::Decide(id, decide) => format!("decide approval={id} grant={}", decide.grant),
            Ask::Task(id, task) => format!("task incident={id} unit={:?}", self.callsign(task.unit)),
            Ask::Close(id, close) => format!("close incident={id} outcome={}", close.outcome),
            Ask::Desk(id, say) => format!("desk incident={id} say={}", say.posted().0),
            Ask::Serious(id, say) => format!("serious incident={id} act={}", say.act),
            Ask::Need(id, _) => format!("need unit={:?}", self.callsign(*id)),
            Ask::Reply(id, reply) => {
                format!("reply tasking={id} unit={:?} reply={}", self.callsign(reply.unit), reply.reply)
            }
            Ask::Positions(list) => format!("positions units={}", list.len()),
            Ask::Detections(list) => format!("detections count={}", list.len()),
            Ask::Duty(duty) => format!("duty act={}", duty.act),
            Ask::SetZone(set) => format!("set_zone name={:?}", set.name),
            Ask::LiftZone(number) => format!("lift_zone number={number}"),
            Ask::Weather(report) => format!("weather source={}", report.source),
            Ask::Station(_) => "station".to_owned(),
            Ask::Reassess(id) => format!("reassess incident={id}"),
            Ask::Recall(id) => format!("recall tasking={id}"),
            Ask::CloseRoad(close) => format!("close_road lat={:.5} lon={:.5}", close.at.lat, close.at.lon),
            Ask::OpenRoad(id) => format!("open_road closure={id}"),
            Ask::Lend(id, lend) => format!("lend vehicle={id} act={}", lend.act),
            Ask::Informed(id) => format!("informed tasking={id}"),
            Ask::AllReturn => "all_return".to_owned(),
            Ask::Order(id, order) => format!("order vehicle={id} kind={}", order.kind),
        }
    }

    fn callsign(&self, unit: u32) -> String {
        self.plan.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.callsign.clone())
    }

    fn tell(&mut self, at: Timestamp, line: &str) {
        if let Some(listener) = &mut self.listener {
            listener(&format!("T+{:.1} {line}", at.since(self.start).0));
        }
    }
}
