//! Places of a file somebody names in a question: units, starts, goals.

use super::desk::{Desk, Spot};
use controller_server::folder;
use geodata::layers::{self, Geometry};
use geodata::{Finding, Metres};
use std::path::Path;

/// A place of a file with what the file calls it.
pub struct Named {
    pub name: String,
    pub name_zh: String,
    pub id: String,
    /// Who it is that moves, where the file says so.
    pub profile: Option<String>,
    pub spot: Spot,
}

/// The points of a file, in the datum of the command.
pub fn places(desk: &Desk, path: &Path) -> Result<Vec<Named>, Finding> {
    let bytes = folder::read(path)?;
    let name = path.display().to_string();
    let layer = layers::read(&name, &bytes, desk.datum()).map_err(|faults| super::first(path, faults))?;
    let named = |(index, feature): (usize, &layers::Feature)| {
        let fault = |code, say: &str, remedy: &str| Finding::new(code, format!("{name}: {}", feature.at), say, remedy);
        let [Geometry::Point(vertex)] = feature.geometry.parts() else {
            return Err(fault("place-no-point", "it is no point", "Bring points only"));
        };
        let at = desk.atlas.frame.to_local(vertex.at);
        if desk.outside(at) > Metres(20_000.0) {
            let remedy = "Leave it out, or name its district";
            return Err(fault("place-outside", "it lies outside of the district", remedy));
        }
        let text = |key: &str| feature.text(key).unwrap_or_default();
        let id = feature.id.clone().unwrap_or_else(|| text("id"));
        let given = [text("name"), id.clone()].into_iter().find(|text| !text.is_empty());
        Ok(Named {
            name: given.unwrap_or_else(|| (index + 1).to_string()),
            name_zh: text("name_zh"),
            id,
            profile: feature.text("profile"),
            spot: Spot { at, degrees: vertex.at },
        })
    };
    layer.features.iter().enumerate().map(named).collect()
}
