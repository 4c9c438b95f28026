//! Kinds of notices about requests, shifts, plans, cascades and agencies.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "shift.changed",
        (
            "Poste modifié",
            "Ce poste a changé. Un accord donné avant ne vaut plus\u{a0}: dites si vous le tenez comme il est \
             maintenant. Vous êtes libre d’accepter ou de décliner.",
        ),
        (
            "Shift changed",
            "This shift has changed. What you agreed to before no longer holds: say whether you will hold it as it \
             is now. You are free to accept or to decline.",
        ),
    )
    .urgent()
    .asking(),
    Kind::new(
        "message.new",
        ("Nouveau message", "Un message sur une demande de remplacement vous attend."),
        ("New message", "A message about a replacement request awaits you."),
    ),
    Kind::new(
        "request.changed",
        ("Demande modifiée", "Une demande que vous suivez a changé. Le détail est dans Relève."),
        ("Request changed", "A request that you follow has changed. The details are in Relève."),
    ),
    Kind::new(
        "request.filled",
        ("Demande pourvue", "Quelqu’un tient chaque poste de cette demande. Le détail est dans Relève."),
        ("Request filled", "Somebody holds every shift of this request. The details are in Relève."),
    ),
    Kind::new(
        "request.unfilled",
        (
            "Demande non pourvue",
            "Cette demande est terminée sans que chaque poste ait été tenu. Le détail est dans Relève.",
        ),
        ("Request not filled", "This request is over, and not every shift of it was held. The details are in Relève."),
    )
    .urgent(),
    Kind::new(
        "duty.bare",
        (
            "Vacations à découvert",
            "Des vacations du tableau de service n’ont plus personne. Relève propose la demande de remplacement.",
        ),
        ("Duties left bare", "Duties of the roster have nobody any more. Relève has a replacement request ready."),
    )
    .urgent(),
    Kind::new(
        "plan.proposed",
        ("Proposition à examiner", "Une nouvelle proposition attend votre décision."),
        ("Plan to review", "A new plan awaits your decision."),
    ),
    Kind::new(
        "shift.tomorrow",
        ("Votre poste de demain", "Rappel du poste que vous tenez demain."),
        ("Your shift tomorrow", "A reminder of the shift that you hold tomorrow."),
    )
    .urgent(),
    Kind::new(
        "shift.bare",
        (
            "Poste sans personne",
            "Ce poste commence bientôt et personne ne le tient encore. Relève montre pourquoi, et ce qui reste \
             possible.",
        ),
        (
            "Nobody holds this shift",
            "This shift begins soon, and nobody holds it yet. Relève shows why, and what is still possible.",
        ),
    )
    .urgent(),
    Kind::new(
        "cascade.by-hand",
        (
            "Personnes à appeler",
            "La recherche en est à la liste des remplaçants\u{a0}: appelez-les, et notez chaque réponse dans Relève.",
        ),
        ("People to call", "The search has reached the fixed-term list: call them, and note each answer in Relève."),
    )
    .urgent(),
    Kind::new(
        "cascade.agency",
        (
            "Intérim à décider",
            "Personne du pool ne tient ce poste. Décidez d’une réservation d’intérim\u{a0}; Relève montre le prix \
             et le plafond.",
        ),
        (
            "Agency to decide",
            "Nobody of the pool holds this shift. Decide on booking an agency; Relève shows price and ceiling.",
        ),
    )
    .urgent(),
    Kind::new(
        "cascade.exhausted",
        (
            "Recherche épuisée",
            "Personne ne reste à solliciter pour ce poste, qui est toujours à pourvoir. Relève montre pourquoi, et ce \
             qui reste possible.",
        ),
        (
            "Search exhausted",
            "Nobody is left to be asked for this shift, and it is still to be filled. Relève shows why, and what is \
             still possible.",
        ),
    )
    .urgent(),
    Kind::new(
        "booking.requested",
        (
            "Intérim demandé",
            "Une agence est sollicitée pour ce poste. Le pool peut encore le reprendre tant qu’elle n’a pas confirmé.",
        ),
        (
            "Agency asked",
            "An agency is asked for this shift. The pool may still take it back until the agency has confirmed.",
        ),
    ),
    Kind::new(
        "booking.confirmed",
        ("Intérim confirmé", "L’agence envoie quelqu’un sur ce poste."),
        ("Agency confirmed", "The agency sends somebody for this shift."),
    ),
    Kind::new(
        "booking.taken-back",
        (
            "Poste repris par le pool",
            "Quelqu’un du pool tient ce poste. La réservation d’intérim est annulée\u{a0}: prévenez l’agence.",
        ),
        ("Taken back by the pool", "Somebody of the pool holds this shift. The booking is cancelled: tell the agency."),
    )
    .urgent(),
    Kind::new(
        "booking.cancelled",
        ("Intérim annulé", "La réservation d’intérim de ce poste est annulée\u{a0}: prévenez l’agence."),
        ("Agency called off", "The agency booking for this shift is cancelled: tell the agency."),
    )
    .urgent(),
];
