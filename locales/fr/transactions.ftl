### Ce qui a bougé : paiements, remboursements, contestations, frais et dépôts, sur la page et dans le fichier.

## Types
transaction-online-payment = Paiement en ligne
transaction-offline-payment = Paiement saisi à la main
transaction-offline-reversal = Annulation d’un paiement saisi à la main
transaction-refund = Remboursement
transaction-refund-failed = Remboursement revenu
transaction-dispute-opened = Contestation : somme retirée
transaction-dispute-won = Contestation : somme récupérée
transaction-dispute-lost = Contestation : perdue
transaction-fee-correction = Correction de frais
transaction-adjustment = Ajustement de Stripe
transaction-deposit = Dépôt
transaction-deposit-failed = Dépôt revenu

## Colonnes
transaction-date = Date
transaction-kind = Type
transaction-property = Immeuble
transaction-unit = Logement
transaction-payer = Payeur
transaction-invoices = Factures
transaction-method = Mode
transaction-reference = Référence
transaction-gross = Montant
transaction-fee = Frais
transaction-net = Net
transaction-deposited = Déposé
transaction-currency = Devise
transaction-id = Transaction

# Le début du nom du fichier, en minuscules, sans espace.
transaction-file = transactions
