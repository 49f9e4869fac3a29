//! From the radios' threads to the loop: one batch that all fill and the loop takes whole, with a limit; and each thread's
//! own hand, which gathers for as long as nothing in it is urgent.

use super::counts::Counts;
use super::tap::Tap;
use crate::clock::Clock;
use crate::limits::{INBOX_BYTES, INBOX_DATAGRAMS, PACE_WINDOW, PACED_ABOVE, SOON, WHENEVER};
use controller_link::{Batch, LinkId, Peer, Urgency, urgency};
use geodata::Timestamp;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// What the threads brought and the loop has not taken yet.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    batch: Mutex<Batch>,
    brought: Notify,
    /// Until when an answer is awaited, in microseconds of the clock: so long nothing is gathered.
    awaited_until: AtomicI64,
    /// While an answer is awaited the loop looks after the sockets itself.
    looked_at: AtomicBool,
}

impl Inbox {
    /// Waits until something was brought.
    pub(crate) async fn brought(&self) {
        self.brought.notified().await;
    }

    /// Takes everything, and leaves the memory of `into`, emptied.
    pub(crate) fn take(&self, into: &mut Batch) {
        into.clear();
        if let Ok(mut batch) = self.batch.lock() {
            std::mem::swap(&mut *batch, into);
        }
    }

    /// Somebody waits for an answer until `until`. True when nobody did before: the threads must be woken from their pace.
    pub(crate) fn await_until(&self, now: Timestamp, until: Timestamp) -> bool {
        self.awaited_until.fetch_max(until.0, Relaxed) <= now.0
    }

    /// Whether somebody does.
    pub(crate) fn is_awaited(&self, at: Timestamp) -> bool {
        self.awaited_until.load(Relaxed) > at.0
    }

    /// Whether the loop looks after the sockets itself.
    pub(crate) fn look(&self, is_looked_at: bool) {
        self.looked_at.store(is_looked_at, Relaxed);
    }

    /// Adds `from` and empties it; what is over the limit is thrown away and told. The loop is woken unless it put it here.
    fn put(&self, from: &mut Batch, wakes: bool) -> u64 {
        let Ok(mut batch) = self.batch.lock() else { return 0 };
        let mut overrun = 0;
        if batch.is_empty() {
            std::mem::swap(&mut *batch, from);
        } else {
            for (at, peer, bytes) in from.iter() {
                if batch.len() < INBOX_DATAGRAMS && batch.size() + bytes.len() <= INBOX_BYTES {
                    batch.push(at, peer, bytes);
                } else {
                    overrun += 1;
                }
            }
        }
        from.clear();
        drop(batch);
        if wakes {
            self.brought.notify_one();
        }
        overrun
    }
}

/// One thread's hand.
#[derive(Debug)]
pub(crate) struct Hand {
    pub link: LinkId,
    pub counts: Arc<Counts>,
    pub clock: Clock,
    inbox: Arc<Inbox>,
    tap: Arc<dyn Tap>,
    batch: Batch,
    /// When what is gathered must be put down.
    due: Option<Instant>,
    pace: Pace,
    /// Datagrams and bytes not yet in `counts`: other cores read those.
    fresh: (u64, u64),
}

impl Hand {
    pub(crate) fn new(link: LinkId, counts: Arc<Counts>, clock: Clock, inbox: Arc<Inbox>, tap: Arc<dyn Tap>) -> Self {
        Self {
            link,
            counts,
            clock,
            inbox,
            tap,
            batch: Batch::default(),
            due: None,
            pace: Pace::default(),
            fresh: (0, 0),
        }
    }

    /// Takes one datagram.
    pub(crate) fn take(&mut self, now: Instant, at: Timestamp, address: SocketAddr, datagram: &[u8]) {
        let from = Peer { link: self.link, address };
        self.fresh = (self.fresh.0 + 1, self.fresh.1 + datagram.len() as u64);
        self.pace.count(now);
        self.tap.heard(at, from, datagram);
        self.batch.push(at, from, datagram);
        if self.due.is_some_and(|due| due <= now) {
            return;
        }
        let patience = match urgency(datagram) {
            Urgency::Now => Duration::ZERO,
            Urgency::Soon if !self.pace.is_fast() => Duration::ZERO,
            Urgency::Soon => SOON,
            Urgency::Whenever => WHENEVER,
        };
        let due = now + patience;
        self.due = Some(self.due.map_or(due, |before| before.min(due)));
    }

    /// Something left by the thread itself.
    pub(crate) fn sent(&self, to: SocketAddr, bytes: &[u8]) {
        self.tap.sent(self.clock.now(), Peer { link: self.link, address: to }, bytes);
    }

    /// Puts down what is due.
    pub(crate) fn settle(&mut self, now: Instant) {
        self.put_down(now, true);
    }

    /// Puts down everything, for the loop that has come for it.
    pub(crate) fn hurry(&mut self, now: Instant) {
        self.due = (!self.batch.is_empty()).then_some(now);
        self.put_down(now, false);
    }

    fn put_down(&mut self, now: Instant, wakes: bool) {
        self.pace.rest(now);
        let (datagrams, bytes) = std::mem::take(&mut self.fresh);
        if datagrams > 0 {
            self.counts.datagrams.fetch_add(datagrams, Relaxed);
            self.counts.bytes.fetch_add(bytes, Relaxed);
        }
        let is_full = self.batch.len() >= INBOX_DATAGRAMS / 2 || self.batch.size() >= INBOX_BYTES / 2;
        if self.due.is_some_and(|due| due <= now || is_full) {
            self.due = None;
            let overrun = self.inbox.put(&mut self.batch, wakes);
            self.counts.overrun.fetch_add(overrun, Relaxed);
        }
    }

