//! The words of `skyground import` and `skyground export`.

use std::path::PathBuf;

/// What may be brought.
#[derive(Debug, clap::Subcommand)]
pub enum Import {
    /// An OpenStreetMap extract (.osm.pbf, .osm, .osm.gz) becomes a district folder.
    Osm(Osm),
    /// Zones of the air: GeoJSON, KML, KMZ, ED-269, ED-318.
    Zones(Zoning),
    /// Hotspots: points, lines or areas with a weight, from GeoJSON, KML, KMZ, GPX or CSV.
    Hotspots(Bring),
    /// Counts of past calls (CSV: place, time, type; no persons) become hotspots.
    Counts(Counts),
    /// Stations and docks: GeoJSON, KML, KMZ, GPX or CSV.
    Posts(Bring),
    /// Places with 1-3-5 response circles: GeoJSON, KML, KMZ, GPX or CSV.
    Guarded(Bring),
    /// Areas with owners, police and civil: GeoJSON, KML, KMZ.
    Boundaries(Owning),
    /// Elevation tiles: SRTM .hgt, GeoTIFF.
    Terrain(Bring),
    /// Take a layer out of a district.
    Remove(Remove),
}

#[derive(Debug, clap::Args)]
pub struct Osm {
    /// The extract.
    pub file: PathBuf,
    /// The district folder to write; an older district there is replaced, the layers brought to it are kept.
    #[arg(long)]
    pub out: PathBuf,
    /// The district's name.
    #[arg(long, default_value = "District")]
    pub name: String,
    /// Its Chinese name.
    #[arg(long, default_value = "辖区")]
    pub name_zh: String,
    /// Height of the ground above mean sea level in metres (-500 to 9000), until there is an elevation model; required.
    #[arg(long, allow_negative_numbers = true)]
    pub ground: Option<f64>,
    /// Lay invented layers (hotspots, guarded places, posts, zones) from this seed.
    #[arg(long)]
    pub fiction_seed: Option<u64>,
    /// Replace an older district with all its layers.
    #[arg(long)]
    pub fresh: bool,
    /// Report as JSON, one object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Bring {
    /// The files; together they are the new layer.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// District folder.
    #[arg(long)]
    pub district: PathBuf,
    /// Datum of the places in the files: wgs84, cgcs2000, gcj02, bd09; required where the format does not fix it.
    #[arg(long)]
    pub datum: Option<String>,
    /// Who must be named where this layer is shown.
    #[arg(long, default_value = "")]
    pub attribution: String,
    /// The layer is invented, for demonstration or training; every page will say so.
    #[arg(long)]
    pub fictional: bool,
    /// Keep what the layer holds already, and add the files to it.
    #[arg(long)]
    pub add: bool,
    /// Say what would be done, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Report as JSON, one object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Zoning {
    #[command(flatten)]
    pub bring: Bring,
    /// What zones ask that do not say so themselves: keep_in, keep_out, no_record.
    #[arg(long)]
    pub kind: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Owning {
    #[command(flatten)]
    pub bring: Bring,
    /// Whose areas they are.
    #[arg(long, value_enum)]
    pub kind: Whose,
}

/// The two kinds of areas, which do not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Whose {
    /// Of police stations.
    Police,
    /// Of civil offices.
    Civil,
}

#[derive(Debug, clap::Args)]
pub struct Counts {
    #[command(flatten)]
    pub bring: Bring,
    #[command(flatten)]
    pub counting: Counting,
}

/// How counts become hotspots.
#[derive(Debug, clap::Args)]
pub struct Counting {
    /// Who counted, where the table has no column for it: call, report, patrol_detection.
    #[arg(long)]
    pub source: Option<String>,
    /// Minutes the clock of the table and of the district is ahead of UTC.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    pub utc_offset_min: i16,
    /// Half the width of a hotspot in metres, 25 to 2000.
    #[arg(long, default_value_t = 150.0)]
    pub radius: f64,
    /// The fewest events that make a hotspot.
    #[arg(long, default_value_t = 5)]
    pub least: u32,
    /// Days in which a weight halves after the last event; 0 means it does not fade.
    #[arg(long, default_value_t = 180.0)]
    pub half_life_days: f64,
}

#[derive(Debug, clap::Args)]
pub struct Remove {
    /// The layer: posts, guarded, hotspots, zones, terrain, police_areas, civil_areas.
    pub layer: String,
    /// District folder.
    #[arg(long)]
    pub district: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct Export {
    /// The layer.
    #[arg(value_enum)]
    pub layer: Taken,
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// The format: geojson, kml, kmz, gpx, csv [default: by the name of the file]
    #[arg(long)]
    pub format: Option<String>,
    /// The file to write.
    #[arg(long)]
    pub out: PathBuf,
}

/// What may be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Taken {
    /// Zones of the air.
    Zones,
    /// Hotspots.
    Hotspots,
    /// Stations and docks.
    Posts,
    /// Guarded places.
    Guarded,
    /// Named places of the map.
    Places,
    /// Areas with owners of both kinds, and the outline of the district.
    Boundaries,
    /// Areas of police stations.
    PoliceAreas,
    /// Areas of civil offices.
    CivilAreas,
    /// The road net.
    Roads,
}
