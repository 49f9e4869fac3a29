//! How soon an order is on the wire and its answer back, while everybody talks.

use crate::air::{AIRCRAFT, Air, answer};
use crate::county;
use crate::threads::percentile;
use controller_core::picture::fleet::VehicleFace;
use controller_core::{Actor, Command, Input, OrderKind, Role, VehicleId};
use controller_engine::{Engine, Record, Stimulus};
use controller_link::Batch;
use controller_link::codec::{CommandLong, Header, Message, decode, encode};
use controller_server::clock::Clock;
use controller_server::journal::{JournalFile, path_of};
use controller_server::radio::{LinkSpec, Radio};
use std::collections::BTreeSet;
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

const SAMPLES: usize = 300;
/// System ids that a command can address; everybody above talks and is not enrolled.
const ENROLLED: u32 = 250;

struct Desk {
    engine: Engine,
    radio: Radio,
    clock: Clock,
    batch: Batch,
    /// What the engine took for the last batch.
    heard: Duration,
    /// What was to be recorded so far.
    records: Vec<Record>,
}

impl Desk {
    fn new() -> Self {
        let clock = Clock::start(None);
        let mut radio = Radio::new(clock, Vec::new());
        radio.add("bench", &LinkSpec::read("bench", "udp-listen:127.0.0.1:0").unwrap()).unwrap();
        let (engine, output) = Engine::start(county::setup(ENROLLED), clock.now());
        Self { engine, radio, clock, batch: Batch::default(), heard: Duration::ZERO, records: output.records }
    }

    fn order(&mut self, command: Command) {
        let actor = Actor { role: Role::Operator, post: "bench".into() };
        let output = self.engine.receive(self.clock.now(), Stimulus::Input(Input::Command(actor, command)));
        output.datagrams.iter().for_each(|datagram| self.radio.send(datagram));
        self.records.extend(output.records);
    }

    /// How many are on their way home round zones.
    fn round_zones(&self) -> usize {
        let orders = self.engine.controller().ledger.orders.values();
        orders.filter(|state| matches!(state.order.kind, OrderKind::FlyHome { .. })).count()
    }

    /// Works until `wait` is over, or until aircraft 1 has acknowledged a command.
    async fn work(&mut self, wait: Duration, until_answered: bool) -> bool {
        let end = Instant::now() + wait;
        while Instant::now() < end {
            let due = self.engine.wake_at().map_or(wait, |at| self.clock.until(at)).max(Duration::from_millis(1));
            let mut answered = false;
            let output = tokio::select! {
                () = self.radio.brought() => {
                    self.radio.take(&mut self.batch);
                    let start = Instant::now();
                    let output = self.engine.hear(self.clock.now(), &self.batch);
                    self.heard = start.elapsed();
                    answered = self.batch.iter().any(|(_, _, bytes)| is_answer(bytes));
                    output
                }
                () = tokio::time::sleep(due.min(end.saturating_duration_since(Instant::now()))) => {
                    self.engine.receive(self.clock.now(), Stimulus::Clock)
                }
            };
            output.datagrams.iter().for_each(|datagram| self.radio.send(datagram));
            self.records.extend(output.records);
            if answered && until_answered {
                return true;
            }
        }
        false
    }
}

/// An acknowledgement of one of our orders (mode changes and repositions), by header and command.
fn is_answer(bytes: &[u8]) -> bool {
    bytes.len() > 12
        && bytes[7..10] == [77, 0, 0]
        && decode(bytes)
            .flatten()
            .any(|frame| matches!(frame.message, Some(Message::CommandAck(ack)) if !matches!(ack.command, 511 | 512)))
}

