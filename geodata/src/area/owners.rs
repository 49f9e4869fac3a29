//! Who answers for a place: the areas of both kinds that hold it, and the rule that decides between them.
//!
//! A station's area may hold several towns, and a large town several stations' areas: neither is a mismatch. A mismatch
//! is a strip where most of the police area lies in another civil area, and most of that civil area under another
//! station. Which are "most" is reckoned once, from the areas common to each pair.

use super::measure;
use super::{Area, AreaKind};
use crate::finding::Finding;
use crate::frame::Local;
use crate::index::Index;
use crate::shape::Shape;
use crate::units::Metres;
use std::collections::BTreeMap;

/// How far a police area may be from a place that none holds, and still decide: [`Rule::NearestPolice`].
pub const NEAREST_WITHIN: Metres = Metres(20_000.0);

/// By which rule it is decided who acts for a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Both kinds own the place, and their areas belong together: the police area's owner acts.
    Agreed,
    /// A mismatch strip: the civil area mostly belongs to another station. The police area decides who acts; the civil
    /// owner is told.
    PoliceDecides,
    /// Only a police area holds the place: its owner acts.
    OnlyPolice,
    /// No police area holds the place: the owner of the nearest one acts.
    NearestPolice {
        /// How far its border is.
        away: Metres,
    },
    /// Only a civil area holds the place and no police area is near: its owner acts.
    OnlyCivil,
    /// Nobody owns the place.
    Nobody,
}

impl Rule {
    /// The rule's stable name, for files and translation.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::PoliceDecides => "police_decides",
            Self::OnlyPolice => "only_police",
            Self::NearestPolice { .. } => "nearest_police",
            Self::OnlyCivil => "only_civil",
            Self::Nobody => "nobody",
        }
    }
}

/// Both owners of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Owners<'a> {
    /// The police area: the closest to the street of those that hold the place, else the nearest one by [`Rule`].
    pub police: Option<&'a Area>,
    /// The civil area closest to the street.
    pub civil: Option<&'a Area>,
    /// Every area that holds the place, police first, closest to the street first.
    pub all: Vec<&'a Area>,
    /// What decides.
    pub rule: Rule,
}

impl<'a> Owners<'a> {
    /// The area whose owner acts.
    #[must_use]
    pub fn acts(&self) -> Option<&'a Area> {
        self.police.or(self.civil)
    }
}

/// All areas of a district, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    areas: Vec<Area>,
    /// Every part of every area, with the place of its area in `areas`.
    index: Index<usize>,
    /// For each area, the ones of the other kind that share most with it, by their level.
    mates: Vec<BTreeMap<u8, usize>>,
}

