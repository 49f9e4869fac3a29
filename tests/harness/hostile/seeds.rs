//! Good inputs to spoil: the product's own files, frames of another library, records of a short conversation.

use super::world::{self, Desk};
use super::{air, tiny};
use controller_api::ask::{
    AddNote, CallForHelp, ChangePriority, CloseIncident, Decide, Duty, LinkIncident, OpenFollowUp, OrderVehicle,
    RaiseAlarm, ReplyToTasking, ReportDetection, ReportWeather, SetZone, SplitReport, TaskUnit, TickFollowUp,
    UnitPosition,
};
use controller_core::policy;
use controller_link::codec::Message;
use controller_link::codec::{self, Header};
use flight_plans::Airframe;
use serde::Serialize;

/// Frames as pymavlink wrote them, each alone and behind whom and how long.
pub fn datagrams() -> Vec<Vec<u8>> {
    let frames: Vec<Vec<u8>> = include_str!("../../golden/frames.txt").lines().filter_map(frame).collect();
    let told = frames.iter().filter(|frame| frame.len() < 256);
    let day = told.flat_map(|frame| [&[frame[5], frame.len() as u8], frame.as_slice()].concat()).collect();
    frames.into_iter().chain([day]).chain(bare()).collect()
}

/// Frames that are read where they lie: a pack of remote identification, and who controls a vehicle.
fn bare() -> Vec<Vec<u8>> {
    let who = Header { system: 1, component: 1, sequence: 0 };
    let pack: Vec<u8> = [vec![0; 2], vec![7; 20], vec![25, 2], vec![0x02; 25], vec![0x12; 25]].concat();
    [(12_915, pack), (512, vec![1, 255]), (512, vec![3, 250, 255])]
        .into_iter()
        .filter_map(|(id, payload)| codec::frame(who, id, &payload))
        .collect()
}

