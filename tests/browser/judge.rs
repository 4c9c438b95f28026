//! Whether a page is as a page should be: markup by html-validate, accessibility by axe-core, no sideways scrolling on the
//! narrowest screen, and one language.

use crate::peer::Peer;
use fantoccini::Client;
use serde_json::{Value, json};

/// Judges that are not ours.
pub struct Judge {
    peer: Peer,
    axe: String,
    /// Names that stand where no element can mark them as such (titles, captions): no word of theirs is of a language.
    names: Vec<String>,
}

/// Words that only one of the two languages has, which hardly a sentence does without.
const FRENCH: &[&str] = &[
    "le", "la", "les", "des", "du", "une", "vous", "votre", "vos", "est", "sont", "avec", "dans", "pas", "qui", "que",
    "et", "cette", "chaque", "aucun", "aucune", "jour", "heures", "poste", "postes", "demande", "demandes", "depuis",
    "semaine",
];
const ENGLISH: &[&str] = &[
    "the", "of", "and", "you", "your", "is", "are", "for", "with", "this", "that", "not", "from", "by", "each", "day",
    "hours", "shift", "shifts", "request", "requests", "since", "week", "nobody",
];

/// Runs axe-core and says what is wrong, one line each.
const RUN_AXE: &str = r"
    const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (found) => done(found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.failureSummary}`))),
        (error) => done([String(error)]));";

/// Every word that is shown or read out and is ours: neither a name (`translate=no`), nor marked as another language.
const OWN_WORDS: &str = r"
    const own = document.documentElement.lang, words = [];
    const skipped = (e) => e.closest('[translate=no], code, pre, script, style') !== null
        || (e.closest('[lang]') ?? document.documentElement).lang !== own;
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) if (!skipped(node.parentElement)) words.push(node.data);
    for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [data-label]')) if (!skipped(e))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label']) words.push(e.getAttribute(name) ?? '');
    return [own, words.join(' \n ')];";

impl Judge {
    /// Starts them; they are told the names of places and laws that pages may say.
    pub fn start(names: &[String]) -> Self {
        let peer = Peer::start("pages/judge.mjs");
        let axe = peer.read()["axe"].as_str().expect("axe-core").to_owned();
        Self { peer, axe, names: names.to_vec() }
    }

    /// What is wrong with the page that is shown, one line each.
    pub async fn faults(&self, page: &Client) -> Result<Vec<String>, fantoccini::error::CmdError> {
        let mut faults = Vec::new();
        let lines = |kind: &str, value: &Value| -> Vec<String> {
            let texts = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            texts.map(|text| format!("{kind}: {text}")).collect()
        };
        let address = page.current_url().await?;
        let fetch =
            "const done = arguments[0]; fetch(location.href).then(r => r.text()).then(done, e => done(String(e)))";
        let html = page.execute_async(fetch, Vec::new()).await?;
        faults.extend(lines("markup", &self.peer.ask(&json!({ "html": html }))["messages"]));
        page.execute(&self.axe, Vec::new()).await?;
        faults.extend(lines("axe", &page.execute_async(RUN_AXE, Vec::new()).await?));
        faults.extend(self.wide(page).await?);
        let own = page.execute(OWN_WORDS, Vec::new()).await?;
        let (language, text) = (own[0].as_str().unwrap_or_default(), own[1].as_str().unwrap_or_default());
        let text = self.names.iter().fold(text.to_owned(), |text, name| text.replace(name.as_str(), ""));
        faults.extend(strange_words(language, &text).map(|word| format!("a page in “{language}” says “{word}”")));
        Ok(faults.into_iter().map(|fault| format!("{}: {fault}", address.path())).collect())
    }

    /// Says by how much the page that is shown is too wide, if it is.
    pub async fn wide(&self, page: &Client) -> Result<Option<String>, fantoccini::error::CmdError> {
        let overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over = page.execute(overflow, Vec::new()).await?.as_i64().unwrap_or_default();
        Ok((over > 0).then(|| format!("the page is {over} px too wide")))
    }
}

/// Words of a text that are not of its language, each with what stands around it.
fn strange_words<'t>(language: &str, text: &'t str) -> impl Iterator<Item = String> + 't {
    let strange = if language == "fr" { ENGLISH } else { FRENCH };
    text.lines().flat_map(move |line| {
        // What hyphens join is one word: a week-end is French.
        let words = line.split(|c: char| !c.is_alphabetic() && c != '-');
        words
            .filter(|word| strange.contains(&word.to_lowercase().as_str()))
            .map(move |word| format!("{word} (in: {})", line.trim()))
    })
}

#[test]
fn strange_words_are_found() {
    let found: Vec<String> = strange_words("en", "You hold the poste N").collect();
    assert_eq!(found, ["poste (in: You hold the poste N)"]);
    assert_eq!(strange_words("fr", "Vous tenez le poste N").count(), 0);
    assert_eq!(strange_words("fr", "Vous tenez le poste of N").count(), 1);
    assert_eq!(strange_words("fr", "Un week-end sur deux").count(), 0);
}
