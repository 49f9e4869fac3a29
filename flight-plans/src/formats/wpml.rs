//! A KMZ with `wpmz/template.kml` and `wpmz/waylines.wpml`, after the names of DJI's WPML (its Cloud API documents, "WPML",
//! 1.0.x): the places of one way with one kind of height for all, speeds, stays, and what is done at the end. The template
//! is what people edit and what is read; the waylines are what flies. "Like", because it was read from documents and has
//! been in no dock of theirs.

mod waylines;

use super::{Altitude, FlightFile, MOST_STEPS, Step};
use geodata::layers::tree::{self, Node};
use geodata::layers::{pack, unpack};
use geodata::{AboveHome, Amsl, Finding, Metres, MetresPerSecond, Seconds, Wgs84};

const TEMPLATE: &str = "wpmz/template.kml";
const WAYLINES: &str = "wpmz/waylines.wpml";
/// Kinds of height: the word of the file and ours.
const HEIGHTS: [(&str, &str); 3] =
    [("EGM96", "amsl"), ("relativeToStartPoint", "above_home"), ("aboveGroundLevel", "agl")];
/// What is done at the end: the word of the file, and the step.
const ENDS: [&str; 3] = ["noAction", "goHome", "autoLand"];

fn fault(code: &'static str, at: impl Into<String>, say: impl Into<String>, remedy: &str) -> Finding {
    Finding::new(code, at, say, remedy)
}

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<(FlightFile, Vec<Finding>), Vec<Finding>> {
    let documents = unpack(name, bytes, &[TEMPLATE])?;
    let Some((_, document)) = documents.into_iter().next() else {
        let remedy = "Export the route again, with its template";
        return Err(vec![fault("flight_syntax", name, format!("there is no {TEMPLATE} in it"), remedy)]);
    };
    let root = tree::read(TEMPLATE, &document).map_err(|finding| vec![finding])?;
    let mut reader = Reader { file: FlightFile::default(), notes: Vec::new(), faults: Vec::new() };
    reader.root(&root);
    if reader.faults.is_empty() { Ok((reader.file, reader.notes)) } else { Err(reader.faults) }
}

struct Reader {
    file: FlightFile,
    notes: Vec<Finding>,
    faults: Vec<Finding>,
}

impl Reader {
    fn fault(&mut self, finding: Finding) {
        if self.faults.len() <= super::MOST_FINDINGS {
            self.faults.push(finding);
        }
    }

