//! The fit gives back what the samples were made of, through noise and outliers, and says what samples cannot tell.

use super::*;
use geodata::MetresPerSecond;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const KNOWN: Known = Known { mass_kg: 4.2, induced_mps: None };

fn truth() -> Power {
    Power {
        mass_kg: 4.2,
        max_payload_kg: 1.0,
        blade_w: 140.0,
        blade_w_s2_m2: 3.0 * 140.0 / (TIP * TIP),
        induced_w: 420.0,
        induced_mps: 5.6,
        parasite_w_s3_m3: 0.05,
        climb_efficiency: 0.65,
        sink_saves: 0.3,
        usable_wh: None,
    }
}

fn state(airspeed: f64, climb: f64, payload: f64) -> Flying {
    Flying { airspeed: MetresPerSecond(airspeed), climb: MetresPerSecond(climb), payload }
}

/// So many samples of all kinds of flight, with noise of a standard deviation.
fn flown(count: usize, noise: f64, seed: u64) -> Vec<Sample> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count)
        .map(|i| {
            let climb = [0.0, 0.0, 0.0, 3.0, -1.5][i % 5];
            let airspeed = if i % 4 == 0 { 0.0 } else { rng.random_range(0.0..18.0) };
            let payload = if i % 3 == 0 { 0.8 } else { 0.0 };
            // Twelve uniform numbers make a normal one.
            let normal: f64 = (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
            let flying = state(airspeed, climb, payload);
            Sample {
                airspeed: flying.airspeed,
                climb: flying.climb,
                watts: truth().watts(flying) + noise * normal,
                payload,
            }
        })
        .collect()
}

/// The largest relative error over the range of the samples.
fn worst(model: &Power) -> f64 {
    let speeds = (0..=9).map(|i| 2.0 * f64::from(i));
    let states = speeds.flat_map(|v| [(v, 0.0, 0.0), (v, 3.0, 0.0), (v, -1.5, 0.0), (v, 0.0, 0.8)]);
    let off = |(v, climb, payload)| {
        let told = truth().watts(state(v, climb, payload));
        (model.watts(state(v, climb, payload)) - told).abs() / told
    };
    states.map(off).fold(0.0, f64::max)
}

#[test]
fn exact_samples_give_the_model_back() {
    let fit = fit(&flown(600, 0.0, 1), KNOWN).unwrap();
    assert!(worst(&fit.model) < 0.002, "{} {:?}", worst(&fit.model), fit.model);
    assert_eq!((fit.n, fit.outliers), (600, 0));
    assert!(fit.untold.is_empty() && fit.residual_w < 1.0, "{fit:?}");
    assert!(fit.covers(state(10.0, 0.0, 0.4)) && !fit.covers(state(30.0, 0.0, 0.0)));
}

#[test]
fn noise_and_a_fifth_of_outliers_leave_it_within_two_percent() {
    for seed in 0..5 {
        let mut samples = flown(1500, 15.0, seed);
        let mut rng = ChaCha8Rng::seed_from_u64(100 + seed);
        for sample in samples.iter_mut().step_by(5) {
            sample.watts *= rng.random_range(1.6..4.0);
        }
        let fit = fit(&samples, KNOWN).unwrap();
        assert!(worst(&fit.model) < 0.02, "seed {seed}: {} {:?}", worst(&fit.model), fit.model);
        assert!((280..=420).contains(&fit.outliers), "{}", fit.outliers);
        assert!((10.0..20.0).contains(&fit.residual_w), "{}", fit.residual_w);
    }
}

#[test]
fn what_was_not_flown_is_not_told_and_named() {
    let codes = |samples: &[Sample]| match fit(samples, KNOWN) {
        Ok(fit) => fit.untold.into_iter().map(|f| f.code).collect::<Vec<_>>(),
        Err(faults) => faults.into_iter().map(|f| f.code).collect(),
    };
    let only = |keep: fn(&Sample) -> bool| flown(600, 0.0, 2).into_iter().filter(keep).collect::<Vec<_>>();
    assert!(codes(&only(|s| s.climb.0 <= 0.0)).contains(&"fit_climb"));
    assert!(codes(&only(|s| s.climb.0 >= 0.0)).contains(&"fit_sink"));
    assert!(codes(&only(|s| s.payload < 0.1)).contains(&"fit_payload"));
    assert!(codes(&only(|s| s.airspeed.0 < 3.0)).contains(&"fit_airspeed"));
    assert_eq!(codes(&only(|s| s.airspeed.0 > 3.0)), ["fit_hover"]);
    assert_eq!(codes(&flown(12, 0.0, 2)), ["fit_samples"]);
    assert_eq!(codes(&[]), ["fit_samples"]);
    let mut odd = flown(60, 0.0, 2);
    odd[7].watts = f64::NAN;
    assert_eq!(codes(&odd), ["fit_samples"]);
    let weightless = Known { mass_kg: 0.0, induced_mps: None };
    assert_eq!(fit(&flown(600, 0.0, 2), weightless).unwrap_err()[0].code, "fit_mass");
}

