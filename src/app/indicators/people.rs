//! What happens to people: who bears nights, week-ends and holidays, how often they are asked, what rest they are owed, who comes
//! into the pool.

use super::sources::Sources;
use super::{FEWEST, permille};
use crate::app::burdens::{Breakdown, Burden};
use crate::app::error::Result;
use crate::store::indicators::Person;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Who bears nights, week-ends and holidays: people who are in the pool, or held a shift of it in the period.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[schemars(rename = "PeopleIndicator")]
pub struct People {
    /// How many; masked with everything else when fewer than five.
    pub people: Option<i64>,
    /// Shifts with work between 21:00 and 06:00.
    pub nights: Burdens,
    /// Shifts with work on a Saturday or a Sunday that is no holiday.
    pub weekends: Burdens,
    /// Shifts with work on a public holiday.
    pub holidays: Burdens,
    /// Person by person, the most burdened first; empty when masked.
    pub lines: Vec<PersonLine>,
}

/// How one kind of burden is spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BurdenIndicator")]
pub struct Burdens {
    /// Shifts that weigh so.
    pub shifts: Option<i64>,
    /// Gini coefficient of the shifts per full-time equivalent, thousandths: 0 when everybody bears the same.
    pub gini_permille: Option<i64>,
    /// Most shifts of one person.
    pub most: Option<i64>,
    /// Those for which whoever holds them put herself forward, in a round where several were asked or by a standing agreement.
    pub volunteers: Option<i64>,
    /// The last for the first, thousandths.
    pub volunteers_permille: Option<i64>,
}

/// One person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PersonIndicator")]
pub struct PersonLine {
    /// Who; for those alone who may read equity accounts.
    pub agent: Option<String>,
    /// Her name, likewise.
    pub name: Option<String>,
    /// Percent of full time.
    pub share_percent: i64,
    /// Shifts of the pool.
    pub shifts: i64,
    /// Those at night.
    pub nights: i64,
    /// Those on a week-end.
    pub weekends: i64,
    /// Those on a holiday.
    pub holidays: i64,
    /// How often she was asked.
    pub asked: i64,
    /// How often she said yes.
    pub accepted: i64,
}

impl PersonLine {
    const fn weight(&self) -> i64 {
        self.nights + self.weekends + self.holidays
    }
}

/// How often people are asked; masked when fewer than five are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SolicitationIndicator")]
pub struct Solicitations {
    /// Offers sent in the period.
    pub offers: Option<i64>,
    /// People who were asked at least once.
    pub people: Option<i64>,
    /// Offers for one of them, hundredths.
    pub per_person_hundredths: Option<i64>,
    /// Most offers to one person.
    pub most: Option<i64>,
    /// Offers that were accepted.
    pub accepted: Option<i64>,
    /// Offers that were declined.
    pub declined: Option<i64>,
    /// Offers that closed without an answer.
    pub unanswered: Option<i64>,
}

/// Rests of people, days; masked when fewer than five people are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RestIndicator")]
pub struct Rests {
    /// Owed today, with a date.
    pub dated_days: Option<i64>,
    /// Owed today, without one.
    pub undated_days: Option<i64>,
    /// Owed today, and due before today; among the two above.
    pub overdue_days: Option<i64>,
    /// People to whom something overdue is owed.
    pub overdue_people: Option<i64>,
    /// Taken in the period.
    pub taken_days: Option<i64>,
}

/// The way into the pool in the period; masked when fewer than five people are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TraineeIndicator")]
pub struct Trainees {
    /// People who began to be tried out.
    pub begun: Option<i64>,
    /// Favourable evaluations.
    pub favourable: Option<i64>,
    /// Unfavourable evaluations.
    pub unfavourable: Option<i64>,
    /// People admitted to the pool, those who came back after a suspension included.
    pub admitted: Option<i64>,
}

/// One kind of burden while it is counted.
#[derive(Default)]
struct Count {
    shifts: i64,
    volunteers: i64,
}

