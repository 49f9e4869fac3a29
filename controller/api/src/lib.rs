//! The words a screen may say and hear.
