//! Against every possible choice; and, behind the feature `prove`, against an outside solver.

use super::backup::{Kept, Standard};
use super::mip::Mip;
use super::*;
use crate::planner::contract::Planner;
use crate::planner::pace::{Progress, Rounds};
use proptest::prelude::*;

/// A table of `sites` x places in whole tens of seconds, and weights.
#[derive(Clone, Debug)]
struct Table(Vec<f64>, Vec<Vec<Option<u32>>>);

impl Table {
    fn sites(&self) -> Sites {
        let time = |site: usize, place: usize| self.1[site][place].map(|tens| Seconds(10.0 * f64::from(tens)));
        Sites::new(self.1.len(), self.0.clone(), time).unwrap()
    }

    fn near(&self, site: usize, place: usize, budget: f64) -> bool {
        self.1[site][place].is_some_and(|tens| 10.0 * f64::from(tens) <= budget)
    }

    fn reached(&self, place: usize, chosen: &[u32], budget: f64) -> usize {
        chosen.iter().filter(|site| self.near(**site as usize, place, budget)).count()
    }

    fn covered(&self, chosen: &[u32], budget: f64, times: usize) -> f64 {
        let is = |place: &usize| self.reached(*place, chosen, budget) >= times;
        (0..self.0.len()).filter(is).map(|place| self.0[place]).sum()
    }

    fn way(&self, chosen: &[u32]) -> f64 {
        let one = |place: usize| {
            let ways = chosen.iter().filter_map(|site| self.1[*site as usize][place]);
            ways.min().map_or(1000.0, |tens| 10.0 * f64::from(tens)).min(1000.0)
        };
        (0..self.0.len()).map(|place| self.0[place] * one(place)).sum()
    }
}

fn table(sites: usize, places: usize) -> impl Strategy<Value = Table> {
    (1..=sites, 1..=places).prop_flat_map(|(sites, places)| {
        let time = prop_oneof![1 => Just(None), 6 => (1..60_u32).prop_map(Some)];
        let weights = prop::collection::vec((0..9_u32).prop_map(f64::from), places);
        (weights, prop::collection::vec(prop::collection::vec(time, places), sites)).prop_map(|(w, t)| Table(w, t))
    })
}

/// Every choice of sites.
fn choices(sites: usize) -> impl Iterator<Item = Vec<u32>> {
    (0_u32..1 << sites).map(move |bits| (0..sites as u32).filter(|site| bits >> site & 1 == 1).collect())
}

/// Every choice of so many units, up to two at a site.
fn stands(sites: usize, units: usize) -> impl Iterator<Item = Vec<u32>> {
    let all = (0..3_usize.pow(sites as u32)).map(move |code| {
        (0..sites as u32).flat_map(|site| vec![site; code / 3_usize.pow(site) % 3]).collect::<Vec<u32>>()
    });
    all.filter(move |stand| stand.len() == units.min(2 * sites))
}

