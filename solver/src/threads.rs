//! Work on several threads whose result does not depend on them.

/// Answers for each item, in their order, from up to `threads` threads.
pub fn side_by_side<T: Sync, R: Send>(items: &[T], threads: usize, answer: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let chunk = items.len().div_ceil(threads.max(1)).max(1);
    let answer_all = |part: &[T]| part.iter().map(&answer).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let mut parts = items.chunks(chunk);
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> = parts.map(|part| scope.spawn(move || answer_all(part))).collect();
        let mut all = answer_all(first);
        all.extend(others.into_iter().flat_map(|other| other.join().expect("no answer panics")));
        all
    })
}
