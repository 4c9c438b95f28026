//! What the pool and its members ask for: agreements to be lent, membership, admission, company on a first shift.

use crate::common::{World, date, fph, private};
use releve_solver::domain::scenario::*;

const DAY: &str = "2026-12-02";
const HOURS: &str = "0700-1400";

fn agreement(from: &str, to: Option<&str>, hosts: &[&str]) -> LendingAgreement {
    LendingAgreement {
        document: "A-1".into(),
        valid_from: date(from),
        valid_to: to.map(date),
        hosts: hosts.iter().map(|host| (*host).into()).collect(),
    }
}

fn required(world: World) -> World {
    world.with(|s| s.group.lending_agreements_required = true)
}

fn with(world: World, agreement: LendingAgreement) -> World {
    required(world).agent(|a| a.law.lending_agreements.push(agreement))
}

#[test]
fn an_agreement_holds_from_its_first_to_its_last_day_for_the_hosts_it_names() {
    for world in [fph, private] {
        world().lawful(DAY, HOURS);
        required(world()).refused("lending-agreement", DAY, HOURS);
        with(world(), agreement("2026-12-02", Some("2026-12-02"), &[])).lawful(DAY, HOURS);
        with(world(), agreement("2026-12-03", None, &[])).refused("lending-agreement", DAY, HOURS);
        with(world(), agreement("2026-01-01", Some("2026-12-01"), &[])).refused("lending-agreement", DAY, HOURS);
        with(world(), agreement("2026-01-01", None, &["host"])).lawful(DAY, HOURS);
        with(world(), agreement("2026-01-01", None, &["home"])).refused("lending-agreement", DAY, HOURS);
    }
}

#[test]
fn a_shift_at_her_own_employer_is_no_loan() {
    required(fph()).with(|s| s.units[1].establishment = "home".into()).lawful(DAY, HOURS);
}

#[test]
fn a_secondment_lasts_three_years_at_most_and_a_private_loan_as_long_as_was_agreed() {
    // 2 December 2023 to 1 December 2026 are 1,096 days, a leap day among them.
    with(fph(), agreement("2023-12-03", None, &[])).lawful(DAY, HOURS);
    with(fph(), agreement("2023-12-02", None, &[])).refused("lending-agreement", DAY, HOURS);
    with(private(), agreement("2010-01-01", None, &[])).lawful(DAY, HOURS);
}

#[test]
fn the_refusal_names_the_article_and_what_is_wrong() {
    let refusal = |world: World| {
        let mut refusals = required(world).offer(DAY, HOURS).refusals();
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        refusals.remove(0)
    };
    let public = refusal(fph());
    assert_eq!(public.law.as_deref(), Some("fph.lending-agreement"));
    assert!(public.article.starts_with("CGFP, L512-6") && public.sentence_fr.contains("aucun accord"), "{public:?}");
    let late = refusal(private().agent(|a| a.law.lending_agreements.push(agreement("2026-12-03", None, &[]))));
    assert_eq!(late.article, "Code du travail, L8241-2");
    assert!(late.sentence_fr.contains("non valable ce jour-là"), "{late:?}");
    let elsewhere = refusal(private().agent(|a| a.law.lending_agreements.push(agreement(DAY, None, &["home"]))));
    assert!(elsewhere.sentence_fr.contains("d'autres établissements"), "{elsewhere:?}");
    assert_eq!(elsewhere.neutral_fr, "non disponible pour ce poste");
}

#[test]
fn both_establishments_belong_to_the_group_on_the_day() {
    let member = |site: usize, from: &str, to: &str| {
        fph().with(|s| s.establishments[site].membership.push(Membership { from: date(from), to: Some(date(to)) }))
    };
    for site in [0, 1] {
        member(site, DAY, DAY).lawful(DAY, HOURS);
        member(site, "2026-12-03", "2026-12-31").refused("membership", DAY, HOURS);
        member(site, "2026-01-01", "2026-12-01").refused("membership", DAY, HOURS);
    }
}

/// A colleague who knows the host's unit is on duty there from 06:00 to 13:00.
fn accompanied(world: World) -> World {
    let world = world.offer("2026-12-20", "0600-1300");
    world.with(|s| {
        let home = s.units[1].id.clone();
        let colleague = Agent { id: "b".into(), name: "B".into(), employer: "host".into(), ..s.agents[0].clone() };
        s.shifts.clear();
        s.agents.push(Agent { pool: Admission::Admitted, ..colleague });
        s.rosters.push(RosterLine { agent: "b".into(), unit: home, from: date(DAY), codes: "0600-1300".into() });
    })
}

#[test]
fn a_trainee_is_never_alone() {
    let trainee = || fph().agent(|a| a.pool = Admission::Trainee);
    trainee().refused("accompanied", DAY, HOURS);
    accompanied(trainee()).lawful(DAY, HOURS);
    // At 13:00 sharp the colleague is gone.
    accompanied(trainee()).lawful(DAY, "1259-1800");
    accompanied(trainee()).refused("accompanied", DAY, "1300-1800");
    accompanied(trainee()).refused("accompanied", DAY, "0559-1200");
}

#[test]
fn a_first_shift_is_accompanied_where_the_group_wants_it() {
    let wanted = |world: World| world.with(|s| s.house_rules.first_shift_accompanied = true);
    fph().lawful(DAY, HOURS);
    wanted(fph()).refused("accompanied", DAY, HOURS);
    wanted(fph()).agent(|a| a.known_units.push("u-host".into())).lawful(DAY, HOURS);
    accompanied(wanted(fph())).lawful(DAY, HOURS);
}

#[test]
fn whoever_is_not_in_the_pool_is_not_asked() {
    accompanied(fph().agent(|a| a.pool = Admission::Outside)).refused("pool-admission", DAY, HOURS);
}
