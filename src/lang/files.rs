//! The message files, part of the binary.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Name, French and English of each file.
        pub(super) const ALL: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../locales/fr/", $name, ".ftl")),
            include_str!(concat!("../../locales/en/", $name, ".ftl")),
        )),*];
    };
}

files![
    "common",
    "session",
    "account",
    "board",
    "plan",
    "search",
    "shift",
    "agent",
    "manager",
    "records",
    "deeds",
    "indicators",
    "members",
    "reference",
    "reasons",
    "refusals",
    "problems",
    "conflicts",
    "details",
    "fields",
    "found",
    "notices",
];
