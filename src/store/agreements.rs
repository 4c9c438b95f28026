//! Standing agreements: in which windows shifts may be given to somebody without asking, and the offers to which she has said yes
//! that way.

use super::{Page, Tx, on, rows};
use crate::ids::{AgreementId, OfferId};

/// An agreement's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: AgreementId,
    /// Whose.
    pub agent_id: String,
    /// JSON array of windows.
    pub windows: String,
    /// Most shifts a civil week that it gives.
    pub per_week_max: i64,
    /// Rest days of her roster may be taken too.
    pub rest_days: bool,
    /// First civil day on which a shift may begin.
    pub valid_from: String,
    /// Last civil day.
    pub valid_to: Option<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// Unix seconds; none while it stands.
    pub revoked_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, agent_id, windows, per_week_max, rest_days, valid_from, valid_to, made_at, revoked_at, version ",
            "FROM agreements ",
            $tail
        )
    };
}

/// Stores an agreement.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO agreements (group_id, id, agent_id, windows, per_week_max, rest_days, valid_from, valid_to, made_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(group).bind(&row.id).bind(&row.agent_id).bind(&row.windows).bind(row.per_week_max).bind(row.rest_days)
        .bind(&row.valid_from).bind(&row.valid_to).bind(row.made_at).bind(row.version) => execute)?;
    Ok(())
}

/// One agreement.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of agreements, the newest first. `page.state` is `standing`, `revoked` or empty.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND ($2 OR replace($3, '|' || agent_id || '|', '') <> $3) \
         AND ($4 = '' OR (CASE WHEN revoked_at IS NULL THEN 'standing' ELSE 'revoked' END) = $4) \
         AND ($5 = '' OR id < $5) ORDER BY id DESC LIMIT $6"))
        .bind(group).bind(page.whole).bind(&page.agents).bind(&page.state).bind(&page.after).bind(page.limit)
        => fetch_all)
}

/// Agreements of a group that stand, whatever their days, the oldest first.
pub async fn standing(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND revoked_at IS NULL ORDER BY id")).bind(group) => fetch_all)
}

/// How many agreements of somebody stand.
pub async fn count_of(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM agreements WHERE group_id = $1 AND agent_id = $2 AND revoked_at IS NULL")
        .bind(group).bind(agent) => fetch_one)
}

/// Ends an agreement; false when somebody changed it meanwhile.
pub async fn revoke(tx: &mut Tx, row: &Row, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE agreements SET revoked_at = $3, version = version + 1 WHERE id = $1 AND version = $2 \
         AND revoked_at IS NULL").bind(&row.id).bind(row.version).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Which agreement stands for the yes to an offer: stored with the offer.
pub async fn insert_offers(tx: &mut Tx, group: &str, agreed: &[(OfferId, AgreementId)]) -> sqlx::Result<()> {
    rows!(tx, "INSERT INTO agreed_offers (offer_id, group_id, agreement_id) ", agreed, |row| [&row.0, group, &row.1])
}

/// Marks the offers of a group to which somebody has agreed beforehand accepted, where they are still sent.
pub async fn accept_offers(tx: &mut Tx, group: &str, now: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE offers SET state = 'accepted', answered_at = $2, version = version + 1 WHERE group_id = $1 \
         AND state = 'sent' AND id IN (SELECT offer_id FROM agreed_offers WHERE group_id = $1)").bind(group).bind(now)
        => execute)
}

/// The agreement that stands for the yes to an offer.
pub async fn of_offer(tx: &mut Tx, offer: &OfferId) -> sqlx::Result<Option<AgreementId>> {
    on!(tx, sqlx::query_scalar("SELECT agreement_id FROM agreed_offers WHERE offer_id = $1").bind(offer)
        => fetch_optional)
}

/// Offers of an agreement on which nothing is decided yet.
pub async fn undecided(tx: &mut Tx, group: &str, agreement: &AgreementId) -> sqlx::Result<Vec<OfferId>> {
    on!(tx, sqlx::query_scalar(
        "SELECT o.id FROM agreed_offers g JOIN offers o ON o.id = g.offer_id JOIN rounds r ON r.id = o.round_id \
         WHERE g.group_id = $1 AND g.agreement_id = $2 AND o.state = 'accepted' AND r.state = 'open' ORDER BY o.id")
        .bind(group).bind(agreement) => fetch_all)
}

/// An offer to which nobody has agreed beforehand any more: whatever is answered to it is her own answer.
pub async fn speak_no_more(tx: &mut Tx, offer: &OfferId) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM agreed_offers WHERE offer_id = $1").bind(offer) => execute)?;
    Ok(())
}

/// The same for one that was accepted so: it is hers to answer.
pub async fn ask_after_all(tx: &mut Tx, offer: &OfferId) -> sqlx::Result<()> {
    speak_no_more(tx, offer).await?;
    on!(tx, sqlx::query(
        "UPDATE offers SET state = 'sent', answered_at = NULL, version = version + 1 WHERE id = $1 AND state = 'accepted'")
        .bind(offer) => execute)?;
    Ok(())
}

/// Until when she may hand back the shift that an agreement has given her.
pub async fn set_hand_back(tx: &mut Tx, offer: &OfferId, until: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE agreed_offers SET hand_back_until = $2 WHERE offer_id = $1").bind(offer).bind(until)
        => execute)?;
    Ok(())
}

/// Until when a shift that an agreement has given may be handed back.
pub async fn hand_back_until(tx: &mut Tx, offer: &OfferId) -> sqlx::Result<Option<i64>> {
    let until: Option<Option<i64>> = on!(tx, sqlx::query_scalar(
        "SELECT hand_back_until FROM agreed_offers WHERE offer_id = $1").bind(offer) => fetch_optional)?;
    Ok(until.flatten())
}

/// Every shift from a civil day on that an agreement has given, or has said yes to: the agreement and the day.
pub async fn given(tx: &mut Tx, group: &str, from: &str) -> sqlx::Result<Vec<(AgreementId, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT g.agreement_id, s.date FROM agreed_offers g JOIN offers o ON o.id = g.offer_id \
         JOIN shifts s ON s.group_id = o.group_id AND s.id = o.shift_id LEFT JOIN assignments a ON a.offer_id = o.id \
         WHERE g.group_id = $1 AND s.date >= $2 AND o.state IN ('sent', 'accepted') \
         AND (a.id IS NULL OR a.state <> 'cancelled') ORDER BY o.id")
        .bind(group).bind(from) => fetch_all)
}
