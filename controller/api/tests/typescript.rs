//! The page's types are written from ours; `BLESS=1 cargo test -p controller-api` writes them anew.

use controller_api::{ask, view};
use std::fmt::Write as _;
use std::path::PathBuf;
use ts_rs::{Config, TS};

macro_rules! declare {
    ($text:ident, $config:ident, $($type:ty),+ $(,)?) => {
        $( let _ = writeln!($text, "export {}\n", <$type as TS>::decl(&$config)); )+
    };
}

fn written() -> String {
    let config = Config::default();
    let mut text = String::from("// Written from controller/api by its test `typescript`. Do not edit.\n\n");
    declare!(
        text,
        config,
        view::Point,
        view::Why,
        view::Snapshot,
        view::DistrictView,
        view::PostView,
        view::HotspotView,
        view::GuardedView,
        view::LimitView,
        view::ZoneView,
        view::LineView,
        view::AreaView,
        view::OwnerView,
        view::OwnersView,
        view::VehicleView,
        view::WatchView,
        view::TrafficView,
        view::ControlView,
        view::AboardControlView,
        view::OrderView,
        view::ShortfallView,
        view::StoredView,
        view::PayloadView,
        view::GimbalView,
        view::CameraView,
        view::StreamView,
        view::UnitView,
        view::IncidentView,
        view::DeskView,
        view::ReportView,
        view::NoteView,
        view::FollowUpView,
        view::LoopView,
        view::StationsView,
        view::ApartView,
        view::WeatherView,
        view::WeatherReportView,
        view::WeatherLimitView,
        view::HopView,
        view::RecommendationView,
        view::AirOptionView,
        view::GroundOptionView,
        view::PassedOverView,
        view::ApprovalView,
        view::DutyView,
        view::SeatsView,
        view::StationView,
        view::StationAskView,
        view::InformedView,
        view::SortieView,
        view::TrackView,
        view::CircleView,
        view::CircleTierView,
        view::InTimeView,
        view::EllipseView,
        view::ClosureView,
        view::TaskingView,
        view::SeriousView,
        view::RingView,
        view::RingPostView,
        view::SeatCircleView,
        view::SeatView,
        view::BlockView,
        view::MemberView,
        view::HealthView,
        view::Delta,
        view::Change,
        view::UnitMessage,
        ask::Login,
        ask::Session,
        ask::RaiseAlarm,
        ask::AlarmAccepted,
        ask::Decide,
        ask::Duty,
        ask::LendVehicle,
        ask::ReportWeather,
        ask::SetZone,
        ask::TaskUnit,
        ask::CallForHelp,
        ask::CloseIncident,
        ask::SplitReport,
        ask::AddNote,
        ask::LinkIncident,
        ask::ChangePriority,
        ask::OpenFollowUp,
        ask::TickFollowUp,
        ask::SeriousAsk,
        ask::CloseRoad,
        ask::OrderVehicle,
        ask::UnitPosition,
        ask::ReplyToTasking,
        ask::ReportDetection,
        ask::Problem,
        ask::Accepted,
        ask::AllReturned,
        ask::Returned,
    );
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[test]
fn the_pages_types_are_those_of_the_api() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/src/api.gen.ts");
    let now = written();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(held, now, "web/src/api.gen.ts is out of date: BLESS=1 cargo test -p controller-api writes it anew");
}
