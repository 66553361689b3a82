use std::sync::mpsc as std_mpsc;

use super::*;

/// Doubles numbers, panics at 13, refuses odd negative numbers, and waits for the gate before each batch.
struct Doubler {
    gate: Option<std_mpsc::Receiver<()>>,
    started: std_mpsc::Sender<Vec<i64>>,
}

impl Engine for Doubler {
    type Input = i64;
    type Prepared = i64;
    type Output = i64;

    fn prepare(&mut self, input: i64) -> Result<i64, String> {
        if input < 0 { Err("negative".into()) } else { Ok(input) }
    }

    fn cost(&self, _: &i64) -> usize {
        1
    }

    fn run(&mut self, batch: Vec<i64>) -> Result<Vec<i64>, String> {
        self.started.send(batch.clone()).ok();
        if let Some(gate) = &self.gate {
            gate.recv().ok();
        }
        assert!(!batch.contains(&13), "thirteen");
        Ok(batch.into_iter().map(|number| number * 2).collect())
    }
}

const SETTINGS: Settings = Settings { name: "doubler", capacity: 4, budget: 2, lazy: false };

fn open() -> (Worker<Doubler>, std_mpsc::Receiver<Vec<i64>>) {
    let (started, batches) = std_mpsc::channel();
    let load = move || Ok(Doubler { gate: None, started: started.clone() });
    (Worker::start(SETTINGS, load).unwrap(), batches)
}

fn gated() -> (Worker<Doubler>, std_mpsc::Sender<()>, std_mpsc::Receiver<Vec<i64>>) {
    let (started, batches) = std_mpsc::channel();
    let (opener, gate) = std_mpsc::channel();
    let mut gate = Some(gate);
    let load = move || Ok(Doubler { gate: gate.take(), started: started.clone() });
    (Worker::start(SETTINGS, load).unwrap(), opener, batches)
}

fn outputs(answers: Result<Vec<Answer<i64>>, EngineError>) -> Vec<i64> {
    answers.unwrap().into_iter().map(|answer| answer.output).collect()
}

/// Starts a request in the background and returns once the worker is waiting at the gate with it.
fn occupy(
    worker: &Worker<Doubler>,
    batches: &std_mpsc::Receiver<Vec<i64>>,
) -> tokio::task::JoinHandle<Result<Vec<Answer<i64>>, EngineError>> {
    let busy = worker.clone();
    let handle = tokio::spawn(async move { busy.run(vec![0], Priority::Task).await });
    assert_eq!(batches.recv().unwrap(), [0]);
    handle
}

async fn waiting(worker: &Worker<Doubler>, interactive: usize, task: usize) {
    while {
        let health = worker.health();
        (health.waiting_interactive, health.waiting_task) != (interactive, task)
    } {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_come_in_the_order_of_the_inputs() {
    let (worker, _batches) = open();
    let answers = worker.run((20..40).collect(), Priority::Task).await;
    assert_eq!(outputs(answers), (20..40).map(|number| number * 2).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_people_and_keeps_tasks_waiting() {
    let (worker, opener, batches) = gated();
    let first = occupy(&worker, &batches);
    let tasks = worker.clone();
    let tasks = tokio::spawn(async move { tasks.run((1..9).collect(), Priority::Task).await });
    waiting(&worker, 0, 4).await;

    let refused = worker.run((0..5).collect(), Priority::Interactive).await;
    assert_eq!(refused.unwrap_err(), EngineError::Busy);
    assert_eq!(worker.health().refused, 1);

    drop(opener);
    assert_eq!(outputs(first.await.unwrap()), [0]);
    assert_eq!(outputs(tasks.await.unwrap()).len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_served_before_tasks() {
    let (worker, opener, batches) = gated();
    let first = occupy(&worker, &batches);
    let (tasks, person) = (worker.clone(), worker.clone());
    let tasks = tokio::spawn(async move { tasks.run(vec![1, 2], Priority::Task).await });
    waiting(&worker, 0, 2).await;
    let person = tokio::spawn(async move { person.run(vec![7], Priority::Interactive).await });
    waiting(&worker, 1, 2).await;

    drop(opener);
    assert_eq!(batches.recv().unwrap(), [7]);
    assert_eq!(batches.recv().unwrap(), [1, 2]);
    for request in [first, tasks, person] {
        request.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_whose_caller_has_gone_is_dropped() {
    let (worker, opener, batches) = gated();
    let first = occupy(&worker, &batches);
    let gone = worker.clone();
    let gone = tokio::spawn(async move { gone.run(vec![5], Priority::Task).await });
    waiting(&worker, 0, 1).await;
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());

    drop(opener);
    assert_eq!(outputs(worker.run(vec![6], Priority::Task).await), [12]);
    assert_eq!(batches.recv().unwrap(), [6]);
    assert_eq!(worker.health().dropped, 1);
    first.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_costs_one_batch_and_the_worker_goes_on() {
    let (worker, _batches) = open();
    let failed = worker.run(vec![13], Priority::Interactive).await;
    assert!(matches!(failed, Err(EngineError::Failed(_))));
    assert_eq!(outputs(worker.run(vec![4], Priority::Interactive).await), [8]);
    assert_eq!(worker.health().panics, 1);
    assert!(worker.health().ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_that_cannot_be_prepared_fails_alone() {
    let (worker, _batches) = open();
    let failed = worker.run(vec![-1], Priority::Task).await;
    assert_eq!(failed.unwrap_err(), EngineError::Failed("negative".into()));
    assert_eq!(outputs(worker.run(vec![2], Priority::Task).await), [4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_does_not_load_is_unavailable_until_it_does() {
    let (started, _batches) = std_mpsc::channel();
    let mut attempts = 0;
    let worker = Worker::start(SETTINGS, move || {
        attempts += 1;
        if attempts < 3 {
            return Err("no file".to_owned());
        }
        Ok(Doubler { gate: None, started: started.clone() })
    })
    .unwrap();
    let unavailable = worker.run(vec![1], Priority::Task).await;
    assert_eq!(unavailable.unwrap_err(), EngineError::Unavailable("no file".into()));
    assert_eq!(worker.health().trouble.as_deref(), Some("no file"));
    assert_eq!(outputs(worker.run(vec![1], Priority::Task).await), [2]);
    assert_eq!(worker.health().trouble, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_finishes_the_batch_and_answers_the_rest() {
    let (worker, opener, batches) = gated();
    let first = occupy(&worker, &batches);
    let late = worker.clone();
    let late = tokio::spawn(async move { late.run(vec![3], Priority::Task).await });
    waiting(&worker, 0, 1).await;
    let stopper = worker.clone();
    let stopper = tokio::spawn(async move { stopper.shutdown().await });
    while !worker.inner.stats.stopping() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    drop(opener);
    stopper.await.unwrap();
    assert_eq!(outputs(first.await.unwrap()), [0]);
    assert_eq!(late.await.unwrap().unwrap_err(), EngineError::Stopped);
    let after = worker.run(vec![1], Priority::Interactive).await;
    assert_eq!(after.unwrap_err(), EngineError::Stopped);
    assert!(!worker.health().ready);
}

#[test]
fn a_caller_without_a_runtime_can_block() {
    let (worker, _batches) = open();
    assert_eq!(outputs(worker.run_blocking(vec![1, 2, 3])), [2, 4, 6]);
}
