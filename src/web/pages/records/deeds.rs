//! What the deeds of the audit log, and the things that they were done to, are called.

use crate::lang::Words;

/// Actions with the messages that name them.
const DEEDS: &[(&str, &str)] = &[
    ("absence.end", "deed-absence-end"),
    ("absence.enter", "deed-absence-enter"),
    ("absence.read", "deed-absence-read"),
    ("absence.withdraw", "deed-absence-withdraw"),
    ("account.demo-link", "deed-account-demo-link"),
    ("account.invite", "deed-account-invite"),
    ("account.locked", "deed-account-locked"),
    ("account.login", "deed-account-login"),
    ("account.login-refused", "deed-account-login-refused"),
    ("account.password", "deed-account-password"),
    ("account.recovery", "deed-account-recovery"),
    ("account.second-factor", "deed-account-second-factor"),
    ("agent.add-agreement", "deed-agent-add-agreement"),
    ("agent.add-document", "deed-agent-add-document"),
    ("agent.admission", "deed-agent-admission"),
    ("agent.change", "deed-agent-change"),
    ("agent.create", "deed-agent-create"),
    ("agent.end-agreement", "deed-agent-end-agreement"),
    ("agent.end-document", "deed-agent-end-document"),
    ("agent.knows-unit", "deed-agent-knows-unit"),
    ("agent.leave", "deed-agent-leave"),
    ("agent.read", "deed-agent-read"),
    ("agents.import", "deed-agents-import"),
    ("agreement.make", "deed-agreement-make"),
    ("agreement.revoke", "deed-agreement-revoke"),
    ("assignment.cancel", "deed-assignment-cancel"),
    ("assignment.correct", "deed-assignment-correct"),
    ("assignment.exchange", "deed-assignment-exchange"),
    ("assignment.hand-back", "deed-assignment-hand-back"),
    ("assignment.start", "deed-assignment-start"),
    ("assignment.validate", "deed-assignment-validate"),
    ("assignment.worked", "deed-assignment-worked"),
    ("audit.begin", "deed-audit-begin"),
    ("audit.export", "deed-audit-export"),
    ("booking.cancel", "deed-booking-cancel"),
    ("booking.confirm", "deed-booking-confirm"),
    ("booking.request", "deed-booking-request"),
    ("booking.take-back", "deed-booking-take-back"),
    ("booking.worked", "deed-booking-worked"),
    ("calendar.end", "deed-calendar-end"),
    ("calendar.make", "deed-calendar-make"),
    ("candidates.read", "deed-candidates-read"),
    ("cascade.advance", "deed-cascade-advance"),
    ("cascade.end", "deed-cascade-end"),
    ("cascade.exhaust", "deed-cascade-exhaust"),
    ("cascade.pause", "deed-cascade-pause"),
    ("cascade.resume", "deed-cascade-resume"),
    ("cascade.start", "deed-cascade-start"),
    ("cascade.step", "deed-cascade-step"),
    ("compensation.due-soon", "deed-compensation-due-soon"),
    ("compensation.earn", "deed-compensation-earn"),
    ("compensation.overdue", "deed-compensation-overdue"),
    ("contact.change", "deed-contact-change"),
    ("cycle.end", "deed-cycle-end"),
    ("cycle.make", "deed-cycle-make"),
    ("cycle.place", "deed-cycle-place"),
    ("cycle.unplace", "deed-cycle-unplace"),
    ("diary.keep", "deed-diary-keep"),
    ("diary.mark", "deed-diary-mark"),
    ("diary.read", "deed-diary-read"),
    ("establishment.change", "deed-establishment-change"),
    ("establishment.close", "deed-establishment-close"),
    ("establishment.create", "deed-establishment-create"),
    ("fixed-term.call", "deed-fixed-term-call"),
    ("fixed-term.put", "deed-fixed-term-put"),
    ("fixed-term.remove", "deed-fixed-term-remove"),
    ("grant.end", "deed-grant-end"),
    ("grant.give", "deed-grant-give"),
    ("horizon.move", "deed-horizon-move"),
    ("identity.link", "deed-identity-link"),
    ("identity.read", "deed-identity-read"),
    ("identity.unlink", "deed-identity-unlink"),
    ("indicators.read", "deed-indicators-read"),
    ("law.load", "deed-law-load"),
    ("ledger.post", "deed-ledger-post"),
    ("ledger.read", "deed-ledger-read"),
    ("ledger.reverse", "deed-ledger-reverse"),
    ("member.join", "deed-member-join"),
    ("member.leave", "deed-member-leave"),
    ("message.write", "deed-message-write"),
    ("offer.accept", "deed-offer-accept"),
    ("offer.agree", "deed-offer-agree"),
    ("offer.chosen", "deed-offer-chosen"),
    ("offer.decline", "deed-offer-decline"),
    ("offer.expire", "deed-offer-expire"),
    ("offer.hold-back", "deed-offer-hold-back"),
    ("offer.reconsider", "deed-offer-reconsider"),
    ("offer.send", "deed-offer-send"),
    ("offer.withdraw", "deed-offer-withdraw"),
    ("outside-work.declare", "deed-outside-work-declare"),
    ("payroll.export", "deed-payroll-export"),
    ("plan.approve", "deed-plan-approve"),
    ("plan.cancel", "deed-plan-cancel"),
    ("plan.computed", "deed-plan-computed"),
    ("plan.expire", "deed-plan-expire"),
    ("plan.reject", "deed-plan-reject"),
    ("plan.start", "deed-plan-start"),
    ("plan.stop", "deed-plan-stop"),
    ("promise.agree", "deed-promise-agree"),
    ("promise.ask", "deed-promise-ask"),
    ("promise.break", "deed-promise-break"),
    ("promise.date", "deed-promise-date"),
    ("promise.make", "deed-promise-make"),
    ("promise.refuse", "deed-promise-refuse"),
    ("promise.take", "deed-promise-take"),
    ("promise.withdraw", "deed-promise-withdraw"),
    ("push.end", "deed-push-end"),
    ("push.end-all", "deed-push-end-all"),
    ("push.subscribe", "deed-push-subscribe"),
    ("request.cancel", "deed-request-cancel"),
    ("request.close", "deed-request-close"),
    ("request.edit", "deed-request-edit"),
    ("request.make", "deed-request-make"),
    ("request.open", "deed-request-open"),
    ("request.submit", "deed-request-submit"),
    ("retention.run", "deed-retention-run"),
    ("roster.agree", "deed-roster-agree"),
    ("roster.apply", "deed-roster-apply"),
    ("roster.ask", "deed-roster-ask"),
    ("roster.change", "deed-roster-change"),
    ("roster.choose", "deed-roster-choose"),
    ("roster.close", "deed-roster-close"),
    ("roster.decline", "deed-roster-decline"),
    ("roster.generate", "deed-roster-generate"),
    ("roster.make", "deed-roster-make"),
    ("roster.open", "deed-roster-open"),
    ("roster.people", "deed-roster-people"),
    ("roster.publish", "deed-roster-publish"),
    ("roster.put", "deed-roster-put"),
    ("roster.question-expire", "deed-roster-question-expire"),
    ("roster.take-off", "deed-roster-take-off"),
    ("round.close", "deed-round-close"),
    ("round.open", "deed-round-open"),
    ("round.withdraw", "deed-round-withdraw"),
    ("scenario.import", "deed-scenario-import"),
    ("session.end", "deed-session-end"),
    ("session.end-all", "deed-session-end-all"),
    ("session.group", "deed-session-group"),
    ("settings.change", "deed-settings-change"),
    ("shift.lapse", "deed-shift-lapse"),
    ("solicitations.read", "deed-solicitations-read"),
    ("swap-wish.change", "deed-swap-wish-change"),
    ("swap-wish.end", "deed-swap-wish-end"),
    ("swap-wish.expire", "deed-swap-wish-expire"),
    ("swap-wish.make", "deed-swap-wish-make"),
    ("swap.agree", "deed-swap-agree"),
    ("swap.approve", "deed-swap-approve"),
    ("swap.ask-units", "deed-swap-ask-units"),
    ("swap.decline", "deed-swap-decline"),
    ("swap.done", "deed-swap-done"),
    ("swap.end", "deed-swap-end"),
    ("swap.expire", "deed-swap-expire"),
    ("swap.judge", "deed-swap-judge"),
    ("swap.propose", "deed-swap-propose"),
    ("swap.refuse", "deed-swap-refuse"),
    ("swap.withdraw", "deed-swap-withdraw"),
    ("token.end", "deed-token-end"),
    ("token.make", "deed-token-make"),
    ("unit.change", "deed-unit-change"),
    ("unit.close", "deed-unit-close"),
    ("unit.create", "deed-unit-create"),
    ("user.create", "deed-user-create"),
    ("user.remove", "deed-user-remove"),
    ("volunteering.change", "deed-volunteering-change"),
    ("webhook.create", "deed-webhook-create"),
    ("webhook.end", "deed-webhook-end"),
    ("wish.say", "deed-wish-say"),
];

