//! The demonstration district as a whole: planned on the metric, written as missions, judged by the judge.

use super::super::demand::{Demand, Dosage, Wish, demand};
use super::super::flights::{apart, flights};
use super::simulator::holds;
use crate::check::{World, schedule};
use crate::planner::pace::Rounds;
use crate::schedule::{Operator, Rules};
use crate::trial::{NOON, atlas, plan as enrolled};
use crate::{Plan, Wind};
use geodata::Seconds;

fn operators() -> Vec<Operator> {
    (0..3).map(|i| Operator { id: format!("W{i}"), most: 4, shift: None }).collect()
}

fn wish<'a>(plan: &'a Plan, operators: &'a [Operator], wind: Wind) -> Wish<'a> {
    Wish {
        atlas: atlas(),
        plan,
        hotspots: atlas().hotspots.iter().collect(),
        wind,
        from: NOON,
        length: Seconds(7_200.0),
        dosage: Dosage::default(),
        operators,
        rules: Rules::default(),
    }
}

#[test]
fn a_shift_over_the_district_is_flown_as_planned_and_passes_the_judge() {
    let operators = operators();
    for wind in [Wind::CALM, Wind { east: 4.0, north: -3.0 }] {
        let wish = wish(enrolled(), &operators, wind);
        let asked = demand(&wish);
        let outcome = super::super::plan(&asked.duty, None, 1, &mut Rounds(256));
        assert_eq!(holds(&asked.duty, &outcome), Ok(()));
        assert!(!outcome.best.sorties.is_empty());
        let served = asked.duty.targets.len() + asked.refused.len();
        assert_eq!(served, wish.hotspots.len() + wish.plan.lines.len(), "nothing is dropped in silence");
        let (flights, refused) = flights(&wish, &asked, &outcome.best);
        assert_eq!(refused, vec![]);
        let (flights, _, crowded) = apart(&wish, &flights);
        assert_eq!(crowded, vec![]);
        let world = World { atlas: atlas(), plan: enrolled() };
        let found: Vec<String> = schedule(&flights, &world)
            .into_iter()
            .filter(|f| !f.code.starts_with("note_"))
            .map(|f| f.to_string())
            .collect();
        assert_eq!(found, Vec::<String>::new());
    }
}

#[test]
fn a_line_through_a_zone_is_refused_by_name_and_the_rest_is_planned() {
    let zone = atlas().zones.iter().find(|z| z.kind == geodata::ZoneKind::KeepOut).unwrap();
    let ring = zone.rings().into_iter().next().unwrap();
    let mut plan = enrolled().clone();
    let frame = &atlas().frame;
    plan.lines[0].points = ring.iter().take(3).map(|at| frame.to_wgs84(*at)).collect();
    let operators = operators();
    let wish = wish(&plan, &operators, Wind::CALM);
    let Demand { refused, duty, .. } = demand(&wish);
    let why = &refused.iter().find(|r| r.0 == plan.lines[0].id).unwrap().1;
    assert_eq!(why.code, "zone_blocks");
    assert!(!duty.targets.is_empty());
    let storm = Wind { east: 30.0, north: 0.0 };
    let Demand { refused, duty, .. } = demand(&Wish { wind: storm, ..wish });
    assert!(refused.iter().any(|r| r.1.code == "wind"));
    assert!(super::super::plan(&duty, None, 1, &mut Rounds(16)).best.sorties.is_empty());
}
