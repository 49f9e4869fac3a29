//! A district and a plan as the audit knows them: aircraft in their docks, ground units at their stations, and the people of
//! the stations themselves.

use super::coverage::Watch;
use super::live::Live;
use super::model::{Circles, Classes};
use super::relocate::{Standby, Standbys};
use super::times::{AirUnit, ByAir, ByRoad, Moves, Now, RoadGoals, Times};
use crate::airframe::Airframe;
use crate::plan::Plan;
use crate::response;
use crate::wind::Wind;
use geodata::{Atlas, Finding, Local, Metres, PostKind, Profile, Reach, ResponderClass, Seconds, Snap};
use std::sync::Arc;

/// How long it takes from the alarm until units set out. The figures of [`Default`] are assumed, not measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readiness {
    /// Until a human has approved a launch: 10 s.
    pub approval: Seconds,
    /// Until a patrol moves: 10 s.
    pub patrol: Seconds,
    /// Until people of a station sit in their car: 60 s.
    pub station: Seconds,
}

impl Default for Readiness {
    fn default() -> Self {
        Self { approval: Seconds(10.0), patrol: Seconds(10.0), station: Seconds(60.0) }
    }
}

/// All units of a plan, at home.
#[derive(Clone, Debug)]
pub struct Squadron<'a> {
    atlas: &'a Atlas,
    plan: &'a Plan,
    wind: Wind,
    ready: Readiness,
    circles: Arc<Circles>,
    goals: RoadGoals,
    names: Vec<String>,
    classes: Vec<ResponderClass>,
    moves: Vec<Moves<'a>>,
}

impl<'a> Squadron<'a> {
    /// Aircraft and ground units of a plan at the posts it names, and one unit a station, that come to the district's guarded
    /// places. People of a station come by car.
    ///
    /// # Errors
    /// Faults of guarded places; an aircraft or unit whose post or airframe is not there.
    pub fn at_home(atlas: &'a Atlas, plan: &'a Plan, wind: Wind, ready: Readiness) -> Result<Self, Vec<Finding>> {
        let circles = Arc::new(Circles::of(&atlas.guarded)?);
        let goals = RoadGoals::new(&atlas.roads, atlas.roads.undisturbed(), &circles);
        let (names, classes, moves) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = Self { atlas, plan, wind, ready, circles, goals, names, classes, moves };
        let faults = all.enrol();
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }

    fn enrol(&mut self) -> Vec<Finding> {
        let (atlas, plan) = (self.atlas, self.plan);
        let post = |id: &str| atlas.posts.iter().find(|post| post.id == id).map(|post| post.at);
        let mut faults = Vec::new();
        let mut missing = |who: &str, what: String| {
            faults.push(Finding::new("squadron-post", who, what, "Name a post and an airframe there are"));
        };
        for aircraft in &plan.squadron {
            match (post(&aircraft.dock), plan.airframe_of(aircraft.vehicle)) {
                (Some(at), Some(airframe)) => {
                    let held = self.ready.approval;
                    let unit = AirUnit { airframe, at, climb: aircraft.layer.0, on_ground: true, held };
                    self.add(&aircraft.callsign, ResponderClass::Air, Moves::Air(unit));
                }
                _ => missing(
                    &aircraft.callsign,
                    format!("no dock {} or no airframe {}", aircraft.dock, aircraft.airframe),
                ),
            }
        }
        for unit in &plan.ground {
            let class = match unit.profile {
                Profile::Motorbike => ResponderClass::Motorbike,
                Profile::Foot => ResponderClass::Foot,
                Profile::Car | Profile::Emergency => ResponderClass::Car,
            };
            match post(&unit.station) {
                Some(at) => {
                    let moves = Moves::Road { at, profile: unit.profile, turnout: self.ready.patrol };
                    self.add(&unit.callsign, class, moves);
                }
                None => missing(&unit.callsign, format!("no station {}", unit.station)),
            }
        }
        for station in atlas.posts.iter().filter(|post| post.kind == PostKind::Station) {
            let moves = Moves::Road { at: station.at, profile: Profile::Car, turnout: self.ready.station };
            self.add(&station.name, ResponderClass::Station, moves);
        }
        faults
    }

    fn add(&mut self, name: &str, class: ResponderClass, moves: Moves<'a>) {
        self.names.push(name.to_owned());
        self.classes.push(class);
        self.moves.push(moves);
    }

    /// The callsigns, or names of stations, in the order of the audit's units.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What each unit is.
    #[must_use]
    pub fn classes(&self) -> &[ResponderClass] {
        &self.classes
    }

