//! What the console's own files are served with: kept to their server, asked for again when they may have changed.

use harness::controller::{Controller, Start};
use harness::{Client, Scratch};

fn started() -> (Scratch, Controller, Client) {
    let folder = Scratch::new("pages");
    let controller = Controller::start(Start::on(folder.path()));
    let client = Client::new(controller.http);
    (folder, controller, client)
}

#[test]
fn the_page_is_asked_for_again_and_not_sent_again() {
    let (_folder, _controller, client) = started();
    let first = client.get("/").unwrap();
    assert_eq!((first.status, first.header("cache-control")), (200, Some("no-cache")));
    let tag = first.header("etag").unwrap();
    let second = client.send("GET", "/", &[("If-None-Match", tag)], b"").unwrap();
    assert_eq!((second.status, second.body.len()), (304, 0));
    assert_eq!(client.get("/incidents/7").unwrap().body, first.body, "a place of the page is the page");
}

#[test]
fn a_missing_asset_is_missing_and_not_the_page() {
    let (_folder, _controller, client) = started();
    assert_eq!(client.get("/assets/gone-1234.js").unwrap().status, 404);
    assert_eq!(client.get("/favicon.bmp").unwrap().status, 404);
    assert_eq!(client.get("/assets/../../journal.db").unwrap().status, 404);
}

#[test]
fn every_answer_keeps_the_page_to_its_own_server() {
    let (_folder, _controller, client) = started();
    for path in ["/", "/api/v1/health", "/assets/gone.js", "/api/v1/snapshot"] {
        let reply = client.get(path).unwrap();
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'self'") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[test]
fn the_base_map_is_served_in_parts() {
    let (_folder, _controller, client) = started();
    let part = client.send("GET", "/basemap.pmtiles", &[("Range", "bytes=0-6")], b"").unwrap();
    assert_eq!((part.status, part.body.as_slice()), (206, &b"PMTiles"[..]));
}
