## Pourquoi un paiement n’a pas abouti, pour le payeur et l’équipe
payment-failure-insufficient-funds = Le compte n’était pas assez approvisionné.
payment-failure-card-expired = La carte a expiré.
payment-failure-card-details = Le numéro, la date ou le code de sécurité de la carte est inexact.
payment-failure-not-confirmed = La banque a demandé une confirmation et ne l’a pas reçue.
payment-failure-limit-reached = Un plafond de la carte ou du compte a été atteint.
payment-failure-account-closed = Le compte est fermé.
payment-failure-account-not-found = Aucun compte ne porte ce numéro.
payment-failure-account-restricted = Le compte ne peut pas être débité.
payment-failure-not-processed = La banque n’a pas pu traiter le paiement. Réessayez plus tard.
payment-failure-not-started = Le paiement n’a pas pu commencer.
payment-failure-stopped = Les paiements automatiques ont été arrêtés avant celui-ci.
payment-failure-declined = La banque l’a refusé sans donner d’autre raison.

## Pourquoi un remboursement n’est pas arrivé, pour l’équipe
refund-failure-card-gone = La carte a expiré, ou elle a été annulée, perdue ou volée.
refund-failure-declined = La banque du payeur a refusé le remboursement.
refund-failure-insufficient-funds = Le solde chez Stripe ne couvrait pas le remboursement.
refund-failure-disputed = Le paiement a été contesté entre-temps.
refund-failure-withdrawn = Le remboursement a été annulé dans Stripe.
refund-failure-not-started = Stripe n’a pas accepté le remboursement.
refund-failure-other = Aucune autre raison n’a été donnée.
