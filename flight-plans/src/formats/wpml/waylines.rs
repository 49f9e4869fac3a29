//! The second document of a route, `wpmz/waylines.wpml`: what an aircraft itself flies, with heights it can hold without a
//! model of the ground. Heights over the sea become heights over the start, since the file's own are over the ellipsoid.

use super::Way;
use crate::formats::{Altitude, FlightFile};
use geodata::layers::tree::Node;
use geodata::{Finding, MetresPerSecond};

/// The speed where the flight says none: what the makers' own planner begins with.
const SPEED: MetresPerSecond = MetresPerSecond(10.0);

/// The folder of the waylines; a note instead where a height over the sea has no start to be measured from.
pub(super) fn folder(way: &Way<'_>, file: &FlightFile) -> Result<Node, Finding> {
    let mut speed = way.places.iter().find_map(|place| place.0).unwrap_or(SPEED);
    let mut mode = "relativeToStartPoint";
    let mut folder = Vec::new();
    for (index, (said, at, altitude, hold)) in way.places.iter().enumerate() {
        let height = match altitude {
            Altitude::AboveHome(above) => above.0.0,
            Altitude::Amsl(amsl) => match file.home {
                Some((_, ground)) => amsl.above_home(ground).0.0,
                None => {
                    let say = "without a start the heights over the sea cannot be flown; waylines.wpml is left out";
                    let remedy = "Set the planned home, or give heights above it";
                    return Err(Finding::new("export-no-waylines", "the export", say, remedy));
                }
            },
            Altitude::Agl(agl) => {
                mode = "realTimeFollowSurface";
                agl.0.0
            }
        };
        speed = said.unwrap_or(speed);
        let heading = vec![Node::leaf("wpml:waypointHeadingMode", "followWayline")];
        let turn = vec![
            Node::leaf("wpml:waypointTurnMode", "toPointAndStopWithDiscontinuityCurvature"),
            Node::leaf("wpml:waypointTurnDampingDist", "0"),
        ];
        let mut place = vec![
            Node::branch("Point", vec![Node::leaf("coordinates", format!("{},{}", at.lon, at.lat))]),
            Node::leaf("wpml:index", index.to_string()),
            Node::leaf("wpml:executeHeight", height.to_string()),
            Node::leaf("wpml:waypointSpeed", speed.0.to_string()),
            Node::branch("wpml:waypointHeadingParam", heading),
            Node::branch("wpml:waypointTurnParam", turn),
            Node::leaf("wpml:useStraightLine", "1"),
        ];
        place.extend(super::hover(index, *hold));
        folder.push(Node::branch("Placemark", place));
    }
    let head = [
        Node::leaf("wpml:templateId", "0"),
        Node::leaf("wpml:executeHeightMode", mode),
        Node::leaf("wpml:waylineId", "0"),
        Node::leaf("wpml:autoFlightSpeed", way.places.iter().find_map(|p| p.0).unwrap_or(SPEED).0.to_string()),
    ];
    Ok(Node::branch("Folder", head.into_iter().chain(folder).collect()))
}
