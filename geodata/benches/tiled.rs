//! A province out of a county: the same net laid side by side many times and stitched at the borders. Shared by
//! benchmarks, tests and the example that measures memory.

use geodata::roads::data::{Cm, ForbiddenTurn, RoadData, RoadEdge, Structure, TimedRule};
use geodata::{Access, RoadClass};

/// Roads over each border between two tiles.
const STITCHES: i32 = 5;

/// `columns` by `rows` copies of a net, neighbours joined by some roads.
#[must_use]
pub fn tiled(tile: &RoadData, columns: u32, rows: u32) -> RoadData {
    let (low, high) = corners(&tile.nodes);
    let step = (high.0 - low.0 + 5_000, high.1 - low.1 + 5_000);
    let (nodes, edges) = (tile.nodes.len() as u32, tile.edges.len() as u32);
    let mut all = RoadData { names: tile.names.clone(), ..RoadData::default() };
    for number in 0..columns * rows {
        let (column, row) = ((number % columns) as i32, (number / columns) as i32);
        let shift = |cm: &Cm| (cm.0 + column * step.0, cm.1 + row * step.1);
        all.nodes.extend(tile.nodes.iter().map(shift));
        all.edges.extend(tile.edges.iter().map(|edge| RoadEdge {
            from: edge.from + number * nodes,
            to: edge.to + number * nodes,
            bends: edge.bends.iter().map(shift).collect(),
            ..edge.clone()
        }));
    }
    for number in 0..columns * rows {
        let arcs = |turn: &ForbiddenTurn| turn.arcs.iter().map(|(edge, way)| (edge + number * edges, *way)).collect();
        all.turns.extend(tile.turns.iter().map(|turn| ForbiddenTurn { arcs: arcs(turn), ..turn.clone() }));
        all.timed.extend(tile.timed.iter().map(|rule| TimedRule { edge: rule.edge + number * edges, ..rule.clone() }));
    }
    for (east, north) in [(true, false), (false, true)] {
        let pairs = borders(tile, (low, high), east);
        for number in 0..columns * rows {
            let (column, row) = (number % columns, number / columns);
            if (east && column + 1 == columns) || (north && row + 1 == rows) {
                continue;
            }
            let next = number + if east { 1 } else { columns };
            all.edges.extend(pairs.iter().map(|(a, b)| stitch(a + number * nodes, b + next * nodes)));
        }
    }
    all
}

/// A road over a border.
fn stitch(from: u32, to: u32) -> RoadEdge {
    let (class, structure) = (RoadClass::Secondary, Structure::Ground);
    RoadEdge {
        from,
        to,
        class,
        kph: [60; 2],
        access: Access::all(),
        island: Access::none(),
        structure,
        name: 0,
        bends: vec![],
    }
}

/// Junctions to be joined: on the far side of one tile and the near side of the next.
fn borders(tile: &RoadData, (low, high): (Cm, Cm), east: bool) -> Vec<(u32, u32)> {
    let open = |node: u32| tile.edges.iter().any(|e| (e.from == node || e.to == node) && e.access == Access::all());
    let drivable: Vec<u32> = (0..tile.nodes.len() as u32).filter(|node| open(*node)).collect();
    let nearest = |at: Cm| {
        let gap = |node: &u32| {
            let cm = tile.nodes[*node as usize];
            (i64::from(cm.0 - at.0)).pow(2) + (i64::from(cm.1 - at.1)).pow(2)
        };
        drivable.iter().copied().min_by_key(gap).unwrap_or(0)
    };
    let part = |low: i32, high: i32, i: i32| low + (high - low) / (STITCHES + 1) * (i + 1);
    let ends = |i: i32| {
        let (x, y) = (part(low.0, high.0, i), part(low.1, high.1, i));
        if east { ((high.0, y), (low.0, y)) } else { ((x, high.1), (x, low.1)) }
    };
    (0..STITCHES).map(|i| (nearest(ends(i).0), nearest(ends(i).1))).collect()
}

fn corners(nodes: &[Cm]) -> (Cm, Cm) {
    let (mut low, mut high) = ((i32::MAX, i32::MAX), (i32::MIN, i32::MIN));
    for cm in nodes {
        low = (low.0.min(cm.0), low.1.min(cm.1));
        high = (high.0.max(cm.0), high.1.max(cm.1));
    }
    (low, high)
}