#[test]
fn hovering_alone_tells_hovering_and_nothing_else() {
    let still: Vec<Sample> =
        flown(600, 5.0, 3).into_iter().filter(|s| s.airspeed.0 < 0.1 && s.climb.0 == 0.0).collect();
    let fit = fit(&still, KNOWN).unwrap();
    assert!((fit.model.watts(state(0.0, 0.0, 0.0)) / truth().watts(state(0.0, 0.0, 0.0)) - 1.0).abs() < 0.05);
    assert_eq!(fit.untold.iter().filter(|f| f.code != "fit_vague").count(), 3, "{:?}", fit.untold);
}

#[test]
fn a_recorded_flight_fits_within_the_scatter_of_its_samples() {
    let samples = samples(include_str!("recorded/arducopter.csv"), None).unwrap();
    let known = Known { mass_kg: 3.0, induced_mps: None };
    let fit = fit(&samples, known).unwrap();
    let hover = fit.model.watts(state(0.0, 0.0, 0.0));
    assert!((345.0..365.0).contains(&hover), "{hover}");
    assert!(fit.residual_w < 0.05 * hover, "{fit:?}");
    let codes: Vec<_> = fit.untold.iter().map(|f| f.code).collect();
    assert!(codes.contains(&"fit_payload"), "{codes:?}");
}

#[test]
fn a_battery_that_only_tells_percent_needs_its_size_and_one_that_does_not_fall_is_refused() {
    let text = include_str!("recorded/px4.csv");
    assert_eq!(samples(text, None).unwrap_err()[0].code, "samples_draw");
    let flat: String = std::iter::once("time_s,airspeed_mps,climb_mps,battery_percent\n".to_owned())
        .chain((0..60).map(|i| format!("{i},0,0,50\n")))
        .collect();
    assert_eq!(samples(&flat, Some(80.0)).unwrap_err()[0].code, "samples_draw");
    let falling: String = std::iter::once("time_s,airspeed_mps,climb_mps,battery_percent\n".to_owned())
        .chain((0..300).map(|i| format!("{i},0,0,{}\n", 100 - i / 10)))
        .collect();
    let read = samples(&falling, Some(80.0)).unwrap();
    // A percent in ten seconds of 80 Wh is 288 W.
    assert!(read.len() > 200 && read.iter().all(|s| (s.watts - 288.0).abs() < 1.0), "{}", read.len());
}

#[test]
fn a_bad_file_is_told_by_line() {
    let of = |text: &str| samples(text, None).unwrap_err().into_iter().map(|f| (f.code, f.at)).collect::<Vec<_>>();
    assert_eq!(of("")[0].0, "samples_heading");
    assert_eq!(of("airspeed_mps,climb_mps\n1,2\n")[0].0, "samples_heading");
    assert_eq!(of("airspeed_mps,climb_mps,power_w,wings\n")[0].0, "samples_heading");
    let told = of("airspeed_mps,climb_mps,power_w\n1,0,300\n\n# a note\n1,x,300\n1,0,-4\n,0,300\n");
    assert_eq!(
        told.iter().map(|(_, at)| at.as_str()).collect::<Vec<_>>(),
        ["samples, line 5", "samples, line 6", "samples, line 7"]
    );
    let good = samples("\u{feff}power_w, climb_mps ,airspeed_mps\r\n300,0,1\r\n", None).unwrap();
    assert!((good[0].watts - 300.0).abs() < 1e-9);
}

proptest! {
    #[test]
    fn garbage_never_panics(text in ".{0,300}", rows in prop::collection::vec((0.0..20.0f64, -3.0..3.0f64, 0.0..500.0f64), 0..80)) {
        let _ = samples(&text, Some(100.0));
        let _ = samples(&format!("airspeed_mps,climb_mps,power_w\n{text}"), None);
        let any: Vec<Sample> = rows
            .into_iter()
            .map(|(v, climb, watts)| Sample { airspeed: MetresPerSecond(v), climb: MetresPerSecond(climb), watts, payload: 0.0 })
            .collect();
        if let Ok(fit) = fit(&any, KNOWN) {
            let power = fit.model.watts(state(5.0, 1.0, 0.5));
            prop_assert!(power.is_finite() && power > 0.0);
        }
    }
}
