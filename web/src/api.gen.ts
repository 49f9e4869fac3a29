// Written from controller/api by its test `typescript`. Do not edit.

export type Point = {
/**
 * Degrees north.
 */
lat: number,
/**
 * Degrees east.
 */
lon: number, };

export type Why = {
/**
 * For example `nearest_by_air_time`.
 */
code: string,
/**
 * Named values, already formatted without a unit; the dictionary's sentence adds the unit.
 */
values: { [key in string]: string }, };

export type Snapshot = {
/**
 * The number of the last delta this snapshot holds.
 */
seq: number,
/**
 * The server's clock.
 */
server_time_ms: number,
/**
 * Whether this is a training world. Then every page says so.
 */
training: boolean,
/**
 * The ground everything lies on.
 */
district: DistrictView,
/**
 * The squadron.
 */
vehicles: Array<VehicleView>,
/**
 * The ground units.
 */
units: Array<UnitView>,
/**
 * Open incidents and the last closed ones, newest first.
 */
incidents: Array<IncidentView>,
/**
 * Approvals still waiting for a human.
 */
approvals: Array<ApprovalView>,
/**
 * Who is duty commander.
 */
duty: DutyView,
/**
 * Roads that are closed now.
 */
closures: Array<ClosureView>,
/**
 * The circles of the guarded places, in the order of the district's; none in the first second.
 */
circles: Array<CircleView>,
/**
 * Others in the air.
 */
traffic: Array<TrafficView>,
/**
 * Incidents of which a step is missing, and what is still to be done of those that are over; the longest idle first.
 */
loops: Array<LoopView>,
/**
 * The weather as it was last measured.
 */
weather: WeatherView,
/**
 * Stations on their own.
 */
stations: StationsView,
/**
 * The state of journal and links.
 */
health: HealthView, };

export type DistrictView = {
/**
 * English or local name.
 */
name: string,
/**
 * Chinese name.
 */
name_zh: string,
/**
 * South-west corner.
 */
sw: Point,
/**
 * North-east corner.
 */
ne: Point,
/**
 * To be shown on the map.
 */
attribution: string,
/**
 * The district's outline: rings, first point not repeated.
 */
boundary: Array<Array<Point>>,
/**
 * Whether hotspots, posts and zones are invented.
 */
fictional: boolean,
/**
 * A note on the terrain to be shown, for example that there is no elevation data.
 */
terrain_note: string | null,
/**
 * Stations and docks.
 */
posts: Array<PostView>,
/**
 * Places that need attention, by hour.
 */
hotspots: Array<HotspotView>,
/**
 * Places with a 1-3-5 response circle.
 */
guarded: Array<GuardedView>,
/**
 * Keep-in, keep-out and no-record zones.
 */
zones: Array<ZoneView>,
/**
 * Until when the zones' hours are told, in milliseconds since 1970.
 */
told_until_ms: number,
/**
 * The patrol lines.
 */
lines: Array<LineView>, };

export type PostView = {
/**
 * Stable id.
 */
id: string,
/**
 * English name.
 */
name: string,
/**
 * Chinese name.
 */
name_zh: string,
/**
 * `station` or `dock`.
 */
kind: string,
/**
 * Where.
 */
at: Point, };

export type HotspotView = {
/**
 * Stable id.
 */
id: string,
/**
 * Name.
 */
name: string,
/**
 * Where.
 */
at: Point,
/**
 * 0 to 1.
 */
weight: number, };

export type GuardedView = {
/**
 * Stable id.
 */
id: string,
/**
 * English name.
 */
name: string,
/**
 * Chinese name.
 */
name_zh: string,
/**
 * 1 (highest) to 4.
 */
grade: number,
/**
 * Where.
 */
at: Point, };

export type LimitView = {
/**
 * Metres above the reference.
 */
metres: number,
/**
 * `AMSL`, above mean sea level, or `AGL`, above the ground straight below.
 */
reference: string, };

export type ZoneView = {
/**
 * Stable id.
 */
id: string,
/**
 * Name.
 */
name: string,
/**
 * `keep_in`, `keep_out` or `no_record`.
 */
kind: string,
/**
 * Chinese name; empty when it has none.
 */
name_zh: string,
/**
 * Closed ring, first point not repeated; a round zone as a polygon about it.
 */
ring: Array<Point>,
/**
 * Rings of what is not part of it.
 */
holes: Array<Array<Point>>,
/**
 * The lowest height it covers; nothing means from the ground.
 */
floor: LimitView | null,
/**
 * The highest height it covers; nothing means without end.
 */
ceiling: LimitView | null,
/**
 * When it holds, in words of files: `always`, `mon,tue 08:00-18:00 UTC+08:00`.
 */
schedule: string,
/**
 * When it holds in the day after this was sent, as stretches of milliseconds since 1970; ends not included.
 */
holds_ms: Array<[number, number]>,
/**
 * Who decides over it; empty when unknown.
 */
authority: string,
/**
 * Why it is there, and on what conditions it may be entered; empty when unknown.
 */
reason: string, };

export type LineView = {
/**
 * Stable id.
 */
id: string,
/**
 * English name.
 */
name: string,
/**
 * Chinese name.
 */
name_zh: string,
/**
 * In order of flight.
 */
points: Array<Point>, };

