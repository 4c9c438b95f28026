### What the pages about refusals of the API say.

problems-title = Possible refusals
problems-what = A refusal of the API is an application/problem+json document. Its code never changes its meaning; its details say what happened and the way out. Unless something else is said, nothing has changed.
problems-caption = Every kind of refusal, by HTTP status
problem-status = HTTP status
problem-when = When
problem-way-out = What to do
problem-operations = Operations that may give it
reference-version = Version { $version }. The same for programs:
reference-search = Everything is shown: the search of the browser is enough.
reference-contents = Contents
