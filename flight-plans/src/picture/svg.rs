//! A scene as SVG: fitted to its marks, a grid of whole distances, legend, scale bar and north; labels give way to each
//! other, and what does not fit is only in the tables.

use super::{Kind, Language, Outline, Scene, Words, escaped, long};
use geodata::Local;
use std::fmt::Write;

/// Size of the picture in points.
pub(super) const SIZE: (f64, f64) = (1200.0, 900.0);
const EDGE: f64 = 56.0;

/// Colours by custom property: the page sets them, the picture by itself brings them.
pub(super) const STYLE: &str = "\
:root{--ground:#f6f4ee;--grid:#e3dfd4;--ink:#22262b;--soft:#6a7078;--out:#c0362c;--in:#2f7d4f;--mute:#8a5bb5;--area:#3a6ea5;--card:#ffffff;\
--c0:#1769aa;--c1:#c25a00;--c2:#2e7d32;--c3:#8e24aa;--c4:#00838f;--c5:#ad1457;--c6:#6d4c41;--c7:#5c6bc0}\
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--ground:#15191e;--grid:#262c34;--ink:#e7eaee;--soft:#98a1ac;--out:#ff6f61;\
--in:#62c08a;--mute:#bd93e6;--area:#79aee2;--card:#1d232a;--c0:#64b5f6;--c1:#ffa657;--c2:#81c784;--c3:#ce93d8;--c4:#4dd0e1;--c5:#f48fb1;\
--c6:#bcaaa4;--c7:#9fa8da}}\
:root[data-theme=dark]{--ground:#15191e;--grid:#262c34;--ink:#e7eaee;--soft:#98a1ac;--out:#ff6f61;--in:#62c08a;--mute:#bd93e6;\
--area:#79aee2;--card:#1d232a;--c0:#64b5f6;--c1:#ffa657;--c2:#81c784;--c3:#ce93d8;--c4:#4dd0e1;--c5:#f48fb1;--c6:#bcaaa4;--c7:#9fa8da}\
.map text{font:500 13px 'Noto Sans','Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif;fill:var(--ink)}\
.map .tag{paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}.map .soft{fill:var(--soft);font-size:12px}\
.map .grid{stroke:var(--grid);stroke-width:1}.map .area{fill:var(--area);fill-opacity:.10;stroke:var(--area);stroke-width:2}\
.map .border{fill:var(--card);fill-opacity:.55;stroke:var(--soft);stroke-opacity:.6;stroke-width:1.5}.map .patch{stroke-width:2.5;stroke-linejoin:round;fill-opacity:.16}\
.map .out{fill:url(#hatch);stroke:var(--out);stroke-width:1.5}.map .in{fill:none;stroke:var(--in);stroke-width:2;stroke-dasharray:10 5}\
.map .mute{fill:var(--mute);fill-opacity:.12;stroke:var(--mute);stroke-width:1.2;stroke-dasharray:3 3}\
.map .line{fill:none;stroke-width:3;stroke-linejoin:round;stroke-linecap:round}.map .way{fill:none;stroke-width:1.6;stroke-dasharray:2 5;stroke-linecap:round}\
.map .hot{fill:var(--c1);fill-opacity:.5}.map .guard{fill:var(--card);stroke:var(--c5);stroke-width:2}\
.map .station{fill:var(--card);stroke:var(--ink);stroke-width:1.6}.map .dock{fill:var(--ink);stroke:var(--ground);stroke-width:2}";

/// Metres onto points.
#[derive(Clone, Copy)]
struct Fit {
    scale: f64,
    low: Local,
    off: (f64, f64),
}

impl Fit {
    fn of(scene: &Scene) -> Fit {
        // What is planned fills the picture; zones and places far from it may reach out of it.
        let planned = |kind: Kind| matches!(kind, Kind::Line(_) | Kind::Area | Kind::Patrolled(_));
        let mut all: Vec<Local> =
            scene.marks.iter().filter(|m| planned(m.kind)).flat_map(|m| corners(&m.shape)).collect();
        if all.is_empty() {
            all = scene.marks.iter().flat_map(|m| corners(&m.shape)).collect();
        }
        all.retain(|p| p.x.is_finite() && p.y.is_finite());
        let start = all.first().copied().unwrap_or_default();
        let (mut low, mut high) = (start, start);
        for p in &all {
            low = Local { x: low.x.min(p.x), y: low.y.min(p.y) };
            high = Local { x: high.x.max(p.x), y: high.y.max(p.y) };
        }
        let (width, height) = ((high.x - low.x).max(100.0), (high.y - low.y).max(100.0));
        let scale = ((SIZE.0 - 2.0 * EDGE) / width).min((SIZE.1 - 2.0 * EDGE) / height);
        let off = ((SIZE.0 - scale * (high.x - low.x)) / 2.0, (SIZE.1 - scale * (high.y - low.y)) / 2.0);
        Fit { scale, low, off }
    }

