//! The compensation ledger for payroll, the audit trail for an auditor.

use super::format;
use super::frame::{Result, frame, role};
use super::view::{Cell, Listing};
use crate::app::access::{Actor, Paging, Role};
use crate::app::ledgers as accounts;
use crate::app::{App, Error, audit as trail};
use crate::lang::Words;
use crate::store::groups;
use crate::store::ledgers::Compensation;
use crate::store::{named, parsed};
use askama::Template;
use axum::response::Html;
use chrono_tz::Tz;
use releve_solver::domain::time::local_of_instant;
use std::collections::BTreeMap;

/// Lines on one page.
const LINES: i64 = 200;

async fn zone(app: &App, actor: &Actor) -> Result<Tz> {
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?;
    Ok(zone.ok_or_else(|| Error::not_found("group", &actor.group))?)
}

fn moment(zone: Tz, seconds: i64) -> String {
    format::moment(local_of_instant(zone, seconds.div_euclid(60)))
}

fn quantity(line: &Compensation) -> String {
    match line.unit.as_str() {
        "cents" => format::euros(line.quantity),
        "days" => {
            let sign = if line.quantity < 0 { "−" } else { "" };
            format!("{sign}{}", format::count(line.quantity.unsigned_abs() as usize, "jour", "jours"))
        }
        "rest_minutes" => format!("{} de repos", hours(line.quantity)),
        "centipoints" => format!("{} points", format::hundredths(line.quantity)),
        "supplement_minutes" => format!("{} majorées de {}", hours(line.quantity), rate(line)),
        "paid_minutes" => format!("{} à payer à {}", hours(line.quantity), rate(line)),
        other => format!("{} {other}", line.quantity),
    }
}

fn rate(line: &Compensation) -> String {
    format::percent(line.rate_permille.unwrap_or_default() as f64 / 1000.0)
}

fn hours(minutes: i64) -> String {
    format!("{}\u{a0}h\u{a0}{:02}", minutes / 60, (minutes % 60).abs())
}

/// `/` for payroll: everything owed, the newest first.
pub async fn payroll(app: &App, actor: &Actor, words: Words, done: Option<&str>) -> Result<Html<String>> {
    let zone = zone(app, actor).await?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let names: BTreeMap<&str, &str> = facts.scenario.agents.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    drop(tx);
    let mut lines = accounts::compensation_of_all(app, actor, LINES).await?;
    lines.sort_by(|a, b| b.posted_at.cmp(&a.posted_at).then_with(|| b.id.cmp(&a.id)));
    let columns = vec!["Inscrite le", "Agent", "Droit", "Article", "Quantité", "Échéance"];
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let due = match &line.due_on {
            Some(day) => format::date(parsed(day)?),
            None => "sans échéance".to_owned(),
        };
        let texts = [
            moment(zone, line.posted_at),
            names.get(line.agent_id.as_str()).map_or_else(|| line.agent_id.clone(), |name| (*name).to_owned()),
            line.label_fr.clone(),
            line.article.clone(),
            quantity(line),
            due,
        ];
        rows.push(cells(&columns, texts));
    }
    let intro = "Ce que chaque vacation a fait naître : indemnités, repos, majorations. Une correction est une écriture \
                 inverse ; rien n’est effacé.";
    let frame = frame(app, actor, words, "Compensations à verser ou à rendre".to_owned(), done).await?;
    Ok(Html(Listing { frame, intro: intro.to_owned(), columns, rows }.render()?))
}

/// `/` for an auditor: what was decided, by whom, when, on which facts.
pub async fn audit(app: &App, actor: &Actor, words: Words, done: Option<&str>) -> Result<Html<String>> {
    let zone = zone(app, actor).await?;
    let entries = trail::list(app, actor, &Paging::first(LINES)).await?;
    let columns = vec!["Quand", "Rôle", "Action", "Objet", "Détail"];
    let mut rows = Vec::with_capacity(entries.len());
    for entry in &entries {
        let who =
            // What the service does by itself is done in a role that nobody can be given, so it is not read like the others.
            named::<Role>(&entry.actor_role).map_or_else(|_| role(words, Role::System), |known| role(words, known));
        let texts = [
            moment(zone, entry.at),
            who,
            action(&entry.action).to_owned(),
            entry.object_id.clone(),
            entry.detail.clone(),
        ];
        rows.push(cells(&columns, texts));
    }
    let intro = "Ce qui a été décidé, quand et sur quels faits. Le journal ne se modifie pas.".to_owned();
    let frame = frame(app, actor, words, "Journal d’audit".to_owned(), done).await?;
    Ok(Html(Listing { frame, intro, columns, rows }.render()?))
}