export type AreaView = {
/**
 * Stable id; unique among areas of its kind.
 */
id: string,
/**
 * The name people there use.
 */
name: string,
/**
 * The Chinese name; empty when it has none.
 */
name_zh: string,
/**
 * `police` or `civil`.
 */
kind: string,
/**
 * How close to the street: 4 province, 6 county, 8 town, 10 village.
 */
level: number,
/**
 * The parts, each an outline followed by its holes; first points not repeated.
 */
parts: Array<Array<Array<Point>>>, };

export type OwnerView = {
/**
 * The area's id.
 */
area: string,
/**
 * The area's name.
 */
name: string,
/**
 * Its Chinese name; empty when it has none.
 */
name_zh: string,
/**
 * The office that answers for it: a post's id or an office's name; the area itself where none is named.
 */
owner: string,
/**
 * The office's Chinese name, where it is a post that has one; else empty.
 */
owner_zh: string, };

export type OwnersView = {
/**
 * The place that was asked for.
 */
at: Point,
/**
 * The police area.
 */
police: OwnerView | null,
/**
 * The civil area.
 */
civil: OwnerView | null,
/**
 * `agreed`, `police_decides`, `only_police`, `nearest_police`, `only_civil` or `nobody`.
 */
rule: string,
/**
 * Metres to the border of the nearest police area, when that decides.
 */
away_m: number | null, };

export type VehicleView = {
/**
 * Its number in telemetry records too.
 */
id: number,
/**
 * English callsign, for example `Eagle 01`.
 */
callsign: string,
/**
 * Chinese callsign, for example `雄鹰01`.
 */
callsign_zh: string,
/**
 * Airframe name.
 */
airframe: string,
/**
 * `ready`, `not_ready`, `armed`, `flying`, `landing`, `lost`, `never_seen`, `quarantined`.
 */
state: string,
/**
 * Its identity is in doubt: nothing is sent to it.
 */
doubt: WatchView | null,
/**
 * Somebody else has a hand on it: automation leaves it alone until a post takes control.
 */
shared: WatchView | null,
/**
 * Who of our posts controls it, and what it says of that itself; nothing while nobody ever did.
 */
control: ControlView | null,
/**
 * Over an incident, since another is wanted in its place: it must leave soon.
 */
leaves: WatchView | null,
/**
 * The ground unit it follows.
 */
follows: number | null,
/**
 * The station it is lent to, by its id.
 */
lent_to: string | null,
/**
 * Stations that ask for it.
 */
stations_ask: Array<StationAskView>,
/**
 * Others in the air who come too near it.
 */
near: Array<WatchView>,
/**
 * With a signing key: whether it answered what nobody had signed; nothing while it was not asked.
 */
obeys_unsigned: boolean | null,
/**
 * Why it is not ready, or what it last complained of.
 */
because: Array<string>,
/**
 * `hold`, `takeoff`, `mission`, `return`, `land`, `manual`, `other`.
 */
mode: string,
/**
 * 0 to 100, when known.
 */
battery_percent: number | null,
/**
 * What it flies for: `none`, `patrol`, `incident`, `adopted`, `returning`.
 */
task: string,
/**
 * The patrol line's id, when on one.
 */
line: string | null,
/**
 * The incident it serves.
 */
incident: number | null,
/**
 * Its dock's post id.
 */
dock: string,
/**
 * The last order to it: word and state (`sent`, `verified`, `accepted`, `done`, `refused`, `unknown`).
 */
order: OrderView | null,
/**
 * What hangs under it, as far as it has told of anything.
 */
payload: PayloadView | null,
/**
 * What about it is not as the policy wants it, what forbids a launch first; nothing before it was heard.
 */
readiness: Array<ShortfallView>,
/**
 * The lists it stores, as far as anything was ever known of them: mission, fence, rally points.
 */
stored: Array<StoredView>,
/**
 * When a frame of it was last received, on the server's clock.
 */
last_seen_ms: number | null, };

export type WatchView = {
/**
 * Since when, on the server's clock.
 */
since_ms: number,
/**
 * What.
 */
why: Why, };

export type TrafficView = {
/**
 * The address it transmits with: `icao-4b1234`, `drone-` and a digest.
 */
id: string,
/**
 * `plane`, `helicopter`, `glider`, `balloon`, `parachute`, `ultralight`, `drone`, `unknown`.
 */
kind: string,
/**
 * Where it was.
 */
at: Point,
/**
 * When, on the server's clock.
 */
at_ms: number,
/**
 * Metres, counted as `height_above` says.
 */
height_m: number | null,
/**
 * `sea`, `pressure`, `ellipsoid`, `ground`.
 */
height_above: string | null,
/**
 * Over ground, metres per second.
 */
speed_mps: number | null,
/**
 * Where it moves to, degrees from north.
 */
heading_deg: number | null,
/**
 * Upwards, metres per second.
 */
climb_mps: number | null,
/**
 * Whether it stands on the ground by its own word.
 */
on_ground: boolean,
/**
 * Which of our aircraft heard it.
 */
heard_by: number,
/**
 * Which of our aircraft it comes too near to.
 */
near: Array<number>, };

export type ControlView = {
/**
 * How often it has changed hands. Orders other than hold, return and land are sent with the one that was shown.
 */
epoch: number,
/**
 * The post that holds it.
 */
by: string | null,
/**
 * Since when, on the server's clock.
 */
since_ms: number | null,
/**
 * The post that asks for it.
 */
asked_by: string | null,
/**
 * When it is that post's unless the holder says otherwise, on the server's clock.
 */
asked_until_ms: number | null,
/**
 * What the aircraft itself says of who controls it, where it does.
 */
aboard: AboardControlView | null, };

