### Les pages de l’équipe.

admin-name = Administration
admin-nav-invoices = Factures
admin-nav-payments = Paiements
admin-nav-units = Logements
admin-nav-residents = Résidents
admin-nav-settings = Paramètres
admin-nav-payment-settings = Paramètres de paiement
admin-nav-menu = Menu
admin-organization = Organisation
admin-organization-switch = Changer d’organisation

## Connexion
admin-sign-in-title = Connexion à Propty
admin-sign-in-intro = Pour l’équipe qui gère l’immeuble.
admin-sign-in-with-link = Recevoir plutôt un lien par courriel
admin-sign-in-with-password = Utiliser plutôt un mot de passe
admin-sign-in-send-link = M’envoyer un lien
admin-sign-in-sent-text = Si { $email } appartient à une équipe, un lien de connexion est en route. Il sert une seule fois, pendant 10 minutes.
admin-no-membership-title = Vous ne faites partie d’aucune équipe
admin-no-membership-text = Ce compte ne fait partie de l’équipe d’aucune organisation. Demandez à un gestionnaire de vous inviter. Si vous êtes résident, vos factures sont au portail des résidents.
admin-open-portal = Ouvrir le portail des résidents

## Paiements
admin-payments-title = Paiements
admin-payments-filter = Afficher les paiements
admin-payments-none = Aucun paiement ici
admin-payments-none-text = Les paiements paraissent quand un résident paie en ligne ou quand vous en inscrivez un sur une facture.
admin-payments-show-all = Afficher tous les paiements
admin-payments-all = Tous
admin-payments-for = Pour

## Plusieurs pages
admin-all-properties = Tous les immeubles
admin-clear-filters = Effacer les filtres
admin-nothing-matches = Aucun résultat
admin-nothing-matches-text = Rien ne correspond à cette recherche et à ces filtres.
admin-no-resident = Aucun résident principal
admin-no-properties = Aucun immeuble pour l’instant
admin-no-properties-text = Rien ne peut être facturé ni payé tant que l’organisation n’a pas d’immeuble.
admin-range = 1–{ $shown } sur { $total }
admin-range-total = { $total } en tout
admin-unit = Logement { $unit }
admin-crumbs = Vous êtes ici
admin-saved = C’est enregistré.
admin-account = Compte

