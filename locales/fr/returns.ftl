## Pourquoi une banque a repris un paiement, pour le payeur et pour l’équipe
return-reason-insufficient-funds = Le compte n’était pas assez approvisionné.
return-reason-incorrect-account-details = Le compte est fermé, ou son numéro est erroné.
return-reason-debit-not-authorized = Le titulaire du compte a déclaré ne pas avoir autorisé le débit.
return-reason-bank-cannot-process = La banque n’a pas pu traiter le paiement.
return-reason-fraudulent = Le titulaire de la carte a déclaré que le paiement n’était pas le sien.
return-reason-unrecognized = Le titulaire de la carte n’a pas reconnu le paiement.
return-reason-duplicate = Le payeur a déclaré avoir payé deux fois.
return-reason-general = La banque n’a pas donné d’autre raison.

## Courriel : de l’argent a été rendu
mail-refunded-subject = { $amount } vous sont remboursés
mail-refunded-preheader = Un remboursement de { $property }.
mail-refunded-heading = Nous vous avons envoyé un remboursement
mail-refunded-intro = { $property } vous a remboursé { $amount } de votre paiement.
mail-refunded-amount = Remboursé
mail-refunded-by-card = Le montant va à la carte avec laquelle vous avez payé et y paraît en 5 à 10 jours ouvrables.
mail-refunded-by-bank = Le montant va au compte bancaire d’où vous avez payé et y arrive en 5 à 10 jours ouvrables.
mail-refunded-reason = La raison donnée : « { $reason } »
mail-refunded-owed = Ce que ce paiement avait réglé est de nouveau dû : { $amount }.
mail-refunded-view = Voir le paiement

## Courriel : une banque a repris un paiement
mail-returned-subject = Votre paiement de { $amount } a été retourné
mail-returned-preheader = Le montant est de nouveau dû. Veuillez payer autrement.
mail-returned-heading = Votre paiement a été retourné
mail-returned-intro-bank = Votre banque a repris le virement bancaire de { $amount } fait à { $property }.
mail-returned-intro-card = La banque de votre carte a repris le paiement de { $amount } fait à { $property }.
mail-returned-owed = Ce qu’il avait réglé est de nouveau dû :
mail-returned-total = De nouveau dû
mail-returned-pay = Payer de nouveau
mail-returned-advice = Veuillez prendre un autre compte ou une autre carte, ou vous adresser au bureau si vous croyez à une erreur.

## Courriel à l’équipe
mail-team-overpaid-subject = { $payer } a payé plus que son dû
mail-team-overpaid-preheader = Logement { $unit }, { $property }.
mail-team-overpaid-heading = Il est arrivé plus que ce qui était dû
mail-team-overpaid-intro = { $payer }, logement { $unit } à { $property }, a payé ce qui l’était déjà. Rien n’est perdu : ce qui n’était pas dû est au crédit du ménage.
mail-team-overpaid-next = Rendez-le par un remboursement, ou laissez-le en crédit.
mail-team-refund-failed-subject = Un remboursement de { $amount } a échoué
mail-team-refund-failed-preheader = { $payer }, logement { $unit }, { $property }.
mail-team-refund-failed-heading = Un remboursement a échoué
mail-team-refund-failed-intro = Le remboursement à { $payer }, logement { $unit } à { $property }, n’a pas abouti. L’argent est toujours à la communauté.
mail-team-refund-failed-next = Réessayez, ou remboursez autrement et prévenez le résident.
mail-team-disputed-subject = { $payer } conteste un paiement de { $amount }
mail-team-disputed-preheader = Logement { $unit }, { $property }.
mail-team-disputed-heading = Un paiement est contesté
mail-team-disputed-intro = La banque de { $payer }, logement { $unit } à { $property }, retient l’argent jusqu’à ce qu’il soit décidé à qui il revient.
mail-team-disputed-due = Remettez vos preuves dans le tableau de bord Stripe d’ici le { $date }. Sans réponse, la contestation est perdue.
mail-team-disputed-next = Répondez dans le tableau de bord Stripe. Sans réponse, la contestation est perdue.
mail-team-returned-subject = Un paiement de { $amount } a été retourné
mail-team-returned-preheader = { $payer }, logement { $unit }, { $property }.
mail-team-returned-heading = Un paiement a été retourné
mail-team-returned-intro = La banque de { $payer }, logement { $unit } à { $property }, a repris un paiement. Ce qu’il avait réglé est de nouveau dû, et le résident en a été avisé.
mail-team-returned-next = Il n’y a rien à faire, à moins que le résident ne vous contacte.
mail-team-money-amount = Montant
mail-team-money-reason = Raison
mail-team-money-view = Ouvrir le paiement

## Statuses and timelines
payment-status-partially-refunded = Remboursé en partie
payment-status-returned = Retourné
timeline-refunded = Remboursement envoyé
timeline-refund-failed = Remboursement échoué
timeline-disputed = Contesté par la banque du payeur
timeline-dispute-won = Contestation gagnée
timeline-returned = Repris par la banque du payeur

## Errors
error-payment-not-refundable = Rien de ce paiement ne peut être remboursé.
error-amount-above-refundable = Inscrivez au plus ce qui reste du paiement.

## The audit trail
team-did-refund-requested = Remboursement décidé
team-did-refund-changed = Remboursement modifié
team-did-dispute-changed = Contestation modifiée

## Remboursements et contestations
admin-refund = Rembourser
admin-refund-title = Rembourser ce paiement ?
admin-refund-text = L’argent revient par le même chemin, en 5 à 10 jours ouvrables. Ce qu’il avait réglé est de nouveau dû, à moins d’avoir été payé deux fois. Un remboursement ne peut pas être annulé.
admin-refund-most = On peut rembourser au plus { $amount }.
admin-refund-reason-hint = Le résident la lit dans son courriel.
admin-refunded = Le remboursement est en route.
admin-refund-of = Remboursement de
admin-refund-requested = En cours d’envoi
admin-refund-pending = En route
admin-refund-succeeded = Effectué
admin-refund-failed = Échoué
admin-refund-canceled = Abandonné
admin-dispute-of = Contestation de
admin-dispute-inquiry = La banque se renseigne
admin-dispute-needs-response = Répondez dans Stripe
admin-dispute-under-review = La banque décide
admin-dispute-won = Gagnée
admin-dispute-lost = Montant repris
admin-dispute-closed = Close
admin-dispute-due = Preuves d’ici le

## The portal
portal-payment-partly-refunded = Ce paiement a été remboursé en partie
portal-payment-partly-refunded-text = { $amount } vous reviennent par le même chemin, en 5 à 10 jours ouvrables.
portal-payment-returned = Votre banque a repris ce paiement
portal-payment-returned-text = Ce qu’il avait réglé est de nouveau dû.
portal-payment-pay-again = Payer de nouveau
portal-refund = Remboursement
portal-refund-on-its-way = En route vers vous
portal-refund-done = Envoyé
portal-refund-not-done = N’a pas abouti ; le bureau en est avisé
