//! Areas and owners in a screen's words.

use super::point;
use crate::view::{AreaView, OwnerView, OwnersView};
use geodata::area::{Area, Rule};
use geodata::{Atlas, Wgs84};

/// All areas of a district, police first.
#[must_use]
pub fn areas(atlas: &Atlas) -> Vec<AreaView> {
    let ring = |ring: &[geodata::Local]| ring.iter().map(|at| point(atlas.frame.to_wgs84(*at))).collect();
    let view = |area: &Area| AreaView {
        id: area.id.clone(),
        name: area.name.clone(),
        name_zh: area.name_zh.clone().unwrap_or_default(),
        kind: area.kind.word().to_owned(),
        level: area.level,
        parts: area.rings().map(|(outer, holes)| std::iter::once(outer).chain(holes).map(ring).collect()).collect(),
    };
    atlas.areas.all().iter().map(view).collect()
}

/// Who answers for a place, of both kinds, and the rule that decides.
#[must_use]
pub fn owners(atlas: &Atlas, place: Wgs84) -> OwnersView {
    let owners = atlas.areas.owners(atlas.frame.to_local(place));
    let away_m = match owners.rule {
        Rule::NearestPolice { away } => Some(away.0),
        _ => None,
    };
    OwnersView {
        at: point(place),
        police: owners.police.map(|area| owner(atlas, area)),
        civil: owners.civil.map(|area| owner(atlas, area)),
        rule: owners.rule.word().to_owned(),
        away_m,
    }
}

fn owner(atlas: &Atlas, area: &Area) -> OwnerView {
    let post = area.owner.as_ref().and_then(|id| atlas.posts.iter().find(|post| post.id == *id));
    let (name, name_zh) = post.map_or_else(
        || (area.owner.clone().unwrap_or_else(|| area.name.clone()), String::new()),
        |post| (post.name.clone(), post.name_zh.clone()),
    );
    OwnerView {
        area: area.id.clone(),
        name: area.name.clone(),
        name_zh: area.name_zh.clone().unwrap_or_default(),
        owner: name,
        owner_zh: name_zh,
    }
}
