//! What the address of the board asks for: days, priority, place, title, what is under way, words, grouping and page. What cannot be
//! read is not asked for: nobody is refused a page for a typing error in its address.

use super::Row;
use crate::app::facts::Facts;
use crate::lang::Words;
use crate::store::name_of;
use crate::web::pages::coordinator::doing::Standing;
use crate::web::pages::coordinator::words as named;
use crate::web::pages::view::coordinator::{Choice, Filter};
use chrono::NaiveDate;
use releve_solver::domain::scenario::Priority;
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// What the last action did.
    pub fait: Option<String>,
    /// First day.
    du: Option<String>,
    /// Last day.
    au: Option<String>,
    priorite: Option<String>,
    /// `e:` and an establishment, or `u:` and a unit.
    lieu: Option<String>,
    metier: Option<String>,
    /// `urgent`, `libre`, `recherche` or `interim`.
    etat: Option<String>,
    /// What the list is grouped by: `date`, `priorite`, `lieu` or `metier`.
    par: Option<String>,
    q: Option<String>,
    page: Option<String>,
}

/// What the list is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Day.
    Date,
    /// Priority.
    Priority,
    /// Establishment and unit.
    Place,
    /// Title.
    Title,
}

fn text(field: Option<&String>) -> &str {
    field.map_or("", |text| text.trim())
}

fn day(field: Option<&String>) -> Option<NaiveDate> {
    text(field).parse().ok()
}

impl Asked {
    /// What the list is grouped by.
    pub fn by(&self) -> By {
        match text(self.par.as_ref()) {
            "priorite" => By::Priority,
            "lieu" => By::Place,
            "metier" => By::Title,
            _ => By::Date,
        }
    }

    /// The page, from 0.
    pub fn page(&self) -> usize {
        text(self.page.as_ref()).parse::<usize>().unwrap_or(1).max(1) - 1
    }

    /// Whether anything is left out.
    pub fn is_narrowed(&self) -> bool {
        let texts = [&self.priorite, &self.lieu, &self.metier, &self.etat, &self.q];
        day(self.du.as_ref()).is_some()
            || day(self.au.as_ref()).is_some()
            || texts.iter().any(|field| !text(field.as_ref()).is_empty())
    }

    /// Whether a shift is asked for.
    pub(super) fn keeps(&self, row: &Row) -> bool {
        let shift = &row.stored.shift;
        let in_time = day(self.du.as_ref()).is_none_or(|from| row.date >= from)
            && day(self.au.as_ref()).is_none_or(|to| row.date <= to);
        let priority = text(self.priorite.as_ref());
        let title = text(self.metier.as_ref());
        let here = match text(self.lieu.as_ref()).split_once(':') {
            Some(("e", id)) => shift.establishment_id == id,
            Some(("u", id)) => shift.unit_id == id,
            _ => true,
        };
        let standing = match text(self.etat.as_ref()) {
            "urgent" => row.comes_first(),
            "libre" => row.doing.standing() == Standing::Free,
            "recherche" => row.doing.standing() == Standing::Searched,
            "interim" => row.doing.standing() == Standing::Agency,
            _ => true,
        };
        in_time
            && here
            && standing
            && (priority.is_empty() || row.stored.priority == priority)
            && (title.is_empty() || shift.qualification == title)
            && self.finds(row)
    }

    /// Whether every word looked for stands somewhere in what the shift is about.
    fn finds(&self, row: &Row) -> bool {
        let shift = &row.stored.shift;
        let about =
            [&shift.id, &shift.unit_name, &shift.establishment_name, &shift.code, &shift.qualification, &shift.date];
        let about = about.map(|text| text.to_lowercase()).join(" ");
        text(self.q.as_ref()).to_lowercase().split_whitespace().all(|word| about.contains(word))
    }

    /// The address of another page of the same list.
    pub fn address(&self, page: usize) -> String {
        let mut address = form_urlencoded::Serializer::for_suffix("/?".to_owned(), 2);
        let fields = [
            ("du", &self.du),
            ("au", &self.au),
            ("priorite", &self.priorite),
            ("lieu", &self.lieu),
            ("metier", &self.metier),
            ("etat", &self.etat),
            ("par", &self.par),
            ("q", &self.q),
        ];
        for (name, value) in fields {
            if !text(value.as_ref()).is_empty() {
                address.append_pair(name, text(value.as_ref()));
            }
        }
        if page > 0 {
            address.append_pair("page", &(page + 1).to_string());
        }
        address.finish()
    }

