//! What changed from one plan to another, in words a commander reads before approving: lines, areas, aircraft, units, heights,
//! airframes, the district (zones, posts, hotspots).

use super::{Aircraft, GroundUnit, Plan};
use crate::patrol::{PatrolArea, PatrolLine, Revisit};
use geodata::{Frame, Wgs84, geodesic_distance};

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The district: zones, posts, hotspots, roads.
    District,
    /// The whole plan: name, heights, margin.
    Plan,
    /// A patrol line.
    Line,
    /// A patrol area.
    Area,
    /// An aircraft.
    Aircraft,
    /// A ground unit.
    Unit,
    /// An airframe.
    Airframe,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub about: About,
    /// Which one: an id, a callsign, a key.
    pub which: String,
    /// What changed, in English.
    pub en: String,
    /// What changed, in Chinese.
    pub zh: String,
}

/// Corners nearer than this are where they were, in metres.
const MOVED: f64 = 0.01;

/// Every change from `before` to `after`, in a fixed order; nothing when they are the same plan.
#[must_use]
pub fn diff(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    if before.district != after.district {
        let en = "made for another district or another state of it: zones, posts or hotspots changed";
        changes.add(About::District, "district", en, "辖区数据已变更：空域、驻点或热点有变化");
    }
    changes.figure(About::Plan, "name", "name", "名称", &before.name, &after.name);
    let heights = [
        ("scene_altitude_agl_m", "height over scenes", "现场高度", before.scene_altitude.0, after.scene_altitude.0),
        (
            "transit_altitude_agl_m",
            "height on the way",
            "途中高度",
            before.transit_altitude.0,
            after.transit_altitude.0,
        ),
        ("zone_margin_m", "distance to zones", "与空域的距离", before.zone_margin, after.zone_margin),
    ];
    for (key, en, zh, a, b) in heights {
        changes.figure(About::Plan, key, en, zh, &a.to_string(), &b.to_string());
    }
    let line = |l: &PatrolLine| (l.id.clone(), format!("{} ({})", l.name, l.id), format!("{}（{}）", l.name_zh, l.id));
    changes.list(About::Line, &before.lines, &after.lines, line, line_changes);
    let area = |a: &PatrolArea| (a.id.clone(), format!("{} ({})", a.name, a.id), format!("{}（{}）", a.name_zh, a.id));
    changes.list(About::Area, &before.areas, &after.areas, area, area_changes);
    let craft = |a: &Aircraft| (a.vehicle.to_string(), a.callsign.clone(), a.callsign_zh.clone());
    changes.list(About::Aircraft, &before.squadron, &after.squadron, craft, aircraft_changes);
    let unit = |u: &GroundUnit| (u.unit.to_string(), u.callsign.clone(), u.callsign_zh.clone());
    changes.list(About::Unit, &before.ground, &after.ground, unit, unit_changes);
    let frame = |f: &crate::airframe::Airframe| (f.name.clone(), f.name.clone(), f.name.clone());
    changes.list(About::Airframe, &before.airframes, &after.airframes, frame, |_, _, name, all| {
        all.push((format!("{}: figures changed", name.0), format!("{}：性能参数已变更", name.1)));
    });
    changes.0
}

/// Names in both languages.
type Names = (String, String);

struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, about: About, which: &str, en: impl Into<String>, zh: impl Into<String>) {
        self.0.push(Change { about, which: which.to_owned(), en: en.into(), zh: zh.into() });
    }

    fn figure(&mut self, about: About, which: &str, en: &str, zh: &str, before: &str, after: &str) {
        if before != after {
            self.add(about, which, format!("{en}: {before} -> {after}"), format!("{zh}：{before} → {after}"));
        }
    }

    fn list<T: PartialEq>(
        &mut self,
        about: About,
        before: &[T],
        after: &[T],
        name: impl Fn(&T) -> (String, String, String),
        inside: impl Fn(&T, &T, &Names, &mut Vec<Names>),
    ) {
        for old in before {
            let (id, en, zh) = name(old);
            match after.iter().find(|new| name(new).0 == id) {
                None => self.add(about, &id, format!("{en} removed"), format!("删除{zh}")),
                Some(new) if new != old => {
                    let mut all = Vec::new();
                    inside(old, new, &(en.clone(), zh.clone()), &mut all);
                    if all.is_empty() {
                        all.push((format!("{en}: changed"), format!("{zh}：已变更")));
                    }
                    all.into_iter().for_each(|(en, zh)| self.add(about, &id, en, zh));
                }
                Some(_) => {}
            }
        }
        for new in after.iter().filter(|new| !before.iter().any(|old| name(old).0 == name(new).0)) {
            let (id, en, zh) = name(new);
            self.add(about, &id, format!("{en} added"), format!("新增{zh}"));
        }
    }
}

fn figure(all: &mut Vec<Names>, name: &Names, en: &str, zh: &str, before: &str, after: &str) {
    if before != after {
        let (who, whom) = name;
        all.push((format!("{who}: {en} {before} -> {after}"), format!("{whom}：{zh} {before} → {after}")));
    }
}

fn line_changes(old: &PatrolLine, new: &PatrolLine, name: &Names, all: &mut Vec<Names>) {
    figure(all, name, "name", "名称", &old.name, &new.name);
    figure(all, name, "Chinese name", "中文名称", &old.name_zh, &new.name_zh);
    figure(all, name, "height", "高度", &old.altitude.0.to_string(), &new.altitude.0.to_string());
    figure(all, name, "speed", "速度", &old.speed.to_string(), &new.speed.to_string());
    revisit_change(&old.revisit, &new.revisit, name, all);
    let far = |a: &Wgs84, b: &Wgs84| geodesic_distance(*a, *b).0 > MOVED;
    let moved = old.points.iter().zip(&new.points).filter(|(a, b)| far(a, b)).count();
    if moved == 0 && old.points.len() == new.points.len() {
        return;
    }
    let (before, after) = (round(&old.points), round(&new.points));
    let (was, is) = (old.points.len(), new.points.len());
    let corners = if was == is {
        (format!("{moved} of {is} corners moved"), format!("{is}个拐点中{moved}个移动"))
    } else {
        (format!("{was} -> {is} corners"), format!("拐点 {was} → {is} 个"))
    };
    let (who, whom) = name;
    all.push((
        format!("{who}: {}, once round {before:.0} m -> {after:.0} m", corners.0),
        format!("{whom}：{}，全长 {before:.0} 米 → {after:.0} 米", corners.1),
    ));
}

fn area_changes(old: &PatrolArea, new: &PatrolArea, name: &Names, all: &mut Vec<Names>) {
    figure(all, name, "name", "名称", &old.name, &new.name);
    figure(all, name, "Chinese name", "中文名称", &old.name_zh, &new.name_zh);
    figure(all, name, "height", "高度", &old.altitude.0.to_string(), &new.altitude.0.to_string());
    figure(all, name, "speed", "速度", &old.speed.to_string(), &new.speed.to_string());
    figure(all, name, "seen to either side", "单侧可视宽度", &old.seen.to_string(), &new.seen.to_string());
    revisit_change(&old.revisit, &new.revisit, name, all);
    if (&old.outer, &old.holes) != (&new.outer, &new.holes) {
        let (who, whom) = name;
        // In a frame of its own: only the size matters.
        let hectares = |a: &PatrolArea| a.outer.first().map_or(0.0, |&o| a.square_metres(&Frame::at(o)) / 10_000.0);
        let (was, is) = (hectares(old), hectares(new));
        all.push((
            format!("{who}: redrawn, {was:.1} ha -> {is:.1} ha"),
            format!("{whom}：重新绘制，{was:.1} 公顷 → {is:.1} 公顷"),
        ));
    }
}

