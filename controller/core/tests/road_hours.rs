//! A road that is closed at certain hours is closed by the district's clock: shut when the hour comes, without anybody's
//! doing, and shut always when nobody told the clock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use controller_core::{Controller, Input, Policy, Setup};
use flight_plans::lay_plan;
use geodata::{Atlas, ImportOptions, Profile, Seconds, Timestamp, Wgs84, import_osm};
use std::sync::Arc;

/// A lane of 1.5 km from A to B that cars may not use from 22:00 to 05:00, and a way round by C.
const WORLD: &str = r#"<osm version="0.6">
 <node id="1" lat="47.000" lon="9.000"/><node id="2" lat="47.000" lon="9.020"/><node id="3" lat="47.020" lon="9.010"/>
 <node id="4" lat="47.000" lon="8.995"/><node id="5" lat="47.000" lon="9.025"/>
 <way id="12"><nd ref="4"/><nd ref="1"/><tag k="highway" v="residential"/><tag k="name" v="West"/></way>
 <way id="13"><nd ref="2"/><nd ref="5"/><tag k="highway" v="residential"/><tag k="name" v="East"/></way>
 <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Lane"/>
  <tag k="motor_vehicle:conditional" v="no @ (22:00-05:00)"/></way>
 <way id="11"><nd ref="1"/><nd ref="3"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Round"/></way>
</osm>"#;
/// A Tuesday, 12 May 2026, 12:00 UTC: 20:00 in China.
const EVENING: Timestamp = Timestamp(1_778_587_200_000_000);

fn controller(clock: Option<&str>) -> Controller {
    let files = import_osm(WORLD.as_bytes(), &ImportOptions::default()).unwrap();
    let atlas = Atlas::open(&files).unwrap();
    let plan = lay_plan(&atlas, 1);
    let text = clock.map_or_else(String::new, |offset| format!("utc_offset = \"{offset}\"\n"));
    let policy = controller_core::policy::DEFAULT.replace("[roads]\n", &format!("[roads]\n{text}"));
    let policy = Policy::parse(&policy).unwrap();
    Controller::start(Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: Arc::new(policy) }, EVENING).0
}

fn drive(controller: &Controller) -> Seconds {
    let atlas = &controller.setup.atlas;
    let snap = |lon| atlas.roads.snap(atlas.frame.to_local(Wgs84 { lat: 47.0, lon })).unwrap();
    controller.travel().travel_time(&snap(8.996), &snap(9.024), Profile::Car).unwrap()
}

#[test]
fn the_lane_shuts_when_its_hour_comes_and_the_controller_asks_to_be_woken_for_it() {
    let mut controller = controller(Some("+08:00"));
    let open = drive(&controller);
    let at_ten = EVENING.plus(Seconds(7_200.0));
    let mut before = EVENING;
    while let Some(at) = controller.next_deadline().filter(|at| *at <= at_ten) {
        assert!(at >= before, "never back");
        controller.handle(at, &Input::Clock);
        let next = controller.next_deadline();
        assert!(next.is_none_or(|next| next > at), "it asks again for the same moment");
        before = at;
    }
    assert!(drive(&controller).0 > open.0 * 1.5, "round by C at night");
    controller.handle(at_ten.plus(Seconds(7.0 * 3_600.0)), &Input::Clock);
    assert_eq!(drive(&controller), open, "open again at five");
}

#[test]
fn without_a_clock_the_lane_is_shut_always() {
    let (told, untold) = (controller(Some("+08:00")), controller(None));
    assert!(drive(&untold).0 > drive(&told).0 * 1.5);
}

#[test]
fn an_offset_that_is_none_is_refused() {
    for bad in ["8", "+8:00", "+15:00", "08:00", "+08:60", "+aa:00", ""] {
        let text = format!("{}utc_offset = \"{bad}\"\n", controller_core::policy::DEFAULT);
        assert!(Policy::parse(&text).is_err(), "{bad}");
    }
}