export type AboardControlView = {
/**
 * The ground station it listens to, by its system id.
 */
by: number | null,
/**
 * It is us.
 */
ours: boolean,
/**
 * Whoever asks is given control.
 */
takeover: boolean,
/**
 * The station that asks us for it.
 */
asked_by: number | null,
/**
 * It did not give us what we asked for last.
 */
refused: boolean, };

export type OrderView = {
/**
 * Its number.
 */
id: number,
/**
 * `launch`, `fly_mission`, `fly_home`, `go_to`, `orbit`, `resume`, `fence`, `rally`, `hold`, `return`, `land`.
 */
kind: string,
/**
 * `sent`, `verified`, `accepted`, `done`, `refused`, `unknown`.
 */
state: string,
/**
 * When it was given.
 */
at_ms: number,
/**
 * Words of the vehicle when it refused, or the step that stayed open.
 */
because: string | null, };

export type ShortfallView = {
/**
 * It is not launched; otherwise it is only to be known.
 */
blocks: boolean,
/**
 * What, with the values found and wanted.
 */
why: Why, };

export type StoredView = {
/**
 * `mission`, `fence` or `rally`.
 */
list: string,
/**
 * `verified`: read back equal to what was sent. `unknown`: nothing that relies on it starts.
 */
state: string,
/**
 * Items aboard when verified, as the vehicle counts them.
 */
items: number | null,
/**
 * Why it is unknown: `sending`, `different`, `changed`, `restarted`.
 */
doubt: string | null, };

export type PayloadView = {
/**
 * Its gimbal.
 */
gimbal: GimbalView | null,
/**
 * Its camera.
 */
camera: CameraView | null,
/**
 * The last order to either: `look_at`, `level`, `lock`, `follow`, `take_gimbal`, `release`, `record`,
 * `stop_recording`.
 */
order: OrderView | null, };

export type GimbalView = {
/**
 * Who controls it: `ours`, `free`, `other`, `unknown`.
 */
control: string,
/**
 * With `other`: the MAVLink system id.
 */
by: number | null,
/**
 * Up from the horizon, in steps of five degrees.
 */
pitch_deg: number | null,
/**
 * From north, in steps of five degrees.
 */
yaw_deg: number | null,
/**
 * Whether its direction keeps to the ground; else to the nose.
 */
locked: boolean, };

export type CameraView = {
/**
 * Maker and model, or empty.
 */
name: string,
/**
 * Whether it can record.
 */
records: boolean,
/**
 * Whether it records now; nothing when that is not known.
 */
recording: boolean | null,
/**
 * Since when, on the server's clock.
 */
since_ms: number | null,
/**
 * Whether this recording went where it must not.
 */
breached: boolean,
/**
 * Room left, in MiB.
 */
room_mib: number | null,
/**
 * Its streams, for a player outside of this program.
 */
streams: Array<StreamView>, };

export type StreamView = {
/**
 * Its number at the camera.
 */
number: number,
/**
 * What the camera calls it.
 */
name: string,
/**
 * Where it is.
 */
uri: string,
/**
 * Whether it runs.
 */
running: boolean,
/**
 * Whether it shows heat.
 */
thermal: boolean,
/**
 * Width and height in pixels, `1920x1080`; empty when the camera does not say.
 */
size: string, };

export type UnitView = {
/**
 * Its number; in telemetry `id | 0x8000_0000`.
 */
id: number,
/**
 * English callsign, for example `Patrol 12`.
 */
callsign: string,
/**
 * Chinese callsign, for example `巡组12`.
 */
callsign_zh: string,
/**
 * `car`, `motorbike` or `foot`.
 */
kind: string,
/**
 * `available`, `dispatched`, `en_route`, `on_scene`, `busy`, `out_of_service`.
 */
state: string,
/**
 * The incident it works on.
 */
incident: number | null, };

export type IncidentView = {
/**
 * Its number.
 */
id: number,
/**
 * `assault`, `theft`, `traffic_accident`, `missing_person`, `fire`, `crowd`, `disturbance`, `officer_in_need`.
 */
kind: string,
/**
 * 1 (highest) to 4.
 */
priority: number,
/**
 * `reported`, `assessed`, `assigned`, `on_scene`, `resolved`, `closed`.
 */
status: string,
/**
 * Where.
 */
at: Point,
/**
 * The nearest named place or road.
 */
place: string,
/**
 * Which door it came through: `console`, `110`, `unit`.
 */
source: string,
/**
 * When it was reported.
 */
reported_ms: number,
/**
 * When it was closed.
 */
closed_ms: number | null,
/**
 * What is proposed, with reasons.
 */
recommendation: RecommendationView | null,
/**
 * The approval that waits or was last decided.
 */
approval: ApprovalView | null,
/**
 * The aircraft that flies for it.
 */
sortie: SortieView | null,
/**
 * What the aircraft sees.
 */
track: TrackView | null,
/**
 * The ground unit's task, the latest last.
 */
taskings: Array<TaskingView>,
/**
 * `ground_handled`, `cleared_by_air`, `unfounded`, `handed_over`.
 */
outcome: string | null,
/**
 * What is not over yet, `tasking t3`, `follow_up 1`, `sortie s1`, `question a2`: while there is any, closing needs a reason.
 */
open_hops: Array<string>,
/**
 * Why it was closed while a hop was open: `duplicate`, `no_unit`, `handed_over`, `unfounded`, `other`.
 */
close_reason: string | null,
/**
 * What the desk keeps of it.
 */
desk: DeskView,
/**
 * The serious case it is, or was.
 */
serious: SeriousView | null,
/**
 * Every hop in order.
 */
timeline: Array<HopView>, };

