//! Runs one command line: what it asks for, its result to every output, its exit code.

use std::cell::RefCell;
use std::io::Write;

use super::expectations::Expectations;
use super::output::Outputs;
use super::write_out::Template;
use super::{Context, Failure, Outcome, completions, dump, explain, handshake, ice, man, profile, schema, sdp, serve};
use crate::anonymize::{Anonymizer, Kind};
use crate::cli::{Cli, Command, Format, Global, ProfileArgs, ProfileCommand, SdpCommand};
use crate::net::clock;
use crate::report::Exit;
use crate::rules::expect::has_path;
use crate::{render, term};

/// Runs `cli` and returns the exit code.
pub fn run(cli: &Cli) -> u8 {
    let global = &cli.global;
    let anonymizer = global.anonymize.then(|| RefCell::new(named(cli)));
    let anonymizer = anonymizer.as_ref();
    let shown = |text: &str| match anonymizer {
        Some(anonymizer) => anonymizer.borrow_mut().text(text),
        None => text.to_owned(),
    };
    let complain = |result| complain(global, result, &shown);
    let notice = |text: &str| {
        if global.quiet == 0 {
            tell(global, &term::clean(&shown(text)));
        }
    };
    // files are opened first: where one cannot be written nothing is sent
    let result = Outputs::open(global).and_then(|outputs| {
        let expectations = Expectations::read(&cli.command, global)?;
        let template = template(&cli.command, &outputs)?;
        if global.outputs().iter().any(|output| output.format == Format::Har) && !speaks_http(&cli.command) {
            return Err(Failure::usage("write HAR: this command exchanges nothing over HTTP or WebSocket"));
        }
        let started = clock::rfc3339();
        if let Some(name) = schema::name(&cli.command) {
            outputs.event(&render::jsonl::start(name, &started), global);
        }
        let mut context = Context {
            global,
            stdin: &mut std::io::stdin().lock(),
            stdin_is_terminal: term::stdin_is_terminal(),
            started,
            notice: &notice,
            event: &|kind, mut body| {
                if let Some(anonymizer) = anonymizer {
                    anonymizer.borrow_mut().value(&mut body);
                }
                outputs.event(&render::jsonl::event(kind, body), global);
            },
            anonymizer,
        };
        let mut outcome = dispatch(&cli.command, &mut context)?;
        if let Outcome::Report(report) = &mut outcome {
            expectations.decide(report);
        }
        Ok((outputs, template, outcome))
    });
    match result {
        Ok((outputs, template, Outcome::Report(mut report))) => {
            if let Some(anonymizer) = anonymizer {
                anonymizer.borrow_mut().report(&mut report);
            }
            let line = template.map(|template| template.fill(&report, &render::json(&report).unwrap_or_default()));
            let written = outputs.report(&report, line.as_deref(), global);
            report.exit.worse(complain(written)).code
        }
        // the tool's own words: a manual, a script
        Ok((outputs, _, Outcome::Text(text))) => complain(outputs.text(&text, global)).code,
        Ok((outputs, _, Outcome::Document(text, exit))) => {
            let written = outputs.text(&shown(&text), global);
            exit.worse(complain(written)).code
        }
        Ok((_, _, Outcome::Ended(exit))) => exit.code,
        Err(failure) => complain(Err(failure)).code,
    }
}

/// The user's own line, if there is one.
fn template(command: &Command, outputs: &Outputs) -> Result<Option<Template>, Failure> {
    let text = match command {
        Command::Handshake(args) => args.write_out.as_ref(),
        Command::Replay(args) => args.write_out.as_ref(),
        _ => None,
    };
    let Some(text) = text else { return Ok(None) };
    if !outputs.shows_text() {
        return Err(Failure::usage("write both `--write-out` and another format to stdout")
            .hint("give the format a file: `--output json=report.json`"));
    }
    let facts = schema::name(command).and_then(schema::facts);
    let known = |path: &str| facts.as_ref().is_some_and(|facts| has_path(path, facts));
    Template::parse(text, known).map(Some).map_err(|error| {
        Failure::usage(format!("use the template `{text}`: {error}"))
            .hint("there are the phase ids, `total`, `floor`, `verdict`, `exit`, `json`, and paths as in `dtls.cipher`")
    })
}

/// Whether the command's exchanges can be written as HAR.
fn speaks_http(command: &Command) -> bool {
    matches!(command, Command::Handshake(_) | Command::Replay(_))
}

