//! What the last goal level says of one person at one shift, in words with their weights.

use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx, distance_km};
use crate::rules::soft::{self, Holiday, Preference};
use serde::{Deserialize, Serialize};

/// One thing that the group or the person would rather have otherwise, or that a wish is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Remark {
    /// French half-sentence about the person.
    pub what_fr: String,
    /// English half-sentence about the person.
    pub what_en: String,
    /// What it weighs, hundredths of a point; negative when it speaks for her.
    pub centipoints: i64,
}

/// What speaks against `worker` at `demand`, or for her, when she also takes the demands in `held` (this one aside):
/// what lies in the pair, then what comes about only together with the rest. Nothing of weight 0.
pub fn preferences(problem: &Problem, worker: WorkerIx, demand: DemandIx, held: &[DemandIx]) -> Vec<Remark> {
    let who = &problem.workers[worker];
    let others = held.iter().filter(|other| **other != demand);
    let mut duties: Vec<Duty> = others.map(|other| problem.demands[*other].duty).collect();
    let without = soft::of_plan(problem, who, &duties);
    duties.push(problem.demands[demand].duty);
    let with = soft::of_plan(problem, who, &duties);
    let together = with.into_iter().zip(without).map(|((what, after), (_, before))| (what, after - before));
    soft::of_pair(problem, who, &problem.demands[demand])
        .map(|what| (what, 1))
        .chain(together)
        .map(|(what, times)| (what, times * what.centipoints(&problem.weights)))
        .filter(|(_, centipoints)| *centipoints != 0)
        .map(|(what, centipoints)| {
            let (what_fr, what_en) = words(problem, worker, demand, what);
            Remark { what_fr, what_en, centipoints }
        })
        .collect()
}

fn words(problem: &Problem, worker: WorkerIx, demand: DemandIx, what: Preference) -> (String, String) {
    let (who, shift) = (&problem.workers[worker], &problem.demands[demand]);
    match what {
        Preference::UnknownUnit => {
            (format!("découvre l’unité «{}»", shift.unit_name), format!("is new to the unit «{}»", shift.unit_name))
        }
        Preference::AloneOnUnknownUnit => (
            "personne qui connaisse l’unité n’y est en poste à son arrivée".into(),
            "nobody who knows the unit is on duty there when she arrives".into(),
        ),
        Preference::WishOff => ("souhaitait ne pas travailler ce jour-là".into(), "wished not to work that day".into()),
        Preference::WishOn => ("souhaitait travailler ce jour-là".into(), "wished to work that day".into()),
        Preference::FarSite => {
            let km = distance_km(who.home, problem.sites[shift.site].place);
            let radius = problem.mobility_radius_km.unwrap_or_default();
            (
                format!("à {} km du domicile, au-delà du rayon de {radius} km", format!("{km:.1}").replace('.', ",")),
                format!("{km:.1} km from home, beyond the radius of {radius} km"),
            )
        }
        Preference::HolidayAgain(Holiday::Christmas) => {
            ("a déjà travaillé à Noël l’hiver dernier".into(), "worked at Christmas last winter".into())
        }
        Preference::HolidayAgain(Holiday::NewYear) => {
            ("a déjà travaillé au Nouvel An l’hiver dernier".into(), "worked at New Year last winter".into())
        }
        Preference::WeekendInARow => {
            let most = problem.weekends_in_a_row_max.unwrap_or_default();
            (
                format!("travaille plus de week-ends de suite que les {most} souhaités"),
                format!("works more week-ends in a row than the {most} wanted"),
            )
        }
        Preference::BothHolidays => (
            "travaille à Noël et au Nouvel An du même hiver".into(),
            "works at Christmas and New Year of the same winter".into(),
        ),
    }
}