    fn at(&self, p: Local) -> (f64, f64) {
        (self.off.0 + (p.x - self.low.x) * self.scale, SIZE.1 - self.off.1 - (p.y - self.low.y) * self.scale)
    }

    fn path(&self, line: &[Local], closed: bool) -> String {
        let mut text = String::new();
        for (i, &p) in line.iter().enumerate() {
            let (x, y) = self.at(p);
            let _ = write!(text, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
        }
        if closed {
            text.push('Z');
        }
        text
    }
}

fn corners(shape: &Outline) -> Vec<Local> {
    match shape {
        Outline::Spot(p) => vec![*p],
        Outline::Circle(p, r) => vec![Local { x: p.x - r.0, y: p.y - r.0 }, Local { x: p.x + r.0, y: p.y + r.0 }],
        Outline::Open(line) | Outline::Loop(line) => line.clone(),
        Outline::Solid(rings) => rings.iter().flatten().copied().collect(),
    }
}

/// The picture by itself.
pub(super) fn picture(scene: &Scene, language: Language) -> String {
    let lang = if language == Language::En { "en" } else { "zh" };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" lang=\"{lang}\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n",
        SIZE.0,
        SIZE.1,
        SIZE.0,
        SIZE.1,
        escaped(scene.title.of(language))
    );
    out.push_str(&body(scene, &[language]));
    let (title, note) = (escaped(scene.title.of(language)), escaped(scene.note.of(language)));
    let _ = write!(
        out,
        "<text class=\"tag\" x=\"24\" y=\"34\" style=\"font-size:20px;font-weight:700\">{title}</text>\n\
         <text class=\"tag soft\" x=\"24\" y=\"54\">{note}</text>\n"
    );
    legend(&mut out, scene, language);
    out.push_str("</svg>\n");
    out
}

/// The map in the languages given; with two, each text stands twice with the class of its language.
pub(super) fn body(scene: &Scene, languages: &[Language]) -> String {
    let fit = Fit::of(scene);
    let mut out = String::from(
        "<defs><pattern id=\"hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"8\" height=\"8\" fill=\"var(--out)\" fill-opacity=\".10\"/>\
         <path d=\"M0 0V8\" stroke=\"var(--out)\" stroke-width=\"1.6\" stroke-opacity=\".45\"/></pattern></defs>\n",
    );
    let _ =
        writeln!(out, "<rect width=\"{}\" height=\"{}\" fill=\"var(--ground)\"/>\n<g id=\"scene\">", SIZE.0, SIZE.1);
    grid(&mut out, &fit);
    for mark in &scene.marks {
        shape(&mut out, &fit, mark);
    }
    labels(&mut out, &fit, scene, languages);
    out.push_str("</g>\n");
    scale_bar(&mut out, &fit, languages);
    out
}

/// A whole distance of one, two or five near a share of the picture.
fn whole(metres: f64) -> f64 {
    let power = 10f64.powf(metres.max(1.0).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|step| *step <= metres).unwrap_or(power)
}

fn grid(out: &mut String, fit: &Fit) {
    let step = whole(SIZE.0 / fit.scale / 5.0) * fit.scale;
    let mut place = fit.at(Local::default()).0.rem_euclid(step);
    while place < SIZE.0 {
        let _ = writeln!(out, "<path class=\"grid\" d=\"M{place:.1} 0V{}\"/>", SIZE.1);
        place += step;
    }
    let mut place = fit.at(Local::default()).1.rem_euclid(step);
    while place < SIZE.1 {
        let _ = writeln!(out, "<path class=\"grid\" d=\"M0 {place:.1}H{}\"/>", SIZE.0);
        place += step;
    }
}

