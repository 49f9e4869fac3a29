//! `skyground demo`: the shipped district, a controller and a simulated county as two processes, and a page to look at.

use crate::args::Demo;
use crate::{Done, district, stop};
use controller_server::journal;
use geodata::Finding;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::time::Duration;

/// How often the children are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How long a child may take to end by itself.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// How many journals of earlier demos are kept.
const EARLIER_KEPT: usize = 10;

const WHO: [(&str, &str); 4] = [
    ("commander", "approves launches, and everything a dispatcher may"),
    ("dispatcher", "takes alarms, tasks ground units, closes incidents"),
    ("operator", "holds, returns, lands the aircraft"),
    ("viewer", "reads"),
];

/// Runs until asked to end, or until one of the two processes ends.
pub fn run(args: &Demo) -> Done {
    free(args)?;
    let district = args.data.join("district");
    let plan = args.data.join("plan.json");
    if !district.exists() {
        println!("Making the demo district from OpenStreetMap data; once, a few seconds ...");
    }
    district::open_or_lay(&plan, &district::open_or_make(&district)?)?;
    if !args.go_on {
        put_aside(&args.data)?;
    }
    let mut controller = Process::start("the controller", &serve_words(args, &district, &plan))?;
    let Some(ready) = controller.first_line() else {
        controller.end();
        // It has said itself what is wrong; a second line would only push the first one up.
        return if controller.has_spoken() { Ok(ExitCode::FAILURE) } else { Err(died("the controller")) };
    };
    let mut world = Process::start("the simulated world", &sim_words(args, &district, &plan, &ready))?;
    welcome(word(&ready, "http="));
    let dead = stop::runtime()?.block_on(watch(&mut controller, &mut world));
    world.end();
    controller.end();
    dead.map_or(Ok(ExitCode::SUCCESS), |name| Err(died(name)))
}

/// Both ports are free before anything is made. Whoever takes one between here and the controller's start is told of by
/// the controller itself.
fn free(args: &Demo) -> Result<(), Finding> {
    let here = |port| SocketAddr::from(([127, 0, 0, 1], port));
    let taken = |port: u16, option: &str, why: &std::io::Error| {
        let remedy = format!("Stop the program that has it, or choose another port with {option}");
        Finding::new("port_taken", format!("port {port}"), format!("cannot have this port: {why}"), remedy)
    };
    TcpListener::bind(here(args.port)).map_err(|why| taken(args.port, "--port", &why))?;
    UdpSocket::bind(here(args.mavlink_port)).map_err(|why| taken(args.mavlink_port, "--mavlink-port", &why))?;
    Ok(())
}

