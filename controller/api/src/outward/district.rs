//! The ground as a screen draws it.

use super::point;
use crate::view::{DistrictView, GuardedView, HotspotView, LimitView, LineView, PostView, ZoneView};
use controller_core::Setup;
use geodata::{Frame, Limit, PostKind, Seconds, Timestamp, Zone, ZoneKind};

/// How far ahead a screen is told when zones hold.
const AHEAD: Seconds = Seconds(86_400.0);

/// Everything that lies still.
pub fn view(setup: &Setup, at: Timestamp) -> DistrictView {
    let atlas = &setup.atlas;
    let degrees = |place| point(atlas.frame.to_wgs84(place));
    let [sw, ne] = atlas.bounds.map(point);
    DistrictView {
        name: atlas.name.clone(),
        name_zh: atlas.name_zh.clone(),
        sw,
        ne,
        attribution: atlas.attribution.clone(),
        boundary: atlas.boundary.iter().map(|ring| ring.iter().map(|corner| degrees(*corner)).collect()).collect(),
        fictional: atlas.fictional,
        terrain_note: atlas.terrain.note().map(str::to_owned),
        posts: atlas
            .posts
            .iter()
            .map(|post| PostView {
                id: post.id.clone(),
                name: post.name.clone(),
                name_zh: post.name_zh.clone(),
                kind: match post.kind {
                    PostKind::Station => "station",
                    PostKind::Dock => "dock",
                }
                .to_owned(),
                at: degrees(post.at),
            })
            .collect(),
        hotspots: atlas
            .hotspots
            .iter()
            .map(|spot| HotspotView {
                id: spot.id.clone(),
                name: spot.name.clone(),
                at: degrees(spot.at()),
                weight: spot.weight,
            })
            .collect(),
        guarded: atlas
            .guarded
            .iter()
            .map(|place| GuardedView {
                id: place.id.clone(),
                name: place.name.clone(),
                name_zh: place.name_zh.clone(),
                grade: place.grade,
                at: degrees(place.at),
            })
            .collect(),
        zones: zones(setup, at),
        told_until_ms: millis(at.plus(AHEAD)),
        lines: setup
            .plan
            .lines
            .iter()
            .map(|line| LineView {
                id: line.id.clone(),
                name: line.name.clone(),
                name_zh: line.name_zh.clone(),
                points: line.points.iter().map(|at| point(*at)).collect(),
            })
            .collect(),
    }
}

/// All zones that hold, or will.
pub(super) fn zones(setup: &Setup, at: Timestamp) -> Vec<ZoneView> {
    setup.atlas.zones.iter().map(|zone| zone_view(zone, &setup.atlas.frame, at)).collect()
}

fn zone_view(zone: &Zone, frame: &Frame, at: Timestamp) -> ZoneView {
    let mut rings = zone.rings().into_iter().map(|ring| ring.into_iter().map(|p| point(frame.to_wgs84(p))).collect());
    let kind = match zone.kind {
        ZoneKind::KeepIn => "keep_in",
        ZoneKind::KeepOut => "keep_out",
        ZoneKind::NoRecord => "no_record",
    };
    ZoneView {
        id: zone.id.clone(),
        name: zone.name.clone(),
        name_zh: zone.name_zh.clone(),
        kind: kind.to_owned(),
        ring: rings.next().unwrap_or_default(),
        holes: rings.collect(),
        floor: limit_view(zone.floor),
        ceiling: limit_view(zone.ceiling),
        schedule: zone.schedule.to_string(),
        holds_ms: zone.schedule.windows(at, at.plus(AHEAD)).into_iter().map(|w| w.map(millis)).collect(),
        authority: zone.source.authority.clone(),
        reason: zone.source.reason.clone(),
    }
}

#[allow(clippy::cast_precision_loss)] // milliseconds of this millennium
fn millis(moment: Timestamp) -> f64 {
    moment.as_millis() as f64
}

fn limit_view(limit: Limit) -> Option<LimitView> {
    let (metres, reference) = match limit {
        Limit::Open => return None,
        Limit::Amsl(height) => (height.0.0, "AMSL"),
        Limit::Agl(height) => (height.0.0, "AGL"),
    };
    Some(LimitView { metres, reference: reference.to_owned() })
}
