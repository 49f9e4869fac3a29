//! An MCAP file (mcap.dev/spec, version 0): chunks of messages on named channels, each chunk with its index, and a summary
//! at the end so that a reader finds its way without reading all. Chunks are not packed: deflate is none of the format's.

use flate2::Crc;
use geodata::Timestamp;
use std::collections::BTreeMap;
use std::io::{self, Write};

const MAGIC: &[u8; 8] = b"\x89MCAP0\r\n";
/// A chunk is closed when it holds so many bytes.
const CHUNK_BYTES: usize = 1024 * 1024;

const HEADER: u8 = 0x01;
const FOOTER: u8 = 0x02;
const SCHEMA: u8 = 0x03;
const CHANNEL: u8 = 0x04;
const MESSAGE: u8 = 0x05;
const CHUNK: u8 = 0x06;
const MESSAGE_INDEX: u8 = 0x07;
const CHUNK_INDEX: u8 = 0x08;
const STATISTICS: u8 = 0x0B;
const SUMMARY_OFFSET: u8 = 0x0E;
const DATA_END: u8 = 0x0F;

/// A channel of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChannelId(u16);

/// A schema of a file; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchemaId(u16);

/// A file that is being written.
#[derive(Debug)]
pub struct Mcap<W> {
    out: W,
    written: u64,
    schemas: Vec<Vec<u8>>,
    names: BTreeMap<String, SchemaId>,
    channels: Vec<Channel>,
    topics: BTreeMap<String, ChannelId>,
    chunk: Chunk,
    chunks: Vec<Vec<u8>>,
    span: Option<(u64, u64)>,
}

#[derive(Debug)]
struct Channel {
    record: Vec<u8>,
    messages: u64,
}

#[derive(Debug, Default)]
struct Chunk {
    records: Vec<u8>,
    span: Option<(u64, u64)>,
    index: BTreeMap<ChannelId, Vec<(u64, u64)>>,
}