/// What a newcomer reads. A closed output is no reason to stop.
fn welcome(page: &str) {
    let mut text =
        String::from("\nSkyground demo (TRAINING: an invented squadron on the real roads of Liechtenstein)\n\n");
    text.push_str(&format!("  open {page}\n\nLog in as\n"));
    for (role, may) in WHO {
        text.push_str(&format!("  {role:<12}{may}\n"));
    }
    text.push_str("\nCtrl-C ends it.\n");
    let mut out = std::io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Comes back with the name of the one that ended, or with nothing when asked to end.
async fn watch(controller: &mut Process, world: &mut Process) -> Option<&'static str> {
    let look = async {
        loop {
            for process in [&mut *controller, &mut *world] {
                if process.has_ended() {
                    return process.name;
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        () = stop::asked(false) => None,
        name = look => Some(name),
    }
}

fn died(name: &str) -> Finding {
    Finding::new("child_ended", name, "it ended by itself", "Read its message above; then start the demo again")
}

/// The journal of the last demo goes into `earlier/`: a fresh world does not go on with an old one's incidents.
fn put_aside(data: &Path) -> Result<(), Finding> {
    let _lock = journal::Lock::take(data)?;
    let old = data.join(journal::FILE);
    let Ok(file) = std::fs::metadata(&old) else { return Ok(()) };
    let written = file.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    let aside = data.join("earlier").join(written.as_millis().to_string());
    let moved = std::fs::create_dir_all(&aside).and_then(|()| {
        for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
            match std::fs::rename(data.join(name), aside.join(name)) {
                Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(why),
                _ => {}
            }
        }
        forget_old(&data.join("earlier"))
    });
    moved.map_err(|why| {
        let say = format!("cannot put the last demo's journal aside: {why}");
        Finding::new("data_unusable", old.display().to_string(), say, "Check the folder, or choose another with --data")
    })
}

/// Of the journals put aside the last ones are kept. Their folders are named by their time; any other is left alone.
fn forget_old(earlier: &Path) -> std::io::Result<()> {
    let mut times: Vec<u128> =
        std::fs::read_dir(earlier)?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    times.sort_unstable();
    for time in times.iter().rev().skip(EARLIER_KEPT) {
        std::fs::remove_dir_all(earlier.join(time.to_string()))?;
    }
    Ok(())
}

fn serve_words(args: &Demo, district: &Path, plan: &Path) -> Vec<String> {
    let words = ["serve", "--training", "--until-input-ends", "--data"].map(str::to_owned);
    let mut words = words.to_vec();
    words.extend([shown(&args.data), "--district".into(), shown(district), "--plan".into(), shown(plan)]);
    words.extend(["--http".into(), format!("127.0.0.1:{}", args.port)]);
    words.extend(["--mavlink".into(), format!("127.0.0.1:{}", args.mavlink_port)]);
    words
}

fn sim_words(args: &Demo, district: &Path, plan: &Path, ready: &str) -> Vec<String> {
    let mut words = ["sim", "--until-input-ends", "--scenario", "demo.toml", "--district"].map(str::to_owned).to_vec();
    words.extend([shown(district), "--plan".into(), shown(plan), "--seed".into(), args.seed.to_string()]);
    words.extend(["--http".into(), word(ready, "http=").to_owned()]);
    words.extend(["--mavlink".into(), word(ready, "mavlink=").to_owned()]);
    words
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The value behind `key` in a line of the fixed grammar.
fn word<'a>(line: &'a str, key: &str) -> &'a str {
    line.split_whitespace().find_map(|word| word.strip_prefix(key)).unwrap_or_default()
}

/// A child that ends when we do, however we end: its standard input is a pipe only we hold.
struct Process {
    name: &'static str,
    child: Child,
    leash: Option<ChildStdin>,
}

impl Process {
    fn start(name: &'static str, words: &[String]) -> Result<Self, Finding> {
        let start = || -> std::io::Result<Child> {
            let program: PathBuf = std::env::current_exe()?;
            Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
        };
        let mut child = start().map_err(|why| {
            Finding::new("no_child", name, format!("cannot start it: {why}"), "Check the limits of this machine")
        })?;
        let leash = child.stdin.take();
        Ok(Self { name, child, leash })
    }

    /// The first line it says; afterwards it may say what it wants, nobody reads it here.
    fn first_line(&mut self) -> Option<String> {
        let mut line = String::new();
        let mut reader = BufReader::new(self.child.stdout.take()?);
        let read = reader.read_line(&mut line).ok()?;
        std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        (read > 0).then(|| line.trim().to_owned())
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Whether it ended with an error of its own, which is a line on our standard error.
    fn has_spoken(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(status)) if status.code() == Some(1))
    }

    fn end(&mut self) {
        self.leash = None;
        let began = std::time::Instant::now();
        while !self.has_ended() && began.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(20));
        }
        if !self.has_ended() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ten_journals_put_aside_are_kept_and_nothing_else_is_touched() {
        let folder = std::env::temp_dir().join(format!("skyground-earlier-{}", std::process::id()));
        for name in (95..115).map(|time: u32| time.to_string()).chain(["mine".to_owned()]) {
            std::fs::create_dir_all(folder.join(name)).unwrap();
        }
        forget_old(&folder).unwrap();
        let mut left: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        std::fs::remove_dir_all(&folder).unwrap();
        let expected: Vec<String> = (105..115).map(|time: u32| time.to_string()).chain(["mine".to_owned()]).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn the_ports_are_read_from_the_line_the_controller_says() {
        let line = "serving http=http://127.0.0.1:4711 mavlink=127.0.0.1:4712 records=0";
        assert_eq!(word(line, "http="), "http://127.0.0.1:4711");
        assert_eq!(word(line, "mavlink="), "127.0.0.1:4712");
    }
}
