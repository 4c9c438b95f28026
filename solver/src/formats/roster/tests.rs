use super::*;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, day).expect("a day of October")
}

fn told(text: &str) -> Vec<(usize, String, String)> {
    let issues = read(text).expect_err("a refused roster");
    issues.into_iter().map(|i| (i.line.expect("a line"), i.field, i.found.to_string())).collect()
}

#[test]
fn both_separators_dates_and_times_of_all_sorts_are_read() {
    let comma = read("agent,date,start,end\nA1,2026-10-12,07:00,19:00\nA1,13/10/2026,0700,7h30\n").expect("a roster");
    assert_eq!((comma[0].line, comma[0].date, comma[1].date), (2, date(12), date(13)));
    assert_eq!((comma[1].start, comma[1].end), (cell::start("7:00").unwrap(), cell::end("07h30").unwrap()));
    let other = "\u{feff}Agent;Date;End;Start;Break;Paid_break;Share_percent;Night_worker;Site\r\n\
                 \"Martin; Zoé\";12/10/2026;24:00;730;30;0h20;80 %;oui;Hôpital\r\n\r\n";
    let rows = read(other).expect("a roster");
    let row = &rows[0];
    assert_eq!((row.agent.as_str(), row.site.as_str(), row.line), ("Martin; Zoé", "Hôpital", 2));
    assert_eq!((row.break_minutes, row.paid_break_minutes), (30, Some(20)));
    assert_eq!((row.share_percent, row.night_worker), (Some(80), Some(true)));
    assert_eq!(row.end, NaiveTime::MIN);
}

#[test]
fn every_bad_line_is_told_with_its_column() {
    let text = "agent,date,start,end,share_percent\n\
                A1,2026-10-12,07:00,15:00,100\n\
                ,2026-13-12,25:00,7,0\n\
                \n\
                A2,2026-10-12,07:00\n\
                A1,2026-10-13,07:00,15:00,50\n";
    let told = told(text);
    let places: Vec<(usize, &str)> = told.iter().map(|(line, field, _)| (*line, field.as_str())).collect();
    let three = [(3, "agent"), (3, "date"), (3, "start"), (3, "end"), (3, "share_percent")];
    assert_eq!(places[..5], three);
    assert_eq!(places[5..], [(5, ""), (6, "share_percent")]);
    assert_eq!(told[1].2, "\"2026-13-12\"");
    assert_eq!(told[5].2, "3 cells");
}

#[test]
fn lines_are_right_after_carriage_returns_and_empty_lines() {
    let text = "agent;date;start;end\r\nA;2026-10-12;7h;15h\r\n\r\n\r\nA;2026-10-13;x;15h\r\nA;2026-10-14;7h;y\r\n";
    assert_eq!(told(text), [(5, "start".into(), "\"x\"".into()), (6, "end".into(), "\"y\"".into())]);
}

#[test]
fn an_open_quotation_mark_is_told_where_it_opens() {
    let text = "agent,date,start,end\nA,2026-10-12,07:00,15:00\n\"B,2026-10-12,07:00,15:00\nC,2026-10-12,07:00,15:00\n";
    assert_eq!(told(text), [(3, String::new(), "a cell that reaches over several lines".into())]);
}

#[test]
fn the_first_line_names_known_columns_once() {
    assert_eq!(
        told("agent,date,strat,end,date\n"),
        [
            (1, "strat".into(), "an unknown column".into()),
            (1, "date".into(), "the column a second time".into()),
            (1, "start".into(), "no such column".into()),
        ]
    );
    assert_eq!(told("")[0].2, "an empty file");
    assert_eq!(told("agent,date,start,end\n")[0].2, "no duty below the first line");
}

#[test]
fn second_duties_of_a_day_and_long_gaps_begin_lines_of_their_own() {
    let text = "agent,date,start,end\nA,2026-10-12,07:00,11:00\nA,2026-10-12,14:00,18:00\nA,2026-10-14,07:00,11:00\n\
                A,2026-12-24,07:00,11:00\n";
    let ground = Ground {
        pack: crate::law::Library::builtin().find("fph").expect("the pack"),
        derogations: Vec::new(),
        territory: crate::domain::scenario::Territory::Metropole,
        time_zone: chrono_tz::Europe::Paris,
        cycle_anchor: None,
        cycle_weeks: None,
        share_percent: 100,
    };
    let scenario = facts(&read(text).expect("a roster"), &ground);
    let lines: Vec<&str> = scenario.rosters.iter().map(|line| line.codes.as_str()).collect();
    assert_eq!(lines, ["0700-1100/0", "1400-1800/0 . 0700-1100/0", "0700-1100/0"]);
    let problem = crate::compile(&scenario).expect("a problem");
    assert_eq!(problem.workers[0].fixed.len(), 4);
}
