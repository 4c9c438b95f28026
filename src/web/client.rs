//! Where a request comes from.

use super::AppState;
use crate::app::accounts::Client;
use crate::config::Config;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

impl FromRequestParts<AppState> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let address = peer.map(|peer| address(peer, &parts.headers, &state.app.config));
        let browser = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self { address: address.map_or_else(String::new, network), browser: browser.to_owned() })
    }
}

/// The nearest address that is not one of our proxies: what stands before it in `X-Forwarded-For` anybody can have written.
fn address(peer: IpAddr, headers: &HeaderMap, config: &Config) -> IpAddr {
    let ours = |address: IpAddr| config.accounts.trusted_proxies.iter().any(|proxy| proxy.holds(address));
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect();
    let mut nearest = peer.to_canonical();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !ours(nearest) {
            break;
        }
        let Ok(next) = hop.trim().parse::<IpAddr>() else { break };
        nearest = next.to_canonical();
    }
    nearest
}

/// What one client has for itself: an IPv4 address, or the /64 of an IPv6 address, of which it can take any.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Accounts;
    use axum::http::HeaderValue;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let trusting = |proxies: &[&str]| {
            let trusted_proxies = proxies.iter().map(|proxy| proxy.parse().expect("a network")).collect();
            Config { accounts: Accounts { trusted_proxies, ..Accounts::default() }, ..Config::default() }
        };
        let from = |peer: &str, forwarded: &[&'static str], config: &Config| {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            network(address(peer.parse().expect("an address"), &headers, config))
        };
        let (nobody, one, two) = (trusting(&[]), trusting(&["10.0.0.1"]), trusting(&["10.0.0.0/24"]));
        assert_eq!(from("10.0.0.1", &["1.2.3.4"], &nobody), "10.0.0.1");
        assert_eq!(from("9.9.9.9", &["1.2.3.4"], &one), "9.9.9.9");
        assert_eq!(
            from("10.0.0.1", &["6.6.6.6, 1.2.3.4"], &one),
            "1.2.3.4",
            "what the client wrote itself is not believed"
        );
        assert_eq!(from("10.0.0.1", &["6.6.6.6", "1.2.3.4, 10.0.0.2"], &two), "1.2.3.4");
        assert_eq!(from("10.0.0.1", &["nonsense"], &one), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &[], &one), "10.0.0.1");
        assert_eq!(from("::ffff:10.0.0.1", &["2001:db8:1:2:3::4"], &one), "2001:db8:1:2::/64");
    }
}
