//! `fiction.json`: the invented layer of a district - posts, guarded places, hotspots, zones - and its seeded generator.
//!
//! The file says `"fictional": true`, names its seed, and holds degrees of WGS-84, metres above mean sea level, and
//! minutes of the day in UTC. How the layer is laid is told in [`generate`].

mod generate;
mod guarded;
mod hotspots;
mod names;
mod posts;
mod siting;
#[cfg(test)]
mod tests;
mod zones;

pub(crate) use generate::{World, write};

use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::hotspot::Hotspot;
use crate::manifest::FICTION;
use crate::place::{GuardedPlace, Post, PostKind, Tier};
use crate::units::Amsl;
use crate::zone::{Hours, Zone, ZoneKind};
use serde::{Deserialize, Serialize};

/// The layer as the atlas holds it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fiction {
    pub posts: Vec<Post>,
    pub guarded: Vec<GuardedPlace>,
    pub hotspots: Vec<Hotspot>,
    pub zones: Vec<Zone>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FictionFile {
    fictional: bool,
    note: String,
    seed: u64,
    posts: Vec<PostLine>,
    guarded: Vec<GuardedLine>,
    hotspots: Vec<HotspotLine>,
    zones: Vec<ZoneLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PostLine {
    id: String,
    name: String,
    name_zh: String,
    kind: PostKind,
    at: Wgs84,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GuardedLine {
    id: String,
    name: String,
    name_zh: String,
    grade: u8,
    at: Wgs84,
    tiers: [Tier; 3],
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HotspotLine {
    id: String,
    name: String,
    at: Wgs84,
    weight: f64,
    hours: Vec<Hours>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneLine {
    id: String,
    name: String,
    kind: ZoneKind,
    ring: Vec<Wgs84>,
    floor_amsl_m: Amsl,
    ceiling_amsl_m: Amsl,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<Hours>,
}

/// Reads the layer and checks each item.
pub(crate) fn open(bytes: &[u8], frame: &Frame) -> Result<Fiction, Finding> {
    let file: FictionFile = serde_json::from_slice(bytes).map_err(|e| broken("", e.to_string()))?;
    let door = Door { frame };
    Ok(Fiction {
        posts: file.posts.into_iter().map(|p| door.post(p)).collect::<Result<_, _>>()?,
        guarded: file.guarded.into_iter().map(|g| door.guarded(g)).collect::<Result<_, _>>()?,
        hotspots: file.hotspots.into_iter().map(|h| door.hotspot(h)).collect::<Result<_, _>>()?,
        zones: file.zones.into_iter().map(|z| door.zone(z)).collect::<Result<_, _>>()?,
    })
}

fn broken(item: &str, say: impl Into<String>) -> Finding {
    let at = if item.is_empty() { FICTION.to_owned() } else { format!("{FICTION}, {item}") };
    Finding::new("fiction-broken", at, say, "Import the district again")
}

/// The door from degrees to metres.
struct Door<'a> {
    frame: &'a Frame,
}

impl Door<'_> {
    fn local(&self, item: &str, at: Wgs84) -> Result<Local, Finding> {
        let place = Wgs84::new(at.lat, at.lon).ok_or_else(|| broken(item, "the place lies off the globe"))?;
        Ok(self.frame.to_local(place))
    }

    fn post(&self, p: PostLine) -> Result<Post, Finding> {
        let at = self.local(&p.id, p.at)?;
        Ok(Post { id: p.id, name: p.name, name_zh: p.name_zh, kind: p.kind, at })
    }

    fn guarded(&self, g: GuardedLine) -> Result<GuardedPlace, Finding> {
        let at = self.local(&g.id, g.at)?;
        if g.tiers.each_ref().map(|tier| tier.minutes) != [1, 3, 5] {
            return Err(broken(&g.id, "the tiers are not those of 1, 3 and 5 minutes"));
        }
        Ok(GuardedPlace { id: g.id, name: g.name, name_zh: g.name_zh, grade: g.grade, at, tiers: g.tiers })
    }

    fn hotspot(&self, h: HotspotLine) -> Result<Hotspot, Finding> {
        let at = self.local(&h.id, h.at)?;
        if !(h.weight > 0.0 && h.weight <= 1.0) {
            return Err(broken(&h.id, "the weight is not above 0 and at most 1"));
        }
        Ok(Hotspot { id: h.id, name: h.name, at, weight: h.weight, hours: h.hours })
    }

    fn zone(&self, z: ZoneLine) -> Result<Zone, Finding> {
        let ring = z.ring.iter().map(|p| self.local(&z.id, *p)).collect::<Result<_, _>>()?;
        let (floor, ceiling, hours) = (z.floor_amsl_m, z.ceiling_amsl_m, z.hours);
        Zone { id: z.id, name: z.name, kind: z.kind, ring, floor, ceiling, hours }.checked()
    }
}
