//! Over real sockets, with real processes.
