//! Races: a duty goes once, an agreement counts once, and the loser leaves no trace.

use super::{accounts_are_true, hold, holder, leg, propose, say};
use crate::both;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn two_swaps_of_one_duty_at_once_and_exactly_one_is_carried_out(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        propose(world, "alix", "s2", &[leg("alix", &held[0], "emma")]).await;
        // Emma works at home on that day, so let it be a day on which she is free.
        let free = hold(world, &[("alix", "medecine", "M", 15, "IDE")]).await;
        assert_eq!(propose(world, "alix", "t1", &[leg("alix", &free[0], "bao")]).await.0, StatusCode::CREATED);
        assert_eq!(propose(world, "alix", "t2", &[leg("alix", &free[0], "emma")]).await.0, StatusCode::CREATED);
        let (a, b) = tokio::join!(say(world, "bao", "t1", "agree"), say(world, "emma", "t2", "agree"));
        let won = [&a, &b].iter().filter(|(status, _)| *status == StatusCode::OK).count();
        // Emma is lent by another house: hers may wait for a yes, and then ends with Bao's.
        assert!(won >= 1, "{a:?} {b:?}");
        let standing = "SELECT COUNT(*) FROM assignments WHERE shift_id = 'h-alix-M-15' AND state <> 'cancelled'";
        assert_eq!(world.number(standing).await, 1);
        let done = world.texts("SELECT id FROM swaps WHERE state = 'done' AND id IN ('t1', 't2')").await;
        assert_eq!(done.len(), 1, "{a:?} {b:?}");
        let winner = if done[0] == "t1" { "bao" } else { "emma" };
        assert_eq!(holder(world, "h-alix-M-15").await, winner);
        assert_eq!(world.number("SELECT COUNT(*) FROM swaps WHERE cause = 'duty_gone' AND id IN ('t1', 't2')").await, 1);
        accounts_are_true(world).await;
    }

    async fn a_hundred_agreements_at_once_count_once(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE"),
            ("emma", "medecine", "M", 15, "IDE")]).await;
        let ring = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "emma"), leg("emma", &held[2], "alix")];
        propose(world, "alix", "s1", &ring).await;
        let sent = (0..100).map(|n| say(world, if n % 2 == 0 { "bao" } else { "emma" }, "s1", "agree"));
        let answers = futures_util::future::join_all(sent).await;
        let agreed = answers.iter().filter(|(status, _)| *status == StatusCode::OK).count();
        assert_eq!(agreed, 2, "{answers:?}");
        let lost = |code: Option<&str>| matches!(code, Some("swap-answered" | "swap-state"));
        let others = answers.iter().filter(|(status, _)| *status != StatusCode::OK);
        assert!(others.clone().all(|(status, body)| *status == StatusCode::CONFLICT && lost(body["code"].as_str())));
        assert_eq!(others.count(), 98);
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments WHERE swap_id = 's1'").await, 3);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'swap.done'").await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'swap.done' AND person LIKE 'agent:%'").await, 3);
        accounts_are_true(world).await;
    }

    async fn an_agreement_and_a_cancellation_race_and_the_duty_is_nobodys_twice(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        let (path, why) = (format!("/api/v1/assignments/{}/cancel", held[0]), json!({ "reason": "Lit fermé" }));
        let (agreed, cancelled) =
            tokio::join!(say(world, "bao", "s1", "agree"), world.send("manager", Method::POST, &path, Some(why)));
        let statuses = (agreed.0, cancelled.0);
        assert!(
            matches!(statuses, (StatusCode::OK, StatusCode::CONFLICT) | (StatusCode::CONFLICT, StatusCode::OK)),
            "{agreed:?} {cancelled:?}"
        );
        let holders = holder(world, "h-alix-M-10").await;
        assert_eq!(holders, if statuses.0 == StatusCode::OK { "bao" } else { "" });
        accounts_are_true(world).await;
    }
}
