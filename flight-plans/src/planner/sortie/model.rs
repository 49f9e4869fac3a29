//! What there is to fly, and with whom: the model, checked once at the door.

/// Ports, tasks or crews a model may hold.
const MOST: usize = 20_000;
/// Entries of the travel matrix.
const MOST_TRAVEL: usize = 100_000_000;

/// One way to serve a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mode {
    /// Port where it begins.
    pub enter: u32,
    /// Port where it ends.
    pub leave: u32,
    /// What serving takes, in the unit of the travel matrix.
    pub cost: f64,
}

/// Something to serve.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// One or two ways.
    pub modes: Vec<Mode>,
    /// What it takes of a crew's capacity.
    pub load: f64,
    /// What it is worth under [`Goal::Prize`]; the other goals serve all they can.
    pub prize: f64,
}

/// One sortie to be filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crew {
    /// Port where it starts.
    pub start: u32,
    /// Port where it ends.
    pub end: u32,
    /// Most travel and service together.
    pub limit: f64,
    /// Most load.
    pub capacity: f64,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// As much prize as fits.
    Prize,
    /// All tasks at least cost.
    Cost,
    /// All tasks, the longest sortie as short as may be.
    Longest,
}

/// A whole problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Number of ports.
    pub ports: usize,
    /// Travel from port to port, row by row (`from * ports + to`); not negative, may be asymmetric.
    pub travel: Vec<f64>,
    /// What there is to serve.
    pub tasks: Vec<Task>,
    /// Who may serve it, a sortie each.
    pub crews: Vec<Crew>,
    /// What is wanted.
    pub goal: Goal,
}

/// What is wrong with a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl Model {
    /// Whether the search may trust it.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn check(&self) -> Result<(), Fault> {
        let fault = |text: String| Err(Fault(text));
        if self.ports > MOST || self.tasks.len() > MOST || self.crews.len() > MOST {
            return fault(format!("more than {MOST} ports, tasks or crews"));
        }
        if self.ports.saturating_mul(self.ports) > MOST_TRAVEL || self.travel.len() != self.ports * self.ports {
            return fault(format!("the travel matrix has {} entries, not {} squared", self.travel.len(), self.ports));
        }
        if let Some(at) = self.travel.iter().position(|t| t.is_nan() || *t < 0.0) {
            return fault(format!("travel from port {} to {} is not a length", at / self.ports, at % self.ports));
        }
        for (at, task) in self.tasks.iter().enumerate() {
            if let Some(wrong) = self.wrong_task(task) {
                return fault(format!("task {at}: {wrong}"));
            }
        }
        for (at, crew) in self.crews.iter().enumerate() {
            if crew.start as usize >= self.ports || crew.end as usize >= self.ports {
                return fault(format!("crew {at} starts or ends at no port"));
            }
            if !(crew.limit >= 0.0 && crew.capacity >= 0.0) {
                return fault(format!("crew {at} has a limit below zero"));
            }
        }
        Ok(())
    }

    fn wrong_task(&self, task: &Task) -> Option<&'static str> {
        if task.modes.is_empty() || task.modes.len() > 2 {
            return Some("it has neither one way to be served nor two");
        }
        if task.modes.iter().any(|m| m.enter as usize >= self.ports || m.leave as usize >= self.ports) {
            return Some("it begins or ends at no port");
        }
        if task.modes.iter().any(|m| !(m.cost >= 0.0 && m.cost.is_finite())) {
            return Some("serving it takes no finite time");
        }
        if !(task.load >= 0.0 && task.load.is_finite() && task.prize >= 0.0 && task.prize.is_finite()) {
            return Some("its load or prize is no finite amount");
        }
        None
    }

    /// Travel between two ports.
    #[must_use]
    pub fn between(&self, from: u32, to: u32) -> f64 {
        self.travel[from as usize * self.ports + to as usize]
    }
}
