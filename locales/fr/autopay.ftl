## Courriel : une facture sera payée automatiquement
mail-autopay-notice-subject = { $amount } seront payés automatiquement le { $date }
mail-autopay-notice-preheader = { $property }, à partir de { $label }. Vous n’avez rien à faire.
mail-autopay-notice-heading = Un paiement automatique approche
mail-autopay-notice-intro = Votre facture de { $property } sera payée à partir de { $label } le { $date }.
mail-autopay-amount = Montant à prélever
mail-autopay-notice-stop = Vous pouvez modifier ou arrêter ce paiement en tout temps avant ce jour. Si vous payez la facture vous-même d’ici là, rien n’est prélevé.
mail-autopay-manage = Gérer les paiements automatiques

## Courriel : une facture a été laissée de côté
mail-autopay-skipped-subject = { $amount } n’ont pas été payés automatiquement
mail-autopay-skipped-preheader = { $property } : veuillez payer cette facture vous-même.
mail-autopay-skipped-heading = Veuillez payer cette facture vous-même
mail-autopay-skipped-cap = Cette facture de { $property } dépasse la limite de { $cap } que vous avez fixée pour les paiements automatiques. Rien n’a donc été prélevé.
mail-autopay-skipped-not-ready = { $property } ne peut pas recevoir ce type de paiement pour le moment. Rien n’a donc été prélevé.
mail-autopay-skipped-next = Les prochaines factures seront de nouveau payées automatiquement si elles respectent votre limite.
mail-autopay-skipped-pay = Payer cette facture

## Courriel : plus rien n’est payé automatiquement
mail-autopay-stopped-subject = Les paiements automatiques pour { $property } sont arrêtés
mail-autopay-stopped-preheader = Plus rien ne sera prélevé sur { $label }.
mail-autopay-stopped-heading = Les paiements automatiques sont arrêtés
mail-autopay-stopped-intro = Plus rien ne sera prélevé sur { $label } pour { $property }.
mail-autopay-stopped-by-you = Vous les avez arrêtés.
mail-autopay-stopped-moved-out = Selon nos dossiers, vous n’y habitez plus.
mail-autopay-stopped-disconnected = La communauté ne reçoit plus de paiements en ligne par ce compte.
mail-autopay-stopped-declined = Un paiement a été refusé deux fois.
mail-autopay-stopped-returned = Votre banque a repris un paiement automatique.
mail-autopay-stopped-removed = La carte ou le compte bancaire n’est plus enregistré.
mail-autopay-stopped-owed = Les factures encore ouvertes vous attendent dans le portail.

## Journal
team-did-autopay-started = Paiements automatiques activés
team-did-autopay-changed = Paiements automatiques modifiés
team-did-autopay-ended = Paiements automatiques arrêtés

## Portail
portal-autopay-title = Paiements automatiques
portal-autopay-intro = Enregistrez une fois un compte bancaire ou une carte, et vos factures se paient d’elles-mêmes. Nous vous prévenons au moins trois jours avant chaque paiement, et vous pouvez arrêter en tout temps.
portal-autopay-manage = Gérer les paiements automatiques
portal-autopay-waits = Votre carte ou votre compte bancaire est en cours d’enregistrement. Rechargez cette page dans un instant pour le voir.
portal-autopay-from = Payé à partir de
portal-autopay-when = Moment du paiement
portal-autopay-on-due = Le jour de l’échéance
portal-autopay-day-before = 1 jour avant l’échéance
portal-autopay-days-before = { $days } jours avant l’échéance
portal-autopay-cap = Montant maximal d’un paiement
portal-autopay-cap-hint = Frais compris. Rien n’est prélevé pour une facture qui le dépasse ; nous vous en informons plutôt.
portal-autopay-cap-wrong = Entrez un montant supérieur à zéro, par exemple 1500,00.
portal-autopay-days = Jours avant l’échéance
portal-autopay-days-hint = 0 signifie le jour de l’échéance, 10 au plus.
portal-autopay-days-wrong = Entrez un nombre de jours de 0 à 10.
portal-autopay-next = Avant chaque paiement, vous recevez un courriel avec le montant exact et le jour. Un paiement refusé est tenté une seule autre fois, trois jours plus tard.
portal-autopay-change = Modifier
portal-autopay-changed = Paiements automatiques modifiés.
portal-autopay-stop = Arrêter
portal-autopay-stop-title = Arrêter les paiements automatiques ?
portal-autopay-stop-text = Plus rien ne sera prélevé, et votre carte ou votre compte bancaire ne sera plus enregistré. Vous pouvez les réactiver en tout temps.
portal-autopay-stopped = Paiements automatiques arrêtés.
portal-autopay-set-up = Continuer vers Stripe
portal-autopay-will-pay = Cette facture sera payée automatiquement le { $date }.
