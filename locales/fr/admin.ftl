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
admin-no-membership-text = Votre compte ne gère aucun immeuble. Demandez à un gestionnaire de vous ajouter, ou ouvrez le portail des résidents.
admin-open-portal = Ouvrir le portail des résidents

## Paiements
admin-payments-title = Paiements
admin-payments-filter = Afficher les paiements
admin-payments-none = Aucun paiement ici
admin-payments-none-text = Les paiements paraissent quand un résident paie en ligne ou quand vous en inscrivez un sur une facture.
admin-payments-show-all = Afficher tous les paiements
admin-payments-all = Tous
admin-payments-for = Pour
