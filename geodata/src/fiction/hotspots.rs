//! Hotspots: two thirds round places, a third anywhere on a road; each with a theme, a weight and hours.

use super::generate::World;
use super::names::{THEMES, Theme};
use crate::frame::Local;
use crate::hotspot::{Hotspot, Rhythm};
use crate::place::Place;
use crate::shape::Shape;
use crate::units::{Heading, Metres};
use crate::zone::Hours;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const COUNT: usize = 400;

pub(super) fn lay(world: &World, rng: &mut ChaCha8Rng) -> Vec<Hotspot> {
    let anchors: Vec<&Place> = world.places.iter().filter(|p| world.inside(p.at)).collect();
    (1..=COUNT).filter_map(|number| one(world, &anchors, number, rng)).collect()
}

fn one(world: &World, anchors: &[&Place], number: usize, rng: &mut ChaCha8Rng) -> Option<Hotspot> {
    let at = site(world, anchors, rng);
    let theme = &THEMES[rng.random_range(0..THEMES.len())];
    let weight = (theme.weight + rng.random_range(-0.35..0.35f64)).clamp(0.05, 1.0);
    let weight = (weight * 100.0).round() / 100.0;
    let shape = Shape::point(at).ok()?; // a road's points are finite
    let rhythm = rhythm(theme, world.frame.origin().lon);
    Some(Hotspot { rhythm, ..Hotspot::new(format!("HS-{number:03}"), name(world, theme, at), shape, weight) })
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

/// The theme's hours on a clock by the sun: 15 degrees of longitude are an hour.
fn rhythm(theme: &Theme, lon: f64) -> Rhythm {
    let span = |&(from, to): &(u16, u16)| Hours { from_minute: from * 60, to_minute: to * 60 };
    let spans: Vec<Hours> = theme.hours.iter().map(span).collect();
    Rhythm { utc_offset_min: (lon / 15.0).round() as i16 * 60, ..Rhythm::of_spans(&spans) }
}
