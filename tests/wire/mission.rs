//! The mission over real sockets: controller and county as two sides of UDP and HTTP.

use crate::world::World;
use harness::controller::{Controller, Start, run};
use harness::{Scratch, book};
use std::time::{Duration, Instant};

#[test]
fn two_alarms_are_flown_seen_tasked_and_closed_over_real_sockets() {
    let folder = Scratch::new("mission");
    let controller = Controller::start(Start::on(folder.path()));
    let world = World::start("quick-alarm.toml", 11, controller.http, controller.mavlink);
    let began = Instant::now();
    while !world.is_over() && began.elapsed() < Duration::from_secs(290) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let report = world.end();
    drop(controller);
    assert!(report.over, "{report:?}");
    assert_eq!((report.incidents, report.closed), (2, 2), "{report:?}");
    assert_eq!(report.takeoffs.values().copied().max(), Some(1), "nobody took off twice: {report:?}");
    let records = book::read(folder.path());
    assert_eq!(book::faults(&records), Vec::<String>::new());
    assert!(book::accepted(&records).values().all(|taskings| taskings.len() == 1));
    let verdict = run(&["audit", "verify", &folder.path().display().to_string()]);
    assert!(verdict.status.success(), "{verdict:?}");
}
