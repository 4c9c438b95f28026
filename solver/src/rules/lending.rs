//! Who may be lent to whom: on the day of the shift both establishments belong to the group, and the agent's own agreement is on
//! file. Without it there is no loan: the *avenant* signed by her (Code du travail L8241-2), or in the public hospitals the
//! decision of *mise à disposition* taken with her consent (CGFP L512-6 and following), whose convention lasts three years at
//! most.
//!
//! A shift at her own employer is no loan. The rule looks at the pair alone, so the engines use it through the list of lawful
//! pairs; there is nothing to add up over a timeline, and no row.

use super::{Detail, LawRef, RuleId, Violation, limits_of};
use crate::domain::problem::{Agreement, Demand, Problem, SiteIx, Worker};
use crate::domain::time::Day;

/// Judges the pair.
pub fn judge(problem: &Problem, worker: &Worker, demand: &Demand, found: &mut Vec<Violation>) {
    let day = demand.duty.day;
    let violation = |rule, law: Option<LawRef>, detail| Violation {
        rule,
        law,
        window: demand.duty.span,
        measured: 0,
        limit: 0,
        detail,
        lawful_from: None,
    };
    if let Some(site) = [demand.site, worker.employer].into_iter().find(|site| !problem.sites[*site].is_member_on(day))
    {
        found.push(violation(RuleId::Membership, None, Detail::NoMember(site)));
    }
    if !problem.lending_agreements_required || demand.site == worker.employer {
        return;
    }
    let home = problem.sites[worker.employer].rule_set;
    let rules: Vec<(LawRef, i64, Day)> = limits_of(problem, worker, home, |kinds| &kinds.lending_agreement)
        .map(|(law, rule)| (law, rule.agreements_min, rule.days_max.map_or(Day::MAX, |days| days as Day)))
        .collect();
    // A pack that knows nothing of loans does not make them free: the agreement is asked for all the same.
    let first = rules.is_empty().then_some((None, 1, Day::MAX));
    let rules = first.into_iter().chain(rules.into_iter().map(|(law, least, longest)| (Some(law), least, longest)));
    for (law, least, longest) in rules {
        let holding = worker.agreements.iter().filter(|one| holds(one, demand.site, day, longest)).count() as i64;
        if holding < least {
            let detail = Detail::NoAgreement(why(worker, demand.site));
            found.push(Violation {
                measured: holding,
                limit: least,
                ..violation(RuleId::LendingAgreement, law, detail)
            });
        }
    }
}

/// Whether an agreement covers a site on a day; one older than the longest that the law lets it last does not.
fn holds(agreement: &Agreement, site: SiteIx, day: Day, longest: Day) -> bool {
    let last = agreement.to.min(agreement.from.saturating_add(longest.saturating_sub(1)));
    names(agreement, site) && (agreement.from..=last).contains(&day)
}

fn names(agreement: &Agreement, site: SiteIx) -> bool {
    agreement.hosts.as_ref().is_none_or(|hosts| hosts.contains(&site))
}

/// What is wrong with the agreements on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// None is on file.
    None,
    /// Those on file name other establishments.
    OtherHosts,
    /// One names the establishment, but not the day.
    OtherDays,
}

fn why(worker: &Worker, site: SiteIx) -> Missing {
    if worker.agreements.is_empty() {
        Missing::None
    } else if worker.agreements.iter().any(|one| names(one, site)) {
        Missing::OtherDays
    } else {
        Missing::OtherHosts
    }
}