export type DeskView = {
/**
 * Further calls about it, in order.
 */
reports: Array<ReportView>,
/**
 * And so many beyond them, which are counted only.
 */
reports_beyond: number,
/**
 * What people wrote down, in order.
 */
notes: Array<NoteView>,
/**
 * Other incidents it has to do with.
 */
links: Array<number>,
/**
 * What is still to be done for it, or was.
 */
follow_ups: Array<FollowUpView>,
/**
 * The unit of ours that calls for help.
 */
caller: number | null,
/**
 * When people above were told that nobody takes it; nothing once somebody does.
 */
escalated_ms: number | null,
/**
 * When each of the six steps was first taken: collected, assessed, warned, tasked, checked, fed back.
 */
stamps_ms: Array<number | null>, };

export type ReportView = {
/**
 * The sender's key.
 */
key: string,
/**
 * When.
 */
at_ms: number,
/**
 * 1 (highest) to 4.
 */
priority: number,
/**
 * Where the caller says it is.
 */
at: Point,
/**
 * Which door it came through.
 */
source: string, };

export type NoteView = {
/**
 * When.
 */
at_ms: number,
/**
 * The post that did.
 */
by: string,
/**
 * What.
 */
text: string, };

export type FollowUpView = {
/**
 * Its number in the incident, from 1.
 */
number: number,
/**
 * What.
 */
text: string,
/**
 * The post that does it.
 */
owner: string,
/**
 * By when.
 */
due_ms: number,
/**
 * It was told that it is due.
 */
is_due: boolean,
/**
 * When it was done.
 */
done_ms: number | null, };

export type LoopView = {
/**
 * Which.
 */
incident: number,
/**
 * The first step that was not taken: `collected`, `assessed`, `warned`, `tasked`, `checked`, `fed_back`; nothing when all
 * were and something is still to be done.
 */
missing: string | null,
/**
 * Seconds since the last step that was taken.
 */
idle_s: number,
/**
 * As in `IncidentView::open_hops`.
 */
hops: Array<string>,
/**
 * People above were told that nobody takes it.
 */
is_escalated: boolean,
/**
 * So much of what was to be done is overdue.
 */
overdue: number, };

export type StationsView = {
/**
 * At the bureau: the stations it does not hear, in the order of their ids.
 */
cut: Array<ApartView>,
/**
 * At a station: that it decides about its own alone; nothing else.
 */
alone: ApartView | null, };

export type ApartView = {
/**
 * The id of the station's post.
 */
station: string,
/**
 * Since when.
 */
since_ms: number, };

export type WeatherView = {
/**
 * The latest report; nothing before the first.
 */
report: WeatherReportView | null,
/**
 * A report older than this says nothing any more, seconds.
 */
stale_s: number,
/**
 * Whether nothing is launched without a report.
 */
required: boolean,
/**
 * What the report forbids: the policy's limits for everybody first.
 */
forbids: Array<WeatherLimitView>, };

export type WeatherReportView = {
/**
 * When.
 */
at_ms: number,
/**
 * By which station or post.
 */
source: string,
/**
 * Mean wind, m/s.
 */
wind_mps: number | null,
/**
 * Gusts, m/s.
 */
gust_mps: number | null,
/**
 * Visibility, m.
 */
visibility_m: number | null,
/**
 * The lowest clouds above ground, m.
 */
ceiling_m: number | null,
/**
 * Rain, mm/h.
 */
rain_mm_h: number | null,
/**
 * Air temperature, °C.
 */
temperature_c: number | null, };

export type WeatherLimitView = {
/**
 * The airframe that must not fly in it; empty for all of them.
 */
airframe: string,
/**
 * Which limit, and by how much.
 */
why: Why, };

export type HopView = {
/**
 * The record's number in the journal.
 */
seq: number,
/**
 * When.
 */
at_ms: number,
/**
 * The event's kind, for example `incident_reported`.
 */
kind: string,
/**
 * Who: a callsign, a post, or empty for the controller itself.
 */
who: string,
/**
 * Why.
 */
why: Why, };

export type RecommendationView = {
/**
 * When it was worked out.
 */
at_ms: number,
/**
 * The aircraft, if any can.
 */
air: AirOptionView | null,
/**
 * Up to three ground units, fastest first.
 */
ground: Array<GroundOptionView>,
/**
 * Aircraft and units that were passed over, each with its reason.
 */
passed_over: Array<PassedOverView>,
/**
 * So many more aircraft were passed over than are named.
 */
beyond: number, };

export type AirOptionView = {
/**
 * Which.
 */
vehicle: number,
/**
 * `launch` from its dock or `divert` from what it flies now.
 */
action: string,
/**
 * Seconds until over the place, with wind, take-off and climb.
 */
eta_s: number,
/**
 * Percent left on arrival, 0 to 100.
 */
battery_on_arrival: number,
/**
 * And back home, when it returns at the end of its time over the place.
 */
battery_after_return: number | null,
/**
 * Metres to fly, round the zones.
 */
distance_m: number,
/**
 * The path it would fly.
 */
path: Array<Point>,
/**
 * Why this one.
 */
why: Why, };

