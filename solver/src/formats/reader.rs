//! Typed access to a [`Node`] tree. Every accessor records what is wrong in a shared [`Sink`] and hands back a stand-in,
//! so that one pass over the file finds every error. Stand-ins never leave [`super::passes::judge`]: with any issue there is
//! no result.

mod moments;
mod path;

pub use moments::YEARS;
pub use path::{Path, Sink};

use super::suggest::nearest;
use super::tree::{Entry, Node, Value, quote};
use crate::formats::Said;

/// A table being read.
pub struct Table<'a> {
    node: &'a Node<'a>,
    path: &'a Path<'a>,
    sink: &'a Sink<'a>,
}

impl<'a> Table<'a> {
    /// Opens a node as a table with these fields and no others; `None`, recorded, when it is not a table.
    pub fn open(node: &'a Node<'a>, path: &'a Path<'a>, sink: &'a Sink<'a>, fields: &[&str]) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            sink.report(
                node.line,
                path,
                node.describe(),
                Said::both("une table", "a table"),
                Said::both(
                    format!("écrivez ses champs : {}", fields.join(", ")),
                    format!("write its fields: {}", fields.join(", ")),
                ),
            );
            return None;
        };
        for entry in entries.iter().filter(|entry| !fields.contains(&entry.key.as_ref())) {
            let help = match nearest(&entry.key, fields.iter().copied()) {
                Some(field) => meant(&format!("`{field}`")),
                None => Said::both("retirez-le, ou vérifiez son orthographe", "remove it or check its spelling"),
            };
            let expected = choice(&fields.join(", "));
            sink.report(
                entry.line,
                &path.key(&entry.key),
                Said::both("un champ inconnu", "an unknown field"),
                expected,
                help,
            );
        }
        Some(Self { node, path, sink })
    }

    fn wrong(&self, entry: &Entry<'_>, expected: impl Into<Said>, help: impl Into<Said>) {
        self.sink.report(entry.line, &self.path.key(&entry.key), entry.node.describe(), expected, help);
    }

    /// The entry of a required field, or a recorded absence.
    fn required(&self, key: &str, expected: impl Into<Said>) -> Option<&'a Entry<'a>> {
        let entry = self.node.entry(key);
        if entry.is_none() && !self.sink.is_torn(key) {
            let help = Said::both(format!("ajoutez `{key}`"), format!("add `{key}`"));
            self.sink.report(self.node.line, &self.path.key(key), Said::both("rien", "nothing"), expected, help);
        }
        entry
    }

    /// Reads a field that must be there.
    fn need<T: Default>(&self, key: &str, expected: Said, read: impl FnOnce(&Self, &'a Entry<'a>) -> Option<T>) -> T {
        self.required(key, expected).and_then(|entry| read(self, entry)).unwrap_or_default()
    }

    /// An entry that says something: `null` is how JSON writes an absent field.
    fn present(&self, key: &str) -> Option<&'a Entry<'a>> {
        self.node.entry(key).filter(|entry| entry.node.value != Value::Null)
    }

    /// Reads a field that may be absent.
    fn may<T>(&self, key: &str, read: impl FnOnce(&Self, &'a Entry<'a>) -> Option<T>) -> Option<T> {
        self.present(key).and_then(|entry| read(self, entry))
    }

    fn as_text(&self, entry: &'a Entry<'a>) -> Option<String> {
        if let Value::Text(text) = &entry.node.value {
            return Some(text.to_string());
        }
        self.wrong(
            entry,
            Said::both("un texte", "a text"),
            Said::both("écrivez-le entre guillemets droits", "write it in quotes"),
        );
        None
    }

    /// A required text.
    pub fn text(&self, key: &str) -> String {
        self.need(key, Said::both("un texte", "a text"), Self::as_text)
    }

    /// An optional text.
    pub fn optional_text(&self, key: &str) -> Option<String> {
        self.may(key, Self::as_text)
    }

    /// An identifier: its form is checked by [`super::scenario::validate()`].
    pub fn id<T: for<'s> From<&'s str>>(&self, key: &str) -> T {
        T::from(&self.need(key, Said::both("un identifiant", "an identifier"), Self::as_text))
    }

    fn as_whole(&self, entry: &'a Entry<'a>) -> Option<u32> {
        let whole = match entry.node.value {
            Value::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        };
        if whole.is_none() {
            self.wrong(
                entry,
                Said::both("un nombre entier, positif ou nul", "a whole number, 0 or more"),
                Said::both(
                    "écrivez des chiffres seulement, sans guillemets ni décimales",
                    "write digits only, without quotes or decimals",
                ),
            );
        }
        whole
    }

    /// A required whole number.
    pub fn whole(&self, key: &str) -> u32 {
        self.need(key, Said::both("un nombre entier", "a whole number"), Self::as_whole)
    }

    /// An optional whole number.
    pub fn optional_whole(&self, key: &str) -> Option<u32> {
        self.may(key, Self::as_whole)
    }

    fn as_number(&self, entry: &'a Entry<'a>) -> Option<f64> {
        match entry.node.value {
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) if number.is_finite() => Some(number),
            _ => {
                self.wrong(
                    entry,
                    Said::both("un nombre", "a finite number"),
                    Said::both(
                        "écrivez-le sans guillemets, avec un point décimal",
                        "write it without quotes, with a decimal point",
                    ),
                );
                None
            }
        }
    }

    /// A required number.
    pub fn number(&self, key: &str) -> f64 {
        self.need(key, Said::both("un nombre", "a number"), Self::as_number)
    }

    /// An optional number.
    pub fn optional_number(&self, key: &str) -> Option<f64> {
        self.may(key, Self::as_number)
    }

    /// A truth value, false when absent.
    pub fn flag(&self, key: &str) -> bool {
        self.may(key, |table, entry| {
            if let Value::Boolean(value) = entry.node.value {
                return Some(value);
            }
            table.wrong(
                entry,
                Said::both("true ou false", "true or false"),
                Said::both("écrivez-le sans guillemets", "write it without quotes"),
            );
            None
        })
        .unwrap_or(false)
    }

    /// A list of texts, empty when absent.
    pub fn texts<T: for<'s> From<&'s str>>(&self, key: &str) -> Vec<T> {
        self.values(
            key,
            &Said::both("un texte", "a text"),
            &Said::both("écrivez-le entre guillemets droits", "write it in quotes"),
            |value| match value {
                Value::Text(text) => Some(T::from(text)),
                _ => None,
            },
        )
    }

    /// A required word out of a fixed set.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> T {
        let read = |entry: &Entry<'_>| self.as_word(&entry.node, &self.path.key(&entry.key), entry.line, words);
        self.required(key, one_of(words)).and_then(read).unwrap_or(words[0].1)
    }

    /// An optional word out of a fixed set.
    pub fn optional_word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        self.may(key, |table, entry| table.as_word(&entry.node, &table.path.key(&entry.key), entry.line, words))
    }

    /// A list of words out of a fixed set, empty when absent.
    pub fn words<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Vec<T> {
        let path = self.path.key(key);
        let items = self.items(key, false).iter().enumerate();
        items.filter_map(|(i, item)| self.as_word(item, &path.item(i, None), item.line, words)).collect()
    }

    fn as_word<T: Copy>(&self, node: &Node<'_>, path: &Path<'_>, line: usize, words: &[(&str, T)]) -> Option<T> {
        let text = if let Value::Text(text) = &node.value { text.as_ref() } else { "" };
        let known = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if known.is_none() {
            let help = match nearest(text, words.iter().map(|(word, _)| *word)) {
                Some(word) => meant(&format!("\"{word}\"")),
                None => Said::both("choisissez l’un de ces mots", "choose one of these words"),
            };
            self.sink.report(line, path, node.describe(), one_of(words), help);
        }
        known
    }

    /// A required value that has its own textual form, such as a time zone.
    pub fn parsed<T>(&self, key: &str, stand_in: T, expected: &Said, parse: impl Fn(&str) -> Result<T, Said>) -> T {
        let Some(entry) = self.required(key, expected) else {
            return stand_in;
        };
        let text = if let Value::Text(text) = &entry.node.value { text.as_ref() } else { "" };
        parse(text).unwrap_or_else(|help| {
            self.wrong(entry, expected, help);
            stand_in
        })
    }

    fn values<T>(&self, key: &str, expected: &Said, help: &Said, read: impl Fn(&Value<'_>) -> Option<T>) -> Vec<T> {
        let path = self.path.key(key);
        let mut values = Vec::new();
        for (i, item) in self.items(key, false).iter().enumerate() {
            match read(&item.value) {
                Some(value) => values.push(value),
                None => self.sink.report(item.line, &path.item(i, None), item.describe(), expected, help),
            }
        }
        values
    }

    fn items(&self, key: &str, required: bool) -> &'a [Node<'a>] {
        let entry = if required { self.required(key, Said::both("une liste", "a list")) } else { self.present(key) };
        match entry.map(|entry| (&entry.node.value, entry)) {
            None => &[],
            Some((Value::List(items), _)) => items,
            Some((_, entry)) => {
                self.wrong(
                    entry,
                    Said::both("une liste", "a list"),
                    Said::both("mettez-la entre crochets", "put it in square brackets"),
                );
                &[]
            }
        }
    }

    /// A list of tables. An item that is no table is recorded by `read` and leaves a gap in no index: `read` gets the
    /// item's true path.
    pub fn list<T>(
        &self,
        key: &str,
        required: bool,
        id_field: &str,
        read: impl Fn(&Node<'_>, &Path<'_>, &Sink<'_>) -> T,
    ) -> Vec<T> {
        let path = self.path.key(key);
        let items = self.items(key, required).iter().enumerate();
        items
            .map(|(i, item)| {
                let id = item.entry(id_field).and_then(|entry| match &entry.node.value {
                    Value::Text(text) => Some(text.as_ref()),
                    _ => None,
                });
                read(item, &path.item(i, id), self.sink)
            })
            .collect()
    }

    /// A table inside this one; `None` when absent.
    pub fn table<T>(
        &self,
        key: &str,
        required: bool,
        read: impl FnOnce(&Node<'_>, &Path<'_>, &Sink<'_>) -> T,
    ) -> Option<T> {
        let entry = if required { self.required(key, Said::both("une table", "a table")) } else { self.present(key) }?;
        Some(read(&entry.node, &self.path.key(key), self.sink))
    }

    /// Every entry of a table whose keys are data, such as shift → agent.
    pub fn entries(
        node: &Node<'_>,
        path: &Path<'_>,
        sink: &Sink<'_>,
        mut each: impl FnMut(&str, &Node<'_>, &Path<'_>),
    ) {
        if let Value::Table(entries) = &node.value {
            for entry in entries {
                each(&entry.key, &entry.node, &path.key(&entry.key));
            }
        } else {
            sink.report(
                node.line,
                path,
                node.describe(),
                Said::both("une table", "a table"),
                Said::both("écrivez des paires `clé = valeur`", "write `key = value` pairs"),
            );
        }
    }

    /// The whole number of a node met in [`Self::entries`].
    pub fn plain_integer(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Option<i64> {
        let integer = match node.value {
            Value::Integer(number) => i64::try_from(number).ok(),
            _ => None,
        };
        if integer.is_none() {
            sink.report(
                node.line,
                path,
                node.describe(),
                Said::both("un nombre entier", "a whole number"),
                Said::both("écrivez des chiffres seulement, sans guillemets", "write digits only, without quotes"),
            );
        }
        integer
    }

    /// The text of a node met in [`Self::entries`].
    pub fn plain_text(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Option<String> {
        if let Value::Text(text) = &node.value {
            return Some(text.to_string());
        }
        sink.report(
            node.line,
            path,
            node.describe(),
            Said::both("un texte", "a text"),
            Said::both("écrivez-le entre guillemets droits", "write it in quotes"),
        );
        None
    }
}

/// Opens a node as a table with these fields and reads it. A node that is no table is read as an empty one into a sink of
/// its own, so that its one true issue is not followed by a missing-field issue for every field.
pub fn read_table<T>(
    node: &Node<'_>,
    path: &Path<'_>,
    sink: &Sink<'_>,
    fields: &[&str],
    read: impl Fn(&Table<'_>) -> T,
) -> T {
    if let Some(table) = Table::open(node, path, sink, fields) {
        return read(&table);
    }
    let empty = Node { line: node.line, value: Value::Table(Vec::new()) };
    let aside = Sink::new(Vec::new());
    read(&Table::open(&empty, path, &aside, &[]).expect("an empty table is a table"))
}

fn one_of<T>(words: &[(&str, T)]) -> Said {
    let quoted: Vec<String> = words.iter().map(|(word, _)| quote(word)).collect();
    choice(&quoted.join(", "))
}

/// What to write instead.
fn choice(among: &str) -> Said {
    Said::both(format!("l’un de {among}"), format!("one of {among}"))
}

/// Did you mean …?
pub(crate) fn meant(word: &str) -> Said {
    Said::both(format!("vouliez-vous dire {word} ?"), format!("did you mean {word}?"))
}
