//! What the desk keeps of an incident, in a screen's words.

use super::point;
use crate::view::{DeskView, FollowUpView, NoteView, ReportView};
use controller_core::ledger::desk::{FollowUp, Note, Report};
use controller_core::ledger::incident::Incident;
use geodata::Timestamp;

/// All of it.
pub(super) fn view(incident: &Incident) -> DeskView {
    let follow_ups = incident.follow_ups.iter().zip(1..);
    DeskView {
        reports: incident.reports.iter().map(report).collect(),
        notes: incident.notes.iter().map(note).collect(),
        links: incident.links.iter().map(|other| other.0).collect(),
        follow_ups: follow_ups.map(|(one, number)| follow_up(number, one)).collect(),
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
