//! One simulated aircraft: a PX4-like multirotor that speaks MAVLink 2.
