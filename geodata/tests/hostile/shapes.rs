//! Too much of everything: vertices, features, columns, rings; and the slowest of what is still taken.

use crate::corpus::Case;
use crate::doors::Door;

pub fn cases() -> Vec<Case> {
    let mut all = vertices();
    all.extend(tables());
    all.extend(slow());
    all
}

fn vertices() -> Vec<Case> {
    let line = |count: usize| {
        format!(r#"{{"type":"LineString","coordinates":[{}[1,2]]}}"#, "[1,2],".repeat(count)).into_bytes()
    };
    let kml = |what: String| format!("<kml><Placemark>{what}</Placemark></kml>").into_bytes();
    let track = "<trkpt lat='1' lon='2'/>";
    vec![
        Case::refused(Door::GeoJson, "10,000,000 vertices", move || line(10_000_000)),
        Case::refused(Door::GeoJson, "1,000,000 vertices", move || line(1_000_000)),
        Case::refused(Door::GeoJson, "200,001 vertices", move || line(200_000)),
        Case::refused(Door::Kml, "10,000,000 vertices", move || {
            kml(format!("<LineString><coordinates>{}</coordinates></LineString>", "1,2 ".repeat(10_000_000)))
        }),
        Case::refused(Door::Kml, "1,000,000 vertices", move || {
            kml(format!("<LineString><coordinates>{}</coordinates></LineString>", "1,2 ".repeat(1_000_000)))
        }),
        Case::refused(Door::Kml, "1,000,000 vertices with comments between", move || {
            kml(format!("<LineString><coordinates>{}</coordinates></LineString>", "1,2 <!---->".repeat(1_000_000)))
        }),
        Case::refused(Door::Kml, "500,000 track places", move || {
            kml(format!("<gx:Track>{}</gx:Track>", "<gx:coord>1 2 3</gx:coord>".repeat(500_000)))
        }),
        Case::refused(Door::Kml, "500,000 moments", move || {
            kml(format!("<Track>{}<coord>1 2 3</coord></Track>", "<when>2026-05-12T09:40:00Z</when>".repeat(500_000)))
        }),
        Case::refused(Door::Kml, "300,000 rings", move || {
            kml(format!(
                "<Polygon>{}</Polygon>",
                "<innerBoundaryIs><LinearRing><coordinates>1,2</coordinates></LinearRing></innerBoundaryIs>"
                    .repeat(150_000)
            ))
        }),
        Case::told(Door::Kml, "500,000 empty placemarks", || {
            format!("<kml>{}</kml>", "<Placemark/>".repeat(500_000)).into_bytes()
        }),
        Case::refused(Door::Kml, "150,000 placemarks", || {
            format!(
                "<kml>{}</kml>",
                "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>".repeat(150_000)
            )
            .into_bytes()
        }),
        Case::refused(Door::Kml, "1,000,000 properties", move || {
            let data: String = (0..400_000).map(|i| format!("<Data name='{i}'><value>1</value></Data>")).collect();
            kml(format!("<ExtendedData>{data}</ExtendedData><Point><coordinates>1,2</coordinates></Point>"))
        }),
        Case::refused(Door::Kml, "100,000 schema fields", || {
            let fields: String = (0..100_000).map(|i| format!("<SimpleField name='{i}' type='int'/>")).collect();
            format!("<kml><Schema>{fields}</Schema></kml>").into_bytes()
        }),
        Case::refused(Door::Gpx, "800,000 track places", move || {
            format!("<gpx><trk><trkseg>{}</trkseg></trk></gpx>", track.repeat(800_000)).into_bytes()
        }),
        Case::refused(Door::Gpx, "200,001 track places", move || {
            format!("<gpx><trk><trkseg>{}</trkseg></trk></gpx>", track.repeat(200_001)).into_bytes()
        }),
        Case::refused(Door::Gpx, "200,001 segments", move || {
            format!("<gpx><trk>{}</trk></gpx>", format!("<trkseg>{track}</trkseg>").repeat(200_001)).into_bytes()
        }),
        Case::refused(Door::Gpx, "1,000,000 places that are none", || {
            format!("<gpx>{}</gpx>", "<wpt lat='x'/>".repeat(1_000_000)).into_bytes()
        }),
        Case::refused(Door::GeoJson, "600,000 features that are none", || {
            format!(r#"{{"type":"FeatureCollection","features":[{}1]}}"#, "[],".repeat(600_000)).into_bytes()
        }),
        Case::refused(Door::GeoJson, "100,001 features", || {
            let one = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}},"#;
            format!(
                r#"{{"type":"FeatureCollection","features":[{}{}]}}"#,
                one.repeat(100_000),
                one.trim_end_matches(',')
            )
            .into_bytes()
        }),
    ]
}

