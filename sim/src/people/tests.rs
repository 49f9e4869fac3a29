//! The desks, shown what a screen would show.

use super::*;

fn approval(id: u32, purpose: &str, state: &str, hash: &str) -> ApprovalView {
    ApprovalView {
        id,
        state: state.to_owned(),
        purpose: purpose.to_owned(),
        incident: None,
        line: None,
        vehicle: 1,
        action: "launch".to_owned(),
        mission_hash: hash.to_owned(),
        card_hash: format!("card-of-{hash}"),
        requested_ms: 0,
        expires_ms: 60_000,
        relieves: None,
        by: None,
    }
}

fn held(post: &str) -> DutyView {
    DutyView { post: Some(post.to_owned()), ..DutyView::default() }
}

fn incident(status: &str) -> IncidentView {
    IncidentView { outcome: Some("unfounded".to_owned()), ..crate::testing::incident(4, "assault", status) }
}

fn second(s: i64) -> Timestamp {
    Timestamp::from_millis(s * 1000)
}

#[test]
fn the_commander_grants_once_after_a_moment_and_for_the_mission_last_shown() {
    let mut commander = Commander::new(
        CommanderSettings { approve_patrol_after: None, approve_incident_after: Some(4.0) },
        7,
        second(0),
    );
    commander.seat(second(0), &held("commander-1"));
    commander.hear(second(0), &approval(1, "incident", "requested", "old"));
    commander.hear(second(1), &approval(1, "incident", "requested", "new"));
    assert!(commander.step(second(2)).is_empty());
    let Some((key, Ask::Decide(1, decision))) = commander.step(second(6)).pop() else { panic!("no decision") };
    assert_eq!((key.as_str(), decision.grant, decision.mission_hash.as_str()), ("a1-grant-card-of-", true, "new"));
    assert_eq!(decision.card_hash, "card-of-new");
    assert!(commander.step(second(600)).is_empty());
}

#[test]
fn what_the_scenario_leaves_to_a_human_is_left_to_a_human() {
    let mut commander = Commander::new(
        CommanderSettings { approve_patrol_after: Some(3.0), approve_incident_after: None },
        7,
        second(0),
    );
    commander.seat(second(0), &held("commander-1"));
    commander.hear(second(0), &approval(1, "incident", "requested", "x"));
    commander.hear(second(0), &approval(2, "patrol", "requested", "y"));
    let said = commander.step(second(600));
    assert!(matches!(said.as_slice(), [(_, Ask::Decide(2, _))]), "{said:?}");
}

#[test]
fn a_question_that_has_lapsed_is_not_answered() {
    let mut commander = Commander::new(
        CommanderSettings { approve_patrol_after: None, approve_incident_after: Some(4.0) },
        7,
        second(0),
    );
    commander.seat(second(0), &held("commander-1"));
    commander.hear(second(0), &approval(1, "incident", "requested", "x"));
    commander.hear(second(1), &approval(1, "incident", "expired", "x"));
    assert!(commander.step(second(600)).is_empty());
}

#[test]
fn the_dispatcher_closes_what_is_resolved_with_the_outcome_reported_and_only_once() {
    let mut dispatcher = Dispatcher::new(DispatcherSettings { close_after: Some(8.0), task_after: None }, 7);
    dispatcher.hear(second(0), &incident("on_scene"));
    assert!(dispatcher.step(second(100)).is_empty());
    dispatcher.hear(second(100), &incident("resolved"));
    dispatcher.hear(second(101), &incident("resolved"));
    let said = dispatcher.step(second(200));
    let close = CloseIncident { outcome: "unfounded".to_owned(), reason: None };
    assert_eq!(said, [("i4-close".to_owned(), Ask::Close(4, close))]);
    dispatcher.hear(second(201), &incident("closed"));
    assert!(dispatcher.step(second(900)).is_empty());
}

#[test]
fn an_empty_seat_is_taken_and_again_when_it_stays_empty_or_is_left_and_never_from_another() {
    let settings = CommanderSettings { approve_patrol_after: Some(3.0), approve_incident_after: None };
    let mut commander = Commander::new(settings, 7, second(0));
    assert!(commander.step(second(0)).is_empty());
    let took = |said: Vec<(String, Ask)>| {
        said.into_iter()
            .map(|(_, ask)| matches!(ask, Ask::Duty(duty) if duty.act == "take" && duty.deputies))
            .collect::<Vec<_>>()
    };
    assert_eq!(took(commander.step(second(1))), [true]);
    assert!(commander.step(second(30)).is_empty());
    assert_eq!(took(commander.step(second(31))), [true], "what was said was lost");
    commander.seat(second(40), &held("commander-2"));
    assert!(commander.step(second(99)).is_empty());
    commander.seat(second(100), &DutyView::default());
    assert_eq!(took(commander.step(second(101))), [true]);
    let nobody = CommanderSettings { approve_patrol_after: None, approve_incident_after: None };
    assert!(Commander::new(nobody, 7, second(0)).step(second(9)).is_empty());
}
