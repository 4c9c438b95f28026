//! From the rules to the entries: which rules hold, on which stretches of the duty, and how much that makes.

use super::counting::{Stretch, gives_up_weekend, stretches};
use super::read::house_rules;
use super::{Amount, Compensation, Condition, Entry, EntryUnit};
use crate::domain::problem::Duty;
use crate::domain::scenario::{Establishment, HouseRules};
use crate::domain::time::{Minute, Span, local_of_instant};
use crate::law::calendar::{day_spans, is_holiday, window_spans};
use crate::law::pack::Library;
use crate::law::rule::Status;
use chrono::NaiveDate;

/// Under what terms an agent is employed. Her employer pays her wherever she works (`law.md` §3.1).
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Key of the employer's pack, `fph@2026-01`, or its id.
    pub pack: &'a str,
    /// Her employer: its recorded agreements, its weeks and cycles.
    pub employer: &'a Establishment,
    /// What the group has added.
    pub house: &'a HouseRules,
    /// Her statuses.
    pub statuses: &'a [Status],
    /// Percent of full time.
    pub share_percent: u32,
}

/// A pool duty that was worked.
#[derive(Debug, Clone, Copy)]
pub struct Worked<'a> {
    /// Of whoever worked it.
    pub terms: Terms<'a>,
    /// Where: its calendar says what is night, Sunday and holiday.
    pub site: &'a Establishment,
    /// From arrival to departure.
    pub span: Span,
    /// Effective work: the span less its unpaid break.
    pub work_minutes: Minute,
    /// Her other duties, home roster and pool, at least those of the civil weeks and of the cycle that the span
    /// touches. A rostered day of leave counts as work where the caller lists it.
    pub others: &'a [Duty],
}

/// A civil day without duty.
#[derive(Debug, Clone, Copy)]
pub struct DayOff<'a> {
    /// Of whoever was off.
    pub terms: Terms<'a>,
    /// Which.
    pub date: NaiveDate,
}

/// A civil year as a whole.
#[derive(Debug, Clone, Copy)]
pub struct YearWorked<'a> {
    /// Of whoever worked it.
    pub terms: Terms<'a>,
    /// Its last day of work, which selects the amounts.
    pub date: NaiveDate,
    /// Months under these terms.
    pub months: u32,
    /// Sundays and holidays worked.
    pub sundays_holidays: u32,
}

/// A rule that holds for somebody on a day, with the amount of the day and the document that turned it on.
struct Holding<'a> {
    rule: &'a Compensation,
    amount: &'a Amount,
    document: Option<&'a str>,
}

impl Holding<'_> {
    fn outranks(&self, other: &Self) -> bool {
        let (Some((group, rank)), Some((theirs, lower))) = (&self.rule.group, &other.rule.group) else { return false };
        group == theirs && rank > lower
    }
}

/// A rule and the stretches of a duty that it is about.
struct Claim<'a> {
    holding: Holding<'a>,
    stretches: Vec<Stretch>,
}

/// Everything a duty earns. An unknown pack earns nothing, since scenarios with one are refused.
pub fn earned(library: &Library, work: &Worked<'_>) -> Vec<Entry> {
    let length = work.span.minutes();
    if length <= 0 || work.work_minutes <= 0 {
        return Vec::new();
    }
    let date = local_of_instant(work.site.time_zone, work.span.start).date();
    let claims: Vec<Claim<'_>> = holding(library, &work.terms, date)
        .into_iter()
        .map(|holding| Claim { stretches: claim(holding.rule, work), holding })
        .collect();
    let entry = |claim: &Claim<'_>| {
        let stretches = left_of(claim, &claims);
        let units: i64 = stretches.iter().map(|(from, to)| to - from).sum();
        // A whole duty earns once, whatever its length.
        let times = claim.holding.rule.per_minutes.map_or((1, 1), |minutes| (units, length * minutes));
        (units > 0).then(|| entry(&claim.holding, times, &work.terms, date))
    };
    claims.iter().filter_map(entry).collect()
}

/// What a claim keeps of a duty beside those that outrank it in its group.
fn left_of(claim: &Claim<'_>, claims: &[Claim<'_>]) -> Vec<Stretch> {
    let above = claims.iter().filter(|other| other.holding.outranks(&claim.holding));
    let taken = above.flat_map(|other| &other.stretches);
    taken.fold(claim.stretches.clone(), |stretches, taken| without(&stretches, *taken))
}

/// What a day without duty earns: a holiday that falls on a day off.
pub fn earned_off(library: &Library, off: &DayOff<'_>) -> Vec<Entry> {
    let site = off.terms.employer;
    let holds = |rule: &Compensation| {
        rule.has(Condition::HolidayOff)
            && rule.when.iter().all(|condition| match condition {
                Condition::HolidayOff => is_holiday(off.date, site),
                Condition::Day(kind) => kind.holds(off.date, site),
                _ => false,
            })
    };
    once(library, &off.terms, off.date, holds)
}

/// What a civil year earns as a whole. Not posted with duties: it is owed once, by the employer, whatever the pool
/// does.
pub fn earned_in_year(library: &Library, year: &YearWorked<'_>) -> Vec<Entry> {
    let holds = |rule: &Compensation| {
        rule.has(Condition::Year)
            && rule.months_min <= i64::from(year.months)
            && rule.sundays_holidays_min <= i64::from(year.sundays_holidays)
    };
    once(library, &year.terms, year.date, holds)
}

