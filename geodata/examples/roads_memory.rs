//! How much memory a road net takes once it is open and has answered: `roads_memory FILE [ORDER]` for a net in the
//! format of `roads.bin`, `roads_memory write FILE COLUMNS ROWS` to tile the demo district into one first.
//!
//! Prints the peak resident size of the process (VmHWM), so opening is in it.

#[path = "../benches/tiled.rs"]
mod tiled;

use geodata::roads::codec;
use geodata::{Profile, RoadNet, Seconds, UnitAt};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::error::Error;

const EXTRACT: &[u8] = include_bytes!("../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", file, columns, rows] => write(file, columns.parse()?, rows.parse()?),
        [file] => open(file, None),
        [file, order] => open(file, Some(order)),
        _ => Err("roads_memory FILE [ORDER] | roads_memory write FILE COLUMNS ROWS".into()),
    }
}

/// Writes a tiled net, and its order beside it.
fn write(file: &str, columns: u32, rows: u32) -> Result<(), Box<dyn Error>> {
    let (_, data) = geodata::import_roads(EXTRACT).map_err(|finding| finding.to_string())?;
    let tiled = tiled::tiled(&data, columns, rows);
    std::fs::write(file, codec::encode(&tiled))?;
    std::fs::write(format!("{file}.order"), RoadNet::new(&tiled).order())?;
    Ok(())
}

/// Opens a net, asks it something of everything, and tells the peak.
fn open(file: &str, order: Option<&str>) -> Result<(), Box<dyn Error>> {
    let say = |finding: geodata::Finding| finding.to_string();
    let data = codec::decode(&std::fs::read(file)?).map_err(say)?;
    let mut net = RoadNet::new(&data);
    drop(data);
    peak("open");
    if let Some(order) = order {
        net = net.with_order(&std::fs::read(order)?).map_err(say)?;
        peak("with its order");
    }
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut unit = |index| UnitAt { index, snap: net.random_snap(&mut rng), profile: Profile::Car };
    let units: Vec<UnitAt> = (0..1000).map(&mut unit).collect();
    let goal = units[0].snap;
    let nearest = net.nearest_units(&goal, &units[1..], 5, Seconds(1e6));
    let all = net.undisturbed().units_to(&units, &goal);
    let reach = net.undisturbed().reach(&goal, Profile::Car, &[Seconds(300.0)]);
    println!(
        "{} junctions, {} nearest, {} times, {} areas",
        net.junctions(),
        nearest.len(),
        all.len(),
        reach[0].areas.len()
    );
    peak("after answers");
    Ok(())
}

fn peak(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    println!("{when}: {line}");
}
