### Entrer, et que d’autres n’entrent pas : la seconde étape, les nouveaux comptes et la sécurité.

account-nav = Votre compte
account-security = Sécurité
account-your-name = Votre nom
account-no-name = Inscrivez votre nom.

## La seconde étape de la connexion
account-code-title = Encore une étape
account-code-intro = Inscrivez le code que votre application d’authentification affiche pour Propty.
account-code-recovery-intro = Inscrivez l’un des codes de récupération que vous avez conservés. Chacun sert une seule fois.
account-code-label = Code à 6 chiffres
account-code-recovery-label = Code de récupération
account-code-wrong = Inscrivez les 6 chiffres du code.
account-code-use-recovery = Utiliser un code de récupération
account-code-use-app = Utiliser un code de l’application
account-code-start-over = Recommencer
account-code = Code
account-code-hint = Les 6 chiffres affichés par votre application d’authentification, ou un code de récupération.

## Un compte pour une organisation
account-sign-up-title = Ouvrir un compte pour votre organisation
account-sign-up-intro = Pour les gestionnaires d’immeubles. Vous devenez le premier gestionnaire de l’organisation et pouvez inviter votre équipe.
account-sign-up-organization = Nom de l’organisation
account-sign-up-organization-hint = Tel que les résidents le voient.
account-sign-up-no-organization = Inscrivez le nom de l’organisation.
account-country = Pays
account-country-us = États-Unis
account-country-ca = Canada
account-sign-up-email = Votre adresse courriel
account-sign-up-email-hint = Nous y enverrons un lien, pour nous assurer qu’elle est bien à vous.
account-sign-up-send = M’envoyer le lien
account-sign-up-sent = Un lien est en route vers { $email }. Ouvrez-le pour terminer ; il sert une seule fois.
account-sign-up-back = Modifier les renseignements
account-sign-up-have = Vous avez déjà un compte ?
account-confirm-title = Ouvrir votre organisation
account-confirm-intro = Appuyez sur le bouton pour ouvrir l’organisation et vous connecter comme gestionnaire.
account-confirm-go = Ouvrir l’organisation
account-confirm-again = Recommencer l’inscription

## Invitations
account-invitation-member-title = Se joindre à { $organization }
account-invitation-member-intro = { $organization } vous invite dans son équipe sur Propty.
account-invitation-member-ask = Demandez à la personne qui vous a invité de vous envoyer une nouvelle invitation.
account-invitation-resident-title = Bienvenue à { $property }
account-invitation-resident-intro = { $organization } vous invite au portail des résidents de { $property }. Vous pourrez y consulter vos factures et les payer.
account-invitation-resident-ask = Demandez au bureau de votre immeuble de vous envoyer une nouvelle invitation.
account-invitation-email = Vous vous connecterez avec { $email }.
account-invitation-known = Vous avez déjà un compte avec { $email }. L’invitation s’y ajoute ; rien d’autre ne change.
account-invitation-password-hint = De 8 à 128 caractères. Sans mot de passe, vous vous connectez par des liens reçus par courriel.
account-invitation-accept = Accepter l’invitation
account-invitation-useless = Cette invitation ne peut pas servir
account-invitation-accepted = Vous l’avez déjà acceptée ? Connectez-vous.

## Mot de passe
account-password-some = Vous pouvez vous connecter avec votre mot de passe ou par un lien reçu par courriel.
account-password-none = Vous n’avez pas de mot de passe : vous vous connectez par un lien reçu par courriel.
account-password-set = Choisir un mot de passe
account-password-change = Changer le mot de passe
account-password-remove = Retirer le mot de passe
account-password-current = Mot de passe actuel
account-password-current-hint = Vous pouvez laisser ce champ vide si vous vous êtes connecté par un lien reçu par courriel au cours des 15 dernières minutes.
account-password-new = Nouveau mot de passe
account-password-rules = De 8 à 128 caractères.
account-password-elsewhere = Vous serez déconnecté partout ailleurs.
account-password-saved = Mot de passe enregistré. Vous êtes déconnecté partout ailleurs.
account-password-remove-title = Retirer votre mot de passe ?
account-password-remove-text = Vous ne vous connecterez ensuite que par des liens reçus par courriel.
account-password-forgotten = Si vous l’avez oublié, changez d’abord le mot de passe.
account-password-removed = Mot de passe retiré.

