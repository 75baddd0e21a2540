//! The main job, played over HTTP alone against the running parts: once in English by card, once in French by
//! bank transfer, once by itself. Each step checks what it claims; the first that is not true ends the story.

mod api_client;
mod autopay;
mod external_services;
mod in_process_server;
mod invoice;
mod narrator;
mod payment;
mod payout;
mod refunds_and_disputes;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use locales::Language;
use tokio::process::Child;

use self::api_client::ApiClient;
use self::external_services::ExternalServices;
use self::in_process_server::InProcessServer;
use self::invoice::Draft;
use self::narrator::Narrator;
use self::payment::Checkout;
use super::community::{Community, PASSWORD, Person};
use super::sandbox_environment::SandboxEnvironment;
use super::server_process;
use super::stepped_clock::SteppedClock;

/// Who plays, and what about.
struct Scenario<'a> {
    language: Language,
    /// `CARD` or `BANK`.
    method: &'static str,
    manager: &'a Person,
    resident: &'a Person,
    title: &'static str,
    amount: &'static str,
    /// Days until the invoice is due.
    due_in: i64,
}

/// Plays it with the running server `child`, which it ends; fails at the first step that is not true.
pub async fn run(
    environment: &SandboxEnvironment,
    community: &Community,
    clock: &Arc<SteppedClock>,
    child: Child,
) -> Result<ExitCode> {
    let mut narrator = Narrator::begin();
    let card = Scenario {
        language: Language::En,
        method: "CARD",
        manager: &community.organization_manager,
        resident: &community.english_resident,
        title: "Window cleaning, spring",
        amount: "1200.00",
        due_in: 30,
    };
    let transfer = Scenario {
        language: Language::Fr,
        method: "BANK",
        manager: &community.organization_manager,
        resident: &community.french_resident,
        title: "Remplacement du chauffe-eau",
        amount: "245.50",
        due_in: 30,
    };
    let part = Scenario {
        language: Language::En,
        method: "CARD",
        manager: &community.organization_manager,
        resident: &community.english_resident,
        title: "Storage locker, a year",
        amount: "300.00",
        due_in: 30,
    };
    let automatic = Scenario { title: "Parking, a month", amount: "220.00", due_in: 4, ..part };
    let played = async {
        narrator.chapter("English, paid by card");
        pay_invoice(environment, &mut narrator, &card).await?;
        narrator.chapter("A part, a refund, a dispute");
        partial_payments_and_dispute(environment, &mut narrator, &part).await?;
        narrator.chapter("English, paid by itself");
        server_process::end(child).await?;
        let in_process = InProcessServer::start(environment, clock).await?;
        autopay_invoice(environment, &mut narrator, &in_process, &automatic).await?;
        // Moves the processor's clock alone, which closes its pages to the site: nobody pays after it.
        narrator.chapter("French, paid by bank transfer");
        let returned = pay_invoice(environment, &mut narrator, &transfer).await?;
        narrator.chapter("The transfer comes back");
        bank_return(environment, &mut narrator, &transfer, &returned).await?;
        in_process.end().await?;
        narrator.chapter("The proof");
        narrator.step("doctor finds nothing wrong", doctor(environment)).await
    };
    Ok(match played.await {
        Ok(()) => {
            narrator.end();
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("\nNot true: {error:#}");
            ExitCode::FAILURE
        }
    })
}

async fn pay_invoice(
    environment: &SandboxEnvironment,
    narrator: &mut Narrator,
    scenario: &Scenario<'_>,
) -> Result<(Draft, Checkout)> {
    let external = ExternalServices::new(environment)?;
    let mut admin = ApiClient::new(&environment.site)?;
    let mut portal = ApiClient::new(&environment.site)?;
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut admin, scenario)).await?;
    let draft = narrator.step("an invoice is drafted", invoice::create(&admin, scenario)).await?;
    let before = external.newest_mail(&scenario.resident.email).await?;
    narrator.step("it is published", invoice::publish(&admin, scenario, &draft)).await?;
    narrator.step("the resident is told by mail", invoice::mail(&external, scenario, &draft, before)).await?;
    narrator
        .step("they sign in by an emailed link", invoice::resident_signs_in(&external, &mut portal, scenario))
        .await?;
    let checkout = narrator
        .step("the fee is shown, then a page opens", payment::start(&portal, scenario, &draft))
        .await?;
    narrator.step("they pay on the hosted page", payment::pay(&external, &portal, &checkout)).await?;
    narrator.step("the webhook arrives", payment::webhook(&external, &checkout)).await?;
    if scenario.method == "BANK" {
        narrator.step("the transfer is on its way", payment::on_its_way(&portal, &draft, &checkout)).await?;
        narrator.step("days pass until it settles", payment::settle(&external, &checkout)).await?;
    }
    narrator.step("the invoice is paid", payment::paid(&admin, &portal, &draft, &checkout)).await?;
    narrator.step("a receipt comes by mail", payment::receipt(&external, scenario, before)).await?;
    narrator
        .step(
            "the deposit is explained to the cent",
            payout::composition(&external, &admin, &draft, &checkout),
        )
        .await?;
    narrator.step("the timeline tells it all", payout::timeline(&admin, scenario, &draft)).await?;
    Ok((draft, checkout))
}

