use super::*;
use crate::job::{Pay, Question, QuestionKind, Requirement, RequirementKind};
use crate::number::Decimal;

fn form() -> JobForm {
    JobForm { title: " Engineer ".into(), ..JobForm::from(&JobContent::empty()) }
}

#[test]
fn a_draft_comes_back_from_its_form_unchanged() {
    let mut content =
        JobContent { title: "Engineer".into(), description: "# Hi\n\nThere".into(), ..JobContent::empty() };
    content.pay =
        Some(Pay { min: Some(Decimal::new(1850, 2)), max: None, currency: "EUR".into(), period: PayPeriod::Hour });
    content.requirements.push(Requirement {
        weight: 1.5,
        quote: Some("Some Rust would help".into()),
        ..Requirement::new(RequirementKind::Skill, "Rust", false)
    });
    content.questions.push(Question {
        id: None,
        text: "Which shift?".into(),
        kind: QuestionKind::Choice,
        options: vec!["Day".into(), "Night".into()],
        required: true,
        knock_out: Some("Night".into()),
    });
    assert_eq!(JobForm::from(&content).read(), Ok(content));
}

#[test]
fn every_wrong_field_is_named_as_it_was_posted() {
    let mut form = form();
    form.title.clear();
    form.pay_min = "90,000".into();
    form.pay_max = "80 000".into();
    form.stages[1].sla_days = "soon".into();
    form.stages[1].row = 7;
    form.questions.push(QuestionRow {
        row: 3,
        text: "Licence?".into(),
        kind: "yes_no".into(),
        knock_out: "maybe".into(),
        ..QuestionRow::default()
    });
    let errors = form.read().expect_err("four mistakes");
    for name in ["job[title]", "job[pay_max]", "job[stages][7][sla_days]", "job[questions][3][knock_out]"] {
        assert!(errors.get(name).is_some(), "{name} in {errors:?}");
    }
}

#[test]
fn applications_arrive_in_a_first_stage_of_the_kind_applied() {
    let mut form = form();
    assert!(form.edit_rows("up-stages-1"));
    assert_eq!(form.stages[0].name, "Screening");
    assert!(form.read().expect_err("wrong order").get("job[stages][1][kind]").is_some());
}

#[test]
fn buttons_add_and_remove_rows_without_touching_the_others() {
    let mut form = form();
    assert!(form.edit_rows("add-requirements") && form.edit_rows("add-requirements"));
    assert!(form.edit_rows("remove-requirements-0") && form.edit_rows("add-requirements"));
    assert_eq!(form.requirements.iter().map(|r| r.row).collect::<Vec<_>>(), [1, 2]);
    assert!(!form.edit_rows("save"));
}

fn asking(texts: &[&str]) -> JobForm {
    let row = |(n, text): (u32, &&str)| RequirementRow {
        text: (*text).into(),
        quote: format!("From: {text}"),
        ..RequirementRow::empty(n)
    };
    JobForm { requirements: (0..).zip(texts).map(row).collect(), ..form() }
}

fn asked(form: &JobForm) -> Vec<&str> {
    form.requirements.iter().map(|row| row.text.as_str()).collect()
}

#[test]
fn rows_trade_places_and_keep_their_numbers() {
    let mut form = asking(&["Rust", "Kafka", "SQL"]);
    for (intent, order, numbers) in [
        ("down-requirements-0", ["Kafka", "Rust", "SQL"], [1, 0, 2]),
        ("down-requirements-0", ["Kafka", "SQL", "Rust"], [1, 2, 0]),
        ("down-requirements-0", ["Kafka", "SQL", "Rust"], [1, 2, 0]),
        ("up-requirements-0", ["Kafka", "Rust", "SQL"], [1, 0, 2]),
        ("up-requirements-1", ["Kafka", "Rust", "SQL"], [1, 0, 2]),
        ("up-requirements-7", ["Kafka", "Rust", "SQL"], [1, 0, 2]),
    ] {
        assert!(form.edit_rows(intent));
        assert_eq!(asked(&form), order, "{intent}");
        assert_eq!(form.requirements.iter().map(|r| r.row).collect::<Vec<_>>(), numbers);
        assert_eq!(form.requirements.iter().map(|r| r.place).collect::<Vec<_>>(), [0, 1, 2]);
    }
    assert!(form.edit_rows("down-stages-0") && form.edit_rows("up-stages-4") && form.edit_rows("add-questions"));
    assert!(form.edit_rows("add-questions") && form.edit_rows("up-questions-1"));
    assert_eq!(form.stages.iter().map(|r| r.row).collect::<Vec<_>>(), [1, 0, 2, 4, 3]);
    assert_eq!(form.questions.iter().map(|r| r.row).collect::<Vec<_>>(), [1, 0]);
    let posted = serde_json::to_value(&form).map(|mut form| {
        form["requirements"].as_array_mut().expect("rows").sort_by_key(|row| row["row"].as_u64());
        form
    });
    let read: JobForm = serde_json::from_value(posted.expect("a form")).expect("a form");
    assert_eq!(read, form, "rows are read by their places");
}

