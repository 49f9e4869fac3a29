//! Texts as editors and servers write them, and as nobody should.

use super::super::read::read;
use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

fn extract(text: &str) -> Result<Extract, Finding> {
    read(text.as_bytes(), &mut |_| ())
}

fn code(text: &str) -> &'static str {
    extract(text).unwrap_err().code
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

const SMALL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="by hand">
  <note>Data &amp; more</note>
  <meta osm_base="2014-11-05T10:47:02Z"/>
  <node id="2" lat="47.5" lon="9.5"><tag k="barrier" v="gate"/><tag k="name" v="A &lt; &quot;B&quot; &#x4E2D;"/></node>
  <node id="1" lat="47.0" lon="9.25"/>
  <node id="-7" lat="47.25" lon="9" action="modify" visible="true"/>
  <node id="8" lat="1" lon="1" visible="false"/>
  <node id="9" lat="1" lon="1" action="delete"/>
  <node id="10"/>
  <way id="5" version="3"><nd ref="1"/><nd ref="2"/><nd ref="-7"/><nd ref="99"/><tag k="highway" v="path"/></way>
  <way id="6" action='delete'><nd ref="1"/><nd ref="2"/></way>
  <relation id="3">
    <member type="way" ref="5" role="from"/><member type="node" ref="2" role="via"/><member type="relation" ref="4" role=""/>
    <tag k="type" v="restriction"/>
  </relation>
  <relation id="4"><member type="way" ref="5" role=""/><tag k="type" v="route"/></relation>
</osm>
"#;

#[test]
fn an_editors_file_is_read_with_what_is_new_and_without_what_is_deleted() {
    let osm = extract(SMALL).unwrap();
    assert_eq!(osm.node_count(), 3);
    assert_eq!(osm.node(-7), Some(Wgs84 { lat: 47.25, lon: 9.0 }));
    assert_eq!((osm.node(8), osm.node(9), osm.node(10), osm.node(99)), (None, None, None, None));
    assert_eq!(osm.ways.len(), 1);
    assert_eq!(osm.way(5).unwrap().nodes, [1, 2, -7, 99]);
    assert!(osm.way(5).unwrap().tags.is("highway", "path"));
    assert_eq!(osm.tagged[0].1.get("name"), Some("A < \"B\" 中"));
    assert_eq!(osm.barriers.iter().map(|node| node.0).collect::<Vec<_>>(), [2]);
    assert_eq!(osm.relations.len(), 1);
    let relation = &osm.relations[0];
    assert_eq!((relation.ways.len(), relation.nodes.len()), (1, 1));
    assert_eq!((relation.nodes[0].0, &*relation.nodes[0].1), (2, "via"));
    assert_eq!(osm.taken, Some(1_415_184_422));
}

#[test]
fn packed_or_not_with_or_without_a_mark_of_byte_order_it_is_the_same_extract() {
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(SMALL.as_bytes());
    let (head, tail) = SMALL.as_bytes().split_at(300);
    let in_two_members = [packed(head), packed(tail)].concat();
    for bytes in [marked, packed(SMALL.as_bytes()), in_two_members] {
        let osm = read(&bytes, &mut |_| ()).unwrap();
        assert_eq!((osm.node_count(), osm.ways.len(), osm.relations.len()), (3, 1, 1));
    }
}

#[test]
fn places_written_into_the_ways_stand_in_for_nodes() {
    let text = r#"<osm><way id="1"><bounds minlat="0"/><nd ref="4" lat="10" lon="20"/><nd ref="5" lat="11" lon="20"/></way></osm>"#;
    assert_eq!(extract(text).unwrap().node(5), Some(Wgs84 { lat: 11.0, lon: 20.0 }));
}

