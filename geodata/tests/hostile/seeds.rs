//! One good file for each door that takes text; spoilt in many ways by the others. `LAT` and `LON` stand for numbers.

use crate::doors::Door;

/// All doors that take text.
pub const TEXTS: [Door; 13] = [
    Door::GeoJson,
    Door::Kml,
    Door::Gpx,
    Door::Table,
    Door::Shapes,
    Door::Counts,
    Door::OsmXml,
    Door::Ed269,
    Door::Ed318,
    Door::ZonesFile,
    Door::HotspotsFile,
    Door::PostsFile,
    Door::GuardedFile,
];

/// The good file with its one place left open.
pub fn template(door: Door) -> &'static str {
    match door {
        Door::GeoJson | Door::Shifted => {
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"派出所"},"geometry":{"type":"Point","coordinates":[LON,LAT]}}]}"#
        }
        Door::Kml | Door::Kmz => {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>派出所</name><Point><coordinates>LON,LAT</coordinates></Point></Placemark></Document></kml>"
        }
        Door::Gpx => "<gpx version=\"1.1\" creator=\"x\"><wpt lat=\"LAT\" lon=\"LON\"><name>派出所</name></wpt></gpx>",
        Door::Table => "name,note,lat,lon\n派出所,\"a, b\",LAT,LON\n",
        Door::Shapes => "name,wkt\n派出所,\"LINESTRING (LON LAT, 104.63 35.59)\"\n",
        Door::Counts => "lat,lon,time,type\nLAT,LON,2026-05-12T09:40:00,派出所\n",
        Door::Ed269 => {
            r#"{"features":[{"identifier":"A1","name":"派出所","restriction":"PROHIBITED","applicability":[{"permanent":"YES"}],"geometry":[{"uomDimensions":"M","lowerLimit":0,"lowerVerticalReference":"AGL","upperLimit":120,"upperVerticalReference":"AGL","horizontalProjection":{"type":"Circle","center":[LON,LAT],"radius":500}}]}]}"#
        }
        Door::Ed318 => {
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"identifier":"B1","type":"PROHIBITED","reason":["派出所"]},"geometry":{"type":"Point","coordinates":[LON,LAT],"extent":{"subType":"Circle","radius":800},"layer":{"upper":400,"upperReference":"AGL","lower":0,"lowerReference":"AGL","uom":"m"}}}]}"#
        }
        Door::ZonesFile => {
            r#"{"format":1,"datum":"WGS-84","zones":[{"id":"Z1","name":"派出所","kind":"keep_out","shape":{"cylinder":{"centre":{"lat":LAT,"lon":LON},"radius_m":100}},"floor":"open","ceiling":{"amsl":3000}}]}"#
        }
        Door::HotspotsFile => {
            r#"{"format":1,"hotspots":[{"id":"H1","name":"派出所","at":{"lat":LAT,"lon":LON},"weight":0.5}]}"#
        }
        Door::PostsFile => {
            r#"{"format":1,"posts":[{"id":"P1","name":"派出所","kind":"dock","at":{"lat":LAT,"lon":LON}}]}"#
        }
        Door::GuardedFile => {
            r#"{"format":1,"guarded":[{"id":"G1","name":"派出所","grade":1,"at":{"lat":LAT,"lon":LON},"tiers":[{"minutes":1,"responders":["air"]},{"minutes":3,"responders":["car"]},{"minutes":5,"responders":["station"]}]}]}"#
        }
        Door::OsmXml | Door::OsmPacked => {
            "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\"><node id=\"1\" lat=\"LAT\" lon=\"LON\"/><node id=\"2\" lat=\"35.59\" lon=\"104.63\"/><way id=\"3\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"primary\"/><tag k=\"name\" v=\"派出所\"/></way></osm>"
        }
        Door::OsmPbf | Door::Hgt | Door::Tiff => "",
    }
}

/// The good file with a place in it.
pub fn at(door: Door, lat: &str, lon: &str) -> Vec<u8> {
    template(door).replace("LAT", lat).replace("LON", lon).into_bytes()
}

/// The good file.
pub fn good(door: Door) -> Vec<u8> {
    at(door, "35.58", "104.62")
}
