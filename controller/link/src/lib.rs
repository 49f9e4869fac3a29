//! The conversation with the squadron over MAVLink, both ways, without a socket.
