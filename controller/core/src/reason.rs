//! Why: every event carries one. A code with values, so that each screen can say it in its own language.

mod code;
mod gates;
mod levels;
mod relief;
mod serious;
mod settings;
mod sight;
mod started;
mod station;

pub use gates::{PilotFault, PilotUnfit, WeatherLimit, WeatherStale};
pub use levels::{LentTo, NotLent, NotYours, OrderedAbove};
pub use relief::{LeavesIn, ReliefFor, RelievedBy};
pub use serious::{CircleLate, MansPost, RingWorkedOut, SeatGiven, TooFewUnits};
pub use settings::{BatteryLate, HeedsOtherStation, LinkLossLate, ReturnHigh, ReturnLow, SettingAction, SettingValue};
pub use sight::{Follows, SeenFromAir, TrackConfirmed, TrafficNear};
pub use started::{Restarted, Started};
pub use station::{BranchNext, BranchTaken, CutOff, DeskSilent};

use crate::guard::ForeignAct;
use crate::ids::{ApprovalId, IncidentId, VehicleId};
use serde::{Deserialize, Serialize};

/// Why something happened or was passed over. Numbers are in the unit their name ends with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)] // the names are the documentation; the console's dictionary holds the sentences
pub enum Reason {
    Started(Started),
    Restarted(Restarted),
    ReportedBy {
        source: String,
    },
    NearestByAirTime {
        eta_s: f64,
        wind_mps: f64,
    },
    OnlyAircraftAble {},
    NoAircraftAble {},
    NearestByRoad {
        eta_s: f64,
        next_eta_s: Option<f64>,
    },
    PairedByRoadTime {
        eta_s: f64,
        next_eta_s: Option<f64>,
    },
    CommandedBy {
        post: String,
        order: String,
    },
    ApprovalNeeded {
        vehicle: String,
    },
    ApprovedBy {
        post: String,
    },
    RefusedBy {
        post: String,
    },
    ApprovalLapsed {
        seconds: f64,
    },
    LaunchOrdered {
        approval: ApprovalId,
    },
    DivertOrdered {
        approval: ApprovalId,
    },
    OrderVerified {},
    OrderAccepted {},
    OrderDone {},
    OrderRefused {
        text: String,
    },
    OrderUnknown {
        step: String,
    },
    ArrivedOverScene {
        distance_m: f64,
    },
    TrackConfirmed(TrackConfirmed),
    RemindedUnacknowledged {
        seconds: f64,
    },
    TimedOutUnacknowledged {
        seconds: f64,
    },
    DeclinedByUnit {},
    UnitReplied {
        reply: String,
    },
    ResultReported {
        outcome: String,
    },
    ClosedBy {
        post: String,
    },
    TaskFinished {},
    PatrolDue {
        line: String,
    },
    LinkUp {},
    LinkLost {
        seconds: f64,
    },
    LinkBack {},
    BatteryLow {
        percent: u8,
    },
    ZoneBlocks {
        zone: String,
    },
    ReserveShort {
        text: String,
    },
    Blocked {
        text: String,
    },
    BusyWith {
        incident: IncidentId,
    },
    AskedFor {
        approval: ApprovalId,
    },
    PositionStale {
        seconds: f64,
    },
    NoPosition {},
    NotReady {
        text: String,
    },
    NoRoadNear {
        metres: f64,
    },
    SlowerBy {
        seconds: f64,
    },
    InFlightAtFirstContact {},
    MissionAboard {
        line: String,
    },
    MissionEnded {},
    NothingSeen {
        seconds: f64,
    },
    JournalUnwritable {},
    OutOfDistrict {},
    RecalledBy {
        post: String,
    },
    Superseded {},
    NotAllowed {
        role: String,
    },
    NoSuch {
        what: String,
    },
    WrongState {
        state: String,
    },
    OtherMission {},
    /// The card has changed since it was shown.
    OtherCard {},
    NoDutyCommander {},
    ZoneSetBy {
        post: String,
    },
    ZoneLiftedBy {
        post: String,
    },
    ZoneOver {},
    ZoneInTheWay {
        zone: String,
        leg: String,
    },
    ZoneGone {
        zone: String,
    },
    PilotsShort {
        has: u32,
        least: u32,
    },
    PilotsFull {
        most: u32,
    },
    PilotUnfit(PilotUnfit),
    MindedBy {
        post: String,
    },
    WeatherUnknown {},
    WeatherStale(WeatherStale),
    WeatherLimit(WeatherLimit),
    OnDutyIs {
        post: String,
    },
    DutyTakenBy {
        post: String,
    },
    DutyRelieved {
        post: String,
        from: String,
    },
    DutyHandedBy {
        post: String,
    },
    DutyOffered {
        post: String,
        to: String,
    },
    DutyLeftBy {
        post: String,
    },
    DutyOver {
        seconds: f64,
    },
    UnderManualControl {},
    RoadClosedBy {
        post: String,
    },
    RoadOpenedBy {
        post: String,
    },
    RadioOpenedBy {
        post: String,
    },
    RadioClosedBy {
        post: String,
    },
    ClosureOver {},
    TooManyClosures {
        most: u32,
    },
    IdentityLearnt {},
    IdentityProven {},
    IdDoubled {},
    IdStranger {
        uid: String,
    },
    IdSwapped {
        with: VehicleId,
    },
    IdMoved {
        system_id: u32,
    },
    SharedControl {
        other: Option<u32>,
        act: ForeignAct,
    },
    ControlTakenBy {
        post: String,
    },
    ControlAskedBy {
        post: String,
        holder: String,
    },
    ControlHandedBy {
        post: String,
    },
    ControlKeptBy {
        post: String,
    },
    ControlReleasedBy {
        post: String,
    },
    ControlUnanswered {
        seconds: f64,
    },
    HeldBy {
        post: String,
    },
    StaleControl {
        epoch: Option<u32>,
        now: u32,
    },
    TrafficNear(TrafficNear),
    TrafficPassed {
        traffic: String,
    },
    ObeysUnsigned {},
    NoGimbal {},
    NoCamera {},
    GimbalHeldBy {
        system: u8,
    },
    CameraSays {},
    NoRecordZone {
        zone: String,
    },
    OutsideScene {
        metres: f64,
    },
    NoScene {},
    PayloadAfterFlight {},
    SettingsUnread {},
    SettingsUntold {
        settings: String,
    },
    SettingsOld {
        seconds: f64,
    },
    HeedsOtherStation(HeedsOtherStation),
    LinkLossAction(SettingAction),
    LinkLossIgnored(SettingValue),
    LinkLossLate(LinkLossLate),
    BatteryAction(SettingAction),
    BatteryUnwatched {
        settings: String,
    },
    BatteryLate(BatteryLate),
    ReturnLow(ReturnLow),
    ReturnHigh(ReturnHigh),
    FenceAction(SettingAction),
    FenceOff {
        setting: String,
    },
    StaysArmed {
        setting: String,
    },
    FewSatellites {
        satellites: u8,
        least: u8,
    },
    FixCoarse {
        accuracy_m: f64,
        most_m: f64,
    },
    FixDiluted {
        dilution: f64,
        most: f64,
    },
    EstimatorLost {},
    EstimatorDisagrees {},
    PositionJumped {
        distance_m: f64,
    },
    PositionGlitching {},
    PositionBelieved {},
    ClockSkew {
        seconds: f64,
    },
    LooksAtScene {},
    TakenFor {
        incident: IncidentId,
    },
    RoadUnclear {
        seconds: f64,
        accuracy_m: f64,
    },
    SeenFromAir(SeenFromAir),
    SeenAgain {
        distance_m: f64,
        seconds: f64,
    },
    SourceFlooding {
        per_second: f64,
    },
    SourceCalm {
        seconds: f64,
    },
    LevelEnRoute {},
    CirclesSettled {
        seconds: f64,
    },
    RecallUnseen {
        seconds: f64,
    },
    /// By the protocol the unit is sent at once.
    ProtocolSends {
        version: u32,
        eta_s: Option<f64>,
        next_eta_s: Option<f64>,
    },
    ProtocolGround {
        version: u32,
    },
    MovedToTrack {
        metres: f64,
    },
    HopOpen {
        hops: String,
    },
    /// A further call of one event, by the protocol's radius and time.
    SameEvent {
        version: u32,
        distance_m: f64,
        seconds: f64,
    },
    SplitBy {
        post: String,
    },
    /// By its own word.
    UnitSays {},
    /// A person sends it although.
    CommandedOver {
        post: String,
        warnings: String,
    },
    UnitWarns {
        warnings: String,
    },
    UnitBlocked {
        state: String,
    },
    CrewShort {
        crew: u8,
        least: u8,
    },
    OffersRefused {
        offers: u32,
    },
    NobodyToSend {
        seconds: f64,
    },
    CheckedBy {
        post: String,
    },
    NotedBy {
        post: String,
    },
    LinkedBy {
        post: String,
    },
    JudgedBy {
        post: String,
    },
    FollowUpFor {
        owner: String,
    },
    FollowUpDue {
        owner: String,
    },
    FollowedUpBy {
        post: String,
    },
    TextLength {
        most: u32,
    },
    TooMany {
        most: u32,
    },
    NoPost {},
    /// A crew cannot do what the protocol needs.
    CannotDo {},
    /// An incident is this urgent now.
    PriorityNow {
        priority: u8,
    },
    DeclaredBy {
        post: String,
    },
    RingWorkedOut(RingWorkedOut),
    RingRaisedBy {
        post: String,
    },
    RingLoweredBy {
        post: String,
    },
    MansPost(MansPost),
    TooFewUnits(TooFewUnits),
    NoUnitInReach {
        seconds: f64,
    },
    SeatGiven(SeatGiven),
    UnitLeft {},
    NoSeatFree {},
    CircleLate(CircleLate),
    ReserveAskedBy {
        post: String,
    },
    ReserveCalledBy {
        post: String,
    },
    MustersAt {
        place: String,
    },
    SentHomeBy {
        post: String,
    },
    StoodDownBy {
        post: String,
    },
    IncidentOver {},
    Follows(Follows),
    LeavesIn(LeavesIn),
    ReliefFor(ReliefFor),
    RelievedBy(RelievedBy),
    BureauDecides {},
    NotYours(NotYours),
    LentTo(LentTo),
    NotLent(NotLent),
    OrderedAbove(OrderedAbove),
    DeskSilent(DeskSilent),
    CutOff(CutOff),
    BranchTaken(BranchTaken),
    BranchNext(BranchNext),
}
