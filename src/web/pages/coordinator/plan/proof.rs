//! What is proven about a plan, in plain words and in figures.

use super::optional;
use crate::lang::{Args, Words};
use crate::store::named as read_name;
use crate::store::plans::Row;
use crate::web::pages::coordinator::words as named;
use crate::web::pages::frame::Result;
use crate::web::pages::view::coordinator::Level as View;
use releve_solver::domain::plan::{Level, LevelName, Status};

/// The proof, a sentence each: what is filled, whether more could be, how fair it is, what it costs.
pub fn sentences(words: Words, row: &Row, levels: &[Level]) -> Result<Vec<String>> {
    let mut values = Args::new();
    values.set("covered", row.covered);
    values.set("shifts", row.shifts);
    let mut lines = vec![words.fill("plan-proof-filled", &values)];
    let gap = |name: LevelName| levels.iter().find(|level| level.name == name).map(|level| level.gap);
    let told = |best: &str, within: &str, gap: f64| {
        if gap.abs() < 1e-9 { words.say(best) } else { words.with(within, [("gap", words.percent(gap))]) }
    };
    let cover = [gap(LevelName::Safety), gap(LevelName::Cover)].into_iter().flatten().fold(0.0, f64::max);
    if row.covered < row.shifts {
        lines.push(told("plan-proof-cover-best", "plan-proof-cover-gap", cover));
    } else if row.shifts > 0 {
        lines.push(words.say("plan-proof-cover-all"));
    }
    if let Some(gap) = gap(LevelName::Equity) {
        lines.push(told("plan-proof-equity-best", "plan-proof-equity-gap", gap));
    }
    if let Some(gap) = gap(LevelName::Cost) {
        lines.push(told("plan-proof-cost-best", "plan-proof-cost-gap", gap));
    }
    let status: Option<Status> = row.status.as_deref().map(read_name).transpose()?;
    if status == Some(Status::Feasible) {
        lines.push(words.say("plan-proof-stopped"));
    }
    Ok(lines)
}

/// A goal level with its figures.
pub fn level(words: Words, level: &Level) -> View {
    View {
        label: named::level(words, level.name),
        value: words.figure(level.objective),
        bound: words.figure(level.bound),
        gap: named::gap(words, level.gap),
    }
}

/// What it takes to compute the same again.
pub fn traces(words: Words, row: &Row) -> Result<String> {
    let packs: Vec<String> = optional(row.rule_packs.as_deref())?;
    let mut values = Args::new();
    values.set("fingerprint", row.input_sha256.clone().unwrap_or_else(|| "—".to_owned()));
    values.set("packs", packs.join(", "));
    values.set("seed", row.seed.unwrap_or_default().to_string());
    values.set("work", row.work.unwrap_or_default());
    values.set("seconds", words.hundredths((row.solve_seconds.unwrap_or_default() * 100.0).round() as i64));
    Ok(words.fill("plan-traces", &values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PlanId;

    fn row(covered: i64, status: &str) -> Row {
        Row {
            id: PlanId("p".into()),
            state: "proposed".into(),
            reason: None,
            facts_version: Some(1),
            status: Some(status.into()),
            input_sha256: None,
            rule_packs: None,
            levels: None,
            equity: None,
            prices: None,
            seed: Some(1),
            work: Some(12_000),
            solve_seconds: Some(1.5),
            shifts: 120,
            covered,
            kind: "pool".into(),
            roster_id: None,
            asked_by: "u".into(),
            asked_at: 0,
            computed_at: Some(1),
            decided_by: None,
            decided_at: None,
            asked_for: None,
            version: 2,
        }
    }

    fn levels(cover: f64, equity: f64) -> Vec<Level> {
        let level = |name, gap| Level { name, objective: 7.0, bound: 7.0 * (1.0 - gap), gap };
        vec![level(LevelName::Safety, 0.0), level(LevelName::Cover, cover), level(LevelName::Equity, equity)]
    }

    #[test]
    fn a_proof_says_whether_more_could_be_filled_and_how_fair_it_is() {
        let told = |row: Row, levels: &[Level]| {
            sentences(Words::default(), &row, levels).expect("it reads").join(" ").replace('\u{a0}', " ")
        };
        let best = told(row(113, "within_gap"), &levels(0.0, 0.004));
        assert!(best.contains("113 postes sur 120"), "{best}");
        assert!(best.contains("aucun planning légal") && best.contains("0,40 %"), "{best}");
        let open = told(row(113, "feasible"), &levels(0.02, 0.0));
        assert!(open.contains("2,00 %") && open.contains("arrêté"), "{open}");
        let all = told(row(120, "optimal"), &levels(0.0, 0.0));
        assert!(!all.contains("aucun planning légal") && all.contains("prouvé"), "{all}");
    }
}
