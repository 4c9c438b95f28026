//! Settings of accounts: where the service is reached, its key, how hard passwords are hashed, how long a session lasts.

use super::Config;
use crate::app::access::Role;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Fewest characters of the secret key.
const KEY_CHARS_MIN: usize = 32;

/// See the module.
#[derive(Debug, Clone, clap::Args)]
pub struct Accounts {
    /// Where people reach the service: `https://releve.example.org`, without a path. Links in messages begin with it, forms
    /// must come from it, and with https the session's cookie travels over https alone.
    #[arg(long, env = "RELEVE_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
    /// Key that links and second factors are made with, at least 32 characters: `openssl rand -hex 32`. The same for every
    /// server on one database. Without it nobody is invited, recovers a password or enrols a second factor.
    #[arg(long, env = "RELEVE_SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<SecretKey>,
    /// Proxies whose `X-Forwarded-For` is believed, comma separated: `10.0.0.7,192.168.0.0/16`.
    #[arg(long, env = "RELEVE_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,
    /// Roles that need a second factor, comma separated: `administrator,coordinator`.
    #[arg(long, env = "RELEVE_SECOND_FACTOR_ROLES", value_delimiter = ',')]
    pub second_factor_roles: Vec<Role>,
    /// Minutes without a request after which a session is over; twelve hours after log-in it is over anyway.
    #[arg(long, env = "RELEVE_SESSION_IDLE_MINUTES", default_value_t = 480, value_parser = clap::value_parser!(i64).range(1..))]
    pub session_idle_minutes: i64,
    /// Refused log-ins that one client address has before it must wait; more where many people share an address.
    #[arg(long, env = "RELEVE_ADDRESS_FREE_FAILURES", default_value_t = 5, value_parser = clap::value_parser!(i64).range(1..))]
    pub address_free_failures: i64,
    /// Memory that hashing a password takes, KiB.
    #[arg(long, env = "RELEVE_ARGON2_MEMORY_KIB", default_value_t = 19_456, value_parser = clap::value_parser!(u32).range(8..=1_048_576))]
    pub argon2_memory_kib: u32,
    /// Passes over that memory.
    #[arg(long, env = "RELEVE_ARGON2_PASSES", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub argon2_passes: u32,
    /// Whether this is `releve demo`, which may make links that log somebody in. No option and no variable sets it.
    #[arg(skip)]
    pub demo: bool,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            public_url: None,
            secret_key: None,
            trusted_proxies: Vec::new(),
            second_factor_roles: Vec::new(),
            session_idle_minutes: 480,
            address_free_failures: 5,
            argon2_memory_kib: 19_456,
            argon2_passes: 2,
            demo: false,
        }
    }
}

impl Accounts {
    /// Looks whether the settings can be together.
    ///
    /// # Errors
    /// With what is missing.
    pub fn look_at(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.second_factor_roles.is_empty() || self.secret_key.is_some(),
            "RELEVE_SECOND_FACTOR_ROLES needs RELEVE_SECRET_KEY: nobody could enrol"
        );
        Ok(())
    }
}

impl Config {
    /// Whether cookies travel over https alone. Only a server on loopback that nobody reaches over https does without.
    pub fn secure_cookies(&self) -> bool {
        self.accounts.public_url.as_ref().is_some_and(PublicUrl::is_https) || !self.listen.ip().is_loopback()
    }

    /// What addresses of pages begin with, without a slash at the end.
    pub fn base_url(&self) -> String {
        self.accounts.public_url.as_ref().map_or_else(|| format!("http://{}", self.listen), |url| url.0.clone())
    }
}

/// Scheme, host and port, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Whether it is https.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The origin as browsers write it (RFC 6454, 6.2).
    pub fn origin(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, host) = url.split_once("://").unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        if !matches!(scheme, "http" | "https") || host.is_empty() || !host.chars().all(plain) {
            return Err(format!("{text:?} is not an address like https://releve.example.org, without a path"));
        }
        // Browsers leave a scheme's own port out.
        let port = if scheme == "https" { ":443" } else { ":80" };
        Ok(Self(url.strip_suffix(port).unwrap_or(&url).to_owned()))
    }
}

/// The service's key; it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

impl SecretKey {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl FromStr for SecretKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = text.trim().chars().count();
        if found < KEY_CHARS_MIN {
            return Err(format!(
                "it has {found} characters, at least {KEY_CHARS_MIN} are wanted: openssl rand -hex 32"
            ));
        }
        Ok(Self(text.trim().to_owned()))
    }
}

/// An address, or all addresses that begin alike: `10.0.0.7`, `192.168.0.0/16`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// Leading bits that count.
    bits: u8,
}

impl Network {
    /// Whether an address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.bits);
                (u64::from(own.to_bits()) >> shift) == (u64::from(other.to_bits()) >> shift)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.bits);
                shift == 128 || own.to_bits() >> shift == other.to_bits() >> shift
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is neither an address like 10.0.0.7 nor a network like 192.168.0.0/16");
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits > most { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_origin_as_browsers_write_it() {
        let read = |text: &str| text.parse::<PublicUrl>().map(|url| url.origin().to_owned());
        assert_eq!(read("https://Releve.Example.org/").as_deref(), Ok("https://releve.example.org"));
        assert_eq!(read("https://releve.example.org:443").as_deref(), Ok("https://releve.example.org"));
        assert_eq!(read("http://localhost:8080").as_deref(), Ok("http://localhost:8080"));
        for bad in ["", "releve.example.org", "ftp://a", "https://", "https://a/path", "https://a b", "https://u@a"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_network_holds_what_begins_like_it() {
        let holds = |network: &str, address: &str| {
            let network: Network = network.parse().expect("a network");
            network.holds(address.parse().expect("an address"))
        };
        assert!(holds("10.0.0.7", "10.0.0.7") && !holds("10.0.0.7", "10.0.0.8"));
        assert!(holds("192.168.0.0/16", "192.168.255.1") && !holds("192.168.0.0/16", "192.169.0.1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "::1"));
        assert!(holds("fd00::/8", "fd12::1") && !holds("fd00::/8", "fe80::1") && holds("::/0", "::1"));
        assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3"), "a mapped address is the address");
        for bad in ["", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/x"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_is_long_and_is_never_printed() {
        assert!("short".parse::<SecretKey>().is_err());
        let key: SecretKey = "0123456789abcdef0123456789abcdef".parse().expect("a key");
        assert!(!format!("{key:?}").contains("0123"));
    }

    #[test]
    fn only_loopback_without_https_does_without_secure_cookies() {
        let config = |listen: &str, url: Option<&str>| {
            let public_url = url.map(|url| url.parse().expect("an address"));
            let accounts = Accounts { public_url, ..Accounts::default() };
            Config { listen: listen.parse().expect("an address"), accounts, ..Config::default() }
        };
        assert!(!config("127.0.0.1:8080", None).secure_cookies());
        assert!(!config("[::1]:8080", Some("http://localhost:8080")).secure_cookies());
        assert!(config("127.0.0.1:8080", Some("https://releve.example.org")).secure_cookies());
        assert!(config("0.0.0.0:8080", None).secure_cookies());
    }
}
