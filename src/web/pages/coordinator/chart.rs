//! The equity chart: one line per person, an open dot before the plan, a full dot after. Positions are computed here, the
//! template only draws them, and the same figures stand in a table beside it.

use crate::lang::{Args, Words};
use crate::web::pages::view::coordinator::{Dot, Equity, EquityRow, Named, Tick};

/// Room for names on the left, in units of the drawing, which is 560 wide.
const LEFT: f64 = 150.0;
const RIGHT: f64 = 545.0;
const ROW: i64 = 22;
/// More lines than this cannot be read at a glance; the table has everybody.
const LINES_MAX: usize = 24;

/// One person's account around a plan, hundredths of a point per full-time equivalent.
#[derive(Debug, Clone)]
pub struct Account {
    /// Name.
    pub name: String,
    /// Before.
    pub before: i64,
    /// After.
    pub after: i64,
    /// Shifts given.
    pub shifts: usize,
}

/// Draws the accounts; nothing when there are none.
pub fn equity(words: Words, mut accounts: Vec<Account>) -> Option<Equity> {
    let spread = |value: fn(&Account) -> i64| {
        let least = accounts.iter().min_by_key(|a| value(a))?;
        let most = accounts.iter().max_by_key(|a| value(a))?;
        Some((value(most) - value(least), least, most))
    };
    let (before, _, _) = spread(|a| a.before)?;
    let (after, least, most) = spread(|a| a.after)?;
    let mut values = Args::new();
    values.set("before", words.hundredths(before));
    values.set("after", words.hundredths(after));
    let sentence = words.fill("plan-equity-sentence", &values);
    let told = |key: &str, account: &Account| Named {
        text: words.with(key, [("points", words.hundredths(account.after))]),
        name: account.name.clone(),
    };
    let (least, most) = (told("plan-equity-least", least), told("plan-equity-most", most));
    accounts.sort_by(|a, b| b.after.cmp(&a.after).then_with(|| a.name.cmp(&b.name)));
    let rows = accounts.iter().map(|account| row(words, account)).collect();

    // People whom the plan gives something come first when not everybody fits.
    let mut drawn: Vec<&Account> = accounts.iter().collect();
    if drawn.len() > LINES_MAX {
        drawn.sort_by_key(|account| account.shifts == 0);
        drawn.truncate(LINES_MAX);
        drawn.sort_by_key(|account| std::cmp::Reverse(account.after));
    }
    let low = drawn.iter().map(|a| a.before.min(a.after)).min().unwrap_or(0).min(0);
    let high = drawn.iter().map(|a| a.before.max(a.after)).max().unwrap_or(0).max(low + 100);
    let x = |value: i64| (LEFT + (value - low) as f64 / (high - low) as f64 * (RIGHT - LEFT)).round();
    let dots = drawn.iter().enumerate().map(|(line, account)| Dot {
        name: shortened(&account.name),
        y: line as i64 * ROW + 14,
        before: x(account.before),
        after: x(account.after),
    });
    let step = step(high - low);
    let ticks = (low.div_euclid(step)..=high.div_euclid(step))
        .map(|n| n * step)
        .filter(|value| *value >= low)
        .map(|value| Tick { x: x(value), label: words.figure(value as f64 / 100.0) });
    Some(Equity {
        sentence,
        least,
        most,
        height: drawn.len() as i64 * ROW + 24,
        dots: dots.collect(),
        ticks: ticks.collect(),
        rows,
    })
}

fn row(words: Words, account: &Account) -> EquityRow {
    EquityRow {
        name: account.name.clone(),
        before: words.hundredths(account.before),
        after: words.hundredths(account.after),
        shifts: account.shifts,
    }
}

/// The step of the axis: 1, 2 or 5 times a power of ten, about five of them.
fn step(range: i64) -> i64 {
    let wanted = (range / 5).max(1);
    let mut power = 100;
    while power * 10 <= wanted {
        power *= 10;
    }
    [1, 2, 5, 10].into_iter().map(|n| n * power).find(|step| *step >= wanted).unwrap_or(power * 10)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= 20 {
        return name.to_owned();
    }
    name.chars().take(19).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str, before: i64, after: i64) -> Account {
        Account { name: name.to_owned(), before, after, shifts: usize::from(before != after) }
    }

    #[test]
    fn the_spread_is_told_in_words() {
        let chart =
            equity(Words::default(), vec![account("Léa", 100, 400), account("Ali", 900, 900)]).expect("two accounts");
        assert!(chart.sentence.contains("8,00 points avant, 5,00 après"), "{}", chart.sentence);
        assert_eq!(chart.dots[0].name, "Ali", "the most burdened comes first");
    }

    #[test]
    fn nobody_and_equal_accounts_do_not_break_the_drawing() {
        assert!(equity(Words::default(), Vec::new()).is_none());
        let chart = equity(Words::default(), vec![account("Léa", 0, 0)]).expect("one account");
        assert!(chart.dots.iter().all(|dot| dot.before.is_finite() && dot.before <= RIGHT));
    }

    #[test]
    fn a_large_pool_shows_those_who_get_something() {
        let mut many: Vec<_> = (0..60).map(|n| account(&format!("a{n}"), 500, 500)).collect();
        many.push(account("moved", 0, 100));
        let chart = equity(Words::default(), many).expect("accounts");
        assert_eq!(chart.dots.len(), LINES_MAX);
        assert!(chart.dots.iter().any(|dot| dot.name == "moved"));
        assert_eq!(chart.rows.len(), 61);
    }
}
