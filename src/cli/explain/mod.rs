//! `releve explain`: who may hold a shift, or which shifts an agent may hold, with the reason of every refusal; why nobody
//! can, and what would fill the shift; one agent and one shift in full. With a plan: what another choice would cost, and where
//! one more shift filled would be worth most, from the plan's bound.

mod bound;

use super::input::{self, Input, Usage};
use super::packs::LawFiles;
use super::report::euros;
use super::{DONE, duration};
use bound::{Answer, Bound, WithBound};
use releve_solver::domain::ids::ShiftId;
use releve_solver::domain::problem::{DemandIx, Problem, WorkerIx};
use releve_solver::engines::bound::Scope;
use releve_solver::explain::{Candidate, Eligible, Judgement, Nobody, Note, Question, Refusal, Verdict, agent_shifts};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("about").required(true).multiple(true).args(["shift", "agent", "prices"]))]
pub struct Args {
    /// Scenario, .toml or .json; `-` reads standard input
    file: PathBuf,
    /// Judge everyone for this shift; with --agent, this pair in full
    #[arg(long)]
    shift: Option<String>,
    /// Judge this agent for every shift; with --shift, this pair in full
    #[arg(long)]
    agent: Option<String>,
    /// A plan, as `check` reads it: also say what choosing somebody else would cost
    #[arg(long)]
    plan: Option<PathBuf>,
    /// Say where one more shift filled would be worth most, by qualification, place and week
    #[arg(long, requires = "plan", conflicts_with_all = ["shift", "agent"])]
    prices: bool,
    /// Most wall-clock time for answers from the bound: 500ms, 60s, 2m
    #[arg(long, default_value = "20s", value_parser = duration::parse, requires = "plan")]
    time_limit: Duration,
    /// Threads for answers from the bound
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=256), requires = "plan")]
    threads: u32,
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
    let input = input::load(&args.file, &args.law.library()?)?;
    let bound = args.plan.as_ref().map(|plan| Bound::new(args, &input, plan)).transpose()?;
    let (Input { problem, .. }, bound) = (&input, bound.as_ref());
    match (&args.shift, &args.agent, bound) {
        (Some(shift), Some(agent), _) => about_pair(problem, shift, agent, bound, args.json)?,
        (Some(shift), None, _) => about_shift(problem, shift, bound, args.json)?,
        (None, Some(agent), _) => about_agent(problem, agent, bound, args.json)?,
        (None, None, Some(bound)) => bound.prices(args.json)?,
        (None, None, None) => {}
    }
    Ok(DONE)
}

fn demand_of(problem: &Problem, id: &str) -> Result<DemandIx, Usage> {
    position(problem.demands.iter().map(|demand| demand.id.as_str()), "shift", id)
}

fn worker_of(problem: &Problem, id: &str) -> Result<WorkerIx, Usage> {
    position(problem.workers.iter().map(|worker| worker.id.as_str()), "agent", id)
}

/// Who may hold a shift, and where nobody may, why.
#[derive(Serialize)]
struct Report {
    candidates: Vec<WithBound<Candidate>>,
    nobody: Option<Nobody>,
}

fn about_shift(problem: &Problem, id: &str, bound: Option<&Bound<'_>>, json: bool) -> anyhow::Result<()> {
    let demand = demand_of(problem, id)?;
    let question = Question::new(problem, demand, &[], problem.decided_at);
    let candidates = question.candidates();
    let eligible = candidates.iter().filter(|c| matches!(c.verdict, Verdict::Eligible(_))).count();
    let nobody = (eligible == 0).then(|| question.nobody(&candidates, &|_| true));
    let many = bound.map(|bound| bound.many(Scope::Shift(demand)));
    let with_bound = |candidate: Candidate| {
        let worker = problem.workers.iter().position(|worker| worker.id == candidate.agent);
        let said = many.as_ref().zip(worker).and_then(|(many, worker)| many.said(demand, worker));
        WithBound { bound: said, judged: candidate }
    };
    let candidates: Vec<WithBound<Candidate>> = candidates.into_iter().map(with_bound).collect();
    if json {
        return super::print_json(&Report { candidates, nobody });
    }
    let mut out = format!("{id}: {eligible} of {} agents may lawfully hold it\n", candidates.len());
    for WithBound { judged: Candidate { agent, name, verdict }, bound } in &candidates {
        line(&mut out, &format!("{agent} {name}"), verdict);
        bound::line(&mut out, bound.as_ref());
    }
    if let Some(nobody) = &nobody {
        why_nobody(&mut out, nobody);
    }
    super::print(&out)
}

