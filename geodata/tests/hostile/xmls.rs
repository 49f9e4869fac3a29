//! Hostile XML against KML, GPX and OpenStreetMap XML: entities, document types, depth, width, and what is not closed.

use crate::corpus::Case;
use crate::doors::Door;
use crate::seeds::good;

/// A thing to put in front of the root element.
const BEFORE: [(&str, &str); 8] = [
    (
        "a billion laughs",
        "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>",
    ),
    ("an entity of a file", "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"),
    ("an entity of a server", "<!DOCTYPE x [<!ENTITY f SYSTEM \"http://127.0.0.1:1/\">]>"),
    ("a parameter entity", "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x.dtd\">%p;]>"),
    ("a document type elsewhere", "<!DOCTYPE kml SYSTEM \"http://127.0.0.1:1/kml.dtd\">"),
    ("a bare document type", "<!DOCTYPE kml>"),
    ("an unclosed document type", "<!DOCTYPE kml ["),
    ("an unclosed comment", "<!-- "),
];

pub fn cases() -> Vec<Case> {
    [Door::Kml, Door::Gpx, Door::OsmXml].into_iter().flat_map(of).collect()
}

fn of(door: Door) -> Vec<Case> {
    let mut all: Vec<Case> = BEFORE
        .into_iter()
        .map(|(what, head)| Case::refused(door, what, move || format!("{head}{}", body(door)).into_bytes()))
        .collect();
    all.push(Case::refused(door, "a quadratic entity", move || {
        let head = format!("<!DOCTYPE l [<!ENTITY a \"{}\">]>", "a".repeat(100_000));
        format!("{head}{}", body(door).replace("派出所", &"&a;".repeat(10_000))).into_bytes()
    }));
    // The reader of extracts passes over elements it does not know without a look at them, and has a limit for comments.
    let fits = |case: &Case| {
        door != Door::OsmXml || !(case.name.ends_with("attribute twice") || case.name.contains("a comment of"))
    };
    all.extend(inside(door).into_iter().filter(fits));
    all
}

/// What may be wrong inside of the root element.
fn inside(door: Door) -> Vec<Case> {
    let put = move |what: String| body(door).replacen("派出所", &what, 1).into_bytes();
    let instead = move |what: String| body(door).replacen('>', &format!(">{what}"), 1).into_bytes();
    vec![
        Case::refused(door, "an unknown entity", move || put("&lol;".into())),
        Case::refused(door, "a character that is none", move || put("&#xD800;".into())),
        Case::refused(door, "a character of zero", move || put("&#0;".into())),
        Case::refused(door, "a character beyond all", move || put("&#99999999999;".into())),
        Case::refused(door, "an entity without its end", move || put("& lol".into())),
        Case::refused(door, "a text of 15 MB", move || put("x".repeat(15_000_000))),
        Case::refused(door, "depth of 1,000,000", move || instead("<a>".repeat(1_000_000))),
        Case::refused(door, "depth of 100, closed", move || {
            instead(format!("{}{}", "<a>".repeat(100), "</a>".repeat(100)))
        }),
        Case::refused(door, "1,000,000 attributes", move || {
            let attributes: String = (0..1_000_000).map(|i| format!(" a{i}='1'")).collect();
            instead(format!("<a{attributes}/>"))
        }),
        Case::refused(door, "an attribute of 15 MB", move || instead(format!("<a b='{}'/>", "x".repeat(15_000_000)))),
        Case::refused(door, "an attribute twice", move || instead("<a b='1' b='2'/>".into())),
        Case::refused(door, "elements that cross", move || instead("<a><b></a></b>".into())),
        Case::refused(door, "an element without its end", move || instead("<a b='1'".into())),
        Case::refused(door, "an end without its element", move || instead("</a></b>".into())),
        Case::refused(door, "an encoding it has not", move || {
            format!("<?xml version='1.0' encoding='GB2312'?>{}", body(door)).into_bytes()
        }),
        Case::refused(door, "an encoding that is none", move || {
            format!("<?xml version='1.0' encoding='{}'?>{}", "x".repeat(1000), body(door)).into_bytes()
        }),
        Case::taken(door, "a comment of 10 MB", move || instead(format!("<!--{}-->", "x".repeat(10_000_000)))),
        Case::taken(door, "line ends of three kinds", move || {
            body(door).replace("><", ">\r\n<").replacen('\r', "\r\r", 3).into_bytes()
        }),
    ]
}

/// The good file without its declaration.
fn body(door: Door) -> String {
    let text = String::from_utf8(good(door)).unwrap();
    match text.split_once("?>") {
        Some((_, body)) => body.trim_start().to_owned(),
        None => text,
    }
}
