//! Patrol areas (巡逻区域): ground of which every place is to be seen again and again, with holes nobody needs to see.

use super::revisit::{self, Revisit};
use geodata::{Agl, Finding, Frame, Local, Metres, MetresPerSecond, Wgs84};
use serde::{Deserialize, Serialize};

/// Most corners of all outlines of an area together.
pub const MOST_CORNERS: usize = 300;
/// Most holes of an area.
pub const MOST_HOLES: usize = 50;
/// Seen to either side for each metre of height by a camera that opens 52 degrees along the track: tan 26 degrees.
pub const SEEN_OF_HEIGHT: f64 = 0.487;

/// Ground to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatrolArea {
    /// The id other records cite.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// The outline; the first corner is not repeated.
    pub outer: Vec<Wgs84>,
    /// Outlines of what need not be seen and is not flown over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holes: Vec<Vec<Wgs84>>,
    /// The lowest true height at which it may be flown; an aircraft flies it in its own layer.
    #[serde(rename = "altitude_agl_m")]
    pub altitude: Agl,
    /// Over ground, at most.
    #[serde(rename = "speed_mps")]
    pub speed: MetresPerSecond,
    /// What is nearer than this to the track is seen, from the lowest height.
    #[serde(rename = "seen_m")]
    pub seen: Metres,
    /// How often, by time bands; none asks as often as for a line without any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisit: Vec<Revisit>,
}

impl PatrolArea {
    /// The outline and the holes in a district's metres.
    #[must_use]
    pub fn local(&self, frame: &Frame) -> (Vec<Local>, Vec<Vec<Local>>) {
        let ring = |ring: &Vec<Wgs84>| ring.iter().map(|&p| frame.to_local(p)).collect::<Vec<Local>>();
        (ring(&self.outer), self.holes.iter().map(ring).collect())
    }

    /// Square metres to be seen: the outline less the holes.
    #[must_use]
    pub fn square_metres(&self, frame: &Frame) -> f64 {
        let (outer, holes) = self.local(frame);
        (surface(&outer) - holes.iter().map(|hole| surface(hole)).sum::<f64>()).max(0.0)
    }

    /// Everything wrong with the area by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let at = format!("area {}", self.id);
        let mut faults = self.outlines(&at);
        let mut fault = |code, say: String, remedy: &str| faults.push(Finding::new(code, at.clone(), say, remedy));
        let figures = [
            ("area_altitude", "altitude_agl_m", self.altitude.0.0, 30.0..=120.0, "Use a height from 30 to 120 m"),
            ("area_speed", "speed_mps", self.speed.0, 1.0..=30.0, "Use a speed from 1 to 30 m/s"),
            ("area_seen", "seen_m", self.seen.0, 5.0..=200.0, "Use 5 to 200 m; half of the height is usual"),
        ];
        for (code, key, value, range, remedy) in figures {
            if !range.contains(&value) {
                fault(code, format!("{key} = {value} lies outside of {} to {}", range.start(), range.end()), remedy);
            }
        }
        faults.extend(revisit::faults(&self.revisit, &at));
        faults
    }

    fn outlines(&self, at: &str) -> Vec<Finding> {
        let mut faults = Vec::new();
        let corners = self.outer.len() + self.holes.iter().map(Vec::len).sum::<usize>();
        if corners > MOST_CORNERS || self.holes.len() > MOST_HOLES {
            let say =
                format!("{corners} corners and {} holes, at most {MOST_CORNERS} and {MOST_HOLES}", self.holes.len());
            return vec![Finding::new("area_corners", at, say, "Simplify its outlines, or make two areas of it")];
        }
        let names =
            std::iter::once("the outline".to_owned()).chain((0..self.holes.len()).map(|i| format!("hole {}", i + 1)));
        for (name, ring) in names.zip(std::iter::once(&self.outer).chain(&self.holes)) {
            let mut fault = |code, say: String, remedy: &str| faults.push(Finding::new(code, at, say, remedy));
            if ring.len() < 3 {
                fault(
                    "area_corners",
                    format!("{name} has {} corners, three make an outline", ring.len()),
                    "Draw it again",
                );
            } else if ring.iter().any(|p| Wgs84::new(p.lat, p.lon).is_none()) {
                fault(
                    "area_point",
                    format!("a corner of {name} is no place on Earth"),
                    "Correct the latitude and longitude",
                );
            } else if let Some([a, b]) = crossing(&plane(ring, ring[0])) {
                fault("area_crossed", format!("sides {a} and {b} of {name} cross"), "Draw it without crossing itself");
            }
        }
        if !faults.is_empty() {
            return faults;
        }
        let origin = self.outer[0];
        let holes = self.holes.iter().map(|hole| plane(hole, origin)).collect();
        if let Err(fault) = geodata::Shape::area(plane(&self.outer, origin), holes) {
            faults.push(Finding::new("area_shape", at, fault.say, &fault.remedy));
        } else if self.square_metres(&Frame::at(origin)) < 100.0 {
            let say = "less than 100 square metres of it are to be seen";
            faults.push(Finding::new(
                "area_empty",
                at,
                say,
                "Draw a larger area or fewer holes; one place is a hotspot",
            ));
        }
        faults
    }
}

