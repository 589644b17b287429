# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_rtcdiag_global_optspecs
    string join \n output= json html= fail-on= expect= anonymize v/verbose q/quiet color= unicode= width= h/help V/version
end

function __fish_rtcdiag_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_rtcdiag_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_rtcdiag_using_subcommand
    set -l cmd (__fish_rtcdiag_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "ice" -d 'Gather ICE candidates from every configured STUN and TURN server, and prove each relay'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "sdp" -d 'Read session descriptions: what they mean and what is wrong with them'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "dump" -d 'Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "handshake" -d 'Run a full offer/answer handshake through a signaling server and time each phase'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "replay" -d 'Report again on what `handshake --record` kept'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "profile" -d 'List, show and check profiles: how a signaling server is spoken to'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "serve" -d 'Start STUN, TURN, a signaling relay and an echo peer on loopback'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "explain" -d 'Print the manual of a rule, or of a STUN, TURN or ICE error code'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "completions" -d 'Print a shell completion script'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "man" -d 'Print the manual page in roff'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "schema" -d 'Print the JSON Schema of the report that `--json` writes'
complete -c rtcdiag -n "__fish_rtcdiag_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s H -l header -d 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l ice-servers -d 'Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l ice-url -d 'Fetch the servers from this URL, in any shape that --ice-servers takes; `@file` or `env:NAME` reads the URL there' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l proxy -d 'Use this HTTP proxy for web servers and for TURN over TCP and TLS: a URL, `env` or `none`' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l username -d 'Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l credential-file -d 'Read the TURN credential from this file; `-` reads stdin' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l credential -d 'Give the TURN credential as `env:NAME`; a literal works, but other processes can see it' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l secret-file -d 'Read the TURN shared secret from this file, to mint a time-limited credential or to check the one given' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l rest-user -d 'Mint the credential for this user' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l ttl -d 'Let the minted credential live this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l separator -d 'Put this between the minted user name\'s timestamp and name' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l hash -d 'Mint with this hash' -r -f -a "sha1\t'HMAC-SHA1: what coturn and most services take'
sha256\t'HMAC-SHA256'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l realm -d 'Use this realm in place of the one that the server names' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l min-cred-ttl -d 'Warn of a credential that ends within this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l min-cert-days -d 'Warn of a certificate that ends within this many days' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l transport -d 'Try only these transports; may be repeated' -r -f -a "udp\t'Datagrams'
tcp\t'A TCP stream'
tls\t'A TLS stream'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l policy -d 'Gather all candidates or relayed ones alone, as `iceTransportPolicy` does' -r -f -a "all\t'Every candidate'
relay\t'Relayed candidates alone'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l interface -d 'Use only this network interface' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l ca -d 'Trust the certificates in this PEM file as roots, beside the system\'s' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l resolve -d 'Use this address for a name, as curl does: HOST:PORT:ADDRESS' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s c -l config -d 'Read the [ice] table of this file instead of ./rtcdiag.toml' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l max-gather-ms -d 'Expect gathering to end within this many milliseconds, short for --expect \'gather<=N ms\'' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l max-loss -d 'Expect each relay to lose at most this percentage, short for --expect \'loss<=N%\'' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l as -d 'Say how this browser would have shown each failure, without its waits' -r -f -a "chrome\t'Chrome, Edge and what else is built on libwebrtc'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l timeout -d 'Give each server this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s 4 -l ipv4 -d 'Use IPv4 alone'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s 6 -l ipv6 -d 'Use IPv6 alone'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l insecure -d 'Go on where a certificate is bad; it is reported all the same'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l require-all -d 'Fail if any server or transport does not work, whatever the network blocks'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l no-data -d 'Send nothing through the relay; leaves it unproven'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l public -d 'Ask two public STUN servers too, for comparison: stun.l.google.com and stun.cloudflare.com'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l allow-private -d 'Follow redirects from public servers to private addresses'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l self-test -d 'Run against the embedded server even where CI=true'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand ice" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -f -a "explain" -d 'Say what a description means, and the worst that is wrong with it'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -f -a "lint" -d 'Say what is wrong with a description, or with an offer and its answer, and which browser minds'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -f -a "negotiate" -d 'Say what an offer and an answer agree on, and which codec each side really sends'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -f -a "diff" -d 'Say what changed between two descriptions, by meaning, and what did it'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and not __fish_seen_subcommand_from explain lint negotiate diff help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l line -d 'Say what line N means' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l only -d 'Show these subjects alone' -r -f -a "ice\t'Candidates, credentials and options of ICE'
dtls\t'DTLS role, fingerprints and keys'
codecs\t'Payload types, their parameters and their feedback'
extensions\t'Header extensions'
layers\t'Simulcast, layers and RTP sources'
data\t'Data channels'
transport\t'BUNDLE, rtcp-mux and where sections go'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l pick -d 'Use description N of an input that holds several, such as a dump' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l lines -d 'Say what every line means'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from explain" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l for -d 'Say what concerns these readers alone' -r -f -a "chrome\t''
firefox\t''
rfc\t''
sip\t''
whip\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l pick -d 'Use description N of an input that holds several, such as a dump' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l fix -d 'Write the description with all that can be repaired without a guess'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l diff -d 'Show what `--fix` changes in place of the result'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from lint" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l answered -d 'Read the second description as the answer, whatever it looks like'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from negotiate" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l noise -d 'Show what does not matter, too'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Say what a description means, and the worst that is wrong with it'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from help" -f -a "lint" -d 'Say what is wrong with a description, or with an offer and its answer, and which browser minds'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from help" -f -a "negotiate" -d 'Say what an offer and an answer agree on, and which codec each side really sends'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Say what changed between two descriptions, by meaning, and what did it'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand sdp; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l connection -d 'Show one connection alone, by the id that the table shows' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l series -d 'Show series: names or patterns such as `inbound-rtp/*/jitter` or `bytesSent/s`, or `list` for what there is' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l sdp -d 'Print the Nth session description that the timeline numbers, as `rtcdiag sdp` reads it' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l write -d 'Write the dump itself to FILE, anonymised, in its own format (gzip if the name ends in .gz); once for each dump' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l from -d 'Skip what was before this time on the timeline: `12.5` or `12.5s`, `800ms`, `2m`' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l to -d 'Skip what was after this time on the timeline' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l compare -d 'Put different calls side by side: what differs first, and which findings only one of them has'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l timeline -d 'Show every event of every connection'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l candidates -d 'Show every candidate and every candidate pair'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l plot -d 'Draw the series instead of listing their values'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand dump" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l protocol -d 'Speak this protocol or profile with the server' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l profile -d 'Read how to speak with the server from this TOML file' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l allow-env -d 'Let the profile read this variable of the environment; those that begin with RTCDIAG_VAR_ it may always read' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l room -d 'Use this room' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l peer -d 'Send the offer to this peer, where the protocol has names for them' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l var -d 'Use this value for a variable of the profile' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l join -d 'Send this frame first' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s H -l header -d 'Send this header to the signaling server; `@file` or `env:NAME` in place of the value reads it there' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l role -d 'Let this side make the offer; `auto` offers, and answers whoever offers first' -r -f -a "auto\t'This side, unless the other one does first'
offerer\t'This side'
answerer\t'The other side'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l glare -d 'Give our offer up when both sides offer (polite) or not (impolite); else the lower session id does' -r -f -a "polite\t'It gives its own offer up'
impolite\t'It ignores the other offer'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l trickle -d 'Send our candidates one by one (full), or in the description (half, none)' -r -f -a "auto\t'One by one over a WebSocket, in the description over HTTP'
full\t'One by one'
half\t'Ours in the description'
none\t'All in the descriptions'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l media -d 'Send and count these, for --media-time: real frames of Opus and VP8' -r -f -a "audio\t'Opus'
video\t'VP8'
none\t'Neither'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l media-time -d 'Let media flow for this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l bytes -d 'Send this many bytes over the data channel and back, and say how fast they went' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l provoke -d 'Do this wrong on purpose, and report how the other side takes it' -r -f -a "glare\t''
cand-first\t''
dup-offer\t''
dup-answer\t''
late-candidates\t''
no-eoc\t''
no-candidates\t''
wrong-ufrag\t''
unknown-mid\t''
bad-candidate\t''
lf-only\t''
no-eol\t''
wrong-fingerprint\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l repeat -d 'Run it this many times, and show how each phase spreads' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l budget -d 'Fail when a phase takes longer, as in `ice<200ms,total<1s`; with --repeat every run counts' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s w -l write-out -d 'Write this line in place of the report: `%{dtls} %{total}\\n`, with phase ids, paths of the facts, or `%{json}`' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l pcap -d 'Write the packets of the peer connection to this file (pcapng)' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l record -d 'Write what was measured to this file, for `rtcdiag replay`' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l ice-server -d 'Gather from this STUN or TURN server too: stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp], turns:HOST[:PORT]' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l ice-header -d 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l ice-servers -d 'Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l ice-url -d 'Fetch the servers from this URL, in any shape that --ice-servers takes; `@file` or `env:NAME` reads the URL there' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l proxy -d 'Use this HTTP proxy for web servers and for TURN over TCP and TLS: a URL, `env` or `none`' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l username -d 'Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l credential-file -d 'Read the TURN credential from this file; `-` reads stdin' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l credential -d 'Give the TURN credential as `env:NAME`; a literal works, but other processes can see it' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l secret-file -d 'Read the TURN shared secret from this file, to mint a time-limited credential or to check the one given' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l rest-user -d 'Mint the credential for this user' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l ttl -d 'Let the minted credential live this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l separator -d 'Put this between the minted user name\'s timestamp and name' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l hash -d 'Mint with this hash' -r -f -a "sha1\t'HMAC-SHA1: what coturn and most services take'
sha256\t'HMAC-SHA256'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l realm -d 'Use this realm in place of the one that the server names' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l min-cred-ttl -d 'Warn of a credential that ends within this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l min-cert-days -d 'Warn of a certificate that ends within this many days' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l transport -d 'Try only these transports; may be repeated' -r -f -a "udp\t'Datagrams'
tcp\t'A TCP stream'
tls\t'A TLS stream'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l policy -d 'Gather all candidates or relayed ones alone, as `iceTransportPolicy` does' -r -f -a "all\t'Every candidate'
relay\t'Relayed candidates alone'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l interface -d 'Use only this network interface' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l ca -d 'Trust the certificates in this PEM file as roots, beside the system\'s' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l resolve -d 'Use this address for a name, as curl does: HOST:PORT:ADDRESS' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s c -l config -d 'Read the [ice] table of this file instead of ./rtcdiag.toml' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l timeout -d 'Give up after this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l self-test -d 'Run against the embedded server even where CI=true'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l trust-file -d 'Use the URL and the headers of the profile, which came from somebody else'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l no-data -d 'Leave the data channel out'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l trace-signaling -d 'Show every frame and HTTP exchange, with descriptions folded'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l compare-trickle -d 'Try all three ways of trickling, and tell what sending candidates one by one saves'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s 4 -l ipv4 -d 'Use IPv4 alone'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s 6 -l ipv6 -d 'Use IPv6 alone'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l insecure -d 'Go on where a certificate is bad; it is reported all the same'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l allow-private -d 'Let a public server redirect to a private address'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand handshake" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l budget -d 'Fail when a phase took longer, as in `ice<200ms,total<1s`' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -s w -l write-out -d 'Write this line in place of the report: `%{dtls} %{total}\\n`, with phase ids, paths of the facts, or `%{json}`' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l trace-signaling -d 'Show every frame and HTTP exchange, with descriptions folded'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand replay" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -f -a "list" -d 'List the built-in profiles'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -f -a "show" -d 'Print a built-in profile, to begin one of your own with'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -f -a "check" -d 'Check a profile of your own: its words, its holes, and a dry run'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -f -a "infer" -d 'Make a profile from what a browser\'s developer tools recorded of a call'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and not __fish_seen_subcommand_from list show check infer help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l name -d 'Use this name for the profile' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from infer" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the built-in profiles'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print a built-in profile, to begin one of your own with'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check a profile of your own: its words, its holes, and a dry run'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "infer" -d 'Make a profile from what a browser\'s developer tools recorded of a call'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l listen -d 'Listen at this address; port 0 takes a free one. Beyond loopback others can use it: see what it prints' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l host -d 'Let clients use this host name besides `localhost` and addresses; repeatable' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l origin -d 'Let pages of this origin call, such as `https://app.example.org`; repeatable' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l ca-out -d 'Write the certificate authority of turns: to this new file, for `rtcdiag ice --ca`; removed in the end' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l duration -d 'End after this many seconds' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l faults -d 'Put faults under `/faults/<id>/…`; `GET /faults` lists them'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l allow-private -d 'Let TURN beyond loopback relay to private addresses, if a participant is there'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand serve" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand explain" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand completions" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand man" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l output -d 'Write the result as FORMAT, to FILE if one is given; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l html -d 'Write one self-contained HTML page to FILE, short for --output html=FILE' -r -F
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l fail-on -d 'Fail (exit 1) on findings of this severity and above' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l expect -d 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l color -d 'Colour the output' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l unicode -d 'Draw with Unicode characters' -r -f -a "auto\t'If the terminal can'
always\t'Always'
never\t'Never'"
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l width -d 'Lay text out for this many columns' -r
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l json -d 'Write JSON to stdout, short for --output json'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -l anonymize -d 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -s v -l verbose -d 'Show more: -v each step and packet, -vv everything'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -s q -l quiet -d 'Show less: -q verdict and findings, -qq nothing but the exit code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand schema" -s V -l version -d 'Print version'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "ice" -d 'Gather ICE candidates from every configured STUN and TURN server, and prove each relay'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "sdp" -d 'Read session descriptions: what they mean and what is wrong with them'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "dump" -d 'Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "handshake" -d 'Run a full offer/answer handshake through a signaling server and time each phase'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "replay" -d 'Report again on what `handshake --record` kept'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "profile" -d 'List, show and check profiles: how a signaling server is spoken to'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "serve" -d 'Start STUN, TURN, a signaling relay and an echo peer on loopback'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "explain" -d 'Print the manual of a rule, or of a STUN, TURN or ICE error code'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "completions" -d 'Print a shell completion script'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "man" -d 'Print the manual page in roff'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "schema" -d 'Print the JSON Schema of the report that `--json` writes'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and not __fish_seen_subcommand_from ice sdp dump handshake replay profile serve explain completions man schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from sdp" -f -a "explain" -d 'Say what a description means, and the worst that is wrong with it'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from sdp" -f -a "lint" -d 'Say what is wrong with a description, or with an offer and its answer, and which browser minds'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from sdp" -f -a "negotiate" -d 'Say what an offer and an answer agree on, and which codec each side really sends'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from sdp" -f -a "diff" -d 'Say what changed between two descriptions, by meaning, and what did it'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "list" -d 'List the built-in profiles'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "show" -d 'Print a built-in profile, to begin one of your own with'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "check" -d 'Check a profile of your own: its words, its holes, and a dry run'
complete -c rtcdiag -n "__fish_rtcdiag_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "infer" -d 'Make a profile from what a browser\'s developer tools recorded of a call'
