//! What is happening, and what now: the decisions, as a pure state machine.