fn plane(ring: &[Wgs84], origin: Wgs84) -> Vec<Local> {
    let frame = Frame::at(origin);
    ring.iter().map(|&p| frame.to_local(p)).collect()
}

/// Twice-signed sums of a ring, as square metres.
fn surface(ring: &[Local]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    (ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0).abs()
}

/// Two sides of a ring that cross, counted from one; sides that share a corner do not.
fn crossing(ring: &[Local]) -> Option<[usize; 2]> {
    let n = ring.len();
    let side = |i: usize| (ring[i], ring[(i + 1) % n]);
    let left = |(a, b): (Local, Local), p: Local| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    let apart = |s: (Local, Local), t: (Local, Local)| left(s, t.0) * left(s, t.1) < 0.0;
    let pairs = (0..n).flat_map(|i| (i + 2..n).map(move |j| (i, j))).filter(|&(i, j)| (j + 1) % n != i);
    let mut crossed = pairs.filter(|&(i, j)| apart(side(i), side(j)) && apart(side(j), side(i)));
    crossed.next().map(|(i, j)| [i + 1, j + 1])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use geodata::Seconds;

    /// An upright rectangle of metres about a place.
    pub(crate) fn rectangle(id: &str, frame: &Frame, middle: Local, [wide, high]: [f64; 2]) -> PatrolArea {
        let corner =
            |x: f64, y: f64| frame.to_wgs84(Local { x: middle.x + x * wide / 2.0, y: middle.y + y * high / 2.0 });
        PatrolArea {
            id: id.into(),
            name: format!("Area {id}"),
            name_zh: format!("区域{id}"),
            outer: [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y)| corner(x, y)).to_vec(),
            holes: Vec::new(),
            altitude: Agl(Metres(50.0)),
            speed: MetresPerSecond(10.0),
            seen: Metres(40.0),
            revisit: Vec::new(),
        }
    }

    fn sound() -> PatrolArea {
        rectangle("A1", &Frame::at(Wgs84 { lat: 47.1, lon: 9.5 }), Local::default(), [600.0, 400.0])
    }

    #[test]
    fn an_area_has_the_square_metres_of_its_outline_less_its_holes() {
        let frame = Frame::at(Wgs84 { lat: 47.1, lon: 9.5 });
        let hole = rectangle("", &frame, Local::default(), [100.0, 50.0]).outer;
        let area = PatrolArea { holes: vec![hole], ..sound() };
        assert!((area.square_metres(&frame) - 235_000.0).abs() < 1.0, "{}", area.square_metres(&frame));
        assert_eq!(area.faults(), []);
    }

    #[test]
    fn every_fault_of_an_area_is_told_at_once() {
        let mut bad = sound();
        bad.outer.swap(1, 2);
        bad.altitude = Agl(Metres(f64::NAN));
        bad.speed = MetresPerSecond(0.0);
        bad.seen = Metres(1e9);
        bad.revisit.push(Revisit { every: Seconds(0.0), hours: geodata::zone::Schedule::default() });
        let codes: Vec<&str> = bad.faults().iter().map(|f| f.code).collect();
        assert_eq!(codes, ["area_crossed", "area_altitude", "area_speed", "area_seen", "revisit_every"]);
    }

    #[test]
    fn a_hole_outside_two_corners_and_a_place_that_is_none_are_refused() {
        let far = rectangle("", &Frame::at(Wgs84 { lat: 47.2, lon: 9.5 }), Local::default(), [100.0, 50.0]).outer;
        assert_eq!(PatrolArea { holes: vec![far], ..sound() }.faults()[0].code, "area_shape");
        let two = PatrolArea { outer: sound().outer[..2].to_vec(), ..sound() };
        assert_eq!(two.faults()[0].code, "area_corners");
        let mut nowhere = sound();
        nowhere.outer[0].lat = 91.0;
        assert_eq!(nowhere.faults()[0].code, "area_point");
        let many = PatrolArea { holes: vec![sound().outer; 80], ..sound() };
        assert_eq!(many.faults()[0].code, "area_corners");
        let dot = rectangle("", &Frame::at(Wgs84 { lat: 47.1, lon: 9.5 }), Local::default(), [5.0, 5.0]);
        assert_eq!(dot.faults()[0].code, "area_empty");
    }
}