/// Kinds of objects with the messages that name them.
const KINDS: &[(&str, &str)] = &[
    ("absence", "object-absence"),
    ("agent", "object-agent"),
    ("agreement", "object-agreement"),
    ("assignment", "object-assignment"),
    ("booking", "object-booking"),
    ("calendar", "object-calendar"),
    ("cascade", "object-cascade"),
    ("contact", "object-contact"),
    ("cycle", "object-cycle"),
    ("entry", "object-entry"),
    ("establishment", "object-establishment"),
    ("fixed-term-person", "object-fixed-term-person"),
    ("grant", "object-grant"),
    ("group", "object-group"),
    ("identity", "object-identity"),
    ("offer", "object-offer"),
    ("plan", "object-plan"),
    ("promise", "object-promise"),
    ("push", "object-push"),
    ("request", "object-request"),
    ("roster", "object-roster"),
    ("roster-question", "object-roster-question"),
    ("round", "object-round"),
    ("rule-pack", "object-rule-pack"),
    ("session", "object-session"),
    ("shift", "object-shift"),
    ("swap", "object-swap"),
    ("swap-wish", "object-swap-wish"),
    ("token", "object-token"),
    ("unit", "object-unit"),
    ("user", "object-user"),
    ("webhook", "object-webhook"),
];

