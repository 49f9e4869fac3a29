//! The vector base map of a district: `basemap.pmtiles`, PMTiles 3 with gzipped Mapbox Vector Tiles, zooms 8 to 14.
//!
//! Layers and fields, for the style (names of layers and fields are stable; every layer may be missing in a tile):
//!
//! | layer | geometry | fields |
//! |---|---|---|
//! | `landuse` | polygons | `kind`: forest scrub residential commercial industrial quarry farmland orchard grass park pitch cemetery rock glacier wetland sand school hospital parking |
//! | `water` | polygons and lines | `kind`: sea lake river pool (polygons); river canal stream drain ditch (lines) |
//! | `buildings` | polygons, from zoom 13 | `kind`: building |
//! | `roads` | lines | `class`: motorway trunk primary secondary tertiary unclassified residential living_street service track pedestrian path steps rail tram subway; `ref`; `oneway` (along the line) `bridge` `tunnel`: true or absent |
//! | `boundary` | lines | `kind`: district; municipality from zoom 10; village from zoom 13 |
//! | `places` | points | `kind`: city town village suburb hamlet police fire_station hospital school kindergarten market station bus_station fuel town_hall bank worship stadium sight peak; `rank`: 1 (label first) to 9 |
//! | `houses` | points, from zoom 14 | `number` |
//!
//! Every layer but `boundary` and `houses` also has `name`, `name_zh`, `name_en` where the map has them. Within a layer features lie
//! in drawing order: wide areas before small ones, small roads before wide ones. The extent is 4096, the margin 128.

mod features;
mod kinds;
mod merge;
mod mvt;
mod sea;
mod shape;
#[cfg(test)]
mod tests;
mod tiles;

use crate::finding::Finding;
use crate::frame::Wgs84;
use crate::osm::ImportOptions;
use crate::osm::extract::Extract;
use features::LAYERS;
use pmtiles::{PmTilesWriter, TileCoord, TileType};
use serde_json::json;
use std::io::Cursor;
use tiles::{TileId, ZOOMS};

/// Degrees round the district that are drawn too, so that the map does not end at the boundary.
const AROUND: f64 = 0.02;

/// The bytes of `basemap.pmtiles`.
pub(crate) fn write(
    extract: &Extract,
    rings: &[Vec<Wgs84>],
    bounds: [Wgs84; 2],
    options: &ImportOptions,
) -> Result<Vec<u8>, Finding> {
    let wide = [
        Wgs84 { lat: bounds[0].lat - AROUND, lon: bounds[0].lon - AROUND },
        Wgs84 { lat: bounds[1].lat + AROUND, lon: bounds[1].lon + AROUND },
    ];
    let tiles = tiles::cut(&features::collect(extract, rings, wide), wide);
    let tiles: Vec<(TileId, Vec<u8>)> = tiles.into_iter().map(|(id, layers)| (id, tile(&layers))).collect();
    archive(tiles, bounds, options)
        .map_err(|e| Finding::new("basemap-write", "basemap.pmtiles", e.to_string(), "Report this as a defect"))
}

/// The bytes of one tile.
fn tile(layers: &[mvt::Layer]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (layer, name) in layers.iter().zip(LAYERS) {
        if !layer.is_empty() {
            layer.write(name, &mut bytes);
        }
    }
    bytes
}

fn archive(tiles: Vec<(TileId, Vec<u8>)>, bounds: [Wgs84; 2], options: &ImportOptions) -> pmtiles::PmtResult<Vec<u8>> {
    let [sw, ne] = bounds;
    let mut placed = Vec::with_capacity(tiles.len());
    for ((z, x, y), bytes) in tiles {
        let coord = TileCoord::new(z, x, y)?;
        placed.push((pmtiles::TileId::from(coord).value(), coord, bytes));
    }
    placed.sort_by_key(|tile| tile.0);
    let mut out = Cursor::new(Vec::new());
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .min_zoom(*ZOOMS.start())
        .max_zoom(*ZOOMS.end())
        .bounds(sw.lon, sw.lat, ne.lon, ne.lat)
        .center((sw.lon + ne.lon) / 2.0, (sw.lat + ne.lat) / 2.0)
        .center_zoom(11)
        .metadata(metadata(options))
        .create(&mut out)?;
    for (_, coord, bytes) in placed {
        writer.add_tile(coord, &bytes)?;
    }
    writer.finalize()?;
    Ok(out.into_inner())
}

fn metadata(options: &ImportOptions) -> String {
    let layer = |id: &str| {
        let own = match id {
            "roads" => {
                json!({"class": "String", "ref": "String", "oneway": "Boolean", "bridge": "Boolean", "tunnel": "Boolean"})
            }
            "places" => json!({"kind": "String", "rank": "Number"}),
            "houses" => json!({"number": "String"}),
            _ => json!({"kind": "String"}),
        };
        json!({"id": id, "fields": own, "minzoom": ZOOMS.start(), "maxzoom": ZOOMS.end()})
    };
    let layers: Vec<_> = LAYERS.iter().map(|id| layer(id)).collect();
    json!({"name": options.name, "attribution": options.attribution, "type": "baselayer", "vector_layers": layers})
        .to_string()
}
