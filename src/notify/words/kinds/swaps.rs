//! Kinds of notices about swaps.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "swap.proposed",
        (
            "Échange proposé",
            "Un échange de vacations vous est proposé\u{a0}; il est conforme aux règles. Vous êtes libre d’accepter \
             ou de décliner, sans raison à donner\u{a0}; ne pas répondre n’est jamais retenu contre vous.",
        ),
        (
            "Swap proposed",
            "You are asked to exchange duties; the rules allow it. You are free to accept or to decline, and need \
             give no reason; not answering never counts against you.",
        ),
    )
    .asking(),
    Kind::new(
        "swap.agreed",
        (
            "Échange accepté",
            "Tout le monde a accepté. L’échange attend l’accord des unités\u{a0}; d’ici là, vos vacations ne \
             changent pas.",
        ),
        (
            "Swap agreed",
            "Everybody has agreed. The swap awaits the units’ approval; until then your duties stay as they are.",
        ),
    ),
    Kind::new(
        "swap.to-approve",
        (
            "Échange à valider",
            "Des agents se sont mis d’accord sur un échange de vacations, conforme aux règles. Il attend votre \
             décision.",
        ),
        ("Swap to approve", "Agents have agreed to exchange duties, and the rules allow it. It awaits your decision."),
    )
    .asking(),
    Kind::new(
        "swap.done",
        ("Échange réalisé", "L’échange est fait. Voici ce qui vaut maintenant."),
        ("Swap done", "The swap is done. This is what holds now."),
    )
    .urgent(),
    Kind::new(
        "swap.refused",
        (
            "Échange sans suite",
            "Cet échange n’aura pas lieu. Vos vacations restent comme elles sont, et rien n’est retenu contre \
             personne.",
        ),
        (
            "Swap not done",
            "This swap will not take place. Your duties stay as they are, and nothing is held against anybody.",
        ),
    ),
    Kind::new(
        "swap.expired",
        (
            "Échange expiré",
            "Le délai est passé sans que l’échange soit conclu. Vos vacations restent comme elles sont.",
        ),
        ("Swap expired", "The time has passed and the swap was not concluded. Your duties stay as they are."),
    ),
    Kind::new(
        "swap.withdrawn",
        ("Échange retiré", "Cet échange ne vous est plus proposé. Vous n’avez rien à faire."),
        ("Swap withdrawn", "This swap is no longer proposed to you. There is nothing to do."),
    ),
];
