//! What is about the person on that day, on either side of its boundary and exactly on it: work for others, documents,
//! titles, rests already promised, absences, restrictions, where she is and may be.

use crate::common::{World, an_hour_away, date, fph, moment, private};
use releve_solver::domain::scenario::*;

#[test]
fn work_for_others_counts_and_must_be_declared() {
    let with_outside = |world: World, to: &str| {
        let work = OutsideWork { from: moment("2026-12-01T10:00"), to: moment(to) };
        world.agent(|a| a.outside_work.push(work))
    };
    let document = |kind: &str, from: &str| AgentDocument {
        kind: kind.into(),
        reference: "D-1".into(),
        valid_from: Some(date(from)),
        valid_to: None,
    };
    let declared =
        |world: World, from: &str| world.agent(|a| a.law.documents.push(document("outside-work-declaration", from)));
    with_outside(private(), "2026-12-01T20:00").refused("outside-work", "2026-12-02", "0700-1400");
    declared(with_outside(private(), "2026-12-01T20:00"), "2026-01-02").lawful("2026-12-02", "0700-1400");
    declared(with_outside(private(), "2026-12-01T20:01"), "2026-01-02").refused(
        "daily-rest",
        "2026-12-02",
        "0700-1400",
    );
    // A declaration is good for a year: 365 days before 2 December 2026 is 2 December 2025.
    declared(with_outside(private(), "2026-12-01T20:00"), "2025-12-02").lawful("2026-12-02", "0700-1400");
    declared(with_outside(private(), "2026-12-01T20:00"), "2025-12-01").refused(
        "outside-work",
        "2026-12-02",
        "0700-1400",
    );
    // A full-time public agent needs an authorisation as well; at 70 % the declaration is enough.
    let public = || declared(with_outside(fph(), "2026-12-01T19:00"), "2026-01-02");
    public().refused("outside-work", "2026-12-02", "0700-1400");
    let authorised = public().agent(|a| a.law.documents.push(document("outside-work-authorisation", "2026-01-02")));
    authorised.lawful("2026-12-02", "0700-1400");
    public().share(70).lawful("2026-12-02", "0700-1400");
    public().share(71).refused("outside-work", "2026-12-02", "0700-1400");
}

#[test]
fn documents_hold_between_their_dates() {
    let site = || fph().with(|s| s.establishments[1].law.required_documents.push("formation dialyse".into()));
    let holding = |from: &str, to: &str| {
        let (valid_from, valid_to) = (Some(date(from)), Some(date(to)));
        let document = AgentDocument { kind: "formation dialyse".into(), reference: "F".into(), valid_from, valid_to };
        site().agent(|a| a.law.documents.push(document))
    };
    site().refused("document", "2026-12-02", "0700-1400");
    holding("2026-12-02", "2026-12-02").lawful("2026-12-02", "0700-1400");
    holding("2026-12-03", "2027-12-02").refused("document", "2026-12-02", "0700-1400");
    holding("2025-12-02", "2026-12-01").refused("document", "2026-12-02", "0700-1400");
}

#[test]
fn titles_hold_between_their_dates() {
    let holding = |from: &str, to: &str| {
        fph().agent(|a| {
            a.qualifications[0].valid_from = Some(date(from));
            a.qualifications[0].valid_to = Some(date(to));
        })
    };
    holding("2026-12-02", "2026-12-02").lawful("2026-12-02", "2100-0700");
    holding("2026-12-03", "2027-12-02").refused("qualification", "2026-12-02", "0700-1400");
    holding("2025-12-02", "2026-12-01").refused("qualification", "2026-12-02", "0700-1400");
}

#[test]
fn promised_rests_absences_and_restrictions() {
    let rest = |from: &str, to: &str| PromisedRest { from: date(from), to: date(to), reason: "week-end".into() };
    fph().agent(|a| a.promised_rests.push(rest("2026-12-02", "2026-12-02"))).refused(
        "promised-rest",
        "2026-12-02",
        "0700-1400",
    );
    // A night of the day before ends inside it; one that ends at midnight does not.
    fph().agent(|a| a.promised_rests.push(rest("2026-12-02", "2026-12-02"))).refused(
        "promised-rest",
        "2026-12-01",
        "2100-0700",
    );
    fph().agent(|a| a.promised_rests.push(rest("2026-12-02", "2026-12-02"))).lawful("2026-12-01", "1700-0000");
    let absent = || {
        fph().with(|s| {
            s.absences.push(Absence {
                agent: "a".into(),
                from: date("2026-12-02"),
                to: date("2026-12-03"),
                class: AbsenceClass::Unplanned,
            });
        })
    };
    absent().refused("absence", "2026-12-03", "0700-1400");
    absent().lawful("2026-12-04", "0700-1400");
    let exempt = |exemption| fph().agent(move |a| a.exemptions.push(exemption));
    exempt(Exemption::NoNight).refused("exemption", "2026-12-02", "2100-0700");
    exempt(Exemption::NoNight).lawful("2026-12-02", "1300-1900");
    exempt(Exemption::NoWeekend).refused("exemption", "2026-12-04", "2100-0700");
    exempt(Exemption::NoWeekend).lawful("2026-12-04", "1500-0000");
    exempt(Exemption::NoHoliday).refused("exemption", "2026-12-24", "2100-0700");
    exempt(Exemption::NoHoliday).lawful("2026-12-24", "1500-0000");
    // Five mornings of 7 h are the 35 h of a full-timer.
    exempt(Exemption::NoOvertime).roster("2026-11-30", "4*0700-1400").lawful("2026-12-04", "0700-1400");
    exempt(Exemption::NoOvertime).roster("2026-11-30", "4*0700-1400").refused("exemption", "2026-12-04", "0700-1401");
}

#[test]
fn at_two_places_at_once() {
    fph().roster("2026-12-02", "0700-1100").refused_also("overlap", "2026-12-02", "1059-1500");
    private().roster("2026-12-02", "0700-1100").lawful("2026-12-02", "1100-1500");
    // An hour of road between the two sites.
    an_hour_away(private()).roster("2026-12-02", "0700-1100").lawful("2026-12-02", "1200-1500");
    an_hour_away(private()).roster("2026-12-02", "0700-1100").refused("overlap", "2026-12-02", "1159-1500");
    let window = |world: World| {
        world
            .agent(|a| a.availability.push(Window { from: moment("2026-12-02T07:00"), to: moment("2026-12-02T14:00") }))
    };
    window(fph()).lawful("2026-12-02", "0700-1400");
    window(fph()).refused("availability", "2026-12-02", "0700-1401");
    let radius = |km: u32| an_hour_away(fph()).agent(|a| a.mobility_km = km);
    radius(39).lawful("2026-12-02", "0700-1400");
    radius(38).refused("mobility", "2026-12-02", "0700-1400");
}
