//! Kinds of notices about rests that are owed.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "rest.dated",
        ("Repos daté", "Un repos dû a sa date. Chacun peut en demander une autre, dans le délai où il est dû."),
        (
            "Rest dated",
            "A rest that is owed has its date. Either side may ask for another one, within the time in which it is \
             due.",
        ),
    ),
    Kind::new(
        "rest.wanted",
        ("Autre date de repos", "Une autre date est demandée pour un repos promis. Rien ne change sans votre accord."),
        ("Another date for a rest", "Another date is asked for a promised rest. Nothing changes unless you agree."),
    ),
    Kind::new(
        "rest.refused",
        ("Date de repos non convenue", "L’autre date demandée pour ce repos n’a pas été acceptée. La date convenue ne change pas."),
        ("Rest stays as it was", "The other date that was asked for this rest was not accepted. The agreed date stays."),
    ),
    Kind::new(
        "rest.withdrawn",
        (
            "Date de repos retirée",
            "Ce repos n’a pas lieu à cette date\u{a0}: ce que le tableau de service prévoyait ces jours-là vaut de nouveau. Ce \
             qui reste dû est au compte.",
        ),
        (
            "Rest taken back",
            "This rest does not take place on these days: what the roster had there holds again. What is still owed is on \
             the account.",
        ),
    )
    .urgent(),
    Kind::new(
        "compensation.due-soon",
        (
            "Repos bientôt dû, sans date",
            "Un repos dû n’a pas encore de date, et son échéance approche. Convenez d’un jour.",
        ),
        ("Rest soon due, no date", "A rest that is owed has no date yet, and it is soon due. Agree on a day."),
    ),
    Kind::new(
        "compensation.overdue",
        (
            "Repos dû non pris",
            "Un repos dû n’a pas été pris à son échéance. Il reste dû\u{a0}: convenez d’un jour au plus tôt.",
        ),
        (
            "Rest overdue",
            "A rest that is owed was not taken in time. It is still owed: agree on a day as soon as you can.",
        ),
    )
    .urgent(),
];
