//! The schema, field by field: tree → [`Scenario`]. The one place that knows how a scenario is spelled.

use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::scenario::{
    Absence, AbsenceClass, Admission, AgencyPrice, Agent, AgentDocument, AgentLaw, Counters, Derogation, Establishment,
    EstablishmentLaw, Exemption, Expected, Group, Held, HeldQualification, Horizon, HouseRules, LendingAgreement,
    LocalRule, Membership, MinimumCover, OutsideWork, Period, Place, Priority, PromisedRest, RosterLine, Scenario,
    Shift, ShiftCode, Substitution, Suitability, Territory, Unit, Weights, Window, Wish, WishKind,
};
use crate::formats::Said;
use crate::formats::reader::{Path, Sink, Table, meant, read_table};
use crate::formats::suggest::nearest;
use crate::formats::tree::Node;
use crate::law::rule::STATUSES;
use chrono::NaiveDate;
use chrono_tz::{TZ_VARIANTS, Tz};
use std::collections::BTreeMap;

/// Territories as scenarios spell them.
pub const TERRITORIES: &[(&str, Territory)] = &[
    ("metropole", Territory::Metropole),
    ("alsace-moselle", Territory::AlsaceMoselle),
    ("guadeloupe", Territory::Guadeloupe),
    ("martinique", Territory::Martinique),
    ("guyane", Territory::Guyane),
    ("la-reunion", Territory::LaReunion),
    ("mayotte", Territory::Mayotte),
    ("saint-barthelemy", Territory::SaintBarthelemy),
    ("saint-martin", Territory::SaintMartin),
    ("saint-pierre-et-miquelon", Territory::SaintPierreEtMiquelon),
];
const SUITABILITIES: &[(&str, Suitability)] =
    &[("full", Suitability::Full), ("degraded", Suitability::Degraded), ("no", Suitability::No)];
const EXEMPTIONS: &[(&str, Exemption)] = &[
    ("no_night", Exemption::NoNight),
    ("no_weekend", Exemption::NoWeekend),
    ("no_holiday", Exemption::NoHoliday),
    ("no_overtime", Exemption::NoOvertime),
];
const ADMISSIONS: &[(&str, Admission)] =
    &[("admitted", Admission::Admitted), ("trainee", Admission::Trainee), ("outside", Admission::Outside)];
const WISH_KINDS: &[(&str, WishKind)] = &[("off", WishKind::Off), ("work", WishKind::Work)];
const ABSENCE_CLASSES: &[(&str, AbsenceClass)] =
    &[("planned", AbsenceClass::Planned), ("unplanned", AbsenceClass::Unplanned)];
const PRIORITIES: &[(&str, Priority)] =
    &[("safety", Priority::Safety), ("high", Priority::High), ("normal", Priority::Normal), ("low", Priority::Low)];

/// Reads the whole tree. `None` only when the root is no table.
pub fn scenario(node: &Node<'_>, sink: &Sink<'_>) -> Option<Scenario> {
    let fields = [
        "format",
        "description",
        "expected",
        "group",
        "horizon",
        "decided_at",
        "rule_packs",
        "house_rules",
        "weights",
        "substitutions",
        "agency",
        "establishments",
        "units",
        "agents",
        "rosters",
        "absences",
        "shifts",
        "held",
    ];
    let table = Table::open(node, &Path::ROOT, sink, &fields)?;
    let day_one = NaiveDate::default();
    Some(Scenario {
        format: table.text("format"),
        description: table.optional_text("description").unwrap_or_default(),
        expected: table.table("expected", false, expected),
        group: table.table("group", true, group).unwrap_or_else(stand_in_group),
        horizon: table.table("horizon", true, horizon).unwrap_or(Horizon { from: day_one, days: 1 }),
        decided_at: table.optional_date_time("decided_at"),
        rule_packs: table.table("rule_packs", true, text_map).unwrap_or_default(),
        house_rules: table.table("house_rules", false, house_rules).unwrap_or_default(),
        weights: table.table("weights", false, weights).unwrap_or_default(),
        substitutions: table.list("substitutions", false, "", substitution),
        agency: table.list("agency", false, "qualification", agency_price),
        establishments: table.list("establishments", true, "id", establishment),
        units: table.list("units", true, "id", unit),
        agents: table.list("agents", true, "id", agent),
        rosters: table.list("rosters", false, "agent", roster_line),
        absences: table.list("absences", false, "agent", absence),
        shifts: table.list("shifts", false, "id", shift),
        held: table.list("held", false, "agent", held),
    })
}

/// Defines a reader of one kind of table.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident($($field:literal),* $(,)?) -> $out:ty: |$table:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        fn $name(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> $out {
            read_table(node, path, sink, &[$($field),*], |$table: &Table<'_>| $body)
        }
    )*};
}

