//! Whom to move where when a circle is broken: every unit to every standby point, with what it mends and what it breaks.
//!
//! A move changes one unit's row of bits for that of its class at the point. Where neither row touches a need that is short
//! or tight nothing is mended or broken; the rest, a few in a thousand, is judged tier by tier.

use super::NEVER;
use super::bits::numbers;
use super::live::Live;
use super::model::{Circles, Classes, TierAt};
use super::times::Times;
use crate::response::TierState;
use geodata::{ResponderClass, Seconds};

/// A point where units may wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Standby {
    /// The id of a post, or what the map calls the corner.
    pub id: String,
    /// Who may wait there: aircraft only where there is a dock.
    pub classes: Classes,
}

/// Standby points with what each class reaches from them.
#[derive(Clone, Debug)]
pub struct Standbys {
    points: Vec<Standby>,
    /// By point and class: which needs are met from there; nothing where the class may not wait.
    inside: Vec<[Option<Vec<u64>>; 5]>,
}

impl Standbys {
    /// Looks up what each class reaches from each point; `from` takes the number of a **point** in place of a unit's.
    #[must_use]
    pub fn new(points: Vec<Standby>, of: &Circles, from: &impl Times) -> Self {
        let mut row = vec![NEVER; of.all().len()];
        let mut inside = Vec::with_capacity(points.len());
        for (at, point) in points.iter().enumerate() {
            let mut here: [Option<Vec<u64>>; 5] = Default::default();
            for class in point.classes.iter() {
                row.fill(NEVER);
                from.fill(at, class, of, &mut row);
                here[class as usize] = Some(of.inside(class, &row));
            }
            inside.push(here);
        }
        Self { points, inside }
    }

    /// The points, in their order.
    #[must_use]
    pub fn points(&self) -> &[Standby] {
        &self.points
    }

    fn from(&self, point: usize, class: ResponderClass) -> Option<&[u64]> {
        self.inside.get(point)?.get(class as usize)?.as_deref()
    }
}

/// What may be advised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Also moves that break a circle to mend one that weighs more; they say which.
    pub may_break: bool,
    /// No way longer than this.
    pub longest: Seconds,
    /// At most so many moves are told.
    pub most: usize,
}

impl Default for Terms {
    fn default() -> Self {
        Self { may_break: false, longest: Seconds(900.0), most: 10 }
    }
}

/// One unit to one standby point. Holds from when it is there; on its way it may be in time nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Who.
    pub unit: usize,
    /// Which point.
    pub to: usize,
    /// How long the way is.
    pub cost: Seconds,
    /// Tiers that fail now and would be met.
    pub mends: Vec<TierAt>,
    /// Tiers that are met now and would fail.
    pub breaks: Vec<TierAt>,
    /// Weight of what it mends less weight of what it breaks.
    pub gain: f64,
}

/// Why no move mends a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmended {
    /// No standby point is near enough for any class the tier still needs.
    NoPointInTime,
    /// Points are near enough, but one move is not: too many are missing, or nobody of those classes can be moved.
    MoreThanOneMove,
    /// One move would mend it, but costs more than may be broken or takes longer than it may.
    NotOnTheseTerms,
}

/// What to do, best first, and what no one move can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// Most gain first, then fewest broken, then the shortest way, then the lower numbers.
    pub moves: Vec<Move>,
    /// Failing tiers that none of all moves allowed would mend, with why.
    pub left_out: Vec<(TierAt, Unmended)>,
}

