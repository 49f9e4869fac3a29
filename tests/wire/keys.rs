//! A key is carried to a simulated aircraft by the command that does it to a real one; from then on the aircraft is deaf to
//! what nobody signed.

use crate::clients::{Aircraft, free_port};
use harness::controller::{ground, run};
use harness::{Scratch, binary};
use std::process::{Command, Stdio};

#[test]
fn a_key_is_carried_to_an_aircraft_once_it_is_sure_that_nobody_listens_and_never_printed() {
    for autopilot in ["px4", "ardupilot"] {
        let (folder, port) = (Scratch::new("keys"), free_port());
        let data = folder.path().display().to_string();
        let plan = ground().plan.display().to_string();
        let made = run(&["keys", "make", "--data", &data, "--plan", &plan]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let at = format!("127.0.0.1:{port}");
        let aircraft = Command::new(binary())
            .args(["sim", "vehicle", "--to", &at, "--autopilot", autopilot, "--first-id", "1"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let _aircraft = Aircraft(aircraft);
        let to = format!("udp-listen:{at}");
        let send = |more: &[&str]| {
            let words = ["keys", "send", "--data", &data, "--plan", &plan, "--to", &to, "--vehicle", "1"];
            run(&[&words, more].concat())
        };
        let refused = send(&[]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(1) && said.contains("(key_on_the_air)"), "{said}");
        let sent = send(&["--not-a-wire"]);
        let said = String::from_utf8_lossy(&sent.stdout).into_owned();
        assert!(sent.status.success(), "{said}{}", String::from_utf8_lossy(&sent.stderr));
        assert!(said.contains("sent vehicle=1") && said.contains("signs=true obeys_unsigned=false"), "{said}");
        let keys = std::fs::read_to_string(folder.path().join("keys.toml")).unwrap();
        let key = keys.lines().find_map(|line| line.strip_prefix("1 = ")).unwrap().trim_matches('"').to_owned();
        assert!(key.len() == 64 && !said.contains(&key[..16]));
    }
}
