### Les courriels que le serveur envoie. Les montants et les dates arrivent déjà mis en forme.

mail-greeting = Bonjour { $name },
mail-label = { $label } : { $value }
mail-amount-due = Montant à payer
mail-due-on = Échéance : { $date }
mail-total = Total
mail-already-paid = Déjà payé ou crédité
mail-left-to-pay = Reste à payer
mail-method = Mode de paiement
mail-date = Date
mail-reference = Référence
mail-invoice-line = { $number } · { $title }
mail-fee = Frais de traitement
mail-button-broken = Si le bouton ne fonctionne pas, ouvrez cette adresse :
mail-sent-by = Envoyé par { $organization } pour { $property }.
mail-sent-by-organization = Envoyé par { $organization }.
mail-questions = Des questions ? Répondez simplement à ce courriel.
mail-open-portal = Vos factures et vos paiements : { $address }
mail-open-admin = Les pages de l’équipe : { $address }

## Une nouvelle facture
mail-invoice-subject = { $title } : { $amount } à payer, échéance { $date }
mail-invoice-preheader = Facture { $number } de { $property }, logement { $unit }.
mail-invoice-heading = Votre nouvelle facture
mail-invoice-intro = { $property } vous a envoyé la facture { $number } pour le logement { $unit }.
mail-invoice-pay = Payer { $amount }
mail-invoice-view = Voir la facture
mail-invoice-how = Payez par virement bancaire ou par carte. S’il y a des frais, vous les voyez avant de payer.
mail-invoice-offline = Cette facture ne peut pas encore être payée en ligne. Veuillez payer de la façon habituelle.

## Un reçu
mail-receipt-subject = Reçu : nous avons reçu { $total }
mail-receipt-preheader = Merci. { $property } a bien reçu votre paiement.
mail-receipt-heading = Merci, nous avons bien reçu votre paiement
mail-receipt-intro = { $property } a reçu votre paiement. Conservez ce courriel comme reçu.
mail-receipt-amount = Reçu
mail-receipt-date = le { $date }
mail-receipt-nothing-left = Il ne vous reste rien à payer.
mail-receipt-balance = Il vous reste { $balance } à payer.
mail-receipt-view = Voir le paiement

## Un paiement qui n’a pas abouti
mail-failed-subject = Votre paiement de { $amount } n’a pas abouti
mail-failed-preheader = Le montant reste à payer. Vous pouvez réessayer.
mail-failed-heading = Votre paiement n’a pas abouti
mail-failed-intro-bank = Votre virement bancaire de { $amount } à { $property } a été refusé : le montant reste à payer.
mail-failed-intro-card = Votre paiement par carte de { $amount } à { $property } a été refusé : le montant reste à payer.
mail-failed-intro-other = Votre paiement de { $amount } à { $property } a été refusé : le montant reste à payer.
mail-failed-unpaid = Reste à payer
mail-failed-retry = Réessayer
mail-failed-advice = Vous pouvez reprendre le même compte ou la même carte, ou en choisir d’autres.

## Un virement en route
mail-processing-subject = Votre virement de { $total } est en route
mail-processing-preheader = Il devrait arriver d’ici le { $date }. Vous n’avez plus rien à faire.
mail-processing-heading = Votre virement est en route
mail-processing-intro = Merci. Les banques prennent quelques jours : le virement devrait parvenir à { $property } d’ici le { $date }. Vous recevrez alors un reçu.
mail-processing-amount = En route
mail-processing-by = attendu d’ici le { $date }
mail-processing-invoices = Factures
mail-processing-once = Vous n’avez plus rien à faire, et il est inutile de payer de nouveau.
mail-processing-view = Suivre le paiement

## Un lien de connexion
mail-sign-in-subject = Votre lien de connexion à { $organization }
mail-sign-in-preheader = { $minutes ->
    [one] Il fonctionne une seule fois, pendant { $minutes } minute.
   *[other] Il fonctionne une seule fois, pendant { $minutes } minutes.
}
mail-sign-in-heading = Se connecter
mail-sign-in-intro = { $minutes ->
    [one] Vous avez demandé un lien de connexion à { $organization }. Il fonctionne une seule fois, pendant { $minutes } minute.
   *[other] Vous avez demandé un lien de connexion à { $organization }. Il fonctionne une seule fois, pendant { $minutes } minutes.
}
mail-sign-in-button = Se connecter
mail-sign-in-not-you = Si vous n’avez rien demandé, ignorez ce courriel. Personne ne peut se connecter sans lui.

