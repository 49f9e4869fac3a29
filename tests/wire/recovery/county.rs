//! The ground of the kills: the demo district with a dock for each of two hundred aircraft, and a policy whose
//! waits are a fraction of the shipped ones, so that reminders, lapses and escalations fall between kills a second apart.

use controller_server::folder::open_district;
use flight_plans::Plan;
use geodata::{Agl, Atlas, Metres};
use harness::Scratch;
use harness::controller::{Laid, ground, run};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// Aircraft in state.
pub const AIRCRAFT: u32 = 200;

/// The shipped line, and what it says here.
const QUICKER: [(&str, &str); 13] = [
    ("valid_s = 60 ", "valid_s = 8 "),
    ("renew_after_s = 5 ", "renew_after_s = 1 "),
    ("remind_s = 15 ", "remind_s = 3 "),
    ("timeout_s = 30 ", "timeout_s = 6 "),
    ("resend_s = 3 ", "resend_s = 1 "),
    ("recall_unseen_s = 60 ", "recall_unseen_s = 8 "),
    ("nobody_s = 20 ", "nobody_s = 3 "),
    ("lost_after_s = 15 ", "lost_after_s = 6 "),
    ("nothing_seen_s = 90 ", "nothing_seen_s = 5 "),
    ("warm_up_s = 2 ", "warm_up_s = 0.3 "),
    ("again_after_s = 30 ", "again_after_s = 4 "),
    ("told_s = 10 ", "told_s = 4 "),
    ("settle_s = 10 ", "settle_s = 4 "),
];

/// What controller and world stand on.
pub struct County {
    /// For the controllers.
    pub laid: Laid,
    /// For the worlds.
    pub atlas: Arc<Atlas>,
    /// The same plan.
    pub plan: Arc<Plan>,
    _folder: Scratch,
}

/// Lays it.
pub fn lay() -> County {
    let folder = Scratch::new("recovery-county");
    let (district, plan, policy) =
        (folder.path().join("district"), folder.path().join("plan.json"), folder.path().join("policy.toml"));
    std::fs::create_dir_all(&district).unwrap();
    for file in std::fs::read_dir(&ground().district).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), district.join(file.file_name())).unwrap();
    }
    let laid_for = Plan::parse(&std::fs::read(&ground().plan).unwrap()).unwrap();
    add_docks(&folder.path().join("docks.csv"), &district, &laid_for);
    let atlas = open_district(&district).unwrap();
    let grown = squadron(laid_for, &atlas);
    std::fs::write(&plan, grown.to_json()).unwrap();
    std::fs::write(&policy, quick_policy()).unwrap();
    County { laid: Laid { district, plan, policy }, atlas: Arc::new(atlas), plan: Arc::new(grown), _folder: folder }
}

/// Docks in a grid round those of the demo.
fn add_docks(file: &Path, district: &Path, plan: &Plan) {
    let atlas = open_district(district).unwrap();
    let mut text = String::from("id,kind,name,name_zh,lat,lon\n");
    for number in plan.squadron.len() as u32..AIRCRAFT {
        let first = &plan.squadron[number as usize % plan.squadron.len()];
        let post = atlas.posts.iter().find(|post| post.id == first.dock).unwrap();
        let (middle, turn) = (atlas.frame.to_wgs84(post.at), number / plan.squadron.len() as u32);
        let lat = middle.lat + 0.0006 * (f64::from(turn % 6) - 2.5);
        let lon = middle.lon + 0.0009 * (f64::from(turn / 6) - 3.0);
        writeln!(text, "AX-{number},dock,Dock {number},机场{number},{lat:.7},{lon:.7}").unwrap();
    }
    std::fs::write(file, text).unwrap();
    let (file, district) = (file.display().to_string(), district.display().to_string());
    let added = run(&["import", "posts", &file, "--district", &district, "--datum", "wgs84", "--fictional", "--add"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
}

/// Each aircraft with its dock and its layer.
fn squadron(mut plan: Plan, atlas: &Atlas) -> Plan {
    let own = plan.squadron.len() as u32;
    for number in own..AIRCRAFT {
        let mut aircraft = plan.squadron[0].clone();
        (aircraft.vehicle, aircraft.system_id) = (number + 1, number + 1);
        aircraft.callsign = format!("Eagle {:03}", number + 1);
        aircraft.callsign_zh = format!("雄鹰{:03}", number + 1);
        aircraft.dock = format!("AX-{number}");
        plan.squadron.push(aircraft);
    }
    for (aircraft, number) in plan.squadron.iter_mut().zip(0_u32..) {
        aircraft.layer = Agl(Metres(60.0 + 0.3 * f64::from(number)));
    }
    plan.district = atlas.hash.clone();
    plan
}

fn quick_policy() -> String {
    let mut text = controller_core::policy::DEFAULT.to_owned();
    for (shipped, quicker) in QUICKER {
        let marked = format!("\n{shipped}");
        assert_eq!(text.matches(&marked).count(), 1, "the policy no longer has one line {shipped:?}");
        text = text.replace(&marked, &format!("\n{quicker}"));
    }
    text
}
