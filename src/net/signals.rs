//! Ctrl-C and SIGTERM: a run is told once, so that it can release what it holds.

use tokio::sync::watch;

/// What ended the run: the exit code that the signal asks for.
pub type Stop = watch::Receiver<Option<u8>>;

/// Listens for SIGINT (130) and SIGTERM (143) from now on. Must be called inside a runtime.
pub fn listen() -> Stop {
    let (sender, receiver) = watch::channel(None);
    tokio::spawn(async move {
        let code = wait().await;
        // Nobody listens any more: the run is over.
        let _ = sender.send(Some(code));
        sender.closed().await;
    });
    receiver
}

#[cfg(unix)]
async fn wait() -> u8 {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => 130,
            _ = terminate.recv() => 143,
        },
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
            130
        }
    }
}

#[cfg(not(unix))]
async fn wait() -> u8 {
    let _ = tokio::signal::ctrl_c().await;
    130
}

/// Resolves when the run is to stop.
pub async fn stopped(stop: &mut Stop) {
    if stop.wait_for(Option::is_some).await.is_err() {
        std::future::pending::<()>().await;
    }
}
