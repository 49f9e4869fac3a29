//! One lane: a controller process that is killed again and again while calls come in, crews answer over a bad radio, people
//! decide and two hundred aircraft talk; then a calm in which everything must come to its end.

use super::county::County;
use super::desk::{Calls, Desk};
use super::door::Door;
use super::ear::{self, Heard};
use super::field::{Field, Seen};
use super::pool::Pool;
use super::sky::{Clock, Sky, Takeoff};
use controller_engine::Record;
use harness::controller::{Controller, Start, run};
use harness::{Scratch, book};
use sim::seed::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Those who carry requests, and those who call.
const CARRIERS: usize = 4;
const CALLERS: usize = 3;
/// Calls that may be begun before a kill beside its own share: those of a moment without kills.
const AHEAD: u32 = 20;
/// Incidents that may be open when the next kill is prepared: a machine that is slower is given the time it needs.
const UNDER_WAY: u64 = 120;
/// Desk and crews look this often.
const TURN: Duration = Duration::from_millis(10);
/// How long everything may take to come to its end.
const CALM: Duration = Duration::from_secs(300);

/// What a lane is to do.
#[derive(Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    pub kills: u32,
    pub incidents: u32,
}

/// One kill.
#[derive(Clone, Copy, Debug)]
pub struct Kill {
    /// From the start of the new process to its serving.
    pub ready: Duration,
    /// From the signal to the old one.
    pub whole: Duration,
    /// Records it folded.
    pub records: u32,
}

/// What came of it.
pub struct Outcome {
    pub seed: u64,
    pub kills: Vec<Kill>,
    /// Calls that were answered, with their incidents.
    pub answered: BTreeMap<String, u32>,
    pub wrong: Vec<String>,
    pub seen: Seen,
    pub takeoffs: Vec<Takeoff>,
    /// Questions a commander said yes to.
    pub granted: BTreeSet<u32>,
    /// Incidents that were still open after the calm.
    pub open: usize,
    /// Whether crews still had something to do or to say.
    pub quiet: bool,
    pub records: Vec<Record>,
    /// How often the door gave which answer; 0 is none at all.
    pub statuses: BTreeMap<u16, u64>,
    /// What `skyground audit verify` ended with.
    pub verified: bool,
    _folder: Scratch,
}

/// What the desk and the crews hear.
enum Event {
    Heard(Heard),
    Places(String),
    Answered(u64, u16),
}

/// What the lane's thread looks at while the others work.
#[derive(Default)]
struct Calmness {
    open: AtomicU64,
    quiet: AtomicBool,
}

/// Runs one lane.
pub fn run_lane(plan: Plan, county: &County) -> Outcome {
    let folder = Scratch::new(&format!("recovery-{}", plan.seed));
    let start = Start { laid: Some(county.laid.clone()), ..Start::on(folder.path()) };
    let controller = Controller::start(start);
    let (http, clock) = (controller.http, Clock::new());
    let (door, pool, calls, calmness) = (Door::new(http), Pool::default(), Calls::new(plan.seed), Calmness::default());
    let taken = door.insist("commander", "/api/v1/duty", "duty", r#"{"act":"take"}"#).unwrap();
    assert_eq!(taken.status, 200, "{}", String::from_utf8_lossy(&taken.body));
    let (into, events) = channel();
    let places = into.clone();
    let sky = Sky::start(county, plan.seed, clock, controller.mavlink, move |text| {
        let _ = places.send(Event::Places(text));
    });
    let (kills, (seen, granted, quiet)) = std::thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| calls.call(&door, county));
        }
        for _ in 0..CARRIERS {
            let into = into.clone();
            scope.spawn(|| {
                let into = into;
                pool.carry(&door, |report, status| drop(into.send(Event::Answered(report, status))));
            });
        }
        let heard = into.clone();
        scope.spawn(|| {
            let heard = heard;
            ear::listen(&door, http, |one| drop(heard.send(Event::Heard(one))));
        });
        let people = scope.spawn(|| {
            let events = events;
            work(plan.seed, &door, &pool, clock, &events, &calmness)
        });
        let kills = killed(plan, controller, &door, &calls, &calmness);
        (kills, people.join().unwrap())
    });
    let takeoffs = sky.end();
    let verdict = run(&["audit", "verify", &folder.path().display().to_string()]);
    let answered = calls.answered.into_inner().unwrap();
    Outcome {
        seed: plan.seed,
        kills,
        answered: answered.into_iter().map(|(key, _, incident)| (key, incident)).collect(),
        wrong: calls.wrong.into_inner().unwrap(),
        seen,
        takeoffs,
        granted,
        open: usize::try_from(calmness.open.load(Relaxed)).unwrap(),
        quiet,
        records: book::read(folder.path()),
        statuses: door.statuses.into_inner().unwrap(),
        verified: verdict.status.success(),
        _folder: folder,
    }
}

