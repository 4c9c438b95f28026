//! Kinds of notices about cascades, agencies and what was agreed on beforehand.

use super::{Kind, Phrases};

/// The kinds.
pub(super) const WIDER: [Kind; 10] = [
    Kind {
        name: "offer.agreed",
        urgent: false,
        asks: true,
        opens: None,
        fr: Phrases {
            title: "Votre accord vaut oui",
            lead: "Votre accord permanent répond oui à ce poste\u{a0}: rien à faire. Vous pouvez encore décliner jusqu’à la clôture.",
        },
        en: Phrases {
            title: "Your agreement says yes",
            lead: "Your standing agreement says yes to this shift: there is nothing to do. You may still decline until the closing.",
        },
    },
    Kind {
        name: "assignment.agreed",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Poste confié par accord",
            lead: "Ce poste est à vous selon votre accord permanent. Vous pouvez le rendre sans motif jusqu’à l’heure indiquée.",
        },
        en: Phrases {
            title: "Shift given by agreement",
            lead: "This shift is yours by your standing agreement. You may hand it back without a reason until the time shown.",
        },
    },
    Kind {
        name: "assignment.handed-back",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Poste rendu",
            lead: "Un poste confié par accord permanent a été rendu dans le délai. Il est de nouveau à pourvoir.",
        },
        en: Phrases {
            title: "Shift handed back",
            lead: "A shift given by a standing agreement was handed back in time. It is open again.",
        },
    },
    Kind {
        name: "offer.held-back",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Sollicitation retenue",
            lead: "Une ligne approuvée attend\u{a0}: la personne a reçu autant de sollicitations que souhaité en sept jours.",
        },
        en: Phrases {
            title: "Offer held back",
            lead: "An approved line waits: the person has been asked as often in seven days as she wants to be.",
        },
    },
    Kind {
        name: "cascade.by-hand",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Personnes à appeler",
            lead: "La recherche en est à la liste des remplaçants\u{a0}: appelez-les, et notez chaque réponse dans Relève.",
        },
        en: Phrases {
            title: "People to call",
            lead: "The search has reached the fixed-term list: call them, and note each answer in Relève.",
        },
    },
    Kind {
        name: "cascade.agency",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Intérim à décider",
            lead: "Personne du pool ne tient ce poste. Décidez d’une réservation d’intérim\u{a0}; Relève montre le prix et le plafond.",
        },
        en: Phrases {
            title: "Agency to decide",
            lead: "Nobody of the pool holds this shift. Decide on booking an agency; Relève shows price and ceiling.",
        },
    },
    Kind {
        name: "booking.requested",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Intérim demandé",
            lead: "Une agence est sollicitée pour ce poste. Le pool peut encore le reprendre tant qu’elle n’a pas confirmé.",
        },
        en: Phrases {
            title: "Agency asked",
            lead: "An agency is asked for this shift. The pool may still take it back until the agency has confirmed.",
        },
    },
    Kind {
        name: "booking.confirmed",
        urgent: false,
        asks: false,
        opens: None,
        fr: Phrases { title: "Intérim confirmé", lead: "L’agence envoie quelqu’un sur ce poste." },
        en: Phrases { title: "Agency confirmed", lead: "The agency sends somebody for this shift." },
    },
    Kind {
        name: "booking.taken-back",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Poste repris par le pool",
            lead: "Quelqu’un du pool tient ce poste. La réservation d’intérim est annulée\u{a0}: prévenez l’agence.",
        },
        en: Phrases {
            title: "Taken back by the pool",
            lead: "Somebody of the pool holds this shift. The booking is cancelled: tell the agency.",
        },
    },
    Kind {
        name: "booking.cancelled",
        urgent: true,
        asks: false,
        opens: None,
        fr: Phrases {
            title: "Intérim annulé",
            lead: "La réservation d’intérim de ce poste est annulée\u{a0}: prévenez l’agence.",
        },
        en: Phrases {
            title: "Agency called off",
            lead: "The agency booking for this shift is cancelled: tell the agency.",
        },
    },
];
