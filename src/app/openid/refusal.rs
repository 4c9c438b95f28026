//! Why a log-in by a provider comes to nothing.

use super::super::error::Error;

/// Why a log-in by a provider comes to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It was not begun in this browser, or was too long ago, or has come back before.
    State,
    /// Another provider answers than the one that was asked.
    Issuer,
    /// The provider says no, or she does.
    Denied,
    /// The provider does not take the code that came back.
    Code,
    /// The provider's word is not its own, not for us, not of now or not about this log-in.
    Token,
    /// The provider is less sure of her than it must be.
    Level,
    /// The provider does not answer, or not as it should.
    Unreachable,
    /// The identity opens no account.
    Unlinked,
    /// The account that it opens has nothing to do here any more.
    NoAccess,
    /// The session that asked for the link is over, or is another.
    Session,
}

impl Refusal {
    /// Stable name for machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::State => "openid-state",
            Self::Issuer => "openid-issuer",
            Self::Denied => "openid-denied",
            Self::Code => "openid-code",
            Self::Token => "openid-token",
            Self::Level => "openid-level",
            Self::Unreachable => "openid-unreachable",
            Self::Unlinked => "identity-unlinked",
            Self::NoAccess => "identity-no-access",
            Self::Session => "identity-session",
        }
    }

    /// Whether whoever came back is to blame, not the provider and not what was going on here meanwhile: it counts as a try.
    /// The provider's word does not pass through her hands.
    pub const fn is_the_clients_fault(self) -> bool {
        match self {
            Self::Issuer | Self::Code => true,
            Self::State
            | Self::Denied
            | Self::Token
            | Self::Level
            | Self::Unreachable
            | Self::Unlinked
            | Self::NoAccess
            | Self::Session => false,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::OpenId(refusal)
    }
}