    fn number(&mut self, node: &Node, key: &str) -> Option<f64> {
        let child = node.child(key)?;
        match child.text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                let say = format!("{key} is no number");
                self.fault(fault("flight_syntax", &child.at, say, "Correct the figure"));
                None
            }
        }
    }

    fn root(&mut self, root: &Node) {
        let Some(document) = root.child("Document").filter(|_| root.name == "kml") else {
            self.fault(fault("flight_syntax", &root.at, "it is no KML document", "Export the route again"));
            return;
        };
        let mut folders = document.all("Folder");
        let (Some(folder), None) = (folders.next(), folders.next()) else {
            self.fault(fault("flight_which", &document.at, "it has not one route", "Export one route by itself"));
            return;
        };
        let kind = folder.child("wpml:templateType").map_or("", |node| node.text.as_str());
        if kind != "waypoint" {
            let say = format!("a {:?} is a drawing, no flight", geodata::layers::faults::short(kind));
            let remedy = "Plan it here with `flight-plans search`, or export it as waypoints";
            self.fault(fault("flight_item", &folder.at, say, remedy));
            return;
        }
        let height = folder.child("wpml:waylineCoordinateSysParam").and_then(|p| p.child("wpml:heightMode"));
        let word = height.and_then(|node| HEIGHTS.iter().find(|known| known.0 == node.text)).map(|known| known.1);
        let Some(word) = word else {
            let remedy = "Set the heights to EGM96, relative to the start point, or above ground";
            self.fault(fault("flight_frame", &folder.at, "its kind of height is none we know", remedy));
            return;
        };
        let config = document.child("wpml:missionConfig");
        config.into_iter().for_each(|config| self.start(config, word));
        if let Some(speed) = self.number(folder, "wpml:autoFlightSpeed") {
            self.file.steps.push(Step::Speed { speed: MetresPerSecond(speed) });
        }
        let global = self.number(folder, "wpml:globalHeight");
        for (index, placemark) in folder.all("Placemark").enumerate() {
            if index >= MOST_STEPS {
                let say = format!("more than {MOST_STEPS} waypoints");
                self.fault(fault("flight_steps", &placemark.at, say, "Split the route"));
                break;
            }
            self.waypoint(placemark, word, global);
        }
        config.into_iter().for_each(|config| self.end(config));
    }

    fn start(&mut self, config: &Node, word: &str) {
        let reference = config.child("wpml:takeOffRefPoint").map(|node| (node, triple(&node.text)));
        match reference {
            Some((_, Some([lat, lon, height]))) => {
                self.file.home = Some((Wgs84 { lat, lon }, Amsl(Metres(height))));
            }
            Some((node, None)) => {
                let say = "the take-off point is not latitude, longitude, height";
                self.fault(fault("flight_home", &node.at, say, "Set the take-off point again"));
            }
            None => {}
        }
        // Ours only: a take-off of its own height frame, so that what we wrote comes back.
        if let Some(height) = self.number(config, "wpml:takeOffSecurityHeight") {
            let at =
                config.child("wpml:takeOffAt").and_then(|node| pair(&node.text)).map(|[lon, lat]| Wgs84 { lat, lon });
            let written = config.child("wpml:takeOffAltitude").is_some();
            let metres = self.number(config, "wpml:takeOffAltitude").unwrap_or(height);
            let altitude = if written { Altitude::named(word, Metres(metres)) } else { None };
            let altitude = altitude.unwrap_or(Altitude::AboveHome(AboveHome(Metres(height))));
            self.file.steps.push(Step::Takeoff { at, altitude });
        }
    }

    fn waypoint(&mut self, placemark: &Node, word: &str, global: Option<f64>) {
        let place = placemark.child("Point").and_then(|p| p.child("coordinates")).and_then(|c| pair(&c.text));
        let Some([lon, lat]) = place else {
            self.fault(fault("flight_place", &placemark.at, "it has no longitude, latitude", "Set the waypoint again"));
            return;
        };
        let height = self.number(placemark, "wpml:height").or(global);
        let Some(altitude) = height.and_then(|metres| Altitude::named(word, Metres(metres))) else {
            self.fault(fault("flight_height", &placemark.at, "it has no height", "Set the waypoint's height"));
            return;
        };
        let by_global = placemark.child("wpml:useGlobalSpeed").is_some_and(|node| node.text == "1");
        if let Some(speed) = self.number(placemark, "wpml:waypointSpeed").filter(|_| !by_global) {
            self.file.steps.push(Step::Speed { speed: MetresPerSecond(speed) });
        }
        let at = Wgs84 { lat, lon };
        let hold = self.hold(placemark);
        self.file.steps.push(match hold {
            Some(hold) => Step::Waypoint { at, altitude, hold: Seconds(hold) },
            None => Step::Loiter { at, altitude },
        });
    }

    /// Seconds to stay; nothing when it stays until told otherwise (ours: a stay without end at the last place).
    fn hold(&mut self, placemark: &Node) -> Option<f64> {
        let mut hold = 0.0;
        for action in placemark.all("wpml:actionGroup").flat_map(|group| group.all("wpml:action")) {
            let kind = action.child("wpml:actionActuatorFunc").map_or("", |node| node.text.as_str());
            let params = action.child("wpml:actionActuatorFuncParam");
            match kind {
                "hover" => {
                    if let Some(seconds) = params.and_then(|params| self.number(params, "wpml:hoverTime")) {
                        hold += seconds;
                    }
                }
                other => {
                    let say = format!("the action {:?} is not flown by us", geodata::layers::faults::short(other));
                    self.fault(fault(
                        "flight_item",
                        &action.at,
                        say,
                        "Take the action out; a camera is worked by its post",
                    ));
                }
            }
        }
        if placemark.child("wpml:stay").is_some_and(|node| node.text == "1") { None } else { Some(hold) }
    }

    fn end(&mut self, config: &Node) {
        let Some(node) = config.child("wpml:finishAction") else { return };
        match node.text.as_str() {
            "noAction" => {}
            "goHome" => self.file.steps.push(Step::Return),
            "autoLand" => {
                let altitude = Altitude::AboveHome(AboveHome(Metres(0.0)));
                self.file.steps.push(Step::Land { at: None, altitude });
            }
            other => {
                let say =
                    format!("its end is {:?}, none of {}", geodata::layers::faults::short(other), ENDS.join(", "));
                self.fault(fault("flight_item", &node.at, say, "Let it go home at the end"));
            }
        }
        if config.child("wpml:exitOnRCLost").is_some_and(|node| node.text == "goContinue") {
            let say = "it goes on when the link is lost; here the policy decides that";
            self.notes.push(fault("note_flight_left_out", &node.at, say, "Look at the policy's lost link rule"));
        }
    }
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split(',').map(|part| part.trim().parse().ok().filter(|n: &f64| n.is_finite())).collect()
}

