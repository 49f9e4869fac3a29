//! `roads.bin`: the road net in a compact binary form, and back.
//!
//! Layout: the 8 bytes `SGROADS3`; then LEB128 numbers throughout (signed ones zigzag) but where a byte is named.
//! Names: count, then each as local, Chinese and English text, each as byte length and UTF-8 (the first is all empty).
//! Junctions: count, then x and y in centimetres, each as the difference to the junction before. Edges: count, then each
//! as from, to, and a byte each of class code, km/h with and against, access, island, structure (0 ground, 1 bridge,
//! 2 tunnel); then name, bend count, and x and y of the bends as differences along the line. Forbidden turns: count, then
//! each as count of edges, twice the number of each edge plus one when it is driven with its drawn direction, a byte
//! of the profiles bound, and its hours. Rules of certain hours: count, then each as twice the number of the edge plus one
//! with its drawn direction, a byte 0 (closed) and a byte of the profiles it is closed to or a byte 1 (speed) and a byte of
//! km/h, and its hours. Hours: count of spans of minutes of the week from Monday midnight (0: always), then each as the
//! minutes from the end of the span before to its beginning, and its length. Nothing follows.

use super::access::Access;
use super::data::{Cm, ForbiddenTurn, RoadData, RoadEdge, RoadName, Structure, Timed, TimedRule};
use super::profile::{Profile, RoadClass};
use super::week::Week;
use crate::finding::Finding;

const MAGIC: &[u8; 8] = b"SGROADS3";

