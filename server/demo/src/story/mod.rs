//! The main job, played over HTTP alone against the running parts: once in English by card, once in French by
//! bank transfer, once by itself. Each step checks what it claims; the first that is not true ends the story.

mod after;
mod ahead;
mod autopay;
mod deposit;
mod invoice;
mod narrator;
mod outside;
mod payment;
mod site;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use locales::Language;
use tokio::process::Child;

use self::ahead::Ahead;
use self::invoice::Draft;
use self::narrator::Narrator;
use self::outside::Outside;
use self::payment::Checkout;
use self::site::Site;
use super::community::{Community, PASSWORD, Person};
use super::sandbox_environment::Surroundings;
use super::server_process;
use super::stepped_clock::SteppedClock;

/// Who plays, and what about.
struct Job<'a> {
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
pub async fn tell(
    surroundings: &Surroundings,
    community: &Community,
    clock: &Arc<SteppedClock>,
    child: Child,
) -> Result<ExitCode> {
    let mut narrator = Narrator::begin();
    let card = Job {
        language: Language::En,
        method: "CARD",
        manager: &community.organization_manager,
        resident: &community.english_resident,
        title: "Window cleaning, spring",
        amount: "1200.00",
        due_in: 30,
    };
    let transfer = Job {
        language: Language::Fr,
        method: "BANK",
        manager: &community.organization_manager,
        resident: &community.french_resident,
        title: "Remplacement du chauffe-eau",
        amount: "245.50",
        due_in: 30,
    };
    let part = Job {
        language: Language::En,
        method: "CARD",
        manager: &community.organization_manager,
        resident: &community.english_resident,
        title: "Storage locker, a year",
        amount: "300.00",
        due_in: 30,
    };
    let automatic = Job { title: "Parking, a month", amount: "220.00", due_in: 4, ..part };
    let told = async {
        narrator.chapter("English, paid by card");
        play(surroundings, &mut narrator, &card).await?;
        narrator.chapter("A part, a refund, a dispute");
        afterwards(surroundings, &mut narrator, &part).await?;
        narrator.chapter("English, paid by itself");
        server_process::end(child).await?;
        let ahead = Ahead::start(surroundings, clock).await?;
        by_itself(surroundings, &mut narrator, &ahead, &automatic).await?;
        // Moves the processor's clock alone, which closes its pages to the site: nobody pays after it.
        narrator.chapter("French, paid by bank transfer");
        let returned = play(surroundings, &mut narrator, &transfer).await?;
        narrator.chapter("The transfer comes back");
        comes_back(surroundings, &mut narrator, &transfer, &returned).await?;
        ahead.end().await?;
        narrator.chapter("The proof");
        narrator.step("doctor finds nothing wrong", doctor(surroundings)).await
    };
    Ok(match told.await {
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

async fn play(
    surroundings: &Surroundings,
    narrator: &mut Narrator,
    job: &Job<'_>,
) -> Result<(Draft, Checkout)> {
    let outside = Outside::new(surroundings)?;
    let mut office = Site::new(&surroundings.site)?;
    let mut portal = Site::new(&surroundings.site)?;
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut office, job)).await?;
    let draft = narrator.step("an invoice is drafted", invoice::create(&office, job)).await?;
    let before = outside.newest_mail(&job.resident.email).await?;
    narrator.step("it is published", invoice::publish(&office, job, &draft)).await?;
    narrator.step("the resident is told by mail", invoice::mail(&outside, job, &draft, before)).await?;
    narrator
        .step("they sign in by an emailed link", invoice::resident_signs_in(&outside, &mut portal, job))
        .await?;
    let checkout =
        narrator.step("the fee is shown, then a page opens", payment::start(&portal, job, &draft)).await?;
    narrator.step("they pay on the hosted page", payment::pay(&outside, &portal, &checkout)).await?;
    narrator.step("the webhook arrives", payment::webhook(&outside, &checkout)).await?;
    if job.method == "BANK" {
        narrator.step("the transfer is on its way", payment::on_its_way(&portal, &draft, &checkout)).await?;
        narrator.step("days pass until it settles", payment::settle(&outside, &checkout)).await?;
    }
    narrator.step("the invoice is paid", payment::paid(&office, &portal, &draft, &checkout)).await?;
    narrator.step("a receipt comes by mail", payment::receipt(&outside, job, before)).await?;
    narrator
        .step(
            "the deposit is explained to the cent",
            deposit::explained(&outside, &office, &draft, &checkout),
        )
        .await?;
    narrator.step("the timeline tells it all", deposit::timeline(&office, job, &draft)).await?;
    Ok((draft, checkout))
}

/// What may come after paying by card.
async fn afterwards(surroundings: &Surroundings, narrator: &mut Narrator, job: &Job<'_>) -> Result<()> {
    let outside = Outside::new(surroundings)?;
    let (mut office, mut portal) = (Site::new(&surroundings.site)?, Site::new(&surroundings.site)?);
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut office, job)).await?;
    let draft = narrator.step("an invoice is drafted", invoice::create(&office, job)).await?;
    let before = outside.newest_mail(&job.resident.email).await?;
    narrator.step("it is published", invoice::publish(&office, job, &draft)).await?;
    narrator.step("the resident is told by mail", invoice::mail(&outside, job, &draft, before)).await?;
    let signed_in = invoice::resident_signs_in(&outside, &mut portal, job);
    narrator.step("the resident signs in", signed_in).await?;
    let first = after::part(&outside, &portal, &draft, ("100.00", 20_000));
    let first = narrator.step("they pay a part", first).await?;
    let rest = after::part(&outside, &portal, &draft, ("200.00", 0));
    let rest = narrator.step("they pay the rest", rest).await?;
    let before = outside.newest_mail(&job.resident.email).await?;
    narrator.step("a part is refunded", after::refund(&office, &draft, &rest, ("50.00", 5_000))).await?;
    narrator.step("the resident is told", after::refund_mail(&outside, job, before)).await?;
    let disputed = after::dispute(&outside, &office, &draft, &first);
    let dispute = narrator.step("the other payment is disputed", disputed).await?;
    narrator.step("the dispute is won", after::win(&outside, &office, &first, &dispute)).await?;
    narrator.step("what is left is paid out", after::agree(&outside, &office, &draft)).await
}

