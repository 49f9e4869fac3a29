//! Well-known text in and out (OGC 06-103r4, chapter 7): the geometry column of tables. `POLYGON ((104.6 35.5, ...))`,
//! longitude first, an optional third number for the height; the empty forms are left out.

use super::gather::{Gather, Stop};
use super::geojson::Reference;
use super::numbers::{degrees, metres, parse};
use super::out::closed;
use super::{Geometry, Vertex};
use crate::units::Metres;
use std::fmt::Write;

/// Reads one geometry; nothing, with a fault, when it is none.
pub(super) fn read(gather: &mut Gather, text: &str, reference: Reference, at: &str) -> Result<Option<Geometry>, Stop> {
    let mut reader = Reader { rest: text.trim(), gather, reference, at, whole: true };
    let geometry = reader.tagged(0)?;
    let whole = reader.whole && reader.rest.trim().is_empty();
    match geometry {
        Some(Geometry::Many(parts)) if whole && parts.is_empty() => {
            gather.note("layer-no-place", at, "the geometry is empty; it is left out", "Draw it, or delete the row");
            Ok(None)
        }
        Some(geometry) if whole => Ok(Some(geometry)),
        geometry => {
            if geometry.is_none() || reader_failed(whole) {
                let say = format!("{:?} is not well-known text", super::faults::short(text));
                gather.fault("layer-wkt", at, say, "Give it as POINT (104.62 35.58) or POLYGON ((...))");
            }
            Ok(None)
        }
    }
}

fn reader_failed(whole: bool) -> bool {
    !whole
}

struct Reader<'t, 'g> {
    rest: &'t str,
    gather: &'g mut Gather,
    reference: Reference,
    at: &'t str,
    /// Every part so far was sound.
    whole: bool,
}

type Read<T> = Result<Option<T>, Stop>;

impl<'t> Reader<'t, '_> {
    /// A geometry with its word in front.
    fn tagged(&mut self, depth: usize) -> Read<Geometry> {
        if depth > super::Limits::DEPTH {
            return Ok(None);
        }
        let word = self.word();
        if self.word_is("EMPTY") {
            return Ok(Some(Geometry::Many(Vec::new())));
        }
        match word.as_str() {
            "POINT" => self.point(),
            "LINESTRING" => self.line(),
            "POLYGON" => self.polygon(),
            // Points of a MULTIPOINT come with and without brackets of their own.
            "MULTIPOINT" => self.list(|this| {
                if this.rest.trim_start().starts_with('(') {
                    this.point()
                } else {
                    Ok(this.vertex()?.map(Geometry::Point))
                }
            }),
            "MULTILINESTRING" => self.list(Self::line),
            "MULTIPOLYGON" => self.list(Self::polygon),
            "GEOMETRYCOLLECTION" => self.list(move |this| this.tagged(depth + 1)),
            _ => Ok(None),
        }
        .map(|geometry| geometry.map(flat))
    }

    /// The first word in capitals, without `Z`, `M` or `ZM` behind it.
    fn word(&mut self) -> String {
        let word = self.letters().to_ascii_uppercase();
        for dimensions in ["ZM", "Z", "M"] {
            if self.word_is(dimensions) {
                break;
            }
        }
        word
    }

    fn letters(&mut self) -> &'t str {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        word
    }

    fn word_is(&mut self, word: &str) -> bool {
        let before = self.rest;
        let found = self.letters().eq_ignore_ascii_case(word);
        if !found {
            self.rest = before;
        }
        found
    }

    fn sign(&mut self, sign: char) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// `( item, item ... )`; nothing when it is not well-formed.
    fn items<T>(&mut self, mut each: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        if !self.sign('(') {
            return Ok(None);
        }
        let mut items = Vec::new();
        loop {
            match each(self)? {
                Some(item) => items.push(item),
                None => return Ok(None),
            }
            if self.sign(')') {
                return Ok(Some(items));
            }
            if !self.sign(',') {
                return Ok(None);
            }
        }
    }

    fn list(&mut self, each: impl FnMut(&mut Self) -> Read<Geometry>) -> Read<Geometry> {
        Ok(self.items(each)?.map(Geometry::Many))
    }

    fn point(&mut self) -> Read<Geometry> {
        Ok(self
            .items(Self::vertex)?
            .and_then(|list| (list.len() == 1).then(|| list.into_iter().next()).flatten())
            .map(Geometry::Point))
    }

    fn line(&mut self) -> Read<Geometry> {
        let Some(line) = self.items(Self::vertex)? else { return Ok(None) };
        Ok(self.gather.line(line, self.at))
    }

    fn polygon(&mut self) -> Read<Geometry> {
        let Some(rings) = self.items(|this| this.items(Self::vertex))? else { return Ok(None) };
        let mut outlines = Vec::new();
        for ring in rings {
            let Some(ring) = self.gather.ring(ring, self.at) else { return Ok(None) };
            outlines.push(ring);
        }
        Ok(self.gather.area(outlines, self.at))
    }

    fn vertex(&mut self) -> Read<Vertex> {
        self.gather.count_vertex(self.at)?;
        let (Some(lon), Some(lat)) = (self.number(), self.number()) else { return Ok(None) };
        let height = self.number().map(|metres| self.reference.height(Metres(metres)));
        // A measure, where there is one, says nothing here.
        self.number();
        let place = self.gather.place(lat, lon, self.at);
        // Reading goes on behind a place that is none, to find the other faults of the row.
        self.whole &= place.is_some();
        Ok(Some(Vertex { at: place.unwrap_or_default(), height, time: None }))
    }

    fn number(&mut self) -> Option<f64> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || ",()".contains(c)).unwrap_or(rest.len());
        let number = parse(&rest[..end])?;
        self.rest = &rest[end..];
        Some(number)
    }
}

