//! The console's own files, built into the binary: the page is always asked for again, the hashed assets never.

use super::problem::{problem, refuse};
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/web-dist"]
struct Web;

/// Any path that is not the API: a file, or the page itself for a path without an extension.
pub(super) async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(problem("no_such_method", request.uri().path(), "this path is only read", "Use GET"));
    }
    let path = request.uri().path().trim_start_matches('/');
    let name = if is_page(path) { "index.html" } else { path };
    match Web::get(name) {
        Some(file) => send(name, file, request.headers()),
        None => refuse(problem("not_found", request.uri().path(), "there is no such file", "Load the page again")),
    }
}

/// Whether the path is one of the page's own places, not a file.
fn is_page(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    !last.contains('.') && !path.starts_with("assets/")
}

fn send(name: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()));
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag), (CACHE_CONTROL, keep.to_owned())]).into_response();
    }
    let head = [(CONTENT_TYPE, kind(name).to_owned()), (ETAG, tag), (CACHE_CONTROL, keep.to_owned())];
    (head, file.data.into_owned()).into_response()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_without_an_extension_are_the_page() {
        for page in ["", "incidents/7", "zh/dispatch"] {
            assert!(is_page(page), "{page}");
        }
        for file in ["assets/a", "assets/app-1.js", "favicon.ico", "x/y.png"] {
            assert!(!is_page(file), "{file}");
        }
    }
}
