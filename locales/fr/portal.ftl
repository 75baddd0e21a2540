### Les pages du résident.

portal-name = Portail des résidents
portal-nav-home = Accueil
portal-nav-invoices = Factures
portal-nav-payments = Paiements
portal-nav-account = Compte

## Connexion
portal-sign-in-title = Connexion
portal-sign-in-intro = Nous vous enverrons par courriel un lien pour vous connecter, sans mot de passe.
portal-sign-in-email-hint = L’adresse où votre immeuble vous écrit.
portal-sign-in-send-link = M’envoyer un lien
portal-sign-in-with-password = Utiliser plutôt un mot de passe
portal-sign-in-with-link = Recevoir plutôt un lien par courriel
portal-sign-in-sent-title = Consultez vos courriels
portal-sign-in-sent-text = Si { $email } est connue de votre immeuble, un lien de connexion est en route. Il sert une seule fois, pendant 10 minutes.
portal-sign-in-sent-nothing = Rien après quelques minutes ? Regardez dans les indésirables, ou vérifiez l’adresse.
portal-sign-in-other-address = Utiliser une autre adresse
portal-link-title = Heureux de vous revoir
portal-link-intro = Appuyez sur le bouton pour vous connecter avec le lien reçu par courriel.
portal-link-continue = Accéder à mon compte
portal-link-missing = Ce lien est incomplet. Ouvrez-le de nouveau depuis le courriel, ou demandez-en un nouveau.
portal-link-again = Demander un nouveau lien

## Accueil
portal-greeting = Bonjour, { $name }
portal-to-pay = À payer
portal-due-on = Échéance le { $date }
portal-overdue-since = En retard depuis le { $date }
portal-pay-now = Payer maintenant
portal-see-invoices = Voir les factures
portal-cost-bank = Virement : { $fee } de frais
portal-cost-card = Carte : { $fee } de frais
portal-cost-bank-free = Virement : sans frais
portal-cost-card-free = Carte : sans frais
portal-all-paid = Tout est payé
portal-all-paid-text = Vous n’avez rien à payer pour le moment. Nous vous écrirons à la prochaine facture.
portal-nothing-now = Rien à payer pour le moment
portal-nothing-now-text = Votre paiement est en route. Nous vous écrirons à son arrivée.
portal-balance-over = { $count ->
    [one] { $count } facture à payer
   *[other] { $count } factures à payer
}
portal-next-due = Prochaine : { $title }, { $amount }
portal-recent-invoices = Factures récentes
portal-all-invoices = Toutes les factures
portal-transfer-on-its-way = Un virement de { $amount } est en route.
portal-payment-on-its-way = Un paiement de { $amount } est en route.
portal-transfer-expected = Les banques prennent jusqu’à 4 jours ouvrables ; arrivée prévue d’ici le { $date }.
portal-transfer-takes = Les banques prennent jusqu’à 4 jours ouvrables.
portal-transfer-until-paid = La facture passera à « Payée » quand l’argent sera reçu, pas avant.
portal-row-transfer-by = Virement en cours, d’ici le { $date }
portal-row-paid-on = Payée le { $date }
portal-payment-unfinished = Un paiement a été commencé sans être terminé.
portal-payment-continue = Continuer le paiement

## Factures
portal-invoices-title = Factures
portal-filter-label = Afficher les factures
portal-filter-open = À payer
portal-filter-processing = En cours
portal-filter-paid = Payées
portal-invoices-none = Aucune facture pour le moment
portal-invoices-none-text = Les factures de votre immeuble paraîtront ici dès leur émission.
portal-invoices-none-here = Aucune facture dans cette liste
portal-invoices-show-all = Afficher toutes les factures
portal-invoice-pay = Payer { $amount }
portal-invoice-print = Imprimer
portal-invoice-payments = Paiements
portal-invoice-no-payments = Aucun paiement pour le moment.
portal-invoice-paid-on = Entièrement payée le { $date }. Merci !
portal-invoice-void = Cette facture a été annulée ; il n’y a rien à payer.
portal-invoice-void-reason = Raison : { $reason }
portal-invoice-closed = Cette facture est fermée ; il n’y a rien à payer.
portal-unit = Logement { $unit }

