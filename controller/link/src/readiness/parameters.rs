//! Reads the parameters that decide what a vehicle does by itself, by name: a full list of a thousand would hold a radio
//! for minutes. Asked at first contact, again before they are too old, one question after the other, each again until it
//! is answered; what a version does not have stays unanswered, and what must be known is asked for as long as it is not.

use super::values::{Encoding, number};
use crate::autopilot::{Personality, settings::Wanted};
use crate::codec::{ParamRequestRead, ParamValue, Text};
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::{Known, Outbox};
use crate::sometime::Sometime;
use controller_core::{Setting, Settings, SkyReport};
use geodata::{Seconds, Timestamp};

/// One thing to know.
#[derive(Clone, Copy, Debug, Default)]
struct Answer {
    /// As it came, with its type.
    value: f32,
    kind: u8,
    /// Which of its names was answered, from 1; 0 when none was.
    name: u8,
}

const _: () = assert!(size_of::<Answer>() == 8, "each vehicle has up to thirteen");

/// The same while it is being read.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    /// When it was asked for last in this reading, if it was.
    at: Timestamp,
    tries: u8,
    /// It was told in this reading.
    fresh: bool,
}

impl Answer {
    fn is_known(&self) -> bool {
        self.name > 0
    }

    /// Its number, and the name it was told under.
    fn number(&self, wanted: &Wanted, encoding: Encoding) -> Option<(&'static str, f64)> {
        let name = *wanted.names.get(usize::from(self.name.checked_sub(1)?))?;
        Some((name, number(self.value, self.kind, encoding)?))
    }
}

/// The reading of one vehicle.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    /// As many as the personality wants, in its order.
    answers: Box<[Answer]>,
    /// As many, and none once the reading has all it can get.
    asked: Box<[Asked]>,
    personality: Option<Personality>,
    /// How it says that it encodes.
    told: Option<Encoding>,
    boots: u32,
    complete: bool,
    /// Questions since it last told a value.
    unanswered: u8,
    due: Sometime,
    /// Which of those that must be known were missing when it was last told of, a bit each; nothing before.
    reported: Option<u16>,
}

impl Parameters {
    /// From the first question again; what was known is forgotten.
    pub(super) fn restart(&mut self, at: Timestamp) {
        let (personality, told, boots) = (self.personality, self.told, self.boots);
        *self = Self { personality, told, boots, due: at.into(), ..Self::default() };
        self.answers = vec![Answer::default(); self.wanted().len()].into();
        self.asked = vec![Asked::default(); self.answers.len()].into();
    }

    /// Whose they were is in doubt: they are read again.
    pub(super) fn doubt(&mut self) {
        self.personality = None;
    }

