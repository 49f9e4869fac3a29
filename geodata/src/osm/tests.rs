//! Real extracts read whole, and spoilt ones refused with one finding and no panic.

use super::*;
use crate::roads::data::RoadEdge;
use crate::roads::{Profile, RoadClass};
use proptest::prelude::*;

static EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

/// Within `share` of what another importer counted.
fn near(value: f64, expected: f64, share: f64) -> bool {
    (value - expected).abs() <= expected * share
}

/// The net that another importer counted: `highway` motorway to track, one-ways, and nothing else of the rules.
fn bare(extract: &[u8]) -> RoadData {
    let mut osm = read_extract(extract).unwrap();
    osm.barriers.clear();
    osm.relations.clear();
    osm.ways
        .retain(|way| way.tags.get("highway").and_then(RoadClass::of_tag).is_some_and(|(class, _)| class.for_cars()));
    osm.ways.retain(|way| !way.tags.is("access", "no") && !way.tags.is("area", "yes"));
    for way in &mut osm.ways {
        let kept =
            ["highway", "oneway", "junction"].iter().filter_map(|key| way.tags.get(key).map(|value| (*key, value)));
        way.tags = extract::Tags::of(&kept.collect::<Vec<_>>());
    }
    road_net(&osm).unwrap().1
}

/// The main part for cars: junctions, directed arcs, kilometres.
fn main_part(data: &RoadData) -> (f64, f64, f64) {
    let open = |edge: &&RoadEdge| edge.access.allows_any(Profile::Car);
    let ends = data.edges.iter().filter(open).flat_map(|edge| [edge.from, edge.to]);
    let arcs = data.edges.iter().flat_map(|e| [true, false].map(|forward| e.access.allows(Profile::Car, forward)));
    let metres: f64 = data.edges.iter().filter(open).map(|edge| data.length(edge)).sum();
    let junctions = ends.collect::<std::collections::BTreeSet<_>>().len();
    (junctions as f64, arcs.filter(|open| *open).count() as f64, metres / 1000.0)
}

#[test]
fn the_extracts_have_the_roads_another_importer_counted() {
    for (name, junctions, arcs, kilometres) in [
        ("liechtenstein-2013-08-03.osm.pbf", 3248.0, 7736.0, 765.0),
        ("Helsinki.osm.pbf", 874.0, 1496.0, 31.0),
        ("test.osm.pbf", 296.0, 603.0, 46.0),
        ("north-bayreuth.osm.gz", 2433.0, 5806.0, 522.0),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/osm").join(name);
        let bytes = if name.starts_with("liechtenstein") { Ok(EXTRACT.to_vec()) } else { std::fs::read(path) };
        let Ok(bytes) = bytes else {
            println!("skipped: {name} is not here");
            continue;
        };
        let data = bare(&bytes);
        let (found, directed, _) = main_part(&data);
        assert!(near(found, junctions, 0.03), "{name}: {found} junctions");
        assert!(near(directed, arcs, 0.05), "{name}: {directed} arcs");
        let all: f64 = data.edges.iter().map(|edge| data.length(edge)).sum::<f64>() / 1000.0;
        assert!(near(all, kilometres, 0.05), "{name}: {all} km, islands included");
    }
    let (_, _, main) = main_part(&bare(EXTRACT));
    assert!(near(main, 712.7, 0.005), "{main} km in the main part");
}

/// With all rules: an emergency vehicle reaches what a car reaches, and a car most of what is drivable.
#[test]
fn the_rules_of_the_demo_district_leave_most_roads_open() {
    let (_, data, report) = road_net(&read_extract(EXTRACT).unwrap()).unwrap();
    println!("{report:#?}");
    let share = |profile: Profile| {
        let open = data.edges.iter().filter(|edge| edge.access.allows_any(profile));
        open.map(|edge| data.length(edge)).sum::<f64>() / 712_700.0
    };
    let [car, motorbike, foot, emergency] = Profile::ALL.map(share);
    assert!(car > 0.6 && emergency > 0.9 && emergency >= car && motorbike >= car, "{car} {motorbike} {emergency}");
    assert!(foot > 1.2, "{foot}");
    for edge in &data.edges {
        for forward in [true, false] {
            assert!(!edge.access.allows(Profile::Car, forward) || edge.access.allows(Profile::Emergency, forward));
        }
    }
    assert!(report.restrictions_used > 0 && report.barriers > 0 && report.nodes_stray == 0);
}