/// Says what is wrong with a command line, or prints the help that it asked for, and returns the exit code.
pub fn refuse(error: &clap::Error) -> u8 {
    let hostile = std::env::args_os().any(|arg| {
        let arg = arg.to_string_lossy();
        term::clean(&arg) != arg
    });
    let anonymous = std::env::args_os().any(|arg| arg == "--anonymize");
    let printed = if hostile || anonymous {
        // the message repeats the arguments; its own line ends are the only controls that may stay
        let text = error.to_string();
        let text = if anonymous { Anonymizer::default().text(&text) } else { text };
        let lines: Vec<String> = text.lines().map(|line| term::clean(line).into_owned()).collect();
        writeln!(term::stderr(Some(false)), "{}", lines.join("\n"))
    } else {
        error.print()
    };
    // nobody is left to be told that there is nobody to tell
    drop(printed);
    u8::try_from(error.exit_code()).unwrap_or(2)
}

fn dispatch(command: &Command, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    match command {
        // these are given no network at all
        Command::Sdp(args) => match &args.command {
            SdpCommand::Explain(args) => sdp::explain(args, context),
            SdpCommand::Lint(args) => sdp::lint(args, context),
            SdpCommand::Negotiate(args) => sdp::negotiate(args, context),
            SdpCommand::Diff(args) => sdp::diff(args, context),
        },
        Command::Dump(args) => dump::run(args, context),
        Command::Replay(args) => handshake::replay(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Profile(args) => profile::run(args, context),
        Command::Completions(args) => Ok(Outcome::Text(completions::script(args.shell))),
        Command::Man => Ok(Outcome::Text(man::page())),
        Command::Schema => Ok(Outcome::Text(schema::text())),
        // these need a runtime
        Command::Ice(args) => {
            let runtime = runtime()?;
            let outcome = runtime.block_on(ice::run(args, context));
            // name service may still hang in a thread of its own
            runtime.shutdown_background();
            outcome
        }
        Command::Handshake(args) => handshake::handshake(args, context),
        Command::Serve(args) => runtime()?.block_on(serve::run(args, context)),
    }
}

/// One thread: the probes wait far more than they compute.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::untestable(format!("start: {error}")))
}

/// An anonymiser that knows what the command line names: files, hosts, users.
fn named(cli: &Cli) -> Anonymizer {
    let mut names = Anonymizer::default();
    let files = match &cli.command {
        Command::Sdp(args) => match &args.command {
            SdpCommand::Explain(args) => args.files.clone(),
            SdpCommand::Lint(args) => args.files.clone(),
            SdpCommand::Negotiate(args) => args.files.clone(),
            SdpCommand::Diff(args) => args.files.clone(),
        },
        Command::Dump(args) => args.files.iter().chain(&args.write).cloned().collect(),
        Command::Ice(args) => {
            args.from.username.iter().for_each(|user| names.learn(Kind::User, user));
            args.servers.iter().for_each(|server| drop(names.text(server)));
            args.from.config.iter().cloned().collect()
        }
        Command::Handshake(args) => {
            args.url.iter().for_each(|url| drop(names.text(url)));
            args.room.iter().chain(&args.peer).for_each(|label| names.learn(Kind::Label, label));
            args.var.iter().filter_map(|var| var.split_once('=')).for_each(|(_, text)| names.learn(Kind::Label, text));
            args.from.username.iter().for_each(|user| names.learn(Kind::User, user));
            args.ice_server.iter().for_each(|server| drop(names.text(server)));
            args.profile.iter().chain(&args.from.config).cloned().collect()
        }
        Command::Serve(args) => args.ca_out.iter().cloned().collect(),
        Command::Profile(ProfileArgs { command: ProfileCommand::Check { file } }) => vec![file.clone()],
        _ => Vec::new(),
    };
    let outputs = cli.global.outputs().into_iter().filter_map(|output| output.file);
    for file in files.into_iter().chain(outputs).filter(|file| file.as_os_str() != "-") {
        names.learn(Kind::File, &file.display().to_string());
    }
    names
}

/// Prints a failure, if it is one, and returns what it makes of the exit code.
fn complain(global: &Global, result: Result<(), Failure>, shown: &dyn Fn(&str) -> String) -> Exit {
    let Err(failure) = result else { return Exit::ok() };
    let (code, hint) = match &failure {
        Failure::Usage { hint, .. } => (2, hint),
        Failure::Untestable { hint, .. } => (3, hint),
    };
    let theme = term::Theme::new();
    let mut text = format!("{} could not {}", theme.bad("error:"), term::clean(&shown(&failure.to_string())));
    if let Some(hint) = hint {
        text.push_str(&format!("\n\n{} {}", theme.name("hint:"), term::clean(&shown(hint))));
    }
    if global.quiet < 2 {
        tell(global, &text);
    }
    Exit { code, reason: failure.to_string() }
}

fn tell(global: &Global, text: &str) {
    // with stderr gone there is nobody left to tell
    drop(writeln!(term::stderr(global.color.fixed()), "{text}"));
}
