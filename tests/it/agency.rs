//! Agencies: what may be paid, what the pool takes back, and that exactly one comes.

use crate::both;
use crate::world::{World, need, scenario};
use releve::app::access::Actor;
use releve::timed;
use releve_solver::domain::scenario::AgencyPrice;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const HOUR: i64 = 3_600;
const SHIFT: &str = "med-1208-m";

/// The fixture with what the group has agreed on with agencies.
async fn with_prices(world: &World, hours_max: Option<u32>) {
    let price = |title: &str, price, cap| AgencyPrice {
        qualification: title.into(),
        price_cents_per_hour: price,
        cap_cents_per_hour: Some(cap),
        hours_max,
    };
    let mut group = scenario();
    group.agency = vec![price("IDE", 5_200, 5_400), price("AS", 3_800, 4_000)];
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), group).await.expect("an import");
}

async fn book(world: &World, id: &str, shift: &str, price: Option<i64>) -> (StatusCode, Value) {
    let body = json!({ "id": id, "agency": "Intérim Santé", "price_cents_per_hour": price });
    world.post("coordinator", &format!("/api/v1/shifts/{shift}/bookings"), body).await
}

async fn act(world: &World, id: &str, verb: &str) -> (StatusCode, Value) {
    let body = match verb {
        "confirm" => Some(json!({ "attestation": "Deux ans d’exercice attestés par l’agence le 1er décembre 2026" })),
        "cancel" => Some(json!({ "reason": "Plus besoin" })),
        _ => None,
    };
    world.send("coordinator", Method::POST, &format!("/api/v1/bookings/{id}/{verb}"), body).await
}

async fn state_of(world: &World, shift: &str) -> String {
    world.text(&format!("SELECT state FROM shifts WHERE id = '{shift}'")).await
}

async fn round(world: &World, shift: &str, order: Value) -> (StatusCode, Value) {
    world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await
}

async fn say(world: &World, round: &Value, agent: &str, verb: &str) -> (StatusCode, Value) {
    let offers = round["offers"].as_array().expect("a list");
    let id = offers.iter().find(|o| o["agent"] == agent).and_then(|o| o["id"].as_str()).expect("she is asked");
    world.send(agent, Method::POST, &format!("/api/v1/offers/{id}/{verb}"), None).await
}

async fn tick(world: &World) {
    assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0);
}

async fn told(world: &World, kind: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND person LIKE 'user:%'")).await
}

