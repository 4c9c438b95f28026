//! What the pages of log-in and of one's own account print.

use super::{Alert, Frame};
use askama::Template;

/// `/connexion`.
#[derive(Debug, Template)]
#[template(path = "login.html")]
pub struct Login {
    /// Frame.
    pub frame: Frame,
    /// The address typed.
    pub email: String,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// OpenID providers: identifier and name.
    pub providers: Vec<(String, String)>,
}

/// `/connexion/code`.
#[derive(Debug, Template)]
#[template(path = "code.html")]
pub struct Code {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
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
    /// Why the last form came to nothing.
    pub alert: Alert,
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
    /// OpenID providers by which the account can be opened instead: identifier and name.
    pub providers: Vec<(String, String)>,
    /// Why the last form came to nothing.
    pub alert: Alert,
}

/// `/compte`.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct Account {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
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
    /// She has a password, which she gives again to change what is hers.
    pub has_password: bool,
    /// Her identities at OpenID providers.
    pub identities: Vec<Identity>,
    /// Providers at which she may link one: identifier and name.
    pub providers: Vec<(String, String)>,
    /// Browsers that take push messages; nothing of it is shown without a key.
    pub push: Option<Push>,
}

/// An identity at a provider.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Identifier.
    pub id: String,
    /// Provider's name.
    pub provider: String,
    /// What she is called there.
    pub label: String,
    /// When it was linked.
    pub since: String,
    /// When it was last used; empty when never.
    pub used: String,
}

/// Push messages to one's browsers.
#[derive(Debug, Clone)]
pub struct Push {
    /// Public key, for the script.
    pub key: String,
    /// Where the script is.
    pub script_url: String,
    /// Browsers.
    pub browsers: Vec<Device>,
}

/// A browser that takes push messages.
#[derive(Debug, Clone)]
pub struct Device {
    /// Identifier.
    pub id: String,
    /// What it says it is.
    pub name: String,
    /// Since when.
    pub since: String,
    /// SHA-256 of its address, by which the script finds out whether it is the one it runs in.
    pub address_sha256: String,
}

/// On the way to a provider, or away from one.
#[derive(Debug, Template)]
#[template(path = "away.html")]
pub struct Away {
    /// Frame.
    pub frame: Frame,
    /// What is going on.
    pub sentence: String,
    /// What the link says.
    pub call: String,
    /// Where to.
    pub address: String,
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
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Her role needs it before anything else.
    pub needed: bool,
    /// She has a password, which she gives again.
    pub has_password: bool,
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
