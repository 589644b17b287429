//! How `webrtc` is set up: as few waits of its own as it allows.

use std::time::Duration;

use webrtc::peer_connection::{SettingEngine, SettingEngineBuilder};

/// Between two looks of the agent at its pairs; 200 ms by default. A pair that succeeded is nominated at the next one.
/// What is sent again at that pace is spaced by our sockets.
const CHECK_INTERVAL: Duration = Duration::from_millis(5);
/// Looks at a pair before it counts as failed: 15 s of them. 7 by default, which would be 35 ms.
const CHECKS: u16 = 3000;

/// The settings of every peer.
pub(super) fn settings() -> SettingEngine {
    // How long to hope for a host pair before taking another: 1000, 500 and 2000 ms by default. A better pair may lose
    // to a quicker one; the report shows the pair that was taken.
    let at_once = Some(Duration::ZERO);
    SettingEngineBuilder::new()
        .with_prflx_acceptance_min_wait(at_once)
        .with_srflx_acceptance_min_wait(at_once)
        .with_relay_acceptance_min_wait(at_once)
        .with_ice_connection_attempts(Some(CHECK_INTERVAL), Some(CHECKS))
        .build()
}
