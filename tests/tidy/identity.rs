//! No field of any schema names or describes a person: not in the API, not in the core's inputs and events, not in the
//! journal, not on the page.

use crate::source::{code, files, none, rust_below};

/// Words that, as part of a field's name, say who somebody is or looks like.
const WHO: [&str; 30] = [
    "face",
    "faces",
    "plate",
    "surname",
    "passport",
    "phone",
    "mobile",
    "email",
    "birth",
    "birthday",
    "gender",
    "sex",
    "race",
    "ethnicity",
    "religion",
    "nationality",
    "imei",
    "imsi",
    "biometric",
    "fingerprint",
    "iris",
    "gait",
    "photo",
    "portrait",
    "suspect",
    "citizen",
    "username",
    "fullname",
    "hukou",
    "idcard",
];

/// Pairs of words that do so together.
const WHO_TOGETHER: [(&str, &str); 8] = [
    ("id", "card"),
    ("id", "number"),
    ("first", "name"),
    ("last", "name"),
    ("full", "name"),
    ("person", "name"),
    ("officer", "name"),
    ("home", "address"),
];

fn is_about_a_person(field: &str) -> bool {
    let words: Vec<&str> = field.split('_').collect();
    words.iter().any(|word| WHO.contains(word))
        || words.windows(2).any(|pair| WHO_TOGETHER.contains(&(pair[0], pair[1])))
}

/// The names before a colon at the start of a line: fields of structs and variants, and parameters, which do no harm.
fn fields(code: &str) -> Vec<String> {
    let named = |line: &str| {
        let line = line.trim().trim_start_matches("pub ").trim_start_matches("readonly ");
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        let (name, _) = line.split_once(':')?;
        let name = name.trim_end_matches('?');
        let is_name = !name.is_empty()
            && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_' || letter.is_ascii_digit());
        is_name.then(|| name.to_owned())
    };
    code.lines().filter_map(named).collect()
}

fn about_people(path: &str, code: &str) -> Vec<String> {
    let bad = fields(code).into_iter().filter(|field| is_about_a_person(field));
    bad.map(|field| format!("{path}: {field}")).collect()
}

#[test]
fn no_field_of_any_schema_names_or_describes_a_person() {
    let mut sources =
        rust_below(&["controller/api/src/", "controller/core/src/", "controller/engine/src/", "sim/src/"]);
    sources.extend(rust_below(&["flight-plans/src/plan", "geodata/src/", "controller/server/src/"]));
    sources.extend(files(&["api.gen.ts"]));
    let seen: usize = sources.iter().map(|file| fields(&file.code()).len()).sum();
    assert!(seen > 200, "the scanner must see the schemas, it saw {seen} fields");
    let found: Vec<_> = sources.iter().flat_map(|file| about_people(&file.path, &file.code())).collect();
    none(&found, "A detection is a class, a place, a time and a confidence. Never who.");
}

#[test]
fn the_journals_table_has_no_column_about_a_person() {
    let file = files(&["server/src/journal/file.rs"]).pop().expect("the journal's table");
    let columns =
        file.text.split("journal(").nth(1).and_then(|rest| rest.split(") STRICT").next()).expect("the schema");
    let names: Vec<&str> = columns.split(',').filter_map(|column| column.split_whitespace().next()).collect();
    assert_eq!(names, ["seq", "at", "kind", "body", "prev", "hash"]);
}

#[test]
fn the_scanner_sees_a_plate_a_face_and_a_name_and_lets_a_place_have_one() {
    let bad =
        "pub struct Detection {\n    pub plate: String,\n    pub face_vector: Vec<f32>,\n    first_name: String,\n}";
    assert_eq!(about_people("x.rs", &code(bad)).len(), 3);
    let good = "pub struct Place {\n    pub name: String,\n    pub template: u8,\n    pub surface: u8,\n}";
    assert!(about_people("x.rs", &code(good)).is_empty());
}
