//! The rows and columns of the model, limit by limit.
//!
//! Only what holds whom is 0/1; what counts or prices follows from it and is continuous. Prices are not negative, so what
//! is priced is only held from below.

use crate::domain::roster::{Bound, Past, Pattern, Post, PostIx, Price, Roster, Wanted, is_weekend};
use crate::engines::highs::Solver;

/// The model of a roster.
#[derive(Debug)]
pub struct Model<'r> {
    roster: &'r Roster,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// What every plan costs.
    base: f64,
    /// Whether every price is a whole number.
    is_whole: bool,
    /// Who may hold what, and its column.
    held: Vec<(usize, PostIx, usize)>,
}

#[derive(Debug)]
struct Column {
    cost: f64,
    upper: f64,
    whole: bool,
}

#[derive(Debug)]
struct Row {
    terms: Vec<(usize, f64)>,
    lower: f64,
    upper: f64,
}

/// Whether a day is so: known, or told by a column.
#[derive(Debug, Clone, Copy)]
enum Day {
    Known(bool),
    Is(usize),
    Not(usize),
}

impl Day {
    const fn not(self) -> Self {
        match self {
            Self::Known(known) => Self::Known(!known),
            Self::Is(column) => Self::Not(column),
            Self::Not(column) => Self::Is(column),
        }
    }
}

/// A linear expression.
#[derive(Debug, Clone, Default)]
struct Sum {
    terms: Vec<(usize, f64)>,
    constant: f64,
}

impl Sum {
    fn and(mut self, times: f64, day: Day) -> Self {
        match day {
            Day::Known(known) => self.constant += if known { times } else { 0.0 },
            Day::Is(column) => self.terms.push((column, times)),
            Day::Not(column) => {
                self.constant += times;
                self.terms.push((column, -times));
            }
        }
        self
    }

    fn all(days: impl IntoIterator<Item = Day>) -> Self {
        days.into_iter().fold(Self::default(), |sum, day| sum.and(1.0, day))
    }
}

/// What came before day 0, of days that are alike.
#[derive(Debug, Clone, Copy)]
enum Before {
    /// So many days like these.
    Days(u32),
    /// Nobody knows.
    Open,
}

impl Before {
    /// Of days like these there were so many, unless nobody knows.
    fn of(past: Past, days: u32) -> Self {
        if past == Past::Open { Self::Open } else { Self::Days(days) }
    }
}

impl<'r> Model<'r> {
    /// Writes a roster out; `None` when `stop` said so on the way.
    pub fn new(roster: &'r Roster, stop: &dyn Fn() -> bool) -> Option<Self> {
        // A model without whole columns would be a linear program, of which HiGHS tells no bound: there is always one.
        let nothing = Column { cost: 0.0, upper: 0.0, whole: true };
        let mut model =
            Self { roster, columns: vec![nothing], rows: Vec::new(), base: 0.0, is_whole: true, held: Vec::new() };
        for worker in 0..roster.patterns.len() {
            if stop() {
                return None;
            }
            model.worker(worker);
        }
        model.cover();
        Some(model)
    }

    /// What every plan costs beyond the objective of the model.
    pub fn base(&self) -> f64 {
        self.base
    }

    /// Whether the objective is a whole number for every plan.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Hands the model to HiGHS.
    pub fn solver(&self, seed: u32) -> Solver {
        let mut solver = Solver::empty(seed);
        for Column { cost, upper, whole } in &self.columns {
            solver.add_column(*cost, 0.0, *upper, &[], *whole);
        }
        for Row { terms, lower, upper } in &self.rows {
            solver.add_row(terms, *lower, *upper);
        }
        solver
    }

    /// Who holds what in a solution: positions of worker and post.
    pub fn plan(&self, values: &[f64]) -> Vec<(usize, PostIx)> {
        let chosen = self.held.iter().filter(|(_, _, column)| values[*column] > 0.5);
        chosen.map(|(worker, post, _)| (*worker, *post)).collect()
    }

    fn column(&mut self, cost: f64, upper: f64, whole: bool) -> usize {
        self.is_whole &= cost.fract() == 0.0;
        self.columns.push(Column { cost, upper, whole });
        self.columns.len() - 1
    }

    /// Adds `lower ≤ sum ≤ upper`.
    fn row(&mut self, Sum { terms, constant }: Sum, lower: f64, upper: f64) {
        if !terms.is_empty() || !(lower..=upper).contains(&constant) {
            self.rows.push(Row { terms, lower: lower - constant, upper: upper - constant });
        }
    }

    /// Adds `sum ≤ upper`, or what each one above costs.
    fn at_most(&mut self, mut sum: Sum, upper: f64, price: Price) {
        if let Price::Units(units) = price {
            sum.terms.push((self.column(units, f64::INFINITY, false), -1.0));
        }
        self.row(sum, f64::NEG_INFINITY, upper);
    }

    /// Charges so much when a day is so.
    fn charge(&mut self, units: f64, day: Day) {
        self.is_whole &= units.fract() == 0.0;
        match day {
            Day::Known(known) => self.base += if known { units } else { 0.0 },
            Day::Is(column) => self.columns[column].cost += units,
            Day::Not(column) => {
                self.base += units;
                self.columns[column].cost -= units;
            }
        }
    }

