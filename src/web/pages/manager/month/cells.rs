//! The cells of a month: what stands on one day of somebody, of a post that was asked for, of what a unit needs, and where it leads.

use super::Sheet;
use crate::app::rosters::month::{Cell, Cover, Line, State as Says};
use crate::lang::{Args, Words};
use crate::store::shifts::Stored;
use crate::web::pages::manager::words::{absence, hours_of, local, part_of_day, shift_state};
use crate::web::pages::manager::{piece, query};
use crate::web::pages::view::manager as view;
use chrono::NaiveDate;
use releve_solver::domain::scenario::AbsenceClass;

/// How far back an absence may be entered, days: what is longer ago is settled with payroll.
const BACK_DAYS: i64 = 60;

impl Sheet<'_> {
    fn hours(&self, code: &str) -> (String, &'static str) {
        let known = self.month.unit.shift_codes.iter().find(|known| known.code.as_str() == code);
        known.map_or_else(|| (String::new(), "jour"), |known| (hours_of(known), part_of_day(known)))
    }

    /// Where a day of one of hers leads: to what can be done about it.
    fn day_url(&self, line: &Line, date: NaiveDate) -> String {
        let soon = (self.month.today - date).num_days() <= BACK_DAYS;
        if !(line.own && soon && (self.absent || self.plans)) {
            return String::new();
        }
        let unit = piece(self.month.unit.id.as_str());
        format!("/service/{unit}/jour{}", query(&[("agent", &line.agent), ("date", &date.to_string())]))
    }

    pub(super) fn cell(&self, line: &Line, cell: &Cell, date: NaiveDate) -> view::SheetCell {
        let words = self.words;
        let mut pieces = Vec::new();
        let plain = |text: String, said: String, class: &'static str| view::SheetPiece {
            text,
            said,
            class,
            href: self.day_url(line, date),
            ..view::SheetPiece::default()
        };
        let away = match cell.state {
            Says::Absent(class) => {
                let mark = match class {
                    AbsenceClass::Planned => words.say("manager-absence-planned-mark"),
                    AbsenceClass::Unplanned => words.say("manager-absence-unplanned-mark"),
                };
                pieces.push(plain(mark, absence(words, class), "absent"));
                true
            }
            Says::Unavailable => {
                pieces.push(plain(words.say("manager-unavailable-mark"), words.say("manager-unavailable"), "absent"));
                true
            }
            Says::Elsewhere => {
                pieces.push(plain(words.say("manager-elsewhere-mark"), words.say("manager-elsewhere"), "ailleurs"));
                false
            }
            Says::Rest => {
                pieces.push(plain("·".to_owned(), words.say("manager-rest"), "repos"));
                false
            }
            Says::Open if cell.posts.is_empty() && line.own => {
                pieces.push(plain(String::new(), words.say("manager-nothing-settled"), "repos"));
                false
            }
            Says::Open | Says::Duty => false,
        };
        for code in &cell.codes {
            if away {
                pieces.push(self.bare(line, code, date));
            } else {
                let (hours, class) = self.hours(code);
                pieces.push(plain(code.clone(), hours, class));
            }
        }
        pieces.extend(cell.posts.iter().map(|post| self.held(post)));
        view::SheetCell { class: self.class(date).to_owned(), pieces }
    }

    /// A duty whose holder is away: asked for already, or to be asked for.
    fn bare(&self, line: &Line, code: &str, date: NaiveDate) -> view::SheetPiece {
        let text = date.to_string();
        let asked = self.month.posts.iter().find(|post| {
            let same = post.absent_agent.as_deref() == Some(line.agent.as_str());
            same && post.shift.code == code && post.shift.date == text
        });
        let (hours, _) = self.hours(code);
        if let Some(post) = asked {
            return self.post(post);
        }
        let ask = [
            ("unite", self.month.unit.id.as_str()),
            ("date", text.as_str()),
            ("code", code),
            ("absent", if line.own { line.agent.as_str() } else { "" }),
        ];
        let may = self.asks && date >= self.month.today;
        view::SheetPiece {
            text: code.to_owned(),
            mark: self.words.say("bare-mark"),
            said: format!("{hours}, {}", self.words.say(if may { "bare-ask" } else { "bare" })),
            href: if may { format!("/demandes/nouvelle{}", query(&ask)) } else { String::new() },
            class: "nu",
        }
    }

    /// A post that somebody holds, or is asked for by name, through the pool.
    fn held(&self, post: &Stored) -> view::SheetPiece {
        let words = self.words;
        let (hours, class) = self.hours(&post.shift.code);
        let waits = post.state == "offered";
        let said = words.say(if waits { "pool-waits" } else { "pool-holds" });
        view::SheetPiece {
            text: post.shift.code.clone(),
            mark: words.say(if waits { "pool-waits-mark" } else { "pool-mark" }),
            said: format!("{hours}, {said}"),
            href: format!("/demandes/{}", piece(&post.request_id)),
            class,
        }
    }

    /// A post that was asked for.
    pub(super) fn post(&self, post: &Stored) -> view::SheetPiece {
        let words = self.words;
        let zone = self.month.site.time_zone;
        let hours = words.hours(local(zone, post.shift.starts_at), local(zone, post.shift.ends_at));
        let state = shift_state(words, &post.state);
        view::SheetPiece {
            text: post.shift.code.clone(),
            mark: words.say(match post.state.as_str() {
                "offered" => "asked-offered-mark",
                "booked" => "asked-booked-mark",
                "unfilled" => "asked-unfilled-mark",
                "filled" => "asked-filled-mark",
                _ => "asked-open-mark",
            }),
            said: format!("{hours}, {}", state.text),
            href: format!("/demandes/{}", piece(&post.request_id)),
            class: if post.state == "filled" { "pourvu" } else { "nu" },
        }
    }

    pub(super) fn covered(&self, line: &Cover, there: u32, date: NaiveDate) -> view::SheetPiece {
        let words = self.words;
        let missing = line.needed.saturating_sub(there);
        if missing == 0 {
            let said = words.count("cover-there", there as usize);
            return view::SheetPiece { text: there.to_string(), said, class: "plein", ..view::SheetPiece::default() };
        }
        let mut values = Args::new();
        values.set("missing", missing);
        values.set("needed", line.needed);
        let short = words.fill("cover-missing", &values);
        let text = date.to_string();
        let key = (text.as_str(), line.code.as_str(), line.qualification.as_str());
        let under_way = |post: &&&Stored| matches!(post.state.as_str(), "open" | "offered" | "booked");
        let asked: Vec<&&Stored> = self.posts.get(&key).into_iter().flatten().filter(under_way).collect();
        let (href, mark, what) = match asked.first() {
            Some(post) if asked.len() >= missing as usize => {
                (format!("/demandes/{}", piece(&post.request_id)), words.say("cover-asked-mark"), "cover-asked")
            }
            _ if self.asks && date >= self.month.today => {
                let ask = [
                    ("unite", self.month.unit.id.as_str()),
                    ("date", text.as_str()),
                    ("code", line.code.as_str()),
                    ("titre", line.qualification.as_str()),
                    ("priorite", "safety"),
                ];
                (format!("/demandes/nouvelle{}", query(&ask)), String::new(), "bare-ask")
            }
            _ => (String::new(), String::new(), "bare"),
        };
        view::SheetPiece {
            text: format!("−{missing}"),
            mark,
            said: format!("{short}, {}", words.say(what)),
            href,
            class: "manque",
        }
    }
}

