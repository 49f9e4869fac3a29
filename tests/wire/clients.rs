//! Two ground stations nobody here wrote fly the simulated aircraft: MAVSDK-Python and pymavlink, unmodified.

use harness::{binary, python, root};
use std::net::UdpSocket;
use std::process::{Child, Command, Stdio};

/// A simulated aircraft as a process; gone when dropped.
pub struct Aircraft(pub Child);

impl Drop for Aircraft {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port nobody holds at this moment.
pub fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn flown_by(script: &str, autopilot: &str, extra: &[String]) {
    let Some(python) = python() else {
        println!("skipped: no .venv with the Python clients; `make setup` makes it");
        return;
    };
    let at = format!("127.0.0.1:{}", free_port());
    let aircraft = Command::new(binary())
        .args(["sim", "vehicle", "--to", &at, "--autopilot", autopilot])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let _aircraft = Aircraft(aircraft);
    let flown = Command::new(python)
        .arg(root().join("tests/wire/clients").join(script))
        .args(["--listen", &at, "--timeout", "150"])
        .args(extra)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&flown.stdout);
    println!("{said}");
    assert!(flown.status.success(), "{said}\n{}", String::from_utf8_lossy(&flown.stderr));
}

#[test]
fn mavsdk_python_flies_px4_up_round_a_mission_to_a_place_in_an_orbit_and_home() {
    flown_by("fly_mavsdk.py", "px4", &["--grpc-port".to_owned(), free_port().to_string()]);
}

#[test]
fn mavsdk_python_flies_ardupilot_up_to_a_place_round_a_raw_mission_and_home() {
    flown_by("fly_mavsdk_ardupilot.py", "ardupilot", &["--grpc-port".to_owned(), free_port().to_string()]);
}

#[test]
fn pymavlink_flies_px4_up_round_a_mission_and_home() {
    flown_by("fly_pymavlink.py", "px4", &[]);
}

#[test]
fn pymavlink_flies_ardupilot_by_its_own_conventions() {
    flown_by("fly_pymavlink_ardupilot.py", "ardupilot", &[]);
}
