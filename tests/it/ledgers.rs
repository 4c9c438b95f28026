//! Late cancellations, corrections, lines by hand, statements, what payroll pays, and the turn of the year.

use crate::both;
use crate::rests::{hold, settings, sound, tick, until, worked};
use crate::world::{World, scenario};
use releve::app::access::Actor;
use releve::app::{ledgers, scenarios};
use releve::sheet::{self, Sheet};
use releve::store::Db;
use releve_solver::domain::scenario::{Counters, RosterLine};
use releve_solver::law::Status;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn points(world: &World, agent: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id";
    world.number(&format!("{sum} = '{agent}'")).await
}

async fn cancel(world: &World, assignment: &str, cause: &str) -> Value {
    let body = json!({ "reason": "Lit fermé", "cause": cause });
    let (status, row) = world.post("manager", &format!("/api/v1/assignments/{assignment}/cancel"), body).await;
    assert_eq!(status, StatusCode::OK, "{row}");
    row
}

async fn version(world: &World, assignment: &str) -> i64 {
    world.number(&format!("SELECT version FROM assignments WHERE id = '{assignment}'")).await
}

/// What an assignment has earned by a rule, as it stands on the account.
async fn earned(world: &World, assignment: &str, rule: &str) -> i64 {
    world
        .number(&format!(
            "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM compensation_entries \
             WHERE assignment_id = '{assignment}' AND rule = '{rule}'"
        ))
        .await
}

/// A Sunday night of Alix's, worked as planned.
async fn sunday_night(world: &World) -> String {
    let night = hold(world, "n1", ("2026-12-13", "N"), "alix").await;
    until(world, "2026-12-14T09:00:00+01:00");
    worked(world, &night).await;
    night
}

async fn unlock(world: &World) {
    match &world.app.db {
        Db::Sqlite { .. } => world.execute("DROP TRIGGER compensation_entries_no_update").await,
        Db::Postgres(_) => world.execute("DROP TRIGGER compensation_entries_append_only ON compensation_entries").await,
    };
}

/// A workbook that somebody downloads, read back.
pub async fn workbook(request: reqwest::RequestBuilder) -> Sheet {
    let answer = request.send().await.expect("an answer");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(answer.headers()["content-type"], kind);
    assert!(answer.headers()["content-disposition"].to_str().expect("text").ends_with(".xlsx\""));
    sheet::read(&answer.bytes().await.expect("a body")).expect("a workbook")
}

