//! A small world to judge in: one person, the roster she has, one shift on offer. Hours are written as they are read,
//! `0700-1400`; whatever hours a test names become shift codes of every unit.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use releve_solver::compile;
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::*;
use releve_solver::explain::{Refusal, Verdict, judge};
use releve_solver::law::Status;
use std::collections::BTreeMap;

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is a date"))
}

pub fn moment(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap_or_else(|_| panic!("{text} is a moment"))
}

pub const HOME: Place = Place { latitude: 45.0, longitude: 4.0 };

/// One person of a regime, employed at `home`; the shift is at `host`, next door and of the same regime unless said
/// otherwise.
#[derive(Clone)]
pub struct World {
    pub scenario: Scenario,
}

impl World {
    pub fn new(regime: &str) -> Self {
        let site = |id: &str| Establishment {
            id: id.into(),
            name: format!("Établissement {id}"),
            finess: "010000024".into(),
            regime: regime.into(),
            time_zone: Tz::Europe__Paris,
            commune: "Ici".into(),
            place: HOME,
            territory: Territory::Metropole,
            good_friday: false,
            extra_holidays: vec![],
            derogations: vec![],
            law: EstablishmentLaw::default(),
            membership: Vec::new(),
        };
        let unit = |id: &str| Unit {
            id: format!("u-{id}").as_str().into(),
            establishment: id.into(),
            name: format!("Unité {id}"),
            shift_codes: vec![],
            minimum_cover: vec![],
        };
        let agent = Agent {
            id: "a".into(),
            name: "A".into(),
            employer: "home".into(),
            share_percent: 100,
            qualifications: vec![HeldQualification { qualification: "AS".into(), valid_from: None, valid_to: None }],
            home: HOME,
            mobility_km: 100,
            exemptions: vec![],
            known_units: vec![],
            outside_work: vec![],
            availability: vec![],
            wishes: vec![],
            equity_balance: 0.0,
            promised_rests: vec![],
            cost_cents_per_hour: 2000,
            pool: Admission::Admitted,
            law: AgentLaw::default(),
        };
        let scenario = Scenario {
            format: FORMAT.into(),
            description: String::new(),
            expected: None,
            group: Group {
                id: "g".into(),
                name: "G".into(),
                time_zone: Tz::Europe__Paris,
                lending_agreements_required: false,
            },
            horizon: Horizon { from: date("2026-11-30"), days: 56 },
            decided_at: None,
            rule_packs: BTreeMap::from([(regime.to_owned(), "2026-01".to_owned())]),
            house_rules: HouseRules::default(),
            weights: Weights::default(),
            substitutions: vec![],
            agency: vec![],
            establishments: vec![site("home"), site("host")],
            units: vec![unit("home"), unit("host")],
            agents: vec![agent],
            rosters: vec![],
            absences: vec![],
            shifts: vec![],
            held: vec![],
        };
        Self { scenario }
    }

    /// Changes whatever has no word of its own.
    pub fn with(mut self, change: impl FnOnce(&mut Scenario)) -> Self {
        change(&mut self.scenario);
        self
    }

    pub fn agent(self, change: impl FnOnce(&mut Agent)) -> Self {
        self.with(|s| change(&mut s.agents[0]))
    }

    pub fn share(self, percent: u32) -> Self {
        self.agent(|a| a.share_percent = percent)
    }

    pub fn status(self, status: Status) -> Self {
        self.agent(|a| a.law.statuses.push(status))
    }

    /// The days that are planned.
    pub fn horizon(self, from: &str, days: u32) -> Self {
        self.with(|s| s.horizon = Horizon { from: date(from), days })
    }

    /// Both sites lie in a zone.
    pub fn zone(self, zone: Tz, territory: Territory) -> Self {
        self.with(|s| {
            s.group.time_zone = zone;
            for site in &mut s.establishments {
                (site.time_zone, site.territory) = (zone, territory);
            }
        })
    }

    /// The other site has another regime.
    pub fn host(self, regime: &str) -> Self {
        self.with(|s| {
            s.establishments[1].regime = regime.into();
            s.rule_packs.insert(regime.to_owned(), "2026-01".to_owned());
        })
    }

    /// Both establishments record a derogation.
    pub fn derogation(self, id: &str) -> Self {
        let derogation = Derogation {
            id: id.into(),
            document: "accord du 3 mars 2026".into(),
            valid_from: date("2026-01-01"),
            valid_to: None,
        };
        self.with(|s| s.establishments.iter_mut().for_each(|e| e.derogations.push(derogation.clone())))
    }

