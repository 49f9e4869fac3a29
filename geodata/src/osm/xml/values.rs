//! Attributes of an XML element, and the numbers and places in them.

use super::fault::Fault;
use crate::frame::Wgs84;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

/// A place on the globe; nothing where neither coordinate is there.
pub(super) fn place(lat: Option<f64>, lon: Option<f64>, id: i64) -> Result<Option<Wgs84>, Fault> {
    match (lat, lon) {
        (None, None) => Ok(None),
        (Some(lat), Some(lon)) if Wgs84::new(lat, lon).is_some() => Ok(Wgs84::new(lat, lon)),
        _ => Err(Fault::broken(format!("node {id} is not on the globe"))),
    }
}

pub(super) fn number<T: std::str::FromStr>(key: &str, text: &str) -> Result<T, Fault> {
    text.trim().parse().map_err(|_| Fault::broken(format!("{key}={:?} is no number", shortened(text))))
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

pub(super) fn attribute(start: &BytesStart, wanted: &[u8]) -> Result<Option<String>, Fault> {
    let mut found = None;
    attributes(start, |key, value| {
        if key == wanted {
            found = Some(value.to_owned());
        }
        Ok(())
    })?;
    Ok(found)
}

/// Calls `each` with key and value of every attribute.
pub(super) fn attributes(
    start: &BytesStart,
    mut each: impl FnMut(&[u8], &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    for pair in start.attributes().with_checks(false) {
        let pair = pair.map_err(|error| Fault::broken(error.to_string()))?;
        let value = pair.normalized_value(XmlVersion::Implicit1_0).map_err(|error| Fault::broken(error.to_string()))?;
        if value.contains('\0') {
            return Err(Fault::broken("there is a zero byte in a text".to_owned()));
        }
        each(pair.key.as_ref(), &value)?;
    }
    Ok(())
}
