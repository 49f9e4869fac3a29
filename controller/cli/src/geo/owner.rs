//! `skyground geo owner`: whose area a place lies in - police and civil - and the rule that decides who acts.

use super::Table;
use super::desk::{Answer, Desk};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Owner as Args;
use geodata::area::{Area, Rule};
use serde::Serialize;

#[derive(Serialize)]
struct Owned {
    place: LatLon,
    police: Option<Told>,
    civil: Option<Told>,
    /// Who acts by the rule.
    acts: Option<Told>,
    rule: &'static str,
    say: String,
}

#[derive(Clone, Serialize)]
struct Told {
    id: String,
    name: String,
    name_zh: String,
    kind: &'static str,
    /// Nobody is named: the area itself stands for its owner.
    owner: Option<String>,
    level: u8,
}

impl Told {
    fn new(area: &Area) -> Self {
        Self {
            id: area.id.clone(),
            name: area.name.clone(),
            name_zh: area.name_zh.clone().unwrap_or_default(),
            kind: area.kind.word(),
            owner: area.owner.clone(),
            level: area.level,
        }
    }
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let spot = desk.spot(&args.place)?;
    let owners = desk.atlas.areas.owners(spot.at);
    let answer = Owned {
        place: spot.degrees.into(),
        police: owners.police.map(Told::new),
        civil: owners.civil.map(Told::new),
        acts: owners.acts().map(Told::new),
        rule: owners.rule.word(),
        say: say(owners.rule),
    };
    desk.say("owner", &answer)
}

fn say(rule: Rule) -> String {
    match rule {
        Rule::Agreed => "both areas belong together: the police area's owner acts".to_owned(),
        Rule::PoliceDecides => {
            "a mismatch: the civil area mostly belongs to another station; the police area decides, the civil owner is told"
                .to_owned()
        }
        Rule::OnlyPolice => "only a police area holds the place: its owner acts".to_owned(),
        Rule::NearestPolice { away } => {
            format!("no police area holds the place: the nearest, {} away, acts", words::length(away))
        }
        Rule::OnlyCivil => "only a civil area holds the place: its owner acts".to_owned(),
        Rule::Nobody => "nobody owns the place".to_owned(),
    }
}

impl Answer for Owned {
    fn tell(&self) -> String {
        let mut table = Table::new(&["", "id", "area", "owner"]);
        for (word, area) in [("police", &self.police), ("civil", &self.civil), ("acts", &self.acts)] {
            match area {
                Some(area) => table.row([
                    word.to_owned(),
                    area.id.clone(),
                    words::names(&area.name, &area.name_zh),
                    area.owner.clone().unwrap_or_else(|| area.name.clone()),
                ]),
                None => table.row([word.to_owned(), "-".to_owned(), "nobody".to_owned(), String::new()]),
            }
        }
        format!("{table}\n{}: {}\n", self.rule, self.say)
    }
}