    /// Whether one of some days that exclude each other is so.
    fn one_of(&mut self, days: &[Day]) -> Day {
        let open: Vec<Day> = days.iter().copied().filter(|day| !matches!(day, Day::Known(false))).collect();
        match open[..] {
            [] => Day::Known(false),
            [day] => day,
            _ => {
                let any = Day::Is(self.column(0.0, 1.0, false));
                self.row(Sum::all(open).and(-1.0, any), 0.0, 0.0);
                any
            }
        }
    }

    fn worker(&mut self, worker: usize) {
        let roster = self.roster;
        let pattern = &roster.patterns[worker];
        let mut posts = vec![vec![Vec::new(); roster.days]; roster.kinds.len()];
        for (at, post) in roster.posts.iter().enumerate().filter(|(_, post)| is_open(pattern, post)) {
            let column = self.column(0.0, 1.0, true);
            self.held.push((worker, at, column));
            posts[post.kind][post.day].push(Day::Is(column));
        }
        // By kind and then by day.
        let kinds: Vec<Vec<Day>> =
            posts.iter().map(|days| days.iter().map(|posts| self.one_of(posts)).collect()).collect();
        let works: Vec<Day> =
            (0..roster.days).map(|day| self.one_of(&kinds.iter().map(|days| days[day]).collect::<Vec<_>>())).collect();
        self.successions(pattern, &kinds);
        self.runs(pattern, &kinds, &works);
        self.totals(pattern, &kinds, &works);
        self.weekends(pattern, &works);
        self.wishes(pattern, &kinds, &works);
    }

    fn successions(&mut self, pattern: &Pattern, kinds: &[Vec<Day>]) {
        for (before, kind) in self.roster.kinds.iter().enumerate().filter(|(_, kind)| !kind.not_followed_by.is_empty())
        {
            let last = matches!(pattern.past, Past::Work { kind, .. } if kind == before);
            for day in 0..self.roster.days {
                let yesterday = day.checked_sub(1).map_or(Day::Known(last), |yesterday| kinds[before][yesterday]);
                let sum = Sum::all(kind.not_followed_by.iter().map(|after| kinds[*after][day])).and(1.0, yesterday);
                self.row(sum, f64::NEG_INFINITY, 1.0);
            }
        }
    }

    fn runs(&mut self, pattern: &Pattern, kinds: &[Vec<Day>], works: &[Day]) {
        let (last, kind_days, work_days, rest_days) = match pattern.past {
            Past::Open => (None, 0, 0, 0),
            Past::Rest(days) => (None, 0, 0, days),
            Past::Work { kind, kind_days, work_days } => (Some(kind), kind_days, work_days, 0),
        };
        for (kind, days) in kinds.iter().enumerate() {
            let before = if last == Some(kind) { kind_days } else { 0 };
            self.run(Before::of(pattern.past, before), days, &pattern.kinds[kind].run);
        }
        self.run(Before::of(pattern.past, work_days), works, &pattern.work_run);
        let rests: Vec<Day> = works.iter().map(|day| day.not()).collect();
        self.run(Before::of(pattern.past, rest_days), &rests, &pattern.rest_run);
    }

    /// Days in a row that are alike.
    fn run(&mut self, before: Before, days: &[Day], bound: &Bound) {
        let past = if let Before::Days(past) = before { past } else { 0 };
        // Each day that ends a window of so many days and one more is one too many.
        for last in 0..days.len() {
            let of_past = u64::from(bound.most).saturating_sub(last as u64);
            let first = last.saturating_sub(bound.most as usize);
            let window = &days[first..=last];
            if of_past <= u64::from(past) && !window.iter().any(|day| matches!(day, Day::Known(false))) {
                let mut sum = Sum::all(window.iter().copied());
                sum.constant += of_past as f64;
                self.at_most(sum, f64::from(bound.most), bound.over);
            }
        }
        if past > 0 {
            self.not_shorter(&Sum { terms: Vec::new(), constant: 1.0 }, past, days, bound);
        }
        for first in 0..days.len() {
            let yesterday = match (first, before) {
                (0, Before::Open) => continue,
                (0, Before::Days(past)) => Day::Known(past > 0),
                _ => days[first - 1],
            };
            let starts = Sum::default().and(1.0, days[first]).and(-1.0, yesterday);
            if !matches!(days[first], Day::Known(false)) && !matches!(yesterday, Day::Known(true)) {
                self.not_shorter(&starts, 1, &days[first + 1..], bound);
            }
        }
    }