pub fn round_trip() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut desk = Desk::new();
        let at = desk.radio.links()[0].listens.parse().unwrap();
        let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let mut air = Air::new(at);
        let address = air.sockets[0].local_addr().unwrap();
        let stub = answer(&air, Arc::clone(&answered), Arc::clone(&stop));
        let ended = Arc::clone(&stop);
        let talk = std::thread::spawn(move || {
            air.hello();
            air.talk(Duration::from_secs(120), &ended);
        });
        desk.work(Duration::from_secs(4), false).await;
        let direct = UdpSocket::bind("127.0.0.1:0").unwrap();
        direct.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        let (mut ours, mut bare, mut lost) = (Vec::new(), Vec::new(), [0; 2]);
        let (mut ordered, mut heard) = (Vec::new(), Vec::new());
        for sample in 0..SAMPLES {
            bare.push(ping(&direct, address));
            let command = if sample % 2 == 0 { Command::Hold(VehicleId(1)) } else { Command::Land(VehicleId(1)) };
            let start = Instant::now();
            desk.order(command);
            ordered.push(start.elapsed());
            if desk.work(Duration::from_secs(2), true).await {
                ours.push(start.elapsed());
                heard.push(desk.heard);
            } else {
                lost[sample % 2] += 1;
            }
            desk.work(Duration::from_millis(20), false).await;
        }
        stop.store(true, Relaxed);
        let _ = (talk.join(), stub.join());
        ours.sort_unstable();
        bare.sort_unstable();
        ordered.sort_unstable();
        heard.sort_unstable();
        let parts = [("direct", &bare), ("through the engine", &ours), ("until sent", &ordered), ("its answer taken", &heard)];
        for (name, all) in parts {
            println!(
                "command/round_trip: {name} p50 {:?} p99 {:?} of {}",
                percentile(all, 0.5),
                percentile(all, 0.99),
                all.len()
            );
        }
        let ratio = |share| percentile(&ours, share).as_secs_f64() / percentile(&bare, share).as_secs_f64();
        println!(
            "command/round_trip: p50 {:.2}x, p99 {:.2}x of direct; unanswered {lost:?} of {SAMPLES}; {AIRCRAFT} talking",
            ratio(0.5),
            ratio(0.99)
        );
    });
}

/// A command straight to the aircraft and its answer straight back.
fn ping(socket: &UdpSocket, to: std::net::SocketAddr) -> Duration {
    let command = CommandLong { command: 176, target_system: 1, target_component: 1, ..CommandLong::default() };
    let frame = encode(Header { system: 255, component: 190, sequence: 0 }, &command.into());
    let start = Instant::now();
    socket.send_to(&frame, to).unwrap();
    socket.recv(&mut [0; 300]).unwrap();
    start.elapsed()
}