fn tables() -> Vec<Case> {
    let columns = |count: usize| (0..count).map(|i| format!("c{i}")).collect::<Vec<_>>().join(",");
    let mut all = Vec::new();
    for door in [Door::Table, Door::Counts] {
        let head = if door == Door::Table { "lat,lon" } else { "lat,lon,time,type" };
        let row = if door == Door::Table { "1,2\n" } else { "95,2,2026-05-12T09:40:00,a\n" };
        all.push(Case::refused(door, "1,000,000 columns", move || {
            format!("{head},{}\n", columns(1_000_000)).into_bytes()
        }));
        all.push(Case::refused(door, "no header", move || format!("{row}{row}").into_bytes()));
        if door == Door::Table {
            all.push(Case::refused(door, "a header alone", move || format!("{head}\n").into_bytes()));
        }
        all.push(Case::refused(door, "two columns of one name", move || {
            format!("{head},lat\n1,2,3,4,5\n").into_bytes()
        }));
        all.push(Case::refused(door, "a quote never closed", move || {
            format!("{head}\n1,\"{}", "2\n".repeat(5_000_000)).into_bytes()
        }));
        all.push(Case::refused(door, "rows of other lengths", move || {
            format!("{head}\n1\n1,2,3,4,5,6,7\n").into_bytes()
        }));
        all.push(Case::refused(door, "3,000,000 faulty rows", move || {
            format!("{head}\n{}", "x\n".repeat(3_000_000)).into_bytes()
        }));
        all.push(Case::refused(door, "500,000 rows", move || format!("{head}\n{}", row.repeat(500_000)).into_bytes()));
        all.push(Case::refused(door, "6,000,000 quotes", move || {
            format!("{head}\n{}", "\"\"".repeat(6_000_000)).into_bytes()
        }));
    }
    all.push(Case::refused(Door::Counts, "a column of persons", || {
        b"lat,lon,time,type,name\n1,2,2026-05-12T09:40:00,a,Li\n".to_vec()
    }));
    for (what, wkt) in [
        ("words", "HELLO (1 2)"),
        ("a bracket too few", "POLYGON ((1 1, 2 2, 3 1, 1 1)"),
        ("a bracket too many", "POINT (1 2))"),
        ("no numbers", "POINT (a b)"),
        ("two points in one", "POINT (1 2, 3 4)"),
        ("an unknown shape", "CURVEPOLYGON ((1 1, 2 2, 3 1, 1 1))"),
        ("an area of two corners", "POLYGON ((1 1, 2 2, 1 1))"),
        ("infinity", "POINT (inf 1)"),
        ("a byte form", "0101000000000000000000F03F0000000000000040"),
    ] {
        all.push(Case::refused(Door::Shapes, what, move || format!("wkt\n\"{wkt}\"\n").into_bytes()));
    }
    all.push(Case::told(Door::Shapes, "a bow-tie", || b"wkt\n\"POLYGON ((1 1, 2 2, 2 1, 1 2, 1 1))\"\n".to_vec()));
    all.push(Case::refused(Door::Shapes, "collections 1,000,000 deep", || {
        format!("wkt\n\"{}\"\n", "GEOMETRYCOLLECTION (".repeat(900_000)).into_bytes()
    }));
    all.push(Case::refused(Door::Shapes, "5,000,000 vertices", || {
        format!("wkt\n\"LINESTRING ({}1 2)\"\n", "1 2,".repeat(4_900_000)).into_bytes()
    }));
    all
}

/// The most that is taken, in shapes made to be slow; each must be quick all the same.
fn slow() -> Vec<Case> {
    // Teeth beside teeth: every edge's box overlaps most others', and none crosses.
    let comb = |count: usize| {
        let teeth = (0..count).map(|i| {
            let x = 1.0 + 1e-5 * i as f64;
            if i % 2 == 0 { format!("[{x:.7},1]") } else { format!("[{x:.7},2]") }
        });
        let end = 1.0 + 1e-5 * (count as f64 + 1.0);
        let teeth: Vec<String> = teeth.collect();
        format!("[{},[{end:.7},0.5],[1,0.5],[1.0000000,1]]", teeth.join(","))
    };
    vec![
        Case::taken(Door::Table, "99,999 rows of ten columns", || {
            format!("lat,lon,a,b,c,d,e,f,g,h\n{}", "1,2,a,b,c,d,e,f,g,h\n".repeat(99_999)).into_bytes()
        }),
        Case::taken(Door::GeoJson, "a comb of 100,000 teeth", move || {
            format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, comb(100_000)).into_bytes()
        }),
        Case::taken(Door::GeoJson, "100 combs of 1,900 teeth", move || {
            let one = format!("[{}]", comb(1_900));
            format!(r#"{{"type":"MultiPolygon","coordinates":[{}]}}"#, vec![one; 100].join(",")).into_bytes()
        }),
        Case::taken(Door::Shifted, "199,999 vertices in GCJ-02", || {
            let line: String = (0..199_999).map(|i| format!("[{:.6},35.5],", 104.0 + 1e-5 * f64::from(i))).collect();
            format!(r#"{{"type":"LineString","coordinates":[{}]}}"#, line.trim_end_matches(',')).into_bytes()
        }),
        Case::taken(Door::Kml, "a placemark a line, 90,000 of them", || {
            format!(
                "<kml>{}</kml>",
                "\n<Placemark id='a'><Point><coordinates>1,2</coordinates></Point></Placemark>".repeat(90_000)
            )
            .into_bytes()
        }),
        Case::taken(Door::Gpx, "190,000 track places with heights and moments", || {
            let one = "<trkpt lat='1' lon='2'><ele>1</ele><time>2026-05-12T09:40:00Z</time></trkpt>";
            format!("<gpx><trk><trkseg>{}</trkseg></trk></gpx>", one.repeat(190_000)).into_bytes()
        }),
        Case::refused(Door::Table, "99,999 rows of twenty columns", || {
            let head: String = (0..18).map(|i| format!(",c{i}")).collect();
            format!("lat,lon{head}\n{}", "1,2,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r\n".repeat(99_999)).into_bytes()
        }),
    ]
}
