//! Ctrl-C and SIGTERM: a run is told once, so that it can release what it holds.

use tokio::sync::watch;

/// What ended the run: the exit code that the signal asks for.
pub type Stop = watch::Receiver<Option<u8>>;

/// Listens for SIGINT (130) and SIGTERM (143) from now on. Must be called inside a runtime.
pub fn listen() -> Stop {
    let (sender, receiver) = watch::channel(None);
    let code = first();
    tokio::spawn(async move {
        let code = code.await;
        // Nobody listens any more: the run is over.
        let _ = sender.send(Some(code));
        sender.closed().await;
    });
    receiver
}

/// The first signal's exit code. The handlers stand when this returns: what comes before the future is polled counts.
#[cfg(unix)]
fn first() -> impl Future<Output = u8> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    async fn received(handler: Option<Signal>) {
        if let Some(mut handler) = handler {
            handler.recv().await;
        } else {
            // Without a handler the system ends the process.
            std::future::pending::<()>().await;
        }
    }
    let interrupt = signal(SignalKind::interrupt()).ok();
    let terminate = signal(SignalKind::terminate()).ok();
    async move {
        tokio::select! {
            () = received(interrupt) => 130,
            () = received(terminate) => 143,
        }
    }
}

#[cfg(not(unix))]
async fn first() -> u8 {
    // Without a handler the system ends the process.
    match tokio::signal::ctrl_c().await {
        Ok(()) => 130,
        Err(_) => std::future::pending().await,
    }
}

/// Resolves when the run is to stop.
pub async fn stopped(stop: &mut Stop) {
    if stop.wait_for(Option::is_some).await.is_err() {
        std::future::pending::<()>().await;
    }
}
