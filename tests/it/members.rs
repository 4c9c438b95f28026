//! Members: conventions, units, quotas, and what members lent each other.

use crate::both;
use crate::ledgers::workbook;
use crate::world::{World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

fn convention() -> Value {
    json!({ "document": "CONV-2026-3", "valid_from": "2026-01-01", "notice_days": 7, "cost_key": "at_cost", "period": "month" })
}

async fn join(world: &World, establishment: &str, body: Value) -> (StatusCode, Value) {
    world.post("administrator", &format!("/api/v1/establishments/{establishment}/conventions"), body).await
}

/// One nursing assistant at Les Tilleuls for a day: 7 h of work.
fn day_at_tilleuls(id: &str, date: &str) -> Value {
    json!({ "id": id, "unit": "tilleuls", "motive": "workload", "priority": "normal",
        "shifts": [{ "code": "J", "date": date, "qualification": "AS" }] })
}

async fn rules(world: &World, agent: &str, shift: &str) -> Vec<String> {
    let (status, body) = world.get("coordinator", &format!("/api/v1/shifts/{shift}/candidates?agent={agent}")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let refusals = body["candidates"][0]["refusals"].as_array().cloned().unwrap_or_default();
    refusals.iter().map(|refusal| refusal["rule"].as_str().expect("a rule").to_owned()).collect()
}

/// Emma is given the morning of a day at the hospital, and takes it.
async fn lent(world: &World, id: &str, date: &str) -> String {
    let (status, made) = world.post("manager", "/api/v1/requests", need(id, date, "M")).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let order = json!({ "mode": "fair", "agents": ["emma"], "hours": 1 });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{id}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    let offer = world.text(&format!("SELECT id FROM offers WHERE agent_id = 'emma' AND shift_id = '{id}'")).await;
    let (status, _) = world.send("emma", Method::POST, &format!("/api/v1/offers/{offer}/accept"), None).await;
    assert_eq!(status, StatusCode::OK);
    world.clock.advance(2 * 3_600);
    releve::timed::tick(&world.app).await.expect("a tick");
    world.text(&format!("SELECT id FROM assignments WHERE shift_id = '{id}' AND state = 'confirmed'")).await
}

both! {
    async fn a_member_leaves_after_its_notice_in_the_middle_of_the_horizon(world) {
        assert_eq!(join(world, "ehpad", convention()).await.0, StatusCode::CREATED);
        let kept = lent(world, "kept", "2026-12-12").await;
        for id in ["before", "after"] {
            let date = if id == "before" { "2026-12-10" } else { "2026-12-14" };
            assert_eq!(world.post("manager", "/api/v1/requests", need(id, date, "S")).await.0, StatusCode::CREATED);
        }
        let leave = async |on: &str| {
            world.post("administrator", "/api/v1/establishments/ehpad/leave", json!({ "on": on, "reason": "Fusion" })).await
        };
        let (status, early) = leave("2026-12-07").await;
        assert_eq!((status, early["errors"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("on")), "{early}");
        let (status, left) = leave("2026-12-11").await;
        assert_eq!((status, &left["leaves_on"]), (StatusCode::OK, &json!("2026-12-11")), "{left}");
        let (status, twice) = leave("2026-12-20").await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("convention-over")));
        assert_eq!(rules(world, "emma", "before").await, [""; 0], "until the day before it lends");
        assert_eq!(rules(world, "emma", "after").await, ["membership"]);
        let (status, asked) = world.post("manager-tilleuls", "/api/v1/requests", day_at_tilleuls("a", "2026-12-10")).await;
        assert_eq!((status, asked["code"].as_str()), (StatusCode::CONFLICT, Some("alike-requested")), "{asked}");
        assert_eq!(world.post("manager-tilleuls", "/api/v1/requests", day_at_tilleuls("b", "2026-12-07")).await.0, StatusCode::CREATED);
        let before = world.fingerprint().await;
        let (status, refused) = world.post("manager-tilleuls", "/api/v1/requests", day_at_tilleuls("c", "2026-12-11")).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("not-member")), "{refused}");
        assert_eq!(world.fingerprint().await, before);
        // What was approved before stays, whatever else becomes known of her.
        let absence = json!({ "agent": "emma", "from": "2026-12-16", "to": "2026-12-16", "class": "planned" });
        assert_eq!(world.post("coordinator", "/api/v1/absences", absence).await.0, StatusCode::CREATED);
        assert_eq!(world.text(&format!("SELECT state FROM assignments WHERE id = '{kept}'")).await, "confirmed");
    }

    async fn conventions_are_made_once_and_seen_by_their_member(world) {
        assert_eq!(join(world, "ehpad", convention()).await.0, StatusCode::CREATED);
        let before = world.fingerprint().await;
        let with = |field: &str, value: Value| {
            let mut body = convention();
            body[field] = value;
            body
        };
        let shared = json!({ "document": "C", "valid_from": "2026-01-01", "notice_days": 7, "cost_key": "shared_costs",
            "management_permille": 50, "period": "month" });
        for (site, body, status, code, field) in [
            ("ehpad", convention(), StatusCode::CONFLICT, "convention-overlaps", ""),
            ("nowhere", convention(), StatusCode::NOT_FOUND, "not-found", ""),
            ("hopital", with("document", json!("")), StatusCode::UNPROCESSABLE_ENTITY, "invalid", "document"),
            ("hopital", with("valid_to", json!("2025-12-31")), StatusCode::UNPROCESSABLE_ENTITY, "invalid", "valid_to"),
            ("hopital", with("management_permille", json!(50)), StatusCode::UNPROCESSABLE_ENTITY, "invalid", "management_permille"),
            ("hopital", with("quota_minutes", json!(-1)), StatusCode::UNPROCESSABLE_ENTITY, "invalid", "quota_minutes"),
            ("hopital", shared.clone(), StatusCode::UNPROCESSABLE_ENTITY, "invalid", "cost_key"),
        ] {
            let (found, problem) = join(world, site, body).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{problem}");
            if !field.is_empty() {
                assert_eq!(problem["errors"][0]["field"], field, "{problem}");
            }
        }
        assert_eq!(world.fingerprint().await, before);
        // A groupement that employs may spread its running costs.
        let settings = json!({ "vehicle": "employers_group", "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        assert_eq!(join(world, "hopital", shared).await.0, StatusCode::CREATED);
        for (who, status) in [
            ("manager-tilleuls", StatusCode::OK), ("manager", StatusCode::NOT_FOUND), ("coordinator", StatusCode::OK),
            ("alix", StatusCode::FORBIDDEN), ("stranger", StatusCode::NOT_FOUND),
        ] {
            assert_eq!(world.get(who, "/api/v1/establishments/ehpad/conventions").await.0, status, "{who}");
        }
        assert_eq!(world.post("manager", "/api/v1/establishments/hopital/conventions", convention()).await.0, StatusCode::FORBIDDEN);
    }

    async fn beyond_its_quota_a_member_waits_for_the_coordination(world) {
        // Two days of 7 h are sought already; the quota leaves room for exactly one more.
        let mut body = convention();
        body["quota_minutes"] = json!(3 * 420);
        assert_eq!(join(world, "ehpad", body).await.0, StatusCode::CREATED);
        let ask = async |id: &str, date: &str| {
            let (status, made) = world.post("manager-tilleuls", "/api/v1/requests", day_at_tilleuls(id, date)).await;
            assert_eq!(status, StatusCode::CREATED, "{made}");
            made["state"].clone()
        };
        assert_eq!(ask("third", "2026-12-15").await, "open", "exactly the quota");
        assert_eq!(ask("fourth", "2026-12-16").await, "submitted", "a minute more is too much");
        let (_, thread) = world.get("coordinator", "/api/v1/requests/fourth/messages").await;
        let text = thread["items"][0]["text"].as_str().expect("a reason");
        assert!(text.contains("28\u{a0}h du ") && text.contains("21\u{a0}h au plus") && text.contains("31/12/2026"), "{text}");
        let english = world.request(Method::GET, "/api/v1/requests/fourth/messages").header("accept-language", "en");
        let (_, thread) = crate::world::answer(english.bearer_auth(world.token("coordinator"))).await;
        let text = thread["items"][0]["text"].as_str().expect("a reason");
        assert!(text.starts_with("Over the quota: with this request the establishment would receive 28\u{a0}h from "), "{text}");
        let coordinator = world.get("coordinator", "/api/v1/me").await.1["id"].as_str().expect("an id").to_owned();
        let told = format!("SELECT COUNT(*) FROM outbox WHERE kind = 'message.new' AND person = 'user:{coordinator}'");
        assert_eq!(world.number(&told).await, 1);
        let (status, opened) = world.send("coordinator", Method::POST, "/api/v1/requests/fourth/open", None).await;
        assert_eq!((status, &opened["state"]), (StatusCode::OK, &json!("open")), "{opened}");
        let settings = json!({ "over_quota": "warn", "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        assert_eq!(ask("fifth", "2026-12-17").await, "open", "with a warning only");
        assert_eq!(world.number("SELECT COUNT(*) FROM messages WHERE request_id = 'fifth'").await, 1);
    }

    async fn a_statement_re_invoices_at_cost(world) {
        assert_eq!(join(world, "ehpad", convention()).await.0, StatusCode::CREATED);
        let worked = lent(world, "loan", "2026-12-10").await;
        world.clock.advance(12 * 86_400);
        let path = format!("/api/v1/assignments/{worked}/worked");
        assert_eq!(world.send("coordinator", Method::POST, &path, None).await.0, StatusCode::OK);
        // A rise after the work does not move what was recorded.
        assert_eq!(world.execute("UPDATE agents SET cost_cents_per_hour = 9900 WHERE id = 'emma'").await, 1);
        let statement = async |site: &str, from: &str, to: &str| {
            let path = format!("/api/v1/establishments/{site}/statement?from={from}&to={to}");
            let (status, body) = world.get("coordinator", &path).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            body
        };
        // 7 h 30 at 30.00 € are 225.00 €; twice 5.6127 km of crow's flight, 1.3 km of road each, at 32 cents are 4.67 €.
        let given = statement("ehpad", "2026-12-01", "2026-12-31").await;
        let line = &given["given"][0];
        let figures = ["minutes", "cents_per_hour", "hours_cents", "road_cents", "management_cents", "total_cents"];
        assert_eq!(figures.map(|field| line[field].as_i64()), [450, 3_000, 22_500, 467, 0, 22_967].map(Some), "{line}");
        assert_eq!((&given["balance_minutes"], &given["balance_cents"]), (&json!(450), &json!(22_967)));
        assert_eq!(given["convention"]["document"], "CONV-2026-3");
        let received = statement("hopital", "2026-12-01", "2026-12-31").await;
        assert_eq!((&received["balance_minutes"], &received["received"][0]["total_cents"]), (&json!(-450), &json!(22_967)));
        assert_eq!(received["exchanges"][0]["establishment"], "ehpad");
        for (from, to, lines) in [("2026-12-10", "2026-12-10", 1), ("2026-12-11", "2026-12-31", 0), ("2026-12-01", "2026-12-09", 0)] {
            assert_eq!(statement("ehpad", from, to).await["given"].as_array().map(Vec::len), Some(lines), "{from} to {to}");
        }
        let csv = world.request(Method::GET, "/api/v1/establishments/ehpad/statement?from=2026-12-01&to=2026-12-31&format=csv")
            .bearer_auth(world.token("coordinator")).send().await.expect("an answer");
        assert_eq!(csv.headers()["content-type"], "text/csv; charset=utf-8");
        let text = String::from_utf8(csv.bytes().await.expect("a body").to_vec()).expect("UTF-8");
        let row = format!("donné;2026-12-10;ehpad;hopital;Emma Blanc;{worked};;7,50;30,00;225,00;4,67;0,00;229,67\r\n");
        assert!(text.starts_with('\u{feff}') && text.contains(&row), "{text}");
        assert!(text.contains("Total donné;;;;;;;7,50;;225,00;4,67;0,00;229,67\r\n"), "{text}");
        let path = "/api/v1/establishments/ehpad/statement?from=2026-12-01&to=2026-12-31&format=xlsx";
        let book = workbook(world.request(Method::GET, path).bearer_auth(world.token("coordinator"))).await;
        let rows: Vec<&Vec<String>> = book.rows.values().collect();
        assert_eq!(rows[0][..4], ["Sens", "Date", "Employeur", "Accueil"]);
        // Figures are figures, so that a spreadsheet adds them up.
        let line = ["donné", "2026-12-10", "ehpad", "hopital", "Emma Blanc", &worked, "", "7.5", "30", "225", "4.67", "0", "229.67"];
        assert_eq!(*rows[1], line);
        assert_eq!(*rows[2], ["Total donné", "", "", "", "", "", "", "7.5", "", "225", "4.67", "0", "229.67"]);
        assert_eq!(*rows[3], ["Total reçu", "", "", "", "", "", "", "0", "", "0", "0", "0", "0"]);
        assert_eq!(rows.len(), 4);
        let own = "/api/v1/establishments/hopital/statement?from=2026-12-01&to=2026-12-31";
        let other = "/api/v1/establishments/ehpad/statement?from=2026-12-01&to=2026-12-31";
        for (who, path, status) in [
            ("manager", own, StatusCode::OK), ("payroll", own, StatusCode::OK), ("manager", other, StatusCode::NOT_FOUND),
            ("payroll", other, StatusCode::NOT_FOUND), ("alix", own, StatusCode::FORBIDDEN), ("stranger", own, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(world.get(who, path).await.0, status, "{who}: {path}");
        }
        let backwards = "/api/v1/establishments/ehpad/statement?from=2026-12-31&to=2026-12-01";
        assert_eq!(world.get("coordinator", backwards).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn the_host_is_invoiced_the_hours_that_were_really_worked(world) {
        let mut shared = convention();
        (shared["cost_key"], shared["management_permille"]) = (json!("shared_costs"), json!(50));
        let settings = json!({ "vehicle": "employers_group", "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        assert_eq!(join(world, "hopital", shared).await.0, StatusCode::CREATED);
        let worked = lent(world, "loan", "2026-12-10").await;
        world.clock.advance(12 * 86_400);
        let path = |verb: &str| format!("/api/v1/assignments/{worked}/{verb}");
        let (status, row) = world.send("coordinator", Method::POST, &path("worked"), None).await;
        assert_eq!(status, StatusCode::OK, "{row}");
        assert_eq!(world.execute("UPDATE agents SET cost_cents_per_hour = 9900 WHERE id = 'emma'").await, 1);
        let correct = async |ends_at: &str| {
            let version = world.number(&format!("SELECT version FROM assignments WHERE id = '{worked}'")).await;
            let body = json!({ "starts_at": "2026-12-10T06:30:00+01:00", "ends_at": ends_at, "reason": "Relève tardive",
                "version": version });
            let (status, row) = world.post("coordinator", &path("correct"), body).await;
            assert_eq!(status, StatusCode::OK, "{row}");
        };
        let lines = async || {
            let path = "/api/v1/establishments/hopital/statement?from=2026-12-01&to=2026-12-31";
            let (status, body) = world.get("coordinator", path).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            let figures = ["minutes", "hours_cents", "road_cents", "management_cents", "total_cents"];
            let of = |line: &Value| figures.map(|field| line[field].as_i64().expect("a figure"));
            let total = of(&body["total_received"]);
            let lines: Vec<_> = body["received"].as_array().expect("lines").iter().map(of).collect();
            (lines, total, body["total_received"]["shifts"].as_i64())
        };
        // 7 h 30 at 30.00 € and 4.67 € of road; five per cent of 229.67 € are 11.48 €.
        let first = [450, 22_500, 467, 1_148, 24_115];
        assert_eq!(lines().await, (vec![first], first, Some(1)));
        // She stayed an hour: 8 h 30 at 30.00 €, whatever she earns since; five per cent of 259.67 € are 12.98 €.
        correct("2026-12-10T15:00:00+01:00").await;
        let (back, second) = (first.map(|figure| -figure), [510, 25_500, 467, 1_298, 27_265]);
        assert_eq!(lines().await, (vec![first, back, second], second, Some(1)));
        // The same hours again change nothing; other ones are corrected from where the account stands.
        correct("2026-12-10T15:00:00+01:00").await;
        assert_eq!(lines().await.0.len(), 3);
        correct("2026-12-10T14:00:00+01:00").await;
        let (lines, total, shifts) = lines().await;
        assert_eq!((lines, total, shifts), (vec![first, back, second, second.map(|figure| -figure), first], first, Some(1)));
    }

    async fn establishments_join_with_a_convention_and_doubtful_numbers_are_a_warning(world) {
        let site = |finess: &str| json!({ "name": "Foyer des Saules", "finess": finess, "regime": "ccn51",
            "time_zone": "Europe/Paris", "commune": "Bourg", "place": { "latitude": 46.2, "longitude": 5.2 },
            "territory": "metropole" });
        let new = |id: &str, finess: &str| json!({ "id": id, "establishment": site(finess), "convention": convention() });
        let (status, made) = world.post("administrator", "/api/v1/establishments", new("saules", "010000025")).await;
        assert_eq!((status, made["warnings"][0]["field"].as_str()), (StatusCode::CREATED, Some("finess")), "{made}");
        assert_eq!(made["membership"], json!([{ "from": "2026-01-01" }]));
        let change = json!({ "version": made["version"], "establishment": site("010000024") });
        let (status, sound) = world.send("administrator", Method::PUT, "/api/v1/establishments/saules", Some(change)).await;
        assert_eq!((status, &sound["warnings"]), (StatusCode::OK, &json!([])), "{sound}");
        let before = world.fingerprint().await;
        let mut foreign = new("x", "010000024");
        foreign["establishment"]["regime"] = json!("none");
        for (who, body, status, code) in [
            ("administrator", new("saules", "010000024"), StatusCode::CONFLICT, "id-taken"),
            ("administrator", new("x", "1"), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("administrator", foreign, StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("coordinator", new("x", "010000024"), StatusCode::FORBIDDEN, "forbidden"),
        ] {
            let (found, problem) = world.post(who, "/api/v1/establishments", body).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{problem}");
        }
        assert_eq!(world.fingerprint().await, before);
        let (_, list) = world.get("manager", "/api/v1/establishments").await;
        let ids: Vec<_> = list["items"].as_array().expect("a list").iter().map(|site| site["id"].as_str()).collect();
        assert_eq!(ids, ["ehpad", "hopital", "saules"].map(Some));
    }

    async fn units_are_made_changed_and_closed(world) {
        let unit = |start: &str| json!({ "name": "Chirurgie", "shift_codes": [
            { "code": "M", "start": start, "end": "14:00:00", "label": "Matin" }],
            "minimum_cover": [{ "code": "M", "qualification": "IDE", "persons": 1 }] });
        let new = json!({ "id": "chirurgie", "establishment": "hopital", "unit": unit("07:00:00") });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/units", new.clone()).await.0, StatusCode::NOT_FOUND);
        let (status, made) = world.post("manager", "/api/v1/units", new).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let asked = json!({ "id": "c-1", "unit": "chirurgie", "motive": "workload", "priority": "normal",
            "shifts": [{ "code": "M", "date": "2026-12-10", "qualification": "IDE" }] });
        let (status, request) = world.post("coordinator", "/api/v1/requests", asked).await;
        assert_eq!(status, StatusCode::CREATED, "{request}");
        let put = async |body: Value| world.send("administrator", Method::PUT, "/api/v1/units/chirurgie", Some(body)).await;
        let (status, used) = put(json!({ "version": 1, "unit": unit("06:00:00") })).await;
        assert_eq!((status, used["code"].as_str()), (StatusCode::CONFLICT, Some("still-in-use")), "{used}");
        let close = async |on: &str| {
            world.post("administrator", "/api/v1/units/chirurgie/close", json!({ "on": on, "reason": "Travaux" })).await
        };
        assert_eq!(close("2026-12-10").await.1["code"], "still-in-use");
        let (status, closed) = close("2026-12-11").await;
        assert_eq!((status, &closed["closed_on"]), (StatusCode::OK, &json!("2026-12-11")), "{closed}");
        let late = json!({ "id": "c-2", "unit": "chirurgie", "motive": "workload", "priority": "normal",
            "shifts": [{ "code": "M", "date": "2026-12-11", "qualification": "IDE" }] });
        let (status, refused) = world.post("coordinator", "/api/v1/requests", late).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("unit-closed")), "{refused}");
        let cancel = json!({ "reason": "plus besoin" });
        assert_eq!(world.post("coordinator", "/api/v1/requests/c-1/cancel", cancel).await.0, StatusCode::OK);
        let (status, moved) = put(json!({ "version": 2, "unit": unit("06:00:00") })).await;
        assert_eq!((status, &moved["shift_codes"][0]["start"]), (StatusCode::OK, &json!("06:00:00")), "{moved}");
        assert_eq!(put(json!({ "version": 2, "unit": unit("06:00:00") })).await.1["code"], "version-moved");
        let bad = json!({ "version": 3, "unit": { "name": "X", "shift_codes": [] } });
        assert_eq!(put(bad).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
