//! What is asked: places, tiers, and how many of which classes each tier needs.
//!
//! Taken apart once into flat rows, one entry a need, so that a unit's row of times becomes its row of bits in one pass.

use super::NEVER;
use geodata::{Finding, GuardedPlace, Local, ResponderClass, Seconds};
use std::collections::BTreeSet;

/// Classes there are.
pub(super) const CLASSES: [ResponderClass; 5] = [
    ResponderClass::Air,
    ResponderClass::Car,
    ResponderClass::Motorbike,
    ResponderClass::Foot,
    ResponderClass::Station,
];
/// Places and needs that can be held.
const MOST_CIRCLES: usize = 200_000;
const MOST_NEEDS: usize = 2_000_000;
/// The longest budget, one day, in seconds.
const LONGEST: f64 = 86_400.0;

/// A set of responder classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u8);

impl Classes {
    /// Those named; naming one twice is naming it once.
    #[must_use]
    pub fn of(classes: &[ResponderClass]) -> Self {
        Self(classes.iter().fold(0, |all, class| all | 1 << *class as u8))
    }

    /// Whether a class is one of them.
    #[must_use]
    pub fn has(self, class: ResponderClass) -> bool {
        self.0 >> class as u8 & 1 == 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = ResponderClass> {
        CLASSES.into_iter().filter(move |class| self.has(*class))
    }
}

/// At least so many units of some classes. A unit that fits several needs of a tier counts in each of them: two of air or
/// car, and one of them a car, is two needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Who counts.
    pub classes: Classes,
    /// How many, from 1 on.
    pub count: u16,
}

/// What has to be there within a time.
#[derive(Clone, Debug, PartialEq)]
pub struct CircleTier {
    /// From the alarm to being there; milliseconds count, less is dropped.
    pub budget: Seconds,
    /// All of these.
    pub needs: Vec<Need>,
}

/// A guarded place with its tiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// The id of the guarded place.
    pub id: String,
    /// Where it is.
    pub at: Local,
    /// How closely it is guarded, 1 most.
    pub grade: u8,
    /// How much each of its tiers counts where circles are weighed against each other.
    pub weight: f64,
    /// Shortest budget first.
    pub tiers: Vec<CircleTier>,
}

impl Circle {
    /// The circle of a guarded place: each tier needs one of its responders. A place of grade 1 counts three times as much
    /// as one of grade 3.
    #[must_use]
    pub fn of(place: &GuardedPlace) -> Self {
        let tier = |tier: &geodata::Tier| CircleTier {
            budget: Seconds(60.0 * f64::from(tier.minutes)),
            needs: vec![Need { classes: Classes::of(&tier.responders), count: 1 }],
        };
        Self {
            id: place.id.clone(),
            at: place.at,
            grade: place.grade,
            weight: f64::from(4 - place.grade.clamp(1, 3)),
            tiers: place.tiers.iter().map(tier).collect(),
        }
    }

    fn faults(&self) -> Vec<Finding> {
        let mut faults = Vec::new();
        let mut fault = |code, say: String, remedy: &str| faults.push(Finding::new(code, &self.id, say, remedy));
        if !(self.at.x.is_finite() && self.at.y.is_finite()) {
            fault("circle-place", "the place is not a pair of numbers".into(), "Give the place a position");
        }
        if !(self.weight >= 0.0 && self.weight.is_finite()) {
            fault("circle-weight", format!("it counts {}", self.weight), "Use a weight from 0 on");
        }
        if self.tiers.is_empty() || self.tiers.len() > usize::from(u8::MAX) {
            fault("circle-tiers", format!("it has {} tiers", self.tiers.len()), "Give the place 1 to 255 tiers");
        }
        for (at, tier) in self.tiers.iter().enumerate() {
            if !(tier.budget.0 > 0.0 && tier.budget.0 <= LONGEST) {
                let say = format!("the budget of tier {} is {} s", at + 1, tier.budget.0);
                fault("circle-budget", say, "Use a budget of more than nothing and at most a day");
            }
            if tier.needs.is_empty() || tier.needs.iter().any(|need| need.classes.is_empty() || need.count == 0) {
                let say = format!("tier {} needs nobody, or none of anything", at + 1);
                fault("circle-need", say, "Say which classes count for the tier, and at least one of them");
            }
        }
        if self.tiers.windows(2).any(|two| two[0].budget.0 >= two[1].budget.0) {
            fault("circle-order", "the budgets do not grow".into(), "Put the tier with the shortest budget first");
        }
        faults
    }
}

/// One tier of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TierAt {
    /// The number of the place.
    pub place: u32,
    /// The number of its tier, from 0.
    pub tier: u8,
}

