//! What every test of the house shares: where things are, real processes on free ports with folders of their own, and
//! a plain HTTP client.

pub mod book;
pub mod cable;
pub mod city;
pub mod controller;
pub mod county;
pub mod hostile;
pub mod http;
pub mod paths;
pub mod scratch;

pub use controller::{Controller, Start};
pub use http::{Client, Reply};
pub use paths::{binary, python, root};
pub use scratch::Scratch;
