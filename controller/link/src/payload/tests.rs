//! Orders to gimbals and cameras against a scripted vehicle on a link that loses, on a virtual clock.

mod stub;

use controller_core::{
    CameraState, GimbalControl, GimbalState, OrderId, OrderProgress, PayloadKind, PayloadOrder, SkyReport, VehicleId,
};
use geodata::{Amsl, Metres, Seconds, Wgs84};
use stub::{Stub, World};

const PLACE: Wgs84 = Wgs84 { lat: 47.101, lon: 9.502 };

fn look_at() -> PayloadKind {
    PayloadKind::LookAt { at: PLACE, altitude: Amsl(Metres(455.0)) }
}

fn ends(world: &World, order: u32) -> Vec<OrderProgress> {
    let of = |report: &SkyReport| match report {
        SkyReport::Payload(id, progress) if *id == OrderId(order) => Some(progress.clone()),
        _ => None,
    };
    world.reports.iter().filter_map(of).collect()
}

fn last<T: Clone>(world: &World, of: impl Fn(&SkyReport) -> Option<&T>) -> Option<T> {
    world.reports.iter().rev().find_map(of).cloned()
}

fn gimbal(world: &World) -> Option<GimbalState> {
    last(world, |report| match report {
        SkyReport::Gimbal(state) => Some(state),
        _ => None,
    })
}

fn camera(world: &World) -> Option<CameraState> {
    last(world, |report| match report {
        SkyReport::Camera(state) => Some(state),
        _ => None,
    })
}

#[test]
fn a_gimbal_and_a_camera_are_found_and_what_they_say_of_themselves_is_told() {
    let world = World::after(Stub::default(), 20.0);
    let gimbal = gimbal(&world).unwrap();
    assert_eq!((gimbal.control, gimbal.finds_places, gimbal.pitch_deg), (GimbalControl::Free, true, Some(-15)));
    let camera = camera(&world).unwrap();
    assert_eq!((camera.name.as_str(), camera.records, camera.recording), ("Maker Model", true, Some(false)));
    // The second address leads to no pictures.
    let uris: Vec<&str> = camera.streams.iter().map(|stream| stream.uri.as_str()).collect();
    assert_eq!(uris, ["rtsp://10.0.0.2:8554/main"]);
}

#[test]
fn an_older_camera_is_asked_the_old_way() {
    let world = World::after(Stub { old_camera: true, ..Stub::default() }, 30.0);
    assert_eq!(camera(&world).unwrap().streams.len(), 1);
    assert!(world.stub.commands.contains(&(100, 521)) && world.stub.commands.contains(&(100, 2504)));
}

#[test]
fn who_has_neither_is_asked_a_few_times_and_then_left_alone() {
    for denies in [false, true] {
        let mut world = World::after(Stub { bare: true, denies, ..Stub::default() }, 40.0);
        assert_eq!((gimbal(&world), camera(&world)), (None, None));
        let about = |asked: &[u16]| asked.iter().filter(|message| matches!(message, 259 | 280)).count();
        let asked = about(&world.stub.asked);
        assert!((2..=12).contains(&asked), "{asked} questions");
        world.stub.asked.clear();
        world.run(120.0);
        assert_eq!(about(&world.stub.asked), 0, "and no more");
        world.order(1, PayloadKind::Level);
        world.order(2, PayloadKind::Record { on: true });
        for order in [1, 2] {
            assert!(
                matches!(ends(&world, order).as_slice(), [OrderProgress::Refused { .. }]),
                "{:?}",
                ends(&world, order)
            );
        }
    }
}

#[test]
fn a_look_at_a_place_takes_control_and_is_done_when_the_gimbal_points_there() {
    let mut world = World::after(Stub::default(), 20.0);
    world.order(1, look_at());
    world.run(0.3);
    assert!(!ends(&world, 1).contains(&OrderProgress::Done), "it still turns");
    world.run(6.0);
    assert_eq!(ends(&world, 1), [OrderProgress::Accepted, OrderProgress::Done]);
    assert_eq!(gimbal(&world).unwrap().control, GimbalControl::Ours);
    let order: Vec<u16> =
        world.stub.commands.iter().map(|(_, command)| *command).filter(|c| matches!(c, 195 | 1001)).collect();
    assert_eq!(order.first(), Some(&1001), "control before use: {order:?}");
    world.order(2, PayloadKind::Release);
    world.run(5.0);
    assert_eq!(ends(&world, 2).last(), Some(&OrderProgress::Done));
    assert_eq!((gimbal(&world).unwrap().control, world.stub.control), (GimbalControl::Free, (0, 0)));
}

