//! A world whose figures are worked out by hand: of seven shifts asked for in December the pool fills two, a night of Bao's at
//! her own employer and a morning that Emma of the other one works.

use super::{page, read, says, says_nothing_of, seated, seated_at};
use crate::both;
use crate::ledgers::workbook;
use crate::rests::{hold, tick, until, worked};
use crate::world::World;
use releve::app::access::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const DECEMBER: &str = "from=2026-12-01&to=2026-12-31";

/// Both shifts worked; it is 21 December, and every shift of the fixture has begun.
pub async fn december(world: &World) {
    let night = hold(world, "nuit", ("2026-12-20", "N"), "bao").await;
    let morning = hold(world, "matin", ("2026-12-11", "M"), "emma").await;
    until(world, "2026-12-21T08:00:00+01:00");
    tick(world).await;
    worked(world, &night).await;
    worked(world, &morning).await;
}

pub async fn read_as(world: &World, who: &str, query: &str) -> Value {
    let (status, found) = world.get(who, &format!("/api/v1/indicators?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found
}

pub fn line<'v>(found: &'v Value, list: &str, key: &str) -> &'v Value {
    let lines = found[list].as_array().expect("a list");
    lines
        .iter()
        .find(|line| line["key"] == key || line["establishment"] == key)
        .unwrap_or_else(|| panic!("{key}: {found}"))
}