/// The bytes of `roads.bin`.
#[must_use]
pub fn encode(data: &RoadData) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put(&mut out, data.names.len() as u64);
    for name in &data.names {
        for text in [&name.name, &name.zh, &name.en] {
            put(&mut out, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
    }
    put(&mut out, data.nodes.len() as u64);
    let mut last = (0, 0);
    for node in &data.nodes {
        put_step(&mut out, &mut last, *node);
    }
    put(&mut out, data.edges.len() as u64);
    for edge in &data.edges {
        put_edge(&mut out, edge, data.nodes.get(edge.from as usize).copied().unwrap_or_default());
    }
    put(&mut out, data.turns.len() as u64);
    for turn in &data.turns {
        put(&mut out, turn.arcs.len() as u64);
        for (edge, forward) in &turn.arcs {
            put(&mut out, u64::from(*edge) << 1 | u64::from(*forward));
        }
        out.push(turn.profiles);
        put_hours(&mut out, turn.hours.as_ref());
    }
    put(&mut out, data.timed.len() as u64);
    for rule in &data.timed {
        put(&mut out, u64::from(rule.edge) << 1 | u64::from(rule.forward));
        out.extend(match rule.what {
            Timed::Closed(profiles) => [0, profiles],
            Timed::Kph(kph) => [1, kph],
        });
        put_hours(&mut out, Some(&rule.hours));
    }
    out
}

fn put_hours(out: &mut Vec<u8>, hours: Option<&Week>) {
    let spans = hours.map_or(&[][..], Week::spans);
    put(out, spans.len() as u64);
    let mut last = 0;
    for (from, until) in spans {
        put(out, u64::from(from - last));
        put(out, u64::from(until - from));
        last = *until;
    }
}

fn put_edge(out: &mut Vec<u8>, edge: &RoadEdge, start: Cm) {
    put(out, u64::from(edge.from));
    put(out, u64::from(edge.to));
    out.push(edge.class.code());
    out.extend(edge.kph);
    out.extend([edge.access.bits(), edge.island.bits()]);
    out.push(match edge.structure {
        Structure::Ground => 0,
        Structure::Bridge => 1,
        Structure::Tunnel => 2,
    });
    put(out, u64::from(edge.name));
    put(out, edge.bends.len() as u64);
    let mut last = start;
    for bend in &edge.bends {
        put_step(out, &mut last, *bend);
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_step(out: &mut Vec<u8>, last: &mut Cm, next: Cm) {
    for step in [i64::from(next.0) - i64::from(last.0), i64::from(next.1) - i64::from(last.1)] {
        put(out, ((step << 1) ^ (step >> 63)).cast_unsigned());
    }
    *last = next;
}

/// The net inside of `roads.bin`.
///
/// # Errors
/// One finding when the bytes are not a road net of this version, or end early, or point outside of themselves.
pub fn decode(bytes: &[u8]) -> Result<RoadData, Finding> {
    let Some(body) = bytes.strip_prefix(MAGIC) else {
        let older = bytes.strip_prefix(b"SGROADS").and_then(|rest| rest.first()).filter(|n| (b'1'..b'3').contains(n));
        return Err(broken(match older {
            Some(older) => format!("it is a road net in format {}; this version reads format 3", char::from(*older)),
            None => "it does not begin with SGROADS3".into(),
        }));
    };
    let mut read = Read { bytes: body };
    match read.net() {
        Some(data) if read.bytes.is_empty() => Ok(data),
        Some(_) => Err(broken(format!("{} bytes follow the last rule", read.bytes.len()))),
        None => Err(broken(format!("the bytes make no sense {} bytes before the end", read.bytes.len()))),
    }
}

/// Whether a byte names profiles, one at least, and no others.
fn known(profiles: u8) -> bool {
    profiles != 0 && profiles < 1 << Profile::ALL.len()
}

fn broken(say: String) -> Finding {
    Finding::new("roads-broken", "roads.bin", say, "Import the district again")
}

struct Read<'a> {
    bytes: &'a [u8],
}

impl<'a> Read<'a> {
    fn net(&mut self) -> Option<RoadData> {
        let mut data = RoadData::default();
        for _ in 0..self.count()? {
            data.names.push(RoadName { name: self.text()?, zh: self.text()?, en: self.text()? });
        }
        if data.names.first().is_some_and(|first| *first != RoadName::default()) {
            return None;
        }
        let mut last = (0, 0);
        for _ in 0..self.count()? {
            last = self.step(last)?;
            data.nodes.push(last);
        }
        for _ in 0..self.count()? {
            let edge = self.edge(&data)?;
            data.edges.push(edge);
        }
        for _ in 0..self.count()? {
            let turn = self.turn(&data)?;
            data.turns.push(turn);
        }
        for _ in 0..self.count()? {
            let rule = self.rule(&data)?;
            data.timed.push(rule);
        }
        Some(data)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        Some(std::str::from_utf8(self.take(length)?).ok()?.to_owned())
    }

    /// A turn of edges that meet, binding profiles there are.
    fn turn(&mut self, data: &RoadData) -> Option<ForbiddenTurn> {
        let mut arcs = Vec::new();
        for _ in 0..self.count()? {
            arcs.push(self.arc()?);
        }
        let profiles = self.byte().filter(|profiles| known(*profiles))?;
        let hours = self.hours()?;
        data.connected(&arcs).then_some(ForbiddenTurn { arcs, profiles, hours })
    }

    fn arc(&mut self) -> Option<(u32, bool)> {
        let number = self.number()?;
        Some((u32::try_from(number >> 1).ok()?, number & 1 == 1))
    }

    /// A rule about an edge of this net, at some hours.
    fn rule(&mut self, data: &RoadData) -> Option<TimedRule> {
        let (edge, forward) = self.arc().filter(|arc| (arc.0 as usize) < data.edges.len())?;
        let what = match (self.byte()?, self.byte()?) {
            (0, profiles) if known(profiles) => Timed::Closed(profiles),
            (1, kph) if kph > 0 => Timed::Kph(kph),
            _ => return None,
        };
        Some(TimedRule { edge, forward, what, hours: self.hours()?? })
    }

    /// Spans of the week; nothing inside for none of them, which means always.
    #[allow(clippy::option_option)] // nothing for broken bytes; else hours, or none given
    fn hours(&mut self) -> Option<Option<Week>> {
        let (mut spans, mut last) = (Vec::new(), 0u16);
        for _ in 0..self.count()? {
            let from = last.checked_add(u16::try_from(self.number()?).ok()?)?;
            last = from.checked_add(u16::try_from(self.number()?).ok()?)?;
            spans.push((from, last));
        }
        if spans.is_empty() { Some(None) } else { Week::exactly(spans).map(Some) }
    }

    fn edge(&mut self, data: &RoadData) -> Option<RoadEdge> {
        let from = self.index(data.nodes.len())?;
        let to = self.index(data.nodes.len())?;
        let class = RoadClass::of_code(self.byte()?)?;
        let kph = [self.byte()?, self.byte()?];
        let (access, island) = (Access::from_bits(self.byte()?), Access::from_bits(self.byte()?));
        let structure = match self.byte()? {
            0 => Structure::Ground,
            1 => Structure::Bridge,
            2 => Structure::Tunnel,
            _ => return None,
        };
        let name = self.index(data.names.len())?;
        let mut last = *data.nodes.get(from as usize)?;
        let mut bends = Vec::new();
        for _ in 0..self.count()? {
            last = self.step(last)?;
            bends.push(last);
        }
        Some(RoadEdge { from, to, class, kph, access, island, structure, name, bends })
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.bytes.split_at_checked(length)?;
        self.bytes = tail;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A count of things that take at least a byte each, so that a wild count ends here and not in the allocator.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.bytes.len()).then_some(count)
    }

    fn index(&mut self, below: usize) -> Option<u32> {
        let index = u32::try_from(self.number()?).ok()?;
        ((index as usize) < below).then_some(index)
    }

    fn step(&mut self, last: Cm) -> Option<Cm> {
        Some((self.moved(last.0)?, self.moved(last.1)?))
    }

    fn moved(&mut self, from: i32) -> Option<i32> {
        let zigzag = self.number()?;
        let step = (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed();
        i32::try_from(i64::from(from).checked_add(step)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn week(spans: &[(u16, u16)]) -> Week {
        Week::exactly(spans.to_vec()).unwrap()
    }

    fn turn(hours: Option<Week>) -> ForbiddenTurn {
        ForbiddenTurn { arcs: vec![(0, true), (0, false), (1, false), (1, true)], profiles: 0b1011, hours }
    }

    fn small() -> RoadData {
        let there = RoadEdge {
            from: 0,
            to: 1,
            class: RoadClass::Track,
            kph: [20, 15],
            access: Access::none().with(Profile::Foot, true),
            island: Access::none().with(Profile::Car, false),
            structure: Structure::Tunnel,
            name: 1,
            bends: vec![(i32::MAX, i32::MIN), (5, -5)],
        };
        let back = RoadEdge { from: 1, to: 0, structure: Structure::Bridge, name: 0, bends: vec![], ..there.clone() };
        let name = RoadName { name: "Städtle".into(), zh: "小城".into(), en: String::new() };
        RoadData {
            names: vec![RoadName::default(), name],
            nodes: vec![(100, 200), (-7, 9)],
            edges: vec![there, back],
            turns: vec![turn(None), turn(Some(week(&[(420, 540)])))],
            timed: vec![
                TimedRule {
                    edge: 1,
                    forward: false,
                    what: Timed::Closed(0b0011),
                    hours: week(&[(0, 300), (9_900, 10_080)]),
                },
                TimedRule { edge: 0, forward: true, what: Timed::Kph(30), hours: Week::always() },
            ],
        }
    }

    #[test]
    fn a_net_written_and_read_is_the_same_net() {
        assert_eq!(decode(&encode(&small())), Ok(small()));
    }

    #[test]
    fn every_truncation_is_one_finding() {
        let bytes = encode(&small());
        for end in 0..bytes.len() {
            assert_eq!(decode(&bytes[..end]).unwrap_err().code, "roads-broken");
        }
    }

    #[test]
    fn a_wild_count_ends_in_a_finding_not_in_the_allocator() {
        let bytes = encode(&small());
        for at in MAGIC.len()..bytes.len() {
            let mut wild = bytes[..at].to_vec();
            wild.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
            wild.extend(&bytes[at..]);
            if let Ok(read) = decode(&wild) {
                // Where a byte stands and no count, the rest may still make sense by chance.
                assert!(read.edges.len() <= wild.len());
            }
        }
    }

    #[test]
    fn a_turn_of_edges_that_do_not_meet_or_that_binds_nobody_is_refused() {
        for (arcs, profiles) in [
            (vec![(0, true), (0, true)], 1),
            (vec![(0, true)], 1),
            (vec![(0, true), (9, true)], 1),
            (vec![(0, true), (1, true)], 0),
            (vec![(0, true), (1, true)], 16),
        ] {
            let data = RoadData { turns: vec![ForbiddenTurn { arcs, profiles, hours: None }], ..small() };
            assert_eq!(decode(&encode(&data)).unwrap_err().code, "roads-broken", "{:?}", data.turns);
        }
    }

    #[test]
    fn a_rule_of_no_edge_of_nobody_or_of_no_speed_and_hours_that_are_none_are_refused() {
        let rule = TimedRule { edge: 0, forward: true, what: Timed::Closed(1), hours: week(&[(5, 9)]) };
        for rule in [
            TimedRule { edge: 2, ..rule.clone() },
            TimedRule { what: Timed::Closed(0), ..rule.clone() },
            TimedRule { what: Timed::Closed(16), ..rule.clone() },
            TimedRule { what: Timed::Kph(0), ..rule.clone() },
            TimedRule { hours: Week::never(), ..rule.clone() },
        ] {
            let data = RoadData { timed: vec![rule], ..small() };
            assert_eq!(decode(&encode(&data)).unwrap_err().code, "roads-broken", "{:?}", data.timed);
        }
        let mut late = encode(&RoadData { timed: vec![rule], ..small() });
        let end = late.len();
        late[end - 1] = 0;
        assert_eq!(decode(&late).unwrap_err().code, "roads-broken", "a span of no length");
    }

    #[test]
    fn an_older_format_is_named_with_what_to_do() {
        let fault = decode(b"SGROADS2and more").unwrap_err();
        assert_eq!((fault.code, fault.remedy.as_ref()), ("roads-broken", "Import the district again"));
        assert!(fault.say.contains("format 2; this version reads format 3"), "{}", fault.say);
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), keep in 0..60usize) {
            let mut input = encode(&small());
            input.truncate(keep.max(8));
            input.extend(bytes);
            let _ = decode(&input);
        }
    }
}
