//! Areas with owners out of the files somebody brings: one kind at a time, because the two kinds have a file each.

use super::made::{Faults, Files, Made, joined, one};
use geodata::area::{self, Area, AreaKind, Areas};
use geodata::atlas::Layer;
use geodata::layers::Feature;
use geodata::{Atlas, Finding, Metres};

/// An area that begins farther than this outside of the district's bounds is of another district.
const OUTSIDE: Metres = Metres(20_000.0);

/// The layer of one kind; gaps and overlaps are told, and refuse nothing.
pub fn made(atlas: &Atlas, files: &Files, add: bool, kind: AreaKind) -> Result<Made, Faults> {
    let layer = files.features()?;
    let new = area::brought::areas(&layer, kind, &atlas.frame)?;
    // One area came of each feature, in their order.
    let pairs = || layer.features.iter().zip(&new);
    let faults: Faults = pairs().filter_map(|(feature, area)| fault(atlas, feature, area, kind)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let before = atlas.areas.all().iter().filter(|area| add && area.kind == kind).cloned().collect();
    let all = joined(before, new, |area| &area.id)?;
    let mut notes = layer.notes;
    notes.extend(unknown_owners(atlas, &all));
    notes.extend(Areas::new(all.clone()).check(&atlas.boundary));
    let bytes = area::file::write(&all, kind, &atlas.frame).map_err(one)?;
    Ok(Made { layer: layer_of(kind), bytes, items: all.len(), notes })
}

/// Why an area is not taken, though it is one.
fn fault(atlas: &Atlas, feature: &Feature, area: &Area, kind: AreaKind) -> Option<Finding> {
    if area.kind != kind {
        let say = format!("{:?} is a {} area, not a {} one", area.id, area.kind.word(), kind.word());
        let remedy = "Bring police and civil areas by themselves, each with its --kind";
        return Some(Finding::new("area-other-kind", &feature.at, say, remedy));
    }
    let extent = atlas.extent();
    let away = |at| extent.outside(at).0;
    let nearest = area.rings().flat_map(|(outer, _)| outer).map(|at| away(*at)).fold(f64::INFINITY, f64::min);
    let middle = atlas.frame.to_local(atlas.frame.origin());
    if nearest <= OUTSIDE.0 || area.covers(middle) {
        return None;
    }
    let say = format!("it lies {:.0} km outside of the district", nearest / 1000.0);
    let remedy = "Leave it out, or look whether latitude and longitude are exchanged";
    Some(Finding::new("layer-outside", &feature.at, say, remedy))
}

/// Police areas whose owner is no post of the district: allowed, because the posts may come later.
fn unknown_owners(atlas: &Atlas, areas: &[Area]) -> Option<Finding> {
    let known = |owner: &str| atlas.posts.iter().any(|post| post.id == owner);
    let police = areas.iter().filter(|area| area.kind == AreaKind::Police);
    let unknown: Vec<&str> = police.filter_map(|area| area.owner.as_deref()).filter(|owner| !known(owner)).collect();
    let first = unknown.first()?;
    let say =
        format!("{} police areas name an owner that is no post of the district, such as {first:?}", unknown.len());
    Some(Finding::new("area-owner", "the areas", say, "Import the posts, or mend the owners"))
}

fn layer_of(kind: AreaKind) -> Layer {
    match kind {
        AreaKind::Police => Layer::PoliceAreas,
        AreaKind::Civil => Layer::CivilAreas,
    }
}
