//! An area search as a scene: the area, what each aircraft sees of it, and the ways out and home.

use super::marks::{colour, heads, note, zone};
use super::{Kind, Mark, Outline, Scene, Table, Words, lasts, long};
use crate::plan::Plan;
use crate::planner::sweep::{SweepModel, SweepOutcome, SweepSortie};
use geodata::{Atlas, Local};

impl Scene {
    /// A search over its district.
    #[must_use]
    pub fn of_search(atlas: &Atlas, plan: &Plan, model: &SweepModel, outcome: &SweepOutcome) -> Scene {
        let ground = &model.ground;
        let rings = std::iter::once(&ground.outer).chain(&ground.holes).cloned().collect();
        let hectares = outcome.best.area_m2 / 10_000.0;
        let detail = Words::new(format!("To be seen: {hectares:.1} ha"), format!("搜索面积 {hectares:.1} 公顷"));
        let mut marks: Vec<Mark> = vec![Mark {
            kind: Kind::Area,
            shape: Outline::Solid(rings),
            label: Words::default(),
            detail: detail.clone(),
        }];
        marks.extend(atlas.zones.iter().map(zone).filter(|mark| mark.kind == Kind::KeepOut));
        let mut parts = Table {
            title: Words::new("Who searches what", "搜索分工"),
            head: heads(&[
                ("Aircraft", "飞机"),
                ("Sorties", "架次"),
                ("Searching", "搜索航程"),
                ("Home after", "返回用时"),
            ]),
            rows: Vec::new(),
        };
        for (index, part) in outcome.best.parts.iter().enumerate() {
            let hue = colour(index);
            let who = plan.aircraft(part.searcher);
            let who = who.map_or_else(
                || Words::same(part.searcher.to_string()),
                |a| Words::new(a.callsign.clone(), a.callsign_zh.clone()),
            );
            let mut searched = 0.0;
            for sortie in &part.sorties {
                for (looking, line) in runs(sortie) {
                    let metres: f64 = line.windows(2).map(|leg| leg[0].distance(leg[1]).0).sum();
                    searched += if looking { metres } else { 0.0 };
                    let kind = if looking { Kind::Line(hue) } else { Kind::Way(hue) };
                    let label = Words::default();
                    marks.push(Mark { kind, shape: Outline::Open(line), label, detail: who.clone() });
                }
            }
            if let Some(first) = part.sorties.first().and_then(|sortie| sortie.path.first()) {
                marks.push(Mark {
                    kind: Kind::Dock,
                    shape: Outline::Spot(*first),
                    label: who.clone(),
                    detail: who.clone(),
                });
            }
            let flies = !part.sorties.is_empty();
            let cells = if flies {
                vec![who, Words::same(part.sorties.len().to_string()), long(searched), lasts(part.home.0)]
            } else {
                vec![who, Words::new("stays", "待命"), Words::same("–"), Words::same("–")]
            };
            parts.rows.push((flies.then_some(hue), cells));
        }
        let size = Words::new(format!("{hectares:.1} ha"), format!("{hectares:.1} 公顷"));
        let facts = facts(outcome, &size);
        let left = left_out(outcome);
        let title = Words::new("Area search", "区域搜索");
        let tables = [parts, facts].into_iter().chain(left).collect();
        Scene { title, note: note(atlas, plan), marks, tables }
    }
}

fn facts(outcome: &SweepOutcome, area: &Words) -> Table {
    let row = |en: &str, zh: &str, value: Words| (None, vec![Words::new(en, zh), value]);
    let lanes = outcome.best.lanes.as_degrees();
    Table {
        title: Words::new("The search", "本次搜索"),
        head: Vec::new(),
        rows: vec![
            row("Area", "面积", area.clone()),
            row("Last aircraft home after", "最后一架返回用时", lasts(outcome.best.home.0)),
            row("Nobody could be faster than", "理论下限", lasts(outcome.bound.0)),
            row("Main lanes along", "主航带方向", Words::same(format!("{lanes:.0}°"))),
            row("Seed", "随机种子", Words::same(outcome.seed.to_string())),
        ],
    }
}

fn left_out(outcome: &SweepOutcome) -> Option<Table> {
    let row = |unseen: &crate::planner::sweep::Unseen| {
        let area = format!("{:.0} m²", unseen.area_m2);
        (None, vec![Words::same(area), Words::new(unseen.why.say.clone(), why_zh(unseen.why.code).to_owned())])
    };
    (!outcome.left_out.is_empty()).then(|| Table {
        title: Words::new("Not seen", "未覆盖"),
        head: heads(&[("Area", "面积"), ("Why", "原因")]),
        rows: outcome.left_out.iter().map(row).collect(),
    })
}

fn why_zh(code: &str) -> &'static str {
    match code {
        "search_near_border" => "离边界或禁飞区过近，允许飞行处看不到",
        "search_no_way" => "边界之间无路可达",
        "search_endurance" => "续航、架次或时限不足",
        "search_nobody" => "没有可用飞机",
        _ => "见说明",
    }
}

/// The stretches of a sortie with the camera on and off.
fn runs(sortie: &SweepSortie) -> Vec<(bool, Vec<Local>)> {
    let mut runs: Vec<(bool, Vec<Local>)> = Vec::new();
    for (leg, &looking) in sortie.path.windows(2).zip(&sortie.looking) {
        match runs.last_mut() {
            Some((last, line)) if *last == looking => line.push(leg[1]),
            _ => runs.push((looking, leg.to_vec())),
        }
    }
    runs
}
