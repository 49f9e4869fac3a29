//! Neighbours of each place, and a first round: the shortest ways first, as long as they make no fork and no small round.

/// The `most` nearest others of each place, nearest first. Looks at all pairs.
pub(super) fn nearest(n: usize, between: &impl Fn(u32, u32) -> f64, most: usize) -> Vec<Vec<u32>> {
    let count = u32::try_from(n).unwrap_or(0);
    let mut others: Vec<(f64, u32)> = Vec::with_capacity(n);
    (0..count)
        .map(|a| {
            others.clear();
            others.extend((0..count).filter(|b| *b != a).map(|b| (between(a, b), b)));
            let by = |x: &(f64, u32), y: &(f64, u32)| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1));
            if others.len() > most {
                others.select_nth_unstable_by(most, by);
                others.truncate(most);
            }
            others.sort_by(by);
            others.iter().map(|o| o.1).collect()
        })
        .collect()
}

/// A round of the shortest ways between neighbours; what is left over is joined end to nearest end.
pub(super) fn greedy(n: usize, between: &impl Fn(u32, u32) -> f64, near: &[Vec<u32>]) -> Vec<u32> {
    let mut ways: Vec<(f64, u32, u32)> = (0_u32..)
        .zip(near)
        .flat_map(|(a, list)| list.iter().map(move |b| (a, *b)))
        .map(|(a, b)| (between(a, b), a.min(b), a.max(b)))
        .collect();
    ways.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    ways.dedup();
    let mut pieces = Pieces::new(n);
    for (_, a, b) in ways {
        pieces.join(a, b);
    }
    pieces.round(between)
}

/// Paths that grow together.
struct Pieces {
    links: Vec<Vec<u32>>,
    group: Vec<u32>,
}

impl Pieces {
    fn new(n: usize) -> Self {
        Self { links: vec![Vec::new(); n], group: (0..u32::try_from(n).unwrap_or(0)).collect() }
    }

    fn root(&mut self, mut place: u32) -> u32 {
        while self.group[place as usize] != place {
            let up = self.group[self.group[place as usize] as usize];
            self.group[place as usize] = up;
            place = up;
        }
        place
    }

    fn join(&mut self, a: u32, b: u32) {
        let (from, to) = (self.root(a), self.root(b));
        if from != to && self.links[a as usize].len() < 2 && self.links[b as usize].len() < 2 {
            self.links[a as usize].push(b);
            self.links[b as usize].push(a);
            self.group[from as usize] = to;
        }
    }

    /// Walks each path from an end, then on to the nearest end that is left.
    fn round(&self, between: &impl Fn(u32, u32) -> f64) -> Vec<u32> {
        let n = self.links.len();
        let mut ends: Vec<u32> =
            (0_u32..).zip(&self.links).filter(|(_, links)| links.len() < 2).map(|(place, _)| place).collect();
        let mut seen = vec![false; n];
        let mut order = Vec::with_capacity(n);
        let mut at = ends.first().copied();
        while let Some(start) = at {
            let mut place = start;
            loop {
                seen[place as usize] = true;
                order.push(place);
                match self.links[place as usize].iter().find(|next| !seen[**next as usize]) {
                    Some(next) => place = *next,
                    None => break,
                }
            }
            ends.retain(|end| !seen[*end as usize]);
            at = ends.iter().copied().min_by(|x, y| between(place, *x).total_cmp(&between(place, *y)));
        }
        order
    }
}
