//! Which tags are drawn as what: tables from OpenStreetMap's words to the few words of the base map.

use super::features::LayerName;
use crate::osm::extract::Tags;
use crate::osm::named;
use crate::place::PlaceKind;
use crate::roads::RoadClass;

/// Key, value, kind. The first row that fits wins.
const LANDUSE: [(&str, &str, &str); 42] = [
    ("landuse", "forest", "forest"),
    ("natural", "wood", "forest"),
    ("natural", "scrub", "scrub"),
    ("natural", "heath", "scrub"),
    ("landuse", "residential", "residential"),
    ("landuse", "commercial", "commercial"),
    ("landuse", "retail", "commercial"),
    ("landuse", "industrial", "industrial"),
    ("landuse", "railway", "industrial"),
    ("landuse", "construction", "industrial"),
    ("landuse", "quarry", "quarry"),
    ("landuse", "landfill", "quarry"),
    ("landuse", "military", "industrial"),
    ("landuse", "farmland", "farmland"),
    ("landuse", "farm", "farmland"),
    ("landuse", "farmyard", "farmland"),
    ("landuse", "allotments", "farmland"),
    ("landuse", "orchard", "orchard"),
    ("landuse", "vineyard", "orchard"),
    ("landuse", "plant_nursery", "orchard"),
    ("landuse", "meadow", "grass"),
    ("landuse", "grass", "grass"),
    ("landuse", "village_green", "park"),
    ("landuse", "recreation_ground", "park"),
    ("natural", "grassland", "grass"),
    ("natural", "fell", "grass"),
    ("leisure", "park", "park"),
    ("leisure", "garden", "park"),
    ("leisure", "playground", "park"),
    ("leisure", "pitch", "pitch"),
    ("leisure", "stadium", "pitch"),
    ("leisure", "golf_course", "park"),
    ("landuse", "cemetery", "cemetery"),
    ("natural", "scree", "rock"),
    ("natural", "bare_rock", "rock"),
    ("natural", "glacier", "glacier"),
    ("natural", "wetland", "wetland"),
    ("natural", "beach", "sand"),
    ("amenity", "school", "school"),
    ("amenity", "university", "school"),
    ("amenity", "hospital", "hospital"),
    ("amenity", "parking", "parking"),
];

const WATER: [(&str, &str, &str); 6] = [
    ("natural", "water", "lake"),
    ("waterway", "riverbank", "river"),
    ("landuse", "reservoir", "lake"),
    ("landuse", "basin", "lake"),
    ("leisure", "swimming_pool", "pool"),
    ("waterway", "dock", "lake"),
];

/// Kind, first zoom.
const STREAMS: [(&str, u8); 5] = [("river", 0), ("canal", 11), ("stream", 13), ("drain", 13), ("ditch", 14)];

/// Ways that no car drives: tag value, class, first zoom.
const PATHS: [(&str, &str, u8); 6] = [
    ("pedestrian", "pedestrian", 13),
    ("footway", "path", 14),
    ("path", "path", 13),
    ("cycleway", "path", 13),
    ("steps", "steps", 14),
    ("bridleway", "path", 14),
];

fn row(table: &[(&'static str, &str, &'static str)], tags: &Tags) -> Option<&'static str> {
    table.iter().find(|(key, value, _)| tags.is(key, value)).map(|row| row.2)
}

/// The layer and kind of an area.
pub(super) fn area(tags: &Tags) -> Option<(LayerName, &'static str)> {
    if tags.get("building").is_some_and(|value| value != "no") {
        return Some((LayerName::Buildings, "building"));
    }
    let water = row(&WATER, tags).map(|kind| (LayerName::Water, kind));
    water.or_else(|| row(&LANDUSE, tags).map(|kind| (LayerName::Landuse, kind)))
}

/// The class and first zoom of a road, path or railway.
pub(super) fn road(tags: &Tags) -> Option<(&'static str, u8)> {
    if tags.is("area", "yes") {
        return None;
    }
    if let Some(highway) = tags.get("highway") {
        let path = || PATHS.iter().find(|row| row.0 == highway).map(|row| (row.1, row.2));
        let driven = RoadClass::of_tag(highway).filter(|(class, _)| class.for_cars());
        return driven.map(|(class, _)| (class.word(), first_zoom(class))).or_else(path);
    }
    match tags.get("railway")? {
        "rail" | "light_rail" | "narrow_gauge" => Some(("rail", 9)),
        "tram" => Some(("tram", 13)),
        "subway" => Some(("subway", 13)),
        _ => None,
    }
}

fn first_zoom(class: RoadClass) -> u8 {
    match class {
        RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary => 0,
        RoadClass::Secondary => 9,
        RoadClass::Tertiary => 10,
        RoadClass::Unclassified | RoadClass::Residential => 12,
        _ => 13,
    }
}

/// The kind and first zoom of a waterway.
pub(super) fn stream(tags: &Tags) -> Option<(&'static str, u8)> {
    let waterway = tags.get("waterway")?;
    STREAMS.iter().find(|row| row.0 == waterway).copied()
}

/// The kind, rank (1 is labelled first) and first zoom of a point.
pub(super) fn point(tags: &Tags) -> Option<(&'static str, u64, u8)> {
    if tags.is("natural", "peak") {
        return Some(("peak", 9, 12));
    }
    let kind = named::kind(tags)?;
    let (rank, from_zoom) = match kind {
        PlaceKind::City => (1, 0),
        PlaceKind::Town => (2, 0),
        PlaceKind::Village => (3, 9),
        PlaceKind::Suburb => (4, 12),
        PlaceKind::Hamlet => (5, 13),
        PlaceKind::Police
        | PlaceKind::FireStation
        | PlaceKind::Hospital
        | PlaceKind::Station
        | PlaceKind::BusStation => (6, 13),
        PlaceKind::School | PlaceKind::TownHall | PlaceKind::Market | PlaceKind::Stadium => (7, 14),
        PlaceKind::Kindergarten | PlaceKind::Bank | PlaceKind::Fuel | PlaceKind::Worship | PlaceKind::Sight => (8, 14),
    };
    Some((kind.word(), rank, from_zoom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_building_is_a_building_before_it_is_anything_else() {
        let school = Tags::of(&[("amenity", "school"), ("building", "yes")]);
        assert_eq!(area(&school), Some((LayerName::Buildings, "building")));
        assert_eq!(area(&Tags::of(&[("amenity", "school")])), Some((LayerName::Landuse, "school")));
        assert_eq!(area(&Tags::of(&[("natural", "water"), ("building", "no")])), Some((LayerName::Water, "lake")));
    }

    #[test]
    fn links_are_drawn_as_the_road_they_belong_to_and_squares_are_not_lines() {
        assert_eq!(road(&Tags::of(&[("highway", "primary_link")])), Some(("primary", 0)));
        assert_eq!(road(&Tags::of(&[("highway", "steps")])), Some(("steps", 14)));
        assert_eq!(road(&Tags::of(&[("railway", "rail")])), Some(("rail", 9)));
        assert_eq!(road(&Tags::of(&[("highway", "pedestrian"), ("area", "yes")])), None);
    }
}
