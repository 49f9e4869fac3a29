//! Frames of every form, good and spoilt, in datagrams over several links: what the fast reader finds is what the slow one
//! finds, and the account of each sender is what a list of all his numbers says.

use super::world::START;
use controller_link::LinkId;
use controller_link::air::Air;
use controller_link::codec::{Fault, Header, Message, checksum, scan, seed, slow, whole};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of messages besides our own: some of the standard we have no use for, and some nobody knows.
const OTHERS: [u32; 6] = [230, 340, 12_904, 999, 70_000, 0xFF_FFFF];
const LINKS: u16 = 3;

/// The bytes as frames and garbage in datagrams; whether there were frames, all of them good.
///
/// # Panics
/// See [`heard`].
pub fn frames(bytes: &[u8]) -> bool {
    heard(bytes).0
}

/// The same, and how many frames and faults there were.
///
/// # Panics
/// When the readers differ, an account is wrong, or a stream cut in two gives other frames.
pub fn heard(bytes: &[u8]) -> (bool, usize) {
    let (mut air, mut book, mut clean, mut found) = (Air::default(), Book::default(), true, 0);
    let (mut datagram, mut rest) = (Vec::new(), bytes);
    while let [act, tail @ ..] = rest {
        rest = match act {
            0..=199 => put_frame(*act, tail, &mut datagram),
            200..=229 => put_noise(*act, tail, &mut datagram),
            230.. => {
                let items = deliver(&datagram, LinkId(u16::from(*act) % LINKS), &mut air, &mut book);
                clean &= items.iter().all(Result::is_ok);
                found += items.len();
                cut(&datagram, tail.first().copied().unwrap_or(0), &items);
                datagram.clear();
                tail
            }
        };
    }
    book.check(&air);
    (clean && found > 0, found)
}

/// A frame: who, which message, how long, its fields; the act says the form, and every fifth is spoilt in one byte.
fn put_frame<'a>(act: u8, from: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let [system, sequence, which, length, rest @ ..] = from else { return &[] };
    let (payload, rest) = rest.split_at(usize::from(*length).min(rest.len()));
    let ids = Message::IDS.len();
    let which = usize::from(*which) % (ids + OTHERS.len());
    let id = Message::IDS.get(which).copied().unwrap_or_else(|| OTHERS[which % OTHERS.len()]);
    let (size, [a, b, c, _]) = (payload.len() as u8, id.to_le_bytes());
    let (system, component) = (system % 8, 1 + system / 128);
    let wide = [system, 1, 0, 0];
    let start = out.len();
    match act % 8 {
        0 => out.extend([0xFE, size, *sequence, system, component, a]),
        1 => out.extend([0xFD, size, 1, 0, *sequence, system, component, a, b, c]),
        2 => out.extend([&[0xFD, size, 2, 0, *sequence][..], &wide, &[component, a, b, c]].concat()),
        3 => out.extend([&[0xFD, size, 3, 0, *sequence][..], &wide, &[component, a, b, c]].concat()),
        4 if act.is_multiple_of(3) => out.extend([0xFD, size, 4, 0, *sequence, system, component, a, b, c]),
        _ => out.extend([0xFD, size, 0, 0, *sequence, system, component, a, b, c]),
    }
    let id = if act.is_multiple_of(8) { u32::from(a) } else { id };
    out.extend_from_slice(payload);
    let sum = checksum(&out[start + 1..], seed(id).unwrap_or(0));
    out.extend(sum.to_le_bytes());
    if matches!(act % 8, 1 | 3) {
        out.extend([0xA5; 13]);
    }
    if act % 5 == 4 {
        let place = start + usize::from(*sequence) % (out.len() - start);
        out[place] ^= 1 << (act % 7);
    }
    rest
}

fn put_noise<'a>(act: u8, from: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (noise, rest) = from.split_at(usize::from(act - 199).min(from.len()));
    out.extend_from_slice(noise);
    rest
}

/// Both readers, then the account.
fn deliver(datagram: &[u8], link: LinkId, air: &mut Air, book: &mut Book) -> Vec<slow::Found> {
    let slowly = slow::scan(datagram);
    let fast: Vec<slow::Found> =
        scan(datagram).map(|item| item.map(|frame| (frame.header, frame.id, frame.payload.to_vec()))).collect();
    assert_eq!(fast, slowly, "{datagram:02x?}");
    for item in scan(datagram) {
        match item {
            Ok(frame) => {
                air.hear(START, link, &frame);
            }
            Err(fault) => air.fault(link, fault),
        }
    }
    slowly.iter().for_each(|item| book.take(link, item));
    slowly
}