fn pair(text: &str) -> Option<[f64; 2]> {
    let all = numbers(text)?;
    Some([*all.first()?, *all.get(1)?])
}

fn triple(text: &str) -> Option<[f64; 3]> {
    numbers(text)?.try_into().ok()
}

/// A way as this format can hold it: a take-off, places with a speed before each, one end.
struct Way<'f> {
    takeoff: Option<(Option<Wgs84>, Altitude)>,
    places: Vec<(Option<MetresPerSecond>, Wgs84, Altitude, Option<Seconds>)>,
    end: Option<&'f Step>,
}

fn way(file: &FlightFile) -> Result<Way<'_>, Vec<Finding>> {
    let mut faults = Vec::new();
    let mut way = Way { takeoff: None, places: Vec::new(), end: None };
    let mut speed = None;
    for (index, step) in file.steps.iter().enumerate() {
        let mut refuse = |say: &str, remedy: &str| {
            faults.push(fault("export-wpml-step", format!("step {index}"), say, remedy));
        };
        if way.end.is_some() || way.places.last().is_some_and(|last| last.3.is_none()) && *step != Step::Return {
            refuse("nothing can follow the end of the flight in this format", "Split the flight");
            continue;
        }
        match step {
            Step::Takeoff { at, altitude } if index == 0 => way.takeoff = Some((*at, *altitude)),
            Step::Takeoff { .. } => refuse("a take-off stands at the beginning only", "Split the flight"),
            Step::Speed { .. } if speed.is_some() => refuse("two speeds in a row", "Leave the second"),
            Step::Speed { speed: said } => speed = Some(*said),
            Step::Waypoint { at, altitude, hold } => way.places.push((speed.take(), *at, *altitude, Some(*hold))),
            Step::Loiter { at, altitude } => way.places.push((speed.take(), *at, *altitude, None)),
            Step::Land { at: Some(_), .. } => refuse("a landing here is below where it is", "Let it go home"),
            Step::Land { altitude, .. } if *altitude != Altitude::AboveHome(AboveHome(Metres(0.0))) => {
                refuse("a landing has no height in this format", "Let it go home");
            }
            Step::Land { .. } | Step::Return => way.end = Some(step),
        }
    }
    if speed.is_some() {
        faults.push(fault("export-wpml-step", "the end", "a speed before the end is not held", "Take it out"));
    }
    let words = way.takeoff.iter().map(|t| t.1).chain(way.places.iter().map(|p| p.2)).map(Altitude::word);
    let mut words: Vec<&str> = words.collect();
    words.dedup();
    if words.len() > 1 {
        let say = format!("heights in {} frames; this format has one for a whole flight", words.len());
        faults.push(fault("export-mixed-heights", "the flight", say, "Give all heights the same frame"));
    }
    if way.places.is_empty() {
        faults.push(fault("export-no-place", "the flight", "there is no place to fly to", "Add a waypoint"));
    }
    if faults.is_empty() { Ok(way) } else { Err(faults) }
}

