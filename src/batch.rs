//! Work over many texts: how it is divided over threads, watched and interrupted.
//!
//! ```
//! use tolmach::batch::{Monitor, Workers};
//!
//! let texts = ["one", "two words", "and three words"];
//! let counts = Workers::new(Some(2))?.map(&texts, &Monitor::default(), |text| text.split(' ').count())?;
//! assert_eq!(counts, [1, 2, 3]);
//! # Ok::<(), tolmach::Error>(())
//! ```

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};

/// What a long computation and the thread that waits for it tell each other.
#[derive(Debug, Default)]
pub struct Monitor {
    cancelled: AtomicBool,
    done: AtomicUsize,
}

impl Monitor {
    /// Says that `texts` more texts are done.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] once [`cancel`](Self::cancel) has been called: return it up to the caller.
    pub fn step(&self, texts: usize) -> Result<()> {
        self.done.fetch_add(texts, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) {
            Err(Error::Interrupted)
        } else {
            Ok(())
        }
    }

    /// Texts done so far.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Makes the next [`step`](Self::step) of every thread fail.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// A number of threads to work with.
#[derive(Clone, Debug)]
pub struct Workers {
    pool: Option<Arc<ThreadPool>>,
}

impl Workers {
    /// `threads` threads, or one for each core of the machine. A single thread means the caller's own.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for zero threads or when the system refuses to start them.
    pub fn new(threads: Option<usize>) -> Result<Self> {
        let threads = threads.unwrap_or_else(|| available_parallelism().map_or(1, NonZeroUsize::get));
        match threads {
            0 => Err(Error::InvalidOption {
                option: "n_jobs",
                reason: "at least one thread is needed; None or -1 means one for each core".into(),
            }),
            1 => Ok(Self { pool: None }),
            _ => Ok(Self {
                pool: Some(pool(threads)?),
            }),
        }
    }

    /// How many threads there are.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.pool.as_ref().map_or(1, |pool| pool.current_num_threads())
    }

    /// Runs `work` where rayon's parallel iterators use exactly these threads.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    /// `f` of every item, in their order, whatever the number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the monitor was cancelled.
    pub fn map<I: Sync, T: Send>(
        &self,
        items: &[I],
        monitor: &Monitor,
        f: impl Fn(&I) -> T + Sync + Send,
    ) -> Result<Vec<T>> {
        let one = |item: &I| {
            let result = f(item);
            monitor.step(1).map(|()| result)
        };
        if self.pool.is_none() {
            return items.iter().map(one).collect();
        }
        self.install(|| items.par_iter().map(one).collect())
    }

    /// Runs `work` once on each thread; on one where there are fewer than two `items` to do.
    ///
    /// # Errors
    ///
    /// One of those of `work`.
    pub fn each(&self, items: usize, work: impl Fn() -> Result<()> + Sync + Send) -> Result<()> {
        if self.pool.is_none() || items < 2 {
            return work();
        }
        let threads = (0..self.threads()).into_par_iter().with_max_len(1);
        self.install(|| threads.try_for_each(|_| work()))
    }

    /// Runs `work` on every item. Threads take them in their order, each with what `make` makes for it, so that the first
    /// ones are done, and their memory is free, while the last ones wait.
    ///
    /// # Errors
    ///
    /// One of those of `work`.
    pub fn in_order<I: Send, S>(
        &self,
        items: Vec<I>,
        make: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, I) -> Result<()> + Sync + Send,
    ) -> Result<()> {
        let count = items.len();
        let items = Mutex::new(items.into_iter());
        let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
        self.each(count, || {
            let mut state = make();
            while let Some(item) = next() {
                work(&mut state, item)?;
            }
            Ok(())
        })
    }

    /// Cuts `items` into consecutive pieces of about equal weight, several for each thread, so that one heavy
    /// item does not leave the other threads idle. The pieces depend on the number of threads: results that are
    /// built from them must not.
    pub fn pieces<'i, I>(&self, items: &'i [I], weight: impl Fn(&I) -> usize) -> Vec<&'i [I]> {
        let parts = if self.pool.is_none() {
            1
        } else {
            self.threads() * 4
        };
        let total: usize = items.iter().map(&weight).sum();
        let target = total.div_ceil(parts).max(1);
        let mut pieces = Vec::with_capacity(parts + 1);
        let (mut start, mut sum) = (0, 0);
        for (i, item) in items.iter().enumerate() {
            sum += weight(item);
            if sum >= target {
                pieces.push(&items[start..=i]);
                (start, sum) = (i + 1, 0);
            }
        }
        if start < items.len() {
            pieces.push(&items[start..]);
        }
        pieces
    }
}

/// The pool of `threads` threads of this process. Threads do not survive a fork, so a child process starts its
/// own: waiting for the parent's would never end.
fn pool(threads: usize) -> Result<Arc<ThreadPool>> {
    static POOLS: Mutex<BTreeMap<(u32, usize), Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());
    let key = (std::process::id(), threads);
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = pools.get(&key) {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|i| format!("tolmach-{i}"))
        .build()
        .map_err(|error| Error::InvalidOption {
            option: "n_jobs",
            reason: error.to_string(),
        })?;
    let pool = Arc::new(pool);
    pools.insert(key, Arc::clone(&pool));
    Ok(pool)
}

#[cfg(test)]
mod tests {
    use super::{Monitor, Workers};
    use crate::error::Error;
    use proptest::prelude::*;
    use std::sync::Mutex;

    #[test]
    fn zero_threads_are_refused() {
        assert!(matches!(
            Workers::new(Some(0)),
            Err(Error::InvalidOption { option: "n_jobs", .. })
        ));
    }

    #[test]
    fn a_cancelled_run_says_so() {
        let monitor = Monitor::default();
        monitor.cancel();
        assert_eq!(
            Workers::new(Some(2)).unwrap().map(&[1], &monitor, |x| *x),
            Err(Error::Interrupted)
        );
    }

    proptest! {
        #[test]
        fn pieces_rebuild_the_items(weights in prop::collection::vec(0_usize..50, 0..40), threads in 1_usize..4) {
            let pieces = Workers::new(Some(threads)).unwrap().pieces(&weights, |w| *w).concat();
            prop_assert_eq!(pieces, weights);
        }

        #[test]
        fn in_order_takes_each_item_once(count in 0_usize..40, threads in 1_usize..4) {
            let done = Mutex::new(Vec::new());
            let workers = Workers::new(Some(threads)).unwrap();
            let work = |last: &mut Option<usize>, item| {
                assert!(last.replace(item).is_none_or(|last| last < item));
                done.lock().unwrap().push(item);
                Ok(())
            };
            workers.in_order((0..count).collect(), || None, work).unwrap();
            let mut done = done.into_inner().unwrap();
            done.sort_unstable();
            prop_assert_eq!(done, (0..count).collect::<Vec<_>>());
        }

        #[test]
        fn map_keeps_the_order(items in prop::collection::vec(any::<u32>(), 0..300), threads in 1_usize..4) {
            let workers = Workers::new(Some(threads)).unwrap();
            let mapped = workers.map(&items, &Monitor::default(), |x| u64::from(*x) + 1).unwrap();
            prop_assert_eq!(mapped, items.iter().map(|x| u64::from(*x) + 1).collect::<Vec<_>>());
        }
    }
}
