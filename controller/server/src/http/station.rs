//! What a station's desk copies, and what it says.

use super::commands::Here;
use super::problem::{busy, problem, refuse};
use super::rights::{Act, may};
use super::{Door, commands, session};
use crate::journal::JournalFile;
use crate::limits::{PAGE_BYTES, PAGE_RECORDS};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use controller_api::ask::{Ask, JournalPage, JournalRow, Problem};
use controller_engine::{Record, hex, unhex};
use geodata::Finding;
use serde::Deserialize;

/// Where a copy ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    after: u32,
    hash: String,
}

/// `POST /api/v1/station/word`.
pub(super) async fn word(State(door): Here, headers: HeaderMap, body: Body) -> Response {
    commands::with_body(door, headers, body, Ask::Station).await
}

/// `GET /api/v1/station/records?after=N&hash=HEX`: durable records behind the end of a station's copy.
pub(super) async fn records(
    State(door): State<Door>,
    headers: HeaderMap,
    end: Result<Query<End>, QueryRejection>,
) -> Response {
    match page(door, &headers, end).await {
        Ok(page) => Json(page).into_response(),
        Err(problem) => refuse(problem),
    }
}

async fn page(
    door: Door,
    headers: &HeaderMap,
    end: Result<Query<End>, QueryRejection>,
) -> Result<JournalPage, Problem> {
    let actor = session::sender(&door, headers)?;
    if !may(actor.role, Act::Follow) {
        return Err(problem("not_allowed", "session", "this post may not copy the journal", "Log in as field"));
    }
    if actor.station().is_none() {
        let remedy = "Log in as field of the station";
        return Err(problem("not_a_station", "session", "this post is of no station", remedy));
    }
    let Ok(Query(end)) = end else {
        let remedy = "Give after=NUMBER and hash=64 digits in hex";
        return Err(problem("bad_value", "query", "this is no end of a copy", remedy));
    };
    let (path, cite) = (door.journal.clone(), door.cite.clone());
    let read = tokio::task::spawn_blocking(move || read(&JournalFile::read_only(&path)?, &end)).await;
    let read = read.map_err(|_| busy())?.map_err(|fault| {
        tracing::error!("a station could not copy the journal: {fault}");
        busy()
    })?;
    let (last, records) = read?;
    Ok(JournalPage { answered_us: door.clock.now().0, cite, last, records })
}

/// The next records, and the number of the last there is.
fn read(journal: &JournalFile, end: &End) -> Result<Result<(u32, Vec<JournalRow>), Problem>, Finding> {
    let known = journal.record(end.after)?.map(|record| record.hash);
    if end.after > 0 && (known.is_none() || known != unhex(&end.hash)) {
        let say = "the copy is of another journal than this one";
        return Ok(Err(problem("other_journal", "after", say, "Start the station on a fresh data folder")));
    }
    let (mut rows, mut bytes) = (Vec::new(), 0);
    journal.each_after(end.after, |record| {
        bytes += record.body.len();
        rows.push(row(&record));
        rows.len() < PAGE_RECORDS && bytes < PAGE_BYTES
    })?;
    Ok(Ok((journal.last()?.unwrap_or_default(), rows)))
}

fn row(record: &Record) -> JournalRow {
    let Record { seq, at, kind, body, prev, hash } = record;
    let (kind, body) = (kind.clone(), body.clone());
    JournalRow { seq: *seq, at_us: at.0, kind, body, prev: hex(prev), hash: hex(hash) }
}