tables! {
    group("id", "name", "time_zone", "lending_agreements_required") -> Group: |t| Group {
        id: t.id("id"),
        name: t.text("name"),
        time_zone: time_zone(t),
        lending_agreements_required: t.flag("lending_agreements_required"),
    };
    horizon("from", "days") -> Horizon: |t| Horizon { from: t.date("from"), days: t.whole("days") };
    house_rules(
        "consecutive_days_max", "weekends_in_a_row_max", "mobility_radius_km", "weekend_for_weekend",
        "first_shift_accompanied", "rules",
    ) -> HouseRules: |t| HouseRules {
        consecutive_days_max: t.optional_whole("consecutive_days_max"),
        weekends_in_a_row_max: t.optional_whole("weekends_in_a_row_max"),
        mobility_radius_km: t.optional_whole("mobility_radius_km"),
        weekend_for_weekend: t.flag("weekend_for_weekend"),
        first_shift_accompanied: t.flag("first_shift_accompanied"),
        rules: t.list("rules", false, "rule", local_rule),
    };
    local_rule("rule", "values", "document", "valid_from", "valid_to") -> LocalRule: |t| LocalRule {
        rule: t.text("rule"),
        values: t.table("values", true, integer_map).unwrap_or_default(),
        document: t.optional_text("document"),
        valid_from: t.optional_date("valid_from"),
        valid_to: t.optional_date("valid_to"),
    };
    weights(
        "night", "saturday", "sunday", "holiday", "hours", "travel", "unknown_unit", "wish_off", "wish_on",
        "weekend_in_a_row", "far_site", "winter_holidays", "alone_on_unknown_unit",
    ) -> Weights: |t| {
        let usual = Weights::default();
        Weights {
            night: t.optional_number("night").unwrap_or(usual.night),
            saturday: t.optional_number("saturday").unwrap_or(usual.saturday),
            sunday: t.optional_number("sunday").unwrap_or(usual.sunday),
            holiday: t.optional_number("holiday").unwrap_or(usual.holiday),
            hours: t.optional_number("hours").unwrap_or(usual.hours),
            travel: t.optional_number("travel").unwrap_or(usual.travel),
            unknown_unit: t.optional_number("unknown_unit").unwrap_or(usual.unknown_unit),
            wish_off: t.optional_number("wish_off").unwrap_or(usual.wish_off),
            wish_on: t.optional_number("wish_on").unwrap_or(usual.wish_on),
            weekend_in_a_row: t.optional_number("weekend_in_a_row").unwrap_or(usual.weekend_in_a_row),
            far_site: t.optional_number("far_site").unwrap_or(usual.far_site),
            winter_holidays: t.optional_number("winter_holidays").unwrap_or(usual.winter_holidays),
            alone_on_unknown_unit: t.optional_number("alone_on_unknown_unit").unwrap_or(usual.alone_on_unknown_unit),
        }
    };
    substitution("post", "held", "suitability") -> Substitution: |t| Substitution {
        post: t.id("post"),
        held: t.id("held"),
        suitability: t.word("suitability", SUITABILITIES),
    };
    agency_price(
        "qualification", "price_cents_per_hour", "cap_cents_per_hour", "hours_max",
    ) -> AgencyPrice: |t| AgencyPrice {
        qualification: t.id("qualification"),
        price_cents_per_hour: t.whole("price_cents_per_hour"),
        cap_cents_per_hour: t.optional_whole("cap_cents_per_hour"),
        hours_max: t.optional_whole("hours_max"),
    };
    establishment(
        "id", "name", "finess", "regime", "time_zone", "commune", "place", "territory", "good_friday", "extra_holidays",
        "derogations", "law", "membership",
    ) -> Establishment: |t| Establishment {
        id: t.id("id"),
        name: t.text("name"),
        finess: t.text("finess"),
        regime: t.text("regime"),
        time_zone: time_zone(t),
        commune: t.text("commune"),
        place: t.table("place", true, place).unwrap_or(NOWHERE),
        territory: t.word("territory", TERRITORIES),
        good_friday: t.flag("good_friday"),
        extra_holidays: t.dates("extra_holidays"),
        derogations: t.list("derogations", false, "id", derogation),
        law: t.table("law", false, establishment_law).unwrap_or_default(),
        membership: t.list("membership", false, "", membership),
    };
    membership("from", "to") -> Membership: |t| Membership { from: t.date("from"), to: t.optional_date("to") };
    establishment_law(
        "cycle_anchor", "cycle_weeks", "rules", "required_documents", "solidarity_day",
    ) -> EstablishmentLaw: |t| EstablishmentLaw {
        cycle_anchor: t.optional_date("cycle_anchor"),
        cycle_weeks: t.optional_whole("cycle_weeks"),
        rules: t.list("rules", false, "rule", local_rule),
        required_documents: t.texts("required_documents"),
        solidarity_day: t.optional_date("solidarity_day"),
    };
    place("latitude", "longitude") -> Place: |t| Place {
        latitude: t.number("latitude"),
        longitude: t.number("longitude"),
    };
    derogation("id", "document", "valid_from", "valid_to") -> Derogation: |t| Derogation {
        id: t.text("id"),
        document: t.text("document"),
        valid_from: t.date("valid_from"),
        valid_to: t.optional_date("valid_to"),
    };
    unit("id", "establishment", "name", "shift_codes", "minimum_cover") -> Unit: |t| Unit {
        id: t.id("id"),
        establishment: t.id("establishment"),
        name: t.text("name"),
        shift_codes: t.list("shift_codes", true, "code", shift_code),
        minimum_cover: t.list("minimum_cover", false, "", minimum_cover),
    };
    shift_code("code", "start", "end", "break_minutes", "paid_break_minutes", "label") -> ShiftCode: |t| ShiftCode {
        code: t.id("code"),
        start: t.time("start"),
        end: t.time("end"),
        break_minutes: t.optional_whole("break_minutes").unwrap_or(0),
        paid_break_minutes: t.optional_whole("paid_break_minutes"),
        label: t.text("label"),
    };
    minimum_cover("code", "qualification", "persons") -> MinimumCover: |t| MinimumCover {
        code: t.id("code"),
        qualification: t.id("qualification"),
        persons: t.whole("persons"),
    };
    agent(
        "id", "name", "employer", "share_percent", "qualifications", "home", "mobility_km", "exemptions", "known_units",
        "outside_work", "availability", "wishes", "equity_balance", "promised_rests", "cost_cents_per_hour", "pool",
        "law",
    ) -> Agent: |t| Agent {
        id: t.id("id"),
        name: t.text("name"),
        employer: t.id("employer"),
        share_percent: t.whole("share_percent"),
        qualifications: t.list("qualifications", true, "qualification", held_qualification),
        home: t.table("home", true, place).unwrap_or(NOWHERE),
        mobility_km: t.whole("mobility_km"),
        exemptions: t.words("exemptions", EXEMPTIONS),
        known_units: t.texts("known_units"),
        outside_work: t.list("outside_work", false, "", outside_work),
        availability: t.list("availability", false, "", window),
        wishes: t.list("wishes", false, "", wish),
        equity_balance: t.optional_number("equity_balance").unwrap_or(0.0),
        promised_rests: t.list("promised_rests", false, "", promised_rest),
        cost_cents_per_hour: t.whole("cost_cents_per_hour"),
        pool: t.optional_word("pool", ADMISSIONS).unwrap_or_default(),
        law: t.table("law", false, agent_law).unwrap_or_default(),
    };
    agent_law(
        "statuses", "documents", "lending_agreements", "counters", "reduced_hours", "winter_holidays_worked",
    ) -> AgentLaw: |t| AgentLaw {
        statuses: t.words("statuses", STATUSES),
        documents: t.list("documents", false, "kind", agent_document),
        lending_agreements: t.list("lending_agreements", false, "document", lending_agreement),
        counters: t.table("counters", false, counters),
        reduced_hours: t.list("reduced_hours", false, "", period),
        winter_holidays_worked: t.dates("winter_holidays_worked"),
    };
    agent_document("kind", "reference", "valid_from", "valid_to") -> AgentDocument: |t| AgentDocument {
        kind: t.text("kind"),
        reference: t.text("reference"),
        valid_from: t.optional_date("valid_from"),
        valid_to: t.optional_date("valid_to"),
    };
    lending_agreement("document", "valid_from", "valid_to", "hosts") -> LendingAgreement: |t| LendingAgreement {
        document: t.text("document"),
        valid_from: t.date("valid_from"),
        valid_to: t.optional_date("valid_to"),
        hosts: t.texts("hosts"),
    };
    counters(
        "year", "work_minutes", "overtime_minutes", "night_minutes", "sundays_holidays_worked", "sundays_worked",
    ) -> Counters: |t| Counters {
        year: t.whole("year") as i32,
        work_minutes: i64::from(t.whole("work_minutes")),
        overtime_minutes: i64::from(t.optional_whole("overtime_minutes").unwrap_or(0)),
        night_minutes: i64::from(t.optional_whole("night_minutes").unwrap_or(0)),
        sundays_holidays_worked: t.optional_whole("sundays_holidays_worked").unwrap_or(0),
        sundays_worked: t.optional_whole("sundays_worked").unwrap_or(0),
    };
    period("from", "to") -> Period: |t| Period { from: t.date("from"), to: t.date("to") };
    held_qualification("qualification", "valid_from", "valid_to") -> HeldQualification: |t| HeldQualification {
        qualification: t.id("qualification"),
        valid_from: t.optional_date("valid_from"),
        valid_to: t.optional_date("valid_to"),
    };
    outside_work("from", "to") -> OutsideWork: |t| OutsideWork { from: t.date_time("from"), to: t.date_time("to") };
    window("from", "to") -> Window: |t| Window { from: t.date_time("from"), to: t.date_time("to") };
    wish("date", "kind") -> Wish: |t| Wish { date: t.date("date"), kind: t.word("kind", WISH_KINDS) };
    promised_rest("from", "to", "reason") -> PromisedRest: |t| PromisedRest {
        from: t.date("from"),
        to: t.date("to"),
        reason: t.text("reason"),
    };
    roster_line("agent", "unit", "from", "codes") -> RosterLine: |t| RosterLine {
        agent: t.id("agent"),
        unit: t.id("unit"),
        from: t.date("from"),
        codes: t.text("codes"),
    };
    absence("agent", "from", "to", "class") -> Absence: |t| Absence {
        agent: t.id("agent"),
        from: t.date("from"),
        to: t.date("to"),
        class: t.word("class", ABSENCE_CLASSES),
    };
    shift("id", "unit", "code", "date", "qualification", "priority", "degraded_accepted") -> Shift: |t| Shift {
        id: t.id("id"),
        unit: t.id("unit"),
        code: t.id("code"),
        date: t.date("date"),
        qualification: t.id("qualification"),
        priority: t.word("priority", PRIORITIES),
        degraded_accepted: t.flag("degraded_accepted"),
    };
    held("agent", "shift") -> Held: |t| Held {
        agent: t.id("agent"),
        shift: t.table("shift", true, shift).unwrap_or_else(stand_in_shift),
    };
    expected("status", "covered", "covered_min", "uncovered", "assigned", "refused") -> Expected: |t| Expected {
        status: t.optional_text("status"),
        covered: t.optional_whole("covered"),
        covered_min: t.optional_whole("covered_min"),
        uncovered: t.texts("uncovered"),
        assigned: t.table("assigned", false, assigned).unwrap_or_default(),
        refused: t.table("refused", false, refused).unwrap_or_default(),
    };
}

