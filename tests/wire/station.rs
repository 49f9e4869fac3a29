//! Bureau and station as two processes with a cable between them that is pulled: the station takes calls and tasks its crew
//! alone, is killed and goes on, and when the cable is in again the bureau's journal has all of it, once.

use controller_server::folder::open_plan;
use geodata::Wgs84;
use harness::cable::Cable;
use harness::controller::{Controller, Laid, Start, ground, run};
use harness::http::Client;
use harness::{Scratch, book};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

struct Pair {
    cable: Cable,
    bureau: Controller,
    station: Controller,
    /// The id of the station's post, and one of its crews.
    id: String,
    unit: u32,
    place: Wgs84,
    folders: [Scratch; 3],
}

impl Pair {
    fn start() -> Self {
        let folders = ["bureau", "station", "policy"].map(Scratch::new);
        let plan = open_plan(&ground().plan).unwrap();
        let unit = plan.ground.first().unwrap();
        let (id, number) = (unit.station.clone(), unit.unit);
        let policy = folders[2].path().join("policy.toml");
        let text = controller_core::policy::DEFAULT.replace("cut_s = 10 ", "cut_s = 1 ");
        std::fs::write(&policy, text).unwrap();
        let laid = Laid { district: ground().district.clone(), plan: ground().plan.clone(), policy };
        let (cable, listener) = Cable::listen().unwrap();
        let named = vec!["--host-name".to_owned(), cable.near.to_string()];
        let bureau = Controller::start(Start { laid: Some(laid.clone()), more: named, ..Start::on(folders[0].path()) });
        cable.lead_to(listener, bureau.http);
        let words = ["--station", &id, "--bureau", &format!("http://{}", cable.near)].map(str::to_owned);
        let more = words.to_vec();
        let station = Controller::start(Start { laid: Some(laid), more, ..Start::on(folders[1].path()) });
        let place = bureau.client("viewer").get("/api/v1/snapshot").unwrap().json();
        let post =
            place["district"]["posts"].as_array().unwrap().iter().find(|post| post["id"] == id.as_str()).unwrap();
        let place = Wgs84 { lat: post["at"]["lat"].as_f64().unwrap(), lon: post["at"]["lon"].as_f64().unwrap() };
        Self { cable, bureau, station, id, unit: number, place, folders }
    }

    fn is_alone(&self) -> bool {
        let health = Client::new(self.station.http).get("/api/v1/health");
        health.is_ok_and(|reply| reply.json()["journal_writable"] == true)
    }

    fn follows(&self) -> Option<u64> {
        let health = Client::new(self.station.http).get("/api/v1/health").ok()?.json();
        health["follows"].as_str().and(health["records"].as_u64())
    }

    /// The station's copy has caught up.
    fn in_step(&self) {
        let records = || self.bureau.client("viewer").get("/api/v1/health").unwrap().json()["records"].as_u64();
        wait("the copy", || self.follows().is_some() && self.follows() == records());
    }

    /// Where a crew of the station is, told to whoever decides.
    fn report(&self, to: &Controller) {
        let body = json!([{ "unit": self.unit, "at": at(self.place), "speed_mps": 0.0, "heading_deg": 0.0,
            "age_ms": 0, "available": true }]);
        let field = to.client_at("field", &self.id);
        assert_eq!(field.post("/api/v1/units/positions", &body.to_string()).unwrap().status, 200);
    }

    fn call(&self, at_whom: &Client, key: &str, kind: &str) -> u32 {
        let body = json!({ "kind": kind, "priority": 2, "at": at(self.place), "source": "110" }).to_string();
        let reply = at_whom.post_with_key("/api/v1/alarms", key, &body).unwrap();
        assert_eq!(reply.status, 201, "{}", reply.json());
        u32::try_from(reply.json()["incident"].as_u64().unwrap()).unwrap()
    }
}

fn at(place: Wgs84) -> Value {
    json!({ "lat": place.lat, "lon": place.lon })
}

/// The incident of a snapshot.
fn incident(client: &Client, id: u32) -> Option<Value> {
    let snapshot = client.get("/api/v1/snapshot").ok()?.json();
    snapshot["incidents"].as_array()?.iter().find(|one| one["id"] == id).cloned()
}