    fn wanted(&self) -> &'static [Wanted] {
        self.personality.map_or(&[], Personality::settings)
    }

    /// The vehicle told how it encodes. When that is other than was thought, what was read means something else.
    pub(super) fn encoded(&mut self, at: Timestamp, capabilities: u64) {
        let encoding = |told| self.personality.map(|personality| Encoding::of(told, personality));
        let told = Encoding::told(capabilities);
        let differs = encoding(self.told) != encoding(told);
        self.told = told;
        if differs {
            self.restart(at);
        }
    }

    /// A value, asked for or told because somebody changed it.
    pub(super) fn told(
        &mut self,
        at: Timestamp,
        value: &ParamValue,
        known: &Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) {
        self.become_sure(at, known, out, config);
        let Some(personality) = self.personality else { return };
        let name = value.param_id.to_text();
        let encoding = Encoding::of(self.told, personality);
        if number(value.param_value, value.param_type, encoding).is_none() {
            return;
        }
        let rows = self.wanted().iter().zip(&mut self.answers).zip(0..);
        let named = |wanted: &Wanted| wanted.names.iter().position(|known| *known == name);
        let row = rows
            .filter_map(|((wanted, row), index)| Some((index, wanted, u8::try_from(named(wanted)? + 1).ok()?, row)));
        let Some((index, wanted, name, row)) = row.into_iter().next() else { return };
        let bits = |row: &Answer| row.number(wanted, encoding).map(|(name, number)| (name, number.to_bits()));
        let before = bits(row);
        (row.name, row.value, row.kind) = (name, value.param_value, value.param_type);
        let changed = before != bits(row);
        if self.is_deaf() {
            // It hears us after all.
            self.due = at.into();
        }
        self.unanswered = 0;
        if let Some(asked) = self.asked.get_mut::<usize>(index) {
            asked.fresh = true;
        }
        if self.complete && changed {
            self.report(config, out);
        }
        self.finish(at, config, out);
    }

    /// Another autopilot, or one that was switched on anew, is another set of parameters.
    fn become_sure(&mut self, at: Timestamp, known: &Known, out: &mut Outbox, config: &LinkConfig) {
        let flown = known.personality.filter(|personality| !personality.settings().is_empty());
        if flown == self.personality && known.boots == self.boots {
            return;
        }
        let was_read = self.reported.is_some();
        (self.personality, self.boots) = (flown, known.boots);
        self.restart(at);
        if was_read {
            self.report(config, out);
        }
    }

    /// Asks the next question when it is due, and leaves at least `pace` between two.
    pub(super) fn tick(&mut self, at: Timestamp, pace: Seconds, known: &Known, config: &LinkConfig, out: &mut Outbox) {
        self.become_sure(at, known, out, config);
        if self.due.is_none_or(|due| at < due) {
            return;
        }
        if self.complete {
            if known.status.in_air == Some(true) {
                // Nothing it would do can be changed now; the radio is for other things.
                return self.due = at.plus(limits::PARAMETER_SLOW).into();
            }
            self.begin_again();
        }
        self.finish(at, config, out);
        let Some(index) = self.next(at) else {
            // The question that was due has been answered meanwhile; the others wait for their own moments.
            self.due = self.following(at, pace).or(self.due.get().filter(|due| *due > at)).into();
            return;
        };
        let (wanted, row) = (&self.wanted()[index], &mut self.asked[index]);
        let name = wanted.names[usize::from(row.tries) % wanted.names.len()];
        let param_id = Text::from(name);
        let ask = ParamRequestRead { param_index: -1, target_system: known.target(), target_component: 1, param_id };
        out.send(ask, Traffic::Keepalive);
        (row.tries, row.at) = (row.tries.saturating_add(1), at);
        self.unanswered = self.unanswered.saturating_add(1);
        let pace = if self.is_deaf() { Seconds(pace.0.max(limits::PARAMETER_DEAF_PACE.0)) } else { pace };
        self.due = self.following(at, pace).or(self.due.get()).into();
    }

    /// The same questions once more; what is known is kept until it is told anew.
    fn begin_again(&mut self) {
        self.complete = false;
        self.asked = vec![Asked::default(); self.answers.len()].into();
    }

    /// The question asked least of those that may be asked now.
    fn next(&self, at: Timestamp) -> Option<usize> {
        let open = self.open().filter(|(_, row)| row.tries == 0 || at >= row.at.plus(patience(row)));
        open.min_by_key(|(index, row)| (row.tries, *index)).map(|(index, _)| index)
    }

    /// Whether it answered nothing in this reading, so often it was asked. What a version does not have is no sign of it: other
    /// questions are answered then.
    fn is_deaf(&self) -> bool {
        self.unanswered >= limits::PARAMETER_DEAF && !self.asked.iter().any(|row| row.fresh)
    }

    /// What is still to be asked: all that must be known, and what may be known a few times.
    fn open(&self) -> impl Iterator<Item = (usize, &Asked)> {
        let rows = self.wanted().iter().zip(&self.asked).enumerate();
        rows.filter(|(_, (wanted, row))| !row.fresh && (wanted.needed || !is_given_up(wanted, row)))
            .map(|(index, (_, row))| (index, row))
    }

    /// When the next question may be asked; nothing when none is open.
    fn following(&self, at: Timestamp, pace: Seconds) -> Option<Timestamp> {
        let due = |row: &Asked| if row.tries == 0 { at } else { row.at.plus(patience(row)) };
        self.open().map(|(_, row)| due(row)).min().map(|due| due.max(at.plus(pace)))
    }

    /// Tells what is known once nothing more can be expected, and what is missing when it has been missing for long.
    fn finish(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) {
        if self.complete || self.answers.is_empty() {
            return;
        }
        if self.open().next().is_none() {
            self.complete = true;
            self.asked = Box::default();
            self.due = at.plus(config.settings_age * 0.5).into();
            return self.report(config, out);
        }
        let rows = self.wanted().iter().zip(&self.asked);
        let stuck = rows.filter(|(_, row)| !row.fresh).all(|(wanted, row)| is_given_up(wanted, row));
        let stuck = stuck || (self.is_deaf() && self.unanswered >= 2 * limits::PARAMETER_DEAF);
        if stuck && self.reported != Some(self.missing()) {
            self.report(config, out);
        }
    }

    fn report(&mut self, config: &LinkConfig, out: &mut Outbox) {
        self.reported = Some(self.missing());
        out.report(SkyReport::Settings(self.settings(config)));
    }

    /// Those that must be known and are not, a bit each.
    fn missing(&self) -> u16 {
        let rows = self.wanted().iter().zip(&self.answers).enumerate();
        let missing = rows.filter(|(_, (wanted, row))| wanted.needed && !row.is_known());
        missing.fold(0, |bits, (index, _)| bits | 1 << index)
    }

    fn settings(&self, config: &LinkConfig) -> Settings {
        let rows = || self.wanted().iter().zip(&self.answers);
        let encoding = self.personality.map(|personality| Encoding::of(self.told, personality));
        let setting = |(wanted, row): (&Wanted, &Answer)| {
            let (name, value) = row.number(wanted, encoding?)?;
            Some(Setting { name, value, means: (wanted.means)(name, value) })
        };
        let missing = rows().filter(|(wanted, row)| wanted.needed && !row.is_known());
        Settings {
            ours: u32::from(config.system_id),
            known: rows().filter_map(setting).collect(),
            missing: missing.filter_map(|(wanted, _)| wanted.names.first().copied()).collect(),
        }
    }

    pub(super) fn wake_at(&self) -> Option<Timestamp> {
        self.due.get().filter(|_| self.personality.is_some())
    }
}

/// Each of its names was asked for often enough.
fn is_given_up(wanted: &Wanted, row: &Asked) -> bool {
    usize::from(row.tries) >= usize::from(limits::PARAMETER_TRIES) * wanted.names.len()
}

/// How long an answer is waited for: long, once many stayed away.
fn patience(row: &Asked) -> Seconds {
    if row.tries > limits::PARAMETER_TRIES { limits::PARAMETER_SLOW } else { limits::PARAMETER_RETRY }
}
