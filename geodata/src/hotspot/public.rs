//! What may be shown to the public of hotspots made of counts: no group below a floor, nor one that could be computed.
//!
//! A group is the events of one type at one hotspot. Below the floor (3 where a policy does not say otherwise) it is
//! hidden. A hidden group must not follow from the totals beside it: where hidden groups of a hotspot are fewer than two,
//! add up to less than the floor, or to one each, the smallest shown one is hidden too, until that is no longer so; the
//! same goes for whole hotspots and the total of the district. How many are hidden is not told. Weights are told in five
//! bands and hours not at all, because a share of a known total is a count; places are told to 0.001 degree.
//!
//! What this does not do: two views of different days can be compared, and a total published elsewhere by type may tell
//! one more group. Publish rarely, and from here only.

use super::{Evidence, Hotspot, Hotspots};
use crate::frame::{Frame, Wgs84};
use crate::place::PlaceKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// The floor where a policy does not name one.
pub const FLOOR: u32 = 3;

/// The hotspots as the public may see them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublicView {
    /// Groups smaller than this are hidden.
    pub floor: u32,
    /// Events at all hotspots, hidden ones included; nothing when even that is below the floor.
    pub total: Option<u64>,
    /// The hotspots shown, in the order of the file.
    pub hotspots: Vec<PublicHotspot>,
}

/// One hotspot as the public may see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublicHotspot {
    /// What it is called.
    pub name: String,
    /// What kind of place it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceKind>,
    /// Where, to 0.001 degree.
    pub at: Wgs84,
    /// From 1, light, to 5, heavy.
    pub band: u8,
    /// Events of all types, hidden ones included.
    pub total: u64,
    /// Events by type; what is not listed is hidden or did not happen.
    pub by_type: BTreeMap<String, u32>,
}

/// The view for the public. Hotspots that were not made of counts are a planner's and are left out.
#[must_use]
pub fn public_view(hotspots: &Hotspots, frame: &Frame, floor: u32) -> PublicView {
    let floor = floor.max(1);
    let counted: Vec<(&Hotspot, &Evidence)> = hotspots
        .iter()
        .filter_map(|spot| Some((spot, spot.evidence.as_ref()?)))
        .filter(|(_, e)| e.total() > 0)
        .collect();
    let totals: Vec<u64> = counted.iter().map(|(_, evidence)| evidence.total()).collect();
    let shown = shown(&totals, floor);
    let total = Some(totals.iter().sum()).filter(|total| *total >= u64::from(floor));
    let hotspots = counted.iter().zip(shown).filter(|(_, shown)| *shown);
    PublicView { floor, total, hotspots: hotspots.map(|((spot, e), _)| public(spot, e, frame, floor)).collect() }
}

fn public(spot: &Hotspot, evidence: &Evidence, frame: &Frame, floor: u32) -> PublicHotspot {
    let groups: Vec<(&String, u32)> =
        evidence.by_type.iter().map(|(kind, number)| (kind, *number)).filter(|group| group.1 > 0).collect();
    let numbers: Vec<u64> = groups.iter().map(|group| u64::from(group.1)).collect();
    let by_type = groups.into_iter().zip(shown(&numbers, floor)).filter(|(_, shown)| *shown);
    let place = frame.to_wgs84(spot.at());
    let coarse = |degrees: f64| (degrees * 1e3).round() / 1e3;
    PublicHotspot {
        name: spot.name.clone(),
        place: spot.place,
        at: Wgs84 { lat: coarse(place.lat), lon: coarse(place.lon) },
        band: (spot.weight * 5.0).ceil().clamp(1.0, 5.0) as u8,
        total: evidence.total(),
        by_type: by_type.map(|((kind, number), _)| (kind.clone(), number)).collect(),
    }
}