fn wait(what: &str, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_station_goes_on_alone_through_a_kill_and_the_bureau_has_all_of_it_afterwards() {
    let mut pair = Pair::start();
    pair.report(&pair.bureau);
    pair.call(&pair.bureau.client("dispatcher"), "before", "disturbance");
    pair.in_step();
    let refused = Client::new(pair.station.http).post("/api/v1/alarms", "{}").unwrap();
    assert_eq!((refused.status, refused.json()["code"].as_str()), (503, Some("follows_bureau")));
    let shown = Client::new(pair.station.http).get("/").unwrap();
    assert_eq!(shown.header("location"), Some(format!("http://{}/", pair.cable.near).as_str()));

    pair.cable.pull();
    wait("the station alone", || pair.is_alone());
    let dispatcher = pair.station.client_at("dispatcher", &pair.id);
    assert!(incident(&dispatcher, 1).is_some(), "what was known before is known now");
    pair.report(&pair.station);
    let theirs = pair.call(&dispatcher, "alone", "theft");
    assert!(theirs > 1 << 31, "{theirs}");
    let tasked = || incident(&dispatcher, theirs).and_then(|one| one["taskings"][0]["id"].as_u64());
    wait("a crew", || {
        pair.report(&pair.station);
        tasked().is_some()
    });
    let tasking = tasked().unwrap();
    let field = pair.station.client_at("field", &pair.id);
    let reply = json!({ "unit": pair.unit, "reply": "acknowledged", "outcome": null, "epoch": null }).to_string();
    assert_eq!(field.post(&format!("/api/v1/taskings/{tasking}/replies"), &reply).unwrap().status, 200);
    let ours = pair.call(&pair.bureau.client("dispatcher"), "meanwhile", "traffic_accident");

    // Killed while it is alone, it goes on where it was.
    pair.station = pair.station.again();
    wait("the station alone again", || pair.is_alone());
    let dispatcher = pair.station.client_at("dispatcher", &pair.id);
    assert_eq!(incident(&dispatcher, theirs).unwrap()["taskings"][0]["state"], "acknowledged");
    assert_eq!(pair.call(&dispatcher, "alone", "theft"), theirs, "the same call is the same incident");

    pair.cable.plug_in();
    let viewer = pair.bureau.client("viewer");
    wait("the branch", || incident(&viewer, theirs).is_some_and(|one| one["taskings"][0]["state"] == "acknowledged"));
    pair.in_step();
    assert_eq!(pair.call(&pair.bureau.client("dispatcher"), "alone", "theft"), theirs);
    sound(pair, [1, ours, theirs]);
}

/// Both journals, once both are stopped.
fn sound(mut pair: Pair, incidents: [u32; 3]) {
    pair.in_step();
    pair.station.kill();
    pair.bureau.kill();
    let [bureau, station, _] = &pair.folders;
    let records = book::read(bureau.path());
    assert_eq!(book::faults(&records), Vec::<String>::new());
    let answered = ["before", "meanwhile", "alone"].map(str::to_owned).into_iter().zip(incidents).collect();
    assert_eq!(book::forgotten(&records, &answered), Vec::<String>::new());
    let merged = records.iter().filter_map(|record| record.entry().unwrap().event.from).map(|from| from.seq);
    let merged: Vec<u32> = merged.collect();
    assert!(merged.len() > 5 && merged.windows(2).all(|pair| pair[1] == pair[0] + 1), "{merged:?}");
    assert_eq!(
        book::read(station.path()),
        records[..book::read(station.path()).len()],
        "the copy is the bureau's journal"
    );
    for folder in [bureau, station] {
        let verdict = run(&["audit", "verify", &folder.path().display().to_string()]);
        assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stderr));
    }
}

#[test]
fn a_station_with_other_files_than_the_bureau_or_no_crews_is_refused_with_the_reason() {
    let pair = Pair::start();
    let folder = Scratch::new("stranger");
    let bureau = format!("http://{}", pair.bureau.http);
    let start = |more: &[&str]| {
        let more = more.iter().map(|word| (*word).to_owned()).collect();
        let words = Start { more, ..Start::on(folder.path()) }.words();
        let output = run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    // The shipped policy, where the bureau has one of its own.
    let other = start(&["--station", &pair.id, "--bureau", &bureau]);
    assert!(other.contains("another district, plan or policy"), "{other}");
    let unknown = start(&["--station", "nowhere", "--bureau", &bureau]);
    assert!(unknown.contains("no station with crews"), "{unknown}");
    let garbled = start(&["--station", &pair.id, "--bureau", "bureau"]);
    assert!(garbled.contains("no address of a controller"), "{garbled}");
}