    /// Where a run has begun (`starts` is 1; else it is 0 or less) and has so many days already: it is over by some length
    /// when one of the `next` days up to that length is not like it, and each length below the least at which it is over
    /// is a day missing.
    fn not_shorter(&mut self, starts: &Sum, already: u32, next: &[Day], bound: &Bound) {
        let mut is_over: Option<usize> = None;
        for (length, day) in (already..bound.least).zip(next) {
            let mut sum = starts.clone().and(-1.0, *day);
            if let Price::Units(units) = bound.short {
                // What is over within the horizon is over at every length beyond it.
                let is_last = (length - already) as usize + 1 == next.len();
                let lengths = if is_last { bound.least - length } else { 1 };
                let column = self.column(units * f64::from(lengths), 1.0, false);
                sum.terms.push((column, -1.0));
                if let Some(shorter) = is_over.replace(column) {
                    self.row(
                        Sum { terms: vec![(shorter, 1.0), (column, -1.0)], constant: 0.0 },
                        f64::NEG_INFINITY,
                        0.0,
                    );
                }
            }
            self.row(sum, f64::NEG_INFINITY, 0.0);
        }
    }

    fn totals(&mut self, pattern: &Pattern, kinds: &[Vec<Day>], works: &[Day]) {
        for (days, limits) in kinds.iter().zip(&pattern.kinds) {
            self.total(Sum::all(days.iter().copied()), &limits.total);
        }
        let by_kind = kinds.iter().zip(&self.roster.kinds);
        let minutes = by_kind.flat_map(|(days, kind)| days.iter().map(|day| (kind.minutes as f64, *day)));
        let minutes = minutes.fold(Sum::default(), |sum, (minutes, day)| sum.and(minutes, day));
        self.total(minutes, &pattern.minutes);
        let days = Sum::all(works.iter().copied());
        self.total(Sum { constant: days.constant + f64::from(pattern.days_before), ..days }, &pattern.days);
    }

    /// A sum within its bounds, or what each unit outside of them costs.
    fn total(&mut self, sum: Sum, bound: &Bound) {
        let highest = sum.constant + sum.terms.iter().map(|(_, times)| times.max(0.0)).sum::<f64>();
        if f64::from(bound.least) > sum.constant {
            let terms = sum.terms.iter().map(|(column, times)| (*column, -times)).collect();
            let missing = Sum { terms, constant: -sum.constant };
            self.at_most(missing, -f64::from(bound.least), bound.short);
        }
        if f64::from(bound.most) < highest {
            self.at_most(sum, f64::from(bound.most), bound.over);
        }
    }

    fn weekends(&mut self, pattern: &Pattern, works: &[Day]) {
        let mut worked = Sum { terms: Vec::new(), constant: f64::from(pattern.weekends_before) };
        for saturday in (0..works.len()).filter(|day| is_weekend(*day) && is_weekend(day + 1)) {
            let days = [works[saturday], works.get(saturday + 1).copied().unwrap_or(Day::Known(false))];
            let any = Day::Is(self.column(0.0, 1.0, false));
            self.row(Sum::all(days).and(-1.0, any), 0.0, f64::INFINITY);
            for day in days {
                self.row(Sum::default().and(1.0, day).and(-1.0, any), f64::NEG_INFINITY, 0.0);
            }
            worked = worked.and(1.0, any);
            if pattern.half_weekend > 0.0 {
                let half = Day::Is(self.column(pattern.half_weekend, 1.0, false));
                for [this, other] in [days, [days[1], days[0]]] {
                    let sum = Sum::default().and(1.0, this).and(-1.0, other).and(-1.0, half);
                    self.row(sum, f64::NEG_INFINITY, 0.0);
                }
            }
        }
        self.total(worked, &pattern.weekends);
    }

    fn wishes(&mut self, pattern: &Pattern, kinds: &[Vec<Day>], works: &[Day]) {
        for wish in &pattern.wishes {
            let unmet = match wish.what {
                Wanted::Kind(kind) => kinds[kind][wish.day].not(),
                Wanted::NotKind(kind) => kinds[kind][wish.day],
                Wanted::Rest => works[wish.day],
            };
            self.charge(wish.units, unmet);
        }
    }

    fn cover(&mut self) {
        let roster = self.roster;
        let mut present = vec![Sum::default(); roster.posts.len()];
        for (_, post, column) in &self.held {
            present[*post].terms.push((*column, 1.0));
        }
        for (post, mut sum) in roster.posts.iter().zip(present) {
            let mut wanted = 0;
            for band in &post.bands {
                // Prices fall from band to band, so the last bands are left bare first.
                if let Price::Units(units) = band.missing {
                    let width = band.persons.saturating_sub(wanted);
                    sum.terms.push((self.column(units, f64::from(width), false), 1.0));
                }
                wanted = wanted.max(band.persons);
            }
            match post.surplus {
                // Nobody minds more, so there is nothing to count.
                Some(0.0) => self.row(sum, f64::from(wanted), f64::INFINITY),
                Some(units) => {
                    sum.terms.push((self.column(units, f64::INFINITY, false), -1.0));
                    self.row(sum, f64::from(wanted), f64::from(wanted));
                }
                None => self.row(sum, f64::from(wanted), f64::from(wanted)),
            }
        }
    }
}

/// Whether a post is open to somebody at all.
fn is_open(pattern: &Pattern, post: &Post) -> bool {
    let has_skill = post.skill.is_none_or(|skill| pattern.skills.contains(&skill));
    has_skill && !pattern.days_off.contains(&post.day)
}
