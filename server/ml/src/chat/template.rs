//! Formats a conversation the way the model was trained on, with the chat template in its file.

use candle_core::quantized::gguf_file::Value;
use minijinja::{Environment, context, syntax::SyntaxConfig, value::Serde};
use serde::{Deserialize, Serialize};

use super::gguf::Metadata;

/// The author of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    System,
    User,
    Assistant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub role: Role,
    pub content: String,
}

impl Message {
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into() }
    }
}

/// ChatML, for files without a template.
const CHATML: &str = "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + \
                      '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

pub(super) struct Template {
    environment: Environment<'static>,
}

impl Template {
    /// The template in a file.
    pub(super) fn of(metadata: &Metadata) -> Result<Self, String> {
        let source = match metadata.get("tokenizer.chat_template") {
            Some(Value::String(source)) => source.clone(),
            _ => CHATML.to_owned(),
        };
        let mut environment = Environment::new();
        // The models' own library renders these templates with Jinja in this configuration.
        let syntax =
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(|e| e.to_string())?;
        environment.set_syntax(syntax);
        environment.add_template_owned("chat", source).map_err(|e| format!("the chat template: {e}"))?;
        Ok(Self { environment })
    }

    /// The prompt: the conversation, and the start of the assistant's message.
    pub(super) fn render(&self, messages: &[Message]) -> Result<String, String> {
        let template = self.environment.get_template("chat").map_err(|e| e.to_string())?;
        let values = context! { messages => Serde(messages), add_generation_prompt => true };
        template.render(values).map_err(|e| format!("the chat template: {e}"))
    }
}
