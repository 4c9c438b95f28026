//! What an explanation promises: the smallest change is the smallest, a relaxation is lawful when the group really
//! makes it, a minimal set is minimal, and another establishment learns nothing but that somebody is not available.

use crate::common::{World, date, fph, moment};
use releve_solver::domain::problem::{Problem, WorkerIx};
use releve_solver::domain::scenario::*;
use releve_solver::domain::time::{Minute, Span, local_of_instant};
use releve_solver::explain::nobody::{Kind, Part, Relaxation};
use releve_solver::explain::remedy::Change;
use releve_solver::explain::{Candidate, Neutral, Nobody, Note, Question, Verdict, judge};
use releve_solver::law::Certainty;
use std::collections::BTreeSet;

const WEDNESDAY: &str = "2026-12-02";

/// Another carer like the first, with a roster of her own at home from the first day of the horizon.
fn and(world: World, id: &str, codes: &str, change: impl FnOnce(&mut Agent)) -> World {
    // The roster's codes must exist: the builder makes them for the first person, whose line then goes to the other.
    let mut world = world.roster("2026-11-30", codes);
    let line = world.scenario.rosters.last_mut().expect("a line");
    line.agent = id.into();
    world.with(|s| {
        let mut agent = Agent { id: id.into(), name: format!("Personne {id}"), ..s.agents[0].clone() };
        change(&mut agent);
        s.agents.push(agent);
    })
}

fn ask(problem: &Problem) -> Question<'_> {
    Question::new(problem, problem.demands.len() - 1, &[], problem.decided_at)
}

fn nobody(problem: &Problem) -> Nobody {
    let question = ask(problem);
    let candidates = question.candidates();
    assert!(candidates.iter().all(|c| matches!(c.verdict, Verdict::Refused { .. })), "somebody is eligible");
    question.nobody(&candidates, &|_| true)
}

fn eligible(problem: &Problem, worker: WorkerIx, demand: usize) -> Vec<Note> {
    match judge(problem, worker, demand, &[]).verdict {
        Verdict::Eligible(eligible) => eligible.offer_only,
        Verdict::Refused { refusals } => panic!("{:?}", refusals.iter().map(|r| &r.sentence_fr).collect::<Vec<_>>()),
    }
}

fn worker(problem: &Problem, id: &str) -> WorkerIx {
    problem.workers.iter().position(|w| w.id.as_str() == id).expect("an agent")
}

/// The shift on offer with other hours, as the group would publish it.
fn published(world: &World, start: Minute, end: Minute) -> World {
    let local = |minute| local_of_instant(HOME_ZONE, minute);
    let hours = format!("{}-{}", local(start).format("%H%M"), local(end).format("%H%M"));
    world.clone().offer(&local(start).date().to_string(), &hours)
}

const HOME_ZONE: chrono_tz::Tz = chrono_tz::Tz::Europe__Paris;

fn takes(world: &World, part: &Part) -> bool {
    let problem = published(world, part.start, part.end).problem();
    let verdict = judge(&problem, worker(&problem, part.agent.as_str()), problem.demands.len() - 1, &[]).verdict;
    matches!(verdict, Verdict::Eligible(_))
}

fn one(nobody: &Nobody, kind: impl Fn(&Kind) -> bool) -> &Relaxation {
    let found = nobody.relaxations.iter().find(|relaxation| kind(&relaxation.kind));
    found.unwrap_or_else(|| panic!("not among {:#?}", nobody.relaxations))
}

#[test]
fn a_refusal_names_the_pack_rule_and_how_sure_it_is() {
    let refusal = fph().roster("2026-12-01", "1300-1901").offer(WEDNESDAY, "0700-1400").refusals().remove(0);
    assert_eq!((refusal.law.as_deref(), refusal.certainty), (Some("fph.daily-rest"), Some(Certainty::V1)));
    let far = fph().agent(|a| a.mobility_km = 5).with(|s| s.establishments[1].place.latitude += 0.345);
    let refusal = far.offer(WEDNESDAY, "0700-1400").refusals().remove(0);
    assert_eq!((refusal.law, refusal.certainty), (None, None));
}

