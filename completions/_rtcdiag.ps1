
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'rtcdiag' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'rtcdiag'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'rtcdiag' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('ice', 'ice', [CompletionResultType]::ParameterValue, 'Gather ICE candidates from every configured STUN and TURN server, and prove each relay')
            [CompletionResult]::new('sdp', 'sdp', [CompletionResultType]::ParameterValue, 'Read session descriptions: what they mean and what is wrong with them')
            [CompletionResult]::new('dump', 'dump', [CompletionResultType]::ParameterValue, 'Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline')
            [CompletionResult]::new('handshake', 'handshake', [CompletionResultType]::ParameterValue, 'Run a full offer/answer handshake through a signaling server and time each phase')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Report again on what `handshake --record` kept')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles: how a signaling server is spoken to')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Start STUN, TURN, a signaling relay and an echo peer on loopback')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Print the manual of a rule, or of a STUN, TURN or ICE error code')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page in roff')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of the report that `--json` writes')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'rtcdiag;ice' {
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there')
            [CompletionResult]::new('--ice-servers', '--ice-servers', [CompletionResultType]::ParameterName, 'Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself')
            [CompletionResult]::new('--ice-url', '--ice-url', [CompletionResultType]::ParameterName, 'Fetch the servers from this URL, in any shape that --ice-servers takes; `@file` or `env:NAME` reads the URL there')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Use this HTTP proxy for web servers and for TURN over TCP and TLS: a URL, `env` or `none`')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable')
            [CompletionResult]::new('--credential-file', '--credential-file', [CompletionResultType]::ParameterName, 'Read the TURN credential from this file; `-` reads stdin')
            [CompletionResult]::new('--credential', '--credential', [CompletionResultType]::ParameterName, 'Give the TURN credential as `env:NAME`; a literal works, but other processes can see it')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the TURN shared secret from this file, to mint a time-limited credential or to check the one given')
            [CompletionResult]::new('--rest-user', '--rest-user', [CompletionResultType]::ParameterName, 'Mint the credential for this user')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Let the minted credential live this many seconds')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'Put this between the minted user name''s timestamp and name')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'Mint with this hash')
            [CompletionResult]::new('--realm', '--realm', [CompletionResultType]::ParameterName, 'Use this realm in place of the one that the server names')
            [CompletionResult]::new('--min-cred-ttl', '--min-cred-ttl', [CompletionResultType]::ParameterName, 'Warn of a credential that ends within this many seconds')
            [CompletionResult]::new('--min-cert-days', '--min-cert-days', [CompletionResultType]::ParameterName, 'Warn of a certificate that ends within this many days')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'Try only these transports; may be repeated')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Gather all candidates or relayed ones alone, as `iceTransportPolicy` does')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Use only this network interface')
            [CompletionResult]::new('--ca', '--ca', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file as roots, beside the system''s')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Use this address for a name, as curl does: HOST:PORT:ADDRESS')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Read the [ice] table of this file instead of ./rtcdiag.toml')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read the [ice] table of this file instead of ./rtcdiag.toml')
            [CompletionResult]::new('--max-gather-ms', '--max-gather-ms', [CompletionResultType]::ParameterName, 'Expect gathering to end within this many milliseconds, short for --expect ''gather<=N ms''')
            [CompletionResult]::new('--max-loss', '--max-loss', [CompletionResultType]::ParameterName, 'Expect each relay to lose at most this percentage, short for --expect ''loss<=N%''')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Say how this browser would have shown each failure, without its waits')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give each server this many seconds')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 alone')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 alone')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 alone')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 alone')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Go on where a certificate is bad; it is reported all the same')
            [CompletionResult]::new('--require-all', '--require-all', [CompletionResultType]::ParameterName, 'Fail if any server or transport does not work, whatever the network blocks')
            [CompletionResult]::new('--no-data', '--no-data', [CompletionResultType]::ParameterName, 'Send nothing through the relay; leaves it unproven')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'Ask two public STUN servers too, for comparison: stun.l.google.com and stun.cloudflare.com')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Follow redirects from public servers to private addresses')
            [CompletionResult]::new('--self-test', '--self-test', [CompletionResultType]::ParameterName, 'Run against the embedded server even where CI=true')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;sdp' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a description means, and the worst that is wrong with it')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Say what is wrong with a description, or with an offer and its answer, and which browser minds')
            [CompletionResult]::new('negotiate', 'negotiate', [CompletionResultType]::ParameterValue, 'Say what an offer and an answer agree on, and which codec each side really sends')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two descriptions, by meaning, and what did it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'rtcdiag;sdp;explain' {
            [CompletionResult]::new('--line', '--line', [CompletionResultType]::ParameterName, 'Say what line N means')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Show these subjects alone')
            [CompletionResult]::new('--pick', '--pick', [CompletionResultType]::ParameterName, 'Use description N of an input that holds several, such as a dump')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Say what every line means')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;sdp;lint' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Say what concerns these readers alone')
            [CompletionResult]::new('--pick', '--pick', [CompletionResultType]::ParameterName, 'Use description N of an input that holds several, such as a dump')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Write the description with all that can be repaired without a guess')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show what `--fix` changes in place of the result')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;sdp;negotiate' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--answered', '--answered', [CompletionResultType]::ParameterName, 'Read the second description as the answer, whatever it looks like')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;sdp;diff' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--noise', '--noise', [CompletionResultType]::ParameterName, 'Show what does not matter, too')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;sdp;help' {
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a description means, and the worst that is wrong with it')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Say what is wrong with a description, or with an offer and its answer, and which browser minds')
            [CompletionResult]::new('negotiate', 'negotiate', [CompletionResultType]::ParameterValue, 'Say what an offer and an answer agree on, and which codec each side really sends')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two descriptions, by meaning, and what did it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'rtcdiag;sdp;help;explain' {
            break
        }
        'rtcdiag;sdp;help;lint' {
            break
        }
        'rtcdiag;sdp;help;negotiate' {
            break
        }
        'rtcdiag;sdp;help;diff' {
            break
        }
        'rtcdiag;sdp;help;help' {
            break
        }
        'rtcdiag;dump' {
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'Show one connection alone, by the id that the table shows')
            [CompletionResult]::new('--series', '--series', [CompletionResultType]::ParameterName, 'Show series: names or patterns such as `inbound-rtp/*/jitter` or `bytesSent/s`, or `list` for what there is')
            [CompletionResult]::new('--sdp', '--sdp', [CompletionResultType]::ParameterName, 'Print the Nth session description that the timeline numbers, as `rtcdiag sdp` reads it')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the dump itself to FILE, anonymised, in its own format (gzip if the name ends in .gz); once for each dump')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Skip what was before this time on the timeline: `12.5` or `12.5s`, `800ms`, `2m`')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Skip what was after this time on the timeline')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Put different calls side by side: what differs first, and which findings only one of them has')
            [CompletionResult]::new('--timeline', '--timeline', [CompletionResultType]::ParameterName, 'Show every event of every connection')
            [CompletionResult]::new('--candidates', '--candidates', [CompletionResultType]::ParameterName, 'Show every candidate and every candidate pair')
            [CompletionResult]::new('--plot', '--plot', [CompletionResultType]::ParameterName, 'Draw the series instead of listing their values')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;handshake' {
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'Speak this protocol or profile with the server')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Read how to speak with the server from this TOML file')
            [CompletionResult]::new('--allow-env', '--allow-env', [CompletionResultType]::ParameterName, 'Let the profile read this variable of the environment; those that begin with RTCDIAG_VAR_ it may always read')
            [CompletionResult]::new('--room', '--room', [CompletionResultType]::ParameterName, 'Use this room')
            [CompletionResult]::new('--peer', '--peer', [CompletionResultType]::ParameterName, 'Send the offer to this peer, where the protocol has names for them')
            [CompletionResult]::new('--var', '--var', [CompletionResultType]::ParameterName, 'Use this value for a variable of the profile')
            [CompletionResult]::new('--join', '--join', [CompletionResultType]::ParameterName, 'Send this frame first')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Send this header to the signaling server; `@file` or `env:NAME` in place of the value reads it there')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Send this header to the signaling server; `@file` or `env:NAME` in place of the value reads it there')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Let this side make the offer; `auto` offers, and answers whoever offers first')
            [CompletionResult]::new('--glare', '--glare', [CompletionResultType]::ParameterName, 'Give our offer up when both sides offer (polite) or not (impolite); else the lower session id does')
            [CompletionResult]::new('--trickle', '--trickle', [CompletionResultType]::ParameterName, 'Send our candidates one by one (full), or in the description (half, none)')
            [CompletionResult]::new('--media', '--media', [CompletionResultType]::ParameterName, 'Send and count these, for --media-time: real frames of Opus and VP8')
            [CompletionResult]::new('--media-time', '--media-time', [CompletionResultType]::ParameterName, 'Let media flow for this many seconds')
            [CompletionResult]::new('--bytes', '--bytes', [CompletionResultType]::ParameterName, 'Send this many bytes over the data channel and back, and say how fast they went')
            [CompletionResult]::new('--provoke', '--provoke', [CompletionResultType]::ParameterName, 'Do this wrong on purpose, and report how the other side takes it')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'Run it this many times, and show how each phase spreads')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Fail when a phase takes longer, as in `ice<200ms,total<1s`; with --repeat every run counts')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`')
            [CompletionResult]::new('--write-out', '--write-out', [CompletionResultType]::ParameterName, 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`')
            [CompletionResult]::new('--pcap', '--pcap', [CompletionResultType]::ParameterName, 'Write the packets of the peer connection to this file (pcapng)')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Write what was measured to this file, for `rtcdiag replay`')
            [CompletionResult]::new('--ice-server', '--ice-server', [CompletionResultType]::ParameterName, 'Gather from this STUN or TURN server too: stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp], turns:HOST[:PORT]')
            [CompletionResult]::new('--ice-header', '--ice-header', [CompletionResultType]::ParameterName, 'Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there')
            [CompletionResult]::new('--ice-servers', '--ice-servers', [CompletionResultType]::ParameterName, 'Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself')
            [CompletionResult]::new('--ice-url', '--ice-url', [CompletionResultType]::ParameterName, 'Fetch the servers from this URL, in any shape that --ice-servers takes; `@file` or `env:NAME` reads the URL there')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Use this HTTP proxy for web servers and for TURN over TCP and TLS: a URL, `env` or `none`')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable')
            [CompletionResult]::new('--credential-file', '--credential-file', [CompletionResultType]::ParameterName, 'Read the TURN credential from this file; `-` reads stdin')
            [CompletionResult]::new('--credential', '--credential', [CompletionResultType]::ParameterName, 'Give the TURN credential as `env:NAME`; a literal works, but other processes can see it')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the TURN shared secret from this file, to mint a time-limited credential or to check the one given')
            [CompletionResult]::new('--rest-user', '--rest-user', [CompletionResultType]::ParameterName, 'Mint the credential for this user')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Let the minted credential live this many seconds')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'Put this between the minted user name''s timestamp and name')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'Mint with this hash')
            [CompletionResult]::new('--realm', '--realm', [CompletionResultType]::ParameterName, 'Use this realm in place of the one that the server names')
            [CompletionResult]::new('--min-cred-ttl', '--min-cred-ttl', [CompletionResultType]::ParameterName, 'Warn of a credential that ends within this many seconds')
            [CompletionResult]::new('--min-cert-days', '--min-cert-days', [CompletionResultType]::ParameterName, 'Warn of a certificate that ends within this many days')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'Try only these transports; may be repeated')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Gather all candidates or relayed ones alone, as `iceTransportPolicy` does')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Use only this network interface')
            [CompletionResult]::new('--ca', '--ca', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file as roots, beside the system''s')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Use this address for a name, as curl does: HOST:PORT:ADDRESS')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Read the [ice] table of this file instead of ./rtcdiag.toml')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read the [ice] table of this file instead of ./rtcdiag.toml')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this many seconds')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--self-test', '--self-test', [CompletionResultType]::ParameterName, 'Run against the embedded server even where CI=true')
            [CompletionResult]::new('--trust-file', '--trust-file', [CompletionResultType]::ParameterName, 'Use the URL and the headers of the profile, which came from somebody else')
            [CompletionResult]::new('--no-data', '--no-data', [CompletionResultType]::ParameterName, 'Leave the data channel out')
            [CompletionResult]::new('--trace-signaling', '--trace-signaling', [CompletionResultType]::ParameterName, 'Show every frame and HTTP exchange, with descriptions folded')
            [CompletionResult]::new('--compare-trickle', '--compare-trickle', [CompletionResultType]::ParameterName, 'Try all three ways of trickling, and tell what sending candidates one by one saves')
            [CompletionResult]::new('-4', '-4', [CompletionResultType]::ParameterName, 'Use IPv4 alone')
            [CompletionResult]::new('--ipv4', '--ipv4', [CompletionResultType]::ParameterName, 'Use IPv4 alone')
            [CompletionResult]::new('-6', '-6', [CompletionResultType]::ParameterName, 'Use IPv6 alone')
            [CompletionResult]::new('--ipv6', '--ipv6', [CompletionResultType]::ParameterName, 'Use IPv6 alone')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Go on where a certificate is bad; it is reported all the same')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Let a public server redirect to a private address')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;replay' {
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Fail when a phase took longer, as in `ice<200ms,total<1s`')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`')
            [CompletionResult]::new('--write-out', '--write-out', [CompletionResultType]::ParameterName, 'Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--trace-signaling', '--trace-signaling', [CompletionResultType]::ParameterName, 'Show every frame and HTTP exchange, with descriptions folded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;profile' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the built-in profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print a built-in profile, to begin one of your own with')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a profile of your own: its words, its holes, and a dry run')
            [CompletionResult]::new('infer', 'infer', [CompletionResultType]::ParameterValue, 'Make a profile from what a browser''s developer tools recorded of a call')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'rtcdiag;profile;list' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;profile;show' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;profile;check' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;profile;infer' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Use this name for the profile')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the built-in profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print a built-in profile, to begin one of your own with')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a profile of your own: its words, its holes, and a dry run')
            [CompletionResult]::new('infer', 'infer', [CompletionResultType]::ParameterValue, 'Make a profile from what a browser''s developer tools recorded of a call')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'rtcdiag;profile;help;list' {
            break
        }
        'rtcdiag;profile;help;show' {
            break
        }
        'rtcdiag;profile;help;check' {
            break
        }
        'rtcdiag;profile;help;infer' {
            break
        }
        'rtcdiag;profile;help;help' {
            break
        }
        'rtcdiag;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen at this address; port 0 takes a free one. Beyond loopback others can use it: see what it prints')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Let clients use this host name besides `localhost` and addresses; repeatable')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Let pages of this origin call, such as `https://app.example.org`; repeatable')
            [CompletionResult]::new('--ca-out', '--ca-out', [CompletionResultType]::ParameterName, 'Write the certificate authority of turns: to this new file, for `rtcdiag ice --ca`; removed in the end')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'End after this many seconds')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--faults', '--faults', [CompletionResultType]::ParameterName, 'Put faults under `/faults/<id>/…`; `GET /faults` lists them')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Let TURN beyond loopback relay to private addresses, if a participant is there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;explain' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;completions' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;man' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;schema' {
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result as FORMAT, to FILE if one is given; may be repeated')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write one self-contained HTML page to FILE, short for --output html=FILE')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Fail (exit 1) on findings of this severity and above')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--unicode', '--unicode', [CompletionResultType]::ParameterName, 'Draw with Unicode characters')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Lay text out for this many columns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write JSON to stdout, short for --output json')
            [CompletionResult]::new('--anonymize', '--anonymize', [CompletionResultType]::ParameterName, 'Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show more: -v each step and packet, -vv everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show less: -q verdict and findings, -qq nothing but the exit code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'rtcdiag;help' {
            [CompletionResult]::new('ice', 'ice', [CompletionResultType]::ParameterValue, 'Gather ICE candidates from every configured STUN and TURN server, and prove each relay')
            [CompletionResult]::new('sdp', 'sdp', [CompletionResultType]::ParameterValue, 'Read session descriptions: what they mean and what is wrong with them')
            [CompletionResult]::new('dump', 'dump', [CompletionResultType]::ParameterValue, 'Read webrtc-internals, rtcstats and about:webrtc dumps: connections, path, quality, timeline')
            [CompletionResult]::new('handshake', 'handshake', [CompletionResultType]::ParameterValue, 'Run a full offer/answer handshake through a signaling server and time each phase')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Report again on what `handshake --record` kept')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles: how a signaling server is spoken to')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Start STUN, TURN, a signaling relay and an echo peer on loopback')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Print the manual of a rule, or of a STUN, TURN or ICE error code')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page in roff')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of the report that `--json` writes')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'rtcdiag;help;ice' {
            break
        }
        'rtcdiag;help;sdp' {
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a description means, and the worst that is wrong with it')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Say what is wrong with a description, or with an offer and its answer, and which browser minds')
            [CompletionResult]::new('negotiate', 'negotiate', [CompletionResultType]::ParameterValue, 'Say what an offer and an answer agree on, and which codec each side really sends')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two descriptions, by meaning, and what did it')
            break
        }
        'rtcdiag;help;sdp;explain' {
            break
        }
        'rtcdiag;help;sdp;lint' {
            break
        }
        'rtcdiag;help;sdp;negotiate' {
            break
        }
        'rtcdiag;help;sdp;diff' {
            break
        }
        'rtcdiag;help;dump' {
            break
        }
        'rtcdiag;help;handshake' {
            break
        }
        'rtcdiag;help;replay' {
            break
        }
        'rtcdiag;help;profile' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the built-in profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print a built-in profile, to begin one of your own with')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a profile of your own: its words, its holes, and a dry run')
            [CompletionResult]::new('infer', 'infer', [CompletionResultType]::ParameterValue, 'Make a profile from what a browser''s developer tools recorded of a call')
            break
        }
        'rtcdiag;help;profile;list' {
            break
        }
        'rtcdiag;help;profile;show' {
            break
        }
        'rtcdiag;help;profile;check' {
            break
        }
        'rtcdiag;help;profile;infer' {
            break
        }
        'rtcdiag;help;serve' {
            break
        }
        'rtcdiag;help;explain' {
            break
        }
        'rtcdiag;help;completions' {
            break
        }
        'rtcdiag;help;man' {
            break
        }
        'rtcdiag;help;schema' {
            break
        }
        'rtcdiag;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