fn shape(out: &mut String, fit: &Fit, mark: &super::Mark) {
    let (class, stroke) = look(mark.kind);
    let style = stroke
        .map(|hue| {
            let fill =
                if matches!(mark.kind, Kind::Patrolled(_)) { format!(";fill:var(--c{hue})") } else { String::new() };
            format!(" style=\"stroke:var(--c{hue}){fill}\" data-c=\"{hue}\"")
        })
        .unwrap_or_default();
    let title = |words: &Words| {
        if words.en.is_empty() {
            String::new()
        } else {
            format!("<title>{} {}</title>", escaped(&words.zh), escaped(&words.en))
        }
    };
    let told = title(&mark.detail);
    let _ = match &mark.shape {
        Outline::Spot(p) => {
            let (x, y) = fit.at(*p);
            writeln!(out, "{}{told}</g>", spot(mark.kind, class, x, y))
        }
        Outline::Circle(p, r) => {
            let (x, y) = fit.at(*p);
            writeln!(
                out,
                "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"{style}>{told}</circle>",
                r.0 * fit.scale
            )
        }
        Outline::Open(line) => {
            writeln!(out, "<path class=\"{class}\" d=\"{}\"{style}>{told}</path>", fit.path(line, false))
        }
        Outline::Loop(line) => {
            writeln!(out, "<path class=\"{class}\" d=\"{}\"{style}>{told}</path>", fit.path(line, true))
        }
        Outline::Solid(rings) => {
            let d: String = rings.iter().map(|ring| fit.path(ring, true)).collect();
            writeln!(out, "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{d}\"{style}>{told}</path>")
        }
    };
}

fn spot(kind: Kind, class: &str, x: f64, y: f64) -> String {
    match kind {
        Kind::Dock => format!("<g><path class=\"{class}\" d=\"M{x:.1} {:.1}l8 8l-8 8l-8 -8Z\"/>", y - 8.0),
        Kind::Station => {
            format!("<g><rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\"/>", x - 4.5, y - 4.5)
        }
        Kind::Guarded => format!("<g><circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>"),
        _ => format!("<g><circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>"),
    }
}

/// The class of a kind, and the colour of its line.
fn look(kind: Kind) -> (&'static str, Option<u8>) {
    match kind {
        Kind::Area => ("area", None),
        Kind::Patrolled(hue) => ("patch", Some(hue)),
        Kind::Border => ("border", None),
        Kind::KeepOut => ("out", None),
        Kind::KeepIn => ("in", None),
        Kind::NoRecord => ("mute", None),
        Kind::Line(hue) => ("line", Some(hue)),
        Kind::Way(hue) => ("way", Some(hue)),
        Kind::Hotspot => ("hot", None),
        Kind::Guarded => ("guard", None),
        Kind::Station => ("station", None),
        Kind::Dock => ("dock", None),
    }
}

/// Labels one after another; one that would lie on another, or out of the picture, is tried elsewhere, then left out.
fn labels(out: &mut String, fit: &Fit, scene: &Scene, languages: &[Language]) {
    let mut taken: Vec<[f64; 4]> = vec![[0.0, 0.0, 420.0, 62.0]];
    for mark in scene.marks.iter().rev().filter(|mark| !mark.label.en.is_empty()) {
        let Some(top) = corners(&mark.shape).into_iter().max_by(|a, b| a.y.total_cmp(&b.y)) else { continue };
        let (x, y) = fit.at(top);
        let wide = languages.iter().map(|l| width(mark.label.of(*l))).fold(0.0, f64::max);
        let spots =
            [(12.0, 5.0), (-wide / 2.0, -12.0), (-wide - 12.0, 5.0), (-wide / 2.0, 24.0), (12.0, 22.0), (12.0, -12.0)];
        let boxed = |(dx, dy): (f64, f64)| [x + dx - 2.0, y + dy - 13.0, x + dx + wide + 2.0, y + dy + 4.0];
        let fits = |b: &[f64; 4]| {
            b[0] > 4.0
                && b[1] > 4.0
                && b[2] < SIZE.0 - 4.0
                && b[3] < SIZE.1 - 44.0
                && taken.iter().all(|t| b[2] < t[0] || t[2] < b[0] || b[3] < t[1] || t[3] < b[1])
        };
        let Some((spot, room)) = spots.into_iter().map(|s| (s, boxed(s))).find(|(_, b)| fits(b)) else { continue };
        taken.push(room);
        let hue = look(mark.kind).1.map(|hue| format!(" style=\"fill:var(--c{hue})\"")).unwrap_or_default();
        for language in languages {
            let class = class_of(*language, languages);
            let text = escaped(mark.label.of(*language));
            let _ = writeln!(
                out,
                "<text class=\"tag{class}\" x=\"{:.1}\" y=\"{:.1}\"{hue}>{text}</text>",
                x + spot.0,
                y + spot.1
            );
        }
    }
}

fn class_of(language: Language, languages: &[Language]) -> &'static str {
    match (languages.len(), language) {
        (1, _) => "",
        (_, Language::En) => " en",
        (_, Language::Zh) => " zh",
    }
}

/// About how wide a text is: a Chinese character is a whole em, others a little over half.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c > '\u{2e80}' { 13.0 } else { 7.3 }).sum()
}

