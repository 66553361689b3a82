//! Answers quoted from passages; needs the MiniLM model.

mod support;

use hireq_ml::answer::answer;
use hireq_ml::embed::Embedder;
use support::{models_dir, started};

fn embedder() -> Option<Embedder> {
    started(Embedder::start(&models_dir()))
}

fn passages() -> Vec<String> {
    [
        "Priya Raman, data engineer. At Northline she built streaming pipelines in Kafka and Flink. She led a team of \
         five engineers. In 2019 she moved the warehouse from Oracle to Snowflake.",
        "Lukas Brandt works as a nurse in intensive care. He speaks German, English and some Polish. Night shifts are no \
         problem for him.",
        "The job: site reliability engineer in Dublin.\n- On call one week in six\n- The salary is 70,000 to 85,000 euro\n- \
         Hybrid: two days a week in the office",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[tokio::test]
async fn a_question_is_answered_with_the_sentence_that_says_it() {
    let Some(embedder) = embedder() else { return };
    let passages = passages();
    for (question, passage, says) in [
        ("Which languages does Lukas speak?", 1, "Polish"),
        ("How many people has Priya led?", 0, "five engineers"),
        ("What does the job pay?", 2, "70,000"),
        ("How often would I be on call?", 2, "one week in six"),
        ("Has she worked with Snowflake?", 0, "Snowflake"),
        ("How many days must one be in the office?", 2, "two days"),
    ] {
        let quotes = answer(&embedder, question, &passages, 3).await.expect("vectors");
        let first = quotes.first().unwrap_or_else(|| panic!("no answer to {question}"));
        assert!(first.passage == passage && first.text.contains(says), "{question}: {quotes:?}");
        assert_eq!(passages[first.passage][first.range.clone()], first.text);
    }
}

#[tokio::test]
async fn a_question_that_no_passage_answers_gets_none() {
    let Some(embedder) = embedder() else { return };
    for question in ["What is the capital of Peru?", "How do I bake bread?", "When does the next train leave?", ""] {
        let quotes = answer(&embedder, question, &passages(), 3).await.expect("vectors");
        assert!(quotes.is_empty(), "{question}: {quotes:?}");
    }
    assert!(answer(&embedder, "Anything?", &[], 3).await.expect("vectors").is_empty());
}

#[tokio::test]
async fn the_same_sentence_twice_is_quoted_once() {
    let Some(embedder) = embedder() else { return };
    let twice = vec!["She speaks Polish.".to_owned(), "She speaks Polish.".to_owned()];
    let quotes = answer(&embedder, "Does she speak Polish?", &twice, 3).await.expect("vectors");
    assert_eq!(quotes.len(), 1, "{quotes:?}");
}
