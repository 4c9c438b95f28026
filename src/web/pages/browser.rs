//! What a browser is called, from what it says it is (`User-Agent`), so that somebody knows her own sessions and devices again.
//! Every browser also claims to be others, so the rarest name is looked for first.

/// `Firefox 140, Linux`; what says nothing known is shown as it is, and `None` says nothing at all.
pub fn name(agent: &str) -> Option<String> {
    const BROWSERS: [(&str, &str); 9] = [
        ("Edg/", "Edge"),
        ("EdgA/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("FxiOS/", "Firefox"),
        ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    // Android says Linux too, an iPhone says Mac OS X.
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let agent = agent.trim();
    if agent.is_empty() {
        return None;
    }
    let browser = BROWSERS.iter().find_map(|(mark, name)| {
        let (_, rest) = agent.split_once(mark)?;
        let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some(if version.is_empty() { (*name).to_owned() } else { format!("{name}\u{a0}{version}") })
    });
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    Some(match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(browser), None) => browser,
        _ => agent.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn browsers_are_known_by_their_own_names() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(), "Firefox\u{a0}140, Linux"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64) {webkit} Chrome/141.0.0.0 Safari/537.36"), "Chrome\u{a0}141, Windows"),
            (
                format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.1.2"),
                "Edge\u{a0}141, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 \
                 Mobile/15E148 Safari/604.1"
                    .to_owned(),
                "Safari\u{a0}18, iPhone",
            ),
            (format!("Mozilla/5.0 (Linux; Android 15; K) {webkit} Chrome/141.0 Mobile Safari/537.36"), "Chrome\u{a0}141, Android"),
            ("curl/8.5.0".to_owned(), "curl/8.5.0"),
        ] {
            assert_eq!(name(&agent).as_deref(), Some(expected));
        }
        assert_eq!(name("  "), None);
    }
}
