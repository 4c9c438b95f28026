//! The list of proposals, and two of them side by side.

use super::{Choice, Named, Post};
use crate::web::pages::view::{Alert, Frame, Tag};
use askama::Template;

/// `/propositions`.
#[derive(Debug, Template)]
#[template(path = "coordinator/proposals.html")]
pub struct Proposals {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Where a computation is ordered, for whoever may.
    pub order: Option<OrderForm>,
    /// The newest first.
    pub lines: Vec<Line>,
    /// Address of older ones; empty when there are none.
    pub older: String,
}

/// How a computation is ordered.
#[derive(Debug, Clone, Default)]
pub struct OrderForm {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// First and last day of the facts.
    pub horizon: (String, String),
    /// Units, each to be ticked; none ticked means all.
    pub units: Vec<Choice>,
    /// Some are ticked.
    pub some_units: bool,
    /// Seconds.
    pub seconds: String,
    /// Most seconds.
    pub seconds_max: String,
}

/// A proposal in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Identifier.
    pub id: String,
    /// When it was ordered.
    pub when: String,
    /// Where it stands.
    pub state: Tag,
    /// Shifts held of shifts to fill.
    pub covered: String,
    /// How good it is proven to be.
    pub proof: String,
    /// What it was ordered for.
    pub about: Vec<Named>,
    /// It can be held against another.
    pub comparable: bool,
}

/// `/propositions/comparer`.
#[derive(Debug, Template)]
#[template(path = "coordinator/compare.html")]
pub struct Compare {
    /// Frame.
    pub frame: Frame,
    /// What is wanted of the address; empty when both are there.
    pub missing: String,
    /// The two.
    pub sides: Vec<Side>,
    /// Figures of both.
    pub rows: Vec<Figures>,
    /// Shifts that have another holder.
    pub shifts: Vec<Differs>,
    /// How many shifts are the same.
    pub same: String,
    /// Accounts that end elsewhere.
    pub accounts: Vec<AccountDiffers>,
}

/// One of two proposals.
#[derive(Debug, Clone)]
pub struct Side {
    /// Identifier.
    pub id: String,
    /// `A` or `B`.
    pub letter: &'static str,
    /// When it was computed.
    pub when: String,
    /// Where it stands.
    pub state: Tag,
    /// What it was ordered for.
    pub about: Vec<Named>,
}

/// A figure of both.
#[derive(Debug, Clone)]
pub struct Figures {
    /// What.
    pub label: String,
    /// Of the first.
    pub a: String,
    /// Of the second.
    pub b: String,
    /// The second less the first; empty where that says nothing.
    pub difference: String,
    /// Which of the two is better, in words; empty when neither is.
    pub better: String,
}

/// A shift that the two give otherwise.
#[derive(Debug, Clone)]
pub struct Differs {
    /// Which.
    pub post: Post,
    /// Who holds it in the first; empty when it stays bare.
    pub a: String,
    /// Who holds it in the second.
    pub b: String,
    /// The first leaves it bare, or does not know it, in words; empty when somebody holds it.
    pub a_none: String,
    /// The same of the second.
    pub b_none: String,
}

/// An account that ends elsewhere.
#[derive(Debug, Clone)]
pub struct AccountDiffers {
    /// Whose.
    pub name: String,
    /// After the first, points.
    pub a: String,
    /// After the second.
    pub b: String,
    /// The second less the first.
    pub difference: String,
}
