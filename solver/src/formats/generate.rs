//! A generator of groups that look like real ones: a rural region of small bassins, public and private houses, carers
//! with lawful home rosters, and the gaps that their absences leave.
//!
//! The same size and seed give the same scenario, byte for byte, on every machine: benches, demos and property tests
//! quote a seed and mean a file. Every home roster is lawful by construction (see `rosters`), so that whatever a solver
//! or checker objects to is a fact about the solver or the checker. No person, place or number is real.

mod gaps;
mod names;
mod people;
mod rosters;
mod sites;

use crate::domain::ids::Qualification;
use crate::domain::scenario::{AgencyPrice, FORMAT, Group, Horizon, HouseRules, Scenario, Weights};
use crate::random::Random;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// How large a group to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Member sites, at least 1.
    pub establishments: u32,
    /// Carers, about one in seven of them in the pool; at least 1.
    pub agents: u32,
    /// Days to plan, 1 to 400, from Monday 2026-11-30: 28 days end after Christmas.
    pub days: u32,
    /// Shifts that nobody holds.
    pub gaps: u32,
}

/// Days of roster before the horizon: what rest and weekly limits look back to.
const HISTORY_DAYS: u32 = 14;

/// Makes a group. Numbers outside the ranges of [`Size`] are brought inside them.
pub fn generate(size: Size, seed: u64) -> Scenario {
    let size = Size {
        establishments: size.establishments.max(1),
        agents: size.agents.max(1),
        days: size.days.clamp(1, 400),
        ..size
    };
    let mut random = Random::new(seed);
    let horizon = Horizon { from: NaiveDate::from_ymd_opt(2026, 11, 30).expect("a Monday"), days: size.days };
    let (establishments, teams) = sites::make(size, &mut random.branch());
    let mut staff = people::make(size, horizon, &establishments, &teams, &mut random.branch());
    let (absences, mut bare) = gaps::absences(&mut staff, horizon, &mut random.branch());
    let shifts = gaps::shifts(size, horizon, &teams, &mut bare, &mut random.branch());
    let rosters = staff.iter().filter_map(|member| member.roster.as_ref().map(|roster| roster.line(member))).collect();
    let price = |qualification: &str, price: u32, cap: Option<u32>| AgencyPrice {
        qualification: Qualification::from(qualification),
        price_cents_per_hour: price,
        cap_cents_per_hour: cap,
        hours_max: None,
    };
    Scenario {
        format: FORMAT.to_owned(),
        description: format!(
            "Generated group: {} establishments, {} agents, {} days, {} bare shifts (seed {seed}).",
            size.establishments, size.agents, size.days, size.gaps
        ),
        expected: None,
        group: Group {
            id: "groupement".into(),
            name: "Groupement de coopération des hautes vallées".to_owned(),
            time_zone: Tz::Europe__Paris,
            lending_agreements_required: true,
        },
        horizon,
        rule_packs: ["code-du-travail", "fph"].map(|pack| (pack.to_owned(), "2026-01".to_owned())).into(),
        decided_at: None,
        house_rules: HouseRules { consecutive_days_max: Some(6), ..HouseRules::default() },
        weights: Weights::default(),
        substitutions: Vec::new(),
        agency: vec![
            price("IDE", 5400, Some(5400)),
            price("AS", 3800, None),
            price("AES", 3600, None),
            price("ASH", 3000, None),
        ],
        establishments,
        units: teams.into_iter().map(|team| team.unit).collect(),
        agents: staff.into_iter().map(|member| member.agent).collect(),
        rosters,
        absences,
        shifts,
        held: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::scenario::{Syntax, read, validate, write};
    use std::collections::BTreeSet;

    const SIZES: [Size; 4] = [
        Size { establishments: 1, agents: 1, days: 1, gaps: 1 },
        Size { establishments: 2, agents: 15, days: 10, gaps: 0 },
        Size { establishments: 5, agents: 60, days: 28, gaps: 120 },
        Size { establishments: 14, agents: 250, days: 400, gaps: 700 },
    ];

    #[test]
    fn generated_groups_are_valid_and_of_the_size_asked_for() {
        for size in SIZES {
            for seed in [0, 1, 2, 7, u64::MAX] {
                let group = generate(size, seed);
                assert_eq!(validate(&group), [], "{size:?} {seed}");
                let counts = [group.establishments.len(), group.agents.len(), group.shifts.len()];
                assert_eq!(
                    counts,
                    [size.establishments, size.agents, size.gaps].map(|n| n as usize),
                    "{size:?} {seed}"
                );
                assert_eq!(group.horizon.days, size.days);
            }
        }
    }

    #[test]
    fn the_seed_alone_decides() {
        for size in SIZES {
            assert_eq!(generate(size, 3), generate(size, 3));
            assert_ne!(generate(size, 3).agents, generate(size, 4).agents);
        }
    }

    #[test]
    fn generated_files_are_read_back_unchanged() {
        let group = generate(SIZES[2], 11);
        for syntax in [Syntax::Toml, Syntax::Json] {
            assert_eq!(read(&write(&group, syntax), syntax).as_ref(), Ok(&group));
        }
    }

    #[test]
    fn finess_numbers_pass_luhn_and_are_distinct() {
        let group = generate(Size { establishments: 40, agents: 10, days: 7, gaps: 5 }, 5);
        let numbers: BTreeSet<&str> = group.establishments.iter().map(|site| site.finess.as_str()).collect();
        assert_eq!(numbers.len(), 40);
        for number in numbers {
            let digits = number.bytes().rev().enumerate().map(|(i, b)| {
                let digit = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
                digit / 10 + digit % 10
            });
            assert_eq!(digits.sum::<u32>() % 10, 0, "{number}");
        }
    }

    #[test]
    fn a_large_group_takes_a_second_or_two() {
        let size = Size { establishments: 120, agents: 3000, days: 28, gaps: 8000 };
        let group = generate(size, 1);
        assert_eq!(group.shifts.len(), 8000);
        assert_eq!(validate(&group), []);
    }
}