both! {
    async fn fill_and_time_to_fill_are_those_worked_out_by_hand(world) {
        december(world).await;
        let found = read_as(world, "director", DECEMBER).await;
        // Five of the fixture and two more; two sevenths.
        let told = |line: &Value| ["asked", "filled", "agency", "pending", "unfilled", "rate_permille"].map(|name| line[name].clone());
        assert_eq!(told(&found["fill"]), [7, 2, 0, 0, 5, 286].map(|n| json!(n)), "{found}");
        // Each was asked for by itself and closed an hour later.
        assert_eq!(found["fill"]["minutes_to_fill"], 60);
        assert_eq!(told(line(&found, "fill_by_unit", "medecine")), [5, 2, 0, 0, 3, 400].map(|n| json!(n)));
        assert_eq!(told(line(&found, "fill_by_unit", "tilleuls")), [2, 0, 0, 0, 2, 0].map(|n| json!(n)));
        assert_eq!(line(&found, "fill_by_unit", "tilleuls")["minutes_to_fill"], Value::Null);
        assert_eq!(told(line(&found, "fill_by_qualification", "AS")), [2, 0, 0, 0, 2, 0].map(|n| json!(n)));
        // The night was asked for nineteen days ahead; the mornings of the 8th less than seven; the rest in between.
        assert_eq!(told(line(&found, "fill_by_notice", "J-15")), [1, 1, 0, 0, 0, 1000].map(|n| json!(n)));
        assert_eq!(told(line(&found, "fill_by_notice", "J-7")), [4, 1, 0, 0, 3, 250].map(|n| json!(n)));
        assert_eq!(told(line(&found, "fill_by_notice", "J-2")), [2, 0, 0, 0, 2, 0].map(|n| json!(n)));
    }

    async fn a_shift_that_is_still_to_be_filled_counts_neither_way(world) {
        let found = read_as(world, "director", DECEMBER).await;
        assert_eq!((&found["fill"]["asked"], &found["fill"]["pending"]), (&json!(5), &json!(5)), "{found}");
        assert_eq!(found["fill"]["rate_permille"], Value::Null);
    }

    async fn work_cost_and_loans_are_those_worked_out_by_hand(world) {
        december(world).await;
        let found = read_as(world, "director", DECEMBER).await;
        // 21:00 to 06:30 and 06:30 to 14:00, both without a break.
        assert_eq!([&found["days"]["days"], &found["days"]["shifts"], &found["days"]["minutes"]], [&json!(2), &json!(2), &json!(1_020)]);
        // 9 h 30 and 7 h 30 at 30.00 €, and Emma's way.
        let road = world.number("SELECT CAST(SUM(road_cents) AS BIGINT) FROM loans").await;
        assert!(road > 0);
        assert_eq!(found["cost"]["pool_cents"], 28_500 + 22_500 + road, "{found}");
        assert_eq!(found["cost"]["pool_cents_per_hour"], ((51_000 + road) * 60 + 510) / 1_020);
        assert_eq!(found["cost"]["agency_cents_per_hour"], Value::Null, "nothing was booked, and no price is agreed on");
        let home = line(&found, "members", "ehpad");
        assert_eq!([&home["given_minutes"], &home["received_minutes"]], [&json!(450), &json!(0)]);
        assert_eq!((&home["given_cents"], &home["reciprocity_permille"]), (&json!(22_500 + road), &Value::Null));
        let host = line(&found, "members", "hopital");
        assert_eq!([&host["given_minutes"], &host["received_minutes"]], [&json!(0), &json!(450)]);
        assert_eq!((&host["received_cents"], &host["reciprocity_permille"]), (&json!(22_500 + road), &json!(0)));
        let unit = read_as(world, "director", &format!("{DECEMBER}&unit=tilleuls")).await;
        assert_eq!([&unit["days"]["days"], &unit["fill"]["asked"]], [&json!(0), &json!(2)]);
    }

    async fn burdens_are_spread_over_everybody_and_few_people_are_masked(world) {
        december(world).await;
        let found = read_as(world, "director", DECEMBER).await;
        let people = &found["people"];
        assert_eq!(people["people"], 6, "{found}");
        // One of six bears the only night: (6 − 1) / 6. It ends on the Sunday's midnight, so it is a week-end too.
        for kind in ["nights", "weekends"] {
            let of = ["shifts", "gini_permille", "most", "volunteers", "volunteers_permille"].map(|name| people[kind][name].clone());
            assert_eq!(of, [1, 833, 1, 1, 1000].map(|n| json!(n)), "{kind}: {found}");
        }
        assert_eq!((&people["holidays"]["shifts"], &people["holidays"]["gini_permille"]), (&json!(0), &Value::Null));
        let first = &people["lines"][0];
        assert_eq!([&first["name"], &first["nights"], &first["asked"], &first["accepted"]], [&json!("Bao Nguyen"), &json!(1), &json!(1), &json!(1)]);
        assert_eq!(world.recorded("indicators.read").await, 1, "that names were told is on record");
        // Two people were asked: fewer than five.
        assert!(found["solicitations"]["offers"].is_null() && found["solicitations"]["people"].is_null());
        // The three of the other employer would be named by any figure.
        let few = read_as(world, "director", &format!("{DECEMBER}&establishment=ehpad")).await;
        assert!(few["people"]["people"].is_null() && few["people"]["lines"] == json!([]), "{few}");
        assert!(few["rests"]["dated_days"].is_null() && few["trainees"]["admitted"].is_null());
        let nameless = read_as(world, "administrator", DECEMBER).await;
        assert!(nameless["people"]["lines"].as_array().is_some_and(|lines| lines.len() == 6));
        assert!(!nameless.to_string().contains("Bao"), "{nameless}");
        // Bao's promised week-end of the 12th is over.
        assert_eq!((&found["rests"]["taken_days"], &found["rests"]["dated_days"]), (&json!(2), &json!(0)), "{found}");
    }

    async fn absence_is_told_of_five_people_and_not_of_four(world) {
        // Two duties each for five people; Farid is absent on both.
        for agent in ["alix", "bao", "chloe", "dany", "farid"] {
            for day in ["07", "08"] {
                let sql = format!("INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) \
                    VALUES ('g1', '{agent}', '2026-12-{day}', 0, 'medecine', 'M', 'import', 1)");
                world.execute(&sql).await;
            }
        }
        let found = read_as(world, "director", DECEMBER).await;
        let of = |unit: &str| found["absence"].as_array().expect("a list").iter().find(|line| line["unit"] == unit).expect("a line");
        let told = |line: &Value| ["people", "duties", "absent", "rate_permille"].map(|name| line[name].clone());
        assert_eq!(told(of("medecine")), [5, 10, 2, 200].map(|n| json!(n)));
        // Emma's three days at home.
        assert_eq!(told(of("tilleuls")), [Value::Null, json!(3), Value::Null, Value::Null]);
        world.execute("DELETE FROM roster_days WHERE agent_id = 'dany'").await;
        let found = read_as(world, "director", DECEMBER).await;
        let line = found["absence"].as_array().expect("a list").iter().find(|line| line["unit"] == "medecine").expect("a line");
        assert_eq!(told(line), [Value::Null, json!(8), Value::Null, Value::Null], "four people are too few");
    }

    async fn nobody_counts_beyond_her_reach(world) {
        december(world).await;
        let mut director = seated_at(world, Role::Director, "ehpad").await;
        let text = page(&mut director, "/indicateurs?du=2026-12-01&au=2026-12-31").await;
        says(&text, &["Les Tilleuls, rez-de-chaussée", "Moins de cinq personnes sont concernées"]);
        says_nothing_of(&text, &["Médecine", "Bao", "Hôpital"]);
        for outside in ["etablissement=hopital", "unite=medecine", "unite=none", "etablissement=none"] {
            let shown = director.get(&format!("/indicateurs?{outside}")).await;
            assert_eq!(shown.status, StatusCode::NOT_FOUND, "{outside}");
        }
        for role in [Role::Manager, Role::Payroll, Role::Auditor] {
            let mut visitor = seated(world, role).await;
            assert_eq!(visitor.get("/indicateurs").await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }

    async fn the_page_shows_charts_with_their_tables_and_each_can_be_taken(world) {
        december(world).await;
        let mut director = seated(world, Role::Director).await;
        let text = page(&mut director, "/indicateurs?du=2026-12-01&au=2026-12-31").await;
        says(&text, &["Taux de pourvoi 29 % 2 postes pourvus sur 7", "Médecine 5 2 0 3 0 40,0 % 1 h"]);
        says(&text, &["15 jours ou plus 1 1 0 0 0 100,0 %", "Nuits 1 0,833 1 1 100,0 %", "Bao Nguyen 80 % 1 1 1 0 1 1"]);
        assert!(text.matches("<svg class=\"chart\"").count() >= 3 && text.contains("role=\"img\" aria-labelledby=\"pourvoi-dessin\""));
        assert!(!text.contains(" style="), "no inline style");
        let table = director.get("/indicateurs?du=2026-12-01&au=2026-12-31&format=csv&tableau=pourvoi-unite").await;
        let lines: Vec<&str> = table.text.lines().collect();
        assert_eq!(lines[0], "\u{feff}Unité;Demandés;Par le pool;Par l’intérim;Restés nus;Encore ouverts;Taux de pourvoi;Délai de pourvoi");
        assert_eq!(lines[1], "Médecine;5;2;0;3;0;40,0;1,00");
        assert_eq!(lines[2], "Les Tilleuls, rez-de-chaussée;2;0;0;2;0;0,0;");
        let path = "/indicateurs?du=2026-12-01&au=2026-12-31&format=xlsx&tableau=pourvoi-unite";
        let book = workbook(world.request(Method::GET, path).header("cookie", director.cookies())).await;
        let rows: Vec<&Vec<String>> = book.rows.values().collect();
        assert_eq!(rows[0][..2], ["Unité", "Demandés"]);
        assert_eq!(*rows[1], ["Médecine", "5", "2", "0", "3", "0", "40", "1"]);
        assert_eq!(rows[2][..7], ["Les Tilleuls, rez-de-chaussée", "2", "0", "0", "2", "0", "0"]);
        assert_eq!(rows.len(), 3);
        assert_eq!(director.get("/indicateurs?format=csv&tableau=none").await.status, StatusCode::NOT_FOUND);
        director.get("/langue/en").await;
        let english = page(&mut director, "/indicateurs?du=2026-12-01&au=2026-12-31").await;
        says(&english, &["Fill rate 29% 2 of 7 shifts filled", "Nights 1 0.833 1 1 100.0%", "Replacement days"]);
        assert!(!read(&english).contains("pourvoi"));
        for wrong in ["du=2026-12-31&au=2026-12-01", "du=2024-01-01&au=2026-01-01", "du=demain"] {
            let refused = director.get(&format!("/indicateurs?{wrong}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.text.contains("role=\"alert\""), "{wrong}");
        }
    }
}