both! {
    async fn a_late_cancellation_leaves_something_and_an_early_one_nothing(world) {
        let first = hold(world, "r1", ("2026-12-08", "M"), "alix").await;
        let second = hold(world, "r2", ("2026-12-09", "M"), "alix").await;
        let before = points(world, "alix").await;
        assert_eq!(before, 1_250, "mornings weigh nothing");
        until(world, "2026-12-06T06:30:00+01:00");
        let early = cancel(world, &first, "service").await;
        assert_eq!((&early["notice_minutes"], &early["kept_centipoints"]), (&json!(2_880), &json!(0)), "{early}");
        until(world, "2026-12-07T06:30:01+01:00");
        let late = cancel(world, &second, "service").await;
        assert_eq!((&late["notice_minutes"], &late["kept_centipoints"], &late["cause"]), (&json!(2_879), &json!(100), &json!("service")));
        assert_eq!(points(world, "alix").await, before + 100);
        let (_, account) = world.get("alix", "/api/v1/ledgers/equity").await;
        let line = account["items"].as_array().expect("a list").last().expect("a line").clone();
        assert_eq!((&line["kind"], &line["assignment"]), (&json!("late_cancellation"), &json!(second)), "{line}");
        assert!(line["reason"].as_str().is_some_and(|reason| reason.contains("48\u{a0}h")), "{line}");
        sound(world).await;
    }

    async fn what_she_could_not_help_is_never_held_against_her(world) {
        settings(world, json!({ "late_cancellation_percent": 50, "late_cancellation_cents": 2500, "version": 1 })).await;
        let ill = hold(world, "r1", ("2026-12-14", "N"), "bao").await;
        let off = hold(world, "r2", ("2026-12-14", "N"), "alix").await;
        let (alix, bao) = (points(world, "alix").await, points(world, "bao").await);
        until(world, "2026-12-13T20:00:00+01:00");
        let row = cancel(world, &ill, "agent").await;
        assert_eq!((&row["cause"], &row["kept_centipoints"]), (&json!("agent"), &json!(0)), "{row}");
        let burden = world.number("SELECT burden_centipoints FROM offers WHERE shift_id = 'r1'").await;
        assert_eq!(points(world, "bao").await, bao - burden, "her account is as before");
        // 540 minutes of night at 3 points per eight hours are 337.5: the half of 338, and the point of a late call.
        let row = cancel(world, &off, "service").await;
        assert_eq!((&row["kept_centipoints"], &row["kept_cents"]), (&json!(169 + 100), &json!(2_500)), "{row}");
        assert_eq!(points(world, "alix").await, alix - 338 + 269);
        sound(world).await;
    }

    async fn work_begins_ends_is_put_right_and_validated(world) {
        let night = hold(world, "n1", ("2026-12-13", "N"), "alix").await;
        let path = |verb: &str| format!("/api/v1/assignments/{night}/{verb}");
        let say = async |who: &str, verb: &str| {
            let (status, body) = world.send(who, Method::POST, &path(verb), None).await;
            let said = if status.is_success() { &body["state"] } else { &body["code"] };
            (status, said.as_str().unwrap_or_default().to_owned())
        };
        assert_eq!(say("manager", "started").await, (StatusCode::CONFLICT, "not-begun-yet".to_owned()));
        until(world, "2026-12-13T21:00:00+01:00");
        assert_eq!(say("manager", "started").await, (StatusCode::OK, "started".to_owned()));
        assert_eq!(say("manager", "started").await, (StatusCode::CONFLICT, "assignment-state".to_owned()));
        assert_eq!(say("manager", "worked").await, (StatusCode::CONFLICT, "not-over-yet".to_owned()));
        assert_eq!(say("payroll", "validate").await, (StatusCode::CONFLICT, "assignment-state".to_owned()));
        until(world, "2026-12-14T09:00:00+01:00");
        assert_eq!(say("manager", "worked").await, (StatusCode::OK, "worked".to_owned()));
        // Three hours of Sunday at 60.00 € for eight.
        assert_eq!(earned(world, &night, "fph.sunday-holiday-allowance").await, 2_250);
        let correction = |from: &str, to: &str, version: i64| {
            json!({ "starts_at": from, "ends_at": to, "reason": "Arrivée plus tôt", "version": version })
        };
        let seen = version(world, &night).await;
        let before = world.fingerprint().await;
        for (who, from, to, number, status) in [
            ("manager", "2026-12-13T08:59:59+01:00", "2026-12-14T06:30:00+01:00", seen, StatusCode::UNPROCESSABLE_ENTITY),
            ("manager", "2026-12-13T21:00:00+01:00", "2026-12-14T09:00:01+01:00", seen, StatusCode::UNPROCESSABLE_ENTITY),
            ("manager", "2026-12-13T21:00:00+01:00", "2026-12-13T21:00:00+01:00", seen, StatusCode::UNPROCESSABLE_ENTITY),
            ("manager", "2026-12-13T20:00:00+01:00", "2026-12-14T06:30:00+01:00", seen - 1, StatusCode::CONFLICT),
            ("manager-tilleuls", "2026-12-13T20:00:00+01:00", "2026-12-14T06:30:00+01:00", seen, StatusCode::NOT_FOUND),
            ("alix", "2026-12-13T20:00:00+01:00", "2026-12-14T06:30:00+01:00", seen, StatusCode::FORBIDDEN),
        ] {
            let (found, body) = world.post(who, &path("correct"), correction(from, to, number)).await;
            assert_eq!(found, status, "{who} {from} {to}: {body}");
        }
        assert_eq!(world.fingerprint().await, before, "nothing has changed");
        let good = correction("2026-12-13T20:00:00+01:00", "2026-12-14T06:30:00+01:00", seen);
        let (status, row) = world.post("manager", &path("correct"), good).await;
        assert_eq!((status, &row["actual_starts_at"]), (StatusCode::OK, &json!("2026-12-13T19:00:00Z")), "{row}");
        assert_eq!(earned(world, &night, "fph.sunday-holiday-allowance").await, 3_000, "four hours of Sunday");
        let lines = format!("SELECT COUNT(*) FROM compensation_entries WHERE assignment_id = '{night}' \
                             AND rule = 'fph.sunday-holiday-allowance'");
        assert_eq!(world.number(&lines).await, 3, "the first, the one that takes it back, the right one");
        sound(world).await;
        assert_eq!(say("payroll", "validate").await, (StatusCode::OK, "validated".to_owned()));
        let seen = version(world, &night).await;
        let late = correction("2026-12-13T21:00:00+01:00", "2026-12-14T06:30:00+01:00", seen);
        let (status, body) = world.post("manager", &path("correct"), late).await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("assignment-state")));
        sound(world).await;
    }

    async fn a_wrong_line_is_taken_back_and_the_right_one_posted(world) {
        let night = sunday_night(world).await;
        let line = world.text(&format!("SELECT id FROM compensation_entries WHERE assignment_id = '{night}' \
                                        AND rule = 'fph.sunday-holiday-allowance'")).await;
        let path = |id: &str| format!("/api/v1/ledgers/entries/{id}/reverse");
        let right = json!({ "agent": "alix", "ledger": "compensation", "quantity": 2100, "unit": "cents",
            "label": "Indemnité de dimanche", "reason": "Barème local", "document": "Protocole 2026-4" });
        let order = json!({ "reason": "Barème local", "document": "Protocole 2026-4", "instead": right });
        let before = world.fingerprint().await;
        let without = |field: &str, value: Value| {
            let mut order = order.clone();
            order[field] = value;
            order
        };
        let mut zero = order.clone();
        zero["instead"]["quantity"] = json!(0);
        for (who, id, body, status) in [
            ("manager", line.as_str(), order.clone(), StatusCode::FORBIDDEN),
            ("payroll", "none", order.clone(), StatusCode::NOT_FOUND),
            ("payroll", line.as_str(), without("document", json!(" ")), StatusCode::UNPROCESSABLE_ENTITY),
            ("payroll", line.as_str(), without("reason", json!("")), StatusCode::UNPROCESSABLE_ENTITY),
            ("payroll", line.as_str(), without("document", json!("x".repeat(501))), StatusCode::UNPROCESSABLE_ENTITY),
            ("payroll", line.as_str(), without("document", json!("a\u{0}b")), StatusCode::UNPROCESSABLE_ENTITY),
            ("payroll", line.as_str(), zero, StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let (found, problem) = world.post(who, &path(id), body).await;
            assert_eq!(found, status, "{who} {id}: {problem}");
        }
        let foreign = json!({ "agent": "chloe", "ledger": "compensation", "quantity": 1, "unit": "cents", "label": "x",
            "reason": "x", "document": "x" });
        assert_eq!(world.post("payroll", "/api/v1/ledgers/entries", foreign).await.0, StatusCode::NOT_FOUND, "not hers to pay");
        let equity = json!({ "agent": "alix", "ledger": "equity", "quantity": 1, "reason": "x", "document": "x" });
        assert_eq!(world.post("payroll", "/api/v1/ledgers/entries", equity.clone()).await.0, StatusCode::FORBIDDEN);
        assert_eq!(world.fingerprint().await, before, "nothing has changed");
        let (status, done) = world.post("payroll", &path(&line), order.clone()).await;
        assert_eq!(status, StatusCode::CREATED, "{done}");
        assert_eq!(earned(world, &night, "fph.sunday-holiday-allowance").await, 0);
        let (status, again) = world.post("payroll", &path(&line), order.clone()).await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("entry-reversed")));
        let (status, bound) = world.post("payroll", &path(done["id"].as_str().expect("an id")), order).await;
        assert_eq!((status, bound["code"].as_str()), (StatusCode::CONFLICT, Some("entry-bound")));
        let (_, account) = world.get("alix", "/api/v1/ledgers/compensation").await;
        let manual = account["items"].as_array().expect("a list").last().expect("a line");
        assert_eq!((&manual["kind"], &manual["quantity"], &manual["document"]),
            (&json!("manual"), &json!(2_100), &json!("Protocole 2026-4")), "{account}");
        let alix = points(world, "alix").await;
        assert_eq!(world.post("coordinator", "/api/v1/ledgers/entries", equity).await.0, StatusCode::CREATED);
        assert_eq!(points(world, "alix").await, alix + 1);
        sound(world).await;
        unlock(world).await;
        world.execute("UPDATE compensation_entries SET quantity = quantity + 5 WHERE rule = 'fph.night-allowance'").await;
        let counted = ledgers::recompute(&world.app, &Actor::system("g1")).await.expect("an answer");
        let apart: Vec<_> = counted.differences.iter().map(|d| (d.about.as_str(), d.posted - d.computed)).collect();
        assert_eq!(apart, [(night.as_str(), 5)], "a line that somebody has changed is found");
    }

    async fn a_statement_says_where_she_stands_and_payroll_what_it_pays(world) {
        let night = sunday_night(world).await;
        let path = "/api/v1/ledgers/statement?agent=alix&from=2026-12-02&to=2026-12-31";
        let (status, whole) = world.get("alix", path).await;
        assert_eq!(status, StatusCode::OK, "{whole}");
        let points = &whole["equity"];
        // Asked and given on 1 December: the account held it before the period.
        assert_eq!((&points["opening"], &points["closing"], &points["lines"]), (&json!(1_700), &json!(1_700), &json!([])), "{whole}");
        let (_, year) = world.get("alix", "/api/v1/ledgers/statement?from=2026-01-01").await;
        assert_eq!(year["equity"]["by_kind"], json!({ "opening": 1_250, "night": 338, "sunday": 112 }), "{year}");
        assert_eq!((&year["equity"]["opening"], &year["equity"]["closing"]), (&json!(0), &json!(1_700)));
        // Six people: the two in the middle have nothing, she has the most.
        assert_eq!((&points["normalised"], &points["group_median"], &points["band"]), (&json!(1_700), &json!(0), &json!("heaviest")));
        assert_eq!(whole["compensation"]["cents"]["closing"], 2_250, "{whole}");
        assert!(["bao", "chloe", "dany", "emma", "farid"].iter().all(|name| !whole.to_string().contains(name)), "{whole}");
        let (_, paid) = world.get("payroll", path).await;
        assert_eq!((&paid["equity"], &paid["compensation"]["cents"]["closing"]), (&Value::Null, &json!(2_250)), "need to know");
        assert_eq!(world.get("bao", path).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("alix", &format!("{path}&format=pdf")).await.0, StatusCode::BAD_REQUEST);
        let (status, wrong) = world.get("alix", "/api/v1/ledgers/statement?from=2026-12-02&to=2026-12-01").await;
        assert_eq!((status, &wrong["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("to")));
        let table = |who: &'static str, path: String| async move {
            let answer = world.request(Method::GET, &path).bearer_auth(world.token(who)).send().await.expect("an answer");
            assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
            answer.bytes().await.expect("a body")
        };
        let csv = table("alix", "/api/v1/ledgers/statement?from=2026-01-01&format=csv".to_owned()).await;
        let text = String::from_utf8(csv.to_vec()).expect("UTF-8");
        let taken = |who: &str, path: &str| workbook(world.request(Method::GET, path).bearer_auth(world.token(who)));
        let book = taken("alix", "/api/v1/ledgers/statement?from=2026-01-01&format=xlsx").await;
        assert_eq!(book.rows[&1][..3], ["compte", "date", "nature"]);
        let opening = ["équité", "2026-12-01", "opening", "", "Solde d’ouverture", "", "12.5", "12.5", "points"];
        assert!(book.rows.values().any(|row| *row == opening), "figures are figures: {book:?}");
        assert!(text.starts_with("\u{feff}compte;date;"), "{text}");
        assert!(text.contains("équité;2026-12-01;opening;;Solde d’ouverture;;12,50;12,50;points;\r\n"), "{text}");
        // What payroll pays for a month is asked for once the month is over.
        let month = |establishment: &str| format!("/api/v1/payroll?establishment={establishment}&month=2026-12");
        until(world, "2026-12-31T23:59:00+01:00");
        let (status, open) = world.get("payroll", &month("hopital")).await;
        assert_eq!((status, open["code"].as_str()), (StatusCode::CONFLICT, Some("period-open")));
        until(world, "2027-01-01T00:00:00+01:00");
        let (status, export) = world.get("payroll", &month("hopital")).await;
        assert_eq!(status, StatusCode::OK, "{export}");
        let lines: Vec<_> = export["lines"].as_array().expect("a list").iter()
            .map(|line| (line["agent"].as_str(), line["rule"].as_str(), line["quantity"].as_i64())).collect();
        assert_eq!(lines, [(Some("alix"), Some("fph.night-allowance"), Some(540)),
            (Some("alix"), Some("fph.sunday-holiday-allowance"), Some(2_250))]);
        assert_eq!(world.get("payroll", &month("ehpad")).await.0, StatusCode::NOT_FOUND, "another member's");
        let (status, no) = world.get("payroll", "/api/v1/payroll?establishment=hopital&month=2026-13").await;
        assert_eq!((status, &no["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("month")));
        // A correction of January is January's: December stays what it was.
        let line = world.text(&format!("SELECT id FROM compensation_entries WHERE assignment_id = '{night}' \
                                        AND rule = 'fph.sunday-holiday-allowance'")).await;
        let order = json!({ "reason": "Barème", "document": "Protocole" });
        assert_eq!(world.post("payroll", &format!("/api/v1/ledgers/entries/{line}/reverse"), order).await.0, StatusCode::CREATED);
        assert_eq!(world.get("payroll", &month("hopital")).await.1, export, "the same, however often it is asked for");
        let csv = table("payroll", format!("{}&format=csv", month("hopital"))).await;
        let text = String::from_utf8(csv.to_vec()).expect("UTF-8");
        assert!(text.contains("2026-12;alix;Alix Martin;fph.sunday-holiday-allowance;"), "{text}");
        let book = taken("payroll", &format!("{}&format=xlsx", month("hopital"))).await;
        let allowance = ["2026-12", "alix", "Alix Martin", "fph.sunday-holiday-allowance"];
        let line = book.rows.values().find(|row| row[..4] == allowance).expect("the allowance");
        assert_eq!(line[5..7], ["22.5", "euros"], "{book:?}");
        assert!(text.contains(";22,50;euros;\r\n") && text.contains(";540;minutes majorées;25,00\r\n"), "{text}");
    }

    async fn the_year_turns_during_a_night_and_balances_stay(world) {
        let mut changed = scenario();
        changed.horizon.from = "2026-12-21".parse().expect("a date");
        changed.shifts.clear();
        let alix = &mut changed.agents[0];
        alix.law.statuses = vec![Status::VariableRest];
        alix.law.counters = Some(Counters { year: 2026, work_minutes: 90_000, overtime_minutes: 0, night_minutes: 0,
            sundays_holidays_worked: 20, sundays_worked: 15 });
        changed.rosters.push(RosterLine { agent: "alix".into(), unit: "medecine".into(),
            from: "2026-12-21".parse().expect("a date"), codes: "M M M M . . .".to_owned() });
        scenarios::import(&world.app, &Actor::system("g1"), changed).await.expect("it imports");
        let night = hold(world, "n1", ("2026-12-31", "N"), "alix").await;
        let kinds = world.texts("SELECT kind || ' ' || centipoints FROM equity_entries WHERE offer_id IS NOT NULL ORDER BY kind").await;
        // 540 minutes of night, and 390 of New Year's Day at 4 points per eight hours; the eve is a Thursday.
        assert_eq!(kinds, ["holiday 325", "night 338"]);
        let earned_off = "SELECT rule || ' ' || occasion || ' ' || quantity FROM compensation_entries \
                          WHERE occasion IS NOT NULL ORDER BY occasion";
        until(world, "2026-12-25T23:59:00+01:00");
        tick(world).await;
        assert_eq!(world.texts(earned_off).await, [] as [String; 0], "Christmas is not over");
        until(world, "2026-12-26T00:00:00+01:00");
        tick(world).await;
        // Christmas fell on a Friday off: a day back, once.
        assert_eq!(world.texts(earned_off).await, ["fph.holiday-on-rest-day holiday:2026-12-25 1"]);
        until(world, "2027-01-01T09:00:00+01:00");
        tick(world).await;
        tick(world).await;
        worked(world, &night).await;
        world.clock.advance(86_400);
        tick(world).await;
        assert_eq!(world.texts(earned_off).await,
            ["fph.holiday-on-rest-day holiday:2026-12-25 1", "fph.extra-rest year:2026 2"], "twenty Sundays and holidays in the year");
        // Six hours and a half of New Year's Day at 60.00 € for eight.
        assert_eq!(earned(world, &night, "fph.sunday-holiday-allowance").await, 4_875);
        let (_, next) = world.get("alix", "/api/v1/ledgers/statement?from=2027-01-01").await;
        assert_eq!((&next["equity"]["opening"], &next["equity"]["closing"]), (&json!(1_250 + 663), &json!(1_250 + 663)),
            "nothing begins anew: {next}");
        sound(world).await;
    }

    async fn a_month_is_paid_by_whoever_employed_her_then_under_whatever_name(world) {
        let night = sunday_night(world).await;
        let verified = releve::app::audit::verify(&world.app, &Actor::system("g1"), None).await.expect("an answer");
        assert_eq!(verified.flaw, None, "the employer is sealed with the line");
        // A line from before that was kept.
        world.execute("INSERT INTO compensation_entries (id, group_id, agent_id, kind, rule, article, label_fr, quantity, unit, \
                       reason, posted_by, posted_at) SELECT 'e0', 'g1', 'bao', 'manual', '', '', 'Prime', 700, 'cents', '', 'x', posted_at \
                       FROM compensation_entries WHERE assignment_id IS NOT NULL LIMIT 1").await;
        world.execute("INSERT INTO employers_before (group_id, agent_id, employer_id) VALUES ('g1', 'bao', 'hopital')").await;
        until(world, "2027-01-01T00:00:00+01:00");
        let path = "/api/v1/payroll?establishment=hopital&month=2026-12";
        let (status, first) = world.get("payroll", path).await;
        assert_eq!((status, first["lines"].as_array().map(Vec::len)), (StatusCode::OK, Some(3)), "{first}");
        world.execute("UPDATE agents SET employer_id = 'ehpad', name = 'Autrement Dit' WHERE id IN ('alix', 'bao')").await;
        let (_, again) = world.get("payroll", path).await;
        assert_eq!((&again["sha256"], &again["lines"][0]["name"]), (&first["sha256"], &json!("Autrement Dit")), "{again}");
        let line = world.text(&format!("SELECT id FROM compensation_entries WHERE assignment_id = '{night}' AND unit = 'cents'")).await;
        let order = json!({ "reason": "Barème", "document": "Protocole" });
        assert_eq!(world.post("coordinator", &format!("/api/v1/ledgers/entries/{line}/reverse"), order).await.0, StatusCode::CREATED);
        let whose = "SELECT employer_id FROM compensation_entries WHERE reverses IS NOT NULL";
        assert_eq!(world.text(whose).await, "hopital", "whoever paid it has it back");
    }

    async fn payroll_reads_the_work_of_those_it_pays_wherever_it_was(world) {
        settings(world, json!({ "first_shift": "wish", "version": 1 })).await;
        let held = crate::swaps::hold(world, &[("alix", "tilleuls", "J", 10, "IDE"), ("emma", "medecine", "M", 11, "IDE")]).await;
        let (status, list) = world.get("payroll", "/api/v1/assignments").await;
        let ids: Vec<_> = list["items"].as_array().expect("a list").iter().map(|row| row["id"].as_str()).collect();
        assert_eq!((status, ids), (StatusCode::OK, vec![Some(held[0].as_str())]), "{list}");
        for (id, status) in [(&held[0], StatusCode::OK), (&held[1], StatusCode::NOT_FOUND)] {
            assert_eq!(world.get("payroll", &format!("/api/v1/assignments/{id}")).await.0, status);
        }
        let (_, list) = world.get("manager", "/api/v1/assignments").await;
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "her unit's alone: {list}");
        until(world, "2026-12-10T20:00:00+01:00");
        for (who, verb) in [("manager-tilleuls", "worked"), ("payroll", "validate")] {
            let (status, row) = world.send(who, Method::POST, &format!("/api/v1/assignments/{}/{verb}", held[0]), None).await;
            assert_eq!(status, StatusCode::OK, "{who}: {row}");
        }
    }
}
