### Ce qui n’a pas marché, et quoi faire.

## Réponses à une demande entière
error-network = Le serveur est injoignable. Vérifiez votre connexion, puis réessayez.
error-signed-out = Votre session est terminée. Connectez-vous de nouveau pour continuer.
error-forbidden = Vous n’avez pas accès à cette page.
error-request = La demande n’a pas été comprise. Rechargez la page et réessayez.
error-rate-limited = Trop de demandes. Attendez une minute, puis réessayez.
error-internal = Un problème est survenu de notre côté. Rien n’a été perdu ; réessayez dans un instant.
error-reference = Référence pour le soutien : { $id }
error-title = Le chargement a échoué

## Réponses à une action, par code
error-not-found = Cet élément n’existe plus, ou vous n’y avez pas accès.
error-invalid-amount = Inscrivez un montant, par exemple 120,00.
error-invalid-date = Inscrivez une date, avec le jour, le mois et l’année.
error-invalid-email = Inscrivez une adresse courriel, par exemple nom@exemple.com.
error-required = Remplissez ce champ.
error-too-long = Ce texte est trop long. Raccourcissez-le.
error-due-date-past = L’échéance doit être aujourd’hui ou plus tard.
error-received-date-future = La date de réception ne peut pas être dans le futur.
error-unknown-unit = Choisissez un logement de cet immeuble.
error-unknown-income-account = Choisissez un compte de revenus de cet immeuble.
error-no-lines = Ajoutez au moins une ligne.
error-invoice-already-published = Cette facture est déjà émise.
error-invoice-not-draft = Seul un brouillon peut être modifié ainsi.
error-invoice-not-open = Cette facture n’est pas ouverte : elle est peut-être déjà payée ou annulée.
error-invoice-has-payments = Cette facture comporte des paiements. Annulez-les ou remboursez-les d’abord.
error-invoice-written-off = Une partie de cette facture a été radiée ; elle ne peut plus être annulée. Radiez plutôt le reste.
error-version-conflict = Quelqu’un a modifié cet élément entre-temps. Rechargez la page pour voir les changements.
error-idempotency-key-reused = Cette action a déjà été envoyée avec d’autres données. Rechargez la page et vérifiez avant de réessayer.
error-idempotency-key-invalid = La demande était incomplète. Rechargez la page et réessayez.
error-amount-above-balance = Le montant dépasse le solde à payer.
error-amount-below-minimum = Le montant doit être d’au moins 1,00.
error-payment-in-progress = Un paiement est déjà en cours pour cette facture. Attendez qu’il soit accepté ou refusé.
error-payments-not-connected = Le paiement en ligne n’est pas encore offert pour cet immeuble. Demandez au bureau comment payer.
error-payment-method-unavailable = Ce mode de paiement n’est pas offert pour le moment. Choisissez l’autre.
error-payment-not-reversible = Ce paiement ne peut pas être annulé.
error-processor-unavailable = Le service de paiement ne répond pas. Rien n’a été débité ; réessayez dans quelques minutes.
error-processor-refused = Le service de paiement a refusé la demande. Rien n’a été débité ; réessayez ou choisissez l’autre mode de paiement.
error-invalid-credentials = L’adresse courriel ou le mot de passe est incorrect.
error-link-invalid = Ce lien est expiré ou a déjà servi. Demandez-en un nouveau.
error-too-many-requests = Trop de tentatives. Attendez quelques minutes, puis réessayez.
error-retry-after = { $minutes ->
    [one] Trop de tentatives. Réessayez dans { $minutes } minute.
   *[other] Trop de tentatives. Réessayez dans { $minutes } minutes.
}
error-retry-after-hours = { $hours ->
    [one] Trop de tentatives. Réessayez dans { $hours } heure.
   *[other] Trop de tentatives. Réessayez dans { $hours } heures.
}
error-not-allowed = Votre rôle ne permet pas cette action.
error-nothing-to-publish = Il n’y a aucun brouillon à émettre.
error-password-too-short = Utilisez au moins 8 caractères.
error-password-too-long = Utilisez au plus 128 caractères.
error-password-common = Ce mot de passe est facile à deviner. Choisissez-en un autre.
error-password-wrong = Ce n’est pas votre mot de passe actuel.
error-recent-sign-in-required = Pour ce faire, déconnectez-vous, puis reconnectez-vous par un lien reçu par courriel.
error-code-invalid = Le code est erroné, a déjà servi ou est trop ancien. Inscrivez le plus récent.
error-second-factor-enabled = Le second facteur est déjà activé.
error-second-factor-not-enabled = Le second facteur n’est pas activé.
error-second-factor-needed = Configurez d’abord votre second facteur, sous Sécurité.
error-invitation-invalid = Cette invitation est expirée, a été remplacée ou a déjà servi. Demandez-en une nouvelle.
error-already-member = Cette personne fait déjà partie de l’équipe.
error-last-manager = Une organisation garde au moins un gestionnaire. Donnez d’abord ce rôle à quelqu’un d’autre.
error-email-missing = Ce résident n’a pas d’adresse courriel.
error-already-active = Ce résident a déjà un compte.
error-moved-out = Ce résident a déménagé.
error-name-taken = Ce nom est déjà utilisé. Choisissez-en un autre.
error-invalid-value = Cette valeur n’est pas permise ici. Choisissez-en une autre.
error-period-closed = Les livres sont fermés à cette date. Choisissez une date ultérieure ou faites rouvrir la période.
error-period-not-over = Ce mois n’est pas encore terminé. Choisissez-en un plus ancien.
error-period-not-closed = Aucune période n’est fermée.
error-card-fees-forbidden = Au Québec, les frais de carte ne peuvent pas être facturés aux résidents.
error-acknowledgement-required = Confirmez que vous avez vérifié les règles sur les frais de carte.
