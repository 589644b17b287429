//! What this terminal can do: colour, width, Unicode, progress; and the cleaning of hostile text.
//!
//! For: the only place that asks about the terminal and its environment. Not for: layout (that is `render`). Names no
//! other room. Colour is decided per stream: text is always painted, and the stream strips what its reader cannot
//! show (<https://no-color.org>, <https://bixense.com/clicolors>).

mod clean;
mod progress;
mod screen;
mod stream;
mod theme;

pub use clean::{ascii, clean, is_harmful};
pub use progress::Progress;
pub use screen::Screen;
pub use stream::{file, stderr, stdin_is_terminal, stdout};
pub use theme::{Theme, strip};