impl<W: Write> Mcap<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn new(out: W) -> io::Result<Self> {
        let (schemas, names, channels, topics) = (Vec::new(), BTreeMap::new(), Vec::new(), BTreeMap::new());
        let (chunk, chunks, span) = (Chunk::default(), Vec::new(), None);
        let mut mcap = Self { out, written: 0, schemas, names, channels, topics, chunk, chunks, span };
        mcap.write(MAGIC)?;
        let mut head = Vec::new();
        text(&mut head, "");
        text(&mut head, "skyground");
        mcap.write(&record(HEADER, &head))?;
        Ok(mcap)
    }

    /// The schema of this name, written when it is new; `data` is JSON Schema.
    pub fn schema(&mut self, name: &str, data: &str) -> SchemaId {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        // 0 is no schema; there are two.
        let id = SchemaId(u16::try_from(self.schemas.len() + 1).unwrap_or(u16::MAX));
        let mut body = id.0.to_le_bytes().to_vec();
        text(&mut body, name);
        text(&mut body, "jsonschema");
        text(&mut body, data);
        let schema = record(SCHEMA, &body);
        self.chunk.records.extend_from_slice(&schema);
        self.schemas.push(schema);
        self.names.insert(name.to_owned(), id);
        id
    }

    /// The channel of this topic, written when it is new.
    ///
    /// # Errors
    /// More channels than a file may have.
    pub fn channel(&mut self, topic: &str, encoding: &str, schema: SchemaId) -> io::Result<ChannelId> {
        if let Some(known) = self.topics.get(topic) {
            return Ok(*known);
        }
        let too_many = |_| io::Error::other("more than 65,535 channels");
        let id = ChannelId(u16::try_from(self.channels.len()).map_err(too_many)?);
        let mut body = id.0.to_le_bytes().to_vec();
        body.extend_from_slice(&schema.0.to_le_bytes());
        text(&mut body, topic);
        text(&mut body, encoding);
        body.extend_from_slice(&0_u32.to_le_bytes());
        let channel = record(CHANNEL, &body);
        self.chunk.records.extend_from_slice(&channel);
        self.channels.push(Channel { record: channel, messages: 0 });
        self.topics.insert(topic.to_owned(), id);
        Ok(id)
    }

    /// Adds a message. The channel is one of this file's.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn message(&mut self, id: ChannelId, at: Timestamp, data: &[u8]) -> io::Result<()> {
        let time = u64::try_from(at.0).unwrap_or(0).saturating_mul(1_000);
        let Some(channel) = self.channels.get_mut(usize::from(id.0)) else {
            return Err(io::Error::other("a channel of another file"));
        };
        let mut body = id.0.to_le_bytes().to_vec();
        body.extend_from_slice(&u32::try_from(channel.messages & 0xFFFF_FFFF).unwrap_or(0).to_le_bytes());
        body.extend_from_slice(&time.to_le_bytes());
        body.extend_from_slice(&time.to_le_bytes());
        body.extend_from_slice(data);
        channel.messages += 1;
        let chunk = &mut self.chunk;
        chunk.index.entry(id).or_default().push((time, chunk.records.len() as u64));
        chunk.records.extend_from_slice(&record(MESSAGE, &body));
        chunk.span = Some(widen(chunk.span, time));
        self.span = Some(widen(self.span, time));
        if chunk.records.len() >= CHUNK_BYTES { self.close_chunk() } else { Ok(()) }
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.close_chunk()?;
        self.write(&record(DATA_END, &0_u32.to_le_bytes()))?;
        let summary_start = self.written;
        let (mut summary, mut offsets) = (Vec::new(), Vec::new());
        let groups = [
            (SCHEMA, self.schemas.concat()),
            (CHANNEL, self.channels.iter().flat_map(|channel| channel.record.clone()).collect()),
            (CHUNK_INDEX, self.chunks.concat()),
            (STATISTICS, record(STATISTICS, &self.statistics())),
        ];
        for (kind, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
            let mut offset = vec![*kind];
            offset.extend_from_slice(&(summary_start + summary.len() as u64).to_le_bytes());
            offset.extend_from_slice(&(group.len() as u64).to_le_bytes());
            offsets.extend_from_slice(&record(SUMMARY_OFFSET, &offset));
            summary.extend_from_slice(group);
        }
        let mut foot = summary_start.to_le_bytes().to_vec();
        foot.extend_from_slice(&(summary_start + summary.len() as u64).to_le_bytes());
        summary.extend_from_slice(&offsets);
        // The checksum covers the summary and the foot up to itself.
        let mut covered = summary.clone();
        covered.push(FOOTER);
        covered.extend_from_slice(&20_u64.to_le_bytes());
        covered.extend_from_slice(&foot);
        foot.extend_from_slice(&crc(&covered).to_le_bytes());
        self.write(&summary)?;
        self.write(&record(FOOTER, &foot))?;
        self.write(MAGIC)?;
        Ok(self.out)
    }

    fn close_chunk(&mut self) -> io::Result<()> {
        let Chunk { records, span, index } = std::mem::take(&mut self.chunk);
        if records.is_empty() {
            return Ok(());
        }
        let (first, last) = span.unwrap_or_default();
        let span = [first.to_le_bytes(), last.to_le_bytes()].concat();
        let mut body = span.clone();
        body.extend_from_slice(&(records.len() as u64).to_le_bytes());
        body.extend_from_slice(&crc(&records).to_le_bytes());
        text(&mut body, "");
        body.extend_from_slice(&(records.len() as u64).to_le_bytes());
        body.extend_from_slice(&records);
        let chunk = record(CHUNK, &body);
        let (start, mut entry) = (self.written, span);
        self.write(&chunk)?;
        let indexes = self.written;
        let mut places = Vec::new();
        for (channel, list) in &index {
            places.extend_from_slice(&channel.0.to_le_bytes());
            places.extend_from_slice(&self.written.to_le_bytes());
            let mut body = channel.0.to_le_bytes().to_vec();
            bytes(&mut body, &list.iter().flat_map(|(time, at)| pair(*time, *at)).collect::<Vec<_>>());
            self.write(&record(MESSAGE_INDEX, &body))?;
        }
        entry.extend_from_slice(&start.to_le_bytes());
        entry.extend_from_slice(&(chunk.len() as u64).to_le_bytes());
        bytes(&mut entry, &places);
        entry.extend_from_slice(&(self.written - indexes).to_le_bytes());
        text(&mut entry, "");
        entry.extend_from_slice(&(records.len() as u64).to_le_bytes());
        entry.extend_from_slice(&(records.len() as u64).to_le_bytes());
        self.chunks.push(record(CHUNK_INDEX, &entry));
        Ok(())
    }

    fn statistics(&self) -> Vec<u8> {
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX).to_le_bytes();
        let messages: u64 = self.channels.iter().map(|channel| channel.messages).sum();
        let mut body = messages.to_le_bytes().to_vec();
        body.extend_from_slice(&u16::try_from(self.schemas.len()).unwrap_or(u16::MAX).to_le_bytes());
        body.extend_from_slice(&count(self.channels.len()));
        body.extend_from_slice(&[count(0), count(0), count(self.chunks.len())].concat());
        let (first, last) = self.span.unwrap_or_default();
        body.extend_from_slice(&pair(first, last));
        let each = (0_u16..).zip(&self.channels);
        let each = each.flat_map(|(id, channel)| [&id.to_le_bytes()[..], &channel.messages.to_le_bytes()].concat());
        bytes(&mut body, &each.collect::<Vec<_>>());
        body
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

fn widen(span: Option<(u64, u64)>, time: u64) -> (u64, u64) {
    span.map_or((time, time), |(first, last)| (first.min(time), last.max(time)))
}

/// Kind, length, content.
fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut record = vec![kind];
    record.extend_from_slice(&(body.len() as u64).to_le_bytes());
    record.extend_from_slice(body);
    record
}

fn pair(one: u64, other: u64) -> [u8; 16] {
    (u128::from(other) << 64 | u128::from(one)).to_le_bytes()
}

fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    out.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(value);
}

fn text(out: &mut Vec<u8>, value: &str) {
    bytes(out, value.as_bytes());
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}
