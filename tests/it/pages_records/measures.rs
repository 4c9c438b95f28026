//! Before and after, hardship, overtime and needs ahead, with figures worked out by hand.

use super::indicators::{december, line, read_as};
use super::{page, says, says_nothing_of, seated, seated_at};
use crate::both;
use crate::world::World;
use releve::app::access::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};

const DECEMBER: &str = "from=2026-12-01&to=2026-12-31";
/// From the 11th on the pool fills two of three; before, none of four.
const AFTER: &str = "from=2026-12-11&to=2026-12-31";
const BEFORE: &str = "before_from=2026-12-01&before_to=2026-12-10";
const PAGE: &str = "/indicateurs?du=2026-12-11&au=2026-12-31&avant_du=2026-12-01&avant_au=2026-12-10";

/// Puts home duties in medicine on a roster, whatever the law says of them.
async fn home(world: &World, agents: &[&str], days: &[&str], code: &str) {
    for agent in agents {
        for day in days {
            let sql = format!(
                "INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) \
                 VALUES ('g1', '{agent}', '{day}', 0, 'medecine', '{code}', 'import', 1)"
            );
            world.execute(&sql).await;
        }
    }
}

/// Both sides and the difference of a measure for a key; empty for all together.
fn compared(found: &Value, measure: &str, key: &str) -> [Value; 3] {
    let lines = found["comparison"]["lines"].as_array().expect("a list");
    let line = lines.iter().find(|line| line["measure"] == measure && line["key"] == key);
    let line = line.unwrap_or_else(|| panic!("{measure} of {key}: {found}"));
    ["before", "after", "difference"].map(|name| line[name].clone())
}

fn unit<'v>(found: &'v Value, list: &str, unit: &str) -> &'v Value {
    found[list].as_array().expect("a list").iter().find(|line| line["unit"] == unit).expect("a line")
}

async fn lived_through(world: &World) {
    december(world).await;
    let team = ["alix", "bao", "chloe", "dany", "farid"];
    // Farid is absent from the 7th to the 20th.
    home(world, &team, &["2026-12-07", "2026-12-08", "2026-12-21", "2026-12-22"], "M").await;
}

