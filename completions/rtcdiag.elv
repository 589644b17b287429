
use builtin;
use str;

set edit:completion:arg-completer[rtcdiag] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'rtcdiag'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'rtcdiag'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand ice 'Gather ICE candidates from every configured STUN and TURN server, and prove each relay'
            cand sdp 'Read session descriptions: what they mean and what is wrong with them'
            cand dump 'Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline'
            cand handshake 'Run a full offer/answer handshake through a signaling server and time each phase'
            cand replay 'Report again on what `handshake --record` kept'
            cand profile 'List, show and check profiles: how a signaling server is spoken to'
            cand serve 'Start STUN, TURN, a signaling relay and an echo peer on loopback'
            cand explain 'Print the manual of a rule, or of a STUN, TURN or ICE error code'
            cand completions 'Print a shell completion script'
            cand man 'Print the manual page in roff'
            cand schema 'Print the JSON Schema of the report that `--json` writes'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'rtcdiag;ice'= {
            cand --ice-servers 'Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself'
            cand --ice-url 'Fetch the servers from this URL, in any shape that --ice-servers takes; `@file` or `env:NAME` reads the URL there'
            cand -H 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there'
            cand --header 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there'
            cand --proxy 'Use this HTTP proxy for --ice-url and for TURN over TCP and TLS: a URL, `env` or `none`'
            cand --username 'Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable'
            cand --credential-file 'Read the TURN credential from this file; `-` reads stdin'
            cand --credential 'Give the TURN credential as `env:NAME`; a literal works, but other processes can see it'
            cand --secret-file 'Read the TURN shared secret from this file, to mint a time-limited credential or to check the one given'
            cand --rest-user 'Mint the credential for this user'
            cand --ttl 'Let the minted credential live this many seconds'
            cand --separator 'Put this between the minted user name''s timestamp and name'
            cand --hash 'Mint with this hash'
            cand --realm 'Use this realm in place of the one that the server names'
            cand --min-cred-ttl 'Warn of a credential that ends within this many seconds'
            cand --min-cert-days 'Warn of a certificate that ends within this many days'
            cand --max-gather-ms 'Expect gathering to end within this many milliseconds, short for --expect ''gather<=N ms'''
            cand --max-loss 'Expect each relay to lose at most this percentage, short for --expect ''loss<=N%'''
            cand --as 'Say how this browser would have shown each failure, without its waits'
            cand --transport 'Try only these transports; may be repeated'
            cand --policy 'Gather all candidates or relayed ones alone, as `iceTransportPolicy` does'
            cand --interface 'Use only this network interface'
            cand --timeout 'Give each server this many seconds'
            cand --ca 'Trust the certificates in this PEM file as roots, beside the system''s'
            cand --resolve 'Use this address for a name, as curl does: HOST:PORT:ADDRESS'
            cand -c 'Read the [ice] table of this file instead of ./rtcdiag.toml'
            cand --config 'Read the [ice] table of this file instead of ./rtcdiag.toml'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --require-all 'Fail if any server or transport does not work, whatever the network blocks'
            cand -4 'Use IPv4 alone'
            cand --ipv4 'Use IPv4 alone'
            cand -6 'Use IPv6 alone'
            cand --ipv6 'Use IPv6 alone'
            cand --insecure 'Go on where a certificate is bad; it is reported all the same'
            cand --no-data 'Send nothing through the relay; leaves it unproven'
            cand --public 'Ask two public STUN servers too, for comparison: stun.l.google.com and stun.cloudflare.com'
            cand --allow-private 'Follow redirects from public servers to private addresses'
            cand --self-test 'Run against the embedded server even where CI=true'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;sdp'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand explain 'Say what a description means, and the worst that is wrong with it'
            cand lint 'Say what is wrong with a description, or with an offer and its answer, and which browser minds'
            cand negotiate 'Say what an offer and an answer agree on, and which codec each side really sends'
            cand diff 'Say what changed between two descriptions, by meaning, and what did it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'rtcdiag;sdp;explain'= {
            cand --line 'Say what line N means'
            cand --only 'Show these subjects alone'
            cand --pick 'Use description N of an input that holds several, such as a dump'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --lines 'Say what every line means'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;sdp;lint'= {
            cand --for 'Say what concerns these readers alone'
            cand --pick 'Use description N of an input that holds several, such as a dump'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --fix 'Write the description with all that can be repaired without a guess'
            cand --diff 'Show what `--fix` changes in place of the result'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;sdp;negotiate'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --answered 'Read the second description as the answer, whatever it looks like'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;sdp;diff'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --noise 'Show what does not matter, too'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;sdp;help'= {
            cand explain 'Say what a description means, and the worst that is wrong with it'
            cand lint 'Say what is wrong with a description, or with an offer and its answer, and which browser minds'
            cand negotiate 'Say what an offer and an answer agree on, and which codec each side really sends'
            cand diff 'Say what changed between two descriptions, by meaning, and what did it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'rtcdiag;sdp;help;explain'= {
        }
        &'rtcdiag;sdp;help;lint'= {
        }
        &'rtcdiag;sdp;help;negotiate'= {
        }
        &'rtcdiag;sdp;help;diff'= {
        }
        &'rtcdiag;sdp;help;help'= {
        }
        &'rtcdiag;dump'= {
            cand --connection 'Show one connection alone, by the id that the table shows'
            cand --series 'Show series: names or patterns such as `inbound-rtp/*/jitter` or `bytesSent/s`, or `list` for what there is'
            cand --sdp 'Print the Nth session description that the timeline numbers, as `rtcdiag sdp` reads it'
            cand --write 'Write the dump itself to FILE, anonymised, in its own format (gzip if the name ends in .gz); once for each dump'
            cand --from 'Skip what was before this time on the timeline: `12.5` or `12.5s`, `800ms`, `2m`'
            cand --to 'Skip what was after this time on the timeline'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --compare 'Put different calls side by side: what differs first, and which findings only one of them has'
            cand --timeline 'Show every event of every connection'
            cand --candidates 'Show every candidate and every candidate pair'
            cand --plot 'Draw the series instead of listing their values'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;handshake'= {
            cand --protocol 'Speak this protocol or profile with the server'
            cand --profile 'Read how to speak with the server from this TOML file'
            cand --allow-env 'Let the profile read this variable of the environment; those that begin with RTCDIAG_VAR_ it may always read'
            cand --room 'Use this room'
            cand --peer 'Send the offer to this peer, where the protocol has names for them'
            cand --var 'Use this value for a variable of the profile'
            cand --join 'Send this frame first'
            cand -H 'Send this header to the signaling server; `@file` or `env:NAME` in place of the value reads it there'
            cand --header 'Send this header to the signaling server; `@file` or `env:NAME` in place of the value reads it there'
            cand --role 'Let this side make the offer; `auto` offers, and answers whoever offers first'
            cand --glare 'Give our offer up when both sides offer (polite) or not (impolite); else the lower session id does'
            cand --trickle 'Send our candidates one by one (full), or in the description (half, none)'
            cand --media 'Send and count these, for --media-time: real frames of Opus and VP8'
            cand --media-time 'Let media flow for this many seconds'
            cand --bytes 'Send this many bytes over the data channel and back, and say how fast they went'
            cand --provoke 'Do this wrong on purpose, and report how the other side takes it'
            cand --repeat 'Run it this many times, and show how each phase spreads'
            cand --budget 'Fail when a phase takes longer, as in `ice<200ms,total<1s`; with --repeat every run counts'
            cand -w 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`'
            cand --write-out 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`'
            cand --pcap 'Write the packets of the peer connection to this file (pcapng)'
            cand --record 'Write what was measured to this file, for `rtcdiag replay`'
            cand --timeout 'Give up after this many seconds'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --self-test 'Run against the embedded server even where CI=true'
            cand --trust-file 'Use the URL and the headers of the profile, which came from somebody else'
            cand --no-data 'Leave the data channel out'
            cand --trace-signaling 'Show every frame and HTTP exchange, with descriptions folded'
            cand --compare-trickle 'Try all three ways of trickling, and tell what sending candidates one by one saves'
            cand --allow-private 'Let a public server redirect to a private address'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;replay'= {
            cand --budget 'Fail when a phase took longer, as in `ice<200ms,total<1s`'
            cand -w 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`'
            cand --write-out 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --trace-signaling 'Show every frame and HTTP exchange, with descriptions folded'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;profile'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List the built-in profiles'
            cand show 'Print a built-in profile, to begin one of your own with'
            cand check 'Check a profile of your own: its words, its holes, and a dry run'
            cand infer 'Make a profile from what a browser''s developer tools recorded of a call'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'rtcdiag;profile;list'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;profile;show'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;profile;check'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;profile;infer'= {
            cand --name 'Call the profile so'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;profile;help'= {
            cand list 'List the built-in profiles'
            cand show 'Print a built-in profile, to begin one of your own with'
            cand check 'Check a profile of your own: its words, its holes, and a dry run'
            cand infer 'Make a profile from what a browser''s developer tools recorded of a call'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'rtcdiag;profile;help;list'= {
        }
        &'rtcdiag;profile;help;show'= {
        }
        &'rtcdiag;profile;help;check'= {
        }
        &'rtcdiag;profile;help;infer'= {
        }
        &'rtcdiag;profile;help;help'= {
        }
        &'rtcdiag;serve'= {
            cand --listen 'Listen at this loopback address; port 0 takes a free one'
            cand --ca-out 'Write the certificate authority of turns: to this new file, for `rtcdiag ice --ca`; removed in the end'
            cand --duration 'End after this many seconds'
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;explain'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;completions'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;man'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;schema'= {
            cand --output 'Write the result as FORMAT, to FILE if one is given; may be repeated'
            cand --html 'Write one self-contained HTML page to FILE, short for --output html=FILE'
            cand --fail-on 'Fail (exit 1) on findings of this severity and above'
            cand --expect 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated'
            cand --color 'Colour the output'
            cand --unicode 'Draw with Unicode characters'
            cand --width 'Lay text out for this many columns'
            cand --json 'Write JSON to stdout, short for --output json'
            cand --anonymize 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
            cand -v 'Show more: -v each step and packet, -vv everything'
            cand --verbose 'Show more: -v each step and packet, -vv everything'
            cand -q 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand --quiet 'Show less: -q verdict and findings, -qq nothing but the exit code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'rtcdiag;help'= {
            cand ice 'Gather ICE candidates from every configured STUN and TURN server, and prove each relay'
            cand sdp 'Read session descriptions: what they mean and what is wrong with them'
            cand dump 'Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline'
            cand handshake 'Run a full offer/answer handshake through a signaling server and time each phase'
            cand replay 'Report again on what `handshake --record` kept'
            cand profile 'List, show and check profiles: how a signaling server is spoken to'
            cand serve 'Start STUN, TURN, a signaling relay and an echo peer on loopback'
            cand explain 'Print the manual of a rule, or of a STUN, TURN or ICE error code'
            cand completions 'Print a shell completion script'
            cand man 'Print the manual page in roff'
            cand schema 'Print the JSON Schema of the report that `--json` writes'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'rtcdiag;help;ice'= {
        }
        &'rtcdiag;help;sdp'= {
            cand explain 'Say what a description means, and the worst that is wrong with it'
            cand lint 'Say what is wrong with a description, or with an offer and its answer, and which browser minds'
            cand negotiate 'Say what an offer and an answer agree on, and which codec each side really sends'
            cand diff 'Say what changed between two descriptions, by meaning, and what did it'
        }
        &'rtcdiag;help;sdp;explain'= {
        }
        &'rtcdiag;help;sdp;lint'= {
        }
        &'rtcdiag;help;sdp;negotiate'= {
        }
        &'rtcdiag;help;sdp;diff'= {
        }
        &'rtcdiag;help;dump'= {
        }
        &'rtcdiag;help;handshake'= {
        }
        &'rtcdiag;help;replay'= {
        }
        &'rtcdiag;help;profile'= {
            cand list 'List the built-in profiles'
            cand show 'Print a built-in profile, to begin one of your own with'
            cand check 'Check a profile of your own: its words, its holes, and a dry run'
            cand infer 'Make a profile from what a browser''s developer tools recorded of a call'
        }
        &'rtcdiag;help;profile;list'= {
        }
        &'rtcdiag;help;profile;show'= {
        }
        &'rtcdiag;help;profile;check'= {
        }
        &'rtcdiag;help;profile;infer'= {
        }
        &'rtcdiag;help;serve'= {
        }
        &'rtcdiag;help;explain'= {
        }
        &'rtcdiag;help;completions'= {
        }
        &'rtcdiag;help;man'= {
        }
        &'rtcdiag;help;schema'= {
        }
        &'rtcdiag;help;help'= {
        }
    ]
    $completions[$command]
}