/// A deed in words; what has none is shown as it is stored.
pub fn deed(words: Words, code: &str) -> String {
    worded(words, DEEDS, code)
}

/// A kind of object in words.
pub fn kind(words: Words, code: &str) -> String {
    worded(words, KINDS, code)
}

fn worded(words: Words, table: &[(&str, &str)], code: &str) -> String {
    let known = table.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, key)| words.say(key))
}

/// Every deed, code and words, by its words.
pub fn all(words: Words) -> Vec<(String, String)> {
    let mut all: Vec<_> = DEEDS.iter().map(|(code, key)| ((*code).to_owned(), words.say(key))).collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn texts(directory: &Path, found: &mut String) {
        for entry in std::fs::read_dir(directory).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                texts(&path, found);
            } else {
                found.push_str(&std::fs::read_to_string(&path).expect("a file"));
            }
        }
    }

    #[test]
    fn every_deed_of_the_code_has_words() {
        let mut code = String::new();
        texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app"), &mut code);
        let mut met = 0;
        for rest in code.split("Event::new(").skip(1) {
            // An action that is made elsewhere is met there.
            let Some(action) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            met += 1;
            assert!(DEEDS.iter().any(|(known, _)| *known == action), "{action} has no words");
            let Some(kind) = rest.split('"').nth(3).filter(|_| rest.split('"').nth(2) == Some(", ")) else { continue };
            assert!(KINDS.iter().any(|(known, _)| *known == kind), "{kind} has no words");
        }
        assert!(met > 100, "only {met} deeds");
    }
}