#[test]
fn the_smallest_change_of_hours_is_found_and_none_smaller_works() {
    let worlds = [
        // Twelve hours after 19:40: later by 40 minutes, in steps of 15.
        (fph().roster("2026-12-01", "1300-1940").offer(WEDNESDAY, "0700-1400"), Change::Later, 45),
        // Before the next morning: earlier by an hour.
        (fph().roster("2026-12-03", "0700-1400").offer(WEDNESDAY, "1300-2000"), Change::Earlier, 60),
        // Between two duties that leave no other place: cut at its end.
        (fph().roster("2026-12-01", "1300-1900 . 0600-1300").offer(WEDNESDAY, "0700-1900"), Change::EndCut, 180),
        (fph().roster("2026-12-01", "1300-2000 . 0600-1300").offer(WEDNESDAY, "0700-1400"), Change::Later, 60),
        (
            // 08:00 would be late enough; nine hours are the most that a day may have.
            fph().roster("2026-12-01", "1300-2000 . 0600-1300").offer(WEDNESDAY, "0730-1800"),
            Change::StartCut,
            90,
        ),
    ];
    for (world, change, minutes) in worlds {
        let problem = world.problem();
        let question = ask(&problem);
        let judgement = question.judge_in_full(0);
        let remedy = judgement.remedy.unwrap_or_else(|| panic!("{:?} has a remedy", judgement.candidate));
        assert_eq!((remedy.change, remedy.minutes), (change, minutes), "{remedy:?}");
        let part = |span: Span| Part {
            agent: "a".into(),
            name: String::new(),
            start: span.start,
            end: span.end,
            offer_only: vec![],
        };
        assert!(takes(&world, &part(Span::new(remedy.start, remedy.end))), "{remedy:?} is lawful once published");
        let whole = problem.demands[0].duty.span;
        for smaller in (15..minutes).step_by(15) {
            for change in [Change::Later, Change::Earlier, Change::EndCut, Change::StartCut] {
                if let Some(span) = change.apply(whole, smaller) {
                    assert!(!takes(&world, &part(span)), "{change:?} by {smaller} would do, {remedy:?} is larger");
                }
            }
        }
        if let Some(start) = remedy.earliest_start {
            assert!(takes(&world, &part(Span::new(start, start + whole.minutes()))));
            for earlier in (whole.start..start).step_by(15) {
                assert!(!takes(&world, &part(Span::new(earlier, earlier + whole.minutes()))));
            }
        }
    }
}

#[test]
fn what_no_hours_can_mend_has_no_remedy() {
    for world in [
        fph().agent(|a| a.qualifications[0].qualification = "ASH".into()),
        fph().agent(|a| a.mobility_km = 5).with(|s| s.establishments[1].place.latitude += 0.345),
        fph().with(|s| {
            let (from, to) = (date("2026-11-30"), date("2026-12-05"));
            s.absences.push(Absence { agent: "a".into(), from, to, class: AbsenceClass::Planned });
        }),
    ] {
        let problem = world.offer(WEDNESDAY, "0700-1400").problem();
        assert_eq!(ask(&problem).judge_in_full(0).remedy, None);
    }
}

#[test]
fn inside_the_notice_she_can_only_be_asked() {
    let at =
        |decided: &str| fph().with(|s| s.decided_at = Some(moment(decided))).offer("2026-12-20", "0700-1400").problem();
    assert_eq!(eligible(&at("2026-12-05T08:00"), 0, 0), [], "fifteen days before");
    let inside = eligible(&at("2026-12-06T08:00"), 0, 0);
    assert_eq!((inside[0].law.as_deref(), inside[0].reason_required), (Some("fph.notice"), false), "{inside:?}");
    assert_eq!(inside[0].sentence_fr, "poste dans 14 j < 15 j de préavis : à proposer seulement");
    assert!(!eligible(&at("2026-12-18T07:00"), 0, 0)[0].reason_required, "48 h exactly");
    let late = eligible(&at("2026-12-18T07:01"), 0, 0);
    assert!(late[0].reason_required && late[0].sentence_fr.contains("motif à consigner"), "{late:?}");
    // Not judged without a moment.
    assert_eq!(eligible(&fph().offer("2026-12-20", "0700-1400").problem(), 0, 0), []);
}

#[test]
fn on_a_rest_day_of_her_roster_she_can_only_be_asked() {
    let notes = |world: World| eligible(&world.offer(WEDNESDAY, "1400-1900").problem(), 0, 0);
    // Monday and Tuesday are settled, Wednesday is not.
    assert_eq!(notes(fph().roster("2026-11-30", "0700-1400 .")), []);
    let rest = notes(fph().roster("2026-11-30", "0700-1400 . ."));
    assert!(rest[0].article.contains("96PA02305"), "{rest:?}");
    assert_eq!(rest[0].sentence_fr, "jour de repos de son planning (2 décembre) : à proposer seulement");
}