#[test]
fn what_is_no_extract_is_told_what_to_use() {
    for bytes in [&b"hello"[..], &[0], &[0xff; 9]] {
        let finding = import_osm(bytes, &ImportOptions::default()).unwrap_err();
        assert!(finding.code == "osm-not-pbf" && finding.remedy.contains("osmium"), "{finding}");
    }
    assert_eq!(import_osm(&[], &ImportOptions::default()).unwrap_err().code, "osm-empty");
    assert_eq!(import_osm(b"<osm version='0.6'></osm>", &ImportOptions::default()).unwrap_err().code, "osm-no-roads");
}

#[test]
fn a_cut_off_extract_says_where_it_ends() {
    for keep in [EXTRACT.len() - 1, EXTRACT.len() / 2, 200] {
        let finding = import_osm(&EXTRACT[..keep], &ImportOptions::default()).unwrap_err();
        assert_eq!(finding.code, "osm-truncated");
        assert!(finding.at.contains(&format!("of {keep}")), "{finding}");
    }
}

#[test]
fn the_boundary_of_the_country_is_one_ring_of_the_right_size() {
    let rings = boundary::outline(&read_extract(EXTRACT).unwrap(), Wgs84 { lat: 47.14, lon: 9.53 }).unwrap();
    assert_eq!(rings.len(), 1);
    let frame = Frame::at(Wgs84 { lat: 47.14, lon: 9.53 });
    let ring: Vec<_> = rings[0].iter().map(|p| frame.to_local(*p)).collect();
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    let area = ends.map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>().abs() / 2e6;
    // Liechtenstein has 160 square kilometres.
    assert!(near(area, 160.4, 0.01), "{area} km2");
}

/// The first two blocks of the extract: its header and a block of nodes.
fn first_blocks() -> Vec<u8> {
    let mut end = 0;
    for _ in 0..2 {
        let header = u32::from_be_bytes(EXTRACT[end..end + 4].try_into().unwrap()) as usize;
        let mut size = 0;
        let read = wire::fields(&EXTRACT[end + 4..end + 4 + header], |number, value| {
            if number == 3 {
                size = value.number()?;
            }
            Some(())
        });
        assert!(read.is_some());
        end += 4 + header + usize::try_from(size).unwrap();
    }
    EXTRACT[..end].to_vec()
}

fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    wrapped(kind, 1, content)
}

