//! Little worlds as text. Every `tests/scenes/*.scene` is played against the controller; `stage` reads the lines.
//!
//! A scene is a list of steps, one a line: `at SECONDS` moves the clock (declared aircraft and units keep reporting
//! every second meanwhile), a verb acts, `expect KIND key=value ...` names the next event (the keys given must match),
//! `turns VERB vehicle=N` the next order to a payload, `none KIND` says that no such event has happened so far, `sends VERB vehicle=N` names the next order that left, and
//! `serious I ACT` says something about a serious case and `stands I key=value` tells how it stands, `# text` explains. Unnamed events may lie between expected ones, but never out of order. Places are
//! `dock:N+EAST,NORTH` in metres from the dock of aircraft N.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;
mod stage;

use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenes")
}

fn play(name: &str) {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    if let Err(fault) = stage::play(&text) {
        panic!("{name}: {fault}");
    }
}

macro_rules! scenes {
    ($($name:ident),+ $(,)?) => {
        $( #[test] fn $name() { play(concat!(stringify!($name), ".scene")); } )+

        #[test]
        fn every_scene_file_is_played() {
            let mut named = vec![$(concat!(stringify!($name), ".scene").to_owned()),+];
            let mut found: Vec<String> = std::fs::read_dir(folder()).unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            named.sort();
            found.sort();
            assert_eq!(named, found);
        }
    };
}

scenes!(
    the_card_says_what_is_left_in_the_battery_on_arrival_and_back_home,
    who_cannot_do_what_a_fire_needs_is_not_sent_to_it,
    a_card_says_what_a_unit_would_be_taken_from_and_a_person_may_take_it,
    an_officer_in_need_gets_a_unit_that_has_not_confirmed_a_recall,
    a_unit_that_has_not_confirmed_a_recall_is_sent_nowhere_else_until_it_does,
    a_unit_taken_away_before_a_crash_is_called_off_after_it,
    a_crash_between_a_raise_and_its_pairing_skips_nothing,
    a_crew_that_misses_the_new_priority_is_told_again_until_it_knows,
    calls_beyond_what_is_listed_are_counted_and_said,
    the_only_unit_goes_from_another_priority_1_to_an_officer_in_need,
    a_camera_records_only_within_its_scene_and_has_stopped_before_it_leaves_it,
    over_a_no_record_zone_nothing_is_recorded_or_looked_at,
    what_a_camera_follows_and_what_a_detector_sees_at_one_place_is_one_track,
    a_gimbal_somebody_else_holds_is_taken_only_by_name_and_given_back_after_the_flight,
    a_crash_leaves_no_order_to_a_camera_open_and_the_recording_is_still_held_to_its_rule,
    a_patrol_left_for_a_moment_goes_on_where_it_was_left,
    a_fence_and_rally_points_are_put_aboard_on_the_ground,
    an_aircraft_whose_id_is_doubled_is_sent_nothing_and_proposed_for_nothing,
    an_aircraft_somebody_else_has_a_hand_on_is_left_alone_until_a_post_takes_it,
    a_post_that_holds_an_aircraft_hands_it_over_or_loses_it_by_silence,
    an_aircraft_that_knows_who_controls_it_is_asked_when_a_post_takes_it,
    somebody_else_in_the_air_is_told_of_in_time_and_when_it_has_passed,
    the_number_of_an_autopilot_is_learnt_once,
    an_aircraft_that_obeys_the_unsigned_is_not_launched,
    an_aircraft_that_listens_to_another_ground_station_is_not_launched,
    an_aircraft_lent_to_a_station_serves_it_alone_until_it_is_back,
    a_proposed_unit_is_told_when_the_dispatcher_says_yes,
    a_proposed_unit_goes_when_nobody_says_anything_in_time_across_a_crash,
    a_dispatcher_sends_another_than_the_proposed_unit_which_never_hears_of_it,
    a_proposed_unit_that_can_no_longer_go_makes_room_for_the_next,
    what_is_only_proposed_yields_to_a_person_and_to_an_officer_in_need,
    an_aircraft_over_a_scene_is_relieved_before_its_charge_ends,
    a_relief_that_is_refused_is_not_asked_for_again_and_the_first_stays_as_long_as_it_can,
    with_nobody_to_relieve_an_aircraft_it_is_told_and_asked_as_soon_as_somebody_can,
    an_aircraft_follows_a_unit_until_anything_else_is_ordered_or_the_unit_is_silent,
    two_of_our_own_that_come_too_near_each_other_are_told_to_both,
    a_station_tasks_its_own_units_and_is_informed_of_those_tasked_from_above,
    an_aircraft_is_not_launched_with_its_link_loss_failsafe_off_or_unread,
    an_aircraft_whose_position_jumped_is_planned_on_by_nobody_and_sees_nothing,
    a_circle_is_judged_all_round_before_an_aircraft_flies_it,
    all_return_sends_every_aircraft_in_the_air_home_and_leaves_those_on_the_ground,
    a_closed_road_opens_by_itself_or_by_hand_and_outlives_a_crash,
    an_alarm_goes_from_call_to_close_with_a_record_of_every_hop,
    an_alarm_repeated_with_its_key_is_one_incident,
    an_alarm_outside_the_district_is_refused,
    no_aircraft_flies_before_a_commander_says_yes,
    a_dispatcher_cannot_approve_a_launch,
    an_approval_is_for_the_mission_that_was_shown,
    a_question_nobody_answers_lapses_and_is_asked_again,
    a_question_that_lapsed_sends_the_ground_unit_meanwhile,
    a_refused_launch_still_sends_the_nearest_unit,
    a_vehicle_that_refuses_to_fly_is_passed_over_next_time,
    an_aircraft_on_patrol_is_diverted_and_goes_home_afterwards,
    a_unit_that_stays_silent_is_reminded_then_replaced,
    a_unit_that_declines_is_replaced_at_once,
    with_no_aircraft_able_the_unit_goes_at_once,
    a_more_urgent_call_takes_the_unit_from_a_less_urgent_one,
    a_unit_taken_away_is_replaced_in_the_same_moment,
    a_unit_on_its_way_is_not_taken_for_a_call_as_urgent,
    a_unit_on_scene_is_not_taken_away_but_for_an_officer_in_need,
    the_age_of_a_position_counts_as_time,
    a_unit_taken_away_stays_taken_after_a_crash,
    a_place_known_so_roughly_that_another_unit_may_be_sooner_is_looked_at_again,
    an_aircraft_lost_on_its_way_no_longer_serves_its_incident,
    far_out_an_aircraft_goes_home_while_the_way_home_keeps_its_reserve,
    a_hold_before_the_launch_ends_the_flight_and_frees_the_aircraft,
    two_incidents_at_once_never_share_an_aircraft_and_the_urgent_one_is_asked_first,
    a_detection_of_yesterday_starts_nothing,
    a_late_yes_to_a_withdrawn_task_is_told_that_it_is_withdrawn,
    an_aircraft_that_never_arrives_does_not_keep_the_unit_waiting,
    a_launch_that_never_leaves_the_ground_frees_the_aircraft,
    nobody_able_to_fly_is_recorded_once_and_looked_for_every_second,
    over_the_scene_with_nothing_seen_the_unit_goes_to_the_place,
    a_low_battery_over_the_scene_brings_the_aircraft_home,
    a_lost_link_is_recorded_once_and_so_is_its_return,
    while_nothing_can_be_recorded_only_hold_return_and_land_leave,
    closing_an_incident_recalls_the_unit_and_the_aircraft,
    a_task_taken_back_by_a_person_is_not_given_to_another,
    a_unit_sent_by_hand_replaces_the_one_on_its_way,
    where_a_unit_sent_by_hand_is_taken_away_another_goes,
    replies_repeated_or_out_of_order_change_nothing,
    a_rested_aircraft_is_proposed_for_the_line_that_waited_longest,
    a_patrol_nobody_answers_for_is_not_asked_every_minute,
    an_aircraft_found_in_the_air_is_taken_into_the_book,
    after_a_crash_an_unanswered_task_is_sent_again_with_its_number,
    after_a_crash_an_approved_launch_leaves_once_while_it_is_still_valid,
    after_a_crash_an_approval_too_old_is_asked_anew,
    a_launch_refused_by_an_aircraft_that_flies_already_is_a_flight,
    the_way_home_goes_round_a_zone_a_straight_return_would_cross,
    a_scene_inside_a_zone_is_refused_with_the_zones_name,
    an_aircraft_at_another_incident_is_not_taken_from_it,
    a_stale_aircraft_position_is_not_planned_on,
    a_unit_with_an_old_position_is_not_sent,
    two_aircraft_that_see_one_thing_confirm_one_track_and_losing_one_does_not_forget_it,
    smoke_seen_on_a_patrol_begins_one_incident_however_often_it_is_seen_and_a_crash_begins_no_other,
    smoke_over_a_fire_that_was_called_in_is_of_that_incident,
    people_and_vehicles_seen_from_the_air_begin_nothing,
    a_source_that_floods_is_told_and_the_first_of_another_thing_in_it_is_not_lost,
    what_lies_in_a_no_record_zone_nobody_has_seen,
    what_a_detector_sees_in_a_picture_is_put_on_the_ground,
    on_its_way_a_camera_looks_at_the_horizon_and_the_flight_ends_with_the_proof,
    a_post_that_turned_the_camera_on_its_way_is_left_alone,
    a_crew_asked_again_after_a_long_crash_has_time_to_answer,
    a_flight_under_way_keeps_an_incident_open_but_not_the_one_that_cleared_it,
    a_lost_task_is_told_again_before_the_reminder_and_no_more_once_received,
    a_recall_is_told_until_the_crew_confirms_it_also_after_close_and_crash,
    a_recall_nobody_confirms_is_brought_before_people_and_its_repeats_end,
    a_kind_that_must_be_flown_for_sends_both_at_the_lowest_priority,
    a_small_disturbance_is_the_units_until_a_person_wants_an_aircraft,
    a_track_beside_the_place_leaves_the_task_as_it_is,
    an_urgent_call_sends_the_unit_at_once_and_what_the_aircraft_sees_moves_its_task,
    a_hundred_calls_of_one_event_are_one_incident_and_all_are_kept,
    a_call_of_another_kind_or_too_far_or_too_late_is_an_event_of_its_own,
    a_call_between_two_events_is_of_the_nearer_one_and_of_none_that_is_over,
    a_more_urgent_call_of_an_event_makes_it_more_urgent_and_sends_the_unit,
    a_call_repeated_across_a_crash_is_one_incident,
    a_call_that_was_taken_for_another_event_is_split_off_and_served,
    a_crew_that_asks_for_help_is_never_taken_for_another_call,
    an_incident_that_became_more_urgent_exchanges_its_far_unit_for_a_near_one,
    a_note_is_kept_as_it_was_said_and_none_is_taken_away,
    two_incidents_are_linked_once_whichever_names_the_other,
    a_person_judges_an_incident_more_urgent_and_what_is_sent_for_it_follows,
    an_incident_judged_less_urgent_gives_its_unit_to_one_that_waits,
    a_call_after_a_persons_word_can_make_an_incident_more_urgent_again,
    what_is_still_to_be_done_is_told_when_it_is_due_and_keeps_the_incident_open,
    a_unit_out_of_service_is_sent_by_nobody_and_a_busy_one_by_a_person_who_says_so_twice,
    a_unit_is_as_it_said_last_also_after_a_crash,
    a_crew_too_few_is_not_sent_by_itself_but_to_an_officer_in_need,
    a_crew_calls_for_help_and_the_nearest_comes_from_whatever_it_does,
    an_officer_in_need_is_asked_the_aircraft_for_that_another_incident_has,
    an_aircraft_on_its_way_is_asked_to_turn_to_an_officer_in_need,
    three_offers_nobody_takes_are_brought_before_people_above,
    with_nobody_to_send_people_above_are_told_once_until_somebody_says_yes,
    the_six_steps_are_stamped_and_a_missing_one_is_an_open_loop,
    a_device_whose_clock_is_a_day_off_is_neither_lost_nor_believed,
    nothing_flies_while_nobody_is_duty_commander,
    only_the_duty_commander_approves_and_hands_the_seat_over,
    a_commander_relieves_one_who_does_not_answer_and_the_record_says_from_whom,
    a_watch_nobody_ends_is_over_after_a_day,
    an_approval_is_for_the_card_that_was_shown_and_is_used_once,
    a_launch_needs_the_pilots_the_roster_wants_and_says_all_that_is_amiss,
    a_pilot_minds_no_more_aircraft_than_the_roster_says,
    a_fifth_aircraft_waits_for_a_second_pilot,
    weather_past_a_limit_keeps_aircraft_on_the_ground_and_names_each_limit,
    old_weather_says_nothing_any_more_also_after_a_crash,
    a_limit_nobody_measured_for_keeps_the_aircraft_on_the_ground,
    a_zone_set_over_the_way_holds_the_aircraft_in_the_same_moment_and_lifted_lets_it_go_on,
    a_zone_before_a_straight_way_home_leads_the_aircraft_round_it,
    a_zone_beside_the_way_stops_nobody_and_one_for_cameras_only_stops_the_camera,
    a_zone_over_a_place_asked_for_takes_the_yes_and_a_launch_under_way_is_stopped,
    a_zone_stops_an_aircraft_of_which_it_is_not_known_whether_it_took_its_mission,
    a_zone_that_is_none_is_not_set,
    a_circle_that_is_not_full_in_time_is_told_once,
    a_post_a_person_called_its_unit_back_from_stays_empty_until_a_person_mans_it,
    a_post_whose_unit_declines_or_stays_silent_is_manned_by_the_next,
    a_ring_that_is_lowered_releases_its_posts_and_is_worked_out_anew,
    a_serious_case_is_laid_out_proposed_and_each_ring_manned_when_a_person_says_so,
    a_unit_at_a_post_goes_to_an_officer_in_need_and_its_post_is_manned_anew,
    a_unit_that_arrives_has_the_innermost_seat_it_can_fill_and_leaves_it_free,
    closing_the_incident_ends_its_serious_case_and_releases_everybody,
    the_inner_ring_takes_a_unit_from_something_less_urgent_and_the_outer_does_not,
    the_posts_of_a_serious_case_outlive_a_crash_and_their_names_are_told,
    the_reserve_is_called_in_blocks_musters_and_is_free_for_posts,
    who_waits_takes_a_crew_on_its_way_only_for_priority_one,
);
