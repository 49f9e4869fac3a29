//! Against every possible choice.

use super::{Cover, Median};
use crate::planner::pace::Rounds;
use proptest::prelude::*;

/// Every choice of `p` of `n` sites.
fn choices(n: usize, p: usize) -> impl Iterator<Item = Vec<usize>> {
    (0_u32..1 << n)
        .filter(move |bits| bits.count_ones() as usize == p)
        .map(move |bits| (0..n).filter(|site| bits >> site & 1 == 1).collect())
}

proptest! {
    #[test]
    fn as_much_is_covered_as_can_be(
        demand in prop::collection::vec(0..20_u32, 1..14),
        links in prop::collection::vec((0..8_usize, 0..14_usize), 0..50),
        sites in 1..8_usize,
        choose in 0..5_usize,
        seed: u64,
    ) {
        let demand: Vec<f64> = demand.into_iter().map(f64::from).collect();
        let mut reach = vec![Vec::new(); sites];
        for (site, customer) in links {
            let customer = u32::try_from(customer % demand.len()).unwrap();
            if !reach[site % sites].contains(&customer) {
                reach[site % sites].push(customer);
            }
        }
        let covered = |chosen: &[usize]| -> f64 {
            let is = |c: &usize| chosen.iter().any(|s| reach[*s].contains(&u32::try_from(*c).unwrap()));
            (0..demand.len()).filter(is).map(|c| demand[c]).sum()
        };
        let best = choices(sites, choose.min(sites)).map(|c| covered(&c)).fold(0.0, f64::max);
        let answer = Cover::new(&demand, &reach, choose).unwrap().improve(None, seed, &mut Rounds(300));
        let told: Vec<usize> = answer.sites.iter().map(|s| *s as usize).collect();
        prop_assert_eq!((answer.value, covered(&told)), (best, best));
        prop_assert!(answer.bound >= best);
    }

    #[test]
    fn the_ways_are_as_short_as_can_be(
        sites in 1..8_usize,
        ways in prop::collection::vec(0..50_u32, 8..80),
        choose in 1..5_usize,
        seed: u64,
    ) {
        let customers = ways.len() / sites;
        let way: Vec<f64> = ways[..customers * sites].iter().copied().map(f64::from).collect();
        let total = |chosen: &[usize]| -> f64 {
            let nearest = |c| chosen.iter().map(|s| way[c * sites + s]).fold(f64::INFINITY, f64::min);
            (0..customers).map(nearest).sum()
        };
        let best = choices(sites, choose.min(sites)).map(|c| total(&c)).fold(f64::INFINITY, f64::min);
        let answer = Median::new(sites, way.clone(), choose).unwrap().improve(None, seed, &mut Rounds(300));
        let told: Vec<usize> = answer.sites.iter().map(|s| *s as usize).collect();
        prop_assert_eq!((answer.value, total(&told)), (best, best));
        prop_assert!(answer.bound <= best);
    }
}

#[test]
fn what_cannot_be_held_is_refused() {
    assert!(Cover::new(&[f64::NAN], &[vec![0]], 1).is_err());
    assert!(Cover::new(&[1.0], &[vec![1]], 1).is_err());
    assert!(Median::new(0, Vec::new(), 1).is_err());
    assert!(Median::new(1, vec![f64::INFINITY], 1).is_err());
}

/// Sites and customers on a line, each reaching whoever is near: more pairs than are looked at before the search begins.
#[test]
fn of_very_many_pairs_the_search_begins_with_a_sample_of_the_sites() {
    let places = 1_200_u32;
    let demand: Vec<f64> = (0..places).map(|at| f64::from(at * 7_919 % 97)).collect();
    let reach: Vec<Vec<u32>> = (0..places).map(|at| (at.saturating_sub(200)..places.min(at + 200)).collect()).collect();
    let cover = Cover::new(&demand, &reach, 2).unwrap();
    let covered = |sites: &[u32]| -> f64 {
        let is = |at: &u32| sites.iter().any(|site| reach[*site as usize].contains(at));
        (0..places).filter(is).map(|at| demand[at as usize]).sum()
    };
    // The best pair of stretches of 400 that do not meet, or nearly: by trying all.
    let alone: Vec<f64> = (0..places).map(|at| covered(&[at])).collect();
    let pairs = (200..places).flat_map(|a| (a + 400..places).map(move |b| (a, b)));
    let best = pairs.map(|(a, b)| alone[a as usize] + alone[b as usize]).fold(0.0, f64::max);
    for (rounds, part) in [(0, 0.9), (400, 0.999)] {
        let answer = cover.improve(None, 3, &mut Rounds(rounds));
        assert_eq!((answer.sites.len(), answer.value), (2, covered(&answer.sites)));
        assert!(answer.value >= part * best && answer.bound >= best, "{} of {best}", answer.value);
    }
    let warm = cover.improve(Some(&[5, 900]), 3, &mut Rounds(0));
    assert!(warm.value >= covered(&[5, 900]) && warm.sites.len() == 2);
}
