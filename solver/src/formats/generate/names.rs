//! Names that sound right and belong to nobody: first names in use, surnames and communes put together from syllables.

const FIRST_NAMES: [&str; 44] = [
    "Aline",
    "Amina",
    "Anaïs",
    "Bastien",
    "Béatrice",
    "Camille",
    "Carole",
    "Céline",
    "Chloé",
    "Clément",
    "Coralie",
    "Delphine",
    "Élodie",
    "Émilie",
    "Estelle",
    "Fabien",
    "Fatou",
    "Florence",
    "Gaëlle",
    "Hélène",
    "Inès",
    "Jordan",
    "Julie",
    "Karim",
    "Laëtitia",
    "Laure",
    "Léa",
    "Ludivine",
    "Manon",
    "Marion",
    "Maud",
    "Mehdi",
    "Mélanie",
    "Nadège",
    "Nathalie",
    "Océane",
    "Pauline",
    "Romain",
    "Sabrina",
    "Sandrine",
    "Sonia",
    "Thomas",
    "Valérie",
    "Yasmine",
];
const SURNAME_STARTS: [&str; 20] = [
    "Vautr", "Corb", "Ferr", "Malv", "Brass", "Tourn", "Chass", "Peyr", "Lanth", "Gour", "Sauv", "Rouv", "Delm",
    "Font", "Escar", "Marsel", "Barth", "Cour", "Vign", "Grand",
];
const SURNAME_ENDS: [&str; 18] = [
    "elin", "ière", "andol", "ézac", "igny", "oulet", "arède", "essac", "olles", "uchon", "avert", "illard", "ombier",
    "erolle", "assié", "ussac", "ondeau", "ivière",
];
const COMMUNE_STARTS: [&str; 16] = [
    "Mont",
    "Roche",
    "Val",
    "Font",
    "Chaume",
    "Pierre",
    "Aubre",
    "Combe",
    "Saint-Aubrin-",
    "Saint-Vérol-",
    "La Chaze-",
    "Bois",
    "Clair",
    "Vieille",
    "Haute",
    "Mire",
];
const COMMUNE_ENDS: [&str; 14] = [
    "vrelle", "brisac", "gnolles", "mézac", "sanges", "rondel", "vaudan", "lherm", "tourzel", "pradelle", "varenne",
    "courtine", "morlac", "serre",
];

/// The name of the `i`-th person; no two alike before fifteen thousand.
pub fn person(i: usize) -> String {
    let first = FIRST_NAMES[(i * 17 + i / FIRST_NAMES.len()) % FIRST_NAMES.len()];
    let start = SURNAME_STARTS[(i * 7 + i / 31) % SURNAME_STARTS.len()];
    let end = SURNAME_ENDS[(i * 5 + i / 13) % SURNAME_ENDS.len()];
    format!("{first} {start}{end}")
}

/// The name of the `i`-th commune, starting anywhere in the list.
pub fn commune(i: usize) -> String {
    let start = COMMUNE_STARTS[(i * 5) % COMMUNE_STARTS.len()];
    let end = COMMUNE_ENDS[(i * 3 + i / COMMUNE_ENDS.len()) % COMMUNE_ENDS.len()];
    if start.ends_with('-') {
        let mut letters = end.chars();
        let head: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{}{head}{}", start, letters.as_str())
    } else {
        format!("{start}{end}")
    }
}
