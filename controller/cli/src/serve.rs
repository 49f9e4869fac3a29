//! `skyground serve`: the controller. The command line goes before the settings file, that before the defaults.

use crate::args::Serve;
use crate::{Done, stop};
use controller_server::config::Config;
use controller_server::radio::LinkSpec;
use controller_server::radio::mirror::target;
use controller_server::radio::table::HostPort;
use controller_server::recorder::Keep;
use controller_server::{Bureau, Options, Ports, Station, folder, follow, serve};
use geodata::Finding;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

const HTTP: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
const MAVLINK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 14550);

/// Runs until asked to end.
pub fn run(args: &Serve) -> Done {
    let options = options(args)?;
    let (runtime, stop) = (stop::runtime()?, stop::asked(args.until_input_ends));
    match (&args.station, &args.bureau) {
        (Some(id), Some(bureau)) => {
            let station = Station { id: id.clone(), bureau: Bureau::read("--bureau", bureau)? };
            runtime.block_on(follow(&options, &station, say_ready, stop))?;
        }
        _ => runtime.block_on(serve(&options, say_ready, stop))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn options(args: &Serve) -> Result<Options, Finding> {
    let config = match &args.config {
        Some(path) => Config::parse(path, &String::from_utf8_lossy(&folder::read(path)?))?,
        None => Config::default(),
    };
    let links = links(args, &config)?;
    let mirror = mirror(args, &config)?;
    let data = args.data.clone().or(config.data).ok_or_else(|| {
        Finding::new("no_data_folder", "--data", "no folder is named for the journal", "Add --data DIR")
    })?;
    Ok(Options {
        district: args.district.clone().or(config.district).unwrap_or_else(|| data.join("district")),
        plan: args.plan.clone().or(config.plan).unwrap_or_else(|| data.join("plan.json")),
        policy: args.policy.clone().or(config.policy),
        http: args.http.or(config.http).unwrap_or(HTTP),
        links,
        mirror,
        keep: Keep {
            megabytes: args.record_mb.or(config.record_mb).unwrap_or(Keep::default().megabytes),
            days: args.record_days.or(config.record_days).unwrap_or(Keep::default().days),
        },
        hosts: if args.hosts.is_empty() { config.hosts.unwrap_or_default() } else { args.hosts.clone() },
        training: args.training || config.training.unwrap_or(false),
        alone: None,
        data,
    })
}

/// The UDP port first, then the others. Where no link is named there is the usual port.
fn links(args: &Serve, config: &Config) -> Result<Vec<(&'static str, LinkSpec)>, Finding> {
    let named = if args.links.is_empty() {
        let place = args.config.as_deref().unwrap_or(Path::new("--config")).display().to_string() + ", links";
        named(&place, config.links.as_deref().unwrap_or_default())?
    } else {
        named("--link", &args.links)?
    };
    let port = args.mavlink.or(config.mavlink).or_else(|| named.is_empty().then_some(MAVLINK));
    let mut all: Vec<_> = port.map(|port| ("--mavlink", LinkSpec::UdpListen(port))).into_iter().collect();
    for spec in named {
        if !all.iter().any(|(_, known)| *known == spec) {
            all.push(("--link", spec));
        }
    }
    Ok(all)
}

fn named(place: &str, links: &[String]) -> Result<Vec<LinkSpec>, Finding> {
    links.iter().map(|text| LinkSpec::read(place, text)).collect()
}

fn mirror(args: &Serve, config: &Config) -> Result<Option<HostPort>, Finding> {
    let (place, text) = match (&args.mirror, &config.mirror) {
        (Some(text), _) => ("--mirror", text),
        (None, Some(text)) => ("mirror", text),
        (None, None) => return Ok(None),
    };
    target(place, text).map(Some)
}

/// The one line a parent process or a person waits for. A closed output is no reason to stop flying.
fn say_ready(ports: Ports) {
    let mavlink = ports.mavlink.map_or_else(|| "-".to_owned(), |at| at.to_string());
    let line = format!("serving http=http://{} mavlink={mavlink} records={}", ports.http, ports.records);
    let _ = writeln!(std::io::stdout(), "{line}");
}