/// Burdens and solicitations, person by person; `named` says of whom a name is given.
pub(super) fn burdens(sources: &Sources, named: impl Fn(&Person) -> bool) -> Result<(People, Solicitations)> {
    let mut lines: BTreeMap<&str, PersonLine> = BTreeMap::new();
    let blank = |person: &Person| PersonLine { share_percent: person.share_percent, ..PersonLine::default() };
    for (id, person) in sources.people.iter().filter(|(_, person)| person.admission == "admitted") {
        lines.insert(id, blank(person));
    }
    let here = |unit: &str| sources.unit.as_deref().is_none_or(|wanted| wanted == unit);
    let mut kinds: [Count; 3] = Default::default();
    for row in sources.assignments.iter().filter(|row| row.state != "cancelled") {
        let Some(person) = sources.people.get(&row.agent_id) else { continue };
        if !sources.all_shifts.get(&row.shift_id).is_some_and(|shift| here(&shift.unit_id)) {
            continue;
        }
        let line = lines.entry(&person.id).or_insert_with(|| blank(person));
        let burdens = row.burdens.as_deref().map(Breakdown::read).transpose()?.unwrap_or_default();
        let weighs = |kinds: &[Burden]| burdens.iter().any(|(kind, points)| kinds.contains(&kind) && points > 0);
        let by = [&[Burden::Night][..], &[Burden::Saturday, Burden::Sunday], &[Burden::Holiday]].map(weighs);
        let volunteered = row.agreed || matches!(row.mode.as_deref(), Some("fair" | "first"));
        line.shifts += 1;
        line.nights += i64::from(by[0]);
        line.weekends += i64::from(by[1]);
        line.holidays += i64::from(by[2]);
        for (count, weighs) in kinds.iter_mut().zip(by) {
            count.shifts += i64::from(weighs);
            count.volunteers += i64::from(weighs && volunteered);
        }
    }
    let solicitations = solicitations(sources, here, &mut lines, blank);
    let [nights, weekends, holidays] = kinds;
    let of = |count: &Count, borne: fn(&PersonLine) -> i64| {
        if lines.len() < FEWEST { Burdens::default() } else { spread(count, borne, lines.values()) }
    };
    let mut people = People {
        people: (lines.len() >= FEWEST).then_some(lines.len() as i64),
        nights: of(&nights, |line| line.nights),
        weekends: of(&weekends, |line| line.weekends),
        holidays: of(&holidays, |line| line.holidays),
        lines: Vec::new(),
    };
    if people.people.is_some() {
        people.lines = lines
            .into_iter()
            .map(|(id, line)| {
                let person = sources.people.get(id).filter(|person| named(person));
                PersonLine { agent: person.map(|p| p.id.clone()), name: person.map(|p| p.name.clone()), ..line }
            })
            .collect();
        people.lines.sort_by(|a, b| b.weight().cmp(&a.weight()).then_with(|| a.name.cmp(&b.name)));
    }
    Ok((people, solicitations))
}

fn spread<'l>(count: &Count, borne: fn(&PersonLine) -> i64, lines: impl Iterator<Item = &'l PersonLine>) -> Burdens {
    let (mut most, mut shares) = (0, Vec::new());
    for line in lines {
        most = most.max(borne(line));
        // Per full-time equivalent, in hundred-thousandths, so that halves of halves are told apart.
        shares.push(borne(line) * 10_000_000 / line.share_percent.max(1));
    }
    Burdens {
        shifts: Some(count.shifts),
        gini_permille: gini(shares),
        most: Some(most),
        volunteers: Some(count.volunteers),
        volunteers_permille: permille(count.volunteers, count.shifts),
    }
}

/// The Gini coefficient, thousandths: `(2 Σ i xᵢ) / (n Σ xᵢ) − (n + 1) / n` over values in ascending order; none where there is
/// nothing to spread.
fn gini(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let (n, sum) = (values.len() as i128, values.iter().map(|value| i128::from(*value)).sum::<i128>());
    if n == 0 || sum <= 0 {
        return None;
    }
    let ranked: i128 = values.iter().zip(1_i128..).map(|(value, rank)| rank * i128::from(*value)).sum();
    let (above, below) = (2 * ranked - (n + 1) * sum, n * sum);
    i64::try_from((above * 1_000 + below / 2).div_euclid(below)).ok()
}