pub(super) fn write(file: &FlightFile) -> Result<(Vec<u8>, Vec<Finding>), Vec<Finding>> {
    let way = way(file)?;
    let word = way.places.first().map_or("amsl", |place| place.2.word());
    let mode = HEIGHTS.iter().find(|known| known.1 == word).map_or("EGM96", |known| known.0);
    let finish = match way.end {
        Some(Step::Return) => "goHome",
        Some(_) => "autoLand",
        None => "noAction",
    };
    let mut config = vec![
        Node::leaf("wpml:flyToWaylineMode", "safely"),
        Node::leaf("wpml:finishAction", finish),
        Node::leaf("wpml:exitOnRCLost", "executeLostAction"),
        Node::leaf("wpml:executeRCLostAction", "goBack"),
    ];
    if let Some((at, altitude)) = way.takeoff {
        let metres = altitude.metres().0;
        // Their figure is a climb over the start of 1.2 to 1,500 m; heights of other frames are kept beside it.
        let climb = match altitude {
            Altitude::AboveHome(_) | Altitude::Agl(_) => metres,
            Altitude::Amsl(amsl) => file.home.map_or(20.0, |home| amsl.above_home(home.1).0.0),
        };
        config.push(Node::leaf("wpml:takeOffSecurityHeight", climb.clamp(1.2, 1500.0).to_string()));
        config.push(Node::leaf("wpml:takeOffAltitude", metres.to_string()));
        if let Some(at) = at {
            config.push(Node::leaf("wpml:takeOffAt", format!("{},{}", at.lon, at.lat)));
        }
    }
    if let Some((at, ground)) = file.home {
        config.push(Node::leaf("wpml:takeOffRefPoint", format!("{},{},{}", at.lat, at.lon, ground.0.0)));
    }
    let mut folder = vec![
        Node::leaf("wpml:templateType", "waypoint"),
        Node::leaf("wpml:templateId", "0"),
        Node::branch(
            "wpml:waylineCoordinateSysParam",
            vec![Node::leaf("wpml:coordinateMode", "WGS84"), Node::leaf("wpml:heightMode", mode)],
        ),
    ];
    folder.extend(way.places.iter().enumerate().map(|(index, place)| placemark(index, place)));
    let mut notes = Vec::new();
    let mut documents = vec![(TEMPLATE, document(config.clone(), Node::branch("Folder", folder)))];
    // What is ours only stays in the template.
    config.retain(|node| !["wpml:takeOffAltitude", "wpml:takeOffAt"].contains(&node.name.as_str()));
    match waylines::folder(&way, file) {
        Ok(folder) => documents.push((WAYLINES, document(config, folder))),
        Err(note) => notes.push(note),
    }
    let packed = pack(&documents).map_err(|finding| vec![finding])?;
    if !file.fence.is_empty() || !file.rally.is_empty() {
        let say = "this format has no place for fence and rally points; they are left out";
        notes.push(fault("export-no-fence", "the export", say, "Export as plan to keep them"));
    }
    Ok((packed, notes))
}

fn document(config: Vec<Node>, folder: Node) -> Vec<u8> {
    let document = vec![Node::branch("wpml:missionConfig", config), folder];
    Node {
        attributes: vec![
            ("xmlns".into(), "http://www.opengis.net/kml/2.2".into()),
            ("xmlns:wpml".into(), "http://www.dji.com/wpmz/1.0.2".into()),
        ],
        ..Node::branch("kml", vec![Node::branch("Document", document)])
    }
    .document()
}

/// A stay at a place, where there is one.
fn hover(index: usize, hold: Option<Seconds>) -> Option<Node> {
    let hold = hold.filter(|hold| hold.0 > 0.0)?;
    let param = Node::branch("wpml:actionActuatorFuncParam", vec![Node::leaf("wpml:hoverTime", hold.0.to_string())]);
    let action = vec![Node::leaf("wpml:actionId", "0"), Node::leaf("wpml:actionActuatorFunc", "hover"), param];
    let group = vec![
        Node::leaf("wpml:actionGroupId", index.to_string()),
        Node::leaf("wpml:actionGroupStartIndex", index.to_string()),
        Node::leaf("wpml:actionGroupEndIndex", index.to_string()),
        Node::branch("wpml:action", action),
    ];
    Some(Node::branch("wpml:actionGroup", group))
}

fn placemark(
    index: usize,
    (speed, at, altitude, hold): &(Option<MetresPerSecond>, Wgs84, Altitude, Option<Seconds>),
) -> Node {
    let mut node = vec![
        Node::branch("Point", vec![Node::leaf("coordinates", format!("{},{}", at.lon, at.lat))]),
        Node::leaf("wpml:index", index.to_string()),
        Node::leaf("wpml:height", altitude.metres().0.to_string()),
        Node::leaf("wpml:useGlobalHeight", "0"),
        Node::leaf("wpml:useGlobalSpeed", if speed.is_some() { "0" } else { "1" }),
    ];
    if let Some(speed) = speed {
        node.push(Node::leaf("wpml:waypointSpeed", speed.0.to_string()));
    }
    if hold.is_none() {
        node.push(Node::leaf("wpml:stay", "1"));
    }
    node.extend(hover(index, *hold));
    Node::branch("Placemark", node)
}