#[test]
fn two_requirements_become_alternatives_of_one() {
    for (one, other, merged) in [
        ("Rust", "Go", "Rust or Go"),
        ("Rust or Go", "Zig", "Rust, Go or Zig"),
        ("Rust, C++ or Go", "Go or Zig", "Rust, C++, Go or Zig"),
        ("Deutsch oder Englisch", "Polnisch", "Deutsch, Englisch oder Polnisch"),
        ("Rust", "rust", "Rust"),
        ("Experience with AWS or GCP", "gRPC / Protobuf", "AWS, GCP or gRPC / Protobuf"),
        ("Experience with AWS", "experience with GCP", "Experience with AWS or GCP"),
    ] {
        let mut form = asking(&[one, other, "SQL"]);
        assert!(form.edit_rows("merge-requirements-1"));
        assert_eq!(asked(&form), [merged, "SQL"]);
        assert_eq!(form.requirements[0].quote, format!("From: {one}"));
    }
    let mut form = asking(&["Rust"]);
    assert!(form.edit_rows("merge-requirements-0"));
    assert_eq!(asked(&form), ["Rust"]);
}

#[test]
fn what_a_proposal_began_with_a_capital_is_merged_as_it_was_written() {
    let mut form = asking(&["5+ years", "Fluent English", "GRPC / Protobuf"]);
    form.requirements[1].quote = "Fluent English (C1)".into();
    form.requirements[2].quote = "gRPC / Protobuf".into();
    assert!(form.edit_rows("merge-requirements-2") && form.edit_rows("merge-requirements-1"));
    assert_eq!(asked(&form), ["5+ years, Fluent English or gRPC / Protobuf"]);
}

#[test]
fn proposing_again_adds_what_is_new_and_leaves_what_was_written() {
    let proposed: Vec<Requirement> = asking(&["Rust", "Kafka", "SQL", "Go"]).read().expect("a form").requirements;
    let mut form = asking(&["Rust", "Kafka", "SQL"]);
    form.requirements[0].text = "Rust, three years in production".into();
    (form.requirements[0].must, form.requirements[1].weight) = ("nice".into(), "3".into());
    form.edit_rows("merge-requirements-2");
    let before = form.requirements.clone();
    assert_eq!(form.add_requirements(&proposed), ["Go"]);
    assert_eq!(form.requirements[..2], before, "what was written stays");
    assert_eq!(asked(&form), ["Rust, three years in production", "Kafka or SQL", "Go"]);
    assert_eq!(form.add_requirements(&proposed), [""; 0], "and nothing comes twice");
    // An empty row is replaced, and its number is not reused.
    let mut form = asking(&["Rust"]);
    form.edit_rows("add-requirements");
    assert_eq!(form.add_requirements(&proposed).len(), 3);
    assert_eq!(
        form.requirements.iter().map(|r| (r.row, r.place)).collect::<Vec<_>>(),
        [(0, 0), (2, 1), (3, 2), (4, 3)]
    );
    // Two were proposed from the same words: one that was rephrased stands for one of them.
    let both: Vec<Requirement> =
        proposed.iter().take(2).map(|r| Requirement { quote: Some("Rust and Kafka".into()), ..r.clone() }).collect();
    let mut form = asking(&["Rust in production"]);
    form.requirements[0].quote = "Rust and Kafka".into();
    assert_eq!(form.add_requirements(&both), ["Kafka"]);
}

#[test]
fn a_requirement_is_one_line_however_it_was_typed() {
    let mut form = asking(&["Registration"]);
    form.requirements[0].text = "Registration with\r\nthe NMC".into();
    assert_eq!(form.read().expect("a form").requirements[0].text, "Registration with the NMC");
}

#[test]
fn two_editors_see_where_they_differ() {
    let (mine, mut theirs) = (form(), form());
    assert!(mine.differences(&theirs).is_empty());
    theirs.title = "Boss".into();
    theirs.stages[1].name = "Phone".into();
    let labels: Vec<_> = mine.differences(&theirs).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["Title", "Stages"]);
}

