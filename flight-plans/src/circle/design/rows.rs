//! Who reaches whom, with places that the same sites reach made one.

use super::Sites;
use geodata::Seconds;
use std::collections::BTreeMap;

/// Classes of places by the sites that reach them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Of each class how much its places count together.
    pub weight: Vec<f64>,
    /// Of each class the sites that reach it, ascending and not empty.
    pub sites_of: Vec<Vec<u32>>,
    /// Of each site the classes it reaches, ascending.
    pub reach: Vec<Vec<u32>>,
}

impl Rows {
    /// Who reaches whom within a budget. Places no site reaches, and places that count nothing, are not among them.
    #[must_use]
    pub fn of(sites: &Sites, budget: Seconds) -> Self {
        Self::new(sites.weights(), &sites.reach(budget))
    }

    /// `reach[s]` are the places site `s` reaches; places that are not there are left out.
    #[must_use]
    pub fn new(weight: &[f64], reach: &[Vec<u32>]) -> Self {
        let mut by_place = vec![Vec::new(); weight.len()];
        for (site, places) in (0_u32..).zip(reach) {
            for place in places {
                if let Some(list) = by_place.get_mut(*place as usize).filter(|list| list.last() != Some(&site)) {
                    list.push(site);
                }
            }
        }
        let mut classes: BTreeMap<Vec<u32>, f64> = BTreeMap::new();
        for (sites, weight) in by_place.into_iter().zip(weight) {
            if !sites.is_empty() && *weight > 0.0 {
                *classes.entry(sites).or_insert(0.0) += weight;
            }
        }
        let (sites_of, weight): (Vec<_>, Vec<_>) = classes.into_iter().unzip();
        Self::turned(weight, sites_of, reach.len())
    }

    pub(super) fn turned(weight: Vec<f64>, sites_of: Vec<Vec<u32>>, sites: usize) -> Self {
        let mut reach = vec![Vec::new(); sites];
        for (class, list) in (0_u32..).zip(&sites_of) {
            for site in list {
                reach[*site as usize].push(class);
            }
        }
        Self { weight, sites_of, reach }
    }

    /// The weight of the classes that some of these sites reach.
    #[must_use]
    pub fn covered(&self, sites: &[u32]) -> f64 {
        let mut seen = vec![false; self.weight.len()];
        for class in sites.iter().filter_map(|site| self.reach.get(*site as usize)).flatten() {
            seen[*class as usize] = true;
        }
        seen.iter().zip(&self.weight).filter(|(seen, _)| **seen).map(|(_, weight)| weight).sum()
    }

    /// The same question for the fewest sites with less in it: a class that is reached whenever another is goes, and so
    /// does a site whose reach another one holds.
    #[must_use]
    pub(super) fn reduced(&self) -> Self {
        let mut rows = self.clone();
        for _ in 0..3 {
            let before = (rows.weight.len(), rows.sites_of.iter().map(Vec::len).sum::<usize>());
            rows = rows.without_easy_classes().without_poor_sites();
            if before == (rows.weight.len(), rows.sites_of.iter().map(Vec::len).sum()) {
                break;
            }
        }
        rows
    }

    fn without_easy_classes(&self) -> Self {
        let hard = |class: &usize| {
            let mine = &self.sites_of[*class];
            let harder = |other: &u32| {
                let theirs = &self.sites_of[*other as usize];
                *other as usize != *class
                    && (theirs.len() < mine.len() || theirs.len() == mine.len() && (*other as usize) < *class)
                    && holds(mine, theirs)
            };
            // Whoever makes this one easy is reached by a site of this one.
            !mine.iter().any(|site| self.reach[*site as usize].iter().any(harder))
        };
        let kept: Vec<usize> = (0..self.weight.len()).filter(hard).collect();
        let weight = kept.iter().map(|class| self.weight[*class]).collect();
        Self::turned(weight, kept.iter().map(|class| self.sites_of[*class].clone()).collect(), self.reach.len())
    }

    fn without_poor_sites(&self) -> Self {
        let poor = |site: usize| {
            let mine = &self.reach[site];
            let rarest = mine.iter().min_by_key(|class| self.sites_of[**class as usize].len());
            rarest.is_none_or(|class| {
                self.sites_of[*class as usize].iter().map(|other| *other as usize).any(|other| {
                    let theirs = &self.reach[other];
                    other != site
                        && (theirs.len() > mine.len() || theirs.len() == mine.len() && other < site)
                        && holds(theirs, mine)
                })
            })
        };
        let poor: Vec<bool> = (0..self.reach.len()).map(poor).collect();
        let rich = |list: &Vec<u32>| list.iter().copied().filter(|site| !poor[*site as usize]).collect();
        Self::turned(self.weight.clone(), self.sites_of.iter().map(rich).collect(), self.reach.len())
    }
}

/// Whether an ascending list holds all of another.
fn holds(all: &[u32], some: &[u32]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|one| rest.by_ref().any(|other| other == one))
}