## Factures
admin-invoices-title = Factures
admin-invoice-create = Créer une facture
admin-publish-all = Tout émettre ({ $drafts })
admin-invoices-filter = Afficher les factures
admin-invoices-search = Numéro, logement, nom
admin-filter-draft = Brouillons
admin-filter-open = Ouvertes
admin-filter-overdue = En retard
admin-filter-processing = En cours
admin-filter-paid = Payées
admin-filter-void = Annulées
admin-filter-uncollectible = Irrécouvrables
admin-totals-label = Totaux
admin-totals-paid = Payé ce mois-ci
admin-totals-billed = sur { $amount } facturés
admin-totals-oldest = { $invoices } · la plus ancienne, { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
admin-invoices-counted = { $count ->
    [one] { $shown } facture
   *[other] { $shown } factures
}
admin-transfers-counted = { $count ->
    [one] { $shown } virement
   *[other] { $shown } virements
}
admin-invoices-none = Aucune facture pour l’instant
admin-invoices-none-text = Créez la première. Elle reste un brouillon tant que vous ne l’émettez pas.
admin-row-transfer-by = virement, d’ici le { $date }
admin-row-since = depuis le { $date }
admin-order-label = Trier
admin-order-due-desc = Échéance, la plus lointaine d’abord
admin-order-due-asc = Échéance, la plus proche d’abord
admin-order-number-desc = Numéro, le plus élevé d’abord
admin-order-number-asc = Numéro, le plus bas d’abord
admin-order-total-desc = Total, le plus élevé d’abord
admin-order-total-asc = Total, le plus bas d’abord
admin-order-balance-desc = Solde, le plus élevé d’abord
admin-order-balance-asc = Solde, le plus bas d’abord

## Émettre
admin-publish = Émettre
admin-publish-now = Émettre maintenant
admin-publish-all-title = Émettre tous les brouillons ?
admin-publish-all-text = { $drafts ->
    [one] { $drafts } brouillon devient une facture ouverte et reçoit un numéro.
   *[other] { $drafts } brouillons deviennent des factures ouvertes et reçoivent un numéro.
} { $residents ->
    [0] Personne ne peut être avisé par courriel.
    [one] { $residents } résident peut être avisé par courriel.
   *[other] { $residents } résidents peuvent être avisés par courriel.
}
admin-publish-all-untold = { $drafts ->
    [one] { $drafts } facture ne rejoint personne : son logement n’a pas de résident principal avec une adresse courriel.
   *[other] { $drafts } factures ne rejoignent personne : leurs logements n’ont pas de résident principal avec une adresse courriel.
}
admin-notify = Aviser les résidents par courriel
admin-notify-hint = Dans leur langue, avec un bouton pour payer.
admin-run-progress = { $done } sur { $total }
admin-run-published = { $count ->
    [0] Aucune facture émise
    [one] { $count } facture émise
   *[other] { $count } factures émises
}
admin-run-failed = { $count ->
    [one] { $count } brouillon n’a pas été émis :
   *[other] { $count } brouillons n’ont pas été émis :
}

## Nouvelle facture
admin-new-crumb = Nouvelle
admin-new-whom = À qui
admin-new-what = Pour quoi
admin-new-title = Titre
admin-new-title-hint = Les résidents le lisent, par exemple : Charges mensuelles · décembre
admin-new-title-required = Inscrivez un titre.
admin-line-required = Inscrivez à quoi sert la ligne.
admin-new-description-hint = Paraît sur la facture, au-dessus du détail.
admin-new-due = Échéance
admin-new-some-units = Choisir des logements
admin-new-all-units = Tous les logements ({ $units })
admin-new-no-units = Cet immeuble n’a pas encore de logement.
admin-new-ticked = { $count ->
    [0] Aucun logement choisi
    [one] { $count } logement choisi
   *[other] { $count } logements choisis
}
admin-new-units-required = Choisissez au moins un logement, ou tous.
admin-line-add = Ajouter une ligne
admin-line-remove = Retirer
admin-new-foot = { $units ->
    [one] { $units } facture de { $each } : { $all } en tout.
   *[other] { $units } factures de { $each } chacune : { $all } en tout.
}
admin-new-unreached = { $units ->
    [one] { $units } des logements n’a pas de résident principal : personne ne sera avisé.
   *[other] { $units } des logements n’ont pas de résident principal : personne n’y sera avisé.
}
admin-save-draft = Enregistrer le brouillon
admin-save-publish = Enregistrer et émettre
admin-drafts-saved = { $count ->
    [one] Brouillon enregistré.
   *[other] { $count } brouillons enregistrés.
}
admin-new-publish-title = Enregistrer et émettre ?
admin-new-publish-text = { $count ->
    [one] { $count } facture reçoit un numéro et devient ouverte. Son montant ne pourra plus changer.
   *[other] { $count } factures reçoivent un numéro et deviennent ouvertes. Leurs montants ne pourront plus changer.
}
admin-invoices-published = { $count ->
    [one] Facture émise.
   *[other] { $count } factures émises.
}
admin-invoices-unpublished = { $count ->
    [one] { $count } facture est restée un brouillon. { $reason }
   *[other] { $count } factures sont restées des brouillons. { $reason }
}

## Une facture
admin-invoice-heading = Facture { $number }
admin-invoice-about = { $title } — { $unit }, { $name }
admin-invoice-about-unit = { $title } — { $unit }
admin-state-draft = C’est un brouillon.
admin-state-draft-rest = Le résident ne le voit pas tant que vous ne l’émettez pas.
admin-state-draft-nobody = Le logement n’a pas de résident principal : la facture peut être émise, mais personne ne sera avisé.
admin-state-draft-no-mail = Le résident n’a pas d’adresse courriel : la facture peut être émise, mais personne ne sera avisé.
admin-state-open = { $amount } à payer d’ici le { $date }.
admin-state-overdue = { $amount } à payer depuis le { $date }.
admin-state-overdue-rest = { $days ->
    [one] C’est { $days } jour de retard.
   *[other] C’est { $days } jours de retard.
}
admin-state-transfer = Un virement de { $amount } est en route.
admin-state-payment = Un paiement de { $amount } est en route.
admin-state-expected = Les banques prennent jusqu’à 4 jours ouvrables ; attendu d’ici le { $date }. La facture devient Payée quand l’argent est arrivé, pas avant.
admin-state-takes = Les banques prennent jusqu’à 4 jours ouvrables. La facture devient Payée quand l’argent est arrivé, pas avant.
admin-state-paying = Le résident a ouvert la page de paiement.
admin-state-paying-rest = Rien n’a encore été payé.
admin-state-paid = Entièrement payée.
admin-state-paid-on = Entièrement payée le { $date }.
admin-state-void = Annulée ; rien n’est dû.
admin-state-void-on = Annulée le { $date } ; rien n’est dû.
admin-state-reason = Motif : { $reason }
admin-state-uncollectible = Fermée sans paiement.
admin-state-uncollectible-on = { $amount } radiés le { $date } ; rien n’est dû.
admin-autopay-on = Payée automatiquement le
admin-payment-summary = Sommaire des paiements
admin-fees = Frais de paiement en ligne
admin-fees-pass = Le résident paie les frais
admin-fees-absorb = L’immeuble paie les frais
admin-no-mail = Ne peut pas être avisé par courriel
admin-with-fee = { $fee } de frais en sus
admin-discard = Supprimer le brouillon
admin-discard-title = Supprimer ce brouillon ?
admin-discard-text = Le brouillon est effacé. C’est sans retour.
admin-discarded = Brouillon supprimé.
admin-publish-title = Émettre cette facture ?
admin-publish-text = Elle reçoit un numéro et devient ouverte. Son montant ne pourra plus changer.
admin-publish-notify = Aviser { $name } par courriel
admin-publish-notify-hint = À { $address }, avec un bouton pour payer.
admin-publish-untold = Personne ne sera avisé : le logement n’a pas de résident principal avec une adresse courriel.
admin-published = Facture émise.
admin-resend = Renvoyer le courriel
admin-resent = Le courriel est de nouveau en route.
admin-void = Annuler la facture
admin-void-title = Annuler cette facture ?
admin-void-text = Plus rien n’est dû, et elle reste dans les livres. C’est sans retour.
admin-void-hint = Le résident peut le lire.
admin-voided = Facture annulée.
admin-write-off = Radier…
admin-write-off-title = Radier cette facture ?
admin-write-off-text = { $amount } ne sont plus dus et deviennent une créance irrécouvrable dans les livres. Ce qui a été payé reste payé. La facture se ferme et ne peut plus être payée. C’est sans retour.
admin-write-off-hint = Pour l’équipe ; le résident ne le voit pas.
admin-write-off-now = Radier
admin-written-off-done = Facture radiée.
admin-reason = Motif
admin-reason-required = Inscrivez un motif.
admin-record-payment = Inscrire un paiement
admin-record-now = Inscrire le paiement
admin-record-owed = { $amount } restent à payer.
admin-received-on = Date de réception
admin-note = Note
admin-note-hint = Pour l’équipe seulement.
admin-record-receipt = Envoyer un reçu par courriel à { $name }
admin-record-no-receipt = Aucun reçu ne peut être envoyé : il n’y a pas d’adresse courriel.
admin-recorded = Paiement inscrit.
admin-reverse = Renverser
admin-reverse-title = Renverser ce paiement ?
admin-reverse-text = Ce qu’il a payé est dû de nouveau. Les deux écritures restent dans les livres.
admin-reversed = Paiement renversé.

## Logements et résidents
admin-units-title = Logements
admin-units-search = Logement ou nom
admin-units-none = Aucun logement pour l’instant
admin-primary-resident = Résident principal
admin-residents-title = Résidents
admin-residents-search = Nom, courriel ou logement
admin-residents-none = Aucun résident pour l’instant
admin-homes = Logements
admin-owner = Propriétaire
admin-tenant = Locataire
admin-primary = principal
admin-no-address = Aucune adresse
admin-resident-pending = Pas invité
admin-resident-invited = Invité
admin-resident-active = Actif
admin-resident-inactive = A déménagé

## Paramètres de paiement
admin-settings-read-only = Seuls les gestionnaires de l’organisation peuvent changer ces paramètres.
admin-account-not-connected = Non relié
admin-account-not-connected-text = Les résidents ne peuvent pas encore payer en ligne. Reliez un compte Stripe pour accepter les virements et les cartes.
admin-account-onboarding = Configuration à terminer
admin-account-onboarding-text = Le compte Stripe existe, mais ses formulaires ne sont pas terminés.
admin-account-pending = En vérification
admin-account-pending-text = Stripe vérifie les renseignements. Cela peut prendre quelques jours ; il n’y a rien à faire.
admin-account-active = Actif
admin-account-active-text = Les résidents peuvent payer en ligne ; l’argent va au compte de l’immeuble.
admin-account-restricted = Renseignements manquants
admin-account-restricted-text = Stripe a suspendu les paiements jusqu’à ce qu’il reçoive ce qui manque.
admin-account-disabled = Désactivé
admin-account-disabled-text = Stripe a fermé ou délié ce compte. Les résidents ne peuvent pas payer en ligne.
admin-account-due = Stripe demande encore :
admin-method-ready = Prêt
admin-method-not-ready = Pas prêt
admin-connect = Relier Stripe
admin-connect-continue = Poursuivre la configuration
admin-open-dashboard = Ouvrir le tableau de bord
admin-check-again = Vérifier de nouveau
admin-connect-asking = Nous demandons à Stripe où en est le compte…
admin-connect-answered = { $property } : { $state }.
admin-connect-expired = Le lien vers Stripe a expiré. Appuyez sur « Poursuivre la configuration » pour en obtenir un autre.
admin-fees-short = Frais
