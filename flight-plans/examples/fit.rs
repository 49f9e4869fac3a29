//! Learns an airframe's `[power]` table from a file of samples:
//! `cargo run --release -p flight-plans --example fit SAMPLES.csv MASS_KG [USABLE_WH]`; `samples.py` makes the file.

use flight_plans::airframe::{Known, fit, samples};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(table) => {
            println!("{table}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn run(words: &[String]) -> Result<String, String> {
    let (file, mass) = match words {
        [file, mass] | [file, mass, _] => (file, mass),
        _ => return Err("usage: fit SAMPLES.csv MASS_KG [USABLE_WH]".into()),
    };
    let number = |text: &String| text.parse::<f64>().map_err(|_| format!("'{text}' is not a number"));
    let usable = words.get(2).map(number).transpose()?;
    let text = std::fs::read_to_string(file).map_err(|why| format!("{file}: {why}"))?;
    let told = |faults: Vec<geodata::Finding>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let samples = samples(&text, usable).map_err(told)?;
    let known = Known { mass_kg: number(mass)?, induced_mps: None };
    let fit = fit(&samples, known).map_err(told)?;
    let table = toml::to_string(&fit.model).map_err(|why| why.to_string())?;
    let notes: String = fit.untold.iter().map(|note| format!("# {note}\n")).collect();
    let [slow, fast] = fit.range.airspeed;
    Ok(format!(
        "# {} samples used, {} outliers, residual {:.1} W, airspeeds {slow:.1} to {fast:.1} m/s\n{notes}[power]\n{table}",
        fit.n, fit.outliers, fit.residual_w
    ))
}
