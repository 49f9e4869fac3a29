//! Pictures are well-formed, hold everything of the plan in both languages, and ask nobody for anything.

use super::*;
use crate::patrol::area::tests::rectangle;
use crate::trial::{atlas, plan};

fn words(text: &str) -> usize {
    text.matches("<path class=\"line\"").count()
}

#[test]
fn a_plan_as_a_picture_is_xml_with_every_line_and_dock() {
    let scene = Scene::of_plan(atlas(), plan());
    for language in [Language::En, Language::Zh] {
        let svg = scene.svg(language);
        let root = geodata::layers::tree::read("x.svg", svg.as_bytes()).unwrap();
        assert_eq!(root.name, "svg");
        // One more in the legend.
        assert_eq!(words(&svg), plan().lines.len() + 1);
        assert!(svg.matches("class=\"dock\"").count() > plan().squadron.len());
        assert_eq!(svg, scene.svg(language), "the same plan, the same bytes");
    }
    assert!(scene.svg(Language::Zh).contains("禁飞区") && scene.svg(Language::En).contains("No-fly zone"));
}

#[test]
fn the_page_stands_alone_and_speaks_both_languages() {
    let page = Scene::of_plan(atlas(), plan()).page(Language::Zh);
    for (number, line) in plan().lines.iter().enumerate() {
        assert!(page.contains(&escaped(&line.name)) && page.contains(&escaped(&line.name_zh)), "line {number}");
    }
    let without_namespace = page.replace("http://www.w3.org/2000/svg", "");
    for outside in ["http:", "https:", "src=\"", "@import", "url(h", "<link"] {
        assert!(!without_namespace.contains(outside), "{outside}");
    }
    assert!(page.starts_with("<!doctype html>") && page.contains("default-src 'none'"));
}

#[test]
fn names_with_markup_are_text() {
    let mut plan = plan().clone();
    plan.name = "<script>alert(1)</script> & \"x\"\u{1}".into();
    plan.lines[0].name = "</title><b>".into();
    let scene = Scene::of_plan(atlas(), &plan);
    let (page, svg) = (scene.page(Language::En), scene.svg(Language::En));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("<b>") && !svg.contains("<b>"));
    assert!(geodata::layers::tree::read("x.svg", svg.as_bytes()).is_ok());
}

#[test]
fn areas_are_drawn_with_their_holes_named_and_told_in_a_table() {
    let mut plan = plan().clone();
    let at = crate::trial::docked(1).from;
    let mut area = rectangle("A1", &atlas().frame, at, [500.0, 300.0]);
    area.holes.push(rectangle("", &atlas().frame, at, [20.0, 10.0]).outer);
    area.revisit.push(crate::Revisit { every: geodata::Seconds(2_700.0), hours: geodata::Schedule::default() });
    plan.areas.push(area);
    let scene = Scene::of_plan(atlas(), &plan);
    let (page, svg) = (scene.page(Language::Zh), scene.svg(Language::Zh));
    let drawn = svg.lines().find(|line| line.contains("class=\"patch\"") && line.contains("evenodd")).unwrap();
    assert_eq!(drawn.matches('Z').count(), 2, "{drawn}");
    assert!(
        svg.contains("巡逻区域") && page.contains("15.0 ha") && page.contains("45 分钟") && page.contains("1 area,")
    );
}

#[test]
fn nothing_at_all_is_a_picture_too() {
    let svg = Scene::default().svg(Language::En);
    assert!(geodata::layers::tree::read("x.svg", svg.as_bytes()).is_ok() && !svg.contains("NaN"));
}
