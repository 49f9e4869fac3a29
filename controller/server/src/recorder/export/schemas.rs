//! What a frame becomes in an MCAP file: itself, on a channel of its link and its way; and, of what vehicles say, a position
//! and a line of text as viewers know them (`foxglove.LocationFix`, `foxglove.Log`; field names and numbers are those of
//! docs.foxglove.dev).

use super::Framed;
use super::mcap::{Mcap, SchemaId};
use crate::recorder::segment::Way;
use controller_link::told::{Told, told};
use geodata::Timestamp;
use serde_json::{Value, json};
use std::io::{self, Write};

const FIX: &str = "foxglove.LocationFix";
const LOG: &str = "foxglove.Log";

/// Adds a frame.
///
/// # Errors
/// What cannot be written.
pub fn put<W: Write>(mcap: &mut Mcap<W>, framed: &Framed<'_>) -> io::Result<()> {
    let way = if framed.way == Way::Heard { "received" } else { "sent" };
    let channel = mcap.channel(&format!("/mavlink/{}/{way}", framed.peer.link), "mavlink", SchemaId::default())?;
    mcap.message(channel, framed.at, framed.frame.bytes)?;
    let said = if framed.way == Way::Heard { told(&framed.frame) } else { None };
    let header = framed.frame.header;
    let (kind, topic, value) = match said {
        Some(Told::Place { place, altitude }) => {
            let fix = json!({
                "timestamp": moment(framed.at), "frame_id": format!("vehicle-{}", header.system),
                "latitude": place.lat, "longitude": place.lon, "altitude": altitude.0.0,
                "position_covariance": [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], "position_covariance_type": 0,
            });
            (FIX, "location", fix)
        }
        Some(Told::Words { severity, text }) => {
            let log = json!({
                "timestamp": moment(framed.at), "level": level(severity), "message": text,
                "name": format!("vehicle-{}/{}", header.system, header.component), "file": "", "line": 0,
            });
            (LOG, "log", log)
        }
        None => return Ok(()),
    };
    let schema = mcap.schema(kind, &schema(kind).to_string());
    let channel = mcap.channel(&format!("/vehicle/{}/{topic}", header.system), "json", schema)?;
    mcap.message(channel, framed.at, value.to_string().as_bytes())
}

fn moment(at: Timestamp) -> Value {
    json!({ "sec": at.0.div_euclid(1_000_000), "nsec": at.0.rem_euclid(1_000_000) * 1_000 })
}

/// MAV_SEVERITY to a log level: fatal 5, error 4, warning 3, info 2, debug 1.
fn level(severity: u8) -> u8 {
    match severity {
        0..=2 => 5,
        3 => 4,
        4 => 3,
        5 | 6 => 2,
        _ => 1,
    }
}

fn schema(kind: &str) -> Value {
    let (number, whole, text) =
        (json!({ "type": "number" }), json!({ "type": "integer" }), json!({ "type": "string" }));
    let time = json!({ "type": "object", "title": "time", "properties": { "sec": whole, "nsec": whole } });
    let fields = match kind {
        FIX => json!({
            "timestamp": time, "frame_id": text, "latitude": number, "longitude": number, "altitude": number,
            "position_covariance": { "type": "array", "items": number, "minItems": 9, "maxItems": 9 },
            "position_covariance_type": whole,
        }),
        _ => json!({
            "timestamp": time, "level": whole, "message": text, "name": text, "file": text, "line": whole,
        }),
    };
    json!({ "title": kind, "type": "object", "properties": fields })
}
