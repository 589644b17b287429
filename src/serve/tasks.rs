//! The tasks of a server: all of them end with it.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::task::{AbortHandle, JoinSet};

/// Running tasks; `None` once the server ended, and then no other starts.
#[derive(Debug)]
pub(super) struct Tasks(Mutex<Option<JoinSet<()>>>);

impl Tasks {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Some(JoinSet::new())))
    }

    /// Starts a task, if the server has not ended.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> Option<AbortHandle> {
        let mut tasks = lock(&self.0);
        let tasks = tasks.as_mut()?;
        while tasks.try_join_next().is_some() {}
        Some(tasks.spawn(task))
    }

    /// Has every task end at its next chance, and lets none start.
    pub(super) fn abort(&self) {
        let tasks = lock(&self.0).take();
        // Outside the lock: a task that is dropped here may look at it.
        drop(tasks);
    }

    /// Ends every task and waits for it.
    pub(super) async fn end(&self) {
        let tasks = lock(&self.0).take();
        if let Some(mut tasks) = tasks {
            tasks.shutdown().await;
        }
    }
}

/// Locks `mutex`; what it guards is never left half changed, so a panic elsewhere does not spoil it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