/// Which of these groups may be shown when their sum is known: not those below the floor, and not so many others that
/// what is hidden could be told.
fn shown(groups: &[u64], floor: u32) -> Vec<bool> {
    let floor = u64::from(floor);
    let mut shown: Vec<bool> = groups.iter().map(|group| *group >= floor).collect();
    loop {
        let hidden = groups.iter().zip(&shown).filter(|(_, shown)| !**shown);
        let (count, sum) = hidden.fold((0u64, 0u64), |(count, sum), (group, _)| (count + 1, sum + group));
        let is_safe = count == 0 || (count >= 2 && sum >= floor && sum > count);
        let smallest = (0..groups.len()).filter(|&group| shown[group]).min_by_key(|&group| groups[group]);
        match smallest {
            Some(group) if !is_safe => shown[group] = false,
            _ => return shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Local;
    use crate::shape::Shape;
    use proptest::prelude::*;

    /// All ways to split `sum` into whole groups of 1 or more.
    fn splits(sum: u64, groups: usize) -> Vec<Vec<u64>> {
        match groups {
            0 => {
                if sum == 0 {
                    vec![vec![]]
                } else {
                    vec![]
                }
            }
            _ => (1..=sum)
                .flat_map(|first| {
                    splits(sum - first, groups - 1).into_iter().map(move |rest| [vec![first], rest].concat())
                })
                .collect(),
        }
    }

    proptest! {
        #[test]
        fn nobody_who_knows_the_sum_and_how_many_are_hidden_can_tell_a_small_group(
            groups in prop::collection::vec(1..9u64, 1..6), floor in 2..5u32,
        ) {
            let shown = shown(&groups, floor);
            let hidden: Vec<u64> = groups.iter().zip(&shown).filter(|(_, s)| !**s).map(|(g, _)| *g).collect();
            prop_assert!(groups.iter().zip(&shown).all(|(group, shown)| !shown || *group >= u64::from(floor)));
            if shown.contains(&true) {
                let ways = splits(hidden.iter().sum(), hidden.len());
                for (which, small) in hidden.iter().enumerate().filter(|(_, group)| **group < u64::from(floor)) {
                    prop_assert!(ways.iter().any(|way| way[which] != *small), "{groups:?} {shown:?}");
                }
            }
        }
    }

    fn spot(id: &str, counts: &[(&str, u32)]) -> Hotspot {
        let by_type = counts.iter().map(|(kind, number)| ((*kind).to_owned(), *number)).collect();
        let shape = Shape::point(Local { x: 123.0, y: 456.0 }).unwrap();
        Hotspot { evidence: Some(Evidence { by_type, patrol: 9 }), ..Hotspot::new(id, id, shape, 0.55) }
    }

    fn view(list: Vec<Hotspot>) -> PublicView {
        public_view(&Hotspots::new(list), &Frame::at(Wgs84 { lat: 35.58, lon: 104.62 }), FLOOR)
    }

    #[test]
    fn small_groups_and_what_would_tell_them_by_a_difference_are_hidden() {
        let seen = view(vec![
            spot("market", &[("theft", 20), ("traffic", 2), ("noise", 5)]),
            spot("school", &[("theft", 2)]),
            spot("station", &[("theft", 7)]),
            spot("square", &[("theft", 9), ("noise", 11)]),
        ]);
        let shown: Vec<(&str, u64)> = seen.hotspots.iter().map(|spot| (spot.name.as_str(), spot.total)).collect();
        assert_eq!(shown, [("market", 27), ("square", 20)], "one hidden hotspot would follow from the total");
        assert_eq!(seen.hotspots[0].by_type, BTreeMap::from([("theft".into(), 20)]), "noise hides traffic");
        assert_eq!(seen.hotspots[1].by_type.len(), 2);
        assert_eq!((seen.total, seen.hotspots[0].band), (Some(56), 3));
    }

    #[test]
    fn a_district_of_almost_nothing_shows_nothing() {
        let seen = view(vec![spot("a", &[("theft", 1)]), spot("b", &[("theft", 1)]), spot("c", &[])]);
        assert_eq!((seen.total, seen.hotspots.len()), (None, 0));
        let by_hand = Hotspot { evidence: None, ..spot("planner", &[]) };
        assert!(view(vec![by_hand]).hotspots.is_empty());
    }
}
