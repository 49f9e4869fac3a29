//! A data folder that cannot be written: refused at the start, survived while running. The small disks are memory file
//! systems, which only root can mount; elsewhere these tests say that they are skipped.

use harness::controller::{Controller, Start, run};
use harness::{Client, Scratch};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A small disk, unmounted when dropped.
struct Disk(Scratch);

impl Disk {
    fn mount(name: &str, size: &str) -> Option<Self> {
        let folder = Scratch::new(name);
        let option = format!("size={size}");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &option, "tmpfs"]).arg(folder.path()).output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: no right to mount a small disk");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn read_only(&self) {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(self.path()).status();
        assert!(done.is_ok_and(|done| done.success()));
    }

    /// Takes all room there is; gives back the file that holds it.
    fn fill(&self) -> PathBuf {
        let file = self.path().join("fill");
        let mut size = 4 * 1024 * 1024;
        let mut all = Vec::new();
        while size > 0 {
            all.extend(std::iter::repeat_n(1u8, size));
            if std::fs::write(&file, &all).is_err() {
                all.truncate(all.len() - size);
                let _ = std::fs::write(&file, &all);
                size /= 2;
            }
        }
        file
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn refused(data: &Path) -> String {
    let words = Start::on(data).words();
    let output = run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 1, "{said}");
    errors[0].to_owned()
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(10), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn journal_writable(client: &Client) -> bool {
    client.get("/api/v1/health").unwrap().json()["journal_writable"] == true
}

const ALARM: &str = r#"{"kind":"theft","priority":2,"at":{"lat":47.14,"lon":9.52},"source":"110"}"#;
/// Of other events than that.
const DURING: &str = r#"{"kind":"theft","priority":2,"at":{"lat":47.15,"lon":9.52},"source":"110"}"#;
const LATE: &str = r#"{"kind":"theft","priority":2,"at":{"lat":47.16,"lon":9.52},"source":"110"}"#;

#[test]
fn a_read_only_data_folder_is_refused_in_one_line() {
    let Some(disk) = Disk::mount("readonly", "1m") else { return };
    disk.read_only();
    let said = refused(disk.path());
    assert!(said.contains("(data_read_only)") && said.contains("--data"), "{said}");
    let said = refused(&disk.path().join("deeper"));
    assert!(said.contains("(data_read_only)"), "{said}");
}

#[test]
fn a_full_data_folder_is_refused_in_one_line() {
    let Some(disk) = Disk::mount("full", "256k") else { return };
    disk.fill();
    let said = refused(disk.path());
    assert!(said.contains("(data_full)") && said.contains("--data"), "{said}");
}

#[test]
fn a_data_folder_with_next_to_no_room_is_told_as_full() {
    for size in ["16k", "32k"] {
        let Some(disk) = Disk::mount("nearly", size) else { return };
        let said = refused(disk.path());
        assert!(said.contains("(data_full)") && said.contains("full"), "{size}: {said}");
    }
}

#[test]
fn a_disk_that_fills_up_stops_the_recording_not_the_controller_and_no_alarm_is_lost_or_doubled() {
    // Smaller than the journal's reserve, so that there is none to give up.
    let Some(disk) = Disk::mount("fills", "2m") else { return };
    let controller = Controller::start(Start::on(disk.path()));
    let client = controller.client("dispatcher");
    assert_eq!(client.post_with_key("/api/v1/alarms", "before", ALARM).unwrap().status, 201);

    let fill = disk.fill();
    let asked = client.clone();
    let alarm = std::thread::spawn(move || asked.post_with_key("/api/v1/alarms", "during", DURING).unwrap().status);
    wait_for("the journal fails", || !journal_writable(&client));
    let health = client.get("/api/v1/snapshot").unwrap().json()["health"].clone();
    assert_eq!(health["journal_writable"], false, "a screen that starts now is told: {health}");

    let began = Instant::now();
    let late = client.post_with_key("/api/v1/alarms", "late", LATE).unwrap();
    assert_eq!((late.status, late.json()["code"].as_str()), (503, Some("journal_unwritable")));
    assert!(began.elapsed() < Duration::from_secs(2), "told at once, not after {:?}", began.elapsed());
    let commander = controller.client("commander");
    let hold = commander.post("/api/v1/vehicles/1/orders", r#"{"kind":"hold","callsign":"nobody"}"#).unwrap();
    assert_ne!(hold.status, 503, "a safety order is heard");

    std::fs::remove_file(fill).unwrap();
    wait_for("the journal is written again", || journal_writable(&client));
    assert_eq!(alarm.join().unwrap(), 201, "the alarm that waited is answered once it is recorded");
    let again = client.post_with_key("/api/v1/alarms", "during", DURING).unwrap();
    assert_eq!((again.status, again.json()["incident"].as_u64()), (201, Some(2)), "the same alarm, not a third one");
    let late = client.post_with_key("/api/v1/alarms", "late", LATE).unwrap();
    assert_eq!((late.status, late.json()["incident"].as_u64()), (201, Some(3)), "the same key is good again");
    let verdict = {
        drop(controller);
        run(&["audit", "verify", &disk.path().display().to_string()])
    };
    assert!(verdict.status.success(), "{verdict:?}");
}

#[test]
fn the_journals_reserve_carries_it_over_a_full_disk() {
    let Some(disk) = Disk::mount("reserve", "12m") else { return };
    let controller = Controller::start(Start::on(disk.path()));
    let client = controller.client("dispatcher");
    wait_for("the reserve is laid", || disk.path().join("ballast").exists());
    let _fill = disk.fill();
    assert_eq!(client.post("/api/v1/alarms", ALARM).unwrap().status, 201);
    assert!(!disk.path().join("ballast").exists(), "the reserve was given up");
    assert!(journal_writable(&client));
}
