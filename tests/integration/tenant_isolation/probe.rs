//! Probes a case as a caller without access, three times: about the fixture, about nothing, about things of another
//! kind. The answers must be the same to the letter, and say that there is no such thing.

use std::cell::Cell;

use application::link_token::LinkPurpose;
use application::link_token::create;
use domain::id::{Id, InvitationId, LedgerTransaction};
use serde_json::Value;
use support::database_snapshot::{DatabaseSnapshot, RowChange};
use support::{Client, CommunityFixture, Placeholders, TestApp};

use super::callers::{Caller, Credentials};
use super::cases::Case;
use super::schema::Schema;

/// What a group of callers is asked with.
pub struct AccessProbe<'a> {
    pub test: &'a TestApp,
    pub fixture: &'a CommunityFixture,
    pub schema: Schema,
    pub fresh: Cell<u32>,
}

/// An answer, ids replaced by what they are called.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    body: Value,
    cookie: bool,
    /// As it came, without what was asked: what was sent may come back.
    text: String,
}

impl AccessProbe<'_> {
    /// The words that mean nothing, with as little in common with the fixture's as can be.
    fn nothing(&self, fixture: &Placeholders) -> Placeholders {
        let nobody = |word: &'static str, id: &String| {
            let kind = id.split_once('_').map_or("", |(kind, _)| kind);
            let id = self.test.app.new_id::<LedgerTransaction>().to_string();
            (word, id.replacen("txn", kind, 1))
        };
        let mut words: Placeholders = fixture.iter().map(|(word, id)| nobody(word, id)).collect();
        words.extend([
            ("email", "nobody@nowhere.example".to_owned()),
            ("password", WRONG_PASSWORD.to_owned()),
        ]);
        words.extend(self.tokens(self.test.app.new_id::<LedgerTransaction>()));
        words
    }

    /// The words of another kind: an id that is one, of a thing that can't be named here.
    fn another_kind(&self, fixture: &Placeholders) -> Placeholders {
        let id = self.test.app.new_id::<LedgerTransaction>().to_string();
        let mut words: Placeholders = fixture.keys().map(|word| (*word, id.clone())).collect();
        words.extend([
            ("email", "nobody@nowhere.example".to_owned()),
            ("password", WRONG_PASSWORD.to_owned()),
        ]);
        let nonsense = ["link token", "invitation token", "sign-up token"].map(|word| (word, "x".to_owned()));
        words.extend(nonsense);
        words
    }

    /// The fixture's words as a stranger has them: its address, but no password, and tokens of other links.
    fn guessed(&self, named: &Placeholders) -> Placeholders {
        let guest = self.fixture.placeholders["guest"].parse::<InvitationId>().unwrap();
        let mut words = named.clone();
        words.insert("password", WRONG_PASSWORD.to_owned());
        words.extend(self.tokens(guest));
        words
    }

    /// Tokens that are right for another purpose.
    fn tokens<K>(&self, id: Id<K>) -> [(&'static str, String); 3] {
        let token = |purpose| create(&self.test.app.secret_key, purpose, id);
        [
            ("link token", token(LinkPurpose::Invitation)),
            ("invitation token", token(LinkPurpose::SignUp)),
            ("sign-up token", token(LinkPurpose::SignIn)),
        ]
    }

    /// A case's document. Objects are asked for two levels deep, what an action gives for one, and one by somebody
    /// without an account, whose network has few points.
    pub fn document(&self, case: &Case, words: &Placeholders, own: &Placeholders, depth: usize) -> String {
        let everything = self.schema.everything(self.schema.result(case.field), depth_of(case).min(depth));
        case.document(&everything, |word| match word.strip_prefix("own ") {
            Some(word) => own.get(word).or_else(|| words.get(word)).unwrap().clone(),
            None if word == "fresh" => {
                self.fresh.set(self.fresh.get() + 1);
                format!("fresh {}", self.fresh.get())
            }
            None if word == "code" => words.get("code").cloned().unwrap_or_else(|| "000000".to_owned()),
            None => words.get(word).unwrap_or_else(|| panic!("no word {word:?}")).clone(),
        })
    }

    async fn send_case(&self, caller: &Caller, client: &Client, case: &Case, words: &Placeholders) -> Answer {
        let document = self.document(case, words, &caller.own, caller.depth());
        let (_, cookie, body) = client.send(&document, Value::Null).await;
        let mut text = body.to_string();
        let mut stripped = text.clone();
        for (word, id) in words.iter().filter(|(_, id)| id.len() > 4) {
            text = text.replace(id, &format!("<{word}>"));
            if document.contains(id.as_str()) {
                stripped = stripped.replace(id, "");
            }
        }
        let is_signed_in = cookie.is_some_and(|cookie| !cookie.starts_with("propty=;"));
        Answer { body: serde_json::from_str(&text).unwrap(), cookie: is_signed_in, text: stripped }
    }

    /// Tries a case as somebody; gives what was wrong.
    pub async fn check_denied(&self, caller: &Caller, client: &Client, case: &Case) -> Vec<String> {
        let about = self.send_case(caller, client, case, &self.guessed(&caller.named)).await;
        let mut wrong = self.leaks(caller, &about);
        if caller.reason(case.field, case.argument).is_some() {
            if about.body["data"].as_object().is_none_or(|data| data.values().any(Value::is_null)) {
                wrong.push(format!("the table says they see it: {}", about.body));
            }
            return wrong;
        }
        for words in [self.nothing(&caller.named), self.another_kind(&caller.named)] {
            let other = self.send_case(caller, client, case, &words).await;
            if (&about.body, about.cookie) != (&other.body, other.cookie) {
                wrong.push(format!("answers differ:\n  {}\n  {}", about.body, other.body));
            }
        }
        wrong.extend(expect_error(caller, case, &about.body).err());
        wrong
    }

    /// Tries a case about the caller as somebody, after what the database holds; gives what was wrong, and what it
    /// holds now.
    pub async fn check_isolated(
        &self,
        caller: &Caller,
        client: &Client,
        case: &Case,
        before: &DatabaseSnapshot,
    ) -> (Vec<String>, DatabaseSnapshot) {
        let (fixture, nothing) = (self.guessed(&caller.named), self.nothing(&caller.named));
        let about = self.send_case(caller, client, case, &fixture).await;
        let mut wrong = self.leaks(caller, &about);
        if self.document(case, &fixture, &caller.own, 0) != self.document(case, &nothing, &caller.own, 0) {
            let other = self.send_case(caller, client, case, &nothing).await;
            if (&about.body, about.cookie) != (&other.body, other.cookie) {
                wrong.push(format!("answers differ:\n  {}\n  {}", about.body, other.body));
            }
            if !case.error_codes.is_empty() {
                wrong.extend(expect_error(caller, case, &about.body).err());
            }
        }
        let after = self.test.snapshot().await;
        let changes = before.changes(&after);
        let foreign =
            changes.into_iter().filter(|change| !is_own_change(caller, change, case.changed_tables));
        wrong.extend(foreign.map(|change| format!("it left {change}")));
        (wrong, after)
    }

    /// Texts of the fixture in an answer to somebody who may not know them.
    fn leaks(&self, caller: &Caller, answer: &Answer) -> Vec<String> {
        let mut wrong = Vec::new();
        for (word, mark) in &self.fixture.private_values {
            if caller.may_know.contains(word) {
                continue;
            }
            // A whole value, so that one name in another is none.
            if answer.text.contains(&format!("\"{mark}\""))
                || mark.contains('@') && answer.text.contains(mark.as_str())
            {
                wrong.push(format!("the {word}'s {mark:?} is in {}", answer.text));
            }
        }
        if answer.text.contains("INTERNAL") {
            wrong.push(format!("broken: {}", answer.text));
        }
        wrong
    }
}

