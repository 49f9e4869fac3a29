//! Files that are broken in every way there is: one error with a remedy, or an answer; never a panic, never without end.

use crate::args::Job;
use crate::text::Bad;
use crate::{Solved, run};

/// A small good file of each kind, and the options it needs.
const GOOD: [(&str, &str, &str); 12] = [
    ("top", "n 4\nm 1\ntmax 10\n0 0 0\n1 1 5\n2 0 7\n3 0 0\n", ""),
    (
        "carp",
        "VERTICES : 3\nVEHICULOS : 1\nCAPACIDAD : 5\nLISTA_ARISTAS_REQ :\n( 1, 2) coste 4 demanda 3\n( 2, 3) coste 2 demanda 1\nDEPOSITO : 1\n",
        "",
    ),
    ("kwrpp", "VERTICES : 3\nLISTA_ARISTAS_REQ :\n( 1, 2) coste 4 5\n( 2, 3) coste 2 9\nDEPOSITO : 1\n", "-k 2"),
    ("pmed", "3 2 1\n1 2 5\n2 3 4\n", ""),
    ("mclp", "3 9 p S\n0 0 5\n1 0 6\n9 9 2\n", "-p 1 -r 2"),
    ("mclp", "1 2\nF 0 0 0 1\nC 0 1 0 6\nC 1 9 9 2\n", "-p 1 -r 2"),
    ("patrol", "2\n10\n10\n0.5\n0\n0\n0\n1\n1\n1\n1\nE\n6\n1\n7\n1\n1\n0\nW\n6\n", "-k 1"),
    (
        "tsp",
        "NAME : a\nTYPE : TSP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 3 0\n3 0 4\nEOF\n",
        "",
    ),
    (
        "tsp",
        "DIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : UPPER_ROW\nEDGE_WEIGHT_SECTION\n3 4\n5\nEOF\n",
        "",
    ),
    (
        "tsp",
        "TYPE : ATSP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 1 9\n9 0 1\n1 9 0\n",
        "",
    ),
    ("lap", "2 2\n1 2\n3 inf\n", ""),
    ("lap", "2\n1 1 5\n2 2 6\n1 2 1\n", ""),
];

fn told(kind: &str, text: &str, options: &str) -> Result<Solved, Bad> {
    let words = [kind, "FILE", "--seconds", "0"].into_iter().chain(options.split_whitespace());
    run(&Job::read(words.map(str::to_string)).unwrap(), text)
}

fn value(kind: &str, text: &str, options: &str) -> f64 {
    let solved = told(kind, text, options).unwrap_or_else(|bad| panic!("{kind} {text:?}: {bad:?}"));
    assert!(solved.feasible, "{kind} {text:?}");
    solved.value
}

/// An error says what and what to do, in one line.
fn clear(bad: &Bad) {
    assert!(
        !bad.say.is_empty() && !bad.remedy.is_empty() && !format!("{}{}", bad.say, bad.remedy).contains('\n'),
        "{bad:?}"
    );
}

#[test]
fn any_end_of_line_and_blank_lines_change_nothing() {
    for (kind, text, options) in GOOD {
        let plain = value(kind, text, options);
        for other in [
            text.replace('\n', "\r\n"),
            text.replace('\n', "\n\n\n"),
            text.replace('\n', "\r"),
            format!("\u{feff}{text}"),
        ] {
            assert!((value(kind, &other, options) - plain).abs() < 1e-9, "{kind} {other:?}");
        }
        let cut = text.trim_end().replace('\n', " \t\n");
        assert!((value(kind, &cut, options) - plain).abs() < 1e-9, "{kind} {cut:?}");
    }
}

#[test]
fn what_is_cut_off_or_spoilt_is_told_and_never_a_panic() {
    let words = [
        "nan",
        "-1",
        "inf",
        "1e308",
        "-1e308",
        "99999999999999999999",
        "4294967296",
        "18446744073709551615",
        "0",
        "x",
        "",
        "\u{fffd}",
        "1e-320",
    ];
    for (kind, text, options) in GOOD {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let _ = told(kind, &text[..end], options).map_err(|bad| clear(&bad));
        }
        let lines: Vec<&str> = text.lines().collect();
        for gone in 0..lines.len() {
            let left: Vec<&str> =
                lines.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| *line).collect();
            let _ = told(kind, &left.join("\n"), options).map_err(|bad| clear(&bad));
            let twice: Vec<&str> = lines[..=gone].iter().chain(&lines[gone..]).copied().collect();
            let _ = told(kind, &twice.join("\n"), options).map_err(|bad| clear(&bad));
            let parts: Vec<&str> = lines[gone].split(' ').collect();
            for part in 0..parts.len() {
                for word in words {
                    let mut spoilt = parts.clone();
                    spoilt[part] = word;
                    let line = spoilt.join(" ");
                    let all: Vec<&str> =
                        lines.iter().enumerate().map(|(at, l)| if at == gone { &line } else { *l }).collect();
                    let _ = told(kind, &all.join("\n"), options).map_err(|bad| clear(&bad));
                }
            }
        }
    }
}

