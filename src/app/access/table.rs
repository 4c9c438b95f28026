//! The one table of who may do what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody is in the group.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// *Cadre de santé*: publishes needs, records work done.
    Manager,
    /// Approves who goes where.
    Coordinator,
    /// A carer: answers her own offers, reads her own accounts.
    Agent,
    /// Reads what is owed.
    Payroll,
    /// Reads everything that was planned.
    Director,
    /// Reads what was decided, when, on which facts.
    Auditor,
    /// Imports a group, loads rule packs, says who may do what.
    Administrator,
    /// The service itself: what happens by the clock, and what is typed at the machine. Nobody can be given it.
    #[serde(skip_deserializing)]
    #[value(skip)]
    System,
}

impl Role {
    /// Whether people have it.
    pub const fn is_a_persons(self) -> bool {
        !matches!(self, Self::System)
    }

    /// Those that people have.
    pub const ALL: [Self; 7] = [
        Self::Manager,
        Self::Coordinator,
        Self::Agent,
        Self::Payroll,
        Self::Director,
        Self::Auditor,
        Self::Administrator,
    ];
}

/// Something that a role allows or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Create or replace the group's facts.
    ImportScenario,
    /// Read how the group works.
    ReadSettings,
    /// Say how the group works.
    ManageSettings,
    /// Load rule packs.
    LoadLaw,
    /// Read the rule packs in force.
    ReadLaw,
    /// See and change what is one's own: tokens, how one is told.
    OwnAccount,
    /// See who may do what in the group.
    ReadUsers,
    /// Make users, say what they may do, end it.
    ManageUsers,
    /// Read replacement requests.
    ReadRequests,
    /// Open a replacement request.
    OpenRequest,
    /// Open a request that was handed in.
    AdmitRequest,
    /// Read rounds and who was asked in them.
    ReadRounds,
    /// Ask people for a shift, and stop asking.
    OpenRound,
    /// See who could hold a shift.
    ReadCandidates,
    /// Read plans.
    ReadPlans,
    /// Start and cancel computations.
    ComputePlan,
    /// Approve and reject plans.
    DecidePlan,
    /// Read offers.
    ReadOffers,
    /// Accept or decline an offer.
    AnswerOffer,
    /// Read assignments.
    ReadAssignments,
    /// Call an assignment off.
    CancelAssignment,
    /// Record that a shift was worked.
    RecordWork,
    /// Read equity accounts.
    ReadEquity,
    /// Read compensation accounts.
    ReadCompensation,
    /// Read swaps.
    ReadSwaps,
    /// Propose a swap of one's own, take it back, say what one would exchange.
    ProposeSwap,
    /// Agree to a swap, or decline.
    AnswerSwap,
    /// Allow a swap that people have agreed to, or refuse it.
    DecideSwap,
    /// Make and end webhooks.
    ManageWebhooks,
    /// Say how long work really was.
    CorrectWork,
    /// Say that payroll has looked at work done.
    ValidateWork,
    /// Agree on the date of a promised rest.
    AgreeRest,
    /// Post lines on accounts by hand, and take lines back.
    CorrectLedger,
    /// Export what payroll pays.
    ExportPay,
    /// Read establishments, units and conventions.
    ReadMembers,
    /// Let establishments join and leave.
    ManageMembers,
    /// Make, change and close units and what an establishment says of itself.
    ManageUnits,
    /// Read what members lent each other.
    ReadStatements,
    /// Read agents' files.
    ReadAgents,
    /// Make and change agents' files.
    ManageAgents,
    /// Decide who is in the pool.
    DecideAdmission,
    /// Read absences.
    ReadAbsences,
    /// Enter and end absences; an agent announces her own.
    EnterAbsence,
    /// Read diaries and wishes.
    ReadDiary,
    /// Keep one's own diary, wishes and declarations.
    KeepDiary,
    /// Read cascades.
    ReadCascades,
    /// Start, hold, advance and stop cascades.
    RunCascade,
    /// Keep the list of people who are called by hand, and record the calls.
    KeepFixedTermList,
    /// Read bookings of agencies.
    ReadBookings,
    /// Book an agency, confirm and call off bookings.
    BookAgency,
    /// Say beforehand what one may be given, what one wants to be asked for, and hand back what was given that way.
    AgreeBeforehand,
    /// Read standing agreements.
    ReadAgreements,
    /// Read how often people are asked.
    ReadSolicitations,
    /// Read units' cycles and rosters.
    ReadRosters,
    /// Make, fill, publish and change them.
    ManageRosters,
    /// Read one's own roster, choose days of it, answer for a change of it.
    ChooseDays,
    /// Read the group's indicators.
    ReadIndicators,
    /// Answer the quarterly pulse.
    AnswerPulse,
    /// Read what was answered, as means of places.
    ReadPulse,
    /// Read, export and verify the audit log.
    ReadAudit,
}

impl Action {
    /// Every action, as the table lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(action, _)| *action)
    }

    /// Whoever may do it.
    pub fn roles(self) -> &'static [Role] {
        TABLE.iter().find(|(action, _)| *action == self).map_or(&[], |(_, roles)| roles)
    }
}