fn frame(line: &str) -> Option<Vec<u8>> {
    let hex = line.split(' ').nth(4)?;
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

/// A launch from alarm to arming; orders; an aircraft's first words; every message once.
pub fn conversation() -> Vec<Vec<u8>> {
    // The aircraft tells who it is and how it is set up; an alarm, a second, a yes; then it answers, and time passes.
    let answers = |times: usize| [4, 0, 1].repeat(times);
    let day = [answers(15), vec![1, 3, 0, 10, 2], answers(40)].concat();
    let orders = vec![3, 0, 0, 4, 0, 5, 3, 0, 1, 4, 0, 5, 3, 1, 7, 0, 200, 0, 50];
    let hello = world::hello().iter().flat_map(|message| told(2, message)).collect();
    let all = Message::IDS.iter().filter_map(|id| Message::read(*id, &[0x15; 200]));
    let everything = all.flat_map(|message| told(1, &message)).collect();
    // A gimbal and a camera are found, turned and recorded with; what it follows is told.
    let mut payload = world::hello().iter().flat_map(|message| told(2, message)).collect::<Vec<u8>>();
    let camera = Message::IDS.iter().filter(|id| (259..=287).contains(*id));
    let said = camera.filter_map(|id| Message::read(*id, &[0x3F; 80])).flat_map(|message| told(2, &message));
    let said: Vec<u8> = said.collect();
    payload.extend(&said);
    payload.extend([6, 2, 0, 4, 1, 1, 0, 0, 6, 2, 1, 3, 1, 1, 1]);
    (4..8).for_each(|order| payload.extend([3, 1, order, 0, 3]));
    payload.extend(&said);
    payload.extend([0, 50]);
    vec![day, orders, hello, everything, payload]
}

/// A message as a step of a conversation.
fn told(system: u8, message: &Message) -> Vec<u8> {
    let place = Message::IDS.iter().position(|id| *id == message.id()).unwrap_or_default();
    let payload = message.payload();
    [&[5, system, place as u8, payload.len() as u8], payload.as_slice()].concat()
}

/// The village, and the first blocks of the shipped extract.
pub fn extract() -> Vec<Vec<u8>> {
    vec![tiny::extract(&tiny::village()), world::EXTRACT[..40_000].to_vec()]
}

/// The village's data.
pub fn block() -> Vec<Vec<u8>> {
    vec![tiny::village()]
}

/// Two streets that cross at a bollard, a footpath, a bus lane, a forbidden turn and an outline, as an editor writes them.
pub fn osmxml() -> Vec<Vec<u8>> {
    vec![
        br#"<meta osm_base="2024-01-01T00:00:00Z"/>
<node id="1" lat="35.58" lon="104.62"/><node id="2" lat="35.58" lon="104.63"><tag k="barrier" v="bollard"/></node>
<node id="3" lat="35.58" lon="104.64"/><node id="4" lat="35.59" lon="104.63"/><node id="-5" lat="35.57" lon="104.63"/>
<node id="6" lat="35.59" lon="104.64"><tag k="place" v="village"/><tag k="name" v="&#x6751;"/></node>
<way id="1"><nd ref="1"/><nd ref="4"/><nd ref="6"/><tag k="highway" v="primary"/><tag k="maxspeed" v="CN:urban"/>
<tag k="maxspeed:conditional" v="30 @ (Mo-Fr 07:00-09:00,16:00-18:00; PH off)"/></way>
<way id="2"><nd ref="6"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="oneway" v="-1"/>
<tag k="motor_vehicle:conditional" v="no @ (22:00-06:00 AND wet); private @ (Sa,Su)"/></way>
<way id="3"><nd ref="3"/><nd ref="2"/><nd ref="1"/><tag k="highway" v="service"/><tag k="access" v="private"/></way>
<way id="-4" action="modify"><nd ref="2"/><nd ref="-5"/><tag k="highway" v="footway"/></way>
<way id="5"><nd ref="4"/><nd ref="2"/><tag k="highway" v="unclassified"/><tag k="access" v="no"/><tag k="psv" v="yes"/></way>
<way id="6"><nd ref="1"/><nd ref="3"/><nd ref="6"/><nd ref="1"/></way>
<relation id="1"><member type="way" ref="1" role="from"/><member type="node" ref="6" role="via"/>
<member type="way" ref="2" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="only_right_turn"/>
<tag k="restriction:conditional" v="none @ (24/7 AND weight&lt;3.5)"/></relation>
<relation id="2"><member type="way" ref="6" role="outer"/><tag k="type" v="boundary"/>
<tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/><tag k="name" v="A &amp; B"/></relation>
"#
        .to_vec(),
    ]
}

/// The invented layers.
const INVENTED: [&str; 4] = ["posts.json", "guarded.json", "hotspots.json", "zones.json"];

/// Every file of the village, the invented layers cut down to four of a kind.
pub fn district() -> Vec<Vec<u8>> {
    let files = world::village().iter().filter(|(name, _)| !name.ends_with(".pmtiles"));
    let few = |name: &str, bytes: &Vec<u8>| if INVENTED.contains(&name) { first_of_each(bytes) } else { bytes.clone() };
    files.zip(0..).map(|((name, bytes), which)| [vec![which], few(name, bytes)].concat()).collect()
}

fn first_of_each(json: &[u8]) -> Vec<u8> {
    let mut value: serde_json::Value = serde_json::from_slice(json).unwrap_or_default();
    let lists = value.as_object_mut().into_iter().flat_map(|fields| fields.values_mut());
    lists.filter_map(serde_json::Value::as_array_mut).for_each(|list| list.truncate(4));
    value.to_string().into_bytes()
}

/// Two tables of counts, behind the byte that says how they are to be taken.
pub fn counts() -> Vec<Vec<u8>> {
    let plain = "lat,lon,time,type,source,count\n35.581,104.621,2026-05-01 08:30,theft,call,2\n\
                 35.5811,104.6211,2026-05-02 09:00,theft,report,1\n35.5812,104.6209,2026-05-02 09:10,noise,patrol,1\n";
    let tongue =
        "\u{feff}纬度;经度;时间;类型\r\n35,6;104,6;2026/5/1 8:30;盗窃\r\n35,6;104,6;2026-05-01T08:30:00Z;\"盗窃\"\r\n";
    vec![[&[0], plain.as_bytes()].concat(), [&[4 + 2], tongue.as_bytes()].concat()]
}

/// The order of the village's road net.
pub fn order() -> Vec<Vec<u8>> {
    vec![world::opened_village().roads.order()]
}

/// Closures, speeds and hours of every kind.
pub fn conditions() -> Vec<Vec<u8>> {
    let text = r#"{"utc_offset_min":480,
        "closures":[{"edge":1,"direction":"forward","span":{"from":1,"until":9},"profiles":["car","emergency"]},{"edge":2}],
        "speeds":[{"edge":0,"direction":"backward","speed":{"kph":12.5}},{"edge":3,"speed":{"factor":0.5},"span":{"until":7}}],
        "hours":[{"classes":["primary","residential"],"factors":[1,1,1,1,1,1,0.8,0.5,0.5,0.7,1,1,1,1,1,1,0.7,0.5,0.5,0.7,1,1,1,1]}]}"#;
    vec![text.as_bytes().to_vec()]
}

