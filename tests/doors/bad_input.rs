//! Bad input is one clear line that says what, where and what to do, a non-zero exit, and nothing half written.

use controller_engine::Record;
use controller_server::journal::JournalFile;
use geodata::Timestamp;
use harness::controller::{Controller, Start, ground, run};
use harness::{Scratch, root};
use std::path::Path;
use std::process::Output;

/// The one line of an error; fails when there is more or less.
fn error(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.lines().count(), 1, "one line, not: {said}");
    assert!(said.starts_with("error: "), "{said}");
    said
}

fn serve(start: &Start, more: &[&str]) -> Output {
    let words = start.words();
    run(&words.iter().map(String::as_str).chain(more.iter().copied()).collect::<Vec<_>>())
}

fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_taken_port_is_told_with_the_option_that_changes_it() {
    let (first, second) = (Scratch::new("first"), Scratch::new("second"));
    let running = Controller::start(Start::on(first.path()));
    for (option, http, mavlink) in [
        ("--http", running.http.to_string(), "127.0.0.1:0".to_owned()),
        ("--mavlink", "127.0.0.1:0".to_owned(), running.mavlink.to_string()),
    ] {
        let said = error(&serve(&Start { http, mavlink, ..Start::on(second.path()) }, &[]));
        assert!(said.contains("(port_taken)") && said.contains(option), "{said}");
        assert!(!second.path().join("journal.db").exists(), "a start that failed leaves no journal");
    }
}

#[test]
fn a_wrong_link_is_told_with_the_forms_that_there_are_before_anything_is_made() {
    let folder = Scratch::new("link");
    let data = folder.path().join("data");
    for (words, told) in [
        (["--link", "pigeon:7"], "udp-listen:ADDRESS:PORT, udp:HOST:PORT"),
        (["--link", "serial:/dev/ttyUSB0:57601"], "serial:DEVICE:BAUD"),
        (["--link", "tcp:nowhere"], "tcp:HOST:PORT"),
        (["--mirror", "tcp:127.0.0.1:1"], "udp:HOST:PORT"),
    ] {
        let said = error(&serve(&Start::on(&data), &words));
        assert!(said.contains(words[0]) && said.contains(told), "{said}");
        assert!(!data.exists(), "nothing is made");
    }
}

#[test]
fn a_second_controller_on_one_data_folder_is_refused() {
    let folder = Scratch::new("data");
    let _running = Controller::start(Start::on(folder.path()));
    let said = error(&serve(&Start::on(folder.path()), &[]));
    assert!(said.contains("(data_in_use)") && said.contains("--data"), "{said}");
}

#[test]
fn an_unknown_key_of_the_settings_is_refused_with_its_line() {
    let folder = Scratch::new("config");
    let file = folder.path().join("skyground.toml");
    std::fs::write(&file, "training = true\nhtpp = \"127.0.0.1:1\"\n").unwrap();
    let said = error(&run(&["serve", "--config", &file.display().to_string()]));
    assert!(said.contains("line 2") && said.contains("htpp") && said.contains("(unknown_key)"), "{said}");
}

#[test]
fn an_unknown_key_of_a_scenario_or_a_policy_is_refused_with_its_name() {
    let folder = Scratch::new("toml");
    let file = folder.path().join("bad.toml");
    std::fs::write(&file, "surprise = 1\n").unwrap();
    let place = file.display().to_string();
    for said in [error(&run(&["train", &place])), error(&serve(&Start::on(folder.path()), &["--policy", &place]))] {
        assert!(said.contains("surprise") && said.contains("bad.toml"), "{said}");
    }
}

#[test]
fn a_spoilt_extract_is_refused_and_nothing_is_left_of_it() {
    let folder = Scratch::new("extract");
    let whole = std::fs::read(root().join("geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf")).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    let spoilt = [whole[..whole.len() / 2].to_vec(), flipped, b"<osm>not this format</osm>".to_vec(), Vec::new()];
    for (number, bytes) in spoilt.into_iter().enumerate() {
        let file = folder.path().join(format!("{number}.osm.pbf"));
        std::fs::write(&file, bytes).unwrap();
        let out = folder.path().join("out");
        let (from, to) = (file.display().to_string(), out.display().to_string());
        let said = error(&run(&["import", "osm", &from, "--ground", "460", "--out", &to]));
        assert!(said.contains(&format!("{number}.osm.pbf")), "it names the file: {said}");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(entries(folder.path()), 0, "nothing is left: {said}");
    }
}