impl Areas {
    /// Takes areas in; their order does not matter.
    #[must_use]
    pub fn new(mut areas: Vec<Area>) -> Self {
        // Closest to the street first, then the smallest, then by id: the order in which owners are picked.
        let order = |area: &Area| (area.kind, u8::MAX - area.level, area.square_metres());
        let mut keyed: Vec<_> = areas.drain(..).map(|area| (order(&area), area)).collect();
        keyed.sort_by(|(a, x), (b, y)| {
            a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)).then_with(|| x.id.cmp(&y.id))
        });
        let areas: Vec<Area> = keyed.into_iter().map(|(_, area)| area).collect();
        let parts = areas.iter().enumerate().flat_map(|(at, area)| area.parts.iter().map(move |p| (p.clone(), at)));
        let mut built = Self { index: Index::build(parts), mates: Vec::new(), areas };
        built.mates = built.find_mates();
        built
    }

    /// All of them: police first, closest to the street first.
    #[must_use]
    pub fn all(&self) -> &[Area] {
        &self.areas
    }

    /// Who answers for a place. The same as asking every area, only faster.
    #[must_use]
    pub fn owners(&self, at: Local) -> Owners<'_> {
        let mut holding: Vec<usize> = self.index.within(at, Metres::ZERO, |_| true).map(|held| *held.item()).collect();
        holding.sort_unstable();
        holding.dedup();
        let nearest = || {
            let police = |at: &usize| self.areas.get(*at).is_some_and(|area| area.kind == AreaKind::Police);
            let near = self.index.nearest(at, 1, police);
            near.first().map(|found| (*found.item(), found.distance)).filter(|(_, away)| *away <= NEAREST_WITHIN)
        };
        self.decide(holding, nearest)
    }

    fn decide(&self, holding: Vec<usize>, nearest: impl Fn() -> Option<(usize, Metres)>) -> Owners<'_> {
        let first = |kind| holding.iter().copied().find(|at| self.areas.get(*at).is_some_and(|area| area.kind == kind));
        let (inside, civil) = (first(AreaKind::Police), first(AreaKind::Civil));
        let (police, rule) = match (inside, civil, inside.map_or_else(nearest, |_| None)) {
            (Some(police), Some(civil), _) if self.belong(police, civil) => (Some(police), Rule::Agreed),
            (Some(police), Some(_), _) => (Some(police), Rule::PoliceDecides),
            (Some(police), None, _) => (Some(police), Rule::OnlyPolice),
            (None, _, Some((police, away))) => (Some(police), Rule::NearestPolice { away }),
            (None, Some(_), None) => (None, Rule::OnlyCivil),
            (None, None, None) => (None, Rule::Nobody),
        };
        let area = |at: usize| self.areas.get(at);
        Owners {
            police: police.and_then(area),
            civil: civil.and_then(area),
            all: holding.into_iter().filter_map(area).collect(),
            rule,
        }
    }

    /// Whether either is most of the other.
    fn belong(&self, a: usize, b: usize) -> bool {
        let most = |of: usize, is: usize| {
            let level = self.areas.get(is).map(|area| area.level);
            level.zip(self.mates.get(of)).is_some_and(|(level, mates)| mates.get(&level) == Some(&is))
        };
        most(a, b) || most(b, a)
    }

    /// For each area the ones of the other kind, one a level, that share the largest part of it.
    fn find_mates(&self) -> Vec<BTreeMap<u8, usize>> {
        let mut best: Vec<BTreeMap<u8, (f64, usize)>> = vec![BTreeMap::new(); self.areas.len()];
        for (a, b) in self.pairs(|a, b| a.kind != b.kind) {
            let shared = self.shared(a, b);
            for (of, other) in [(a, b), (b, a)] {
                let Some((level, mates)) = self.areas.get(other).map(|area| area.level).zip(best.get_mut(of)) else {
                    continue;
                };
                let known = mates.entry(level).or_insert((0.0, usize::MAX));
                if shared > known.0 {
                    *known = (shared, other);
                }
            }
        }
        best.into_iter().map(|mates| mates.into_iter().map(|(level, (_, at))| (level, at)).collect()).collect()
    }

    /// Square metres that two areas share.
    pub(super) fn shared(&self, a: usize, b: usize) -> f64 {
        let Some((a, b)) = self.areas.get(a).zip(self.areas.get(b)) else { return 0.0 };
        measure::square_metres(&measure::common(&measure::polygons(a), &measure::polygons(b)))
    }

    /// Every pair of areas that touch and are wanted, the earlier one first.
    pub(super) fn pairs(&self, wanted: impl Fn(&Area, &Area) -> bool) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (a, area) in self.areas.iter().enumerate() {
            let meets = |part: &Shape| -> Vec<usize> {
                let later = |b: &usize| *b > a && self.areas.get(*b).is_some_and(|other| wanted(area, other));
                self.index.crossing(part, later).iter().map(|found| *found.item()).collect()
            };
            let mut met: Vec<usize> = area.parts.iter().flat_map(meets).collect();
            met.sort_unstable();
            met.dedup();
            pairs.extend(met.into_iter().map(|b| (a, b)));
        }
        pairs
    }

    /// Gaps and overlaps within each kind and level: what of the district nobody owns, and what two own. For a person to
    /// mend the files by; nothing is refused for it.
    #[must_use]
    pub fn check(&self, district: &[Vec<Local>]) -> Vec<Finding> {
        super::check::check(self, district)
    }
}
