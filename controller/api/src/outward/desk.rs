//! What the desk keeps of an incident, in a screen's words.

use super::point;
use crate::view::{DeskView, FollowUpView, LoopView, NoteView, ReportView};
use controller_core::decide::desk::loops;
use controller_core::ledger::desk::{FollowUp, Note, Report};
use controller_core::ledger::incident::Incident;
use controller_core::ledger::stamps::Step;
use controller_engine::Engine;
use geodata::Timestamp;

/// All of it.
pub(super) fn view(incident: &Incident) -> DeskView {
    let follow_ups = incident.follow_ups.iter().zip(1..);
    DeskView {
        reports: incident.reports.iter().map(report).collect(),
        reports_beyond: incident.beyond.count,
        notes: incident.notes.iter().map(note).collect(),
        links: incident.links.iter().map(|other| other.0).collect(),
        follow_ups: follow_ups.map(|(one, number)| follow_up(number, one)).collect(),
        caller: incident.caller.map(|unit| unit.0),
        escalated_ms: incident.escalated.map(|told| told.at.as_millis()),
        stamps_ms: Step::ALL.map(|step| incident.stamps.at(step).map(Timestamp::as_millis)).to_vec(),
    }
}

/// The open loops, the longest idle first.
pub(super) fn loops(engine: &Engine) -> Vec<LoopView> {
    let controller = engine.controller();
    let open = loops::open(controller, controller.picture.now).into_iter();
    open.map(|one| LoopView {
        incident: one.incident.0,
        missing: one.missing.map(|step| step_word(step).to_owned()),
        idle_s: one.idle.0.round(),
        hops: one.hops,
        is_escalated: one.is_escalated,
        overdue: one.overdue,
    })
    .collect()
}

fn step_word(step: Step) -> &'static str {
    match step {
        Step::Collected => "collected",
        Step::Assessed => "assessed",
        Step::Warned => "warned",
        Step::Tasked => "tasked",
        Step::Checked => "checked",
        Step::FedBack => "fed_back",
    }
}

fn report(report: &Report) -> ReportView {
    ReportView {
        key: report.key.clone(),
        at_ms: report.at.as_millis(),
        priority: report.priority,
        at: point(report.place),
        source: report.source.clone(),
    }
}

fn note(note: &Note) -> NoteView {
    NoteView { at_ms: note.at.as_millis(), by: note.by.post.clone(), text: note.text.clone() }
}

fn follow_up(number: u32, one: &FollowUp) -> FollowUpView {
    FollowUpView {
        number,
        text: one.text.clone(),
        owner: one.owner.clone(),
        due_ms: one.due.as_millis(),
        is_due: one.is_told,
        done_ms: one.done.map(Timestamp::as_millis),
    }
}
