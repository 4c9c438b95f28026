//! What stands in the way of a deed: each with a stable name for machines and a French sentence that says the way out.

/// Most shifts and days that one sentence names.
const SHOWN_MAX: usize = 10;

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// An import would pull the ground from under offers already made.
    GroupHasApprovals,
    /// The id is taken by another request.
    IdTaken(String),
    /// The plan has expired.
    StalePlan,
    /// The plan is in a state that does not allow it.
    PlanState(&'static str),
    /// The version given is not the current one.
    VersionMoved {
        /// The current one.
        current: i64,
    },
    /// The item was approved before, or is not one of the plan's proposals.
    ItemNotProposed(String),
    /// The request is in a state that does not allow it.
    RequestState(&'static str),
    /// Other requests ask for the same post: these shifts.
    AlikeRequested(Vec<String>),
    /// The shift is not to be filled any more.
    ShiftState(&'static str),
    /// Somebody holds the shift by now.
    AlreadyFilled,
    /// The shift has begun.
    ShiftBegun,
    /// Speed decides under the group's urgency threshold alone.
    NotUrgent {
        /// The threshold.
        hours: u32,
    },
    /// Nobody may hold the shift.
    NobodyEligible,
    /// This agent has been asked as often this week as she wants to be.
    AskedOften(String),
    /// The round is over.
    RoundOver,
    /// A cascade of the shift is under way.
    CascadeUnderWay,
    /// The cascade is in a state that does not allow it.
    CascadeState(&'static str),
    /// Somebody has said yes to the round of this step.
    SaidYes {
        /// When it is decided, unix seconds.
        closes_at: i64,
    },
    /// The booking is in a state that does not allow it.
    BookingState(&'static str),
    /// A public establishment pays no agency more than the ceiling.
    AboveCap {
        /// Asked for, euro cents per hour.
        price_cents: i64,
        /// Allowed, euro cents per hour.
        cap_cents: i64,
    },
    /// The group buys no more hours of this title.
    AgencyHours {
        /// Most hours over the horizon.
        hours: u32,
    },
    /// She has as many standing agreements as there may be.
    TooManyAgreements {
        /// How many.
        most: i64,
    },
    /// The standing agreement was revoked before.
    AgreementOver,
    /// No agreement gave the shift, or the time to hand it back is over.
    HandBackOver,
    /// The offer was answered, or is closed.
    OfferState(&'static str),
    /// The offer's closing time has passed.
    OfferClosed,
    /// The assignment is in a state that does not allow it.
    AssignmentState(&'static str),
    /// The shift is not over yet.
    NotOverYet,
    /// The shift has not begun yet.
    NotBegunYet,
    /// The promise is in a state that does not allow it.
    PromiseState(&'static str),
    /// The other side has asked for nothing.
    NothingAsked,
    /// The line was taken back before.
    EntryReversed,
    /// The line belongs to something that has its own way of being changed.
    EntryBound(&'static str),
    /// The period is not over, so that lines may still come.
    PeriodOpen,
    /// The plan's computation is over.
    NothingToCancel,
    /// A plan of the group is being computed.
    AlreadyComputing,
    /// The rule pack ships with the program.
    BuiltInPack(String),
    /// Somebody else has this e-mail address.
    EmailTaken,
    /// Nobody gives or ends anything of her own.
    OwnGrant,
    /// The grant was ended before.
    GrantOver,
    /// Nobody would be left to administer the group.
    LastAdministrator,
    /// The link was used, is too old, or was never one.
    LinkOver,
    /// The account has a second factor, or has none, contrary to what is asked.
    SecondFactorState,
    /// The identity at a provider opens another account.
    IdentityTaken,
    /// It opens another group to her too.
    IdentityElsewhere,
    /// Nothing would be left to log in with.
    LastWayIn,
    /// Another absence of hers lies in these days.
    AbsenceOverlaps(i64),
    /// The absence was taken back, or is over.
    AbsenceOver,
    /// Her employer entered the absence: the agent does not change it.
    AbsenceNotAnnounced,
    /// Her day is decided: over, or she holds a shift on it.
    DayDecided,
    /// The step does not follow from where she stands in the pool.
    AdmissionState(&'static str),
    /// The agent has left.
    AgentLeft,
    /// A document of this reference is on file.
    DocumentKnown(String),
    /// The establishment does not belong to the group on that day.
    NotMember {
        /// Which.
        establishment: String,
        /// The day.
        on: String,
    },
    /// The unit is closed on that day.
    UnitClosed(String),
    /// A convention holds on some of these days.
    ConventionOverlaps(String),
    /// The convention ends already.
    ConventionOver,
    /// People hold or are asked for shifts there, or it stands on rosters: these shifts and days.
    StillInUse(Vec<String>),
    /// The swap is in a state that does not allow it.
    SwapState(&'static str),
    /// The swap's closing time has passed.
    SwapClosed,
    /// She has agreed to the swap before.
    SwapAnswered,
    /// A duty of the swap is no longer there to be given.
    DutyGone,
    /// Nobody allows a swap that she is in.
    OwnSwap,
    /// Too many swaps of one proposer wait for somebody.
    TooManySwaps {
        /// How many may.
        most: i64,
    },
    /// She has asked about the duties of too many others.
    TooManyJudged {
        /// How many she may in a day.
        most: i64,
    },
    /// A wish has ended, or does not fit any more.
    WishOver,
    /// Too many wishes of one agent.
    TooManyWishes {
        /// How many she may have.
        most: i64,
    },
    /// Another attempt under the same idempotency key is at it.
    SameKeyInFlight,
    /// The roster is in a state that does not allow it.
    RosterState(&'static str),
    /// Another roster of the unit has some of the days.
    RosterOverlaps(String),
    /// The day is settled: another unit's roster, a cycle, a hand or somebody's choice has it.
    DaySettled(String),
    /// The day's duty has begun, or the day is over.
    DayBegun,
    /// Agents may not put themselves down now.
    NotChoosing,
    /// So many have the code on that day already.
    CodeFull(i64),
    /// So many days are the most that one agent may choose.
    ChosenMost(i64),
    /// Publishing inside somebody's notice needs a reason.
    PublishedLate(String),
    /// A change inside the notice needs a ground that the rule allows.
    InsideNotice(String),
    /// The question was answered, or its time is over.
    QuestionOver,
    /// She is placed in a cycle on some of these days.
    PlacedElsewhere(String),
    /// The plan fills a roster, or another one.
    PlanKind,
    /// The plan counts on somebody made up.
    PlanSupposes,
    /// Somebody else was faster.
    LostRace,
}

/// An amount in cents as it is written in French.
fn euros_fr(cents: i64) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

impl Conflict {
    /// Stable name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GroupHasApprovals => "group-has-approvals",
            Self::IdTaken(_) => "id-taken",
            Self::StalePlan => "stale-plan",
            Self::PlanState(_) => "plan-state",
            Self::VersionMoved { .. } => "version-moved",
            Self::ItemNotProposed(_) => "item-not-proposed",
            Self::RequestState(_) => "request-state",
            Self::AlikeRequested(_) => "alike-requested",
            Self::ShiftState(_) => "shift-state",
            Self::AlreadyFilled => "already-filled",
            Self::ShiftBegun => "shift-begun",
            Self::NotUrgent { .. } => "not-urgent",
            Self::NobodyEligible => "nobody-eligible",
            Self::AskedOften(_) => "asked-often",
            Self::RoundOver => "round-over",
            Self::CascadeUnderWay => "cascade-under-way",
            Self::CascadeState(_) => "cascade-state",
            Self::SaidYes { .. } => "said-yes",
            Self::BookingState(_) => "booking-state",
            Self::AboveCap { .. } => "above-cap",
            Self::AgencyHours { .. } => "agency-hours",
            Self::TooManyAgreements { .. } => "too-many-agreements",
            Self::AgreementOver => "agreement-over",
            Self::HandBackOver => "hand-back-over",
            Self::OfferState(_) => "offer-state",
            Self::OfferClosed => "offer-closed",
            Self::AssignmentState(_) => "assignment-state",
            Self::NotOverYet => "not-over-yet",
            Self::NotBegunYet => "not-begun-yet",
            Self::PromiseState(_) => "promise-state",
            Self::NothingAsked => "nothing-asked",
            Self::EntryReversed => "entry-reversed",
            Self::EntryBound(_) => "entry-bound",
            Self::PeriodOpen => "period-open",
            Self::NothingToCancel => "nothing-to-cancel",
            Self::AlreadyComputing => "already-computing",
            Self::BuiltInPack(_) => "built-in-pack",
            Self::EmailTaken => "email-taken",
            Self::OwnGrant => "own-grant",
            Self::GrantOver => "grant-over",
            Self::LastAdministrator => "last-administrator",
            Self::LinkOver => "link-over",
            Self::SecondFactorState => "second-factor-state",
            Self::IdentityTaken => "identity-taken",
            Self::IdentityElsewhere => "identity-elsewhere",
            Self::LastWayIn => "last-way-in",
            Self::AbsenceOverlaps(_) => "absence-overlaps",
            Self::AbsenceOver => "absence-over",
            Self::AbsenceNotAnnounced => "absence-not-announced",
            Self::DayDecided => "day-decided",
            Self::AdmissionState(_) => "admission-state",
            Self::AgentLeft => "agent-left",
            Self::DocumentKnown(_) => "document-known",
            Self::NotMember { .. } => "not-member",
            Self::UnitClosed(_) => "unit-closed",
            Self::ConventionOverlaps(_) => "convention-overlaps",
            Self::ConventionOver => "convention-over",
            Self::StillInUse(_) => "still-in-use",
            Self::SwapState(_) => "swap-state",
            Self::SwapClosed => "swap-closed",
            Self::SwapAnswered => "swap-answered",
            Self::DutyGone => "duty-gone",
            Self::OwnSwap => "own-swap",
            Self::TooManySwaps { .. } => "too-many-swaps",
            Self::TooManyJudged { .. } => "too-many-judged",
            Self::WishOver => "wish-over",
            Self::TooManyWishes { .. } => "too-many-wishes",
            Self::SameKeyInFlight => "idempotency-in-flight",
            Self::RosterState(_) => "roster-state",
            Self::RosterOverlaps(_) => "roster-overlaps",
            Self::DaySettled(_) => "day-settled",
            Self::DayBegun => "day-begun",
            Self::NotChoosing => "not-choosing",
            Self::CodeFull(_) => "code-full",
            Self::ChosenMost(_) => "chosen-most",
            Self::PublishedLate(_) => "published-late",
            Self::InsideNotice(_) => "inside-notice",
            Self::QuestionOver => "question-over",
            Self::PlacedElsewhere(_) => "placed-elsewhere",
            Self::PlanKind | Self::PlanSupposes => "plan-kind",
            Self::LostRace => "lost-race",
        }
    }

    /// French sentence with the way out.
    #[expect(clippy::too_many_lines, reason = "a sentence for each")]
    pub fn detail_fr(&self) -> String {
        match self {
            Self::GroupHasApprovals => "Des affectations ont déjà été approuvées pour ce groupement : un import les \
                effacerait. Ajoutez les nouveaux besoins comme demandes de remplacement, ou importez ce scénario sous un \
                autre identifiant de groupement."
                .to_owned(),
            Self::IdTaken(id) => format!(
                "L’identifiant « {id} » désigne déjà une autre demande. Choisissez un autre identifiant, ou relisez la \
                 demande existante."
            ),
            Self::StalePlan => "Cette proposition est périmée : elle est trop ancienne, une plus récente a été approuvée, ou \
                plus aucun de ses postes n’est à pourvoir. Rien n’a été modifié. Lancez un nouveau calcul, puis approuvez la \
                nouvelle proposition."
                .to_owned(),
            Self::PlanState(state) => {
                format!("La proposition est {state} : cette action n’est plus possible. Rien n’a été modifié.")
            }
            Self::VersionMoved { current } => format!(
                "Quelqu’un a modifié cet élément entre-temps (version actuelle : {current}). Relisez-le avant de \
                 décider ; rien n’a été modifié."
            ),
            Self::ItemNotProposed(shift) => format!(
                "Le poste « {shift} » n’est pas, ou n’est plus, à approuver dans cette proposition. Rien n’a été modifié."
            ),
            Self::RequestState(state) => {
                format!("La demande est {state} : cette action n’est plus possible. Rien n’a été modifié.")
            }
            Self::AlikeRequested(shifts) => format!(
                "Le même poste est déjà demandé ({}). Rien n’a été enregistré. Relisez cette demande, ou envoyez la vôtre \
                 avec « although_alike » s’il en faut vraiment deux.",
                shifts.join(", ")
            ),
            Self::AlreadyFilled => "Ce poste vient d’être pourvu : merci d’avoir répondu. Rien n’a été modifié, et rien \
                n’est retenu contre vous."
                .to_owned(),
            Self::ShiftBegun => "Le poste a déjà commencé : plus personne ne peut être sollicité.".to_owned(),
            Self::NotUrgent { hours } => format!(
                "La rapidité ne départage qu’à moins de {hours} h du début du poste. Ouvrez une sollicitation équitable, \
                 avec une heure de clôture."
            ),
            Self::AskedOften(agent) => format!(
                "« {agent} » a déjà reçu autant de sollicitations que souhaité en sept jours. Proposez le poste à d’autres ; \
                 rien n’a été modifié."
            ),
            Self::NobodyEligible => "Personne ne peut tenir ce poste légalement. La liste des candidats dit pourquoi, et \
                ce qui le permettrait."
                .to_owned(),
            Self::RoundOver => "Cette sollicitation est terminée. Rien n’a été modifié.".to_owned(),
            Self::CascadeUnderWay => "Une recherche par étapes est déjà en cours pour ce poste. Suivez-la, mettez-la en pause \
                ou arrêtez-la ; rien n’a été modifié."
                .to_owned(),
            Self::CascadeState(state) => {
                format!("Cette recherche par étapes est {state} : cette action n’est plus possible. Rien n’a été modifié.")
            }
            Self::SaidYes { closes_at } => format!(
                "Quelqu’un a déjà répondu oui : la sollicitation va jusqu’à sa clôture ({}), où l’ordre publié décide. Rien \
                 n’a été modifié.",
                crate::text::instant(*closes_at)
            ),
            Self::BookingState(state) => {
                format!("Cette réservation d’intérim est {state} : cette action n’est plus possible. Rien n’a été modifié.")
            }
            Self::AboveCap { price_cents, cap_cents } => format!(
                "Le prix demandé ({}\u{a0}€ HT de l’heure) dépasse le plafond légal des établissements publics \
                 ({}\u{a0}€\u{a0}; CSP R6146-27). Obtenez un prix au plus égal au plafond, ou cherchez encore dans le pool ; \
                 rien n’a été modifié.",
                euros_fr(*price_cents),
                euros_fr(*cap_cents)
            ),
            Self::AgencyHours { hours } => format!(
                "Le groupement n’achète pas plus de {hours} heures d’intérim pour ce métier sur la période. Annulez une \
                 réservation, ou faites relever ce maximum ; rien n’a été modifié."
            ),
            Self::TooManyAgreements { most } => format!(
                "Vous avez déjà {most} accords permanents. Révoquez-en un, ou réunissez plusieurs créneaux dans le même \
                 accord ; rien n’a été modifié."
            ),
            Self::AgreementOver => "Cet accord permanent a déjà été révoqué. Rien n’a été modifié.".to_owned(),
            Self::HandBackOver => "Ce poste ne peut plus être rendu ici : il ne vient pas d’un accord permanent, ou le délai est \
                passé. Prévenez l’encadrement de l’unité ; rien n’a été modifié."
                .to_owned(),
            Self::ShiftState(state) => format!("Ce poste est {state} : il n’est plus à pourvoir."),
            Self::OfferState(state) => format!("Cette sollicitation est déjà {state}."),
            Self::OfferClosed => "Le délai de réponse est passé : cette sollicitation est close. Une absence de réponse \
                n’est jamais retenue contre vous."
                .to_owned(),
            Self::AssignmentState(state) => format!("Cette affectation est déjà {state}."),
            Self::NotOverYet => "Le poste n’est pas terminé : le travail fait se constate après la fin du poste.".to_owned(),
            Self::NotBegunYet => "Le poste n’a pas commencé : sa prise se constate à partir de son début.".to_owned(),
            Self::PromiseState(state) => {
                format!("Ce repos est {state} : cette action n’est plus possible. Rien n’a été modifié.")
            }
            Self::NothingAsked => "Aucune autre date n’attend votre accord pour ce repos. Rien n’a été modifié.".to_owned(),
            Self::EntryReversed => "Cette écriture a déjà été reprise. Relisez le compte ; rien n’a été modifié.".to_owned(),
            Self::EntryBound(way) => {
                format!("Cette écriture ne se reprend pas seule : {way}. Rien n’a été modifié.")
            }
            Self::PeriodOpen => "Ce mois n’est pas terminé : des écritures peuvent encore s’y ajouter. Demandez l’export à \
                partir du premier jour du mois suivant."
                .to_owned(),
            Self::NothingToCancel => "Le calcul est terminé : il n’y a plus rien à annuler.".to_owned(),
            Self::AlreadyComputing => {
                "Un calcul est déjà en cours pour ce groupement. Attendez sa fin ou annulez-le.".to_owned()
            }
            Self::BuiltInPack(key) => format!(
                "Le recueil « {key} » est livré avec Relève : il ne se remplace pas. Chargez le vôtre sous une nouvelle \
                 `version`, puis nommez-la dans `rule_packs`. Rien n’a été modifié."
            ),
            Self::EmailTaken => "Cette adresse est déjà celle d’un autre compte. Vérifiez-la, ou donnez un rôle au compte \
                existant."
                .to_owned(),
            Self::OwnGrant => "Personne ne se donne ni ne se retire un droit : demandez-le à un autre membre de \
                l’administration. Rien n’a été modifié."
                .to_owned(),
            Self::GrantOver => "Ce droit a déjà pris fin. Rien n’a été modifié.".to_owned(),
            Self::LastAdministrator => "Le groupement n’aurait plus d’administration. Donnez d’abord ce rôle à une autre \
                personne ; rien n’a été modifié."
                .to_owned(),
            Self::LinkOver => "Ce lien ne fonctionne pas, ou ne fonctionne plus : un lien sert une seule fois, pendant un temps \
                limité. Demandez-en un autre depuis la page de connexion, ou à l’administration."
                .to_owned(),
            Self::SecondFactorState => "La double authentification a changé d’état entre-temps. Rechargez la page « Mon \
                compte » ; rien n’a été modifié."
                .to_owned(),
            Self::IdentityTaken => "Cette identité est déjà liée à un autre compte. Si c’est le vôtre, connectez-vous par elle ; \
                sinon, prévenez l’administration. Rien n’a été modifié."
                .to_owned(),
            Self::IdentityElsewhere => "Cette identité ouvre aussi le compte de cette personne dans un autre groupement : elle seule \
                peut la retirer, depuis la page « Mon compte ». Vous pouvez mettre fin à ses droits dans le vôtre. Rien n’a été \
                modifié."
                .to_owned(),
            Self::LastWayIn => "Vous n’auriez plus aucun moyen de vous connecter. Choisissez d’abord un mot de passe (page de \
                connexion, « Mot de passe oublié ») ou liez une autre identité ; rien n’a été modifié."
                .to_owned(),
            Self::RosterState(state) => {
                format!("Le tableau de service est {state} : cette action n’est plus possible. Rien n’a été modifié.")
            }
            Self::RosterOverlaps(id) => format!(
                "Le tableau de service « {id} » de cette unité couvre déjà une partie de ces jours. Choisissez d’autres dates."
            ),
            Self::DaySettled(date) => format!(
                "Le {date} est déjà fixé pour cette personne. Relisez le tableau ; rien n’a été modifié."
            ),
            Self::DayBegun => "Ce jour a commencé ou est passé : il ne se modifie plus ici.".to_owned(),
            Self::NotChoosing => "Le tableau n’est pas ouvert aux choix en ce moment : regardez ses heures d’ouverture et de \
                clôture. Rien n’a été modifié."
                .to_owned(),
            Self::CodeFull(persons) => format!(
                "Ce code a déjà ses {persons} personne(s) ce jour-là. Choisissez un autre jour ou un autre code."
            ),
            Self::ChosenMost(days) => format!(
                "Vous avez déjà choisi {days} jour(s), le plus que ce tableau permet. Retirez-en un pour en choisir un autre."
            ),
            Self::PublishedLate(detail) => format!(
                "Le délai de publication est dépassé : {detail}. Donnez le motif (« late_reason ») : il sera conservé."
            ),
            Self::InsideNotice(detail) => format!("{detail} Rien n’a été modifié."),
            Self::QuestionOver => "Cette question a déjà sa réponse, ou son délai est passé. Rien n’a été modifié, et rien \
                n’est retenu contre vous."
                .to_owned(),
            Self::PlacedElsewhere(cycle) => format!(
                "Cette personne suit déjà la trame « {cycle} » à ces dates. Terminez d’abord sa place ; rien n’a été modifié."
            ),
            Self::PlanKind => "Cette proposition remplit un tableau de service : elle s’applique depuis ce tableau, et une \
                proposition du pool s’approuve comme telle. Rien n’a été modifié."
                .to_owned(),
            Self::PlanSupposes => "Cette proposition compte sur une personne imaginée : elle montre ce qu’elle changerait et ne \
                s’approuve pas. Rien n’a été modifié. Calculez une proposition sans elle."
                .to_owned(),
            Self::AbsenceOverlaps(number) => format!(
                "Une autre absence (n° {number}) couvre déjà une partie de ces jours. Prolongez ou terminez celle-ci ; rien \
                 n’a été modifié."
            ),
            Self::AbsenceOver => "Cette absence est terminée ou a été retirée. Rien n’a été modifié.".to_owned(),
            Self::AbsenceNotAnnounced => "Votre employeur a saisi cette absence : demandez-lui de la modifier. Vous modifiez \
                vous-même celles que vous annoncez ; rien n’a été modifié."
                .to_owned(),
            Self::DayDecided => "Ce jour est déjà décidé : il est passé, ou un poste vous y est confié. Adressez-vous à la \
                coordination ; rien n’a été modifié."
                .to_owned(),
            Self::AdmissionState(state) => format!(
                "Cette étape ne suit pas la situation actuelle de l’agent ({state}). Relisez son parcours ; rien n’a été \
                 modifié."
            ),
            Self::AgentLeft => "Cet agent a quitté son établissement. Rien n’a été modifié.".to_owned(),
            Self::DocumentKnown(reference) => format!(
                "Une pièce « {reference} » est déjà au dossier. Mettez-y fin, ou donnez une autre référence ; rien n’a été \
                 modifié."
            ),
            Self::NotMember { establishment, on } => format!(
                "« {establishment} » n’est pas membre du groupement le {on}. Choisissez une date couverte par sa convention ; \
                 rien n’a été modifié."
            ),
            Self::UnitClosed(on) => {
                format!("Cette unité est fermée à partir du {on}. Choisissez une date antérieure ; rien n’a été modifié.")
            }
            Self::ConventionOverlaps(document) => format!(
                "La convention « {document} » couvre déjà une partie de ces jours. Mettez-y fin d’abord, ou choisissez \
                 d’autres dates ; rien n’a été modifié."
            ),
            Self::ConventionOver => "Cette convention prend déjà fin. Rien n’a été modifié.".to_owned(),
            Self::StillInUse(shifts) => format!(
                "Des postes y sont encore à pourvoir ou pourvus, ou des jours de tableaux de service s’en servent ({}{}). Annulez \
                 ces demandes d’abord, ou donnez un nouveau code aux nouveaux horaires\u{a0}; rien n’a été modifié.",
                shifts.iter().take(SHOWN_MAX).map(String::as_str).collect::<Vec<_>>().join(", "),
                if shifts.len() > SHOWN_MAX { "…" } else { "" }
            ),
            Self::SwapState(state) => format!("Cet échange est {state}. Rien n’a été modifié."),
            Self::SwapClosed => "Le délai de réponse est passé : cet échange est clos. Une absence de réponse n’est jamais \
                retenue contre vous."
                .to_owned(),
            Self::SwapAnswered => "Vous avez déjà accepté cet échange. Il reste possible de le décliner tant que tout le monde \
                n’a pas répondu."
                .to_owned(),
            Self::DutyGone => "Une des vacations de cet échange n’existe plus, ou n’est plus à la même personne. Rien n’a été \
                modifié ; proposez un nouvel échange."
                .to_owned(),
            Self::OwnSwap => "Personne n’autorise un échange qui la concerne : un autre responsable ou la coordination en \
                décide. Rien n’a été modifié."
                .to_owned(),
            Self::TooManySwaps { most } => format!(
                "{most} de vos propositions d’échange attendent déjà une réponse. Retirez-en une, ou attendez ; rien n’a été \
                 modifié."
            ),
            Self::TooManyJudged { most } => format!(
                "Vous avez déjà fait juger des échanges avec {most} vacations de collègues en un jour. Proposez l’un d’eux, \
                 ou attendez demain ; rien n’a été modifié."
            ),
            Self::WishOver => "Un des souhaits d’échange n’est plus valable, ou a changé entre-temps. Relancez la recherche ; \
                rien n’a été modifié."
                .to_owned(),
            Self::TooManyWishes { most } => format!(
                "Vous avez déjà {most} souhaits d’échange. Retirez-en un avant d’en ajouter ; rien n’a été modifié."
            ),
            Self::SameKeyInFlight => "Une requête portant la même clé d’idempotence est en cours. Réessayez dans un instant \
                avec la même clé."
                .to_owned(),
            Self::LostRace => "Quelqu’un a été plus rapide. Relisez l’état actuel ; rien n’a été modifié.".to_owned(),
        }
    }
}
