//! Once a day: qualifications and documents that run out, and grants that end.

use super::super::access::{Actor, Role, Scope};
use super::super::error::Result;
use super::super::settings;
use super::super::work::Work;
use super::App;
use crate::store::outbox::Notice;
use crate::store::reminders::{self as rows, Paper, Papers};
use crate::store::{Tx, due_runs, establishments, from_json, grants};
use chrono::{Days, NaiveDate};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the run in `due_runs`.
pub(crate) const NAME: &str = "daily-reminders";

/// Claims a day of one group and tells what is due on it, together or not at all; false when another server has the day.
///
/// # Errors
/// When the database fails.
pub(crate) async fn daily(app: &App, group: &str, date: NaiveDate) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    if !due_runs::claim(&mut work.tx, NAME, group, &date.to_string(), app.clock.now()).await? {
        return Ok(false);
    }
    for notice in due(&mut work.tx, group, date).await? {
        work.tell(notice);
    }
    work.commit().await?;
    Ok(true)
}

async fn due(tx: &mut Tx, group: &str, today: NaiveDate) -> Result<Vec<Notice>> {
    let wanted = settings::read(tx, group).await?.reminders;
    let day = today.to_string();
    let homes: BTreeMap<String, String> = establishments::homes_of_units(tx, group).await?.into_iter().collect();
    let mut managers = Vec::new();
    for row in grants::of_role(tx, group, "manager", &day).await? {
        managers.push((row.user_id.0, from_json::<Scope>(&row.scope)?));
    }
    let mut notices = Vec::new();
    for papers in rows::papers(tx, group).await? {
        for (what, last) in ends(&papers) {
            let Some(days) = stage((last - today).num_days(), &wanted.paper_days) else { continue };
            let hear = managers.iter().filter(|(_, scope)| manages(scope, &papers.employer, &homes));
            let hear: BTreeSet<&str> = hear.map(|(user, _)| user.as_str()).collect();
            notices.extend(tell(&papers, what, last, days, &hear));
        }
    }
    if wanted.grant_days == 0 {
        return Ok(notices);
    }
    let until = (today + Days::new(u64::from(wanted.grant_days))).to_string();
    let administrators = grants::holders(tx, group, "administrator", &day).await?;
    for ending in rows::grants(tx, group, (&day, &until)).await? {
        let payload = json!({ "agent_name": ending.user_name, "date": ending.valid_to });
        let fact = format!("{}:{}", ending.id, ending.valid_to);
        notices
            .extend(administrators.iter().map(|user| Notice::to_user("grant.ends", &fact, &user.0, payload.clone())));
    }
    Ok(notices)
}

/// What runs out, with its last day: nothing of it holds on the day after, and she is employed on it.
fn ends(papers: &Papers) -> impl Iterator<Item = (&str, NaiveDate)> {
    let still = |last: NaiveDate, one: &Paper| {
        one.from.is_none_or(|from| from <= last + Days::new(1)) && one.to.is_none_or(|to| to > last)
    };
    papers.all.iter().filter_map(move |paper| {
        let last = paper.to?;
        let renewed = papers.all.iter().any(|one| one.stands_for == paper.stands_for && still(last, one));
        let gone = papers.left_on.is_some_and(|day| day <= last);
        (!renewed && !gone).then_some((paper.name.as_str(), last))
    })
}

/// The stage at which something that runs out in so many days is told: the smallest that it has reached. A server that was down on
/// the very day tells it the day after.
fn stage(days_left: i64, stages: &[u32]) -> Option<u32> {
    stages.iter().copied().filter(|stage| (0..=i64::from(*stage)).contains(&days_left)).min()
}

/// Whether a manager of this part of the group has to do with an establishment's employees.
fn manages(scope: &Scope, employer: &str, homes: &BTreeMap<String, String>) -> bool {
    match scope {
        Scope::Group => true,
        Scope::Establishments(ids) => ids.contains(employer),
        Scope::Units(units) => units.iter().any(|unit| homes.get(unit).is_some_and(|home| home == employer)),
    }
}

fn tell(papers: &Papers, what: &str, last: NaiveDate, days: u32, managers: &BTreeSet<&str>) -> Vec<Notice> {
    let payload = json!({ "agent": papers.agent, "agent_name": papers.name, "qualification": what, "date": last });
    let fact = format!("{}:{what}:{last}:{days}", papers.agent);
    let mut notices = vec![Notice::to_agent("paper.ends", &fact, &papers.agent, payload.clone())];
    notices.extend(managers.iter().map(|user| Notice::to_user("paper.ends", &fact, user, payload.clone())));
    notices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_is_told_once_on_its_day_or_as_soon_as_may_be() {
        let stages = [60, 30, 7];
        let told: Vec<_> = [90, 61, 60, 45, 31, 30, 8, 7, 1, 0, -1].map(|left| stage(left, &stages)).into();
        let expected = [None, None, Some(60), Some(60), Some(60), Some(30), Some(30), Some(7), Some(7), Some(7), None];
        assert_eq!(told, expected);
        assert_eq!(stage(5, &[]), None);
    }

    #[test]
    fn a_manager_hears_of_the_employees_of_her_establishment() {
        let homes: BTreeMap<_, _> = [("u1".to_owned(), "e1".to_owned()), ("u2".to_owned(), "e2".to_owned())].into();
        let units = Scope::Units(["u1".to_owned()].into());
        assert!(
            manages(&units, "e1", &homes) && !manages(&units, "e2", &homes) && manages(&Scope::Group, "e2", &homes)
        );
    }
}
