//! Files as other programs write them, and what they are read as.

use crate::datum::Datum;
use crate::frame::Wgs84;
use crate::layers::{Geometry, Height, Layer, Value, read};
use crate::units::{Agl, Amsl, Metres};

fn wgs84(name: &str, text: &str) -> Layer {
    read(name, text.as_bytes(), Datum::Wgs84).unwrap()
}

fn codes(layer: &Layer) -> Vec<&'static str> {
    layer.notes.iter().map(|note| note.code).collect()
}

#[test]
fn geojson_of_every_shape_is_read() {
    let text = r#"{"type":"FeatureCollection","bbox":[0,0,1,1],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},
      "features":[
        {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[104.62,35.58,1900]},"properties":{"name":"定西","tags":["a"]},"title":"t"},
        {"type":"Feature","geometry":null,"properties":null},
        {"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1]]],[[[2,2],[3,2],[3,3],[2,2]]]]},"properties":{}},
        {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[
           {"type":"Point","coordinates":[1,2]},{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}]},"properties":{}}]}"#;
    let layer = wgs84("x.json", text);
    assert_eq!(codes(&layer), ["layer-no-place", "layer-null-island", "layer-ring-closed"]);
    let first = &layer.features[0];
    assert_eq!(
        (first.id.as_deref(), first.text("name").as_deref(), first.text("title").as_deref()),
        (Some("7"), Some("定西"), Some("t"))
    );
    assert_eq!(first.properties["tags"], serde_json::json!(["a"]));
    let Geometry::Point(vertex) = &first.geometry else { panic!("{first:?}") };
    assert_eq!(
        (vertex.at, vertex.height),
        (Wgs84 { lat: 35.58, lon: 104.62 }, Some(Height::Ellipsoid(Metres(1900.0))))
    );
    assert_eq!(layer.features[1].geometry.parts().len(), 2);
    assert!(
        matches!(layer.features[2].geometry.parts(), [Geometry::Point(_), Geometry::Line(_)]),
        "nested forms are flat"
    );
    assert_eq!(layer.features[2].at, "features[3]");
}

#[test]
fn a_bare_geometry_is_one_feature_and_a_height_may_name_its_reference() {
    assert_eq!(wgs84("x", r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#).features.len(), 1);
    let text = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2,50]},"properties":{"height_reference":"agl"}}"#;
    let layer = wgs84("x", text);
    assert!(
        matches!(&layer.features[0].geometry, Geometry::Point(v) if v.height == Some(Height::Agl(Agl(Metres(50.0)))))
    );
    assert!(layer.features[0].properties.is_empty());
}

#[test]
fn places_come_through_the_datums_door() {
    let text = "lat,lon\n35.58,104.62\n";
    let at = |datum| match &read("x.csv", text.as_bytes(), datum).unwrap().features[0].geometry {
        Geometry::Point(vertex) => vertex.at,
        other => panic!("{other:?}"),
    };
    assert_eq!(at(Datum::Cgcs2000), Wgs84 { lat: 35.58, lon: 104.62 });
    assert_eq!(Some(at(Datum::Gcj02)), crate::datum::to_wgs84(Datum::Gcj02, 35.58, 104.62));
    let off = (at(Datum::Gcj02).lon - 104.62) * 90_000.0;
    assert!(off.abs() > 100.0, "{off}");
}

#[test]
#[allow(clippy::float_cmp)] // exact on purpose
fn kml_with_folders_schema_and_altitude_modes_is_read() {
    let text = r##"<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>d</name>
<Schema id="s"><SimpleField name="weight" type="double"/><SimpleField name="open" type="bool"/></Schema>
<Style id="x"><IconStyle><Icon><href>http://example.org/x.png</href></Icon></IconStyle></Style>
<Folder><name>禁飞区</name><Placemark id="p1"><name>学校 &amp; 医院</name><description><![CDATA[<b onclick="x()">bold</b>]]></description>
 <ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="weight">0.5</SimpleData><SimpleData name="open">1</SimpleData></SchemaData>
 <Data name="owner"><displayName>o</displayName><value>a</value></Data></ExtendedData>
 <Polygon><extrude>1</extrude><altitudeMode>relativeToGround</altitudeMode><outerBoundaryIs><LinearRing><coordinates>
  104.6,35.5,120 104.7,35.5,120
  104.7,35.6,120 104.6,35.5,120</coordinates></LinearRing></outerBoundaryIs>
  <innerBoundaryIs><LinearRing><coordinates>104.65,35.51 104.66,35.51 104.66,35.52 104.65,35.51</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark></Folder>
<Placemark><TimeStamp><when>2026-05-12T09:40:00Z</when></TimeStamp><Point><coordinates>104.6,35.5,99</coordinates></Point></Placemark>
<Placemark><gx:Track><altitudeMode>absolute</altitudeMode><when>2026-05-12T09:40:00Z</when><when>2026-05-12T17:40:01.5+08:00</when>
 <gx:coord>104.6 35.5 1900</gx:coord><gx:coord>104.61 35.5 1901</gx:coord></gx:Track></Placemark>
<NetworkLink><Link><href>http://evil.example/x.kml</href></Link></NetworkLink>
</Document></kml>"##;
    let layer = wgs84("x.kml", text);
    assert_eq!(codes(&layer), ["kml-heights-on-the-ground", "kml-not-followed"]);
    let zone = &layer.features[0];
    assert_eq!((zone.id.as_deref(), zone.text("name").as_deref()), (Some("p1"), Some("学校 & 医院")));
    assert_eq!(zone.text("description").as_deref(), Some("<b onclick=\"x()\">bold</b>"), "text, not markup");
    assert_eq!((&zone.properties["weight"], &zone.properties["open"]), (&Value::from(0.5), &Value::from(true)));
    assert_eq!((zone.text("owner").as_deref(), zone.text("folder").as_deref()), (Some("a"), Some("禁飞区")));
    assert_eq!(zone.truth("extrude"), Ok(Some(true)));
    let Geometry::Area(area) = &zone.geometry else { panic!("{zone:?}") };
    assert_eq!((area.outer.len(), area.holes.len()), (3, 1));
    assert_eq!((area.outer[0].height, area.holes[0][0].height), (Some(Height::Agl(Agl(Metres(120.0)))), None));
    assert!(matches!(&layer.features[1].geometry, Geometry::Point(v) if v.height.is_none() && v.time.is_some()));
    let Geometry::Line(track) = &layer.features[2].geometry else { panic!("{layer:?}") };
    assert_eq!(track[1].time.unwrap().since(track[0].time.unwrap()).0, 1.5);
    assert_eq!(track[1].height, Some(Height::Amsl(Amsl(Metres(1901.0)))));
}