/// All single moves worth making; `way(unit, point)` is how long a unit needs to get there.
#[must_use]
pub fn relocate(
    live: &Live,
    standbys: &Standbys,
    way: impl Fn(usize, usize) -> Option<Seconds>,
    terms: &Terms,
) -> Advice {
    let mut mended: Vec<Option<Unmended>> =
        live.tiers().map(|(_, state)| (state == TierState::Failed).then_some(Unmended::NoPointInTime)).collect();
    mark_in_time(live, standbys, &mut mended);
    let mut moves = Vec::new();
    for unit in (0..live.units()).filter(|unit| live.is_here(*unit)) {
        for to in 0..standbys.points.len() {
            let Some((mends, breaks)) = live.after(unit, to, standbys) else { continue };
            let weigh = |tiers: &[TierAt]| tiers.iter().map(|tier| live.of.weight(*tier)).sum::<f64>();
            let gain = weigh(&mends) - weigh(&breaks);
            let cost = way(unit, to).filter(|cost| *cost <= terms.longest);
            let good = gain > 0.0 && (terms.may_break || breaks.is_empty());
            for tier in mends.iter().map(|at| live.of.tiers_of(at.place as usize).start + usize::from(at.tier)) {
                mended[tier] = match mended[tier] {
                    Some(_) if !(good && cost.is_some()) => Some(Unmended::NotOnTheseTerms),
                    _ => None,
                };
            }
            if let Some(cost) = cost.filter(|_| good) {
                moves.push(Move { unit, to, cost, mends, breaks, gain });
            }
        }
    }
    moves.sort_by(|a, b| {
        let first = b.gain.total_cmp(&a.gain).then(a.breaks.len().cmp(&b.breaks.len()));
        first.then(a.cost.total_cmp(&b.cost)).then((a.unit, a.to).cmp(&(b.unit, b.to)))
    });
    moves.truncate(terms.most);
    let left_out = live.tiers().zip(mended).filter_map(|((at, _), why)| Some((at, why?))).collect();
    Advice { moves, left_out }
}

/// Move after move, the best each time, until no move gains or there are `most` of them. The first is the best single one;
/// the rest is good, not proven. Each move's tiers are those after the moves before it; a unit moves once.
#[must_use]
pub fn relocate_all(
    live: &Live,
    standbys: &Standbys,
    way: impl Fn(usize, usize) -> Option<Seconds>,
    terms: &Terms,
) -> Advice {
    let (mut trial, mut moves, mut moved) = (live.clone(), Vec::<Move>::new(), vec![false; live.units()]);
    loop {
        let once = |unit: usize, to: usize| if moved[unit] { None } else { way(unit, to) };
        let advice = relocate(&trial, standbys, once, &Terms { most: 1, ..*terms });
        match advice.moves.into_iter().next() {
            Some(next) if moves.len() < terms.most => {
                moved[next.unit] = true;
                trial.stand(next.unit, next.to, standbys);
                moves.push(next);
            }
            _ => return Advice { moves, left_out: advice.left_out },
        }
    }
}

/// Failing tiers for which some point is in time for a class that a missing need takes.
fn mark_in_time(live: &Live, standbys: &Standbys, mended: &mut [Option<Unmended>]) {
    for row in standbys.inside.iter().flatten().flatten() {
        for need in numbers(row.iter().zip(&live.short.0).map(|(a, b)| a & b)) {
            let tier = live.of.tier[need] as usize;
            if mended[tier].is_some() {
                mended[tier] = Some(Unmended::MoreThanOneMove);
            }
        }
    }
}

impl Live {
    /// What a unit at a standby point would mend and break; nothing when it may not wait there or mends nothing.
    fn after(&self, unit: usize, to: usize, standbys: &Standbys) -> Option<(Vec<TierAt>, Vec<TierAt>)> {
        let held = self.units.get(unit)?;
        let there = standbys.from(to, held.class)?;
        let here = &held.inside.0;
        let gained = || there.iter().zip(here).zip(&self.short.0).map(|((there, here), short)| there & !here & short);
        if gained().all(|word| word == 0) {
            return None;
        }
        let lost = there.iter().zip(here).zip(&self.tight.0).map(|((there, here), tight)| here & !there & tight);
        let mut breaks: Vec<TierAt> = numbers(lost).map(|need| self.of.tiers[self.of.tier[need] as usize]).collect();
        breaks.dedup();
        let bit = |words: &[u64], need: usize| words.get(need / 64).map_or(0, |word| (word >> (need % 64) & 1) as u16);
        let met = |need: usize| self.have[need] + bit(there, need) >= self.of.count[need] + bit(here, need);
        let mut tiers: Vec<usize> = numbers(gained()).map(|need| self.of.tier[need] as usize).collect();
        tiers.dedup();
        tiers.retain(|tier| self.of.needs_of(*tier).all(met));
        let mends: Vec<TierAt> = tiers.into_iter().map(|tier| self.of.tiers[tier]).collect();
        (!mends.is_empty()).then_some((mends, breaks))
    }

    /// Counts a unit as standing at a point.
    fn stand(&mut self, unit: usize, to: usize, standbys: &Standbys) {
        let Some(class) = self.class(unit) else { return };
        if let Some(inside) = standbys.from(to, class) {
            self.stands(unit, inside.to_vec());
        }
    }
}
