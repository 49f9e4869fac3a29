//! The account of one sender's frames on one link: which of his numbers came, which did not, which came twice.
//!
//! MAVLink counts frames modulo 256. A number up to 191 ahead of the expected one is a gap; one up to 64 behind it is a
//! late frame or a duplicate, told by a window of the last 64 numbers.

use super::Totals;

/// Numbers behind the expected one that are remembered.
const WINDOW: u8 = 64;
/// A jump is taken back when a restart is noticed within this many frames after it.
const SOON: u8 = 64;

/// What a frame was, by its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// The next one, or one after a gap of so many.
    New {
        /// Numbers that were skipped.
        missing: u8,
    },
    /// One that was missing.
    Late,
    /// One that came before.
    Duplicate,
    /// Nobody counts this sender.
    #[default]
    Uncounted,
}

/// One sender on one link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    handled: u64,
    missing: u64,
    /// Which of the numbers before `next` came; the lowest bit is the one just before.
    seen: u64,
    /// Which of them came as a frame nobody can read.
    blurred: u64,
    duplicates: u32,
    late: u32,
    unread: u32,
    restarts: u16,
    next: u8,
    /// How many numbers from `next` on came as frames nobody can read.
    pending: u8,
    /// The number of the last frame, whatever it was.
    last: u8,
    /// How many numbers before `next` are this sender's, up to [`WINDOW`].
    known: u8,
    /// The largest gap of late, and how many frames came since.
    jump: u8,
    since: u8,
    /// Duplicates and late frames since the last new one.
    behind: [u8; 2],
}

impl Stream {
    /// Takes the number of one good frame.
    #[inline]
    pub fn count(&mut self, sequence: u8) -> Verdict {
        self.last = sequence;
        let ahead = sequence.wrapping_sub(self.next);
        if self.known > 0 && ahead == 0 {
            self.forward(1);
            self.seen |= 1;
            self.handled += 1;
            self.pending = 0;
            self.since = self.since.saturating_add(1);
            self.behind = [0; 2];
            return Verdict::New { missing: 0 };
        }
        self.out_of_turn(ahead, sequence)
    }

    /// The number that comes next; nothing before a first one came.
    #[inline]
    pub(crate) fn next(&self) -> Option<u8> {
        (self.known > 0).then_some(self.next)
    }

    fn out_of_turn(&mut self, ahead: u8, sequence: u8) -> Verdict {
        if self.known == 0 {
            self.begin(sequence);
            self.handled += 1;
            return Verdict::New { missing: 0 };
        }
        if ahead < u8::MAX - WINDOW + 1 {
            self.missing += u64::from(ahead);
            self.forward(u32::from(ahead) + 1);
            self.blur(ahead);
            self.seen |= 1;
            self.handled += 1;
            self.behind = [0; 2];
            if self.since >= SOON || ahead > self.jump {
                (self.jump, self.since) = (ahead, 0);
            }
            return Verdict::New { missing: ahead };
        }
        self.since = self.since.saturating_add(1);
        self.come_behind(u8::MAX - ahead)
    }

    /// The number so many places before the last one.
    fn come_behind(&mut self, place: u8) -> Verdict {
        let bit = 1_u64 << place;
        if place >= self.known {
            // Before the first that was heard: the sender began earlier than we thought.
            self.missing += u64::from(place - self.known + 1);
            self.known = place + 1;
        }
        if self.seen & bit != 0 {
            self.duplicates = self.duplicates.saturating_add(1);
            self.behind[0] = self.behind[0].saturating_add(1);
            return Verdict::Duplicate;
        }
        self.seen |= bit;
        if self.blurred & bit != 0 {
            self.blurred &= !bit;
            self.unread = self.unread.saturating_sub(1);
        }
        self.missing = self.missing.saturating_sub(1);
        self.handled += 1;
        self.late = self.late.saturating_add(1);
        self.behind[1] = self.behind[1].saturating_add(1);
        Verdict::Late
    }

    /// So many numbers pass, the last of them is `next`'s predecessor.
    #[inline]
    fn forward(&mut self, numbers: u32) {
        self.seen = self.seen.checked_shl(numbers).unwrap_or(0);
        self.blurred = self.blurred.checked_shl(numbers).unwrap_or(0);
        #[allow(clippy::cast_possible_truncation)] // at most 192
        let numbers = numbers as u8;
        self.next = self.next.wrapping_add(numbers);
        self.known = self.known.saturating_add(numbers).min(WINDOW);
    }

    /// A frame that cannot be checked claims a number. It is missing, but when it is just the expected one it is no loss
    /// of the radio's; a good frame of that number takes the place back.
    pub fn unread(&mut self, sequence: u8) {
        if self.known > 0 && self.pending < WINDOW && sequence == self.next.wrapping_add(self.pending) {
            self.pending += 1;
        }
    }

    /// A gap of `ahead` numbers was passed: the first of them came as what nobody can read.
    fn blur(&mut self, ahead: u8) {
        let blurred = self.pending.min(ahead);
        self.unread = self.unread.saturating_add(u32::from(blurred));
        for place in (ahead - blurred + 1..=ahead).filter(|place| *place < WINDOW) {
            self.blurred |= 1 << place;
        }
        self.pending = 0;
    }

    fn begin(&mut self, sequence: u8) {
        (self.next, self.known, self.seen, self.blurred) = (sequence.wrapping_add(1), 1, 1, 0);
        self.pending = 0;
        (self.jump, self.since, self.behind) = (0, SOON, [0; 2]);
    }

    /// The sender began anew (its clock went back): its numbers, too, and the frame just counted was one of the first. A
    /// gap just counted was none, and what seemed to come again was new.
    pub fn restart(&mut self) {
        if self.since < SOON {
            self.missing = self.missing.saturating_sub(u64::from(self.jump));
        }
        let [twice, late] = self.behind;
        self.duplicates = self.duplicates.saturating_sub(u32::from(twice));
        self.late = self.late.saturating_sub(u32::from(late));
        self.handled += u64::from(twice);
        self.missing += u64::from(late);
        self.begin(self.last);
        self.restarts = self.restarts.saturating_add(1);
    }

    /// Numbers of which a good frame came.
    #[must_use]
    pub fn handled(&self) -> u64 {
        self.handled
    }

    /// Numbers of which none came, those of unreadable frames among them.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// Of these, the numbers of frames that came and that nobody can read.
    #[must_use]
    pub fn unreadable(&self) -> u32 {
        self.unread
    }

    /// Frames whose number had come before.
    #[must_use]
    pub fn duplicates(&self) -> u32 {
        self.duplicates
    }

    /// Frames that came after a later one.
    #[must_use]
    pub fn late(&self) -> u32 {
        self.late
    }

    /// How often the sender began anew.
    #[must_use]
    pub fn restarts(&self) -> u16 {
        self.restarts
    }

    pub(super) fn add_to(&self, totals: &mut Totals) {
        totals.handled += self.handled;
        totals.missing += self.missing;
        totals.duplicates += u64::from(self.duplicates);
        totals.late += u64::from(self.late);
    }
}
