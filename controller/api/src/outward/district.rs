//! The ground as a screen draws it.

use super::point;
use crate::view::{DistrictView, GuardedView, HotspotView, LineView, PostView, ZoneView};
use controller_core::Setup;
use geodata::{PostKind, ZoneKind};

/// Everything that lies still.
pub fn view(setup: &Setup) -> DistrictView {
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
        zones: atlas
            .zones
            .iter()
            .map(|zone| ZoneView {
                id: zone.id.clone(),
                name: zone.name.clone(),
                kind: match zone.kind {
                    ZoneKind::KeepIn => "keep_in",
                    ZoneKind::KeepOut => "keep_out",
                    ZoneKind::NoRecord => "no_record",
                }
                .to_owned(),
                ring: zone.ring.iter().map(|corner| degrees(*corner)).collect(),
                floor_amsl_m: zone.floor.0.0,
                ceiling_amsl_m: zone.ceiling.0.0,
            })
            .collect(),
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