fn cells<const N: usize>(columns: &[&'static str], texts: [String; N]) -> Vec<Cell> {
    columns.iter().zip(texts).map(|(label, text)| Cell { label, text }).collect()
}

/// A deed in French; what has no word yet is shown as it is stored.
fn action(code: &str) -> &str {
    match code {
        "scenario.import" => "Import du groupement",
        "user.create" => "Création d’un accès",
        "request.open" => "Demande ouverte",
        "plan.start" => "Calcul demandé",
        "plan.computed" => "Proposition calculée",
        "plan.cancel" => "Calcul annulé",
        "plan.approve" => "Proposition approuvée",
        "plan.reject" => "Proposition rejetée",
        "offer.accept" => "Sollicitation acceptée",
        "offer.decline" => "Sollicitation déclinée",
        "offer.expire" => "Sollicitation close sans réponse",
        "assignment.worked" => "Vacation constatée",
        "assignment.cancel" => "Vacation annulée",
        "assignment.start" => "Prise de poste constatée",
        "assignment.validate" => "Vacation validée",
        "assignment.correct" => "Vacation corrigée",
        "promise.make" => "Repos promis",
        "promise.date" => "Repos daté",
        "promise.ask" => "Autre date de repos demandée",
        "promise.agree" => "Date de repos changée",
        "promise.refuse" => "Date de repos maintenue",
        "promise.take" => "Repos pris",
        "promise.break" => "Repos non tenu",
        "promise.withdraw" => "Repos repris",
        "compensation.overdue" => "Repos dû non pris",
        "compensation.due-soon" => "Repos bientôt dû, sans date",
        "compensation.earn" => "Droit né hors vacation",
        "ledger.post" => "Écriture passée à la main",
        "ledger.reverse" => "Écriture reprise",
        "payroll.export" => "Export de paie",
        "request.make" => "Demande rédigée",
        "request.submit" => "Demande transmise",
        "request.cancel" => "Demande annulée",
        "message.write" => "Message écrit",
        "round.open" => "Sollicitation ouverte",
        "round.close" => "Sollicitation close",
        "round.withdraw" => "Sollicitation retirée",
        "offer.chosen" => "Poste attribué",
        "cascade.start" => "Recherche par étapes commencée",
        "cascade.step" => "Étape de la recherche",
        "cascade.pause" => "Recherche mise en pause",
        "cascade.resume" => "Recherche reprise",
        "cascade.advance" => "Étape suivante demandée",
        "cascade.exhaust" => "Recherche épuisée",
        "cascade.end" => "Recherche terminée",
        "booking.request" => "Intérim demandé",
        "booking.confirm" => "Intérim confirmé",
        "booking.cancel" => "Intérim annulé",
        "booking.take-back" => "Poste repris à l’agence",
        "booking.worked" => "Intérim constaté",
        "agreement.make" => "Accord permanent donné",
        "agreement.revoke" => "Accord permanent révoqué",
        "offer.agree" => "Oui par accord permanent",
        "offer.hold-back" => "Sollicitation retenue",
        "assignment.hand-back" => "Poste rendu",
        "volunteering.change" => "Volontariat modifié",
        "fixed-term.put" => "Liste des remplaçants modifiée",
        "fixed-term.remove" => "Personne retirée de la liste",
        "fixed-term.call" => "Appel noté",
        "solicitations.read" => "Sollicitations consultées",
        "settings.change" => "Réglages modifiés",
        "shift.lapse" => "Poste resté sans réponse",
        "grant.give" => "Droit donné",
        "grant.end" => "Droit retiré",
        "token.make" => "Jeton créé",
        "token.end" => "Jeton retiré",
        "user.remove" => "Accès retirés",
        "ledger.read" => "Compte consulté",
        "candidates.read" => "Candidats consultés",
        "account.login" => "Connexion",
        "account.login-refused" => "Connexion refusée",
        "account.locked" => "Essais bloqués",
        "account.password" => "Mot de passe choisi",
        "account.second-factor" => "Double authentification modifiée",
        "account.recovery" => "Mot de passe oublié",
        "account.invite" => "Invitation",
        "identity.link" => "Identité liée",
        "identity.unlink" => "Identité retirée",
        "push.subscribe" => "Notifications activées sur un appareil",
        "push.end" | "push.end-all" => "Notifications retirées d’un appareil",
        "session.group" => "Groupement choisi",
        "session.end" | "session.end-all" => "Session fermée",
        "account.demo-link" => "Lien de démonstration",
        "law.load" => "Recueil de règles chargé",
        "offer.send" => "Sollicitation envoyée",
        "plan.expire" => "Proposition périmée",
        "audit.begin" => "Début de la chaîne",
        "audit.export" => "Journal exporté",
        other => other,
    }
}
