### Des livres toujours exacts : dépôts, transactions, rapprochement, événements et périodes fermées, pour l’équipe.

## Les pages sur l’argent
books-nav = Argent
books-payments = Paiements
books-transactions = Transactions
books-deposits = Dépôts
books-reconciliation = Rapprochement
books-events = Événements de Stripe

## Dépôts
books-deposits-intro = Ce que Stripe verse dans le compte bancaire de chaque immeuble, expliqué au cent près.
books-deposits-filter = Afficher les dépôts
books-deposits-all = Tous
books-deposits-none = Aucun dépôt pour l’instant
books-deposits-none-text = Ils apparaissent quand Stripe envoie de l’argent à la banque.
books-deposits-see = Voir les dépôts
books-deposit = Dépôt de { $amount }
books-deposit-arrives = Arrivée
books-deposit-arrived = Arrivé le
books-deposit-expected = Attendu le
books-deposit-made = Fait le
books-deposit-made-of = Composition
books-deposit-stripe-id = Numéro de Stripe
books-deposit-pending = Prévu
books-deposit-in-transit = En route
books-deposit-paid = À la banque
books-deposit-failed = Revenu
books-deposit-canceled = Annulé
books-deposit-counting = Stripe compte encore ce qui compose ce dépôt. Revenez dans quelques heures.
books-deposit-unexplained = Le compte n’y est pas : { $amount } de ce dépôt reste inexpliqué.
books-deposit-unexplained-text = Comparez le dépôt avec votre tableau de bord Stripe, ou interrogez Stripe en donnant son numéro.
books-deposit-agrees = Le total des éléments correspond au montant.
books-deposit-failed-title = Ce dépôt n’est pas arrivé au compte bancaire.
books-deposit-failed-text = L’argent est revenu chez Stripe et fera partie d’un prochain dépôt. Vérifiez le compte bancaire dans votre tableau de bord Stripe : Stripe ne fait aucun autre dépôt tant qu’il n’est pas en règle.
books-deposit-summary = Composition
books-deposit-items = Élément par élément
books-deposit-sum = Déposé
books-part-kind = Élément
books-part-count = Nombre
books-part-gross = Montant
books-part-net = Dans le dépôt
books-parts-payment = Paiements
books-parts-refund = Remboursements
books-parts-dispute = Contestations
books-parts-fee = Frais de Stripe
books-parts-returned = Dépôts antérieurs revenus
books-parts-adjustment = Ajustements
books-part-payment = Paiement
books-part-refund = Remboursement
books-part-dispute = Contestation
books-part-fee = Frais de Stripe
books-part-returned = Dépôt antérieur revenu
books-part-adjustment = Ajustement
books-part-outside = Fait hors de Propty
books-attention = À vérifier

## Transactions
books-transactions-intro = Tout ce qui a bougé : paiements, remboursements, contestations, frais et dépôts.
books-transactions-none = Rien n’a encore bougé
books-transactions-none-text = Les transactions apparaissent avec le premier paiement.
books-transactions-search = Payeur, logement, facture ou référence
books-transactions-kinds = Type
books-transactions-kinds-all = Tous les types
books-group-payments = Paiements
books-group-refunds = Remboursements
books-group-disputes = Contestations
books-group-fees = Frais et ajustements
books-group-deposits = Dépôts
books-transactions-methods = Mode
books-transactions-methods-all = Tous les modes
books-transactions-export = Télécharger en CSV
books-from = Du
books-to = Au
books-about = Objet

