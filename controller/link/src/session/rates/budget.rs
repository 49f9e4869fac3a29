//! How often each message may come, so that all vehicles of a radio fit on it together: all are stretched alike until they
//! fit, none beyond the slowest that still tells in time what it is for.

use crate::autopilot::Personality;
use geodata::Seconds;

/// One message we want.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Its number.
    pub(super) id: u16,
    /// A whole frame of it, signed or not: bytes.
    bytes: f64,
    /// As often as is of use.
    often: Seconds,
    /// As seldom as is of use.
    seldom: Seconds,
}

const fn row(id: u16, bytes: f64, often: f64, seldom: f64) -> Row {
    Row { id, bytes, often: Seconds(often), seldom: Seconds(seldom) }
}

/// How many there are.
pub(super) const ROWS: usize = 10;

/// What both say: position, health, landed or not, home, mission item, satellites, battery, wind, time of day.
const BOTH: [Row; ROWS - 1] = [
    row(33, 40.0, 0.2, 1.0),
    row(1, 43.0, 1.0, 5.0),
    row(245, 14.0, 1.0, 2.0),
    row(242, 72.0, 2.0, 30.0),
    row(42, 30.0, 1.0, 3.0),
    row(24, 64.0, 1.0, 5.0),
    row(147, 66.0, 2.0, 10.0),
    row(231, 52.0, 2.0, 20.0),
    row(2, 24.0, 5.0, 30.0),
];
/// ESTIMATOR_STATUS of PX4, EKF_STATUS_REPORT of ArduPilot.
const PX4_ESTIMATOR: Row = row(230, 54.0, 1.0, 5.0);
const ARDUPILOT_ESTIMATOR: Row = row(193, 38.0, 1.0, 5.0);
/// Its heartbeat, once a second whatever we ask for.
const HEARTBEAT: f64 = 21.0;
/// How much more slowly everything may come, in steps: a little more room changes nothing.
const STRETCHES: [f64; 16] = [1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 30.0];

/// What we want of an autopilot.
pub(super) fn rows(personality: Option<Personality>) -> [Row; ROWS] {
    let estimator = if personality == Some(Personality::ArduCopter) { ARDUPILOT_ESTIMATOR } else { PX4_ESTIMATOR };
    std::array::from_fn(|index| BOTH.get(index).copied().unwrap_or(estimator))
}

/// Where a message stands among [`rows`]; asked for every frame, so without a look at the table.
#[inline]
pub(super) fn index(id: u32, personality: Option<Personality>) -> Option<usize> {
    let copter = personality == Some(Personality::ArduCopter);
    Some(match id {
        33 => 0,
        1 => 1,
        245 => 2,
        242 => 3,
        42 => 4,
        24 => 5,
        147 => 6,
        231 => 7,
        2 => 8,
        193 if copter => 9,
        230 if !copter => 9,
        _ => return None,
    })
}

/// The time between two of each message that fits into `budget` bytes a second; nothing is no limit. What does not fit even
/// at its slowest comes at its slowest.
pub(super) fn intervals(rows: &[Row; ROWS], budget: Option<f64>) -> [Seconds; ROWS] {
    let stretched = |stretch: f64| {
        std::array::from_fn(|index: usize| Seconds((rows[index].often.0 * stretch).min(rows[index].seldom.0)))
    };
    let fits = |stretch: &&f64| budget.is_none_or(|budget| bytes(rows, &stretched(**stretch)) <= budget);
    stretched(STRETCHES.iter().find(fits).copied().unwrap_or(f64::INFINITY))
}

/// Bytes a second of all of them, with the heartbeat.
fn bytes(rows: &[Row; ROWS], intervals: &[Seconds; ROWS]) -> f64 {
    HEARTBEAT + rows.iter().zip(intervals).map(|(row, every)| row.bytes / every.0).sum::<f64>()
}

/// Streams of either autopilot that nothing here is made of: on a radio they are stopped. Raw sensors, attitude, local
/// position, servos, radio channels, controller setpoints, terrain, vibration and the like.
const USELESS: [u16; 34] = [
    27, 29, 30, 31, 32, 36, 62, 65, 74, 83, 85, 87, 105, 116, 125, 129, 132, 136, 137, 140, 141, 152, 163, 165, 168,
    178, 226, 241, 331, 360, 380, 410, 411, 11_030,
];

/// Whether a stream is of no use.
pub(super) fn is_useless(id: u16) -> bool {
    USELESS.binary_search(&id).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn px4() -> [Row; ROWS] {
        rows(Some(Personality::Px4))
    }

    #[test]
    fn a_message_stands_where_the_table_has_it() {
        for personality in [None, Some(Personality::Px4), Some(Personality::ArduCopter)] {
            let table = rows(personality);
            for id in 0..12_000_u32 {
                assert_eq!(index(id, personality), table.iter().position(|row| u32::from(row.id) == id));
            }
        }
    }

    #[test]
    fn without_a_limit_everything_comes_as_often_as_is_of_use() {
        let every = intervals(&px4(), None);
        assert_eq!((every[0], every[1]), (Seconds(0.2), Seconds(1.0)));
        assert_eq!(rows(Some(Personality::ArduCopter))[ROWS - 1].id, 193);
        assert_eq!(px4()[ROWS - 1].id, 230);
    }

    #[test]
    fn on_a_57600_baud_radio_five_fly_at_full_rate_and_twenty_at_a_position_a_second() {
        let half = 57_600.0 / 10.0 / 2.0;
        let every = |vehicles: f64| intervals(&px4(), Some(half / vehicles))[0];
        assert_eq!(every(5.0), Seconds(0.2));
        assert!((Seconds(0.3)..=Seconds(1.0)).contains(&every(10.0)), "{:?}", every(10.0));
        assert!(every(20.0) <= Seconds(1.0) && bytes(&px4(), &intervals(&px4(), Some(half / 20.0))) <= half / 20.0);
    }

    #[test]
    fn what_is_useless_is_in_order_and_nothing_we_want() {
        assert!(USELESS.is_sorted());
        let wanted = |id| rows(None).iter().chain(&rows(Some(Personality::ArduCopter))).any(|row| row.id == id);
        assert!(USELESS.iter().all(|id| !wanted(*id)));
        // Heartbeat, answers, texts, transfers, parameters and cameras are never stopped.
        assert!([0, 22, 40, 44, 47, 51, 73, 77, 111, 148, 244, 253, 281, 285].iter().all(|id| !is_useless(*id)));
    }

    proptest! {
        #[test]
        fn it_fits_when_it_can_and_more_room_never_slows_anything(budget in 1.0_f64..2000.0, more in 0.0_f64..500.0) {
            let (rows, slowest) = (px4(), intervals(&px4(), Some(0.0)));
            let every = intervals(&rows, Some(budget));
            prop_assert!(bytes(&rows, &every) <= budget.max(bytes(&rows, &slowest)) + 1e-9);
            let wider = intervals(&rows, Some(budget + more));
            prop_assert!(every.iter().zip(&wider).all(|(narrow, wide)| wide.0 <= narrow.0));
            prop_assert!(rows.iter().zip(&every).all(|(row, every)| *every >= row.often && *every <= row.seldom));
        }
    }
}
