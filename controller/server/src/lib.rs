//! The shell: sockets, clock, journal file, web.
