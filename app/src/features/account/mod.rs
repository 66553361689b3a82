//! Signing up, in and out; forgotten passwords; settings and sessions.

mod address;
pub mod api;
mod new_password;
mod settings;
mod sign_in;
mod sign_up;

pub use address::{ConfirmAddressPage, RestoreAddressPage};
pub use new_password::{ForgotPasswordPage, NewPasswordPage};
pub use settings::SettingsPage;
pub use sign_in::SignInPage;
pub use sign_up::{ConfirmSignUpPage, SignUpPage};
