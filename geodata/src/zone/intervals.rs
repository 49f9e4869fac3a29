//! Arithmetic of sets of stretches on a line, for fractions of a leg and for moments. Stretches are closed.

/// Fractions nearer than this are the same: a micrometre on a leg of a kilometre.
pub(super) const HAIR: f64 = 1e-9;

/// Stretches of a leg, in order, apart from each other.
pub(super) type Fractions = Vec<[f64; 2]>;

/// In order, what touches joined.
pub(super) fn merge(set: &mut Fractions) {
    set.retain(|[a, b]| a <= b);
    if set.len() < 2 {
        return;
    }
    set.sort_unstable_by(|x, y| x[0].total_cmp(&y[0]));
    let mut last = 0;
    for at in 1..set.len() {
        if set[at][0] <= set[last][1] + HAIR {
            set[last][1] = set[last][1].max(set[at][1]);
        } else {
            last += 1;
            set[last] = set[at];
        }
    }
    set.truncate(last + 1);
}

/// [`merge`] for whole numbers.
pub(super) fn merge_whole(set: &mut Vec<[i64; 2]>) {
    set.sort_unstable();
    let mut merged: Vec<[i64; 2]> = Vec::with_capacity(set.len());
    for [a, b] in set.drain(..) {
        match merged.last_mut() {
            Some(last) if a <= last[1] => last[1] = last[1].max(b),
            _ => merged.push([a, b]),
        }
    }
    *set = merged;
}

/// What is in both; each in order and apart.
pub(super) fn both(x: &[[f64; 2]], y: &[[f64; 2]]) -> Fractions {
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < x.len() && j < y.len() {
        let (low, high) = (x[i][0].max(y[j][0]), x[i][1].min(y[j][1]));
        if low <= high {
            out.push([low, high]);
        }
        if x[i][1] < y[j][1] { i += 1 } else { j += 1 }
    }
    out
}

/// What is in `x` and not in `y`, each in order and apart; stretches of no length are left out.
pub(super) fn without(x: &[[f64; 2]], y: &[[f64; 2]]) -> Fractions {
    let mut out = Vec::new();
    for &[mut low, high] in x {
        for &[a, b] in y.iter() {
            out.push([low, a.min(high)]);
            low = low.max(b);
        }
        out.push([low, high]);
    }
    out.retain(|[a, b]| b - a > HAIR);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set() -> impl Strategy<Value = Fractions> {
        prop::collection::vec((0.0..1.0f64, 0.0..0.3f64), 0..6).prop_map(|pairs| {
            let mut set: Fractions = pairs.into_iter().map(|(a, long)| [a, a + long]).collect();
            merge(&mut set);
            set
        })
    }

    proptest! {
        #[test]
        fn sets_agree_with_asking_point_by_point(x in set(), y in set(), at in 0.0..1.3f64) {
            let has = |set: &Fractions| set.iter().any(|[a, b]| (*a..=*b).contains(&at));
            let edge = x.iter().chain(&y).flatten().any(|e| (e - at).abs() < 1e-8);
            prop_assume!(!edge);
            prop_assert_eq!(has(&both(&x, &y)), has(&x) && has(&y));
            prop_assert_eq!(has(&without(&x, &y)), has(&x) && !has(&y));
            let mut all = x.clone();
            all.extend(&y);
            merge(&mut all);
            prop_assert_eq!(has(&all), has(&x) || has(&y));
            prop_assert!(all.windows(2).all(|w| w[0][1] < w[1][0]));
        }
    }
}
