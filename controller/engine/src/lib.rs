//! Core and link in one order, with the hash-chained record of every decision.
