//! Which column holds what, and which columns nobody may bring.

use super::{broken, faults_of};
use crate::finding::Finding;
use crate::layers::faults::short;
use csv::StringRecord;

/// The columns a table of counts may have, each with the names it may go by. `source` may be left out where one source is
/// named for the whole file, `count` where every row is one event.
pub const COLUMNS: [(&str, &[&str]); 6] = [
    ("lat", &["lat", "latitude", "纬度"]),
    ("lon", &["lon", "lng", "long", "longitude", "经度"]),
    ("time", &["time", "datetime", "timestamp", "时间", "发生时间", "报警时间"]),
    ("type", &["type", "kind", "category", "类型", "类别", "警情类别"]),
    ("source", &["source", "来源"]),
    ("count", &["count", "number", "数量", "起数"]),
];

/// Parts of names of columns that are about somebody.
const PERSONS: [&str; 52] = [
    "name",
    "person",
    "people",
    "victim",
    "suspect",
    "offender",
    "caller",
    "witness",
    "officer",
    "phone",
    "tel",
    "mobile",
    "contact",
    "idcard",
    "identity",
    "passport",
    "plate",
    "licen",
    "vehicle",
    "birth",
    "age",
    "gender",
    "sex",
    "race",
    "ethnic",
    "nationality",
    "mail",
    "address",
    "wechat",
    "account",
    "imei",
    "imsi",
    "face",
    "photo",
    "姓名",
    "名字",
    "身份",
    "证件",
    "电话",
    "手机",
    "车牌",
    "住址",
    "地址",
    "性别",
    "年龄",
    "出生",
    "民族",
    "当事人",
    "报警人",
    "嫌疑人",
    "受害人",
    "人脸",
];

/// Where each column stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Columns {
    pub lat: usize,
    pub lon: usize,
    pub time: usize,
    pub kind: usize,
    pub source: Option<usize>,
    pub number: Option<usize>,
    /// How many there are.
    pub all: usize,
}

/// Columns beyond this are not told one by one.
const MOST_COLUMNS: usize = 200;

impl Columns {
    /// From the header; every fault of it.
    pub fn of(header: &StringRecord, has_source: bool) -> Result<Self, Vec<Finding>> {
        if header.len() > MOST_COLUMNS {
            let say = format!("the table has {} columns, more than {MOST_COLUMNS}", header.len());
            return Err(vec![Finding::new("counts-unknown-column", "line 1", say, "Leave only the columns of counts")]);
        }
        let mut places = [None; COLUMNS.len()];
        let mut faults = Vec::new();
        for (position, title) in header.iter().enumerate() {
            let plain = title.trim().to_lowercase();
            match COLUMNS.iter().position(|(_, names)| names.contains(&plain.as_str())) {
                Some(which) if places[which].is_some() => faults.push(twice(title)),
                Some(which) => places[which] = Some(position),
                None => faults.push(unwanted(title, &plain)),
            }
        }
        for (which, (name, names)) in COLUMNS.iter().enumerate() {
            let needed = which < 4 || (which == 4 && !has_source);
            if needed && places[which].is_none() {
                faults.push(missing(name, names));
            }
        }
        match places {
            [Some(lat), Some(lon), Some(time), Some(kind), source, number] if faults.is_empty() => {
                Ok(Self { lat, lon, time, kind, source, number, all: header.len() })
            }
            _ => Err(faults_of(faults).close().err().unwrap_or_default()),
        }
    }
}

fn twice(title: &str) -> Finding {
    let say = format!("the column {:?} is there twice", short(title));
    broken("counts-column-twice", 1, &say, "Keep one of the two")
}

fn missing(name: &str, names: &[&str]) -> Finding {
    let say = format!("there is no column {name:?}");
    let source = if name == "source" { ", or name one source for the whole file" } else { "" };
    broken("counts-column-missing", 1, &say, &format!("Add one called {}{source}", names.join(" or ")))
}

fn unwanted(title: &str, plain: &str) -> Finding {
    let letters: String = plain.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let is_person = |word: &&str| letters.contains(*word);
    let title = short(title);
    if PERSONS.iter().any(is_person) {
        let say = format!("the column {title:?} may hold people's data, which is never read");
        return broken("counts-person-column", 1, &say, "Delete the column and save the file again");
    }
    let say = format!("the column {title:?} is not one of lat, lon, time, type, source, count");
    broken("counts-unknown-column", 1, &say, "Delete or rename the column: what nobody asked for is not read")
}
