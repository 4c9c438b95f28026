//! `kill -9` while notices are being sent: nobody is told twice, and nothing is lost but what is counted as in doubt.

use crate::sinks::{Http, Smtp};
use crate::world::{Engine, fresh_database};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use releve::app::access::{Actor, Role};
use releve::app::work::Work;
use releve::app::{App, Clock};
use releve::config::Config;
use releve::notify::{self, Carriers, Channel};
use releve::store::contacts::{self, Contact};
use releve::store::outbox::Notice;
use releve::store::webhooks::{self, Webhook};
use releve::store::{Db, deliveries};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const NOTICES: usize = 200;
const PEOPLE: usize = 20;
const KILLS: usize = 10;

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn worker(url: &str, smtp: &Smtp, http: &Http) -> Killed {
    let mut command = Command::new(env!("CARGO_BIN_EXE_releve"));
    command.args(["worker", "--deliver"]).env("RELEVE_DATABASE_URL", url);
    command.env("RELEVE_SMTP_URL", smtp.url()).env("RELEVE_MAIL_FROM", "releve@releve.example");
    command.env("RELEVE_SMS_URL", http.url("/sms")).env("RELEVE_WEBHOOK_LOOPBACK", "true");
    Killed(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts"))
}

/// Twenty people with a mailbox and a telephone, one webhook, two hundred notices.
async fn write(app: &App, http: &Http) {
    let mut tx = app.db.write().await.expect("a transaction");
    for person in 0..PEOPLE {
        let contact = Contact {
            email: Some(format!("p{person:02}@example.fr")),
            phone: Some(format!("+336000000{person:02}")),
            channels: BTreeSet::from([Channel::Email, Channel::Sms]),
            ..Contact::unsaid(chrono_tz::Tz::Europe__Paris)
        };
        assert!(contacts::put(&mut tx, "g1", &format!("agent:p{person:02}"), &contact).await.expect("a contact"));
    }
    let hook = Webhook {
        id: "hook".to_owned(),
        url: http.url("/hook"),
        secret: notify::webhook::secret(b"secret"),
        kinds: BTreeSet::new(),
        created_at: 0,
        disabled_at: None,
    };
    webhooks::insert(&mut tx, "g1", &hook).await.expect("a webhook");
    tx.commit().await.expect("a commit");
    let actor = Actor::system("g1");
    let mut work = Work::begin(app, &actor, Role::System).await.expect("a transaction");
    for number in 0..NOTICES {
        let payload = serde_json::json!({ "unit": format!("U{number:03}") });
        let agent = format!("p{:02}", number % PEOPLE);
        work.tell(Notice::to_agent("assignment.confirmed", &number.to_string(), &agent, payload));
    }
    work.commit().await.expect("a commit");
}

fn told(smtp: &Smtp, http: &Http) -> usize {
    smtp.mails().len() + http.calls("/sms").len() + http.calls("/hook").len()
}

/// A service with twenty people, two hundred notices, and where they go.
async fn service(engine: Engine) -> (App, String, Smtp, Http, tempfile::TempDir) {
    let (url, directory) = fresh_database(engine).await;
    let db = Db::connect(&url).await.expect("the database opens");
    db.migrate().await.expect("the schema is laid");
    let (smtp, http) = (Smtp::start(), Http::start().await);
    let config = Config {
        smtp_url: Some(smtp.url()),
        mail_from: Some("releve@releve.example".to_owned()),
        sms_url: Some(http.url("/sms")),
        webhook_loopback: true,
        ..Config::default()
    };
    // The binary follows the machine's clock; so does this side of it.
    let app = App::new(db, Clock::system(), config);
    write(&app, &http).await;
    (app, url, smtp, http, directory)
}

async fn states(app: &App) -> BTreeMap<String, i64> {
    let mut tx = app.db.read().await.expect("a transaction");
    deliveries::count_by_state(&mut tx).await.expect("counts").into_iter().collect()
}

/// Waits until something more has been sent, for five seconds at most.
async fn begun(smtp: &Smtp, http: &Http, before: usize) {
    for _ in 0..500 {
        if told(smtp, http) > before || before == NOTICES * 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn killed_while_sending(engine: Engine) {
    let seed = std::env::var("RELEVE_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("RELEVE_TEST_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (app, url, smtp, http, _directory) = service(engine).await;
    let mut cut_short = 0;
    for _ in 0..KILLS {
        let before = told(&smtp, &http);
        let worker = worker(&url, &smtp, &http);
        // Until it has begun to send, and a random instant longer.
        begun(&smtp, &http, before).await;
        tokio::time::sleep(Duration::from_millis(random.random_range(0..60))).await;
        drop(worker);
        cut_short += i64::from(told(&smtp, &http) < NOTICES * 3);
    }
    assert!(cut_short > 0, "some sending was cut short");
    // Whoever comes later finds every lease run out.
    let later = App { clock: Clock::standing_at(app.clock.now() + 3600), ..app.clone() };
    let carriers = Carriers::new(&later.config).expect("good settings");
    for _ in 0..1000 {
        if notify::run_next(&later, &carriers, "last").await.expect("a round") == 0 {
            break;
        }
    }

    let states = states(&later).await;
    let in_doubt = states.get("in_doubt").copied().unwrap_or_default() as usize;
    println!("{states:?} after {KILLS} kills, {cut_short} of them in the middle");
    assert!(states.keys().all(|state| state == "sent" || state == "in_doubt"), "{states:?}");
    assert_eq!(states.values().sum::<i64>() as usize, NOTICES * 3);
    let mails = smtp.mails();
    let mailed: BTreeSet<_> = mails.iter().map(|mail| (mail.to.concat(), mail.header("subject").to_owned())).collect();
    assert_eq!(mailed.len(), mails.len(), "a mail was sent twice");
    assert!(mailed.len() + in_doubt >= NOTICES && mailed.len() <= NOTICES, "{} and {in_doubt} in doubt", mailed.len());
    for (path, header) in [("/sms", "idempotency-key"), ("/hook", "webhook-id")] {
        let calls = http.calls(path);
        let ids: BTreeSet<_> = calls.iter().map(|call| call.header(header)).collect();
        let bodies: BTreeSet<_> = calls.iter().map(|call| call.body.as_str()).collect();
        assert_eq!((ids.len(), bodies.len()), (NOTICES, NOTICES), "{path}: each under its own identifier");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_sending_on_sqlite() {
    killed_while_sending(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_sending_on_postgres() {
    killed_while_sending(Engine::Postgres).await;
}

async fn told_to_stop_while_sending(engine: Engine) {
    let (app, url, smtp, http, _directory) = service(engine).await;
    let mut worker = worker(&url, &smtp, &http);
    begun(&smtp, &http, 0).await;
    let asked = Command::new("kill").args(["-TERM", &worker.0.id().to_string()]).status().expect("kill runs");
    assert!(asked.success());
    let ended = worker.0.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
    let states = states(&app).await;
    assert!(states.keys().all(|state| state == "sent" || state == "waiting"), "nothing is left half done: {states:?}");
    assert_eq!(states.get("sent").copied().unwrap_or_default() as usize, told(&smtp, &http));
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_while_sending_on_sqlite() {
    told_to_stop_while_sending(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_while_sending_on_postgres() {
    told_to_stop_while_sending(Engine::Postgres).await;
}