## Rapprochement
books-reconciliation-intro = Compare les livres au solde de Stripe, à eux-mêmes, et à chaque facture et dépôt.
books-agrees = Tout concorde
books-differs = { $count ->
    [one] Un point ne concorde pas
   *[other] { $count } points ne concordent pas
}
books-never-checked = Pas encore vérifié
books-never-checked-text = Appuyez sur « Vérifier » pour comparer les livres avec Stripe.
books-checked = Vérifié { $when }
books-check = Vérifier
books-check-again = Vérifier de nouveau
books-in-books = Chez Stripe, selon les livres
books-available = Disponible chez Stripe
books-pending-balance = Pas encore disponible
books-under-way = Dépôts en route
books-balance-none = inconnu
books-finding-balance = Selon les livres, { $ours } se trouve chez Stripe ; le solde de Stripe, avec les dépôts en route, est de { $theirs }.
books-finding-balance-next = Si un paiement vient d’arriver, vérifiez de nouveau. Sinon, rejouez les événements des derniers jours sous « Événements de Stripe ».
books-finding-unreachable = Le solde n’a pas pu être demandé à Stripe.
books-finding-unreachable-next = Vérifiez de nouveau dans quelques minutes. Si le problème persiste, consultez le compte de l’immeuble sous « Paramètres de paiement ».
books-finding-broken = Les livres se contredisent : { $detail }.
books-finding-broken-next = Avertissez le soutien de Propty avant toute autre saisie.
books-finding-invoice = Une facture doit { $ours }, mais ses écritures indiquent { $theirs }.
books-finding-invoice-next = Avertissez le soutien de Propty ; rien n’est perdu, les deux chiffres sont conservés.
books-finding-parked = Un paiement a été mis de côté parce qu’il diffère chez Stripe : { $detail }.
books-differs-amount = un autre montant a été débité
books-differs-currency = il est dans une autre devise
books-differs-mode = il n’est pas du même genre d’argent, réel ou d’essai
books-differs-session = il a été fait sur une autre page de paiement
books-differs-mark = il nomme un autre paiement, une autre facture ou un autre immeuble
books-finding-parked-next = Comparez-le avec votre tableau de bord Stripe. La facture reste ouverte tant que ce n’est pas éclairci.
books-finding-fee = Stripe a retenu { $theirs } d’un paiement ; { $ours } a été comptabilisé.
books-finding-fee-next = L’écart est comptabilisé quand les événements du paiement sont appliqués. S’il reste, rejouez-les sous « Événements de Stripe ».
books-finding-late = Un virement bancaire était attendu pour le { $day } et n’est pas encore réglé.
books-finding-late-next = Cherchez le paiement dans votre tableau de bord Stripe. Personne n’a à payer de nouveau.
books-finding-deposit = Un dépôt de { $ours } a des éléments qui totalisent { $theirs }.
books-finding-deposit-next = Ouvrez le dépôt et comparez-le avec votre tableau de bord Stripe.
books-finding-deposit-failed = Un dépôt de { $amount } attendu le { $day } n’est pas arrivé au compte bancaire.
books-finding-deposit-failed-next = Vérifiez le compte bancaire dans votre tableau de bord Stripe.
books-finding-event-waiting = Un événement de Stripe n’est pas encore appliqué : { $detail }.
books-finding-event-given-up = Un événement de Stripe n’a pas pu être appliqué : { $detail }.
books-finding-event-next = Rejouez-le sous « Événements de Stripe ».
books-open-deposit = Ouvrir le dépôt
books-open-events = Ouvrir les événements

## Périodes fermées
books-periods = Périodes fermées
books-periods-none = Aucune période n’est fermée : tout peut encore être saisi.
books-closed-through = Les livres sont fermés jusqu’au { $day }. Rien ne peut être saisi à ces dates.
books-close-through = Fermer jusqu’au
books-close = Fermer les livres
books-close-title = Fermer les livres jusqu’au { $day } ?
books-close-text = Ensuite, rien ne peut être saisi à ces dates. Les soldes de clôture sont conservés et ne changent plus.
books-closed-toast = Les livres sont fermés.
books-reopen = Rouvrir la dernière période
books-reopen-title = Rouvrir la dernière période fermée ?
books-reopen-text = Ses dates acceptent de nouveau des saisies. La réouverture et votre motif restent au dossier.
books-reopened-toast = La période est rouverte.
books-period-what = Opération
books-period-closed = Fermé jusqu’au { $day }
books-period-reopened = Rouvert ; fermé jusqu’au { $day }
books-period-reopened-all = Rouvert ; aucune période fermée
books-period-by = Par

## Événements
books-events-intro = Ce que Stripe a signalé sur vos comptes. Rejouer un événement demande à Stripe ce qui est vrai maintenant et ne change que ce qui manquait.
books-events-filter = Afficher les événements
books-events-all = Tous
books-events-none = Aucun événement ici
books-events-none-text = Les événements apparaissent dès que Stripe signale un paiement, un dépôt ou un compte.
books-event = Événement
books-event-received = Reçu
books-event-state = État
books-event-waiting = En attente
books-event-applied = Appliqué
books-event-given-up = Abandonné
books-event-payment-read = Paiement lu chez Stripe
books-event-deposit-read = Dépôt lu chez Stripe
books-event-account-read = Compte lu chez Stripe
books-event-account-disconnected = Compte déconnecté
books-event-read = Lu chez Stripe
books-event-ignored = Sans suite
books-event-attempts = { $count ->
    [one] Un essai
   *[other] { $count } essais
}
books-event-replays = { $count ->
    [one] rejoué une fois
   *[other] rejoué { $count } fois
}
books-replay = Rejouer
books-replay-done = L’événement est appliqué de nouveau.
books-replay-all = Tout rejouer depuis…
books-replay-all-title = Rejouer tous les événements depuis un jour
books-replay-all-text = Tous les événements reçus depuis ce jour, pour tous les immeubles, sont appliqués de nouveau, du plus ancien au plus récent. Rien n’est fait deux fois.
books-replay-since = Depuis le
books-replay-all-go = Rejouer
books-replay-all-done = { $count ->
    [one] Un événement est appliqué de nouveau.
   *[other] { $count } événements sont appliqués de nouveau.
}

## Au journal
books-did-event-replayed = A rejoué des événements de Stripe
books-did-period-closed = A fermé les livres
books-did-period-reopened = A rouvert les livres
books-field-through = Jusqu’au
books-field-since = Depuis
books-field-events = Événements
books-field-event = Événement
