//! The real binary as a process: started on free ports with its own folder, killed the hard way, started again.

use crate::http::Client;
use crate::paths::{binary, root};
use crate::scratch::Scratch;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The shipped district and its plan, made once a test process.
#[derive(Debug)]
pub struct Ground {
    /// District folder.
    pub district: PathBuf,
    /// Duty plan.
    pub plan: PathBuf,
    _folder: Scratch,
}

/// The ground all tests of this process stand on.
///
/// # Panics
/// When the binary cannot make it.
#[allow(clippy::panic)]
pub fn ground() -> &'static Ground {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    GROUND.get_or_init(|| {
        let folder = Scratch::new("ground");
        let (district, plan) = (folder.path().join("district"), folder.path().join("plan.json"));
        let extract = root().join("geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
        let words = ["import", "osm", &shown(&extract), "--out", &shown(&district), "--fiction-seed", "1"];
        let named = ["--name", "Liechtenstein", "--name-zh", "列支敦士登", "--ground", "460"];
        must(&run(&[&words[..], &named[..]].concat()));
        must(&run(&["plan", "lay", "--district", &shown(&district), "--out", &shown(&plan)]));
        Ground { district, plan, _folder: folder }
    })
}

/// Runs the binary to its end.
///
/// # Panics
/// When it cannot be started.
#[must_use]
#[allow(clippy::panic)]
pub fn run(words: &[&str]) -> Output {
    Command::new(binary()).args(words).output().unwrap_or_else(|why| panic!("skyground {words:?}: {why}"))
}

#[allow(clippy::panic)]
fn must(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// What a controller stands on, where it is not the ground of all.
#[derive(Clone, Debug)]
pub struct Laid {
    /// District folder.
    pub district: PathBuf,
    /// Duty plan.
    pub plan: PathBuf,
    /// Policy.
    pub policy: PathBuf,
}

/// How to start a controller.
#[derive(Clone, Debug)]
pub struct Start {
    /// Its data folder.
    pub data: PathBuf,
    /// `127.0.0.1:0` takes any free port.
    pub http: String,
    /// As `http`.
    pub mavlink: String,
    /// Its own ground; [`ground`] when nothing.
    pub laid: Option<Laid>,
    /// Further words of the command line.
    pub more: Vec<String>,
}

impl Start {
    /// On free ports.
    #[must_use]
    pub fn on(data: &Path) -> Self {
        Self {
            data: data.to_path_buf(),
            http: "127.0.0.1:0".into(),
            mavlink: "127.0.0.1:0".into(),
            laid: None,
            more: Vec::new(),
        }
    }

    /// The command line.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let (district, plan) = match &self.laid {
            Some(laid) => (&laid.district, &laid.plan),
            None => (&ground().district, &ground().plan),
        };
        let named = [
            ("--data", shown(&self.data)),
            ("--district", shown(district)),
            ("--plan", shown(plan)),
            ("--http", self.http.clone()),
            ("--mavlink", self.mavlink.clone()),
        ];
        let policy = self.laid.iter().map(|laid| ("--policy", shown(&laid.policy)));
        let named = named.into_iter().chain(policy).flat_map(|(option, value)| [option.to_owned(), value]);
        let words = ["serve", "--training"].map(str::to_owned).into_iter().chain(named);
        words.chain(self.more.iter().cloned()).collect()
    }
}

/// A running controller; killed when dropped.
#[derive(Debug)]
pub struct Controller {
    child: Child,
    start: Start,
    /// Where screens connect.
    pub http: SocketAddr,
    /// Where aircraft connect.
    pub mavlink: SocketAddr,
    /// From the start of the process to the line that it serves.
    pub ready_after: Duration,
    /// Records it found in its journal.
    pub records: u32,
}

impl Controller {
    /// Starts one and waits until it serves.
    ///
    /// # Panics
    /// With what it said, when it ends instead.
    #[must_use]
    #[allow(clippy::panic)]
    pub fn start(start: Start) -> Self {
        let words = start.words();
        let began = Instant::now();
        let mut child = Command::new(binary())
            .args(&words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("skyground serve: {why}"));
        let mut line = String::new();
        let mut out = child.stdout.take().map(BufReader::new);
        let read = out.as_mut().and_then(|out| out.read_line(&mut line).ok()).unwrap_or(0);
        if read == 0 {
            let mut said = String::new();
            let _ = child.stderr.take().map(|mut err| err.read_to_string(&mut said));
            panic!("the controller did not start: {said}");
        }
        // It may go on talking; nobody must block on a full pipe.
        std::thread::spawn(move || out.map(|mut out| std::io::copy(&mut out, &mut std::io::sink())));
        let mut err = child.stderr.take();
        std::thread::spawn(move || err.as_mut().map(|err| std::io::copy(err, &mut std::io::stderr())));
        let ready_after = began.elapsed();
        let word = |key: &str| line.split_whitespace().find_map(|word| word.strip_prefix(key)).unwrap_or_default();
        let address = |key: &str| {
            word(key).trim_start_matches("http://").parse().unwrap_or_else(|_| panic!("no {key} in {line:?}"))
        };
        // A station that follows listens to no aircraft.
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mavlink = if word("mavlink=") == "-" { nowhere } else { address("mavlink=") };
        let http = address("http=");
        let records = word("records=").parse().unwrap_or_else(|_| panic!("no records= in {line:?}"));
        Self { child, start, http, mavlink, ready_after, records }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Again, on the same folder and the same ports.
    #[must_use]
    pub fn again(mut self) -> Self {
        self.kill();
        let start = Start { http: self.http.to_string(), mavlink: self.mavlink.to_string(), ..self.start.clone() };
        drop(self);
        Self::start(start)
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A client at a post.
    ///
    /// # Panics
    /// When the controller lets nobody in.
    #[must_use]
    #[allow(clippy::panic)]
    pub fn client(&self, role: &str) -> Client {
        Client::login(self.http, role).unwrap_or_else(|why| panic!("login as {role}: {why}"))
    }
}

impl Controller {
    /// A client at a post of a station.
    ///
    /// # Panics
    /// When the controller lets nobody in.
    #[must_use]
    #[allow(clippy::panic)]
    pub fn client_at(&self, role: &str, station: &str) -> Client {
        let words = format!(r#"{{"role":"{role}","station":"{station}"}}"#);
        Client::seated(self.http, &words).unwrap_or_else(|why| panic!("login as {role} of {station}: {why}"))
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        self.kill();
    }
}
