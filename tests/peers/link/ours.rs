//! Our side: the product's own link, a socket and a clock. It tells one line of JSON.

use crate::Outcome;
use crate::codec::{self, Message};
use controller_core::{Aboard, Order, OrderId, OrderKind, OrderProgress, SkyReport, Store, VehicleId, safety};
use controller_link::{Enrolled, LinkConfig, LinkId, Peer, Squadron};
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Metres, Seconds, Timestamp, Wgs84};
use serde_json::{Value, json};
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

/// Nothing is waited for longer than this.
const PATIENCE: Duration = Duration::from_secs(120);
/// The link is listened to for so long before anything is sent, as the other side does while it connects: so long the
/// share of frames that do not arrive is learnt.
const LISTEN: Seconds = Seconds(3.0);

/// What happened when, in seconds from the first COUNT.
#[derive(Default)]
struct Told {
    counted: Option<Timestamp>,
    sent: Option<f64>,
    verified: Option<f64>,
    end: Option<String>,
    bytes: usize,
}

/// Sends a mission of `items` items and reads it back.
pub(crate) fn run(listen: SocketAddr, items: usize) -> Outcome<()> {
    let socket = UdpSocket::bind(listen)?;
    socket.set_read_timeout(Some(Duration::from_millis(1)))?;
    let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let (start, mut buffer, mut heard) = (Instant::now(), [0; 2048], None::<Timestamp>);
    let mut mission = Some(mission(items));
    let plan: Vec<_> = mission.iter().flat_map(controller_link::mission_items).collect();
    let mut told = Told::default();
    while told.end.is_none() && start.elapsed() < PATIENCE {
        let at = crate::moment(start);
        if let Ok((length, from)) = socket.recv_from(&mut buffer) {
            squadron.receive(at, Peer { link: LinkId(0), address: from }, &buffer[..length]);
        }
        if squadron.wake_at().is_some_and(|due| at >= due) {
            squadron.tick(at);
        }
        if heard.is_some_and(|heard| at.since(heard) >= LISTEN)
            && let Some(mission) = mission.take()
        {
            let expires = at.plus(Seconds(110.0));
            let kind = OrderKind::FlyHome { mission };
            let order = Order { id: OrderId(1), vehicle: VehicleId(3), kind, expires };
            let permit = safety::without_approval(order, at, true).map_err(|refusal| format!("{refusal:?}"))?;
            squadron.order(at, permit);
        }
        let drained = squadron.drain();
        for (_, report) in &drained.reports {
            heard = heard.or((*report == SkyReport::LinkUp).then_some(at));
            told.hear(at, report);
        }
        for datagram in drained.datagrams {
            told.watch(at, &datagram.bytes);
            let _ = socket.send_to(&datagram.bytes, datagram.to.address);
        }
    }
    let plan: Vec<_> = plan.iter().map(|item| (item.command, item.x, item.y)).collect();
    println!("{}", told.line(json!(plan)));
    Ok(())
}

impl Told {
    fn since(&self, at: Timestamp) -> Option<f64> {
        self.counted.map(|counted| at.since(counted).0)
    }

    fn hear(&mut self, at: Timestamp, report: &SkyReport) {
        match report {
            SkyReport::Stored(Store::Mission, Aboard::Verified { .. }) => {
                self.verified = self.since(at);
                self.end = Some("verified".to_owned());
            }
            SkyReport::Order(_, OrderProgress::Refused { why }) => self.end = Some(format!("refused: {why}")),
            SkyReport::Order(_, OrderProgress::Unknown { step }) => self.end = Some(format!("unknown: {step}")),
            _ => {}
        }
    }

    /// The upload is over for us when we begin to read back.
    fn watch(&mut self, at: Timestamp, bytes: &[u8]) {
        for message in codec::decode(bytes).flatten().filter_map(|frame| frame.message) {
            match message {
                Message::MissionCount(_) => {
                    self.counted.get_or_insert(at);
                    self.sent = None;
                }
                Message::MissionRequestList(_) => self.sent = self.sent.or(self.since(at)),
                _ => {}
            }
        }
        self.bytes += if self.counted.is_some() { bytes.len() } else { 0 };
    }

    fn line(&self, plan: Value) -> Value {
        json!({"sent": self.sent, "verified": self.verified, "end": self.end, "bytes": self.bytes, "plan": plan})
    }
}

/// Waypoints, then the return.
fn mission(items: usize) -> Mission {
    #[allow(clippy::cast_precision_loss)] // some dozens
    let waypoint = |number: usize| MissionItem::Waypoint {
        at: Wgs84 { lat: 47.1 + 0.001 * number as f64, lon: 9.5 },
        altitude: Amsl(Metres(520.0)),
        hold: Seconds(0.0),
    };
    Mission { items: (1..items).map(waypoint).chain([MissionItem::Return]).collect() }
}