fn why_nobody(out: &mut String, nobody: &Nobody) {
    let _ = writeln!(out, "\nNobody: {}", nobody.sentence_en);
    for set in &nobody.sets {
        let _ = writeln!(out, "    {}", set.sentence_en);
    }
    if !nobody.relaxations.is_empty() {
        out.push_str("\nWhat would fill it, cheapest first\n");
    }
    for relaxation in &nobody.relaxations {
        let price = &relaxation.price;
        let points = (price.equity_centipoints + price.preference_centipoints) as f64 / 100.0;
        let _ = writeln!(out, "    {:>12} + {points:.2} points  {}", euros(price.cents), relaxation.sentence_en);
        for note in relaxation.people.iter().flat_map(|part| &part.offer_only) {
            let _ = writeln!(out, "                   {} ({})", note.sentence_en, note.article);
        }
    }
    if let Some(cents) = nobody.agency_cents {
        let _ = writeln!(out, "    {:>12}  agency, for comparison", euros(cents));
    }
}

fn about_pair(
    problem: &Problem,
    shift: &str,
    agent: &str,
    bound: Option<&Bound<'_>>,
    json: bool,
) -> anyhow::Result<()> {
    let (demand, worker) = (demand_of(problem, shift)?, worker_of(problem, agent)?);
    let judged = Question::new(problem, demand, &[], problem.decided_at).judge_in_full(worker);
    let judgement = WithBound { judged, bound: bound.and_then(|bound| bound.instead(demand, worker)) };
    if json {
        return super::print_json(&judgement);
    }
    let WithBound { judged: Judgement { candidate: Candidate { agent, name, verdict }, remedy }, bound } = &judgement;
    let mut out = format!("{shift}:\n");
    line(&mut out, &format!("{agent} {name}"), verdict);
    bound::line(&mut out, bound.as_ref());
    if matches!(verdict, Verdict::Refused { .. }) {
        let remedy = remedy.as_ref().map_or("no change of hours would make it lawful", |r| r.sentence_en.as_str());
        let _ = writeln!(out, "       → {remedy}");
    }
    super::print(&out)
}

fn about_agent(problem: &Problem, id: &str, bound: Option<&Bound<'_>>, json: bool) -> anyhow::Result<()> {
    let worker = worker_of(problem, id)?;
    let judged = agent_shifts(problem, worker);
    let many = bound.map(|bound| bound.many(Scope::Agent(worker)));
    // The verdicts are in the order of the demands.
    let said: Vec<Option<Answer>> =
        (0..judged.len()).map(|demand| many.as_ref().and_then(|many| many.said(demand, worker))).collect();
    if json {
        let row = |((shift, judgement), bound)| AgentRow { shift, judgement, bound };
        return super::print_json(&judged.into_iter().zip(said).map(row).collect::<Vec<_>>());
    }
    let eligible = judged.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Eligible(_))).count();
    let name = &problem.workers[worker].name;
    let mut out = format!("{id} {name}: may lawfully hold {eligible} of {} shifts\n", judged.len());
    for ((shift, verdict), said) in judged.iter().zip(&said) {
        line(&mut out, shift.as_str(), verdict);
        bound::line(&mut out, said.as_ref());
    }
    super::print(&out)
}

/// One shift judged for an agent.
#[derive(Serialize)]
struct AgentRow {
    shift: ShiftId,
    judgement: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<Answer>,
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
        Verdict::Eligible(Eligible { rank, suitability, knows_unit, distance_km, cost_cents, offer_only, .. }) => {
            let unit = if *knows_unit { "knows the unit" } else { "new to the unit" };
            let cost = euros(*cost_cents);
            let suitability = format!("{suitability:?}").to_lowercase();
            let _ = writeln!(out, "  {rank:>3}. {head}: {suitability}, {unit}, {distance_km:.0} km, {cost}");
            for Note { sentence_en, article, .. } in offer_only {
                let _ = writeln!(out, "         {sentence_en} ({article})");
            }
        }
        Verdict::Refused { refusals } => {
            let _ = writeln!(out, "    -  {head}");
            for Refusal { rule, law, article, sentence_en, .. } in refusals {
                let rule = law.as_ref().unwrap_or(rule);
                let _ = writeln!(out, "         {rule} ({article}): {sentence_en}");
            }
        }
    }
}