fn solicitations<'s>(
    sources: &'s Sources,
    here: impl Fn(&str) -> bool,
    lines: &mut BTreeMap<&'s str, PersonLine>,
    blank: impl Fn(&Person) -> PersonLine,
) -> Solicitations {
    let (mut accepted, mut declined, mut unanswered) = (0, 0, 0);
    let mut asked: BTreeMap<&str, i64> = BTreeMap::new();
    for row in sources.asked.iter().filter(|row| here(&row.unit_id)) {
        let Some(person) = sources.people.get(&row.agent_id) else { continue };
        let line = lines.entry(&person.id).or_insert_with(|| blank(person));
        *asked.entry(&person.id).or_default() += row.offers;
        line.asked += row.offers;
        match row.state.as_str() {
            // Whoever was not chosen had said yes.
            "accepted" | "not_chosen" => {
                accepted += row.offers;
                line.accepted += row.offers;
            }
            "declined" => declined += row.offers,
            "expired" => unanswered += row.offers,
            _ => {}
        }
    }
    let (people, offers) = (asked.len() as i64, asked.values().sum::<i64>());
    if asked.len() < FEWEST {
        return Solicitations::default();
    }
    Solicitations {
        offers: Some(offers),
        people: Some(people),
        per_person_hundredths: Some((offers * 100 + people / 2).div_euclid(people)),
        most: asked.values().max().copied(),
        accepted: Some(accepted),
        declined: Some(declined),
        unanswered: Some(unanswered),
    }
}

/// Rests that are owed, were taken, are overdue.
pub(super) fn rests(sources: &Sources) -> Rests {
    if sources.people.len() < FEWEST {
        return Rests::default();
    }
    let (from, until) = sources.instants;
    let today = sources.today.to_string();
    let (mut dated, mut undated, mut overdue, mut taken) = (0, 0, 0, 0);
    let mut late = std::collections::BTreeSet::new();
    for row in sources.promises.iter().filter(|row| sources.people.contains_key(&row.agent_id)) {
        match row.state.as_str() {
            "dated" => dated += row.days,
            "undated" => undated += row.days,
            "taken" if row.ended_at.is_some_and(|at| from <= at && at < until) => taken += row.days,
            _ => {}
        }
        if matches!(row.state.as_str(), "dated" | "undated") && row.due_on < today {
            overdue += row.days;
            late.insert(row.agent_id.as_str());
        }
    }
    Rests {
        dated_days: Some(dated),
        undated_days: Some(undated),
        overdue_days: Some(overdue),
        overdue_people: Some(late.len() as i64),
        taken_days: Some(taken),
    }
}

/// The way into the pool.
pub(super) fn trainees(sources: &Sources) -> Trainees {
    if sources.people.len() < FEWEST {
        return Trainees::default();
    }
    let (mut begun, mut favourable, mut unfavourable, mut admitted) = (0, 0, 0, 0);
    for step in sources.steps.iter().filter(|step| sources.people.contains_key(&step.agent_id)) {
        match (step.state.as_str(), step.verdict.as_deref()) {
            ("trainee", _) => begun += 1,
            ("evaluated", Some("favourable")) => favourable += 1,
            ("evaluated", _) => unfavourable += 1,
            ("admitted", _) => admitted += 1,
            _ => {}
        }
    }
    Trainees {
        begun: Some(begun),
        favourable: Some(favourable),
        unfavourable: Some(unfavourable),
        admitted: Some(admitted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gini_coefficient_of_small_groups() {
        assert_eq!(gini(vec![]), None);
        assert_eq!(gini(vec![0, 0, 0]), None, "there is nothing to spread");
        assert_eq!(gini(vec![3, 3, 3, 3]), Some(0));
        // One of five bears everything: (5 − 1) / 5.
        assert_eq!(gini(vec![0, 0, 0, 0, 7]), Some(800));
        // 1, 2, 3, 4: 2 × 30 / (4 × 10) − 5 / 4.
        assert_eq!(gini(vec![4, 2, 1, 3]), Some(250));
    }
}
