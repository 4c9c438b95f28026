//! The document against the service: Schemathesis makes up requests from the document and looks at every answer: no failure of
//! the machinery, no status, media type or header that is not documented, every body of its documented shape, nothing that goes
//! on existing after it was ended.

use crate::world::{Engine, World};
use std::process::Command;

/// Whoever ends other people's rights comes last.
const WHO: [&str; 4] = ["coordinator", "manager", "alix", "administrator"];

#[tokio::test(flavor = "multi_thread")]
async fn the_service_does_what_its_document_says() {
    let world = World::new(Engine::Sqlite).await;
    world.approved().await;
    let mut command = Command::new("scripts/contract.sh");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg(format!("http://{}", world.address));
    command.args(WHO.map(|who| world.token(who)));
    let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("it ran");
    let ran = ran.expect("scripts/contract.sh starts");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let runs = said.matches("Test cases:").count();
    assert_eq!(runs, WHO.len(), "every role was tried: {said}");
}