/// Four controllers' worth of squadrons, because a command can address 250 system ids: together a thousand. Each is called
/// home by one command, as `POST /api/v1/squadron/return` does it: decided, recorded on the disk in one transaction, sent.
/// The aircraft tell whether each of them got its order. Told is how long it takes one after the other, and side by side
/// as the four processes they are, from the one moment at which all four are told to the last datagram of the last.
pub fn all_return() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = std::env::temp_dir().join(format!("all-return-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let squadrons = AIRCRAFT / ENROLLED;
    for (how, side_by_side) in [("one after the other", false), ("side by side", true)] {
        let mut round_zones = 0;
        let mut rounds: Vec<[Duration; 4]> = (0..5)
            .map(|round| {
                let mut all: Vec<_> = (0..squadrons)
                    .map(|number| {
                        let path = path_of(&folder.join(format!("{side_by_side}-{round}-{number}")));
                        let (desk, air) = runtime.block_on(in_the_air());
                        // The journal of a controller that has been at work.
                        let mut journal = JournalFile::open(&path).unwrap();
                        journal.append(&desk.records).unwrap();
                        (desk, air, journal)
                    })
                    .collect();
                let spent = if side_by_side {
                    all.iter_mut().for_each(|(desk, air, _)| runtime.block_on(heard_anew(desk, air)));
                    together(&mut all)
                } else {
                    in_turn(&runtime, &mut all)
                };
                round_zones += all.iter().map(|(desk, ..)| desk.round_zones()).sum::<usize>();
                for (_, air, _) in &all {
                    assert_eq!(called(air), ENROLLED as usize, "somebody was not called home");
                }
                spent
            })
            .collect();
        rounds.sort_unstable_by_key(|spent| spent[3]);
        let [decided, recorded, sent, all] = rounds[rounds.len() / 2];
        println!(
            "command/all_return: {AIRCRAFT} of {AIRCRAFT} first sends in {all:?}: decided {decided:?}, recorded {recorded:?}, sent {sent:?}; {squadrons} squadrons {how}, {} of them round zones, median of {} ({:?} to {:?})",
            round_zones / rounds.len(),
            rounds.len(),
            rounds[0][3],
            rounds[rounds.len() - 1][3],
        );
    }
    let _ = std::fs::remove_dir_all(&folder);
}

type Squadron = (Desk, Air, JournalFile);

/// The sums of all.
fn in_turn(runtime: &tokio::runtime::Runtime, all: &mut [Squadron]) -> [Duration; 4] {
    let mut spent = [Duration::ZERO; 4];
    for (desk, air, journal) in all {
        runtime.block_on(heard_anew(desk, air));
        let steps = call_home(desk, journal);
        spent.iter_mut().zip(steps).for_each(|(sum, step)| *sum += step);
    }
    spent
}

/// The longest of each step, and from the moment all are told to the end of the last.
fn together(all: &mut [Squadron]) -> [Duration; 4] {
    let gate = std::sync::Barrier::new(all.len());
    let run = |(desk, _, journal): &mut Squadron| {
        gate.wait();
        let begun = Instant::now();
        (call_home(desk, journal), begun, Instant::now())
    };
    std::thread::scope(|threads| {
        let each: Vec<_> = all.iter_mut().map(|squadron| threads.spawn(|| run(squadron))).collect();
        let each: Vec<_> = each.into_iter().map(|thread| thread.join().unwrap()).collect();
        let longest = |step: usize| each.iter().map(|(steps, ..)| steps[step]).max().unwrap();
        let first = each.iter().map(|(_, begun, _)| *begun).min().unwrap();
        let last = each.iter().map(|(.., end)| *end).max().unwrap();
        [longest(0), longest(1), longest(2), last - first]
    })
}

/// A controller that has heard all its aircraft in the air.
async fn in_the_air() -> (Desk, Air) {
    let mut desk = Desk::new();
    let mut air = Air::new(desk.radio.links()[0].listens.parse().unwrap());
    heard_anew(&mut desk, &mut air).await;
    (desk, air)
}

/// Everybody says where it is, until all are known to be in the air by a word of a moment ago: of whom nothing was heard for
/// some seconds no way home is planned.
async fn heard_anew(desk: &mut Desk, air: &mut Air) {
    let asked = desk.clock.now();
    for _ in 0..20 {
        air.hello();
        for _ in 0..10 {
            desk.work(Duration::from_millis(20), false).await;
            let fleet = &desk.engine.controller().picture.fleet;
            let known = |face: &VehicleFace| face.in_air() && face.fix.is_some_and(|fix| fix.at >= asked);
            if fleet.iter().filter(|(_, face)| known(face)).count() == ENROLLED as usize {
                // What was asked of them so far is not the order.
                called(air);
                return;
            }
        }
    }
    panic!("not everybody is known to be in the air");
}

/// How long it took to decide, to record, to send, and all of it.
fn call_home(desk: &mut Desk, journal: &mut JournalFile) -> [Duration; 4] {
    let actor = Actor { role: Role::Operator, post: "bench".into() };
    let start = Instant::now();
    let output = desk.engine.receive(desk.clock.now(), Stimulus::Input(Input::Command(actor, Command::AllReturn)));
    let decided = start.elapsed();
    journal.append(&output.records).unwrap();
    let recorded = start.elapsed();
    output.datagrams.iter().for_each(|datagram| desk.radio.send(datagram));
    let all = start.elapsed();
    [decided, recorded - decided, all - recorded, all]
}

/// How many aircraft have an order in their sockets, which are empty afterwards.
fn called(air: &Air) -> usize {
    let mut who = BTreeSet::new();
    let mut buffer = [0; 300];
    for socket in &air.sockets {
        socket.set_nonblocking(true).unwrap();
        while let Ok(size) = socket.recv(&mut buffer) {
            for frame in decode(&buffer[..size]).flatten() {
                match frame.message {
                    Some(Message::CommandLong(m)) if !matches!(m.command, 511 | 512) => {
                        who.insert(m.target_system);
                    }
                    Some(Message::MissionCount(m)) => {
                        who.insert(m.target_system);
                    }
                    _ => {}
                }
            }
        }
    }
    who.len()
}
