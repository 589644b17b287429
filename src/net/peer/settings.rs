//! How `webrtc` is set up: as few waits of its own as it allows.

use std::time::Duration;

use rtc::ice::mdns::MulticastDnsMode;
use rtc::mdns::MulticastSocket;
use webrtc::peer_connection::{SettingEngine, SettingEngineBuilder};

/// Between two looks of the agent at its pairs; 200 ms by default. A pair that succeeded is nominated at the next one.
/// What is sent again at that pace is spaced by our sockets.
const CHECK_INTERVAL: Duration = Duration::from_millis(5);
/// Looks at a pair before it counts as failed: 15 s of them. 7 by default, which would be 35 ms.
const CHECKS: u16 = 3000;

/// How long, from the first check on, a relayed pair waits for a direct one where both are allowed; 2 s by default. Two
/// checks of a direct pair, since a NAT may drop the first. Without it a relay that is near wins over a direct pair
/// which a browser would find, and change to; with more delay a direct pair is ahead by itself, since a relay needs a
/// permission first.
pub(super) const RELAY_WAIT: Duration = Duration::from_millis(100);

/// The settings of every peer.
///
/// `relay_wait` is how long a relay waits for a direct pair.
pub(super) fn settings(relay_wait: Duration) -> SettingEngine {
    // How long to hope for a host pair before taking another: 1000, 500 and 2000 ms by default. A better pair may lose
    // to a quicker one; the report shows the pair that was taken.
    let at_once = Some(Duration::ZERO);
    // Without an IPv4 network there is no socket for names, and the stack would not start for want of it.
    let names = MulticastSocket::new().into_std().is_ok();
    let names = if names { MulticastDnsMode::QueryOnly } else { MulticastDnsMode::Disabled };
    SettingEngineBuilder::new()
        .with_multicast_dns_mode(names)
        .with_prflx_acceptance_min_wait(at_once)
        .with_srflx_acceptance_min_wait(at_once)
        .with_relay_acceptance_min_wait(Some(relay_wait))
        .with_ice_connection_attempts(Some(CHECK_INTERVAL), Some(CHECKS))
        .build()
}
