//! Every parser of the house against spoilt inputs: a bounded, seeded run of what the fuzzer does without end.
//! A failure names parser, seed and number; the same build gives the same inputs.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod spoil;

use harness::hostile::{PARSERS, Parser};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::panic::catch_unwind;

/// Every seed, then as many spoilt ones as the table says.
fn survives(name: &str) {
    let parser: Parser = *PARSERS.iter().find(|parser| parser.name == name).expect("a parser of the table");
    let seeds = (parser.seeds)();
    assert!(!seeds.is_empty() && seeds.iter().all(|seed| !seed.is_empty()), "{name} has nothing to begin with");
    assert!((parser.feed)(&seeds[0]), "{name} refuses what is good");
    let mut accepted = 0;
    for number in 0..parser.tries {
        let seed = number as usize % seeds.len();
        let mut rng = ChaCha8Rng::seed_from_u64(u64::from(number));
        // First the seeds as they are; then half of the inputs with one fault, the others with up to five.
        let rounds =
            if (number as usize) < seeds.len() { 0 } else { 1 + rng.random_range(0..2) * rng.random_range(0..5) };
        let mut bytes = seeds[seed].clone();
        (0..rounds).for_each(|_| spoil::once(&mut bytes, &seeds, &mut rng));
        accepted += u32::from(feed(&parser, &bytes, &format!("seed {seed}, number {number}")));
    }
    println!("{name}: {accepted} of {} accepted", parser.tries);
    assert!(accepted < parser.tries, "{name} accepts everything");
}

/// Feeds one input; a panic is told with the input.
fn feed(parser: &Parser, bytes: &[u8], which: &str) -> bool {
    let outcome = catch_unwind(|| (parser.feed)(bytes));
    outcome.unwrap_or_else(|_| panic!("{}, {which}: {:?}", parser.name, String::from_utf8_lossy(bytes)))
}

#[test]
fn every_number_of_a_text_may_be_at_its_ends() {
    for name in ["plan", "airframe", "policy", "scenario", "journal", "request"] {
        let parser = PARSERS.iter().find(|parser| parser.name == name).expect("a parser of the table");
        for seed in (parser.seeds)() {
            let inputs = spoil::numbers(&seed, 1_500);
            let taken =
                inputs.iter().zip(0..).filter(|(bytes, number)| feed(parser, bytes, &format!("number {number}")));
            println!("{name}: {} of {} accepted", taken.count(), inputs.len());
        }
    }
}

macro_rules! parsers {
    ($($name:ident: $parser:literal),* $(,)?) => {
        $(#[test] fn $name() { survives($parser); })*

        #[test]
        fn every_parser_of_the_table_is_tried() {
            assert_eq!([$($parser),*], PARSERS.map(|parser| parser.name));
        }
    };
}

parsers! {
    the_link_survives_datagrams_of_any_peer: "datagrams",
    frames_of_any_form_are_found_and_counted_as_the_rules_say: "frames",
    a_spoilt_name_of_a_link_is_refused_or_read_again: "link",
    a_spoilt_recording_is_read_as_far_as_it_is_whole_and_all_of_it_accounted_for: "recording",
    nothing_a_vehicle_says_starts_a_launch_or_stops_the_engine: "conversation",
    a_radio_may_do_anything_and_only_what_a_vehicle_holds_is_called_verified: "transfer",
    a_spoilt_extract_is_refused_or_imports_to_what_opens: "extract",
    a_spoilt_block_of_an_extract_is_refused_or_imports: "block",
    a_spoilt_extract_in_xml_is_refused_or_imports: "osmxml",
    a_spoilt_district_is_refused_or_answers: "district",
    a_spoilt_order_of_a_road_net_is_refused_or_finds_ways: "order",
    spoilt_conditions_of_roads_are_refused_or_hold: "conditions",
    a_spoilt_plan_is_refused_or_works: "plan",
    a_spoilt_airframe_is_refused_or_flies: "airframe",
    spoilt_samples_of_flight_are_refused_or_fit_a_draw: "samples",
    a_spoilt_policy_is_refused_or_works: "policy",
    a_spoilt_scenario_is_refused_or_runs: "scenario",
    a_spoilt_journal_is_refused_or_folds: "journal",
    a_spoilt_request_is_refused_or_taken: "request",
    a_spoilt_table_of_counts_is_refused_or_becomes_hotspots: "counts",
    a_spoilt_tile_is_refused_or_gives_a_ground_that_answers: "hgt",
    a_spoilt_geotiff_is_refused_or_gives_a_ground_that_answers: "geotiff",
    a_spoilt_ground_is_refused_or_answers: "ground",
    spoilt_geojson_is_refused_or_written_again: "geojson",
    spoilt_kml_is_refused_or_written_again: "kml",
    spoilt_kmz_is_refused_or_written_again: "kmz",
    spoilt_gpx_is_refused_or_written_again: "gpx",
    a_spoilt_table_is_refused_or_written_again: "table",
    spoilt_zones_are_taken_repaired_or_refused_and_all_accounted_for: "zones",
    a_spoilt_flight_is_refused_or_written_again_in_every_format: "flight",
    a_spoilt_book_of_plans_is_refused_or_read_again: "planbook",
    a_spoilt_package_of_an_event_is_refused_or_read_again: "package",
    a_spoilt_map_of_patrols_is_refused_or_drawn_again: "patrols",
}