both! {
    async fn a_public_establishment_pays_no_more_than_the_ceiling(world) {
        with_prices(world, None).await;
        let before = world.fingerprint().await;
        let (status, refused) = book(world, "b-1", SHIFT, Some(5_401)).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("above-cap")), "{refused}");
        let detail = refused["detail"].as_str().expect("a sentence");
        assert!(detail.contains("R6146-27") && detail.contains("54,01") && detail.contains("54,00"), "{detail}");
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        let (status, booked) = book(world, "b-1", SHIFT, Some(5_400)).await;
        assert_eq!(status, StatusCode::CREATED, "at the ceiling: {booked}");
        // Seven and a half hours at 54 € are 405 €; a nurse of the pool who lives there costs 30 € an hour, 225 € with no road.
        assert_eq!((booked["work_minutes"].as_i64(), booked["cost_cents"].as_i64()), (Some(450), Some(40_500)), "{booked}");
        assert_eq!((booked["pool_cents"].as_i64(), booked["difference_cents"].as_i64()), (Some(22_500), Some(18_000)), "{booked}");
        assert_eq!(booked["above_cap"], false);
        // Les Tilleuls are a private house: the ceiling does not bind them, but it is shown.
        let body = json!({ "id": "b-2", "agency": "Intérim Santé", "price_cents_per_hour": 4_500 });
        let (status, private) = world.post("manager-tilleuls", "/api/v1/shifts/til-1208-j/bookings", body).await;
        assert_eq!((status, private["above_cap"].as_bool()), (StatusCode::CREATED, Some(true)), "{private}");
        let (status, usual) = book(world, "b-3", "med-1209-m", None).await;
        assert_eq!((status, usual["price_cents_per_hour"].as_i64()), (StatusCode::CREATED, Some(5_200)), "{usual}");
    }

    async fn a_booking_goes_from_asked_to_worked(world) {
        with_prices(world, None).await;
        let (_, first) = book(world, "b-1", SHIFT, None).await;
        let (status, again) = book(world, "b-1", SHIFT, None).await;
        assert_eq!((status, &again), (StatusCode::OK, &first), "the same booking sent twice");
        let (status, other) = book(world, "b-1", "med-1209-m", None).await;
        assert_eq!((status, other["code"].as_str()), (StatusCode::CONFLICT, Some("id-taken")));
        let (status, second) = book(world, "b-2", SHIFT, None).await;
        assert_eq!((status, second["code"].as_str()), (StatusCode::CONFLICT, Some("shift-state")), "{second}");
        assert_eq!(state_of(world, SHIFT).await, "booked");
        let (_, plan) = world.plan().await;
        assert!(!plan.to_string().contains(SHIFT), "no plan is about it: {plan}");
        let (status, early) = act(world, "b-1", "worked").await;
        assert_eq!((status, early["code"].as_str()), (StatusCode::CONFLICT, Some("booking-state")));
        let (status, confirmed) = act(world, "b-1", "confirm").await;
        assert_eq!((status, confirmed["state"].as_str()), (StatusCode::OK, Some("confirmed")), "{confirmed}");
        assert!(confirmed["attestation"].as_str().is_some_and(|text| text.contains("Deux ans")), "{confirmed}");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=booking.confirm").await;
        assert_eq!(log["items"][0]["detail"]["attested"], true, "{log}");
        let (status, taken) = round(world, SHIFT, json!({ "mode": "fair" })).await;
        assert_eq!((status, taken["code"].as_str()), (StatusCode::CONFLICT, Some("shift-state")), "too late to take it back");
        let (status, early) = act(world, "b-1", "worked").await;
        assert_eq!((status, early["code"].as_str()), (StatusCode::CONFLICT, Some("not-over-yet")));
        world.clock.advance(8 * 24 * HOUR);
        tick(world).await;
        let (status, worked) = act(world, "b-1", "worked").await;
        assert_eq!((status, worked["state"].as_str()), (StatusCode::OK, Some("worked")), "{worked}");
        let (status, twice) = act(world, "b-1", "worked").await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("booking-state")));
        assert_eq!(state_of(world, SHIFT).await, "booked");
    }

    async fn the_pool_takes_a_shift_back_until_the_agency_has_confirmed(world) {
        with_prices(world, None).await;
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-09", "S")).await.0, StatusCode::CREATED);
        book(world, "b-1", "r-1", None).await;
        let (status, asked) = round(world, "r-1", json!({ "mode": "fair", "agents": ["alix"], "hours": 12 })).await;
        assert_eq!(status, StatusCode::CREATED, "{asked}");
        assert_eq!(say(world, &asked, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        assert_eq!(state_of(world, "r-1").await, "booked", "nobody takes it back: the booking stands");
        let (_, asked) = round(world, "r-1", json!({ "mode": "fair", "agents": ["bao"], "hours": 12 })).await;
        assert_eq!(say(world, &asked, "bao", "accept").await.0, StatusCode::OK);
        world.clock.advance(12 * HOUR);
        tick(world).await;
        assert_eq!(state_of(world, "r-1").await, "filled");
        let (_, booking) = world.get("manager", "/api/v1/bookings/b-1").await;
        assert_eq!(booking["state"], "taken_back", "{booking}");
        assert_eq!(told(world, "booking.taken-back").await, 2, "whoever booked and whoever asked for the shift");
        let (status, late) = act(world, "b-1", "confirm").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("booking-state")), "{late}");
    }

    async fn a_confirmation_ends_the_asking_and_everybody_hears_so(world) {
        with_prices(world, None).await;
        book(world, "b-1", SHIFT, None).await;
        let (_, asked) = round(world, SHIFT, json!({ "mode": "fair", "hours": 24 })).await;
        assert_eq!(say(world, &asked, "alix", "accept").await.0, StatusCode::OK);
        assert_eq!(act(world, "b-1", "confirm").await.0, StatusCode::OK);
        assert_eq!(state_of(world, SHIFT).await, "booked");
        let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'offer.withdrawn'";
        assert_eq!(world.number(told).await, asked["offers"].as_array().expect("a list").len() as i64);
        world.clock.advance(25 * HOUR);
        tick(world).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments").await, 0);
    }

    async fn a_yes_and_a_confirmation_race_and_exactly_one_comes(world) {
        with_prices(world, None).await;
        let settings = json!({ "urgent_hours": 168, "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        world.clock.advance(6 * 24 * HOUR);
        for (n, day) in (14..20).enumerate() {
            let (shift, booking) = (format!("r-{n}"), format!("b-{n}"));
            world.clock.advance(24 * HOUR);
            let request = need(&shift, &format!("2026-12-{day}"), "S");
            assert_eq!(world.post("manager", "/api/v1/requests", request).await.0, StatusCode::CREATED);
            let (status, answer) = book(world, &booking, &shift, None).await;
            assert_eq!(status, StatusCode::CREATED, "{answer}");
            // Odd ones are decided at a closing, even ones by whoever says yes.
            let mode = if n % 2 == 0 { "first" } else { "fair" };
            let (status, asked) = round(world, &shift, json!({ "mode": mode, "agents": ["bao"], "hours": 1 })).await;
            assert_eq!(status, StatusCode::CREATED, "{asked}");
            if mode == "fair" {
                assert_eq!(say(world, &asked, "bao", "accept").await.0, StatusCode::OK);
                world.clock.advance(HOUR);
                let (ticked, _) = tokio::join!(timed::tick(&world.app), act(world, &booking, "confirm"));
                ticked.expect("a tick");
            } else {
                let (yes, confirmed) = tokio::join!(say(world, &asked, "bao", "accept"), act(world, &booking, "confirm"));
                let won = [yes.0, confirmed.0].iter().filter(|status| **status == StatusCode::OK).count();
                assert_eq!(won, 1, "{yes:?} {confirmed:?}");
            }
            let held = world.number(&format!("SELECT COUNT(*) FROM assignments WHERE shift_id = '{shift}' AND state = 'confirmed'")).await;
            let sent = world.number(&format!("SELECT COUNT(*) FROM bookings WHERE id = '{booking}' AND state = 'confirmed'")).await;
            assert_eq!(held + sent, 1, "{shift}: exactly one comes");
            let wanted = if held == 1 { "filled" } else { "booked" };
            assert_eq!(state_of(world, &shift).await, wanted);
        }
    }

    async fn a_booking_ends_with_its_request_and_when_nobody_ever_confirmed(world) {
        with_prices(world, None).await;
        book(world, "b-1", SHIFT, None).await;
        let (status, cancelled) = act(world, "b-1", "cancel").await;
        assert_eq!((status, cancelled["state"].as_str()), (StatusCode::OK, Some("cancelled")), "{cancelled}");
        assert_eq!(state_of(world, SHIFT).await, "open");
        let (status, twice) = act(world, "b-1", "cancel").await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("booking-state")), "{twice}");
        book(world, "b-2", SHIFT, None).await;
        assert_eq!(act(world, "b-2", "confirm").await.0, StatusCode::OK);
        let why = json!({ "reason": "Lit fermé" });
        assert_eq!(world.post("manager", &format!("/api/v1/requests/{SHIFT}/cancel"), why).await.0, StatusCode::OK);
        let (_, gone) = world.get("coordinator", "/api/v1/bookings/b-2").await;
        assert_eq!((gone["state"].as_str(), state_of(world, SHIFT).await.as_str()), (Some("cancelled"), "cancelled"));
        book(world, "b-3", "med-1209-m", None).await;
        world.clock.advance(9 * 24 * HOUR);
        tick(world).await;
        let (_, never) = world.get("coordinator", "/api/v1/bookings/b-3").await;
        assert_eq!((never["state"].as_str(), state_of(world, "med-1209-m").await.as_str()), (Some("cancelled"), "unfilled"), "{never}");
        assert_eq!(told(world, "booking.cancelled").await, 3, "each time whoever booked; the service asked, and needs no word");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE person = 'user:releve'").await, 0);
    }

    async fn what_an_agency_is_booked_for_keeps_its_unit_and_its_code(world) {
        with_prices(world, None).await;
        let cancel = json!({ "reason": "Plus besoin" });
        assert_eq!(world.post("coordinator", "/api/v1/requests/med-1213-n/cancel", cancel).await.0, StatusCode::OK);
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-20", "N")).await.0, StatusCode::CREATED);
        book(world, "b-1", "r-1", None).await;
        assert_eq!(act(world, "b-1", "confirm").await.0, StatusCode::OK);
        let without_nights = async |version: i64| {
            let code = |code: &str, start: &str, end: &str| json!({ "code": code, "start": start, "end": end, "label": code });
            let unit = json!({ "name": "Médecine", "shift_codes": [code("M", "06:30:00", "14:00:00"), code("S", "13:30:00", "21:00:00")] });
            let body = json!({ "version": version, "unit": unit });
            world.send("administrator", Method::PUT, "/api/v1/units/medecine", Some(body)).await
        };
        let close = async || {
            let body = json!({ "on": "2026-12-20", "reason": "Travaux" });
            world.post("administrator", "/api/v1/units/medecine/close", body).await
        };
        let before = world.fingerprint().await;
        for (status, refused) in [without_nights(1).await, close().await] {
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("still-in-use")), "{refused}");
            assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("r-1")), "{refused}");
        }
        assert_eq!(world.fingerprint().await, before);
        // Called off, the shift is sought again, and the facts still hold together.
        assert_eq!(act(world, "b-1", "cancel").await.0, StatusCode::OK);
        let (_, plan) = world.plan().await;
        assert!(plan.to_string().contains("r-1"), "{plan}");
        book(world, "b-2", "r-1", None).await;
        assert_eq!(act(world, "b-2", "confirm").await.0, StatusCode::OK);
        world.clock.advance(21 * 24 * HOUR);
        tick(world).await;
        let (status, changed) = without_nights(1).await;
        assert_eq!(status, StatusCode::OK, "what the agency has held is over: {changed}");
        assert_eq!(close().await.0, StatusCode::OK);
    }

    async fn a_request_that_an_agency_holds_is_filled_and_closed(world) {
        with_prices(world, None).await;
        let mut two = need("r-1", "2026-12-09", "S");
        two["shifts"] = json!([{ "code": "S", "date": "2026-12-09", "qualification": "IDE" },
            { "code": "S", "date": "2026-12-10", "qualification": "IDE" }]);
        assert_eq!(world.post("manager", "/api/v1/requests", two).await.0, StatusCode::CREATED);
        book(world, "b-1", "r-1.1", None).await;
        assert_eq!(act(world, "b-1", "confirm").await.0, StatusCode::OK);
        let state = async || world.text("SELECT state FROM requests WHERE id = 'r-1'").await;
        world.clock.advance(9 * 24 * HOUR);
        tick(world).await;
        assert_eq!((state().await.as_str(), state_of(world, "r-1.2").await.as_str()), ("open", "open"), "the evening of the 10th is not over");
        world.clock.advance(24 * HOUR);
        for _ in 0..2 {
            tick(world).await;
        }
        assert_eq!((state().await.as_str(), state_of(world, "r-1.1").await.as_str()), ("closed", "booked"));
        let told = world.text("SELECT payload FROM outbox WHERE kind = 'request.unfilled' AND payload LIKE '%r-1%'").await;
        let told: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!((&told["filled"], &told["unfilled"], &told["outcome"]), (&json!(1), &json!(1), &json!("partly_filled")), "{told}");
        // That the work was done may still be put on record.
        assert_eq!(act(world, "b-1", "worked").await.1["state"], "worked");
    }

    async fn a_booking_ends_the_cascade_and_the_group_buys_no_more_hours_than_agreed(world) {
        with_prices(world, Some(10)).await;
        let (status, cascade) = world.send("coordinator", Method::POST, "/api/v1/shifts/med-1209-m/cascade", None).await;
        assert_eq!(status, StatusCode::CREATED, "{cascade}");
        let (status, asked) = book(world, "b-1", "med-1209-m", None).await;
        assert_eq!((status, asked["code"].as_str()), (StatusCode::CONFLICT, Some("shift-state")), "a round is asking: {asked}");
        for id in world.texts("SELECT id FROM offers").await {
            let agent = world.text(&format!("SELECT agent_id FROM offers WHERE id = '{id}'")).await;
            let path = format!("/api/v1/offers/{id}/decline");
            assert_eq!(world.send(&agent, Method::POST, &path, None).await.0, StatusCode::NO_CONTENT);
        }
        assert_eq!(book(world, "b-1", "med-1209-m", None).await.0, StatusCode::CREATED);
        let (_, over) = world.get("coordinator", "/api/v1/shifts/med-1209-m/cascade").await;
        assert_eq!(over["state"], "booked", "{over}");
        let (status, more) = book(world, "b-2", SHIFT, None).await;
        assert_eq!((status, more["code"].as_str()), (StatusCode::CONFLICT, Some("agency-hours")), "{more}");
        assert_eq!(act(world, "b-1", "cancel").await.0, StatusCode::OK);
        assert_eq!(book(world, "b-2", SHIFT, None).await.0, StatusCode::CREATED);
    }

    async fn what_cannot_be_booked_is_refused_and_nothing_changes(world) {
        with_prices(world, None).await;
        book(world, "b-1", "med-1209-m", None).await;
        let before = world.fingerprint().await;
        let order = |id: &str, agency: &str, price: i64| {
            Some(json!({ "id": id, "agency": agency, "price_cents_per_hour": price }))
        };
        let here = format!("/api/v1/shifts/{SHIFT}/bookings");
        let confirm = "/api/v1/bookings/b-1/confirm".to_owned();
        for (who, path, body, wanted) in [
            ("manager-tilleuls", here.clone(), order("b-9", "A", 5_000), "not-found"),
            ("stranger", here.clone(), order("b-9", "A", 5_000), "not-found"),
            ("alix", here.clone(), order("b-9", "A", 5_000), "forbidden"),
            ("coordinator", here.clone(), order("b 9", "A", 5_000), "invalid"),
            ("coordinator", here.clone(), order("b-9", " ", 5_000), "invalid"),
            ("coordinator", here.clone(), order("b-9", &"x".repeat(501), 5_000), "invalid"),
            ("coordinator", here.clone(), order("b-9", "a\u{1b}", 5_000), "invalid"),
            ("coordinator", here.clone(), order("b-9", "A", 0), "invalid"),
            ("manager-tilleuls", confirm.clone(), Some(json!({ "attestation": "x" })), "not-found"),
            ("stranger", confirm.clone(), Some(json!({ "attestation": "x" })), "not-found"),
            ("coordinator", confirm.clone(), Some(json!({ "attestation": "" })), "invalid"),
            ("coordinator", "/api/v1/bookings/none/confirm".to_owned(), Some(json!({ "attestation": "x" })), "not-found"),
            ("coordinator", "/api/v1/bookings/b-1/cancel".to_owned(), Some(json!({ "reason": "" })), "invalid"),
        ] {
            let (status, problem) = world.send(who, Method::POST, &path, body).await;
            assert!(status.is_client_error(), "{who} {path}: {status} {problem}");
            assert_eq!(problem["code"].as_str(), Some(wanted), "{who} {path}: {problem}");
        }
        assert_eq!(world.get("stranger", "/api/v1/bookings/b-1").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("stranger", "/api/v1/bookings").await.1["items"], json!([]));
        assert_eq!(world.get("manager-tilleuls", "/api/v1/bookings").await.1["items"], json!([]));
        assert_eq!(world.fingerprint().await, before);
    }
}
