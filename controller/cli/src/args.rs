//! The command line, and nothing but the command line.

pub mod geo;
pub mod import;
pub mod planning;

use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Controller of a police drone squadron and its sky-ground missions.
#[derive(Debug, Parser)]
#[command(name = "skyground", version, about)]
pub struct Args {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Run the controller.
    Serve(Serve),
    /// Run the controller and a simulated county beside it, ready to be looked at.
    Demo(Demo),
    /// Run the simulated world against a controller.
    Sim(Sim),
    /// Fly a scenario in one thread on a virtual clock, as fast as it goes.
    Train(Train),
    /// Turn foreign files into a district folder, or into a layer of one.
    #[command(subcommand)]
    Import(import::Import),
    /// Take a layer of a district away as GeoJSON, KML, KMZ, GPX or CSV.
    Export(import::Export),
    /// Ask a district: what is where, how far, how fast, and may we fly there.
    #[command(subcommand)]
    Geo(geo::Geo),
    /// Lay a duty plan.
    #[command(subcommand)]
    Plan(Plan),
    /// Judge a plan: every line, by every aircraft.
    Check(Check),
    /// Who should fly where: judge plans and flights, search an area, take plans away.
    #[command(subcommand)]
    FlightPlans(planning::FlightPlans),
    /// Judge a journal.
    #[command(subcommand)]
    Audit(Audit),
    /// Signing keys of the squadron: one for each aircraft, in DATA/keys.toml.
    #[command(subcommand)]
    Keys(Keys),
    /// Recordings of what was on the air: what there is, and taking it away.
    #[command(subcommand)]
    Recorder(Recorder),
    /// Print a journal, one line an event.
    Replay {
        /// A data folder, or the journal.db inside it.
        place: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a key for each aircraft of a plan that has none. Carry it to the aircraft by cable.
    Make {
        /// Folder of the journal.
        #[arg(long)]
        data: PathBuf,
        /// Duty plan [default: DATA/plan.json]
        #[arg(long)]
        plan: Option<PathBuf>,
    },
    /// Say which aircraft have a key, by fingerprint.
    List {
        /// Folder of the journal.
        #[arg(long)]
        data: PathBuf,
    },
    /// Carry an aircraft's key to it, on the ground and over a wire, and say whether it signs with it.
    Send {
        /// Folder of the journal.
        #[arg(long)]
        data: PathBuf,
        /// Duty plan [default: DATA/plan.json]
        #[arg(long)]
        plan: Option<PathBuf>,
        /// The way to it, as `serial:/dev/ttyACM0:57600`.
        #[arg(long)]
        to: String,
        /// Its number in the plan.
        #[arg(long)]
        vehicle: u32,
        /// The way is no serial port, and nobody else can listen.
        #[arg(long)]
        not_a_wire: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Recorder {
    /// Say what is recorded: one line a file.
    List {
        /// Folder of the journal.
        #[arg(long)]
        data: PathBuf,
    },
    /// Take frames away for other programs; a controller may be running.
    Export(RecorderExport),
}

#[derive(Debug, clap::Args)]
pub struct RecorderExport {
    /// Folder of the journal.
    #[arg(long)]
    pub data: PathBuf,
    /// Telemetry log, for mavlogdump, QGroundControl and Mission Planner.
    #[arg(long, value_name = "FILE", required_unless_present = "mcap")]
    pub tlog: Option<PathBuf>,
    /// MCAP, for Foxglove and others: frames, positions, texts.
    #[arg(long, value_name = "FILE")]
    pub mcap: Option<PathBuf>,
    /// Only what this MAVLink system id said and was told.
    #[arg(long, value_name = "ID")]
    pub system: Option<u32>,
    /// From this moment on (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Before this moment (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Settings file (TOML); the command line goes before it.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Folder of the journal; made when absent.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// District folder [default: DATA/district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: DATA/plan.json]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// Policy (TOML) [default: the one built in]
    #[arg(long)]
    pub policy: Option<PathBuf>,
    /// Where screens connect [default: 127.0.0.1:8080]
    #[arg(long)]
    pub http: Option<SocketAddr>,
    /// Where aircraft report by UDP [default: 127.0.0.1:14550, when no --link is given]
    #[arg(long)]
    pub mavlink: Option<SocketAddr>,
    /// A link to aircraft; may be given more than once: udp-listen:ADDRESS:PORT, udp:HOST:PORT, tcp:HOST:PORT,
    /// tcp-listen:ADDRESS:PORT or serial:DEVICE:BAUD
    #[arg(long = "link", value_name = "KIND:ADDRESS")]
    pub links: Vec<String>,
    /// Copy everything received to another ground station, which can only watch
    #[arg(long, value_name = "udp:HOST:PORT")]
    pub mirror: Option<String>,
    /// Megabytes of recordings of what is on the air to keep in DATA/flights; 0 records nothing [default: 4096]
    #[arg(long, value_name = "MB")]
    pub record_mb: Option<u64>,
    /// Days to keep them; 0 is for ever [default: 30]
    #[arg(long, value_name = "DAYS")]
    pub record_days: Option<u32>,
    /// A name under which screens reach this controller, besides its address; may be given more than once.
    #[arg(long = "host-name")]
    pub hosts: Vec<String>,
    /// This is the desk of a station, by the id of its post: it follows the bureau, and goes on alone when that is silent.
    #[arg(long, requires = "bureau", value_name = "ID")]
    pub station: Option<String>,
    /// Where the station's bureau is, as in http://10.0.0.5:8080
    #[arg(long, requires = "station", value_name = "http://HOST:PORT")]
    pub bureau: Option<String>,
    /// This is a training world: every page says so.
    #[arg(long)]
    pub training: bool,
    /// End when standard input ends: how a parent process keeps its child from outliving it.
    #[arg(long, hide = true)]
    pub until_input_ends: bool,
}

#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Port of the page; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Folder of the demo's district, plan and journal.
    #[arg(long, default_value = "./demo-data")]
    pub data: PathBuf,
    /// Chance of the simulated world.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// UDP port the simulated aircraft report to; 0 takes any free one.
    #[arg(long, default_value_t = 14550)]
    pub mavlink_port: u16,
    /// Go on with the journal of the last demo instead of putting it aside.
    #[arg(long)]
    pub go_on: bool,
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Sim {
    #[command(subcommand)]
    pub vehicle: Option<SimTask>,
    #[command(flatten)]
    pub world: World,
}

#[derive(Debug, Subcommand)]
pub enum SimTask {
    /// Only aircraft, for any MAVLink ground station.
    Vehicle(Vehicle),
}

#[derive(Debug, clap::Args)]
pub struct World {
    /// Scenario file (TOML), or the name of a shipped one.
    #[arg(long, default_value = "demo.toml")]
    pub scenario: String,
    /// Chance of the world.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// The controller's page.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub http: String,
    /// The controller's MAVLink port.
    #[arg(long, default_value = "127.0.0.1:14550")]
    pub mavlink: SocketAddr,
    /// District folder.
    #[arg(long, default_value = "./demo-data/district")]
    pub district: PathBuf,
    /// Duty plan.
    #[arg(long, default_value = "./demo-data/plan.json")]
    pub plan: PathBuf,
    /// How bad the radios are, in place of what the scenario says.
    #[command(flatten)]
    pub radio: Radio,
    /// Print what people in the world do, one line each.
    #[arg(long)]
    pub say: bool,
    /// End when standard input ends.
    #[arg(long, hide = true)]
    pub until_input_ends: bool,
}

#[derive(Debug, clap::Args)]
pub struct Vehicle {
    /// Where the ground station listens.
    #[arg(long, default_value = "127.0.0.1:14540")]
    pub to: SocketAddr,
    /// How many aircraft.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=250))]
    pub count: u8,
    /// How many times faster than real time.
    #[arg(long, default_value_t = 1.0)]
    pub speed: f64,
    /// The MAVLink system id of the first; the others follow.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=250))]
    pub first_id: u8,
    /// The autopilot: px4 or ardupilot.
    #[arg(long, default_value = "px4", value_parser = ["px4", "ardupilot"])]
    pub autopilot: String,
    /// How bad the radio is.
    #[command(flatten)]
    pub radio: Radio,
    /// Chance of the radio.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
}

/// How bad a radio is, each way.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Radio {
    /// Share of the datagrams that the radio loses, 0 to 1.
    #[arg(long)]
    pub loss: Option<f64>,
    /// Mean length of a run of losses, in datagrams.
    #[arg(long)]
    pub burst: Option<f64>,
    /// Delay of the radio there and back, in milliseconds.
    #[arg(long)]
    pub rtt_ms: Option<f64>,
    /// Up to this much more each way, in milliseconds.
    #[arg(long)]
    pub jitter_ms: Option<f64>,
    /// Share of the datagrams that come twice.
    #[arg(long)]
    pub duplicate: Option<f64>,
    /// Share of the datagrams that come late and out of order.
    #[arg(long)]
    pub reorder: Option<f64>,
    /// Share of the datagrams that come with a bit turned over.
    #[arg(long)]
    pub corrupt: Option<f64>,
}

#[derive(Debug, clap::Args)]
pub struct Train {
    /// Scenario file (TOML), or the name of a shipped one.
    pub scenario: String,
    /// Chance of the world.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Keep the journal in this folder.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: the district's plan with the shipped seed]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// Policy (TOML) [default: the one built in]
    #[arg(long)]
    pub policy: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Plan {
    /// An invented duty plan from a seed: lines, squadron, ground units.
    Lay(Lay),
    /// Put the lines and areas of map files into a duty plan; those with an id it has are replaced.
    Add(Add),
}

#[derive(Debug, clap::Args)]
pub struct Add {
    /// Lines and polygons: GeoJSON, KML, KMZ, CSV. Properties say what they are called, how high, how often.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The plan to put them into.
    #[arg(long)]
    pub plan: PathBuf,
    /// The plan to write.
    #[arg(long)]
    pub out: PathBuf,
    /// The datum of the files: wgs84, cgcs2000, gcj02, ...
    #[arg(long, default_value = "wgs84")]
    pub datum: String,
}

#[derive(Debug, clap::Args)]
pub struct Lay {
    /// District folder.
    #[arg(long)]
    pub district: PathBuf,
    /// The plan to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Its chance.
    #[arg(long, default_value_t = crate::district::PLAN_SEED)]
    pub seed: u64,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// The plan.
    pub plan: PathBuf,
    /// District folder.
    #[arg(long)]
    pub district: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Whether the chain of records is whole.
    Verify {
        /// A data folder, or the journal.db inside it.
        place: PathBuf,
    },
}