/// What the colours and marks mean.
pub(super) fn legend(words: Words) -> Vec<(&'static str, String, String)> {
    let line = |class, mark: String, what: &str| (class, mark, words.say(what));
    vec![
        line("matin", String::new(), "legend-morning"),
        line("jour", String::new(), "legend-day"),
        line("soir", String::new(), "legend-evening"),
        line("nuit", String::new(), "legend-night"),
        line("repos", "·".to_owned(), "manager-rest"),
        line("absent", words.say("manager-absence-planned-mark"), "manager-absence-planned"),
        line("absent", words.say("manager-absence-unplanned-mark"), "manager-absence-unplanned"),
        line("absent", words.say("manager-unavailable-mark"), "manager-unavailable"),
        line("ailleurs", words.say("manager-elsewhere-mark"), "manager-elsewhere"),
        line("nu", words.say("bare-mark"), "bare"),
        line("nu", words.say("asked-open-mark"), "legend-asked-open"),
        line("nu", words.say("asked-offered-mark"), "legend-asked-offered"),
        line("nu", words.say("asked-booked-mark"), "legend-asked-booked"),
        line("nu", words.say("asked-unfilled-mark"), "legend-asked-unfilled"),
        line("pourvu", words.say("asked-filled-mark"), "legend-asked-filled"),
        line("", words.say("pool-mark"), "pool-holds"),
        line("", words.say("pool-waits-mark"), "pool-waits"),
    ]
}
