//! `rtcdiag profile`: lists, shows and checks profiles. It is given no network.

mod infer;

use std::path::Path;

use super::given::read_text;
use super::{Context, Failure, Outcome};
use crate::cli::{ProfileArgs, ProfileCommand};
use crate::probe::signaling::Profile;
use crate::probe::signaling::profile::{Rehearsal, builtin_source, builtins, rehearse};
use crate::report::Exit;
use crate::report::number::plural;

/// Runs `rtcdiag profile`.
///
/// # Errors
/// Exit 2 for a name that no profile has, and for a profile that is wrong.
pub(super) fn run(args: &ProfileArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    match &args.command {
        ProfileCommand::List => Ok(Outcome::Text(list())),
        ProfileCommand::Show { name } => match builtin_source(name) {
            Some(source) => Ok(Outcome::Text(source.to_owned())),
            None => Err(unknown(name)),
        },
        ProfileCommand::Check { file } => check(file, context),
        ProfileCommand::Infer { file, name } => infer::infer(file, name, context),
    }
}

/// That no profile is called so, with the nearest name.
pub(super) fn unknown(name: &str) -> Failure {
    let names = builtins().into_iter().map(|profile| profile.name.clone());
    let nearest = names.max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
    Failure::usage(format!("find a profile called `{name}`"))
        .hint(format!("the nearest is `{}`; `rtcdiag profile list` lists them all", nearest.unwrap_or_default()))
}

/// The profile in a file.
pub(super) fn read(file: &Path, context: &mut Context<'_>) -> Result<std::sync::Arc<Profile>, Failure> {
    let text = read_text(file, context)?;
    Profile::parse(&text).map_err(|error| {
        Failure::usage(format!("use the profile `{}`: {error}", file.display()))
            .hint("`rtcdiag profile show ws-json` prints one that is right")
    })
}

fn list() -> String {
    let all = builtins();
    let wide = all.iter().map(|profile| profile.name.len()).max().unwrap_or_default();
    all.iter().map(|profile| format!("{:wide$}  {}\n", profile.name, profile.about)).collect()
}

fn check(file: &Path, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let profile = read(file, context)?;
    let Rehearsal { messages, faults } = rehearse(&profile);
    if let Some(fault) = faults.first() {
        let more = if faults.len() > 1 { format!(" (and {} more)", faults.len() - 1) } else { String::new() };
        return Err(Failure::usage(format!("use the profile `{}`: {fault}{more}", file.display())));
    }
    let mut text = format!(
        "{}: right; {} over {}, {} and {} for what comes in\n",
        profile.name,
        plural(messages.len(), "message"),
        profile.transport,
        plural(profile.recv.len(), "rule"),
        plural(profile.environment().len(), "variable of the environment"),
    );
    for (occasion, message) in messages {
        text.push_str(&format!("  {occasion:10} {message}\n"));
    }
    Ok(Outcome::Document(text, Exit::ok()))
}
