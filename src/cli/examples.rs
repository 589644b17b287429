//! The examples under each `--help`, commonest first; `tests/cli/help.rs` parses every one of them.

/// Top level.
pub(super) const TOP: &str = "\
Examples:
  rtcdiag ice stun:stun.example.org turns:turn.example.org:443 --username alice --credential-file pw
  rtcdiag sdp explain offer.sdp
  rtcdiag handshake

Exit codes: 0 fine, 1 findings, 2 usage or unreadable input, 3 could not be tested, 130 or 143 interrupted";

/// `rtcdiag ice`.
pub(super) const ICE: &str = "\
Examples:
  rtcdiag ice stun:stun.example.org turn:turn.example.org --username alice --credential-file pw.txt
  rtcdiag ice --ice-servers ice-servers.json --json
  rtcdiag ice";

/// `rtcdiag sdp explain`.
pub(super) const SDP_EXPLAIN: &str = "\
Examples:
  rtcdiag sdp explain offer.sdp
  pbpaste | rtcdiag sdp explain --lines
  rtcdiag sdp explain --json offer.sdp answer.sdp";

/// `rtcdiag sdp lint`.
pub(super) const SDP_LINT: &str = "\
Examples:
  rtcdiag sdp lint offer.sdp
  rtcdiag sdp lint offer.sdp answer.sdp --for chrome,firefox,sip
  rtcdiag sdp lint offer.sdp --fix --diff";

/// `rtcdiag sdp negotiate`.
pub(super) const SDP_NEGOTIATE: &str = "\
Examples:
  rtcdiag sdp negotiate offer.sdp answer.sdp
  rtcdiag sdp negotiate caller-offer.sdp callee-offer.sdp
  pbpaste | rtcdiag sdp negotiate --json";

/// `rtcdiag sdp diff`.
pub(super) const SDP_DIFF: &str = "\
Examples:
  rtcdiag sdp diff sent.sdp received.sdp
  rtcdiag sdp diff --noise before.sdp after.sdp
  rtcdiag sdp diff --json before.sdp after.sdp";

/// `rtcdiag dump`.
pub(super) const DUMP: &str = "\
Examples:
  rtcdiag dump webrtc_internals_dump.gz
  rtcdiag dump caller.gz callee.gz
  rtcdiag dump --anonymize --write safe.gz webrtc_internals_dump.gz";

/// `rtcdiag handshake`.
pub(super) const HANDSHAKE: &str = "\
Examples:
  rtcdiag handshake 'ws://127.0.0.1:8080/ws?room=test'
  rtcdiag handshake https://sfu.example.org/whip -H 'Authorization: Bearer @token.txt'
  rtcdiag handshake ws://127.0.0.1:9000/myapp --protocol peerjs --peer echo";

/// `rtcdiag replay`.
pub(super) const REPLAY: &str = "\
Examples:
  rtcdiag replay run.json
  rtcdiag replay run.json -v --trace-signaling
  rtcdiag replay run.json --budget 'ice<200ms,total<1s'";

/// `rtcdiag profile`.
pub(super) const PROFILE: &str = "\
Examples:
  rtcdiag profile show janus
  rtcdiag profile check acme.toml
  rtcdiag profile infer app.har --name acme";

/// `rtcdiag serve`.
pub(super) const SERVE: &str = "\
Examples:
  rtcdiag serve
  rtcdiag serve --listen 0.0.0.0:3478 --ca-out ca.pem
  rtcdiag serve --json";

/// `rtcdiag explain`.
pub(super) const EXPLAIN: &str = "\
Examples:
  rtcdiag explain turn/credential-expired
  rtcdiag explain 437
  rtcdiag explain";

/// `rtcdiag completions`.
pub(super) const COMPLETIONS: &str = "\
Examples:
  rtcdiag completions bash > ~/.local/share/bash-completion/completions/rtcdiag
  rtcdiag completions zsh > ~/.zfunc/_rtcdiag
  rtcdiag completions fish > ~/.config/fish/completions/rtcdiag.fish";

/// `rtcdiag man`.
pub(super) const MAN: &str = "\
Examples:
  rtcdiag man | man -l -
  rtcdiag man > rtcdiag.1
  rtcdiag man | groff -man -Tutf8 | less";

/// `rtcdiag schema`.
pub(super) const SCHEMA: &str = "\
Examples:
  rtcdiag schema
  rtcdiag schema > rtcdiag.schema.json
  rtcdiag schema | jq '.properties | keys'";
