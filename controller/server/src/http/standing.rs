//! A door that stands open, and is closed so that nobody goes on talking through it.

use crate::limits::DOOR_CLOSES;
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// It is open until it is closed.
#[derive(Debug)]
pub struct Standing {
    closing: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Standing {
    /// Opens it.
    pub fn open(listener: TcpListener, routes: Router) -> Self {
        let (closing, closed) = oneshot::channel::<()>();
        let serving = axum::serve(listener, routes).with_graceful_shutdown(async move {
            let _ = closed.await;
        });
        Self { closing, task: tokio::spawn(async move { serving.await }) }
    }

    /// Closes it: idle lines end at once, the port is free afterwards.
    pub async fn close(self) {
        let Self { closing, mut task } = self;
        drop(closing);
        if timeout(DOOR_CLOSES, &mut task).await.is_err() {
            task.abort();
            let _ = task.await;
        }
    }
}
