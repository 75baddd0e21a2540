### Les mots communs à tout le produit.

common-loading = Chargement
common-try-again = Réessayer
common-cancel = Annuler
common-close = Fermer
common-save = Enregistrer
common-optional = facultatif
common-sign-in = Se connecter
common-sign-out = Se déconnecter
common-skip-to-content = Aller au contenu
common-main-navigation = Navigation principale
common-other-language = English
common-language = Langue
common-language-english = English
common-language-french = Français
common-pages = Pages
common-page-previous = Précédent
common-page-next = Suivant
common-all = Toutes
common-amount = Montant
common-fee = Frais
common-total = Total
common-balance = Solde
common-paid = Payé
common-on-its-way = En route
common-written-off = Radié
common-due = Échéance
common-status = État
common-method = Mode de paiement
common-date = Date
common-description = Description
common-unit = Logement
common-resident = Résident
common-property = Immeuble
common-invoice = Facture
common-number = Numéro
common-name = Nom
common-email = Adresse courriel
common-password = Mot de passe
common-reference = Référence
common-timeline = Historique
common-details = Détails
common-lines = Détail de la facture
common-form-problem = Il y a un problème
common-not-found-title = Cette page n’existe pas
common-not-found-text = L’adresse est peut-être mal écrite, ou la page a été déplacée.
common-go-home = Aller à l’accueil
common-days-late = { $days ->
    [one] { $days } jour de retard
   *[other] { $days } jours de retard
}
common-plus-fee = { $amount } + { $fee } de frais

## État d’une facture
status-draft = Brouillon
status-open = Ouverte
status-to-pay = À payer
status-overdue = En retard
status-processing = En cours
status-paid = Payée
status-void = Annulée
status-uncollectible = Irrécouvrable
status-closed = Fermée

## État d’un paiement
payment-status-pending = Non terminé
payment-status-processing = En cours
payment-status-succeeded = Payé
payment-status-failed = Échoué
payment-status-expired = Expiré
payment-status-reversed = Annulé
payment-status-refunded = Remboursé
payment-status-disputed = Contesté

## Comment l’argent arrive
method-bank = Virement
method-card = Carte
method-cash = Comptant
method-cheque = Chèque
method-other = Autre

## Ce qui est arrivé à une facture, du plus récent au plus ancien
timeline-created = Brouillon créé
timeline-published = Facture émise
timeline-email-queued = Courriel en attente d’envoi
timeline-email-sent = Courriel envoyé
timeline-email-failed = Le courriel n’a pas pu être livré
timeline-checkout-started = Page de paiement ouverte
timeline-checkout-expired = Page de paiement fermée sans paiement
timeline-transfer-started = Virement lancé
timeline-payment-succeeded = Paiement reçu
timeline-payment-failed = Paiement échoué
timeline-payment-recorded = Paiement inscrit
timeline-payment-reversed = Paiement annulé
timeline-deposited = Déposé au compte bancaire
timeline-paid = Facture entièrement payée
timeline-voided = Facture annulée
timeline-written-off = Facture radiée
timeline-by = { $event } par { $actor }
timeline-to = { $event } à { $address }
