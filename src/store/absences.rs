//! Absences, each with its neutral class only. An absence that was taken back stays as a row.

use super::{Tx, agents, named, on, parsed, shifts};
use chrono::NaiveDate;
use releve_solver::domain::scenario::{Absence, AbsenceClass};

/// An absence as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number in the group.
    pub number: i64,
    /// Whose.
    pub agent: String,
    /// Her employer.
    pub employer: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Neutral class.
    pub class: AbsenceClass,
    /// It stands, or was taken back.
    pub standing: bool,
    /// Why it was taken back.
    pub reason: Option<String>,
    /// The agent said it herself.
    pub announced: bool,
    /// Goes up with every change.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    line_no: i64,
    agent_id: String,
    employer_id: String,
    from_date: String,
    to_date: String,
    class: String,
    state: String,
    reason: Option<String>,
    announced: bool,
    version: i64,
}

impl Row {
    fn record(self) -> sqlx::Result<Record> {
        Ok(Record {
            number: self.line_no,
            agent: self.agent_id,
            employer: self.employer_id,
            from: parsed(&self.from_date)?,
            to: parsed(&self.to_date)?,
            class: named(&self.class)?,
            standing: self.state == "standing",
            reason: self.reason,
            announced: self.announced,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT b.line_no, b.agent_id, a.employer_id, b.from_date, b.to_date, b.class, b.state, b.reason, b.announced, ",
            "b.version FROM absences b JOIN agents a ON a.group_id = b.group_id AND a.id = b.agent_id ",
            $tail
        )
    };
}

/// The absences of a group that stand, as the solver knows them.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Absence>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(select!(
        "WHERE b.group_id = $1 AND b.state = 'standing' ORDER BY b.line_no")).bind(group) => fetch_all)?;
    rows.into_iter()
        .map(|row| {
            let Record { agent, from, to, class, .. } = row.record()?;
            Ok(Absence { agent: agent.as_str().into(), from, to, class })
        })
        .collect()
}

/// When people are not there, as plans and rosters know it: their absences, the days on which somebody is replaced, and all days up
/// to `until` from the one on which she is employed no more.
pub async fn away(tx: &mut Tx, group: &str, until: NaiveDate) -> sqlx::Result<Vec<Absence>> {
    let mut absences = all(tx, group).await?;
    // Whoever is replaced is not there, whether or not her employer has put the absence on record yet.
    for absence in shifts::absences(tx, group).await? {
        if !absences.contains(&absence) {
            absences.push(absence);
        }
    }
    // Whoever has left is there no more: no roster of hers counts, and she is not asked.
    for (agent, from) in agents::leaving(tx, group).await? {
        let to = from.max(until);
        absences.push(Absence { agent: agent.as_str().into(), from, to, class: AbsenceClass::Planned });
    }
    Ok(absences)
}

/// A page of absences by number that reach into some days; `agent` and the two days may be empty.
pub async fn list(
    tx: &mut Tx,
    group: &str,
    (agent, from, to): (&str, &str, &str),
    after: i64,
) -> sqlx::Result<Vec<Record>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(select!(
        "WHERE b.group_id = $1 AND ($2 = '' OR b.agent_id = $2) AND ($3 = '' OR b.to_date >= $3) \
         AND ($4 = '' OR b.from_date <= $4) AND b.line_no > $5 ORDER BY b.line_no"))
        .bind(group).bind(agent).bind(from).bind(to).bind(after) => fetch_all)?;
    rows.into_iter().map(Row::record).collect()
}

/// One absence.
pub async fn find(tx: &mut Tx, group: &str, number: i64) -> sqlx::Result<Option<Record>> {
    let row: Option<Row> = on!(tx, sqlx::query_as(select!("WHERE b.group_id = $1 AND b.line_no = $2"))
        .bind(group).bind(number) => fetch_optional)?;
    row.map(Row::record).transpose()
}

/// Stores an absence under the next number of the group, whose writers are in a queue; gives the number.
pub async fn insert(tx: &mut Tx, group: &str, absence: &Absence, announced: bool) -> sqlx::Result<i64> {
    let class = super::name_of(&absence.class)?;
    on!(tx, sqlx::query_scalar(
        "INSERT INTO absences (group_id, line_no, agent_id, from_date, to_date, class, announced) \
         VALUES ($1, (SELECT CAST(COALESCE(MAX(line_no) + 1, 0) AS BIGINT) FROM absences WHERE group_id = $1), $2, $3, $4, \
         $5, $6) RETURNING line_no")
        .bind(group).bind(absence.agent.as_str()).bind(absence.from.to_string()).bind(absence.to.to_string())
        .bind(&class).bind(announced) => fetch_one)
}

/// Stores an absence as it now is; false when somebody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, record: &Record) -> sqlx::Result<bool> {
    let state = if record.standing { "standing" } else { "withdrawn" };
    let changed = on!(tx, sqlx::query(
        "UPDATE absences SET to_date = $4, state = $5, reason = $6, version = version + 1 \
         WHERE group_id = $1 AND line_no = $2 AND version = $3")
        .bind(group).bind(record.number).bind(record.version).bind(record.to.to_string()).bind(state)
        .bind(&record.reason) => execute)?;
    Ok(changed == 1)
}
