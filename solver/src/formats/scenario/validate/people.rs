//! Agents and absences.

use super::findings::{Findings, Index};
use super::{Path, Said, is_sane, law};
use crate::domain::scenario::{Agent, Scenario};
use chrono::NaiveDateTime;

/// Checks the carers.
pub fn agents(scenario: &Scenario, index: &Index<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("agents");
    for (i, agent) in scenario.agents.iter().enumerate() {
        let path = list.item(i, Some(agent.id.as_str()));
        findings.filled(&path.key("name"), &agent.name);
        let employer = path.key("employer");
        findings.reference(&employer, agent.employer.as_str(), &index.establishments, "establishments");
        findings.within(&path.key("share_percent"), agent.share_percent, 1, 100);
        findings.place(&path.key("home"), agent.home);
        findings.between(&path.key("equity_balance"), agent.equity_balance, -1e6, 1e6);
        qualifications(&path, agent, findings);
        let known = path.key("known_units");
        for (k, unit) in agent.known_units.iter().enumerate() {
            findings.reference(&known.item(k, None), unit.as_str(), &index.units, "units");
        }
        let work = path.key("outside_work");
        for (k, outside) in agent.outside_work.iter().enumerate() {
            window(&work.item(k, None), outside.from, outside.to, findings);
        }
        let available = path.key("availability");
        for (k, free) in agent.availability.iter().enumerate() {
            window(&available.item(k, None), free.from, free.to, findings);
        }
        let wishes = path.key("wishes");
        for (k, wish) in agent.wishes.iter().enumerate() {
            let path = wishes.item(k, None);
            findings.near_horizon(&path.key("date"), scenario, wish.date, wish.date);
        }
        law::agent(&path, &agent.law, index, findings);
        let rests = path.key("promised_rests");
        for (k, rest) in agent.promised_rests.iter().enumerate() {
            let path = rests.item(k, None);
            findings.in_order(&path, ("from", rest.from), ("to", rest.to));
            findings.filled(&path.key("reason"), &rest.reason);
            findings.near_horizon(&path.key("from"), scenario, rest.from, rest.to);
        }
    }
}

fn qualifications(path: &Path<'_>, agent: &Agent, findings: &mut Findings<'_>) {
    let list = path.key("qualifications");
    if agent.qualifications.is_empty() {
        let (found, expected) =
            (Said::both("aucun titre", "no qualification"), Said::both("au moins un", "at least one"));
        let help = Said::both(
            "écrivez le métier qu’elle peut exercer, comme \"ASH\"",
            "write what she may work as, such as \"ASH\"",
        );
        findings.report(&list, found, expected, help);
    }
    for (i, held) in agent.qualifications.iter().enumerate() {
        let path = list.item(i, Some(held.qualification.as_str()));
        findings.id(&path.key("qualification"), held.qualification.as_str());
        if let (Some(from), Some(to)) = (held.valid_from, held.valid_to) {
            findings.in_order(&path, ("valid_from", from), ("valid_to", to));
        }
    }
}

fn window(path: &Path<'_>, from: NaiveDateTime, to: NaiveDateTime, findings: &mut Findings<'_>) {
    findings.sane_date(&path.key("from"), from.date());
    findings.sane_date(&path.key("to"), to.date());
    // A stand-in is 1970-01-01T00:00 and never lies before a date someone wrote, unless the other one is the stand-in;
    // then the field is doubtful itself or its neighbour is, and both are reported by the reader already.
    let stand_in = NaiveDateTime::default();
    if to <= from && from != stand_in && to != stand_in {
        let expected = Said::both(format!("un moment après {from}"), format!("a time after {from}"));
        let help = Said::both(
            "corrigez la fin ; passé minuit, elle a la date du lendemain",
            "correct the end; past midnight it has the next date",
        );
        findings.report(&path.key("to"), to.to_string(), expected, help);
    }
}

/// Checks the absences.
pub fn absences(scenario: &Scenario, index: &Index<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("absences");
    for (i, absence) in scenario.absences.iter().enumerate() {
        let path = list.item(i, Some(absence.agent.as_str()));
        findings.reference(&path.key("agent"), absence.agent.as_str(), &index.agents, "agents");
        findings.in_order(&path, ("from", absence.from), ("to", absence.to));
        if is_sane(absence.from) && is_sane(absence.to) {
            findings.near_horizon(&path.key("from"), scenario, absence.from, absence.to);
        } else {
            findings.sane_date(&path.key("from"), absence.from);
            findings.sane_date(&path.key("to"), absence.to);
        }
    }
}
