//! Texts of record said in a reader's language.

use super::{MARK, Reason, Value, Words, marked, sentence};
use std::fmt;

/// Whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The service's, in the reader's language.
    Service,
    /// The law's, in French whoever reads them.
    Law,
    /// A person's, as she typed them.
    Person,
}

/// A part of what is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whose they are.
    pub whose: Whose,
}

impl Piece {
    /// They are in French, whatever the page is in.
    pub fn is_law(&self) -> bool {
        self.whose == Whose::Law
    }

    /// Nobody translates them.
    pub fn is_kept(&self) -> bool {
        self.whose != Whose::Service
    }
}

/// A text of record as a reader has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Its parts, in order.
    pub pieces: Vec<Piece>,
}

impl Told {
    /// Words of one origin; nothing for no words.
    fn of(text: String, whose: Whose) -> Self {
        Self { pieces: if text.is_empty() { Vec::new() } else { vec![Piece { text, whose }] } }
    }

    /// Nothing is told.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// A person's words alone.
    pub fn is_typed(&self) -> bool {
        self.pieces.iter().all(|piece| piece.whose == Whose::Person)
    }
}

impl fmt::Display for Told {
    /// As running text, where nothing can be marked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| f.write_str(&piece.text))
    }
}

impl Words {
    /// A reason as a row holds it: ours in this language, what somebody typed as she did.
    pub fn reason(self, stored: &str) -> Told {
        if let Some(ours) = Reason::read(stored) {
            return ours.told(self);
        }
        // What earned rest is promised for begins with the label of the law.
        for (place, colon) in stored.match_indices(" : ") {
            let (label, rest) = (&stored[..place], &stored[place + colon.len()..]);
            if Reason::read(rest).is_some_and(|reason| reason.earns()) {
                return self.labelled((label, Whose::Law), rest);
            }
        }
        Told::of(stored.to_owned(), Whose::Person)
    }

    /// A label and the reason beside it. A label is the service's where it is one of ours; else it is whose it is said to be.
    pub fn labelled(self, (label, whose): (&str, Whose), stored: &str) -> Told {
        let mut told = match Reason::read(label) {
            Some(ours) => ours.told(self),
            None if whose == Whose::Law => Told::of(self.set(label), whose),
            None => Told::of(label.to_owned(), whose),
        };
        let reason = self.reason(stored);
        if !told.is_empty() && !reason.is_empty() {
            told.pieces.push(Piece { text: self.say("colon"), whose: Whose::Service });
        }
        told.pieces.extend(reason.pieces);
        told
    }
}

impl Reason {
    /// In a reader's language, other people's words apart.
    fn told(&self, words: Words) -> Told {
        let values = self.values();
        let values = values.iter().map(|(name, value)| {
            let text = value.told(words);
            (*name, if matches!(value, Value::Text(_)) { marked(&text) } else { text })
        });
        let sentence = sentence(words, self.key(), values);
        let parts = sentence.split(MARK).enumerate().filter(|(_, part)| !part.is_empty());
        let whose = |place: usize| if place.is_multiple_of(2) { Whose::Service } else { Whose::Person };
        Told { pieces: parts.map(|(place, part)| Piece { text: part.to_owned(), whose: whose(place) }).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Locale;

    const FR: Words = Words::new(Locale::Fr);
    const EN: Words = Words::new(Locale::En);

    #[test]
    fn what_earlier_versions_wrote_is_said_in_both_languages() {
        for (stored, french, english) in [
            ("Poste N du 2026-12-05, Médecine", "Poste N du 05/12/2026, Médecine", "Shift N on 05/12/2026, Médecine"),
            (
                "Annulée moins de 24 h avant : Poste J2 du 2026-05-01, Bloc",
                "Annulée moins de 24\u{a0}h avant\u{a0}: Poste J2 du 01/05/2026, Bloc",
                "Called off less than 24 h ahead: shift J2 on 01/05/2026, Bloc",
            ),
            (
                "Férié du 2026-12-25, jour de repos",
                "Férié du 25/12/2026, jour de repos",
                "Public holiday of 25/12/2026, a day off",
            ),
            ("Année 2026", "Année 2026", "Year 2026"),
            ("Échange", "Échange", "Swap"),
            (
                "Quota dépassé : avec cette demande, l’établissement recevrait 120 h 30 du 01/12/2026 au 31/12/2026 ; sa convention en prévoit 8 h 00 au plus.",
                "Quota dépassé\u{a0}: avec cette demande, l’établissement recevrait 120\u{a0}h\u{a0}30 du 01/12/2026 au 31/12/2026\u{a0}; sa convention en prévoit 8\u{a0}h au plus.",
                "Over the quota: with this request the establishment would receive 120\u{a0}h\u{a0}30 from 01/12/2026 to 31/12/2026; its convention allows 8\u{a0}h at most.",
            ),
        ] {
            assert_eq!(FR.reason(stored).to_string(), french);
            assert_eq!(EN.reason(stored).to_string(), english);
            assert!(!EN.reason(stored).is_typed());
        }
    }

    #[test]
    fn other_peoples_words_stay_as_they_are_and_apart() {
        let pieces = |told: Told| told.pieces.into_iter().map(|piece| (piece.text, piece.whose)).collect::<Vec<_>>();
        let of = |text: &str, whose| (text.to_owned(), whose);
        for typed in [
            "Lit fermé",
            "Poste N du 5 décembre, Médecine",
            "Année scolaire",
            "Déclaration du 1/9/2026",
            "Vu : Échange",
        ] {
            assert_eq!(pieces(EN.reason(typed)), [of(typed, Whose::Person)]);
            assert!(FR.reason(typed).is_typed());
        }
        assert_eq!(
            pieces(EN.reason("Heures corrigées : l'astreinte")),
            [of("Hours corrected: ", Whose::Service), of("l'astreinte", Whose::Person)]
        );
        assert_eq!(
            pieces(EN.reason("Repos : week-end : Année 2026")),
            [of("Repos : week-end", Whose::Law), of(": ", Whose::Service), of("Year 2026", Whose::Service)]
        );
        assert_eq!(
            pieces(EN.labelled(("Repos pris", Whose::Law), "Récupération")),
            [of("Rest taken", Whose::Service), of(": ", Whose::Service), of("Récupération", Whose::Person)]
        );
        assert_eq!(pieces(EN.labelled(("Prime", Whose::Person), "")), [of("Prime", Whose::Person)]);
        assert!(EN.reason("").is_empty());
    }
}