export type GroundOptionView = {
/**
 * Which.
 */
unit: number,
/**
 * Seconds by road from where it was last heard.
 */
eta_s: number,
/**
 * Seconds at the latest, wherever it can have gone since.
 */
latest_s: number,
/**
 * Seconds since its position was true.
 */
age_s: number,
/**
 * Whether the policy calls that old.
 */
is_old: boolean,
/**
 * How many they are, when that is known.
 */
crew: number | null,
/**
 * What they can do besides, in the policy's words.
 */
can: Array<string>,
/**
 * The less urgent incident it would be taken from; it is sent by hand only with `over`.
 */
from: number | null,
/**
 * Circles that fail when it leaves: the guarded place and its minutes, `school-1 3`.
 */
breaks: Array<string>,
/**
 * Why this one.
 */
why: Why, };

export type PassedOverView = {
/**
 * A callsign.
 */
who: string,
/**
 * Why not.
 */
why: Why, };

export type ApprovalView = {
/**
 * Its number.
 */
id: number,
/**
 * `requested`, `granted`, `refused`, `expired`.
 */
state: string,
/**
 * `incident` or `patrol`.
 */
purpose: string,
/**
 * The incident it is for.
 */
incident: number | null,
/**
 * The patrol line it is for.
 */
line: string | null,
/**
 * Which aircraft.
 */
vehicle: number,
/**
 * The aircraft over the incident that must leave soon, in whose place it would fly.
 */
relieves: number | null,
/**
 * `launch` or `divert`.
 */
action: string,
/**
 * What the mission's hash is; a grant is for this mission only.
 */
mission_hash: string,
/**
 * What the hash of all that is shown of the question is: as it is now while it waits, as the one saw it who granted
 * it; a grant is for this card only.
 */
card_hash: string,
/**
 * When it was asked.
 */
requested_ms: number,
/**
 * When the question lapses.
 */
expires_ms: number,
/**
 * The post that decided.
 */
by: string | null, };

export type DutyView = {
/**
 * The post; none while the seat is empty.
 */
post: string | null,
/**
 * The post it was offered to.
 */
offered: string | null,
/**
 * Whether other commanders' posts may decide in its name.
 */
deputies: boolean,
/**
 * Since when.
 */
since_ms: number | null,
/**
 * When the watch is over by itself.
 */
until_ms: number | null, };

export type SeatsView = {
/**
 * What the levels of command are called in Chinese, from the top down.
 */
levels_zh: Array<string>,
/**
 * The same in English.
 */
levels_en: Array<string>,
/**
 * The stations that have units.
 */
stations: Array<StationView>, };

export type StationView = {
/**
 * The id of its post.
 */
id: string,
/**
 * Its English name.
 */
name: string,
/**
 * Its Chinese name.
 */
name_zh: string, };

export type StationAskView = {
/**
 * Its id.
 */
station: string,
/**
 * Since when, on the server's clock.
 */
since_ms: number, };

export type InformedView = {
/**
 * Its id.
 */
station: string,
/**
 * When one of its posts knew of it.
 */
seen_ms: number | null,
/**
 * Which.
 */
seen_by: string | null, };

export type SortieView = {
/**
 * Its number.
 */
id: number,
/**
 * Which aircraft.
 */
vehicle: number,
/**
 * `ordered`, `en_route`, `on_scene`, `returning`, `ended`.
 */
state: string,
/**
 * When it is expected over the place.
 */
eta_ms: number | null,
/**
 * The path it flies.
 */
path: Array<Point>, };

export type TrackView = {
/**
 * Its number.
 */
id: number,
/**
 * `tentative`, `confirmed`, `coasting`, `dropped`.
 */
state: string,
/**
 * `person`, `vehicle`, `smoke`, `crowd`.
 */
class: string,
/**
 * Where.
 */
at: Point,
/**
 * Radius of the 68 % circle in metres.
 */
accuracy_m: number,
/**
 * The ellipse that holds 90 %, while it is seen.
 */
ellipse: EllipseView | null,
/**
 * Whose cameras see it.
 */
seen_by: Array<number>,
/**
 * 0 to 1.
 */
confidence: number, };

export type CircleView = {
/**
 * The id of the guarded place, as in the district.
 */
place: string,
/**
 * As its worst tier: `met`, `at_risk` (met, but not without one of those who carry it), `failed`.
 */
state: string,
/**
 * Shortest time first.
 */
tiers: Array<CircleTierView>, };

export type CircleTierView = {
/**
 * From the alarm to being there.
 */
minutes: number,
/**
 * `met`, `at_risk`, `failed`.
 */
state: string,
/**
 * Who would be there in time, first one first, the ten first.
 */
in_time: Array<InTimeView>,
/**
 * The first who would come too late.
 */
next: InTimeView | null,
/**
 * Callsigns without whom it would fail.
 */
carried_by: Array<string>, };

export type InTimeView = {
/**
 * Callsign, or the name of a station.
 */
who: string,
/**
 * `air`, `car`, `motorbike`, `foot`, `station`.
 */
class: string,
/**
 * From the alarm.
 */
seconds: number, };

export type EllipseView = {
/**
 * Half of its longer axis in metres.
 */
major_m: number,
/**
 * Half of its shorter axis in metres.
 */
minor_m: number,
/**
 * Where the longer axis points, 0 to 180 degrees from north.
 */
bearing_deg: number, };