    /// How long it may be left alone.
    pub(crate) fn patience(&self, now: Instant) -> Duration {
        self.due.map_or(Duration::from_secs(1), |due| due.saturating_duration_since(now))
    }

    /// Whether what comes is taken in turns instead of one by one: so much comes, or the loop waits for an answer and looks
    /// at the socket itself. When it waits and cannot look, nothing is left lying.
    pub(crate) fn is_paced(&self) -> bool {
        if self.inbox.is_awaited(self.clock.now()) {
            return self.inbox.looked_at.load(Relaxed);
        }
        self.pace.is_fast()
    }
}

/// How much comes, over short windows.
#[derive(Debug, Default)]
struct Pace {
    window: Option<Instant>,
    last: Option<Instant>,
    count: u32,
    fast: bool,
}

impl Pace {
    fn count(&mut self, now: Instant) {
        // What one system call brought has one moment.
        if self.last == Some(now) {
            self.count += 1;
            return;
        }
        self.last = Some(now);
        let began = *self.window.get_or_insert(now);
        let gone = now.saturating_duration_since(began);
        if gone >= PACE_WINDOW {
            self.fast = f64::from(self.count) > PACED_ABOVE * gone.as_secs_f64();
            (self.window, self.count) = (Some(now), 0);
        }
        self.count += 1;
    }

    /// Nothing came for a while: nothing is fast.
    fn rest(&mut self, now: Instant) {
        if self.window.is_some_and(|began| now.saturating_duration_since(began) > PACE_WINDOW * 2) {
            *self = Self::default();
        }
    }

    fn is_fast(&self) -> bool {
        self.fast
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radio::tap::NoTap;
    use controller_link::codec::{Attitude, CommandAck, Header, Heartbeat, Message, encode};

    fn hand(inbox: &Arc<Inbox>) -> Hand {
        Hand::new(LinkId(1), Arc::default(), Clock::start(None), Arc::clone(inbox), Arc::new(NoTap))
    }

    fn frame(message: impl Into<Message>) -> Vec<u8> {
        encode(Header { system: 3, component: 1, sequence: 0 }, &message.into())
    }

    fn taken(inbox: &Inbox) -> usize {
        let mut batch = Batch::default();
        inbox.take(&mut batch);
        batch.len()
    }

    #[test]
    fn on_a_quiet_link_what_somebody_reads_is_handed_over_at_once_and_the_rest_waits() {
        let inbox = Arc::new(Inbox::default());
        let mut hand = hand(&inbox);
        let (now, from) = (Instant::now(), "10.0.0.1:1".parse().unwrap());
        hand.take(now, Timestamp(0), from, &frame(Attitude::default()));
        hand.settle(now);
        assert_eq!((taken(&inbox), hand.patience(now)), (0, WHENEVER));
        hand.take(now, Timestamp(0), from, &frame(Heartbeat::default()));
        hand.settle(now);
        assert_eq!(taken(&inbox), 2);
    }

    #[test]
    fn a_link_that_falls_silent_is_not_looked_after_in_turns_any_more() {
        let inbox = Arc::new(Inbox::default());
        let mut hand = hand(&inbox);
        let (start, from) = (Instant::now(), "10.0.0.1:1".parse().unwrap());
        for n in 0..20_000 {
            hand.take(start + Duration::from_micros(20) * n, Timestamp(0), from, b"");
        }
        assert!(hand.is_paced());
        hand.settle(start + Duration::from_secs(2));
        assert!(!hand.is_paced());
    }

    #[test]
    fn on_a_busy_link_an_answer_goes_at_once_and_what_nobody_waits_for_is_gathered() {
        let inbox = Arc::new(Inbox::default());
        let mut hand = hand(&inbox);
        let (start, from) = (Instant::now(), "10.0.0.1:1".parse().unwrap());
        let attitude = frame(Attitude::default());
        let at = |n: u32| start + Duration::from_micros(20) * n;
        for n in 0..20_000 {
            hand.take(at(n), Timestamp(0), from, &attitude);
            hand.settle(at(n));
        }
        assert!(hand.is_paced());
        taken(&inbox);
        let now = at(20_000);
        hand.take(now, Timestamp(0), from, &attitude);
        hand.settle(now);
        let gathered = hand.patience(now);
        assert_eq!(taken(&inbox), 0, "nobody is woken for it");
        assert!(gathered > Duration::ZERO && gathered <= WHENEVER);
        hand.take(now, Timestamp(0), from, &frame(CommandAck::default()));
        hand.settle(now);
        assert!(taken(&inbox) >= 2, "the answer takes the rest along");
        assert!(inbox.await_until(Timestamp(0), Timestamp(i64::MAX)));
        assert!(!hand.is_paced(), "an answer is awaited");
    }

    #[test]
    fn a_loop_that_does_not_come_costs_no_more_than_the_limit_and_all_is_counted() {
        let inbox = Arc::new(Inbox::default());
        let mut hand = hand(&inbox);
        let (now, from) = (Instant::now(), "10.0.0.1:1".parse().unwrap());
        let ack = frame(CommandAck::default());
        let count = 2 * INBOX_DATAGRAMS as u64;
        for _ in 0..count {
            hand.take(now, Timestamp(0), from, &ack);
            hand.settle(now);
        }
        let kept = taken(&inbox) as u64;
        assert!(kept <= INBOX_DATAGRAMS as u64);
        assert_eq!(kept + hand.counts.overrun.load(Relaxed), count);
    }
}
