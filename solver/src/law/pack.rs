//! Rule packs and the library that holds them.

use super::compensation::Compensation;
use super::rule::{Certainty, Rule};
use crate::formats::Issue;
use chrono::NaiveDate;
use std::sync::LazyLock;

/// One regime's rules at one version, read by [`load`](super::load::read).
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// `fph`, `code-du-travail`, `ccn51`.
    pub id: String,
    /// `2026-01`.
    pub version: String,
    /// Name shown to people.
    pub name: String,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity; absent: until the next version.
    pub valid_to: Option<NaiveDate>,
    /// Keys of the packs whose rules hold underneath (`bass@2026-01`), nearest first.
    pub extends: Vec<String>,
    /// What makes a duty a night duty; absent: as in the pack underneath.
    pub night: Option<Night>,
    /// Travel refund; absent: as in the pack underneath.
    pub mileage: Option<Mileage>,
    /// Its rules, in file order.
    pub rules: Vec<Rule>,
    /// Switches that a recorded document turns on.
    pub derogations: Vec<PackDerogation>,
    /// What a worked duty earns.
    pub compensations: Vec<Compensation>,
}

impl Pack {
    /// `fph@2026-01`.
    pub fn key(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// What makes a duty a night duty, and who is a night worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    /// Least share of the duty between 21:00 and 06:00 local, percent.
    pub share_percent_min: i64,
    /// A usual timetable makes a night worker of whoever has so many duties a week …
    pub worker_duties_per_week: Option<i64>,
    /// … with at least so many night minutes each.
    pub worker_minutes_min: Option<i64>,
    /// Article.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// How sure.
    pub certainty: Certainty,
}

/// Travel refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mileage {
    /// Euro cents per kilometre driven.
    pub cents_per_km: i64,
    /// Article.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// How sure.
    pub certainty: Certainty,
}

/// A switch that only a recorded document turns on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackDerogation {
    /// `daily-length-12h`.
    pub id: String,
    /// French name.
    pub label_fr: String,
    /// Article that allows it.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// How sure.
    pub certainty: Certainty,
    /// Rules whose values it replaces, of this pack or of one underneath.
    pub changes: Vec<Change>,
    /// Rules that it suspends; those that stand in their place name the derogation in `only_with`.
    pub suspends: Vec<String>,
}

/// New values for a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Id of the rule.
    pub rule: String,
    /// Values by name.
    pub values: Vec<(String, i64)>,
}

/// The packs at hand: those that ship with the program and those that were loaded since.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Library {
    packs: Vec<Pack>,
}

impl Library {
    /// The packs that ship with the program.
    ///
    /// # Panics
    /// When an embedded pack is refused, which the tests rule out.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Library> = LazyLock::new(|| {
            BUILTIN_TEXTS.iter().fold(Library::default(), |library, text| {
                library.with(text).unwrap_or_else(|issues| panic!("an embedded rule pack is refused: {issues:#?}"))
            })
        });
        &BUILTIN
    }

    /// Every pack, in the order of loading.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// A pack by id and version.
    pub fn pack(&self, id: &str, version: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id && pack.version == version)
    }

    /// A pack by its key `id@version`, or by its id alone: the version in force last.
    pub fn find(&self, key: &str) -> Option<&Pack> {
        match key.split_once('@') {
            Some((id, version)) => self.pack(id, version),
            None => self.packs.iter().filter(|pack| pack.id == key).max_by_key(|pack| pack.valid_from),
        }
    }

    /// A rule by its id with its pack: of several versions the one in force last.
    pub fn rule(&self, id: &str) -> Option<(&Pack, &Rule)> {
        let all = self.packs.iter().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)));
        all.filter(|(_, rule)| rule.id == id).max_by_key(|(pack, rule)| rule.valid_from.unwrap_or(pack.valid_from))
    }

    /// A pack and everything underneath it, nearest first, each once.
    pub fn chain<'a>(&'a self, pack: &'a Pack) -> Vec<&'a Pack> {
        let mut chain = vec![pack];
        let mut at = 0;
        while at < chain.len() {
            for key in &chain[at].extends {
                if let Some(under) = self.find(key)
                    && !chain.iter().any(|known| std::ptr::eq(*known, under))
                {
                    chain.push(under);
                }
            }
            at += 1;
        }
        chain
    }

    /// `fph@2026-01, code-du-travail@2026-01, …`
    pub fn keys(&self) -> String {
        self.packs.iter().map(Pack::key).collect::<Vec<_>>().join(", ")
    }

    /// This library with one more pack, or a pack of the same key replaced. The library itself stays as it is, so that a
    /// refused text leaves everything in force.
    ///
    /// # Errors
    /// Every issue with its line: form, unknown kinds, values and ids, negative limits, overlapping dates, derogations
    /// past a floor, packs underneath that are not there.
    pub fn with(&self, text: &str) -> Result<Self, Vec<Issue>> {
        let pack = super::load::read(text, self)?;
        let mut packs = self.packs.clone();
        match packs.iter_mut().find(|known| known.id == pack.id && known.version == pack.version) {
            Some(known) => *known = pack,
            None => packs.push(pack),
        }
        Ok(Self { packs })
    }
}

/// A pack's rules and what its duties earn, as one text.
macro_rules! builtin {
    ($($id:literal),* $(,)?) => {
        &[$(concat!(
            include_str!(concat!("../../packs/", $id, ".toml")),
            "\n",
            include_str!(concat!("../../packs/", $id, ".pay.toml"))
        )),*]
    };
}

/// Underlying packs first.
const BUILTIN_TEXTS: &[&str] = builtin!["fph", "code-du-travail", "bass", "ccn51", "ccn66", "ccu"];
