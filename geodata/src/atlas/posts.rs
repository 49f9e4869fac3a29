//! `posts.json`: stations and docks of a district.

use super::rows::{self, Reader};
use crate::finding::Finding;
use crate::frame::{Frame, Wgs84};
use crate::manifest::POSTS;
use crate::place::{Post, PostKind};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    name: String,
    #[serde(default)]
    name_zh: String,
    kind: PostKind,
    at: Wgs84,
}

/// Reads `posts.json`.
///
/// # Errors
/// Every fault: not JSON, another format, an item that is not a post, a place off the globe, an id twice.
pub fn read(bytes: &[u8], frame: &Frame) -> Result<Vec<Post>, Vec<Finding>> {
    Reader::new(POSTS, "posts-broken", frame).read("posts", bytes, |reader, line: Line| {
        let sound = reader.named(&line.id, &[&line.name, &line.name_zh]);
        let at = reader.local(&line.id, line.at)?;
        sound.then_some(Post { id: line.id, name: line.name, name_zh: line.name_zh, kind: line.kind, at })
    })
}

/// The bytes of `posts.json`; places are rounded to 1e-7 degree.
///
/// # Errors
/// None that is known; a defect of the writer would be told.
pub fn write(posts: &[Post], frame: &Frame) -> Result<Vec<u8>, Finding> {
    let line = |p: &Post| Line {
        id: p.id.clone(),
        name: p.name.clone(),
        name_zh: p.name_zh.clone(),
        kind: p.kind,
        at: rows::degrees(frame, p.at),
    };
    rows::write("posts", &posts.iter().map(line).collect::<Vec<_>>())
}
