//! Reserves the processor for one engine at a time. Every engine's arithmetic already uses all cores, so two at a time
//! would only compete for the caches: one step of one engine runs at a time, and there are never more busy threads than
//! cores.
//!
//! A step is a batch or a token. People come before tasks, but a task that has waited for [`PATIENCE`] is treated like
//! a person, so that nothing starves; otherwise the order is first come, first served.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::worker::Priority;

/// How long a task lets people go first.
const PATIENCE: Duration = Duration::from_millis(250);

/// The queue shared by all engines of this process.
static QUEUE: Queue = Queue::new();

/// Waits for the processor; dropping the reservation gives it back. Reserving it twice on the same thread deadlocks.
pub(crate) fn reserve(priority: Priority) -> Reservation<'static> {
    QUEUE.reserve(priority)
}

struct Queue {
    line: Mutex<Line>,
    next: Condvar,
}

struct Line {
    busy: bool,
    /// The waiting reservations: the time from which each counts, and a number that distinguishes equal times.
    waiting: BTreeSet<(Instant, u64)>,
    came: u64,
}

/// A reservation of the processor.
pub(crate) struct Reservation<'a>(&'a Queue);

impl Queue {
    const fn new() -> Self {
        Self { line: Mutex::new(Line { busy: false, waiting: BTreeSet::new(), came: 0 }), next: Condvar::new() }
    }

    fn reserve(&self, priority: Priority) -> Reservation<'_> {
        let since = match priority {
            Priority::Interactive => Instant::now(),
            Priority::Task => Instant::now() + PATIENCE,
        };
        let mut line = self.line();
        line.came += 1;
        let me = (since, line.came);
        line.waiting.insert(me);
        while line.busy || line.waiting.first() != Some(&me) {
            line = self.next.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        line.waiting.remove(&me);
        line.busy = true;
        Reservation(self)
    }

    /// Poisoning is ignored: nothing panics while holding the lock, and the state is consistent between any two
    /// changes.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.0.line().busy = false;
        self.0.next.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::{scope, sleep};

    /// Queues waiters in this order while the processor is reserved, and returns the order in which they got it.
    fn order(comers: &[(&'static str, Priority)], pause: Duration) -> Vec<&'static str> {
        let (queue, served) = (Queue::new(), Mutex::new(Vec::new()));
        scope(|scope| {
            let held = queue.reserve(Priority::Task);
            for (waiting, (name, priority)) in comers.iter().enumerate() {
                scope.spawn(|| {
                    let _reserved = queue.reserve(*priority);
                    served.lock().unwrap().push(*name);
                });
                while queue.line().waiting.len() <= waiting {
                    sleep(Duration::from_millis(1));
                }
                sleep(pause);
            }
            drop(held);
        });
        served.into_inner().unwrap()
    }

    #[test]
    fn people_come_before_tasks_and_each_in_the_order_in_which_they_came() {
        use Priority::{Interactive, Task};
        let comers = [("task", Task), ("person", Interactive), ("second task", Task), ("second person", Interactive)];
        assert_eq!(order(&comers, Duration::ZERO), ["person", "second person", "task", "second task"]);
    }

    #[test]
    fn a_task_that_has_waited_long_comes_before_a_person_who_just_came() {
        let comers = [("task", Priority::Task), ("person", Priority::Interactive)];
        assert_eq!(order(&comers, PATIENCE + Duration::from_millis(50)), ["task", "person"]);
    }

    #[test]
    fn one_computes_at_a_time() {
        let (queue, busy, most) = (Queue::new(), AtomicUsize::new(0), AtomicUsize::new(0));
        scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let _reserved = queue.reserve(Priority::Task);
                        most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        busy.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
    }
}
