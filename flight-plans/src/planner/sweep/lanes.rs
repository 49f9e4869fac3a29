//! The lanes of one cell in one direction, and the four ways to fly them: from either side, starting at either end.

use super::ground::{Ground, Span, away, crossings, shared, turn};
use super::ways::Ways;
use geodata::Local;

/// How a footprint is laid: see [`super::Footprint`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) radius: f64,
    pub(super) spacing: f64,
}

/// A piece of a path that is flown with the camera on.
pub(super) type Piece = Vec<Local>;

/// One way to fly a cell: pieces in order, and the seconds from the first place to the last.
#[derive(Clone, Debug)]
pub(super) struct Mode {
    pub(super) pieces: Vec<Piece>,
    pub(super) entry: Local,
    pub(super) exit: Local,
    pub(super) seconds: f64,
}

/// The lanes of a cell along `angle`, lowest first, each its pieces from left to right; nothing when the cell cannot be
/// flown to and fro in this direction. `cell` is as it is, not turned.
pub(super) fn lanes(ways: &Ways, turned: &Ground, cell: &[Local], angle: f64, seen: Seen) -> Option<Vec<Vec<Piece>>> {
    let ring: Vec<Local> = cell.iter().map(|&p| turn(p, -angle)).collect();
    let (low, high) = ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |r, p| (r.0.min(p.y), r.1.max(p.y)));
    let count = ((high - low) / seen.spacing - 1e-9).ceil().max(1.0);
    let pitch = (high - low) / count;
    let mut all = Vec::new();
    let mut k = 0.5;
    while k < count {
        let y = low + k * pitch;
        let own = crossings(&ring, y);
        if own.len() > 1 {
            return None;
        }
        let chords = shared(&own, &turned.allowed(y));
        let lane = pieces(ways, &ring, &chords, y, pitch, angle, seen.radius);
        if !lane.is_empty() {
            all.push(lane);
        }
        k += 1.0;
    }
    Some(all)
}

/// The chords of a lane, the outermost ones led on to see the slanting ends of their strip.
fn pieces(ways: &Ways, ring: &[Local], chords: &[Span], y: f64, pitch: f64, angle: f64, radius: f64) -> Vec<Piece> {
    let mut lane: Vec<Piece> =
        chords.iter().map(|&(a, b)| vec![turn(Local { x: a, y }, angle), turn(Local { x: b, y }, angle)]).collect();
    let (Some(first), Some(last)) = (chords.first(), chords.last()) else { return lane };
    let chord = (Local { x: first.0, y }, Local { x: last.1, y });
    for half in [-0.5, 0.5] {
        let rows = [0.25, 0.5, 0.75, 0.99].map(|t| y + half * t * pitch);
        let ends: Vec<(Local, Local)> = rows
            .iter()
            .filter_map(|&row| {
                let spans = crossings(ring, row);
                Some((Local { x: spans.first()?.0, y: row }, Local { x: spans.last()?.1, y: row }))
            })
            .collect();
        let unseen = |end: &&Local| away(**end, chord.0, chord.1) > radius;
        let farthest = |ends: &[Local]| {
            let far = |a: &&Local, b: &&Local| away(**a, chord.0, chord.1).total_cmp(&away(**b, chord.0, chord.1));
            ends.iter().filter(unseen).max_by(far).copied()
        };
        let left: Vec<Local> = ends.iter().map(|end| end.0).collect();
        let right: Vec<Local> = ends.iter().map(|end| end.1).collect();
        if let (Some(end), Some(piece)) = (farthest(&left), lane.first_mut()) {
            lead_on(ways, piece, true, turn(end, angle), radius);
        }
        if let (Some(end), Some(piece)) = (farthest(&right), lane.last_mut()) {
            lead_on(ways, piece, false, turn(end, angle), radius);
        }
    }
    lane
}

/// Goes on from an end of a piece until `target` is seen, when the straight way there may be flown.
fn lead_on(ways: &Ways, piece: &mut Piece, at_start: bool, target: Local, radius: f64) {
    let Some(&end) = (if at_start { piece.first() } else { piece.last() }) else { return };
    let far = end.distance(target).0;
    if far <= 0.98 * radius {
        return;
    }
    let stop = end.toward(target, 1.0 - 0.98 * radius / far);
    if ways.clear(end, stop) {
        let at = if at_start { 0 } else { piece.len() };
        piece.insert(at, stop);
    }
}

/// The four ways to fly lanes to and fro; fewer when the wind or the area leaves no way between two of them.
pub(super) fn modes(lanes: &[Vec<Piece>], ways: &Ways) -> Vec<Mode> {
    let mut modes = Vec::new();
    for from_top in [false, true] {
        for from_right in [false, true] {
            let mut flown: Vec<Piece> = Vec::new();
            for (i, index) in (0..lanes.len()).enumerate() {
                let lane = &lanes[if from_top { lanes.len() - 1 - index } else { index }];
                if (i % 2 == 1) == from_right {
                    flown.extend(lane.iter().cloned());
                } else {
                    flown.extend(lane.iter().rev().map(|piece| piece.iter().rev().copied().collect::<Piece>()));
                }
            }
            modes.extend(mode(flown, ways));
        }
    }
    modes
}

/// Pieces in order as one mode.
pub(super) fn mode(pieces: Vec<Piece>, ways: &Ways) -> Option<Mode> {
    let entry = *pieces.first()?.first()?;
    let exit = *pieces.last()?.last()?;
    let mut seconds = 0.0;
    for piece in &pieces {
        seconds += ways.along(piece)?;
    }
    for pair in pieces.windows(2) {
        let (a, b) = (pair[0].last()?, pair[1].first()?);
        seconds += ways.seconds(*a, *b)?;
    }
    Some(Mode { pieces, entry, exit, seconds })
}
