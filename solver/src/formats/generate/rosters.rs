//! Home rosters that are lawful by construction.
//!
//! Everyone lives in a fortnight of a *worked* week (its week-end is worked) and a *free* one (its Saturday and Sunday
//! are whole days off), so any two civil weeks hold a free Sunday inside two consecutive rest days and at least four
//! rest days, however the fortnights are anchored. Day patterns have runs of at most four duties of seven hours; night
//! and twelve-hour patterns at most four duties in any seven days. After an evening duty the next one, unless two days
//! off lie between, is an evening too: that keeps twelve hours of daily and thirty-six of weekly rest. Dropping duties
//! for part-timers and absences can only lengthen rests.

use super::HISTORY_DAYS;
use super::people::Member;
use crate::domain::scenario::{Exemption, Horizon, RosterLine};
use crate::random::Random;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The codes of one agent, one a day.
pub struct Roster {
    /// Unit's position among the teams.
    pub team: usize,
    /// Day of the first code.
    pub from: NaiveDate,
    /// Codes; `.` is a day without duty.
    pub codes: Vec<&'static str>,
}

impl Roster {
    /// As a line of the scenario.
    pub fn line(&self, member: &Member) -> RosterLine {
        RosterLine {
            agent: member.agent.id.clone(),
            unit: member.unit.clone(),
            from: self.from,
            codes: self.codes.join(" "),
        }
    }

    /// Whether the days around `day`, `reach` on each side, are all free.
    pub fn is_free(&self, day: usize, reach: usize) -> bool {
        let last = (day + reach).min(self.codes.len() - 1);
        self.codes[day.saturating_sub(reach)..=last].iter().all(|code| *code == ".")
    }
}

/// Duties of the twelve days between two free week-ends: Monday to Sunday of the worked week, Monday to Friday after.
const DAY_PATTERNS: [&[u8; 12]; 3] = [b"www.www.wwww", b"ww.wwww.wwww", b"wwww.ww.wwww"];
/// The same for nights and twelve-hour duties; the Friday before a free week-end holds no night.
const LONG_PATTERNS: [&[u8; 12]; 2] = [b".ww..ww..ww.", b"ww..ww..ww.."];

/// A roster over the fortnight before the horizon and the horizon.
pub fn make(
    team: usize,
    codes: &'static [&'static str],
    share_percent: u32,
    exemptions: &[Exemption],
    horizon: Horizon,
    random: &mut Random,
) -> Roster {
    let from = horizon.from - Days::new(u64::from(HISTORY_DAYS));
    let days = (HISTORY_DAYS + horizon.days) as usize;
    let is_long = |code: &&&str| code.starts_with('N') || code.ends_with("12");
    let nights_barred = exemptions.contains(&Exemption::NoNight);
    let (long, short): (Vec<&'static str>, Vec<&'static str>) =
        codes.iter().filter(|code| !(nights_barred && code.starts_with('N'))).partition(|code| is_long(code));
    let works_long = !long.is_empty() && (short.is_empty() || random.percent(100 / codes.len() as u32));
    // A barred night worker in a house that has nothing but nights for her keeps her contract and works no roster.
    let pattern = match (works_long, short.is_empty()) {
        (true, _) => *random.pick(&LONG_PATTERNS),
        (false, false) => *random.pick(&DAY_PATTERNS),
        (false, true) => b"............",
    };
    let choice = if works_long { vec![*random.pick(&long)] } else { short };
    let parity = random.below(2) as usize;
    let mut roster = Roster { team, from, codes: vec!["."; days] };
    for day in 0..days {
        let (week, weekday) = (day / 7, day % 7);
        let position = if (week + parity).is_multiple_of(2) { weekday } else { 7 + weekday };
        let date = from + Days::new(day as u64);
        let works = pattern.get(position) == Some(&b'w') && random.percent(share_percent);
        let barred = is_barred(date, exemptions) || (works_long && is_barred(date + Days::new(1), exemptions));
        // Seven duties of seven hours in eight days can fall within 7 × 24 h when the last begins earlier in its day than
        // the first: 49 h. Six cannot pass 48 h.
        let recent = roster.codes[day.saturating_sub(7)..day].iter().filter(|code| **code != ".").count();
        let barred = barred || recent >= 6;
        if works && !barred && !(works_long && is_clock_change_week_end(date)) {
            roster.codes[day] = next_code(&roster.codes[..day], &choice, random);
        }
    }
    roster
}