fn scale_bar(out: &mut String, fit: &Fit, languages: &[Language]) {
    let metres = whole(SIZE.0 / fit.scale / 6.0);
    let (length, y) = (metres * fit.scale, SIZE.1 - 22.0);
    let _ = writeln!(
        out,
        "<g id=\"scale\" data-mpp=\"{}\"><path d=\"M24 {}v8h{length:.1}v-8\" fill=\"none\" stroke=\"var(--ink)\" stroke-width=\"2\"/>",
        1.0 / fit.scale,
        y - 8.0
    );
    for language in languages {
        let class = class_of(*language, languages);
        let _ = writeln!(
            out,
            "<text class=\"tag{class}\" x=\"{:.1}\" y=\"{y}\">{}</text>",
            34.0 + length,
            long(metres).of(*language)
        );
    }
    let _ = writeln!(
        out,
        "</g><g><path d=\"M{x} {y0}l7 20l-7 -5l-7 5Z\" fill=\"var(--ink)\"/><text class=\"tag\" x=\"{t}\" y=\"{y1}\">N</text></g>",
        x = SIZE.0 - 30.0,
        y0 = 22.0,
        t = SIZE.0 - 35.0,
        y1 = 60.0
    );
}

/// The kinds there are, each with its name.
pub(super) fn kinds(scene: &Scene) -> Vec<(Kind, Words)> {
    let mut kinds: Vec<Kind> = scene.marks.iter().map(|mark| mark.kind).collect();
    kinds.sort();
    kinds.dedup_by(|a, b| std::mem::discriminant(a) == std::mem::discriminant(b));
    let searched = kinds.contains(&Kind::Area);
    let name = |kind: Kind| match kind {
        Kind::Area => Words::new("Area to be seen", "搜索区域"),
        Kind::Border => Words::new("District", "辖区"),
        Kind::Patrolled(_) => Words::new("Patrol area", "巡逻区域"),
        Kind::KeepOut => Words::new("No-fly zone", "禁飞区"),
        Kind::KeepIn => Words::new("Working area", "作业区"),
        Kind::NoRecord => Words::new("No-record zone", "不录像区"),
        Kind::Line(_) if searched => Words::new("Flown with the camera on", "搜索航线"),
        Kind::Line(_) => Words::new("Patrol line", "巡逻线路"),
        Kind::Way(_) => Words::new("Way out and home", "往返航段"),
        Kind::Hotspot => Words::new("Hotspot", "热点"),
        Kind::Guarded => Words::new("Guarded place", "重点部位"),
        Kind::Station => Words::new("Station", "警务站点"),
        Kind::Dock => Words::new("Dock", "机巢"),
    };
    kinds.into_iter().map(|kind| (kind, name(kind))).collect()
}

/// A small sample of a kind, in a box of 26 x 14 points.
pub(super) fn sample(kind: Kind) -> String {
    let (class, hue) = look(kind);
    let fill = if matches!(kind, Kind::Patrolled(_)) { ";fill:currentColor" } else { "" };
    let style = hue
        .map(|hue| {
            format!(" style=\"stroke:var(--c{hue}){}\"", fill.replace("currentColor", &format!("var(--c{hue})")))
        })
        .unwrap_or_default();
    match kind {
        Kind::Line(_) | Kind::Way(_) => format!("<path class=\"{class}\" d=\"M1 10L9 4L16 9L25 3\"{style}/>"),
        Kind::Area | Kind::Border | Kind::Patrolled(_) | Kind::KeepOut | Kind::KeepIn | Kind::NoRecord => {
            format!("<rect class=\"{class}\" x=\"2\" y=\"1\" width=\"22\" height=\"12\"{style}/>")
        }
        other => format!("{}</g>", spot(other, class, 13.0, 7.0)),
    }
}

fn legend(out: &mut String, scene: &Scene, language: Language) {
    let kinds = kinds(scene);
    let wide = kinds.iter().map(|(_, name)| width(name.of(language))).fold(0.0, f64::max) + 56.0;
    #[allow(clippy::cast_precision_loss)] // Ten kinds at most.
    let high = kinds.len() as f64 * 20.0 + 14.0;
    let (x, mut y) = (SIZE.0 - wide - 18.0, SIZE.1 - high - 18.0);
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"6\" fill=\"var(--card)\" fill-opacity=\".94\" \
         stroke=\"var(--grid)\"/>"
    );
    for (kind, name) in kinds {
        let _ = writeln!(
            out,
            "<g transform=\"translate({:.1} {:.1})\">{}</g><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x + 10.0,
            y + 9.0,
            sample(kind),
            x + 44.0,
            y + 21.0,
            escaped(name.of(language))
        );
        y += 20.0;
    }
}
