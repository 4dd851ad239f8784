//! The algorithms of `rust-stemmers`, kept from panicking.
//!
//! The Greek one slices backwards on words like «ισαισα» (snowballstem/snowball#204). A panic here is caught, the
//! word stays whole, and nothing is printed: the message that the standard hook would write is held back for the
//! thread that is stemming, and only there.

use std::borrow::Cow;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use rust_stemmers::{Algorithm, Stemmer};

thread_local! {
    static STEMMING: Cell<bool> = const { Cell::new(false) };
}

/// Puts a hook before the present one that says nothing of panics inside [`stem`], and passes all others on.
pub(super) fn prepare() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !STEMMING.get() {
                previous(info);
            }
        }));
    });
}

/// The stem of `word`, or `word` itself where the algorithm panics.
pub(super) fn stem(algorithm: Algorithm, word: &str) -> Cow<'_, str> {
    STEMMING.set(true);
    let stem = panic::catch_unwind(AssertUnwindSafe(|| Stemmer::create(algorithm).stem(word)));
    STEMMING.set(false);
    stem.unwrap_or(Cow::Borrowed(word))
}
