//! The district cut up by owners, and what each part has of the layers.

use super::Shares;
use super::plane::{CRUMB, Layers, common, polygons, shape, square_metres, without};
use geo::{Area as _, BoundingRect as _, Coord, InteriorPoint as _, MultiPolygon, Polygon, Rect};
use geodata::area::{self, Rule};
use geodata::{Area, AreaKind, Areas, Local};

/// One area as it is on file.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// Its id.
    pub id: String,
    /// Police or civil.
    pub kind: AreaKind,
    /// Of it, inside of the district.
    pub shares: Shares,
}

/// A part of the district with one owner of each kind.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The id of the police area that holds it.
    pub police: Option<String>,
    /// The id of the civil area that holds it.
    pub civil: Option<String>,
    /// Who acts. Where no police area holds the parcel it is that of one place in it; a [`Gap`] has its own.
    pub rule: Rule,
    /// Of it.
    pub shares: Shares,
    shape: MultiPolygon,
}

/// A piece that nobody reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Where.
    pub ground: Area,
    /// Its size.
    pub square_metres: f64,
    /// A place well inside.
    pub at: Local,
    /// The ids of both owners of that place; the police one may be the nearest one.
    pub police: Option<String>,
    /// The id of the civil area.
    pub civil: Option<String>,
    /// Who acts.
    pub rule: Rule,
}

impl Parcel {
    /// Whether the civil area mostly belongs to another station.
    #[must_use]
    pub fn is_mismatch(&self) -> bool {
        self.rule == Rule::PoliceDecides
    }

    /// Where it is.
    #[must_use]
    pub fn ground(&self) -> Vec<Area> {
        polygons(&self.shape)
    }

    pub(super) fn gaps(&self, reached: &MultiPolygon, areas: &Areas) -> Vec<Gap> {
        let gap = |ground: Area| {
            let alone = shape(std::slice::from_ref(&ground));
            let at = middle(&alone, |at| belongs(areas, at, (self.police.as_deref(), self.civil.as_deref())))?;
            let owners = areas.owners(at);
            let id = |area: Option<&area::Area>| area.map(|area| area.id.clone());
            let (police, civil) = (id(owners.police), id(owners.civil));
            Some(Gap { square_metres: square_metres(&alone), at, police, civil, rule: owners.rule, ground })
        };
        polygons(&without(&self.shape, reached)).into_iter().filter_map(gap).collect()
    }
}

/// A place within the largest piece, one that is as it should be if there is any: slivers are left between borders that
/// touch, and one may hang on the largest piece.
fn middle(shape: &MultiPolygon, fits: impl Fn(Local) -> bool) -> Option<Local> {
    let inside = |shape: &MultiPolygon| {
        let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
        Some((largest.interior_point().map(|at| Local { x: at.x(), y: at.y() })?, largest.clone()))
    };
    let (first, largest) = inside(shape)?;
    if fits(first) {
        return Some(first);
    }
    let (about, largest) = (largest.bounding_rect()?, MultiPolygon(vec![largest]));
    let cells = [2, 4, 8].into_iter().flat_map(|count| parts(about, count));
    let mut others = cells.filter_map(|cell| Some(inside(&common(&largest, &MultiPolygon(vec![cell])))?.0));
    Some(others.find(|at| fits(*at)).unwrap_or(first))
}

/// A box in `count` by `count` parts.
fn parts(about: Rect, count: u32) -> impl Iterator<Item = Polygon> {
    let (low, side) =
        (about.min(), Coord { x: about.width() / f64::from(count), y: about.height() / f64::from(count) });
    let at = move |column: u32, row: u32| Coord {
        x: low.x + f64::from(column) * side.x,
        y: low.y + f64::from(row) * side.y,
    };
    (0..count * count).map(move |n| Rect::new(at(n % count, n / count), at(n % count + 1, n / count + 1)).to_polygon())
}

/// Whether a place is held by these two and no other.
fn belongs(areas: &Areas, at: Local, (police, civil): (Option<&str>, Option<&str>)) -> bool {
    let owners = areas.owners(at);
    let holder = owners.police.filter(|_| !matches!(owners.rule, Rule::NearestPolice { .. }));
    holder.map(|area| &*area.id) == police && owners.civil.map(|area| &*area.id) == civil
}

/// What is left of an area of each kind once those before it have theirs: [`Areas::owners`] gives a place to the first that
/// holds it.
struct Holding<'a> {
    area: &'a area::Area,
    shape: MultiPolygon,
}

fn whole(area: &area::Area) -> MultiPolygon {
    let part = |(outer, holes): (&[Local], Vec<&[Local]>)| Area {
        outer: outer.to_vec(),
        holes: holes.into_iter().map(<[Local]>::to_vec).collect(),
    };
    shape(&area.rings().map(part).collect::<Vec<Area>>())
}

/// Rows of all areas, and the parcels.
pub(super) fn cut(district: &MultiPolygon, layers: &Layers, areas: &Areas) -> (Vec<AreaRow>, Vec<Parcel>) {
    let mut rows = Vec::new();
    let mut holdings: [Vec<Holding>; 2] = [Vec::new(), Vec::new()];
    for area in areas.all() {
        let all = common(&whole(area), district);
        let shares = layers.cut(&all).shares(square_metres(&all));
        rows.push(AreaRow { id: area.id.clone(), kind: area.kind, shares });
        let before = &mut holdings[usize::from(area.kind == AreaKind::Civil)];
        let left = before.iter().fold(all, |left, other| without(&left, &other.shape));
        before.push(Holding { area, shape: left });
    }
    let [police, civil] = holdings;
    let mut parcels = Vec::new();
    let mut add = |police: Option<&Holding>, civil: Option<&Holding>, shape: MultiPolygon, layers: &Layers| {
        let size = square_metres(&shape);
        if size < CRUMB {
            return;
        }
        let id = |holding: Option<&Holding>| holding.map(|holding| holding.area.id.clone());
        let (police, civil) = (id(police), id(civil));
        let at = middle(&shape, |at| belongs(areas, at, (police.as_deref(), civil.as_deref())));
        let rule = at.map_or(Rule::Nobody, |at| areas.owners(at).rule);
        let shares = layers.cut(&shape).shares(size);
        parcels.push(Parcel { police, civil, rule, shares, shape });
    };
    let mut unowned = district.clone();
    for one in &police {
        let here = layers.cut(&one.shape);
        let mut left = one.shape.clone();
        for other in &civil {
            add(Some(one), Some(other), common(&one.shape, &other.shape), &here);
            left = without(&left, &other.shape);
        }
        add(Some(one), None, left, &here);
        unowned = without(&unowned, &one.shape);
    }
    for other in &civil {
        let here = common(&other.shape, &unowned);
        add(None, Some(other), here, layers);
        unowned = without(&unowned, &other.shape);
    }
    add(None, None, unowned, layers);
    (rows, parcels)
}
