//! A plan drawn: as a picture (SVG) and as one page (HTML) that needs nothing else. Both speak Chinese and English and
//! follow light and dark; what is drawn is a [`Scene`] of marks in local metres, made of a plan or of an area search.

mod marks;
mod page;
mod search;
mod svg;
#[cfg(test)]
mod tests;

use geodata::{Local, Metres};

/// Text in English and in Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// A language of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// What a mark is; it decides how it looks and where it stands in the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The area of a search.
    Area,
    /// The outline of the district.
    Border,
    /// A patrol area; the number picks the colour.
    Patrolled(u8),
    /// Nobody flies there.
    KeepOut,
    /// Flights stay inside.
    KeepIn,
    /// Nothing is recorded there.
    NoRecord,
    /// A patrol line, or what one aircraft searches; the number picks the colour.
    Line(u8),
    /// The way of an aircraft to and from its work.
    Way(u8),
    /// A hotspot.
    Hotspot,
    /// A guarded place.
    Guarded,
    /// A station of ground units.
    Station,
    /// A dock.
    Dock,
}

/// A shape of a mark, in the district's metres.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// A spot.
    Spot(Local),
    /// A circle on the ground.
    Circle(Local, Metres),
    /// An open line.
    Open(Vec<Local>),
    /// A closed line.
    Loop(Vec<Local>),
    /// An area with holes.
    Solid(Vec<Vec<Local>>),
}

/// One thing of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it is.
    pub kind: Kind,
    /// Where.
    pub shape: Outline,
    /// What stands beside it; empty for nothing.
    pub label: Words,
    /// What a pointer is told.
    pub detail: Words,
}

/// A table beside the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its heading.
    pub title: Words,
    /// The headings of its columns.
    pub head: Vec<Words>,
    /// Rows; the first cell may be the colour of a line.
    pub rows: Vec<(Option<u8>, Vec<Words>)>,
}

/// Everything of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What it shows.
    pub title: Words,
    /// One line below: district, hash, what is invented.
    pub note: Words,
    /// The marks; later ones lie above.
    pub marks: Vec<Mark>,
    /// The tables of the page.
    pub tables: Vec<Table>,
}

impl Words {
    /// Text in both languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The same in both.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { en: text.clone(), zh: text }
    }

    /// In one language.
    #[must_use]
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

impl Scene {
    /// The picture: SVG 1.1 of 1,200 x 900 points with legend, scale and north.
    #[must_use]
    pub fn svg(&self, language: Language) -> String {
        svg::picture(self, language)
    }

    /// The page: one HTML file without any other, that opens in `language` and switches.
    #[must_use]
    pub fn page(&self, language: Language) -> String {
        page::page(self, language)
    }
}

/// Text as markup holds it; control characters are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

/// Metres for a reader: `850 m`, `3.2 km`.
fn long(metres: f64) -> Words {
    if metres < 1000.0 {
        Words::new(format!("{metres:.0} m"), format!("{metres:.0} 米"))
    } else {
        Words::new(format!("{:.1} km", metres / 1000.0), format!("{:.1} 公里", metres / 1000.0))
    }
}

/// Seconds for a reader: `4 min 10 s`.
fn lasts(seconds: f64) -> Words {
    let (minutes, rest) = ((seconds / 60.0).floor(), seconds % 60.0);
    Words::new(format!("{minutes:.0} min {rest:.0} s"), format!("{minutes:.0}分{rest:.0}秒"))
}