both! {
    async fn both_periods_stand_side_by_side_with_their_difference(world) {
        lived_through(world).await;
        let found = read_as(world, "director", &format!("{AFTER}&{BEFORE}")).await;
        let comparison = &found["comparison"];
        assert_eq!([&comparison["from"], &comparison["to"]], [&json!("2026-12-01"), &json!("2026-12-10")]);
        assert_eq!(comparison["same_length"], false, "ten days and twenty-one");
        assert_eq!(compared(&found, "fill_rate", ""), [0, 667, 667].map(|n| json!(n)));
        assert_eq!(compared(&found, "fill_rate", "medecine"), [0, 667, 667].map(|n| json!(n)));
        assert_eq!(compared(&found, "fill_rate", "tilleuls"), [json!(0), Value::Null, Value::Null]);
        assert_eq!(compared(&found, "minutes_to_fill", "medecine"), [Value::Null, json!(60), Value::Null]);
        assert_eq!(compared(&found, "absence_rate", "medecine"), [200, 0, -200].map(|n| json!(n)));
        assert_eq!(compared(&found, "absence_rate", "tilleuls"), [Value::Null, Value::Null, Value::Null], "Emma alone");
        assert_eq!(compared(&found, "nights", ""), [0, 1, 1].map(|n| json!(n)));
        assert_eq!(compared(&found, "offers", ""), [Value::Null, Value::Null, Value::Null], "two people were asked");
        let cost = compared(&found, "cost_per_hour", "IDE");
        assert_eq!((&cost[0], &cost[1]), (&Value::Null, &found["cost"]["pool_cents_per_hour"]));
        // The names of the earlier period are told of nobody: one line in the log, for the later one.
        assert_eq!(world.recorded("indicators.read").await, 1);
    }

    async fn an_earlier_period_may_follow_from_the_later_one_and_lies_before_it(world) {
        let of = |found: &Value| ["from", "to", "same_length"].map(|name| found["comparison"][name].clone());
        let found = read_as(world, "director", &format!("{AFTER}&before=just_before")).await;
        assert_eq!(of(&found), [json!("2026-11-20"), json!("2026-12-10"), json!(true)]);
        let found = read_as(world, "director", &format!("{AFTER}&before=year_earlier")).await;
        assert_eq!(of(&found), [json!("2025-12-11"), json!("2025-12-31"), json!(true)]);
        assert_eq!(read_as(world, "director", AFTER).await["comparison"], Value::Null);
        for (wrong, field) in [
            ("before_from=2026-12-01&before_to=2026-12-11", "before_to"),
            ("before_from=2026-12-05&before_to=2026-12-01", "before_to"),
            ("before_from=2026-12-01", "before_to"),
            ("before_to=2026-12-01", "before_from"),
        ] {
            let (status, problem) = world.get("director", &format!("/api/v1/indicators?{AFTER}&{wrong}")).await;
            assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)), "{problem}");
        }
        let mut director = seated(world, Role::Director).await;
        for wrong in ["avant_du=2026-12-01", "avant_du=2026-12-01&avant_au=2026-12-12", "avant_du=hier&avant_au=2026-12-01"] {
            let refused = director.get(&format!("/indicateurs?du=2026-12-11&au=2026-12-31&{wrong}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.text.contains("role=\"alert\""), "{wrong}");
        }
        let text = page(&mut director, "/indicateurs?du=2026-12-11&au=2026-12-31&avant=juste-avant").await;
        says(&text, &["période du 20/11/2026 au 10/12/2026"]);
        says_nothing_of(&text, &["pas la même durée"]);
        assert!(text.contains("<option value=\"juste-avant\" selected>"), "the choice stays");
    }

    async fn the_page_draws_both_periods_and_says_that_it_proves_nothing(world) {
        lived_through(world).await;
        let mut director = seated(world, Role::Director).await;
        let text = page(&mut director, PAGE).await;
        says(&text, &["Une différence n’est pas une preuve", "Les deux périodes n’ont pas la même durée"]);
        says(&text, &["Médecine 0,0 % 66,7 % +66,7 pt", "Médecine 20,0 % 0,0 % −20,0 pt", "Nuits 0 1 +1"]);
        says(&text, &["Avant, du 01/12/2026 au 10/12/2026 Après, du 11/12/2026 au 31/12/2026"]);
        // Named in a legend beside the drawing, and told apart by more than a colour.
        assert!(text.contains("<ul class=\"legend\"><li><i class=\"\"></i> Avant, du 01/12/2026 au 10/12/2026</li>"), "{text}");
        assert!(text.contains("id=\"pourvoi-dessin-2\"") && text.contains("class=\"bar other\""));
        let table = |id: &str| format!("{PAGE}&format=csv&tableau={id}");
        let fill = director.get(&table("pourvoi-avant")).await;
        let lines: Vec<&str> = fill.text.lines().collect();
        assert_eq!(lines[0], "\u{feff}Unité;Avant, du 01/12/2026 au 10/12/2026;Après, du 11/12/2026 au 31/12/2026;Différence");
        assert_eq!(lines[1..], ["Ensemble du périmètre choisi;0,0;66,7;66,7", "Médecine;0,0;66,7;66,7", "Les Tilleuls, rez-de-chaussée;0,0;;"]);
        let absence = director.get(&table("absence-avant")).await;
        assert!(absence.text.contains("\r\nMédecine;20,0;0,0;-20,0\r\n"), "{}", absence.text);
        director.get("/langue/en").await;
        let english = page(&mut director, PAGE).await;
        says(&english, &["A difference is not a proof", "Médecine 0.0% 66.7% +66.7 pp", "Nights 0 1 +1"]);
    }

    async fn hardship_weighs_what_was_borne_for_a_full_time_equivalent(world) {
        let team = ["alix", "bao", "chloe", "dany", "farid"];
        home(world, &team, &["2026-12-05"], "N").await;
        // Farid is absent on the 7th: nobody bore that night.
        home(world, &["farid"], &["2026-12-07"], "N").await;
        let found = read_as(world, "director", DECEMBER).await;
        let told = |line: &Value| ["people", "fte_hundredths", "centipoints", "centipoints_per_fte"].map(|name| line[name].clone());
        // Saturday 21:00 to Sunday 06:30: 540 minutes of night at 3 points for eight hours, 180 of a Saturday at 2, 390 of a Sunday
        // at 3: 3 150 / 480 = 6.56 points. Five of them, for 4.8 full-time equivalents.
        assert_eq!(told(unit(&found, "hardship", "medecine")), [5, 480, 3_280, 683].map(|n| json!(n)), "{found}");
        assert_eq!(told(unit(&found, "hardship", "tilleuls")), [Value::Null, Value::Null, Value::Null, Value::Null]);
        let mut director = seated(world, Role::Director).await;
        let text = page(&mut director, "/indicateurs?du=2026-12-01&au=2026-12-31").await;
        says(&text, &["Médecine 5 4,80 32,80 6,83", "Les Tilleuls, rez-de-chaussée moins de 5 moins de 5 moins de 5 moins de 5"]);
        let table = director.get("/indicateurs?du=2026-12-01&au=2026-12-31&format=csv&tableau=penibilite").await;
        assert_eq!(table.text.lines().nth(1), Some("Médecine;5;4,80;32,80;6,83"));
        let mut elsewhere = seated_at(world, Role::Director, "ehpad").await;
        says_nothing_of(&page(&mut elsewhere, "/indicateurs?du=2026-12-01&au=2026-12-31").await, &["Médecine"]);
        world.execute("DELETE FROM roster_days WHERE agent_id = 'dany'").await;
        let found = read_as(world, "director", DECEMBER).await;
        assert_eq!(told(unit(&found, "hardship", "medecine")), [Value::Null, Value::Null, Value::Null, Value::Null], "four people");
    }

    async fn what_the_pool_bore_in_a_unit_is_added_as_the_accounts_hold_it(world) {
        december(world).await;
        home(world, &["alix", "bao", "chloe", "dany", "farid"], &["2026-12-05"], "N").await;
        let posted = world.number("SELECT CAST(SUM(centipoints) AS BIGINT) FROM equity_entries WHERE offer_id IS NOT NULL").await;
        assert!(posted >= 450, "a Sunday's night alone is 4.50");
        let found = read_as(world, "director", DECEMBER).await;
        assert_eq!(unit(&found, "hardship", "medecine")["centipoints"], 3_280 + posted);
    }

    async fn overtime_has_the_rate_of_the_rules_or_no_price(world) {
        december(world).await;
        let told = |found: &Value| ["overtime_minutes", "overtime_cents", "overtime_cents_per_hour", "overtime_gap"].map(|name| found["cost"][name].clone());
        let found = read_as(world, "director", DECEMBER).await;
        assert_eq!(told(&found), [json!(0), Value::Null, Value::Null, json!("few_people")], "nobody is on the unit's own roster");
        world.execute("UPDATE agents SET file = REPLACE(file, '\"qualification\":\"AS\"', '\"qualification\":\"IDE\"')").await;
        home(world, &["alix", "bao", "chloe", "dany", "emma"], &["2026-12-14"], "M").await;
        let found = read_as(world, "director", DECEMBER).await;
        // Three at 30 € and two at 24 €: 27.60 € on the mean; 126 % of it for 17 hours.
        assert_eq!(told(&found), [json!(1_020), json!(59_119), json!(3_478), Value::Null], "{found}");
        assert_eq!(line(&found, "cost_by_qualification", "IDE")["overtime_cents_per_hour"], 3_478);
        let mut director = seated(world, Role::Director).await;
        let text = page(&mut director, "/indicateurs?du=2026-12-01&au=2026-12-31").await;
        says(&text, &["En heures supplémentaires du personnel des unités, 17 h du pool auraient coûté au moins 591,19 €."]);
        assert!(text.contains("class=\"bar third\"") && text.contains("<i class=\"third\"></i> Heure supplémentaire"));
        // Rules that state no rate give no price.
        world.execute("UPDATE establishments SET regime = 'maison' WHERE id = 'hopital'").await;
        let found = read_as(world, "director", DECEMBER).await;
        assert_eq!(told(&found), [json!(0), Value::Null, Value::Null, json!("no_rate")]);
        let text = page(&mut director, "/indicateurs?du=2026-12-01&au=2026-12-31").await;
        says(&text, &["pas de taux dans les règles"]);
        says_nothing_of(&text, &["auraient coûté au moins"]);
    }

    async fn needs_are_expected_from_the_same_weekdays_and_priced_by_the_newest_plan(world) {
        let past = [
            ("2026-11-09", 2), ("2026-11-16", 2), ("2026-11-23", 2), ("2026-11-30", 2), ("2026-11-28", 3), ("2026-11-04", 1),
        ];
        for (day, shifts) in past {
            for number in 0..shifts {
                let sql = format!(
                    "INSERT INTO shifts (group_id, id, request_id, unit_id, code, date, qualification, starts_at, ends_at, state, version) \
                     SELECT group_id, 'past-{day}-{number}', request_id, unit_id, code, '{day}', qualification, 0, 1, 'unfilled', 1 \
                     FROM shifts WHERE id = 'med-1208-m'"
                );
                assert_eq!(world.execute(&sql).await, 1);
            }
        }
        let of = |found: &Value, place: &str| {
            let lines = found["forecast"].as_array().expect("a list").clone();
            lines.into_iter().find(|line| line["establishment"] == place).unwrap_or_else(|| panic!("{found}"))
        };
        // On 1 December the first need is 27 days ago: three weeks are too few.
        let short = of(&read_as(world, "director", "").await, "hopital");
        assert_eq!((&short["weeks"], &short["four_weeks"]), (&json!(3), &Value::Null), "{short}");
        world.execute("UPDATE shifts SET date = '2026-11-03' WHERE id = 'past-2026-11-04-0'").await;
        let found = read_as(world, "director", "").await;
        let hospital = of(&found, "hopital");
        assert_eq!((&hospital["qualification"], &hospital["weeks"]), (&json!("IDE"), &json!(4)));
        // Eight on four Mondays, one on a Tuesday, three on a Saturday; 5, 2, 2 and 3 by week.
        assert_eq!(hospital["weekdays_hundredths"], json!([200, 25, 0, 0, 0, 75, 0]));
        assert_eq!(hospital["four_weeks"], json!({ "hundredths": 1_200, "least": 8, "most": 20, "asked": 3 }));
        assert_eq!(hospital["twelve_weeks"], json!({ "hundredths": 3_600, "least": 24, "most": 60, "asked": 3 }));
        assert_eq!(hospital["worth"], Value::Null, "no plan is there");
        let other = of(&found, "ehpad");
        assert_eq!((&other["weeks"], &other["four_weeks"], &other["weekdays_hundredths"]), (&json!(0), &Value::Null, &Value::Null));
        world.plan().await;
        let price = |level: &str, week: &str, highest: f64| json!({ "qualification": "IDE", "establishment": "hopital", "week": week, "shifts": 3, "bare": 1, "level": level, "highest": highest, "mean": highest });
        let prices = json!([price("cover", "2026-W51", 9.0), price("safety", "2026-W50", 1.0), price("safety", "2026-W51", 2.0)]);
        world.execute(&format!("UPDATE plans SET prices = '{prices}'")).await;
        let hospital = of(&read_as(world, "director", "").await, "hopital");
        assert_eq!(hospital["worth"], json!({ "level": "safety", "highest": 2.0, "week": "2026-W51" }), "the first goal comes first");
        let one_unit = of(&read_as(world, "director", "unit=medecine").await, "hopital");
        assert_eq!(one_unit["worth"], Value::Null, "a price is of a whole place");
        let mut director = seated(world, Role::Director).await;
        let text = page(&mut director, "/indicateurs").await;
        says(&text, &["Hôpital Saint-Roch IDE 4 12,00 de 8 à 20 3 36,00 de 24 à 60 Sécurité (postes nus) : 2, semaine 51 de 2026"]);
        says(&text, &["Les Tilleuls AS 0 historique trop court — — historique trop court —", "Hôpital Saint-Roch IDE 2,00 0,25 0,00 0,00 0,00 0,75 0,00"]);
        let table = director.get("/indicateurs?format=csv&tableau=besoins-jours").await;
        assert_eq!(table.text.lines().nth(1), Some("Hôpital Saint-Roch;IDE;2,00;0,25;0,00;0,00;0,00;0,75;0,00"));
        let mut elsewhere = seated_at(world, Role::Director, "ehpad").await;
        says_nothing_of(&page(&mut elsewhere, "/indicateurs").await, &["Saint-Roch"]);
    }
}
