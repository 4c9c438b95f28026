//! Kinds of notices about accounts, papers and grants.

use super::Kind;
use crate::app::links::Purpose;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "paper.ends",
        (
            "Titre ou document",
            "Un titre ou un document arrive à son terme. Sans lui, certains postes ne pourront plus être proposés.",
        ),
        (
            "Title or document",
            "A title or a document is about to run out. Without it, some shifts can no longer be offered.",
        ),
    ),
    Kind::new(
        "grant.ends",
        ("Mandat qui se termine", "Un mandat se termine bientôt. Donnez-en un autre s’il doit continuer."),
        ("A grant is about to end", "A grant is about to end. Give another one if it is to go on."),
    ),
    Kind::new(
        "account.identity",
        (
            "Nouvelle identité liée",
            "Une identité d’un fournisseur ouvre maintenant votre compte. Si ce n’était pas vous, retirez-la dans « \
             Mon compte », changez votre mot de passe et prévenez l’administration.",
        ),
        (
            "New identity linked",
            "An identity at a provider now opens your account. If it was not you, take it away on your account's \
             page, change your password and tell your administrators.",
        ),
    )
    .urgent(),
    Kind::new(
        "account.recovery",
        (
            "Nouveau mot de passe",
            "Vous avez demandé à choisir un nouveau mot de passe. Le lien ci-dessous vaut une demi-heure et une \
             seule fois. Si ce n’était pas vous, ne faites rien\u{a0}: votre mot de passe reste le même.",
        ),
        (
            "New password",
            "You asked to choose a new password. The link below holds for half an hour and works once. If it was \
             not you, do nothing: your password stays as it is.",
        ),
    )
    .urgent()
    .opening(Purpose::Recover),
    Kind::new(
        "account.invite",
        (
            "Votre accès à Relève",
            "Un accès vous est ouvert. Choisissez votre mot de passe par le lien ci-dessous, qui vaut sept jours et \
             une seule fois.",
        ),
        (
            "Your access to Relève",
            "You have been given access. Choose your password by the link below, which holds for seven days and \
             works once.",
        ),
    )
    .urgent()
    .opening(Purpose::Invite),
];