export type ClosureView = {
/**
 * Its number.
 */
id: number,
/**
 * The name of the road, or empty.
 */
road: string,
/**
 * The point that was named.
 */
at: Point,
/**
 * The stretch that is closed, from junction to junction.
 */
line: Array<Point>,
/**
 * When it was closed.
 */
since_ms: number,
/**
 * When it opens by itself; nothing means when somebody opens it.
 */
until_ms: number | null,
/**
 * The post that closed it.
 */
by: string, };

export type TaskingView = {
/**
 * Its number.
 */
id: number,
/**
 * For which incident.
 */
incident: number,
/**
 * Which unit.
 */
unit: number,
/**
 * `proposed`, `sent`, `received`, `acknowledged`, `en_route`, `on_scene`, `done`, `declined`, `timed_out`,
 * `recalled`.
 */
state: string,
/**
 * Where to.
 */
to: Point,
/**
 * When it was sent, or proposed.
 */
sent_ms: number,
/**
 * While it is proposed: when it is sent although nobody said anything.
 */
sends_ms: number | null,
/**
 * When it is expected to arrive.
 */
eta_ms: number | null,
/**
 * The way by road.
 */
path: Array<Point>,
/**
 * Why this unit.
 */
why: Why,
/**
 * Which offer of the incident's slot it is; grows when it is led elsewhere.
 */
epoch: number,
/**
 * The post or the seat it is sent to; empty: to the incident itself.
 */
post: string,
/**
 * Of one that was taken back: the crew confirmed it.
 */
recall_seen: boolean,
/**
 * The crew does not confirm that it was taken back: call it.
 */
escalated: boolean,
/**
 * The unit's station, when others than its own posts gave the task: it is informed of it.
 */
informed: InformedView | null, };

export type SeriousView = {
/**
 * When it was declared.
 */
declared_ms: number,
/**
 * The post that did.
 */
by: string,
/**
 * When it was over.
 */
over_ms: number | null,
/**
 * Inner first.
 */
rings: Array<RingView>,
/**
 * Inner first.
 */
seats: Array<SeatCircleView>,
/**
 * Every block of the policy.
 */
reserve: Array<BlockView>, };

export type RingView = {
/**
 * 1 is the innermost.
 */
ring: number,
/**
 * From the scene, straight.
 */
radius_m: number,
/**
 * So many smaller crossings have no post.
 */
left_out: number,
/**
 * The number of what is proposed, which `raise` names; none while nobody worked it out.
 */
proposal: number | null,
/**
 * A person lets it be manned.
 */
is_raised: boolean,
/**
 * Clockwise from north.
 */
posts: Array<RingPostView>, };

export type RingPostView = {
/**
 * Its slot of the incident.
 */
slot: number,
/**
 * Ring, number and road.
 */
name: string,
/**
 * Where.
 */
at: Point,
/**
 * `open`: to be manned, and nobody; `proposed`; `idle`: not to be manned; else the state of its task as in `TaskingView`.
 */
state: string,
/**
 * Who, or who is proposed.
 */
unit: number | null,
/**
 * Its task.
 */
tasking: number | null,
/**
 * Seconds by road at the latest, as proposed.
 */
eta_s: number | null,
/**
 * The less urgent incident it would be taken from.
 */
from: number | null,
/**
 * Why this one, or why nobody.
 */
why: Why | null, };

export type SeatCircleView = {
/**
 * Its name, by the policy.
 */
name: string,
/**
 * From the scene.
 */
radius_m: number,
/**
 * It should be full by now and is not.
 */
is_short: boolean,
/**
 * Its seats.
 */
seats: Array<SeatView>, };

export type SeatView = {
/**
 * For what, by the policy.
 */
role: string,
/**
 * Who has it.
 */
unit: number | null, };

export type BlockView = {
/**
 * Its name, by the policy.
 */
name: string,
/**
 * `idle`, `asked`, `called`, `home`.
 */
state: string,
/**
 * Where it musters; empty before it is called.
 */
place: string,
/**
 * Its units.
 */
members: Array<MemberView>,
/**
 * So many have not answered, or cannot come.
 */
missing: number, };

export type MemberView = {
/**
 * Which.
 */
unit: number,
/**
 * `missing`, `called`, `acknowledged`, `arrived`.
 */
state: string, };

export type HealthView = {
/**
 * Whether orders can be recorded. When not, only hold, return and land go out.
 */
journal_writable: boolean,
/**
 * Records so far.
 */
records: number,
/**
 * Frames understood.
 */
frames: number,
/**
 * Frames lost by sequence.
 */
frames_lost: number,
/**
 * Bytes that were no frame, or frames with a bad checksum.
 */
frames_bad: number,
/**
 * Wind the planner uses: from where it blows, degrees.
 */
wind_from_deg: number,
/**
 * Metres per second.
 */
wind_mps: number, };

export type Delta = {
/**
 * Its number.
 */
seq: number,
/**
 * The server's clock.
 */
server_time_ms: number,
/**
 * What changed.
 */
change: Change, };