/// What may come after paying by card.
async fn partial_payments_and_dispute(
    environment: &SandboxEnvironment,
    narrator: &mut Narrator,
    scenario: &Scenario<'_>,
) -> Result<()> {
    let external = ExternalServices::new(environment)?;
    let (mut admin, mut portal) = (ApiClient::new(&environment.site)?, ApiClient::new(&environment.site)?);
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut admin, scenario)).await?;
    let draft = narrator.step("an invoice is drafted", invoice::create(&admin, scenario)).await?;
    let before = external.newest_mail(&scenario.resident.email).await?;
    narrator.step("it is published", invoice::publish(&admin, scenario, &draft)).await?;
    narrator.step("the resident is told by mail", invoice::mail(&external, scenario, &draft, before)).await?;
    let signed_in = invoice::resident_signs_in(&external, &mut portal, scenario);
    narrator.step("the resident signs in", signed_in).await?;
    let first = refunds_and_disputes::partial_payment(&external, &portal, &draft, ("100.00", 20_000));
    let first = narrator.step("they pay a part", first).await?;
    let rest = refunds_and_disputes::partial_payment(&external, &portal, &draft, ("200.00", 0));
    let rest = narrator.step("they pay the rest", rest).await?;
    let before = external.newest_mail(&scenario.resident.email).await?;
    narrator
        .step("a part is refunded", refunds_and_disputes::refund(&admin, &draft, &rest, ("50.00", 5_000)))
        .await?;
    narrator
        .step("the resident is told", refunds_and_disputes::refund_mail(&external, scenario, before))
        .await?;
    let disputed = refunds_and_disputes::dispute(&external, &admin, &draft, &first);
    let dispute = narrator.step("the other payment is disputed", disputed).await?;
    narrator
        .step("the dispute is won", refunds_and_disputes::win(&external, &admin, &first, &dispute))
        .await?;
    narrator
        .step("what is left is paid out", refunds_and_disputes::reconcile(&external, &admin, &draft))
        .await
}

/// A transfer that was paid and deposited is taken back by the payer's bank.
async fn bank_return(
    environment: &SandboxEnvironment,
    narrator: &mut Narrator,
    scenario: &Scenario<'_>,
    (draft, checkout): &(Draft, Checkout),
) -> Result<()> {
    let external = ExternalServices::new(environment)?;
    let mut admin = ApiClient::new(&environment.site)?;
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut admin, scenario)).await?;
    let before = external.newest_mail(&scenario.resident.email).await?;
    let bank_return = refunds_and_disputes::bank_return(&external, &admin, draft, checkout);
    narrator.step("the payer's bank takes it back", bank_return).await?;
    narrator
        .step(
            "its payer is told why",
            refunds_and_disputes::return_email_gives_reason(&external, scenario, before),
        )
        .await
}

/// An invoice is paid without the resident, who ends that afterwards.
async fn autopay_invoice(
    environment: &SandboxEnvironment,
    narrator: &mut Narrator,
    in_process: &InProcessServer,
    scenario: &Scenario<'_>,
) -> Result<()> {
    let external = ExternalServices::new(environment)?;
    let (mut admin, mut portal) = (ApiClient::new(&environment.site)?, ApiClient::new(&environment.site)?);
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut admin, scenario)).await?;
    let signed_in = invoice::resident_signs_in(&external, &mut portal, scenario);
    narrator.step("the resident signs in", signed_in).await?;
    let draft = narrator.step("an invoice is drafted", invoice::create(&admin, scenario)).await?;
    let setup = autopay::set_up(&external, &portal, &draft);
    let setup = narrator.step("they agree to automatic payment", setup).await?;
    narrator.step("they save a card", autopay::save(&external, &portal, &setup)).await?;
    let before = external.newest_mail(&scenario.resident.email).await?;
    narrator.step("the invoice is published", invoice::publish(&admin, scenario, &draft)).await?;
    let announced =
        autopay::announced((in_process, &external), (&admin, &portal), (scenario, &draft), before);
    let total = narrator.step("they are told what will be paid, and when", announced).await?;
    let charged = autopay::charged((in_process, &external), &mut portal, (scenario, &draft));
    narrator.step("its day comes", charged).await?;
    let receipt = autopay::receipt(&external, scenario, (&total, before));
    narrator.step("a receipt comes by mail", receipt).await?;
    narrator.step("they stop it", autopay::end(&external, &portal, scenario, &setup)).await?;
    narrator.step("the manager signs in again", invoice::manager_signs_in(&mut admin, scenario)).await?;
    let next = Scenario { title: "Parking, the next month", ..*scenario };
    let draft = narrator.step("another invoice is drafted", invoice::create(&admin, &next)).await?;
    narrator.step("it is published", invoice::publish(&admin, &next, &draft)).await?;
    narrator.step("it is left alone", autopay::not_charged_after_end(in_process, &portal, &draft)).await
}

async fn doctor(environment: &SandboxEnvironment) -> Result<(String, ())> {
    let output = server_process::propty(environment, "doctor")?.output().await?;
    let report = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("expected a clean bill of health, found:\n{report}{errors}");
    }
    let books = report.lines().find_map(|line| line.split_once("books: ")).map_or("", |(_, books)| books);
    Ok((books.to_owned(), ()))
}

/// The password of everybody who has one.
fn password() -> &'static str {
    PASSWORD
}
