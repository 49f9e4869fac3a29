//! What a camera that looks straight down sees of the ground, and how far apart lanes may lie.

use geodata::{Agl, Finding, Metres};

/// A camera that looks straight down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The opening angle across the lane, degrees, 5 to 150.
    pub across_deg: f64,
    /// The opening angle along the lane, degrees, 5 to 150.
    pub along_deg: f64,
    /// How much of one lane's picture the next one shows again, 0 to 0.9.
    pub overlap: f64,
}

/// What is seen from one height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Footprint {
    /// Everything nearer than this to the track is seen, whatever way the aircraft is turned.
    pub radius: Metres,
    /// How far apart lanes may lie at most; never more than twice `radius`.
    pub spacing: Metres,
}

impl Camera {
    /// The footprint on level ground from `height`: half the shorter side of the picture, `height tan(angle / 2)`, because
    /// the aircraft is turned any way where it turns; lanes lie one picture less the overlap apart.
    ///
    /// # Errors
    /// Every figure that no camera has.
    pub fn footprint(&self, height: Agl) -> Result<Footprint, Vec<Finding>> {
        let figures = [
            ("across_deg", self.across_deg, 5.0, 150.0),
            ("along_deg", self.along_deg, 5.0, 150.0),
            ("overlap", self.overlap, 0.0, 0.9),
            ("height_agl_m", height.0.0, 2.0, 1000.0),
        ];
        let bad = figures.into_iter().filter(|(_, value, low, high)| !(low..=high).contains(&value));
        let faults: Vec<Finding> = bad
            .map(|(key, value, low, high)| {
                let say = format!("{key} = {value} lies outside of {low} to {high}");
                Finding::new("search_camera", "the camera", say, "Use a figure of the camera's data sheet")
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let half = |degrees: f64| height.0.0 * (degrees.to_radians() / 2.0).tan();
        let (across, along) = (half(self.across_deg), half(self.along_deg));
        let radius = Metres(across.min(along));
        Ok(Footprint { radius, spacing: Metres(2.0 * radius.0 * (1.0 - self.overlap)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_metres_up_a_camera_of_sixty_degrees_sees_34_64_metres_to_each_side() {
        let camera = Camera { across_deg: 60.0, along_deg: 60.0, overlap: 0.25 };
        let seen = camera.footprint(Agl(Metres(60.0))).unwrap();
        assert!((seen.radius.0 - 34.641).abs() < 1e-3 && (seen.spacing.0 - 51.962).abs() < 1e-3, "{seen:?}");
    }

    #[test]
    fn every_bad_figure_is_told() {
        let camera = Camera { across_deg: f64::NAN, along_deg: 179.0, overlap: 1.0 };
        assert_eq!(camera.footprint(Agl(Metres(0.0))).unwrap_err().len(), 4);
    }
}
