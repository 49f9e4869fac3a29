//! Whether the fleet is large enough for an overwatch without end: said whether or not anybody asked.
//!
//! One aircraft watches for what its battery leaves after the reserve and both ways; then it flies home and is made ready.
//! With a watch of `w`, a hand-over of `h` in which two are there, and a whole cycle of `c`, `ceil(c / (w - h))` aircraft
//! keep the view. Round figures of a dock drone (32 min worn endurance, 25 % reserve, 4 min of climb and return, 27 to 35 min
//! of charging, no hand-over time) make three; with a swap in 3 min, two.

use super::model::{Hop, Kind};
use geodata::{Finding, Seconds};

/// What it takes to keep one scene in view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overwatch {
    /// How long one aircraft watches, hand-overs included.
    pub watch: Seconds,
    /// From one launch of an aircraft to its next.
    pub cycle: Seconds,
    /// How many aircraft keep the view without a gap.
    pub aircraft: usize,
}

/// The arithmetic for one kind, with the way to the scene and back to the dock; `Err` when it cannot watch at all.
///
/// # Errors
/// The endurance is spent on the way, or the hand-over is longer than the watch.
pub fn overwatch(kind: &Kind, there: Hop, back: Hop, handover: Seconds) -> Result<Overwatch, Finding> {
    let short = |say: String| {
        let remedy = "Watch from a nearer dock, or with aircraft that last longer";
        Err(Finding::new("overwatch_short", format!("aircraft {}", kind.name), say, remedy))
    };
    let ways = kind.launch.energy + there.energy + back.energy + kind.land.energy;
    let watch = (kind.budget - f64::from(ways)) / kind.serving;
    if !(watch > 0.0 && watch.is_finite()) {
        return short("the way there and back uses all of the battery above the reserve".to_owned());
    }
    if !(handover.0 >= 0.0 && watch > handover.0) {
        return short(format!("it can watch for {watch:.0} s, the hand-over alone takes {:.0} s", handover.0));
    }
    let out = f64::from(kind.launch.time + there.time + back.time + kind.land.time);
    let cycle = out + watch + kind.turn.0 + kind.turn_per_percent.0 * kind.budget;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Positive and small.
    let aircraft = (cycle / (watch - handover.0) - 1e-9).ceil().max(1.0) as usize;
    Ok(Overwatch { watch: Seconds(watch), cycle: Seconds(cycle), aircraft })
}

/// What to say of a dock with so many aircraft of a kind, unasked: nothing when they suffice.
#[must_use]
pub fn enough(dock: &str, docked: usize, kind: &Kind, there: Hop, back: Hop, handover: Seconds) -> Option<Finding> {
    let at = format!("dock {dock}");
    match overwatch(kind, there, back, handover) {
        Err(short) => Some(Finding { at, ..short }),
        Ok(needs) if docked < needs.aircraft => {
            let say = format!(
                "one overwatch without end takes {} aircraft like {}, {docked} are docked: each watches {:.0} min of a \
                 cycle of {:.0} min",
                needs.aircraft,
                kind.name,
                needs.watch.0 / 60.0,
                needs.cycle.0 / 60.0
            );
            let swap = Kind { turn: Seconds(180.0), turn_per_percent: Seconds::ZERO, ..kind.clone() };
            let swapped = overwatch(&swap, there, back, handover).map_or(needs.aircraft, |o| o.aircraft);
            let remedy = if swapped < needs.aircraft {
                format!("Add {} more, or swap batteries within 3 min: then {swapped} do", needs.aircraft - docked)
            } else {
                format!("Add {} more", needs.aircraft - docked)
            };
            Some(Finding::new("overwatch_too_few", at, say, remedy))
        }
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_figures(turn_min: f64) -> (Kind, Hop) {
        let kind = super::super::round::kind(Seconds(turn_min * 60.0));
        let way = kind.launch;
        (kind, way)
    }

    #[test]
    fn a_permanent_overwatch_takes_three_docked_aircraft_or_two_with_a_swap() {
        for (turn, aircraft) in [(27.0, 3), (35.0, 3), (3.0, 2), (2.0, 2)] {
            let (kind, way) = round_figures(turn);
            let needs = overwatch(&kind, way, way, Seconds::ZERO).unwrap();
            assert!((needs.watch.0 - 1_200.0).abs() < 1.0, "20 min on task");
            assert_eq!(needs.aircraft, aircraft, "turn-round of {turn} min");
        }
    }

    #[test]
    fn too_few_aircraft_are_told_of_with_what_would_do() {
        let (kind, way) = round_figures(27.0);
        let finding = enough("north", 2, &kind, way, way, Seconds(60.0)).unwrap();
        assert_eq!(finding.code, "overwatch_too_few");
        assert!(finding.say.contains("takes 3 aircraft") && finding.remedy.contains("then 2 do"), "{finding}");
        assert_eq!(enough("north", 3, &kind, way, way, Seconds(60.0)), None);
    }

    #[test]
    fn who_cannot_get_there_and_back_does_not_watch() {
        let (kind, _) = round_figures(27.0);
        for far in [Hop::new(Seconds(900.0), 40.0), Hop::NONE] {
            assert_eq!(overwatch(&kind, far, far, Seconds(60.0)).unwrap_err().code, "overwatch_short");
        }
    }
}
