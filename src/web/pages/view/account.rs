//! What the pages of log-in and of one's own account print.

use super::Frame;
use askama::Template;

/// `/connexion`.
#[derive(Debug, Template)]
#[template(path = "login.html")]
pub struct Login {
    /// Frame.
    pub frame: Frame,
    /// The address typed.
    pub email: String,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// `/connexion/code`.
#[derive(Debug, Template)]
#[template(path = "code.html")]
pub struct Code {
    /// Frame.
    pub frame: Frame,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// `/connexion/groupe`.
#[derive(Debug, Template)]
#[template(path = "choose_group.html")]
pub struct ChooseGroup {
    /// Frame.
    pub frame: Frame,
    /// Groups: identifier and name.
    pub groups: Vec<(String, String)>,
}

/// `/mot-de-passe`.
#[derive(Debug, Template)]
#[template(path = "forgotten.html")]
pub struct Forgotten {
    /// Frame.
    pub frame: Frame,
    /// The address typed.
    pub email: String,
    /// Why it failed.
    pub error: Option<String>,
}

/// `/lien/{id}`.
#[derive(Debug, Template)]
#[template(path = "link.html")]
pub struct Link {
    /// Frame.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// Name of the account.
    pub name: String,
    /// Its address, for the browser's own list of passwords.
    pub email: String,
    /// It logs in without a password: a demonstration.
    pub demo: bool,
    /// Why it failed.
    pub error: Option<String>,
}

/// `/compte`.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct Account {
    /// Frame.
    pub frame: Frame,
    /// Why the last form failed.
    pub error: Option<String>,
    /// The address, for the browser's own list of passwords.
    pub email: String,
    /// When the password was chosen; empty without one.
    pub password_at: String,
    /// What the second factor is, as a sentence.
    pub second_factor: String,
    /// It is in force.
    pub in_force: bool,
    /// Open sessions.
    pub sessions: Vec<Session>,
    /// There are groups to choose from.
    pub several_groups: bool,
}

/// An open session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Identifier.
    pub id: String,
    /// Browser.
    pub browser: String,
    /// When it began.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// It is this one.
    pub own: bool,
}

/// `/compte/second-facteur`.
#[derive(Debug, Template)]
#[template(path = "second_factor.html")]
pub struct SecondFactor {
    /// Frame.
    pub frame: Frame,
    /// Why the last form failed.
    pub error: Option<String>,
    /// Her role needs it before anything else.
    pub needed: bool,
    /// A secret to type into an authenticator, in groups of four; empty before it is asked for.
    pub secret: String,
    /// The same for an authenticator on this device.
    pub address: String,
}

/// Recovery codes, shown once.
#[derive(Debug, Template)]
#[template(path = "recovery_codes.html")]
pub struct RecoveryCodes {
    /// Frame.
    pub frame: Frame,
    /// Codes.
    pub codes: Vec<String>,
}