#[test]
fn a_gimbal_that_never_gets_there_is_told_as_accepted_and_ends_unknown() {
    let mut world = World::after(Stub { stuck: true, ..Stub::default() }, 20.0);
    world.order(1, look_at());
    world.run(30.0);
    let ends = ends(&world, 1);
    assert!(matches!(ends.as_slice(), [OrderProgress::Accepted, OrderProgress::Unknown { .. }]), "{ends:?}");
}

#[test]
fn where_a_manager_does_not_find_places_it_is_pointed_at_them_as_the_aircraft_moves() {
    for refuses in [false, true] {
        // Either it says that it cannot, or it says it can and refuses.
        let stub = Stub { finds_places: refuses, refuses_places: refuses, ..Stub::default() };
        let mut world = World::after(stub, 20.0);
        world.order(1, look_at());
        world.run(8.0);
        assert_eq!(ends(&world, 1).last(), Some(&OrderProgress::Done), "{:?}", ends(&world, 1));
        for _ in 0..4 {
            world.stub.speed = 10.0;
            world.run(8.0);
            world.stub.speed = 0.0;
            world.run(4.0);
            assert!(world.stub.off(PLACE) < 3.0, "{} degrees off", world.stub.off(PLACE));
        }
        world.order(2, PayloadKind::Level);
        world.run(6.0);
        assert_eq!(ends(&world, 2).last(), Some(&OrderProgress::Done));
        world.stub.stares = 0;
        world.run(5.0);
        assert_eq!(world.stub.stares, 0, "the new order is the last");
    }
}

#[test]
fn a_locked_view_keeps_to_the_ground_and_a_following_one_to_the_nose() {
    let mut world = World::after(Stub::default(), 20.0);
    world.order(1, PayloadKind::Lock);
    world.run(6.0);
    assert_eq!(ends(&world, 1).last(), Some(&OrderProgress::Done));
    let north = world.stub.yaw_from_north();
    world.stub.nose += 40.0;
    world.run(6.0);
    assert!((world.stub.yaw_from_north() - north).abs() < 2.0);
    assert!(gimbal(&world).unwrap().is_locked);
    world.order(2, PayloadKind::Follow);
    world.run(6.0);
    assert_eq!(ends(&world, 2).last(), Some(&OrderProgress::Done));
    let before = world.stub.yaw_from_north();
    world.stub.nose += 40.0;
    world.run(6.0);
    assert!((world.stub.yaw_from_north() - before - 40.0).abs() < 2.0);
}

#[test]
fn a_gimbal_in_other_hands_is_left_to_them_until_it_is_taken() {
    let mut world = World::after(Stub { control: (42, 191), ..Stub::default() }, 20.0);
    assert_eq!(gimbal(&world).unwrap().control, GimbalControl::Other(42));
    world.order(1, PayloadKind::Level);
    world.run(3.0);
    assert!(matches!(ends(&world, 1).as_slice(), [OrderProgress::Refused { why }] if why.contains("42")));
    assert_eq!(world.stub.control, (42, 191));
    world.order(2, PayloadKind::Release);
    world.run(3.0);
    assert_eq!(world.stub.control, (42, 191), "nobody else's control is given away");
    world.order(3, PayloadKind::Take);
    world.run(3.0);
    assert_eq!(ends(&world, 3).last(), Some(&OrderProgress::Done));
    assert_eq!(world.stub.control, (255, 190));
}

