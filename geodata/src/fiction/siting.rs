//! Choosing places: far from each other, or clear of what is there already.

use crate::frame::Local;

/// A place that takes up some room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub at: Local,
    /// Metres.
    pub radius: f64,
}

impl Site {
    /// Metres between the rims of two sites; negative when they overlap.
    pub fn gap(&self, other: &Site) -> f64 {
        self.at.distance(other.at).0 - self.radius - other.radius
    }
}

/// Up to `count` candidates: the first one, then always the one farthest from all chosen so far.
pub(super) fn spread(candidates: &[Local], count: usize) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut gap = vec![f64::INFINITY; candidates.len()];
    let mut next = (!candidates.is_empty()).then_some(0);
    while let Some(index) = next.filter(|_| chosen.len() < count) {
        chosen.push(index);
        for (gap, place) in gap.iter_mut().zip(candidates) {
            *gap = gap.min(place.distance(candidates[index]).0);
        }
        let farthest = (0..gap.len()).rev().max_by(|a, b| gap[*a].total_cmp(&gap[*b]));
        next = farthest.filter(|index| gap[*index] > 0.0);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_next_one_is_the_farthest_from_those_before() {
        let line: Vec<Local> = [0.0, 1.0, 9.0, 10.0, 5.0].map(|x| Local { x, y: 0.0 }).to_vec();
        assert_eq!(spread(&line, 3), [0, 3, 4]);
        assert_eq!(spread(&line, 99).len(), 5);
        assert!(spread(&[], 3).is_empty());
        assert_eq!(spread(&[Local::default(); 4], 3), [0], "the same place is not taken twice");
    }
}