/// A small plan of the shipped district.
pub fn plan() -> Vec<Vec<u8>> {
    vec![world::setup().plan.to_json()]
}

/// Every shipped airframe.
pub fn airframe() -> Vec<Vec<u8>> {
    let texts = Airframe::shipped().into_iter().filter_map(|airframe| toml::to_string(&airframe).ok());
    texts.map(String::into_bytes).collect()
}

/// Samples with their power, and with a battery's percent alone.
pub fn samples() -> Vec<Vec<u8>> {
    let (power, battery) = ("airspeed_mps,climb_mps,power_w", "time_s,airspeed_mps,climb_mps,battery_percent");
    let speed = |i: u32| f64::from(i % 12) + 0.2;
    let lines = |line: &dyn Fn(u32) -> String| (0..150).map(line).collect::<String>();
    let told = lines(&|i| format!("{:.1},{}.5,{}\n", speed(i), i % 3, 300 + i % 40));
    let fallen = lines(&|i| format!("{},{:.1},0.1,{}\n", 3 * i, if i % 2 == 0 { 0.3 } else { speed(i) }, 100 - i / 3));
    let hovers = lines(&|_| "0.1,0.0,310\n".to_owned());
    [format!("# a flight\n{power}\n{told}{hovers}"), format!("{battery}\n{fallen}")].map(String::into_bytes).to_vec()
}

/// The shipped policy.
pub fn policy() -> Vec<Vec<u8>> {
    vec![policy::DEFAULT.as_bytes().to_vec()]
}

/// Every shipped scenario.
pub fn scenario() -> Vec<Vec<u8>> {
    sim::SHIPPED.iter().map(|(_, text)| text.as_bytes().to_vec()).collect()
}

/// What a conversation left in the journal.
pub fn journal() -> Vec<Vec<u8>> {
    let mut desk = Desk::new(world::setup());
    desk.populate();
    for day in conversation().iter().take(1) {
        air::live(&mut desk, day);
    }
    let bodies: Vec<&str> = desk.records().iter().map(|record| record.body.as_str()).collect();
    vec![bodies.join("\n").into_bytes()]
}

