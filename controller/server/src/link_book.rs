//! Which links were opened while the controller ran, so that a restart opens them again: `links.json` in the data folder, a
//! list of `KIND:ADDRESS`. Links of the command line are not in it; they come from there. A thread of its own writes the
//! file, whole or not at all, so that a slow disk holds up nobody.

use crate::folder;
use crate::radio::{LinkSpec, Radio, Taken};
use controller_link::LinkId;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;

const FILE: &str = "links.json";

/// The list, kept on the disk.
#[derive(Debug)]
pub(crate) struct LinkBook {
    open: BTreeMap<LinkId, LinkSpec>,
    /// Remembered, but not to be had now: the next start tries again.
    missing: Vec<LinkSpec>,
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread is to write: only the last list counts.
#[derive(Debug, Default)]
struct Desk {
    job: Mutex<Job>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Job {
    list: Option<Vec<String>>,
    is_over: bool,
}

impl LinkBook {
    /// Opens the links of a data folder again, each with a line in the log. One that cannot be had is told and stays in
    /// the list; one that is open already is not opened twice.
    ///
    /// # Errors
    /// No thread.
    pub(crate) fn open(data: &Path, radio: &mut Radio) -> io::Result<Self> {
        let path = data.join(FILE);
        let (mut open, mut missing) = (BTreeMap::new(), Vec::new());
        for spec in remembered(&path) {
            let known = !spec.takes_any_port() && radio.links().iter().any(|link| link.spec == spec.to_string());
            if known {
                tracing::info!("{spec} is named at the start, too; it is open once");
                missing.push(spec);
                continue;
            }
            match Taken::open(FILE, &spec).and_then(|taken| radio.start(FILE, taken)) {
                Ok(link) => {
                    tracing::info!("opened again, as before the start: {link} {spec}");
                    open.insert(link, spec);
                }
                Err(why) => {
                    tracing::warn!("not opened again, although it was open before the start: {why}");
                    missing.push(spec);
                }
            }
        }
        let desk = Arc::new(Desk::default());
        let work = Arc::clone(&desk);
        let thread = std::thread::Builder::new().name("links".into()).spawn(move || work.run(&path))?;
        Ok(Self { open, missing, desk, thread: Some(thread) })
    }

    /// A link was opened.
    pub(crate) fn opened(&mut self, link: LinkId, spec: LinkSpec) {
        self.missing.retain(|missing| *missing != spec);
        self.open.insert(link, spec);
        self.keep();
    }

    /// A link was closed: it is not opened again.
    pub(crate) fn closed(&mut self, link: LinkId, spec: &LinkSpec) {
        let was_open = self.open.remove(&link).is_some();
        let before = self.missing.len();
        self.missing.retain(|missing| missing != spec);
        if was_open || self.missing.len() < before {
            self.keep();
        }
    }

    fn keep(&self) {
        let list = self.open.values().chain(&self.missing).map(ToString::to_string).collect();
        if let Ok(mut job) = self.desk.job.lock() {
            job.list = Some(list);
        }
        self.desk.bell.notify_one();
    }
}

impl Drop for LinkBook {
    /// What is not written yet is written now.
    fn drop(&mut self) {
        if let Ok(mut job) = self.desk.job.lock() {
            job.is_over = true;
        }
        self.desk.bell.notify_one();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that remembers links broke");
        }
    }
}

impl Desk {
    fn run(&self, path: &Path) {
        while let Some(list) = self.next() {
            let written = serde_json::to_vec(&list).map_err(|why| why.to_string());
            let written = written.and_then(|bytes| folder::write(path, &bytes).map_err(|why| why.to_string()));
            if let Err(why) = written {
                tracing::error!("links opened now will not be opened again after a restart: {why}");
            }
        }
    }

