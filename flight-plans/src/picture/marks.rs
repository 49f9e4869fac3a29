//! A duty plan as a scene: zones below, areas and lines over them, places on top.

use super::{Kind, Mark, Outline, Scene, Table, Words, lasts, long};
use crate::patrol::{Revisit, loop_length};
use crate::plan::Plan;
use geodata::zone::Shape;
use geodata::{Atlas, PostKind, Zone, ZoneKind};

/// Colours of lines; the ninth line has the colour of the first.
pub(super) const COLOURS: u8 = 8;

impl Scene {
    /// A duty plan over its district.
    #[must_use]
    pub fn of_plan(atlas: &Atlas, plan: &Plan) -> Scene {
        let mut scene = Scene {
            title: Words::same(plan.name.clone()),
            note: note(atlas, plan),
            marks: border(atlas).chain(atlas.zones.iter().map(zone)).collect(),
            tables: Vec::new(),
        };
        let areas = scene.areas(atlas, plan);
        let lines = scene.lines(atlas, plan);
        scene.places(atlas, plan);
        scene.tables = vec![lines, areas, aircraft(atlas, plan), totals(plan)];
        scene.tables.retain(|table| !table.rows.is_empty());
        scene
    }

    fn lines(&mut self, atlas: &Atlas, plan: &Plan) -> Table {
        let mut lines = Table {
            title: Words::new("Patrol lines", "巡逻线路"),
            head: heads(&[
                ("Line", "线路"),
                ("Once round", "全长"),
                ("Takes", "用时"),
                ("Corners", "拐点"),
                ("From", "最低高度"),
            ]),
            rows: Vec::new(),
        };
        for (index, line) in plan.lines.iter().enumerate() {
            let colour = colour(index);
            let corners = line.local(&atlas.frame);
            let length = loop_length(&corners);
            let name = Words::new(line.name.clone(), line.name_zh.clone());
            let (far, time) = (long(length.0), lasts(length.at(line.speed).0));
            let detail = Words::new(
                format!("{}: {}, {}", name.en, far.en, time.en),
                format!("{}：{}，{}", name.zh, far.zh, time.zh),
            );
            lines.rows.push((
                Some(colour),
                vec![
                    name.clone(),
                    far,
                    time,
                    Words::same(corners.len().to_string()),
                    Words::new(format!("{:.0} m", line.altitude.0.0), format!("{:.0} 米", line.altitude.0.0)),
                ],
            ));
            self.marks.push(Mark { kind: Kind::Line(colour), shape: Outline::Loop(corners), label: name, detail });
        }
        lines
    }

    /// Areas lie below the lines; their colours go on where those of the lines end.
    fn areas(&mut self, atlas: &Atlas, plan: &Plan) -> Table {
        let mut table = Table {
            title: Words::new("Patrol areas", "巡逻区域"),
            head: heads(&[("Area", "区域"), ("Size", "面积"), ("Seen every", "重访间隔"), ("From", "最低高度")]),
            rows: Vec::new(),
        };
        for (index, area) in plan.areas.iter().enumerate() {
            let colour = colour(plan.lines.len() + index);
            let name = Words::new(area.name.clone(), area.name_zh.clone());
            let hectares = area.square_metres(&atlas.frame) / 10_000.0;
            let (size, every) =
                (Words::new(format!("{hectares:.1} ha"), format!("{hectares:.1} 公顷")), often(&area.revisit));
            let detail = Words::new(
                format!("{}: {}, every {}", name.en, size.en, every.en),
                format!("{}：{}，每{}", name.zh, size.zh, every.zh),
            );
            let low = Words::new(format!("{:.0} m", area.altitude.0.0), format!("{:.0} 米", area.altitude.0.0));
            table.rows.push((Some(colour), vec![name.clone(), size, every, low]));
            let (outer, holes) = area.local(&atlas.frame);
            let shape = Outline::Solid(std::iter::once(outer).chain(holes).collect());
            self.marks.push(Mark { kind: Kind::Patrolled(colour), shape, label: name, detail });
        }
        table
    }

    pub(super) fn places(&mut self, atlas: &Atlas, plan: &Plan) {
        for hotspot in atlas.hotspots.iter() {
            let name = Words::same(hotspot.name.clone());
            let shape = Outline::Spot(hotspot.shape.anchor());
            self.marks.push(Mark { kind: Kind::Hotspot, shape, label: Words::default(), detail: name });
        }
        for place in &atlas.guarded {
            let name = Words::new(place.name.clone(), place.name_zh.clone());
            let detail =
                Words::new(format!("{}, grade {}", name.en, place.grade), format!("{}，{}级", name.zh, place.grade));
            self.marks.push(Mark {
                kind: Kind::Guarded,
                shape: Outline::Spot(place.at),
                label: Words::default(),
                detail,
            });
        }
        for post in &atlas.posts {
            let name = Words::new(post.name.clone(), post.name_zh.clone());
            let docked = plan.squadron.iter().find(|a| a.dock == post.id);
            let (kind, label) = match post.kind {
                PostKind::Station => (Kind::Station, Words::default()),
                PostKind::Dock => {
                    let callsign = |a: &crate::plan::Aircraft| Words::new(a.callsign.clone(), a.callsign_zh.clone());
                    (Kind::Dock, docked.map(callsign).unwrap_or_default())
                }
            };
            self.marks.push(Mark { kind, shape: Outline::Spot(post.at), label, detail: name });
        }
    }
}