## Payer
portal-pay-title = Payer une facture
portal-pay-how = Comment souhaitez-vous payer ?
portal-pay-bank-hint = Depuis votre compte bancaire. Jusqu’à 4 jours ouvrables.
portal-pay-card-hint = Carte de crédit ou de débit. Payé tout de suite.
portal-pay-no-fee = Sans frais
portal-pay-fee = { $fee } de frais
portal-pay-how-much = Quel montant ?
portal-pay-whole = Tout le solde, { $amount }
portal-pay-part = Un autre montant
portal-pay-part-hint = De { $least } à { $most }.
portal-pay-part-fee = Les frais pour ce montant seront indiqués à la page suivante, avant que vous confirmiez.
portal-pay-choose-method = Choisissez un mode de paiement.
portal-pay-enter-amount = Inscrivez un montant de { $least } à { $most }.
portal-pay-invoice-amount = Montant de la facture
portal-pay-you-pay = Vous payez
portal-pay-fee-later = indiqués à la page suivante
portal-pay-button = Passer au paiement
portal-pay-opening = Ouverture de la page de paiement
portal-pay-secure = Vous payez sur la page sécurisée de Stripe. Vos numéros de carte et de compte ne nous parviennent jamais.
portal-pay-cancelled = Vous avez quitté la page de paiement avant de payer. Rien n’a été débité.
portal-pay-in-flight-title = Un paiement est déjà en route
portal-pay-in-flight-text = Vous ne pouvez pas payer de nouveau avant son arrivée, pour ne pas payer deux fois.
portal-pay-follow = Suivre ce paiement
portal-pay-nothing-due = Il n’y a rien à payer pour cette facture.
portal-pay-unavailable = Non offert : { $reason }
portal-back-to-invoice = Retour à la facture

## Paiements
portal-payments-title = Paiements
portal-payments-none = Aucun paiement pour le moment
portal-payments-none-text = Vos paiements en ligne et ceux inscrits par le bureau paraîtront sur cette page.
portal-payment-title = Paiement
portal-payment-checking = Confirmation de votre paiement
portal-payment-checking-text = Cela prend quelques secondes. Vous pouvez fermer cette page ; le reçu vous sera envoyé par courriel.
portal-payment-waiting = Ce paiement vous attend
portal-payment-waiting-text = Vous n’avez pas encore terminé le paiement. Rien n’a été débité.
portal-payment-paid = Payé. Merci !
portal-payment-paid-text = Nous avons reçu { $total } le { $date }. Le reçu est dans vos courriels.
portal-payment-recorded-text = Le bureau a inscrit { $total }, reçu le { $date }.
portal-payment-processing = Votre virement est en route
portal-payment-failed = Le paiement n’a pas été accepté
portal-payment-failed-text = Rien n’a été perçu. Vous pouvez réessayer ou payer autrement.
portal-payment-expired = Ce paiement n’a pas été terminé
portal-payment-expired-text = La page de paiement s’est fermée avant le paiement. Rien n’a été débité.
portal-payment-reversed = Ce paiement a été annulé
portal-payment-reversed-text = Le bureau a annulé ce paiement. Le montant est de nouveau à payer.
portal-payment-refunded = Ce paiement a été remboursé
portal-payment-refunded-text = L’argent revient par le même chemin, en 5 à 10 jours ouvrables.
portal-payment-disputed = Ce paiement est contesté
portal-payment-disputed-text = La banque examine la contestation. Le montant pourrait être de nouveau à payer.
portal-payment-applied-to = Appliqué à
portal-payment-started-on = Commencé le
portal-payment-received-on = Reçu le
portal-payment-expected-by = Prévu d’ici le
portal-payment-try-again = Réessayer
portal-payment-see-invoice = Voir la facture
portal-payment-still-checking = La réponse de la banque se fait attendre. Cette page vérifie d’elle-même.

## Compte
portal-account-title = Compte
portal-account-you = Vous
portal-account-language-hint = Pour ce site et les courriels que nous vous envoyons.
portal-account-language-saved = Langue enregistrée.
portal-account-homes = Vos logements
portal-account-owner = Propriétaire
portal-account-tenant = Locataire
portal-account-change = Pour modifier votre nom ou votre adresse, écrivez au bureau.
