//! The demonstration county with its plan: everything together, once.

use super::ways::ATLAS;
use super::*;
use crate::circle::coverage::{Coverage, Domain};
use crate::circle::relocate::{Terms, relocate};
use crate::wind::Wind;
use crate::{Plan, lay_plan};
use std::sync::LazyLock;

static PLAN: LazyLock<Plan> = LazyLock::new(|| lay_plan(&ATLAS, 1));

fn squadron() -> Squadron<'static> {
    Squadron::at_home(&ATLAS, &PLAN, Wind { east: 3.0, north: -2.0 }, Readiness::default()).unwrap()
}

#[test]
fn every_guarded_place_is_told_who_would_be_there_or_which_tier_fails() {
    let squadron = squadron();
    let live = squadron.audit();
    assert_eq!(live.units(), PLAN.squadron.len() + PLAN.ground.len() + squadron_stations());
    for (place, guarded) in ATLAS.guarded.iter().enumerate() {
        let now = live.now(place).unwrap();
        assert_eq!((now.place.as_str(), now.tiers.len()), (guarded.id.as_str(), 3));
        for (tier, asked) in now.tiers.iter().zip(&guarded.tiers) {
            let in_time = &tier.needs[0].in_time;
            assert_eq!(tier.state == TierState::Failed, in_time.is_empty());
            assert!(in_time.iter().all(|who| who.time <= tier.budget && asked.responders.contains(&who.class)));
            assert!(in_time.windows(2).all(|two| two[0].time <= two[1].time));
        }
    }
    let tally = live.tally();
    assert_eq!(tally.met + tally.at_risk + tally.failed, 3 * ATLAS.guarded.len());
    assert!(tally.failed > 0 && tally.met > 0, "{tally:?}");
}

fn squadron_stations() -> usize {
    ATLAS.posts.iter().filter(|post| post.kind == geodata::PostKind::Station).count()
}

#[test]
fn what_is_advised_when_a_unit_leaves_comes_true_when_it_is_done() {
    let squadron = squadron();
    let (standbys, ways, whole, mut advised) = (squadron.standbys(), squadron.ways(), squadron.audit(), 0);
    let way = |unit: usize, post: usize| ways[unit][post];
    let terms = Terms { may_break: true, longest: Seconds(3600.0), most: 2 };
    for gone in (0..squadron.names().len()).step_by(3) {
        let mut live = whole.clone();
        let would = live.breaks(gone);
        let changed = live.leaves(gone);
        let failed: Vec<TierAt> = changed.iter().filter(|c| c.to == TierState::Failed).map(|c| c.at).collect();
        assert_eq!(failed, would);
        for one in relocate(&live, &standbys, way, &terms).moves {
            advised += 1;
            assert_eq!(way(one.unit, one.to), Some(one.cost));
            let before: Vec<TierState> = live.tiers().map(|(_, state)| state).collect();
            let mut moved = live.clone();
            moved.moved(one.unit, &squadron.standing_at(one.to));
            let fails = |was: bool| {
                let both = before.iter().zip(moved.tiers());
                both.filter(move |(before, (_, now))| {
                    (**before == TierState::Failed) == was && (*now == TierState::Failed) != was
                })
                .map(|(_, (at, _))| at)
                .collect::<Vec<TierAt>>()
            };
            assert_eq!((&one.mends, &one.breaks), (&fails(true), &fails(false)));
        }
    }
    assert!(advised > 3, "{advised}");
    // The way of one unit by the plain search.
    let unit = PLAN.squadron.len();
    let (from, profile) =
        (ATLAS.posts.iter().find(|p| p.id == PLAN.ground[0].station).unwrap().at, PLAN.ground[0].profile);
    for (post, told) in ATLAS.posts.iter().zip(&ways[unit]) {
        let snap = |at| ATLAS.roads.snap_for(at, profile).unwrap().snap;
        let plain = ATLAS.roads.undisturbed().plain().travel_time(&snap(from), &snap(post.at), profile);
        assert_eq!(*told, plain.map(|time| time + Readiness::default().patrol));
    }
}

#[test]
fn the_county_is_cut_up_into_parcels_and_every_gap_has_its_owners() {
    let squadron = squadron();
    let watches = squadron.watches(Seconds(180.0));
    assert!(watches.iter().any(|w| w.domain == Domain::Air) && watches.iter().any(|w| w.domain == Domain::Ground));
    let coverage = Coverage::of(&ATLAS.boundary, &watches).unwrap();
    let report = coverage.report(&ATLAS.areas);
    let all = report.district;
    assert!(all.covered > 1e6 && all.gap > 1e6 && all.overlap > 1e5 && all.both > 1e5, "{all:?}");
    let sum = |of: fn(&coverage::Shares) -> f64| report.parcels.iter().map(|p| of(&p.shares)).sum::<f64>();
    assert!((sum(|s| s.area) - all.area).abs() < 1e-4 * all.area);
    assert!((sum(|s| s.gap) - all.gap).abs() < 1e-4 * all.area);
    assert!(report.areas.iter().all(|row| (row.shares.covered + row.shares.gap - row.shares.area).abs() < 1.0));
    assert!(report.gaps.iter().all(|gap| gap.police.is_some()));
    // The circles' places tell the same: who is reached in the air layer stands in it.
    for place in &ATLAS.guarded {
        let in_some = watches.iter().any(|w| w.ground.iter().any(|area| holds(area, place.at)));
        assert_eq!(coverage.is_covered(place.at), in_some, "{}", place.id);
    }
}

fn holds(area: &geodata::Area, at: Local) -> bool {
    let reach = geodata::Reach { budget: Seconds(0.0), half_width: geodata::Metres(0.0), areas: vec![area.clone()] };
    reach.holds(at)
}
