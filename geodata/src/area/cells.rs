//! Areas for stations that have none on file: each place to the nearest station as the crow flies, cut off at the
//! district's outline (Voronoi 1908). Invented, and only used where posts are.

use super::{Area, AreaKind, USUAL_LEVEL, measure};
use crate::frame::Local;
use crate::place::{Post, PostKind};
use crate::shape::Shape;
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// One police area for each station, in the order of the posts; none where two stations stand on one spot. `district` are
/// the outer rings of the district.
#[must_use]
pub fn of_stations(posts: &[Post], district: &[Vec<Local>]) -> Vec<Area> {
    let stations: Vec<&Post> = posts.iter().filter(|post| post.kind == PostKind::Station).collect();
    let outline = measure::outlines(district);
    let corners = district.iter().flatten().copied();
    let reach = corners.chain(stations.iter().map(|s| s.at)).fold(1.0, |far: f64, p| far.max(p.x.abs()).max(p.y.abs()));
    let cell = |station: &&Post| {
        let others = stations.iter().filter(|other| other.at != station.at).map(|other| other.at);
        let cut = others.fold(square(2.0 * reach), |ring, other| nearer(&ring, station.at, other));
        let coords: Vec<Coord> = cut.iter().map(|p| Coord { x: p.x, y: p.y }).collect();
        let cell = MultiPolygon(vec![Polygon::new(LineString::new(coords), vec![])]);
        let parts: Vec<Shape> = measure::common(&outline, &cell).0.iter().filter_map(shape).collect();
        (!parts.is_empty()).then(|| area(station, parts))
    };
    stations.iter().filter_map(cell).collect()
}

fn area(station: &Post, parts: Vec<Shape>) -> Area {
    Area {
        id: format!("PA-{}", station.id),
        name: format!("{} area", station.name),
        name_zh: Some(format!("{}辖区", station.name_zh)),
        name_en: None,
        owner: Some(station.id.clone()),
        kind: AreaKind::Police,
        level: USUAL_LEVEL,
        parts,
    }
}

fn shape(polygon: &Polygon) -> Option<Shape> {
    let holes = polygon.interiors().iter().map(measure::corners).collect();
    Shape::area(measure::corners(polygon.exterior()), holes).ok().filter(measure::is_sound)
}

fn square(half: f64) -> Vec<Local> {
    [(-half, -half), (half, -half), (half, half), (-half, half)].map(|(x, y)| Local { x, y }).to_vec()
}

/// The part of a convex ring that is nearer to `here` than to `there`.
fn nearer(ring: &[Local], here: Local, there: Local) -> Vec<Local> {
    let middle = here.toward(there, 0.5);
    let side = |p: Local| (p.x - middle.x) * (there.x - here.x) + (p.y - middle.y) * (there.y - here.y);
    let mut out = Vec::with_capacity(ring.len() + 1);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (at_a, at_b) = (side(*a), side(*b));
        if at_a <= 0.0 {
            out.push(*a);
        }
        if (at_a < 0.0 && at_b > 0.0) || (at_a > 0.0 && at_b < 0.0) {
            out.push(a.toward(*b, at_a / (at_a - at_b)));
        }
    }
    out
}
