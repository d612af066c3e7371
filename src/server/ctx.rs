//! The context of a verb: who calls, and the house. The same for server functions, HTTP and sockets.
use super::{headers, state::House};
use crate::base::{Actor, Lang};
use axum::http::{HeaderMap, header};
use std::{
    net::{IpAddr, SocketAddr},
    ops::Deref,
    sync::Arc,
};

/// Where a request comes from.
#[derive(Clone, Debug)]
pub struct Visit {
    pub address: IpAddr,
    /// The browser's name for itself, cut to 200 characters.
    pub agent: String,
    pub lang: Lang,
    /// Did it reach us by https?
    pub secure: bool,
}

impl Visit {
    /// Reads headers; those of a proxy count only from a trusted one.
    pub fn read(house: &House, headers: &HeaderMap, peer: IpAddr) -> Visit {
        let text = |name: header::HeaderName| headers::text(headers, name);
        let trusted = house.config.trusted_proxies.contains(&peer.to_canonical());
        Visit {
            address: Visit::client(headers, peer, &house.config.trusted_proxies),
            agent: text(header::USER_AGENT).chars().filter(|c| !c.is_control()).take(200).collect(),
            lang: Lang::accepted(&text(header::ACCEPT_LANGUAGE)),
            secure: house.config.is_secure()
                || trusted && headers::text(headers, "x-forwarded-proto") == "https",
        }
    }
    /// Each proxy adds whom it heard: read backwards, the first that is no proxy of ours is the client. What
    /// stands before it is hearsay.
    pub fn client(headers: &HeaderMap, peer: IpAddr, proxies: &[IpAddr]) -> IpAddr {
        let peer = peer.to_canonical();
        if !proxies.contains(&peer) {
            return peer;
        }
        let lines = headers::texts(headers, "x-forwarded-for").rev();
        let hops: Vec<_> = lines.flat_map(|line| line.rsplit(',').map(hop).collect::<Vec<_>>()).collect();
        let mut hops = hops.into_iter().map_while(|hop| hop);
        hops.find(|hop| !proxies.contains(&hop.to_canonical())).map_or(peer, |hop| hop.to_canonical())
    }
    /// The address as limits count it.
    pub fn network(&self) -> String {
        network(self.address).to_string()
    }
}

/// An address, as some proxies write it with the port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
}

/// One household has a whole /64 of IPv6 addresses: it counts as one.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => std::net::Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        v4 => v4,
    }
}

/// Who calls, from where, in which house.
#[derive(Clone)]
pub struct Ctx {
    pub house: Arc<House>,
    pub actor: Option<Actor>,
    pub visit: Visit,
}

impl Deref for Ctx {
    type Target = House;
    fn deref(&self) -> &House {
        &self.house
    }
}

impl Ctx {
    /// The language to answer in: the person's own, else what the browser asks for.
    pub fn lang(&self) -> Lang {
        self.actor.as_ref().map_or(self.visit.lang, |actor| actor.lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_proxy_the_client_is_the_last_hop_that_is_no_proxy() {
        let given = |list: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in list {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            headers
        };
        let proxies: Vec<std::net::IpAddr> = ["10.0.0.1", "10.0.0.2"].map(|ip| ip.parse().unwrap()).into();
        for (peer, lines, client) in [
            ("10.0.0.1", &["192.0.2.66, 192.0.2.7"][..], "192.0.2.7"),
            ("10.0.0.1", &["192.0.2.66", "192.0.2.7, 10.0.0.2"], "192.0.2.7"),
            ("::ffff:10.0.0.1", &["::ffff:192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.1"),
            ("192.0.2.9", &["192.0.2.7"], "192.0.2.9"),
        ] {
            assert_eq!(
                Visit::client(&given(lines), peer.parse().unwrap(), &proxies),
                client.parse::<std::net::IpAddr>().unwrap(),
                "{lines:?}"
            );
        }
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff:2".parse().unwrap()));
    }
}