    /// The home roster from a day on: hours or `.` a day, hours joined by `+` on a split day, `3*…` repeats.
    pub fn roster(mut self, from: &str, codes: &str) -> Self {
        let mut days: Vec<&str> = Vec::new();
        for word in codes.split_whitespace() {
            match word.split_once('*') {
                Some((times, code)) => {
                    let times: usize = times.parse().expect("a number of times");
                    days.extend(std::iter::repeat_n(code, times));
                }
                None => days.push(word),
            }
        }
        let lines = days.iter().map(|day| day.split('+').count()).max().unwrap_or(1);
        for line in 0..lines {
            let codes: Vec<String> = days
                .iter()
                .map(|day| day.split('+').nth(line).map_or_else(|| ".".to_owned(), |code| self.code(code)))
                .collect();
            self.scenario.rosters.push(RosterLine {
                agent: "a".into(),
                unit: "u-home".into(),
                from: date(from),
                codes: codes.join(" "),
            });
        }
        self
    }

    /// Makes sure that every unit has the code, and names it.
    fn code(&mut self, hours: &str) -> String {
        if hours == "." {
            return hours.to_owned();
        }
        let (times, pause) =
            hours.split_once('/').map_or((hours, None), |(t, p)| (t, Some(p.parse().expect("minutes"))));
        let (start, end) = times.split_once('-').unwrap_or_else(|| panic!("{hours} is not like 0700-1400"));
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H%M").unwrap_or_else(|_| panic!("{text} is a time"));
        for unit in &mut self.scenario.units {
            if !unit.shift_codes.iter().any(|c| c.code.as_str() == hours) {
                unit.shift_codes.push(ShiftCode {
                    code: hours.into(),
                    start: time(start),
                    end: time(end),
                    break_minutes: 0,
                    paid_break_minutes: pause,
                    label: hours.to_owned(),
                });
            }
        }
        hours.to_owned()
    }

    /// One more shift on offer; its position is its index.
    pub fn offer(mut self, day: &str, hours: &str) -> Self {
        let code = self.code(hours);
        let id = format!("s{}", self.scenario.shifts.len());
        self.scenario.shifts.push(Shift {
            id: id.as_str().into(),
            unit: "u-host".into(),
            code: code.as_str().into(),
            date: date(day),
            qualification: "AS".into(),
            priority: Priority::Normal,
            degraded_accepted: false,
        });
        self
    }

    pub fn problem(&self) -> Problem {
        compile(&self.scenario).unwrap_or_else(|issues| panic!("{issues:#?}"))
    }

    /// Every refusal of the only person for the last shift on offer.
    pub fn refusals(&self) -> Vec<Refusal> {
        let problem = self.problem();
        match judge(&problem, 0, problem.demands.len() - 1, &[]).verdict {
            Verdict::Eligible(_) => Vec::new(),
            Verdict::Refused { refusals } => refusals,
        }
    }

    /// The rules that refuse the person for a shift, each once.
    pub fn rules(self, day: &str, hours: &str) -> Vec<String> {
        let mut rules: Vec<String> = self.offer(day, hours).refusals().into_iter().map(|r| r.rule).collect();
        rules.sort();
        rules.dedup();
        rules
    }

    #[track_caller]
    pub fn lawful(self, day: &str, hours: &str) {
        let world = self.offer(day, hours);
        let sentences: Vec<String> = world.refusals().into_iter().map(|r| r.sentence_fr).collect();
        assert_eq!(sentences, Vec::<String>::new(), "{day} {hours} is lawful");
    }

    /// Refused by this rule, and by nothing else.
    #[track_caller]
    pub fn refused(self, rule: &str, day: &str, hours: &str) {
        assert_eq!(self.rules(day, hours), [rule], "{day} {hours}");
    }

    /// Refused by this rule, whatever else refuses too.
    #[track_caller]
    pub fn refused_also(self, rule: &str, day: &str, hours: &str) {
        let rules = self.rules(day, hours);
        assert!(rules.iter().any(|r| r == rule), "{day} {hours}: expected {rule}, found {rules:?}");
    }
}

/// A world of public hospitals.
pub fn fph() -> World {
    World::new("fph")
}

/// A world under the Code du travail.
pub fn private() -> World {
    World::new("code-du-travail")
}

/// The host lies 38.4 km north: 49.9 km of road, an hour.
pub fn an_hour_away(world: World) -> World {
    world.with(|s| s.establishments[1].place.latitude += 0.345)
}

/// What a year already holds, nothing of it by night or on Sundays.
pub fn counters(work_minutes: i64, overtime_minutes: i64) -> Counters {
    Counters {
        year: 2026,
        work_minutes,
        overtime_minutes,
        night_minutes: 0,
        sundays_holidays_worked: 0,
        sundays_worked: 0,
    }
}

/// `n` days after a day, as text.
pub fn after(day: &str, n: u64) -> String {
    (date(day) + Days::new(n)).to_string()
}
