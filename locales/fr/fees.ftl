### Les paramètres de paiement : qui paie les frais, et ce dont le compte a besoin.

## Qui paie les frais
fees-of-bank = Frais de virement
fees-of-card = Frais de carte
fees-cap = Frais de carte maximaux
fees-cap-is = Au plus { $percent } % du montant débité.
fees-change = Modifier les frais
fees-title = Frais de { $property }
fees-bank = Qui paie les frais d’un virement ?
fees-card = Qui paie les frais d’une carte ?
fees-resident = Le résident
fees-community = L’immeuble
fees-cap-label = Frais de carte maximaux, en pour cent
fees-cap-hint = Le résident paie ce que coûte la carte, mais jamais plus que cette part du montant débité ; l’immeuble paie le reste. 3 % est habituel, 4 % est le maximum.
fees-cap-wrong = Entrez un pourcentage de 0 à 4, comme 3 ou 2,5.
fees-acknowledge = J’ai vérifié les règles sur les frais de carte
fees-acknowledge-hint = Les lois et les réseaux de cartes limitent ce qu’on peut ajouter aux paiements par carte : c’est interdit à certains endroits ; ailleurs, il faut l’annoncer, ne jamais dépasser votre coût et épargner les cartes de débit. Votre nom et la date sont conservés.
fees-acknowledged = { $name } a confirmé le { $date } avoir vérifié les règles sur les frais de carte.
fees-quebec = Au Québec, la loi ne permet pas au commerçant d’ajouter des frais pour les cartes ; l’immeuble les paie donc.
fees-save = Enregistrer
fees-mixed-bank = Le résident paie les frais d’un virement, l’immeuble ceux d’une carte
fees-mixed-card = Le résident paie les frais d’une carte, l’immeuble ceux d’un virement

## Ce que cela signifie pour une facture
fees-preview = Exemple
fees-preview-amount = Une facture de
fees-preview-costs = Une facture de { $amount } coûte au résident { $bank } par virement et { $card } par carte.
fees-preview-same = Une facture de { $amount } coûte au résident { $total }, par virement ou par carte.
fees-received-both = L’immeuble reçoit { $bank } par virement et { $card } par carte.
fees-received-same = L’immeuble reçoit { $amount } dans les deux cas.

## Dans le registre
fees-field-acknowledged = Règles sur les frais de carte vérifiées
fees-field-disconnected = Délié par son titulaire
fees-field-replaced = Remplace le compte

## Provinces et territoires
fees-region = Province ou territoire
fees-region-choose = Choisissez une province ou un territoire
fees-region-hint = Ce qui peut être facturé en dépend ; ne peut pas être changé par la suite.
fees-region-required = Choisissez une province ou un territoire.
fees-region-ab = Alberta
fees-region-bc = Colombie-Britannique
fees-region-mb = Manitoba
fees-region-nb = Nouveau-Brunswick
fees-region-nl = Terre-Neuve-et-Labrador
fees-region-ns = Nouvelle-Écosse
fees-region-nt = Territoires du Nord-Ouest
fees-region-nu = Nunavut
fees-region-on = Ontario
fees-region-pe = Île-du-Prince-Édouard
fees-region-qc = Québec
fees-region-sk = Saskatchewan
fees-region-yt = Yukon

## Ce dont le compte a besoin
account-next-restricted = Fournir les renseignements
account-next-disabled = Relier de nouveau
account-restricted-pays = Stripe a besoin de plus de renseignements. D’ici là, les résidents peuvent encore payer.
account-deadline = Stripe en a besoin d’ici le { $date }.
account-disabled-why = Si Stripe l’a fermé, demandez-en la raison à son service d’aide avant de relier de nouveau. Relier de nouveau ouvre un nouveau compte ; les paiements antérieurs restent dans vos livres.
account-due-part = { $who } : { $what }
account-due-business = L’entreprise
account-due-representative = La personne qui représente l’entreprise
account-due-owner = Un propriétaire
account-due-director = Un administrateur
account-due-executive = Un dirigeant
account-due-person = Le titulaire du compte
account-due-name = nom
account-due-birth = date de naissance
account-due-address = adresse
account-due-phone = numéro de téléphone
account-due-email = adresse de courriel
account-due-tax = numéro d’identification fiscale
account-due-id = numéro d’identification
account-due-document = preuve d’identité
account-due-papers = pièces justificatives
account-due-role = rôle dans l’entreprise
account-due-details = renseignements
account-due-owners = La confirmation de qui possède l’entreprise
account-due-form = La forme juridique de l’entreprise
account-due-terms = L’acceptation des conditions d’utilisation de Stripe
account-due-bank = Le compte bancaire où vont les dépôts
account-due-descriptor = Le nom sur les relevés de carte
account-due-trade = L’activité de l’entreprise
account-due-website = Le site Web
account-due-support = Comment les payeurs peuvent joindre l’immeuble