export type Change = { "type": "incident",
/**
 * As it is now.
 */
incident: IncidentView, } | { "type": "approval",
/**
 * As it is now.
 */
approval: ApprovalView, } | { "type": "vehicle",
/**
 * As it is now.
 */
vehicle: VehicleView, } | { "type": "unit",
/**
 * As it is now.
 */
unit: UnitView, } | { "type": "duty",
/**
 * As it is now.
 */
duty: DutyView, } | { "type": "zones",
/**
 * As they are now.
 */
zones: Array<ZoneView>, } | { "type": "closures",
/**
 * As they are now.
 */
closures: Array<ClosureView>, } | { "type": "circles",
/**
 * As they are now.
 */
circles: Array<CircleView>, } | { "type": "traffic",
/**
 * As they are now.
 */
traffic: Array<TrafficView>, } | { "type": "weather",
/**
 * As it is now.
 */
weather: WeatherView, } | { "type": "stations",
/**
 * As it is now.
 */
stations: StationsView, } | { "type": "health",
/**
 * As it is now.
 */
health: HealthView, } | { "type": "to_unit",
/**
 * What to carry.
 */
message: UnitMessage, };

export type UnitMessage = {
/**
 * Whose device.
 */
unit: number,
/**
 * The tasking.
 */
tasking: number,
/**
 * The incident.
 */
incident: number,
/**
 * `task`, `remind` or `recall`. A recall is repeated until `recall_seen` is replied, whether the device knows the task
 * or not; a device that heard one takes the task of that number no more.
 */
kind: string,
/**
 * What kind of incident.
 */
incident_kind: string,
/**
 * 1 to 4.
 */
priority: number,
/**
 * Where to.
 */
to: Point,
/**
 * Which offer this is; name it in every reply. A higher one for a known tasking leads elsewhere.
 */
epoch: number,
/**
 * The name of the post or the seat the unit is sent to; empty when it is sent to the incident itself.
 */
post: string, };

export type Login = {
/**
 * `commander`, `dispatcher`, `operator`, `viewer` or `field`.
 */
role: string,
/**
 * The station whose post it is, by its id in `GET /api/v1/seats`; left out: a post of the bureau.
 */
station: string | null, };

export type Session = {
/**
 * As in [`Login`].
 */
role: string,
/**
 * The post's name, for example `commander-1`; a station's names it, `dispatcher-1@ST-2`.
 */
post: string,
/**
 * The station whose post it is.
 */
station: string | null,
/**
 * Whether this is a training world.
 */
training: boolean, };

export type RaiseAlarm = {
/**
 * As in `IncidentView::kind`.
 */
kind: string,
/**
 * 1 (highest) to 4.
 */
priority: number,
/**
 * Where.
 */
at: Point,
/**
 * `console`, `110` or `unit`.
 */
source: string, };

export type AlarmAccepted = {
/**
 * The incident's number; the same for a repeated key.
 */
incident: number, };

export type Decide = {
/**
 * True grants, false refuses.
 */
grant: boolean,
/**
 * The mission hash the approver saw; a different one is refused.
 */
mission_hash: string,
/**
 * With `grant`: the card's hash the approver saw; a card that has changed since is refused.
 */
card_hash: string, };

export type Duty = {
/**
 * `take`; `hand`: offer it to another post, which takes it; `leave`.
 */
act: string,
/**
 * With `hand`: the other post.
 */
to: string | null,
/**
 * With `take`: also when another post has the seat and did not offer it.
 */
relieve: boolean,
/**
 * With `take`: other commanders' posts may decide in this one's name.
 */
deputies: boolean, };

export type LendVehicle = {
/**
 * `ask`: this station would have it; of the bureau: `lend`, `deny`; `back`: taken back, or given back.
 */
act: string,
/**
 * With `lend` and `deny`: the station, by the id of its post.
 */
station: string | null,
/**
 * With `deny`: why.
 */
text: string | null, };

export type ReportWeather = {
/**
 * Which station or post, 1 to 32 letters, digits, `-` and `_`.
 */
source: string,
/**
 * How long ago it was measured, seconds.
 */
age_s: number,
/**
 * Mean wind, m/s.
 */
wind_mps: number | null,
/**
 * Gusts, m/s.
 */
gust_mps: number | null,
/**
 * Visibility, m.
 */
visibility_m: number | null,
/**
 * The lowest clouds above ground, m.
 */
ceiling_m: number | null,
/**
 * Rain, mm/h.
 */
rain_mm_h: number | null,
/**
 * Air temperature, °C.
 */
temperature_c: number | null, };

export type SetZone = {
/**
 * What it is called, at most 64 characters.
 */
name: string,
/**
 * `keep_out` or `no_record`.
 */
kind: string,
/**
 * Its corners, 3 to 500, the first not repeated.
 */
ring: Array<Point>,
/**
 * The lowest height it covers, metres above sea level; left out: from the ground.
 */
floor_amsl_m: number | null,
/**
 * The highest; left out: without end.
 */
ceiling_amsl_m: number | null,
/**
 * For so long, 1 to 43200; left out: until somebody lifts it.
 */
minutes: number | null, };

export type TaskUnit = {
/**
 * Which unit.
 */
unit: number,
/**
 * Although there is a warning about it: it is busy, or its crew too small.
 */
over: boolean, };

export type CallForHelp = {
/**
 * Where; left out: where it last was.
 */
at: Point | null, };

export type CloseIncident = {
/**
 * As in `IncidentView::outcome`.
 */
outcome: string,
/**
 * Needed while a hop is open: `duplicate`, `no_unit`, `handed_over`, `unfounded`, `other`.
 */
reason: string | null, };

export type SplitReport = {
/**
 * As in `ReportView::key`.
 */
key: string, };

export type AddNote = {
/**
 * At most 500 characters; control characters are taken out.
 */
text: string, };

export type LinkIncident = {
/**
 * The other incident.
 */
incident: number, };

