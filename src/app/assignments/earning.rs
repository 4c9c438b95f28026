//! What a worked assignment earns.

use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::app::work::Work;
use crate::lang::reasons::{Post, Reason};
use crate::store::assignments::Row;
use crate::store::ledgers::Compensation;
use crate::store::name_of;
use releve_solver::domain::problem::{Duty, DutyKind};
use releve_solver::domain::time::Span;
use releve_solver::law::compensation::{Entry, Worked, earned};

/// What the duty earns under the rules of the agent's employer, by the calendar of the site where it was worked.
/// Overtime is judged beside everything else that her employer's roster and the pool hold for her. Where the work was not as
/// planned, what she was there counts; an unpaid break is as long as planned.
pub(in crate::app) fn earned_by(facts: &Facts, row: &Row) -> Result<Vec<Entry>> {
    let missing = |what: &str| Error::Corrupt(format!("assignment {} without its {what}", row.id));
    let terms = facts.terms(&row.agent_id)?;
    let worker = facts.problem.workers.iter().find(|worker| worker.id.as_str() == row.agent_id);
    let worker = worker.ok_or_else(|| missing("agent"))?;
    let planned = Span::new(row.shift.starts_at.div_euclid(60), row.shift.ends_at.div_euclid(60));
    let is_this = |duty: &Duty| duty.kind == DutyKind::Pool && duty.span == planned;
    let duty = worker.fixed.iter().find(|duty| is_this(duty)).ok_or_else(|| missing("duty"))?;
    let span = actual(row).map_or(planned, |(from, to)| Span::new(from.div_euclid(60), to.div_euclid(60)));
    let unpaid = planned.minutes() - duty.work_minutes;
    let others: Vec<Duty> = worker.fixed.iter().filter(|duty| !is_this(duty)).copied().collect();
    let site = facts.scenario.establishments.iter().find(|site| site.id.as_str() == row.shift.establishment_id);
    let work = Worked {
        terms: terms.terms(),
        site: site.ok_or_else(|| missing("establishment"))?,
        span,
        work_minutes: (span.minutes() - unpaid).max(0),
        others: &others,
    };
    Ok(earned(&facts.library, &work))
}

/// When the work really began and ended, where it was not as planned.
pub(super) fn actual(row: &Row) -> Option<(i64, i64)> {
    row.actual_starts_at.zip(row.actual_ends_at)
}

/// Posts what an assignment earned.
pub(super) fn post(work: &mut Work<'_>, row: &Row, entries: &[Entry]) -> Result<()> {
    for entry in entries {
        let line = Compensation {
            assignment_id: Some(row.id.clone()),
            reason: Reason::Shift(Post::of(&row.shift)?).record(),
            ..line(work, &row.agent_id, entry)?
        };
        work.post_compensation(line);
    }
    Ok(())
}

/// A line for something earned.
pub(in crate::app) fn line(work: &Work<'_>, agent: &str, entry: &Entry) -> Result<Compensation> {
    Ok(Compensation {
        kind: "earned".to_owned(),
        rule: entry.rule.clone(),
        article: entry.article.clone(),
        label_fr: entry.label_fr.clone(),
        quantity: entry.quantity,
        unit: name_of(&entry.unit)?,
        rate_permille: entry.rate_permille,
        due_on: Some(entry.due_on.to_string()),
        ..work.compensation_line(agent)
    })
}
