//! Cells: the area cut where rows split, join, begin or end, so that every cell is flown to and fro without a jump
//! (boustrophedon decomposition, Choset 2000). The cut is made on a comb of fine rows instead of at corners: no case of
//! equal heights, touching holes or crossing outlines is special.

use super::ground::{Ground, Span};
use geodata::Local;

/// A row of a cell.
#[derive(Clone, Copy, Debug)]
struct Row {
    y: f64,
    span: Span,
}

/// The outlines of the cells of a ground whose lanes run along `x`; rows `step` apart. With `jump`, a cell also
/// ends where its side jumps by more than this, so that the arms of an L are two cells.
pub(super) fn cells(ground: &Ground, step: f64, jump: Option<f64>) -> Vec<Vec<Local>> {
    let (low, high) = ground.reach();
    let mut open: Vec<Vec<Row>> = Vec::new();
    let mut done: Vec<Vec<Row>> = Vec::new();
    let mut y = low + step / 2.0;
    while y < high {
        let spans = ground.row(y);
        let mut next: Vec<Vec<Row>> = Vec::with_capacity(spans.len());
        let touches =
            |cell: &[Row], span: Span| cell.last().is_some_and(|row| row.span.0.max(span.0) < row.span.1.min(span.1));
        for &span in &spans {
            let mut before = (0..open.len()).filter(|&i| touches(&open[i], span));
            let alone = before.next().filter(|_| before.next().is_none());
            let goes_on = alone.filter(|&i| {
                let forks = spans.iter().filter(|other| touches(&open[i], **other)).count() > 1;
                !forks && !jumps(&open[i], span, jump)
            });
            let mut cell = goes_on.map(|i| std::mem::take(&mut open[i])).unwrap_or_default();
            cell.push(Row { y, span });
            next.push(cell);
        }
        done.extend(open.drain(..).filter(|cell| !cell.is_empty()));
        open = next;
        y += step;
    }
    done.extend(open);
    done.iter().map(|rows| outline(rows, step)).collect()
}

fn jumps(cell: &[Row], span: Span, jump: Option<f64>) -> bool {
    let Some((jump, last)) = jump.zip(cell.last()) else { return false };
    (last.span.0 - span.0).abs() > jump || (last.span.1 - span.1).abs() > jump
}

/// The outline of a cell: up its left side, down its right side, corners only where a side bends.
fn outline(rows: &[Row], step: f64) -> Vec<Local> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
    let ends = [Row { y: first.y - step / 2.0, ..*first }, Row { y: last.y + step / 2.0, ..*last }];
    let all = || std::iter::once(&ends[0]).chain(rows).chain(std::iter::once(&ends[1]));
    let left: Vec<Local> = all().map(|row| Local { x: row.span.0, y: row.y }).collect();
    let right: Vec<Local> = all().map(|row| Local { x: row.span.1, y: row.y }).collect();
    let mut ring = bends(&left, step / 4.0);
    ring.extend(bends(&right, step / 4.0).into_iter().rev());
    ring
}

/// The points of a side that are needed to stay within `off` of all of it, sideways (Douglas and Peucker 1973).
fn bends(side: &[Local], off: f64) -> Vec<Local> {
    let mut keep = vec![false; side.len()];
    let mut parts = vec![(0, side.len().saturating_sub(1))];
    while let Some((from, to)) = parts.pop() {
        keep[from] = true;
        keep[to] = true;
        let (a, b) = (side[from], side[to]);
        let bend = |i: usize| {
            let t = if b.y > a.y { (side[i].y - a.y) / (b.y - a.y) } else { 0.0 };
            (side[i].x - a.x - t * (b.x - a.x)).abs()
        };
        let farthest = (from + 1..to).max_by(|&i, &j| bend(i).total_cmp(&bend(j)));
        if let Some(i) = farthest.filter(|&i| bend(i) > off) {
            parts.extend([(from, i), (i, to)]);
        }
    }
    side.iter().zip(keep).filter(|(_, kept)| *kept).map(|(p, _)| *p).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ground::doubled_area;
    use super::*;
    use geodata::Metres;

    fn ring(points: &[(f64, f64)]) -> Vec<Local> {
        points.iter().map(|&(x, y)| Local { x, y }).collect()
    }

    #[test]
    fn a_hole_makes_four_cells_that_together_are_the_area() {
        let ground = Ground {
            outer: ring(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]),
            holes: vec![ring(&[(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0)])],
            keep_outs: vec![],
            keep: Metres(1.0),
        };
        let cells = cells(&ground, 1.0, None);
        assert_eq!(cells.len(), 4);
        let area: f64 = cells.iter().map(|cell| doubled_area(cell).abs() / 2.0).sum();
        assert!((area - 9_600.0).abs() < 1.0, "{area}");
        assert!(cells.iter().all(|cell| cell.len() == 4), "{cells:?}");
    }

    #[test]
    fn the_arms_of_an_l_are_two_cells_only_when_asked() {
        let l = ring(&[(0.0, 0.0), (100.0, 0.0), (100.0, 20.0), (20.0, 20.0), (20.0, 100.0), (0.0, 100.0)]);
        let ground = Ground { outer: l, keep: Metres(1.0), ..Ground::default() };
        assert_eq!(cells(&ground, 1.0, None).len(), 1);
        assert_eq!(cells(&ground, 1.0, Some(10.0)).len(), 2);
    }
}