#[test]
fn a_folder_that_is_no_district_is_not_overwritten_and_not_served() {
    let folder = Scratch::new("foreign");
    std::fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    let place = folder.path().display().to_string();
    let extract = root().join("geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
    let said = error(&run(&["import", "osm", &extract.display().to_string(), "--ground", "460", "--out", &place]));
    assert!(said.contains("(not_a_district)"), "{said}");
    assert_eq!(entries(folder.path()), 1);
    let said = error(&run(&["serve", "--data", &place, "--district", &place]));
    assert!(said.contains("(no_district)"), "{said}");
}

#[test]
fn a_district_with_one_changed_byte_is_refused() {
    let folder = Scratch::new("changed");
    for entry in std::fs::read_dir(&ground().district).unwrap().flatten() {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let roads = folder.path().join("roads.bin");
    let mut bytes = std::fs::read(&roads).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&roads, bytes).unwrap();
    let place = folder.path().display().to_string();
    let said = error(&run(&["plan", "lay", "--district", &place, "--out", &format!("{place}/plan.json")]));
    assert!(said.contains("roads.bin"), "{said}");
}

#[test]
fn a_changed_record_is_named_by_audit_and_refused_by_serve() {
    let folder = Scratch::new("tampered");
    let data = folder.path().display().to_string();
    assert!(run(&["train", "market-alarm.toml", "--seed", "7", "--data", &data]).status.success());
    let good = run(&["audit", "verify", &data]);
    assert!(String::from_utf8_lossy(&good.stdout).starts_with("ok records="), "{good:?}");
    let file = folder.path().join("journal.db");
    let mut bytes = std::fs::read(&file).unwrap();
    // Everywhere: pages that SQLite has given up may hold a copy.
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"\"controller_started")).collect();
    assert!(!places.is_empty(), "the first record's body is in the file");
    for at in places {
        bytes[at + 12] = b'S';
    }
    std::fs::write(&file, bytes).unwrap();
    let said = error(&run(&["audit", "verify", &data]));
    assert!(said.contains("record 1") && said.contains("(journal_broken)"), "{said}");
    let said = error(&serve(&Start::on(folder.path()), &[]));
    assert!(said.contains("(journal_broken)"), "{said}");
}

#[test]
fn a_wrong_command_line_ends_with_two_and_a_missing_journal_with_one() {
    assert_eq!(run(&["fly"]).status.code(), Some(2));
    assert_eq!(run(&["serve", "--http", "nowhere"]).status.code(), Some(2));
    let folder = Scratch::new("empty");
    let said = error(&run(&["audit", "verify", &folder.path().display().to_string()]));
    assert!(said.contains("(no_journal)"), "{said}");
    assert!(error(&run(&["serve"])).contains("--data"));
}

#[test]
fn an_extract_is_not_imported_without_a_height_of_its_ground() {
    let folder = Scratch::new("ground");
    let out = folder.path().join("out").display().to_string();
    let extract = root().join("geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
    let words = ["import", "osm", &extract.display().to_string(), "--out", &out];
    for ground in [&[][..], &["--ground", "nan"], &["--ground", "inf"], &["--ground", "-501"], &["--ground", "9001"]] {
        let said = error(&run(&[&words[..], ground].concat()));
        assert!(said.contains("--ground"), "{said}");
        assert_eq!(entries(folder.path()), 0);
    }
}

#[test]
fn an_emptied_journal_is_neither_verified_nor_gone_on_with() {
    let folder = Scratch::new("emptied");
    let data = folder.path().display().to_string();
    // A start that broke off before its first record: nothing is beside it, so it is a start like any other.
    drop(JournalFile::open(&folder.path().join("journal.db")).unwrap());
    let said = error(&run(&["audit", "verify", &data]));
    assert!(said.contains("the journal is empty") && said.contains("(journal_empty)"), "{said}");
    drop(Controller::start(Start::on(folder.path())).client("viewer"));
    assert!(run(&["audit", "verify", &data]).status.success());
    for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(name));
    }
    drop(JournalFile::open(&folder.path().join("journal.db")).unwrap());
    let said = error(&serve(&Start::on(folder.path()), &[]));
    assert!(said.contains("(journal_empty)"), "{said}");
}

#[test]
fn a_journal_that_does_not_begin_with_a_start_is_broken() {
    let folder = Scratch::new("headless");
    let record = Record { seq: 1, at: Timestamp(7), kind: "k".into(), body: "{}".into(), prev: [0; 32], hash: [2; 32] };
    JournalFile::open(&folder.path().join("journal.db")).unwrap().append(&[record]).unwrap();
    let said = error(&run(&["audit", "verify", &folder.path().display().to_string()]));
    assert!(said.contains("record 1") && said.contains("controller_started"), "{said}");
}

#[test]
fn a_demo_with_a_taken_port_says_one_line_with_its_own_option() {
    let folder = Scratch::new("demo");
    let data = folder.path().join("demo").display().to_string();
    let tcp = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let udp = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let (page, air) = (tcp.local_addr().unwrap().port().to_string(), udp.local_addr().unwrap().port().to_string());
    for (option, ports) in [("--port", [&page, "0"]), ("--mavlink-port", ["0", &air])] {
        let said = error(&run(&["demo", "--data", &data, "--port", ports[0], "--mavlink-port", ports[1]]));
        assert!(said.contains("(port_taken)") && said.contains(&format!(" {option}")), "{said}");
        assert_eq!(entries(folder.path()), 0, "nothing is made");
    }
}

#[test]
fn an_unknown_drill_is_told_with_the_shipped_ones() {
    let said = error(&run(&["train", "nonsense"]));
    for name in ["market-alarm.toml", "quick-alarm.toml", "demo.toml"] {
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn a_district_that_cannot_be_served_leaves_no_data_folder_behind() {
    let folder = Scratch::new("nothing");
    let data = folder.path().join("data").display().to_string();
    let said = error(&run(&["serve", "--data", &data, "--district", "/nowhere"]));
    assert!(said.contains("(no_district)"), "{said}");
    assert_eq!(entries(folder.path()), 0);
}