    fn next(&self) -> Option<Vec<String>> {
        let mut job = self.job.lock().ok()?;
        loop {
            if let Some(list) = job.list.take() {
                return Some(list);
            }
            if job.is_over {
                return None;
            }
            job = self.bell.wait(job).ok()?;
        }
    }
}

/// The list on the disk. One that cannot be read is told; it keeps no aircraft from being heard on the other links.
fn remembered(path: &Path) -> Vec<LinkSpec> {
    if !path.exists() {
        return Vec::new();
    }
    let list: Option<Vec<String>> = folder::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(list) = list else {
        tracing::error!("{}: no list of links; those opened before are not opened again", path.display());
        return Vec::new();
    };
    let read =
        |text: &String| LinkSpec::read(FILE, text).inspect_err(|why| tracing::error!("not opened again: {why}")).ok();
    list.iter().filter_map(read).take(crate::limits::LINKS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::scratch::Scratch;

    fn radio() -> Radio {
        Radio::new(Clock::start(None), Vec::new())
    }

    fn specs(radio: &Radio) -> Vec<String> {
        radio.links().into_iter().map(|link| link.spec).collect()
    }

    fn spec(text: &str) -> LinkSpec {
        LinkSpec::read("test", text).unwrap()
    }

    #[test]
    fn what_was_opened_is_opened_again_and_what_was_closed_is_not() {
        let scratch = Scratch::new("links");
        let (stays, goes) = (spec("serial:/dev/none-1:57600"), spec("serial:/dev/none-2:57600"));
        {
            let mut radio = radio();
            let mut book = LinkBook::open(scratch.path(), &mut radio).unwrap();
            for spec in [&stays, &goes] {
                let link = radio.add("spec", spec).unwrap();
                book.opened(link, spec.clone());
            }
            let gone = LinkId(1);
            book.closed(gone, &radio.remove(gone).unwrap());
        }
        let mut again = radio();
        let book = LinkBook::open(scratch.path(), &mut again).unwrap();
        assert_eq!(specs(&again), [stays.to_string()]);
        drop(book);
        // A second restart knows it still.
        let mut third = radio();
        LinkBook::open(scratch.path(), &mut third).unwrap();
        assert_eq!(specs(&third), [stays.to_string()]);
    }

    #[test]
    fn a_port_that_is_taken_now_stays_remembered_and_nothing_else_suffers() {
        let scratch = Scratch::new("links");
        let other = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let taken = format!("udp-listen:{}", other.local_addr().unwrap());
        let list = serde_json::to_vec(&[taken.as_str(), "pigeon:7", "serial:/dev/none:57600"]).unwrap();
        std::fs::write(scratch.path().join(FILE), list).unwrap();
        let mut first = radio();
        let mut book = LinkBook::open(scratch.path(), &mut first).unwrap();
        assert_eq!(specs(&first), ["serial:/dev/none:57600"]);
        let more = first.add("spec", &spec("serial:/dev/more:57600")).unwrap();
        book.opened(more, spec("serial:/dev/more:57600"));
        drop((book, first, other));
        let mut again = radio();
        LinkBook::open(scratch.path(), &mut again).unwrap();
        let mut opened = specs(&again);
        opened.sort();
        assert_eq!(opened, ["serial:/dev/more:57600", "serial:/dev/none:57600", taken.as_str()]);
    }

    #[test]
    fn a_link_named_at_the_start_too_is_opened_once_and_a_spoilt_list_opens_nothing() {
        let scratch = Scratch::new("links");
        let serial = spec("serial:/dev/none:57600");
        std::fs::write(scratch.path().join(FILE), r#"["serial:/dev/none:57600"]"#).unwrap();
        let mut named = radio();
        named.add("--link", &serial).unwrap();
        LinkBook::open(scratch.path(), &mut named).unwrap();
        assert_eq!(specs(&named).len(), 1);
        std::fs::write(scratch.path().join(FILE), "[").unwrap();
        let mut none = radio();
        LinkBook::open(scratch.path(), &mut none).unwrap();
        assert!(specs(&none).is_empty());
    }
}