/// The entries of those rules that are earned once, the highest rank of each group only.
fn once(library: &Library, terms: &Terms<'_>, date: NaiveDate, holds: impl Fn(&Compensation) -> bool) -> Vec<Entry> {
    let mut held = holding(library, terms, date);
    held.retain(|holding| holds(holding.rule));
    let best = |h: &&Holding<'_>| !held.iter().any(|other| other.outranks(h));
    held.iter().filter(best).map(|h| entry(h, (1, 1), terms, date)).collect()
}

/// The rules that hold for an agent on a day, those of the nearest pack first.
fn holding<'a>(library: &'a Library, terms: &Terms<'a>, date: NaiveDate) -> Vec<Holding<'a>> {
    let Some(pack) = library.find(terms.pack) else { return Vec::new() };
    let rules = library.chain(pack).into_iter().flat_map(|pack| &pack.compensations);
    let mut found: Vec<Holding<'a>> = Vec::new();
    for rule in rules.chain(house_rules(terms.house)).filter(|rule| rule.binds(terms.statuses)) {
        let document = |id: &Option<String>| id.as_ref().and_then(|id| document(terms.employer, id, date));
        let wanted = document(&rule.only_with);
        if wanted.is_none() && rule.only_with.is_some() || document(&rule.not_with).is_some() {
            continue;
        }
        if let Some(amount) = rule.amount_on(date) {
            found.push(Holding { rule, amount, document: wanted });
        }
    }
    let replaced: Vec<&String> = found.iter().flat_map(|holding| &holding.rule.replaces).collect();
    found.retain(|holding| !replaced.contains(&&holding.rule.id));
    found
}

/// The document that turns a switch on at an employer on a day.
fn document<'a>(employer: &'a Establishment, id: &str, date: NaiveDate) -> Option<&'a str> {
    let recorded = employer.derogations.iter().find(|derogation| {
        derogation.id == id
            && !derogation.document.trim().is_empty()
            && derogation.valid_from <= date
            && derogation.valid_to.is_none_or(|to| date <= to)
    });
    recorded.map(|derogation| derogation.document.as_str())
}

/// The stretches of a duty that satisfy all conditions of a rule.
fn claim(rule: &Compensation, work: &Worked<'_>) -> Vec<Stretch> {
    let whole = vec![(0, work.span.minutes() * work.work_minutes)];
    rule.when.iter().fold(whole, |stretches, condition| {
        if stretches.is_empty() { stretches } else { shared(&stretches, &meets(rule, *condition, work)) }
    })
}

/// The stretches of a duty that satisfy one condition.
fn meets(rule: &Compensation, condition: Condition, work: &Worked<'_>) -> Vec<Stretch> {
    let whole = (0, work.span.minutes() * work.work_minutes);
    let scaled = |spans: Vec<Span>| -> Vec<Stretch> {
        let at = |minute: Minute| (minute - work.span.start) * work.work_minutes;
        spans.into_iter().map(|span| (at(span.start), at(span.end))).collect()
    };
    match condition {
        Condition::EveryDuty => vec![whole],
        Condition::Day(kind) => scaled(day_spans(work.span, work.site, kind)),
        Condition::Night | Condition::NightDuty => {
            let (from, to) = rule.hours.unwrap_or((21, 6));
            let inside = scaled(window_spans(work.span, work.site, from, to));
            let units: i64 = inside.iter().map(|(start, end)| end - start).sum();
            if units == 0 || units < rule.minutes_min * work.span.minutes() {
                Vec::new()
            } else if condition == Condition::Night {
                inside
            } else {
                vec![whole]
            }
        }
        Condition::LongDuty => {
            let from = rule.beyond_minutes * work.span.minutes();
            if from < whole.1 { vec![(from, whole.1)] } else { Vec::new() }
        }
        Condition::Overtime | Condition::Complementary => {
            rule.counting.map_or_else(Vec::new, |counting| stretches(work, &counting, condition))
        }
        Condition::Weekend if gives_up_weekend(work) => vec![whole],
        Condition::Weekend | Condition::HolidayOff | Condition::Year => Vec::new(),
    }
}

fn shared(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let pairs = a.iter().flat_map(|(from, to)| b.iter().map(|(start, end)| (*from.max(start), *to.min(end))));
    pairs.filter(|(from, to)| from < to).collect()
}

fn without(stretches: &[Stretch], taken: Stretch) -> Vec<Stretch> {
    let rest = stretches
        .iter()
        .flat_map(|(from, to)| [(*from, (*to).min(taken.0).max(*from)), ((*from).max(taken.1).min(*to), *to)]);
    rest.filter(|(from, to)| from < to).collect()
}

/// An entry for `times.0 / times.1` times the amount.
fn entry(holding: &Holding<'_>, times: (i64, i64), terms: &Terms<'_>, date: NaiveDate) -> Entry {
    let (rule, amount) = (holding.rule, holding.amount);
    let mut above = i128::from(amount.quantity) * i128::from(times.0);
    let mut below = i128::from(times.1);
    if let Some(cents) = amount.point_cents {
        above *= i128::from(cents);
        below *= 100;
    }
    if rule.by_share {
        above *= i128::from(terms.share_percent);
        below *= 100;
    }
    let quantity = match rule.unit {
        EntryUnit::Cents | EntryUnit::Centipoints => (2 * above + below).div_euclid(2 * below),
        _ => (above + below - 1).div_euclid(below),
    };
    Entry {
        rule: rule.id.clone(),
        article: holding
            .document
            .map_or_else(|| rule.article.clone(), |document| format!("{} (document : {document})", rule.article)),
        label_fr: rule.label_fr.clone(),
        quantity: quantity as i64,
        unit: rule.unit,
        rate_permille: amount.rate_permille,
        due_on: rule.due_after(date),
    }
}