#[test]
fn a_recording_is_done_when_the_camera_says_so_and_not_when_it_acknowledges() {
    let mut world = World::after(Stub { lies: true, ..Stub::default() }, 20.0);
    world.order(1, PayloadKind::Record { on: true });
    world.run(25.0);
    assert!(matches!(ends(&world, 1).as_slice(), [OrderProgress::Accepted, OrderProgress::Unknown { .. }]));
    world.stub.lies = false;
    world.order(2, PayloadKind::Record { on: true });
    world.run(4.0);
    assert_eq!(ends(&world, 2).last(), Some(&OrderProgress::Done));
    assert_eq!(camera(&world).unwrap().recording, Some(true));
    world.order(3, PayloadKind::Record { on: false });
    world.run(4.0);
    assert_eq!(ends(&world, 3).last(), Some(&OrderProgress::Done));
    assert_eq!(camera(&world).unwrap().recording, Some(false));
}

#[test]
fn at_thirty_percent_loss_every_order_is_done_and_no_recording_begins_twice() {
    for seed in 0..12 {
        let mut world = World::new(Stub::default(), 0.3, seed);
        world.run(60.0);
        for turn in 0..3 {
            world.order(10 * turn + 1, PayloadKind::Record { on: true });
            world.order(10 * turn + 2, look_at());
            world.run(20.0);
            world.order(10 * turn + 3, PayloadKind::Record { on: false });
            world.order(10 * turn + 4, PayloadKind::Level);
            world.run(20.0);
            for order in 1..=4 {
                let ends = ends(&world, 10 * turn + order);
                assert_eq!(ends.last(), Some(&OrderProgress::Done), "seed {seed}, order {order}: {ends:?}");
            }
        }
        assert_eq!(world.stub.files, 3, "seed {seed}");
    }
}

#[test]
fn an_order_that_expired_is_not_sent_and_one_repeated_is_one() {
    let mut world = World::after(Stub::default(), 20.0);
    world.stub.commands.clear();
    let expires = world.at.plus(Seconds(-1.0));
    let order = PayloadOrder { id: OrderId(1), vehicle: VehicleId(3), kind: PayloadKind::Level, expires };
    world.give(order);
    world.run(3.0);
    assert!(matches!(ends(&world, 1).as_slice(), [OrderProgress::Refused { .. }]));
    assert!(!world.stub.commands.iter().any(|(_, command)| matches!(command, 1000 | 1001)));
    for _ in 0..3 {
        world.order(2, PayloadKind::Record { on: true });
        world.run(3.0);
    }
    assert_eq!((ends(&world, 2).last(), world.stub.files), (Some(&OrderProgress::Done), 1));
}

#[test]
fn an_answer_of_another_component_is_not_that_of_the_camera() {
    let mut world = World::after(Stub { mute: true, ..Stub::default() }, 20.0);
    world.stub.acks_as = Some(101);
    world.order(1, PayloadKind::Record { on: true });
    world.run(2.0);
    assert!(!ends(&world, 1).contains(&OrderProgress::Accepted), "{:?}", ends(&world, 1));
}

#[test]
fn a_new_order_takes_the_place_of_the_one_under_way_and_the_camera_is_not_the_gimbal() {
    let mut world = World::after(Stub { stuck: true, ..Stub::default() }, 20.0);
    world.order(1, look_at());
    world.order(2, PayloadKind::Record { on: true });
    world.run(1.0);
    world.order(3, PayloadKind::Level);
    world.run(1.0);
    assert!(matches!(ends(&world, 1).last(), Some(OrderProgress::Unknown { step }) if step.contains("o3")));
    assert_eq!(ends(&world, 2).last(), Some(&OrderProgress::Done));
}

#[test]
fn a_vehicle_that_comes_back_is_asked_anew() {
    let mut world = World::after(Stub::default(), 20.0);
    world.stub.silent = true;
    world.run(10.0);
    world.stub.commands.clear();
    (world.stub.silent, world.stub.rates) = (false, Default::default());
    world.run(15.0);
    assert!(world.stub.commands.contains(&(1, 512)) && world.stub.commands.contains(&(100, 512)));
    world.order(1, PayloadKind::Level);
    world.run(6.0);
    assert_eq!(ends(&world, 1).last(), Some(&OrderProgress::Done));
}

#[test]
fn what_is_not_there_reads_as_what_was_just_made() {
    use crate::payload::{camera::Camera, gimbal::Gimbal};
    use crate::rare::Blank;
    assert_eq!(format!("{:?}", Gimbal::BLANK), format!("{:?}", Gimbal::default()));
    assert_eq!(format!("{:?}", Camera::BLANK), format!("{:?}", Camera::default()));
}
