//! From a URL's host to addresses, within the connect budget: IP literals at once; names by `dns` in the static program,
//! by the system's resolver elsewhere. It never looks at ureq's time limits: none are set.

use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

#[cfg(target_env = "musl")]
use super::dns::look_up;
use super::progress::{Part, SharedProgress, fail, note};
#[cfg(not(target_env = "musl"))]
use super::system_names::look_up;
use crate::crm::Reason;

/// Addresses of one name that are tried; ureq has room for 16, a call has no time for them.
const MAX_ADDRESSES: usize = 4;

/// The resolver of one exchange.
#[derive(Debug)]
pub(super) struct HostResolver {
    pub shared: SharedProgress,
    pub until: Instant,
    /// An IPv6 address without its brackets.
    pub host: String,
    pub port: u16,
    /// Where it is remembered what the name means.
    #[cfg(feature = "server")]
    pub connections: Option<std::sync::Arc<super::connections::Connections>>,
}

impl HostResolver {
    /// The addresses of the host's name.
    fn addresses(&self) -> Result<Vec<IpAddr>, String> {
        let look_up = || look_up(&self.host, self.until);
        #[cfg(feature = "server")]
        if let Some(connections) = &self.connections {
            return connections.names.of(&self.host, Instant::now(), look_up);
        }
        look_up()
    }
}

impl Resolver for HostResolver {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let started = Instant::now();
        let HostResolver { host, port, .. } = self;
        let mut found = self.empty();
        match host.parse::<IpAddr>() {
            Ok(ip) => found.push(SocketAddr::new(ip, *port)),
            Err(_) => {
                let addresses = self.addresses().map_err(|why| {
                    fail(
                        &self.shared,
                        Reason::Resolve,
                        format!("the name {host} of crm.url was not resolved: {why}; try its IP address"),
                    )
                })?;
                for address in addresses.into_iter().take(MAX_ADDRESSES) {
                    found.push(SocketAddr::new(address, *port));
                }
            }
        }
        note(&self.shared, |progress| {
            progress.timings.resolve = Some(started.elapsed());
            progress.behind(Part::Resolved);
        });
        Ok(found)
    }
}
