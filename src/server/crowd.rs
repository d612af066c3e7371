//! How many connections each address holds, so that one visitor cannot take all there are.
use super::ctx::network;
use dashmap::DashMap;
use std::{net::IpAddr, sync::Arc};

/// Who is here.
pub struct Crowd {
    most: u32,
    /// Proxies bring many people; they are not counted, and neither is this machine.
    exempt: Vec<IpAddr>,
    present: Arc<DashMap<IpAddr, u32>>,
}

/// A connection that is counted as long as this lives.
pub struct Place {
    of: Option<IpAddr>,
    present: Arc<DashMap<IpAddr, u32>>,
}

impl Crowd {
    /// At most so many of one address, but for these.
    pub fn new(most: u32, exempt: Vec<IpAddr>) -> Self {
        Crowd { most, exempt, present: Arc::default() }
    }
    /// A place for one more, or none.
    pub fn admit(&self, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        if peer.is_loopback() || self.exempt.contains(&peer) {
            return Some(Place { of: None, present: self.present.clone() });
        }
        let of = network(peer);
        let mut count = self.present.entry(of).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        drop(count);
        Some(Place { of: Some(of), present: self.present.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(of) = self.of else { return };
        if let Some(mut count) = self.present.get_mut(&of) {
            *count -= 1;
        }
        self.present.remove_if(&of, |_, count| *count == 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_visitor_holds_so_many_connections_and_leaves_the_rest_to_others() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let crowd = Crowd::new(2, vec![ip("10.0.0.1")]);
        let held: Vec<_> = ["2001:db8::1", "2001:db8::2"].map(|one| crowd.admit(ip(one)).unwrap()).into();
        assert!(crowd.admit(ip("2001:db8::3")).is_none(), "the same household");
        for other in ["2001:db8:0:1::1", "192.0.2.7", "::ffff:192.0.2.7"] {
            std::mem::forget(crowd.admit(ip(other)).unwrap());
        }
        assert!(crowd.admit(ip("192.0.2.7")).is_none(), "whichever way the address is written");
        assert!(
            (0..9).all(|_| crowd.admit(ip("10.0.0.1")).map(std::mem::forget).is_some()),
            "a proxy brings everybody"
        );
        drop(held);
        assert!(crowd.admit(ip("2001:db8::3")).is_some());
    }
}
