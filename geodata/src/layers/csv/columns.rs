//! What the columns of a table mean, by their names in the first row.

use crate::layers::gather::{Gather, Stop, fits};
use crate::layers::{Limits, Value};
use csv::StringRecord;
use std::collections::BTreeSet;

/// A column with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Lat,
    Lon,
    Wkt,
    Id,
    Height,
    Reference,
    Time,
    /// The index into the names of properties.
    Property(usize),
}

pub(super) struct Columns {
    columns: Vec<Column>,
    names: Vec<String>,
}

/// The names each meaning goes by, in lower case.
const NAMES: [(Column, &[&str]); 7] = [
    (Column::Lat, &["lat", "latitude", "纬度"]),
    (Column::Lon, &["lon", "lng", "long", "longitude", "经度"]),
    (Column::Wkt, &["wkt", "geometry", "geom"]),
    (Column::Id, &["id", "编号"]),
    (Column::Height, &["height", "ele", "elevation", "altitude", "alt", "高度"]),
    (Column::Reference, &["height_reference"]),
    (Column::Time, &["time", "timestamp", "时间"]),
];

impl Columns {
    /// The columns of a first row; every fault of it at once.
    pub fn read(header: &StringRecord, gather: &mut Gather) -> Result<Self, Stop> {
        if header.len() > Limits::PROPERTIES {
            let say = format!("there are more than {} columns", Limits::PROPERTIES);
            return Err(gather.stop("layer-properties", "line 1", say, "Leave out columns nobody needs"));
        }
        let (mut columns, mut names) = (Vec::new(), Vec::new());
        for (index, name) in header.iter().enumerate() {
            columns.push(column(name, index, &mut names, gather));
        }
        let this = Self { columns, names };
        this.check(gather)?;
        Ok(this)
    }

    fn check(&self, gather: &mut Gather) -> Result<(), Stop> {
        let before = gather.faults.count();
        let mut seen = BTreeSet::new();
        let twice = |column: &&Column| match column {
            Column::Property(index) => !seen.insert((8, self.names[*index].clone())),
            other => !seen.insert((NAMES.iter().position(|name| name.0 == **other).unwrap_or(8), String::new())),
        };
        if self.columns.iter().find(twice).is_some() {
            let say = "two columns have the same name or meaning";
            gather.fault("layer-same-key", "line 1", say, "Give every column its own name");
        }
        let has = |column| self.find(column).is_some();
        if !(has(Column::Wkt) || (has(Column::Lat) && has(Column::Lon))) {
            let say = "there are no columns lat and lon, and no column wkt";
            gather.fault("layer-csv-columns", "line 1", say, "Name the columns in the first row: lat, lon (or wkt)");
        }
        if gather.faults.count() > before { Err(Stop) } else { Ok(()) }
    }

    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Where a column is.
    pub fn find(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|other| *other == column)
    }

    pub fn is(&self, index: usize, column: Column) -> bool {
        self.columns.get(index) == Some(&column)
    }

    /// The properties of a row; empty fields are none.
    pub fn properties(&self, record: &StringRecord) -> impl Iterator<Item = (String, Value)> {
        self.columns.iter().zip(record).filter(|(_, field)| !field.is_empty()).filter_map(
            |(column, field)| match column {
                Column::Property(index) => Some((self.names.get(*index)?.clone(), Value::from(field))),
                _ => None,
            },
        )
    }
}

fn column(name: &str, index: usize, names: &mut Vec<String>, gather: &mut Gather) -> Column {
    let name = name.trim();
    if let Some(column) = meaning(name) {
        return column;
    }
    if name.is_empty() || !fits(name) {
        let say = format!("column {} has no usable name", index + 1);
        gather.fault("layer-csv-columns", "line 1", say, "Name every column in the first row");
    }
    names.push(match name {
        "名称" => "name".to_owned(),
        "说明" => "description".to_owned(),
        _ => name.to_owned(),
    });
    Column::Property(names.len() - 1)
}

/// What a column of this name would mean, if anything of its own.
fn meaning(name: &str) -> Option<Column> {
    let lower = name.trim().to_lowercase();
    NAMES.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(column, _)| *column)
}

/// Whether a name can stand for a property and comes back as it is.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && meaning(name).is_none() && name != "名称" && name != "说明"
}

/// Whether a first row has the columns that say where.
pub(super) fn say_where(header: &StringRecord) -> bool {
    let has = |column| header.iter().any(|name| meaning(name) == Some(column));
    has(Column::Wkt) || (has(Column::Lat) && has(Column::Lon))
}
