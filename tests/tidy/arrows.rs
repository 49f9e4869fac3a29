//! Arrows point down: which crate may lean on which of ours, and which may name a dependency that opens a door.

use crate::source::{files, none};

/// A crate and all of ours it may name. The order is the order of the floors.
const FLOORS: &[(&str, &[&str])] = &[
    ("geodata", &[]),
    ("flight-plans", &["geodata"]),
    ("controller-core", &["geodata", "flight-plans"]),
    ("controller-link", &["geodata", "flight-plans", "controller-core"]),
    ("controller-engine", &["geodata", "flight-plans", "controller-core", "controller-link"]),
    ("controller-api", &["geodata", "flight-plans", "controller-core", "controller-link", "controller-engine"]),
    (
        "controller-server",
        &["geodata", "flight-plans", "controller-core", "controller-link", "controller-engine", "controller-api"],
    ),
    ("sim", &["geodata", "flight-plans", "controller-core", "controller-link", "controller-engine", "controller-api"]),
];

/// A dependency that opens a door, and who may name it.
const DOORS: &[(&str, &[&str])] = &[
    ("mavlink", &["controller-link"]),
    ("rusqlite", &["controller-server"]),
    ("axum", &["controller-server"]),
    ("tower-http", &["controller-server"]),
    ("rust-embed", &["controller-server"]),
    ("nix", &["controller-server"]),
    ("tokio", &["controller-server", "skyground", "sim"]),
    ("tracing-subscriber", &["skyground"]),
    ("clap", &["skyground"]),
    ("ureq", &["controller-server", "sim", "house-tests"]),
    ("tungstenite", &["sim", "house-tests"]),
    ("cch", &["geodata"]),
    ("highs", &["flight-plans"]),
    ("coordtransform", &["geodata"]),
    ("csv", &["geodata"]),
    ("geographiclib-rs", &["geodata"]),
    ("indicatif", &["skyground"]),
    ("pmtiles", &["geodata"]),
    ("quick-xml", &["geodata"]),
    ("rstar", &["geodata"]),
    ("tiff", &["geodata"]),
    ("zip", &["geodata"]),
    ("ts-rs", &["controller-api"]),
    ("nalgebra", &["controller-core", "sim", "geodata", "flight-plans"]),
];

struct Crate {
    name: String,
    manifest: toml::Table,
}

impl Crate {
    /// The names under `[dependencies]`; what only tests use does not fly.
    fn leans_on(&self) -> Vec<&str> {
        let named = self.manifest.get("dependencies").and_then(toml::Value::as_table);
        named.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }
}

fn crates() -> Vec<Crate> {
    let members =
        files(&["Cargo.toml"]).into_iter().filter(|file| file.path != "Cargo.toml" && !file.path.contains("fuzz"));
    members
        .map(|file| {
            let manifest: toml::Table = file.text.parse().expect("cargo reads it too");
            let name = manifest["package"]["name"].as_str().expect("every crate has a name").to_owned();
            Crate { name, manifest }
        })
        .collect()
}

fn upward(crates: &[Crate]) -> Vec<String> {
    let is_ours = |name: &str| crates.iter().any(|one| one.name == name);
    let mut wrong = Vec::new();
    for one in crates {
        let Some((_, below)) = FLOORS.iter().find(|(name, _)| *name == one.name) else { continue };
        for named in one.leans_on() {
            if is_ours(named) && !below.contains(&named) {
                wrong.push(format!("{} -> {named}", one.name));
            }
        }
    }
    wrong
}

fn through_doors(crates: &[Crate]) -> Vec<String> {
    let mut wrong = Vec::new();
    for one in crates {
        for (door, may) in DOORS {
            if one.leans_on().contains(door) && !may.contains(&one.name.as_str()) {
                wrong.push(format!("{} names {door}, which only {} may", one.name, may.join(", ")));
            }
        }
    }
    wrong
}

#[test]
fn arrows_between_our_crates_point_down_only() {
    none(&upward(&crates()), "A crate may lean only on floors below it (ARCHITECTURE.md). Move the noun down instead.");
}

#[test]
fn a_dependency_that_opens_a_door_is_named_only_where_that_door_is() {
    none(&through_doors(&crates()), "Ask the crate that owns the door instead.");
}

#[test]
fn every_crate_has_a_floor_or_stands_on_top() {
    let on_top = ["skyground", "house-tests"];
    let is_placed = |name: &str| FLOORS.iter().any(|(floor, _)| *floor == name) || on_top.contains(&name);
    let lost: Vec<_> = crates().into_iter().map(|one| one.name).filter(|name| !is_placed(name)).collect();
    none(&lost, "Give the new crate a floor in tests/tidy/arrows.rs.");
}

#[test]
fn no_crate_may_hold_unsafe_code_and_all_share_the_lints() {
    let root = files(&["Cargo.toml"]).into_iter().find(|file| file.path == "Cargo.toml").expect("the root");
    let root: toml::Table = root.text.parse().expect("cargo reads it too");
    assert_eq!(root["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let shares = |one: &Crate| {
        one.manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
    };
    let alone: Vec<_> = crates().into_iter().filter(|one| !shares(one)).map(|one| one.name).collect();
    none(&alone, "Add `[lints] workspace = true`.");
}

#[test]
fn chrono_comes_without_its_clock() {
    let root = files(&["Cargo.toml"]).into_iter().find(|file| file.path == "Cargo.toml").expect("the root");
    let root: toml::Table = root.text.parse().expect("cargo reads it too");
    let chrono = &root["workspace"]["dependencies"]["chrono"];
    assert_eq!(chrono["default-features"].as_bool(), Some(false), "chrono's default features read the clock");
    let features = chrono["features"].as_array().expect("chrono lists its features");
    let clocks: Vec<_> = features.iter().filter(|one| matches!(one.as_str(), Some("clock" | "now"))).collect();
    assert!(clocks.is_empty(), "the only clock is controller/server/src/clock.rs");
    let own: Vec<_> = crates()
        .into_iter()
        .filter(|one| {
            one.manifest
                .get("dependencies")
                .and_then(|all| all.get("chrono"))
                .is_some_and(|dependency| dependency.get("features").is_some())
        })
        .map(|one| one.name)
        .collect();
    none(&own, "Take chrono as the workspace gives it.");
}

#[test]
fn the_table_of_floors_sees_an_arrow_that_points_up() {
    let one = |name: &str, leans_on: &str| Crate {
        name: name.into(),
        manifest: format!("[dependencies]\n{leans_on} = \"1\"").parse().unwrap(),
    };
    let wrong = [one("geodata", "flight-plans"), one("flight-plans", "geodata"), one("sim", "axum")];
    assert_eq!(upward(&wrong), ["geodata -> flight-plans"]);
    assert_eq!(through_doors(&wrong).len(), 1);
}