#[test]
fn what_is_no_extract_is_told_what_it_is() {
    assert_eq!(code("<!DOCTYPE html><html></html>"), "osm-not-osm");
    assert_eq!(code("<html><body>404</body></html>"), "osm-not-osm");
    assert_eq!(code("<osmChange version='0.6'/>"), "osm-not-osm");
    assert_eq!(code("<osm/><osm/>"), "osm-not-osm");
    assert_eq!(code("<!-- nothing -->"), "osm-not-osm");
    assert_eq!(code("<osm version='0.5'/>"), "osm-version");
    assert_eq!(code("<?xml version='1.0' encoding='ISO-8859-1'?><osm/>"), "osm-xml");
    assert_eq!(code("<!DOCTYPE osm [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><osm/>"), "osm-not-osm");
    for (bytes, word) in [
        (&b"PK\x03\x04...."[..], "ZIP"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\xfd7zXZ\0\0", "xz"),
        (b"\x28\xb5\x2f\xfd\0", "zstd"),
        (b"\xff\xe0\x04o5m2", "o5m"),
        (b"{\"version\": 0.6}", "JSON"),
        (b"\xff\xfe<\0o\0", "UTF-16"),
    ] {
        let finding = read(bytes, &mut |_| ()).unwrap_err();
        assert!(finding.code == "osm-format" && finding.say.contains(word), "{finding}");
    }
}

#[test]
fn a_servers_excuse_half_way_is_not_taken_for_a_whole_extract() {
    let text =
        "<osm><node id='1' lat='1' lon='1'/><remark> runtime error: Query timed out in \"recurse\"</remark></osm>";
    let finding = extract(text).unwrap_err();
    assert!(finding.code == "osm-incomplete" && finding.say.contains("timed out"), "{finding}");
}

#[test]
fn a_broken_element_is_told_with_its_byte() {
    for text in [
        "<osm><node id='x' lat='1' lon='1'/></osm>",
        "<osm><node lat='1' lon='1'/></osm>",
        "<osm><node id='1' lat='91' lon='1'/></osm>",
        "<osm><node id='1' lat='NaN' lon='1'/></osm>",
        "<osm><node id='1' lat='1'/></osm>",
        "<osm><way id='1'><nd/></way></osm>",
        "<osm><node id='1' lat='1' lon='1'><tag k='a'/></node></osm>",
        "<osm><node id='1' lat='1' lon='1'><tag k='&unknown;' v=''/></node></osm>",
        "<osm><way id='1'></node></osm>",
        "<osm><relation id='1'><member type='way'/></relation></osm>",
    ] {
        let finding = extract(text).unwrap_err();
        assert!(finding.code == "osm-xml" && finding.at.contains("byte"), "{text}: {finding}");
    }
}

#[test]
fn a_cut_off_text_is_told_so_packed_or_not() {
    for keep in [60, 300, SMALL.len() - 10] {
        assert_eq!(code(&SMALL[..keep]), "osm-truncated", "{keep}");
        let packed = packed(SMALL.as_bytes());
        let keep = packed.len() * keep / SMALL.len();
        assert_eq!(read(&packed[..keep], &mut |_| ()).unwrap_err().code, "osm-truncated", "{keep}");
    }
    let mut spoilt = packed(SMALL.as_bytes());
    spoilt[2] = 99;
    assert_eq!(read(&spoilt, &mut |_| ()).unwrap_err().code, "osm-corrupt");
}

#[test]
fn what_would_fill_the_memory_is_refused() {
    assert_eq!(code(&format!("<osm>{}", "<a>".repeat(1000))), "osm-limit");
    assert_eq!(code(&format!("<osm><node id='1' name='{}'/></osm>", "x".repeat(2 << 20))), "osm-limit");
    assert_eq!(code(&format!("<osm><!--{}--></osm>", "x".repeat(2 << 20))), "osm-limit");
    let tags = "<tag k='a' v=''/>".repeat(MAX_TAGS + 1);
    assert_eq!(code(&format!("<osm><node id='1' lat='1' lon='1'>{tags}</node></osm>")), "osm-limit");
    let nodes = "<nd ref='1'/>".repeat(MAX_REFERENCES + 1);
    assert_eq!(code(&format!("<osm><way id='1'>{nodes}</way></osm>")), "osm-limit");
    let bomb = packed(format!("<osm>{}</osm>", "<way id='1'/>".repeat(1 << 20)).as_bytes());
    let finding = read(&bomb, &mut |_| ()).unwrap_err();
    assert!(finding.code == "osm-limit" && finding.say.contains("30 times"), "{finding}");
}

#[test]
fn progress_never_falls_and_ends_at_the_end() {
    let nodes = "<node id='1' lat='1' lon='1'/>".repeat(50_000);
    let bytes = packed(format!("<osm>{nodes}</osm>").as_bytes());
    let mut seen = Vec::new();
    let _ = read(&bytes, &mut |progress| seen.push(progress));
    // The text of so many equal nodes is refused as a bomb or read; either way no step goes back.
    assert!(seen.is_sorted_by_key(|p| p.done) && seen.iter().all(|p| p.done <= p.total && p.stage == "read"));
}

proptest! {
    #[test]
    fn garbage_never_panics(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8), keep in any::<prop::sample::Index>(),
    ) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(keep.index(bytes.len()) + 1);
        let _ = read(&bytes, &mut |_| ());
        let _ = read(&packed(&bytes), &mut |_| ());
    }

    #[test]
    fn any_elements_in_any_order_never_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<osm>", "</osm>", "<node id='1' lat='1' lon='2'>", "</node>", "<way id='1'>", "</way>", "<nd ref='1'/>",
            "<tag k='highway' v='road'/>", "<relation id='-1'>", "</relation>", "<member type='node' ref='1' role='via'/>",
            "<meta osm_base='x'/>", "<remark>", "</remark>", "text", "<![CDATA[ ]]>", "<?pi?>", "&amp;", "&x;", "<node/>",
        ]), 0..30),
    ) {
        let _ = extract(&format!("<osm>{}", parts.concat()));
    }
}
