//! The names of roads, each once.

use super::extract::Tags;
use crate::roads::data::RoadName;
use std::collections::BTreeMap;

/// The names given so far; number 0 is "no name".
pub(super) struct Names {
    known: BTreeMap<RoadName, u32>,
    list: Vec<RoadName>,
}

impl Default for Names {
    fn default() -> Self {
        Self { known: BTreeMap::from([(RoadName::default(), 0)]), list: vec![RoadName::default()] }
    }
}

impl Names {
    /// The number of a road's name: `name`, else its number on signs (`ref`); with the Chinese and English ones.
    pub fn of(&mut self, tags: &Tags) -> u32 {
        let text = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| tags.get(key).map(str::trim).filter(|text| !text.is_empty()));
            found.unwrap_or_default().to_owned()
        };
        let name = RoadName {
            name: text(&["name", "ref"]),
            zh: text(&["name:zh", "name:zh-Hans"]),
            en: text(&["name:en", "int_name"]),
        };
        if let Some(number) = self.known.get(&name) {
            return *number;
        }
        let Ok(number) = u32::try_from(self.list.len()) else { return 0 };
        self.list.push(name.clone());
        self.known.insert(name, number);
        number
    }

    /// All names in the order of their numbers.
    pub fn finish(self) -> Vec<RoadName> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_three_tongues_is_kept_once_and_a_road_without_one_goes_by_its_number() {
        let mut names = Names::default();
        let square = Tags::of(&[("name", "人民路"), ("name:en", "Renmin Road"), ("ref", "S1"), ("name:zh", " ")]);
        assert_eq!(names.of(&Tags::of(&[("highway", "path")])), 0);
        assert_eq!((names.of(&square), names.of(&square)), (1, 1));
        assert_eq!(names.of(&Tags::of(&[("ref", "B 19"), ("name:zh-Hans", "十九号")])), 2);
        let list = names.finish();
        assert_eq!((list[1].name.as_str(), list[1].zh.as_str(), list[1].en.as_str()), ("人民路", "", "Renmin Road"));
        assert_eq!((list[2].name.as_str(), list[2].zh.as_str()), ("B 19", "十九号"));
    }
}
