//! The one door through which a call leaves the interpreter: without the GIL, with threads, interruptible.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;

use crate::batch::{Monitor, Workers};
use crate::error::{Error, Result};

/// How often a waiting call looks for Ctrl-C and reports progress.
const TICK: Duration = Duration::from_millis(50);
/// Below this many bytes of text a call is over before anybody could interrupt it, so no thread is started.
const SMALL: usize = 64 * 1024;

/// Runs `work` over `bytes` bytes of text with `n_jobs` threads while other Python threads go on.
///
/// Between ticks the calling thread looks for signals, so that an interrupt stops the work at its next
/// [`Monitor::step`], and calls `progress` with the number of texts done.
pub fn leave<T: Send>(
    py: Python<'_>,
    bytes: usize,
    n_jobs: Option<isize>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Workers, &Monitor) -> Result<T> + Send,
) -> PyResult<T> {
    let threads = threads(n_jobs)?;
    let monitor = Monitor::default();
    if bytes < SMALL {
        let workers = Workers::new(threads.map(|n| n.min(1)).or(Some(1)))?;
        let result = py.detach(|| work(&workers, &monitor))?;
        report(progress, &monitor)?;
        return Ok(result);
    }
    let workers = Workers::new(threads)?;
    let (sender, receiver) = channel();
    let progress = progress.map(|p| p.clone().unbind());
    let (workers, monitor, waiting) = (&workers, &monitor, progress.as_ref());
    let result = py.detach(move || {
        thread::scope(move |scope| {
            scope.spawn(move || sender.send(work(workers, monitor)));
            loop {
                match receiver.recv_timeout(TICK) {
                    Ok(result) => return Ok(result),
                    // The sender is gone without an answer: the work has panicked, and the scope passes it on.
                    Err(RecvTimeoutError::Disconnected) => return Ok(Err(Error::Interrupted)),
                    Err(RecvTimeoutError::Timeout) => {}
                }
                let ticked = Python::try_attach(|py| {
                    py.check_signals()?;
                    report(waiting.map(|p| p.bind(py)), monitor)
                });
                match ticked {
                    Some(Ok(())) => {}
                    Some(Err(error)) => {
                        monitor.cancel();
                        return Err(error);
                    }
                    // The interpreter ends, and this is a daemon thread, which has nobody to answer to.
                    None => loop {
                        thread::park();
                    },
                }
            }
        })
    })??;
    report(progress.as_ref().map(|p| p.bind(py)), monitor)?;
    Ok(result)
}

fn report(progress: Option<&Bound<'_, PyAny>>, monitor: &Monitor) -> PyResult<()> {
    progress.map_or(Ok(()), |progress| progress.call1((monitor.done(),)).map(drop))
}

/// joblib's meaning of `n_jobs`, with `None` for all cores: -1 is all cores, -2 all but one.
fn threads(n_jobs: Option<isize>) -> Result<Option<usize>> {
    let Some(n) = n_jobs.filter(|n| *n != -1) else {
        return Ok(None);
    };
    if let Ok(n) = usize::try_from(n) {
        return Ok(Some(n));
    }
    let cores = Workers::new(None)?.threads();
    Ok(Some(cores.saturating_sub(n.unsigned_abs() - 1).max(1)))
}
