//! Pages as users see them, without colour.

use super::sample::{UNKNOWN_MID, empty, finding, full, page};
use crate::report::{Evidence, Finding, Source, VerdictResult};

#[test]
fn a_clean_run_is_one_line() {
    let report = empty(VerdictResult::Ok, "3 servers answered, every relay carries data");
    insta::assert_snapshot!(page(&report, 80, true), @"
    ✔ ok: 3 servers answered, every relay carries data
    ");
}

#[test]
fn at_80_columns() {
    insta::assert_snapshot!(page(&full(), 80, true), @"
    servers from ./rtcdiag.toml
    ✘ failed: the relay of `turn.example.org` cannot be used: it refuses the
      credentials

    servers
      server                       transport  result     rtt  relay
      turn:turn.example.org:3478   udp        ok       38 ms  203.0.113.7:49152
      turns:turn.example.org:5349  tls        401     112 ms

      NAT        endpoint-independent mapping
      gathering  412 ms

    timeline
         0 ms  createOffer
        12 ms  setLocalDescription, offer of 3 sections
            ┊  4 s later
      4012 ms  ice failed

                  0                                  420 ms
      dns         ████                                           40 ms
      gathering      ▒▒▒▒▒▒▒▒▒▒▒▒▒                              120 ms  2 servers
      answer         ███████████████                            140 ms  1 round trip
      dtls                         ████████████████████████     240 ms
      first echo                                          ◆  at 420 ms
      █ sets the total  ▒ does not

    ✘ error: turn/unauthorized — turns:turn.example.org:5349?transport=tcp
      observed  401 `Unauthorized` to an Allocate with credentials of user `alice`,
                after 2 round trips
      meaning   the server refused the user name or the password
      do        ask the operator for the user's password, or use a credential made
                by `use-auth-secret`
      └ ▲ warning: sdp/bundle-unknown-mid — ice
          no relayed candidate was gathered

    ▲ warning (likely): sdp/bundle-unknown-mid — offer.sdp
      observed  BUNDLE names mid `1`, but no section has it
          ╭▸ offer.sdp:2:18
          │
        2 │ a=group:BUNDLE 0 1
          │                  ━ `1` is in the group
        3 │ m=audio 9 UDP/TLS/RTP/SAVPF 111
        4 │ a=mid:2
          ╰╴      ─ this section's mid is `2`
      meaning   the other side may refuse the whole description
      fix       a=mid:1

    ? not tested: the relay from outside — UDP is blocked here

    ✘ expected `relay/udp`, but it is none

    rtcdiag explain turn/unauthorized says more
    ");
}

#[test]
fn at_60_columns_without_unicode() {
    insta::assert_snapshot!(page(&full(), 60, false), @"
    servers from ./rtcdiag.toml
    x failed: the relay of `turn.example.org` cannot be used: it
      refuses the credentials

    servers
      turn:turn.example.org:3478
        transport udp   result ok   rtt 38 ms
        relay 203.0.113.7:49152
      turns:turn.example.org:5349
        transport tls   result 401   rtt 112 ms

      NAT        endpoint-independent mapping
      gathering  412 ms

    timeline
         0 ms  createOffer
        12 ms  setLocalDescription, offer of 3 sections
            :  4 s later
      4012 ms  ice failed

                  0                            420 ms
      dns         ####                                     40 ms
      gathering      ===========                          120 ms
                  2 servers
      answer         ############                         140 ms
                  1 round trip
      dtls                       ####################     240 ms
      first echo                                    |  at 420 ms
      # sets the total  = does not

    x error: turn/unauthorized -
      turns:turn.example.org:5349?transport=tcp
      observed  401 `Unauthorized` to an Allocate with
                credentials of user `alice`, after 2 round trips
      meaning   the server refused the user name or the password
      do        ask the operator for the user's password, or use
                a credential made by `use-auth-secret`
      - ! warning: sdp/bundle-unknown-mid - ice
          no relayed candidate was gathered

    ! warning (likely): sdp/bundle-unknown-mid - offer.sdp
      observed  BUNDLE names mid `1`, but no section has it
         --> offer.sdp:2:18
          |
        2 | a=group:BUNDLE 0 1
          |                  ^ `1` is in the group
        3 | m=audio 9 UDP/TLS/RTP/SAVPF 111
        4 | a=mid:2
          |       - this section's mid is `2`
      meaning   the other side may refuse the whole description
      fix       a=mid:1

    ? not tested: the relay from outside - UDP is blocked here

    x expected `relay/udp`, but it is none

    rtcdiag explain turn/unauthorized says more
    ");
}

#[test]
fn at_120_columns() {
    insta::assert_snapshot!(page(&full(), 120, true), @"
    servers from ./rtcdiag.toml
    ✘ failed: the relay of `turn.example.org` cannot be used: it refuses the credentials

    servers
      server                       transport  result     rtt  relay
      turn:turn.example.org:3478   udp        ok       38 ms  203.0.113.7:49152
      turns:turn.example.org:5349  tls        401     112 ms

      NAT        endpoint-independent mapping
      gathering  412 ms

    timeline
         0 ms  createOffer
        12 ms  setLocalDescription, offer of 3 sections
            ┊  4 s later
      4012 ms  ice failed

                  0                                                     420 ms
      dns         ██████                                                            40 ms
      gathering        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒                                          120 ms  2 servers
      answer           █████████████████████                                       140 ms  1 round trip
      dtls                                 ███████████████████████████████████     240 ms
      first echo                                                             ◆  at 420 ms
      █ sets the total  ▒ does not

    ✘ error: turn/unauthorized — turns:turn.example.org:5349?transport=tcp
      observed  401 `Unauthorized` to an Allocate with credentials of user `alice`, after 2 round trips
      meaning   the server refused the user name or the password
      do        ask the operator for the user's password, or use a credential made by `use-auth-secret`
      └ ▲ warning: sdp/bundle-unknown-mid — ice
          no relayed candidate was gathered

    ▲ warning (likely): sdp/bundle-unknown-mid — offer.sdp
      observed  BUNDLE names mid `1`, but no section has it
          ╭▸ offer.sdp:2:18
          │
        2 │ a=group:BUNDLE 0 1
          │                  ━ `1` is in the group
        3 │ m=audio 9 UDP/TLS/RTP/SAVPF 111
        4 │ a=mid:2
          ╰╴      ─ this section's mid is `2`
      meaning   the other side may refuse the whole description
      fix       a=mid:1

    ? not tested: the relay from outside — UDP is blocked here

    ✘ expected `relay/udp`, but it is none

    rtcdiag explain turn/unauthorized says more
    ");
}

#[test]
fn on_the_narrowest_screen() {
    insta::assert_snapshot!(page(&full(), 20, false), @"
    servers from
      ./rtcdiag.toml
    x failed: the relay
      of
      `turn.example.org`
      cannot be used: it
      refuses the
      credentials

    servers
      turn:turn.example.
        org:3478
        transport
          udp
        result
          ok
        rtt
          38 ms
        relay
          203.0.113.7:49
          152

      turns:turn.example
        .org:5349
        transport
          tls
        result
          401
        rtt
          112 ms

      NAT
        endpoint-indepen
        dent mapping
      gathering
        412 ms

    timeline
         0 ms
        createOffer
        12 ms
        setLocalDescript
        ion, offer of 3
        sections
            :
        4 s later
      4012 ms
        ice failed

        0         420 ms
      dns  40 ms
        ##
      gathering  120 ms
         ======
        2 servers
      answer  140 ms
         ######
        1 round trip
      dtls  240 ms
              ##########
      first echo  at 420
        ms
                       |
      # sets the total
      = does not

    x error:
      turn/unauthorized
      -
      turns:turn.example
      .org:5349?transpor
      t=tcp
      observed
        401
        `Unauthorized`
        to an Allocate
        with credentials
        of user `alice`,
        after 2 round
        trips
      meaning
        the server
        refused the user
        name or the
        password
      do
        ask the operator
        for the user's
        password, or use
        a credential
        made by
        `use-auth-secret
        `
      - ! warning:
          sdp/bundle-unk
          nown-mid - ice
          no relayed
          candidate was
          gathered

    ! warning (likely):
      sdp/bundle-unknown
      -mid - offer.sdp
      observed
        BUNDLE names mid
        `1`, but no
        section has it
         -->
          offer.sdp:2:18
          |
        2 | a=group:BUN.
          |            .
        3 | m=audio 9 U.
        4 | a=mid:2
          |       -
        line 2: `1` is
          in the group
        line 4: this
          section's mid
          is `2`
      meaning
        the other side
        may refuse the
        whole
        description
      fix       a=mid:1

    ? not tested: the
      relay from outside
      - UDP is blocked
      here

    x expected
      `relay/udp`, but
      it is none

    rtcdiag explain
      turn/unauthorized
      says more
    ");
}

#[test]
fn a_long_line_is_cut_around_its_place_and_its_label_goes_beneath() {
    let line = format!("a=fingerprint:sha-256 {}", "AB:".repeat(5_000));
    let text = format!("v=0\n{line}\n");
    let label = "this is not the fingerprint of the certificate that was presented in the handshake";
    let mut report = empty(VerdictResult::Failed, "x");
    report.findings = vec![Finding {
        evidence: vec![Evidence::Span { source: 0, range: 9_002..9_004, label: label.to_owned() }],
        ..finding(&UNKNOWN_MID, "offer.sdp", "no match")
    }];
    report.sources = vec![Source { name: "offer.sdp".to_owned(), text, path: None }];
    insta::assert_snapshot!(page(&report, 60, true), @"
    ✘ failed: x

    ▲ warning: sdp/bundle-unknown-mid — offer.sdp
      observed  no match
          ╭▸ offer.sdp:2:8999
          │
        2 │ …AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB…
          ╰╴                         ━━
        line 2: this is not the fingerprint of the certificate
          that was presented in the handshake
      meaning   the other side may refuse the whole description

    rtcdiag explain sdp/bundle-unknown-mid says more
    ");
}
