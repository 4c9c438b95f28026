### Ce que disent les pages sur les refus de l’API.

problems-title = Refus possibles
problems-what = Un refus de l’API est un document application/problem+json. Son code ne change jamais de sens ; son détail dit ce qui s’est passé et comment en sortir. Sauf mention contraire, rien n’a été modifié.
problems-caption = Chaque sorte de refus, par statut HTTP
problem-status = Statut HTTP
problem-when = Quand
problem-way-out = Que faire
problem-operations = Opérations qui peuvent le donner
reference-version = Version { $version }. Le même contenu pour les programmes :
reference-search = Tout est affiché : la recherche du navigateur suffit.
reference-contents = Sommaire
