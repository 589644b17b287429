//! The self-test: our own servers in this process, on loopback.

use std::net::Ipv6Addr;

use super::super::{Failure, embedded};
use super::options::{self, Asked, Connections};
use crate::candidate::secret::Secret;
use crate::candidate::uri::IceUri;
use crate::net::dns::Resolver;
use crate::net::gather::{Plan, Target};
use crate::net::tls::Trust;
use crate::probe::client::Credentials;
use crate::serve::Server;

/// Starts the embedded server and makes a plan against it; the server lives as long as it is kept.
pub(super) async fn start(args: &Asked<'_>) -> Result<(Server, Plan), Failure> {
    let listen = if args.from.ipv6 { (Ipv6Addr::LOCALHOST, 0).into() } else { embedded::anywhere() };
    let server = embedded::start(listen).await?;
    let credentials = Credentials {
        username: server.username().to_owned(),
        password: Secret::new(server.credential().expose().clone()),
        realm: None,
    };
    let targets: Vec<Target> = std::iter::once(server.stun_uri())
        .chain(server.turn_uris())
        .filter_map(|text| text.parse::<IceUri>().ok())
        .filter(|uri| options::wanted(args, uri.transport))
        .map(|uri| Target {
            credentials: uri.scheme.relays().then(|| credentials.clone()),
            examination: None,
            from_public: false,
            uri,
        })
        .collect();
    if targets.is_empty() {
        return Err(options::nothing_left());
    }
    let trust = Trust::new(vec![server.ca().clone()], args.from.insecure);
    let connections = Connections { trust, resolver: Resolver::default(), proxies: None };
    let plan = options::frame(args, targets, connections, true);
    Ok((server, plan))
}
