//! Elements, their ends and their entities, and what is refused.

use super::*;

/// Reads every element's name and text, to the end or the first fault.
fn walk(text: &str) -> Result<Vec<String>, &'static str> {
    fn inner(xml: &mut Xml, parent: &Element, out: &mut Vec<String>) -> Result<(), Finding> {
        while let Some(child) = xml.next_child(parent)? {
            out.push(child.name.clone());
            if child.name == "t" { out.push(xml.text(&child)?.into_owned()) } else { inner(xml, &child, out)? }
        }
        Ok(())
    }
    let mut xml = Xml::new(text);
    let mut out = Vec::new();
    let root = xml.root().map_err(|f| f.code)?;
    inner(&mut xml, &root, &mut out).map_err(|f| f.code)?;
    Ok(out)
}

#[test]
fn children_and_texts_come_in_order() {
    let text = "<?xml version='1.0' encoding='UTF-8'?><!-- c --><a><b x='1'/><k:t>1 &lt;<!-- --> <i>no</i>&#x4E2D;<![CDATA[<&]]></k:t>z<c><t/></c></a>";
    assert_eq!(walk(text), Ok(["b", "t", "1 < 中<&", "c", "t", ""].map(String::from).to_vec()));
}

#[test]
fn what_no_layer_needs_and_what_is_broken_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(65), "</a>".repeat(65));
    let wide = format!("<a><b {}/></a>", (0..600).map(|i| format!("a{i}='1' ")).collect::<String>());
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><a>&b;</a>";
    for (text, code) in [
        (laughs, "layer-xml-dtd"),
        ("<a><t>&lol;</t></a>", "layer-xml-entity"),
        ("<a>&lol;</a>", "layer-xml-entity"),
        ("<a><t>&#1;</t></a>", "layer-xml"),
        ("<a><b></a>", "layer-xml"),
        ("<a><b>", "layer-xml-cut-off"),
        ("<a><b", "layer-xml"),
        ("", "layer-xml"),
        ("<?xml version='1.0' encoding='GBK'?><a/>", "layer-not-utf8"),
        ("<a><b x='1' x='2'/></a>", "layer-same-key"),
        (&deep, "layer-depth"),
        (&wide, "layer-properties"),
    ] {
        assert_eq!(walk(text), Err(code), "{}", short(text));
    }
}
