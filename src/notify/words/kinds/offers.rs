//! Kinds of notices about offers, rounds and assignments.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "offer.sent",
        (
            "Sollicitation",
            "Un poste vous est proposé. Vous êtes libre d’accepter ou de décliner\u{a0}; ne pas répondre n’est \
             jamais retenu contre vous.",
        ),
        (
            "Shift offer",
            "You are offered a shift. You are free to accept or to decline; not answering never counts against you.",
        ),
    )
    .asking(),
    Kind::new(
        "offer.closed",
        (
            "Sollicitation close",
            "Le délai de réponse est passé. Une absence de réponse n’est jamais retenue contre vous.",
        ),
        ("Offer closed", "The time to answer has passed. Not answering never counts against you."),
    ),
    Kind::new(
        "offer.not-chosen",
        (
            "Poste attribué",
            "Merci d’avoir été disponible. Ce poste est allé à quelqu’un d’autre, et votre compte d’équité est \
             inchangé.",
        ),
        (
            "Shift given",
            "Thank you for being available. This shift went to somebody else, and your equity account is unchanged.",
        ),
    ),
    Kind::new(
        "offer.withdrawn",
        ("Sollicitation retirée", "Ce poste ne vous est plus proposé. Vous n’avez rien à faire."),
        ("Offer withdrawn", "This shift is no longer offered to you. There is nothing to do."),
    )
    .urgent(),
    Kind::new(
        "assignment.confirmed",
        ("Affectation confirmée", "Ce poste est à vous. Merci."),
        ("Assignment confirmed", "This shift is yours. Thank you."),
    ),
    Kind::new(
        "assignment.cancelled",
        (
            "Affectation annulée",
            "Ce poste ne vous est plus confié. Ne vous déplacez pas\u{a0}; le détail est dans Relève.",
        ),
        ("Assignment cancelled", "This shift is no longer yours. Do not travel; the details are in Relève."),
    )
    .urgent(),
    Kind::new(
        "round.empty",
        (
            "Appel sans réponse",
            "Personne parmi les agents sollicités ne tiendra ce poste. Il est de nouveau à pourvoir.",
        ),
        ("Nobody found", "Nobody of those who were asked will hold this shift. It is open again."),
    )
    .urgent(),
    Kind::new(
        "offer.reminder",
        (
            "Bientôt close",
            "Un poste vous est proposé, et le délai de réponse se termine bientôt. Ne pas répondre n’est jamais \
             retenu contre vous.",
        ),
        (
            "Closing soon",
            "You are offered a shift, and the time to answer is nearly over. Not answering never counts against you.",
        ),
    )
    .urgent()
    .asking(),
    Kind::new(
        "offer.agreed",
        (
            "Votre accord vaut oui",
            "Votre accord permanent répond oui à ce poste\u{a0}: rien à faire. Vous pouvez encore décliner jusqu’à \
             la clôture.",
        ),
        (
            "Your agreement says yes",
            "Your standing agreement says yes to this shift: there is nothing to do. You may still decline until \
             the closing.",
        ),
    )
    .asking(),
    Kind::new(
        "assignment.agreed",
        (
            "Poste confié par accord",
            "Ce poste est à vous selon votre accord permanent. Vous pouvez le rendre sans motif jusqu’à l’heure \
             indiquée.",
        ),
        (
            "Shift given by agreement",
            "This shift is yours by your standing agreement. You may hand it back without a reason until the time \
             shown.",
        ),
    )
    .urgent(),
    Kind::new(
        "assignment.handed-back",
        (
            "Poste rendu",
            "Un poste confié par accord permanent a été rendu dans le délai. Il est de nouveau à pourvoir.",
        ),
        ("Shift handed back", "A shift given by a standing agreement was handed back in time. It is open again."),
    )
    .urgent(),
    Kind::new(
        "offer.held-back",
        (
            "Sollicitation retenue",
            "Une ligne approuvée attend\u{a0}: la personne a reçu autant de sollicitations que souhaité en sept \
             jours.",
        ),
        (
            "Offer held back",
            "An approved line waits: the person has been asked as often in seven days as she wants to be.",
        ),
    ),
];
