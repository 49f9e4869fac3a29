//! Layers invented from a seed by proptest, and whether two layers say the same.

use crate::frame::Wgs84;
use crate::layers::{Area, Feature, Geometry, Height, Layer, Value, Vertex};
use crate::units::{Agl, Amsl, Metres, Timestamp};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;

/// What an invented layer may hold.
#[derive(Clone, Copy, Debug)]
pub struct Allow {
    pub lines: bool,
    pub areas: bool,
    pub many: bool,
    /// Which references heights may have: 0 AMSL, 1 AGL, 2 ellipsoid; one a feature.
    pub heights: &'static [u8],
    /// Moments on every vertex of points and lines.
    pub times: bool,
    /// Numbers and truths, the type told by the key's first letter.
    pub types: bool,
}

fn place() -> impl Strategy<Value = Wgs84> {
    (-90.0..=90.0f64, -180.0..=180.0f64).prop_map(|(lat, lon)| Wgs84 { lat, lon })
}

fn vertices(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Wgs84>> {
    vec(place(), count)
}

fn geometry(allow: Allow) -> BoxedStrategy<Geometry> {
    let flat = |list: Vec<Wgs84>| list.into_iter().map(Vertex::flat).collect::<Vec<_>>();
    let mut one = vec![place().prop_map(|at| Geometry::Point(Vertex::flat(at))).boxed()];
    if allow.lines {
        one.push(vertices(2..6).prop_map(move |list| Geometry::Line(flat(list))).boxed());
    }
    if allow.areas {
        let rings = (vertices(3..7), vec(vertices(3..5), 0..2));
        let area = move |(outer, holes): (Vec<Wgs84>, Vec<Vec<Wgs84>>)| {
            Geometry::Area(Area { outer: flat(outer), holes: holes.into_iter().map(flat).collect() })
        };
        one.push(rings.prop_map(area).boxed());
    }
    let single = proptest::strategy::Union::new(one).boxed();
    if allow.many {
        prop_oneof![3 => single.clone(), 1 => vec(single, 1..4).prop_map(Geometry::Many)].boxed()
    } else {
        single
    }
}

/// Text of readable characters of several scripts, not empty, no blanks at its ends.
fn tidy_text() -> impl Strategy<Value = String> {
    "[a-z派出所<>&\"';,é][a-z 派出所<>&\"';,é\n]{0,8}[a-z派出所]"
}

fn properties(allow: Allow) -> BoxedStrategy<std::collections::BTreeMap<String, Value>> {
    let text = tidy_text().prop_map(Value::from);
    let named = ("[xy派]z{0,2}", text).boxed();
    let entry = if allow.types {
        let number = prop_oneof![any::<i64>().prop_map(Value::from), (-1e9..1e9f64).prop_map(Value::from)];
        prop_oneof![
            named,
            ("n[ab]", number),
            ("b[ab]", any::<bool>().prop_map(Value::from)),
            ("name|description|cmt", tidy_text().prop_map(Value::from)),
        ]
        .boxed()
    } else {
        named
    };
    vec(entry, 0..5).prop_map(|list| list.into_iter().collect()).boxed()
}

fn dress(geometry: &mut Geometry, heights: &[Option<f64>], reference: u8, times: Option<i64>) {
    let mut count = 0usize;
    let mut each = |vertex: &mut Vertex| {
        let metres = heights.get(count % heights.len().max(1)).copied().flatten().map(Metres);
        vertex.height = metres.map(|metres| match reference {
            0 => Height::Amsl(Amsl(metres)),
            1 => Height::Agl(Agl(metres)),
            _ => Height::Ellipsoid(metres),
        });
        vertex.time = times.map(|from| Timestamp(from.saturating_add(count as i64 * 1_234_567)));
        count += 1;
    };
    visit(geometry, &mut each);
}

fn visit(geometry: &mut Geometry, each: &mut impl FnMut(&mut Vertex)) {
    match geometry {
        Geometry::Point(vertex) => each(vertex),
        Geometry::Line(line) => line.iter_mut().for_each(each),
        Geometry::Area(area) => area.outer.iter_mut().chain(area.holes.iter_mut().flatten()).for_each(each),
        Geometry::Many(parts) => parts.iter_mut().for_each(|part| visit(part, each)),
    }
}

/// A layer of what is allowed.
pub fn layer(allow: Allow) -> impl Strategy<Value = Layer> {
    let heights = vec(of(-400.0..9000.0f64), 0..3);
    let reference = prop::sample::select(if allow.heights.is_empty() { &[0u8][..] } else { allow.heights });
    let times = of(-30_000_000_000_000_000..200_000_000_000_000_000i64);
    let feature = (geometry(allow), properties(allow), of("[a-z派]{1,4}"), heights, reference, times);
    vec(feature, 1..6).prop_map(move |list| {
        let mut features = Vec::new();
        for (index, (mut geometry, properties, id, heights, reference, times)) in list.into_iter().enumerate() {
            let heights = if allow.heights.is_empty() { Vec::new() } else { heights };
            dress(&mut geometry, &heights, reference, times.filter(|_| allow.times));
            let id = id.map(|id| format!("{id}{index}"));
            features.push(Feature { id, geometry, properties, at: format!("features[{index}]") });
        }
        Layer { features, notes: vec![] }
    })
}

/// Any text there is, in keys and values, any type, heights and moments mixed: nothing a format has to like.
pub fn wild() -> impl Strategy<Value = Layer> {
    let allow = Allow { lines: true, areas: true, many: true, heights: &[0, 1, 2], times: false, types: true };
    let value = prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(Value::Null),
        Just(serde_json::json!({"a": [1, "b", null]})),
    ];
    let key = prop_oneof![
        any::<String>(),
        prop::sample::select(
            &["name", "id", "lat", "WKT", "extrude", "height_reference", "folder", "gpx", "when", "名称", "=1", " "][..]
        )
        .prop_map(str::to_owned),
    ];
    let extra = (btree_map(key, value, 0..4), of(any::<String>()), of(any::<i64>()), 0..3u8);
    (layer(allow), vec(extra, 5)).prop_map(|(mut layer, extras)| {
        for (feature, (properties, id, time, heights)) in layer.features.iter_mut().zip(extras) {
            feature.properties.extend(properties);
            feature.id = id;
            let mut first = true;
            visit(&mut feature.geometry, &mut |vertex| {
                vertex.time = time.map(Timestamp).filter(|_| first || heights == 1);
                if heights == 2 && first {
                    vertex.height = Some(Height::Agl(Agl(Metres(7.0))));
                }
                first = false;
            });
        }
        layer
    })
}