/// One good request of each kind.
pub fn request() -> Vec<Vec<u8>> {
    let at = world::point(0.001);
    let (word, key) = (String::from, String::from("k-1"));
    let position = UnitPosition {
        unit: 1,
        at,
        speed_mps: 3.5,
        heading_deg: 90.0,
        age_ms: 200,
        available: true,
        status: Some(word("busy")),
        crew: Some(2),
        seq: Some(9),
    };
    let seen = ReportDetection {
        key,
        vehicle: 1,
        class: word("person"),
        at: Some(at),
        accuracy_m: Some(5.0),
        pixel: None,
        confidence: 0.9,
        age_ms: 100,
    };
    let order = OrderVehicle {
        kind: word("go_to"),
        callsign: callsign(),
        to: Some(at),
        radius_m: None,
        unit: None,
        epoch: Some(1),
    };
    let zone = SetZone {
        name: word("crane"),
        kind: word("keep_out"),
        ring: vec![world::point(0.001), world::point(0.002), world::point(0.0)],
        floor_amsl_m: None,
        ceiling_amsl_m: Some(900.0),
        minutes: Some(30),
    };
    let weather = ReportWeather {
        source: word("mast-1"),
        age_s: 20,
        wind_mps: Some(4.0),
        gust_mps: Some(7.0),
        visibility_m: None,
        ceiling_m: Some(900.0),
        rain_mm_h: Some(0.0),
        temperature_c: Some(11.0),
    };
    let reply = ReplyToTasking { unit: 1, reply: word("done"), outcome: Some(word("ground_handled")), epoch: Some(1) };
    vec![
        ask(0, 1, &RaiseAlarm { kind: word("fire"), priority: 2, at, source: word("110") }),
        ask(1, 0, &Decide { grant: true, mission_hash: word("0"), card_hash: word("0") }),
        ask(2, 1, &()),
        ask(3, 1, &TaskUnit { unit: 2, over: true }),
        ask(4, 1, &()),
        ask(5, 1, &CloseIncident { outcome: word("ground_handled"), reason: Some(word("other")) }),
        ask(6, 2, &order),
        ask(7, 4, &[position]),
        ask(8, 4, &reply),
        ask(9, 4, &[seen]),
        ask(11, 1, &SplitReport { key: word("k-1") }),
        ask(12, 1, &AddNote { text: word("two doors, the left one") }),
        ask(13, 1, &LinkIncident { incident: 1 }),
        ask(14, 1, &ChangePriority { priority: 2 }),
        ask(15, 1, &OpenFollowUp { text: word("ask again"), owner: word("desk-1"), minutes: 1 }),
        ask(17, 1, &()),
        ask(18, 4, &CallForHelp { at: Some(at) }),
        ask(16, 1, &TickFollowUp { number: 1 }),
        ask(19, 0, &Duty { act: word("take"), to: None, relieve: true, deputies: true }),
        ask(20, 4, &weather),
        ask(21, 0, &zone),
        ask(22, 0, &()),
    ]
}

fn callsign() -> String {
    world::setup().plan.aircraft(1).map(|aircraft| aircraft.callsign.clone()).unwrap_or_default()
}

fn ask(kind: u8, role: u8, body: &impl Serialize) -> Vec<u8> {
    [vec![kind, role, 1], serde_json::to_vec(body).unwrap_or_default()].concat()
}

/// One zone file of each kind: a circle and a bow-tie with hours, a layered point, and a district's own.
pub fn zones() -> Vec<Vec<u8>> {
    let first = r#"{"features":[{"identifier":"A","name":"A","restriction":"PROHIBITED","reason":["NOISE"],"applicability":[
{"permanent":"NO","startDateTime":"2026-05-01T00:00:00Z","schedule":[{"day":["MON"],"startTime":"08:00:00Z","endTime":"18:00:00Z"}]}],
"zoneAuthority":[{"name":"X"}],"geometry":[{"uomDimensions":"FT","lowerLimit":0,"lowerVerticalReference":"AGL","upperLimit":400,
"upperVerticalReference":"AMSL","horizontalProjection":{"type":"Circle","center":[104.6,35.5],"radius":900}},{"uomDimensions":"M",
"horizontalProjection":{"type":"Polygon","coordinates":[[[104.6,35.5],[104.7,35.6],[104.7,35.5],[104.6,35.6],[104.6,35.5]]]}}]}]}"#;
    let second = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"identifier":"B","type":"CONDITIONAL",
"name":[{"text":"B","lang":"en"}],"limitedApplicability":[{"schedule":[{"day":["ANY"],"startEvent":"SR","endTime":"20:00:00+08:00"}]}]},
"geometry":{"type":"Point","coordinates":[104.62,35.58],"extent":{"subType":"Circle","radius":800},
"layer":{"upper":400,"upperReference":"WGS84","lower":0,"lowerReference":"AGL","uom":"ft"}}}]}"#;
    let third = r#"{"format":1,"datum":"WGS-84","zones":[{"id":"C","name":"C","kind":"keep_in","shape":{"prism":{"outer":[
{"lat":35.5,"lon":104.6},{"lat":35.5,"lon":104.7},{"lat":35.6,"lon":104.7}]}},"floor":"open","ceiling":{"agl":120.0},"schedule":{
"utc_offset_min":480,"periods":[{"from":"2026-05-01T00:00:00Z","spans":[{"days":"mon,tue","hours":{"from_minute":480,"to_minute":1080}}]}],
"exceptions":[{"date":"2026-05-04"}]}}]}"#;
    [first, second, third].into_iter().zip(0u8..).map(|(text, kind)| [&[kind], text.as_bytes()].concat()).collect()
}
