//! Who may come in, as what, and by which ways.

use super::super::{Alert, Frame, Tag};
use super::{Choice, Search, Table};
use askama::Template;

/// `/utilisateurs`.
#[derive(Debug, Template)]
#[template(path = "records/users.html")]
pub struct Users {
    /// Frame.
    pub frame: Frame,
    /// A way to look for somebody.
    pub search: Search,
    /// Who there is.
    pub table: Table,
    /// What is said when nobody is found.
    pub empty: String,
    /// Where more is; empty when this is all.
    pub next: String,
    /// The invitation; none for whoever may only look.
    pub invite: Option<Invite>,
    /// Why the last form was refused.
    pub alert: Alert,
}

impl Users {
    /// The list as templates go through it.
    fn tables(&self) -> &[Table] {
        std::slice::from_ref(&self.table)
    }
}

/// An invitation, as typed.
#[derive(Debug, Clone, Default)]
pub struct Invite {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What she is at first.
    pub grant: GrantForm,
}

/// A grant to give, as typed.
#[derive(Debug, Clone, Default)]
pub struct GrantForm {
    /// Key of the form.
    pub key: String,
    /// Roles.
    pub roles: Vec<Choice>,
    /// Parts of the group: all of it, establishments, units.
    pub scopes: Vec<Scopes>,
    /// The agent she is.
    pub agent: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// It was filled in.
    pub open: bool,
}

/// Parts of the group of one kind.
#[derive(Debug, Clone)]
pub struct Scopes {
    /// Kind.
    pub label: String,
    /// Parts.
    pub choices: Vec<Choice>,
}

/// `/utilisateurs/{id}`.
#[derive(Debug, Template)]
#[template(path = "records/user.html")]
pub struct UserSheet {
    /// Frame.
    pub frame: Frame,
    /// Identifier.
    pub id: String,
    /// Where her page is.
    pub here: String,
    /// Name.
    pub name: String,
    /// What is known of her: what and how.
    pub facts: Vec<(String, String)>,
    /// Her grants, the newest first.
    pub grants: Vec<Grant>,
    /// A grant to give; none for whoever may not.
    pub give: Option<GrantForm>,
    /// Her open sessions: browser, since when, last seen.
    pub sessions: Vec<(String, String, String)>,
    /// Her tokens.
    pub tokens: Vec<Token>,
    /// Whether the reader may change anything of it.
    pub may_change: bool,
    /// Why the last form was refused.
    pub alert: Alert,
}

/// A grant.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Identifier.
    pub id: String,
    /// Role.
    pub role: String,
    /// Where.
    pub scope: String,
    /// From when to when.
    pub days: String,
    /// Where it stands.
    pub state: Tag,
    /// It can be ended.
    pub open: bool,
}

/// A token of a program.
#[derive(Debug, Clone)]
pub struct Token {
    /// Identifier.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub actions: String,
    /// Since when.
    pub since: String,
    /// Until when.
    pub until: String,
}
