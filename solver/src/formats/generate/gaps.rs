//! Absences and the posts they leave bare, topped up with vacant posts to the number asked for.

use super::people::Member;
use super::sites::Team;
use super::{HISTORY_DAYS, Size};
use crate::domain::ids::{Qualification, ShiftCodeId, ShiftId};
use crate::domain::scenario::{Absence, AbsenceClass, Horizon, Priority, Shift};
use crate::random::Random;
use chrono::Days;

/// A post that nobody holds.
pub struct Bare {
    day: u32,
    team: usize,
    code: &'static str,
    qualification: Qualification,
    unplanned: bool,
}

const PRIORITIES: [(u32, Priority); 4] =
    [(15, Priority::Safety), (25, Priority::High), (50, Priority::Normal), (10, Priority::Low)];

/// Gives some members absences, takes the codes out of their rosters and returns the posts left bare.
pub fn absences(staff: &mut [Member], horizon: Horizon, random: &mut Random) -> (Vec<Absence>, Vec<Bare>) {
    let (mut absences, mut bare) = (Vec::new(), Vec::new());
    for member in staff {
        let Some(roster) = &mut member.roster else { continue };
        let unplanned = match random.below(100) {
            0..12 => false,
            12..20 => true,
            _ => continue,
        };
        let first = random.below(horizon.days);
        let length = if unplanned { random.between(1, 5) } else { random.between(3, 12) };
        let last = (first + length - 1).min(horizon.days - 1);
        let date = |day: u32| horizon.from + Days::new(u64::from(day));
        let class = if unplanned { AbsenceClass::Unplanned } else { AbsenceClass::Planned };
        absences.push(Absence { agent: member.agent.id.clone(), from: date(first), to: date(last), class });
        // A night of the eve ends inside the absence, so it falls too.
        let eve = (HISTORY_DAYS + first) as usize - 1;
        let within = (HISTORY_DAYS + first) as usize..=(HISTORY_DAYS + last) as usize;
        let fallen = within.chain(roster.codes[eve].starts_with('N').then_some(eve));
        for day in fallen {
            let code = std::mem::replace(&mut roster.codes[day], ".");
            if code != "." && day >= HISTORY_DAYS as usize {
                let qualification = member.agent.qualifications[0].qualification.clone();
                bare.push(Bare { day: day as u32 - HISTORY_DAYS, team: roster.team, code, qualification, unplanned });
            }
        }
    }
    (absences, bare)
}

/// The bare shifts of the scenario, in order of date; exactly as many as asked for.
pub fn shifts(size: Size, horizon: Horizon, teams: &[Team], bare: &mut Vec<Bare>, random: &mut Random) -> Vec<Shift> {
    random.shuffle(bare);
    bare.truncate(size.gaps as usize);
    while bare.len() < size.gaps as usize {
        let team = random.below(teams.len() as u32) as usize;
        let (qualification, codes) = *random.weighted(&teams[team].staffing);
        bare.push(Bare {
            day: random.below(horizon.days),
            team,
            code: random.pick::<&str>(codes),
            qualification: Qualification::from(qualification),
            unplanned: false,
        });
    }
    bare.sort_by(|a, b| (a.day, a.team, a.code, &a.qualification).cmp(&(b.day, b.team, b.code, &b.qualification)));
    bare.iter()
        .enumerate()
        .map(|(i, post)| Shift {
            id: ShiftId(format!("p-{:04}", i + 1)),
            unit: teams[post.team].unit.id.clone(),
            code: ShiftCodeId::from(post.code),
            date: horizon.from + Days::new(u64::from(post.day)),
            qualification: post.qualification.clone(),
            // A post that came up unplanned is never mere comfort.
            priority: (*random.weighted(&PRIORITIES)).min(if post.unplanned {
                Priority::Normal
            } else {
                Priority::Low
            }),
            degraded_accepted: random.percent(15),
        })
        .collect()
}
