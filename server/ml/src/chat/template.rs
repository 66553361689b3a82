//! The conversation as the model was taught to read it: the file's own chat template, rendered.

use candle_core::quantized::gguf_file::Value;
use minijinja::{Environment, context, syntax::SyntaxConfig, value::Serde};
use serde::{Deserialize, Serialize};

use super::gguf::Metadata;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Instructions.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: String,
}

impl Message {
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into() }
    }
}

/// ChatML, for files that bring no template.
const CHATML: &str = "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + \
                      '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/// A model's chat template.
pub(super) struct Template {
    environment: Environment<'static>,
}

impl Template {
    /// The template that a file brings.
    pub(super) fn of(metadata: &Metadata) -> Result<Self, String> {
        let source = match metadata.get("tokenizer.chat_template") {
            Some(Value::String(source)) => source.clone(),
            _ => CHATML.to_owned(),
        };
        let mut environment = Environment::new();
        // What the models' own library renders these templates with.
        let syntax =
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(|e| e.to_string())?;
        environment.set_syntax(syntax);
        environment.add_template_owned("chat", source).map_err(|e| format!("the chat template: {e}"))?;
        Ok(Self { environment })
    }

    /// The prompt: the conversation, and the beginning of the assistant's message.
    pub(super) fn render(&self, messages: &[Message]) -> Result<String, String> {
        let template = self.environment.get_template("chat").map_err(|e| e.to_string())?;
        let values = context! { messages => Serde(messages), add_generation_prompt => true };
        template.render(values).map_err(|e| format!("the chat template: {e}"))
    }
}
