//! The way into the pool: outside → trainee → evaluated → admitted, suspended and admitted again, left. A trainee is asked only
//! where somebody who knows the unit is on duty; an evaluation is a coordinator's, with a verdict and a note;
//! after an unfavourable one she is outside again.

use super::{employed, seen, store};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::wrong::{expected, nothing};
use crate::app::{App, assignments, fields};
use crate::store::agents::{self, Record, Standing};
use crate::store::name_of;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest note, characters.
const NOTE_CHARS_MAX: usize = 2_000;

/// What an evaluation came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EvaluationVerdict")]
pub enum Verdict {
    /// She may be admitted.
    Favourable,
    /// Not yet.
    Unfavourable,
}

/// A step to take.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AdmissionStep")]
pub struct Step {
    /// Where she stands from then on.
    pub to: Standing,
    /// Wanted for an evaluation, and only for one.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// What is to be remembered of it.
    #[serde(default)]
    pub note: String,
}

/// Whether a step follows from where she stands. Whoever is evaluated was so favourably: after an unfavourable evaluation she is
/// outside again.
const fn follows(from: Standing, to: Standing) -> bool {
    use Standing::{Admitted, Evaluated, Left, Outside, Suspended, Trainee};
    matches!(
        (from, to),
        (Outside | Left | Evaluated, Trainee)
            | (Trainee, Evaluated | Left | Outside)
            | (Evaluated, Admitted | Outside | Left)
            | (Admitted, Suspended | Left)
            | (Suspended, Admitted | Left)
    )
}

/// Takes a step; what she may no longer hold is given back.
///
/// # Errors
/// `Forbidden` for any role but the coordinator's, `NotFound`, `Invalid` for a verdict where none belongs or none where one does,
/// `Conflict` when the step does not follow.
pub async fn decide(app: &App, actor: &Actor, agent: &str, step: &Step) -> Result<Record> {
    let reach = actor.may(Action::DecideAdmission)?;
    let evaluates = step.to == Standing::Evaluated;
    if evaluates != step.verdict.is_some() {
        let (found, expected) = match step.verdict {
            None => (nothing(), expected("field-verdict")),
            Some(verdict) => (name_of(&verdict)?.into(), expected("field-nothing")),
        };
        return Err(Error::field("verdict", found, expected));
    }
    // What an evaluation, a suspension or a leaving rests on must be said.
    let says = matches!(step.to, Standing::Evaluated | Standing::Suspended | Standing::Left | Standing::Outside);
    let note = if says || !step.note.trim().is_empty() {
        fields::filled("note", &step.note, NOTE_CHARS_MAX)?
    } else {
        String::new()
    };
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let record = seen(&mut work.tx, &actor.group, &reach, agent).await?;
    employed(&record)?;
    if !follows(record.standing, step.to) {
        return Err(Conflict::AdmissionState(record.standing).into());
    }
    let row = agents::Step {
        id: app.clock.new_id(),
        state: crate::store::name_of(&step.to)?,
        verdict: step.verdict.as_ref().map(crate::store::name_of).transpose()?,
        note,
        decided_by: actor.user.0.clone(),
        decided_at: work.now(),
    };
    agents::insert_step(&mut work.tx, &actor.group, agent, &row).await?;
    let standing = if step.verdict == Some(Verdict::Unfavourable) { Standing::Outside } else { step.to };
    store(&mut work, &Record { standing, ..record.clone() }).await?;
    let detail = json!({ "from": record.standing, "to": step.to, "verdict": step.verdict });
    work.record(Event::new("agent.admission", "agent", agent).from_version(record.version).with(detail));
    assignments::free_unlawful_ahead(&mut work, agent).await?;
    let record = seen(&mut work.tx, &actor.group, &reach, agent).await?;
    work.commit().await?;
    Ok(record)
}

/// Her way into the pool, step by step.
///
/// # Errors
/// `Forbidden`, or `NotFound` when her file is not theirs to read.
pub async fn steps(app: &App, actor: &Actor, agent: &str) -> Result<Vec<agents::Step>> {
    let reach = actor.may(Action::ReadAgents)?;
    let mut tx = app.db.read().await?;
    seen(&mut tx, &actor.group, &reach, agent).await?;
    Ok(agents::steps(&mut tx, &actor.group, agent).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Admitted, Evaluated, Left, Outside, Suspended, Trainee};

    #[test]
    fn nobody_is_admitted_without_a_favourable_evaluation() {
        let all = [Outside, Trainee, Evaluated, Admitted, Suspended, Left];
        for from in all {
            assert_eq!(follows(from, Admitted), matches!(from, Evaluated | Suspended), "{from:?}");
            assert_eq!(follows(from, Evaluated), from == Trainee, "{from:?}");
        }
        assert!(!follows(Left, Admitted) && follows(Left, Trainee));
    }
}
