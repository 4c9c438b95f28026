//! Who has a role over something: whom to tell.

use super::{Role, Scope};
use crate::app::error::Result;
use crate::store::{Tx, from_json, grants, name_of};
use chrono::NaiveDate;

/// Users who have a role on a day over an establishment, or over one of its units that are named; each once.
pub async fn holders_over(
    tx: &mut Tx,
    group: &str,
    (role, day): (Role, NaiveDate),
    (establishment, units): (&str, &[&str]),
) -> Result<Vec<String>> {
    let mut users = Vec::new();
    for row in grants::of_role(tx, group, &name_of(&role)?, &day.to_string()).await? {
        let over = match from_json::<Scope>(&row.scope)? {
            Scope::Group => true,
            Scope::Establishments(ids) => ids.contains(establishment),
            Scope::Units(ids) => units.iter().any(|unit| ids.contains(*unit)),
        };
        if over {
            users.push(row.user_id.0);
        }
    }
    users.sort();
    users.dedup();
    Ok(users)
}
