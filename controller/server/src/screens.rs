//! The live lines: each change is numbered and encoded once and goes to every line in order. A line that cannot take
//! one more event is closed.

use crate::limits::SCREEN_EVENTS;
use axum::extract::ws::Utf8Bytes;
use controller_api::view::{Change, Delta};
use controller_core::Role;
use geodata::Timestamp;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// One screen's end of a live line.
#[derive(Debug)]
pub struct Listening {
    /// The number of the last change before the first event.
    pub seq: u32,
    /// Events as text.
    pub events: Receiver<Utf8Bytes>,
}

/// All live lines.
#[derive(Debug, Default)]
pub struct Screens {
    numbered: u32,
    told: u32,
    open: Vec<(Role, Sender<Utf8Bytes>)>,
}

impl Screens {
    /// Numbers a change in the order of decision. A message for a unit's device takes no number of its own, because only
    /// the field gateway hears it and the others would see a gap.
    pub fn number(&mut self, at: Timestamp, change: Change) -> Delta {
        if !matches!(change, Change::ToUnit { .. }) {
            self.numbered = self.numbered.wrapping_add(1);
        }
        Delta { seq: self.numbered, server_time_ms: at.as_millis(), change }
    }

    /// The number of the last change decided.
    #[must_use]
    pub fn numbered(&self) -> u32 {
        self.numbered
    }

    /// Opens a line.
    pub fn listen(&mut self, role: Role) -> Listening {
        let (line, events) = channel(SCREEN_EVENTS);
        self.open.push((role, line));
        Listening { seq: self.told, events }
    }

    /// Sends a change to every line it is for.
    pub fn tell(&mut self, delta: &Delta) {
        self.told = delta.seq;
        let field_only = matches!(delta.change, Change::ToUnit { .. });
        let Ok(text) = serde_json::to_string(delta) else { return };
        let text = Utf8Bytes::from(text);
        self.open.retain(|(role, line)| {
            let is_for = !field_only || *role == Role::Field;
            if is_for { line.try_send(text.clone()).is_ok() } else { !line.is_closed() }
        });
    }

    /// How many lines are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_api::view::{Point, UnitMessage, UnitView};

    const NOON: Timestamp = Timestamp::from_millis(1_778_578_800_000);

    fn unit() -> Change {
        let unit = UnitView {
            id: 1,
            callsign: "Patrol 1".into(),
            callsign_zh: "巡组1".into(),
            kind: "car".into(),
            state: "available".into(),
            incident: None,
        };
        Change::Unit { unit }
    }

    fn to_unit() -> Change {
        let message = UnitMessage {
            unit: 1,
            tasking: 1,
            incident: 1,
            kind: "task".into(),
            incident_kind: "theft".into(),
            priority: 1,
            to: Point { lat: 47.0, lon: 9.5 },
            epoch: 1,
            post: String::new(),
        };
        Change::ToUnit { message }
    }

    fn tell(screens: &mut Screens, change: Change) {
        let delta = screens.number(NOON, change);
        screens.tell(&delta);
    }

    #[test]
    fn only_the_field_gateway_hears_what_is_for_a_units_device_and_the_others_see_no_gap() {
        let mut screens = Screens::default();
        let mut viewer = screens.listen(Role::Viewer);
        let mut field = screens.listen(Role::Field);
        for change in [unit(), to_unit(), unit()] {
            tell(&mut screens, change);
        }
        let seqs = |line: &mut Listening| -> Vec<u32> {
            std::iter::from_fn(|| line.events.try_recv().ok())
                .map(|text| serde_json::from_str::<Delta>(&text).unwrap().seq)
                .collect()
        };
        assert_eq!(seqs(&mut viewer), [1, 2]);
        assert_eq!(seqs(&mut field), [1, 1, 2]);
    }

    #[test]
    fn a_line_that_takes_nothing_is_closed_when_its_queue_is_full_and_the_others_go_on() {
        let mut screens = Screens::default();
        let _asleep = screens.listen(Role::Viewer);
        let mut awake = screens.listen(Role::Viewer);
        for _ in 0..=SCREEN_EVENTS {
            tell(&mut screens, unit());
            assert!(awake.events.try_recv().is_ok());
        }
        assert_eq!(screens.count(), 1);
    }
}
