//! The account of what was on the air, link by link and vehicle by vehicle, as `GET /api/v1/links` shows it:
//! **sent = handled + gaps + bad_crc + unknown + kernel_drops + overrun**. See `controller_link::air` for how it is known. What
//! was dropped is known by the datagram; with more than one frame in each, the rest of them stands under the gaps.

use crate::radio::{LinkState, Radio};
use controller_engine::Engine;
use controller_link::LinkId;
use controller_link::air::{Air, Stream, Totals};
use serde::Serialize;

/// An autopilot's component id.
const AUTOPILOT: u8 = 1;

/// One link with its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What its thread counts.
    #[serde(flatten)]
    pub state: LinkState,
    /// What became of the frames.
    pub account: Account,
}

/// What became of all frames sent to us over one link, as far as their numbers tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Frames that must have been sent: the sum of the next six.
    pub sent: u64,
    /// Frames that came.
    pub handled: u64,
    /// Frames lost on the way.
    pub gaps: u64,
    /// Frames with a wrong checksum.
    pub bad_crc: u64,
    /// Frames with a number or a flag nobody knows.
    pub unknown: u64,
    /// Datagrams the kernel dropped.
    pub kernel_drops: u64,
    /// Datagrams thrown away because the controller did not take them in time.
    pub overrun: u64,
    /// Frames that came twice; not among those sent.
    pub duplicates: u64,
    /// Frames that came after a later one.
    pub late: u64,
    /// Frames of senders too many to be counted; not among those handled.
    pub uncounted: u64,
    /// Bytes that were no frame.
    pub garbage_bytes: u64,
}

impl Account {
    fn of(air: &Air, state: &LinkState) -> Self {
        let (kernel_drops, overrun) = (u64::from(state.kernel_drops), state.overrun);
        // Neither is lost on the way.
        let totals = Totals { kernel_drops: kernel_drops + overrun, ..air.totals(LinkId(state.link)) };
        let Totals { bad_crc, handled, duplicates, late, garbage_bytes, .. } = totals;
        let (gaps, unknown) = (totals.gaps(), totals.unknown_ids + totals.unknown_flags);
        Self {
            sent: handled + gaps + bad_crc + unknown + kernel_drops + overrun,
            handled,
            gaps,
            bad_crc,
            unknown,
            kernel_drops,
            overrun,
            duplicates,
            late,
            uncounted: totals.crowded,
            garbage_bytes,
        }
    }
}

/// What one vehicle's autopilot sent over one link: sent = handled + missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VehicleAccount {
    /// The vehicle.
    pub vehicle: u32,
    /// Its MAVLink system id.
    pub system: u32,
    /// The link.
    pub link: u16,
    /// Frames it must have sent.
    pub sent: u64,
    /// Frames that came.
    pub handled: u64,
    /// Frames that did not, or that nobody could read.
    pub missing: u64,
    /// Of these, frames that came with a number nobody knows.
    pub unreadable: u32,
    /// Frames that came twice.
    pub duplicates: u32,
    /// Frames that came after a later one.
    pub late: u32,
    /// How often it was switched on anew.
    pub restarts: u16,
}

/// Every link with its account, and every vehicle of the plan on every link it was heard on.
pub(crate) fn accounts(engine: &Engine, radio: &Radio) -> (Vec<LinkView>, Vec<VehicleAccount>) {
    let air = engine.air();
    let links: Vec<LinkView> =
        radio.links().into_iter().map(|state| LinkView { account: Account::of(air, &state), state }).collect();
    let squadron = &engine.controller().setup.plan.squadron;
    let heard = squadron.iter().flat_map(|aircraft| {
        links.iter().filter_map(|view| {
            let link = view.state.link;
            let stream = &air.voice(LinkId(link), aircraft.system_id, AUTOPILOT)?.stream;
            Some(VehicleAccount::of(aircraft.vehicle, aircraft.system_id, link, stream))
        })
    });
    let vehicles = heard.collect();
    (links, vehicles)
}

impl VehicleAccount {
    fn of(vehicle: u32, system: u32, link: u16, stream: &Stream) -> Self {
        Self {
            vehicle,
            system,
            link,
            sent: stream.handled() + stream.missing(),
            handled: stream.handled(),
            missing: stream.missing(),
            unreadable: stream.unreadable(),
            duplicates: stream.duplicates(),
            late: stream.late(),
            restarts: stream.restarts(),
        }
    }
}
