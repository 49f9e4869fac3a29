//! What is taken away comes back as it was, in every format that holds it.

use crate::{error, told};
use harness::Scratch;
use harness::controller::ground;
use std::path::Path;

#[test]
fn posts_and_guarded_places_go_out_and_come_back_the_same() {
    for format in ["geojson", "kml", "kmz", "gpx", "csv"] {
        let scratch = Scratch::new("round");
        let district = scratch.path().join("d");
        std::fs::create_dir(&district).unwrap();
        for entry in std::fs::read_dir(&ground().district).unwrap().flatten() {
            std::fs::copy(entry.path(), district.join(entry.file_name())).unwrap();
        }
        let place = district.display().to_string();
        for layer in ["posts", "guarded"] {
            let file = scratch.path().join(format!("{layer}.{format}")).display().to_string();
            told(&["export", layer, "--district", &place, "--out", &file]);
            told(&["import", layer, &file, "--district", &place, "--datum", "wgs84", "--fictional"]);
            let name = format!("{layer}.json");
            let read = |folder: &Path| std::fs::read_to_string(folder.join(&name)).unwrap();
            assert_eq!(read(&district), read(&ground().district), "{layer} as {format}");
        }
    }
}

#[test]
fn every_layer_is_written_and_an_unknown_format_is_told() {
    let scratch = Scratch::new("export");
    for layer in ["zones", "hotspots", "posts", "guarded", "places", "boundaries", "roads"] {
        let file = scratch.path().join(format!("{layer}.geojson")).display().to_string();
        let said = told(&["export", layer, "--out", &file]);
        assert!(said.starts_with("exported file=") && !said.contains("features=0"), "{layer}: {said}");
    }
    let out = scratch.path().join("x.docx").display().to_string();
    let said = error(&["export", "posts", "--out", &out]);
    assert!(said.contains("--out") && said.contains("geojson, kml, kmz, gpx or csv"), "{said}");
}