/// Each action with the roles that allow it. How far it reaches is the grant's: the group, establishments, units, or for an
/// agent herself. What only the service does by the clock needs no entry: it asks nobody.
#[rustfmt::skip]
pub const TABLE: &[(Action, &[Role])] = {
    use Action as A;
    use Role::{Administrator, Agent, Auditor, Coordinator, Director, Manager, Payroll, System};
    &[
        (A::ReadLaw,          &Role::ALL),
        (A::OwnAccount,       &Role::ALL),
        (A::LoadLaw,          &[Administrator, System]),
        (A::ImportScenario,   &[Administrator, System]),
        (A::ReadSettings,     &Role::ALL),
        (A::ManageSettings,   &[Administrator, System]),
        (A::ReadUsers,        &[Auditor, Administrator, System]),
        (A::ManageUsers,      &[Administrator, System]),
        (A::ReadRequests,     &[Manager, Coordinator, Director, Auditor, Administrator]),
        (A::OpenRequest,      &[Manager, Coordinator]),
        (A::AdmitRequest,     &[Coordinator]),
        (A::ReadRounds,       &[Manager, Coordinator, Director, Auditor]),
        (A::OpenRound,        &[Manager, Coordinator]),
        (A::ReadCandidates,   &[Manager, Coordinator]),
        (A::ReadPlans,        &[Manager, Coordinator, Director, Auditor]),
        (A::ComputePlan,      &[Coordinator]),
        (A::DecidePlan,       &[Coordinator]),
        (A::ReadOffers,       &[Manager, Coordinator, Agent, Director, Auditor]),
        (A::AnswerOffer,      &[Agent]),
        (A::ReadAssignments,  &[Manager, Coordinator, Agent, Payroll, Director, Auditor]),
        (A::CancelAssignment, &[Manager, Coordinator]),
        (A::RecordWork,       &[Manager, Coordinator]),
        (A::ReadEquity,       &[Manager, Coordinator, Agent, Director, Auditor]),
        (A::ReadCompensation, &[Manager, Coordinator, Agent, Payroll, Director, Auditor]),
        (A::ReadSwaps,        &[Manager, Coordinator, Agent, Director, Auditor]),
        (A::ProposeSwap,      &[Agent]),
        (A::AnswerSwap,       &[Agent]),
        (A::DecideSwap,       &[Manager, Coordinator]),
        (A::ManageWebhooks,   &[Administrator]),
        (A::CorrectWork,      &[Manager, Coordinator]),
        (A::ValidateWork,     &[Payroll]),
        (A::AgreeRest,        &[Manager, Coordinator, Agent]),
        (A::CorrectLedger,    &[Coordinator, Payroll]),
        (A::ExportPay,        &[Payroll]),
        (A::ReadMembers,      &[Manager, Coordinator, Payroll, Director, Auditor, Administrator]),
        (A::ManageMembers,    &[Administrator, System]),
        (A::ManageUnits,      &[Manager, Administrator]),
        (A::ReadStatements,   &[Manager, Coordinator, Payroll, Director, Auditor, Administrator]),
        (A::ReadAgents,       &[Manager, Coordinator, Agent, Administrator]),
        (A::ManageAgents,     &[Manager, Coordinator, Administrator]),
        (A::DecideAdmission,  &[Coordinator]),
        (A::ReadAbsences,     &[Manager, Coordinator, Agent]),
        (A::EnterAbsence,     &[Manager, Coordinator, Agent]),
        (A::ReadDiary,        &[Coordinator, Agent]),
        (A::KeepDiary,        &[Agent]),
        (A::ReadCascades,     &[Manager, Coordinator, Director, Auditor]),
        (A::RunCascade,       &[Manager, Coordinator]),
        (A::KeepFixedTermList, &[Coordinator]),
        (A::ReadBookings,     &[Manager, Coordinator, Director, Auditor]),
        (A::BookAgency,       &[Manager, Coordinator]),
        (A::AgreeBeforehand,  &[Agent]),
        (A::ReadAgreements,   &[Coordinator, Agent, Auditor]),
        (A::ReadSolicitations, &[Coordinator, Agent]),
        (A::ReadRosters,      &[Manager, Coordinator, Director, Auditor]),
        (A::ManageRosters,    &[Manager, Coordinator]),
        (A::ChooseDays,       &[Agent]),
        (A::ReadIndicators,   &[Coordinator, Director, Administrator]),
        (A::AnswerPulse,      &[Agent]),
        (A::ReadPulse,        &[Coordinator, Director]),
        (A::ReadAudit,        &[Auditor, Administrator, System]),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_stands_in_the_table_once_and_somebody_may_do_it() {
        let actions: BTreeSet<Action> = Action::all().collect();
        assert_eq!(actions.len(), TABLE.len());
        // The last variant's number tells how many there are.
        assert_eq!(actions.len(), Action::ReadAudit as usize + 1);
        assert!(TABLE.iter().all(|(_, roles)| !roles.is_empty()));
    }

    #[test]
    fn what_binds_people_is_in_few_hands() {
        assert_eq!(Action::AnswerOffer.roles(), [Role::Agent]);
        assert_eq!(Action::DecidePlan.roles(), [Role::Coordinator]);
        assert_eq!(Action::AnswerSwap.roles(), [Role::Agent]);
        assert_eq!(Action::AgreeBeforehand.roles(), [Role::Agent], "nobody agrees for an agent");
        assert!(!Action::AnswerOffer.roles().contains(&Role::System), "nobody answers for an agent");
        assert!(!Action::DecidePlan.roles().contains(&Role::System), "no machine decides");
        assert_eq!(Action::KeepDiary.roles(), [Role::Agent], "nobody wishes for another");
        assert_eq!(Action::DecideAdmission.roles(), [Role::Coordinator]);
    }
}