const BUDGET: Seconds = Seconds(180.0);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn most_is_covered_and_the_proof_says_so(table in table(9, 14), choose in 0..5_usize, seed: u64) {
        let sites = table.sites();
        let best = choices(table.1.len()).filter(|c| c.len() <= choose)
            .map(|c| table.covered(&c, BUDGET.0, 1)).fold(0.0, f64::max);
        let design = sites.most_covered(BUDGET, choose, None, seed, &mut Rounds(200)).unwrap();
        prop_assert_eq!((design.outcome.value, table.covered(&design.outcome.best, BUDGET.0, 1)), (best, best));
        for known in [Vec::new(), design.outcome.best.clone()] {
            let proof = most(&Rows::of(&sites, BUDGET), choose, &known, &mut Rounds(100_000));
            prop_assert!(proof.is_proven() && proof.sites.len() <= choose);
            prop_assert_eq!((proof.value, table.covered(&proof.sites, BUDGET.0, 1)), (best, best));
            let cut = most(&Rows::of(&sites, BUDGET), choose, &known, &mut Rounds(1));
            prop_assert!(cut.bound >= best && cut.value <= best);
        }
        for place in 0..table.0.len() {
            let told = design.outcome.left_out.iter().find(|(at, _)| *at as usize == place).map(|(_, why)| why.clone());
            let all: Vec<u32> = (0..table.1.len() as u32).collect();
            let right = match (table.reached(place, &design.outcome.best, BUDGET.0), table.reached(place, &all, BUDGET.0)) {
                (0, 0) => Some(Why::BeyondAll),
                (0, _) => Some(Why::NotReached),
                _ => None,
            };
            prop_assert_eq!(told, right);
        }
    }

    #[test]
    fn all_that_can_be_reached_is_reached_by_the_fewest(table in table(9, 14), seed: u64) {
        let sites = table.sites();
        let all: Vec<u32> = (0..table.1.len() as u32).collect();
        let sufficient = |c: &[u32]| (0..table.0.len())
            .all(|p| table.0[p] == 0.0 || table.reached(p, &all, BUDGET.0) == 0 || table.reached(p, c, BUDGET.0) > 0);
        let fewest = choices(table.1.len()).filter(|c| sufficient(c)).map(|c| c.len()).min().unwrap();
        let set = Set::new(Rows::of(&sites, BUDGET));
        let found = set.improve(None, seed, &mut Rounds(64));
        prop_assert!(sufficient(&found.sites) && found.sites.len() == fewest && found.bound <= fewest as f64);
        let greedy = set.improve(None, seed, &mut Rounds(0));
        let proof = set.prove(&greedy, &mut Rounds(100_000));
        prop_assert!(sufficient(&proof.sites));
        prop_assert_eq!((proof.sites.len(), proof.bound), (fewest, fewest as f64));
        let design = sites.all_covered(BUDGET, None, seed, &mut Rounds(64));
        prop_assert!(design.outcome.left_out.iter().all(|(place, why)| *why == Why::BeyondAll || table.0[*place as usize] == 0.0));
        let warm: Vec<u32> = proof.sites.clone();
        prop_assert_eq!(set.plan(Some(&warm), seed, &mut Rounds(0)).unwrap().best.len(), fewest);
    }

    #[test]
    fn the_ways_are_shortest(table in table(8, 12), choose in 1..4_usize, seed: u64) {
        let sites = table.sites();
        let best = choices(table.1.len()).filter(|c| c.len() == choose.min(table.1.len()))
            .map(|c| table.way(&c)).fold(f64::INFINITY, f64::min);
        let design = sites.shortest((choose, Seconds(1000.0), BUDGET), None, seed, &mut Rounds(200)).unwrap();
        prop_assert!((table.way(&design.outcome.best) - best).abs() < 1e-6);
        prop_assert!((design.outcome.value - best).abs() < 1e-6);
    }

    #[test]
    fn the_double_standard_is_kept_as_well_as_it_can_be(
        table in table(5, 10), units in 0..5_usize, share in 0.0..1.0f64, seed: u64,
    ) {
        let sites = table.sites();
        let standard = Standard { near: BUDGET, far: Seconds(300.0), share, units, at_one: 2 };
        let all: Vec<u32> = (0..table.1.len() as u32).collect();
        let total: f64 = table.0.iter().sum();
        let kept = |c: &[u32]| Kept {
            too_far: table.covered(&all, 300.0, 1) - table.covered(c, 300.0, 1),
            missing: (share * total - table.covered(c, BUDGET.0, 1)).max(0.0),
            alone: total - table.covered(c, BUDGET.0, 2),
        };
        let near = |a: Kept, b: Kept| {
            (a.too_far - b.too_far).abs() < 1e-6 && (a.missing - b.missing).abs() < 1e-6 && (a.alone - b.alone).abs() < 1e-6
        };
        let best = stands(table.1.len(), units).map(|c| kept(&c)).min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
        let told = sites.backed_up(&standard, None, seed, &mut Rounds(300));
        let chosen = told.design.outcome.best.clone();
        prop_assert!(near(told.kept, best), "{:?} for {:?}", told.kept, best);
        prop_assert!(near(told.kept, kept(&chosen)) && near(told.kept, sites.kept(&standard, &chosen)));
        prop_assert!(chosen.len() == units.min(2 * table.1.len()));
        prop_assert!(told.design.outcome.bound.unwrap() >= told.design.outcome.value - 1e-6);
        for warm in stands(table.1.len(), units).take(30) {
            let next = sites.backed_up(&standard, Some(&warm), seed, &mut Rounds(0)).kept;
            prop_assert!(next <= sites.kept(&standard, &warm) || near(next, sites.kept(&standard, &warm)));
        }
    }

    #[test]
    fn the_programs_mean_what_the_questions_mean(table in table(4, 6), choose in 1..4_usize, share in 0.0..1.0f64) {
        let sites = table.sites();
        let rows = Rows::of(&sites, BUDGET);
        let whole = |c: &[u32]| (0..table.1.len() as u32).map(|s| c.iter().filter(|o| **o == s).count() as f64).collect::<Vec<f64>>();
        for chosen in choices(table.1.len()) {
            let mut values = whole(&chosen);
            let is = |list: &Vec<u32>| f64::from(u8::from(list.iter().any(|s| chosen.contains(s))));
            values.extend(rows.sites_of.iter().map(is));
            let value = Mip::most_covered(&rows, choose).value(&values);
            prop_assert_eq!(value, (chosen.len() <= choose).then(|| table.covered(&chosen, BUDGET.0, 1)));
            let enough = rows.sites_of.iter().all(|list| list.iter().any(|s| chosen.contains(s)));
            let fewest = Mip::all_covered(&rows).value(&whole(&chosen));
            prop_assert_eq!(fewest, enough.then_some(chosen.len() as f64));
        }
        let standard = Standard { near: BUDGET, far: Seconds(300.0), share, units: choose, at_one: 2 };
        let mip = Mip::backed_up(&sites, &standard);
        for chosen in stands(table.1.len(), choose) {
            let mut values = whole(&chosen);
            for place in 0..table.0.len() {
                let times = table.reached(place, &chosen, BUDGET.0);
                values.extend([f64::from(u8::from(times >= 1)), f64::from(u8::from(times >= 2))]);
            }
            let kept = sites.kept(&standard, &chosen);
            let right = (kept.too_far == 0.0 && kept.missing < 1e-6).then(|| table.covered(&chosen, BUDGET.0, 2));
            prop_assert_eq!(mip.value(&values), right);
        }
    }
}

