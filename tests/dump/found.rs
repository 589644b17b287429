//! x
use super::shared;
#[test]
fn show() {
    let Some(folder) = shared::folder("found", 1) else { return };
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for path in names {
        let dump = match shared::read(&path) {
            Ok(d) => d,
            Err(e) => {
                eprintln!("== {}", e);
                continue;
            }
        };
        eprintln!("== {} {:?} {:?} {:?}", dump.name, dump.browser, dump.unseen, dump.warnings);
        for c in &dump.connections {
            eprintln!(
                "   {} {} {:?} {:?} {:?} {:?} {:?}",
                c.id,
                c.outcome().word(),
                c.selected_path().yes().map(|p| format!(
                    "{} -> {} {} {}",
                    p.local,
                    p.remote,
                    p.protocol(),
                    p.relayed()
                )),
                c.setup_ms(),
                c.dtls(),
                c.history,
                c.configuration
            );
            eprintln!(
                "      {:?}",
                c.sections
                    .iter()
                    .map(|s| (&s.mid, &s.kind, s.direction, s.rejected, s.codecs.join(" ")))
                    .collect::<Vec<_>>()
            );
            eprintln!("      {:?}", c.tracks);
        }
        for f in rtcdiag::rules::judge(rtcdiag::rules::Subject::Dump(&dump)) {
            eprintln!(
                "   !! {} {:?} {} | {} | {} | {:?}",
                f.rule.id, f.severity, f.subject, f.message, f.help, f.evidence
            );
        }
    }
}
