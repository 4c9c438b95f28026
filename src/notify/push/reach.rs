//! Where a push message may go. The address comes from a browser, so from anybody: it must not make the service talk to what
//! only the service can reach.

use crate::config::Config;
use crate::config::accounts::Network;
use crate::notify::is_loopback;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Longest address of a browser at its push service, characters.
const URL_MAX: usize = 1_000;

/// What is allowed beside the open internet.
#[derive(Debug, Clone)]
pub struct Reach {
    loopback: bool,
    networks: Vec<Network>,
}

impl Reach {
    /// As the settings say: this very machine where webhooks may go there, and the networks named for push services.
    pub fn new(config: &Config) -> Self {
        Self { loopback: config.webhook_loopback, networks: config.push.push_networks.clone() }
    }

    /// Whether an address may be a browser's: HTTPS to the outside, without a password or a fragment.
    pub fn takes(&self, endpoint: &str) -> bool {
        let odd = |c: char| c.is_control() || c.is_whitespace() || !c.is_ascii();
        if endpoint.len() > URL_MAX || endpoint.contains(odd) {
            return false;
        }
        let Ok(url) = Url::parse(endpoint) else { return false };
        let Some(host) = url.host_str() else { return false };
        let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        let outside = match literal {
            Some(address) => self.allows(address),
            None => self.loopback || !is_loopback(host),
        };
        let scheme = url.scheme() == "https" || (url.scheme() == "http" && self.loopback && is_loopback(host));
        bare && outside && scheme
    }

    /// Whether a machine may be talked to.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        !is_internal(address)
            || (self.loopback && address.is_loopback())
            || self.networks.iter().any(|network| network.holds(address))
    }
}

/// Names lead to the outside too: asked at every connection, so that a name that moves inside leads nowhere.
impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let outside: Vec<SocketAddr> = found.filter(|address| reach.allows(address.ip())).collect();
            if outside.is_empty() {
                return Err("the name leads to no address outside".into());
            }
            Ok(Box::new(outside.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is of this machine, this network or nowhere (RFC 6890 and its registries).
fn is_internal(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_internal_v4(v4),
        IpAddr::V6(v6) => is_internal_v6(v6),
    }
}

fn is_internal_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || matches!((a, b, c), (0 | 240..=255, _, _) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _))
}

fn is_internal_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // An IPv4 address inside: NAT64 (RFC 6052) and 6to4 (RFC 3056).
    let inside = match segments {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        _ => None,
    };
    // Global unicast is 2000::/3 and nothing else; 2001:db8::/32 is for books.
    inside.map_or_else(
        || !(0x2000..=0x3fff).contains(&segments[0]) || (segments[0], segments[1]) == (0x2001, 0xdb8),
        is_internal_v4,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(loopback: bool, networks: &[&str]) -> Reach {
        Reach { loopback, networks: networks.iter().map(|network| network.parse().expect("a network")).collect() }
    }

    #[test]
    fn only_the_outside_is_reached_unless_the_settings_say_more() {
        let (strict, inside) = (reach(false, &[]), reach(false, &["10.1.2.0/24"]));
        for good in ["https://fcm.googleapis.com/fcm/send/abc:d-e_f", "https://8.8.8.8/x", "https://[2606:4700::1]/x"] {
            assert!(strict.takes(good), "{good}");
        }
        let long = format!("https://push.example/{}", "x".repeat(1_000));
        for bad in [
            "",
            "push",
            "http://push.example/x",
            "https://u:p@push.example/x",
            "https://push.example/x#y",
            "https://push.example/a b",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "http://127.0.0.1:9/x",
            "https://10.1.2.3/x",
            "https://192.168.0.1/x",
            "https://172.16.0.1/x",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/x",
            "https://0.0.0.0/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://[::1]/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://[fd00::1]/x",
            "https://[fe80::1]/x",
            "https://[64:ff9b::a00:1]/x",
            "https://[2002:a00:1::]/x",
            "file:///etc/passwd",
            &long,
        ] {
            assert!(!strict.takes(bad), "{bad}");
        }
        assert!(inside.takes("https://10.1.2.3/x") && !inside.takes("https://10.1.3.3/x"));
        let near = reach(true, &[]);
        assert!(near.takes("http://127.0.0.1:9/x") && near.takes("https://localhost/x"));
        assert!(!near.takes("http://10.1.2.3/x") && !near.takes("http://push.example/x"));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_leads_nowhere() {
        let resolved = async |reach: Reach| {
            let name: Name = "localhost".parse().expect("a name");
            reach.resolve(name).await.is_ok()
        };
        assert!(!resolved(reach(false, &[])).await);
        assert!(resolved(reach(true, &[])).await);
    }
}
