//! `roads.bin`: the road net in a compact binary form, and back.
//!
//! Layout: the 8 bytes `SGROADS1`; then LEB128 numbers throughout (signed ones zigzag). Names: count, then each as
//! byte length and UTF-8 (the first is the empty name). Junctions: count, then x and y in centimetres, each as the
//! difference to the junction before. Edges: count, then each as from, to, class code, km/h, flow (0 both, 1 forward,
//! 2 backward), name, bend count, and x and y of the bends as differences along the line. Nothing follows.

use super::data::{Cm, Flow, RoadData, RoadEdge};
use super::profile::RoadClass;
use crate::finding::Finding;

const MAGIC: &[u8; 8] = b"SGROADS1";

/// The bytes of `roads.bin`.
#[must_use]
pub fn encode(data: &RoadData) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put(&mut out, data.names.len() as u64);
    for name in &data.names {
        put(&mut out, name.len() as u64);
        out.extend_from_slice(name.as_bytes());
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
    out
}

fn put_edge(out: &mut Vec<u8>, edge: &RoadEdge, start: Cm) {
    put(out, u64::from(edge.from));
    put(out, u64::from(edge.to));
    out.push(edge.class.code());
    out.push(edge.kph);
    out.push(match edge.flow {
        Flow::Both => 0,
        Flow::Forward => 1,
        Flow::Backward => 2,
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
        return Err(broken("it does not begin with SGROADS1".into()));
    };
    let mut read = Read { bytes: body };
    match read.net() {
        Some(data) if read.bytes.is_empty() => Ok(data),
        Some(_) => Err(broken(format!("{} bytes follow the last edge", read.bytes.len()))),
        None => Err(broken(format!("the bytes make no sense {} bytes before the end", read.bytes.len()))),
    }
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
            let length = self.count()?;
            data.names.push(String::from_utf8(self.take(length)?.to_vec()).ok()?);
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
        Some(data)
    }

    fn edge(&mut self, data: &RoadData) -> Option<RoadEdge> {
        let from = self.index(data.nodes.len())?;
        let to = self.index(data.nodes.len())?;
        let class = RoadClass::of_code(self.byte()?)?;
        let kph = self.byte()?;
        let flow = match self.byte()? {
            0 => Flow::Both,
            1 => Flow::Forward,
            2 => Flow::Backward,
            _ => return None,
        };
        let name = self.index(data.names.len())?;
        let mut last = *data.nodes.get(from as usize)?;
        let mut bends = Vec::new();
        for _ in 0..self.count()? {
            last = self.step(last)?;
            bends.push(last);
        }
        Some(RoadEdge { from, to, class, kph, flow, name, bends })
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

    fn small() -> RoadData {
        let edge = RoadEdge {
            from: 0,
            to: 1,
            class: RoadClass::Track,
            kph: 20,
            flow: Flow::Backward,
            name: 1,
            bends: vec![(i32::MAX, i32::MIN), (5, -5)],
        };
        RoadData { names: vec![String::new(), "Städtle".into()], nodes: vec![(100, 200), (-7, 9)], edges: vec![edge] }
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