/// Desk and crews, until all is over.
fn work(
    seed: u64,
    door: &Door,
    pool: &Pool,
    clock: Clock,
    events: &Receiver<Event>,
    calmness: &Calmness,
) -> (Seen, BTreeSet<u32>, bool) {
    let (mut field, mut desk) = (Field::new(seed), Desk::new(seed));
    while !door.is_over() {
        let mut next = events.recv_timeout(TURN).ok();
        let now = clock.now();
        while let Some(event) = next {
            match event {
                Event::Heard(Heard::Snapshot(anew)) => desk.resume(anew),
                Event::Heard(Heard::Change(mut told)) => {
                    told.message.take().into_iter().for_each(|message| field.order(now, message));
                    desk.hear(*told);
                }
                Event::Places(places) => field.places(now, places),
                Event::Answered(report, status) => field.answered(now, report, status),
            }
            next = events.try_recv().ok();
        }
        field.step(now).into_iter().chain(desk.step(now)).for_each(|posting| pool.put(posting));
        calmness.open.store(desk.open() as u64, Relaxed);
        calmness.quiet.store(field.is_quiet(), Relaxed);
    }
    let quiet = field.is_quiet();
    (field.seen(), desk.granted, quiet)
}

/// The kills, and the calm after them.
fn killed(plan: Plan, mut controller: Controller, door: &Door, calls: &Calls, calmness: &Calmness) -> Vec<Kill> {
    let mut dice = Dice::of(plan.seed, "killer", 0);
    let mut kills = Vec::new();
    let share = plan.incidents.div_ceil(plan.kills);
    for number in 0..plan.kills {
        let due = share * number;
        calls.allowed.store(due + share + AHEAD, Relaxed);
        // The calls of before first, so that the kills fall among all of them.
        wait(Duration::from_secs(5), || calls.answered.lock().unwrap().len() >= due.saturating_sub(AHEAD) as usize);
        // A desk that drowns is another test; here the crews of each call are to be under way when it is killed.
        wait(Duration::from_secs(60), || calmness.open.load(Relaxed) <= UNDER_WAY);
        moment(&mut dice, door);
        let answered = calls.answered.lock().unwrap().len();
        let began = Instant::now();
        controller = controller.again();
        kills.push(Kill { ready: controller.ready_after, whole: began.elapsed(), records: controller.records });
        // Who was answered last, and somebody of before.
        for index in [answered.checked_sub(1), Some((dice.unit() * answered as f64) as usize)].into_iter().flatten() {
            calls.repeat(door, index);
        }
    }
    let until = Instant::now() + CALM;
    let mut allowed = share * plan.kills + AHEAD;
    while Instant::now() < until {
        let told = calls.answered.lock().unwrap().len();
        let missing = (plan.incidents as usize).saturating_sub(calls.incidents());
        if missing == 0 && calmness.open.load(Relaxed) == 0 && calmness.quiet.load(Relaxed) {
            break;
        }
        // Some calls were about the same event as others.
        if told >= allowed as usize && missing > 0 {
            allowed += missing as u32;
            calls.allowed.store(allowed, Relaxed);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    door.over.store(true, Relaxed);
    kills
}

/// Waits for the instant of the next kill: while a request is under way, right after an answer, or at any time. Most follow
/// soon upon the last start; some leave time for flights to begin.
fn moment(dice: &mut Dice, door: &Door) {
    let gap = match dice.pick(&[0.75, 0.20, 0.05]) {
        Some(0) => dice.between([0.01, 0.25]),
        Some(1) => dice.between([0.25, 1.0]),
        _ => dice.between([1.5, 4.5]),
    };
    std::thread::sleep(Duration::from_secs_f64(gap));
    let counted = match dice.pick(&[1.0, 1.0, 1.0]) {
        Some(0) => &door.sent,
        Some(1) => &door.answered,
        _ => return,
    };
    let before = counted.load(Relaxed);
    wait(Duration::from_millis(500), || counted.load(Relaxed) != before);
    if std::ptr::eq(counted, &raw const door.sent) {
        std::thread::sleep(Duration::from_secs_f64(dice.between([0.0, 0.004])));
    }
}

fn wait(longest: Duration, mut until: impl FnMut() -> bool) {
    let end = Instant::now() + longest;
    while !until() && Instant::now() < end {
        std::thread::sleep(Duration::from_micros(100));
    }
}
