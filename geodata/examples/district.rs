//! Imports an extract and prints what came out: `cargo run --release -p geodata --example district FILE.osm.pbf OUT`.

use geodata::{Amsl, Atlas, ImportOptions, Metres, import_osm};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let extract = std::fs::read(args.next().ok_or("which extract?")?)?;
    let options = ImportOptions { fiction_seed: Some(7), ground: Amsl(Metres(460.0)), ..ImportOptions::default() };
    let begun = Instant::now();
    let files = import_osm(&extract, &options)?;
    println!("imported in {:?}", begun.elapsed());
    let begun = Instant::now();
    let atlas = Atlas::open(&files)?;
    println!("opened in {:?}", begun.elapsed());
    println!("{} junctions, {} arcs, {}", atlas.roads.nodes(), atlas.roads.arcs(), atlas.roads.total_length());
    println!("{} places, {} boundary rings, bounds {:?}", atlas.places.len(), atlas.boundary.len(), atlas.bounds);
    println!(
        "{} hotspots, {} guarded, {} posts, {} zones",
        atlas.hotspots.len(),
        atlas.guarded.len(),
        atlas.posts.len(),
        atlas.zones.len()
    );
    if let Some(out) = args.next() {
        std::fs::create_dir_all(&out)?;
        for (name, bytes) in &files {
            println!("{:>9} {name}", bytes.len());
            std::fs::write(format!("{out}/{name}"), bytes)?;
        }
    }
    Ok(())
}