/// Collections inside of collections become one list.
fn flat(geometry: Geometry) -> Geometry {
    match geometry {
        Geometry::Many(parts) if parts.iter().any(|part| matches!(part, Geometry::Many(_))) => Geometry::Many(
            parts
                .into_iter()
                .flat_map(|part| match part {
                    Geometry::Many(inner) => inner,
                    one => vec![one],
                })
                .collect(),
        ),
        other => other,
    }
}

/// Writes one geometry; heights of the given reference only.
pub(super) fn write(out: &mut String, geometry: &Geometry, reference: Option<Reference>) {
    match geometry {
        Geometry::Many(parts) => {
            let kind = parts.first().map_or("", word);
            if kind.is_empty() || parts.iter().any(|part| word(part) != kind) {
                out.push_str("GEOMETRYCOLLECTION (");
                list(out, parts, |out, part| write(out, part, reference));
            } else {
                let _ = write!(out, "MULTI{kind} (");
                list(out, parts, |out, part| body(out, part, reference));
            }
            out.push(')');
        }
        one => {
            let _ = write!(out, "{} ", word(one));
            body(out, one, reference);
        }
    }
}

fn word(geometry: &Geometry) -> &'static str {
    match geometry {
        Geometry::Point(_) => "POINT",
        Geometry::Line(_) => "LINESTRING",
        Geometry::Area(_) => "POLYGON",
        Geometry::Many(_) => "GEOMETRYCOLLECTION",
    }
}

fn body(out: &mut String, geometry: &Geometry, reference: Option<Reference>) {
    match geometry {
        Geometry::Point(vertex) => vertices(out, std::slice::from_ref(vertex), reference),
        Geometry::Line(line) => vertices(out, line, reference),
        Geometry::Area(area) => {
            out.push('(');
            vertices(out, &closed(&area.outer, true), reference);
            for hole in &area.holes {
                out.push_str(", ");
                vertices(out, &closed(hole, false), reference);
            }
            out.push(')');
        }
        Geometry::Many(parts) => list(out, parts, |out, part| body(out, part, reference)),
    }
}

fn vertices(out: &mut String, line: &[Vertex], reference: Option<Reference>) {
    out.push('(');
    list(out, line, |out, vertex| {
        let _ = write!(out, "{} {}", degrees(vertex.at.lon), degrees(vertex.at.lat));
        if let Some(height) = vertex.height.filter(|height| Some(Reference::of_height(*height)) == reference) {
            let _ = write!(out, " {}", metres(height.metres()));
        }
    });
    out.push(')');
}

fn list<T>(out: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        each(out, item);
    }
}
