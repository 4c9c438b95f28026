//! Kinds of notices about unit rosters.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "roster.open",
        (
            "Choix de vos jours",
            "Le tableau de service à venir est ouvert. Placez-vous jusqu’à la clôture\u{a0}; ce qui restera sera \
             réparti équitablement.",
        ),
        (
            "Choose your days",
            "The coming roster is open. Put yourself down until it closes; what is left will be spread fairly.",
        ),
    )
    .asking(),
    Kind::new(
        "roster.closed",
        (
            "Choix clos",
            "Le tableau de service n’est plus ouvert aux choix. Une proposition qui le complète est en calcul.",
        ),
        ("Choices closed", "The roster is no longer open to choices. A plan that completes it is being computed."),
    ),
    Kind::new(
        "roster.published",
        (
            "Tableau de service publié",
            "Votre planning à partir de cette date est fixé. Il est dans Relève, à tout moment.",
        ),
        ("Roster published", "Your roster from this day on is settled. It is in Relève, at any time."),
    ),
    Kind::new(
        "roster.changed",
        (
            "Planning modifié",
            "Un jour de votre planning a changé. Ce qui vaut maintenant, et pourquoi, est dans Relève.",
        ),
        ("Roster changed", "A day of your roster has changed. What holds now, and why, is in Relève."),
    )
    .urgent(),
    Kind::new(
        "roster.question",
        (
            "Votre accord est demandé",
            "On vous propose de changer un jour de votre planning. Vous êtes libre de refuser\u{a0}; ne pas \
             répondre n’est jamais retenu contre vous.",
        ),
        (
            "Your agreement is asked",
            "You are asked to change a day of your roster. You are free to decline; not answering never counts \
             against you.",
        ),
    )
    .urgent()
    .asking(),
    Kind::new(
        "roster.answered",
        (
            "Réponse à une demande",
            "Une demande de changement de planning a sa réponse, ou son délai est passé. Le détail est dans Relève.",
        ),
        (
            "Answer to a question",
            "A question about a roster has its answer, or its time is over. The details are in Relève.",
        ),
    ),
];
