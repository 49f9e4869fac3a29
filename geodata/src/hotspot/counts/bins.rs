//! From counts to hotspots: the peaks of a kernel density, each with what lies within a radius of it.
//!
//! 1. Detections by patrol are laid aside: they never feed a weight. They are told, and counted beside the hotspot.
//! 2. Counts are gathered in cells of a quarter of the radius; the density at each is that of the quartic kernel.
//! 3. The densest cell is a peak; it takes every cell within the radius that no other has taken. Then the next one. No
//!    chain grows along a street, as it would by linking neighbours: a hotspot is never wider than twice the radius.
//! 4. What gathers fewer than `least` events is no hotspot.
//! 5. The weight is the density at the peak as a share of the highest. The hours of the week are the hotspot's own
//!    events, spread over two hours to both sides (1 2 3 2 1), and mixed with those of all counts as if ten events of the
//!    common kind had happened there too, so that three calls do not make all other hours empty. The best hour is 1.
//!
//! The order of the rows changes nothing. Special days are a planner's to add: counts of one holiday are too few.

use super::cells::Cells;
use super::{Count, Source};
use crate::finding::Finding;
use crate::frame::{Frame, Local};
use crate::hotspot::rhythm::HOURS_OF_WEEK;
use crate::hotspot::{Decay, Evidence, Hotspot, Rhythm};
use crate::index::Index;
use crate::place::PlaceKind;
use crate::shape::Shape;
use crate::units::Metres;

/// As if so many events of the common kind had happened at every hotspot.
const COMMON: f64 = 10.0;
/// How an event is spread over the hours about it.
const SPREAD: [f64; 5] = [1.0 / 9.0, 2.0 / 9.0, 3.0 / 9.0, 2.0 / 9.0, 1.0 / 9.0];

/// How counts become hotspots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binning {
    /// Half the width of a hotspot, and the bandwidth of the kernel: 25 to 2,000 m.
    pub radius: Metres,
    /// The fewest events that make a hotspot, 1 or more.
    pub least: u32,
    /// The most hotspots; the heaviest are kept.
    pub most: usize,
    /// Days in which a weight halves after the last event; nothing means it does not fade.
    pub half_life_days: Option<f64>,
    /// Minutes the district's clock is ahead of UTC.
    pub utc_offset_min: i16,
}

impl Default for Binning {
    fn default() -> Self {
        Self { radius: Metres(150.0), least: 5, most: 400, half_life_days: Some(180.0), utc_offset_min: 0 }
    }
}

/// The hotspots, and where every event went.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The hotspots, heaviest first.
    pub hotspots: Vec<Hotspot>,
    /// Events that made them.
    pub used: u64,
    /// Events too far from all others to make a hotspot, or of one beyond the most.
    pub scattered: u64,
    /// Detections by patrol: not used for any weight.
    pub patrol: u64,
}

/// Makes hotspots. `name` gives the name and the kind of a place.
///
/// # Errors
/// `counts-binning` for a radius, least or half-life out of range.
pub fn into_hotspots(
    counts: &[Count],
    binning: &Binning,
    frame: &Frame,
    name: impl Fn(Local) -> (String, Option<PlaceKind>),
) -> Result<Outcome, Finding> {
    binning.check()?;
    let feeds = |(_, count): &(usize, &Count)| count.source != Source::PatrolDetection;
    let cells = Cells::new(counts.iter().enumerate().filter(feeds), binning.radius);
    let peaks = peaks(&cells, binning);
    let common = common(&cells, counts, binning);
    let highest = peaks.first().map_or(1.0, |peak| peak.density);
    let mut hotspots = Vec::with_capacity(peaks.len());
    for peak in &peaks {
        let at = cells.middle_of(&peak.members);
        let (title, place) = name(at);
        let weight = round(peak.density / highest).max(0.0001);
        let spot = Hotspot::new(id(frame, peak.at), title, Shape::point(at)?, weight);
        hotspots.push(peak.fill(Hotspot { place, ..spot }, &cells, counts, &common, binning));
    }
    let patrol = patrol(&mut hotspots, counts, binning.radius);
    let fed: u64 = cells.cells.iter().map(|cell| cell.number).sum();
    let used = hotspots.iter().filter_map(|spot| spot.evidence.as_ref()).map(Evidence::total).sum();
    Ok(Outcome { hotspots, used, scattered: fed - used, patrol })
}

impl Binning {
    fn check(&self) -> Result<(), Finding> {
        let wrong = |say| Err(Finding::new("counts-binning", "binning", say, "Mend the number"));
        if !(25.0..=2_000.0).contains(&self.radius.0) {
            return wrong("the radius is not within 25 and 2000 m");
        }
        if self.least == 0 {
            return wrong("a hotspot needs one event at least");
        }
        if self.half_life_days.is_some_and(|days| !(days > 0.0 && days.is_finite())) {
            return wrong("the half-life is not above 0 days");
        }
        if !(-840..=840).contains(&self.utc_offset_min) {
            return wrong("the clock is more than 14 hours off UTC");
        }
        Ok(())
    }
}

