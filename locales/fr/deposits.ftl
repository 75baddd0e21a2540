### Dépôts : ce que Stripe verse dans le compte bancaire de l’immeuble.

## Pourquoi un dépôt est revenu
deposit-reason-account-closed = Le compte bancaire est fermé.
deposit-reason-account-restricted = Le compte bancaire est bloqué ou ne peut pas recevoir ce dépôt.
deposit-reason-account-not-found = La banque ne trouve aucun compte portant ces numéros.
deposit-reason-wrong-holder = Le nom du titulaire du compte bancaire n’est pas celui que Stripe connaît.
deposit-reason-wrong-currency = Le compte bancaire est dans une autre devise.
deposit-reason-declined = La banque a refusé le dépôt.
deposit-reason-insufficient-funds = Le solde chez Stripe ne couvrait pas le dépôt.
deposit-reason-not-processed = La banque n’a pas pu traiter le dépôt.
deposit-reason-other = La banque a renvoyé le dépôt.

## À l’équipe : un dépôt est revenu
mail-deposit-failed-subject = Le dépôt de { $amount } à { $property } n’est pas arrivé
mail-deposit-failed-preheader = L’argent est revenu chez Stripe. Vérifiez-y le compte bancaire.
mail-deposit-failed-heading = Un dépôt n’est pas arrivé
mail-deposit-failed-intro = Stripe a voulu verser un dépôt dans le compte bancaire de { $property }, mais la banque l’a renvoyé. Rien n’est perdu : l’argent est chez Stripe et fera partie d’un prochain dépôt.
mail-deposit-failed-amount = Non arrivé
mail-deposit-failed-expected = attendu le { $date }
mail-deposit-failed-advice = Vérifiez le compte bancaire dans votre tableau de bord Stripe. Stripe ne fait aucun autre dépôt tant qu’il n’est pas en règle.
mail-deposit-failed-view = Ouvrir le dépôt
