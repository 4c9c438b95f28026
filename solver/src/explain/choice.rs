//! What a choice would cost, in words. The figures come from [`crate::engines::bound`]; a figure that is a least one is
//! rounded down, so that the sentence stays true.

use crate::domain::plan::{Instead, Least, LevelName};
use serde::{Deserialize, Serialize};

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Said {
    /// French.
    pub sentence_fr: String,
    /// English.
    pub sentence_en: String,
}

/// What choosing somebody for a shift would cost.
pub fn instead(answer: Instead) -> Said {
    let (fr, en) = match answer {
        Instead::Held => (
            "le plan lui donne ce poste, ou un poste en tout point semblable".to_owned(),
            "the plan gives her this shift, or one just like it".to_owned(),
        ),
        Instead::Nothing => (
            "la choisir ne coûte rien : un autre plan est aussi bon à tous les niveaux".to_owned(),
            "choosing her instead costs nothing: another plan is as good at every level".to_owned(),
        ),
        Instead::Gain(Least { level, by }) => {
            let (fr, en) = amount(level, by);
            (
                format!("un plan avec elle est meilleur de {fr} : le plan n’est pas le meilleur"),
                format!("a plan with her is better by {en}: this plan is not the best"),
            )
        }
        Instead::Exactly(Least { level, by }) => {
            let (fr, en) = amount(level, by);
            let (kept_fr, kept_en) = kept(level);
            (
                format!("la choisir coûte {fr}, tout le reste étant refait au mieux{kept_fr}"),
                format!("choosing her instead costs {en}, with everything else planned again around her{kept_en}"),
            )
        }
        Instead::AtLeast(least) => return at_least(Some(least)),
        Instead::Open => return at_least(None),
    };
    Said { sentence_fr: fr, sentence_en: en }
}

/// What choosing somebody for a shift costs at least, as far as the bound tells.
pub fn at_least(least: Option<Least>) -> Said {
    let Some(Least { level, by }) = least else {
        return Said {
            sentence_fr: "la borne n’exclut pas que la choisir ne coûte rien".to_owned(),
            sentence_en: "the bound does not exclude that choosing her instead costs nothing".to_owned(),
        };
    };
    let (fr, en) = amount(level, by);
    let (kept_fr, kept_en) = kept(level);
    Said {
        sentence_fr: format!("la choisir coûte au moins {fr}, quoi qu’on change par ailleurs{kept_fr}"),
        sentence_en: format!("choosing her instead costs at least {en}, whatever else is changed{kept_en}"),
    }
}

/// So much of a level in its own unit, French and English; rounded down.
pub fn amount(level: LevelName, by: f64) -> (String, String) {
    let places = if by >= 0.01 { 2 } else { 4 };
    let scale = 10f64.powi(places);
    // What is a hair below a round figure is that figure.
    let figure = format!("{:.*}", places as usize, (by * scale + 1e-4).floor() / scale);
    let (fr, en) = match level {
        LevelName::Safety => ("poste sous le minimum de sécurité", "shifts below the safety minimum"),
        LevelName::Cover => ("point de couverture", "points of cover"),
        LevelName::Changes => ("point de changement", "points of changes"),
        LevelName::Equity => ("point d’équité", "points of equity"),
        LevelName::Cost => ("€", "EUR"),
        LevelName::Preferences => ("point de souhaits", "points of wishes"),
    };
    let fr = match level {
        LevelName::Cost => fr.to_owned(),
        // In French two begins the plural.
        _ if by < 2.0 => fr.to_owned(),
        LevelName::Safety => fr.replacen("poste", "postes", 1),
        _ => fr.replacen("point", "points", 1),
    };
    (format!("{} {fr}", figure.replace('.', ",")), format!("{figure} {en}"))
}

/// What is not given up for it: the levels before.
fn kept(level: LevelName) -> (&'static str, &'static str) {
    match level {
        LevelName::Safety => ("", ""),
        LevelName::Cover => (", sans céder sur la sécurité", ", with safety as good as in this plan"),
        LevelName::Changes | LevelName::Equity => {
            (", sans céder sur la sécurité ni la couverture", ", with safety and cover as good as in this plan")
        }
        LevelName::Cost => (
            ", sans céder sur la sécurité, la couverture ni l’équité",
            ", with safety, cover and equity as good as in this plan",
        ),
        LevelName::Preferences => {
            (", sans céder sur aucun autre niveau", ", with every other level as good as in this plan")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_least_figure_is_never_rounded_up() {
        for (by, fr, en) in [
            (0.4, "0,40 point d’équité", "0.40 points of equity"),
            (0.399_99, "0,39 point d’équité", "0.39 points of equity"),
            (1.999, "1,99 point d’équité", "1.99 points of equity"),
            (2.0 - 1e-9, "2,00 point d’équité", "2.00 points of equity"),
            (0.001_29, "0,0012 point d’équité", "0.0012 points of equity"),
            (12.345, "12,34 points d’équité", "12.34 points of equity"),
        ] {
            assert_eq!(amount(LevelName::Equity, by), (fr.to_owned(), en.to_owned()), "{by}");
        }
        assert_eq!(amount(LevelName::Cost, 34.2), ("34,20 €".to_owned(), "34.20 EUR".to_owned()));
    }

    #[test]
    fn a_sentence_says_what_is_not_given_up_for_it() {
        let least = Least { level: LevelName::Cover, by: 2.0 };
        let Said { sentence_fr, sentence_en } = instead(Instead::AtLeast(least));
        assert_eq!(
            sentence_fr,
            "la choisir coûte au moins 2,00 points de couverture, quoi qu’on change par ailleurs, sans céder sur la \
             sécurité"
        );
        assert!(
            sentence_en.ends_with("whatever else is changed, with safety as good as in this plan"),
            "{sentence_en}"
        );
    }
}