/// A hotspot in the making.
struct Peak {
    at: Local,
    density: f64,
    members: Vec<usize>,
}

fn peaks(cells: &Cells, binning: &Binning) -> Vec<Peak> {
    let mut order: Vec<(f64, usize)> = (0..cells.cells.len()).map(|cell| (cells.density(cell), cell)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut is_taken = vec![false; cells.cells.len()];
    let mut peaks = Vec::new();
    for (density, cell) in order {
        if peaks.len() >= binning.most {
            break;
        }
        if is_taken[cell] {
            continue;
        }
        let members: Vec<usize> = cells.near(cell).map(|near| near.0).filter(|near| !is_taken[*near]).collect();
        let number: u64 = members.iter().map(|&member| cells.cells[member].number).sum();
        if number >= u64::from(binning.least) {
            members.iter().for_each(|&member| is_taken[member] = true);
            peaks.push(Peak { at: cells.cells[cell].middle(), density, members });
        }
    }
    peaks
}

impl Peak {
    /// The hotspot with its hours, its fading and what it was made of.
    fn fill(&self, spot: Hotspot, cells: &Cells, counts: &[Count], common: &[f64], binning: &Binning) -> Hotspot {
        let rows = self.members.iter().flat_map(|&member| &cells.cells[member].rows);
        let own: Vec<&Count> = rows.map(|&row| &counts[row]).collect();
        let mut evidence = Evidence::default();
        for count in &own {
            let sum = evidence.by_type.entry(count.kind.clone()).or_default();
            *sum = sum.saturating_add(count.number);
        }
        let week = hours(own.iter().copied(), binning);
        let mixed: Vec<f64> = week.iter().zip(common).map(|(own, common)| own + COMMON * common).collect();
        let best = mixed.iter().copied().fold(0.0, f64::max);
        let mut shares = Box::new([1.0; HOURS_OF_WEEK]);
        shares.iter_mut().zip(&mixed).for_each(|(share, hour)| *share = round(hour / best));
        let rhythm = Rhythm { utc_offset_min: binning.utc_offset_min, week: Some(shares), special: vec![] };
        let last_count = own.iter().map(|count| count.moment).max().unwrap_or_default();
        let decay = binning.half_life_days.map(|half_life_days| Decay { half_life_days, last_count });
        Hotspot { rhythm, decay, evidence: Some(evidence), ..spot }
    }
}

/// The events of each hour of the week, each spread over the hours about it.
fn hours<'a>(counts: impl Iterator<Item = &'a Count>, binning: &Binning) -> [f64; HOURS_OF_WEEK] {
    let clock = Rhythm { utc_offset_min: binning.utc_offset_min, ..Rhythm::default() };
    // Whole numbers first: the order of the rows must not show in the sum.
    let mut whole = [0u64; HOURS_OF_WEEK];
    for count in counts {
        if let Some(hour) = clock.hour_of_week(count.moment) {
            whole[hour] += u64::from(count.number);
        }
    }
    let mut spread = [0.0; HOURS_OF_WEEK];
    for (hour, sum) in spread.iter_mut().enumerate() {
        let about = SPREAD.iter().zip(hour + HOURS_OF_WEEK - 2..);
        *sum = about.map(|(share, other)| share * whole[other % HOURS_OF_WEEK] as f64).sum();
    }
    spread
}

/// The hours of all counts that feed weights, as shares that add up to 1.
fn common(cells: &Cells, counts: &[Count], binning: &Binning) -> Vec<f64> {
    let rows = cells.cells.iter().flat_map(|cell| &cell.rows);
    let all = hours(rows.map(|&row| &counts[row]), binning);
    let sum: f64 = all.iter().sum();
    all.iter().map(|hour| if sum > 0.0 { hour / sum } else { 0.0 }).collect()
}

/// Counts the detections by patrol beside the nearest hotspot; the number of all of them.
fn patrol(hotspots: &mut [Hotspot], counts: &[Count], radius: Metres) -> u64 {
    let index = Index::build(hotspots.iter().map(|spot| spot.shape.clone()).zip(0usize..));
    let mut all = 0;
    for count in counts.iter().filter(|count| count.source == Source::PatrolDetection) {
        all += u64::from(count.number);
        let near = index.nearest(count.at, 1, |_| true);
        let near = near.first().filter(|near| near.distance <= radius).map(|near| *near.item());
        let spot = near.and_then(|which| hotspots.get_mut(which));
        if let Some(evidence) = spot.and_then(|spot| spot.evidence.as_mut()) {
            evidence.patrol = evidence.patrol.saturating_add(count.number);
        }
    }
    all
}

/// An id by place, so that a later import gives the same place the same id; hotspots are at least 25 m apart.
fn id(frame: &Frame, at: Local) -> String {
    let place = frame.to_wgs84(at);
    format!("HC{:+.4}{:+.4}", place.lat, place.lon)
}

/// Four digits are more than counts can tell.
fn round(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}