## À l’équipe : un paiement est arrivé
mail-team-payment-subject = { $payer } a payé { $amount }
mail-team-payment-preheader = Logement { $unit }, { $property }.
mail-team-payment-heading = Un paiement est arrivé
mail-team-payment-intro = { $payer }, logement { $unit } à { $property }, a payé.
mail-team-payment-amount = Reçu
mail-team-payment-invoices = { $count ->
    [one] Facture
   *[other] Factures
}
mail-team-payment-view = Ouvrir le paiement

## Aux gestionnaires de l’organisation : le compte de paiement a besoin d’eux
mail-account-subject = { $property } : votre compte de paiement demande votre attention
mail-account-heading = Votre compte de paiement demande votre attention
mail-account-restricted-preheader = Stripe demande plus de renseignements.
mail-account-restricted-intro = Stripe demande plus de renseignements sur { $property }. D’ici là, des paiements ou des dépôts peuvent être retenus.
mail-account-restricted-by = Stripe demande plus de renseignements sur { $property } d’ici le { $date }. Ensuite, des paiements ou des dépôts peuvent être retenus.
mail-account-restricted-after = Les paramètres de paiement montrent ce qui manque et mènent aux formulaires de Stripe.
mail-account-disabled-preheader = Les résidents ne peuvent plus payer en ligne tant qu’il n’est pas relié de nouveau.
mail-account-disabled-intro = Le compte de paiement de { $property } a été fermé ou délié. Les résidents ne peuvent plus payer en ligne.
mail-account-disabled-after = Reliez un compte de nouveau dans les paramètres de paiement. Les paiements déjà reçus restent dans vos livres.
mail-account-open = Ouvrir les paramètres de paiement

## Une invitation dans l’équipe
mail-member-invitation-subject = { $inviter } vous invite dans l’équipe de { $organization }
mail-member-invitation-preheader = Créez votre compte pour commencer. Le lien sert une seule fois.
mail-member-invitation-heading = Vous êtes invité dans l’équipe
mail-member-invitation-intro-manager = { $inviter } vous invite à gérer { $organization } comme gestionnaire de l’organisation.
mail-member-invitation-intro-property = { $inviter } vous invite dans l’équipe de { $organization } comme gestionnaire d’immeubles.
mail-invitation-button = Accepter l’invitation
mail-invitation-lifetime = Le lien sert une seule fois, pendant { $days } jours. Une nouvelle invitation le remplace.
mail-invitation-unexpected = Si vous n’attendiez pas cette invitation, ignorez-la : rien ne se passe tant que vous n’acceptez pas.

## Une invitation au portail
mail-resident-invitation-subject = { $organization } vous invite à votre portail de résident
mail-resident-invitation-preheader = Consultez vos factures et payez-les en ligne.
mail-resident-invitation-heading = Votre portail de résident est prêt
mail-resident-invitation-intro = { $property } vous invite à son portail des résidents. Vous y trouverez vos factures, le paiement par virement bancaire ou par carte, et vos reçus.

## Un lien qui ouvre une organisation
mail-sign-up-subject = Ouvrez { $organization } sur Propty
mail-sign-up-preheader = Confirmez votre adresse pour commencer. Le lien sert une seule fois.
mail-sign-up-heading = Confirmez votre adresse
mail-sign-up-intro = Vous avez demandé l’ouverture d’un compte pour { $organization }. Confirmez que cette adresse est la vôtre, et le compte est ouvert.
mail-sign-up-button = Ouvrir le compte
mail-sign-up-lifetime = { $hours ->
    [one] Le lien sert une seule fois, pendant une heure.
   *[other] Le lien sert une seule fois, pendant { $hours } heures.
}
mail-sign-up-not-you = Si vous n’avez rien demandé, ignorez ce message : rien n’est ouvert sans lui.