    /// Where units are, and how they come.
    #[must_use]
    pub fn now(&self) -> Now<'_> {
        Now { units: &self.moves, air: ByAir { wind: self.wind }, road: self.road() }
    }

    fn road(&self) -> ByRoad<'_> {
        ByRoad { net: &self.atlas.roads, travel: self.atlas.roads.undisturbed(), goals: &self.goals }
    }

    /// The audit.
    #[must_use]
    pub fn audit(&self) -> Live {
        Live::with(Arc::clone(&self.circles), &self.classes, &self.now())
    }

    /// All posts as standby points: docks for aircraft, stations for patrols. People of a station stay there. What an
    /// aircraft reaches from a dock is that of the slowest type.
    #[must_use]
    pub fn standbys(&self) -> Standbys {
        use ResponderClass::{Air, Car, Foot, Motorbike};
        let point = |post: &geodata::Post| Standby {
            id: post.id.clone(),
            classes: match post.kind {
                PostKind::Dock => Classes::of(&[Air]),
                PostKind::Station => Classes::of(&[Car, Motorbike, Foot]),
            },
        };
        Standbys::new(self.atlas.posts.iter().map(point).collect(), &self.circles, &AtPosts(self))
    }

    /// Times of any unit as if it stood at a post, as [`Squadron::standbys`] has them.
    #[must_use]
    pub fn standing_at(&self, post: usize) -> impl Times + '_ {
        AtPost(AtPosts(self), post)
    }

    /// How long each unit needs to each post, by their numbers; nothing where it cannot get.
    #[must_use]
    pub fn ways(&self) -> Vec<Vec<Option<Seconds>>> {
        let (roads, posts) = (&self.atlas.roads, &self.atlas.posts);
        let snaps = |profile| -> Vec<Option<Snap>> {
            posts.iter().map(|post| roads.snap_for(post.at, profile).map(|snapped| snapped.snap)).collect()
        };
        let by_profile = Profile::ALL.map(snaps);
        let way = |moves: &Moves| match moves {
            Moves::Air(aircraft) => {
                posts.iter().map(|post| ByAir { wind: self.wind }.time(aircraft, post.at)).collect()
            }
            Moves::Road { at, profile, turnout } => {
                let goals = &by_profile[profile.index()];
                let known: Vec<Snap> = goals.iter().copied().flatten().collect();
                let from = roads.snap_for(*at, *profile).map(|snapped| snapped.snap);
                let times = from.map(|from| roads.undisturbed().one_to_many(&from, &known, *profile));
                let mut times = times.unwrap_or_default().into_iter();
                let row = goals.iter().map(|goal| goal.and_then(|_| times.next().flatten()));
                row.map(|time| Some(time? + *turnout)).collect()
            }
        };
        self.moves.iter().map(way).collect()
    }

    /// What each unit reaches within a time, people of stations left out.
    #[must_use]
    pub fn watches(&self, budget: Seconds) -> Vec<Watch> {
        // Units at one post reach the same.
        let mut known: Vec<((Local, Profile, Seconds), Option<Reach>)> = Vec::new();
        let watch = |((name, class), moves): ((&String, &ResponderClass), &Moves)| match moves {
            _ if *class == ResponderClass::Station => None,
            Moves::Air(unit) => {
                let left = Seconds(budget.0 - unit.held.0);
                let launched = ByAir { wind: self.wind }.before(unit).is_some();
                let reach = response::reach(unit.airframe, self.wind, unit.at, unit.climb, unit.on_ground, left);
                Some(Watch::disc(name, reach.filter(|_| launched)))
            }
            Moves::Road { at, profile, turnout } => {
                let asked = (*at, *profile, Seconds((budget.0 - turnout.0).max(0.0)));
                let place = known.iter().position(|(other, _)| *other == asked).unwrap_or_else(|| {
                    known.push((asked, self.by_road(asked)));
                    known.len() - 1
                });
                known[place].1.as_ref().map(|reach| Watch::roads(name, reach))
            }
        };
        self.names.iter().zip(&self.classes).zip(&self.moves).filter_map(watch).collect()
    }

    /// What is reached by road from a place within a time.
    fn by_road(&self, (at, profile, left): (Local, Profile, Seconds)) -> Option<Reach> {
        let from = self.atlas.roads.snap_for(at, profile)?.snap;
        self.atlas.roads.undisturbed().reach(&from, profile, &[left]).into_iter().next()
    }
}

/// Units of each class standing at the posts.
struct AtPosts<'a>(&'a Squadron<'a>);

impl AtPosts<'_> {
    fn slowest(&self) -> Option<(&Airframe, Metres)> {
        let plan = self.0.plan;
        let flown = plan.squadron.iter().filter_map(|a| Some((plan.airframe_of(a.vehicle)?, a.layer.0)));
        let (frames, layers): (Vec<_>, Vec<_>) = flown.unzip();
        let highest = layers.into_iter().fold(Metres::ZERO, Metres::max);
        Some((frames.into_iter().min_by(|a, b| a.cruise.total_cmp(&b.cruise))?, highest))
    }

    fn moves(&self, class: ResponderClass, at: Local) -> Option<Moves<'_>> {
        let Readiness { approval, patrol, .. } = self.0.ready;
        let road = |profile| Some(Moves::Road { at, profile, turnout: patrol });
        match class {
            ResponderClass::Air => {
                let (airframe, climb) = self.slowest()?;
                Some(Moves::Air(AirUnit { airframe, at, climb, on_ground: true, held: approval }))
            }
            ResponderClass::Car | ResponderClass::Station => road(Profile::Car),
            ResponderClass::Motorbike => road(Profile::Motorbike),
            ResponderClass::Foot => road(Profile::Foot),
        }
    }
}

impl Times for AtPosts<'_> {
    fn fill(&self, point: usize, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        let at = self.0.atlas.posts.get(point).map(|post| post.at);
        let Some(one) = at.and_then(|at| self.moves(class, at)) else { return };
        Now { units: &[one], ..self.0.now() }.fill(0, class, of, row);
    }
}

/// Whoever is asked for, standing at one post.
struct AtPost<'a>(AtPosts<'a>, usize);

impl Times for AtPost<'_> {
    fn fill(&self, _: usize, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        self.0.fill(self.1, class, of, row);
    }
}
