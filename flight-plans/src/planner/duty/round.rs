//! An aircraft with round figures, for tests: 40 min x 0.8, 25 % reserve, 4 min of ways at hover power.

use super::model::{Hop, Kind, Ways};
use geodata::Seconds;

pub(super) fn kind(turn: Seconds) -> Kind {
    let serving = 100.0 / 1_920.0;
    let way = Hop::new(Seconds(60.0), 60.0 * serving);
    Kind {
        name: "round".into(),
        ways: Ways::new(0, |_, _| None),
        launch: way,
        land: way,
        serving,
        budget: 75.0,
        longest: Seconds(1_440.0),
        turn,
        turn_per_percent: Seconds::ZERO,
    }
}