/// Whether two layers say the same: places to 1e-9 degrees, heights to a millimetre, rings in either direction.
pub fn same(a: &Layer, b: &Layer) -> bool {
    a.features.len() == b.features.len()
        && a.features
            .iter()
            .zip(&b.features)
            .all(|(a, b)| a.id == b.id && a.properties == b.properties && same_geometry(&a.geometry, &b.geometry))
}

fn same_geometry(a: &Geometry, b: &Geometry) -> bool {
    match (a, b) {
        (Geometry::Point(a), Geometry::Point(b)) => same_vertex(a, b),
        (Geometry::Line(a), Geometry::Line(b)) => same_line(a, b),
        (Geometry::Area(a), Geometry::Area(b)) => {
            same_ring(&a.outer, &b.outer)
                && a.holes.len() == b.holes.len()
                && a.holes.iter().zip(&b.holes).all(|(a, b)| same_ring(a, b))
        }
        (Geometry::Many(a), Geometry::Many(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_geometry(a, b))
        }
        _ => false,
    }
}

fn same_line(a: &[Vertex], b: &[Vertex]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_vertex(a, b))
}

fn same_ring(a: &[Vertex], b: &[Vertex]) -> bool {
    let mut back = b.to_vec();
    back[1..].reverse();
    same_line(a, b) || same_line(a, &back)
}

fn same_vertex(a: &Vertex, b: &Vertex) -> bool {
    let near = (a.at.lat - b.at.lat).abs() < 1e-9 && (a.at.lon - b.at.lon).abs() < 1e-9;
    let height = match (a.height, b.height) {
        (Some(a), Some(b)) => {
            std::mem::discriminant(&a) == std::mem::discriminant(&b) && (a.metres().0 - b.metres().0).abs() < 1e-3
        }
        (a, b) => a.is_none() && b.is_none(),
    };
    near && height && a.time == b.time
}