#[test]
fn gpx_of_both_versions_is_read() {
    let text = r#"<?xml version="1.0"?><gpx version="1.0" creator="x" xmlns="http://www.topografix.com/GPX/1/0">
<wpt lat="35.58" lon="104.62"><ele>1900.5</ele><time>2026-05-12T09:40:00</time><name>哨位</name><desc>d</desc><sym>Flag</sym></wpt>
<rte><name>r</name><rtept lat="1" lon="2"/><rtept lat="3" lon="4"/></rte>
<trk><trkseg><trkpt lat="1" lon="2"><extensions><hr>99</hr></extensions></trkpt><trkpt lat="1" lon="3"/></trkseg>
<trkseg><trkpt lat="1" lon="2"/></trkseg><trkseg><trkpt lat="5" lon="2"/><trkpt lat="6" lon="3"/></trkseg></trk></gpx>"#;
    let layer = wgs84("x.gpx", text);
    assert_eq!(codes(&layer), ["gpx-short-line"]);
    let post = &layer.features[0];
    assert_eq!((post.text("name").as_deref(), post.text("description").as_deref()), (Some("哨位"), Some("d")));
    assert!(
        matches!(&post.geometry, Geometry::Point(v) if v.height == Some(Height::Amsl(Amsl(Metres(1900.5)))) && v.time.is_some())
    );
    assert_eq!(layer.features[1].text("gpx").as_deref(), Some("route"));
    assert_eq!(layer.features[2].geometry.parts().len(), 2);
}

#[test]
fn tables_with_any_separator_in_either_tongue_are_read() {
    for (name, text) in [
        (
            "x.csv",
            "\u{feff}编号,名称,纬度,经度,备注\r\n1,\"派出所, 东\",35.58,104.62,\r\n\r\n2,\"say \"\"hi\"\"\",35.6,104.7,x\r\n",
        ),
        ("x.txt", "id;name;lat;lon;备注\n1;派出所, 东;35.58;104.62;\n2;\"say \"\"hi\"\"\";35.6;104.7;x"),
        ("x.tsv", "id\tname\tLat\tLNG\t备注\n1\t派出所, 东\t35.58\t104.62\t\n2\t\"say \"\"hi\"\"\"\t35.6\t104.7\tx"),
    ] {
        let layer = wgs84(name, text);
        let names: Vec<_> = layer.features.iter().map(|f| (f.id.clone().unwrap(), f.text("name").unwrap())).collect();
        assert_eq!(names, [("1".into(), "派出所, 东".into()), ("2".into(), "say \"hi\"".to_owned())], "{name}");
        assert_eq!((layer.features[0].text("备注"), layer.features[1].text("备注").as_deref()), (None, Some("x")));
    }
    let shapes = "wkt,grade\n\"MultiPoint ((1 2), (3 4))\",1\n\"POLYGON Z((0 0 5, 1 0 5, 1 1 5, 0 0 5))\",2\nLINESTRING(1 2;3 4),3";
    let faults = read("x.csv", shapes.as_bytes(), Datum::Wgs84).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!((faults[0].code, faults[0].at.as_str()), ("layer-wkt", "line 4"));
    let layer = wgs84("x.csv", &shapes[..shapes.rfind('\n').unwrap()]);
    assert_eq!(layer.features[0].geometry.parts().len(), 2);
    assert!(
        matches!(&layer.features[1].geometry, Geometry::Area(a) if a.outer[0].height == Some(Height::Amsl(Amsl(Metres(5.0)))))
    );
}
