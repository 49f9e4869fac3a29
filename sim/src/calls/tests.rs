//! Calls by script and by chance.

use super::*;
use crate::testing::district;
use std::collections::BTreeMap;

fn scenario(more: &str) -> Scenario {
    let text = format!("name = \"Calls\"\nstart = 2026-05-12T09:40:00Z\nmax_seconds = 0\n{more}");
    Scenario::parse("calls.toml", &text).unwrap()
}

fn within(scenario: &Scenario, seed: u64, seconds: f64) -> Vec<Call> {
    let (atlas, _) = district();
    Calls::new(scenario, &atlas, seed).unwrap().step(scenario.start.plus(Seconds(seconds)), &atlas)
}

#[test]
fn calls_by_chance_come_with_the_mean_and_the_mix_asked_for_near_hotspots() {
    let (atlas, _) = district();
    let stream = scenario(
        "[stream]\nmean_interval = 240\nfirst_after = 180\npriority = [3, 4]\nkinds = { theft = 3, fire = 1 }\n",
    );
    assert!(within(&stream, 7, 180.0).is_empty());
    let calls = within(&stream, 7, 180.0 + 240.0 * 2000.0);
    assert!((1880..=2120).contains(&calls.len()), "{}", calls.len());
    let mut kinds: BTreeMap<(&str, u8), usize> = BTreeMap::new();
    for call in &calls {
        *kinds.entry((&call.alarm.kind, call.alarm.priority)).or_default() += 1;
        let near = atlas.hotspots.nearest(call.place, 1)[0].at().distance(call.place);
        assert!(near.0 < 1000.0, "{near}");
    }
    let thefts = (kinds[&("theft", 3)] + kinds[&("theft", 4)]) as f64 / calls.len() as f64;
    assert!((thefts - 0.75).abs() < 0.04, "{kinds:?}");
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

#[test]
fn a_scripted_call_comes_at_its_second_near_its_place_and_elsewhere_with_another_seed() {
    let scripted =
        scenario("[[call]]\nat = 30\nkind = \"assault\"\npriority = 1\nlat = 47.1665\nlon = 9.51\nspread = 150\n");
    let (atlas, _) = district();
    assert!(within(&scripted, 7, 29.9).is_empty());
    let [one, same, other] = [7, 7, 8].map(|seed| within(&scripted, seed, 30.0).remove(0));
    let middle = atlas.frame.to_local(Wgs84 { lat: 47.1665, lon: 9.51 });
    assert!(one.place.distance(middle).0 <= 150.0);
    assert_eq!(one.alarm, same.alarm);
    assert_ne!(one.alarm.at, other.alarm.at);
}

#[test]
fn a_call_can_name_its_place_and_a_name_nobody_knows_is_refused() {
    let (atlas, _) = district();
    let guarded = &atlas.guarded[0];
    let call = |name: &str| scenario(&format!("[[call]]\nat = 1\nkind = \"fire\"\npriority = 2\nplace = {name:?}\n"));
    assert!(within(&call(&guarded.id), 7, 1.0)[0].place.distance(guarded.at).0 < 0.1);
    let refused = Calls::new(&call("Atlantis"), &atlas, 7).unwrap_err().to_string();
    assert!(refused.contains("call 1, place") && refused.contains("`Atlantis`"), "{refused}");
}