/// A stream that is cut in two gives the same good frames as one that is not.
fn cut(datagram: &[u8], at: u8, items: &[slow::Found]) {
    let at = usize::from(at).min(datagram.len());
    let ready = whole(&datagram[..at]);
    assert!(ready <= at, "{ready} of {at}");
    let good = |bytes: &[u8]| scan(bytes).flatten().map(|frame| (frame.header, frame.id)).collect::<Vec<_>>();
    let pieces = [good(&datagram[..ready]), good(&datagram[ready..])].concat();
    let told: Vec<_> = items.iter().flatten().map(|(header, id, _)| (*header, *id)).collect();
    assert_eq!(pieces, told, "cut at {at}, whole up to {ready}: {datagram:02x?}");
}

/// Every number of every sender, and every fault of every link, in lists.
#[derive(Default)]
struct Book {
    senders: BTreeMap<(LinkId, u32, u8), Sender>,
    /// Wrong checksums, unknown numbers, unknown flags, bytes of garbage.
    faults: BTreeMap<LinkId, [u64; 4]>,
}

#[derive(Default)]
struct Sender {
    /// Frames, and those of them that were late.
    frames: u64,
    late: u64,
    /// Numbers counted on without end, and the one expected next.
    seen: BTreeSet<u64>,
    next: u64,
}

impl Book {
    fn take(&mut self, link: LinkId, item: &slow::Found) {
        match item {
            Ok((header, ..)) => {
                let Header { system, component, sequence } = *header;
                self.senders.entry((link, system, component)).or_default().take(sequence);
            }
            Err(fault) => {
                let faults = self.faults.entry(link).or_default();
                match fault {
                    Fault::BadCrc { .. } => faults[0] += 1,
                    Fault::UnknownId { .. } => faults[1] += 1,
                    Fault::UnknownFlags { .. } => faults[2] += 1,
                    Fault::Garbage { bytes } => faults[3] += *bytes as u64,
                }
            }
        }
    }

    fn check(&self, air: &Air) {
        assert_eq!(air.len(), self.senders.len());
        for link in (0..LINKS).map(LinkId) {
            let totals = air.totals(link);
            let faults = [totals.bad_crc, totals.unknown_ids, totals.unknown_flags, totals.garbage_bytes];
            assert_eq!(faults, self.faults.get(&link).copied().unwrap_or_default(), "{link}");
            let handled: u64 = self.senders.iter().filter(|((on, ..), _)| *on == link).map(|(_, one)| one.frames).sum();
            assert_eq!(totals.handled + totals.duplicates, handled, "{link}");
            assert_eq!(totals.sent(), totals.handled + totals.missing);
        }
        for ((link, system, component), sender) in &self.senders {
            let voice = air.voice(*link, *system, *component);
            assert!(voice.is_some(), "everybody heard has an account");
            let stream = voice.copied().unwrap_or_default().stream;
            // A clock that goes back begins a new life, which the lists know nothing of.
            if stream.restarts() == 0 {
                let told =
                    [stream.handled(), stream.missing(), u64::from(stream.duplicates()), u64::from(stream.late())];
                assert_eq!(told, sender.account(), "{link} {system}/{component}");
            }
        }
    }
}

impl Sender {
    /// Up to 191 ahead of what is expected is a gap, up to 64 behind it is late or came twice.
    fn take(&mut self, sequence: u8) {
        if self.frames == 0 {
            self.next = (1 << 32) + u64::from(sequence);
        }
        let ahead = u64::from(sequence.wrapping_sub(self.next as u8));
        let number = if ahead < 192 { self.next + ahead } else { self.next + ahead - 256 };
        self.frames += 1;
        self.late += u64::from(self.seen.insert(number) && number < self.next);
        self.next = self.next.max(number + 1);
    }

    /// Handled, missing, duplicates, late.
    fn account(&self) -> [u64; 4] {
        let handled = self.seen.len() as u64;
        let span = self.next - self.seen.first().copied().unwrap_or(self.next);
        [handled, span - handled, self.frames - handled, self.late]
    }
}

/// Every message of ours in turn; every form; gaps, copies and late frames; frames that stand in one datagram.
pub fn seeds() -> Vec<Vec<u8>> {
    let step = |act: u8, system: u8, sequence: u8, which: u8, length: u8| {
        let fields = (0..length).map(|place| place.wrapping_mul(37) ^ sequence);
        [act, system, sequence, which, length].into_iter().chain(fields).collect::<Vec<u8>>()
    };
    let ids = Message::IDS.len() as u8;
    let plain = (0..ids).flat_map(|which| [step(5, which, which / 8, which, 24 + which % 9), vec![230]].concat());
    let forms = (0..64_u8).flat_map(|act| [step(act, act, act, act, act % 40), vec![200, 0xFD, 231]].concat());
    let numbers = [0_u8, 1, 2, 5, 4, 4, 3, 70, 8, 9, 255, 250, 251, 252];
    let account = numbers.iter().flat_map(|number| [step(6, 1, *number, 0, 9), vec![232]].concat());
    let together = (0..6_u8).flat_map(|number| step(7, number, number, number, 12)).chain([233]);
    vec![plain.collect(), forms.collect(), account.collect(), together.collect()]
}
