//! What every test of the house shares: paths, processes, a world in one line.
