//! The little vehicle with ArduCopter's manners: what it obeys when, and what it keeps of a mission.
#![allow(clippy::float_cmp)] // numbers that a float field carries unchanged

use super::rig::{Form, Stub};
use crate::codec::MissionItemInt;

const AUTO: u32 = 3;
const GUIDED: u32 = 4;
const FAILED: u8 = 4;
const DENIED: u8 = 2;
const UNSUPPORTED: u8 = 3;

/// What it does with a command, and its answer.
pub(super) fn obey(stub: &mut Stub, command: u16, form: Form) -> u8 {
    match (command, form) {
        (176, Form::Long(long)) => mode(stub, long.param2 as u32),
        (400, Form::Long(_)) => arm(stub),
        (22, Form::Long(long)) => take_off(stub, long.param7),
        (192, Form::Int(int)) if stub.mode == GUIDED || int.param2 == 1.0 => {
            stub.mode = GUIDED;
            stub.go_there(int);
            0
        }
        (192, Form::Int(_)) => DENIED,
        (193, _) => FAILED,
        (511 | 512, _) => 0,
        _ => UNSUPPORTED,
    }
}

/// On the ground any mode is taken; in the air AUTO needs a mission.
fn mode(stub: &mut Stub, mode: u32) -> u8 {
    if mode == AUTO && stub.in_air && stub.items.len() < 2 {
        return FAILED;
    }
    stub.starts += u32::from(mode == AUTO && stub.mode != AUTO);
    stub.mode = mode;
    0
}

fn arm(stub: &mut Stub) -> u8 {
    if stub.mode == AUTO || (stub.mode == GUIDED && !stub.positioned) {
        return FAILED;
    }
    stub.armings += u32::from(!stub.armed);
    stub.armed = true;
    0
}

fn take_off(stub: &mut Stub, height: f32) -> u8 {
    if !stub.armed || stub.mode != GUIDED || stub.in_air || height <= 0.0 {
        return FAILED;
    }
    stub.in_air = true;
    stub.take_offs.push(height);
    0
}

/// An item as it is given back: item 0 is its own home, heights are cut to centimetres, the frame has its older name.
pub(super) fn kept(stub: &Stub, item: &MissionItemInt) -> MissionItemInt {
    let item = MissionItemInt { target_system: 255, target_component: 190, ..*item };
    if stub.autopilot != 3 {
        return item;
    }
    let frame = if item.frame == 5 || item.frame == 2 { 0 } else { item.frame };
    let cut = MissionItemInt { frame, z: (item.z * 100.0).trunc() * 0.01, current: 0, ..item };
    if item.seq == 0 { MissionItemInt { command: 16, x: 471_000_000, y: 95_000_000, z: 455.0, ..cut } } else { cut }
}
