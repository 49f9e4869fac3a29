//! GeoTIFFs of every packing we claim to read, made here byte by byte, and those we must refuse.

use super::*;
use std::io::Write;
use tiff::encoder::{Compression, Predictor, TiffEncoder, colortype};
use tiff::tags::Tag;

pub(super) const WIDE: usize = 50;
pub(super) const HIGH: usize = 40;
const STEP: f64 = 1.0 / 3600.0;

/// Heights of a test file, with a hole.
pub(super) fn height(row: usize, column: usize) -> f32 {
    if (20..22).contains(&row) && column == 7 { -9999.0 } else { 1000.0 + row as f32 * 10.25 + column as f32 * 0.5 }
}

pub(super) enum Field {
    Short(Vec<u16>),
    Long(Vec<u32>),
    Double(Vec<f64>),
    Text(&'static str),
}

impl Field {
    /// Type, count and bytes.
    fn encoded(&self) -> (u16, u32, Vec<u8>) {
        match self {
            Self::Short(v) => (3, v.len() as u32, v.iter().flat_map(|n| n.to_le_bytes()).collect()),
            Self::Long(v) => (4, v.len() as u32, v.iter().flat_map(|n| n.to_le_bytes()).collect()),
            Self::Double(v) => (12, v.len() as u32, v.iter().flat_map(|n| n.to_le_bytes()).collect()),
            Self::Text(text) => (2, text.len() as u32 + 1, text.bytes().chain([0]).collect()),
        }
    }
}

/// The geographic tags: WGS-84, the north-west corner of the first pixel at 104.6 east, 35.6 north.
pub(super) fn geography() -> Vec<(u16, Field)> {
    vec![
        (33550, Field::Double(vec![STEP, STEP, 0.0])),
        (33922, Field::Double(vec![0.0, 0.0, 0.0, 104.6, 35.6, 0.0])),
        (34735, Field::Short(vec![1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326])),
        (42113, Field::Text("-9999")),
    ]
}

/// A little-endian TIFF of one image in these chunks with these tags beside the usual ones.
pub(super) fn file(mut tags: Vec<(u16, Field)>, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let mut places = Vec::new();
    for chunk in chunks {
        places.push(out.len() as u32);
        out.extend(chunk);
    }
    let tiled = tags.iter().any(|(tag, _)| *tag == 322);
    tags.push((if tiled { 324 } else { 273 }, Field::Long(places)));
    tags.push((if tiled { 325 } else { 279 }, Field::Long(chunks.iter().map(|c| c.len() as u32).collect())));
    tags.sort_by_key(|(tag, _)| *tag);
    let mut directory = (tags.len() as u16).to_le_bytes().to_vec();
    for (tag, field) in &tags {
        let (kind, count, mut bytes) = field.encoded();
        directory.extend(tag.to_le_bytes());
        directory.extend(kind.to_le_bytes());
        directory.extend(count.to_le_bytes());
        if bytes.len() > 4 {
            directory.extend((out.len() as u32).to_le_bytes());
            out.extend(bytes);
        } else {
            bytes.resize(4, 0);
            directory.extend(bytes);
        }
    }
    let at = (out.len() as u32).to_le_bytes();
    out[4..8].copy_from_slice(&at);
    out.extend(directory);
    out.extend([0; 4]);
    out
}

/// The usual tags of a Float32 image.
pub(super) fn usual(packing: u16, predictor: u16) -> Vec<(u16, Field)> {
    let short = |n: u16| Field::Short(vec![n]);
    vec![
        (256, Field::Long(vec![WIDE as u32])),
        (257, Field::Long(vec![HIGH as u32])),
        (258, short(32)),
        (259, short(packing)),
        (262, short(1)),
        (277, short(1)),
        (317, short(predictor)),
        (339, short(3)),
    ]
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A row of floats as predictor 3 has it: bytes by their weight, highest first, then differences of bytes.
fn floating(row: &[f32]) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..4).flat_map(|byte| row.iter().map(move |h| h.to_be_bytes()[byte])).collect();
    (1..bytes.len()).rev().for_each(|i| bytes[i] = bytes[i].wrapping_sub(bytes[i - 1]));
    bytes
}

/// Tiled as Copernicus and other cloud-optimised files are: 16 x 16, deflate, predictor 3 or none.
pub(super) fn tiled(predictor: u16) -> Vec<u8> {
    let mut chunks = Vec::new();
    for down in 0..HIGH.div_ceil(16) {
        for right in 0..WIDE.div_ceil(16) {
            let row = |r: usize| (0..16).map(move |c| height(down * 16 + r, right * 16 + c)).collect::<Vec<f32>>();
            let pack = |r: usize| match predictor {
                3 => floating(&row(r)),
                _ => row(r).iter().flat_map(|h| h.to_le_bytes()).collect(),
            };
            chunks.push(deflated(&(0..16).flat_map(pack).collect::<Vec<u8>>()));
        }
    }
    let mut tags = usual(8, predictor);
    tags.extend(geography());
    tags.extend([(322, Field::Long(vec![16])), (323, Field::Long(vec![16]))]);
    file(tags, &chunks)
}