/// Seven people, each refused for reasons of her own: titles, absences, rests, distance, availability and their unions.
fn crowd() -> World {
    let absent = |s: &mut Scenario, id: &str| {
        let (from, to) = (date("2026-11-30"), date("2026-12-20"));
        s.absences.push(Absence { agent: id.into(), from, to, class: AbsenceClass::Unplanned });
    };
    let window = |a: &mut Agent| {
        a.availability.push(Window { from: moment("2026-12-10T00:00"), to: moment("2026-12-11T00:00") });
    };
    let world = fph().with(|s| s.establishments[1].place.latitude += 0.09).roster("2026-12-01", "1300-1930");
    let world = and(world, "b", ". 1300-1930", |_| {});
    let world = and(world, "c", ". 1300-1930", window);
    let world = and(world, "d", ". .", |a| {
        window(a);
        a.mobility_km = 5;
    });
    let world = and(world, "e", ". .", |a| a.qualifications[0].qualification = "ASH".into());
    let world = and(world, "f", ". . 1500-2000", window);
    let world = and(world, "g", ". .", window).with(|s| absent(s, "g"));
    and(world, "h", ". .", |a| a.mobility_km = 5).with(|s| absent(s, "h")).offer(WEDNESDAY, "0700-1400")
}

#[test]
fn minimal_sets_are_those_of_brute_force() {
    let problem = crowd().problem();
    let nobody = nobody(&problem);
    let sets: Vec<BTreeSet<String>> = (0..problem.workers.len())
        .filter_map(|worker| match judge(&problem, worker, 0, &[]).verdict {
            Verdict::Refused { refusals } => Some(refusals.into_iter().map(|r| r.rule).collect::<BTreeSet<_>>()),
            Verdict::Eligible(_) => None,
        })
        .filter(|rules| !rules.contains("qualification"))
        .collect();
    let mut expected: Vec<(Vec<String>, usize, usize)> = sets
        .iter()
        .filter(|set| !sets.iter().any(|other| other != *set && other.is_subset(set)))
        .map(|set| {
            let same = sets.iter().filter(|other| *other == set).count();
            let larger = sets.iter().filter(|other| *other != set && set.is_subset(other)).count();
            (set.iter().cloned().collect(), same, larger)
        })
        .collect();
    expected.sort_by_key(|(rules, agents, _)| (rules.len(), usize::MAX - agents, rules.clone()));
    expected.dedup();
    let mut found: Vec<_> = nobody.sets.iter().map(|s| (s.rules.clone(), s.agents, s.with_others)).collect();
    let order: Vec<(usize, usize)> =
        found.iter().map(|(rules, agents, _)| (rules.len(), usize::MAX - agents)).collect();
    assert!(order.is_sorted(), "{order:?}");
    found.sort_by_key(|(rules, agents, _)| (rules.len(), usize::MAX - agents, rules.clone()));
    assert_eq!(found, expected);
    assert!(found.len() >= 3, "the crowd has several reasons: {found:?}");
    assert_eq!((nobody.titled, nobody.elsewhere, nobody.untitled), (7, 0, 1));
    assert_eq!(nobody.sets[0].examples.iter().map(|p| p.agent.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(nobody.sets[0].sentence_fr.starts_with("repos quotidien : 2 personnes"), "{}", nobody.sets[0].sentence_fr);
}

#[test]
fn another_start_is_lawful_once_published() {
    let world = fph().roster("2026-12-01", "1300-1940").offer(WEDNESDAY, "0700-1400");
    let nobody = nobody(&world.problem());
    let other = one(&nobody, |kind| matches!(kind, Kind::OtherStart { minutes: 45 }));
    assert!(takes(&world, &other.people[0]));
    assert_eq!(other.price.cents, 7 * 2000);
    assert!(other.sentence_fr.starts_with("début le 2 décembre à 07:45 (0 h 45 plus tard)"), "{}", other.sentence_fr);
}

#[test]
fn two_people_share_what_neither_may_hold_alone() {
    // One comes from an evening that ends at 23:00, the other begins her own morning at 05:00 on the next day.
    let world = fph().roster("2026-12-01", "1600-2300 . .");
    let world = and(world, "b", ". . . 0400-1000", |_| {}).offer(WEDNESDAY, "0800-1700");
    let problem = world.problem();
    let nobody = nobody(&problem);
    let split = one(&nobody, |kind| matches!(kind, Kind::Split { .. }));
    assert_eq!(split.people.iter().map(|p| p.agent.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    let [first, second] = split.people.as_slice() else { panic!("two people") };
    assert_eq!(
        (first.end, first.start, second.end),
        (second.start, problem.demands[0].duty.span.start, problem.demands[0].duty.span.end)
    );
    assert!(first.end - first.start >= 180 && second.end - second.start >= 180);
    assert!(takes(&world, first) && takes(&world, second));
    assert!(split.sentence_fr.starts_with("à deux, relève à "), "{}", split.sentence_fr);
}

#[test]
fn a_degraded_title_is_proposed_until_the_manager_accepts_it() {
    let world = fph().agent(|a| a.qualifications[0].qualification = "IDE".into()).offer(WEDNESDAY, "0700-1400");
    let nobody = nobody(&world.problem());
    let degraded = one(&nobody, |kind| matches!(kind, Kind::Degraded { .. }));
    assert_eq!(degraded.people[0].agent.as_str(), "a");
    let accepted = world.clone().with(|s| s.shifts[0].degraded_accepted = true).problem();
    assert!(matches!(judge(&accepted, 0, 0, &[]).verdict, Verdict::Eligible(_)));
    // Not where the table forbids it: a nursing assistant never stands in for a nurse.
    let forbidden = fph().offer(WEDNESDAY, "0700-1400").with(|s| s.shifts[0].qualification = "IDE".into());
    assert_eq!(self::nobody(&forbidden.problem()).relaxations, []);
}

#[test]
fn what_is_hers_to_lift_is_asked_and_never_assigned() {
    let window = Window { from: moment("2026-12-10T00:00"), to: moment("2026-12-11T00:00") };
    let world = fph().agent(|a| a.availability = vec![window]).offer(WEDNESDAY, "0700-1400");
    let nobody = nobody(&world.problem());
    let asked = one(&nobody, |kind| *kind == Kind::Availability);
    assert!(asked.sentence_fr.contains("jamais à imposer"));
    assert!(matches!(
        judge(&world.clone().agent(|a| a.availability.clear()).problem(), 0, 0, &[]).verdict,
        Verdict::Eligible(_)
    ));
    // Her site is 10 km away and she accepts 5; a site 60 km away is no neighbour.
    let at = |latitude: f64| {
        let far = fph().agent(|a| a.mobility_km = 5).with(|s| s.establishments[1].place.latitude += latitude);
        far.offer(WEDNESDAY, "0700-1400")
    };
    let near = self::nobody(&at(0.09).problem());
    assert!(matches!(one(&near, |kind| matches!(kind, Kind::FarSite { .. })).kind, Kind::FarSite { sites_km: 11 }));
    assert!(matches!(
        judge(&at(0.09).agent(|a| a.mobility_km = 11).problem(), 0, 0, &[]).verdict,
        Verdict::Eligible(_)
    ));
    assert_eq!(self::nobody(&at(0.6).problem()).relaxations, []);
}

#[test]
fn a_rest_promised_and_an_absence_are_never_among_the_relaxations() {
    let rest = PromisedRest { from: date("2026-12-01"), to: date("2026-12-03"), reason: "week-end".into() };
    let world = fph().agent(|a| a.promised_rests = vec![rest]).offer(WEDNESDAY, "0700-1400");
    assert_eq!(nobody(&world.problem()).relaxations, []);
}

/// Two people at home on Wednesday's morning; nobody else.
fn two_at_home(persons: u32) -> World {
    let world = fph().roster("2026-11-30", ". . 0700-1400");
    let world = and(world, "b", ". . 0700-1400", |_| {}).offer(WEDNESDAY, "0800-1500");
    world.with(|s| {
        let minimum = MinimumCover { code: "0700-1400".into(), qualification: "AS".into(), persons };
        s.units[0].minimum_cover = vec![minimum];
    })
}

#[test]
fn a_neighbour_spares_somebody_only_above_its_minimum() {
    let surplus = |kind: &Kind| matches!(kind, Kind::Surplus { .. });
    let world = two_at_home(1);
    let nobody = nobody(&world.problem());
    let found = one(&nobody, surplus);
    assert!(found.sentence_fr.contains("Unité home (Établissement home) garde son effectif minimal"));
    assert_eq!(found.price.cents, 0, "her hours are paid already, and the site is next door");
    // Once her duty is off the roster she may lawfully hold the shift.
    let freed = world.clone().with(|s| s.rosters.retain(|line| line.agent != found.people[0].agent)).problem();
    let who = worker(&freed, found.people[0].agent.as_str());
    assert!(matches!(judge(&freed, who, 0, &[]).verdict, Verdict::Eligible(_)));
    // Two are needed, or nobody said how many.
    assert!(!self::nobody(&two_at_home(2).problem()).relaxations.iter().any(|r| surplus(&r.kind)));
    let silent = two_at_home(1).with(|s| s.units[0].minimum_cover.clear());
    assert!(!self::nobody(&silent.problem()).relaxations.iter().any(|r| surplus(&r.kind)));
    // Nor from a site that is no neighbour.
    let far = two_at_home(1).with(|s| s.establishments[1].place.latitude += 0.6);
    assert!(!self::nobody(&far.problem()).relaxations.iter().any(|r| surplus(&r.kind)));
}

#[test]
fn relaxations_come_cheapest_first_and_beside_the_agency() {
    let world = crowd().with(|s| {
        let price = AgencyPrice {
            qualification: "AS".into(),
            price_cents_per_hour: 3800,
            cap_cents_per_hour: None,
            hours_max: None,
        };
        s.agency.push(price);
    });
    let nobody = nobody(&world.problem());
    assert_eq!(nobody.agency_cents, Some(7 * 3800));
    let totals: Vec<i64> = nobody.relaxations.iter().map(|r| r.price.total_cents).collect();
    assert!(totals.len() > 2 && totals.is_sorted(), "{totals:?}");
}

#[test]
fn another_establishment_learns_no_place_and_no_cause() {
    let world = crowd();
    let problem = world.problem();
    let candidates = ask(&problem).candidates();
    let mut secrets: Vec<String> =
        ["absen", "repos", "congé", "malad", "restriction", "domicile", "disponibilités données", "planning", "promis"]
            .map(str::to_owned)
            .to_vec();
    secrets.extend(problem.sites.iter().map(|site| site.name.clone()));
    secrets.extend(world.scenario.units.iter().map(|unit| unit.name.clone()));
    let discreet = |text: &str| {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "«{text}» says «{secret}»");
        }
    };
    for Candidate { verdict, .. } in &candidates {
        let Verdict::Refused { refusals } = verdict else { panic!("nobody is eligible") };
        let told = Neutral::of(refusals);
        assert!((1..=2).contains(&told.fr.len()) && told.en.len() == told.fr.len(), "{told:?}");
        for sentence in told.fr.iter().chain(&told.en) {
            discreet(sentence);
        }
    }
    discreet(&Note::neutral().sentence_fr);
    // Nobody's record is hers to read: no sets, no names in them, no relaxation that tells where or why.
    let hidden = ask(&problem).nobody(&candidates, &|_| false);
    assert_eq!((hidden.titled, hidden.elsewhere, hidden.sets.len()), (0, 7, 0));
    assert!(hidden.withheld > 0, "availability and distance are for the coordinator");
    assert!(!hidden.relaxations.is_empty());
    for relaxation in &hidden.relaxations {
        assert!(matches!(relaxation.kind, Kind::OtherStart { .. } | Kind::Split { .. } | Kind::Degraded { .. }));
        discreet(&serde_json::to_string(relaxation).expect("JSON"));
    }
    discreet(&hidden.sentence_fr);
    // A neighbour's surplus says where she works.
    let problem = two_at_home(1).problem();
    let candidates = ask(&problem).candidates();
    let hidden = ask(&problem).nobody(&candidates, &|_| false);
    assert!(!hidden.relaxations.iter().any(|r| matches!(r.kind, Kind::Surplus { .. })) && hidden.withheld > 0);
}

#[test]
fn what_stands_under_the_neutral_sentence_of_one_moment() {
    let refusals = fph().roster("2026-12-01", "1300-1901").offer(WEDNESDAY, "0700-1400").refusals();
    let told = Neutral::of(&refusals);
    assert_eq!(told.fr, ["non disponible jusqu'au 2 décembre à 07:01"]);
    assert_eq!(told.en, ["not available until 2 December at 07:01"]);
    assert_eq!(Neutral::of(&[]), Neutral::default());
}
