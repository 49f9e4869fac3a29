//! The times of a hierarchy's shortcuts for one profile: all of them filled in, or only what some changed roads touch.

use super::costs::Costs;
use super::graph::{NEVER, index_u32};
use super::hierarchy::Hierarchy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Milliseconds of every up-arc, up and down; [`NEVER`] where there is no way.
#[derive(Clone, Debug, Default)]
pub(super) struct Metric {
    pub up: Vec<u32>,
    pub down: Vec<u32>,
}

/// The sum of two times that are each at most [`NEVER`]: it fits in 32 bits.
#[inline]
pub(super) const fn sum(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

impl Metric {
    /// All times, lower triangles before upper ones.
    pub fn full(hierarchy: &Hierarchy, costs: Costs) -> Self {
        let arcs = hierarchy.up_head.len();
        let mut metric = Self { up: vec![NEVER; arcs], down: vec![NEVER; arcs] };
        for (number, arc) in costs.graph.out.arcs.iter().enumerate() {
            if let Some((up_arc, leads_down)) = hierarchy.up_arc(number) {
                let times = if leads_down { &mut metric.down } else { &mut metric.up };
                times[up_arc] = times[up_arc].min(costs.of(*arc));
            }
        }
        for low in 0..index_u32(hierarchy.order.len()) {
            metric.contract(hierarchy, low);
        }
        metric
    }

    /// Relaxes every triangle whose lowest corner is `low`.
    fn contract(&mut self, hierarchy: &Hierarchy, low: u32) {
        let row = hierarchy.row(low);
        let heads = &hierarchy.up_head[row.clone()];
        // Arcs of higher ranks come later, so the triangle's third side is in the second halves.
        let (up, upper_up) = self.up.split_at_mut(row.end);
        let (down, upper_down) = self.down.split_at_mut(row.end);
        let (up, down) = (&up[row.start..], &down[row.start..]);
        for (i, &middle) in heads.iter().enumerate() {
            if up[i] == NEVER && down[i] == NEVER {
                continue;
            }
            let sides = hierarchy.row(middle);
            let side_heads = &hierarchy.up_head[sides.clone()];
            let shifted = sides.start - row.end..sides.end - row.end;
            let (side_up, side_down) = (&mut upper_up[shifted.clone()], &mut upper_down[shifted]);
            let mut k = 0;
            for j in i + 1..heads.len() {
                while side_heads[k] != heads[j] {
                    k += 1;
                }
                side_up[k] = side_up[k].min(sum(down[i], up[j]));
                side_down[k] = side_down[k].min(sum(down[j], up[i]));
            }
        }
    }

    /// Only what these slots touch, lower arcs before upper ones. Equals [`Metric::full`] with the new costs.
    pub fn update(&mut self, hierarchy: &Hierarchy, costs: Costs, slots: impl Iterator<Item = u32>) {
        let mut line: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
        for slot in slots {
            let Some(edge) = costs.graph.edges.get(slot as usize / 2) else { continue };
            for state in costs.graph.states_of(edge.ends(slot % 2 == 0).0) {
                let arcs =
                    costs.graph.out.range(state).filter(|arc| costs.graph.slot_of(costs.graph.out.arcs[*arc]) == slot);
                line.extend(arcs.filter_map(|arc| hierarchy.up_arc(arc)).map(|(arc, _)| Reverse(index_u32(arc))));
            }
        }
        let mut last = None;
        while let Some(Reverse(arc)) = line.pop() {
            if last.replace(arc) != Some(arc) {
                self.renew(hierarchy, costs, arc as usize, &mut line);
            }
        }
    }

    /// Computes one arc again, and lines up the arcs its change may touch.
    fn renew(&mut self, hierarchy: &Hierarchy, costs: Costs, arc: usize, line: &mut BinaryHeap<Reverse<u32>>) {
        let (low, high) = (hierarchy.tail(arc), hierarchy.up_head[arc]);
        let (up, down) = self.recomputed(hierarchy, costs, low, high);
        let (old_up, old_down) = (self.up[arc], self.down[arc]);
        if (up, down) == (old_up, old_down) {
            return;
        }
        (self.up[arc], self.down[arc]) = (up, down);
        for other in hierarchy.row(low).filter(|other| *other != arc) {
            let third = hierarchy.up_head[other];
            let Some(side) = hierarchy.find(high.min(third), high.max(third)) else { continue };
            // From the side's lower corner to its upper one over `low`, and back; before and now.
            let over = |up: u32, down: u32| {
                let (there, back) = (sum(down, self.up[other]), sum(self.down[other], up));
                if high < third { (there, back) } else { (back, there) }
            };
            let (before, now) = (over(old_up, old_down), over(up, down));
            let touched = |value: u32, before: u32, now: u32| (before != now && before <= value) || now < value;
            if touched(self.up[side], before.0, now.0) || touched(self.down[side], before.1, now.1) {
                line.push(Reverse(index_u32(side)));
            }
        }
    }

    fn recomputed(&self, hierarchy: &Hierarchy, costs: Costs, low: u32, high: u32) -> (u32, u32) {
        let (tail, head) = (hierarchy.order[low as usize], hierarchy.order[high as usize]);
        let best = |from: u32, to: u32| {
            let arcs = costs.graph.out.of(from).iter().filter(|arc| arc.state == to);
            arcs.map(|arc| costs.of(*arc)).min().unwrap_or(NEVER)
        };
        let (mut up, mut down) = (best(tail, head), best(head, tail));
        let (mut lows, mut highs) = (hierarchy.below(low).iter().peekable(), hierarchy.below(high).iter().peekable());
        while let (Some(&&(a, to_low)), Some(&&(b, to_high))) = (lows.peek(), highs.peek()) {
            if a == b {
                let (p, q) = (to_low as usize, to_high as usize);
                up = up.min(sum(self.down[p], self.up[q]));
                down = down.min(sum(self.down[q], self.up[p]));
            }
            if a <= b {
                lows.next();
            }
            if b <= a {
                highs.next();
            }
        }
        (up, down)
    }
}