export type ChangePriority = {
/**
 * 1 (highest) to 4.
 */
priority: number, };

export type OpenFollowUp = {
/**
 * What; at most 500 characters, control characters are taken out.
 */
text: string,
/**
 * The post that does it, never a person: 1 to 32 letters, digits, `-` and `_`.
 */
owner: string,
/**
 * Within so many minutes, 1 to 43200; then it is told that it is due.
 */
minutes: number, };

export type TickFollowUp = {
/**
 * As in `FollowUpView::number`.
 */
number: number, };

export type SeriousAsk = {
/**
 * `declare`; `propose` a ring anew; `raise` a ring as it was proposed; `man` a post with a unit; `scene`: send a unit to
 * the scene; `lower` a ring; `call_reserve`: a dispatcher asks for a block, a commander calls it; `send_home` a block;
 * `stand_down`.
 */
act: string,
/**
 * With `propose`, `raise` and `lower`: 1 is the innermost.
 */
ring: number | null,
/**
 * With `raise`: as in `RingView::proposal`; another than the present one is refused.
 */
proposal: number | null,
/**
 * With `raise`: as in `RingPostView::slot`, the posts that are meant; none: all. With `man`: the one post.
 */
slots: Array<number>,
/**
 * With `man` and `scene`: who.
 */
unit: number | null,
/**
 * With `man` and `scene`: although there is a warning about the unit.
 */
over: boolean,
/**
 * With `call_reserve` and `send_home`: as in `BlockView::name`.
 */
block: string | null, };

export type CloseRoad = {
/**
 * On the road or beside it.
 */
at: Point,
/**
 * For so long, 1 to 43200; left out: until somebody opens it.
 */
minutes: number | null, };

export type OrderVehicle = {
/**
 * `hold`, `return`, `land`, `go_to`, `orbit`, `follow_unit`; `take_control`: it is this post's, at once or when the post that holds it
 * gives it; `hand_over` to the post that asks, `keep_control`, `release_control`; `resume`: go on with the approved mission where it was left; `fence`, `rally`: put the district's zones, or its docks, aboard.
 * To its payload: `look_at` a place, `level`, `lock`, `follow`, `take_gimbal`, `release`, `record`, `stop_recording`.
 */
kind: string,
/**
 * The callsign shown on the button; must match the vehicle.
 */
callsign: string,
/**
 * For `go_to` and `look_at`, and the middle for `orbit`.
 */
to: Point | null,
/**
 * For `orbit`: of the circle, 15 to 250 m.
 */
radius_m: number | null,
/**
 * For `follow_unit`: the ground unit it goes after until anything else is ordered.
 */
unit: number | null,
/**
 * The epoch of control that was shown. Needed, but for hold, return, land and control itself, when a post holds the
 * vehicle; one that is not the present epoch is refused.
 */
epoch: number | null, };

export type UnitPosition = {
/**
 * Which unit.
 */
unit: number,
/**
 * Where.
 */
at: Point,
/**
 * Metres per second over ground.
 */
speed_mps: number,
/**
 * Degrees from north.
 */
heading_deg: number,
/**
 * How old the fix is.
 */
age_ms: number,
/**
 * Whether the crew can take a task.
 */
available: boolean,
/**
 * The same in more words: `available`, `busy`, `out_of_service`.
 */
status: string | null,
/**
 * How many are in the crew now.
 */
crew: number | null,
/**
 * The device's count of its reports, from 0 when it starts: a higher one is newer, whatever its clock says.
 */
seq: number | null, };

export type ReplyToTasking = {
/**
 * Who answers.
 */
unit: number,
/**
 * `received`, `acknowledged`, `declined`, `en_route`, `on_scene`, `done`; `recall_seen` answers a recall.
 */
reply: string,
/**
 * With `done`: as in `IncidentView::outcome`.
 */
outcome: string | null,
/**
 * As in `UnitMessage::epoch`, of the message this answers.
 */
epoch: number | null, };

export type ReportDetection = {
/**
 * A repeat with the same key is the same detection.
 */
key: string,
/**
 * Whose camera.
 */
vehicle: number,
/**
 * `person`, `vehicle`, `smoke`, `crowd`, `object`.
 */
class: string,
/**
 * Where on the ground, if the detector knows; with `accuracy_m`.
 */
at: Point | null,
/**
 * Radius of the 68 % circle in metres.
 */
accuracy_m: number | null,
/**
 * Where in the picture its foot is, if the detector knows no more: 0 to 1 from the left and from the top. Aircraft and
 * camera must have told where they are and look.
 */
pixel: [number, number] | null,
/**
 * 0 to 1.
 */
confidence: number,
/**
 * How long ago it was seen.
 */
age_ms: number, };

export type Problem = {
/**
 * A stable word, for example `unknown_field`.
 */
code: string,
/**
 * The field or thing it is about.
 */
at: string,
/**
 * One sentence.
 */
say: string,
/**
 * What to do.
 */
remedy: string, };

export type Accepted = {
/**
 * The record's number in the journal; 0 when nothing changed (a repeat).
 */
record: number, };

export type AllReturned = {
/**
 * The record's number in the journal; 0 when no aircraft was given an order.
 */
record: number,
/**
 * One line an aircraft.
 */
vehicles: Array<Returned>, };

export type Returned = {
/**
 * Which.
 */
vehicle: number,
/**
 * The order it was given; none with `why`.
 */
order: number | null,
/**
 * Why it was given none.
 */
why: Why | null, };

