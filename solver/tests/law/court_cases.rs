//! What the courts decided, as cases (`law.md` §1.1 and §1.3).

use crate::common::World;

/// CAA Toulouse, 2 July 2024, n° 22TL21490: the fortnight of décret 2002-9 art. 6 is two predetermined civil weeks, not any
/// fourteen days. A person who works the second Sunday of one fortnight and the first of the next keeps one free in each,
/// though the fourteen days between the two hold none.
#[test]
fn toulouse_2024_the_fortnight_is_predetermined_and_does_not_slide() {
    // Fortnights of 30 November and 14 December: Sundays 13 and 20 December worked, 6 and 27 free.
    let world = || World::new("fph").roster("2026-12-13", "0800-1400");
    world().lawful("2026-12-20", "0800-1400");
    // Both Sundays of one fortnight are not allowed, though a sliding reading could find a free one next to them.
    World::new("fph").roster("2026-12-06", "0800-1400").refused("rest-days", "2026-12-13", "0800-1400");
}

/// CAA Lyon, 9 October 2018, n° 17LY01561: the two consecutive rest days are whole calendar days from 0:00 to 24:00; 48 hours
/// from Sunday morning, after a night, are not enough. Two worked Sundays in a row are allowed, three never are.
#[test]
fn lyon_2018_two_whole_calendar_days_with_a_sunday() {
    // The Sunday of the second week is worked. In the first, a night from Saturday to Sunday 07:00 leaves 48 h from there,
    // to Tuesday 07:00, but no whole Sunday.
    let second_sunday = || World::new("fph").roster("2026-12-08", ". . . . . 0800-1400");
    second_sunday().refused("rest-days", "2026-12-05", "2100-0700");
    // The night before leaves Sunday whole, with Monday behind it.
    second_sunday().lawful("2026-12-04", "2100-0700");
    // Sundays 13 and 20 December, of two fortnights, are lawful; a third is not, on either side.
    let two = || World::new("fph").roster("2026-12-13", "0800-1400 6*. 0800-1400");
    two().refused("rest-days", "2026-12-27", "0800-1400");
    two().refused("rest-days", "2026-12-06", "0800-1400");
}

/// Conseil d'État, 4 April 2018, n° 398069: the 48 hours of décret 2002-9 art. 6 are an absolute maximum over any sliding
/// period of seven days, overtime included, not an average and not a civil week.
#[test]
fn conseil_d_etat_2018_forty_eight_hours_in_any_seven_days() {
    // 27 h from Thursday to Saturday and 18 h on Monday and Tuesday: 45 h in seven days, 27 h and 18 h in two civil weeks.
    let world = || World::new("fph").roster("2026-12-03", "3*0800-1700 . 2*0800-1700");
    world().lawful("2026-12-09", "0800-1100");
    world().refused("weekly-max", "2026-12-09", "0800-1200");
    // On the eighth day the Thursday has left the window.
    world().lawful("2026-12-10", "0800-1600");
}

/// Cassation, chambre sociale, 13 November 2025, n° 24-10.733: the weekly rest is due in each civil week, Monday 0:00 to Sunday
/// 24:00; up to twelve worked days may follow each other when each of two weeks holds its rest.
#[test]
fn cassation_2025_the_rest_belongs_to_the_civil_week() {
    // Rest on Monday 30 November and on Sunday 13 December, work from Tuesday 1 to Saturday 12: twelve days.
    let world = || World::new("code-du-travail").roster("2026-12-01", "5*0800-1400 . 6*0800-1400");
    world().lawful("2026-12-06", "0800-1400");
    // The second week loses its rest when its Sunday is worked as well.
    let no_rest = || World::new("code-du-travail").roster("2026-12-01", "5*0800-1400 . 7*0800-1400");
    no_rest().refused_also("weekly-rest", "2026-12-06", "0800-1400");
}

/// Conseil d'État, 6 November 2013, n° 359501: rotas of twelve hours do not escape the rest days of art. 6.
#[test]
fn conseil_d_etat_2013_twelve_hours_do_not_escape_the_rest_days() {
    let twelve = || World::new("fph").derogation("daily-length-12h").roster("2026-12-06", "0700-1900");
    twelve().refused("rest-days", "2026-12-13", "0700-1900");
}

/// TA Bordeaux, 16 February 2012, n° 1001964: handover lies inside the twelve hours of amplitude.
#[test]
fn bordeaux_2012_handover_is_inside_the_twelve_hours() {
    let twelve = || World::new("fph").derogation("daily-length-12h");
    twelve().lawful("2026-12-02", "0700-1900");
    twelve().refused("duty-length", "2026-12-02", "0645-1900");
}
