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