#[test]
fn a_large_cover_is_proven_and_stops_when_it_is_told_to() {
    // A grid of 30 x 20 places, a site at every second one, each reaching a disc.
    let at = |n: usize| ((n % 30) as f64, (n / 30) as f64);
    let far = |site: usize, place: usize| {
        let (a, b) = (at(2 * site), at(place));
        Some(Seconds(40.0 * (a.0 - b.0).hypot(a.1 - b.1)))
    };
    let weight: Vec<f64> = (0..600).map(|p| f64::from(1 + p * 7 % 13)).collect();
    let sites = Sites::new(300, weight, far).unwrap();
    let rows = Rows::of(&sites, Seconds(160.0));
    let found = sites.most_covered(Seconds(160.0), 6, None, 1, &mut Rounds(200)).unwrap();
    let proof = most(&rows, 6, &found.outcome.best, &mut Rounds(20_000));
    assert!(proof.value >= found.outcome.value && proof.bound >= proof.value);
    assert!(proof.bound <= 1.02 * proof.value, "{} of {}", proof.value, proof.bound);
    let mut looks = 0;
    let mut stop = |_: &Progress| {
        looks += 1;
        1.0
    };
    let cut = most(&rows, 6, &found.outcome.best, &mut stop);
    assert!(cut.value >= found.outcome.value && cut.bound >= proof.value);
    assert_eq!(looks, 1);
    let set = Set::new(rows);
    let fewest = set.improve(None, 1, &mut Rounds(200));
    assert!(set.is_sufficient(&fewest.sites) && fewest.bound <= fewest.sites.len() as f64);
    assert!(fewest.bound >= 0.75 * fewest.sites.len() as f64, "{} of {}", fewest.bound, fewest.sites.len());
    assert_eq!(fewest, set.improve(None, 1, &mut Rounds(200)));
}

