//! Writes the good inputs of every parser where the fuzzer begins: `corpus/PARSER/seed-N` below the folder named.

use harness::hostile::PARSERS;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "tests/fuzz/corpus".to_owned());
    for parser in PARSERS {
        let folder = Path::new(&folder).join(parser.name);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in (parser.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