const NOWHERE: Place = Place { latitude: 0.0, longitude: 0.0 };

/// Stands in for a missing shift; the issue is already recorded.
fn stand_in_shift() -> Shift {
    Shift {
        id: "-".into(),
        unit: "-".into(),
        code: "-".into(),
        date: NaiveDate::default(),
        qualification: "-".into(),
        priority: Priority::Normal,
        degraded_accepted: false,
    }
}

fn stand_in_group() -> Group {
    Group { id: "".into(), name: String::new(), time_zone: Tz::UTC, lending_agreements_required: false }
}

fn time_zone(table: &Table<'_>) -> Tz {
    let expected = Said::both(
        "le nom IANA d’un fuseau horaire, comme \"Europe/Paris\"",
        "the IANA name of a time zone, such as \"Europe/Paris\"",
    );
    table.parsed("time_zone", Tz::UTC, &expected, |text| {
        text.parse().map_err(|_| match nearest(text, TZ_VARIANTS.iter().map(|zone| zone.name())) {
            Some(name) => meant(&format!("\"{name}\"")),
            None => Said::both("écrivez une région et une ville", "write a region and a city"),
        })
    })
}

fn text_map(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    Table::entries(node, path, sink, |key, value, path| {
        if let Some(text) = Table::plain_text(value, path, sink) {
            map.insert(key.to_owned(), text);
        }
    });
    map
}

fn integer_map(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> BTreeMap<String, i64> {
    let mut map = BTreeMap::new();
    Table::entries(node, path, sink, |key, value, path| {
        if let Some(integer) = Table::plain_integer(value, path, sink) {
            map.insert(key.to_owned(), integer);
        }
    });
    map
}

fn assigned(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> BTreeMap<ShiftId, AgentId> {
    text_map(node, path, sink).into_iter().map(|(shift, agent)| (ShiftId(shift), AgentId(agent))).collect()
}

fn refused(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> BTreeMap<ShiftId, BTreeMap<AgentId, String>> {
    let mut map = BTreeMap::new();
    Table::entries(node, path, sink, |shift, agents, path| {
        let rules = text_map(agents, path, sink).into_iter().map(|(agent, rule)| (AgentId(agent), rule)).collect();
        map.insert(ShiftId(shift.to_owned()), rules);
    });
    map
}
