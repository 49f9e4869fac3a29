//! What people say about a serious case.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /api/v1/incidents/{id}/serious`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeriousAsk {
    /// `declare`; `propose` a ring anew; `raise` a ring as it was proposed; `man` a post with a unit; `scene`: send a unit to
    /// the scene; `lower` a ring; `call_reserve`: a dispatcher asks for a block, a commander calls it; `send_home` a block;
    /// `stand_down`.
    pub act: String,
    /// With `propose`, `raise` and `lower`: 1 is the innermost.
    #[serde(default)]
    pub ring: Option<u8>,
    /// With `raise`: as in `RingView::proposal`; another than the present one is refused.
    #[serde(default)]
    pub proposal: Option<u32>,
    /// With `raise`: as in `RingPostView::slot`, the posts that are meant; none: all. With `man`: the one post.
    #[serde(default)]
    pub slots: Vec<u8>,
    /// With `man` and `scene`: who.
    #[serde(default)]
    pub unit: Option<u32>,
    /// With `man` and `scene`: although there is a warning about the unit.
    #[serde(default)]
    pub over: bool,
    /// With `call_reserve` and `send_home`: as in `BlockView::name`.
    #[serde(default)]
    pub block: Option<String>,
}