    /// The form, with how many shifts there are of each kind.
    pub(super) fn view(&self, words: Words, facts: &Facts, rows: &[Row]) -> Filter {
        let date = |field: Option<&String>| day(field).map(|day| day.to_string()).unwrap_or_default();
        Filter {
            from: date(self.du.as_ref()),
            to: date(self.au.as_ref()),
            words: text(self.q.as_ref()).to_owned(),
            by: self.groupings(words),
            priorities: self.priorities(words, rows),
            places: self.places(facts, rows),
            titles: self.titles(rows),
            states: self.states(words, rows),
        }
    }

    fn groupings(&self, words: Words) -> Vec<Choice> {
        let all = [
            (By::Date, "date", "board-by-date"),
            (By::Priority, "priorite", "board-by-priority"),
            (By::Place, "lieu", "board-by-place"),
            (By::Title, "metier", "board-by-title"),
        ];
        let choice = |(by, value, key): (By, &str, &str)| Choice {
            value: value.to_owned(),
            label: words.say(key),
            chosen: self.by() == by,
        };
        all.into_iter().map(choice).collect()
    }

    fn priorities(&self, words: Words, rows: &[Row]) -> Vec<Choice> {
        let all = [Priority::Safety, Priority::High, Priority::Normal, Priority::Low];
        let choice = |priority: Priority| {
            let value = name_of(&priority).ok()?;
            let count = rows.iter().filter(|row| row.priority == priority).count();
            let label = counted(&named::priority(words, priority).text, count);
            Some(Choice { chosen: text(self.priorite.as_ref()) == value, value, label })
        };
        all.into_iter().filter_map(choice).collect()
    }

    fn places(&self, facts: &Facts, rows: &[Row]) -> Vec<Choice> {
        let mut units: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *units.entry(&row.stored.shift.unit_id).or_default() += 1;
            *sites.entry(&row.stored.shift.establishment_id).or_default() += 1;
        }
        let mut choices = Vec::new();
        let mut push = |value: String, label: String| {
            choices.push(Choice { chosen: text(self.lieu.as_ref()) == value, value, label });
        };
        for site in &facts.scenario.establishments {
            let Some(count) = sites.get(site.id.as_str()) else { continue };
            push(format!("e:{}", site.id), counted(&site.name, *count));
            for unit in facts.scenario.units.iter().filter(|unit| unit.establishment == site.id) {
                if let Some(count) = units.get(unit.id.as_str()) {
                    push(format!("u:{}", unit.id), counted(&format!("\u{a0}\u{a0}{}", unit.name), *count));
                }
            }
        }
        choices
    }

    fn titles(&self, rows: &[Row]) -> Vec<Choice> {
        let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *titles.entry(&row.stored.shift.qualification).or_default() += 1;
        }
        let choice = |(title, count): (&str, usize)| Choice {
            value: title.to_owned(),
            label: counted(title, count),
            chosen: text(self.metier.as_ref()) == title,
        };
        titles.into_iter().map(choice).collect()
    }

    fn states(&self, words: Words, rows: &[Row]) -> Vec<Choice> {
        let of = |standing: Standing| rows.iter().filter(|row| row.doing.standing() == standing).count();
        let all = [
            ("urgent", "board-state-urgent", rows.iter().filter(|row| row.comes_first()).count()),
            ("libre", "board-state-free", of(Standing::Free)),
            ("recherche", "board-state-searched", of(Standing::Searched)),
            ("interim", "board-state-agency", of(Standing::Agency)),
        ];
        let choice = |(value, key, count): (&str, &str, usize)| Choice {
            value: value.to_owned(),
            label: counted(&words.say(key), count),
            chosen: text(self.etat.as_ref()) == value,
        };
        all.into_iter().map(choice).collect()
    }
}

fn counted(label: &str, count: usize) -> String {
    format!("{label} ({count})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_was_asked_for_and_nothing_else() {
        let asked = Asked {
            q: Some("médecine nuit".into()),
            au: Some(String::new()),
            page: Some("3".into()),
            ..Asked::default()
        };
        assert_eq!(asked.page(), 2);
        assert_eq!(asked.address(1), "/?q=m%C3%A9decine+nuit&page=2");
        assert_eq!(asked.address(0), "/?q=m%C3%A9decine+nuit");
        assert_eq!(Asked::default().address(0), "/?");
    }

    #[test]
    fn what_cannot_be_read_is_not_asked_for() {
        let asked =
            Asked { du: Some("demain".into()), par: Some("x".into()), page: Some("-1".into()), ..Asked::default() };
        assert!(!asked.is_narrowed());
        assert_eq!((asked.by(), asked.page()), (By::Date, 0));
    }
}