#[test]
fn what_only_one_of_two_editors_changed_is_taken_over() {
    let began = asking(&["Rust"]);
    let (mut mine, mut theirs) = (began.clone(), began.clone());
    (mine.title, mine.location, mine.pay_min) = ("Captain".into(), "Gent".into(), "100".into());
    // Everything that the other person saved, each under its own label.
    theirs.title = "Boss".into();
    theirs.location = "Gent".into();
    theirs.description = "Sail".into();
    theirs.remote = "remote".into();
    theirs.employment = "contract".into();
    theirs.closes_on = "2030-05-31".into();
    theirs.time_zone = "Europe/Lisbon".into();
    theirs.blind = "true".into();
    theirs.weight_skills = "60".into();
    theirs.requirements[0].text = "Knots".into();
    theirs.questions.push(QuestionRow { text: "When?".into(), ..QuestionRow::empty(0) });
    theirs.stages[1].name = "Phone".into();
    assert_eq!(mine.take_over(&began, &theirs), ["Title"], "the only one that both changed to something else");
    let left: Vec<_> = mine.differences(&theirs).into_iter().map(|(label, _)| label).collect();
    assert_eq!(left, ["Title", "Pay"], "what is mine stays mine, and all else is theirs");
}

#[test]
fn empty_rows_do_not_count() {
    let mut form = form();
    form.edit_rows("add-requirements");
    form.edit_rows("add-stages");
    let content = form.read().expect("valid");
    assert_eq!((content.requirements.len(), content.stages.len()), (0, 5));
    assert_eq!(content.title, "Engineer");
}

#[test]
fn publishing_needs_a_description_a_stage_and_a_date_to_come() {
    let day = NaiveDate::from_ymd_opt(2026, 5, 1).expect("a day");
    let mut content = form().read().expect("valid");
    content.closes_on = day.pred_opt();
    content.stages.clear();
    assert_eq!(content.missing(day).0.len(), 3);
}

#[test]
fn pay_is_read_in_every_habit_and_asked_about_in_doubt() {
    let pay = |min: &str, currency: &str| {
        let form = JobForm { pay_min: min.into(), pay_currency: currency.into(), ..form() };
        form.read().map(|content| content.pay.expect("pay").to_string())
    };
    for (text, currency, says) in [
        ("18,50", "EUR", "From €18.50 a year"),
        ("18.5", "eur", "From €18.50 a year"),
        ("1.500", "EUR", "From €1,500 a year"),
        ("65'000", "CHF", "From CHF\u{a0}65,000 a year"),
        ("4,500,000", "JPY", "From ¥4,500,000 a year"),
        ("12,5", "KWD", "From KWD\u{a0}12.500 a year"),
    ] {
        assert_eq!(pay(text, currency).as_deref(), Ok(says), "{text}");
    }
    for (text, currency, why) in [
        ("1,500", "KWD", "Do you mean 1500 or 1.5?"),
        ("1500,5", "JPY", "Write a whole number"),
        ("18,5051", "EUR", "at most 2 digits"),
        ("a lot", "EUR", "Write a number in digits"),
    ] {
        let errors = pay(text, currency).expect_err(text);
        assert!(errors.get("job[pay_min]").is_some_and(|said| said.contains(why)), "{errors:?}");
    }
}

#[test]
fn a_rule_about_a_number_is_stored_without_doubt() {
    let with = |rule: &str| {
        let row = QuestionRow {
            text: "How many?".into(),
            kind: "number".into(),
            knock_out: rule.into(),
            ..QuestionRow::default()
        };
        let read = JobForm { questions: vec![row], ..form() }.read();
        read.map(|content| content.questions[0].knock_out.clone().unwrap_or_default())
    };
    assert_eq!(with("1 500,5").as_deref(), Ok("1500.5"));
    assert_eq!(with("1.1250").as_deref(), Ok("1.1250"));
    assert!(with("1,500").expect_err("in doubt").get("job[questions][0][knock_out]").is_some());
}

#[test]
fn what_the_text_states_fills_only_fields_that_nobody_has_filled() {
    let pay = |min: i64, max: i64| Pay {
        min: Some(Decimal::from(min)),
        max: Some(Decimal::from(max)),
        currency: "GBP".into(),
        period: PayPeriod::Year,
    };
    let stated = Stated { remote: Some(RemoteMode::Hybrid), employment: None, pay: Some(pay(40_000, 52_000)) };
    let mut form = JobForm::from(&JobContent::empty());
    assert_eq!(form.fill(&stated).len(), 2);
    assert_eq!((form.remote.as_str(), form.pay_min.as_str(), form.pay_currency.as_str()), ("hybrid", "40000", "GBP"));
    let typed = form.clone();
    let other = Stated { remote: Some(RemoteMode::Remote), pay: Some(pay(1, 2)), ..stated };
    assert!(form.fill(&other).is_empty());
    assert_eq!(form, typed);
}
