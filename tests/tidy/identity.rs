//! No field of any schema names or describes a person: not in the API, not in the core's inputs and events, not in the
//! journal, not on the page.

use crate::source::{Source, files, none, rust_below};

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

/// The names before a colon at the start of a line.
fn fields(block: &str) -> Vec<String> {
    let named = |line: &str| {
        let line = line.trim().trim_start_matches("pub ").trim_start_matches("readonly ");
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        let (name, _) = line.split_once(':')?;
        let name = name.trim_end_matches('?');
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter == '_' || letter.is_ascii_digit();
        (!name.is_empty() && name.chars().all(is_letter)).then(|| name.to_owned())
    };
    block.split(['\n', ',', '{']).filter_map(named).collect()
}

/// The bodies of all structs and enums that are written or read, and of all in a file that is a schema itself.
fn schemas(file: &Source) -> String {
    if file.path.ends_with(".ts") {
        return file.text.clone();
    }
    let code = file.code();
    let is_schema = file.path.starts_with("controller/api/src/") || file.path.ends_with("core/src/input.rs");
    let mut bodies = String::new();
    for (start, _) in code.match_indices("struct ").chain(code.match_indices("enum ")) {
        let attributes = code[..start].rfind(['}', ';']).map_or(&code[..start], |end| &code[end..start]);
        let Some(open) = code[start..].find('{') else { continue };
        if is_schema || attributes.contains("erialize") {
            bodies.push_str(block(&code[start + open..]));
        }
    }
    bodies
}

/// From an opening brace to its closing one.
fn block(code: &str) -> &str {
    let mut depth = 0usize;
    for (at, letter) in code.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth <= 1 => return &code[..=at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    code
}

fn about_people(file: &Source) -> Vec<String> {
    let path = &file.path;
    let bad = fields(&schemas(file)).into_iter().filter(|field| is_about_a_person(field));
    bad.map(|field| format!("{path}: {field}")).collect()
}

#[test]
fn no_field_of_any_schema_names_or_describes_a_person() {
    let mut sources = rust_below(&["controller/", "sim/src/", "flight-plans/src/", "geodata/src/"]);
    sources.extend(files(&["api.gen.ts"]));
    let seen: usize = sources.iter().map(|file| fields(&schemas(file)).len()).sum();
    assert!(seen > 200, "the scanner must see the schemas, it saw {seen} fields");
    let found: Vec<_> = sources.iter().flat_map(about_people).collect();
    none(&found, "A detection is a class, a place, a time and a confidence. Never who.");
}

#[test]
fn the_journals_table_has_no_column_about_a_person() {
    let file = files(&["server/src/journal/file.rs"]).pop().expect("the journal's table");
    let columns =
        file.text.split("EXISTS journal(").nth(1).and_then(|rest| rest.split(") STRICT").next()).expect("the schema");
    let names: Vec<&str> = columns.split(',').filter_map(|column| column.split_whitespace().next()).collect();
    assert_eq!(names, ["seq", "at", "kind", "body", "prev", "hash"]);
}

#[test]
fn the_scanner_sees_a_plate_a_face_and_a_name_and_lets_a_place_have_one() {
    let schema = |text: &str| Source { path: "x.rs".into(), text: text.into(), in_test_module: false };
    let bad = "#[derive(Serialize)]\npub struct Seen {\n    pub plate: String,\n    face_vector: Vec<f32>,\n}\n\
               #[derive(Deserialize)]\nenum Who { One { first_name: String } }\n";
    assert_eq!(about_people(&schema(bad)).len(), 3);
    let good = "#[derive(Serialize)]\npub struct Place {\n    pub name: String,\n    pub surface: u8,\n}\n\
                struct Look { face: u8 }";
    assert!(about_people(&schema(good)).is_empty());
}
