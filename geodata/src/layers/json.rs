//! A JSON document under guard: depth, number of values and length of texts are limited while it is read, and a key
//! that stands twice in an object is refused, because which of the two counts is anybody's guess.
//!
//! The tree is compact (24 bytes a value, no spare room): the worst document of 20 MB stays far below 256 MB.

use super::gather::fits;
use super::{Limits, Value};
use crate::finding::Finding;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Truth(bool),
    Number(Number),
    Text(Box<str>),
    List(Box<[Json]>),
    Object(Box<[(Box<str>, Json)]>),
}

impl Json {
    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.iter().find(|member| &*member.0 == key).map(|member| &member.1),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    /// The same as a property.
    pub fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Truth(truth) => Value::Bool(truth),
            Self::Number(number) => Value::Number(number),
            Self::Text(text) => Value::String(text.into()),
            Self::List(list) => Value::Array(list.into_iter().map(Self::into_value).collect()),
            Self::Object(members) => {
                Value::Object(members.into_iter().map(|(key, value)| (key.into(), value.into_value())).collect())
            }
        }
    }

    /// How many lists and objects it is made of.
    pub fn containers(&self) -> usize {
        match self {
            Self::List(list) => 1 + list.iter().map(Self::containers).sum::<usize>(),
            Self::Object(members) => 1 + members.iter().map(|member| member.1.containers()).sum::<usize>(),
            _ => 0,
        }
    }
}

/// Reads a document.
///
/// # Errors
/// One finding with line and column: no JSON, too deep, too many values, a text too long, a key twice.
pub(crate) fn read(text: &str) -> Result<Json, Finding> {
    let guard = Guard { left: Cell::new(Limits::VALUES), code: Cell::new("layer-json") };
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Seed { guard: &guard, depth: 0 }.deserialize(&mut reader).and_then(|tree| reader.end().map(|()| tree));
    tree.map_err(|error| {
        let at = format!("line {} column {}", error.line(), error.column());
        let whole = error.to_string();
        let say = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
        Finding::new(guard.code.get(), at, say, "Export the file again, or mend this place in a text editor")
    })
}

/// Reads an object that holds one long list, `{"format": 1, "things": [...]}`: each item of the list is handed over as
/// soon as it is read, with its number, and forgotten. What else the object holds comes back.
///
/// # Errors
/// What is wrong with the document, in words.
pub(crate) fn items(
    text: &[u8],
    list: &str,
    each: &mut dyn FnMut(usize, Value),
) -> Result<Vec<(String, Option<Value>)>, String> {
    let guard = Guard { left: Cell::new(ITEM), code: Cell::new("layer-json") };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let outer = Outer { guard: &guard, list, each };
    let read = reader.deserialize_any(outer).and_then(|fields| reader.end().map(|()| fields));
    read.map_err(|error| error.to_string())
}

/// Values of one item.
const ITEM: usize = 100_000;

struct Outer<'g, 'e> {
    guard: &'g Guard,
    list: &'g str,
    each: &'e mut dyn FnMut(usize, Value),
}

impl<'de> Visitor<'de> for Outer<'_, '_> {
    /// The fields; the list itself is there without a value.
    type Value = Vec<(String, Option<Value>)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let seed = Seed { guard: self.guard, depth: 1 };
        let mut fields: Self::Value = Vec::new();
        while let Some(key) = members.next_key::<String>()? {
            if fields.len() >= Limits::DEPTH || fields.iter().any(|field| field.0 == key) {
                return Err(A::Error::custom("a key stands twice, or there are too many"));
            }
            if key == self.list {
                members.next_value_seed(Items { seed, each: self.each })?;
                fields.push((key, None));
            } else {
                self.guard.left.set(ITEM);
                fields.push((key, Some(members.next_value_seed(seed)?.into_value())));
            }
        }
        Ok(fields)
    }
}

struct Items<'g, 'e> {
    seed: Seed<'g>,
    each: &'e mut dyn FnMut(usize, Value),
}

impl<'de> DeserializeSeed<'de> for Items<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for index in 0.. {
            self.seed.guard.left.set(ITEM);
            let Some(item) = items.next_element_seed(self.seed)? else { break };
            (self.each)(index, item.into_value());
        }
        Ok(())
    }
}

struct Guard {
    left: Cell<usize>,
    code: Cell<&'static str>,
}

impl Guard {
    fn refuse<T, E: Error>(&self, code: &'static str, say: impl fmt::Display) -> Result<T, E> {
        self.code.set(code);
        Err(E::custom(say))
    }
}

#[derive(Clone, Copy)]
struct Seed<'g> {
    guard: &'g Guard,
    depth: usize,
}

impl Seed<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= Limits::DEPTH {
            return self.guard.refuse("layer-depth", format_args!("lists lie more than {} deep", Limits::DEPTH));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn text<E: Error>(self, text: &str) -> Result<Box<str>, E> {
        if fits(text) {
            return Ok(text.into());
        }
        self.guard.refuse("layer-text", format_args!("a text is longer than {} characters", Limits::TEXT))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json, D::Error> {
        let Some(left) = self.guard.left.get().checked_sub(1) else {
            return self.guard.refuse("layer-values", format_args!("there are more than {} values", Limits::VALUES));
        };
        self.guard.left.set(left);
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Truth(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        Number::from_f64(number).map(Json::Number).ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        self.text(text).map(Json::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Json::List(list.into_boxed_slice()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut list: Vec<(Box<str>, Json)> = Vec::new();
        while let Some(key) = members.next_key::<std::borrow::Cow<'de, str>>()? {
            let key = self.text(&key)?;
            if list.len() >= Limits::PROPERTIES {
                let say = format_args!("an object has more than {} members", Limits::PROPERTIES);
                return self.guard.refuse("layer-properties", say);
            }
            list.push((key, members.next_value_seed(inner)?));
        }
        let mut seen = BTreeSet::new();
        match list.iter().find(|member| !seen.insert(&*member.0)) {
            None => Ok(Json::Object(list.into_boxed_slice())),
            Some((key, _)) => {
                let say = format_args!("the key {:?} stands twice in one object", super::faults::short(key));
                self.guard.refuse("layer-same-key", say)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        read(text).unwrap_err().code
    }

    #[test]
    fn what_would_cost_too_much_or_means_two_things_is_refused() {
        assert_eq!(code(&"[".repeat(100_000)), "layer-depth");
        assert_eq!(code(&format!("{}{}", "[".repeat(65), "]".repeat(65))), "layer-depth");
        assert!(read(&format!("{}{}", "[".repeat(64), "]".repeat(64))).is_ok());
        assert_eq!(code(&format!("[{}1]", "1,".repeat(Limits::VALUES))), "layer-values");
        assert_eq!(code(&format!("\"{}\"", "x".repeat(Limits::TEXT + 1))), "layer-text");
        assert_eq!(code(r#"{"a": 1, "a": 2}"#), "layer-same-key");
        for broken in ["1e999", "NaN", "{", "[1] 2", "\"\\ud800\""] {
            assert_eq!(code(broken), "layer-json", "{broken}");
        }
    }

    #[test]
    fn a_fault_has_line_and_column() {
        assert!(read("{\n  \"a\": }").unwrap_err().at.starts_with("line 2 column"));
    }
}
