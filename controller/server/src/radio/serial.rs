//! A serial port as a line: raw, eight bits, no parity, one stop bit, no flow control, as MAVLink radios are set up.

use nix::fcntl::OFlag;
use nix::sys::termios::{
    BaudRate, ControlFlags, FlushArg, SetArg, cfmakeraw, cfsetspeed, tcflush, tcgetattr, tcsetattr,
};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Opens `device` at `baud` bits a second; reading it never waits.
///
/// # Errors
/// A device that is not there or may not be used, or a rate no port has.
pub fn open(device: &Path, baud: u32) -> io::Result<File> {
    let rate = rate(baud).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no serial port has this rate"))?;
    let flags = OFlag::O_NOCTTY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
    let file = OpenOptions::new().read(true).write(true).custom_flags(flags.bits()).open(device)?;
    let mut line = tcgetattr(&file)?;
    cfmakeraw(&mut line);
    line.control_flags.insert(ControlFlags::CLOCAL | ControlFlags::CREAD);
    line.control_flags.remove(ControlFlags::CSTOPB | ControlFlags::CRTSCTS);
    cfsetspeed(&mut line, rate)?;
    tcsetattr(&file, SetArg::TCSANOW, &line)?;
    // What gathered before anybody listened is old.
    tcflush(&file, FlushArg::TCIFLUSH)?;
    Ok(file)
}

fn rate(baud: u32) -> Option<BaudRate> {
    Some(match baud {
        9_600 => BaudRate::B9600,
        19_200 => BaudRate::B19200,
        38_400 => BaudRate::B38400,
        57_600 => BaudRate::B57600,
        115_200 => BaudRate::B115200,
        230_400 => BaudRate::B230400,
        460_800 => BaudRate::B460800,
        500_000 => BaudRate::B500000,
        921_600 => BaudRate::B921600,
        1_000_000 => BaudRate::B1000000,
        1_500_000 => BaudRate::B1500000,
        2_000_000 => BaudRate::B2000000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radio::table::BAUDS;

    #[test]
    fn every_rate_of_the_table_is_one_of_a_serial_port() {
        assert!(BAUDS.iter().all(|baud| rate(*baud).is_some()));
    }
}
