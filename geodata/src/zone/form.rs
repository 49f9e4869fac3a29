//! How a file writes zones down, found from its content under the limits every layer file has.

use crate::layers::json::{self, Json};
use crate::layers::{Limits, encoding};

/// How zones are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// EUROCAE ED-269: each feature's `geometry` holds volumes with a `horizontalProjection`.
    Ed269,
    /// EUROCAE ED-318: GeoJSON whose geometries have a vertical `layer`.
    Ed318,
    /// GeoJSON, KML, KMZ, GPX or CSV.
    Features,
}

impl Form {
    /// By the content. What is too large, too deep or no JSON is left to the reader of features, which says what is wrong.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let text = encoding::text("", bytes, Limits::FILE).ok();
        let Some(root) = text.filter(|text| is_json(text)).and_then(|text| json::read(text).ok()) else {
            return Self::Features;
        };
        let features = match &root {
            Json::List(list) => list,
            _ => match root.get("features").or_else(|| root.get("UASZoneList")) {
                Some(Json::List(list)) => list,
                _ => return Self::Features,
            },
        };
        let any = |test: fn(&Json) -> bool| features.iter().filter_map(|f| f.get("geometry")).any(test);
        match (any(has_volumes), any(has_layer)) {
            (true, _) => Self::Ed269,
            (false, true) => Self::Ed318,
            (false, false) => Self::Features,
        }
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn has_volumes(geometry: &Json) -> bool {
    let one = |volume: &Json| volume.get("horizontalProjection").is_some();
    one(geometry) || matches!(geometry, Json::List(list) if list.iter().any(one))
}

fn has_layer(geometry: &Json) -> bool {
    let one = |part: &Json| part.get("layer").is_some();
    one(geometry) || matches!(geometry.get("geometries"), Some(Json::List(list)) if list.iter().any(one))
}
