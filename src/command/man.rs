//! `rtcdiag man`: one manual page, with a section for each subcommand (man(7)).

use std::io::{self, Write};

use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::Cli;

/// The manual page in roff.
pub(super) fn page() -> String {
    let mut roff = Vec::new();
    write(&mut roff).expect("a Vec takes every write");
    String::from_utf8_lossy(&roff).into_owned()
}

fn write(roff: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let page = Man::new(command.clone()).manual("User Commands");
    page.render_title(roff)?;
    page.render_name_section(roff)?;
    page.render_synopsis_section(roff)?;
    page.render_options_section(roff)?;
    for leaf in leaves(&command) {
        section(leaf, roff)?;
    }
    epilogue(&command, "SH", roff)
}

/// The commands beneath `command` that do something: those without subcommands.
fn leaves(command: &Command) -> Vec<&Command> {
    let children = command.get_subcommands().filter(|child| child.get_name() != "help");
    children.flat_map(|child| if child.has_subcommands() { leaves(child) } else { vec![child] }).collect()
}

/// One subcommand under a heading of its own: its options, without those that every subcommand takes.
fn section(command: &Command, roff: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_uppercase();
    let own = command.clone().mut_args(|arg: Arg| {
        let foreign = arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version");
        arg.hide(foreign)
    });
    let mut part = Vec::new();
    let page = Man::new(own);
    page.render_description_section(&mut part)?;
    page.render_synopsis_section(&mut part)?;
    page.render_options_section(&mut part)?;
    let part = String::from_utf8_lossy(&part).replace(".SH ", ".SS ");
    write!(roff, ".SH \"{name}\"\n{part}")?;
    epilogue(command, "SS", roff)
}

/// What stands below the help: indented lines are examples and stay as they are; `Name: text` is a section.
fn epilogue(command: &Command, heading: &str, roff: &mut Vec<u8>) -> io::Result<()> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for line in text.lines() {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        match line.split_once(':') {
            _ if line.starts_with(' ') => write!(roff, ".nf\n{line}\n.fi\n")?,
            Some((name, rest)) => write!(roff, ".{heading} \"{}\"\n{}\n", name.to_uppercase(), rest.trim_start())?,
            None => writeln!(roff, "{line}")?,
        }
    }
    Ok(())
}