/// The ground of the district, under everything else.
pub(super) fn border(atlas: &Atlas) -> impl Iterator<Item = Mark> + '_ {
    let detail = Words::new(atlas.name.clone(), atlas.name_zh.clone());
    let mark = move |ring: &Vec<_>| Mark {
        kind: Kind::Border,
        shape: Outline::Solid(vec![ring.clone()]),
        label: Words::default(),
        detail: detail.clone(),
    };
    atlas.boundary.iter().map(mark)
}

/// The intervals of time bands, the shortest first.
fn often(bands: &[Revisit]) -> Words {
    let mut minutes: Vec<f64> = bands.iter().map(|b| (b.every.0 / 60.0).round()).collect();
    minutes.sort_by(f64::total_cmp);
    minutes.dedup();
    if minutes.is_empty() {
        return Words::new("by the shift", "按班次");
    }
    let all: Vec<String> = minutes.iter().map(|m| format!("{m:.0}")).collect();
    Words::new(format!("{} min", all.join(" / ")), format!("{} 分钟", all.join(" / ")))
}

pub(super) fn colour(index: usize) -> u8 {
    u8::try_from(index % usize::from(COLOURS)).unwrap_or(0)
}

pub(super) fn heads(words: &[(&str, &str)]) -> Vec<Words> {
    words.iter().map(|(en, zh)| Words::new(*en, *zh)).collect()
}

pub(super) fn note(atlas: &Atlas, plan: &Plan) -> Words {
    let hash: String = plan.hash().chars().take(12).collect();
    Words::new(
        format!(
            "{} · plan {hash} · {} lines,{} {} aircraft, {} units",
            atlas.name,
            plan.lines.len(),
            if plan.areas.is_empty() {
                String::new()
            } else {
                format!(" {} area{},", plan.areas.len(), if plan.areas.len() == 1 { "" } else { "s" })
            },
            plan.squadron.len(),
            plan.ground.len()
        ),
        format!(
            "{} · 方案 {hash} · {}条线路、{}{}架飞机、{}个巡组",
            atlas.name_zh,
            plan.lines.len(),
            if plan.areas.is_empty() { String::new() } else { format!("{}个区域、", plan.areas.len()) },
            plan.squadron.len(),
            plan.ground.len()
        ),
    )
}

pub(super) fn zone(zone: &Zone) -> Mark {
    let kind = match zone.kind {
        ZoneKind::KeepOut => Kind::KeepOut,
        ZoneKind::KeepIn => Kind::KeepIn,
        ZoneKind::NoRecord => Kind::NoRecord,
    };
    let shape = match &zone.shape {
        Shape::Cylinder { centre, radius } => Outline::Circle(*centre, *radius),
        Shape::Prism { outer, holes } => Outline::Solid(std::iter::once(outer).chain(holes).cloned().collect()),
    };
    let detail = Words::new(zone.name.clone(), zone.name_zh.clone());
    Mark { kind, shape, label: Words::default(), detail }
}

fn aircraft(atlas: &Atlas, plan: &Plan) -> Table {
    let row = |a: &crate::plan::Aircraft| {
        let dock = atlas.posts.iter().find(|post| post.id == a.dock);
        let dock = dock.map_or_else(|| Words::same(a.dock.clone()), |d| Words::new(d.name.clone(), d.name_zh.clone()));
        let layer = a.layer.0.0;
        let cells = vec![
            Words::new(a.callsign.clone(), a.callsign_zh.clone()),
            dock,
            Words::new(format!("{layer:.0} m"), format!("{layer:.0} 米")),
            Words::same(a.airframe.clone()),
        ];
        (None, cells)
    };
    Table {
        title: Words::new("Aircraft", "飞机"),
        head: heads(&[("Callsign", "呼号"), ("Dock", "机巢"), ("Layer", "高度层"), ("Airframe", "机型")]),
        rows: plan.squadron.iter().map(row).collect(),
    }
}

fn totals(plan: &Plan) -> Table {
    let metres = |value: f64| Words::new(format!("{value:.0} m"), format!("{value:.0} 米"));
    let row = |en: &str, zh: &str, value: Words| (None, vec![Words::new(en, zh), value]);
    Table {
        title: Words::new("Heights and distances", "高度与距离"),
        head: Vec::new(),
        rows: vec![
            row("Lowest over a scene", "现场最低高度", metres(plan.scene_altitude.0.0)),
            row("Lowest on the way", "途中最低高度", metres(plan.transit_altitude.0.0)),
            row("Kept from zones", "与空域保持距离", metres(plan.zone_margin.0)),
        ],
    }
}