/// A blob with its content in field 1 as it is, or in field 3 packed.
fn wrapped(kind: &str, number: u8, content: &[u8]) -> Vec<u8> {
    let field = |number: u8, bytes: &[u8]| {
        let mut out = vec![number << 3 | 2];
        let mut length = bytes.len();
        while length >= 0x80 {
            out.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend_from_slice(bytes);
        out
    };
    let body = field(number, content);
    let mut header = field(1, kind.as_bytes());
    header.push(3 << 3);
    let mut size = body.len();
    while size >= 0x80 {
        header.push((size & 0x7f) as u8 | 0x80);
        size >>= 7;
    }
    header.push(size as u8);
    [&(header.len() as u32).to_be_bytes()[..], &header, &body].concat()
}

/// A whole file with this data, and these features required of its reader.
fn file(features: &[&str], block: &[u8]) -> Vec<u8> {
    let required: Vec<u8> =
        features.iter().flat_map(|f| [&[4 << 3 | 2, f.len() as u8], f.as_bytes()].concat()).collect();
    [blob("OSMHeader", &required), blob("OSMData", block)].concat()
}

#[test]
fn ways_that_bring_the_places_of_their_nodes_need_no_nodes() {
    // One way with nodes 1 and 2 at 47.0 and 47.001 north, 9.5 east, in units of 1e-7 degree; keys and values of strings.
    let strings = [&[1 << 3 | 2, 0][..], b"\x0a\x07highway", b"\x0a\x04road"].concat();
    let zigzag = |value: i64| {
        let mut number = ((value << 1) ^ (value >> 63)) as u64;
        let mut out = Vec::new();
        while number >= 0x80 {
            out.push(number as u8 | 0x80);
            number >>= 7;
        }
        out.push(number as u8);
        out
    };
    let packed = |number: u8, values: &[i64]| {
        let body: Vec<u8> = values.iter().flat_map(|v| zigzag(*v)).collect();
        [&[number << 3 | 2, body.len() as u8][..], &body].concat()
    };
    let way = [
        &[1 << 3, 5, 2 << 3 | 2, 1, 1, 3 << 3 | 2, 1, 2][..],
        &packed(8, &[1, 1]),
        &packed(9, &[470_000_000, 10_000]),
        &packed(10, &[95_000_000, 0]),
    ]
    .concat();
    let inside = |number: u8, bytes: &[u8]| [&[number << 3 | 2, bytes.len() as u8][..], bytes].concat();
    let block = [inside(1, &strings), inside(2, &inside(3, &way))].concat();
    let osm = read_extract(&file(&["OsmSchema-V0.6", "LocationsOnWays"], &block)).unwrap();
    assert_eq!((osm.node_count(), osm.node(2)), (2, Some(Wgs84 { lat: 47.001, lon: 9.5 })));
    let (_, data) = import_roads(&file(&["LocationsOnWays"], &block)).unwrap();
    assert_eq!(data.edges.len(), 1);
    assert_eq!(import_roads(&file(&["HistoricalInformation"], &block)).unwrap_err().code, "osm-feature");
    // Fewer places than nodes make no sense.
    let short = [&way[..way.len() - 3], &[1 << 3, 6]].concat();
    let block = [inside(1, &strings), inside(2, &inside(3, &short))].concat();
    assert_eq!(import_roads(&file(&["LocationsOnWays"], &block)).unwrap_err().code, "osm-corrupt");
}

#[test]
fn a_block_packed_by_another_method_is_named_with_the_command_that_repacks_it() {
    for (number, method) in [(4, "lzma"), (5, "bzip2"), (6, "lz4"), (7, "zstd")] {
        let bytes = [blob("OSMHeader", &[]), wrapped("OSMData", number, b"whatever")].concat();
        let finding = import_roads(&bytes).unwrap_err();
        assert!(finding.code == "osm-packing" && finding.say.contains(method), "{finding}");
        assert!(finding.remedy.contains("osmium cat"), "{finding}");
    }
}

#[test]
fn an_import_tells_how_far_it_is_and_what_it_found() {
    let mut seen: Vec<Progress> = Vec::new();
    let imported = import_osm_with(EXTRACT, &ImportOptions::default(), &mut |progress| seen.push(progress)).unwrap();
    let mut stages: Vec<&str> = seen.iter().map(|p| p.stage).collect();
    stages.dedup();
    assert!(stages.starts_with(&["read", "roads"]), "{stages:?}");
    let unique: std::collections::BTreeSet<&str> = stages.iter().copied().collect();
    assert_eq!(unique.len(), stages.len(), "a stage came back: {stages:?}");
    for pair in seen.windows(2) {
        assert!(pair[0].stage != pair[1].stage || pair[0].done <= pair[1].done);
    }
    assert!(seen.iter().all(|p| p.done <= p.total));
    assert_eq!(imported.files, import_osm(EXTRACT, &ImportOptions::default()).unwrap());
    assert!(imported.report.metres > 700_000.0 && imported.report.road_ways > 2000);
}

#[test]
fn a_small_file_that_unpacks_to_fill_the_memory_is_refused() {
    // A block that is one long unknown field: 30 MiB of zeros.
    let length = 30 << 20;
    let mut block = vec![15 << 3 | 2];
    block.extend([0x80, 0x80, 0x80, 0x0f]);
    block.resize(block.len() + length, 0);
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut zlib, &block).unwrap();
    let packed = wrapped("OSMData", 3, &zlib.finish().unwrap());
    let mut bytes = blob("OSMHeader", &[]);
    bytes.extend(&packed);
    // One such block is within bounds, and holds nothing.
    assert_eq!(import_roads(&bytes).unwrap_err().code, "osm-no-roads");
    bytes.extend(&packed);
    let finding = import_roads(&bytes).unwrap_err();
    assert!(finding.code == "osm-corrupt" && finding.say.contains("ten times"), "{finding}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flipped_bits_and_cuts_give_a_finding_or_a_reading_never_a_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..4), keep in any::<prop::sample::Index>(),
    ) {
        let mut bytes = first_blocks();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        bytes.truncate(keep.index(bytes.len()) + 1);
        let _ = import_roads(&bytes);
    }

    // Packed blocks are guarded by a checksum; garbage behind it is reached by blocks that are not packed.
    #[test]
    fn garbage_inside_of_a_sound_block_never_panics(garbage in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [blob("OSMHeader", &[]), blob("OSMData", &garbage)].concat();
        let _ = import_roads(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn flipped_bits_inside_of_unpacked_blocks_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..30), block in 0..4usize,
    ) {
        let mut contents = UNPACKED.clone();
        let block = block % contents.len();
        for (at, bit) in flips {
            let at = at.index(contents[block].len());
            contents[block][at] ^= 1 << bit;
        }
        let mut bytes = blob("OSMHeader", &[]);
        contents.iter().for_each(|content| bytes.extend(blob("OSMData", content)));
        let _ = import_osm(&bytes, &ImportOptions { fiction_seed: Some(1), ..ImportOptions::default() });
    }
}

/// The content of every data block of the extract.
static UNPACKED: std::sync::LazyLock<Vec<Vec<u8>>> = std::sync::LazyLock::new(|| pbf::contents(EXTRACT));
