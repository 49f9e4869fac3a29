//! Proof by HiGHS (Huangfu and Hall, Mathematical Programming Computation 10, 2018), an outside solver that shares no code
//! with ours. One thread, a limit on nodes in place of a clock.

use super::mip::Mip;
use geodata::Finding;
use highs::{Col, HighsModelStatus, RowProblem, Sense};

/// What the solver says.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The best value there is, and an answer of that value.
    Proven {
        /// In the measure of the program.
        value: f64,
        /// Of each column.
        columns: Vec<f64>,
    },
    /// There is no answer.
    Impossible,
    /// The limit came first.
    Unfinished,
}

/// Solves a program to the end, or until it has looked at `nodes` parts of it.
///
/// # Errors
/// What the solver refuses.
pub fn prove(mip: &Mip, nodes: u32) -> Result<Verdict, Finding> {
    let mut problem = RowProblem::new();
    let columns: Vec<Col> = mip
        .columns
        .iter()
        .map(|column| match column.whole {
            true => problem.add_integer_column(column.worth, 0.0..=column.most),
            false => problem.add_column(column.worth, 0.0..=column.most),
        })
        .collect();
    for condition in &mip.conditions {
        let terms: Vec<(Col, f64)> = condition.terms.iter().map(|(factor, at)| (columns[*at], *factor)).collect();
        problem.add_row(condition.least..=condition.most, terms);
    }
    let sense = if mip.maximise { Sense::Maximise } else { Sense::Minimise };
    let refused =
        |say: String| Finding::new("prove-refused", "the program", say, "Export it as text and ask another solver");
    let mut model = problem.try_optimise(sense).map_err(|status| refused(format!("{status:?}")))?;
    model.make_quiet();
    let limit = i32::try_from(nodes).unwrap_or(i32::MAX);
    model.try_set_option("mip_max_nodes", limit).map_err(|fault| refused(format!("{fault:?}")))?;
    model.try_set_option("threads", 1).map_err(|fault| refused(format!("{fault:?}")))?;
    // An answer within a relative gap is no proof.
    model.try_set_option("mip_rel_gap", 0.0).map_err(|fault| refused(format!("{fault:?}")))?;
    model.try_set_option("mip_abs_gap", 1e-9).map_err(|fault| refused(format!("{fault:?}")))?;
    let solved = model.try_solve().map_err(|status| refused(format!("{status:?}")))?;
    match solved.status() {
        HighsModelStatus::Optimal => {
            let columns = solved.get_solution().columns().to_vec();
            Ok(Verdict::Proven { value: solved.objective_value(), columns })
        }
        HighsModelStatus::ModelEmpty => Ok(Verdict::Proven { value: 0.0, columns: Vec::new() }),
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Ok(Verdict::Impossible),
        _ => Ok(Verdict::Unfinished),
    }
}
