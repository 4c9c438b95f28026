//! What a worked duty earns, as ledger entries. The rules are the pack's `[[compensation]]` tables: which minutes, how
//! much per hour, in which unit, due when. Amounts are dated with the pack that holds them.

use super::{Compensation, CompensationTrigger, Pack, calendar, library};
use crate::domain::problem::BurdenMinutes;
use crate::domain::scenario::Establishment;
use crate::domain::time::{Span, date_of_day};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// Unit of a compensation entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryUnit {
    /// Euro cents.
    Cents,
    /// Minutes of rest.
    RestMinutes,
    /// Minutes paid with a supplement that payroll values, see [`Entry::rate_permille`].
    SupplementMinutes,
}

/// One thing owed for a worked duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Rule id, e.g. `fph.sunday-holiday-allowance`.
    pub rule: String,
    /// Article that founds it.
    pub article: String,
    /// French label.
    pub label_fr: String,
    /// How much, in `unit`.
    pub quantity: i64,
    /// Unit of `quantity`.
    pub unit: EntryUnit,
    /// Supplement in thousandths of the base hourly pay, for supplement minutes.
    pub rate_permille: Option<i64>,
    /// Civil days after the duty by which it is due.
    pub due_days: i64,
}

/// Everything a worked span at `site` earns under the pack of the agent's employer, which pays her (`law.md` §3.1).
/// An unknown regime earns nothing, since scenarios with one are refused.
pub fn earned(employer_pack: &str, site: &Establishment, span: Span) -> Vec<Entry> {
    let Some(pack) = library().iter().find(|pack| pack.id == employer_pack || pack.key() == employer_pack) else {
        return Vec::new();
    };
    earned_under(pack, site, span)
}

fn earned_under(pack: &Pack, site: &Establishment, span: Span) -> Vec<Entry> {
    let minutes = calendar::burden_minutes(span, site);
    pack.compensation
        .iter()
        .map(|rule| (rule, triggering_minutes(rule, minutes, site, span)))
        .filter(|(_, minutes)| *minutes > 0)
        .map(|(rule, minutes)| Entry {
            rule: rule.id.clone(),
            article: rule.article.clone(),
            label_fr: rule.label_fr.clone(),
            // Half a unit rounds up: to the agent's benefit.
            quantity: (rule.per_hour * minutes + 30) / 60,
            unit: rule.unit,
            rate_permille: rule.rate_permille,
            due_days: rule.due_days,
        })
        .collect()
}

fn triggering_minutes(rule: &Compensation, minutes: BurdenMinutes, site: &Establishment, span: Span) -> i64 {
    match rule.when {
        CompensationTrigger::SundayOrHoliday => minutes.sunday + minutes.holiday,
        CompensationTrigger::Night => minutes.night,
        CompensationTrigger::FirstOfMay => {
            let mut total = 0;
            calendar::for_each_day(span, site, |day, inside| {
                let date = date_of_day(day);
                if (date.month(), date.day()) == (5, 1) {
                    total += inside;
                }
            });
            total
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scenario::{Place, Territory};
    use crate::domain::time::instant_of_local;
    use chrono::NaiveDateTime;
    use chrono_tz::Tz;

    fn site() -> Establishment {
        Establishment {
            id: "e".into(),
            name: String::new(),
            finess: "010000024".into(),
            regime: "fph".into(),
            time_zone: Tz::Europe__Paris,
            commune: String::new(),
            place: Place { latitude: 0.0, longitude: 0.0 },
            territory: Territory::Metropole,
            good_friday: false,
            extra_holidays: vec![],
            derogations: vec![],
            law: EstablishmentLaw::default(),
        }
    }

    fn span(from: &str, to: &str) -> Span {
        let at = |t| {
            let local = NaiveDateTime::parse_from_str(t, "%Y-%m-%dT%H:%M").expect("a time");
            instant_of_local(Tz::Europe__Paris, local)
        };
        Span::new(at(from), at(to))
    }

    #[test]
    fn a_public_sunday_pays_sixty_euros_for_eight_hours_pro_rata() {
        // 7 h 30 on Sunday 13 December 2026 → 56.25 € (law.md PAY-FPH-SUN).
        let entries = earned("fph", &site(), span("2026-12-13T06:45", "2026-12-13T14:15"));
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].quantity, entries[0].unit), (5625, EntryUnit::Cents));
    }

    #[test]
    fn a_public_night_into_sunday_earns_both() {
        // Saturday 21:00 to Sunday 07:00: 7 h of Sunday = 52.50 €, 9 h of night at 25 %.
        let entries = earned("fph@2026-01", &site(), span("2026-12-12T21:00", "2026-12-13T07:00"));
        let of = |rule: &str| entries.iter().find(|e| e.rule == rule).map(|e| e.quantity);
        assert_eq!(of("fph.sunday-holiday-allowance"), Some(5250));
        assert_eq!(of("fph.night-allowance"), Some(540));
    }

    #[test]
    fn the_labour_code_pays_only_the_first_of_may() {
        assert!(earned("code-du-travail", &site(), span("2026-12-13T06:45", "2026-12-13T14:15")).is_empty());
        let entries = earned("code-du-travail", &site(), span("2027-04-30T21:00", "2027-05-01T07:00"));
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].quantity, entries[0].rate_permille), (420, Some(1000)));
    }
}
