//! Ctrl-C and SIGTERM: a run is told once, so that it can release what it holds.

use tokio::sync::watch;

/// What ended the run: the exit code that the signal asks for.
pub type Stop = watch::Receiver<Option<u8>>;

/// Listens for SIGINT (130) and SIGTERM (143) from now on. Must be called inside a runtime.
pub fn listen() -> Stop {
    let (sender, receiver) = watch::channel(None);
    let signal = register();
    tokio::spawn(async move {
        let code = signal.await;
        // Nobody listens any more: the run is over.
        let _ = sender.send(Some(code));
        sender.closed().await;
    });
    receiver
}

/// Registers before it returns, so that a signal does not kill a run that has said that it runs.
#[cfg(unix)]
fn register() -> impl Future<Output = u8> + Send {
    use tokio::signal::unix::{SignalKind, signal};
    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async {
        tokio::select! {
            () = received(interrupt) => 130,
            () = received(terminate) => 143,
        }
    }
}

#[cfg(unix)]
async fn received(signal: std::io::Result<tokio::signal::unix::Signal>) {
    match signal {
        Ok(mut signal) => drop(signal.recv().await),
        // It cannot be caught, and does what it does by default.
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn register() -> u8 {
    let _ = tokio::signal::ctrl_c().await;
    130
}

/// Resolves when the run is to stop.
pub async fn stopped(stop: &mut Stop) {
    if stop.wait_for(Option::is_some).await.is_err() {
        std::future::pending::<()>().await;
    }
}
