//! The order in which a hierarchy contracts the states: computed once at import, kept in a file beside the net.
//!
//! Nested dissection by inertial flow (Schild and Sommer 2015), from the crate `cch`; it depends on the shape of the net
//! alone, never on times. File: `SGORDER1`, SHA-256 of the net's states and arcs (32 bytes), how many states (u32),
//! the states in order (u32 each); little-endian. A file of another net is refused: the hash is its bond.

use super::data::local;
use super::graph::{Graph, index_u32};
use crate::finding::Finding;
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"SGORDER1";
const HEAD: usize = 8 + 32 + 4;

/// An order of the graph's states. Half a minute for half a million junctions, a tenth of a second for a county.
pub(super) fn compute(graph: &Graph) -> Vec<u32> {
    let states = index_u32(graph.states());
    if states == 0 {
        return Vec::new();
    }
    let tails = (0..states).flat_map(|state| graph.out.of(state).iter().map(move |_| state)).collect::<Vec<_>>();
    let heads: Vec<u32> = graph.out.arcs.iter().map(|arc| arc.state).collect();
    // Metres stand for degrees: only the directions count.
    let place =
        |state| graph.nodes.get(graph.junction(state) as usize).map_or((0.0, 0.0), |cm| (local(*cm).y, local(*cm).x));
    let (north, east): (Vec<f32>, Vec<f32>) = (0..states).map(place).map(|(y, x)| (y as f32, x as f32)).unzip();
    cch::inertial_order(states, &tails, &heads, &north, &east)
}

/// The file of an order.
pub(super) fn encode(graph: &Graph, order: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + order.len() * 4);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&hash(graph));
    bytes.extend_from_slice(&index_u32(order.len()).to_le_bytes());
    order.iter().for_each(|state| bytes.extend_from_slice(&state.to_le_bytes()));
    bytes
}

/// The order in a file, when it is one for this graph.
pub(super) fn decode(graph: &Graph, bytes: &[u8]) -> Result<Vec<u32>, Finding> {
    let refuse = |say: &str| {
        let remedy = "Import the district again, or remove the file: answers stay the same and large nets get slower";
        Finding::new("roads-order", "roads.order", say, remedy)
    };
    let (head, rest) = bytes.split_at_checked(HEAD).ok_or_else(|| refuse("it is cut off"))?;
    if &head[..8] != MAGIC {
        return Err(refuse("it is not an order of a road net in format 1"));
    }
    if head[8..40] != hash(graph) {
        return Err(refuse("it belongs to another road net"));
    }
    let count = index_u32(graph.states()).to_le_bytes();
    if head[40..] != count || rest.len() != graph.states() * 4 {
        return Err(refuse("it has not as many entries as the road net has states"));
    }
    Ok(rest.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
}

/// SHA-256 over the number of states and each state's arcs.
fn hash(graph: &Graph) -> [u8; 32] {
    let mut sha = Sha256::new();
    let mut buffer = Vec::with_capacity(1 << 16);
    for number in graph.out.first.iter().copied().chain(graph.out.arcs.iter().map(|arc| arc.state)) {
        buffer.extend_from_slice(&number.to_le_bytes());
        if buffer.len() == buffer.capacity() {
            sha.update(&buffer);
            buffer.clear();
        }
    }
    sha.update(&buffer);
    sha.finalize().into()
}
