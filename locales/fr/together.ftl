## Plusieurs factures en un seul paiement
portal-pay-together = { $count ->
    [one] Payer { $count } facture, { $amount }
   *[other] Payer { $count } factures, { $amount }
}
portal-pay-only-next = Payer seulement la première à échoir
portal-pay-together-of = Les factures de { $property }. Celles de vos autres immeubles se paient séparément.

## Les choisir dans la liste
portal-tick = Choisir { $title }, échéance le { $date }, { $amount }
portal-tick-other = D’un autre immeuble que les factures choisies : payez-la séparément.
portal-ticked = { $count ->
    [one] { $count } facture
   *[other] { $count } factures
}
portal-pay-ticked = Payer ensemble

## Les payer
portal-pay-several-title = Payer des factures
portal-back-to-invoices = Retour aux factures
portal-pay-part-order = Ce montant va à la facture qui échoit en premier, puis à la suivante.
portal-pay-left-out = Hors de ce paiement :
portal-pay-left-out-paid = { $title } est déjà payée.
portal-pay-left-out-closed = { $title } a été annulée. Il n’y a rien à payer.
portal-pay-left-out-moving = Un paiement pour { $title } est en route. Attendez son arrivée, pour ne pas payer deux fois.
portal-pay-none-left = Aucune de ces factures ne peut être payée maintenant
portal-pay-changed = Quelque chose a changé pendant que cette page était ouverte ; rien n’a été débité. Voici ce qui peut être payé maintenant.
portal-transfer-until-all-paid = Les factures passeront à « Payée » quand l’argent sera reçu, pas avant.
