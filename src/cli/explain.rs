//! `releve explain`: who may hold a shift, or which shifts an agent may hold, with the reason of every refusal.

use super::DONE;
use super::input::{self, Usage};
use super::packs::LawFiles;
use super::report::euros;
use releve_solver::domain::problem::Problem;
use releve_solver::explain::{Candidate, Eligible, Refusal, Verdict, agent_shifts, candidates};
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("about").required(true).args(["shift", "agent"]))]
pub struct Args {
    /// Scenario, .toml or .json; `-` reads standard input
    file: PathBuf,
    /// Judge everyone for this shift
    #[arg(long)]
    shift: Option<String>,
    /// Judge this agent for every shift
    #[arg(long)]
    agent: Option<String>,
    #[command(flatten)]
    law: LawFiles,
    /// Print JSON instead of sentences
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// A refused scenario, an unknown shift or agent, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let problem = input::load(&args.file, &args.law.library()?)?.problem;
    if let Some(shift) = &args.shift {
        about_shift(&problem, shift, args.json)?;
    }
    if let Some(agent) = &args.agent {
        about_agent(&problem, agent, args.json)?;
    }
    Ok(DONE)
}

fn about_shift(problem: &Problem, id: &str, json: bool) -> anyhow::Result<()> {
    let known = problem.demands.iter().map(|demand| demand.id.as_str());
    let demand = position(known, "shift", id)?;
    let judged = candidates(problem, demand, &[]);
    if json {
        return super::print_json(&judged);
    }
    let eligible = judged.iter().filter(|c| matches!(c.verdict, Verdict::Eligible(_))).count();
    let mut out = format!("{id}: {eligible} of {} agents may lawfully hold it\n", judged.len());
    for Candidate { agent, name, verdict } in &judged {
        line(&mut out, &format!("{agent} {name}"), verdict);
    }
    super::print(&out)
}

fn about_agent(problem: &Problem, id: &str, json: bool) -> anyhow::Result<()> {
    let known = problem.workers.iter().map(|worker| worker.id.as_str());
    let worker = position(known, "agent", id)?;
    let judged = agent_shifts(problem, worker);
    if json {
        let rows: Vec<_> =
            judged.iter().map(|(shift, v)| serde_json::json!({ "shift": shift, "judgement": v })).collect();
        return super::print_json(&rows);
    }
    let eligible = judged.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Eligible(_))).count();
    let name = &problem.workers[worker].name;
    let mut out = format!("{id} {name}: may lawfully hold {eligible} of {} shifts\n", judged.len());
    for (shift, verdict) in &judged {
        line(&mut out, shift.as_str(), verdict);
    }
    super::print(&out)
}

/// Where `id` stands; otherwise a message with identifiers that exist.
fn position<'p>(mut known: impl Iterator<Item = &'p str> + Clone, what: &str, id: &str) -> Result<usize, Usage> {
    let all = known.clone();
    known.position(|other| other == id).ok_or_else(|| {
        let total = all.clone().count();
        let some: Vec<_> = all.take(8).collect();
        let more = if total > some.len() { " …" } else { "" };
        Usage(format!("--{what}: found {id:?}, expected one of the {total} in the file: {}{more}", some.join(", ")))
    })
}

fn line(out: &mut String, head: &str, verdict: &Verdict) {
    match verdict {
        Verdict::Eligible(Eligible { rank, suitability, knows_unit, distance_km, cost_cents, .. }) => {
            let unit = if *knows_unit { "knows the unit" } else { "new to the unit" };
            let cost = euros(*cost_cents);
            let suitability = format!("{suitability:?}").to_lowercase();
            let _ = writeln!(out, "  {rank:>3}. {head}: {suitability}, {unit}, {distance_km:.0} km, {cost}");
        }
        Verdict::Refused { refusals } => {
            let _ = writeln!(out, "    -  {head}");
            for Refusal { rule, article, sentence_en, .. } in refusals {
                let _ = writeln!(out, "         {rule} ({article}): {sentence_en}");
            }
        }
    }
}
