//! The kinds of notices: what each is called, what it says, whether it can wait, whether it asks for an answer.

mod wider;

use crate::app::links::Purpose;
use crate::store::contacts::Locale;

/// A kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// As in the outbox.
    pub name: &'static str,
    /// It cannot wait for a digest; quiet hours hold all the same.
    pub urgent: bool,
    /// It asks for an answer before its closing time, and is of no use after.
    pub asks: bool,
    /// It opens somebody's own account by a link of this purpose: it goes at once to the address with which she logs in,
    /// whatever she has said of how to be told, and to no program.
    pub opens: Option<Purpose>,
    fr: Phrases,
    en: Phrases,
}

/// A kind's words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrases {
    /// A few words that begin the subject.
    pub title: &'static str,
    /// A sentence or two.
    pub lead: &'static str,
}

impl Kind {
    /// Its words in a language.
    pub const fn phrases(&self, locale: Locale) -> Phrases {
        match locale {
            Locale::Fr => self.fr,
            Locale::En => self.en,
        }
    }
}

/// Those about offers, shifts, requests, plans and accounts.
const KINDS: &[Kind] = &[
    Kind {
        name: "offer.sent",
        urgent: false,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Sollicitation",
            lead: "Un poste vous est proposé. Vous êtes libre d’accepter ou de décliner\u{a0}; ne pas répondre n’est jamais \
                   retenu contre vous.",
        },
        en: Phrases {
            title: "Shift offer",
            lead: "You are offered a shift. You are free to accept or to decline; not answering never counts against you.",
        },
    },
    Kind {
        name: "offer.closed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Sollicitation close",
            lead: "Le délai de réponse est passé. Une absence de réponse n’est jamais retenue contre vous.",
        },
        en: Phrases {
            title: "Offer closed",
            lead: "The time to answer has passed. Not answering never counts against you.",
        },
    },
    Kind {
        name: "offer.not-chosen",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Poste attribué",
            lead: "Merci d’avoir été disponible. Ce poste est allé à quelqu’un d’autre, et votre compte d’équité est inchangé.",
        },
        en: Phrases {
            title: "Shift given",
            lead: "Thank you for being available. This shift went to somebody else, and your equity account is unchanged.",
        },
    },
    Kind {
        name: "offer.withdrawn",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Sollicitation retirée",
            lead: "Ce poste ne vous est plus proposé. Vous n’avez rien à faire.",
        },
        en: Phrases {
            title: "Offer withdrawn",
            lead: "This shift is no longer offered to you. There is nothing to do.",
        },
    },
    Kind {
        name: "assignment.confirmed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases { title: "Affectation confirmée", lead: "Ce poste est à vous. Merci." },
        en: Phrases { title: "Assignment confirmed", lead: "This shift is yours. Thank you." },
    },
    Kind {
        name: "assignment.cancelled",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Affectation annulée",
            lead: "Ce poste ne vous est plus confié. Ne vous déplacez pas\u{a0}; le détail est dans Relève.",
        },
        en: Phrases {
            title: "Assignment cancelled",
            lead: "This shift is no longer yours. Do not travel; the details are in Relève.",
        },
    },
    Kind {
        name: "shift.changed",
        urgent: true,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Poste modifié",
            lead: "Ce poste a changé. Un accord donné avant ne vaut plus\u{a0}: dites si vous le tenez comme il est maintenant. \
                   Vous êtes libre d’accepter ou de décliner.",
        },
        en: Phrases {
            title: "Shift changed",
            lead: "This shift has changed. What you agreed to before no longer holds: say whether you will hold it as it is now. \
                   You are free to accept or to decline.",
        },
    },
    Kind {
        name: "round.empty",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Appel sans réponse",
            lead: "Personne parmi les agents sollicités ne tiendra ce poste. Il est de nouveau à pourvoir.",
        },
        en: Phrases {
            title: "Nobody found",
            lead: "Nobody of those who were asked will hold this shift. It is open again.",
        },
    },
    Kind {
        name: "message.new",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases { title: "Nouveau message", lead: "Un message sur une demande de remplacement vous attend." },
        en: Phrases { title: "New message", lead: "A message about a replacement request awaits you." },
    },
    Kind {
        name: "request.changed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Demande modifiée",
            lead: "Une demande que vous suivez a changé. Le détail est dans Relève.",
        },
        en: Phrases {
            title: "Request changed",
            lead: "A request that you follow has changed. The details are in Relève.",
        },
    },
    Kind {
        name: "request.filled",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Demande pourvue",
            lead: "Quelqu’un tient chaque poste de cette demande. Le détail est dans Relève.",
        },
        en: Phrases {
            title: "Request filled",
            lead: "Somebody holds every shift of this request. The details are in Relève.",
        },
    },
    Kind {
        name: "request.unfilled",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Demande non pourvue",
            lead: "Cette demande est terminée sans que chaque poste ait été tenu. Le détail est dans Relève.",
        },
        en: Phrases {
            title: "Request not filled",
            lead: "This request is over, and not every shift of it was held. The details are in Relève.",
        },
    },
    Kind {
        name: "duty.bare",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Vacations à découvert",
            lead: "Des vacations du tableau de service n’ont plus personne. Relève propose la demande de remplacement.",
        },
        en: Phrases {
            title: "Duties left bare",
            lead: "Duties of the roster have nobody any more. Relève has a replacement request ready.",
        },
    },
    Kind {
        name: "plan.proposed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases { title: "Proposition à examiner", lead: "Une nouvelle proposition attend votre décision." },
        en: Phrases { title: "Plan to review", lead: "A new plan awaits your decision." },
    },
    Kind {
        name: "offer.reminder",
        urgent: true,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Bientôt close",
            lead: "Un poste vous est proposé, et le délai de réponse se termine bientôt. Ne pas répondre n’est jamais retenu \
                   contre vous.",
        },
        en: Phrases {
            title: "Closing soon",
            lead: "You are offered a shift, and the time to answer is nearly over. Not answering never counts against you.",
        },
    },
    Kind {
        name: "shift.tomorrow",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases { title: "Votre poste de demain", lead: "Rappel du poste que vous tenez demain." },
        en: Phrases { title: "Your shift tomorrow", lead: "A reminder of the shift that you hold tomorrow." },
    },
    Kind {
        name: "shift.bare",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Poste sans personne",
            lead: "Ce poste commence bientôt et personne ne le tient encore. Relève montre pourquoi, et ce qui reste possible.",
        },
        en: Phrases {
            title: "Nobody holds this shift",
            lead: "This shift begins soon, and nobody holds it yet. Relève shows why, and what is still possible.",
        },
    },
    Kind {
        name: "paper.ends",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Titre ou document",
            lead: "Un titre ou un document arrive à son terme. Sans lui, certains postes ne pourront plus être proposés.",
        },
        en: Phrases {
            title: "Title or document",
            lead: "A title or a document is about to run out. Without it, some shifts can no longer be offered.",
        },
    },
    Kind {
        name: "grant.ends",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Mandat qui se termine",
            lead: "Un mandat se termine bientôt. Donnez-en un autre s’il doit continuer.",
        },
        en: Phrases {
            title: "A grant is about to end",
            lead: "A grant is about to end. Give another one if it is to go on.",
        },
    },
    Kind {
        name: "account.identity",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Nouvelle identité liée",
            lead: "Une identité d’un fournisseur ouvre maintenant votre compte. Si ce n’était pas vous, retirez-la dans « Mon \
                   compte », changez votre mot de passe et prévenez l’administration.",
        },
        en: Phrases {
            title: "New identity linked",
            lead: "An identity at a provider now opens your account. If it was not you, take it away on your account's page, \
                   change your password and tell your administrators.",
        },
    },
    Kind {
        name: "rest.dated",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Repos daté",
            lead: "Un repos dû a sa date. Chacun peut en demander une autre, dans le délai où il est dû.",
        },
        en: Phrases {
            title: "Rest dated",
            lead: "A rest that is owed has its date. Either side may ask for another one, within the time in which it is due.",
        },
    },
    Kind {
        name: "rest.wanted",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Autre date de repos",
            lead: "Une autre date est demandée pour un repos promis. Rien ne change sans votre accord.",
        },
        en: Phrases {
            title: "Another date for a rest",
            lead: "Another date is asked for a promised rest. Nothing changes unless you agree.",
        },
    },
    Kind {
        name: "compensation.due-soon",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Repos bientôt dû, sans date",
            lead: "Un repos dû n’a pas encore de date, et son échéance approche. Convenez d’un jour.",
        },
        en: Phrases {
            title: "Rest soon due, no date",
            lead: "A rest that is owed has no date yet, and it is soon due. Agree on a day.",
        },
    },
    Kind {
        name: "compensation.overdue",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Repos dû non pris",
            lead: "Un repos dû n’a pas été pris à son échéance. Il reste dû\u{a0}: convenez d’un jour au plus tôt.",
        },
        en: Phrases {
            title: "Rest overdue",
            lead: "A rest that is owed was not taken in time. It is still owed: agree on a day as soon as you can.",
        },
    },
    Kind {
        name: "swap.proposed",
        urgent: false,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Échange proposé",
            lead: "Un échange de vacations vous est proposé\u{a0}; il est conforme aux règles. Vous êtes libre d’accepter ou de \
                   décliner, sans raison à donner\u{a0}; ne pas répondre n’est jamais retenu contre vous.",
        },
        en: Phrases {
            title: "Swap proposed",
            lead: "You are asked to exchange duties; the rules allow it. You are free to accept or to decline, and need give \
                   no reason; not answering never counts against you.",
        },
    },
    Kind {
        name: "swap.agreed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Échange accepté",
            lead: "Tout le monde a accepté. L’échange attend l’accord des unités\u{a0}; d’ici là, vos vacations ne changent pas.",
        },
        en: Phrases {
            title: "Swap agreed",
            lead: "Everybody has agreed. The swap awaits the units’ approval; until then your duties stay as they are.",
        },
    },
    Kind {
        name: "swap.to-approve",
        urgent: false,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Échange à valider",
            lead: "Des agents se sont mis d’accord sur un échange de vacations, conforme aux règles. Il attend votre décision.",
        },
        en: Phrases {
            title: "Swap to approve",
            lead: "Agents have agreed to exchange duties, and the rules allow it. It awaits your decision.",
        },
    },
    Kind {
        name: "swap.done",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases { title: "Échange réalisé", lead: "L’échange est fait. Voici ce qui vaut maintenant." },
        en: Phrases { title: "Swap done", lead: "The swap is done. This is what holds now." },
    },
    Kind {
        name: "swap.refused",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Échange sans suite",
            lead: "Cet échange n’aura pas lieu. Vos vacations restent comme elles sont, et rien n’est retenu contre personne.",
        },
        en: Phrases {
            title: "Swap not done",
            lead: "This swap will not take place. Your duties stay as they are, and nothing is held against anybody.",
        },
    },
    Kind {
        name: "swap.expired",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Échange expiré",
            lead: "Le délai est passé sans que l’échange soit conclu. Vos vacations restent comme elles sont.",
        },
        en: Phrases {
            title: "Swap expired",
            lead: "The time has passed and the swap was not concluded. Your duties stay as they are.",
        },
    },
    Kind {
        name: "swap.withdrawn",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Échange retiré",
            lead: "Cet échange ne vous est plus proposé. Vous n’avez rien à faire.",
        },
        en: Phrases {
            title: "Swap withdrawn",
            lead: "This swap is no longer proposed to you. There is nothing to do.",
        },
    },
    Kind {
        name: "roster.open",
        urgent: false,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Choix de vos jours",
            lead: "Le tableau de service à venir est ouvert. Placez-vous jusqu’à la clôture\u{a0}; ce qui restera sera réparti \
                   équitablement.",
        },
        en: Phrases {
            title: "Choose your days",
            lead: "The coming roster is open. Put yourself down until it closes; what is left will be spread fairly.",
        },
    },
    Kind {
        name: "roster.closed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Choix clos",
            lead: "Le tableau de service n’est plus ouvert aux choix. Une proposition qui le complète est en calcul.",
        },
        en: Phrases {
            title: "Choices closed",
            lead: "The roster is no longer open to choices. A plan that completes it is being computed.",
        },
    },
    Kind {
        name: "roster.published",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Tableau de service publié",
            lead: "Votre planning à partir de cette date est fixé. Il est dans Relève, à tout moment.",
        },
        en: Phrases {
            title: "Roster published",
            lead: "Your roster from this day on is settled. It is in Relève, at any time.",
        },
    },
    Kind {
        name: "roster.changed",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Planning modifié",
            lead: "Un jour de votre planning a changé. Ce qui vaut maintenant, et pourquoi, est dans Relève.",
        },
        en: Phrases {
            title: "Roster changed",
            lead: "A day of your roster has changed. What holds now, and why, is in Relève.",
        },
    },
    Kind {
        name: "roster.question",
        urgent: true,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Votre accord est demandé",
            lead: "On vous propose de changer un jour de votre planning. Vous êtes libre de refuser\u{a0}; ne pas répondre n’est \
                   jamais retenu contre vous.",
        },
        en: Phrases {
            title: "Your agreement is asked",
            lead: "You are asked to change a day of your roster. You are free to decline; not answering never counts against \
                   you.",
        },
    },
    Kind {
        name: "roster.answered",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Réponse à une demande",
            lead: "Une demande de changement de planning a sa réponse, ou son délai est passé. Le détail est dans Relève.",
        },
        en: Phrases {
            title: "Answer to a question",
            lead: "A question about a roster has its answer, or its time is over. The details are in Relève.",
        },
    },
    Kind {
        name: "account.recovery",
        urgent: true,
        asks: false,
        opens: Some(Purpose::Recover),
        fr: Phrases {
            title: "Nouveau mot de passe",
            lead: "Vous avez demandé à choisir un nouveau mot de passe. Le lien ci-dessous vaut une demi-heure et une seule \
                   fois. Si ce n’était pas vous, ne faites rien\u{a0}: votre mot de passe reste le même.",
        },
        en: Phrases {
            title: "New password",
            lead: "You asked to choose a new password. The link below holds for half an hour and works once. If it was not \
                   you, do nothing: your password stays as it is.",
        },
    },
    Kind {
        name: "account.invite",
        urgent: true,
        asks: false,
        opens: Some(Purpose::Invite),
        fr: Phrases {
            title: "Votre accès à Relève",
            lead: "Un accès vous est ouvert. Choisissez votre mot de passe par le lien ci-dessous, qui vaut sept jours et une \
                   seule fois.",
        },
        en: Phrases {
            title: "Your access to Relève",
            lead: "You have been given access. Choose your password by the link below, which holds for seven days and works \
                   once.",
        },
    },
];

/// Whatever has no words of its own yet.
const OTHER: Kind = Kind {
    name: "other",
    urgent: false,
    asks: false,
    opens: None,
    fr: Phrases { title: "Du nouveau dans Relève", lead: "Une information vous attend dans Relève." },
    en: Phrases { title: "News in Relève", lead: "There is something to read in Relève." },
};

/// Every kind that has words of its own.
pub fn all() -> impl Iterator<Item = Kind> {
    KINDS.iter().copied().chain(wider::WIDER)
}

/// The kind of this name, or the one for all others.
pub fn of(name: &str) -> Kind {
    all().find(|kind| kind.name == name).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_there_once_and_has_its_words() {
        for (n, kind) in all().enumerate() {
            assert_eq!(all().position(|other| other.name == kind.name), Some(n), "{}", kind.name);
            for locale in [Locale::Fr, Locale::En] {
                let phrases = kind.phrases(locale);
                assert!(phrases.title.chars().count() <= 30 && phrases.lead.ends_with('.'), "{}", kind.name);
            }
        }
    }
}