#[test]
fn what_is_no_question_has_an_empty_answer_or_is_refused() {
    let none = Sites::new(0, vec![1.0, 2.0], |_, _| None).unwrap();
    let design = none.most_covered(BUDGET, 3, None, 1, &mut Rounds(8)).unwrap();
    assert_eq!((design.outcome.value, design.outcome.left_out.len()), (0.0, 2));
    assert_eq!(none.all_covered(BUDGET, None, 1, &mut Rounds(8)).outcome.best, Vec::<u32>::new());
    assert!(none.shortest((1, BUDGET, BUDGET), None, 1, &mut Rounds(8)).is_err());
    let standard = Standard { near: BUDGET, far: BUDGET, share: 0.9, units: 4, at_one: 2 };
    assert_eq!(
        none.backed_up(&standard, None, 1, &mut Rounds(8)).kept,
        Kept { too_far: 0.0, missing: 2.7, alone: 3.0 }
    );
    assert_eq!(Sites::new(1, vec![f64::NAN], |_, _| None).unwrap_err().code, "design-weight");
    assert_eq!(Sites::new(usize::MAX, vec![1.0; 9], |_, _| None).unwrap_err().code, "design-large");
    let nowhere = Sites::new(2, Vec::new(), |_, _| None).unwrap();
    assert_eq!(nowhere.backed_up(&standard, Some(&[7, 7]), 1, &mut Rounds(8)).design.outcome.best.len(), 4);
    assert!(most(&Rows::of(&none, BUDGET), 3, &[9], &mut Rounds(8)).is_proven());
}

#[test]
fn the_text_is_that_of_the_lp_format() {
    let table = Table(vec![3.0, 2.0], vec![vec![Some(1), None], vec![Some(1), Some(2)]]);
    let text = Mip::most_covered(&Rows::of(&table.sites(), BUDGET), 1).to_lp();
    let right = "Maximize\n obj: + 3 y0 + 2 y1\nSubject To\n choose: + 1 x0 + 1 x1 <= 1\n reach0: + 1 x0 + 1 x1 - 1 y0 >= 0\n \
                 reach1: + 1 x1 - 1 y1 >= 0\nBounds\n 0 <= x0 <= 1\n 0 <= x1 <= 1\n 0 <= y0 <= 1\n 0 <= y1 <= 1\nGeneral\n \
                 x0\n x1\nEnd\n";
    assert_eq!(text, right);
}

#[cfg(feature = "prove")]
mod proven {
    use super::super::prove::{Verdict, prove};
    use super::*;

    fn value(mip: &Mip) -> Option<f64> {
        match prove(mip, 100_000).unwrap() {
            Verdict::Proven { value, columns } => {
                assert!((mip.value(&columns).unwrap() - value).abs() < 1e-6);
                Some(value)
            }
            Verdict::Impossible => None,
            Verdict::Unfinished => panic!("so small a program is solved"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn an_outside_solver_agrees(table in table(12, 25), choose in 1..5_usize, share in 0.0..1.0f64, seed: u64) {
            let sites = table.sites();
            let rows = Rows::of(&sites, BUDGET);
            let ours = most(&rows, choose, &[], &mut Rounds(1_000_000));
            prop_assert!((value(&Mip::most_covered(&rows, choose)).unwrap() - ours.value).abs() < 1e-6);
            let set = Set::new(rows.clone());
            let fewest = set.prove(&set.improve(None, seed, &mut Rounds(8)), &mut Rounds(1_000_000));
            prop_assert_eq!(value(&Mip::all_covered(&rows)).unwrap().round() as usize, fewest.sites.len());
            let shortest = sites.shortest((choose, Seconds(1000.0), BUDGET), None, seed, &mut Rounds(300)).unwrap();
            let least = value(&Mip::shortest(&sites, choose.min(sites.sites()), 1000.0)).unwrap();
            prop_assert!((least - shortest.outcome.value).abs() < 1e-5);
            let standard = Standard { near: BUDGET, far: Seconds(300.0), share, units: choose, at_one: 2 };
            let told = sites.backed_up(&standard, None, seed, &mut Rounds(300));
            let right = value(&Mip::backed_up(&sites, &standard));
            prop_assert_eq!(right.is_some(), told.kept.too_far == 0.0 && told.kept.missing < 1e-6);
            prop_assert!(right.is_none_or(|right| (right - told.design.outcome.value).abs() < 1e-6));
        }
    }
}