/// A transfer that was paid and deposited is taken back by the payer's bank.
async fn comes_back(
    surroundings: &Surroundings,
    narrator: &mut Narrator,
    job: &Job<'_>,
    (draft, checkout): &(Draft, Checkout),
) -> Result<()> {
    let outside = Outside::new(surroundings)?;
    let mut office = Site::new(&surroundings.site)?;
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut office, job)).await?;
    let before = outside.newest_mail(&job.resident.email).await?;
    let comes_back = after::comes_back(&outside, &office, draft, checkout);
    narrator.step("the payer's bank takes it back", comes_back).await?;
    narrator.step("its payer is told why", after::told_why(&outside, job, before)).await
}

/// An invoice is paid without the resident, who ends that afterwards.
async fn by_itself(
    surroundings: &Surroundings,
    narrator: &mut Narrator,
    ahead: &Ahead,
    job: &Job<'_>,
) -> Result<()> {
    let outside = Outside::new(surroundings)?;
    let (mut office, mut portal) = (Site::new(&surroundings.site)?, Site::new(&surroundings.site)?);
    narrator.step("the manager signs in", invoice::manager_signs_in(&mut office, job)).await?;
    let signed_in = invoice::resident_signs_in(&outside, &mut portal, job);
    narrator.step("the resident signs in", signed_in).await?;
    let draft = narrator.step("an invoice is drafted", invoice::create(&office, job)).await?;
    let agreed = autopay::set_up(&outside, &portal, &draft);
    let agreed = narrator.step("they agree to automatic payment", agreed).await?;
    narrator.step("they save a card", autopay::save(&outside, &portal, &agreed)).await?;
    let before = outside.newest_mail(&job.resident.email).await?;
    narrator.step("the invoice is published", invoice::publish(&office, job, &draft)).await?;
    let announced = autopay::announced((ahead, &outside), (&office, &portal), (job, &draft), before);
    let total = narrator.step("they are told what will be paid, and when", announced).await?;
    let charged = autopay::charged((ahead, &outside), &mut portal, (job, &draft));
    narrator.step("its day comes", charged).await?;
    let receipt = autopay::receipt(&outside, job, (&total, before));
    narrator.step("a receipt comes by mail", receipt).await?;
    narrator.step("they stop it", autopay::end(&outside, &portal, job, &agreed)).await?;
    narrator.step("the manager signs in again", invoice::manager_signs_in(&mut office, job)).await?;
    let next = Job { title: "Parking, the next month", ..*job };
    let draft = narrator.step("another invoice is drafted", invoice::create(&office, &next)).await?;
    narrator.step("it is published", invoice::publish(&office, &next, &draft)).await?;
    narrator.step("it is left alone", autopay::left_alone(ahead, &portal, &draft)).await
}

async fn doctor(surroundings: &Surroundings) -> Result<(String, ())> {
    let output = server_process::propty(surroundings, "doctor")?.output().await?;
    let told = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("expected a clean bill of health, found:\n{told}{errors}");
    }
    let books = told.lines().find_map(|line| line.split_once("books: ")).map_or("", |(_, books)| books);
    Ok((books.to_owned(), ()))
}

/// The password of everybody who has one.
fn password() -> &'static str {
    PASSWORD
}