/// A code that may follow what was worked on the days before.
fn next_code(before: &[&'static str], choice: &[&'static str], random: &mut Random) -> &'static str {
    let is_evening = |code: &str| code.starts_with('S');
    let recent = before.iter().rev().take(2).find(|code| **code != ".");
    if let Some(evening) = recent.filter(|code| is_evening(code)) {
        return evening;
    }
    // People keep their hours for a few days rather than change daily.
    match before.last() {
        Some(last) if *last != "." && random.percent(75) => last,
        // An evening draws evenings after it, so it is drawn half as often itself.
        _ => {
            let code = *random.pick(choice);
            if is_evening(code) { random.pick::<&str>(choice) } else { code }
        }
    }
}

fn is_barred(date: NaiveDate, exemptions: &[Exemption]) -> bool {
    exemptions.iter().any(|exemption| match exemption {
        Exemption::NoWeekend => matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        // Generated horizons start at the end of November; the fixed holidays are what a roster office bars by name.
        Exemption::NoHoliday => {
            [(12, 25), (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11)]
                .contains(&(date.month(), date.day()))
                || date.weekday() == Weekday::Mon && matches!(date.month(), 3..=6)
                || date.weekday() == Weekday::Thu && matches!(date.month(), 4..=6)
        }
        Exemption::NoNight | Exemption::NoOvertime => false,
    })
}

/// The week-end on which Europe changes its clocks: a ten-hour night would last eleven, twelve hours of rest eleven.
fn is_clock_change_week_end(date: NaiveDate) -> bool {
    let last_sunday = |day: NaiveDate| matches!(day.month(), 3 | 10) && day.weekday() == Weekday::Sun && day.day() > 24;
    last_sunday(date) || date.succ_opt().is_some_and(last_sunday)
}

#[cfg(test)]
mod tests {
    use super::super::{Size, generate};
    use crate::domain::time::{Span, day_of_date};
    use std::collections::BTreeSet;

    const DAY: i64 = 24 * 60;

    #[test]
    fn home_rosters_keep_rests_and_limits() {
        let group = generate(Size { establishments: 9, agents: 300, days: 70, gaps: 400 }, 42);
        let minute = |time: chrono::NaiveTime| i64::from(chrono::Timelike::num_seconds_from_midnight(&time) / 60);
        for line in &group.rosters {
            let unit = group.units.iter().find(|unit| unit.id == line.unit).expect("its unit");
            let mut duties: Vec<(Span, i64)> = Vec::new();
            for (day, code) in line.codes.split_whitespace().enumerate().filter(|(_, code)| *code != ".") {
                let code = unit.shift_codes.iter().find(|known| known.code.as_str() == code).expect("a code");
                let start = day as i64 * DAY + minute(code.start);
                let length = (minute(code.end) - minute(code.start)).rem_euclid(DAY);
                duties.push((Span::new(start, start + length), length - i64::from(code.break_minutes)));
            }
            for pair in duties.windows(2) {
                assert!(pair[1].0.start - pair[0].0.end >= 12 * 60, "daily rest of {}: {}", line.agent, line.codes);
            }
            for (first, _) in &duties {
                let week = duties.iter().filter(|(duty, _)| (first.start..first.start + 7 * DAY).contains(&duty.start));
                assert!(
                    week.map(|(_, minutes)| minutes).sum::<i64>() <= 48 * 60,
                    "week of {}: {}",
                    line.agent,
                    line.codes
                );
            }
            let worked: BTreeSet<i64> =
                duties.iter().flat_map(|(duty, _)| [duty.start / DAY, (duty.end - 1) / DAY]).collect();
            assert_eq!(day_of_date(line.from).rem_euclid(7), 4, "rosters start on a Monday");
            for monday in (0..70).step_by(7) {
                let free = |day: i64| !worked.contains(&(monday + day));
                assert!((0..14).filter(|day| free(*day)).count() >= 4, "rest days of {}: {}", line.agent, line.codes);
                assert!(
                    (free(5) && free(6)) || (free(12) && free(13)),
                    "free Sunday of {}: {}",
                    line.agent,
                    line.codes
                );
            }
            // Thirty-six hours of rest inside any seven civil days.
            for day in 0..77 {
                let window = Span::new(day * DAY, (day + 7) * DAY);
                let mut busy: Vec<Span> = duties.iter().map(|(duty, _)| *duty).filter(|d| d.overlaps(window)).collect();
                busy.insert(0, Span::new(window.start, window.start));
                busy.push(Span::new(window.end, window.end));
                let rest = busy.windows(2).map(|pair| pair[1].start - pair[0].end).max();
                assert!(rest >= Some(36 * 60), "weekly rest of {} from day {day}: {}", line.agent, line.codes);
            }
        }
    }
}