#[test]
fn what_the_file_leaves_open_is_asked_for() {
    for (kind, option) in [("kwrpp", "-k"), ("mclp", "-p"), ("patrol", "-k")] {
        for (_, text, _) in GOOD.iter().filter(|good| good.0 == kind) {
            let bad = told(kind, text, "").map(|solved| solved.value).unwrap_err();
            assert!(bad.remedy.contains(option), "{bad:?}");
        }
    }
}

#[test]
fn an_error_names_its_line_whatever_ends_it() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["n 3", "m 1", "tmax 10", "", "0 0 0", "1 one 5", "3 0 0"].join(end);
        assert_eq!(told("top", &text, "").map(|solved| solved.value).unwrap_err().line, Some(6), "{text:?}");
    }
}

#[test]
fn counts_are_refused_before_there_is_room_for_them() {
    for (kind, text, options) in [
        ("pmed", "99999999999 0 1\n", ""),
        ("pmed", "3 18446744073709551615 1\n", ""),
        ("carp", "VERTICES : 99999999999\nCAPACIDAD : 5\nLISTA_ARISTAS_REQ :\n( 1, 2) coste 4 demanda 3\n", ""),
        ("carp", "CAPACIDAD : 5\nLISTA_ARISTAS_REQ :\n( 1, 99999999999) coste 4 demanda 3\n", ""),
        (
            "carp",
            "VEHICULOS : 18446744073709551615\nCAPACIDAD : 5\nLISTA_ARISTAS_REQ :\n( 1, 2) coste 4 demanda 3\n",
            "",
        ),
        ("top", "n 2\nm 18446744073709551615\ntmax 10\n0 0 0\n3 0 0\n", ""),
        ("tsp", "DIMENSION : 99999999999\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 0 0\n", ""),
        (
            "tsp",
            "DIMENSION : 90000\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n1\n",
            "",
        ),
        ("lap", "99999999999\n1 2 3\n4 5 6\n", ""),
        ("lap", "18446744073709551615 18446744073709551615\n1 2 3\n", ""),
        ("patrol", "99999999999\n1\n1\n1\n0\n0\n0\n", "-k 1"),
    ] {
        clear(&told(kind, text, options).map(|solved| solved.value).unwrap_err());
    }
}

/// Weights by each rule of TSPLIB, worked out by hand or as its document gives them.
#[test]
fn weights_are_as_the_format_defines_them() {
    for (rule, places, round) in [
        ("EUC_2D", "1 0 0\n2 1.4 0\n3 0 1.6", 1.0 + 2.0 + 2.0),
        ("CEIL_2D", "1 0 0\n2 1.4 0\n3 0 1.6", 2.0 + 2.0 + 3.0),
        ("MAN_2D", "1 0 0\n2 1.4 0\n3 0 1.6", 1.0 + 2.0 + 3.0),
        ("MAX_2D", "1 0 0\n2 1.4 0\n3 0 1.6", 1.0 + 2.0 + 2.0),
        ("ATT", "1 0 0\n2 10 0\n3 0 20", 4.0 + 7.0 + 8.0),
        // A degree of latitude is 111.3 km on its sphere, and one is added.
        ("GEO", "1 0 0\n2 1.0 0\n3 2.0 0", 112.0 + 112.0 + 223.0),
    ] {
        let text = format!("DIMENSION : 3\nEDGE_WEIGHT_TYPE : {rule}\nNODE_COORD_SECTION\n{places}\nEOF\n");
        assert!((value("tsp", &text, "") - round).abs() < 1e-9, "{rule}: {}", value("tsp", &text, ""));
    }
    for (layout, weights) in [
        ("FULL_MATRIX", "0 3 4 3 0 5 4 5 0"),
        ("UPPER_ROW", "3 4 5"),
        ("LOWER_ROW", "3 4 5"),
        ("UPPER_DIAG_ROW", "0 3 4 0 5 0"),
        ("LOWER_DIAG_ROW", "0 3 0 4 5 0"),
        ("UPPER_COL", "3 4 5"),
        ("LOWER_COL", "3 4 5"),
    ] {
        let text = format!(
            "DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: {layout}\nEDGE_WEIGHT_SECTION\n{weights}\n"
        );
        assert!((value("tsp", &text, "") - 12.0).abs() < 1e-9, "{layout}");
    }
}
