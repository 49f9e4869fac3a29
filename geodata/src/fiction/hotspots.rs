//! Hotspots: two thirds round places, a third anywhere on a road; each with a theme, a weight and hours.

use super::generate::World;
use super::names::{THEMES, Theme};
use crate::frame::Local;
use crate::hotspot::Hotspot;
use crate::place::Place;
use crate::units::{Heading, Metres};
use crate::zone::Hours;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const COUNT: usize = 400;

pub(super) fn lay(world: &World, rng: &mut ChaCha8Rng) -> Vec<Hotspot> {
    let anchors: Vec<&Place> = world.places.iter().filter(|p| world.inside(p.at)).collect();
    (1..=COUNT).map(|number| one(world, &anchors, number, rng)).collect()
}

fn one(world: &World, anchors: &[&Place], number: usize, rng: &mut ChaCha8Rng) -> Hotspot {
    let at = site(world, anchors, rng);
    let theme = &THEMES[rng.random_range(0..THEMES.len())];
    let weight = (theme.weight + rng.random_range(-0.35..0.35f64)).clamp(0.05, 1.0);
    Hotspot {
        id: format!("HS-{number:03}"),
        name: name(world, theme, at),
        at,
        weight: (weight * 100.0).round() / 100.0,
        hours: hours(theme, world.frame.origin().lon),
    }
}

/// Near a place, on a road: up to 600 m away, nearer ones more often.
fn site(world: &World, anchors: &[&Place], rng: &mut ChaCha8Rng) -> Local {
    let anchor = anchors.get(rng.random_range(0..anchors.len().max(1)));
    let near_a_place = rng.random_bool(2.0 / 3.0);
    let (turn, far) = (rng.random_range(0.0..360.0f64), 600.0 * rng.random::<f64>().powi(2));
    let near = anchor.filter(|_| near_a_place).map(|place| place.at.moved(Heading::degrees(turn), Metres(far)));
    let on_road = near.and_then(|at| world.net.snap(at)).map(|snap| snap.point).filter(|at| world.inside(*at));
    on_road.unwrap_or_else(|| world.road_point(rng))
}

fn name(world: &World, theme: &Theme, at: Local) -> String {
    let road = world.net.snap(at).and_then(|snap| world.net.name(&snap).map(str::to_owned));
    let town = world.settlement(at).map(|place| place.name.clone());
    let place: Vec<String> = [road, town].into_iter().flatten().collect();
    let place = if place.is_empty() { String::new() } else { format!(", {}", place.join(", ")) };
    format!("{} {}{place}", theme.en, theme.zh)
}

/// Local hours as minutes of UTC, by the sun: 15 degrees of longitude are an hour.
pub(super) fn hours(theme: &Theme, lon: f64) -> Vec<Hours> {
    let ahead = (lon / 15.0).round() as i32 * 60;
    let utc = |hour: u16| (i32::from(hour) * 60 - ahead).rem_euclid(1440) as u16;
    theme.hours.iter().map(|(from, to)| Hours { from_minute: utc(*from), to_minute: utc(*to) }).collect()
}