fn depth_of(case: &Case) -> usize {
    if case.field.starts_with("Query.") || case.field.starts_with("Node.") { 2 } else { 1 }
}

/// What strangers try where a password is asked for.
const WRONG_PASSWORD: &str = "four badgers borrow trumpets";

/// Whether an answer says that there is no such thing.
fn expect_error(caller: &Caller, case: &Case, body: &Value) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{what}: {body}"));
    if matches!(caller.entry, Credentials::Nobody) && !case.is_about_the_caller() {
        let code = &body["errors"][0]["extensions"]["code"];
        return if code == "UNAUTHENTICATED" { Ok(()) } else { wrong("nobody is not asked to sign in") };
    }
    if body.get("errors").is_some() {
        return wrong("an error beside the data");
    }
    let name = case.field.split_once('.').unwrap().1;
    match case.field.split_once('.').unwrap().0 {
        "Node" if !body["data"]["node"].is_null() => wrong("it is there"),
        "Query" if !body["data"][name].is_null() => wrong("it is there"),
        "Mutation" => {
            let errors = body["data"][name]["userErrors"].as_array();
            let codes: Vec<&str> =
                errors.into_iter().flatten().filter_map(|error| error["code"].as_str()).collect();
            let known = |code: &&str| *code == "NOT_FOUND" || case.error_codes.contains(code);
            if !codes.is_empty() && codes.iter().all(known) {
                Ok(())
            } else {
                wrong("not refused as it should be")
            }
        }
        _ => Ok(()),
    }
}

/// Whether a change is the caller's own: a new row, or one of theirs in another form, in a table the case names.
pub fn is_own_change(caller: &Caller, change: &RowChange, leaves: &[&str]) -> bool {
    let mine = match &caller.entry {
        Credentials::Person(person) => change.contains(&person.user.id.uuid().to_string()),
        Credentials::Nobody | Credentials::Program(_) => false,
    };
    // Noted at every request, to the minute.
    let is_seen = match &caller.entry {
        Credentials::Person(_) => mine && change.table == "session",
        Credentials::Program(_) if change.table == "attempt_counter" => change.contains("\"key_use:"),
        Credentials::Program(_) => change.table == "api_key" && change.contains("\"Program\""),
        Credentials::Nobody => false,
    };
    let of_people = ["user", "session", "resident"].contains(&change.table);
    is_seen || (leaves.contains(&change.table) && (!of_people || mine))
}