/// In strips of seven rows, by the library's own writer.
fn striped<C>(compression: Compression, predictor: Predictor, convert: impl Fn(f32) -> C::Inner) -> Vec<u8>
where
    C: colortype::ColorType,
    [C::Inner]: tiff::encoder::TiffValue,
{
    let mut out = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).unwrap().with_compression(compression).with_predictor(predictor);
    let mut image = encoder.new_image::<C>(WIDE as u32, HIGH as u32).unwrap();
    for (tag, field) in geography() {
        let tag = Tag::from_u16_exhaustive(tag);
        match field {
            Field::Short(v) => image.encoder().write_tag(tag, &v[..]).unwrap(),
            Field::Long(v) => image.encoder().write_tag(tag, &v[..]).unwrap(),
            Field::Double(v) => image.encoder().write_tag(tag, &v[..]).unwrap(),
            Field::Text(text) => image.encoder().write_tag(tag, text).unwrap(),
        }
    }
    image.rows_per_strip(7).unwrap();
    let data: Vec<C::Inner> = (0..WIDE * HIGH).map(|i| convert(height(i / WIDE, i % WIDE))).collect();
    image.write_data(&data).unwrap();
    out.into_inner()
}

/// The district of the test file.
pub(super) fn bounds() -> [Wgs84; 2] {
    [Wgs84 { lat: 35.59, lon: 104.601 }, Wgs84 { lat: 35.599, lon: 104.612 }]
}

pub(super) fn brought(name: &str, bytes: &[u8]) -> Result<(Terrain, Vec<Finding>), Vec<Finding>> {
    import(&[(name, bytes)], &frame(), &bounds())
}

use crate::finding::Finding;

/// Every sample where it belongs: the middle of its pixel.
fn all_there(terrain: &Terrain, rounded: bool, what: &str) {
    for row in 0..HIGH {
        for column in 0..WIDE {
            let place = Wgs84 { lat: 35.6 - (row as f64 + 0.5) * STEP, lon: 104.6 + (column as f64 + 0.5) * STEP };
            // A hair inward, for the samples on the edge.
            let mut at = frame().to_local(place);
            at.x += if column == 0 { 1e-4 } else { -1e-4 };
            at.y += if row == 0 { -1e-4 } else { 1e-4 };
            let known = terrain.known(at).unwrap_or_else(|| panic!("{what}: {row} {column}"));
            if (19..23).contains(&row) && (6..=8).contains(&column) {
                assert!(known.filled || column != 7 || row == 19 || row == 22, "{what}: {row} {column}");
                continue;
            }
            let expected = if rounded { height(row, column).trunc() } else { height(row, column) };
            assert!(
                (known.amsl.0.0 - f64::from(expected)).abs() < 0.06,
                "{what}: {row} {column}: {known:?} {expected}"
            );
        }
    }
}

#[test]
fn every_packing_gives_the_same_ground() {
    let whole = |h: f32| h as i16;
    let files = [
        ("tiles, deflate", tiled(1), false),
        ("tiles, deflate, predictor 3", tiled(3), false),
        ("plain", striped::<colortype::Gray32Float>(Compression::Uncompressed, Predictor::None, |h| h), false),
        ("lzw", striped::<colortype::Gray32Float>(Compression::Lzw, Predictor::None, |h| h), false),
        ("lzw 16", striped::<colortype::GrayI16>(Compression::Lzw, Predictor::Horizontal, whole), true),
        (
            "deflate 16",
            striped::<colortype::GrayI16>(Compression::Deflate(Default::default()), Predictor::Horizontal, whole),
            true,
        ),
        (
            "deflate 32",
            striped::<colortype::GrayI32>(Compression::Deflate(Default::default()), Predictor::None, |h| h as i32),
            true,
        ),
        ("double", striped::<colortype::Gray64Float>(Compression::Packbits, Predictor::None, f64::from), false),
    ];
    for (what, bytes, rounded) in files {
        let (terrain, notes) = brought("dem.tif", &bytes).unwrap_or_else(|faults| panic!("{what}: {faults:?}"));
        all_there(&terrain, rounded, what);
        assert!(notes.is_empty(), "{what}: {notes:?}");
        assert_eq!(terrain.vertical_datum(), VerticalDatum::SeaLevel);
    }
}

/// The plain file with one tag put in place of its like, or beside the others.
fn with(tag: u16, field: Field) -> Vec<u8> {
    let mut tags: Vec<_> = usual(1, 1).into_iter().chain(geography()).filter(|(t, _)| *t != tag).collect();
    tags.push((tag, field));
    tags.push((278, Field::Long(vec![HIGH as u32])));
    let bytes = (0..WIDE * HIGH).flat_map(|i| height(i / WIDE, i % WIDE).to_le_bytes()).collect();
    file(tags, &[bytes])
}

fn keys(more: &[[u16; 4]]) -> Field {
    let mut all = vec![1, 1, 0, more.len() as u16];
    all.extend(more.concat());
    Field::Short(all)
}

