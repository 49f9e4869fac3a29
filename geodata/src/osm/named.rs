//! Named places of an extract: settlements, and the buildings an incident text or a response circle wants to name.

use super::extract::{Extract, Tags};
use super::rings;
use crate::frame::Wgs84;
use crate::place::PlaceKind;
use serde::{Deserialize, Serialize};

/// One line of `places.json`. Degrees of WGS-84.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_zh: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    pub kind: PlaceKind,
    pub at: Wgs84,
}

/// Every tag that makes a place, the most telling first.
const KINDS: [(&str, &str, PlaceKind); 39] = [
    ("place", "city", PlaceKind::City),
    ("place", "town", PlaceKind::Town),
    ("place", "village", PlaceKind::Village),
    ("place", "suburb", PlaceKind::Suburb),
    ("place", "neighbourhood", PlaceKind::Suburb),
    ("place", "quarter", PlaceKind::Suburb),
    ("place", "hamlet", PlaceKind::Hamlet),
    ("place", "isolated_dwelling", PlaceKind::Hamlet),
    ("place", "locality", PlaceKind::Hamlet),
    ("amenity", "police", PlaceKind::Police),
    ("amenity", "fire_station", PlaceKind::FireStation),
    ("amenity", "hospital", PlaceKind::Hospital),
    ("amenity", "clinic", PlaceKind::Hospital),
    ("amenity", "school", PlaceKind::School),
    ("amenity", "college", PlaceKind::School),
    ("amenity", "university", PlaceKind::School),
    ("amenity", "kindergarten", PlaceKind::Kindergarten),
    ("amenity", "marketplace", PlaceKind::Market),
    ("shop", "supermarket", PlaceKind::Market),
    ("shop", "mall", PlaceKind::Market),
    ("railway", "station", PlaceKind::Station),
    ("railway", "halt", PlaceKind::Station),
    ("amenity", "bus_station", PlaceKind::BusStation),
    ("public_transport", "station", PlaceKind::Station),
    ("amenity", "fuel", PlaceKind::Fuel),
    ("amenity", "townhall", PlaceKind::TownHall),
    ("office", "government", PlaceKind::TownHall),
    ("amenity", "courthouse", PlaceKind::TownHall),
    ("amenity", "bank", PlaceKind::Bank),
    ("amenity", "place_of_worship", PlaceKind::Worship),
    ("leisure", "stadium", PlaceKind::Stadium),
    ("leisure", "sports_centre", PlaceKind::Stadium),
    ("amenity", "theatre", PlaceKind::Sight),
    ("amenity", "cinema", PlaceKind::Sight),
    ("tourism", "museum", PlaceKind::Sight),
    ("tourism", "attraction", PlaceKind::Sight),
    ("historic", "castle", PlaceKind::Sight),
    ("historic", "ruins", PlaceKind::Sight),
    ("amenity", "embassy", PlaceKind::TownHall),
];

/// What kind of place these tags describe.
pub(crate) fn kind(tags: &Tags) -> Option<PlaceKind> {
    KINDS.iter().find(|(key, value, _)| tags.is(key, value)).map(|row| row.2)
}

/// All named places, sorted by kind, name and place, each once where a node and an outline say the same.
pub(super) fn named(extract: &Extract) -> Vec<Named> {
    let nodes = extract.tagged.iter().filter_map(|(at, tags)| one(tags, *at));
    let outlines = extract.ways.iter().filter_map(|way| {
        kind(&way.tags)?;
        one(&way.tags, middle(&rings::of_way(extract, way)?.outer)?)
    });
    let wide = extract.relations.iter().filter(|r| r.tags.is("type", "multipolygon")).filter_map(|relation| {
        kind(&relation.tags)?;
        let (areas, _) = rings::of_relation(extract, relation);
        one(&relation.tags, middle(&areas.first()?.outer)?)
    });
    let mut list: Vec<Named> = nodes.chain(outlines).chain(wide).collect();
    let order = |p: &Named| (p.kind, p.name.clone(), (p.at.lat * 1e7).round() as i64, (p.at.lon * 1e7).round() as i64);
    list.sort_by_cached_key(order);
    list.dedup_by(|a, b| {
        let near = (a.at.lat - b.at.lat).abs() < 2e-3 && (a.at.lon - b.at.lon).abs() < 3e-3;
        a.kind == b.kind && a.name == b.name && near
    });
    list
}

fn one(tags: &Tags, at: Wgs84) -> Option<Named> {
    let text = |key| tags.get(key).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    Some(Named { kind: kind(tags)?, name: text("name")?, name_zh: chinese(tags), name_en: text("name:en"), at })
}

/// The name in simplified Chinese, else in Chinese of whatever script.
pub(crate) fn chinese(tags: &Tags) -> Option<String> {
    let names = ["name:zh-Hans", "name:zh", "name:zh-Hant"].into_iter().filter_map(|key| tags.get(key));
    names.map(str::trim).find(|name| !name.is_empty()).map(str::to_owned)
}

/// The middle of an outline's corners: good enough to point at it.
pub(crate) fn middle(ring: &[Wgs84]) -> Option<Wgs84> {
    let count = ring.len() as f64;
    let sum = ring.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.lat, sum.1 + p.lon));
    Wgs84::new(round7(sum.0 / count), round7(sum.1 / count))
}

/// Degrees rounded to 1e-7, about a centimetre: what files hold.
pub(crate) fn round7(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_needs_a_kind_and_a_name() {
        let at = Wgs84 { lat: 47.0, lon: 9.5 };
        assert_eq!(one(&Tags::of(&[("amenity", "school")]), at), None);
        assert_eq!(one(&Tags::of(&[("name", "x")]), at), None);
        let school =
            one(&Tags::of(&[("amenity", "school"), ("name", "Primarschule"), ("name:zh", "小学")]), at).unwrap();
        let both =
            Tags::of(&[("amenity", "fuel"), ("name", "x"), ("name:zh", "加油站（繁）"), ("name:zh-Hans", "加油站")]);
        assert_eq!(one(&both, at).unwrap().name_zh.as_deref(), Some("加油站"));
        assert_eq!((school.kind, school.name_zh.as_deref()), (PlaceKind::School, Some("小学")));
    }
}
