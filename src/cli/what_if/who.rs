//! Changes as people type them.

use releve_solver::domain::scenario::Exemption;
use releve_solver::formats::suggest::nearest;
use releve_solver::what_if::Newcomer;
use std::collections::BTreeMap;

/// So many people alike.
#[derive(Debug, Clone)]
pub struct Newcomers {
    /// Each of them.
    pub each: Newcomer,
    /// How many.
    pub count: u32,
}

const KEYS: [&str; 7] = ["qualification", "share", "establishment", "mobility", "knows", "exemption", "count"];
/// Those that may be repeated.
const LISTS: [&str; 2] = ["knows", "exemption"];

/// Reads `qualification=AS,share=50%,establishment=X`.
///
/// # Errors
/// The key, what was found and what is expected.
pub fn newcomers(text: &str) -> Result<Newcomers, String> {
    let said = Said::of(text)?;
    Ok(Newcomers {
        each: Newcomer {
            qualification: said.required("qualification", "a title, such as qualification=AS")?.into(),
            establishment: said
                .required("establishment", "an establishment of the file, such as establishment=ehpad-1")?
                .into(),
            share_percent: said.whole("share", "%", 100, "share=50%")?.unwrap_or(100),
            mobility_km: said.whole("mobility", "km", 1_000, "mobility=30km")?,
            exemptions: said.all("exemption").map(exemption).collect::<Result<_, _>>()?,
            known_units: said.all("knows").map(Into::into).collect(),
        },
        count: said.whole("count", "", 50, "count=2")?.unwrap_or(1),
    })
}

/// Reads `SHIFT=2`; identifiers may hold a `=`, the number comes last.
///
/// # Errors
/// What was found and what is expected.
pub fn places(text: &str) -> Result<(String, u32), String> {
    let refuse = || format!("found {text:?}, expected SHIFT=N with N from 2 to 50, such as nuit-1130-N=2");
    let (shift, places) = text.rsplit_once('=').ok_or_else(refuse)?;
    let places = places.trim().parse().ok().filter(|places| (2..=50).contains(places)).ok_or_else(refuse)?;
    if shift.is_empty() { Err(refuse()) } else { Ok((shift.trim().to_owned(), places)) }
}

/// What stands behind each key.
struct Said<'t>(BTreeMap<&'t str, Vec<&'t str>>);

impl<'t> Said<'t> {
    fn of(text: &'t str) -> Result<Self, String> {
        let mut said = Self(BTreeMap::new());
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part
                .split_once('=')
                .ok_or_else(|| format!("found {part:?}, expected key=value, such as qualification=AS"))?;
            let key = key.trim();
            if !KEYS.contains(&key) {
                let perhaps = nearest(key, KEYS).map_or_else(String::new, |near| format!("; perhaps {near}"));
                return Err(format!("{key}: expected one of {}{perhaps}", KEYS.join(", ")));
            }
            let values = said.0.entry(key).or_default();
            values.push(value.trim());
            if values.len() > 1 && !LISTS.contains(&key) {
                return Err(format!("{key}: given twice; several people are several --add-agent"));
            }
        }
        Ok(said)
    }

    fn all(&self, key: &str) -> impl Iterator<Item = &'t str> + '_ {
        self.0.get(key).into_iter().flatten().copied()
    }

    fn required(&self, key: &str, example: &str) -> Result<&'t str, String> {
        let value = self.all(key).next().filter(|value| !value.is_empty());
        value.ok_or_else(|| format!("{key}: found nothing, expected {example}"))
    }

    /// A whole number from 1, its unit may be left out.
    fn whole(&self, key: &str, unit: &str, most: u32, example: &str) -> Result<Option<u32>, String> {
        let Some(value) = self.all(key).next() else { return Ok(None) };
        match value.strip_suffix(unit).unwrap_or(value).trim().parse() {
            Ok(number) if (1..=most).contains(&number) => Ok(Some(number)),
            _ => Err(format!("{key}: found {value:?}, expected 1 to {most}{unit}, such as {example}")),
        }
    }
}

fn exemption(value: &str) -> Result<Exemption, String> {
    match value {
        "no_night" => Ok(Exemption::NoNight),
        "no_weekend" => Ok(Exemption::NoWeekend),
        "no_holiday" => Ok(Exemption::NoHoliday),
        "no_overtime" => Ok(Exemption::NoOvertime),
        _ => Err(format!("exemption: found {value:?}, expected no_night, no_weekend, no_holiday or no_overtime")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_described_in_one_line() {
        let new = newcomers("qualification=AS, share=50%,establishment=x,knows=u1,knows=u2,exemption=no_night,count=3");
        let Newcomers { each, count } = new.expect("well said");
        assert_eq!((each.qualification.as_str(), each.share_percent, count), ("AS", 50, 3));
        assert_eq!((each.known_units.len(), each.exemptions.as_slice()), (2, &[Exemption::NoNight][..]));
        assert_eq!(newcomers("qualification=AS,establishment=x").expect("enough").each.share_percent, 100);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, told) in [
            ("share=50%", "qualification: found nothing"),
            ("qualification=AS", "establishment: found nothing"),
            ("qualification=AS,establishment=x,share=150%", "share: found \"150%\", expected 1 to 100%"),
            ("qualification=AS,establishment=x,share=half", "share: found \"half\""),
            ("qualification=AS,establishment=x,count=0", "count: found \"0\", expected 1 to 50"),
            ("qualification=AS,establishment=x,exemption=no", "exemption: found \"no\", expected no_night"),
            ("qualification=AS,establishmnt=x", "perhaps establishment"),
            ("qualification=AS,qualification=IDE,establishment=x", "qualification: given twice"),
            ("AS", "found \"AS\", expected key=value"),
        ] {
            let error = newcomers(text).expect_err(text);
            assert!(error.contains(told), "{text}: {error}");
        }
        for text in ["s", "s=1", "=2", "s=two", "s=51"] {
            assert!(places(text).is_err(), "{text}");
        }
        assert_eq!(places("a=b=2"), Ok(("a=b".to_owned(), 2)));
    }
}