#[test]
fn a_point_is_half_a_pixel_from_an_area_and_a_matrix_says_the_same_as_a_scale() {
    let area = brought("a.tif", &with(305, Field::Text("test"))).unwrap().0;
    let point_keys = keys(&[[1024, 0, 1, 2], [1025, 0, 1, 2], [2048, 0, 1, 4326]]);
    let point = brought("p.tif", &with(34735, point_keys)).unwrap().0;
    let at = frame().to_local(Wgs84 { lat: 35.595, lon: 104.606 });
    let half = frame().to_local(Wgs84 { lat: 35.595 + STEP / 2.0, lon: 104.606 - STEP / 2.0 });
    let (a, p) = (area.height(at).unwrap(), point.height(half).unwrap());
    assert!((a.0.0 - p.0.0).abs() < 0.06, "{a:?} {p:?}");
    let matrix = vec![STEP, 0.0, 0.0, 104.6, 0.0, -STEP, 0.0, 35.6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let tags: Vec<_> = usual(1, 1)
        .into_iter()
        .chain(geography().into_iter().filter(|(tag, _)| ![33550, 33922].contains(tag)))
        .chain([(34264, Field::Double(matrix)), (278, Field::Long(vec![HIGH as u32]))])
        .collect();
    let bytes = (0..WIDE * HIGH).flat_map(|i| height(i / WIDE, i % WIDE).to_le_bytes()).collect();
    all_there(&brought("m.tif", &file(tags, &[bytes])).unwrap().0, false, "matrix");
}

#[test]
fn what_the_heights_count_from_is_read_or_known_by_name() {
    let vertical = |code| keys(&[[1024, 0, 1, 2], [1025, 0, 1, 1], [2048, 0, 1, 4326], [4096, 0, 1, code]]);
    let datum = |name: &str, field| brought(name, &with(34735, field)).unwrap().0.vertical_datum();
    assert_eq!(datum("x.tif", vertical(5773)), VerticalDatum::Egm96);
    assert_eq!(datum("x.tif", vertical(3855)), VerticalDatum::Egm2008);
    assert_eq!(
        datum("Copernicus_DSM_COG_10_N35_00_E104_00_DEM.tif", keys(&[[1024, 0, 1, 2], [2048, 0, 1, 4326]])),
        VerticalDatum::Egm2008
    );
    assert_eq!(brought("x.tif", &with(34735, vertical(5030))).unwrap_err()[0].code, "terrain-ellipsoid");
}

#[test]
fn what_is_none_of_ours_is_refused_with_the_reason_and_everything_at_once() {
    let codes = |bytes: &[u8]| brought("x.tif", bytes).unwrap_err().iter().map(|f| f.code).collect::<Vec<_>>();
    let with_keys = |more: &[[u16; 4]]| with(34735, keys(more));
    assert_eq!(codes(&with_keys(&[[1024, 0, 1, 1], [3072, 0, 1, 32648]])), ["terrain-projected"]);
    assert_eq!(codes(&with_keys(&[[1024, 0, 1, 2], [2048, 0, 1, 4214]])), ["terrain-datum"], "Beijing 1954");
    assert_eq!(codes(&with_keys(&[])), ["terrain-no-keys"]);
    let many = [[1024, 0, 1, 1], [2048, 0, 1, 4214], [2054, 0, 1, 9101], [4099, 0, 1, 9002]];
    assert_eq!(codes(&with_keys(&many)), ["terrain-projected", "terrain-datum", "terrain-units", "terrain-units"]);
    let rotated = vec![STEP, 1e-5, 0.0, 104.6, 0.0, -STEP, 0.0, 35.6];
    let tags: Vec<_> = usual(1, 1)
        .into_iter()
        .chain(geography().into_iter().filter(|(tag, _)| ![33550, 33922].contains(tag)))
        .chain([(34264, Field::Double(rotated))])
        .collect();
    assert_eq!(codes(&file(tags, &[vec![0; WIDE * HIGH * 4]])), ["terrain-place"]);
    for scale in [[f64::NAN, STEP], [0.0, STEP], [-STEP, STEP], [STEP, 1e300]] {
        assert_eq!(codes(&with(33550, Field::Double(vec![scale[0], scale[1], 0.0]))), ["terrain-place"]);
    }
    let metadata = "<GDALMetadata><Item name=\"SCALE\" sample=\"0\" role=\"scale\">0.1</Item></GDALMetadata>";
    assert_eq!(codes(&with(42112, Field::Text(metadata))), ["terrain-scaled"]);
    assert!(matches!(codes(&with(277, Field::Short(vec![3])))[..], ["terrain-bands" | "terrain-tiff"]));
    assert_eq!(codes(&with(259, Field::Short(vec![50000]))), ["terrain-tiff"], "zstd");
    let elsewhere = with(33922, Field::Double(vec![0.0, 0.0, 0.0, 9.0, 48.0, 0.0]));
    assert_eq!(codes(&elsewhere), ["terrain-elsewhere"]);
}
