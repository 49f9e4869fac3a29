//! After a connection is lost and found again: what a snapshot tells those who missed the changes.

use controller_api::view::{Change, Snapshot, UnitMessage};

/// The snapshot as the changes that lead to it, in the order to be heard; `known` says which tasks the devices have.
pub(crate) fn changes(snapshot: Snapshot, known: impl Fn(u32) -> bool) -> Vec<Change> {
    let missed = missed(&snapshot, known).into_iter().map(|message| Change::ToUnit { message });
    let approvals = snapshot.approvals.into_iter().map(|approval| Change::Approval { approval });
    // A snapshot has the newest first.
    let incidents =
        snapshot.incidents.into_iter().rev().map(|incident| Change::Incident { incident: Box::new(incident) });
    let duty = Change::Duty { duty: snapshot.duty };
    std::iter::once(duty).chain(approvals).chain(incidents).chain(missed).collect()
}

/// The tasks in a snapshot that wait for a unit's answer, and those called back, as far as the devices know them not.
fn missed(snapshot: &Snapshot, known: impl Fn(u32) -> bool) -> Vec<UnitMessage> {
    let mut messages = Vec::new();
    for incident in &snapshot.incidents {
        for tasking in &incident.taskings {
            let kind = match tasking.state.as_str() {
                "sent" | "received" | "acknowledged" | "en_route" | "on_scene" if !known(tasking.id) => "task",
                "recalled" | "timed_out" if known(tasking.id) && !tasking.recall_seen => "recall",
                _ => continue,
            };
            messages.push(UnitMessage {
                unit: tasking.unit,
                tasking: tasking.id,
                incident: incident.id,
                kind: kind.to_owned(),
                incident_kind: incident.kind.clone(),
                priority: incident.priority,
                to: tasking.to,
                epoch: tasking.epoch,
                post: tasking.post.clone(),
            });
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A snapshot with one incident and two tasks, as a screen would get it.
    fn snapshot() -> Snapshot {
        let tasking = |id: u32, state: &str| {
            format!(
                r#"{{"id":{id},"incident":1,"unit":{id},"state":"{state}","to":{{"lat":47.1,"lon":9.5}},"sent_ms":0,
                "eta_ms":null,"path":[],"why":{{"code":"x","values":{{}}}}}}"#
            )
        };
        let text = format!(
            r#"{{"seq":5,"server_time_ms":0,"training":true,
            "district":{{"name":"","name_zh":"","sw":{{"lat":47,"lon":9}},"ne":{{"lat":48,"lon":10}},"attribution":"",
            "boundary":[],"fictional":true,"terrain_note":null,"told_until_ms":0,"posts":[],"hotspots":[],"guarded":[],"zones":[],"lines":[]}},
            "vehicles":[],"units":[],"approvals":[],"closures":[],"traffic":[],
            "health":{{"journal_writable":true,"records":0,"frames":0,"frames_lost":0,"frames_bad":0,"wind_from_deg":0,"wind_mps":0}},
            "incidents":[{{"id":1,"kind":"assault","priority":1,"status":"assigned","at":{{"lat":47.1,"lon":9.5}},"place":"",
            "source":"110","reported_ms":0,"closed_ms":null,"recommendation":null,"approval":null,"sortie":null,"track":null,
            "taskings":[{},{},{}],"outcome":null,"timeline":[]}}]}}"#,
            tasking(11, "recalled"),
            tasking(12, "sent"),
            tasking(13, "done"),
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn after_a_reconnection_devices_get_the_tasks_they_miss_and_lose_those_called_back() {
        let kinds = |known: &[u32]| {
            let messages = missed(&snapshot(), |tasking| known.contains(&tasking));
            messages.into_iter().map(|message| (message.tasking, message.kind)).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&[]), [(12, "task".to_owned())]);
        assert_eq!(kinds(&[11, 12, 13]), [(11, "recall".to_owned())]);
    }
}