/// All circles of a district, laid flat.
#[derive(Clone, Debug)]
pub struct Circles {
    pub(super) circles: Vec<Circle>,
    /// Of each place its first tier, and the end.
    pub(super) first_tier: Vec<u32>,
    /// Of each tier whose it is, its first need, and the end.
    pub(super) tiers: Vec<TierAt>,
    pub(super) first_need: Vec<u32>,
    /// Of each need its place, its tier, and how many it takes.
    pub(super) place: Vec<u32>,
    pub(super) tier: Vec<u32>,
    pub(super) count: Vec<u16>,
    /// Of each class and need the first millisecond that is too late; 0 where the class does not count.
    pub(super) limit: [Vec<u32>; 5],
    /// Of each class and place the last millisecond that counts for any tier, and whether any does.
    pub(super) last: [Vec<Option<u32>>; 5],
}

impl Circles {
    /// Takes circles in, in their order.
    ///
    /// # Errors
    /// Every fault of every circle: an id twice, a budget that is none or does not grow, a tier that needs nobody.
    pub fn new(circles: Vec<Circle>) -> Result<Self, Vec<Finding>> {
        let mut faults: Vec<Finding> = circles.iter().flat_map(Circle::faults).collect();
        let mut known = BTreeSet::new();
        for twice in circles.iter().filter(|circle| !known.insert(circle.id.as_str())) {
            faults.push(Finding::new(
                "circle-twice",
                &twice.id,
                "the id comes twice",
                "Give each place an id of its own",
            ));
        }
        let needs: usize = circles.iter().flat_map(|circle| &circle.tiers).map(|tier| tier.needs.len()).sum();
        if circles.len() > MOST_CIRCLES || needs > MOST_NEEDS {
            let say = format!("{} places with {needs} needs", circles.len());
            faults.push(Finding::new("circle-many", "all circles", say, "Audit a district at a time"));
        }
        if faults.is_empty() { Ok(Self::laid(circles)) } else { Err(faults) }
    }

    /// The circles of guarded places.
    ///
    /// # Errors
    /// As for [`Circles::new`].
    pub fn of(places: &[GuardedPlace]) -> Result<Self, Vec<Finding>> {
        Self::new(places.iter().map(Circle::of).collect())
    }

    fn laid(circles: Vec<Circle>) -> Self {
        let mut flat = Self {
            first_tier: vec![0],
            tiers: Vec::new(),
            first_need: vec![0],
            place: Vec::new(),
            tier: Vec::new(),
            count: Vec::new(),
            limit: Default::default(),
            last: [const { Vec::new() }; 5].map(|_: Vec<()>| vec![None; circles.len()]),
            circles: Vec::new(),
        };
        for (place, circle) in (0_u32..).zip(&circles) {
            for (number, tier) in (0_u8..).zip(&circle.tiers) {
                let late = (tier.budget.0 * 1000.0).floor() as u32 + 1;
                for need in &tier.needs {
                    flat.place.push(place);
                    flat.tier.push(index(flat.tiers.len()));
                    flat.count.push(need.count);
                    for class in CLASSES {
                        let counts = need.classes.has(class);
                        flat.limit[class as usize].push(if counts { late } else { 0 });
                        let last = &mut flat.last[class as usize][place as usize];
                        *last = if counts { Some(last.map_or(late - 1, |l| l.max(late - 1))) } else { *last };
                    }
                }
                flat.tiers.push(TierAt { place, tier: number });
                flat.first_need.push(index(flat.place.len()));
            }
            flat.first_tier.push(index(flat.tiers.len()));
        }
        flat.circles = circles;
        flat
    }

    /// The places, in their order.
    #[must_use]
    pub fn all(&self) -> &[Circle] {
        &self.circles
    }

    /// How many tiers there are together.
    #[must_use]
    pub fn tier_count(&self) -> usize {
        self.tiers.len()
    }

    /// How much a tier counts.
    #[must_use]
    pub fn weight(&self, at: TierAt) -> f64 {
        self.circles.get(at.place as usize).map_or(0.0, |circle| circle.weight)
    }

    /// The last millisecond at which a unit of a class still counts at a place; nothing when it never does.
    #[must_use]
    pub fn last_moment(&self, class: ResponderClass, place: usize) -> Option<u32> {
        self.last[class as usize].get(place).copied().flatten()
    }

    pub(super) fn needs_of(&self, tier: usize) -> std::ops::Range<usize> {
        let at = |tier: usize| self.first_need.get(tier).map_or(0, |at| *at as usize);
        at(tier)..at(tier + 1)
    }

    pub(super) fn tiers_of(&self, place: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.first_tier.get(place).map_or(0, |at| *at as usize);
        at(place)..at(place + 1).max(at(place))
    }

    /// Which needs a unit of a class with these times meets, 64 to a word.
    pub(super) fn inside(&self, class: ResponderClass, times: &[u32]) -> Vec<u64> {
        let word = |(places, limits): (&[u32], &[u32])| {
            let mut word = 0_u64;
            for (bit, (place, limit)) in places.iter().zip(limits).enumerate() {
                let time = times.get(*place as usize).copied().unwrap_or(NEVER);
                word |= u64::from(time < *limit) << bit;
            }
            word
        };
        self.place.chunks(64).zip(self.limit[class as usize].chunks(64)).map(word).collect()
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
