//! The shortest round through few places, exactly: by the shortest ways through every set of them (Held and Karp 1962).

/// Places a round may have to be found this way; 256 sets of eight others.
pub(super) const FEW: usize = 9;

/// The shortest round through `n` places, at most [`FEW`], from the first.
pub(super) fn shortest(n: usize, between: &impl Fn(u32, u32) -> f64) -> Vec<u32> {
    let others = n.saturating_sub(1);
    if others < 3 {
        return (0u32..).take(n).collect();
    }
    let place = |i: usize| u32::try_from(i + 1).unwrap_or(0);
    // The shortest way from the first place through a set of others to one of it, and which was before that one.
    let mut best = vec![(f64::INFINITY, 0); others << others];
    for set in 1usize..1 << others {
        for last in (0..others).filter(|last| set >> last & 1 == 1) {
            let before = set & !(1 << last);
            let step = |i: usize| (best[before * others + i].0 + between(place(i), place(last)), i);
            let ways = (0..others).filter(|i| before >> i & 1 == 1).map(step);
            best[set * others + last] = if before == 0 {
                (between(0, place(last)), last)
            } else {
                ways.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, last))
            };
        }
    }
    let mut set = (1 << others) - 1;
    let home = |i: &usize| best[set * others + i].0 + between(place(*i), 0);
    let mut last = (0..others).min_by(|a, b| home(a).total_cmp(&home(b))).unwrap_or(0);
    let mut order = vec![0];
    while set != 0 {
        order.push(place(last));
        let before = best[set * others + last].1;
        set &= !(1 << last);
        last = before;
    }
    order
}