## Où l’on est connecté
account-sessions = Où vous êtes connecté
account-session-unknown = Navigateur inconnu
account-session-here = Ce navigateur
account-session-by-password = Par mot de passe
account-session-by-link = Par lien reçu par courriel
account-session-by-invitation = Par invitation ou inscription
account-session-since = Depuis le { $date }
account-session-used = Dernière utilisation le { $moment }
account-session-end-title = Déconnecter { $device } ?
account-session-end-text = La personne qui utilise ce navigateur devra se connecter de nouveau.
account-session-ended = Ce navigateur est déconnecté.
account-sessions-end = Se déconnecter partout ailleurs
account-sessions-end-title = Se déconnecter partout ailleurs ?
account-sessions-end-text = Seul ce navigateur restera connecté.
account-sessions-ended = Vous êtes déconnecté partout ailleurs.

## Second facteur
account-factor = Second facteur
account-factor-is-on = Activé
account-factor-is-off = Désactivé
account-factor-required = Une organisation dont vous faites partie exige un second facteur.
account-factor-off-text = Avec un second facteur, la connexion demande aussi un code d’une application de votre téléphone. Connaître votre mot de passe ou lire vos courriels ne suffit plus pour entrer.
account-factor-set-up = Configurer le second facteur
account-factor-on-text = La connexion demande aussi un code de votre application d’authentification.
account-factor-left = { $codes ->
    [0] Il ne vous reste aucun code de récupération.
    [one] Il vous reste { $codes } code de récupération.
   *[other] Il vous reste { $codes } codes de récupération.
}
account-factor-few = Remplacez les codes de récupération avant d’en manquer : sans votre téléphone, eux seuls permettent d’entrer.
account-factor-replace = Remplacer les codes de récupération
account-factor-replace-title = Remplacer les codes de récupération ?
account-factor-replace-text = Vous recevrez de nouveaux codes, et les anciens ne serviront plus.
account-factor-stays = Le second facteur ne peut pas être désactivé : une organisation dont vous faites partie l’exige.
account-factor-disable = Désactiver
account-factor-disable-title = Désactiver le second facteur ?
account-factor-disable-text = La connexion ne demandera plus de code, et vos codes de récupération ne serviront plus.
account-factor-disabled = Le second facteur est désactivé.
account-factor-enabled = Le second facteur est activé.
account-factor-elsewhere = La connexion demande aussi un code de votre application d’authentification. Le second facteur se gère dans les pages de l’équipe.
account-factor-manage = Ouvrir les pages de l’équipe
account-setup-scan = Ajoutez Propty à votre application d’authentification
account-setup-scan-text = Balayez cette image avec l’application.
account-setup-qr = Code QR pour l’application d’authentification
account-setup-type = Impossible de la balayer ? Inscrivez cette clé dans l’application :
account-setup-open = Ouvrir l’application d’authentification sur cet appareil
account-setup-code = Inscrivez le code affiché par l’application
account-setup-enable = Activer
account-codes-title = Conservez vos codes de récupération
account-codes-text = Chaque code permet d’entrer une fois quand vous n’avez pas votre téléphone. Ils ne seront plus affichés : gardez-les là où vous seul pouvez les trouver.
account-codes-copy = Copier
account-codes-copied = Codes de récupération copiés.
account-codes-not-copied = Le navigateur n’a pas permis de copier. Sélectionnez les codes et copiez-les vous-même.
account-codes-download = Télécharger en texte
account-codes-file = Codes de récupération Propty de { $email }
account-codes-file-name = codes-de-recuperation-propty.txt
account-codes-kept = Je les ai conservés
account-codes-replaced = Vous avez de nouveaux codes de récupération.

## Une organisation qui exige un second facteur
account-missing-title = { $organization } exige un second facteur
account-missing-text = Ses pages ne montrent rien tant que vous n’en avez pas configuré un.
account-missing-here = Configurez-le ici ; les pages de l’organisation montreront ensuite tout.