fn revisit_change(old: &[Revisit], new: &[Revisit], name: &Names, all: &mut Vec<Names>) {
    if old != new {
        let minutes = |bands: &[Revisit]| {
            let all: Vec<String> = bands.iter().map(|b| format!("{:.0}", b.every.0 / 60.0)).collect();
            if all.is_empty() { "-".to_owned() } else { all.join("/") }
        };
        figure(all, name, "seen every (min)", "重访间隔（分）", &minutes(old), &minutes(new));
        if minutes(old) == minutes(new) {
            let (who, whom) = name;
            all.push((format!("{who}: hours of its time bands changed"), format!("{whom}：时段已变更")));
        }
    }
}

/// Once round, in metres over the ellipsoid.
fn round(points: &[Wgs84]) -> f64 {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| geodesic_distance(*a, *b).0).sum()
}

fn aircraft_changes(old: &Aircraft, new: &Aircraft, name: &Names, all: &mut Vec<Names>) {
    figure(all, name, "callsign", "呼号", &old.callsign, &new.callsign);
    figure(all, name, "Chinese callsign", "中文呼号", &old.callsign_zh, &new.callsign_zh);
    figure(all, name, "dock", "机巢", &old.dock, &new.dock);
    figure(all, name, "airframe", "机型", &old.airframe, &new.airframe);
    figure(all, name, "layer", "飞行高度层", &old.layer.0.to_string(), &new.layer.0.to_string());
    figure(all, name, "system id", "系统编号", &old.system_id.to_string(), &new.system_id.to_string());
    let uid = |one: &Aircraft| one.uid.map_or_else(|| "-".to_owned(), |uid| uid.to_string());
    figure(all, name, "autopilot", "飞控编号", &uid(old), &uid(new));
}

fn unit_changes(old: &GroundUnit, new: &GroundUnit, name: &Names, all: &mut Vec<Names>) {
    figure(all, name, "callsign", "呼号", &old.callsign, &new.callsign);
    figure(all, name, "Chinese callsign", "中文呼号", &old.callsign_zh, &new.callsign_zh);
    figure(all, name, "station", "驻点", &old.station, &new.station);
    figure(all, name, "moves by", "行进方式", &format!("{:?}", old.profile), &format!("{:?}", new.profile));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::plan;
    use geodata::{Agl, Metres};

    #[test]
    fn a_plan_does_not_differ_from_itself() {
        assert!(diff(plan(), plan()).is_empty());
    }

    #[test]
    fn every_kind_of_change_is_told_in_both_languages_and_nothing_else() {
        let before = plan();
        let mut after = before.clone();
        after.zone_margin = Metres(40.0);
        after.lines[0].points[1].lat += 0.001;
        after.lines[0].altitude = Agl(Metres(77.0));
        let gone = after.lines.remove(1);
        after.squadron[0].dock = "elsewhere".into();
        after.ground.remove(3);
        let mut extra = after.ground[0].clone();
        extra.unit = 9_999;
        extra.callsign = "Patrol X".into();
        after.ground.push(extra);
        after.airframes[0].reserve_percent += 1.0;
        after.district = "other".into();
        let changes = diff(before, &after);
        let told: Vec<(About, &str)> = changes.iter().map(|c| (c.about, c.en.as_str())).collect();
        assert_eq!(changes.len(), 9, "{told:#?}");
        assert!(changes.iter().all(|c| !c.zh.is_empty() && c.zh.chars().any(|c| c > '\u{4e00}')));
        let line = changes.iter().find(|c| c.en.contains("corners moved")).unwrap();
        assert!(line.en.contains("1 of") && line.en.contains("once round"), "{}", line.en);
        assert!(changes.iter().any(|c| c.about == About::Line && c.which == gone.id && c.en.ends_with("removed")));
        assert!(changes.iter().any(|c| c.en == "Patrol X added" && c.about == About::Unit));
        assert!(diff(&after, before).len() == 9, "there and back are as many");
    }
}
